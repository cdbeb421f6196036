import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { isRecord, sameValue } from "../../../provider/core/model/value";
import { Failure } from "../../common/failure";
import { isPlatformId, type PlatformId } from "../../common/platforms";
import { readText } from "../../common/yaml-file";
import { attributeOf, nameOfAttribute } from "../cells/attribute-names";
import { Cells, writeCommonCell } from "../cells/cells";
import { isHarmless } from "../cells/marked-cells";
import { readCells } from "../sources/read-row";
import { type Dialect, dialectOf, PLAIN } from "../tables/csv-dialect";
import type { Addition } from "./addition";
import type { Row } from "./rows";

export interface CsvRows {
  readonly text: string;
  /** Rows that CSV can't hold; they are not in the text. */
  readonly left: readonly Row[];
}

type Values = Readonly<Record<string, string>>;

/** A row of a file that is there: its text, without the line's end, and its cells. */
interface Line {
  readonly raw: string;
  readonly cells: readonly string[];
}

/**
 * Rows in CSV, below those of a file that is there. That file's rows, columns, separator, line ends and byte-order mark stay as they
 * are; new columns come last. Every row is read as the very person that it was made of.
 */
export function csvOf(rows: readonly Row[], additions: readonly Addition[], path?: string): CsvRows {
  const text = path === undefined ? "" : readText(path, "roster-file", { keepMark: true });
  const dialect = path === undefined ? PLAIN : dialectOf(text);
  const [header, ...lines] = linesOf(text.slice(dialect.mark.length + dialect.told.length), dialect);
  const names = (header?.cells ?? ["key", "platforms"]).map(attributeName);
  const writer = new Cells();
  const written = rows.map((row) => ({ row, cells: cellsOf(writer, row) }));
  const held = written.filter(({ row, cells }) => isRead(writer, row, cells));
  const changes = changesOf(writer, additions, lines, names);
  const all = [...changes.values(), ...held.map(({ cells }) => cells)];
  const more = [...new Set(all.flatMap((cells) => Object.keys(cells)))].filter((name) => !names.includes(name));
  const columns = [...names, ...more];
  const texts = [
    header === undefined
      ? lineOf(columns, dialect)
      : extended(header, names, Object.fromEntries(more.map((name) => [name, name])), more, dialect),
    ...lines.map((line, i) => extended(line, names, changes.get(i) ?? {}, more, dialect)),
    ...held.map(({ cells }) =>
      lineOf(
        columns.map((name) => cells[name] ?? ""),
        dialect,
      ),
    ),
  ];
  return {
    text: `${dialect.mark}${dialect.told}${texts.map((line) => `${line}${dialect.lineEnd}`).join("")}`,
    left: written.filter((one) => !held.includes(one)).map(({ row }) => row),
  };
}

/** The attribute that a column stands for; columns without one keep their names. */
function attributeName(column: string): string {
  const attribute = attributeOf(column);
  return typeof attribute === "string" ? column.trim() : nameOfAttribute(attribute);
}

function linesOf(text: string, { delimiter }: Dialect): readonly Line[] {
  const parsed = parse(text, { delimiter, skip_empty_lines: true, raw: true }) as unknown as readonly {
    readonly raw: string;
    readonly record: readonly string[];
  }[];
  return parsed.map(({ raw, record }) => ({ raw: raw.replace(/^[\r\n]+|[\r\n]+$/g, ""), cells: record }));
}

/** The cells that additions change, by the row's place. */
function changesOf(
  writer: Cells,
  additions: readonly Addition[],
  lines: readonly Line[],
  names: readonly string[],
): ReadonlyMap<number, Values> {
  const at = names.indexOf("key");
  const places = new Map(lines.map(({ cells }, i) => [readCells(writer, { key: cells[at] ?? "" }).key, i]));
  const changes = new Map<number, Values>();
  for (const { key, platform, values } of additions) {
    const place = places.get(key);
    if (place === undefined) throw new Failure("roster-file", `there is no row with the key ${key}`);
    const cells = Object.entries(values).map(([name, value]) => [
      `${platform}.${name}`,
      writer.write(platform, [name], value),
    ]);
    changes.set(place, { ...changes.get(place), ...Object.fromEntries(cells) });
  }
  return changes;
}

/** A line with changed cells, and with new columns behind it. What isn't changed keeps its own quotation marks. */
function extended(
  line: Line,
  names: readonly string[],
  changes: Values,
  more: readonly string[],
  dialect: Dialect,
): string {
  const isChanged = names.some((name) => changes[name] !== undefined);
  const own = isChanged
    ? lineOf(
        names.map((name, i) => changes[name] ?? line.cells[i] ?? ""),
        dialect,
      )
    : line.raw;
  return more.length === 0
    ? own
    : `${own}${dialect.delimiter}${lineOf(
        more.map((name) => changes[name] ?? ""),
        dialect,
      )}`;
}

function lineOf(cells: readonly string[], { delimiter }: Dialect): string {
  // A line of one empty cell would be an empty line, which is passed over.
  if (cells.length === 1 && cells[0] === "") return "";
  return stringify([[...cells]], { delimiter, eof: false, quoted_match: /[\r\n]/ });
}

function isRead(reader: Cells, { key, person }: Row, cells: Values): boolean {
  const read = readCells(reader, cells);
  return read.diagnostics.length === 0 && read.key === key && sameValue(read.values, person);
}

function cellsOf(writer: Cells, { key, person }: Row): Values {
  const cells: Record<string, string> = { key: writeCommonCell("key", key), platforms: "" };
  const listed: string[] = [];
  for (const [name, value] of Object.entries(person)) {
    if (!isPlatformId(name)) {
      cells[name] = writeCommonCell(name, value);
      continue;
    }
    listed.push(name);
    if (isRecord(value)) Object.assign(cells, accountCells(writer, name, value));
  }
  return { ...cells, platforms: listed.join("|") };
}

/** A map has a column for each of its keys, where those can be the names of columns; otherwise it is one cell. */
function accountCells(writer: Cells, platform: PlatformId, values: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, string][] => {
      const keys = isRecord(value) ? Object.keys(value) : [];
      if (
        isRecord(value) &&
        keys.length > 0 &&
        keys.every((key) => key === key.trim().normalize("NFC") && key !== "" && isHarmless(key))
      ) {
        return keys.map((key) => [`${platform}.${name}.${key}`, writer.write(platform, [name, key], value[key])]);
      }
      return [[`${platform}.${name}`, writer.write(platform, [name], value)]];
    }),
  );
}
