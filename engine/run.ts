import { setMaxListeners } from "node:events";
import PQueue from "p-queue";
import { errorMessage } from "./errors";
import type { EventStream, Operation, Step } from "./events";
import { ProviderError } from "./provider-errors";
import type { OperationType } from "./state/deployment";
import type { Changes, Slot, StateStore } from "./state/store";
import { isDefaultProvider } from "./urn";

/** Thrown where a step may not start, since the run has failed or was aborted. It was reported already. */
export class RunStopped extends Error {
  constructor() {
    super("Resource monitor is terminating");
    this.name = "RunStopped";
  }
}

/** Thrown for a resource whose step failed. It was reported already. */
export class StepFailed extends Error {
  constructor(readonly urn: string) {
    super(`the step of ${urn} failed`);
    this.name = "StepFailed";
  }
}

/** Whether what was thrown has been reported already. */
export function isReported(error: unknown): error is RunStopped | StepFailed {
  return error instanceof RunStopped || error instanceof StepFailed;
}

/** What a step did. */
export interface StepResult {
  changes: Changes;
  /** The state after the step, for its events. */
  new?: Step["new"];
  old?: Step["old"];
  diff?: Step["diff"];
  /** The operation that its outcome counts as, where that differs from the step's. */
  outcome?: Operation;
  /** False for a step that changed nothing that counts. */
  counted?: boolean;
  /** A failure that left the resource there: its changes are kept, the step counts as failed. */
  problem?: ProviderError;
}

export interface ExecutedStep extends StepResult {
  /** The slots that its changes put, in their order. */
  slots: Slot[];
}

export interface RunSettings {
  project: string;
  stack: string;
  preview: boolean;
  continueOnError: boolean;
  parallel: number;
}

const OPERATION_TYPES: Partial<Record<Operation, OperationType>> = {
  create: "creating",
  "create-replacement": "creating",
  update: "updating",
  delete: "deleting",
  "delete-replaced": "deleting",
  read: "reading",
  "read-replacement": "reading",
  import: "importing",
  "import-replacement": "importing",
};

/**
 * One run: it starts steps, at most `parallel` at once, tells their events, writes their state, and stops starting
 * them after the first failure.
 */
export class Run {
  readonly settings: RunSettings;
  readonly store: StateStore;
  readonly events: EventStream;
  /** The resources of the last run, by URN. */
  olds: Map<string, Slot>;
  /** The resources that this run has registered, by URN. */
  readonly news = new Map<string, Slot>();
  readonly seen = new Set<string>();
  readonly replaced = new Set<string>();
  readonly failedUrns = new Set<string>();
  maybeCorrupt = false;
  cancelled = false;
  #failed = false;
  #stepFailures = 0;
  #otherFailures = 0;
  readonly #stop = new AbortController();
  readonly #generation: PQueue;
  readonly #workers: PQueue;
  readonly #running = new Set<Promise<unknown>>();

  constructor(settings: RunSettings, store: StateStore, events: EventStream) {
    this.settings = settings;
    this.store = store;
    this.events = events;
    this.olds = store.live();
    // Every open call of the program listens.
    setMaxListeners(0, this.stopped);
    this.#generation = new PQueue({ concurrency: settings.parallel });
    this.#workers = new PQueue({ concurrency: settings.parallel });
  }

  /** Whether steps failed and nothing else: only then the real engine says so once more at the end. */
  get failedBySteps(): boolean {
    return this.#stepFailures > 0 && this.#otherFailures === 0;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** Aborted once no step may start any more. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#failed = true;
    this.#stop.abort();
  }

  assertRunning(): void {
    if (this.stopped.aborted) {
      throw new RunStopped();
    }
  }

  /** Ends the run quietly if it has failed; for the points between its phases. */
  assertHealthy(): void {
    if (this.#failed) {
      throw new RunStopped();
    }
  }

  /** Reports an error; the run has failed, and stops unless it shall continue. */
  fail(error: unknown, urn?: string): void {
    this.#otherFailures += 1;
    this.#fail(error, urn);
  }

  /** Reports an error that a preview goes on after, to show the rest. */
  failButGoOn(error: unknown, urn: string): void {
    this.#stepFailures += 1;
    this.#failed = true;
    this.events.diagnostic("error", errorMessage(error), urn);
  }

  /** Reports an error of one resource, unless that was done; gives what to throw on. */
  report(error: unknown, urn: string): RunStopped | StepFailed {
    if (isReported(error)) {
      return error;
    }
    this.fail(error, urn);
    return new StepFailed(urn);
  }

  /** Marks the run as failed without stopping it. */
  markFailed(): void {
    this.#failed = true;
    this.#otherFailures += 1;
  }

  #fail(error: unknown, urn?: string): void {
    this.#failed = true;
    if (urn !== undefined) {
      this.failedUrns.add(urn);
    }
    this.events.diagnostic("error", errorMessage(error), urn);
    if (!this.settings.continueOnError) {
      this.#stop.abort();
    }
  }

  /**
   * Decides what to do with a resource. The real engine does one after the other; here as many as steps at once, so that
   * the round trips to a provider do not add up. docs/parity.md was equal both ways.
   */
  decide<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#generation.add(() => {
      this.assertRunning();
      return this.#track(work());
    });
  }

  /** Waits until what came before is decided; if that stopped the run, it ends here. */
  async decided(): Promise<void> {
    await this.#generation.onIdle();
    this.assertRunning();
  }

  /** Executes a step. Throws StepFailed or RunStopped, both reported. */
  execute(step: Step, work: () => Promise<StepResult>): Promise<ExecutedStep> {
    return this.#workers.add(() => {
      this.assertRunning();
      return this.#track(this.#execute(step, work));
    });
  }

  /** Tells a step that needs no work. */
  mark(step: Step): void {
    this.events.stepStarts(step);
    this.events.stepOutputs(step);
    this.events.count(step);
  }

  /** Resolves when no step runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.allSettled(this.#running);
    }
  }

  async #execute(step: Step, work: () => Promise<StepResult>): Promise<ExecutedStep> {
    this.events.stepStarts(step);
    const type = OPERATION_TYPES[step.op];
    const subject = step.new ?? step.old;
    const operation =
      type === undefined || subject === undefined || !subject.custom ? undefined : this.store.begin(type, subject);
    let result: StepResult;
    try {
      result = await work();
    } catch (error) {
      this.store.apply({}, operation);
      throw this.#stepFailed(step, error);
    }
    const slots = this.store.apply(result.changes, operation);
    const done: Step = { ...step, ...result };
    if (result.problem !== undefined) {
      throw this.#stepFailed(done, result.problem);
    }
    // A component's outputs come with a call of their own; a preview tells every step at once.
    if (this.settings.preview || subject?.custom === true || step.op === "delete" || step.op === "refresh") {
      this.events.stepOutputs(done, result.outcome);
    }
    if (result.counted !== false) {
      this.events.count(done, result.outcome);
    }
    return { ...result, slots };
  }

  #stepFailed(step: Step, error: unknown): StepFailed {
    const failure = error instanceof ProviderError ? error.outcome : 0;
    this.maybeCorrupt ||= failure === 2;
    const message = this.settings.preview ? `Preview failed: ${errorMessage(error)}` : errorMessage(error);
    this.failedUrns.add(step.urn);
    this.#stepFailures += 1;
    this.#fail(message, isDefaultProvider(step.urn) ? undefined : step.urn);
    if (!this.settings.preview) {
      this.events.stepFailed(step, failure);
    }
    return new StepFailed(step.urn);
  }

  #track<Result>(work: Promise<Result>): Promise<Result> {
    this.#running.add(work);
    const forget = (): boolean => this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }
}
