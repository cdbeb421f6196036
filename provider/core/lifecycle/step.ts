import type { Written } from "../contract/connector.js";
import type { Declaration, Properties } from "../contract/declaration.js";
import type { Change } from "../model/change.js";
import type { Desired, Observed } from "../model/entity.js";
import type { Origin } from "../model/options.js";

/** A resource after a successful create, update or read. */
export interface Applied {
  readonly id: string;
  readonly outputs: Record<string, unknown>;
}

/** Whom a step is about. */
export interface Subject {
  readonly tenant: string;
  readonly declared: Declaration;
  readonly owner: string;
}

interface Known extends Subject {
  readonly id: string;
  /** Write-only values that the account is known to have. */
  readonly known: Desired;
  readonly origin: Origin;
}

/** What follows a creating call: the changes follow from its answer. */
export interface Creation extends Known {
  readonly way: "creation";
  readonly written: Written;
  /** Why the created account could not be looked at: whether it is the person's is not proven. */
  readonly unseen?: unknown;
}

/** From an account that was found to what is declared. */
export interface Adoption extends Known {
  readonly way: "adoption";
  readonly before: Observed;
  readonly changes: readonly Change[];
}

/** From what was last applied to what is declared. */
export interface Update extends Known {
  readonly way: "update";
  readonly changes: readonly Change[];
  /** The last outputs, taken apart, and as they are. */
  readonly last: Declaration;
  readonly lastOutputs: Properties;
  /** The account before this step, where it was read. */
  readonly before?: Observed;
}

/** One way from an account as it is to the account as declared. */
export type Step = Creation | Adoption | Update;
