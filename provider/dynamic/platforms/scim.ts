// Generated from provider/platforms/scim by `npm run generate`; do not edit.
import type * as pulumi from "@pulumi/pulumi";
import type * as Host from "../host.js";
import { DynamicGroup, DynamicUser, DynamicUsers, isOfType } from "../resource.js";

/** What can be declared of a person at SCIM 2.0. An argument that is left out is not managed. */
export interface UserArgs {
  /**
   * The name the person signs in with; unique at the server, compared without regard to case. Changing it renames
   * the account and never replaces it.
   */
  userName: pulumi.Input<string>;
  /** The person's identifier in your own system. */
  externalId?: pulumi.Input<string | null> | undefined;
  /** The parts of the person's name, each managed on its own. */
  name?:
    | pulumi.Input<{
        /** The whole name as it is displayed. */
        formatted?: pulumi.Input<string | null> | undefined;
        /** The family name. */
        familyName?: pulumi.Input<string | null> | undefined;
        /** The given name. */
        givenName?: pulumi.Input<string | null> | undefined;
        /** The middle names. */
        middleName?: pulumi.Input<string | null> | undefined;
        /** What stands before the name, such as "Dr.". */
        honorificPrefix?: pulumi.Input<string | null> | undefined;
        /** What stands after the name, such as "III". */
        honorificSuffix?: pulumi.Input<string | null> | undefined;
      }>
    | undefined;
  /** The name that is shown. */
  displayName?: pulumi.Input<string | null> | undefined;
  /** The casual name. */
  nickName?: pulumi.Input<string | null> | undefined;
  /** The address of a page about the person. */
  profileUrl?: pulumi.Input<string | null> | undefined;
  /** The person's title, such as "Engineer". */
  title?: pulumi.Input<string | null> | undefined;
  /** The relation to the organization, such as "Employee" or "Contractor". */
  userType?: pulumi.Input<string | null> | undefined;
  /** Languages in the form of HTTP's Accept-Language, such as "en-GB". */
  preferredLanguage?: pulumi.Input<string | null> | undefined;
  /** For dates and numbers, such as "en-GB". */
  locale?: pulumi.Input<string | null> | undefined;
  /** The time zone by its name, such as "Europe/London". */
  timezone?: pulumi.Input<string | null> | undefined;
  /**
   * Whether the account is switched on. A declared person is active unless this is false; switching an account on
   * again is shown as a change of its own.
   */
  active?: pulumi.Input<boolean> | undefined;
  /** E-mail addresses, as a set; compared without regard to case. */
  emails?:
    | pulumi.Input<
        | pulumi.Input<{
            /** The value itself. */
            value: pulumi.Input<string>;
            /** What it is for, such as "work" or "home". */
            type?: pulumi.Input<string> | undefined;
            /** Marks the one that is preferred; at most one is. */
            primary?: pulumi.Input<true> | undefined;
          }>[]
        | null
      >
    | undefined;
  /** Telephone numbers, as a set. */
  phoneNumbers?:
    | pulumi.Input<
        | pulumi.Input<{
            /** The value itself. */
            value: pulumi.Input<string>;
            /** What it is for, such as "work" or "mobile". */
            type?: pulumi.Input<string> | undefined;
            /** Marks the one that is preferred; at most one is. */
            primary?: pulumi.Input<true> | undefined;
          }>[]
        | null
      >
    | undefined;
  /** Addresses for instant messages, as a set. */
  ims?:
    | pulumi.Input<
        | pulumi.Input<{
            /** The value itself. */
            value: pulumi.Input<string>;
            /** What it is for, such as "xmpp". */
            type?: pulumi.Input<string> | undefined;
            /** Marks the one that is preferred; at most one is. */
            primary?: pulumi.Input<true> | undefined;
          }>[]
        | null
      >
    | undefined;
  /** Addresses of pictures, as a set. */
  photos?:
    | pulumi.Input<
        | pulumi.Input<{
            /** The value itself. */
            value: pulumi.Input<string>;
            /** What it is for, such as "photo" or "thumbnail". */
            type?: pulumi.Input<string> | undefined;
            /** Marks the one that is preferred; at most one is. */
            primary?: pulumi.Input<true> | undefined;
          }>[]
        | null
      >
    | undefined;
  /** Postal addresses, as a set. */
  addresses?:
    | pulumi.Input<
        | pulumi.Input<{
            /** The whole address as it is printed. */
            formatted?: pulumi.Input<string> | undefined;
            /** Street and number. */
            streetAddress?: pulumi.Input<string> | undefined;
            /** The city or town. */
            locality?: pulumi.Input<string> | undefined;
            /** State or region. */
            region?: pulumi.Input<string> | undefined;
            /** The postal code. */
            postalCode?: pulumi.Input<string> | undefined;
            /** Two letters of the country, such as "GB". */
            country?: pulumi.Input<string> | undefined;
            /** What it is for, such as "work" or "home". */
            type?: pulumi.Input<string> | undefined;
            /** Marks the one that is preferred; at most one is. */
            primary?: pulumi.Input<true> | undefined;
          }>[]
        | null
      >
    | undefined;
  /** What the person is entitled to, by the server's values, as a set. */
  entitlements?: pulumi.Input<pulumi.Input<string>[] | null> | undefined;
  /** Certificates, each as base64 of its DER form, as a set. */
  x509Certificates?:
    | pulumi.Input<
        | pulumi.Input<{
            /** The value itself. */
            value: pulumi.Input<string>;
            /** What it is for, such as "signing". */
            type?: pulumi.Input<string> | undefined;
            /** Marks the one that is preferred; at most one is. */
            primary?: pulumi.Input<true> | undefined;
          }>[]
        | null
      >
    | undefined;
  /** Enterprise: the number of the employment. */
  employeeNumber?: pulumi.Input<string | null> | undefined;
  /** Enterprise: the cost centre. */
  costCenter?: pulumi.Input<string | null> | undefined;
  /** Enterprise: the organization. */
  organization?: pulumi.Input<string | null> | undefined;
  /** Enterprise: the division. */
  division?: pulumi.Input<string | null> | undefined;
  /** Enterprise: the department. */
  department?: pulumi.Input<string | null> | undefined;
  /**
   * Attributes of other extension schemas by their full names, "{urn}:{attribute}", as RFC 7644 3.10 writes them.
   * Keys that are not named here are not managed.
   */
  extensions?:
    | pulumi.Input<{ [key: string]: pulumi.Input<string | number | boolean | pulumi.Input<string>[] | null> }>
    | undefined;
  /**
   * The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted
   * account keeps its own.
   */
  initialPassword?: pulumi.Input<string> | undefined;
  /** The person's roles by the server's values. An empty list takes every role away. */
  roles?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * The groups that the person is a member of, by their ids, normally other resources'. Groups that other groups
   * lead to are left alone. An empty list takes the person out of every group.
   */
  groups?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Enterprise: the id of the manager's user, normally another User's id. */
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

/** A person at SCIM 2.0. */
export class User extends DynamicUser {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/scim:User";

  /** Whether a value is a person at SCIM 2.0, also of another copy of this package. */
  static override isInstance(value: unknown): value is User {
    return isOfType(value, User.__pulumiType);
  }

  /**
   * The name the person signs in with; unique at the server, compared without regard to case. Changing it renames
   * the account and never replaces it.
   */
  declare readonly userName: pulumi.Output<string>;
  /** The person's identifier in your own system. */
  declare readonly externalId: pulumi.Output<string | undefined>;
  /** The parts of the person's name, each managed on its own. */
  declare readonly name: pulumi.Output<
    | {
        /** The whole name as it is displayed. */
        formatted?: string | undefined;
        /** The family name. */
        familyName?: string | undefined;
        /** The given name. */
        givenName?: string | undefined;
        /** The middle names. */
        middleName?: string | undefined;
        /** What stands before the name, such as "Dr.". */
        honorificPrefix?: string | undefined;
        /** What stands after the name, such as "III". */
        honorificSuffix?: string | undefined;
      }
    | undefined
  >;
  /** The name that is shown. */
  declare readonly displayName: pulumi.Output<string | undefined>;
  /** The casual name. */
  declare readonly nickName: pulumi.Output<string | undefined>;
  /** The address of a page about the person. */
  declare readonly profileUrl: pulumi.Output<string | undefined>;
  /** The person's title, such as "Engineer". */
  declare readonly title: pulumi.Output<string | undefined>;
  /** The relation to the organization, such as "Employee" or "Contractor". */
  declare readonly userType: pulumi.Output<string | undefined>;
  /** Languages in the form of HTTP's Accept-Language, such as "en-GB". */
  declare readonly preferredLanguage: pulumi.Output<string | undefined>;
  /** For dates and numbers, such as "en-GB". */
  declare readonly locale: pulumi.Output<string | undefined>;
  /** The time zone by its name, such as "Europe/London". */
  declare readonly timezone: pulumi.Output<string | undefined>;
  /**
   * Whether the account is switched on. A declared person is active unless this is false; switching an account on
   * again is shown as a change of its own.
   */
  declare readonly active: pulumi.Output<boolean>;
  /** E-mail addresses, as a set; compared without regard to case. */
  declare readonly emails: pulumi.Output<
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "work" or "home". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined
  >;
  /** Telephone numbers, as a set. */
  declare readonly phoneNumbers: pulumi.Output<
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "work" or "mobile". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined
  >;
  /** Addresses for instant messages, as a set. */
  declare readonly ims: pulumi.Output<
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "xmpp". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined
  >;
  /** Addresses of pictures, as a set. */
  declare readonly photos: pulumi.Output<
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "photo" or "thumbnail". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined
  >;
  /** Postal addresses, as a set. */
  declare readonly addresses: pulumi.Output<
    | {
        /** The whole address as it is printed. */
        formatted?: string | undefined;
        /** Street and number. */
        streetAddress?: string | undefined;
        /** The city or town. */
        locality?: string | undefined;
        /** State or region. */
        region?: string | undefined;
        /** The postal code. */
        postalCode?: string | undefined;
        /** Two letters of the country, such as "GB". */
        country?: string | undefined;
        /** What it is for, such as "work" or "home". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined
  >;
  /** What the person is entitled to, by the server's values, as a set. */
  declare readonly entitlements: pulumi.Output<string[] | undefined>;
  /** Certificates, each as base64 of its DER form, as a set. */
  declare readonly x509Certificates: pulumi.Output<
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "signing". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined
  >;
  /** Enterprise: the number of the employment. */
  declare readonly employeeNumber: pulumi.Output<string | undefined>;
  /** Enterprise: the cost centre. */
  declare readonly costCenter: pulumi.Output<string | undefined>;
  /** Enterprise: the organization. */
  declare readonly organization: pulumi.Output<string | undefined>;
  /** Enterprise: the division. */
  declare readonly division: pulumi.Output<string | undefined>;
  /** Enterprise: the department. */
  declare readonly department: pulumi.Output<string | undefined>;
  /**
   * Attributes of other extension schemas by their full names, "{urn}:{attribute}", as RFC 7644 3.10 writes them.
   * Keys that are not named here are not managed.
   */
  declare readonly extensions: pulumi.Output<{ [key: string]: string | number | boolean | string[] } | undefined>;
  /**
   * The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted
   * account keeps its own.
   */
  declare readonly initialPassword: pulumi.Output<string | undefined>;
  /** The person's roles by the server's values. An empty list takes every role away. */
  declare readonly roles: pulumi.Output<string[] | undefined>;
  /**
   * The groups that the person is a member of, by their ids, normally other resources'. Groups that other groups
   * lead to are left alone. An empty list takes the person out of every group.
   */
  declare readonly groups: pulumi.Output<string[] | undefined>;
  /** Enterprise: the id of the manager's user, normally another User's id. */
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

/** What can be declared of many people at SCIM 2.0. */
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

/** A person of a set as SCIM 2.0 shows them. */
export interface ShownPerson {
  /**
   * The name the person signs in with; unique at the server, compared without regard to case. Changing it renames
   * the account and never replaces it.
   */
  readonly userName: string;
  /** The person's identifier in your own system. */
  readonly externalId?: string | undefined;
  /** The parts of the person's name, each managed on its own. */
  readonly name?:
    | {
        /** The whole name as it is displayed. */
        formatted?: string | undefined;
        /** The family name. */
        familyName?: string | undefined;
        /** The given name. */
        givenName?: string | undefined;
        /** The middle names. */
        middleName?: string | undefined;
        /** What stands before the name, such as "Dr.". */
        honorificPrefix?: string | undefined;
        /** What stands after the name, such as "III". */
        honorificSuffix?: string | undefined;
      }
    | undefined;
  /** The name that is shown. */
  readonly displayName?: string | undefined;
  /** The casual name. */
  readonly nickName?: string | undefined;
  /** The address of a page about the person. */
  readonly profileUrl?: string | undefined;
  /** The person's title, such as "Engineer". */
  readonly title?: string | undefined;
  /** The relation to the organization, such as "Employee" or "Contractor". */
  readonly userType?: string | undefined;
  /** Languages in the form of HTTP's Accept-Language, such as "en-GB". */
  readonly preferredLanguage?: string | undefined;
  /** For dates and numbers, such as "en-GB". */
  readonly locale?: string | undefined;
  /** The time zone by its name, such as "Europe/London". */
  readonly timezone?: string | undefined;
  /**
   * Whether the account is switched on. A declared person is active unless this is false; switching an account on
   * again is shown as a change of its own.
   */
  readonly active: boolean;
  /** E-mail addresses, as a set; compared without regard to case. */
  readonly emails?:
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "work" or "home". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined;
  /** Telephone numbers, as a set. */
  readonly phoneNumbers?:
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "work" or "mobile". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined;
  /** Addresses for instant messages, as a set. */
  readonly ims?:
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "xmpp". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined;
  /** Addresses of pictures, as a set. */
  readonly photos?:
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "photo" or "thumbnail". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined;
  /** Postal addresses, as a set. */
  readonly addresses?:
    | {
        /** The whole address as it is printed. */
        formatted?: string | undefined;
        /** Street and number. */
        streetAddress?: string | undefined;
        /** The city or town. */
        locality?: string | undefined;
        /** State or region. */
        region?: string | undefined;
        /** The postal code. */
        postalCode?: string | undefined;
        /** Two letters of the country, such as "GB". */
        country?: string | undefined;
        /** What it is for, such as "work" or "home". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined;
  /** What the person is entitled to, by the server's values, as a set. */
  readonly entitlements?: string[] | undefined;
  /** Certificates, each as base64 of its DER form, as a set. */
  readonly x509Certificates?:
    | {
        /** The value itself. */
        value: string;
        /** What it is for, such as "signing". */
        type?: string | undefined;
        /** Marks the one that is preferred; at most one is. */
        primary?: true | undefined;
      }[]
    | undefined;
  /** Enterprise: the number of the employment. */
  readonly employeeNumber?: string | undefined;
  /** Enterprise: the cost centre. */
  readonly costCenter?: string | undefined;
  /** Enterprise: the organization. */
  readonly organization?: string | undefined;
  /** Enterprise: the division. */
  readonly division?: string | undefined;
  /** Enterprise: the department. */
  readonly department?: string | undefined;
  /**
   * Attributes of other extension schemas by their full names, "{urn}:{attribute}", as RFC 7644 3.10 writes them.
   * Keys that are not named here are not managed.
   */
  readonly extensions?: { [key: string]: string | number | boolean | string[] } | undefined;
  /**
   * The password of a new account. It acts at creation alone: later changes of it are ignored, and an adopted
   * account keeps its own.
   */
  readonly initialPassword?: string | undefined;
  /** The person's roles by the server's values. An empty list takes every role away. */
  readonly roles?: string[] | undefined;
  /**
   * The groups that the person is a member of, by their ids, normally other resources'. Groups that other groups
   * lead to are left alone. An empty list takes the person out of every group.
   */
  readonly groups?: string[] | undefined;
  /** The manager: another key of the same map, or the id of an account. */
  readonly manager?: string | undefined;
}

/** Many people at SCIM 2.0 as one resource. */
export class Users extends DynamicUsers {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/scim:Users";

  /** Whether a value is a set of people at SCIM 2.0, also of another copy of this package. */
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

/** What can be declared of a group at SCIM 2.0. An argument that is left out is not managed. */
export interface GroupArgs {
  /**
   * The name of the group, compared without regard to case. Two groups can have one name at a server: then an
   * import by id tells which is meant. Changing it renames the group and never replaces it.
   */
  displayName: pulumi.Input<string>;
  /** The group's identifier in your own system. */
  externalId?: pulumi.Input<string | null> | undefined;
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

/** A group at SCIM 2.0. */
export class Group extends DynamicGroup {
  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/roster/scim:Group";

  /** Whether a value is a group at SCIM 2.0, also of another copy of this package. */
  static override isInstance(value: unknown): value is Group {
    return isOfType(value, Group.__pulumiType);
  }

  /**
   * The name of the group, compared without regard to case. Two groups can have one name at a server: then an
   * import by id tells which is meant. Changing it renames the group and never replaces it.
   */
  declare readonly displayName: pulumi.Output<string>;
  /** The group's identifier in your own system. */
  declare readonly externalId: pulumi.Output<string | undefined>;
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
  return (require("../host.js") as typeof Host).provide("scim");
}

/**
 * The same for sets of people.
 *
 * @internal
 */
export const sets = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).provideSet("scim"),
};

/**
 * The same for groups.
 *
 * @internal
 */
export const groups = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).provide("scim", "group"),
};

const SHAPE = {
  platform: "scim",
  outputs: ["tenant", "origin"],
  secrets: ["initialPassword"],
} as const;

const GROUP_SHAPE = {
  platform: "scim",
  outputs: ["tenant", "origin"],
  secrets: [],
} as const;
