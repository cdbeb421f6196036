/** An attribute of people as the realm's user profile declares it. */
export interface ProfileAttribute {
  readonly name: string;
  /** Whether it takes more than one value; default true. */
  readonly multivalued?: boolean;
  /** The only values that it takes; default any. */
  readonly options?: readonly string[];
  /** Whether everybody needs it; default false. */
  readonly required?: boolean;
  /** Whether administrators may change it; default true. */
  readonly writable?: boolean;
}

/** A group that is there from the start, by its name, with those below it. */
export type GroupSeed = string | { readonly name: string; readonly groups: readonly GroupSeed[] };

/** Somebody in the directory behind the realm. */
export interface DirectoryPerson {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** What an administrator has set in the realm, and what it holds from the start. */
export interface RealmSettings {
  /** The realm's name; default `acme`. */
  readonly realm: string;
  /** What the default role is called; default `default-roles-` and the realm's name, as before a realm is renamed. */
  readonly defaultRole: string;
  /** "Edit username" of the login settings; default true. */
  readonly editUsernameAllowed: boolean;
  /** "Email as username"; default false. */
  readonly registrationEmailAsUsername: boolean;
  /** The languages of the realm, where it has several; default none. */
  readonly supportedLocales: readonly string[];
  /** The least characters of a password; default 0. */
  readonly passwordLength: number;
  /** Attributes that the user profile has beside the usual four; default badge, skills and manager. */
  readonly attributes: readonly (string | ProfileAttribute)[];
  /** Which attributes that the profile doesn't declare are kept; default none. */
  readonly unmanagedAttributePolicy: "ENABLED" | "ADMIN_EDIT" | undefined;
  /**
   * Attributes that the profile requires of everybody since people are there: who is made here counts as there before,
   * and every change is refused while they are lacking; default none.
   */
  readonly requiredSince: readonly string[];
  /** Default auditor, contractor and reviewer. */
  readonly roles: readonly string[];
  /** Roles by the ids of clients; default app with reader and writer. */
  readonly clients: Readonly<Record<string, readonly string[]>>;
  /** Default engines and notes. */
  readonly groups: readonly GroupSeed[];
  /** Paths of groups that everybody joins at their creation; default none. */
  readonly defaultGroups: readonly string[];
  /** A read-only LDAP that the realm copies people from; default none. */
  readonly directory: readonly DirectoryPerson[] | undefined;
  /** Whether people who may not be seen are taken out of a page once it is cut, or before; default `cut`. */
  readonly pages: "cut" | "whole";
}

const DEFAULTS: Omit<RealmSettings, "defaultRole"> = {
  realm: "acme",
  editUsernameAllowed: true,
  registrationEmailAsUsername: false,
  supportedLocales: [],
  passwordLength: 0,
  attributes: ["badge", "skills", "manager"],
  unmanagedAttributePolicy: undefined,
  requiredSince: [],
  roles: ["auditor", "contractor", "reviewer"],
  clients: { app: ["reader", "writer"] },
  groups: ["engines", "notes"],
  defaultGroups: [],
  directory: undefined,
  pages: "cut",
};

export function settingsOf(options: Partial<RealmSettings>): RealmSettings {
  const settings = { ...DEFAULTS, ...options };
  return { defaultRole: `default-roles-${settings.realm}`, ...settings };
}
