/** What a column says of managers, as a line of the settings; or why it was left. */
export type GuessedManager =
  | { readonly name: string; readonly value: string; readonly isExpression: boolean }
  | { readonly left: string };

/** What a table is to a column of managers. */
export interface ManagerSetting {
  readonly columns: readonly string[];
  /** The cells of a column, row by row. */
  cellsOf(column: string): readonly string[];
  /** Columns that a manager is looked for in without more words: of keys, addresses and sign-in names. */
  readonly lookedAt: readonly string[];
  /** A column in an expression. */
  quoted(column: string): string;
}

/** What stands for nobody. */
const NOBODY = /^(root|no_?manager|none|n\/?a|-+)$/i;
/** A worker as Workday shows them: `Grace Hopper (00001)`. */
const SHOWN = /^[^()]*\(([^()]+)\)$/;

/** By what the column names managers: a key, an address or a sign-in name, or another column that has the same values. */
export function guessManager(column: string, setting: ManagerSetting): GuessedManager {
  const { columns, cellsOf, lookedAt, quoted } = setting;
  const cells = [...new Set(cellsOf(column))].filter((cell) => cell !== "");
  const values = (names: readonly string[]) => new Set(names.flatMap((name) => cellsOf(name).map(lowered)));
  const known = values(lookedAt);
  const nobody = cells.filter((cell) => NOBODY.test(cell) && !known.has(lowered(cell)));
  const named = cells.filter((cell) => !nobody.includes(cell));
  const own = quoted(column);
  const given = (name: string): GuessedManager => {
    if (nobody.length === 0) return { name, value: column, isExpression: false };
    const test = nobody.length === 1 ? `${own} = ${JSON.stringify(nobody[0])}` : `${own} in ${JSON.stringify(nobody)}`;
    return { name, value: `\${{ ${test} ? null : ${own} }}`, isExpression: true };
  };
  const isIn = (texts: readonly string[], where: ReadonlySet<string>): boolean =>
    texts.length > 0 && texts.every((text) => where.has(lowered(text)));
  if (isIn(named, known)) return given("manager");
  const shown = named.map((cell) => SHOWN.exec(cell)?.[1]?.trim() ?? "");
  if (isIn(shown, known)) {
    const value = `\${{ $contains(${own}, "(") ? $substringBefore($substringAfter(${own}, "("), ")") : null }}`;
    return { name: "manager", value, isExpression: true };
  }
  const other = columns.find(
    (name) => name !== "" && name !== column && isTelling(cellsOf(name)) && isIn(named, values([name])),
  );
  if (other !== undefined) return given(`manager.${other}`);
  // Whom it means can't be told by these rows: nobody may have one, or their managers are in another file.
  if (!named.some((cell) => /\s/.test(cell) && !cell.includes("@"))) return given("manager");
  return { left: `${column} (holds names; a manager is a key, an address, a sign-in name or what a column has)` };
}

/** Whether no two people share a value. */
function isTelling(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "").map(lowered);
  return filled.length > 0 && new Set(filled).size === filled.length;
}

function lowered(text: string): string {
  return text.trim().toLowerCase();
}
