import type { Call } from "../exchange";
import { Refusal } from "../exchange";
import type { JsonObject } from "../json";
import { asCount, percentDecoded } from "../json";
import { titleError, userResource } from "./answers";
import type { AdobeAccount, AdobeStore } from "./store";

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;
/** With `include`, pages are smaller. */
const MAX_LIMIT_INCLUDING = 10;
/** From there on only the cursor leads further. */
const MAX_OFFSET = 500;

interface Page {
  readonly limit: number;
  readonly offset: number;
  /** The id after which the page starts. */
  readonly after: string | undefined;
}

function refuse(detail: string): Refusal {
  return new Refusal(titleError(400, "Invalid query parameter", detail));
}

function pageOf(query: Call["query"]): Page {
  const max = query["include"] === undefined ? MAX_LIMIT : MAX_LIMIT_INCLUDING;
  const limit = asCount(query["page[limit]"]) ?? DEFAULT_LIMIT;
  const offset = asCount(query["page[offset]"]) ?? 0;
  const cursor = query["page[cursor]"];
  if (!(limit >= 1 && limit <= max)) throw refuse(`page[limit] must be between 1 and ${max}`);
  if (!(offset >= 0 && offset <= MAX_OFFSET)) throw refuse(`page[offset] must be between 0 and ${MAX_OFFSET}`);
  const after = cursor === undefined ? undefined : Buffer.from(cursor, "base64url").toString();
  if (after !== undefined && !/^\d+$/.test(after)) throw refuse("page[cursor] is not one of ours");
  return { limit, offset, after };
}

/** The accounts that `ids` names: ids, and addresses as `email:<address>`; comma-separated. */
function accountsNamed(ids: string, store: AdobeStore, call: Call): AdobeAccount[] {
  const found = ids.split(",").map((part) => {
    const address = /^email:(.*)$/i.exec(part.trim())?.[1];
    return address === undefined
      ? store.get(part.trim(), call.view)
      : store.findByEmail(percentDecoded(address.trim()), call.view);
  });
  return [...new Map(found.flatMap((account) => (account ? [[account.id, account] as const] : []))).values()];
}

function link(base: string, query: Call["query"], page: Record<string, string>): string {
  const kept = Object.entries(query).filter(([name]) => name !== "page[offset]" && name !== "page[cursor]");
  const pairs = Object.entries({ ...Object.fromEntries(kept), ...page });
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${base}/users?${text}`;
}

/** GET /users: a page of those who aren't deleted, by id, with the link to the next. */
export function listUsers(call: Call, base: string, store: AdobeStore): JsonObject {
  const { limit, offset, after } = pageOf(call.query);
  const sort = call.query["sort"] ?? "id";
  if (sort !== "id" && sort !== "-id") throw refuse(`sort can't be ${sort}`);
  const backwards = sort === "-id";
  const ids = call.query["ids"];
  const order = (a: string, b: string) => (backwards ? -1 : 1) * (Number(a) - Number(b));
  const named =
    ids === undefined ? undefined : accountsNamed(ids, store, call).sort((a, b) => Number(a.id) - Number(b.id));
  const candidates = (named ?? store.index(call.view)).filter((account) => account.state !== "DELETED");
  const sorted = backwards ? candidates.reverse() : candidates;

  const rest = after === undefined ? sorted.slice(offset) : sorted.filter((account) => order(account.id, after) > 0);
  const page = rest.slice(0, limit);
  const shown = page.map(({ id }) => store.get(id, call.view)).filter((account) => account !== undefined);
  const last = shown.at(-1);
  const more = rest.length > page.length && last !== undefined;
  const byOffset = after === undefined && offset + limit <= MAX_OFFSET;
  const next = byOffset
    ? { "page[offset]": String(offset + limit), "page[limit]": String(limit) }
    : { "page[cursor]": Buffer.from(last?.id ?? "").toString("base64url"), "page[limit]": String(limit) };

  return {
    links: { self: `${call.origin}${call.path}`, ...(more ? { next: link(base, call.query, next) } : {}) },
    data: shown.map(userResource),
    ...(includes(call, "manager") ? { included: managersOf(shown, store, call) } : {}),
  };
}

/** True if the call asks for that relationship's resources. */
export function includes(call: Call, relationship: string): boolean {
  return (call.query["include"] ?? "").split(",").includes(relationship);
}

/** The managers of these accounts as resources, each once. */
export function managersOf(accounts: readonly AdobeAccount[], store: AdobeStore, call: Call): JsonObject[] {
  const ids = new Set(accounts.map((account) => account.manager).filter((id) => id !== undefined));
  const managers = [...ids].map((id) => store.get(id, call.view)).filter((account) => account !== undefined);
  return managers.map(userResource);
}
