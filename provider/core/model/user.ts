import type { Unknown, Value } from "./value.js";

/**
 * Role names by section. A platform without sections has the single section `""`. A section that is absent is not
 * declared (desired) or not shown (observed); an empty list means no role in it.
 */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** The section of platforms whose roles are one flat list. */
export const FLAT = "";

/** One attribute as declared: a value, `null` to empty it, or not known yet. Maps hold the same per key. */
export type DesiredValue = Value | null | Unknown;

/** What a program declares of a person. Whatever is absent is not managed. */
export interface DesiredUser {
  readonly attributes: Readonly<Record<string, DesiredValue>>;
  readonly roles: Roles | Unknown | undefined;
  /** The manager's account id; `null`: the person shall have none. */
  readonly manager: string | null | Unknown | undefined;
}

/** Other texts for a shown one, by the shown one. */
export type Aliases = Readonly<Record<string, readonly string[]>>;

/** What a vendor shows of an account at one moment. */
export interface ObservedUser {
  readonly id: string;
  /** False: the account is there but switched off, and can be brought back under the same id. */
  readonly active: boolean;
  /** Attributes in the argument's names and shapes. An absent one is empty or not shown by this vendor. */
  readonly attributes: Readonly<Record<string, Value>>;
  readonly roles: Roles;
  /** Other texts that declare a shown role just as well, by the shown one: an id where a name is shown. */
  readonly roleAliases?: Aliases;
  /** The same for the items of attributes that are sets of texts, by attribute. */
  readonly itemAliases?: Readonly<Record<string, Aliases>>;
  /** Roles that the vendor gives to everybody, where this account has them: shown where they are declared, and no drift. */
  readonly impliedRoles?: Roles;
  /** `undefined`: the platform has no managers, or this answer doesn't tell. */
  readonly manager: string | null | undefined;
  /** Attributes that this answer does not show although the account may have them: neither empty nor drift. */
  readonly unseen?: readonly string[];
  /** Values that only the vendor sets, for the resource's outputs. */
  readonly info: Readonly<Record<string, Value>>;
}

/** Proof that an account is not there: the vendor said so in its own shape, for this tenant. */
export interface Absent {
  readonly absent: true;
  /** How the vendor said it, for messages: `404`, `state DELETED`. */
  readonly proof: string;
}

export function isAbsent(found: ObservedUser | Absent): found is Absent {
  return "absent" in found;
}
