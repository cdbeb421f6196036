// Generated from provider/platforms/netex by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";
import type * as Host from "../host.js";
import { DynamicGroup, DynamicUser, DynamicUsers, isOfType } from "../resource.js";

/** What can be declared of a person at Netex learningCloud. An argument that is left out is not managed. */
export interface UserArgs {
  /**
   * The name that the person signs in with; unique, compared without regard to case. Changing it renames the
   * account and never replaces it.
   */
  username: pulumi.Input<string>;
  /** The person's first name. */
  name: pulumi.Input<string>;
  /** The person's surname. */
  surname: pulumi.Input<string>;
  /** Code of the person's language, such as "en". */
  language: pulumi.Input<string>;
  /** Code of the person's time zone, such as "Europe/Madrid". */
  timezone: pulumi.Input<string>;
  /** The person's address; compared without regard to case. */
  email: pulumi.Input<string>;
  /** Office phone number. */
  officePhone?: pulumi.Input<string | null> | undefined;
  /** Mobile phone number. */
  mobilePhone?: pulumi.Input<string | null> | undefined;
  /** The person's interests, as a text. */
  interests?: pulumi.Input<string | null> | undefined;
  /** A text about the person. */
  aboutMe?: pulumi.Input<string | null> | undefined;
  /** Where the person works. */
  location?: pulumi.Input<string | null> | undefined;
  /** The system that checks the person's credentials; Netex fills in "LOCAL". */
  authSource?: pulumi.Input<string> | undefined;
  /**
   * The person's picture: {url}, or {base64Image, mimeType}. Netex never shows what was sent, so no drift can be
   * seen on it. Where it isn't declared, a change of anything else may take the picture away.
   */
  image?:
    | pulumi.Input<{
        /** Where Netex finds the picture. */
        url?: pulumi.Input<string> | undefined;
        /** The picture itself in base64, together with mimeType. */
        base64Image?: pulumi.Input<string> | undefined;
        /** The kind of base64Image, such as "image/png". */
        mimeType?: pulumi.Input<string> | undefined;
      }>
    | undefined;
  /**
   * Whether the account is active. A declared person is active unless this is false; switching an account on
   * again is shown as a change of its own.
   */
  enabled?: pulumi.Input<boolean> | undefined;
  /**
   * The person's roles by section. A declared section is managed as a whole, a section that is not declared stays
   * as it is.
   */
  roles?:
    | pulumi.Input<{
        /**
         * Roles in the management platform; at least one. Where not declared, a new person gets user and an existing
         * one keeps what they have.
         */
        management?: pulumi.Input<pulumi.Input<"user" | "groupadmin" | "admin">[]> | undefined;
        /** Roles in the training platform. */
        training?: pulumi.Input<pulumi.Input<"user" | "trainer" | "groupadmin" | "admin">[]> | undefined;
        /** Roles in the social platform. */
        social?: pulumi.Input<pulumi.Input<"user" | "admin">[]> | undefined;
        /** Roles in the play platform. */
        play?: pulumi.Input<pulumi.Input<"user" | "author" | "validator" | "admin" | "groupadmin">[]> | undefined;
        /** Roles in the talent platform. */
        talent?: pulumi.Input<pulumi.Input<"admin" | "employee">[]> | undefined;
        /** Roles in the content platform. */
        content?: pulumi.Input<pulumi.Input<"author" | "manager" | "reviewer" | "projectowner">[]> | undefined;
      }>
    | undefined;
  /**
   * The groups that the person is a member of, each by its id, normally another resource's, or by its code
   * (codGroup). Groups can give roles to their members. An empty list takes the person out of every group.
   */
  groups?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Extended fields of the customer, as texts. Keys that are not named here are not managed. */
  extendedFields?: pulumi.Input<{ [key: string]: pulumi.Input<string | null> }> | undefined;
  /** An identifier of your own for the person. Sent in a second call after the creation. */
  externalId?: pulumi.Input<string | null> | undefined;
  /**
   * Further data as Netex agreed them with you, a JSON object. No drift is seen on it. Where it isn't declared, a
   * change of anything else sends back what Netex shows of it; where Netex shows none, that may empty it.
   */
  extra?: pulumi.Input<{ [key: string]: pulumi.Input<unknown> }> | undefined;
  /**
   * The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted
   * account keeps its own.
   */
  initialPassword?: pulumi.Input<string> | undefined;
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

/** A person at Netex learningCloud. */
export class User extends DynamicUser {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/netex:User";

  /** Whether a value is a person at Netex learningCloud, also of another copy of this package. */
  static override isInstance(value: unknown): value is User {
    return isOfType(value, User.__pulumiType);
  }

  /**
   * The name that the person signs in with; unique, compared without regard to case. Changing it renames the
   * account and never replaces it.
   */
  declare readonly username: pulumi.Output<string>;
  /** The person's first name. */
  declare readonly name: pulumi.Output<string>;
  /** The person's surname. */
  declare readonly surname: pulumi.Output<string>;
  /** Code of the person's language, such as "en". */
  declare readonly language: pulumi.Output<string>;
  /** Code of the person's time zone, such as "Europe/Madrid". */
  declare readonly timezone: pulumi.Output<string>;
  /** The person's address; compared without regard to case. */
  declare readonly email: pulumi.Output<string>;
  /** Office phone number. */
  declare readonly officePhone: pulumi.Output<string | undefined>;
  /** Mobile phone number. */
  declare readonly mobilePhone: pulumi.Output<string | undefined>;
  /** The person's interests, as a text. */
  declare readonly interests: pulumi.Output<string | undefined>;
  /** A text about the person. */
  declare readonly aboutMe: pulumi.Output<string | undefined>;
  /** Where the person works. */
  declare readonly location: pulumi.Output<string | undefined>;
  /** The system that checks the person's credentials; Netex fills in "LOCAL". */
  declare readonly authSource: pulumi.Output<string | undefined>;
  /**
   * The person's picture: {url}, or {base64Image, mimeType}. Netex never shows what was sent, so no drift can be
   * seen on it. Where it isn't declared, a change of anything else may take the picture away.
   */
  declare readonly image: pulumi.Output<
    | {
        /** Where Netex finds the picture. */
        url?: string | undefined;
        /** The picture itself in base64, together with mimeType. */
        base64Image?: string | undefined;
        /** The kind of base64Image, such as "image/png". */
        mimeType?: string | undefined;
      }
    | undefined
  >;
  /**
   * Whether the account is active. A declared person is active unless this is false; switching an account on
   * again is shown as a change of its own.
   */
  declare readonly enabled: pulumi.Output<boolean>;
  /**
   * The person's roles by section. A declared section is managed as a whole, a section that is not declared stays
   * as it is.
   */
  declare readonly roles: pulumi.Output<
    | {
        /**
         * Roles in the management platform; at least one. Where not declared, a new person gets user and an existing
         * one keeps what they have.
         */
        management?: ("user" | "groupadmin" | "admin")[] | undefined;
        /** Roles in the training platform. */
        training?: ("user" | "trainer" | "groupadmin" | "admin")[] | undefined;
        /** Roles in the social platform. */
        social?: ("user" | "admin")[] | undefined;
        /** Roles in the play platform. */
        play?: ("user" | "author" | "validator" | "admin" | "groupadmin")[] | undefined;
        /** Roles in the talent platform. */
        talent?: ("admin" | "employee")[] | undefined;
        /** Roles in the content platform. */
        content?: ("author" | "manager" | "reviewer" | "projectowner")[] | undefined;
      }
    | undefined
  >;
  /**
   * The groups that the person is a member of, each by its id, normally another resource's, or by its code
   * (codGroup). Groups can give roles to their members. An empty list takes the person out of every group.
   */
  declare readonly groups: pulumi.Output<string[] | undefined>;
  /** Extended fields of the customer, as texts. Keys that are not named here are not managed. */
  declare readonly extendedFields: pulumi.Output<{ [key: string]: string } | undefined>;
  /** An identifier of your own for the person. Sent in a second call after the creation. */
  declare readonly externalId: pulumi.Output<string | undefined>;
  /**
   * Further data as Netex agreed them with you, a JSON object. No drift is seen on it. Where it isn't declared, a
   * change of anything else sends back what Netex shows of it; where Netex shows none, that may empty it.
   */
  declare readonly extra: pulumi.Output<{ [key: string]: unknown } | undefined>;
  /**
   * The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted
   * account keeps its own.
   */
  declare readonly initialPassword: pulumi.Output<string | undefined>;
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
  /** The id that all platforms share, where Netex shows it. */
  declare readonly commonId: pulumi.Output<string | undefined>;
  /** The picture's path on Netex's server. */
  declare readonly imageUrl: pulumi.Output<string | undefined>;
  /**
   * Systems behind the vendor's interface, by its own names, that have not taken the last change. As long as one
   * is named here, it is a difference, and the next run sends everything declared once more.
   */
  declare readonly pendingOn: pulumi.Output<string[] | undefined>;
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
export type UsersPerson = UserArgs;

/** What can be declared of many people at Netex learningCloud. */
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

/** A person of a set as Netex learningCloud shows them. */
export interface ShownPerson {
  /**
   * The name that the person signs in with; unique, compared without regard to case. Changing it renames the
   * account and never replaces it.
   */
  readonly username: string;
  /** The person's first name. */
  readonly name: string;
  /** The person's surname. */
  readonly surname: string;
  /** Code of the person's language, such as "en". */
  readonly language: string;
  /** Code of the person's time zone, such as "Europe/Madrid". */
  readonly timezone: string;
  /** The person's address; compared without regard to case. */
  readonly email: string;
  /** Office phone number. */
  readonly officePhone?: string | undefined;
  /** Mobile phone number. */
  readonly mobilePhone?: string | undefined;
  /** The person's interests, as a text. */
  readonly interests?: string | undefined;
  /** A text about the person. */
  readonly aboutMe?: string | undefined;
  /** Where the person works. */
  readonly location?: string | undefined;
  /** The system that checks the person's credentials; Netex fills in "LOCAL". */
  readonly authSource?: string | undefined;
  /**
   * The person's picture: {url}, or {base64Image, mimeType}. Netex never shows what was sent, so no drift can be
   * seen on it. Where it isn't declared, a change of anything else may take the picture away.
   */
  readonly image?:
    | {
        /** Where Netex finds the picture. */
        url?: string | undefined;
        /** The picture itself in base64, together with mimeType. */
        base64Image?: string | undefined;
        /** The kind of base64Image, such as "image/png". */
        mimeType?: string | undefined;
      }
    | undefined;
  /**
   * Whether the account is active. A declared person is active unless this is false; switching an account on
   * again is shown as a change of its own.
   */
  readonly enabled: boolean;
  /**
   * The person's roles by section. A declared section is managed as a whole, a section that is not declared stays
   * as it is.
   */
  readonly roles?:
    | {
        /**
         * Roles in the management platform; at least one. Where not declared, a new person gets user and an existing
         * one keeps what they have.
         */
        management?: ("user" | "groupadmin" | "admin")[] | undefined;
        /** Roles in the training platform. */
        training?: ("user" | "trainer" | "groupadmin" | "admin")[] | undefined;
        /** Roles in the social platform. */
        social?: ("user" | "admin")[] | undefined;
        /** Roles in the play platform. */
        play?: ("user" | "author" | "validator" | "admin" | "groupadmin")[] | undefined;
        /** Roles in the talent platform. */
        talent?: ("admin" | "employee")[] | undefined;
        /** Roles in the content platform. */
        content?: ("author" | "manager" | "reviewer" | "projectowner")[] | undefined;
      }
    | undefined;
  /**
   * The groups that the person is a member of, each by its id, normally another resource's, or by its code
   * (codGroup). Groups can give roles to their members. An empty list takes the person out of every group.
   */
  readonly groups?: string[] | undefined;
  /** Extended fields of the customer, as texts. Keys that are not named here are not managed. */
  readonly extendedFields?: { [key: string]: string } | undefined;
  /** An identifier of your own for the person. Sent in a second call after the creation. */
  readonly externalId?: string | undefined;
  /**
   * Further data as Netex agreed them with you, a JSON object. No drift is seen on it. Where it isn't declared, a
   * change of anything else sends back what Netex shows of it; where Netex shows none, that may empty it.
   */
  readonly extra?: { [key: string]: unknown } | undefined;
  /**
   * The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted
   * account keeps its own.
   */
  readonly initialPassword?: string | undefined;
  /** The id that all platforms share, where Netex shows it. */
  readonly commonId?: string | undefined;
  /** The picture's path on Netex's server. */
  readonly imageUrl?: string | undefined;
  /**
   * Systems behind the vendor's interface, by its own names, that have not taken the last change. As long as one
   * is named here, it is a difference, and the next run sends everything declared once more.
   */
  readonly pendingOn?: string[] | undefined;
}

/** Many people at Netex learningCloud as one resource. */
export class Users extends DynamicUsers {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/netex:Users";

  /** Whether a value is a set of people at Netex learningCloud, also of another copy of this package. */
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

/** What can be declared of a group at Netex learningCloud. An argument that is left out is not managed. */
export interface GroupArgs {
  /** The code of the group: your own identifier, by which Netex finds it as well. It can't be changed later. */
  codGroup: pulumi.Input<string>;
  /** The name of the group. */
  name: pulumi.Input<string>;
  /** What the group is for. */
  description?: pulumi.Input<string | null> | undefined;
  /**
   * The id of the group that this one is below, normally another Group's id. A new group without it is at the
   * top. It can't be changed later.
   */
  parent?: pulumi.Input<string> | undefined;
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

/** A group at Netex learningCloud. */
export class Group extends DynamicGroup {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/netex:Group";

  /** Whether a value is a group at Netex learningCloud, also of another copy of this package. */
  static override isInstance(value: unknown): value is Group {
    return isOfType(value, Group.__pulumiType);
  }

  /** The code of the group: your own identifier, by which Netex finds it as well. It can't be changed later. */
  declare readonly codGroup: pulumi.Output<string>;
  /** The name of the group. */
  declare readonly name: pulumi.Output<string>;
  /** What the group is for. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * The id of the group that this one is below, normally another Group's id. A new group without it is at the
   * top. It can't be changed later.
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
  /**
   * Systems behind the vendor's interface, by its own names, that have not taken the last change. As long as one
   * is named here, it is a difference, and the next run sends everything declared once more.
   */
  declare readonly pendingOn: pulumi.Output<string[] | undefined>;
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
  return (require("../host.js") as typeof Host).provide("netex");
}

/**
 * The same for sets of people.
 *
 * @internal
 */
export const sets = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).provideSet("netex"),
};

/**
 * The same for groups.
 *
 * @internal
 */
export const groups = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).provide("netex", "group"),
};

const SHAPE = {
  platform: "netex",
  outputs: ["commonId", "imageUrl", "pendingOn", "tenant", "origin"],
  secrets: ["initialPassword"],
} as const;

const GROUP_SHAPE = {
  platform: "netex",
  outputs: ["pendingOn", "tenant", "origin"],
  secrets: [],
} as const;
