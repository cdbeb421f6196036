import { availableParallelism } from "node:os";
import type { Configuration } from "./configuration";
import { deleteCondemned } from "./deletes";
import { engineService } from "./engine-service";
import { EventStream } from "./events";
import { monitorService } from "./monitor";
import { ProcessGroup } from "./process";
import { type RunningProgram, startProgram } from "./program";
import type { Project } from "./project";
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
  const preview = options.previewOnly ?? false;
  const { configuration } = setting;
  const events = new EventStream(preview, configuration.secretTexts, options.onEvent);
  const run = new Run(
    {
      project: setting.project.name,
      stack: setting.stack,
      preview,
      continueOnError: options.continueOnError ?? false,
      parallel: setting.parallel ?? Math.min(MOST_PARALLEL, PARALLEL_PER_PROCESSOR * availableParallelism()),
    },
    store,
    events,
  );
  events.prelude(configuration.masked());
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
    await work(setting, run, kind, options, processes);
  } catch (error) {
    if (!isReported(error)) {
      run.fail(error);
    }
  } finally {
    options.signal?.removeEventListener("abort", cancel);
    processes.close();
  }
  if (run.failedBySteps || run.cancelled) {
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

/** The run itself: servers, refresh, program, deletes; all processes are ended when it returns. */
async function work(
  setting: Setting,
  run: Run,
  kind: Kind,
  options: RunOptions,
  processes: ProcessGroup,
): Promise<void> {
  const { events, store } = run;
  // The providers need the server's address, and its services need the providers.
  const engineServer = await startServer([engineService(events)]);
  const providers = new Providers(run, { ...setting, processes, engineAddress: engineServer.address, events });
  try {
    if (kind === "refresh" || options.refresh === true) {
      await refreshState(run, providers, kind === "refresh");
      run.assertHealthy();
      store.settlePending(options.clearPendingCreates ?? false);
    }
    warnOfPendingOperations(run);
    if (kind === "update") {
      await runProgram(setting, run, providers, processes, engineServer.address);
    } else if (kind === "destroy") {
      await deleteCondemned(run, providers);
    }
  } finally {
    await run.idle();
    await providers.close();
    engineServer.stop();
  }
}

async function runProgram(
  { project, configuration, environment }: Setting,
  run: Run,
  providers: Providers,
  processes: ProcessGroup,
  engineAddress: string,
): Promise<void> {
  const { events, settings } = run;
  run.assertHealthy();
  const registrar = new Registrar(run, providers);
  const monitor = await startServer([monitorService({ run, registrar, providers, configuration })]);
  const program = startProgram(processes, {
    project,
    configuration,
    environment,
    settings,
    monitorAddress: monitor.address,
    engineAddress,
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

/** Waits for the program; one that does not end after the run has stopped is ended. */
async function endOfProgram(run: Run, program: RunningProgram): Promise<string | undefined> {
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
