import { type PlatformId, userKindOf } from "../../common/platforms";
import { artefactOf } from "../cells/artefacts";
import { isNoDay } from "../sources/days";
import { waysToWrite } from "../sources/spoken-names";
import { filledIn, type Table } from "../tables/table";
import { guessManagers } from "./guess-manager";
import { nameExpression } from "./guess-name";
import { columnsFor, columnsLike, isOfPresence, type LikelyAttribute, presence } from "./known-columns";

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

/** Addresses may be missing of some who are gone. */
const HALF = 0.5;

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
  const countIn = (column: string): number => cellsOf(column).filter((cell) => cell !== "").length;
  /** Of the columns that may hold an attribute, the first that enough rows fill, or else the one that most do. */
  const chosen = (all: readonly string[], share = 1): string | undefined =>
    all.find((column) => rows.length > 0 && countIn(column) >= rows.length * share) ??
    all.filter((column) => countIn(column) > 0).toSorted((a, b) => countIn(b) - countIn(a))[0];
  const likely = (attribute: LikelyAttribute, share?: number): string | undefined =>
    chosen(columnsFor(attribute, columns), share) ?? chosen(columnsLike(attribute, columns), share);
  const found: Guess[] = [];
  const put = (name: string, column: string | undefined, doubt?: string): void => {
    if (column === undefined) return;
    const isLike = isLikely(name) && !columnsFor(name, columns).includes(column);
    const isOneOf = NUMBERED.test(column) && !table.columns.includes(column.replace(NUMBERED, ""));
    const said = doubt ?? (isOneOf ? "the header has this name more than once" : isLike ? "" : undefined);
    found.push({ name, value: column, ...(said === undefined ? {} : { doubt: said }) });
  };
  const ids = columnsFor("key", columns);
  const own = [...ids, ...columnsLike("key", columns), ...columnsFor("login", columns)].find((column) =>
    isKey(cellsOf(column)),
  );
  const [shared] = ids.filter((column) => column !== own && isNamedBefore(column, own, ids));
  const unsure =
    own === undefined
      ? "no column has a value of its own for each row"
      : shared === undefined
        ? undefined
        : `${shared} has empty cells, or values that are there twice`;
  const key = own ?? chosen(ids) ?? columns[0];
  put("key", key, unsure);
  const given = likely("given");
  const family = likely("family");
  const isNamed = given !== undefined && family !== undefined;
  const values: Guess[] = [{ name: "platforms", value: platforms.join("|"), doubt: "where these people are to be" }];
  const name = isNamed ? undefined : chosen(columnsFor("name", columns).filter((column) => areNames(cellsOf(column))));
  const isWhole = name !== undefined && countIn(name) === rows.length;
  if (!isWhole) put("given", given);
  if (!isWhole) put("family", family);
  if (name !== undefined) {
    const expression = nameExpression(cellsOf(name), quoted(name));
    if (expression === undefined) put("name", name);
    else values.push({ name: "name", value: expression, doubt: `made of ${name}` });
  }
  const addresses = (all: readonly string[]): readonly string[] => all.filter((one) => areAddresses(cellsOf(one)));
  const email =
    chosen(addresses(columnsFor("email", columns)), HALF) ?? chosen(addresses(columnsLike("email", columns)), HALF);
  const named = email ?? chosen(columnsFor("email", columns).filter((one) => one !== key));
  put("email", named, email === undefined ? "holds what is no address" : undefined);
  const username = chosen(columnsFor("username", columns));
  if (username !== key && username !== undefined && isKey(cellsOf(username))) put("username", username);
  const left: string[] = [];
  const asManagers = [...columnsFor("manager", columns), ...columnsLike("manager", columns)];
  const lookedAt = found.flatMap(({ name, value }) => (["key", "email", "username"].includes(name) ? [value] : []));
  const [givens, families, wholes] = [given, family, name].map((column) =>
    column === undefined ? [] : cellsOf(column),
  );
  const names = new Set(rows.flatMap((_, i) => waysToWrite(givens?.[i] ?? "", families?.[i] ?? "", wholes?.[i] ?? "")));
  const manager = guessManagers(asManagers, { columns, cellsOf, lookedAt, names, quoted });
  if (manager !== undefined) {
    if ("left" in manager) left.push(manager.left);
    else (manager.isExpression ? values : found).push({ name: manager.name, value: manager.value });
  }
  // Nobody may have a last day yet.
  const dated = (attribute: "starts" | "ends"): string | undefined => {
    const [known] = columnsFor(attribute, columns);
    return known ?? columnsLike(attribute, columns).find((column) => areDays(cellsOf(column)));
  };
  const [starts, ends] = [dated("starts"), dated("ends")];
  put("starts", starts);
  put("ends", ends);
  const title = likely("title");
  for (const platform of platforms) {
    const names = Object.keys(userKindOf(platform).arguments.shape);
    const attribute = ["profile", "title"].find((name) => names.includes(name));
    if (attribute !== undefined) put(`${platform}.${attribute}`, title, "");
  }
  const days = [starts, ends].flatMap((column) =>
    column === undefined ? [] : sound(cellsOf(column)).filter((cell) => !isNoDay(cell)),
  );
  const dates = formOfDays(days);
  const where = whereOf(columns, cellsOf);
  const used = new Set([
    ...found.map(({ value }) => value),
    ...columns.filter((name) => [where, ...values].some((guess) => guess?.value.includes(quoted(name)))),
    ...columns.filter((name) => manager !== undefined && "left" in manager && manager.left.startsWith(`${name} (`)),
  ]);
  left.push(...columns.flatMap((name) => (name === "" || used.has(name) ? [] : [leftText(name)])));
  return { columns: found, values, ...(where ? { where } : {}), ...(dates ? { dates } : {}), left };
}

/** Of two columns that the header calls `Email`, the second. */
const NUMBERED = / \(\d+\)$/;

/** Whether a column would have been the key before the one that is. */
function isNamedBefore(column: string, own: string | undefined, ids: readonly string[]): boolean {
  return own !== undefined && (!ids.includes(own) || ids.indexOf(column) < ids.indexOf(own));
}

/** What a spreadsheet has spoilt says nothing of its column. */
function sound(cells: readonly string[]): readonly string[] {
  return cells.filter((cell) => cell !== "" && artefactOf(cell) === undefined);
}

function isLikely(name: string): name is LikelyAttribute {
  return ["key", "given", "family", "email", "starts", "ends"].includes(name);
}

/** Numbers and addresses are no names. */
function areNames(cells: readonly string[]): boolean {
  const filled = sound(cells);
  return filled.length > 0 && filled.every((cell) => /\p{L}/u.test(cell) && !cell.includes("@"));
}

function areAddresses(cells: readonly string[]): boolean {
  const filled = sound(cells);
  if (filled.length === 0) return cells.some((cell) => cell !== "");
  return filled.length > 0 && filled.every((cell) => /^\S+@\S+$/.test(cell));
}

function areDays(cells: readonly string[]): boolean {
  return cells.every(
    (cell) =>
      cell === "" ||
      artefactOf(cell) !== undefined ||
      /^\d{1,4}[-./ ]?[\p{L}\d]{1,9}[-./ ]?\d{1,4}(?:\D|$)/u.test(cell),
  );
}

function isKey(cells: readonly string[]): boolean {
  return cells.length > 0 && !cells.includes("") && new Set(cells).size === cells.length;
}

/** A table of people has rows that are no people, such as a sum below it: those with little in them. */
function peopleIn({ rows }: Table): Table["rows"] {
  const filled = rows.map(({ cells }) => filledIn(cells));
  const usual = filled.toSorted((a, b) => a - b)[Math.floor(filled.length / 2)] ?? 0;
  return rows.filter((_, i) => (filled[i] ?? 0) * 2 >= usual);
}

function leftText(column: string): string {
  return isOfPresence(column) ? `${column} (may say who is still there: if so, name those in \`where\`)` : column;
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
  const guess = (value: string, doubt?: string): Guess => ({ name: "dates", value, ...(doubt ? { doubt } : {}) });
  if (some.every((day) => /^[A-Za-z]{3,9}\.? \d{1,2}, \d{4}/.test(day))) return guess("MMM DD, YYYY");
  if (some.every((day) => /^\d{8}$/.test(day))) return guess("YYYYMMDD");
  const [, yearFirst] = /^\d{4}([./])\d{1,2}\1\d{1,2}/.exec(some[0] ?? "") ?? [];
  if (yearFirst !== undefined) return guess(["YYYY", "MM", "DD"].join(yearFirst));
  const [, before, after] = /^\d{1,2}([-./ ])[A-Za-z]{3,9}\.?([-./ ])\d{4}/.exec(some[0] ?? "") ?? [];
  if (before !== undefined) return guess(`DD${before}MMM${after}YYYY`);
  const [, separator] = /^\d{1,2}([./-])\d{1,2}\1\d{4}/.exec(some[0] ?? "") ?? [];
  if (separator === undefined) return guess("YYYY-MM-DD", "the form of its days, which is none that is known");
  const parts = days.map((day) => day.split(separator).map(Number));
  const isDayFirst = parts.some(([first = 0]) => first > 12);
  const isMonthFirst = parts.some(([, second = 0]) => second > 12);
  const order = isDayFirst || (separator === "." && !isMonthFirst) ? ["DD", "MM"] : ["MM", "DD"];
  const isSure = isDayFirst || isMonthFirst || separator === ".";
  return guess([...order, "YYYY"].join(separator), isSure ? undefined : "days and months can't be told apart");
}
