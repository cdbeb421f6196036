import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CliContext } from "../../automation/cli/context";
import { run } from "../../automation/cli/run";
import { openEngine } from "../../automation/engines/open-engine";
import type { StackEngine } from "../../automation/engines/stack-engine";
import { Vendors } from "../../demo/vendors";
import type { Sandbox, SandboxOptions } from "../../sandbox/index";
import { keptContext } from "./cli-context";

export const ROOT = join(__dirname, "..", "..");

/** How one command ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  /** The output as JSON, where it is. */
  readonly json: unknown;
}

/** A folder with a roster, emulated vendors, and the `roster` command in this process. */
export class RosterLab {
  readonly folder = mkdtempSync(join(tmpdir(), "roster-gitops-"));
  readonly #environment: Record<string, string | undefined>;

  private constructor(
    readonly vendors: Vendors,
    readonly engine: "embedded" | "pulumi",
  ) {
    mkdirSync(join(this.folder, "backend"));
    mkdirSync(this.work);
    this.#environment = {
      ...process.env,
      ...vendors.environment(),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase for a test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_STACK: undefined,
    };
  }

  static async open(engine: "embedded" | "pulumi" = "embedded", options: SandboxOptions = {}): Promise<RosterLab> {
    return new RosterLab(await Vendors.start(options), engine);
  }

  get sandbox(): Sandbox {
    return this.vendors.sandbox;
  }

  /** The folder that the command works in. */
  get work(): string {
    return join(this.folder, "acme");
  }

  write(name: string, text: string): void {
    mkdirSync(join(this.work, name, ".."), { recursive: true });
    writeFileSync(join(this.work, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.work, name), "utf8");
  }

  /** What npm install would do in the project. */
  install(): void {
    for (const [name, target] of [
      ["pulumi-roster", ROOT],
      ["@pulumi/pulumi", join(ROOT, "node_modules", "@pulumi", "pulumi")],
    ] as const) {
      const path = join(this.work, "node_modules", name);
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(target, path, "dir");
    }
  }

  /** A project with a program of its own, in plain JavaScript, and its stack. */
  async begin(name: string, program: string): Promise<void> {
    this.write("Pulumi.yaml", `name: ${name}\nruntime: { name: nodejs, options: { typescript: false } }\n`);
    this.write("package.json", JSON.stringify({ name, main: "index.js" }));
    this.write("index.js", program);
    this.install();
    const { code, out, error } = await this.roster(["init"]);
    if (code !== 0) throw new Error(`init ended with ${code}: ${out}${error}`);
  }

  /** Runs the command; --engine is added. */
  async roster(args: readonly string[], changes: Partial<CliContext> = {}): Promise<Ended> {
    const lab = { folder: this.work, environment: this.#environment, packageFolder: ROOT };
    const { context, said } = keptContext({ ...lab, ...changes });
    const engine = ["report", "show"].includes(args[0] ?? "") ? [] : [`--engine=${this.engine}`];
    const code = await run([...args, ...engine], "0.0.0", context);
    const { out, error } = said;
    return { code, out, error, json: args.includes("--json") ? JSON.parse(out) : undefined };
  }

  /** The stack as the engine's own command opens it, with nothing of `roster` around. */
  engineAlone(): Promise<StackEngine> {
    return openEngine({
      engine: this.engine,
      program: this.work,
      project: "acme",
      stack: "dev",
      stateFolder: join(this.work, ".roster", "state"),
      packageFolder: ROOT,
      environment: this.#environment,
    });
  }

  get environment(): Record<string, string | undefined> {
    return this.#environment;
  }

  /** Requests that changed something at a vendor since this was last asked. */
  writes(): readonly string[] {
    return Object.values(this.vendors.takeRequests()).flatMap((log) =>
      log.filter(({ kind }) => kind === "write").map(({ method, path }) => `${method} ${path}`),
    );
  }

  async close(): Promise<void> {
    await this.vendors.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
