import type { Clock } from "../contract/context.js";

/** Takes a line about a long operation: numbers, and nothing of anybody. */
export interface Progress {
  readonly report: (line: string) => void;
  /** The least time between two lines, in milliseconds. */
  readonly every: number;
}

/** Counts people who are done and tells how it goes, from time to time. Short operations stay silent. */
export class Counter {
  #done = 0;
  readonly #start: number;
  #last: number;

  constructor(
    readonly total: number,
    readonly clock: Clock,
    readonly progress: Progress | undefined,
    /** What the vendor allows a minute: a burst at the start promises more than can be kept. */
    readonly allowed: () => number | undefined = () => undefined,
  ) {
    this.#start = clock.now();
    this.#last = this.#start;
  }

  get done(): number {
    return this.#done;
  }

  tick(): void {
    this.#done++;
    const now = this.clock.now();
    if (!this.progress || this.#done === this.total || now - this.#last < this.progress.every) return;
    this.#last = now;
    const soFar = this.#done / ((now - this.#start) / 60_000);
    const perMinute = Math.min(soFar, this.allowed() ?? soFar);
    const left = duration((this.total - this.#done) / perMinute);
    this.progress.report(`${this.#done} of ${this.total} people, ${Math.round(perMinute)} a minute, ${left} left`);
  }
}

function duration(minutes: number): string {
  if (minutes < 1) return `${Math.max(1, Math.round(minutes * 60))} s`;
  return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
