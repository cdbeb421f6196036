import type { JsonObject } from "../json";
import type { Complaint } from "./answers";
import type { ProfileAttribute, RealmSettings } from "./settings";
import type { KeycloakUser } from "./store";

const LONGEST_TEXT = 255;
const LONGEST_VALUE = 2048;
const SHORTEST_USERNAME = 3;

/** What names of people may not hold; more than that is refused in usernames. */
const NO_NAME = /[<>&"$%!#?§;*~/\\|^=[\]{}()\p{Cc}]/u;
const NO_USERNAME = /[<>&"'\s$%!#?§,;:*~/\\|^=[\]{}()`\p{Cc}]/u;
/** Names in which letters that look alike could stand for others are refused. */
const LATIN = /^[\p{Script=Latin}\p{Nd}\p{P}\p{S}]*$/u;
const ADDRESS = /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)*$/;

const OWN = ["username", "email", "firstName", "lastName"] as const;
/** What a directory's copies have of it; nobody writes these. */
export const OF_A_DIRECTORY = ["LDAP_ID", "LDAP_ENTRY_DN", "createTimestamp", "modifyTimestamp"];

const ADMIN = ["admin"];
const EVERYBODY = ["admin", "user"];

/** The attributes that the realm's profile declares, as they stand now. */
export class UserProfile {
  #attributes: readonly ProfileAttribute[];

  constructor(readonly settings: RealmSettings) {
    this.#attributes = settings.attributes.map((one) => (typeof one === "string" ? { name: one } : one));
  }

  declare(attribute: ProfileAttribute): void {
    this.#attributes = [...this.#attributes.filter(({ name }) => name !== attribute.name), attribute];
  }

  /** Whether administrators see and set an attribute of this name; what they don't is dropped without a word. */
  isKept(name: string): boolean {
    return this.#declares(name) || this.settings.unmanagedAttributePolicy !== undefined;
  }

  /** Whether what an administrator leaves out of this stays as it is. */
  isFixed(name: string): boolean {
    const isUnwritable = this.#attributes.some((one) => one.name === name && one.writable === false);
    return isUnwritable || OF_A_DIRECTORY.includes(name);
  }

  /** What is wrong with somebody as they are about to be stored. */
  complaints(user: KeycloakUser, before: KeycloakUser | undefined): readonly Complaint[] {
    return [...this.#ofOwn(user, before), ...this.#attributes.flatMap((one) => [...this.#of(one, user, before)])];
  }

  document(): JsonObject {
    const { unmanagedAttributePolicy } = this.settings;
    return {
      attributes: [
        ...OWN.map((name) => ({
          name,
          displayName: `\${${name}}`,
          validations: OWN_VALIDATIONS[name],
          ...(name === "username" ? {} : { required: { roles: ["user"] } }),
          permissions: { view: EVERYBODY, edit: EVERYBODY },
          multivalued: false,
        })),
        ...this.#attributes.map(({ name, multivalued = true, options, required, writable = true }) => ({
          name,
          ...(options ? { validations: { options: { options } } } : {}),
          ...(required || this.settings.requiredSince.includes(name) ? { required: {} } : {}),
          permissions: { view: ADMIN, edit: writable ? ADMIN : [] },
          multivalued,
        })),
      ],
      groups: [GROUP],
      ...(unmanagedAttributePolicy === undefined ? {} : { unmanagedAttributePolicy }),
    };
  }

  /** With what the realm's settings add: the language, where there are several. */
  metadata(): JsonObject {
    const shown = (name: string, more: JsonObject) => ({ name, displayName: name, readOnly: false, ...more });
    return {
      attributes: [
        ...(this.#hasLocale() ? [shown("locale", { required: false, validators: {}, multivalued: false })] : []),
        ...OWN.map((name) => ({
          ...shown(name, { required: name === "username", multivalued: false }),
          displayName: `\${${name}}`,
          validators: { ...OWN_VALIDATIONS[name], multivalued: { max: "1" } },
        })),
        ...this.#attributes.map(({ name, multivalued = true, options, required = false, writable = true }) => ({
          ...shown(name, { required, multivalued, readOnly: !writable }),
          validators: options ? { options: { options } } : {},
        })),
      ],
      groups: [GROUP],
    };
  }

  #hasLocale(): boolean {
    return this.settings.supportedLocales.length > 0;
  }

  #declares(name: string): boolean {
    return this.#attributes.some((one) => one.name === name) || (name === "locale" && this.#hasLocale());
  }

  *#ofOwn(user: KeycloakUser, before: KeycloakUser | undefined): Generator<Complaint> {
    const { username, email } = user;
    if (before && !this.settings.editUsernameAllowed && !this.settings.registrationEmailAsUsername) {
      if (before.username !== username) yield readOnly("username");
    }
    if (username.length < SHORTEST_USERNAME || username.length > LONGEST_TEXT)
      yield complaint("username", "error-invalid-length", SHORTEST_USERNAME, LONGEST_TEXT);
    else if (NO_USERNAME.test(username) || !LATIN.test(username))
      yield complaint("username", "error-username-invalid-character");
    if (email !== undefined && !ADDRESS.test(email)) yield complaint("email", "error-invalid-email", email);
    for (const name of ["firstName", "lastName"] as const) {
      const text = user[name] ?? "";
      if (text.length > LONGEST_TEXT) yield complaint(name, "error-invalid-length-too-long", null, LONGEST_TEXT);
      if (NO_NAME.test(text)) yield complaint(name, "error-person-name-invalid-character");
    }
  }

  *#of(attribute: ProfileAttribute, user: KeycloakUser, before: KeycloakUser | undefined): Generator<Complaint> {
    const { name, multivalued = true, options, writable = true } = attribute;
    const values = user.attributes[name] ?? [];
    const isRequired = attribute.required || (before !== undefined && this.settings.requiredSince.includes(name));
    if (isRequired && values.length === 0) yield complaint(name, "error-user-attribute-required");
    if (!writable && String(values) !== String(before?.attributes[name] ?? [])) yield readOnly(name);
    if (!multivalued && values.length > 1) yield complaint(name, "error-invalid-multivalued-size", 0, 1);
    else if (options && values.some((value) => !options.includes(value))) yield complaint(name, "error-invalid-value");
    if (values.some((value) => value.length > LONGEST_VALUE))
      yield complaint(name, "error-invalid-length", 0, LONGEST_VALUE);
  }
}

/** What a directory holds for itself of a copy, and a change would touch. */
export function heldByDirectory(user: KeycloakUser, before: KeycloakUser): readonly Complaint[] {
  const own = OWN.filter((name) => user[name] !== before[name]);
  const names = new Set([...Object.keys(user.attributes), ...Object.keys(before.attributes)]);
  const further = [...names].filter(
    (name) => String(user.attributes[name] ?? "") !== String(before.attributes[name] ?? ""),
  );
  return [
    ...[...own, ...further].filter((name) => !OF_A_DIRECTORY.includes(name)).map(readOnly),
    ...further
      .filter((name) => OF_A_DIRECTORY.includes(name) && user.attributes[name] !== undefined)
      .map((name) => complaint(name, "updateReadOnlyAttributesRejectedMessage")),
  ];
}

function complaint(field: string, errorMessage: string, ...params: readonly unknown[]): Complaint {
  return { field, errorMessage, params: [field, ...params] };
}

function readOnly(field: string): Complaint {
  return complaint(field, "error-user-attribute-read-only");
}

const OWN_VALIDATIONS: Readonly<Record<(typeof OWN)[number], JsonObject>> = {
  username: {
    length: { min: SHORTEST_USERNAME, max: LONGEST_TEXT },
    "username-prohibited-characters": {},
    "up-username-not-idn-homograph": {},
  },
  email: { email: {}, length: { max: LONGEST_TEXT } },
  firstName: { length: { max: LONGEST_TEXT }, "person-name-prohibited-characters": {} },
  lastName: { length: { max: LONGEST_TEXT }, "person-name-prohibited-characters": {} },
};

const GROUP = {
  name: "user-metadata",
  displayHeader: "User metadata",
  displayDescription: "Attributes, which refer to user metadata",
};
