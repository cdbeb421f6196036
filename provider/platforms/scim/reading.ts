import { isRecord } from "../../core/model/value.js";
import { lastSegment } from "../location.js";
import { CORE, ENTERPRISE, Name } from "./arguments.js";
import { ENTERPRISE_NAMES, LISTS, TEXTS } from "./places.js";

/**
 * Brings one value into the standard's form. Undefined: nothing is there. What can't be read stays as it is, so that
 * the schema of the document refuses it and nobody guesses.
 */
type Reader = (value: unknown) => unknown;
type Readers = Readonly<Record<string, Reader>>;

const asShown: Reader = (value) => value ?? undefined;

/** A text; servers send numbers and booleans for texts made of them. A number that JSON can't hold exactly is unreadable. */
export const readText: Reader = (shown) => {
  const value = alone(shown);
  if (typeof value === "boolean" || (typeof value === "number" && isExact(value))) return String(value);
  return value ?? undefined;
};

/** `true`, or as servers send it: `"True"`, `1`, `"1"`. Any other text is unreadable: on or off is never guessed. */
export const readFlag: Reader = (shown) => {
  const value = alone(shown);
  const word = typeof value === "string" || typeof value === "number" ? String(value).trim().toLowerCase() : value;
  if (word === "true" || word === "1") return true;
  if (word === "false" || word === "0") return false;
  return value ?? undefined;
};

/** A count, or the digits of one. */
export const readNumber: Reader = (shown) => {
  const value = alone(shown);
  return typeof value === "string" && /^\d{1,15}$/.test(value.trim()) ? Number(value) : (value ?? undefined);
};

const parts =
  (readers: Readers): Reader =>
  (shown) => {
    const value = alone(shown);
    return isRecord(value) ? inStandardNames(value, readers) : (value ?? undefined);
  };

/** Several values: a single one stands for a list of it, a bare text for its main part, and what is empty is no value. */
const items =
  (whole: string, names: readonly string[]): Reader =>
  (shown) => {
    const readers: Readers = {
      ...each([...names, "type", "display"], readText),
      primary: (value) => readFlag(filled(value)),
    };
    const read = (Array.isArray(shown) ? shown : [shown]).flatMap((item): readonly unknown[] => {
      if (isBlank(item)) return [];
      if (!isRecord(item)) return [isScalar(item) ? { [whole]: readText(item) } : item];
      return isEmptyItem(item, whole === "value") ? [] : [inStandardNames(item, readers)];
    });
    return read.length === 0 ? undefined : read;
  };

/** A manager as an object; servers send the id alone, or only the manager's address. */
const manager: Reader = (shown) => {
  const value = alone(shown);
  if (isScalar(value)) {
    if (isBlank(value)) return undefined;
    const id = readText(value);
    return { value: typeof id === "string" && /(^|\/)users\/[^/]+\/?$/i.test(id) ? lastSegment(id) : id };
  }
  if (!isRecord(value)) return value ?? undefined;
  const read = inStandardNames(value, { value: readText, $ref: readText, displayName: readText });
  const { value: id, $ref } = read;
  if (!isBlank(id)) return read;
  if (typeof $ref === "string" && $ref !== "") return { ...read, value: lastSegment($ref) };
  return Object.values(read).every(isBlank) ? undefined : read;
};

const schemas: Reader = (shown) => {
  if (isBlank(shown)) return undefined;
  const known = new Map([CORE, ENTERPRISE].map((urn) => [urn.toLowerCase(), urn]));
  const read = (Array.isArray(shown) ? shown : [shown]).filter((urn) => !isBlank(urn));
  return read.map((urn: unknown) => (typeof urn === "string" ? (known.get(urn.toLowerCase()) ?? urn) : urn));
};

const USER: Readers = {
  ...each(["id", ...TEXTS], readText),
  ...Object.fromEntries(Object.entries(LISTS).map(([name, own]) => [name, items(own[0] ?? "value", own)])),
  entitlements: items("value", ["value"]),
  roles: items("value", ["value"]),
  name: parts(each(Object.keys(Name.shape), readText)),
  active: readFlag,
  meta: (value) => (isRecord(value) ? inStandardNames(value, { version: asShown }) : undefined),
  schemas,
  groups: items("value", ["value", "$ref"]),
  password: asShown,
  [ENTERPRISE]: parts({ ...each(ENTERPRISE_NAMES, readText), manager }),
};

/**
 * A user as a server shows it in the standard's form (RFC 7643): attributes and schemas in their own spelling, lists as
 * lists, texts as texts, booleans as booleans. What the standard doesn't know stays as it is shown.
 */
export function inStandardForm(shown: unknown): unknown {
  if (!isRecord(shown)) return shown;
  const key = keyIn(shown, CORE);
  const { [key]: core, ...rest } = shown;
  return inStandardNames(isRecord(core) ? { ...core, ...rest } : shown, USER);
}

/** An object with its known attributes in their own spelling and form, and the others as they are. */
export function inStandardNames(shown: Readonly<Record<string, unknown>>, readers: Readers): Record<string, unknown> {
  const known = new Map(Object.keys(readers).map((name) => [name.toLowerCase(), name]));
  const entries = Object.entries(shown).flatMap(([key, value]): [string, unknown][] => {
    const name = known.get(key.toLowerCase());
    if (name === undefined) return [[key, value]];
    if (name !== key && Object.hasOwn(shown, name)) return [];
    const read = readers[name]?.(value);
    return read === undefined ? [] : [[name, read]];
  });
  return Object.fromEntries(entries);
}

/** The name under which an object has this attribute, in whatever case; the given one where it has none. */
export function keyIn(owner: Readonly<Record<string, unknown>>, name: string): string {
  if (Object.hasOwn(owner, name)) return name;
  return Object.keys(owner).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
}

/** A list as one, whatever stands for it. */
export function asList(shown: unknown): readonly unknown[] {
  if (Array.isArray(shown)) return shown;
  return isBlank(shown) ? [] : [shown];
}

function each(names: readonly string[], reader: Reader): Readers {
  return Object.fromEntries(names.map((name) => [name, reader]));
}

/** The value itself where a server wraps a single value in a list. */
function alone(value: unknown): unknown {
  return Array.isArray(value) && value.length <= 1 ? (value[0] ?? undefined) : value;
}

function filled(value: unknown): unknown {
  return value === "" ? undefined : value;
}

function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (isRecord(value) && Object.keys(value).length === 0);
}

/** An item in which only its kind is filled is no value, but an address may be declared by its kind alone. */
function isEmptyItem(item: Readonly<Record<string, unknown>>, hasValue: boolean): boolean {
  const other = Object.entries(item).filter(([name]) => !/^(type|primary)$/i.test(name));
  if (!other.every(([, value]) => isBlank(value))) return false;
  return hasValue || other.length > 0 || isBlank(item[keyIn(item, "type")]);
}
