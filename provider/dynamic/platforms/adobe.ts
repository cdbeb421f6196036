// Generated from provider/platforms/adobe by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";
import type * as Host from "../host.js";
import { DynamicGroup, DynamicUser, DynamicUsers, isOfType } from "../resource.js";

/** What can be declared of a person at Adobe Learning Manager. An argument that is left out is not managed. */
export interface UserArgs {
  /**
   * The address that names the person in the account; unique, compared without regard to case. Changing it
   * renames the account and never replaces it.
   */
  email: pulumi.Input<string>;
  /** The person's full name. */
  name: pulumi.Input<string>;
  /**
   * The person's designation, such as "Engineer". Adobe wants it in every change; where it is not declared, the
   * present one is read just before the write.
   */
  profile?: pulumi.Input<string> | undefined;
  /** A text about the person, shown in their profile. */
  bio?: pulumi.Input<string | null> | undefined;
  /** Language of the interface, such as "en-US" or "fr-FR". */
  uiLocale?: pulumi.Input<string> | undefined;
  /** Preferred language of learning content, such as "en-US". */
  contentLocale?: pulumi.Input<string> | undefined;
  /** The numeric code of the person's time zone, as text, from the list that GET /account shows. */
  timeZoneCode?: pulumi.Input<string> | undefined;
  /** Whether a click on a course enrols the person in it. */
  enrollOnClick?: pulumi.Input<boolean> | undefined;
  /** Whether the person takes part in gamification. */
  gamificationEnabled?: pulumi.Input<boolean> | undefined;
  /** Preferred video resolution; Adobe fills in "AUTO". */
  preferredResolution?: pulumi.Input<string> | undefined;
  /**
   * An identifier of your own, unique in the account. Adobe compares it without regard to case, percent-encoded
   * or not.
   */
  userUniqueId?: pulumi.Input<string> | undefined;
  /**
   * The id of the external profile that the person comes in by, such as a partner's; without it they are
   * internal. Only a creation sets it: nobody is moved there, or from there.
   */
  externalProfile?: pulumi.Input<string> | undefined;
  /**
   * Active fields by their names in the account: a text, or a list of texts for a multi-valued one. An account
   * has three multi-valued fields at most. Keys that are not named here are not managed.
   */
  fields?: pulumi.Input<{ [key: string]: pulumi.Input<string | pulumi.Input<string>[] | null> }> | undefined;
  /**
   * The person's roles, such as "Learner", "Author", "Instructor", "Admin" or "Integration Admin". Adobe grants
   * Learner to everybody and Manager to whoever has reports: both are left alone unless declared.
   */
  roles?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * The custom user groups that the person is a member of, by their ids, normally other resources'. Groups that
   * the account keeps by itself are left alone. An empty list takes the person out of every custom group.
   */
  groups?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** The id of the manager's user, normally another User's id. */
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

/** A person at Adobe Learning Manager. */
export class User extends DynamicUser {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/adobe:User";

  /** Whether a value is a person at Adobe Learning Manager, also of another copy of this package. */
  static override isInstance(value: unknown): value is User {
    return isOfType(value, User.__pulumiType);
  }

  /**
   * The address that names the person in the account; unique, compared without regard to case. Changing it
   * renames the account and never replaces it.
   */
  declare readonly email: pulumi.Output<string>;
  /** The person's full name. */
  declare readonly name: pulumi.Output<string>;
  /**
   * The person's designation, such as "Engineer". Adobe wants it in every change; where it is not declared, the
   * present one is read just before the write.
   */
  declare readonly profile: pulumi.Output<string | undefined>;
  /** A text about the person, shown in their profile. */
  declare readonly bio: pulumi.Output<string | undefined>;
  /** Language of the interface, such as "en-US" or "fr-FR". */
  declare readonly uiLocale: pulumi.Output<string | undefined>;
  /** Preferred language of learning content, such as "en-US". */
  declare readonly contentLocale: pulumi.Output<string | undefined>;
  /** The numeric code of the person's time zone, as text, from the list that GET /account shows. */
  declare readonly timeZoneCode: pulumi.Output<string | undefined>;
  /** Whether a click on a course enrols the person in it. */
  declare readonly enrollOnClick: pulumi.Output<boolean | undefined>;
  /** Whether the person takes part in gamification. */
  declare readonly gamificationEnabled: pulumi.Output<boolean | undefined>;
  /** Preferred video resolution; Adobe fills in "AUTO". */
  declare readonly preferredResolution: pulumi.Output<string | undefined>;
  /**
   * An identifier of your own, unique in the account. Adobe compares it without regard to case, percent-encoded
   * or not.
   */
  declare readonly userUniqueId: pulumi.Output<string | undefined>;
  /**
   * The id of the external profile that the person comes in by, such as a partner's; without it they are
   * internal. Only a creation sets it: nobody is moved there, or from there.
   */
  declare readonly externalProfile: pulumi.Output<string | undefined>;
  /**
   * Active fields by their names in the account: a text, or a list of texts for a multi-valued one. An account
   * has three multi-valued fields at most. Keys that are not named here are not managed.
   */
  declare readonly fields: pulumi.Output<{ [key: string]: string | string[] } | undefined>;
  /**
   * The person's roles, such as "Learner", "Author", "Instructor", "Admin" or "Integration Admin". Adobe grants
   * Learner to everybody and Manager to whoever has reports: both are left alone unless declared.
   */
  declare readonly roles: pulumi.Output<string[] | undefined>;
  /**
   * The custom user groups that the person is a member of, by their ids, normally other resources'. Groups that
   * the account keeps by itself are left alone. An empty list takes the person out of every custom group.
   */
  declare readonly groups: pulumi.Output<string[] | undefined>;
  /** The id of the manager's user, normally another User's id. */
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
  /** The account's state as Adobe shows it, where it is another one than ACTIVE. */
  declare readonly state: pulumi.Output<string | undefined>;
  /** The kind of user, where it is another one than Internal. */
  declare readonly userType: pulumi.Output<string | undefined>;
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

/** What can be declared of many people at Adobe Learning Manager. */
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

/** A person of a set as Adobe Learning Manager shows them. */
export interface ShownPerson {
  /**
   * The address that names the person in the account; unique, compared without regard to case. Changing it
   * renames the account and never replaces it.
   */
  readonly email: string;
  /** The person's full name. */
  readonly name: string;
  /**
   * The person's designation, such as "Engineer". Adobe wants it in every change; where it is not declared, the
   * present one is read just before the write.
   */
  readonly profile?: string | undefined;
  /** A text about the person, shown in their profile. */
  readonly bio?: string | undefined;
  /** Language of the interface, such as "en-US" or "fr-FR". */
  readonly uiLocale?: string | undefined;
  /** Preferred language of learning content, such as "en-US". */
  readonly contentLocale?: string | undefined;
  /** The numeric code of the person's time zone, as text, from the list that GET /account shows. */
  readonly timeZoneCode?: string | undefined;
  /** Whether a click on a course enrols the person in it. */
  readonly enrollOnClick?: boolean | undefined;
  /** Whether the person takes part in gamification. */
  readonly gamificationEnabled?: boolean | undefined;
  /** Preferred video resolution; Adobe fills in "AUTO". */
  readonly preferredResolution?: string | undefined;
  /**
   * An identifier of your own, unique in the account. Adobe compares it without regard to case, percent-encoded
   * or not.
   */
  readonly userUniqueId?: string | undefined;
  /**
   * The id of the external profile that the person comes in by, such as a partner's; without it they are
   * internal. Only a creation sets it: nobody is moved there, or from there.
   */
  readonly externalProfile?: string | undefined;
  /**
   * Active fields by their names in the account: a text, or a list of texts for a multi-valued one. An account
   * has three multi-valued fields at most. Keys that are not named here are not managed.
   */
  readonly fields?: { [key: string]: string | string[] } | undefined;
  /**
   * The person's roles, such as "Learner", "Author", "Instructor", "Admin" or "Integration Admin". Adobe grants
   * Learner to everybody and Manager to whoever has reports: both are left alone unless declared.
   */
  readonly roles?: string[] | undefined;
  /**
   * The custom user groups that the person is a member of, by their ids, normally other resources'. Groups that
   * the account keeps by itself are left alone. An empty list takes the person out of every custom group.
   */
  readonly groups?: string[] | undefined;
  /** The manager: another key of the same map, or the id of an account. */
  readonly manager?: string | undefined;
  /** The account's state as Adobe shows it, where it is another one than ACTIVE. */
  readonly state?: string | undefined;
  /** The kind of user, where it is another one than Internal. */
  readonly userType?: string | undefined;
}

/** Many people at Adobe Learning Manager as one resource. */
export class Users extends DynamicUsers {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/adobe:Users";

  /** Whether a value is a set of people at Adobe Learning Manager, also of another copy of this package. */
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

/** What can be declared of a group at Adobe Learning Manager. An argument that is left out is not managed. */
export interface GroupArgs {
  /** The name of the group. Changing it renames the group and never replaces it. */
  name: pulumi.Input<string>;
  /** What the group is for. */
  description?: pulumi.Input<string | null> | undefined;
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

/** A group at Adobe Learning Manager. */
export class Group extends DynamicGroup {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/adobe:Group";

  /** Whether a value is a group at Adobe Learning Manager, also of another copy of this package. */
  static override isInstance(value: unknown): value is Group {
    return isOfType(value, Group.__pulumiType);
  }

  /** The name of the group. Changing it renames the group and never replaces it. */
  declare readonly name: pulumi.Output<string>;
  /** What the group is for. */
  declare readonly description: pulumi.Output<string | undefined>;
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
  /** Whether the account keeps the group by itself, so that nobody can change it: such as All Users. */
  declare readonly readOnly: pulumi.Output<boolean | undefined>;
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
  return (require("../host.js") as typeof Host).provide("adobe");
}

/**
 * The same for sets of people.
 *
 * @internal
 */
export const sets = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).provideSet("adobe"),
};

/**
 * The same for groups.
 *
 * @internal
 */
export const groups = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).provide("adobe", "group"),
};

const SHAPE = {
  platform: "adobe",
  outputs: ["state", "userType", "tenant", "origin"],
  secrets: [],
} as const;

const GROUP_SHAPE = {
  platform: "adobe",
  outputs: ["readOnly", "tenant", "origin"],
  secrets: [],
} as const;
