import { join, resolve } from "node:path";
import { Configuration } from "./configuration";
import { deploy, type Kind, type Setting } from "./deploy";
import { EngineError, UnsupportedFeatureError } from "./errors";
import { readProject } from "./project";
import { Passphrase } from "./secrets";
import type { ExportedDeployment } from "./state/deployment";
import { acquireLock } from "./state/lock";
import { StateStore, stackOutputs } from "./state/store";
import type { EngineOptions, RunOptions, RunResult, StackOutputs } from "./types";

/** Others, such as the targets of the Automation API, are refused by name. */
const RUN_OPTIONS: readonly string[] = [
  "onEvent",
  "refresh",
  "continueOnError",
  "previewOnly",
  "clearPendingCreates",
  "signal",
] satisfies (keyof RunOptions)[];

/**
 * Deploys a Node Pulumi program in this process, without the pulumi CLI: for tests, demonstrations and trying things.
 * The program and its providers run as child processes with the SDK's own hosts. The state is a Pulumi deployment,
 * version 3, which `pulumi stack import` accepts.
 *
 * Every run resolves, also a failed one; EngineError and its classes are thrown for misuse, a locked stack, a wrong
 * passphrase and an unreadable project or state.
 *
 * @example
 * const engine = new Engine({ programDirectory: "examples/acme", stack: "dev", stateDirectory: ".state", passphrase: "" });
 * const { succeeded, changes } = await engine.up({ onEvent: display.handle });
 */
export class Engine {
  /** The file of the state. */
  readonly stateFile: string;
  readonly #setting: Setting;
  readonly #passphrase: Passphrase;

  constructor(options: EngineOptions) {
    const { stack, parallel, plugins = {} } = options;
    if (!/^[A-Za-z0-9_.-]+$/.test(stack)) {
      throw new EngineError("misuse", `a stack's name holds letters, digits, "_", "." and "-" only: ${stack}`);
    }
    if (parallel !== undefined && !(Number.isInteger(parallel) && parallel > 0)) {
      throw new EngineError("misuse", `parallel is a positive whole number: ${parallel}`);
    }
    const project = readProject(options.programDirectory);
    const paths = Object.entries(plugins).map(([name, { path }]) => [name, resolve(path)] as const);
    this.stateFile = join(resolve(options.stateDirectory), project.name, `${stack}.json`);
    this.#setting = {
      project,
      stack,
      parallel,
      configuration: new Configuration(project.name, options.config),
      environment: options.env ?? {},
      plugins: { ...project.plugins, ...Object.fromEntries(paths) },
    };
    this.#passphrase = Passphrase.of(options.passphrase);
  }

  /** Shows what `up` would do. Takes no lock and writes nothing. */
  preview(options: RunOptions = {}): Promise<RunResult> {
    return this.#deploy("update", { ...options, previewOnly: true });
  }

  /** Runs the program and brings every resource to what it declares. */
  up(options: RunOptions = {}): Promise<RunResult> {
    return this.#deploy("update", { ...options, previewOnly: false });
  }

  /** Takes what is really there into the state. The program does not run. */
  refresh(options: RunOptions = {}): Promise<RunResult> {
    return this.#deploy("refresh", options);
  }

  /** Deletes every resource of the stack. The program does not run. */
  destroy(options: RunOptions = {}): Promise<RunResult> {
    return this.#deploy("destroy", options);
  }

  /** The state, as `pulumi stack export` prints it; secrets in plain text only where asked. */
  async exportState(options: { showSecrets?: boolean } = {}): Promise<ExportedDeployment> {
    const store = await StateStore.openForReading(this.stateFile, this.#passphrase);
    return store.export(options.showSecrets ?? false);
  }

  /** Puts a state in place of the stack's own, as `pulumi stack import` does; secrets of either form are taken. */
  async importState(exported: ExportedDeployment): Promise<void> {
    const lock = acquireLock(this.#lockFile);
    try {
      const store = await StateStore.openForWriting(this.stateFile, this.#passphrase);
      await store.replace(exported, this.#passphrase);
      store.close();
    } finally {
      lock.release();
    }
  }

  /** The stack's outputs of the last run, secrets in plain text. */
  async outputs(): Promise<StackOutputs> {
    return stackOutputs(await StateStore.openForReading(this.stateFile, this.#passphrase));
  }

  get #lockFile(): string {
    return this.stateFile.replace(/\.json$/, ".lock");
  }

  async #deploy(kind: Kind, options: RunOptions): Promise<RunResult> {
    const unknown = Object.keys(options).find((key) => !RUN_OPTIONS.includes(key));
    if (unknown !== undefined) throw new UnsupportedFeatureError(`the option ${unknown}`);
    const preview = options.previewOnly ?? false;
    const lock = preview ? undefined : acquireLock(this.#lockFile);
    try {
      const open = preview ? StateStore.openForReading : StateStore.openForWriting;
      return await deploy(this.#setting, await open(this.stateFile, this.#passphrase), kind, options, lock);
    } finally {
      lock?.release();
    }
  }
}
