import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../core/contract/declaration.js";
import { isRecord, type Path, UNKNOWN } from "../core/model/value.js";

/** Marks a map as one of the protocol's own values. Source: the SDK's runtime/rpc. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Of a string, a bool, a number, an array, an object, an asset and an archive. */
const UNKNOWNS = new Set([
  UNKNOWN_STRING,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
]);

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
  if (typeof value === "string" && UNKNOWNS.has(value)) return UNKNOWN;
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
  if (value === UNKNOWN) return UNKNOWN_STRING;
  if (Array.isArray(value)) return value.map((item, i) => wrap(item, [...path, i], secrets));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, wrap(item, [...path, key], secrets)]));
}

function firstIndex(path: Path): number {
  const index = path.findIndex((part) => typeof part === "number");
  return index < 0 ? path.length : index;
}
