import type { Clock } from "../contract/context.js";

/** Takes a line about a long operation: numbers, and nothing of anybody. */
export type Report = (line: string) => void;

/** The least time between two lines, in milliseconds. */
const BETWEEN_LINES = 2_000;

/**
 * Counts people who are done or have failed, and tells how it goes from time to time. An operation that is shorter than
 * the time between two lines stays silent.
 */
export class Counter {
  #done = 0;
  #failed = 0;
  /** When the first ended, and how many with them: what came before, such as a list of everybody, says nothing of the rate. */
  #start: { readonly at: number; ended: number } | undefined;
  #last = 0;

  constructor(
    readonly total: number,
    readonly clock: Clock,
    readonly report: Report | undefined,
    /** What the vendor allows a minute: a burst at the start promises more than can be kept. */
    readonly allowed: () => number | undefined = () => undefined,
  ) {}

  get done(): number {
    return this.#done;
  }

  succeed(): void {
    this.#done++;
    this.#tell();
  }

  fail(): void {
    this.#failed++;
    this.#tell();
  }

  #tell(): void {
    const now = this.clock.now();
    const ended = this.#done + this.#failed;
    const left = this.total - ended;
    this.#start ??= { at: now, ended };
    if (now === this.#start.at) {
      this.#start.ended = ended;
      this.#last = now;
    }
    if (!this.report || left <= 0 || now - this.#last < BETWEEN_LINES) return;
    this.#last = now;
    const soFar = (ended - this.#start.ended) / ((now - this.#start.at) / 60_000);
    const perMinute = Math.min(soFar, this.allowed() ?? soFar);
    const failed = this.#failed > 0 ? `, ${number(this.#failed)} failed` : "";
    const done = `${number(this.#done)} of ${number(this.total)} people done${failed}`;
    this.report(`${done}, ${rate(perMinute)}, about ${duration(left / perMinute)} left`);
  }
}

/** How far a line says that its operation is, from 0 to 1; undefined for any other text. */
export function shareIn(text: string): number | undefined {
  const [, done, total] = /^([\d,]+) of ([\d,]+) people done, /.exec(text) ?? [];
  return done && total ? numberIn(done) / numberIn(total) : undefined;
}

function number(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function numberIn(text: string): number {
  return Number(text.replaceAll(",", ""));
}

/** Below ten a second the minute says more. */
function rate(perMinute: number): string {
  return perMinute < 600 ? `${number(Math.max(1, perMinute))} a minute` : `${number(perMinute / 60)} a second`;
}

function duration(minutes: number): string {
  if (minutes < 1) return `${Math.max(1, Math.round(minutes * 60))} s`;
  return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
