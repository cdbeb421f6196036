import { type PlatformId, userKindOf } from "../../common/platforms";
import type { Table } from "../tables/table";
import { guessManager } from "./guess-manager";
import { columnsFor, type KnownAttribute, presence } from "./known-columns";

/** A line of the settings of a source, and whether it may be wrong. */
export interface Guess {
  readonly name: string;
  readonly value: string;
  /** Why it should be looked at; absent where the column's name says it. */
  readonly doubt?: string;
}

/** What a table seems to mean. */
export interface GuessedSource {
  readonly columns: readonly Guess[];
  readonly values: readonly Guess[];
  readonly where?: Guess;
  readonly dates?: Guess;
  /** Columns that could not be placed, and why where that helps. */
  readonly left: readonly string[];
}

/** So many rows are looked at for forms and words; keys are looked at in all. */
const FEW = 10;

/** A column that has more values of its own says something else. */
const MOST_UNKNOWN = 5;

/**
 * Guesses by the header and the first rows what the columns mean.
 *
 * @param platforms where the people are to be
 */
export function guessSource(table: Table, platforms: readonly PlatformId[]): GuessedSource {
  const { columns } = table;
  const rows = peopleIn(table);
  const cellsOf = (column: string): readonly string[] => {
    const at = columns.indexOf(column);
    return rows.map(({ cells }) => (cells[at] ?? "").trim());
  };
  const first = (attribute: KnownAttribute): string | undefined =>
    columnsFor(attribute, columns).find((column) => cellsOf(column).some((cell) => cell !== ""));
  const key = columnsFor("key", columns).find((column) => isKey(cellsOf(column)));
  const found: Guess[] = [];
  const put = (name: string, column: string | undefined, doubt?: string): void => {
    if (column !== undefined) found.push({ name, value: column, ...(doubt === undefined ? {} : { doubt }) });
  };
  put("key", key ?? columns[0], key === undefined ? "no column has a value of its own for each row" : undefined);
  const given = first("given");
  const family = first("family");
  put("given", given);
  put("family", family);
  if (given === undefined || family === undefined) put("name", first("name"));
  put("email", first("email"));
  const username = first("username");
  if (username !== key && username !== undefined && isKey(cellsOf(username))) put("username", username);
  const values: Guess[] = [{ name: "platforms", value: platforms.join("|"), doubt: "where these people are to be" }];
  const left: string[] = [];
  const manager = first("manager");
  if (manager !== undefined) {
    const lookedAt = found.flatMap(({ name, value }) => (["key", "email", "username"].includes(name) ? [value] : []));
    const guess = guessManager(manager, { columns, cellsOf, lookedAt, quoted });
    if ("left" in guess) left.push(guess.left);
    else (guess.isExpression ? values : found).push({ name: guess.name, value: guess.value });
  }
  // Nobody may have a last day yet.
  const [starts] = columnsFor("starts", columns);
  const [ends] = columnsFor("ends", columns);
  put("starts", starts);
  put("ends", ends);
  const title = first("title");
  for (const platform of platforms) {
    const names = Object.keys(userKindOf(platform).arguments.shape);
    const attribute = ["profile", "title"].find((name) => names.includes(name));
    if (attribute !== undefined) put(`${platform}.${attribute}`, title, "");
  }
  const days = [starts, ends].flatMap((column) =>
    column === undefined ? [] : cellsOf(column).filter((cell) => cell !== ""),
  );
  const dates = formOfDays(days);
  const where = whereOf(columns, cellsOf);
  const used = new Set([
    ...found.map(({ value }) => value),
    ...columns.filter((name) => where?.value.includes(quoted(name))),
  ]);
  if (manager !== undefined) used.add(manager);
  left.push(...columns.filter((name) => name !== "" && !used.has(name)));
  return { columns: found, values, ...(where ? { where } : {}), ...(dates ? { dates } : {}), left };
}

function isKey(cells: readonly string[]): boolean {
  return cells.length > 0 && !cells.includes("") && new Set(cells).size === cells.length;
}

/** A table of people has rows that are no people, such as a sum below it: those with little in them. */
function peopleIn({ rows }: Table): Table["rows"] {
  const filled = rows.map(({ cells }) => cells.filter((cell) => cell.trim() !== "").length);
  const usual = filled.toSorted((a, b) => a - b)[Math.floor(filled.length / 2)] ?? 0;
  return rows.filter((_, i) => (filled[i] ?? 0) * 2 >= usual);
}

function whereOf(columns: readonly string[], cellsOf: (column: string) => readonly string[]): Guess | undefined {
  const doubts: string[] = [];
  const parts = columns.flatMap((column) => {
    const found = presence(column, [...new Set(cellsOf(column))]);
    if (found === undefined || found.unknown.length > MOST_UNKNOWN) return [];
    const { here, unknown } = found;
    if (unknown.length > 0)
      doubts.push(`is ${unknown.map((value) => JSON.stringify(value)).join(" or ")} still there?`);
    const meant = [...here, ...unknown];
    const test = meant.length === 1 ? `= ${JSON.stringify(meant[0])}` : `in ${JSON.stringify(meant)}`;
    return [`${quoted(column)} ${test}`];
  });
  if (parts.length === 0) return undefined;
  return {
    name: "where",
    value: parts.join(" and "),
    doubt: ["who is still there; all others leave", ...doubts].join("; "),
  };
}

/** A column in an expression. */
function quoted(column: string): string {
  return /^[A-Za-z_]\w*$/.test(column) && !["and", "or", "in"].includes(column) ? column : `\`${column}\``;
}

function formOfDays(days: readonly string[]): Guess | undefined {
  const some = days.slice(0, FEW);
  if (some.length === 0 || some.every((day) => /^\d{4}-\d{2}-\d{2}/.test(day))) return undefined;
  const [, separator] = /^\d{1,2}([./-])\d{1,2}\1\d{4}/.exec(some[0] ?? "") ?? [];
  if (separator === undefined) return { name: "dates", value: "YYYY-MM-DD", doubt: "the form of its days" };
  const parts = days.map((day) => day.split(separator).map(Number));
  const isDayFirst = parts.some(([first = 0]) => first > 12);
  const isMonthFirst = parts.some(([, second = 0]) => second > 12);
  const order = isDayFirst || (separator === "." && !isMonthFirst) ? ["DD", "MM"] : ["MM", "DD"];
  const doubt = isDayFirst || isMonthFirst || separator === "." ? undefined : "days and months can't be told apart";
  return { name: "dates", value: [...order, "YYYY"].join(separator), ...(doubt === undefined ? {} : { doubt }) };
}
