import type { EngineEvent } from "../../engines/stack-engine";
import { subjectOf } from "../../plan/review/digest";
import type { PersonChange } from "../../plan/review/review";

/** How one resource of a run ended. */
export type Outcome = "done" | "failed" | "not-started" | "interrupted";

/** Follows a run by its events: what is done, how many people that is, and how long the rest may take. */
export class Watch {
  readonly #outcomes = new Map<string, Outcome>();
  readonly #people: ReadonlyMap<string, number>;
  readonly #all: number;
  #done = 0;

  constructor(
    readonly changes: readonly PersonChange[],
    readonly started: number,
    /** What the forecast says that all will take, in seconds. */
    readonly forecast: number | undefined,
  ) {
    this.#people = new Map([...Map.groupBy(changes, ({ urn }) => urn)].map(([urn, own]) => [urn, own.length]));
    this.#all = changes.length;
  }

  /** @returns true where somebody more is done */
  take({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }: EngineEvent): boolean {
    const begun = resourcePreEvent?.metadata;
    const ended = resOutputsEvent?.metadata;
    const failed = resOpFailedEvent?.metadata;
    if (begun && isWrite(begun.op) && this.#people.has(begun.urn)) this.#outcomes.set(begun.urn, "interrupted");
    if (failed && this.#people.has(failed.urn)) this.#outcomes.set(failed.urn, "failed");
    if (!ended || !isWrite(ended.op)) return false;
    const people = this.#people.get(ended.urn);
    if (people === undefined || this.#outcomes.get(ended.urn) === "done") return false;
    this.#outcomes.set(ended.urn, "done");
    this.#done += people;
    return true;
  }

  /** @param settled subjects that are done although their resource failed */
  outcomeOf(change: PersonChange, settled: ReadonlySet<string>): Outcome {
    const outcome = this.#outcomes.get(change.urn) ?? "not-started";
    return settled.has(subjectOf(change)) && (outcome === "failed" || outcome === "interrupted") ? "done" : outcome;
  }

  get share(): number {
    return this.#all === 0 ? 1 : this.#done / this.#all;
  }

  /** `12 of 40, about 30 s left`. */
  text(now: number): string {
    const elapsed = (now - this.started) / 1000;
    const left = this.#done > 0 ? (elapsed / this.#done) * (this.#all - this.#done) : this.forecast;
    const time = left === undefined ? "" : `, about ${Math.ceil(left)} s left`;
    return `${this.#done} of ${this.#all}${this.#done === this.#all ? "" : time}`;
  }
}

function isWrite(op: string): boolean {
  return op === "create" || op === "update" || op === "delete";
}
