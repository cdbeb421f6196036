import { isDeepStrictEqual } from "node:util";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { nameOf, typeOf } from "./urn";

/**
 * A property value, in the form that Pulumi's protocol uses inside a protobuf Struct: secrets, resource references and
 * assets are maps with a signature, unknown values are sentinel strings. The engine keeps this form everywhere.
 */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;
export interface PropertyMap {
  [key: string]: PropertyValue;
}

/** A value that is encrypted in state and masked everywhere else. */
export interface Secret extends PropertyMap {
  value: PropertyValue;
}

interface ResourceReference extends PropertyMap {
  urn: string;
}

export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** The sentinel of an unknown string, and of any unknown that the Node SDK sends. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
]);

export function isMap(value: unknown): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A map that the user made, not one of the protocol's marked values. */
export function isPlainMap(value: PropertyValue | undefined): value is PropertyMap {
  return isMap(value) && value[SIGNATURE] === undefined;
}

export function isSecret(value: PropertyValue | undefined): value is Secret {
  return isMap(value) && value[SIGNATURE] === SECRET;
}

export function isUnknown(value: PropertyValue | undefined): boolean {
  return typeof value === "string" && UNKNOWNS.has(value);
}

function isResourceReference(value: PropertyValue | undefined): value is ResourceReference {
  return isMap(value) && value[SIGNATURE] === RESOURCE_REFERENCE;
}

export function makeSecret(value: PropertyValue): Secret {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** What is inside a secret, and any other value as it is. */
export function secretContent<Value extends PropertyValue | undefined>(value: Value): Value | PropertyValue {
  return isSecret(value) ? (value.value ?? null) : value;
}

/** Rebuilds a value from its leaves up; `change` sees each map, list and leaf after its children. */
function rebuild(value: PropertyValue, change: (value: PropertyValue) => PropertyValue): PropertyValue {
  if (Array.isArray(value)) return change(value.map((item) => rebuild(item, change)));
  return change(isMap(value) ? rebuildMap(value, change) : value);
}

function rebuildMap(map: PropertyMap, change: (value: PropertyValue) => PropertyValue): PropertyMap {
  return Object.fromEntries(Object.entries(map).map(([key, item]) => [key, rebuild(item, change)]));
}

function some(value: PropertyValue, test: (value: PropertyValue) => boolean): boolean {
  if (test(value)) return true;
  if (Array.isArray(value)) return value.some((item) => some(item, test));
  return isMap(value) && Object.values(value).some((item) => some(item, test));
}

export function containsUnknowns(value: PropertyValue): boolean {
  return some(value, isUnknown);
}

export function containsSecrets(value: PropertyValue): boolean {
  return some(value, isSecret);
}

/** The value with every secret replaced by what is inside it. */
export function withoutSecrets(value: PropertyValue): PropertyValue {
  return containsSecrets(value) ? rebuild(value, secretContent) : value;
}

export function mapWithoutSecrets(map: PropertyMap): PropertyMap {
  return replaceSecrets(map, secretContent);
}

/** Replaces every secret by what `replace` makes of it; used for encryption and for masking. */
export function replaceSecrets(map: PropertyMap, replace: (secret: Secret) => PropertyValue): PropertyMap {
  return containsSecrets(map) ? rebuildMap(map, (item) => (isSecret(item) ? replace(item) : item)) : map;
}

/** Replaces texts, wherever they stand. */
export function replaceTexts(map: PropertyMap, replace: (text: string) => string): PropertyMap {
  return rebuildMap(map, (item) => (typeof item === "string" ? replace(item) : item));
}

/** Equality of JSON values, whatever the order of their keys. */
export function equalValues(left: PropertyValue | undefined, right: PropertyValue | undefined): boolean {
  return isDeepStrictEqual(left, right);
}

/**
 * Marks as secret what a provider that cannot see secrets returned under the key path of a secret that it was given.
 * A list that held a secret is marked whole: providers reorder lists.
 */
export function copySecretMarks(to: PropertyMap, from: PropertyMap): PropertyMap {
  const marked: PropertyMap = { ...to };
  for (const [key, given] of Object.entries(from)) {
    const returned = marked[key];
    if (isPlainMap(returned) && isPlainMap(given)) {
      marked[key] = copySecretMarks(returned, given);
    } else if (returned !== undefined && !isSecret(returned) && containsSecrets(given)) {
      marked[key] = makeSecret(withoutSecrets(returned));
    }
  }
  return marked;
}

/** Reads a Struct: output values become plain, secret or unknown, nested secrets become one. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  const plain: unknown = struct?.toJavaScript();
  if (!isMap(plain)) return {};
  return some(plain, (item) => isMap(item) && !isPlainMap(item)) ? rebuildMap(plain, readMarked) : plain;
}

function readMarked(item: PropertyValue): PropertyValue {
  if (isMap(item) && item[SIGNATURE] === OUTPUT_VALUE) {
    const content = item["value"] ?? UNKNOWN;
    return item["secret"] === true ? makeSecret(content) : content;
  }
  if (isSecret(item)) return makeSecret(secretContent(item));
  if (isResourceReference(item)) {
    const { name: _name, type: _type, ...kept } = item;
    return { packageVersion: "", ...kept };
  }
  return item;
}

/** What a provider declared that it can take. */
export interface WireOptions {
  keepSecrets: boolean;
  keepResources: boolean;
}

/** Writes a Struct in the form that the receiver accepts: where it takes no references, it gets their id or URN. */
export function toStruct(map: PropertyMap, { keepSecrets, keepResources }: WireOptions): Struct {
  const value = keepSecrets ? map : mapWithoutSecrets(map);
  return Struct.fromJavaScript(
    some(value, isResourceReference)
      ? rebuildMap(value, (item) => (isResourceReference(item) ? writeReference(item, keepResources) : item))
      : value,
  );
}

/** On the wire a reference also names its resource, and leaves out a version that it does not have. */
function writeReference({ packageVersion, ...reference }: ResourceReference, isAccepted: boolean): PropertyValue {
  const { id, urn } = reference;
  if (isAccepted) {
    return { ...reference, ...(packageVersion && { packageVersion }), name: nameOf(urn), type: typeOf(urn) };
  }
  return id === "" ? UNKNOWN : (id ?? urn);
}
