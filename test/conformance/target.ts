import type { Clock } from "../../provider/core/contract/context";
import type { AttributeTraits } from "../../provider/core/contract/kind";
import type { Platform } from "../../provider/core/contract/platform";
import type { AdobeEmulator, FaultPlan, FaultRule, LoggedRequest, RequestLog } from "../../sandbox/index";
import type { Properties } from "./adapter";

/** An account as the emulator stores it, in the names and shapes of the provider's arguments. */
export interface Account {
  readonly id: string;
  readonly active: boolean;
  /** Write-only ones too; an empty one is absent. */
  readonly attributes: Properties;
  /** With what the vendor grants by itself. */
  readonly roles: unknown;
  readonly manager: string | undefined;
}

/** An emulator tells at once, a real server is asked. */
export type Soon<T> = T | Promise<T>;

/** Groups at the vendor, made and filled behind our back. They are named by the texts that a program declares. */
export interface StageMemberships {
  /** Makes an empty group. */
  create(name: string): Soon<string>;
  /** Deletes it with its members. */
  delete(group: string): Soon<void>;
  /** Sorted ids of the accounts in it. */
  members(group: string): Soon<readonly string[]>;
  add(group: string, id: string): Soon<void>;
  remove(group: string, id: string): Soon<void>;
  /** Puts so many others into it. */
  fill?(group: string, count: number): Soon<void>;
  /** Another text that declares the same group. */
  otherName?(group: string): Soon<string>;
  /** Makes a group that the vendor puts this account into by a rule of its own. */
  imply?(id: string): Soon<string>;
}

/** A group as the vendor stores it, in the names of the provider's arguments. */
export interface Group {
  readonly id: string;
  /** An empty one is absent. */
  readonly attributes: Properties;
  readonly parent: string | undefined;
  readonly members: number;
}

/** The groups of a running vendor. What changes them here is another system, behind our back. */
export interface GroupStage {
  /** Without those that the vendor keeps by itself. */
  list(): Soon<readonly Group[]>;
  get(id: string): Soon<Group | undefined>;
  create(args: Properties): Soon<string>;
  change(id: string, attributes: Properties): Soon<void>;
  /** Puts so many people into the group. */
  fill(id: string, people: number): Soon<void>;
  delete(id: string): Soon<void>;
}

/** What differs between the platforms' groups in the conformance suite. */
export interface GroupSamples {
  /** The least that creates a group, each with another natural key. */
  group(key: "payroll" | "legal"): Properties;
  /** The attribute that names the group to people, and can be changed at any time. */
  readonly naming: string;
  /** Another attribute, optional and clearable. */
  readonly plain: string;
  /** How many members a large group has. Default: more than any page. */
  readonly many?: number;
  /** Whether two groups can have one natural key. */
  readonly twins: boolean;
  /** Whether groups have parents, and whether a parent can be changed. */
  readonly parents: "none" | "fixed" | "moved";
  /** The request that creates, updates, deletes and reads one; as patterns for faults. */
  readonly requests: Readonly<
    Record<"create" | "update" | "remove" | "read", { readonly method: string; readonly path: string }>
  >;
}

/** A running vendor in the provider's terms. What changes accounts here is another system, behind our back. */
export interface Stage {
  readonly log: RequestLog;
  readonly faults: FaultPlan;
  /** Absent where there are none. */
  readonly group?: GroupStage;
  /** Answers without a connection, where the vendor is in this process. */
  readonly answer?: AdobeEmulator["answer"];
  /** Opens this tenant. */
  readonly configuration: Properties;
  /** Must show in no message. */
  secrets(): readonly string[];
  accounts(): Soon<readonly Account[]>;
  get(id: string): Soon<Account | undefined>;
  /** Makes an account from attributes; answers its id. */
  create(attributes: Properties): Soon<string>;
  /** Sets attributes; null empties. */
  change(id: string, attributes: Properties): Soon<void>;
  /** Grants `roles.other`. */
  grantOther(id: string): Soon<void>;
  /** Makes the account a member of something that grants a role. */
  grantElsewhere?(id: string): Soon<void>;
  setManager(id: string, manager: string): Soon<void>;
  readonly memberships?: StageMemberships;
  /** What the vendor keeps with an account, is no argument, and can be emptied by a write. */
  readonly beside?: { set(id: string): Soon<void>; get(id: string): Soon<unknown> };
  /** Switches off, or deletes where there is nothing else. */
  deactivate(id: string): Soon<void>;
  delete(id: string): Soon<void>;
  expireToken(): Soon<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly clock: Clock;
  /** Milliseconds of the clock until a write shows. */
  readonly async?: number;
  /** Another tenant than the usual one. */
  readonly foreign?: boolean;
  /** Options that only this vendor's emulator has. */
  readonly own?: Properties;
}

/** What a scenario can need; a platform without it skips the scenario, by name. */
export type Need =
  | "manager"
  | "manager-clear"
  | "activation"
  | "keeps-inactive"
  | "map"
  | "clear"
  | "write-only"
  | "initial-password"
  | "create-only"
  | "implied-roles"
  | "slow-writes"
  | "token-refresh"
  | "derived-manager-role"
  | "many-writes"
  | "late-answers"
  | "granted-elsewhere"
  | "groups"
  | "implied-groups"
  | "refused-members"
  | "large-groups"
  | "second-call"
  | "untold-ids"
  | "several-systems"
  | "group-kind"
  | "group-twins"
  | "group-parents"
  | "group-moves"
  | "group-fixed-parents"
  | "decomposed"
  | "beside";

export interface RoleSamples {
  /** A declaration. */
  readonly one: unknown;
  /** `one` and one role more. */
  readonly two: unknown;
  /** As many roles as `one`, of which one is another. */
  readonly swapped: unknown;
  /** The least that can be declared. */
  readonly none: unknown;
  /** What `Account.roles` shows for `one`, `two`, `swapped`, `none` and `one` with the other role granted. */
  readonly stored: Readonly<Record<"one" | "two" | "swapped" | "none" | "oneAndOther", unknown>>;
  /** Property paths that check names, and the declarations that it refuses. */
  readonly refused: readonly { readonly roles: unknown; readonly path: string }[];
  /** How many writes take an account from one declaration to another. */
  writes(added: number, removed: number): number;
}

/** What a tenant tells that it has, and what it doesn't have. */
export interface VocabularySamples {
  /** Options of the emulator for these scenarios. */
  readonly own?: Properties;
  /** Makes what a tenant doesn't have from the beginning. */
  prepare?(stage: Stage): Promise<void>;
  /** A declaration of what is there, which takes the look. */
  readonly right: Properties;
  /** Declarations of what isn't: each with the property path and what the reason says. */
  readonly wrong: readonly {
    readonly name: string;
    readonly args: Properties;
    readonly path: string;
    readonly says: RegExp;
  }[];
  /** The request that tells. */
  readonly look: { readonly method: string; readonly path: string };
  /** Without the look nothing of this can be written, as it tells ids. */
  readonly isNeeded?: true;
}

export interface Sample {
  readonly values: readonly [unknown, unknown];
  /** Arguments that these values need beside them. */
  readonly with?: Properties;
  /** Another key of the map. */
  readonly otherKey?: string;
  /** Attributes that have the same value, as the vendor knows no difference. */
  readonly same?: readonly string[];
}

/** What differs between the platforms in the conformance suite. */
export interface Target {
  readonly platform: Platform;
  /** Absent where the platform has no groups. */
  readonly group?: GroupSamples;
  /** What the platform can beside what its capabilities say. */
  readonly extras: readonly Need[];
  start(options: StageOptions): Promise<Stage>;
  /** The least that creates a person, each with another natural key. */
  person(key: "ada" | "bob" | "cleo" | "dan"): Properties;
  /** What is declared of somebody who has this natural key. Absent: that attribute alone. */
  keyed?(naturalKey: string): Properties;
  /** Two values for every attribute; of maps one key each. */
  readonly samples: Readonly<Record<string, Sample>>;
  /** Attributes that a write of something else may empty while they are not declared, as a warning of that run says. */
  readonly lostWhileUndeclared?: readonly string[];
  /** Attributes that no read shows, although others of this vendor's tenants see them. */
  readonly unshown?: readonly string[];
  readonly roles: RoleSamples;
  /** Absent where a tenant tells nothing of what it has. */
  readonly vocabulary?: VocabularySamples;
  /** Requests about members of groups. */
  readonly memberRequests?: {
    /** Those that put somebody into this group, or take them out of it. */
    writeOf(group: string): Pick<FaultRule, "method" | "path">;
    /** The address of a read of a group with its members. */
    readonly whole: RegExp;
  };
  /** Scenarios that this one server can't pass, by a pattern of their names, and what it lacks. */
  readonly lacks?: readonly { readonly scenario: RegExp; readonly what: string }[];
  /** Milliseconds of the clock after a run, before the next one and before anybody looks. */
  readonly settling?: number;
  /** An attribute that is optional, shown, and can be changed at any time, for scenarios about something else. */
  readonly plain: string;
  /** A bad e-mail address, and the property path of it; absent: `email` is one. */
  readonly badEmail?: { readonly args: Properties; readonly path: string };
  /**
   * Whether a write counts where writes are counted, by the writes of the same run. Absent: each does. A server that refuses a way,
   * or passes it over, is written in another one.
   */
  counts?(write: LoggedRequest, i: number, writes: readonly LoggedRequest[]): boolean;
  /** Writes show late. The same question, asked until it is answered, is one read. */
  readonly asksAgain?: true;
  /** Members are changed by a write of the whole group, which is read for it. */
  readonly wholeGroups?: true;
  /** Writes of a creation with nothing but `person`, and with every sample, roles.one and a manager too. */
  readonly writes: { readonly create: number; readonly createFull: number };
  /** The request that creates, updates, deactivates, deletes, reads one and lists everybody; as patterns for faults. */
  readonly requests: Readonly<
    Record<
      "create" | "update" | "deactivate" | "remove" | "read" | "list",
      { readonly method: string; readonly path: string }
    >
  >;
  /** Two of the systems behind the vendor's interface that answers name, where there are several, and how one of them fails alone. */
  readonly systems?: readonly [string, string];
  /** Answers name none of the systems, so that nobody is told which of them lacks a change. */
  readonly namesNoSystem?: true;
  systemFault?(system: string): FaultRule["fault"];
  /** The request that tells which roles something else grants; absent where nothing does. */
  readonly elsewhere?: Pick<FaultRule, "method" | "path">;
  /** How many of `requests.read` it takes to look for an account before it is created. */
  readonly readsToLookUp?: number;
  /** A declaration whose creation takes a further request, and that request; absent where one request does all. */
  readonly afterCreate?: { readonly args: Properties; readonly request: Pick<FaultRule, "method" | "path"> };
  /** A change that the vendor answers before it shows, and the property path of it. */
  readonly late?: { readonly args: Properties; readonly path: string };
  /** A write that is answered as done, although the account keeps `plain` as it is. */
  lie(plainNow: unknown): FaultRule["fault"];
  /** Declarations that check refuses, each with the property it names and what the reason says. */
  readonly refused: readonly {
    readonly name: string;
    readonly args: Properties;
    readonly path: string;
    readonly says: RegExp;
  }[];
}

export function traitsOf({ platform }: Target, name: string): AttributeTraits {
  const traits = platform.kinds.user.capabilities.attributes[name];
  if (!traits) throw new Error(`${platform.id} has no attribute ${name}`);
  return traits;
}

/** What is declared of somebody who has this natural key. */
export function keyed(target: Target, key: string): Properties {
  return target.keyed?.(key) ?? { [target.platform.kinds.user.capabilities.naturalKey]: key };
}

/** Everything that the platform can, from its capabilities and the target's extras. */
export function abilities({ platform, group, extras, late, afterCreate }: Target): ReadonlySet<Need> {
  const { attributes, references, activation, sets, severalSystems } = platform.kinds.user.capabilities;
  const { manager } = references;
  const traits = Object.values(attributes);
  const derived: [Need, boolean][] = [
    ["manager", manager !== undefined],
    ["manager-clear", manager?.clear === true],
    ["activation", activation !== undefined],
    ["keeps-inactive", activation !== undefined],
    ["map", traits.some(({ map }) => map)],
    ["clear", traits.some(({ clear }) => clear === true)],
    ["write-only", traits.some(({ writeOnly, createOnly }) => writeOnly && !createOnly)],
    ["initial-password", traits.some(({ createOnly }) => createOnly === "ignored")],
    ["create-only", traits.some(({ createOnly }) => createOnly === "refused")],
    ["groups", Object.values(sets).some(({ kind }) => kind === "group")],
    ["implied-roles", (sets["roles"]?.implied.length ?? 0) > 0],
    ["late-answers", late !== undefined],
    ["second-call", afterCreate !== undefined],
    ["several-systems", severalSystems === true],
    ["group-kind", group !== undefined],
    ["group-twins", group?.twins === true],
    ["group-parents", group !== undefined && group.parents !== "none"],
    ["group-moves", group?.parents === "moved"],
    ["group-fixed-parents", group?.parents === "fixed"],
  ];
  return new Set([...extras, ...derived.filter(([, can]) => can).map(([need]) => need)]);
}
