/** What an attribute can hold: JSON without null, which here means "emptied". */
export type Value = boolean | number | string | readonly Value[] | { readonly [key: string]: Value | null };

/** Stands wherever the engine does not know a value yet: in preview, an output of a resource still to be created. */
export const UNKNOWN: unique symbol = Symbol.for("pulumi-roster.unknown");
export type Unknown = typeof UNKNOWN;

/** Where a value stands in a resource's arguments: an attribute, and below it a map key or a list index. */
export type Path = readonly (string | number)[];

/** The path as Pulumi prints it: `bio`, `fields.Department`, `fields["Cost Center"]`, `roles[1]`. */
export function pathText(path: Path): string {
  let text = "";
  for (const part of path) {
    if (/^[A-Za-z_$][\w$]*$/.test(String(part))) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** The inverse of `pathText`; undefined where the text is not a property path. */
export function parsePath(text: string): Path | undefined {
  if (text.startsWith(".")) return undefined;
  const path: (string | number)[] = [];
  const part = /\.?([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (!found) return undefined;
    if (found[1] !== undefined) path.push(found[1]);
    else if (found[2] !== undefined) path.push(Number(found[2]));
    else {
      const name = quotedText(String(found[3]));
      if (name === undefined) return undefined;
      path.push(name);
    }
  }
  return path.length === 0 ? undefined : path;
}

function quotedText(json: string): string | undefined {
  try {
    return String(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** What an assignment takes for the prototype of an object, and no entry. */
export const PROTOTYPE = "__proto__";

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** The entry of this name, as opposed to what every object has: `constructor` is a name like any other. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Where a record has an entry that would be taken for its prototype, at any depth; undefined: nowhere. */
export function prototypeEntryIn(value: unknown, path: Path = []): Path | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(name) : name];
    const found = name === PROTOTYPE ? at : prototypeEntryIn(inner, at);
    if (found) return found;
  }
  return undefined;
}

/** True where the value, or anything inside it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isRecord(value) && Object.values(value).some(hasUnknown);
}

/** The value with every text in it in Unicode NFC, at any depth; keys stay as they are. */
export function composed(value: unknown): unknown {
  if (typeof value === "string") return value.normalize("NFC");
  if (Array.isArray(value)) return value.map(composed);
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, composed(item)]))
    : value;
}

/** True where NFC and NFD are two texts: a server that compares bytes takes them for two names. */
export function hasTwoForms(text: string): boolean {
  return text.normalize("NFC") !== text.normalize("NFD");
}

/** A record's entries by their keys in NFC. Of two that are one key then, the first. */
export function byComposedKey(record: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  const entries = Object.entries(record).map(([key, value]) => [key.normalize("NFC"), value] as const);
  return new Map(entries.reverse());
}

/** Deep equality of JSON values. Texts are compared in Unicode NFC: the same name typed on two systems is one name. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === "string" && typeof b === "string") return a.normalize("NFC") === b.normalize("NFC");
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
    );
  }
  return false;
}

/** A comparison key for texts that a vendor compares without regard to case. */
export function caseless(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** A text without its percent-encoding; as it is where that is broken. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A comparison key for addresses that a vendor may hold percent-encoded (`ada%40example.com`). */
export function decodedCaseless(text: string): string {
  return caseless(percentDecoded(text));
}
