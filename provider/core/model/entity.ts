import type { Unknown, Value } from "./value.js";

/**
 * The members of a set, such as roles, by section. A set without sections has the single section `""`. A section that is absent
 * is not declared (desired) or not shown (observed); an empty list means that nothing is in it.
 */
export type Sections = Readonly<Record<string, readonly string[]>>;

/** The section of sets that are one flat list. */
export const FLAT = "";

/** One attribute as declared: a value, `null` to empty it, or not known yet. Maps hold the same per key. */
export type DesiredValue = Value | null | Unknown;

/** What a program declares of an entity, such as a person. Whatever is absent is not managed. */
export interface Desired {
  readonly attributes: Readonly<Record<string, DesiredValue>>;
  /** Relations to many, by name: `roles`. */
  readonly sets: Readonly<Record<string, Sections | Unknown>>;
  /** Relations to one, by name: `manager`. The other's id; `null`: there shall be none. */
  readonly references: Readonly<Record<string, string | null | Unknown>>;
}

/** Nothing is managed. */
export const NOTHING: Desired = { attributes: {}, sets: {}, references: {} };

/** Other texts for a shown one, by the shown one. */
export type Aliases = Readonly<Record<string, readonly string[]>>;

/** What a vendor shows of a set at one moment. */
export interface ObservedSet {
  readonly members: Sections;
  /** Other texts that declare a shown member just as well, by the shown one: an id where a name is shown. */
  readonly aliases?: Aliases;
  /** What the vendor gives to everybody, where this account has it: shown where it is declared, and no drift. */
  readonly implied?: Sections;
}

/** What a vendor shows of an account, or of another entity, at one moment. */
export interface Observed {
  readonly id: string;
  /** False: the account is there but switched off, and can be brought back under the same id. */
  readonly active: boolean;
  /** Attributes in the argument's names and shapes. An absent one is empty or not shown by this vendor. */
  readonly attributes: Readonly<Record<string, Value>>;
  /** Relations to many, by name. An absent one is not shown by this answer. */
  readonly sets: Readonly<Record<string, ObservedSet>>;
  /** Relations to one, by name; `null`: there is none. An absent one is not shown by this answer. */
  readonly references: Readonly<Record<string, string | null>>;
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

export function isAbsent(found: Observed | Absent): found is Absent {
  return "absent" in found;
}
