import type { Observed } from "../../../provider/core/model/entity";
import type { Session } from "../../../provider/core/session/session";
import type { PlatformId } from "../../common/platforms";
import { matchAccounts, type Wanted } from "./match";

/**
 * Accounts that a list has left out of people for whom it shows none: each is looked up by natural key and then by alias,
 * as a list does not prove that somebody has no account.
 *
 * @param listed the accounts that the list shows
 */
export async function lookUpUnlisted(
  { connector, kind }: Session,
  platform: PlatformId,
  wanted: readonly Wanted[],
  listed: readonly Observed[],
): Promise<readonly Observed[]> {
  const { matches } = matchAccounts(platform, kind, wanted, listed);
  const certain = new Set(matches.filter(({ by }) => by === "key").map(({ key }) => key));
  const missing = wanted.filter(({ key }) => !certain.has(key));
  const found = await Promise.all(
    missing.map(async ({ naturalKey, aliases }) => {
      const same = await connector.find(naturalKey);
      return same.length > 0 ? same : (await Promise.all(aliases.map((alias) => connector.find(alias)))).flat();
    }),
  );
  const shown = new Set(listed.map(({ id }) => id));
  const unlisted = found.flat().filter(({ id }) => !shown.has(id));
  return [...new Map(unlisted.map((account) => [account.id, account])).values()];
}
