import type { Change } from "../model/change.js";
import type { Absent, Desired, Observed, Sections } from "../model/entity.js";
import type { PartlyRejectedError } from "./errors.js";
import type { Vocabulary } from "./vocabulary.js";

export interface UpdateRequest {
  readonly id: string;
  /**
   * What must become different, and nothing else. Never empty. A change of kind `member` in a section makes its declared
   * members authoritative as a whole, unless the set is in `addOnly`: a set that comes under management for the first time
   * names only what is added.
   */
  readonly changes: readonly Change[];
  /** Everything declared, for vendors that want mandatory attributes or the whole user in each write. */
  readonly desired: Desired;
  /** Names of sets that are only added to: what the account already has stays. */
  readonly addOnly: readonly string[];
  /** The account as the vendor showed it moments ago, in this same step; spares a read where it is there. */
  readonly seen?: Observed;
  /** When to stop waiting for a vendor that only queues a write, in milliseconds of the clock. Absent: as configured. */
  readonly until?: number;
}

/** Names of the relations that a caller needs, where they cost calls of their own. Absent: all of them. */
export type Wanted = readonly string[];

export function wants(wanted: Wanted | undefined, relation: string): boolean {
  return wanted === undefined || wanted.includes(relation);
}

/** Attributes that an account must have, by name. */
export type Filter = Readonly<Record<string, string | boolean>>;

/** What a write left behind, as far as its answer tells. */
export interface Written {
  readonly id: string;
  /** The account as the answer shows it; absent where the answer says nothing about the account. */
  readonly observed?: Observed;
  /** The account is there, and a part of the write was refused. */
  readonly failure?: PartlyRejectedError;
  /** What a person should know of how it went, such as a deleted account that came back to life. */
  readonly note?: string;
}

/** What one of several writes left behind, or the error that a write of its own would have thrown. */
export type Outcome = { readonly written: Written } | { readonly error: Error };

/**
 * How a removal went: `done`, as the answer proves; `accepted`, to be seen in a read later; `already`, where the account
 * was off or gone before, which is success too.
 */
export type Removal = "done" | "accepted" | "already";

/** What is in a resource that holds others. */
export interface Contents {
  readonly members: boolean;
  /** Others of its own kind, which would go with it. */
  readonly children: boolean;
}

/**
 * The resources of one kind in one tenant of one vendor, opened with one set of credentials. Each method is a few vendor calls
 * and no policy. What stands here of accounts and people is meant of resources of other kinds as well.
 */
export interface Connector {
  /** The account or instance that the credentials open: Adobe's account id, elsewhere the base URL. */
  tenant(): Promise<string>;
  /** Absence is proven or it is an error: 401, 403, 5xx and unreadable answers throw. */
  read(id: string, wanted?: Wanted): Promise<Observed | Absent>;
  /** Every account with this natural key, inactive ones too, as the vendor compares it. Complete, or an error. */
  find(naturalKey: string, wanted?: Wanted): Promise<readonly Observed[]>;
  /**
   * Creates the account with whatever the vendor's create call takes; core sends the rest as an update.
   * Throws `UncertainError` where the account may exist nevertheless.
   *
   * @param until as in an `UpdateRequest`, here and below
   */
  create(desired: Desired, until?: number): Promise<Written>;
  /**
   * Does what `create` would have done after an answer that was lost, once its entity was found.
   *
   * @returns what could not be done, for the log
   */
  finishCreation?(id: string): Promise<string | undefined>;
  update(request: UpdateRequest): Promise<Written>;
  /**
   * Where the vendor takes several people in one call: an outcome for each, in the order of the requests, and never one
   * person's refusal as another's. In doubt, everyone in doubt gets the error that `create` would throw for them.
   */
  createMany?(people: readonly Desired[], until?: number): Promise<readonly Outcome[]>;
  updateMany?(requests: readonly UpdateRequest[]): Promise<readonly Outcome[]>;
  /**
   * People in one such call. Default 100: where the vendor's answer is about all of them, all of them are in doubt
   * without it. Where it is about each, more can share what comes after.
   */
  readonly manyAtMost?: number;
  /**
   * Switches the account off.
   *
   * @param naturalKey as last applied: a write that repeats what a read shows is refused where it shows another
   */
  deactivate(id: string, until?: number, naturalKey?: string): Promise<Removal>;
  /** Deletes the account in the vendor's sense. */
  remove(id: string): Promise<Removal>;
  /**
   * Every account, a page for each vendor call (an empty one for a call that brings no accounts, so that callers can
   * count). A page that fails throws and never ends the list early.
   *
   * @param filter lets the vendor narrow the list where it can; who matches is decided by the caller
   */
  pages(filter?: Filter, wanted?: Wanted): AsyncIterable<readonly Observed[]>;
  /**
   * Says that so many accounts are about to be read or looked up, and so many written, where that makes them cheaper:
   * writes that are then asked for at the same time may go out together.
   */
  announceLoad?(reads: number, writes?: number): void;
  /**
   * How many people can be written in a minute, as far as the vendor's word and the user's go; undefined while nobody
   * has said. For estimates alone.
   */
  perMinute?(write: "create" | "update"): number | undefined;
  /** Members of a set that something else than a direct grant gives this account. Asked only where undeclared ones show. */
  impliedMembers?(id: string, set: string): Promise<Sections>;
  /** What is in a resource that holds others, proven by a fresh read. Asked before it is deleted. */
  contents?(id: string): Promise<Contents>;
  /**
   * A found account with what the vendor tells only where it is asked by the declared value, of the attributes that are `unseen` in
   * it. Asked before an adoption: what is unseen after it can't be told.
   */
  shownFor?(shown: Observed, desired: Desired): Promise<Observed>;
  /**
   * What the tenant offers, asked for once a run. What can't be told these credentials is said in the answer, and is no error.
   *
   * @param about names of arguments, of a set with sections and of a map those within as well: `fields`, `roles.realm`, `fields.Department`.
   * Absent: all of which anything can be told, which can take a call for each and more
   * @param since an earlier answer, which may not hold any more: a word that is missed may have been made in this same run
   */
  vocabulary?(about?: readonly string[], since?: Vocabulary): Promise<Vocabulary>;
}
