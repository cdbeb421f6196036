import PQueue from "p-queue";
import { type Outcome, play } from "./outcome";
import type { Scenario, Sequence } from "./scenarios/scenario";
import type { Stage } from "./stage";

interface Deferred {
  promise: Promise<Outcome>;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/** Sequences at once: their runs wait for processes more than they work. */
const CONCURRENCY = 4;

/** All sequences on one engine, several at once; a test can wait for the outcome of each scenario. */
export class Performance {
  readonly #outcomes = new Map<Scenario, Deferred>();
  readonly #queue = new PQueue({ concurrency: CONCURRENCY });

  constructor(sequences: readonly Sequence[], open: (config: Sequence["config"]) => Promise<Stage>) {
    for (const sequence of sequences) {
      for (const scenario of sequence.scenarios) {
        this.#outcomes.set(scenario, deferred());
      }
      void this.#queue.add(() => this.#perform(sequence, open));
    }
  }

  outcomeOf(scenario: Scenario): Promise<Outcome> | undefined {
    return this.#outcomes.get(scenario)?.promise;
  }

  ended(): Promise<void> {
    return this.#queue.onIdle();
  }

  async #perform({ config, scenarios }: Sequence, open: (config: Sequence["config"]) => Promise<Stage>): Promise<void> {
    let stage: Stage | undefined;
    try {
      stage = await open(config);
      for (const scenario of scenarios) {
        this.#outcomes.get(scenario)?.resolve(await play(stage, scenario));
      }
    } catch (error) {
      for (const scenario of scenarios) {
        this.#outcomes.get(scenario)?.reject(error);
      }
    } finally {
      stage?.lab.remove();
    }
  }
}

function deferred(): Deferred {
  let settle: Omit<Deferred, "promise"> | undefined;
  const promise = new Promise<Outcome>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // A test may come to it only after it was rejected.
  promise.catch(() => undefined);
  return { promise, resolve: (outcome) => settle?.resolve(outcome), reject: (error) => settle?.reject(error) };
}
