// Generated from provider/platforms/nerm by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";
import type * as Host from "../host.js";
import { DynamicUser, DynamicUsers, isOfType } from "../resource.js";

/** What can be declared of a person at SailPoint NERM. An argument that is left out is not managed. */
export interface UserArgs {
  /** The person's full name. */
  name: pulumi.Input<string>;
  /** The person's address; compared without regard to case. */
  email: pulumi.Input<string>;
  /**
   * The name the person signs in with; unique in the tenant, compared without regard to case. Changing it renames
   * the account and never replaces it.
   */
  login: pulumi.Input<string>;
  /**
   * The kind of user: "NeprofileUser" or "NeaccessUser". Where it is not declared, an account is created as
   * NeprofileUser.
   */
  type?: pulumi.Input<"NeprofileUser" | "NeaccessUser"> | undefined;
  /**
   * The id of the profile behind a NeaccessUser, who needs one. NERM never shows it again, so no drift can be
   * seen on it.
   */
  profileId?: pulumi.Input<string> | undefined;
  /** The person's title. */
  title?: pulumi.Input<string | null> | undefined;
  /**
   * Whether the account is switched on: "Active" (where it is not declared), "Pending" or "Disabled". A pending
   * person has not signed in yet and becomes active by that, so the two are no difference.
   */
  status?: pulumi.Input<"Active" | "Pending" | "Disabled"> | undefined;
  /**
   * Whether the person is an administrator. NERM never shows it again, so no drift can be seen on it, and newer
   * tenants may ignore it.
   */
  admin?: pulumi.Input<boolean> | undefined;
  /**
   * Group names in one text, joined by commas, such as "Administrator_group,Developer_group". The identity
   * provider overwrites them when the person signs in: list groupStrings in ignoreChanges where it does.
   */
  groupStrings?: pulumi.Input<string | null> | undefined;
  /** The person's language, such as "fr-CA". */
  locale?: pulumi.Input<string> | undefined;
  /**
   * The id of the person's identity in SailPoint Identity Security Cloud. Accounts of one identity may be merged
   * when the person signs in.
   */
  sailpointIdentityId?: pulumi.Input<string> | undefined;
  /**
   * The password that the account is created with. It acts at creation and never again: later changes are
   * ignored.
   */
  initialPassword?: pulumi.Input<string> | undefined;
  /**
   * The person's roles, each by its id, its uid or its name. A name that several roles have is refused. An empty
   * list takes every role away.
   */
  roles?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * The id of the manager's user, normally another User's id. NERM can change a manager and has no call that
   * takes one away.
   */
  manager?: pulumi.Input<string> | undefined;
  /**
   * Attributes to be emptied, by property path: "bio", "fields.Department", "manager". Dynamic resources also
   * take null as the attribute's value. An attribute that is neither set nor named here is not managed.
   */
  clear?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * "authoritative" (default): the account has exactly the declared roles, others are taken away. "add": declared
   * roles are granted and no role is taken away.
   */
  rolesMode?: pulumi.Input<"authoritative" | "add"> | undefined;
  /**
   * What to do when the account already exists. false (default): fail, naming its id. true: take it on and bring
   * it to what is declared, switching it on again if it was off. "identical": take it on without a write, and
   * only if it already shows everything declared.
   */
  adopt?: pulumi.Input<boolean | "identical"> | undefined;
  /**
   * What happens to the account when the resource is removed. "deactivate" (default for accounts created here):
   * switched off. "delete": deleted in the vendor's sense. "retain" (default for adopted and imported accounts):
   * left as it is, still active. It follows the last value that was applied.
   */
  onDestroy?: pulumi.Input<"deactivate" | "delete" | "retain"> | undefined;
}

/** A person at SailPoint NERM. */
export class User extends DynamicUser {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/nerm:User";

  /** Whether a value is a person at SailPoint NERM, also of another copy of this package. */
  static override isInstance(value: unknown): value is User {
    return isOfType(value, User.__pulumiType);
  }

  /** The person's full name. */
  declare readonly name: pulumi.Output<string>;
  /** The person's address; compared without regard to case. */
  declare readonly email: pulumi.Output<string>;
  /**
   * The name the person signs in with; unique in the tenant, compared without regard to case. Changing it renames
   * the account and never replaces it.
   */
  declare readonly login: pulumi.Output<string>;
  /**
   * The kind of user: "NeprofileUser" or "NeaccessUser". Where it is not declared, an account is created as
   * NeprofileUser.
   */
  declare readonly type: pulumi.Output<"NeprofileUser" | "NeaccessUser" | undefined>;
  /**
   * The id of the profile behind a NeaccessUser, who needs one. NERM never shows it again, so no drift can be
   * seen on it.
   */
  declare readonly profileId: pulumi.Output<string | undefined>;
  /** The person's title. */
  declare readonly title: pulumi.Output<string | undefined>;
  /**
   * Whether the account is switched on: "Active" (where it is not declared), "Pending" or "Disabled". A pending
   * person has not signed in yet and becomes active by that, so the two are no difference.
   */
  declare readonly status: pulumi.Output<"Active" | "Pending" | "Disabled">;
  /**
   * Whether the person is an administrator. NERM never shows it again, so no drift can be seen on it, and newer
   * tenants may ignore it.
   */
  declare readonly admin: pulumi.Output<boolean | undefined>;
  /**
   * Group names in one text, joined by commas, such as "Administrator_group,Developer_group". The identity
   * provider overwrites them when the person signs in: list groupStrings in ignoreChanges where it does.
   */
  declare readonly groupStrings: pulumi.Output<string | undefined>;
  /** The person's language, such as "fr-CA". */
  declare readonly locale: pulumi.Output<string | undefined>;
  /**
   * The id of the person's identity in SailPoint Identity Security Cloud. Accounts of one identity may be merged
   * when the person signs in.
   */
  declare readonly sailpointIdentityId: pulumi.Output<string | undefined>;
  /**
   * The password that the account is created with. It acts at creation and never again: later changes are
   * ignored.
   */
  declare readonly initialPassword: pulumi.Output<string | undefined>;
  /**
   * The person's roles, each by its id, its uid or its name. A name that several roles have is refused. An empty
   * list takes every role away.
   */
  declare readonly roles: pulumi.Output<string[] | undefined>;
  /**
   * The id of the manager's user, normally another User's id. NERM can change a manager and has no call that
   * takes one away.
   */
  declare readonly manager: pulumi.Output<string | undefined>;
  /**
   * Attributes to be emptied, by property path: "bio", "fields.Department", "manager". Dynamic resources also
   * take null as the attribute's value. An attribute that is neither set nor named here is not managed.
   */
  declare readonly clear: pulumi.Output<string[] | undefined>;
  /**
   * "authoritative" (default): the account has exactly the declared roles, others are taken away. "add": declared
   * roles are granted and no role is taken away.
   */
  declare readonly rolesMode: pulumi.Output<"authoritative" | "add" | undefined>;
  /**
   * What to do when the account already exists. false (default): fail, naming its id. true: take it on and bring
   * it to what is declared, switching it on again if it was off. "identical": take it on without a write, and
   * only if it already shows everything declared.
   */
  declare readonly adopt: pulumi.Output<boolean | "identical" | undefined>;
  /**
   * What happens to the account when the resource is removed. "deactivate" (default for accounts created here):
   * switched off. "delete": deleted in the vendor's sense. "retain" (default for adopted and imported accounts):
   * left as it is, still active. It follows the last value that was applied.
   */
  declare readonly onDestroy: pulumi.Output<"deactivate" | "delete" | "retain" | undefined>;
  /** NERM's second identifier of the user. */
  declare readonly uid: pulumi.Output<string | undefined>;
  /** The language that the person has chosen. */
  declare readonly preferredLanguage: pulumi.Output<string | undefined>;
  /** The account or instance at the vendor that holds this person. */
  declare readonly tenant: pulumi.Output<string>;
  /**
   * How the account came under management: created here, adopted, or imported. It decides what onDestroy is by
   * default.
   */
  declare readonly origin: pulumi.Output<"created" | "adopted" | "imported">;

  /**
   * @param name the resource's name in the program; renaming it needs an alias, or `adopt: true`
   * @param args what is declared of the person
   */
  constructor(name: string, args: UserArgs, options?: pulumi.CustomResourceOptions) {
    super(User.__pulumiType, SHAPE, name, args, options);
  }
}

/** A person of a set: what `User` takes, and `null` to empty what can be emptied. */
export interface UsersPerson extends Omit<UserArgs, "manager"> {
  /** The manager: another key of the same map, or the id of an account. */
  manager?: pulumi.Input<string> | undefined;
}

/** What can be declared of many people at SailPoint NERM. */
export interface UsersArgs {
  /**
   * The people by key. A key is yours and stays: it stands for one account, whatever changes of the person.
   * Whoever leaves the map is removed as their onDestroy says, at most maxRemovals at once.
   */
  users: pulumi.Input<{ [key: string]: pulumi.Input<UsersPerson> }>;
  /**
   * How many people one update may take away from the platform: those who left the map, unless they are only
   * released, and those who are newly declared inactive. A count, a share of the people so far such as "10%", or
   * "all". Default: 5 or 10 % of the people so far, whichever is more. Deleting the whole resource needs "all",
   * or onDestroy "retain". Where `maxRemovals` is set in the platform's configuration, that holds too.
   */
  maxRemovals?: pulumi.Input<number | "all" | `${number}%`> | undefined;
  /**
   * Keys of people who stay exactly as they were last applied, whatever the map says of them: they are neither
   * changed nor removed, and those whom the set doesn't have yet are not created. Where the resource is deleted,
   * their accounts are left as they are.
   */
  hold?: pulumi.Input<string[]> | undefined;
  /** What `rolesMode` is for people who don't say. Default "authoritative". */
  rolesMode?: pulumi.Input<"authoritative" | "add"> | undefined;
  /** What `adopt` is for people who don't say. Default false. */
  adopt?: pulumi.Input<boolean | "identical"> | undefined;
  /**
   * What `onDestroy` is for people who don't say. Default: "deactivate" for those who were created here, "retain"
   * for those who were adopted or imported. It follows the last value that was applied.
   */
  onDestroy?: pulumi.Input<"deactivate" | "delete" | "retain"> | undefined;
}

/** A person of a set as SailPoint NERM shows them. */
export interface ShownPerson {
  /** The person's full name. */
  readonly name: string;
  /** The person's address; compared without regard to case. */
  readonly email: string;
  /**
   * The name the person signs in with; unique in the tenant, compared without regard to case. Changing it renames
   * the account and never replaces it.
   */
  readonly login: string;
  /**
   * The kind of user: "NeprofileUser" or "NeaccessUser". Where it is not declared, an account is created as
   * NeprofileUser.
   */
  readonly type?: "NeprofileUser" | "NeaccessUser" | undefined;
  /**
   * The id of the profile behind a NeaccessUser, who needs one. NERM never shows it again, so no drift can be
   * seen on it.
   */
  readonly profileId?: string | undefined;
  /** The person's title. */
  readonly title?: string | undefined;
  /**
   * Whether the account is switched on: "Active" (where it is not declared), "Pending" or "Disabled". A pending
   * person has not signed in yet and becomes active by that, so the two are no difference.
   */
  readonly status: "Active" | "Pending" | "Disabled";
  /**
   * Whether the person is an administrator. NERM never shows it again, so no drift can be seen on it, and newer
   * tenants may ignore it.
   */
  readonly admin?: boolean | undefined;
  /**
   * Group names in one text, joined by commas, such as "Administrator_group,Developer_group". The identity
   * provider overwrites them when the person signs in: list groupStrings in ignoreChanges where it does.
   */
  readonly groupStrings?: string | undefined;
  /** The person's language, such as "fr-CA". */
  readonly locale?: string | undefined;
  /**
   * The id of the person's identity in SailPoint Identity Security Cloud. Accounts of one identity may be merged
   * when the person signs in.
   */
  readonly sailpointIdentityId?: string | undefined;
  /**
   * The password that the account is created with. It acts at creation and never again: later changes are
   * ignored.
   */
  readonly initialPassword?: string | undefined;
  /**
   * The person's roles, each by its id, its uid or its name. A name that several roles have is refused. An empty
   * list takes every role away.
   */
  readonly roles?: string[] | undefined;
  /** The manager: another key of the same map, or the id of an account. */
  readonly manager?: string | undefined;
  /** NERM's second identifier of the user. */
  readonly uid?: string | undefined;
  /** The language that the person has chosen. */
  readonly preferredLanguage?: string | undefined;
}

/** Many people at SailPoint NERM as one resource. */
export class Users extends DynamicUsers {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/nerm:Users";

  /** Whether a value is a set of people at SailPoint NERM, also of another copy of this package. */
  static override isInstance(value: unknown): value is Users {
    return isOfType(value, Users.__pulumiType);
  }

  /** The people by key, each as declared, with the values that the vendor shows. */
  declare readonly users: pulumi.Output<{ [key: string]: ShownPerson }>;
  /** The accounts' ids at the vendor, by key. */
  declare readonly ids: pulumi.Output<{ [key: string]: string }>;
  /**
   * How accounts came under management that were not created here, by key: "adopted" or "imported". It decides
   * what onDestroy is by default.
   */
  declare readonly origins: pulumi.Output<{ [key: string]: "adopted" | "imported" }>;
  /** The account or instance at the vendor that holds this person. */
  declare readonly tenant: pulumi.Output<string>;
  /**
   * How many people one update may take away from the platform: those who left the map, unless they are only
   * released, and those who are newly declared inactive. A count, a share of the people so far such as "10%", or
   * "all". Default: 5 or 10 % of the people so far, whichever is more. Deleting the whole resource needs "all",
   * or onDestroy "retain". Where `maxRemovals` is set in the platform's configuration, that holds too.
   */
  declare readonly maxRemovals: pulumi.Output<number | "all" | `${number}%` | undefined>;
  /**
   * Keys of people who stay exactly as they were last applied, whatever the map says of them: they are neither
   * changed nor removed, and those whom the set doesn't have yet are not created. Where the resource is deleted,
   * their accounts are left as they are.
   */
  declare readonly hold: pulumi.Output<string[] | undefined>;
  /** What `rolesMode` is for people who don't say. Default "authoritative". */
  declare readonly rolesMode: pulumi.Output<"authoritative" | "add" | undefined>;
  /** What `adopt` is for people who don't say. Default false. */
  declare readonly adopt: pulumi.Output<boolean | "identical" | undefined>;
  /**
   * What `onDestroy` is for people who don't say. Default: "deactivate" for those who were created here, "retain"
   * for those who were adopted or imported. It follows the last value that was applied.
   */
  declare readonly onDestroy: pulumi.Output<"deactivate" | "delete" | "retain" | undefined>;

  /**
   * @param name the resource's name in the program; renaming it needs an alias
   * @param args who is declared
   */
  constructor(name: string, args: UsersArgs, options?: pulumi.CustomResourceOptions) {
    super(Users.__pulumiType, SHAPE, name, args, options);
  }
}

/**
 * What Pulumi's dynamic host asks of this module, by the text in `__provider`. Required late: a program declares
 * people and never opens a connection.
 *
 * @internal
 */
export function handler(): pulumi.dynamic.ResourceProvider {
  return (require("../host.js") as typeof Host).provide("nerm");
}

/**
 * The same for sets of people.
 *
 * @internal
 */
export const sets = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).provideSet("nerm"),
};

const SHAPE = {
  platform: "nerm",
  outputs: ["uid", "preferredLanguage", "tenant", "origin"],
  secrets: ["initialPassword"],
} as const;
