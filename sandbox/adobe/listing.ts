import type { Call } from "../exchange";
import { Refusal } from "../exchange";
import type { JsonObject } from "../json";
import { asCount, percentDecoded } from "../json";
import { titleError, userResource } from "./answers";
import type { AdobeQuirks } from "./quirks";
import { type AdobeAccount, type AdobeStore, isGone } from "./store";

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

function pageOf(query: Call["query"], { pages }: AdobeQuirks): Page {
  const max = query["include"] === undefined && pages !== "ten-refused" ? MAX_LIMIT : MAX_LIMIT_INCLUDING;
  const asked = asCount(query["page[limit]"]) ?? DEFAULT_LIMIT;
  const limit = pages === "ten-given" ? Math.min(asked, MAX_LIMIT_INCLUDING) : asked;
  const offset = asCount(query["page[offset]"]) ?? 0;
  const cursor = query["page[cursor]"];
  if (!(limit >= 1 && limit <= max)) throw refuse(`page[limit] must be between 1 and ${max}`);
  if (!(offset >= 0 && offset <= MAX_OFFSET)) throw refuse(`page[offset] must be between 0 and ${MAX_OFFSET}`);
  if (cursor !== undefined && !/^\d+$/.test(cursor)) throw refuse("page[cursor] is not one of ours");
  return { limit, offset, after: cursor };
}

/** The accounts that `ids` names: ids, and addresses as `email:<address>`; comma-separated. Undefined: all of them. */
function accountsNamed(
  ids: string,
  store: AdobeStore,
  call: Call,
  { emailLookup }: AdobeQuirks,
): AdobeAccount[] | undefined {
  const parts = ids.split(",").map((part) => part.trim());
  const addresses = parts.flatMap((part) => /^email:(.*)$/i.exec(part)?.[1]?.trim() ?? []).map(percentDecoded);
  if (addresses.length > 0 && emailLookup === "refused") throw refuse("ids takes ids");
  if (addresses.length > 0 && emailLookup === "everybody") return undefined;
  const byId = parts.map((part) => store.get(part, call.view));
  const byAddress = addresses.flatMap((address) => {
    if (emailLookup === "nobody") return [];
    if (emailLookup === "prefix") return store.list(call.view).filter(({ email }) => begins(email, address));
    const account = store.findByEmail(address, call.view);
    return emailLookup === "exact" && account?.email !== address ? [] : [account];
  });
  const found = [...byId, ...byAddress].flatMap((account) => (account ? [[account.id, account] as const] : []));
  return [...new Map(found).values()];
}

function begins(email: string, address: string): boolean {
  return email.toLowerCase().startsWith(address.toLowerCase());
}

function link(base: string, query: Call["query"], page: Record<string, string>): string {
  const kept = Object.entries(query).filter(([name]) => name !== "page[offset]" && name !== "page[cursor]");
  const pairs = Object.entries({ ...Object.fromEntries(kept), ...page });
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${base}/users?${text}`;
}

/** The parameters of the page after this one; undefined: a link that leads nowhere further. */
function nextPage({ limit, offset, after }: Page, last: string, { paging }: AdobeQuirks, isOffset: boolean) {
  const size = { "page[limit]": String(limit) };
  const byCursor = { "page[cursor]": last, ...size };
  if (after !== undefined || (paging === "cursor" && !isOffset)) return byCursor;
  if (offset + limit <= MAX_OFFSET || paging === "offset-refused") {
    return { "page[offset]": String(offset + limit), ...size };
  }
  return paging === "offset-ends" ? undefined : byCursor;
}

/** GET /users: a page of those who are to be shown, by id, with the link to the next. */
export function listUsers(call: Call, base: string, store: AdobeStore, quirks: AdobeQuirks): JsonObject {
  const asked = pageOf(call.query, quirks);
  const { limit, offset, after } = asked;
  const sort = call.query["sort"] ?? "id";
  if (sort !== "id" && sort !== "-id") throw refuse(`sort can't be ${sort}`);
  const backwards = sort === "-id";
  const ids = call.query["ids"];
  const order = (a: string, b: string) => (backwards ? -1 : 1) * (Number(a) - Number(b));
  const named =
    ids === undefined
      ? undefined
      : accountsNamed(ids, store, call, quirks)?.sort((a, b) => Number(a.id) - Number(b.id));
  const candidates = (named ?? store.index(call.view)).filter(
    (account) => !isGone(account) || (quirks.deletedInLists === "shown" && account.state !== "PURGED"),
  );
  const sorted = backwards ? candidates.reverse() : candidates;

  const rest = after === undefined ? sorted.slice(offset) : sorted.filter((account) => order(account.id, after) > 0);
  const page = rest.slice(0, limit);
  const shown = page.map(({ id }) => store.get(id, call.view)).filter((account) => account !== undefined);
  const last = shown.at(-1);
  const isOffset = call.query["page[offset]"] !== undefined;
  const next = rest.length > page.length && last !== undefined ? nextPage(asked, last.id, quirks, isOffset) : undefined;
  const resource = (account: AdobeAccount) => userResource(account, quirks);

  return {
    links: { self: `${call.origin}${call.path}`, ...(next ? { next: link(base, call.query, next) } : {}) },
    data: shown.map(resource),
    ...(includes(call, "manager") ? { included: managersOf(shown, store, call).map(resource) } : {}),
  };
}

/** True if the call asks for that relationship's resources. */
export function includes(call: Call, relationship: string): boolean {
  return (call.query["include"] ?? "").split(",").includes(relationship);
}

/** The managers of these accounts, each once. */
export function managersOf(accounts: readonly AdobeAccount[], store: AdobeStore, call: Call): AdobeAccount[] {
  const ids = new Set(accounts.map((account) => account.manager).filter((id) => id !== undefined));
  return [...ids].map((id) => store.get(id, call.view)).filter((account) => account !== undefined);
}
