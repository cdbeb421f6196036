import type { z } from "zod";
import type { Change } from "../model/change.js";
import type { Absent, Desired, Observed, Sections } from "../model/entity.js";
import type { Refusal } from "../model/refusal.js";
import type { Value } from "../model/value.js";
import type { Context } from "./context.js";
import type { PartlyRejectedError } from "./errors.js";

/** How one attribute behaves at its vendor. */
export interface AttributeTraits {
  /** True where the vendor can empty it; otherwise the reason, which check gives to the user. */
  readonly clear: true | string;
  /** The attribute is a map whose keys are managed one by one. */
  readonly map?: true;
  /** Keys of such a map that the vendor sets by itself: they can be declared, and are not proposed at an import. */
  readonly vendorKeys?: readonly string[];
  /** The vendor may show a key of a map in another spelling: keys that give one text are one key. */
  readonly keysBy?: (key: string) => string;
  /** The vendor may show an entry of a map in another type: `5` for "5", "True" for true. */
  readonly anyType?: true;
  /** Order carries no meaning. Of an object in it, what is declared is managed, and what the vendor adds is not. */
  readonly set?: true;
  /** Sent and never shown again, so no drift can be seen on it. */
  readonly writeOnly?: true;
  /** The create call doesn't take it: it is sent in an update right after. */
  readonly afterCreate?: true;
  /** `refused`: a change after creation is refused in check. `ignored`: it acts at creation and never again. */
  readonly createOnly?: "refused" | "ignored";
  /** Encrypted in state, masked in every message. */
  readonly secret?: true;
  /**
   * Says nothing of a person: one of a few values, or a name that the tenant gives to all, such as a group. Shown in
   * messages, where every other value is masked.
   */
  readonly public?: true;
  /** The person's name, or a part of it, beside those in `fullName`. */
  readonly partOfName?: true;
  /** The vendor compares texts, those within a set too, by this key instead of letter by letter. */
  readonly compareBy?: (text: string) => string;
}

/** How a relation to many behaves, such as roles. */
export interface SetTraits {
  /** What one member is called: "role". */
  readonly noun: string;
  /** The option that says whether undeclared members are taken away. */
  readonly mode: "rolesMode";
  /** Each section is declared and managed on its own; without sections the argument is one list. */
  readonly sections: boolean;
  /** Members that the vendor grants or derives: neither removed, nor drift, nor awaited, unless declared. */
  readonly implied: readonly string[];
  /** A single read fetches them with a call of their own. */
  readonly readApart?: true;
  /** For forecasts. `each`: every member is a call of its own; `after-create`: the creation doesn't take them, an update does. */
  readonly written?: "each" | "after-create";
}

/** How a relation to one other account behaves, such as the manager. */
export interface ReferenceTraits {
  /** True where the vendor can empty it; otherwise the reason, which check gives to the user. */
  readonly clear: true | string;
  /** A single read fetches it with a call of its own. */
  readonly readApart?: true;
  /** For forecasts: it is written in a call of its own. */
  readonly written?: "apart";
}

/** How the platform says that an account is switched on or off, where it can be declared. */
export interface ActivationTraits {
  readonly attribute: string;
  readonly active: Value;
  readonly inactive: Value;
}

/** What gives a person power over others there: gaining it is an escalation, and somebody has to keep it. */
export interface AdministrativeTraits {
  /** Members of sets, by section, compared without regard to case. */
  readonly sets: Readonly<Record<string, Sections>>;
  /** Attributes that make an administrator where they have this value. */
  readonly attributes?: Readonly<Record<string, Value>>;
}

/** How changes become calls, as far as it is known: for forecasts, never for pacing. */
export interface WriteTraits {
  /** People of a set share calls: creations, what is granted to new accounts, and changes of attributes alone. */
  readonly together?: true;
  /** Calls that the vendor documents for one minute. */
  readonly perMinute?: { readonly create: number; readonly update: number; readonly remove: number };
}

/** Accounts that are copies of ones in another directory, from which a deleted one comes back. */
export interface CopyTraits {
  /** The output that names the directory of such an account, and is absent from all others. */
  readonly output: string;
}

/** What a platform can do, as data: core asks this and never which platform it is. */
export interface Capabilities {
  /** The attribute that names a person to the vendor and is unique: email, username, login. */
  readonly naturalKey: string;
  readonly attributes: Readonly<Record<string, AttributeTraits>>;
  /** Relations to many, by the argument's name. */
  readonly sets: Readonly<Record<string, SetTraits>>;
  /** Relations to one, by the argument's name. */
  readonly references: Readonly<Record<string, ReferenceTraits>>;
  /** Arguments that other platforms have and this one lacks: why, for those who declare them. */
  readonly lacks?: Readonly<Record<string, string>>;
  /** Absent where activation can't be declared, as a deleted account is simply gone. */
  readonly activation?: ActivationTraits;
  /** True where a write's own answer, showing what was sent, proves that it was stored. */
  readonly answerIsProof: boolean;
  /** How long a created account may take to show up in a look-up, in milliseconds. */
  readonly settlingTime: number;
  /**
   * How long a write may take to show in a read, in milliseconds, where the vendor carries out a write before it answers:
   * what does not show by then was dropped. Absent: as long as the resource's timeout.
   */
  readonly showsWithin?: number;
  /** Attributes that, joined by a space, are the person's name as others read it. Absent: the natural key is. */
  readonly fullName?: readonly string[];
  /** Absent where no role of this platform is administrative by its name alone. */
  readonly administrative?: AdministrativeTraits;
  readonly writes?: WriteTraits;
  /** Absent where every account is the platform's own. */
  readonly copies?: CopyTraits;
  /**
   * Behind the vendor's interface are several systems, of which one can fail where the others take a write: then the
   * write throws a `PartlyRejectedError`, and `pendingOn` in the outputs names those that lack it. Absent: there is one.
   */
  readonly severalSystems?: true;
}

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

/** One tenant of one vendor, opened with one set of credentials. Each method is a few vendor calls and no policy. */
export interface Directory {
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
  /** Switches the account off. */
  deactivate(id: string, until?: number): Promise<Removal>;
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
  expect?(reads: number, writes?: number): void;
  /**
   * How many people can be written in a minute, as far as the vendor's word and the user's go; undefined while nobody
   * has said. For estimates alone.
   */
  perMinute?(write: "create" | "update"): number | undefined;
  /** Members of a set that something else than a direct grant gives this account. Asked only where undeclared ones show. */
  impliedMembers?(id: string, set: string): Promise<Sections>;
  /** Closes connections. */
  close(): Promise<void>;
}

/** A vendor: what it can do, what may be declared, and how to open a tenant of it. */
export interface Platform {
  readonly id: string;
  /** As a person says it: "Adobe Learning Manager". */
  readonly title: string;
  readonly capabilities: Capabilities;
  /** The vendor's attributes, roles and manager as arguments, strict. */
  readonly arguments: z.ZodObject;
  /** What only the vendor sets, as outputs. */
  readonly info: z.ZodObject;
  /** The platform's configuration object. */
  readonly configuration: z.ZodObject;
  /** Names in the configuration that hold a credential: where one is set, the environment is not read. */
  readonly credentialNames: readonly string[];
  /**
   * What the schema can't say: values that belong together, or that this vendor can't hold. Skips what is unknown.
   *
   * @param settings the platform's configuration, judged; undefined where it isn't known
   */
  refusals(
    declared: Readonly<Record<string, unknown>>,
    settings?: Readonly<Record<string, unknown>>,
  ): readonly Refusal[];
  /** Opens a tenant; no network yet. `configuration` has passed the schema. Throws ConfigurationError. */
  open(configuration: Readonly<Record<string, unknown>>, context: Context): Directory;
}
