import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../core/contract/declaration.js";
import { isRecord, type Path, UNKNOWN } from "../core/model/value.js";
import { isUnknownText, OUTPUT_VALUE, RESOURCE_REFERENCE, SECRET, SIGNATURE, UNKNOWN_TEXT } from "../pulumi-values.js";

/** Properties as the engine sent them, plain, and where the secrets among them stand. */
export interface Received {
  readonly properties: Properties;
  readonly secrets: readonly Path[];
}

/** Reads a property map. Secrets are unwrapped and remembered; unknown values become `UNKNOWN`. */
export function receive(struct: Struct | undefined): Received {
  const secrets: Path[] = [];
  const properties = struct ? unwrap(struct.toJavaScript(), [], secrets) : {};
  return { properties: properties as Properties, secrets };
}

/** A value with the protocol's own marks taken away: what JSON text inside a property may still hold. */
export function unmarked(value: unknown): unknown {
  return unwrap(value, [], []);
}

/**
 * Writes a property map, with each value a secret that stands at the place of one in `secrets`.
 *
 * @param secrets where secrets came in, and which names are always secret. A place in a list makes the whole list
 *   secret, as check sorts lists.
 */
export function send(properties: Properties, secrets: readonly Path[]): Struct {
  const places = new Set(secrets.map((path) => JSON.stringify(path.slice(0, firstIndex(path)))));
  return Struct.fromJavaScript(wrap(properties, [], places) as Record<string, never>);
}

function unwrap(value: unknown, path: Path, secrets: Path[]): unknown {
  if (isUnknownText(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map((item, i) => unwrap(item, [...path, i], secrets));
  if (!isRecord(value)) return value;
  switch (value[SIGNATURE]) {
    case SECRET:
      secrets.push(path);
      return unwrap(value["value"], path, secrets);
    case OUTPUT_VALUE:
      if (value["secret"] === true) secrets.push(path);
      return Object.hasOwn(value, "value") ? unwrap(value["value"], path, secrets) : UNKNOWN;
    case RESOURCE_REFERENCE:
      // An account is referred to by its id, which is empty for a resource that preview would create.
      return typeof value["id"] === "string" && value["id"] !== "" ? unwrap(value["id"], path, secrets) : UNKNOWN;
    case undefined:
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, unwrap(item, [...path, key], secrets)]),
      );
    default:
      // Assets and archives: no argument takes one, and check says so at its property.
      return value;
  }
}

function wrap(value: unknown, path: Path, secrets: ReadonlySet<string>): unknown {
  const isSecret = path.length > 0 && secrets.has(JSON.stringify(path));
  // Inside a secret everything is secret already.
  return isSecret
    ? { [SIGNATURE]: SECRET, value: wrapInside(value, path, new Set()) }
    : wrapInside(value, path, secrets);
}

function wrapInside(value: unknown, path: Path, secrets: ReadonlySet<string>): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (Array.isArray(value)) return value.map((item, i) => wrap(item, [...path, i], secrets));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, wrap(item, [...path, key], secrets)]));
}

function firstIndex(path: Path): number {
  const index = path.findIndex((part) => typeof part === "number");
  return index < 0 ? path.length : index;
}
