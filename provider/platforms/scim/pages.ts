import { ProtocolError } from "../../core/errors.js";
import type { HttpClient } from "../../http/client.js";
import { listUsers } from "./api.js";
import { TITLE } from "./errors.js";
import type { WireUser } from "./wire.js";

/** Users asked for in a page; a server may give fewer. */
export const PAGE = 100;

/**
 * Every user, page by page, each once. A server's `totalResults` ends the list only where it holds: as long as it is
 * larger than what has come, or no larger than it, or a page is full, the next page is asked for, until one is empty.
 * A list that ends before its total, or repeats itself, is an error and never a shorter list.
 *
 * @returns nothing at all where the server refuses the filter
 */
export async function* pages(
  http: HttpClient,
  filter: string | undefined,
  onRefused: () => AsyncIterable<readonly WireUser[]>,
): AsyncIterable<readonly WireUser[]> {
  const seen = new Set<string>();
  for (let startIndex = 1; ; ) {
    const query = { startIndex, count: PAGE, ...(filter === undefined ? {} : { filter }) };
    const page = await listUsers(http, query, filter);
    if (page === undefined) return yield* onRefused();
    const { users, total } = page;
    const before = startIndex - 1;
    if (users.length === 0) {
      if (total <= before) return;
      throw new ProtocolError(`${TITLE} server promises ${total} users and shows ${before}; run again`);
    }
    const fresh = users.filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) throw new ProtocolError(`${TITLE} server sends the same page of users again and again`);
    for (const { id } of fresh) seen.add(id);
    yield fresh;
    startIndex += users.length;
    if (startIndex - 1 === total && users.length < PAGE) return;
  }
}
