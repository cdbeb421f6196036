import type { Answer, Call } from "../exchange";
import { ok, Refusal } from "../exchange";
import { asCount } from "../json";
import { errorAnswer } from "./answers";
import type { SetBehaviour } from "./behaviour";

const DEFAULT_LIMIT = 100;

/** Query parameters that filter, with the record's value for each. */
export type Filters<T> = Readonly<Record<string, (record: T) => string | null>>;

/** One page of records under their plural name, with `_metadata` on request. An unknown filter is ignored. */
export function listRecords<T extends object>(
  call: Call,
  plural: string,
  records: readonly T[],
  filters: Filters<T>,
  behaviour: SetBehaviour,
  show: (record: T) => object = (record) => record,
): Answer {
  const { maxPage, refusesLargePages, emptyList, firstOffset } = behaviour;
  const wanted = asCount(call.query["limit"]) ?? DEFAULT_LIMIT;
  if (refusesLargePages && wanted > maxPage) throw new Refusal(errorAnswer(400, `limit must be ${maxPage} at most`));
  const limit = Math.min(wanted, maxPage);
  const offset = asCount(call.query["offset"]) ?? 0;
  if (!(limit >= 1)) throw new Refusal(errorAnswer(400, "limit must be a number above 0"));
  if (!(offset >= 0)) throw new Refusal(errorAnswer(400, "offset must be a number"));

  const asked = Object.entries(filters).filter(([name]) => call.query[name] !== undefined);
  const key = (text: string | null | undefined) => (behaviour.exactFilters ? text : text?.toLowerCase());
  const matching = records.filter((record) =>
    asked.every(([name, read]) => key(read(record)) === key(call.query[name])),
  );
  const sorted = ordered(matching, call.query["order"] ?? (behaviour.listOrder === "id" ? "id" : undefined));
  const first = Math.max(0, offset - firstOffset);
  const page = sorted.slice(first, first + limit).map(show);
  const empty = emptyList === "mixed" ? (plural === "users" ? 404 : 200) : emptyList;
  if (page.length === 0 && empty !== "array") return errorAnswer(empty, `no ${plural.replace("_", " ")} found`);
  const metadata = { _metadata: metadataOf(call, plural, { limit, offset, total: sorted.length }) };
  return ok({ [plural]: page, ...(behaviour.metadata && call.query["metadata"] === "true" ? metadata : {}) });
}

/** By the named field where the records have it, otherwise in the order of creation. */
function ordered<T extends object>(records: readonly T[], field: string | undefined): readonly T[] {
  if (field === undefined || !records.some((record) => field in record)) return records;
  const key = (record: T) => String(Object.entries(record).find(([name]) => name === field)?.[1] ?? "");
  return [...records].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function metadataOf(call: Call, plural: string, page: { limit: number; offset: number; total: number }): object {
  const { limit, offset, total } = page;
  const kept = Object.entries(call.query).filter(([name]) => name !== "limit" && name !== "offset");
  const at = (start: number) => {
    const query = new URLSearchParams([...kept, ["limit", String(limit)], ["offset", String(start)]]);
    return `/${plural}?${query}`;
  };
  return {
    ...page,
    next: offset + limit < total ? at(offset + limit) : null,
    previous: offset > 0 ? at(Math.max(0, offset - limit)) : null,
  };
}
