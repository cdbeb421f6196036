import { caseless } from "../../core/model/value.js";
import type { HttpClient } from "../../http/client.js";
import { shownInPages } from "../shown-in-pages.js";
import { getUser, listUsers } from "./api.js";
import { isPerson } from "./convert.js";
import type { Logins } from "./logins.js";
import type { WireUser } from "./wire.js";

/** Users by their ids, those that are there. */
export function usersById(http: HttpClient, ids: readonly string[]): Promise<ReadonlyMap<string, WireUser>> {
  return usersBy(
    http,
    ids,
    ({ id }) => id,
    (id) => getUser(http, id),
  );
}

/** Users by their logins without regard to case, those that are there once. */
export function usersByLogin(
  http: HttpClient,
  texts: readonly string[],
  logins: Logins,
): Promise<ReadonlyMap<string, WireUser>> {
  const asWritten = new Map(texts.map((text) => [caseless(text), text]));
  const keyOf = ({ login }: WireUser): string => caseless(login ?? "");
  return usersBy(http, [...asWritten.keys()], keyOf, async (key) => {
    const [user, ...others] = await logins.named(asWritten.get(key) ?? key);
    return others.length === 0 ? user : undefined;
  });
}

/** Looks in the list as long as that is cheaper, and then singly for whoever was not in it. */
async function usersBy(
  http: HttpClient,
  keys: readonly string[],
  keyOf: (user: WireUser) => string,
  single: (key: string) => Promise<WireUser | undefined>,
): Promise<ReadonlyMap<string, WireUser>> {
  const found = await shownInPages(people(http), keys, keyOf);
  await Promise.all(
    [...new Set(keys)].map(async (key) => {
      const user = found.has(key) ? undefined : await single(key);
      if (user) found.set(key, user);
    }),
  );
  return found;
}

async function* people(http: HttpClient): AsyncIterable<readonly WireUser[]> {
  for await (const users of listUsers(http)) yield users.filter(isPerson);
}
