import type { z } from "zod";
import { ProtocolError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import { bodyOf } from "../../http/reply.js";
import { succeeded, TITLE } from "./errors.js";

/** Rows asked for in a page of a list. */
const PAGE = 1000;

/** How many rows a list has, by another way of counting; undefined where it can't be told. */
export type Count = () => Promise<number | undefined>;

/**
 * All rows of a list, each once. Keycloak cuts a page first and then leaves out whoever the credentials may not see, and
 * whoever is gone from the directory behind the realm. So a short page is not the last one, and the next page begins
 * where the rows that were shown end: who is taken out moves the others up. A list ends at an empty page, or where a count
 * agrees with what was shown. A page that fails throws and never ends the list early.
 *
 * @param count passes over an empty page, too, as long as it tells of more
 */
export async function* pages<Row extends { id: string }>(
  http: HttpClient,
  path: string,
  schema: z.ZodType<readonly Row[]>,
  query: Readonly<Record<string, string>> = {},
  count: Count = async () => undefined,
): AsyncIterable<readonly Row[]> {
  const seen = new Set<string>();
  let total: Promise<number | undefined> | undefined;
  let start: string | undefined;
  for (let first = 0; ; ) {
    const request = { method: "GET", path, query: { ...query, first, max: PAGE } } as const;
    const rows = bodyOf(schema, succeeded(await http.request(request)));
    const fresh = rows.filter(({ id }) => !seen.has(id));
    const [head] = rows;
    const isSameAgain = head !== undefined && fresh.length === 0 && head.id === start;
    if (isSameAgain && rows.length >= PAGE) throw new ProtocolError(`${TITLE} sends the same page of ${path} again`);
    start ??= head?.id;
    for (const { id } of fresh) seen.add(id);
    yield fresh;
    // A short list that comes whole, whatever is asked for.
    if (isSameAgain) return;
    if (rows.length < PAGE) {
      total ??= count();
      const known = await total;
      if (known === seen.size || (rows.length === 0 && first >= (known ?? 0))) return;
    }
    first += rows.length === 0 ? PAGE : rows.length;
  }
}
