import { z } from "zod";
import { isRecord, sameValue } from "../../../provider/core/model/value";
import { type PlatformId, userKindOf } from "../../common/platforms";
import { contentOfCell, markedCell } from "./marked-cells";

type JsonSchema = Readonly<Record<string, unknown>>;

/** Reads the cells of one file: what a column takes is looked up once for all its rows. */
export class Cells {
  readonly #types = new Map<string, ReadonlySet<string>>();

  /**
   * What a cell of a column such as `adobe.fields.Department` says: `undefined` leaves the attribute unmanaged, `null`
   * empties it. Throws a TypeError where the text is none of the type that the platform takes there.
   */
  read(platform: PlatformId, path: readonly string[], text: string): unknown {
    const content = contentOfCell(text);
    if ("value" in content) return content.value;
    const { text: value } = content;
    if (value === "") return undefined;
    return value === "null" ? null : readAs(this.#typesAt(platform, path), value);
  }

  /** The inverse of `read`, in which nothing is left that a spreadsheet runs or a terminal obeys. */
  write(platform: PlatformId, path: readonly string[], value: unknown): string {
    if (value === undefined) return "";
    return markedCell(value, plainCell(value), (cell) => {
      try {
        return sameValue(this.read(platform, path, cell), value);
      } catch (error) {
        if (error instanceof TypeError) return false;
        throw error;
      }
    });
  }

  #typesAt(platform: PlatformId, path: readonly string[]): ReadonlySet<string> {
    const column = [platform, ...path].join(".");
    const types = this.#types.get(column) ?? typesAt(platform, path);
    this.#types.set(column, types);
    return types;
  }
}

function readAs(types: ReadonlySet<string>, value: string): unknown {
  if (types.has("array") && (!types.has("string") || value === "[]" || value.includes("|"))) return readList(value);
  if (types.has("boolean")) {
    if (value !== "true" && value !== "false") throw new TypeError("must be true or false");
    return value === "true";
  }
  if (types.has("number") || types.has("integer")) {
    const number = Number(value);
    if (Number.isNaN(number)) throw new TypeError("must be a number");
    return number;
  }
  return value;
}

/** What a cell of a common column says: `undefined` where it is empty. */
export function readCommonCell(name: string, cell: string): unknown {
  const content = contentOfCell(cell);
  if ("value" in content) return content.value;
  const { text } = content;
  if (text === "") return undefined;
  if (text === "null") return null;
  return name === "aliases" ? text.split("|") : text;
}

/** The inverse of `readCommonCell`. */
export function writeCommonCell(name: string, value: unknown): string {
  if (value === undefined) return "";
  return markedCell(value, plainCell(value), (cell) => sameValue(readCommonCell(name, cell), value));
}

/** A value in the form for people; undefined where it has none. */
function plainCell(value: unknown): string | undefined {
  if (value === null) return "null";
  if (!Array.isArray(value)) return isRecord(value) ? undefined : String(value);
  if (value.length === 0) return "[]";
  return value.every((item) => typeof item === "string") ? value.join("|") : undefined;
}

function readList(value: string): readonly string[] {
  if (value === "[]") return [];
  const items = value.split("|").map((item) => item.trim());
  if (items.includes("")) throw new TypeError("has an empty item between or beside its | signs");
  return items;
}

/** The JSON types that an argument takes; an unknown argument is a text, which check refuses by its name. */
function typesAt(platform: PlatformId, path: readonly string[]): ReadonlySet<string> {
  const options: JsonSchema = z.toJSONSchema(userKindOf(platform).arguments, { io: "input", unrepresentable: "any" });
  let schema: unknown = options;
  for (const part of path) {
    if (!isRecord(schema)) break;
    const { properties, additionalProperties } = schema;
    schema = isRecord(properties) && Object.hasOwn(properties, part) ? properties[part] : additionalProperties;
  }
  if (path.length === 1 && path[0] === "clear") return new Set(["array"]);
  return typesOf(schema);
}

function typesOf(schema: unknown): ReadonlySet<string> {
  if (!isRecord(schema)) return new Set(["string"]);
  if (typeof schema["type"] === "string") return new Set([schema["type"]]);
  if (Array.isArray(schema["anyOf"])) return new Set(schema["anyOf"].flatMap((part) => [...typesOf(part)]));
  return new Set(["string"]);
}
