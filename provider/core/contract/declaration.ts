import type { Adopt, OnDestroy, Options, RolesMode } from "../model/options.js";
import { type DesiredUser, type DesiredValue, FLAT, type ObservedUser, type Roles } from "../model/user.js";
import { isRecord, type Path, parsePath, pathText, UNKNOWN, type Value } from "../model/value.js";
import type { Capabilities, Wanted } from "./platform.js";

/** A resource's arguments taken apart: the person, and how the resource is to be treated. */
export interface Declaration {
  readonly desired: DesiredUser;
  readonly options: Omit<Options, "clear">;
  /** Of outputs: systems behind the vendor that have not taken the last write. Never empty. */
  readonly pendingOn?: readonly string[];
}

/** A resource's properties by name, as adapters pass them, with `UNKNOWN` where the engine doesn't know yet. */
export type Properties = Readonly<Record<string, unknown>>;

/** The parts of an account that matter to a declaration. */
export function wantedBy({ desired }: Declaration): Wanted {
  return { roles: desired.roles !== undefined, manager: desired.manager !== undefined };
}

/**
 * Takes arguments apart. It reads outputs just as well, since outputs repeat the arguments in the same shape. It
 * trusts shapes: arguments come from check, outputs from state.
 */
export function fromProperties(capabilities: Capabilities, properties: Properties): Declaration {
  const attributes: Record<string, DesiredValue> = {};
  for (const name of Object.keys(capabilities.attributes)) {
    if (properties[name] !== undefined) attributes[name] = properties[name] as DesiredValue;
  }
  let manager = properties["manager"] as DesiredUser["manager"];
  for (const path of clearedPaths(properties["clear"])) {
    const [name, key] = path as [string, string | undefined];
    if (name === "manager") manager = null;
    else if (key === undefined) attributes[name] = null;
    else attributes[name] = { ...(isRecord(attributes[name]) ? attributes[name] : {}), [key]: null } as Value;
  }
  const pendingOn = pendingIn(properties);
  return {
    desired: { attributes, roles: rolesFrom(capabilities, properties["roles"]), manager },
    options: {
      adopt: properties["adopt"] as Adopt | undefined,
      onDestroy: properties["onDestroy"] as OnDestroy | undefined,
      rolesMode: properties["rolesMode"] as RolesMode | undefined,
    },
    ...(pendingOn ? { pendingOn } : {}),
  };
}

/** What outputs hold in `pendingOn`; undefined where nothing is pending. */
export function pendingIn({ pendingOn }: Properties): readonly string[] | undefined {
  const systems = Array.isArray(pendingOn) ? pendingOn.filter((name) => typeof name === "string") : [];
  return systems.length > 0 ? systems : undefined;
}

/** The inverse of `fromProperties`, but for what is pending: attributes that hold null are named in `clear`. */
export function toProperties(capabilities: Capabilities, declaration: Declaration): Record<string, unknown> {
  const { desired, options } = declaration;
  const properties: Record<string, unknown> = {};
  const clear: string[] = [];
  for (const [name, value] of Object.entries(desired.attributes)) {
    if (value === null) clear.push(pathText([name]));
    else if (capabilities.attributes[name]?.map && isRecord(value)) {
      const kept = Object.entries(value).filter(([, item]) => item !== null);
      for (const [key, item] of Object.entries(value)) if (item === null) clear.push(pathText([name, key]));
      if (kept.length > 0 || Object.keys(value).length === 0) properties[name] = Object.fromEntries(kept);
    } else properties[name] = value;
  }
  if (desired.roles !== undefined) properties["roles"] = rolesTo(capabilities, desired.roles);
  if (desired.manager === null) clear.push("manager");
  else if (desired.manager !== undefined) properties["manager"] = desired.manager;
  if (clear.length > 0) properties["clear"] = clear.sort();
  for (const [name, value] of Object.entries(options)) if (value !== undefined) properties[name] = value;
  return properties;
}

/** The natural key as the vendor compares it; undefined where there is none or it isn't known yet. */
export function naturalKeyOf(capabilities: Capabilities, person: Properties): string | undefined {
  const text = person[capabilities.naturalKey];
  return typeof text === "string" ? comparableKey(capabilities, text) : undefined;
}

/** Whom a declaration is about, by the natural key as the vendor compares it. */
export function personOf(capabilities: Capabilities, { desired }: Declaration): string | undefined {
  return naturalKeyOf(capabilities, desired.attributes);
}

/** Natural keys that the vendor takes for one give one text, in whatever Unicode form they are written. */
export function comparableKey({ naturalKey, attributes }: Capabilities, text: string): string {
  const normal = text.normalize("NFC");
  return attributes[naturalKey]?.compareBy?.(normal) ?? normal;
}

/** The paths named in `clear` that can be read as such; check has refused the others. */
export function clearedPaths(clear: unknown): readonly Path[] {
  if (!Array.isArray(clear)) return [];
  return clear.flatMap((entry) => {
    const path = typeof entry === "string" ? parsePath(entry) : undefined;
    return path === undefined ? [] : [path];
  });
}

/** Everything about an account that its vendor shows and a program can declare: the arguments of an import. */
export function declareAll(capabilities: Capabilities, observed: ObservedUser): DesiredUser {
  const attributes = Object.fromEntries(
    Object.entries(observed.attributes).flatMap(([name, value]): [string, Value][] => {
      const { writeOnly, vendorKeys } = capabilities.attributes[name] ?? {};
      if (writeOnly) return [];
      if (!vendorKeys || !isRecord(value)) return [[name, value]];
      const own = Object.entries(value).filter(([key]) => !vendorKeys.includes(key));
      return own.length > 0 ? [[name, Object.fromEntries(own) as Value]] : [];
    }),
  );
  const roles = Object.fromEntries(
    Object.entries(observed.roles).map(([section, names]) => [section, withoutImplied(capabilities, names, [])]),
  );
  const hasRoles = Object.values(roles).some((names) => names.length > 0);
  return { attributes, roles: hasRoles ? roles : undefined, manager: observed.manager ?? undefined };
}

/** The same as properties, without the options. */
export function shownProperties(capabilities: Capabilities, observed: ObservedUser): Record<string, unknown> {
  const options = { adopt: undefined, onDestroy: undefined, rolesMode: undefined };
  return toProperties(capabilities, { desired: declareAll(capabilities, observed), options });
}

/** Role names less those that the vendor grants by itself, unless they are declared; sorted. */
export function withoutImplied(
  capabilities: Capabilities,
  names: readonly string[],
  declared: readonly string[],
  impliedHere: readonly string[] = [],
): readonly string[] {
  const implied = new Set([...capabilities.roles.implied, ...impliedHere]);
  return sortedSet(names.filter((name) => !implied.has(name) || declared.includes(name)));
}

/** Each text once, in a fixed order that does not depend on the machine's language. */
export function sortedSet(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function rolesFrom(capabilities: Capabilities, roles: unknown): DesiredUser["roles"] {
  if (roles === undefined || roles === null) return undefined;
  if (roles === UNKNOWN) return UNKNOWN;
  return capabilities.roles.sections ? (roles as Roles) : { [FLAT]: roles as readonly string[] };
}

function rolesTo(capabilities: Capabilities, roles: NonNullable<DesiredUser["roles"]>): unknown {
  if (roles === UNKNOWN) return UNKNOWN;
  return capabilities.roles.sections ? roles : (roles[FLAT] ?? []);
}
