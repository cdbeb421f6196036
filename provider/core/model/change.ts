import type { Path } from "./value.js";

/**
 * What a change is about. `member`: something in a set, such as a role; `reference`: a relation to one, such as the manager.
 * `activation` switches an account on or off; `pending` is a last write that systems behind the
 * vendor have not taken, so that everything declared is sent once more; `policy` changes only what we remember (an option,
 * or an attribute that is no longer managed) and needs no vendor call.
 */
export type ChangeKind = "attribute" | "member" | "reference" | "activation" | "pending" | "policy";

/** One difference between what is and what is declared. */
export interface Change {
  readonly kind: ChangeKind;
  /** `["bio"]`, `["fields", "Department"]`, `["roles", 2]`, `["roles", "training", 0]`, `["manager"]`. */
  readonly path: Path;
  /** What is now; absent where there is nothing. */
  readonly from?: unknown;
  /** What is declared; absent where it goes away, `UNKNOWN` where preview can't know. */
  readonly to?: unknown;
}

/** Tells the changes of one attribute or relation from the others. */
export function isAbout(name: string): (change: Change) => boolean {
  return ({ path }) => path[0] === name;
}

/** True for a change that a vendor call must bring about. */
export function needsCall(change: Change): boolean {
  return change.kind !== "policy";
}
