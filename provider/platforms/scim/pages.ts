import { ProtocolError } from "../../core/contract/errors.js";
import { TITLE } from "./errors.js";

/** Rows asked for in a page; a server may give fewer. */
export const PAGE = 100;

/** Who, or what, a row is about, as far as it says so. */
export interface Row {
  readonly id: string | undefined;
  readonly userName?: string | undefined;
}

export interface Page<R extends Row = Row> {
  /** `totalResults`, where the server says it. */
  readonly total: number | undefined;
  /** Rows that hold something. */
  readonly rows: readonly R[];
  /** Rows that were sent, empty ones too. */
  readonly size: number;
  /** `itemsPerPage`: how many rows the server says that the page has, or could have had. */
  readonly room?: number | undefined;
}

/** One page from `startIndex`, counted from 1; undefined where the server can't filter, or not by this filter. */
export type List<R extends Row> = (
  query: { readonly startIndex: number; readonly count: number; readonly filter?: string },
  personal?: unknown,
) => Promise<Page<R> | undefined>;

export interface Listing {
  readonly filter?: string;
  /** The filter means one person: as many rows as the server counts are all, and no further page is asked for. */
  readonly isForOne?: boolean;
  /** What is listed, for messages. Default: users. */
  readonly things?: "users" | "groups";
}

/** A server sends a page again in place of the next one, so that the rest of its list can't be seen. */
export class RepeatedPageError extends ProtocolError {}

/**
 * Every row of a list, page by page, each once. The list ends at an empty page. `totalResults` ends it only where it is
 * more than a count of the page: the same on every page, larger than the first page, reached, and by a page that is
 * shorter than another. A list that ends before its total, or repeats itself, is an error and never a shorter list; but for
 * a server that knows no further page and whose only one was not full.
 *
 * @returns the rows, or nothing at all and `unsupported` where the server can't filter
 */
export async function* pages<R extends Row>(
  list: List<R>,
  { filter, isForOne = false, things = "users" }: Listing = {},
): AsyncGenerator<readonly R[], "complete" | "unsupported"> {
  const seen = new Set<string>();
  const before: Page<R>[] = [];
  for (let startIndex = 1; ; ) {
    const query = { startIndex, count: PAGE, ...(filter === undefined ? {} : { filter }) };
    const page = await list(query, filter);
    if (page === undefined) return "unsupported";
    const { rows, size, total } = page;
    before.push(page);
    const promised = Math.max(0, ...before.map((known) => known.total ?? 0));
    if (rows.length === 0) {
      const isProven = promised <= seen.size && (size === 0 || total !== undefined);
      if (isProven) return "complete";
      throw new ProtocolError(
        `${TITLE} server promises ${promised || size} ${things} and shows ${seen.size}; run again`,
      );
    }
    const fresh = rows.filter((row) => !seen.has(keyOf(row)));
    if (fresh.length === 0) {
      // Its first page had room for more, by its own word, and all that it counts has come: nothing was kept back.
      const isWhole = (before[0]?.room ?? 0) > seen.size && promised === seen.size;
      if (isWhole) return "complete";
      throw new RepeatedPageError(
        `${TITLE} server sends the same page of ${things} again and again, so that nobody can tell who else is there. It must honour startIndex`,
      );
    }
    for (const row of fresh) seen.add(keyOf(row));
    yield fresh;
    // Rows that hold nobody may be no part of the server's order: to see somebody twice is safe, to leave one out is not.
    startIndex += rows.length;
    if (isForOne && total === seen.size) return "complete";
    if (endsByCount(before, seen.size)) return "complete";
  }
}

/** Whether the server's count can be told from a count of the page, and all that it counts has come. */
function endsByCount(before: readonly Page[], seen: number): boolean {
  const sizes = before.map(({ size }) => size);
  const [first = 0] = sizes;
  const last = sizes.at(-1) ?? 0;
  return before.every(({ total }) => total === seen) && seen > first && last < Math.max(...sizes);
}

function keyOf({ id, userName }: Row): string {
  return id === undefined ? `without an id: ${userName ?? ""}` : `id: ${id}`;
}
