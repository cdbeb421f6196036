import { BackwardWriter } from "./backward-writer.js";
import { MalformedRequestError } from "./malformed-request.js";
import { WireReader } from "./wire-reader.js";

// google.protobuf.Struct between its bytes and plain values, without a message object for each value on the way.
// Source: google/protobuf/struct.proto, and the wire format of maps, which are lists of entries.

/** Values inside values: far more than any person has, and far less than the stack takes. */
const MOST_DEPTH = 500;

// Field number and wire type, as they stand before each field.
const DELIMITED = 2;
const ENTRY = (1 << 3) | DELIMITED;
const ENTRY_KEY = (1 << 3) | DELIMITED;
const ENTRY_VALUE = (2 << 3) | DELIMITED;
const LIST_ITEM = (1 << 3) | DELIMITED;
const NULL = 1 << 3;
const NUMBER = (2 << 3) | 1;
const TEXT = (3 << 3) | DELIMITED;
const BOOL = 4 << 3;
const STRUCT = (5 << 3) | DELIMITED;
const LIST = (6 << 3) | DELIMITED;

/**
 * Reads a Struct, its keys in the order of their UTF-16 code units: an engine writes them in any order. Unknown fields
 * are passed over.
 *
 * @throws MalformedRequestError for bytes that are none, a value of no kind, nesting beyond 500, and a key `__proto__`
 */
export function decodeStruct(bytes: Buffer): Record<string, unknown> {
  try {
    return readStruct(new WireReader(bytes), bytes.length, 0);
  } catch (error) {
    if (error instanceof MalformedRequestError) throw error;
    throw new MalformedRequestError("a property map is not a google.protobuf.Struct", { cause: error });
  }
}

/**
 * Writes a Struct. An entry that is undefined is left out.
 *
 * @throws TypeError for what no Struct holds: undefined in a list, a function, a symbol
 */
export function encodeStruct(values: Readonly<Record<string, unknown>>): Buffer {
  const writer = new BackwardWriter();
  writeStruct(writer, values);
  return writer.finish();
}

function readStruct(reader: WireReader, end: number, depth: number): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  let sorted = true;
  let last = "";
  while (reader.position < end) {
    const tag = reader.varint();
    if (tag !== ENTRY) {
      reader.skip(tag, end);
      continue;
    }
    const entry = readMessage(reader, end, depth, readEntry);
    sorted &&= last <= entry[0];
    [last] = entry;
    entries.push(entry);
  }
  // A stable order: of two entries with one key the last counts.
  if (!sorted) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const values: Record<string, unknown> = {};
  for (const [key, value] of entries) values[key] = value;
  return values;
}

function readEntry(reader: WireReader, end: number, depth: number): [string, unknown] {
  let key = "";
  let value: unknown;
  while (reader.position < end) {
    const tag = reader.varint();
    if (tag === ENTRY_KEY) key = reader.text(end);
    else if (tag === ENTRY_VALUE) value = readMessage(reader, end, depth, readValue);
    else reader.skip(tag, end);
  }
  if (key === "__proto__") {
    throw new MalformedRequestError("a property is called __proto__, which names no property; give it another name");
  }
  if (value === undefined) throw new MalformedRequestError("a property has no value");
  return [key, value];
}

function readValue(reader: WireReader, end: number, depth: number): unknown {
  let value: unknown;
  while (reader.position < end) {
    const tag = reader.varint();
    if (tag === TEXT) value = reader.text(end);
    else if (tag === STRUCT) value = readMessage(reader, end, depth + 1, readStruct);
    else if (tag === LIST) value = readMessage(reader, end, depth + 1, readList);
    else if (tag === NUMBER) value = reader.double();
    else if (tag === BOOL) value = reader.varint() !== 0;
    else {
      reader.skip(tag, end);
      if (tag === NULL) value = null;
    }
  }
  if (value === undefined) throw new MalformedRequestError("a value is of no kind");
  return value;
}

function readList(reader: WireReader, end: number, depth: number): unknown[] {
  const items: unknown[] = [];
  while (reader.position < end) {
    const tag = reader.varint();
    if (tag === LIST_ITEM) items.push(readMessage(reader, end, depth, readValue));
    else reader.skip(tag, end);
  }
  return items;
}

/** A message inside another one, which must hold all of it. */
function readMessage<T>(
  reader: WireReader,
  limit: number,
  depth: number,
  read: (reader: WireReader, end: number, depth: number) => T,
): T {
  if (depth > MOST_DEPTH) throw new MalformedRequestError(`values are nested deeper than ${MOST_DEPTH}`);
  const end = reader.end(limit);
  const message = read(reader, end, depth);
  if (reader.position !== end) throw new RangeError("a field runs beyond its message");
  return message;
}

/** Entries and items go from the last to the first, and each part of a message after what follows it. */
function writeStruct(writer: BackwardWriter, values: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(values).reverse()) {
    const value = values[key];
    if (value === undefined) continue;
    const end = writer.length;
    writeValue(writer, value);
    close(writer, ENTRY_VALUE, end);
    writeText(writer, ENTRY_KEY, key);
    close(writer, ENTRY, end);
  }
}

function writeValue(writer: BackwardWriter, value: unknown): void {
  if (typeof value === "string") writeText(writer, TEXT, value);
  else if (typeof value === "number") {
    writer.double(value);
    writer.byte(NUMBER);
  } else if (typeof value === "boolean" || value === null) {
    writer.byte(value ? 1 : 0);
    writer.byte(value === null ? NULL : BOOL);
  } else if (typeof value === "object") {
    const end = writer.length;
    if (Array.isArray(value)) writeList(writer, value);
    else writeStruct(writer, value as Record<string, unknown>);
    close(writer, Array.isArray(value) ? LIST : STRUCT, end);
  } else throw new TypeError(`no Struct holds a value of type ${typeof value}`);
}

function writeList(writer: BackwardWriter, items: readonly unknown[]): void {
  for (const item of items.toReversed()) {
    const end = writer.length;
    writeValue(writer, item);
    close(writer, LIST_ITEM, end);
  }
}

function writeText(writer: BackwardWriter, tag: number, text: string): void {
  const end = writer.length;
  writer.text(text);
  close(writer, tag, end);
}

/** The head of a field whose content is written. */
function close(writer: BackwardWriter, tag: number, end: number): void {
  writer.varint(writer.length - end);
  writer.byte(tag);
}
