import { ProtocolError } from "../../core/contract/errors.js";
import { PAGE, parametersOf, TITLE } from "./api.js";

type Parameters = Record<string, string>;

/** What asks for the first page of a list beside that of the users. */
export const FIRST: Parameters = { "page[limit]": String(PAGE) };

export type Page<Row> = readonly [rows: readonly Row[], next: Parameters | undefined];

type Links = { readonly next?: string | null | undefined } | null | undefined;

export function pageOf<Row>(body: { readonly data: readonly Row[]; readonly links?: Links }): Page<Row> {
  return [body.data, body.links?.next ? parametersOf(body.links.next) : undefined];
}

/** Every page, following the vendor's links to the end. */
export async function* pagesOf<Row>(page: (query: Parameters | undefined) => Promise<Page<Row>>) {
  const seen = new Set<string>();
  let query: Parameters | undefined;
  do {
    const [rows, next] = await page(query);
    yield rows;
    const key = JSON.stringify(next);
    if (next && seen.has(key)) throw new ProtocolError(`${TITLE} sends the same page of a list again and again`);
    seen.add(key);
    query = next;
  } while (query);
}
