import { caseless } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { isPathSegment } from "../../http/path.js";
import { AskedOnce } from "../asked-once.js";
import { hasLetters, inOtherCase } from "../other-case.js";
import { getUser, listUsers } from "./api.js";
import { pagesOfUsers } from "./pages.js";
import type { WireUser } from "./wire.js";

/** Accounts among which one is looked for whose username has letters. */
const SAMPLE = 10;

/** How usernames are compared: without regard to case, exactly, or nobody is there to be asked about. */
export type Comparison = "caseless" | "exact" | "unknown";

/** Whether a username in another case is the same is not documented. */
export async function comparisonOf(http: HttpClient): Promise<Comparison> {
  for (const { id, username } of await listUsers(http, 0, SAMPLE)) {
    const other = inOtherCase(username);
    if (other === undefined || !isPathSegment(other)) continue;
    return (await getUser(http, other, other))?.id === id ? "caseless" : "exact";
  }
  return "unknown";
}

/** Finds whoever has a username in another case, at a tenant where the look-up of one username doesn't. */
export class Spellings {
  readonly #comparison: AskedOnce<Comparison>;
  /** Everybody by username, where that is needed: asked for once a run. */
  readonly #everybody: AskedOnce<ReadonlyMap<string, WireUser>>;

  constructor(http: HttpClient) {
    this.#comparison = new AskedOnce(() => comparisonOf(http));
    this.#everybody = new AskedOnce(() => everybody(http));
  }

  /** @param username one that nobody has in this case */
  async alike(username: string): Promise<WireUser | undefined> {
    if (!hasLetters(username) || (await this.#comparison.get()) !== "exact") return undefined;
    return (await this.#everybody.get()).get(caseless(username));
  }
}

async function everybody(http: HttpClient): Promise<ReadonlyMap<string, WireUser>> {
  const users = new Map<string, WireUser>();
  for await (const page of pagesOfUsers(http)) for (const user of page) users.set(caseless(user.username), user);
  return users;
}
