import { isRecord, sameValue } from "../../../provider/core/model/value";
import type { PlatformId } from "../../common/platforms";
import { type ArgumentShape, shapeAt } from "./argument-shapes";
import { artefactOf } from "./artefacts";
import { contentOfCell, markedCell } from "./marked-cells";

/** Common attributes that name somebody, so that what a spreadsheet has made of them is refused by what it is. */
const NAMING = ["key", "given", "family", "name", "email", "username", "manager", "aliases"];

/** Reads the cells of one file: what a column takes is looked up once for all its rows. */
export class Cells {
  readonly #shapes = new Map<string, ArgumentShape>();

  /**
   * What a cell of a column such as `adobe.fields.Department` says: `undefined` leaves the attribute unmanaged, `null`
   * empties it. Throws a TypeError where the text is none of the type that the platform takes there.
   */
  read(platform: PlatformId, path: readonly string[], text: string): unknown {
    const content = contentOfCell(text);
    if ("value" in content) return content.value;
    const { text: value } = content;
    if (value === "") return undefined;
    return value === "null" ? null : readAs(this.#shapeAt(platform, path), value);
  }

  /** The inverse of `read`, in which nothing is left that a spreadsheet runs or a terminal obeys. */
  write(platform: PlatformId, path: readonly string[], value: unknown): string {
    if (value === undefined) return "";
    return markedCell(value, plainCell(value), (cell) => isReadAs(() => this.read(platform, path, cell), value));
  }

  #shapeAt(platform: PlatformId, path: readonly string[]): ArgumentShape {
    const column = [platform, ...path].join(".");
    const shape = this.#shapes.get(column) ?? shapeAt(platform, path);
    this.#shapes.set(column, shape);
    return shape;
  }
}

function readAs({ types, isOfValues }: ArgumentShape, value: string): unknown {
  const lists = types.has("array");
  if (lists && isOfValues) return listOf(value).map((item) => ({ value: item }));
  if (lists && !types.has("string")) {
    refuseCommas(value);
    return listOf(value);
  }
  if (lists && isList(value)) return listOf(value);
  const isText = types.has("string");
  if (types.has("boolean")) {
    if (/^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
    if (!isText) throw new TypeError("must be true or false");
  }
  if ((types.has("number") || types.has("integer")) && !isText) {
    const number = Number(value);
    if (!Number.isFinite(number)) throw new TypeError("must be a number");
    return number;
  }
  refuseArtefact(value);
  return lists ? value.replaceAll("\\|", "|") : value;
}

/** What a cell of a common column says: `undefined` where it is empty. Throws a TypeError for what a spreadsheet has spoilt. */
export function readCommonCell(name: string, cell: string): unknown {
  const content = contentOfCell(cell);
  if ("value" in content) return content.value;
  const { text } = content;
  if (text === "") return undefined;
  if (text === "null") return null;
  refuseArtefact(text, NAMING.includes(name));
  return name === "aliases" || name === "was" ? listOf(text) : text;
}

/** The inverse of `readCommonCell`. */
export function writeCommonCell(name: string, value: unknown): string {
  if (value === undefined) return "";
  return markedCell(value, plainCell(value), (cell) => isReadAs(() => readCommonCell(name, cell), value));
}

function isReadAs(read: () => unknown, value: unknown): boolean {
  try {
    return sameValue(read(), value);
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function refuseArtefact(text: string, isName = false): void {
  const reason = artefactOf(text, isName);
  if (reason !== undefined) throw new TypeError(reason);
}

/** A value in the form for people; undefined where it has none. */
function plainCell(value: unknown): string | undefined {
  if (value === null) return "null";
  if (!Array.isArray(value)) return isRecord(value) ? undefined : String(value);
  if (value.length === 0) return "[]";
  return value.every((item) => typeof item === "string")
    ? value.map((item) => item.replaceAll("|", "\\|")).join("|")
    : undefined;
}

/** `Learner, Author` is hardly one name. */
function refuseCommas(text: string): void {
  if (SEPARATOR.test(text) || !text.includes(",")) return;
  throw new TypeError(
    'has a comma, and | stands between the items of a list; one name with a comma is written \'["a, b"]',
  );
}

/** A sign that separates; one behind a backslash is a part of its item. */
const SEPARATOR = /(?<!\\)\|/;

/** Whether a text where either is taken is a list: `R&D | Labs`, with blanks around the sign, is one text. */
function isList(text: string): boolean {
  if (text === "[]") return true;
  return SEPARATOR.test(text) && !/\s(?<!\\)\||(?<!\\)\|\s/.test(text);
}

function listOf(text: string): readonly string[] {
  if (text === "[]") return [];
  const items = text.split(SEPARATOR).map((item) => item.trim().replaceAll("\\|", "|"));
  if (items.includes("")) throw new TypeError("has an empty item between or beside its | signs");
  for (const item of items) refuseArtefact(item);
  return items;
}
