// Generated from provider/platforms/keycloak by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";
import type * as Host from "../host.js";
import { DynamicGroup, DynamicUser, DynamicUsers, isOfType } from "../resource.js";

/** What can be declared of a person at Keycloak. An argument that is left out is not managed. */
export interface UserArgs {
  /**
   * The name the person signs in with; unique in the realm, kept in lower case and compared without regard to
   * case. Changing it renames the account, where the realm allows that, and never replaces it.
   */
  username: pulumi.Input<string>;
  /** The person's address; kept in lower case and compared without regard to case. */
  email?: pulumi.Input<string | null> | undefined;
  /** Whether the address is known to be the person's. */
  emailVerified?: pulumi.Input<boolean> | undefined;
  /** The person's first name. */
  firstName?: pulumi.Input<string | null> | undefined;
  /** The person's last name. */
  lastName?: pulumi.Input<string | null> | undefined;
  /**
   * Whether the account is switched on. A declared person is active unless this is false; switching an account on
   * again is shown as a change of its own.
   */
  enabled?: pulumi.Input<boolean> | undefined;
  /**
   * Further attributes by name: a text, or a list of texts. The realm's user profile must declare them, or allow
   * unmanaged ones. Keys that are not named here are not managed.
   */
  attributes?: pulumi.Input<{ [key: string]: pulumi.Input<string | pulumi.Input<string>[] | null> }> | undefined;
  /**
   * The groups that the person is a member of, by their ids or by their paths, such as "/staff". A path that two
   * groups of the realm have is refused: declare the id then. An empty list takes the person out of every group.
   */
  groups?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * What the person has to do when they sign in next, such as "UPDATE_PASSWORD" or "VERIFY_EMAIL", as a set. They
   * must be switched on in the realm. Keycloak takes each away once it is done: list requiredActions in
   * ignoreChanges where that is no drift.
   */
  requiredActions?: pulumi.Input<pulumi.Input<string>[] | null> | undefined;
  /**
   * The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted
   * account keeps its own.
   */
  initialPassword?: pulumi.Input<string> | undefined;
  /**
   * Roles by section: "realm" for the realm's roles, and a client's id for that client's. Clients have to be
   * named in the configuration. A declared section is managed as a whole, the others stay.
   */
  roles?: pulumi.Input<{ [key: string]: pulumi.Input<pulumi.Input<string>[]> }> | undefined;
  /**
   * The id of the manager's user, normally another User's id. It is kept in an attribute whose name the
   * configuration gives.
   */
  manager?: pulumi.Input<string | null> | undefined;
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
   * "authoritative" (default): the account has exactly the declared groups, others are taken away. "add":
   * declared groups are granted and no group is taken away.
   */
  groupsMode?: pulumi.Input<"authoritative" | "add"> | undefined;
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

/** A person at Keycloak. */
export class User extends DynamicUser {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/keycloak:User";

  /** Whether a value is a person at Keycloak, also of another copy of this package. */
  static override isInstance(value: unknown): value is User {
    return isOfType(value, User.__pulumiType);
  }

  /**
   * The name the person signs in with; unique in the realm, kept in lower case and compared without regard to
   * case. Changing it renames the account, where the realm allows that, and never replaces it.
   */
  declare readonly username: pulumi.Output<string>;
  /** The person's address; kept in lower case and compared without regard to case. */
  declare readonly email: pulumi.Output<string | undefined>;
  /** Whether the address is known to be the person's. */
  declare readonly emailVerified: pulumi.Output<boolean | undefined>;
  /** The person's first name. */
  declare readonly firstName: pulumi.Output<string | undefined>;
  /** The person's last name. */
  declare readonly lastName: pulumi.Output<string | undefined>;
  /**
   * Whether the account is switched on. A declared person is active unless this is false; switching an account on
   * again is shown as a change of its own.
   */
  declare readonly enabled: pulumi.Output<boolean>;
  /**
   * Further attributes by name: a text, or a list of texts. The realm's user profile must declare them, or allow
   * unmanaged ones. Keys that are not named here are not managed.
   */
  declare readonly attributes: pulumi.Output<{ [key: string]: string | string[] } | undefined>;
  /**
   * The groups that the person is a member of, by their ids or by their paths, such as "/staff". A path that two
   * groups of the realm have is refused: declare the id then. An empty list takes the person out of every group.
   */
  declare readonly groups: pulumi.Output<string[] | undefined>;
  /**
   * What the person has to do when they sign in next, such as "UPDATE_PASSWORD" or "VERIFY_EMAIL", as a set. They
   * must be switched on in the realm. Keycloak takes each away once it is done: list requiredActions in
   * ignoreChanges where that is no drift.
   */
  declare readonly requiredActions: pulumi.Output<string[] | undefined>;
  /**
   * The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted
   * account keeps its own.
   */
  declare readonly initialPassword: pulumi.Output<string | undefined>;
  /**
   * Roles by section: "realm" for the realm's roles, and a client's id for that client's. Clients have to be
   * named in the configuration. A declared section is managed as a whole, the others stay.
   */
  declare readonly roles: pulumi.Output<{ [key: string]: string[] } | undefined>;
  /**
   * The id of the manager's user, normally another User's id. It is kept in an attribute whose name the
   * configuration gives.
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
   * "authoritative" (default): the account has exactly the declared groups, others are taken away. "add":
   * declared groups are granted and no group is taken away.
   */
  declare readonly groupsMode: pulumi.Output<"authoritative" | "add" | undefined>;
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
  /** The directory, such as an LDAP server, that the account comes from, where there is one. */
  declare readonly federationLink: pulumi.Output<string | undefined>;
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
  manager?: pulumi.Input<string | null> | undefined;
}

/** What can be declared of many people at Keycloak. */
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
  /** What `groupsMode` is for people who don't say. Default "authoritative". */
  groupsMode?: pulumi.Input<"authoritative" | "add"> | undefined;
  /** What `adopt` is for people who don't say. Default false. */
  adopt?: pulumi.Input<boolean | "identical"> | undefined;
  /**
   * What `onDestroy` is for people who don't say. Default: "deactivate" for those who were created here, "retain"
   * for those who were adopted or imported. It follows the last value that was applied.
   */
  onDestroy?: pulumi.Input<"deactivate" | "delete" | "retain"> | undefined;
}

/** A person of a set as Keycloak shows them. */
export interface ShownPerson {
  /**
   * The name the person signs in with; unique in the realm, kept in lower case and compared without regard to
   * case. Changing it renames the account, where the realm allows that, and never replaces it.
   */
  readonly username: string;
  /** The person's address; kept in lower case and compared without regard to case. */
  readonly email?: string | undefined;
  /** Whether the address is known to be the person's. */
  readonly emailVerified?: boolean | undefined;
  /** The person's first name. */
  readonly firstName?: string | undefined;
  /** The person's last name. */
  readonly lastName?: string | undefined;
  /**
   * Whether the account is switched on. A declared person is active unless this is false; switching an account on
   * again is shown as a change of its own.
   */
  readonly enabled: boolean;
  /**
   * Further attributes by name: a text, or a list of texts. The realm's user profile must declare them, or allow
   * unmanaged ones. Keys that are not named here are not managed.
   */
  readonly attributes?: { [key: string]: string | string[] } | undefined;
  /**
   * The groups that the person is a member of, by their ids or by their paths, such as "/staff". A path that two
   * groups of the realm have is refused: declare the id then. An empty list takes the person out of every group.
   */
  readonly groups?: string[] | undefined;
  /**
   * What the person has to do when they sign in next, such as "UPDATE_PASSWORD" or "VERIFY_EMAIL", as a set. They
   * must be switched on in the realm. Keycloak takes each away once it is done: list requiredActions in
   * ignoreChanges where that is no drift.
   */
  readonly requiredActions?: string[] | undefined;
  /**
   * The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted
   * account keeps its own.
   */
  readonly initialPassword?: string | undefined;
  /**
   * Roles by section: "realm" for the realm's roles, and a client's id for that client's. Clients have to be
   * named in the configuration. A declared section is managed as a whole, the others stay.
   */
  readonly roles?: { [key: string]: string[] } | undefined;
  /** The manager: another key of the same map, or the id of an account. */
  readonly manager?: string | undefined;
  /** The directory, such as an LDAP server, that the account comes from, where there is one. */
  readonly federationLink?: string | undefined;
}

/** Many people at Keycloak as one resource. */
export class Users extends DynamicUsers {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/keycloak:Users";

  /** Whether a value is a set of people at Keycloak, also of another copy of this package. */
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
  /** What `groupsMode` is for people who don't say. Default "authoritative". */
  declare readonly groupsMode: pulumi.Output<"authoritative" | "add" | undefined>;
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

/** What can be declared of a group at Keycloak. An argument that is left out is not managed. */
export interface GroupArgs {
  /** The name of the group; unique below its parent. Changing it renames the group and never replaces it. */
  name: pulumi.Input<string>;
  /** What the group is for. */
  description?: pulumi.Input<string | null> | undefined;
  /** Attributes by name: a text, or a list of texts. Keys that are not named here are not managed. */
  attributes?: pulumi.Input<{ [key: string]: pulumi.Input<string | pulumi.Input<string>[] | null> }> | undefined;
  /**
   * The id of the group that this one is below, normally another Group's id. A new group without it is at the
   * top. Changing it moves the group with all that is below it.
   */
  parent?: pulumi.Input<string | null> | undefined;
  /**
   * Attributes to be emptied, by property path: "bio", "fields.Department", "manager". Dynamic resources also
   * take null as the attribute's value. An attribute that is neither set nor named here is not managed.
   */
  clear?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * What to do when a group with this name exists already. false (default): fail, naming its id. true: take it on
   * and bring it to what is declared; its members stay. "identical": take it on without a write, and only if it
   * already shows everything declared.
   */
  adopt?: pulumi.Input<boolean | "identical"> | undefined;
  /**
   * What happens to the group when the resource is removed. "delete": deleted, with members in it or without.
   * "retain" (default for adopted and imported groups): left as it is. Without it, a group that was created here
   * is deleted if nothing is in it, and its removal fails otherwise. A group with others below it is never
   * deleted. It follows the last value that was applied.
   */
  onDestroy?: pulumi.Input<"delete" | "retain"> | undefined;
}

/** A group at Keycloak. */
export class Group extends DynamicGroup {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/keycloak:Group";

  /** Whether a value is a group at Keycloak, also of another copy of this package. */
  static override isInstance(value: unknown): value is Group {
    return isOfType(value, Group.__pulumiType);
  }

  /** The name of the group; unique below its parent. Changing it renames the group and never replaces it. */
  declare readonly name: pulumi.Output<string>;
  /** What the group is for. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** Attributes by name: a text, or a list of texts. Keys that are not named here are not managed. */
  declare readonly attributes: pulumi.Output<{ [key: string]: string | string[] } | undefined>;
  /**
   * The id of the group that this one is below, normally another Group's id. A new group without it is at the
   * top. Changing it moves the group with all that is below it.
   */
  declare readonly parent: pulumi.Output<string | undefined>;
  /**
   * Attributes to be emptied, by property path: "bio", "fields.Department", "manager". Dynamic resources also
   * take null as the attribute's value. An attribute that is neither set nor named here is not managed.
   */
  declare readonly clear: pulumi.Output<string[] | undefined>;
  /**
   * What to do when a group with this name exists already. false (default): fail, naming its id. true: take it on
   * and bring it to what is declared; its members stay. "identical": take it on without a write, and only if it
   * already shows everything declared.
   */
  declare readonly adopt: pulumi.Output<boolean | "identical" | undefined>;
  /**
   * What happens to the group when the resource is removed. "delete": deleted, with members in it or without.
   * "retain" (default for adopted and imported groups): left as it is. Without it, a group that was created here
   * is deleted if nothing is in it, and its removal fails otherwise. A group with others below it is never
   * deleted. It follows the last value that was applied.
   */
  declare readonly onDestroy: pulumi.Output<"delete" | "retain" | undefined>;
  /** The names on the way to the group, each behind a slash. */
  declare readonly path: pulumi.Output<string | undefined>;
  /** The account or instance at the vendor that holds this group. */
  declare readonly tenant: pulumi.Output<string>;
  /**
   * How the group came under management: created here, adopted, or imported. It decides what onDestroy is by
   * default.
   */
  declare readonly origin: pulumi.Output<"created" | "adopted" | "imported">;

  /**
   * @param name the resource's name in the program; renaming it needs an alias, or `adopt: true`
   * @param args what is declared of the group
   */
  constructor(name: string, args: GroupArgs, options?: pulumi.CustomResourceOptions) {
    super(Group.__pulumiType, GROUP_SHAPE, name, args, options);
  }
}

/**
 * What Pulumi's dynamic host asks of this module, by the text in `__provider`. Required late: a program declares
 * people and never opens a connection.
 *
 * @internal
 */
export function handler(): pulumi.dynamic.ResourceProvider {
  return (require("../host.js") as typeof Host).provide("keycloak");
}

/**
 * The same for sets of people.
 *
 * @internal
 */
export const sets = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).provideSet("keycloak"),
};

/**
 * The same for groups.
 *
 * @internal
 */
export const groups = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).provide("keycloak", "group"),
};

const SHAPE = {
  platform: "keycloak",
  outputs: ["federationLink", "tenant", "origin"],
  secrets: ["initialPassword"],
} as const;

const GROUP_SHAPE = {
  platform: "keycloak",
  outputs: ["path", "tenant", "origin"],
  secrets: [],
} as const;
