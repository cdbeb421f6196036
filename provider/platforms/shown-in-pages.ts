import { RosterError } from "../core/contract/errors.js";

/**
 * Users by key, as far as a list shows them for less than a look at each: another page is fetched while more are
 * missing than pages were fetched. Unlike the listing that reads share, it is begun after a write and shows what that
 * left. Who is not in it is looked at singly: a list proves that somebody is there and nothing else, and where a page
 * fails, a look tells what is wrong.
 */
export async function shownInPages<User>(
  pages: AsyncIterable<readonly User[]>,
  keys: readonly string[],
  keyOf: (user: User) => string,
): Promise<Map<string, User>> {
  const shown = new Map<string, User>();
  const missing = new Set(keys);
  if (missing.size === 0) return shown;
  let fetched = 0;
  try {
    for await (const page of pages) {
      for (const user of page) if (missing.delete(keyOf(user))) shown.set(keyOf(user), user);
      fetched++;
      if (missing.size <= fetched) break;
    }
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
  }
  return shown;
}
