import type { Desired } from "../model/entity.js";

/**
 * What a look or a trial has found: one of the assumption's variants, or why it can't be told, as a clause for the person at
 * the terminal. A look or trial that throws tells nothing either.
 */
export type Finding = { readonly variant: string } | { readonly untold: string };

/** The person made for trials. Everything that is written is written to this one. */
export interface Subject {
  /** The account's id now. */
  readonly id: string;
  /** What the account was created from. */
  readonly created: Desired;
  /** Tells that the account has another id from now on, as one that was removed and made again. */
  movedTo(id: string): void;
}

/** Finds out which variants of a platform's assumptions a tenant has. */
export interface Probes {
  /** By the assumption's id. They read, and write nothing. */
  readonly looks: Readonly<Record<string, () => Promise<Finding>>>;
  /**
   * By the assumption's id, carried out in this order, after the subject was created and before it is removed. The subject may
   * have any state afterwards, removed included.
   */
  readonly trials: Readonly<Record<string, (subject: Subject) => Promise<Finding>>>;
  /** The least person with this address, for trials. */
  person(address: string): Desired;
}
