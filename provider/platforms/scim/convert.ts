import { declaredMembers, declaredReference } from "../../core/contract/declaration.js";
import { type Desired, FLAT, type Observed, type ObservedSet } from "../../core/model/entity.js";
import { isRecord, type Value } from "../../core/model/value.js";
import { publicNames } from "../personal.js";
import { CORE, ENTERPRISE, Name, attributes as traits } from "./arguments.js";
import { writeAt } from "./documents.js";
import { ENTERPRISE_NAMES, LISTS, placeOf, TEXTS } from "./places.js";
import { readText } from "./reading.js";
import type { AnyUser, UserDocument, WireUser } from "./wire.js";

/** Attributes of a document that may be shown in messages. */
export const PUBLIC = publicNames(traits);

/** @param groups absent: the server doesn't tell, or nobody asked */
export function toObserved(user: AnyUser, groups?: ObservedSet): Observed {
  const attributes: Record<string, Value> = { active: isActive(user) };
  const enterprise = recordAt(user, ENTERPRISE);
  for (const name of TEXTS) put(attributes, name, textOf(user[name]));
  // The manager among them is an object, and no text.
  for (const name of ENTERPRISE_NAMES) put(attributes, name, textOf(enterprise[name]));
  const name = Object.keys(Name.shape).flatMap((part) => entry(part, textOf(user.name?.[part])));
  if (name.length > 0) attributes["name"] = Object.fromEntries(name);
  for (const [list, parts] of Object.entries(LISTS)) {
    const items = itemsAt(user, list).flatMap((item) => shownItem(item, parts));
    if (items.length > 0) attributes[list] = items;
  }
  const entitlements = valuesOf(itemsAt(user, "entitlements"));
  if (entitlements.length > 0) attributes["entitlements"] = entitlements;
  const extensions = Object.entries(user).flatMap(([urn, value]) => extensionEntries(urn, value));
  if (extensions.length > 0) attributes["extensions"] = Object.fromEntries(extensions);
  return {
    id: user.id,
    active: isActive(user),
    attributes,
    sets: { roles: { members: { [FLAT]: valuesOf(itemsAt(user, "roles")) } }, ...(groups ? { groups } : {}) },
    references: managerOf(enterprise["manager"]),
    info: {},
  };
}

/** The document that creates a person. */
export function toCreate(desired: Desired): UserDocument {
  const document: Record<string, unknown> = { schemas: [CORE], active: true };
  const set = (path: readonly string[], value: unknown): void => {
    if (value !== null && value !== undefined) writeAt(document, placeOf(path), value);
  };
  for (const [name, value] of Object.entries(desired.attributes)) {
    // An object is a map of single values.
    if (isRecord(value)) for (const [key, item] of Object.entries(value)) set([name, key], item);
    else set([name], Array.isArray(value) ? value.map(asItem) : value);
  }
  const roles = declaredMembers(desired, "roles")?.[FLAT] ?? [];
  if (roles.length > 0) set(["roles"], roles.map(asItem));
  const manager = declaredReference(desired, "manager");
  if (manager !== undefined) set(["manager"], { value: manager });
  return document;
}

/** The items at a list of a document in the standard's form. */
export function itemsAt(user: Readonly<Record<string, unknown>>, list: string): readonly Record<string, unknown>[] {
  const items = user[list];
  return Array.isArray(items) ? items.filter(isRecord) : [];
}

export function asItem(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : { value };
}

/** `active` is a server's own matter in the standard: where it is not shown, nobody has switched the account off. */
export function isActive({ active }: Pick<WireUser, "active">): boolean {
  return active !== false;
}

/** Nothing is said where somebody is, and this answer doesn't tell by which id. */
function managerOf(manager: unknown): Observed["references"] {
  if (!isRecord(manager)) return { manager: null };
  const id = textOf(manager["value"]);
  return id === undefined ? {} : { manager: id };
}

function shownItem(item: Readonly<Record<string, unknown>>, parts: readonly string[]): Record<string, Value>[] {
  const shown = [...parts, "type"].flatMap((part) => entry(part, textOf(item[part])));
  if (parts[0] === "value" && textOf(item["value"]) === undefined) return [];
  return [{ ...Object.fromEntries(shown), ...(item["primary"] === true ? { primary: true } : {}) }];
}

function valuesOf(items: readonly Record<string, unknown>[]): readonly string[] {
  return items.flatMap(({ value, display }) => textOf(value) ?? textOf(display) ?? []);
}

/** The attributes of one extension by their full names, those of a complex one part by part. */
function extensionEntries(urn: string, extension: unknown): [string, Value][] {
  if (!/^urn:/i.test(urn) || urn === ENTERPRISE || !isRecord(extension)) return [];
  return Object.entries(extension).flatMap(([attribute, value]): [string, Value][] => {
    if (isRecord(value)) {
      return Object.entries(value).flatMap(([part, inner]) => entry(`${urn}:${attribute}.${part}`, scalarOf(inner)));
    }
    if (Array.isArray(value)) {
      const values = valuesOf(value.map(asItem).map((item) => ({ ...item, value: readText(item["value"]) })));
      return values.length > 0 ? [[`${urn}:${attribute}`, values]] : [];
    }
    return entry(`${urn}:${attribute}`, scalarOf(value));
  });
}

function scalarOf(value: unknown): Value | undefined {
  return typeof value === "boolean" || typeof value === "number" ? value : textOf(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function entry(name: string, value: Value | undefined): [string, Value][] {
  return value === undefined ? [] : [[name, value]];
}

function put(into: Record<string, Value>, name: string, value: Value | undefined): void {
  if (value !== undefined) into[name] = value;
}

function recordAt(user: AnyUser, urn: string): Readonly<Record<string, unknown>> {
  const extension = user[urn];
  return isRecord(extension) ? extension : {};
}
