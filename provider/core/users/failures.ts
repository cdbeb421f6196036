import { type ErrorCode, PeopleError, ProtocolError, RosterError } from "../errors.js";
import { pathText } from "../value.js";

/** Causes that concern everybody: there is no use in trying the others. */
const FOR_ALL: ReadonlySet<ErrorCode> = new Set([
  "unauthenticated",
  "configuration",
  "unreachable",
  "cancelled",
  "read-only",
  "foreign-tenant",
]);
/** So many people who fail one after the other because the vendor does are taken for all. */
const IN_A_ROW = 10;
const VENDOR_DOWN: ReadonlySet<ErrorCode> = new Set(["unavailable", "rate-limited", "uncertain"]);
/** Failures that are told in full, and characters of the others' keys: an error has to fit into an answer's header. */
const TOLD = 20;
const LONGEST_LIST = 4_000;

/** Who failed during one operation on a set, and why. */
export class Failures {
  readonly #byKey = new Map<string, RosterError>();
  #inARow = 0;
  #stopped = false;

  get size(): number {
    return this.#byKey.size;
  }

  /** True where it is no use to try anybody else. */
  readonly stopped = (): boolean => this.#stopped;

  add(key: string, error: unknown): void {
    const cause = error instanceof RosterError ? error : new ProtocolError(`internal error: ${String(error)}`);
    this.#byKey.set(key, cause);
    const { code } = cause.cause instanceof RosterError ? cause.cause : cause;
    this.#inARow = VENDOR_DOWN.has(code) ? this.#inARow + 1 : 0;
    if (FOR_ALL.has(code) || this.#inARow >= IN_A_ROW) this.#stopped = true;
  }

  succeeded(): void {
    this.#inARow = 0;
  }

  /**
   * All of them in one error: each person by key, never by anything of theirs.
   *
   * @param done how many people were finished, and what is still to be done, for the message
   */
  error(summary: string): PeopleError {
    const failed = [...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1));
    const told = failed.slice(0, TOLD).map(([key, { message }]) => `${pathText(["users", key])}: ${message}`);
    const others = failed.slice(TOLD).map(([key]) => key);
    const rest = others.length === 0 ? [] : [`and ${others.length} more: ${shortened(others.join(", "))}`];
    return new PeopleError([summary, ...told, ...rest].join("; "), this.#byKey);
  }

  /** A line for each person whom the error only counts. */
  *untold(): Iterable<string> {
    const failed = [...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, { message }] of failed.slice(TOLD)) yield `${pathText(["users", key])}: ${message}`;
  }
}

function shortened(text: string): string {
  return text.length <= LONGEST_LIST ? text : `${text.slice(0, LONGEST_LIST)}…`;
}
