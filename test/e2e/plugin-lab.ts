import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderEvents } from "../../demo/display";
import { Engine, type EngineEvent, type RunOptions, type RunResult } from "../../engine";
import { type Sandbox, startSandbox } from "../../sandbox/index";

/** Started as a file, as the `roster` command does: the SDK's host for a folder would load a TypeScript compiler first. */
const PLUGIN = join(__dirname, "..", "..", "dist", "provider", "plugin", "main.js");
const PASSPHRASE = "a passphrase for a test";

/** One resource of the test program. */
export interface Person {
  readonly platform: string;
  /** "User" unless it says something else. */
  readonly kind?: "User" | "Users";
  /** The resource's name. */
  readonly key: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** One of `Program.providers`; absent: the default one. */
  readonly provider?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface Program {
  readonly people?: readonly Person[];
  readonly providers?: Readonly<Record<string, unknown>>;
  readonly functions?: readonly { token: string; args: object; provider?: string }[];
  /** Through which adapter people are declared; the plugin unless it says something else. */
  readonly adapter?: "plugin" | "dynamic";
}

/** A resource in the state, secrets in plain text. */
export interface Resource {
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A stack on the embedded engine whose program declares what a test tells it to, and the vendors that it is about. */
export class PluginLab {
  readonly folder = mkdtempSync(join(tmpdir(), "roster-plugin-"));
  /** One for all runs, as it keeps the key that it derives from the passphrase. */
  readonly #engine: Engine;

  private constructor(readonly vendors: Sandbox) {
    this.#engine = new Engine({
      programDirectory: join(__dirname, "fixtures", "plugin-program"),
      stack: "dev",
      stateDirectory: join(this.folder, "state"),
      passphrase: PASSPHRASE,
      config: this.configuration(),
      env: { PROGRAM: this.#programFile },
      plugins: { roster: { path: PLUGIN } },
    });
  }

  static async open(): Promise<PluginLab> {
    return new PluginLab(await startSandbox());
  }

  /** @param program what is declared from now on; absent: what was declared before */
  up(program?: Program, options?: RunOptions): Promise<RunResult> {
    this.#declare(program);
    return this.#engine.up(options);
  }

  preview(program?: Program): Promise<RunResult> {
    this.#declare(program);
    return this.#engine.preview();
  }

  refresh(): Promise<RunResult> {
    return this.#engine.refresh();
  }

  destroy(): Promise<RunResult> {
    return this.#engine.destroy();
  }

  /** The state as text, secrets encrypted. */
  async state(): Promise<string> {
    return JSON.stringify(await this.#engine.exportState());
  }

  async resource(name: string): Promise<Resource> {
    const { deployment } = (await this.#engine.exportState({ showSecrets: true })) as unknown as {
      deployment: { resources?: (Resource & { urn: string })[] };
    };
    const found = deployment.resources?.find(({ urn }) => urn.endsWith(`::${name}`));
    if (!found) throw new Error(`there is no resource ${name} in the state`);
    return found;
  }

  /** The writes since this was last asked, in the order of the vendors. */
  writes(): string[] {
    return Object.entries({ adobe: this.vendors.adobe, netex: this.vendors.netex, nerm: this.vendors.nerm }).flatMap(
      ([name, { log }]) => {
        const methods = log.writes().map(({ method }) => `${name} ${method}`);
        log.clear();
        return methods;
      },
    );
  }

  outputs() {
    return this.#engine.outputs();
  }

  async close(): Promise<void> {
    await this.vendors.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The stack's configuration: the sandbox's three tenants, as secrets. */
  configuration(): Record<string, { secret: string }> {
    const { adobe, netex, nerm } = this.vendors;
    return {
      "roster:adobe": { secret: JSON.stringify({ url: adobe.url, token: adobe.token }) },
      "roster:netex": { secret: JSON.stringify({ url: netex.url, token: netex.token }) },
      "roster:nerm": { secret: JSON.stringify({ url: nerm.url, token: nerm.token }) },
    };
  }

  get #programFile(): string {
    return join(this.folder, "program.json");
  }

  #declare(program: Program | undefined): void {
    if (program) writeFileSync(this.#programFile, JSON.stringify(program));
  }
}

/** Why a run failed, in one text; empty where it didn't. */
export function errorsOf({ diagnostics }: RunResult): string {
  return diagnostics.flatMap(({ severity, message }) => (severity === "error" ? [message] : [])).join("\n");
}

/** What `preview --diff` prints. */
export function diffText(events: readonly EngineEvent[]): string {
  return renderEvents(events, { diff: true, showLogs: false });
}
