import { caseless } from "../../core/value.js";
import type { HttpClient } from "../../http/client.js";
import { getUser, listUsers } from "./api.js";
import { isPerson } from "./convert.js";
import { rowsOf } from "./pages.js";
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
export function usersByLogin(http: HttpClient, logins: readonly string[]): Promise<ReadonlyMap<string, WireUser>> {
  const keyOf = ({ login }: WireUser): string => caseless(login ?? "");
  return usersBy(http, logins.map(caseless), keyOf, async (login) => {
    const users = await rowsOf(listUsers(http, { login }));
    const [user, ...others] = users.filter((user) => isPerson(user) && keyOf(user) === login);
    return others.length === 0 ? user : undefined;
  });
}

/**
 * Looks in the list as long as its pages cost less than single look-ups, and then singly for whoever was not in it:
 * a list proves that somebody is there, and nothing else.
 */
async function usersBy(
  http: HttpClient,
  keys: readonly string[],
  keyOf: (user: WireUser) => string,
  single: (key: string) => Promise<WireUser | undefined>,
): Promise<ReadonlyMap<string, WireUser>> {
  const missing = new Set(keys);
  const found = new Map<string, WireUser>();
  let pages = 0;
  for await (const users of listUsers(http)) {
    for (const user of users) {
      const key = keyOf(user);
      if (isPerson(user) && missing.delete(key)) found.set(key, user);
    }
    if (missing.size === 0 || ++pages >= keys.length) break;
  }
  await Promise.all(
    [...missing].map(async (key) => {
      const user = await single(key);
      if (user) found.set(key, user);
    }),
  );
  return found;
}
