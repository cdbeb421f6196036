import { z } from "zod";
import { ProtocolError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import { bodyOf } from "../../http/reply.js";
import { isEmptyList, succeeded, TITLE } from "./errors.js";
import { Paged } from "./wire.js";

/** The vendor's own default, and what its documentation is sure of for users. */
const PAGE = 100;
/** What it documents for profiles, and may give for users. */
export const LARGE_PAGE = 500;

/**
 * Every row of a list, page by page. A list of everybody ends at an empty page, or where a total that was announced before
 * the last page agrees: a server may cut its pages, and count what is on them. One about somebody, or of roles, ends where a
 * total agrees, and without one at an empty page. A page that fails throws and never ends the list
 * early. A larger size that the vendor refuses is not asked for again; one that it doesn't honour is no harm.
 *
 * @param name the path and, in answers, the key of the rows: `users`, `user_roles`
 * @param personal values to mask in whatever is quoted
 * @param size how many rows a page may have
 */
export async function* pages<Row extends { id: string }>(
  http: HttpClient,
  name: string,
  row: z.ZodType<Row>,
  filter: Readonly<Record<string, string>> = {},
  personal?: unknown,
  size = PAGE,
): AsyncIterable<readonly Row[]> {
  const seen = new Set<string>();
  let limit = size;
  const isWhole = size === LARGE_PAGE;
  let isAnnounced = false;
  let last: string | undefined;
  /** The last row came once more, alone: of rows that are counted from 1 there are no more. */
  let isAtEnd = false;
  for (let offset = 0; ; ) {
    const query = { ...filter, limit, offset, metadata: "true" };
    const reply = await http.request({ method: "GET", path: `/${name}`, query, personal });
    if (isEmptyList(reply)) return;
    if (reply.status === 400 && offset === 0 && limit > PAGE) {
      limit = PAGE;
      continue;
    }
    const rows = bodyOf(z.object({ [name]: z.array(row) }), succeeded(reply))[name] ?? [];
    if (rows.length === 0) return;
    const fresh = rows.filter(({ id }) => !seen.has(id));
    const told = bodyOf(Paged, reply)._metadata ?? {};
    // The next page begins where the rows that were shown end: of a server that leaves rows out of a page, or counts them from 1, it
    // overlaps this one.
    const isAsAsked = told.limit === limit && told.offset === offset && offset < (told.total ?? 0);
    const isEnd: boolean = !isAtEnd && rows.length === 1 && rows[0]?.id === last;
    if (fresh.length === 0 && !isAsAsked && !isEnd) {
      throw new ProtocolError(`${TITLE} sends the same page of ${name} again and again`);
    }
    // Whoever asks for everybody judges repetitions: one id for two people is an error.
    yield isWhole ? rows : fresh;
    for (const { id } of rows) seen.add(id);
    last = rows.at(-1)?.id;
    isAtEnd = isEnd;
    offset += fresh.length > 0 ? fresh.length : rows.length;
    const { total } = told;
    const isCounted = total !== null && total !== undefined;
    if (isCounted && offset >= total && (isAnnounced || !isWhole)) return;
    isAnnounced = isCounted && total > offset;
  }
}

/** All rows of a list that is short, such as what one person has. */
export async function rowsOf<Row>(list: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const rows of list) all.push(...rows);
  return all;
}
