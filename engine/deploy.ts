import { availableParallelism } from "node:os";
import type { Configuration } from "./configuration";
import { deleteOrphans } from "./deletes";
import { engineService } from "./engine-service";
import { EventStream } from "./events";
import type { Host } from "./host";
import { monitorService } from "./monitor";
import type { Child } from "./process";
import { failureOf, startProgram } from "./program";
import type { Project } from "./project";
import { ProviderProcesses } from "./provider-processes";
import { Providers } from "./providers";
import { refreshState } from "./refresh";
import { Registrar } from "./register";
import { startServer } from "./rpc";
import { isReported, Run } from "./run";
import type { Lock } from "./state/lock";
import { type StateStore, stackOutputs } from "./state/store";
import type { RunOptions, RunResult } from "./types";

const PARALLEL_PER_PROCESSOR = 4;
const MOST_PARALLEL = 16;
/** How long a program may take to end after the run has failed. */
const PROGRAM_GRACE_MILLISECONDS = 10_000;

export type Kind = "update" | "refresh" | "destroy";

/** What every run of one engine has in common. */
export interface Setting {
  project: Project;
  stack: string;
  configuration: Configuration;
  environment: Record<string, string>;
  /** Plugins by package: paths. */
  plugins: Record<string, string>;
  parallel: number | undefined;
}

/** Runs one operation on an open state, to its end; what fails in it is in the result. */
export async function deploy(
  setting: Setting,
  store: StateStore,
  kind: Kind,
  options: RunOptions,
  lock: Lock | undefined,
): Promise<RunResult> {
  const started = performance.now();
  const { configuration, stack, parallel } = setting;
  const { previewOnly: preview = false, continueOnError = false, signal } = options;
  const events = new EventStream(
    preview,
    configuration.secrets.map(({ text }) => text),
    options.onEvent,
  );
  const settings = {
    project: setting.project.name,
    stack,
    preview,
    continueOnError,
    parallel: parallel ?? Math.min(MOST_PARALLEL, PARALLEL_PER_PROCESSOR * availableParallelism()),
  };
  const run = new Run(settings, store, events);
  events.prelude(configuration.masked());
  if (lock?.takenFrom !== undefined) {
    events.diagnostic("warning", `took over the lock of process ${lock.takenFrom.pid}, which is gone`);
  }
  const cancel = (): void => run.cancel();
  if (signal?.aborted === true) cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  const end = new AbortController();
  try {
    await work(run, setting, kind, options, end.signal);
  } catch (error) {
    if (!isReported(error)) run.fail(error);
  } finally {
    signal?.removeEventListener("abort", cancel);
    end.abort();
  }
  if (run.failedBySteps || run.isCancelled) {
    const ending = run.failedBySteps ? "failed" : "canceled";
    events.diagnostic("error", `${preview ? "preview" : "update"} ${ending}`);
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

/** The run itself: refresh, program, deletes; all providers are ended when it returns. */
async function work(run: Run, setting: Setting, kind: Kind, options: RunOptions, signal: AbortSignal): Promise<void> {
  const { events, store, settings } = run;
  const engine = await startServer(engineService(events));
  const host: Host = { ...setting, engineAddress: engine.address, events, signal };
  const processes = new ProviderProcesses(host, settings.preview);
  const providers = new Providers(run, processes);
  try {
    if (kind === "refresh" || options.refresh === true) {
      await refreshState(run, providers, kind === "refresh");
      run.assertHealthy();
      store.settlePending(options.clearPendingCreates ?? false);
    }
    warnOfPendingOperations(run);
    if (kind === "update") {
      await runProgram(run, host, providers);
    } else if (kind === "destroy") {
      await deleteOrphans(run, providers);
    }
  } finally {
    await run.idle();
    await processes.close();
    engine.stop();
  }
}

async function runProgram(run: Run, host: Host, providers: Providers): Promise<void> {
  run.assertHealthy();
  const registrar = new Registrar(run, providers, host.configuration);
  const monitor = await startServer(monitorService(run, registrar, providers));
  try {
    const program = startProgram(host, run.settings, monitor.address);
    providers.warmUp();
    const failure = failureOf(await endOf(program, run));
    await run.idle();
    if (!run.isStopped) {
      if (failure === undefined) {
        await deleteOrphans(run, providers);
      } else if (failure === "" || (run.failed && run.settings.continueOnError)) {
        run.markFailed();
      } else {
        run.fail(failure);
      }
    }
    await run.idle();
    registrar.finishStack();
  } finally {
    monitor.stop();
  }
}

/** Waits for the program; one that does not end after the run has stopped is ended. */
async function endOf(program: Child, run: Run): Promise<Awaited<Child["ended"]>> {
  let timer: NodeJS.Timeout | undefined;
  const forget = run.onStop(() => {
    timer = setTimeout(() => program.stop(), PROGRAM_GRACE_MILLISECONDS).unref();
  });
  try {
    return await program.ended;
  } finally {
    forget();
    clearTimeout(timer);
  }
}

function warnOfPendingOperations({ store, events }: Run): void {
  const pending = store.pendingOperations();
  if (pending.length > 0) {
    events.diagnostic(
      "warning",
      `an earlier run was interrupted, and the outcome of ${pending.length} operations is not known:\n` +
        `${pending.map(({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}`).join("\n")}\n` +
        "refresh settles those that can be read again; look for the ones that were being created by hand",
    );
  }
}
