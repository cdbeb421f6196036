import { execFile, execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EngineEvent, ExportedDeployment } from "../../engine";
import { Lab, PASSPHRASE, PLUGIN_DIRECTORY, SCENARIO_DIRECTORY } from "./lab";

/** Whether the pulumi CLI is on the PATH; only then can the engine be compared with it. */
export function hasPulumi(): boolean {
  return spawnSync("pulumi", ["version"], { stdio: "ignore" }).status === 0;
}

export interface RealResult {
  succeeded: boolean;
  events: EngineEvent[];
  text: string;
}

/** The scenario program on the real engine, with a lab (and so a cloud and a log) of its own. */
export class RealLab {
  readonly lab: Lab;
  readonly #program: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(config: NonNullable<Lab["options"]["config"]> = {}) {
    this.lab = new Lab({ config });
    const { directory } = this.lab;
    this.#program = join(directory, "program");
    cpSync(SCENARIO_DIRECTORY, this.#program, { recursive: true });
    const plugins = `plugins:\n  providers:\n    - name: lab\n      path: ${PLUGIN_DIRECTORY}\n`;
    const project = readFileSync(join(this.#program, "Pulumi.yaml"), "utf8");
    writeFileSync(join(this.#program, "Pulumi.yaml"), project + plugins);
    symlinkSync(resolve(__dirname, "../../node_modules"), join(directory, "node_modules"));
    mkdirSync(join(directory, "backend"));
    this.#environment = {
      ...process.env,
      ...this.lab.options.env,
      PULUMI_HOME: join(directory, "home"),
      PULUMI_BACKEND_URL: `file://${join(directory, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // The event log by file is hidden behind these two.
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_AUTOMATION_API: "true",
    };
    this.#pulumi("stack", "init", "dev");
    for (const [key, value] of Object.entries(config)) {
      const [text, kind] = typeof value === "string" ? [value, "--plaintext"] : [value.secret, "--secret"];
      this.#pulumi("config", "set", kind, key, "--", text);
    }
  }

  async run(operation: "preview" | "up" | "refresh" | "destroy", flags: readonly string[] = []): Promise<RealResult> {
    const log = join(this.lab.directory, "events.jsonl");
    rmSync(log, { force: true });
    const confirm = operation === "preview" ? [] : ["--yes", "--skip-preview"];
    const { failed, text } = await new Promise<{ failed: boolean; text: string }>((done) => {
      execFile(
        "pulumi",
        [operation, ...confirm, "--non-interactive", "--event-log", log, ...flags],
        { cwd: this.#program, env: this.#environment },
        (error, stdout, stderr) => done({ failed: error !== null, text: `${stdout}\n${stderr}` }),
      );
    });
    const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
    return {
      succeeded: !failed,
      events: lines.filter((line) => line !== "").map((line) => JSON.parse(line) as EngineEvent),
      text,
    };
  }

  exportState(): ExportedDeployment {
    return JSON.parse(this.#pulumi("stack", "export", "--show-secrets")) as ExportedDeployment;
  }

  importState(file: string): void {
    this.#pulumi("stack", "import", "--file", file);
  }

  remove(): void {
    this.lab.remove();
  }

  #pulumi(...args: string[]): string {
    return execFileSync("pulumi", ["--non-interactive", ...args], {
      cwd: this.#program,
      env: this.#environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}
