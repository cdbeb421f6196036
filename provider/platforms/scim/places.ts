import { CORE, ENTERPRISE, extensionPath } from "./arguments.js";

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

export function schemaOf({ urn }: Place): string {
  return urn ?? CORE;
}

/** A text in a filter: quoted as JSON quotes it (RFC 7644, 3.4.2.2). */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
