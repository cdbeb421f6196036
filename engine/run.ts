import PQueue from "p-queue";
import { errorMessage } from "./errors";
import { type EventStream, type Operation, type Step, subjectOf } from "./events";
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

/** Waits for all, and throws what has not been reported; gives how many failed. */
export async function settled(work: Iterable<Promise<unknown>>): Promise<number> {
  const results = await Promise.allSettled(work);
  const failures = results.filter((result) => result.status === "rejected");
  for (const { reason } of failures) if (!isReported(reason)) throw reason;
  return failures.length;
}

/** What a step did; states and diff are those of its events, where they are others than the step's own. */
export interface StepResult extends Partial<Pick<Step, "old" | "new" | "diff">> {
  changes: Changes;
  /** The operation that its outcome counts as, where that differs from the step's. */
  outcome?: Operation;
  /** A failure that left the resource there: its changes are kept, the step counts as failed. */
  problem?: ProviderError | undefined;
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
  import: "importing",
};

/**
 * One run: it starts steps, at most `parallel` at once, tells their events, writes their state, and stops starting
 * them after the first failure.
 */
export class Run {
  /** The resources of the last run, by URN. */
  olds: Map<string, Slot>;
  /** The resources that this run has registered, by URN. */
  readonly news = new Map<string, Slot>();
  readonly seen = new Set<string>();
  readonly failedUrns = new Set<string>();
  isStopped = false;
  isCancelled = false;
  maybeCorrupt = false;
  /** Called once no step may start any more. */
  readonly #stopListeners = new Set<() => void>();
  /** What has failed: steps, or something else. */
  readonly #failures = new Set<"step" | "other">();
  readonly #decisions: PQueue;
  readonly #workers: PQueue;

  constructor(
    readonly settings: RunSettings,
    readonly store: StateStore,
    readonly events: EventStream,
  ) {
    this.olds = store.live();
    this.#decisions = new PQueue({ concurrency: settings.parallel });
    this.#workers = new PQueue({ concurrency: settings.parallel });
  }

  get failed(): boolean {
    return this.#failures.size > 0 || this.isCancelled;
  }

  /** Whether steps failed and nothing else: only then the real engine says so once more at the end. */
  get failedBySteps(): boolean {
    return this.#failures.has("step") && !this.#failures.has("other");
  }

  stop(): void {
    this.isStopped = true;
    const listeners = [...this.#stopListeners];
    this.#stopListeners.clear();
    for (const listener of listeners) listener();
  }

  /** Calls back once no step may start any more; what it gives takes that back. */
  onStop(listener: () => void): () => void {
    if (this.isStopped) {
      listener();
    } else {
      this.#stopListeners.add(listener);
    }
    return () => this.#stopListeners.delete(listener);
  }

  /** Stops the run from outside. */
  cancel(): void {
    this.isCancelled = true;
    this.stop();
  }

  assertRunning(): void {
    if (this.isStopped) throw new RunStopped();
  }

  /** Ends the run quietly if it has failed; for the points between its phases. */
  assertHealthy(): void {
    if (this.failed) throw new RunStopped();
  }

  /** Marks the run as failed without a word or a stop. */
  markFailed(by: "step" | "other" = "other"): void {
    this.#failures.add(by);
  }

  /** Reports an error; the run has failed, and stops unless it shall continue. */
  fail(error: unknown, urn?: string): void {
    this.markFailed();
    this.#fail(error, urn);
  }

  /** Reports an error of one resource, unless that was done; gives what to throw on. */
  report(error: unknown, urn: string): RunStopped | StepFailed {
    if (isReported(error)) return error;
    this.fail(error, urn);
    return new StepFailed(urn);
  }

  /** Takes a URN for a registration; a second one with the same is refused. */
  claim(urn: string): void {
    if (this.seen.has(urn)) throw this.report(`Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
    this.seen.add(urn);
  }

  /** What the last run left of a resource: under its URN, or else under one that it had before, which nobody else may have then. */
  oldOf(urn: string, aliases: readonly string[]): Slot | undefined {
    const former = [urn, ...aliases].find((known) => this.olds.has(known));
    if (former === undefined) return undefined;
    if (former !== urn) this.claim(former);
    return this.olds.get(former);
  }

  /**
   * Decides what to do with a resource. The real engine does one after the other; here as many as steps at once, so that
   * the round trips to a provider do not add up. docs/decisions/0063-parallel-decisions.md says why that is right.
   */
  decide<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#add(this.#decisions, work);
  }

  /** Waits until what came before is decided; if that stopped the run, it ends here. */
  async decided(): Promise<void> {
    await this.#decisions.onIdle();
    this.assertRunning();
  }

  /** Executes a step. Throws StepFailed or RunStopped, both reported. */
  execute(step: Step, work: () => Promise<StepResult>): Promise<void> {
    return this.#add(this.#workers, () => this.#execute(step, work));
  }

  /** Tells a step that needs no work. */
  mark(step: Step): void {
    this.events.stepStarts(step);
    this.events.stepOutputs(step);
    this.events.count(step);
  }

  /** Resolves when no step runs any more. */
  async idle(): Promise<void> {
    const isBusy = (queue: PQueue): boolean => queue.size + queue.pending > 0;
    while (isBusy(this.#decisions) || isBusy(this.#workers)) {
      await Promise.all([this.#decisions.onIdle(), this.#workers.onIdle()]);
    }
  }

  async #execute(step: Step, work: () => Promise<StepResult>): Promise<void> {
    this.events.stepStarts(step);
    const subject = subjectOf(step);
    const type = subject.custom ? OPERATION_TYPES[step.op] : undefined;
    const operation = type && this.store.begin(type, subject);
    let result: StepResult;
    try {
      result = await work();
    } catch (error) {
      this.store.apply({}, operation);
      throw this.#stepFailed(step, error);
    }
    this.store.apply(result.changes, operation);
    const done: Step = { ...step, ...result };
    if (result.problem !== undefined) throw this.#stepFailed(done, result.problem);
    // A component's outputs come with a call of their own; a preview tells every step at once.
    if (this.settings.preview || subject.custom || step.op === "delete" || step.op === "refresh") {
      this.events.stepOutputs(done, result.outcome);
    }
    this.events.count(done, result.outcome);
  }

  #stepFailed(step: Step, error: unknown): StepFailed {
    const { urn } = subjectOf(step);
    const outcome = error instanceof ProviderError ? error.outcome : 0;
    this.maybeCorrupt ||= outcome === 2;
    this.markFailed("step");
    this.failedUrns.add(urn);
    const message = this.settings.preview ? `Preview failed: ${errorMessage(error)}` : errorMessage(error);
    this.#fail(message, isDefaultProvider(urn) ? undefined : urn);
    if (!this.settings.preview) this.events.stepFailed(step, outcome);
    return new StepFailed(urn);
  }

  #fail(error: unknown, urn: string | undefined): void {
    if (urn !== undefined) this.failedUrns.add(urn);
    this.events.diagnostic("error", errorMessage(error), urn);
    if (!this.settings.continueOnError) this.stop();
  }

  #add<Result>(queue: PQueue, work: () => Promise<Result>): Promise<Result> {
    return queue.add(() => {
      this.assertRunning();
      return work();
    });
  }
}
