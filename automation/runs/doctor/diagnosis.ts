import type { Assumption } from "../../../provider/core/contract/assumption";
import type { ErrorCode } from "../../../provider/core/contract/errors";
import type { Vocabulary } from "../../../provider/core/contract/vocabulary";
import type { Value } from "../../../provider/core/model/value";
import type { PlatformId } from "../../common/platforms";

/** What was found out of one platform, for whoever has its credentials: the tenant's words and ids stand in it. */
export interface Diagnosis {
  readonly platform: PlatformId;
  /** The account or instance that the credentials open; absent where nobody could be asked. */
  readonly tenant?: string;
  readonly calls: readonly Call[];
  readonly people?: Listing;
  readonly rates: Rates;
  /** What can be declared there; absent where the vendor isn't asked for it. */
  readonly vocabulary?: Vocabulary;
  readonly beliefs: readonly Belief[];
  readonly trial?: Trial;
  /** What ended the examination before its end. */
  readonly failure?: Failed;
}

/** What a run does at every platform, and the credentials may do or not. */
export type CallName = "find-people" | "list-people" | "list-groups";

export interface Call {
  readonly name: CallName;
  readonly isAllowed: boolean;
}

/** How the list of accounts came. */
export interface Listing {
  readonly accounts: number;
  /** False: there was no time for the rest of the list. */
  readonly isComplete: boolean;
  readonly pages: number;
  /** Accounts of the fullest page. */
  readonly pageSize: number;
  /** What a page took, waiting for a turn included; the median. */
  readonly pageMilliseconds: number;
}

/** Writes of one minute; absent where nobody says. */
export interface Rates {
  /** As the vendor's answers and the settings say. */
  readonly told: { readonly create?: number; readonly update?: number };
  readonly documented?: { readonly create: number; readonly update: number; readonly remove: number };
}

/** What is taken of a vendor, held against what the tenant does. */
export interface Belief {
  readonly assumption: Assumption;
  readonly found: Found;
  /** What has to be set, where what is configured is wrong for this tenant. */
  readonly toSet?: { readonly name: string; readonly value: Value };
}

export type Found =
  | { readonly variant: string }
  /** `nothing`: there is no way to find out. `trial`: only a write tells. `untold`: it was tried, and tells nothing. */
  | { readonly why: "nothing" | "trial" | "untold"; readonly reason: string }
  | { readonly why: "failed"; readonly reason: string; readonly code: ErrorCode };

export interface Failed {
  readonly code: ErrorCode;
  readonly reason: string;
}

/** What became of the person who was made for trials. */
export interface Trial {
  /** `none`: nobody was made. */
  readonly person: "none" | "removed" | "left";
  /** What was said at the creation. */
  readonly note?: string;
  /** What could not be removed, and why. */
  readonly left: readonly Left[];
}

/** An account that was made, or may have been, and could not be removed. */
export interface Left {
  readonly platform: PlatformId;
  readonly address: string;
  /** Absent where it isn't known. */
  readonly id?: string;
  readonly reason: string;
}

/** Whether what the tenant does is as it is taken to be, or is handled: nothing has to be done. */
export function isSettled({ toSet }: Belief): boolean {
  return toSet === undefined;
}

/** Without these calls no run can do anything. */
const NEEDED: readonly CallName[] = ["find-people", "list-people"];

export function missingRights({ calls }: Diagnosis): readonly CallName[] {
  return calls.flatMap(({ name, isAllowed }) => (isAllowed || !NEEDED.includes(name) ? [] : [name]));
}

/** `broken`: it could not be examined, or something was left behind. `to-set`: something has to be set first. */
export function stateOf(diagnosis: Diagnosis): "well" | "to-set" | "broken" {
  const { beliefs, failure, trial } = diagnosis;
  const hasFailed = beliefs.some(({ found }) => "why" in found && found.why === "failed");
  if (failure !== undefined || hasFailed || (trial?.left.length ?? 0) > 0) return "broken";
  return beliefs.every(isSettled) && missingRights(diagnosis).length === 0 ? "well" : "to-set";
}
