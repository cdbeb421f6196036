import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { deleteCondemned } from "./deletes";
import { engineService } from "./engine-service";
import { MisuseError, UnsupportedFeatureError } from "./errors";
import { EventStream } from "./events";
import { monitorService } from "./monitor";
import { ProcessGroup } from "./process";
import { startProgram } from "./program";
import { type Project, readProject } from "./project";
import { Providers } from "./providers";
import { refreshState } from "./refresh";
import { Registrar } from "./register";
import { startServer } from "./rpc";
import { isReported, Run } from "./run";
import { Passphrase } from "./secrets";
import type { ExportedDeployment } from "./state/deployment";
import { acquireLock, type Lock } from "./state/lock";
import { StateStore } from "./state/store";
import type { EngineOptions, RunOptions, RunResult, StackOutputs } from "./types";
import { ROOT_STACK_TYPE } from "./urn";
import { isSecret, type PropertyMap, withoutSecrets } from "./values";

/** The organization that Pulumi's own file backends use. */
const ORGANIZATION = "organization";
const PARALLEL_PER_PROCESSOR = 4;
const MOST_PARALLEL = 16;
/** How long a program may take to end after the run has failed. */
const PROGRAM_GRACE_MILLISECONDS = 10_000;

/** Others, such as the targets of the Automation API, are refused by name. */
const RUN_OPTIONS: Record<keyof RunOptions, true> = {
  onEvent: true,
  refresh: true,
  continueOnError: true,
  previewOnly: true,
  clearPendingCreates: true,
  signal: true,
};

type Kind = "update" | "refresh" | "destroy";

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
  readonly #options: EngineOptions;
  readonly #project: Project;
  readonly #passphrase: Passphrase;
  readonly #config: Map<string, string>;
  readonly #secretKeys: string[];

  constructor(options: EngineOptions) {
    if (!/^[A-Za-z0-9_.-]+$/.test(options.stack)) {
      throw new MisuseError(`a stack's name holds letters, digits, "_", "." and "-" only: ${options.stack}`);
    }
    if (options.parallel !== undefined && !(Number.isInteger(options.parallel) && options.parallel > 0)) {
      throw new MisuseError(`parallel is a positive whole number: ${options.parallel}`);
    }
    this.#options = options;
    this.#project = readProject(options.programDirectory);
    this.#passphrase = new Passphrase(options.passphrase);
    const entries = Object.entries(options.config ?? {})
      .map(([key, value]) => [key.includes(":") ? key : `${this.#project.name}:${key}`, value] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1));
    this.#config = new Map(entries.map(([key, value]) => [key, typeof value === "string" ? value : value.secret]));
    this.#secretKeys = entries.filter(([, value]) => typeof value !== "string").map(([key]) => key);
  }

  /** The file of the state. */
  get stateFile(): string {
    return join(resolve(this.#options.stateDirectory), this.#project.name, `${this.#options.stack}.json`);
  }

  get #lockFile(): string {
    return this.stateFile.replace(/\.json$/, ".lock");
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

  async #deploy(kind: Kind, options: RunOptions): Promise<RunResult> {
    const preview = options.previewOnly ?? false;
    const unknown = Object.keys(options).find((key) => !Object.hasOwn(RUN_OPTIONS, key));
    if (unknown !== undefined) {
      throw new UnsupportedFeatureError(`the option ${unknown}`);
    }
    const lock = preview ? undefined : acquireLock(this.#lockFile);
    try {
      const open = preview ? StateStore.openForReading : StateStore.openForWriting;
      return await this.#runOn(await open(this.stateFile, this.#passphrase), kind, preview, options, lock);
    } finally {
      lock?.release();
    }
  }

  async #runOn(
    store: StateStore,
    kind: Kind,
    preview: boolean,
    options: RunOptions,
    lock: Lock | undefined,
  ): Promise<RunResult> {
    const started = performance.now();
    const secrets = this.#secretKeys.map((key) => this.#config.get(key) ?? "");
    const events = new EventStream(preview, secrets, options.onEvent);
    const run = new Run(
      {
        project: this.#project.name,
        stack: this.#options.stack,
        preview,
        continueOnError: options.continueOnError ?? false,
        parallel: this.#options.parallel ?? Math.min(MOST_PARALLEL, PARALLEL_PER_PROCESSOR * availableParallelism()),
      },
      store,
      events,
    );
    events.prelude(
      Object.fromEntries([...this.#config].map(([key, value]) => [key, this.#isSecret(key) ? "[secret]" : value])),
    );
    if (lock?.takenFrom !== undefined) {
      events.diagnostic("warning", `took over the lock of process ${lock.takenFrom.pid}, which is gone`);
    }
    const cancel = (): void => {
      run.cancelled = true;
      run.stop();
    };
    if (options.signal?.aborted === true) {
      cancel();
    }
    options.signal?.addEventListener("abort", cancel, { once: true });
    const processes = new ProcessGroup();
    try {
      await this.#work(run, kind, options, processes);
    } catch (error) {
      if (!isReported(error)) {
        run.fail(error);
      }
    } finally {
      options.signal?.removeEventListener("abort", cancel);
      processes.close();
    }
    if (run.failedBySteps) {
      events.diagnostic("error", `${preview ? "preview" : "update"} failed`);
    } else if (run.cancelled) {
      events.diagnostic("error", `${preview ? "preview" : "update"} canceled`);
    }
    store.close();
    const seconds = (performance.now() - started) / 1000;
    events.summary(seconds, run.maybeCorrupt, !run.failed);
    return {
      succeeded: !run.failed,
      changes: { ...events.changes },
      diagnostics: events.diagnostics,
      outputs: stackOutputs(store),
      events: events.events,
      seconds,
    };
  }

  /** The run itself: servers, refresh, program, deletes; all processes are ended when it returns. */
  async #work(run: Run, kind: Kind, options: RunOptions, processes: ProcessGroup): Promise<void> {
    const { events } = run;
    // The providers need the server's address, and its services need the providers.
    const engineServer = await startServer([engineService(events)]);
    const providers = new Providers(
      run,
      {
        processes,
        programDirectory: this.#project.directory,
        project: this.#project.name,
        engineAddress: engineServer.address,
        environment: this.#options.env ?? {},
        config: this.#config,
        plugins: { ...this.#project.plugins, ...this.#pluginPaths() },
        onOutput: (line, isError) => events.diagnostic(isError ? "info#err" : "info", `${line}\n`),
      },
      this.#secretKeys,
      this.#project.root,
    );
    try {
      if (kind === "refresh" || options.refresh === true) {
        await refreshState(run, providers, kind === "refresh");
        run.assertHealthy();
        run.store.settlePending(options.clearPendingCreates ?? false);
      }
      warnOfPendingOperations(run);
      if (kind === "update") {
        await this.#runProgram(run, providers, processes, engineServer.address);
      } else if (kind === "destroy") {
        await deleteCondemned(run, providers);
      }
    } finally {
      await run.idle();
      await providers.close();
      engineServer.stop();
    }
  }

  async #runProgram(run: Run, providers: Providers, processes: ProcessGroup, engineAddress: string): Promise<void> {
    const { events, settings } = run;
    run.assertHealthy();
    const registrar = new Registrar(run, providers);
    const monitor = await startServer([
      monitorService({
        run,
        registrar,
        providers,
        organization: ORGANIZATION,
        config: this.#config,
        secretKeys: this.#secretKeys,
      }),
    ]);
    const program = startProgram(processes, {
      project: this.#project,
      stack: settings.stack,
      organization: ORGANIZATION,
      config: this.#config,
      secretKeys: this.#secretKeys,
      environment: this.#options.env ?? {},
      monitorAddress: monitor.address,
      engineAddress,
      preview: settings.preview,
      parallel: settings.parallel,
      onOutput: (line) => events.diagnostic("info", `${line}\n`),
      onErrorOutput: (line) => events.diagnostic("info#err", `${line}\n`),
    });
    try {
      const failure = await endOfProgram(run, program);
      await run.idle();
      if (failure !== undefined && !run.stopped.aborted) {
        if (failure === "" || (run.failed && settings.continueOnError)) {
          run.markFailed();
        } else {
          run.fail(failure);
        }
      }
      if (failure === undefined && !run.stopped.aborted) {
        await deleteCondemned(run, providers);
      }
      await run.idle();
      registrar.finishStack();
    } finally {
      monitor.stop();
    }
  }

  #pluginPaths(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.#options.plugins ?? {}).map(([name, { path }]) => [name, resolve(path)]),
    );
  }

  #isSecret(key: string): boolean {
    return this.#secretKeys.includes(key);
  }
}

/** Waits for the program; one that does not end after the run has stopped is ended. */
async function endOfProgram(run: Run, program: ReturnType<typeof startProgram>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  run.stopped.addEventListener("abort", () => {
    timer = setTimeout(() => program.stop(), PROGRAM_GRACE_MILLISECONDS);
  });
  try {
    return await program.failure;
  } finally {
    clearTimeout(timer);
  }
}

function warnOfPendingOperations(run: Run): void {
  const pending = run.store.pendingOperations();
  if (pending.length > 0) {
    run.events.diagnostic(
      "warning",
      `an earlier run was interrupted, and the outcome of ${pending.length} operations is not known:\n` +
        `${pending.map(({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}`).join("\n")}\n` +
        "refresh settles those that can be read again; look for the ones that were being created by hand",
    );
  }
}

function stackOutputs(store: StateStore): StackOutputs {
  const stack = store.all().find((slot) => slot.state.type === ROOT_STACK_TYPE)?.state;
  const outputs: PropertyMap = stack?.outputs ?? {};
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, { value: withoutSecrets(value), secret: isSecret(value) }]),
  );
}
