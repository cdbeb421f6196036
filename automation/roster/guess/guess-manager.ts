/** What a column says of managers, as a line of the settings, and how sure that is: 0 is surest; or why it was left. */
export type GuessedManager =
  | { readonly name: string; readonly value: string; readonly isExpression: boolean; readonly rank: number }
  | { readonly left: string; readonly rank: number };

/** What a table is to a column of managers. */
export interface ManagerSetting {
  readonly columns: readonly string[];
  /** The cells of a column, row by row. */
  cellsOf(column: string): readonly string[];
  /** Columns that a manager is looked for in without more words: of keys, addresses and sign-in names. */
  readonly lookedAt: readonly string[];
  /** Names of people as they may be written, lower case. */
  readonly names: ReadonlySet<string>;
  /** A column in an expression. */
  quoted(column: string): string;
}

/** Of several columns that may name managers, the one that does so most surely; the first of equals. */
export function guessManagers(columns: readonly string[], setting: ManagerSetting): GuessedManager | undefined {
  const guesses = columns
    .filter((column) => setting.cellsOf(column).some((cell) => cell !== ""))
    .map((column) => guessManager(column, setting));
  return guesses.toSorted((a, b) => a.rank - b.rank)[0];
}

/** What stands for nobody. */
const NOBODY = /^(root|no_?manager|none|n\/?a|-+)$/i;
/** A worker as Workday shows them: `Grace Hopper (00001)`. */
const SHOWN = /^[^()]*\(([^()]+)\)$/;

/** By what the column names managers: a key, an address or a sign-in name, or another column that has the same values. */
function guessManager(column: string, setting: ManagerSetting): GuessedManager {
  const { columns, cellsOf, lookedAt, names, quoted } = setting;
  const cells = [...new Set(cellsOf(column))].filter((cell) => cell !== "");
  const values = (all: readonly string[]) =>
    new Set(all.flatMap((name) => cellsOf(name).map(lowered)).filter((text) => text !== ""));
  const known = values(lookedAt);
  const nobody = cells.filter((cell) => NOBODY.test(cell) && !known.has(lowered(cell)));
  const named = cells.filter((cell) => !nobody.includes(cell));
  const own = quoted(column);
  const given = (name: string, rank: number): GuessedManager => {
    if (nobody.length === 0) return { name, value: column, isExpression: false, rank };
    const test = nobody.length === 1 ? `${own} = ${JSON.stringify(nobody[0])}` : `${own} in ${JSON.stringify(nobody)}`;
    return { name, value: `\${{ ${test} ? null : ${own} }}`, isExpression: true, rank };
  };
  const isIn = (texts: readonly string[], where: ReadonlySet<string>): boolean =>
    texts.length > 0 && texts.every((text) => where.has(lowered(text)));
  if (isIn(named, known)) return given("manager", 0);
  const shown = named.map((cell) => SHOWN.exec(cell)?.[1]?.trim() ?? "");
  if (isIn(shown, known)) {
    const value = `\${{ $contains(${own}, "(") ? $substringBefore($substringAfter(${own}, "("), ")") : null }}`;
    return { name: "manager", value, isExpression: true, rank: 1 };
  }
  const other = columns.find(
    (name) => name !== "" && name !== column && isTelling(cellsOf(name)) && isIn(named, values([name])),
  );
  if (other !== undefined) return given(`manager.${other}`, 2);
  if (isIn(named, names)) return given("manager.name", 3);
  // Whom it means can't be told by these rows: nobody may have one, or their managers are in another file.
  if (!named.some((cell) => /\s/.test(cell) && !cell.includes("@"))) return given("manager", 4);
  return {
    left: `${column} (holds names that no row has; a manager is a key, an address, a sign-in name, a name or what a column has)`,
    rank: 5,
  };
}

/** Whether no two people share a value. */
function isTelling(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "").map(lowered);
  return filled.length > 0 && new Set(filled).size === filled.length;
}

function lowered(text: string): string {
  return text.trim().toLowerCase();
}
