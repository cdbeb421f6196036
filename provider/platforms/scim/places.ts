import { ENTERPRISE, extensionPath } from "./arguments.js";

/** Arguments that are one text of the user itself. */
export const TEXTS = [
  "userName",
  "externalId",
  "displayName",
  "nickName",
  "profileUrl",
  "title",
  "userType",
  "preferredLanguage",
  "locale",
  "timezone",
] as const;

/** Multi-valued attributes and the parts of their items that are arguments, beside `type` and `primary`. */
export const LISTS: Readonly<Record<string, readonly string[]>> = {
  emails: ["value"],
  phoneNumbers: ["value"],
  ims: ["value"],
  photos: ["value"],
  addresses: ["formatted", "streetAddress", "locality", "region", "postalCode", "country"],
  x509Certificates: ["value"],
};

/** Arguments that stand in the enterprise extension. */
export const ENTERPRISE_NAMES: readonly string[] = [
  "employeeNumber",
  "costCenter",
  "organization",
  "division",
  "department",
  "manager",
];

/** Where an argument, or one key of a map, stands in a user's document. */
export interface Place {
  /** The extension's schema; undefined: the user itself. */
  readonly urn?: string;
  readonly attribute: string;
  readonly part?: string;
}

/** @param path of a change: `["title"]`, `["name", "givenName"]`, `["extensions", "urn:...:badge"]` */
export function placeOf([name, key]: readonly (string | number)[]): Place {
  if (name === "name" && key !== undefined) return { attribute: "name", part: String(key) };
  if (name === "initialPassword") return { attribute: "password" };
  if (name === "extensions") {
    const { urn = "", attribute = "" } = extensionPath(String(key)) ?? {};
    const [whole = "", part] = attribute.split(".");
    return { urn, attribute: whole, ...(part === undefined ? {} : { part }) };
  }
  return ENTERPRISE_NAMES.includes(String(name))
    ? { urn: ENTERPRISE, attribute: String(name) }
    : { attribute: String(name) };
}

/** The place as a PATCH names it (RFC 7644, 3.10). */
export function pathOf({ urn, attribute, part }: Place): string {
  return `${urn === undefined ? "" : `${urn}:`}${attribute}${part === undefined ? "" : `.${part}`}`;
}

/** A text in a filter: quoted as JSON quotes it (RFC 7644, 3.4.2.2). */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
