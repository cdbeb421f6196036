import { PermissionDeniedError, RejectedError } from "../../core/contract/errors.js";
import { caseless } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { hasLetters, inOtherCase } from "../other-case.js";
import { getAnyUser, getUser, listUsers, type UserRow } from "./api.js";
import { type List, pages } from "./pages.js";
import { quoted } from "./places.js";
import type { WireUser } from "./wire.js";

/** People among whom one is looked for whose userName has letters. */
const SAMPLE = 10;

/** How a filter compares userNames: without regard to case, exactly, or nobody is there to be asked about. */
export type Comparison = "caseless" | "exact" | "unknown";

/** The standard compares them without regard to case (RFC 7643, 4.1.1), and not every server does. */
export async function comparisonOf(http: HttpClient): Promise<Comparison> {
  const sample = await listUsers(http, { startIndex: 1, count: SAMPLE });
  for (const { id, userName = "" } of sample?.rows ?? []) {
    const other = inOtherCase(userName);
    if (other === undefined || id === undefined) continue;
    const found = await listUsers(
      http,
      { startIndex: 1, count: SAMPLE, filter: `userName eq ${quoted(other)}` },
      other,
    );
    if (found !== undefined) return found.rows.some((row) => row.id === id) ? "caseless" : "exact";
  }
  return "unknown";
}

/** Finds whoever has a userName in another case, at a server whose filter doesn't. */
export class Spellings {
  readonly #comparison: AskedOnce<Comparison>;
  /** Ids of everybody by userName, where they are needed: asked for once a run. */
  readonly #everybody: AskedOnce<ReadonlyMap<string, readonly string[]>>;

  constructor(
    readonly http: HttpClient,
    list: List<UserRow>,
  ) {
    this.#comparison = new AskedOnce(() => comparisonOf(http).catch(asStandardized));
    this.#everybody = new AskedOnce(() => everybody(http, list));
  }

  /** @param userName one that the filter finds nobody by */
  async alike(userName: string): Promise<readonly WireUser[]> {
    if (!hasLetters(userName) || (await this.#comparison.get()) === "caseless") return [];
    const ids = (await this.#everybody.get()).get(caseless(userName)) ?? [];
    const found = await Promise.all(ids.map((id) => getUser(this.http, id)));
    return found.flatMap((read) => (read && caseless(read.user.userName) === caseless(userName) ? [read.user] : []));
  }
}

/** A server that lists nobody, or not for these credentials, has to be taken at the standard's word. */
function asStandardized(error: unknown): Comparison {
  if (error instanceof PermissionDeniedError || error instanceof RejectedError) return "caseless";
  throw error;
}

async function everybody(http: HttpClient, list: List<UserRow>): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = new Map<string, readonly string[]>();
  for await (const page of pages(list)) {
    for (const { id, userName } of page) {
      const name = userName ?? (id === undefined ? undefined : (await getAnyUser(http, id))?.userName);
      if (id === undefined || !name) continue;
      const key = caseless(name);
      ids.set(key, [...(ids.get(key) ?? []), id]);
    }
  }
  return ids;
}
