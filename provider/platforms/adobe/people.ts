import { NotFoundError, RejectedError } from "../../core/contract/errors.js";
import { decodedCaseless } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { AskedOnce } from "../asked-once.js";
import { inOtherCase } from "../other-case.js";
import { LARGE_PAGE, listUsers, PAGE } from "./api.js";
import { isDeleted } from "./convert.js";
import { type Parameters, pagesOf } from "./pages.js";
import type { WireUser } from "./wire.js";

/** From there on a list goes on by its cursor alone. */
const MAX_OFFSET = 500;

/** What asks for a few people. */
export const SOME = { "page[limit]": String(PAGE), sort: "id" };

type UserPage = Awaited<ReturnType<typeof listUsers>>;
type Judge = (users: readonly WireUser[]) => Promise<void>;

/** The people of an account: all of them, and those with an address. Deleted ones are left out. */
export class People {
  #pageSize = LARGE_PAGE;
  /** Addresses that this run has written: what was listed before says nothing of them. */
  readonly #written = new Set<string>();
  readonly #listed = new AskedOnce(() => this.#idsByAddress());
  readonly #silenceProves = new AskedOnce(() => this.#findsInAnyCase());

  /** @param judge refuses users of another account */
  constructor(
    readonly http: HttpClient,
    readonly judge: Judge,
  ) {}

  /** Has to be told of every address that is about to be written. */
  writes(email: unknown): void {
    if (typeof email === "string") this.#written.add(decodedCaseless(email));
  }

  /** Every page, following the vendor's links to the end. */
  async *pages(): AsyncIterable<readonly WireUser[]> {
    let largest = 1;
    const first = this.#firstPage();
    yield* pagesOf(
      "users",
      async (asked) => {
        const [query, page] = await this.#page(asked, asked === first);
        await this.judge(page.users);
        largest = Math.max(largest, page.users.length);
        const next = this.#after(query, page, page.users.length === largest);
        return [page.users.filter((user) => !isDeleted(user)), next];
      },
      first,
    );
  }

  /** The size is refused before anything is shown. It is not asked for again. */
  async #page(query: Parameters, isFirst: boolean): Promise<readonly [asked: Parameters, page: UserPage]> {
    try {
      return [query, await listUsers(this.http, query)];
    } catch (error) {
      if (!(isFirst && error instanceof RejectedError && this.#pageSize > PAGE)) throw error;
      this.#pageSize = PAGE;
      return [this.#firstPage(), await listUsers(this.http, this.#firstPage())];
    }
  }

  /**
   * Those who have this address, as the look-up shows them, or their ids where only the whole list tells. That nobody is shown
   * is taken for an answer only where the look-up has shown somebody in this run whose address was written in another case:
   * a look-up that is blind to some would make second accounts.
   */
  async withAddress(email: string): Promise<readonly (WireUser | string)[]> {
    const key = decodedCaseless(email);
    const shown = await this.#lookUp(email);
    const found = shown?.filter((user) => !isDeleted(user) && keyOf(user) === key) ?? [];
    if (found.length > 0) return found;
    // Strangers in the answer mean that it was not understood, or takes the address for a beginning.
    if (shown?.length === 0 && (await this.#silenceProves.get())) return [];
    const listed = this.#written.has(key) ? await this.#idsByAddress() : await this.#listed.get();
    return listed.get(key) ?? [];
  }

  async #lookUp(email: string): Promise<readonly WireUser[] | undefined> {
    const users = await lookUp(this.http, email);
    if (users) await this.judge(users);
    return users;
  }

  async #findsInAnyCase(): Promise<boolean> {
    const { users } = await listUsers(this.http, SOME);
    const somebody = users.find((user) => !isDeleted(user) && addressInOtherCase(user) !== undefined);
    const shown = somebody && (await this.#lookUp(addressInOtherCase(somebody) ?? ""));
    return shown?.some(({ id }) => id === somebody?.id) ?? false;
  }

  async #idsByAddress(): Promise<ReadonlyMap<string, readonly string[]>> {
    const ids = new Map<string, string[]>();
    for await (const page of this.pages()) {
      for (const user of page) ids.set(keyOf(user), [...(ids.get(keyOf(user)) ?? []), user.id]);
    }
    return ids;
  }

  /** A link that leads past the offsets, or is missing where they end, is replaced by the cursor, which is the last id. */
  #after(query: Parameters, { users, next }: UserPage, isFull: boolean): Parameters | undefined {
    const offset = Number(query["page[offset]"] ?? 0);
    const isPast = Number(next?.["page[offset]"] ?? 0) > MAX_OFFSET;
    const ends = isFull && !next && offset > 0 && offset + users.length >= MAX_OFFSET;
    const last = users.at(-1)?.id;
    return (isPast || ends) && last !== undefined ? { ...this.#firstPage(), "page[cursor]": last } : next;
  }

  #firstPage(): Parameters {
    return { "page[limit]": String(this.#pageSize), sort: "id" };
  }
}

function keyOf({ attributes }: WireUser): string {
  return decodedCaseless(attributes.email ?? "");
}

/** Users by the filter for an address, whose name no page of the vendor's tells. Undefined: it is refused. */
export async function lookUp(http: HttpClient, email: string): Promise<readonly WireUser[] | undefined> {
  try {
    return (await listUsers(http, { ids: `email:${email}`, include: "manager" }, email)).users;
  } catch (error) {
    if (error instanceof RejectedError || error instanceof NotFoundError) return undefined;
    throw error;
  }
}

export function addressInOtherCase({ attributes: { email } }: WireUser): string | undefined {
  return inOtherCase(email ?? "");
}
