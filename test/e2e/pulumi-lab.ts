import { execFile, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { environmentOf, type Sandbox, startSandbox } from "../../sandbox/index";
import type { Program, Resource } from "./plugin-lab";

export const ROOT = join(__dirname, "..", "..");
const LONGEST_OUTPUT = 64 * 1024 * 1024;

/** Whether a command can be run here. */
export function hasCommand(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

export const HAS_PULUMI = hasCommand("pulumi", "version");

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The real `pulumi` in a folder of its own: a file backend, the sandbox's three tenants in the environment, and the
 * plugin as a command on the PATH. The command runs npm where it meets a package.json; here that does nothing, as everything
 * is there, unless a test asks for the real one.
 */
export class PulumiLab {
  readonly folder = mkdtempSync(join(tmpdir(), "roster-pulumi-"));
  /** The plugin's command, as `npm install --global` would make it. */
  readonly command = join(this.folder, "bin", "pulumi-resource-roster");

  private constructor(public vendors: Sandbox) {
    mkdirSync(join(this.folder, "state"));
    mkdirSync(join(this.folder, "home"));
    mkdirSync(join(this.folder, "bin"));
    const main = join(ROOT, "dist", "provider", "plugin", "main.js");
    writeFileSync(this.command, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
    mkdirSync(this.#idle);
    writeFileSync(join(this.#idle, "npm"), "#!/bin/sh\nexit 0\n");
    for (const name of [this.command, join(this.#idle, "npm")]) chmodSync(name, 0o755);
    const modules = join(this.folder, "node_modules");
    // A generated SDK will stand beside the other one.
    mkdirSync(join(modules, "@pulumi"), { recursive: true });
    for (const name of ["@pulumi/pulumi", "@types", "typescript", "undici-types"]) {
      symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "dir");
    }
    symlinkSync(ROOT, join(modules, "pulumi-roster"), "dir");
  }

  static async open(): Promise<PulumiLab> {
    return new PulumiLab(await startSandbox());
  }

  /** A folder with an npm that does nothing. */
  get #idle(): string {
    return join(this.folder, "idle");
  }

  /** A copy of a folder below the lab's, where the command may write. */
  project(name: string, source: string): PulumiProject {
    const directory = join(this.folder, name);
    cpSync(source, directory, { recursive: true, filter: (path) => !/node_modules|venv|sdks/.test(path) });
    return new PulumiProject(this, directory);
  }

  /** Runs a command to its end; a failure is an error unless it is expected. */
  run(
    command: string,
    args: readonly string[],
    options: { cwd?: string; env?: Record<string, string>; mayFail?: boolean; npm?: boolean } = {},
  ): Promise<Outcome> {
    const env = {
      ...process.env,
      ...environmentOf(this.vendors),
      PATH: [join(this.folder, "bin"), ...(options.npm ? [] : [this.#idle]), process.env["PATH"]].join(":"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "a passphrase for a test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ...options.env,
    };
    return new Promise((resolve, reject) => {
      const settings = { cwd: options.cwd ?? this.folder, env, maxBuffer: LONGEST_OUTPUT };
      execFile(command, [...args], settings, (error, stdout, stderr) => {
        const code = error ? Number(error.code ?? 1) : 0;
        if (code === 0 || options.mayFail) resolve({ code, stdout, stderr });
        else reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`));
      });
    });
  }

  pulumi(args: readonly string[], options: Parameters<PulumiLab["run"]>[2] = {}): Promise<Outcome> {
    return this.run("pulumi", [...args, "--color=never", "--non-interactive"], options);
  }

  /** Empty vendors at new addresses. */
  async restart(): Promise<void> {
    await this.vendors.close();
    this.vendors = await startSandbox();
  }

  async close(): Promise<void> {
    await this.vendors.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a run did, from its summary event. */
export interface Changes {
  readonly changes: Readonly<Record<string, number>>;
  readonly text: string;
  readonly events: readonly EngineEvent[];
}

/** A project with one stack. */
export class PulumiProject {
  constructor(
    readonly lab: PulumiLab,
    readonly directory: string,
  ) {}

  /** Its stack is called like its folder, as two projects may have the same name. */
  async init(): Promise<this> {
    await this.pulumi(["stack", "init", basename(this.directory)]);
    return this;
  }

  /** For the test program: what it declares from now on. */
  declare(program: Program): void {
    writeFileSync(this.#program, JSON.stringify(program));
  }

  /** Runs preview, up, refresh or destroy; the changes are counted by operation. */
  async deploy(operation: "preview" | "up" | "refresh" | "destroy", ...args: readonly string[]): Promise<Changes> {
    const log = join(this.directory, "events.json");
    rmSync(log, { force: true });
    const yes = operation === "preview" ? [] : ["--yes", "--skip-preview"];
    const { stdout } = await this.pulumi([operation, ...yes, "--event-log", log, ...args], {
      env: { PULUMI_DEBUG_COMMANDS: "true" },
    });
    const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
    const events = lines.map((line): EngineEvent => JSON.parse(line));
    const summary = events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent;
    return { changes: summary?.resourceChanges ?? {}, text: stdout, events };
  }

  /** The state as `stack export` prints it, by the resources' names. */
  async resources(...args: readonly string[]): Promise<Record<string, Resource & { type: string }>> {
    const { stdout } = await this.pulumi(["stack", "export", ...args]);
    const resources: (Resource & { urn: string; type: string })[] = JSON.parse(stdout).deployment.resources ?? [];
    return Object.fromEntries(resources.map((resource) => [resource.urn.split("::").at(-1) ?? "", resource]));
  }

  pulumi(args: readonly string[], options: Parameters<PulumiLab["run"]>[2] = {}): Promise<Outcome> {
    return this.lab.pulumi(args, {
      cwd: this.directory,
      ...options,
      env: { PROGRAM: this.#program, ...options.env },
    });
  }

  get #program(): string {
    return join(this.directory, "program.json");
  }
}
