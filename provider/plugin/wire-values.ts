import type { Properties } from "../core/contract/declaration.js";
import { isRecord, type Path, UNKNOWN } from "../core/model/value.js";
import { isUnknownText, OUTPUT_VALUE, RESOURCE_REFERENCE, SECRET, SIGNATURE, UNKNOWN_TEXT } from "../pulumi-values.js";
import { decodeStruct, encodeStruct } from "./struct-codec.js";

/** Properties as the engine sent them, plain, and where the secrets among them stand. */
export interface Received {
  readonly properties: Properties;
  readonly secrets: readonly Path[];
}

/** Where secrets stand, below one value. */
interface Places {
  secret: boolean;
  readonly inside: Map<string, Places>;
}

/**
 * Reads a property map, a google.protobuf.Struct. Secrets are unwrapped and remembered; unknown values become `UNKNOWN`.
 *
 * @throws MalformedRequestError for bytes that are no Struct
 */
export function receive(map: Buffer | undefined): Received {
  const secrets: Path[] = [];
  const properties = map ? unwrap(decodeStruct(map), [], secrets) : {};
  return { properties: properties as Properties, secrets };
}

/** A value with the protocol's own marks taken away: what JSON text inside a property may still hold. */
export function unmarked(value: unknown): unknown {
  return unwrap(value, [], []);
}

/**
 * Writes a property map, a google.protobuf.Struct, with each value a secret that stands at the place of one in `secrets`.
 *
 * @param secrets where secrets came in, and which names are always secret. A place in a list makes the whole list
 *   secret, as check sorts lists.
 */
export function send(properties: Properties, secrets: readonly Path[]): Buffer {
  return encodeStruct(wrapInside(properties, placesOf(secrets)) as Properties);
}

/** @param path where the value stands; changes on the way down, and is as it was afterwards */
function unwrap(value: unknown, path: (string | number)[], secrets: Path[]): unknown {
  // Most values: nothing is made for them.
  if (typeof value !== "object") return isUnknownText(value) ? UNKNOWN : value;
  const at = (item: unknown, place: string | number): unknown => {
    path.push(place);
    const plain = unwrap(item, path, secrets);
    path.pop();
    return plain;
  };
  if (Array.isArray(value)) return mappedList(value, at);
  if (!isRecord(value)) return value;
  switch (value[SIGNATURE]) {
    case SECRET:
      secrets.push([...path]);
      return unwrap(value["value"], path, secrets);
    case OUTPUT_VALUE:
      if (value["secret"] === true) secrets.push([...path]);
      return Object.hasOwn(value, "value") ? unwrap(value["value"], path, secrets) : UNKNOWN;
    case RESOURCE_REFERENCE:
      // An account is referred to by its id, which is empty for a resource that preview would create.
      return typeof value["id"] === "string" && value["id"] !== "" ? unwrap(value["id"], path, secrets) : UNKNOWN;
    case undefined:
      return mapped(value, at);
    default:
      // Assets and archives: no argument takes one, and check says so at its property.
      return value;
  }
}

function placesOf(secrets: readonly Path[]): Places {
  const root: Places = { secret: false, inside: new Map() };
  for (const path of secrets) {
    let places = root;
    for (const name of path) {
      if (typeof name === "number") break;
      const inside = places.inside.get(name) ?? { secret: false, inside: new Map() };
      places.inside.set(name, inside);
      places = inside;
    }
    places.secret = true;
  }
  return root;
}

function wrap(value: unknown, places: Places | undefined): unknown {
  // Inside a secret everything is secret already.
  return places?.secret ? { [SIGNATURE]: SECRET, value: wrapInside(value, undefined) } : wrapInside(value, places);
}

function wrapInside(value: unknown, places: Places | undefined): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (Array.isArray(value)) return mappedList(value, (item) => wrapInside(item, undefined));
  if (!isRecord(value)) return value;
  return mapped(value, (item, name) => (item === undefined ? item : wrap(item, places?.inside.get(name))));
}

/** The record with its values changed: itself where none is, so that large ones are not copied. */
function mapped(
  record: Readonly<Record<string, unknown>>,
  change: (value: unknown, name: string) => unknown,
): Readonly<Record<string, unknown>> {
  let changed: Map<string, unknown> | undefined;
  for (const name of Object.keys(record)) {
    const other = change(record[name], name);
    if (!Object.is(other, record[name])) changed = (changed ?? new Map()).set(name, other);
  }
  if (changed === undefined) return record;
  const others = changed;
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, others.has(name) ? others.get(name) : value]),
  );
}

/** The same for a list. */
function mappedList(list: readonly unknown[], change: (item: unknown, place: number) => unknown): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [place, item] of list.entries()) {
    const other = change(item, place);
    if (Object.is(other, item)) continue;
    copy ??= [...list];
    copy[place] = other;
  }
  return copy ?? list;
}
