import type { z } from "zod";
import type { Sections } from "../model/entity.js";
import type { ModeName } from "../model/options.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import type { Value } from "../model/value.js";

/** The kinds of resources that there are. */
export const KIND_NAMES = ["user", "group"] as const;
export type KindName = (typeof KIND_NAMES)[number];

/** What messages call a resource of a kind. */
export interface Nouns {
  /** As the vendor keeps it. */
  readonly record: string;
  readonly aRecord: string;
  /** What it stands for. */
  readonly subject: string;
  readonly aSubject: string;
  readonly subjects: string;
  readonly their: string;
  /** Of one that is not the one that is meant. */
  readonly anothers: string;
}

export const NOUNS: Readonly<Record<KindName, Nouns>> = {
  user: {
    record: "account",
    aRecord: "an account",
    subject: "person",
    aSubject: "a person",
    subjects: "people",
    their: "their",
    anothers: "somebody else's",
  },
  group: {
    record: "group",
    aRecord: "a group",
    subject: "group",
    aSubject: "a group",
    subjects: "groups",
    their: "its",
    anothers: "another group's",
  },
};

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
  /** The kind of resource that a member can be, by its id. Absent where members are names alone. */
  readonly kind?: KindName;
  /** Whether a member is no id but says by itself what it is, such as a path. Absent: none does. */
  readonly namesItself?: (member: string) => boolean;
  /** The option that says whether undeclared members are taken away. */
  readonly mode: ModeName;
  /** Each section is declared and managed on its own; without sections the argument is one list. */
  readonly sections: boolean;
  /** Members that the vendor grants or derives: neither removed, nor drift, nor awaited, unless declared. */
  readonly implied: readonly string[];
  /** What becomes of whoever has no member at all, as a clause, where it is grave. For sets without sections. */
  readonly withoutAny?: string;
  /** Null, and the set's name in `clear`, say the same as an empty list. For sets without sections. */
  readonly clear?: true;
  /** A single read fetches them with a call of their own. */
  readonly readApart?: true;
  /** For forecasts. `each`: every member is a call of its own; `after-create`: the creation doesn't take them, an update does. */
  readonly written?: "each" | "after-create";
}

/** How a relation to one other account behaves, such as the manager. */
export interface ReferenceTraits {
  /** Set at creation and never again: why, for check to refuse a change of it. */
  readonly fixed?: string;
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

/**
 * What happens to people beside what is declared, which whoever reads a plan has to know: clauses after "1 person is" or
 * "3 people are", without a full stop.
 */
export interface ConsequenceTraits {
  /** Of those who get an account, or have theirs switched on again. */
  readonly created?: string;
  /** Of those whose account is switched off. */
  readonly deactivated?: string;
  /** Of those whose account is deleted. */
  readonly deleted?: string;
  /** Arguments that a sign-in may change at the vendor, so that a run which puts them back may do so for ever. */
  readonly changedBySignIn?: readonly string[];
}

/** What a platform can do, as data: core asks this and never which platform it is. */
export interface Capabilities {
  /** The attribute that names a person to the vendor and is unique: email, username, login. */
  readonly naturalKey: string;
  /** The reference within which the natural key is unique, where it isn't in the whole tenant: the parent of a group. */
  readonly uniqueWithin?: string;
  readonly attributes: Readonly<Record<string, AttributeTraits>>;
  /** Relations to many, by the argument's name. */
  readonly sets: Readonly<Record<string, SetTraits>>;
  /** Relations to one, by the argument's name. */
  readonly references: Readonly<Record<string, ReferenceTraits>>;
  /** Arguments that other platforms have and this one lacks: why, for those who declare them. */
  readonly lacks?: Readonly<Record<string, string>>;
  /**
   * It holds others, such as the members of a group: it is not switched off, and what was created here is deleted only while
   * nothing is in it, unless `onDestroy` says otherwise.
   */
  readonly holdsOthers?: true;
  /** Absent where activation can't be declared, as a deleted account is simply gone. */
  readonly activation?: ActivationTraits;
  /** True where a write's own answer, showing what was sent, proves that it was stored. */
  readonly answerIsProof: boolean;
  /** How long a created account may take to show up in a look-up, in milliseconds. */
  readonly consistencyWindow: number;
  /**
   * How long a write may take to show in a read, in milliseconds, where the vendor carries out a write before it answers:
   * what does not show by then was dropped. Absent: as long as the resource's timeout.
   */
  readonly visibilityTimeout?: number;
  /** Attributes that, joined by a space, are the person's name as others read it. Absent: the natural key is. */
  readonly fullName?: readonly string[];
  /** Absent where no role of this platform is administrative by its name alone. */
  readonly administrative?: AdministrativeTraits;
  readonly writes?: WriteTraits;
  readonly consequences?: ConsequenceTraits;
  /** Absent where every account is the platform's own. */
  readonly copies?: CopyTraits;
  /**
   * Behind the vendor's interface are several systems, of which one can fail where the others take a write: then the
   * write throws a `PartlyRejectedError`, and `pendingOn` in the outputs names those that lack it. Absent: there is one.
   */
  readonly severalSystems?: true;
}

/** What can be declared of one kind of resource at a platform, and what the vendor can do with it. */
export interface ResourceKind {
  readonly name: KindName;
  readonly platform: PlatformName;
  readonly capabilities: Capabilities;
  /** The vendor's attributes and relations as arguments, strict. */
  readonly arguments: z.ZodObject;
  /** What only the vendor sets, as outputs. */
  readonly info: z.ZodObject;
  /**
   * What the schema can't say: values that belong together, or that this vendor can't hold. Skips what is unknown.
   *
   * @param settings the platform's configuration, judged; undefined where it isn't known
   */
  issues(
    declared: Readonly<Record<string, unknown>>,
    settings?: Readonly<Record<string, unknown>>,
  ): readonly ValidationIssue[];
}

export interface PlatformName {
  readonly id: string;
  /** As a person says it: "Adobe Learning Manager". */
  readonly title: string;
}
