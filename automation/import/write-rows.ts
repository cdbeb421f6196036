import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { Document, isMap } from "yaml";
import { isRecord } from "../../provider/core/value";
import { Failure } from "../failure";
import { isPlatformId } from "../platforms";
import { writeCell } from "../roster-file/cells";
import { readText, readYaml } from "../yaml-file";
import type { Row } from "./rows";

/** What an import sets for somebody who is declared already, so that the account is taken on. */
export interface Addition {
  readonly key: string;
  readonly platform: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Rows as a roster file of their own. */
export function yamlOf(rows: readonly Row[]): string {
  const document = new Document({ people: Object.fromEntries(rows.map(({ key, person }) => [key, person])) });
  return document.toString({ lineWidth: 120 });
}

/** The text of a YAML roster with more people in it; comments and order of what is there stay. */
export function addToYaml(path: string, rows: readonly Row[], additions: readonly Addition[]): string {
  const { document } = readYaml(path, "roster-file");
  if (!isMap(document.get("people"))) document.set("people", document.createNode({}));
  for (const { key, person } of rows) document.setIn(["people", key], document.createNode(person));
  for (const { key, platform, values } of additions) {
    if (!isMap(document.getIn(["people", key, platform]))) {
      document.setIn(["people", key, platform], document.createNode({}));
    }
    for (const [name, value] of Object.entries(values)) document.setIn(["people", key, platform, name], value);
  }
  return document.toString({ lineWidth: 120 });
}

/** Rows in CSV, below those of a file that is there; its columns stay, and new ones come last. */
export function csvOf(rows: readonly Row[], additions: readonly Addition[], path?: string): string {
  const before: Record<string, string>[] = path === undefined ? [] : readRows(path);
  const columns = new Set(["key", ...(before[0] ? Object.keys(before[0]) : []), "platforms"]);
  const added = rows.map((row) => cellsOf(row));
  for (const { key, platform, values } of additions) {
    const row = before.find((candidate) => candidate["key"]?.trim() === key);
    if (!row) throw new Failure("roster-file", `there is no row with the key ${key}`);
    for (const [name, value] of Object.entries(values)) row[`${platform}.${name}`] = writeCell(value);
  }
  const all = [...before, ...added];
  for (const row of all) for (const column of Object.keys(row)) columns.add(column);
  return stringify(all, { header: true, columns: [...columns] });
}

function readRows(path: string): Record<string, string>[] {
  const text = readText(path, "roster-file");
  const header = text.slice(0, text.search(/\r?\n|$/));
  const delimiter = header.split(";").length > header.split(",").length ? ";" : ",";
  return parse(text, {
    bom: true,
    columns: (names: string[]) => names.map((name) => name.trim()),
    delimiter,
    skip_empty_lines: true,
  });
}

function cellsOf({ key, person }: Row): Record<string, string> {
  const cells: Record<string, string> = { key };
  const platforms: string[] = [];
  for (const [name, value] of Object.entries(person)) {
    if (!isPlatformId(name)) {
      cells[name] = writeCell(value);
      continue;
    }
    platforms.push(name);
    if (isRecord(value)) Object.assign(cells, flattened(name, value));
  }
  return { ...cells, platforms: platforms.join("|") };
}

function flattened(prefix: string, values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, string][] =>
      isRecord(value)
        ? Object.entries(value).map(([key, item]) => [`${prefix}.${name}.${key}`, writeCell(item)])
        : [[`${prefix}.${name}`, writeCell(value)]],
    ),
  );
}
