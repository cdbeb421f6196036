import { ProtocolError } from "../../core/contract/errors.js";
import { PAGE, parametersOf, TITLE } from "./api.js";

export type Parameters = Record<string, string>;

/** What asks for the first page of a list. */
export const FIRST: Parameters = { "page[limit]": String(PAGE) };

export type Page<Row> = readonly [rows: readonly Row[], next: Parameters | undefined];

type Links = { readonly next?: string | null | undefined } | null | undefined;

export function pageOf<Row>(body: { readonly data: readonly Row[]; readonly links?: Links }): Page<Row> {
  return [body.data, body.links?.next ? parametersOf(body.links.next) : undefined];
}

/**
 * Every page of a list, following the vendor's links to the end.
 *
 * @param what the list, for a message: "users"
 * @param page asks for a page
 */
export async function* pagesOf<Row>(
  what: string,
  page: (query: Parameters) => Promise<Page<Row>>,
  first: Parameters = FIRST,
): AsyncIterable<readonly Row[]> {
  const seen = new Set<string>();
  for (let query: Parameters | undefined = first; query; ) {
    const key = JSON.stringify(query);
    if (seen.has(key)) throw new ProtocolError(`${TITLE} sends the same page of ${what} again and again`);
    seen.add(key);
    const [rows, next]: Page<Row> = await page(query);
    yield rows;
    query = next;
  }
}
