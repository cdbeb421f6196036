import { isLikePerson, startOf, type Table, usuallyFilled } from "../tables/table";

/** A text that is the same in each night: up to a number or a colon. */
const STEADY = /^[^\d:]*\p{L}[^\d:]*/u;

/**
 * What stands below the people, such as a sum and a line about secrecy: rows at the end with little in them.
 *
 * @returns what the first of them begins with, and the people above; undefined where there are none, or where the text is a person's too
 */
export function footerOf(table: Table): { readonly text: string; readonly people: Table } | undefined {
  const { rows } = table;
  const usual = usuallyFilled(rows);
  const last = rows.findLastIndex(({ cells }) => isLikePerson(cells, usual));
  const [text = ""] = STEADY.exec(startOf(rows[last + 1]?.cells ?? [])) ?? [];
  const start = text.trim();
  if (last < 0 || start.length < 3) return undefined;
  const people = rows.slice(0, last + 1);
  if (people.some(({ cells }) => startOf(cells).startsWith(start))) return undefined;
  return { text: start, people: { ...table, rows: people } };
}
