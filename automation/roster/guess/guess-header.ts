import { knownNames } from "./known-columns";

/** So many lines may stand above a header: a title, a day, who it is for. */
const MOST_ABOVE = 20;
/** Fewer known names may stand in a title. */
const LEAST = 2;

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row of a person has few words that are names of columns, and has numbers or an address. */
function areNames(cells: readonly string[], known: number): boolean {
  const filled = cells.filter((cell) => cell.trim() !== "");
  return known * 2 >= filled.length && !filled.some((cell) => /\d|@/.test(cell));
}

/**
 * The line of the header: among the first ones, the one with most names that are known. Of two that follow each other and know equally
 * many, one is for systems and one for people, and what comes after both are rows.
 *
 * @returns undefined where no line has such names
 */
export function headerLine(rows: readonly Line[]): number | undefined {
  let best: { readonly at: number; readonly count: number } | undefined;
  for (const [at, { cells }] of rows.slice(0, MOST_ABOVE).entries()) {
    const count = knownNames(cells);
    const isSecond = best?.at === at - 1 && (count >= best.count || areNames(cells, count));
    if (count >= LEAST && (isSecond || count > (best?.count ?? 0))) best = { at, count };
  }
  return best && rows[best.at]?.line;
}
