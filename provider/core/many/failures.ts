import {
  AlreadyExistsError,
  DiffersError,
  type ErrorCode,
  InactiveExistsError,
  PeopleError,
  RosterError,
  rosterErrorOf,
} from "../contract/errors.js";
import { countedKeys, type SharedReason, sharedReasons } from "../messages/shared-reasons.js";
import { pathText } from "../model/value.js";

/** Causes that concern everybody: there is no use in trying the others. */
const FOR_ALL: ReadonlySet<ErrorCode> = new Set([
  "unauthenticated",
  "configuration",
  "unreachable",
  "cancelled",
  "overdue",
  "read-only",
  "foreign-tenant",
]);
/** So many people who fail one after the other because the vendor does are taken for all. */
const IN_A_ROW = 10;
const VENDOR_DOWN: ReadonlySet<ErrorCode> = new Set(["unavailable", "rate-limited", "uncertain"]);
/** Reasons that are told, and characters of all keys beside them: an error has to fit into an answer's header. */
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
    const cause = rosterErrorOf(error);
    this.#byKey.set(key, cause);
    const { code } = cause.cause instanceof RosterError ? cause.cause : cause;
    this.#inARow = VENDOR_DOWN.has(code) ? this.#inARow + 1 : 0;
    if (FOR_ALL.has(code) || this.#inARow >= IN_A_ROW) this.#stopped = true;
  }

  succeeded(): void {
    this.#inARow = 0;
  }

  /**
   * All of them in one error: each reason once, with the keys of those it stops, never with anything else of theirs.
   *
   * @param summary how many people were finished, and what is still to be done
   */
  error(summary: string): PeopleError {
    const reasons = this.#reasons();
    const room = LONGEST_LIST / Math.max(1, Math.min(reasons.length, TOLD));
    const told = reasons.slice(0, TOLD).map((reason) => textOf(reason, room));
    const others = reasons.slice(TOLD).flatMap(({ keys }) => keys);
    const rest = others.length === 0 ? [] : [`and for other reasons ${countedKeys(others, LONGEST_LIST)}`];
    return new PeopleError([summary, ...told, ...rest].join("; "), this.#byKey);
  }

  /** Lines for the reasons that the error leaves out. */
  *untold(): Iterable<string> {
    for (const reason of this.#reasons().slice(TOLD)) yield textOf(reason, LONGEST_LIST);
  }

  #reasons(): readonly SharedReason[] {
    const failed = [...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1));
    return sharedReasons(failed.map(([key, error]) => [key, withoutAccount(error)])).map(({ reason, keys }) => {
      const [first = ""] = keys;
      return { reason: keys.length === 1 ? (this.#byKey.get(first)?.message ?? reason) : reason, keys };
    });
  }
}

/** The message without the id of the account that was met: what differs between people who fail for one reason. */
function withoutAccount(error: RosterError): string {
  const isAccountsOwn =
    error instanceof AlreadyExistsError || error instanceof InactiveExistsError || error instanceof DiffersError;
  return isAccountsOwn && error.account !== "" ? error.message.replaceAll(error.account, "…") : error.message;
}

function textOf({ reason, keys }: SharedReason, room: number): string {
  const [only = ""] = keys;
  return `${keys.length === 1 ? pathText(["users", only]) : countedKeys(keys, room)}: ${reason}`;
}
