import { ProtocolError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import { listUsers } from "./api.js";
import { TITLE } from "./judge.js";
import type { WireUser } from "./wire.js";

/** Everybody, page by page; who is shown again under another username too. */
export function pagesOfUsers(http: HttpClient): AsyncIterable<readonly WireUser[]> {
  return pagesOf(
    "users",
    (startIndex) => listUsers(http, startIndex),
    ({ id }) => id,
    ({ username }) => username,
  );
}

/**
 * Whether indices begin at 0 or 1 is not documented, so pages may overlap by one row, and the first one may lack
 * one; each page is asked for from as far as the ones before reached. Netex tells no total, so a page that is not full is
 * not taken for the last: the list ends where a page brings nothing but that one row.
 *
 * @param what the rows are, for messages
 * @param stateOf tells a row that is shown again from one that has changed since
 */
export async function* pagesOf<Row>(
  what: string,
  page: (startIndex: number) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  stateOf: (row: Row) => string = keyOf,
): AsyncIterable<readonly Row[]> {
  const seen = new Map<string, string>();
  for (let startIndex = 0; ; ) {
    const rows = await page(startIndex);
    const fresh = rows.filter((row) => seen.get(keyOf(row)) !== stateOf(row));
    for (const row of fresh) seen.set(keyOf(row), stateOf(row));
    yield fresh;
    if (rows.length === 0 || (rows.length === 1 && fresh.length === 0)) return;
    if (fresh.length === 0) throw new ProtocolError(`${TITLE} sends the same page of ${what} again and again`);
    startIndex += rows.length;
  }
}
