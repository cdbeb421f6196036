import { type Desired, type DesiredValue, FLAT, type Observed, type Sections } from "../model/entity.js";
import type { Options } from "../model/options.js";
import {
  hasUnknown,
  isRecord,
  type Path,
  parsePath,
  pathText,
  UNKNOWN,
  type Unknown,
  type Value,
} from "../model/value.js";
import type { Wanted } from "./connector.js";
import type { Capabilities, SetTraits } from "./kind.js";
import { treatmentNames } from "./options.js";

/** A resource's arguments taken apart: the person, and how the resource is to be treated. */
export interface Declaration {
  readonly desired: Desired;
  readonly options: Options;
  /** Of outputs: systems behind the vendor that have not taken the last write. Never empty. */
  readonly pendingOn?: readonly string[];
  /** Something is to be emptied of which preview can't know yet what it is. */
  readonly clearsUnknown?: true;
}

/** A resource's properties by name, as adapters pass them, with `UNKNOWN` where the engine doesn't know yet. */
export type Properties = Readonly<Record<string, unknown>>;

/** The relations that matter to a declaration. */
export function wantedBy({ desired }: Declaration): Wanted {
  return [...Object.keys(desired.sets), ...Object.keys(desired.references)];
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
  const sets: Record<string, Sections | Unknown> = {};
  for (const [name, traits] of Object.entries(capabilities.sets)) {
    const members = membersFrom(traits, properties[name]);
    if (members !== undefined) sets[name] = members;
  }
  const references: Record<string, string | null | Unknown> = {};
  for (const name of Object.keys(capabilities.references)) {
    if (properties[name] !== undefined) references[name] = properties[name] as string | null | Unknown;
  }
  for (const path of clearedPaths(properties["clear"])) {
    const [name, key] = path as [string, string | undefined];
    if (Object.hasOwn(capabilities.references, name)) references[name] = null;
    else if (Object.hasOwn(capabilities.sets, name)) sets[name] = { [FLAT]: [] };
    else if (key === undefined) attributes[name] = null;
    else attributes[name] = { ...(isRecord(attributes[name]) ? attributes[name] : {}), [key]: null } as Value;
  }
  const pendingOn = pendingIn(properties);
  return {
    desired: { attributes, sets, references },
    options: Object.fromEntries(treatmentNames(capabilities).map((name) => [name, properties[name]])) as Options,
    ...(pendingOn ? { pendingOn } : {}),
    ...(hasUnknown(properties["clear"]) ? { clearsUnknown: true } : {}),
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
  for (const [name, members] of Object.entries(desired.sets)) {
    properties[name] = membersTo(capabilities.sets[name], members);
  }
  for (const [name, id] of Object.entries(desired.references)) {
    if (id === null) clear.push(name);
    else properties[name] = id;
  }
  const emptied = [...clear.sort(), ...(declaration.clearsUnknown ? [UNKNOWN] : [])];
  if (emptied.length > 0) properties["clear"] = emptied;
  for (const [name, value] of Object.entries(options)) if (value !== undefined) properties[name] = value;
  return properties;
}

/**
 * What a resource is about: its natural key as the vendor compares it, with that within which it is unique. Undefined where
 * there is none or it isn't known yet.
 */
export function naturalKeyOf(capabilities: Capabilities, properties: Properties): string | undefined {
  const { uniqueWithin } = capabilities;
  const key = shownKey(capabilities, properties);
  if (key === undefined || uniqueWithin === undefined) return key;
  const place = properties[uniqueWithin] ?? null;
  return place === UNKNOWN ? undefined : JSON.stringify([place, key]);
}

/** The natural key alone, as the vendor compares it, among attributes. */
export function shownKey(capabilities: Capabilities, attributes: Properties): string | undefined {
  const text = attributes[capabilities.naturalKey];
  return typeof text === "string" ? comparableKey(capabilities, text) : undefined;
}

/** Whom a declaration is about, as `naturalKeyOf` says it. */
export function personOf(capabilities: Capabilities, { desired }: Declaration): string | undefined {
  return naturalKeyOf(capabilities, { ...desired.references, ...desired.attributes });
}

/** Those that stand where the declared one is to stand, where a natural key is unique within a reference alone. */
export function inPlace(
  { uniqueWithin }: Capabilities,
  { desired }: Pick<Declaration, "desired">,
  found: readonly Observed[],
): readonly Observed[] {
  if (uniqueWithin === undefined) return found;
  const place = desired.references[uniqueWithin] ?? null;
  return found.filter(({ references }) => (references[uniqueWithin] ?? null) === place);
}

/** Natural keys that the vendor takes for one give one text, in whatever Unicode form they are written. */
export function comparableKey(
  { naturalKey, attributes }: Pick<Capabilities, "naturalKey" | "attributes">,
  text: string,
): string {
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
export function declareAll(capabilities: Capabilities, observed: Observed): Desired {
  const attributes = Object.fromEntries(
    Object.entries(observed.attributes).flatMap(([name, value]): [string, Value][] => {
      const { writeOnly, vendorKeys } = capabilities.attributes[name] ?? {};
      if (writeOnly) return [];
      if (!vendorKeys || !isRecord(value)) return [[name, value]];
      const own = Object.entries(value).filter(([key]) => !vendorKeys.includes(key));
      return own.length > 0 ? [[name, Object.fromEntries(own) as Value]] : [];
    }),
  );
  const sets = Object.entries(observed.sets).flatMap(([name, { members }]): [string, Sections][] => {
    const own = mapSections(members, (names) => withoutImplied(capabilities.sets[name], names, []));
    return Object.values(own).some((names) => names.length > 0) ? [[name, own]] : [];
  });
  const references = Object.entries(observed.references).filter(([, id]) => id !== null);
  return { attributes, sets: Object.fromEntries(sets), references: Object.fromEntries(references) };
}

/** The same as properties, without the options. */
export function shownProperties(capabilities: Capabilities, observed: Observed): Record<string, unknown> {
  return toProperties(capabilities, { desired: declareAll(capabilities, observed), options: {} });
}

/** A set's members, section by section. */
export function mapSections(
  sections: Sections,
  map: (names: readonly string[], section: string) => readonly string[],
): Sections {
  return Object.fromEntries(Object.entries(sections).map(([section, names]) => [section, map(names, section)]));
}

/** Whether undeclared members of a set are left where they are. */
export function isAddOnly({ options }: Declaration, { mode }: SetTraits): boolean {
  return options[mode] === "add";
}

/** The declared members of a set; undefined where it isn't declared, or not known yet. */
export function declaredMembers({ sets }: Desired, name: string): Sections | undefined {
  const members = sets[name];
  return members === UNKNOWN ? undefined : members;
}

/** The id that a reference is declared to have; undefined where it is not declared, not known yet, or to be empty. */
export function declaredReference({ references }: Desired, name: string): string | undefined {
  const id = references[name];
  return typeof id === "string" ? id : undefined;
}

/** Members less those that the vendor grants by itself, unless they are declared; sorted. */
export function withoutImplied(
  traits: SetTraits | undefined,
  names: readonly string[],
  declared: readonly string[],
  impliedHere: readonly string[] = [],
): readonly string[] {
  const implied = new Set([...(traits?.implied ?? []), ...impliedHere]);
  return sortedSet(names.filter((name) => !implied.has(name) || declared.includes(name)));
}

/** Each text once, in a fixed order that does not depend on the machine's language. */
export function sortedSet(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function membersFrom({ sections }: SetTraits, members: unknown): Sections | Unknown | undefined {
  if (members === undefined || members === null) return undefined;
  if (members === UNKNOWN) return UNKNOWN;
  return sections ? (members as Sections) : { [FLAT]: members as readonly string[] };
}

function membersTo(traits: SetTraits | undefined, members: Sections | Unknown): unknown {
  if (members === UNKNOWN) return UNKNOWN;
  return traits?.sections ? members : (members[FLAT] ?? []);
}
