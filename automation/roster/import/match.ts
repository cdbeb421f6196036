import type { ResourceKind } from "../../../provider/core/contract/kind";
import type { Observed } from "../../../provider/core/model/entity";
import { caseless } from "../../../provider/core/model/value";
import type { PlatformId } from "../../common/platforms";
import { addressesOf } from "../../plan/review/addresses";
import { comparableKey } from "../../plan/review/traits";

/** Somebody who is declared on a platform and not managed there yet. */
export interface Wanted {
  readonly key: string;
  readonly naturalKey: string;
  readonly email: string | undefined;
  readonly aliases: readonly string[];
}

/** An account for a person, found without any doubt. */
export interface Match {
  readonly platform: PlatformId;
  readonly key: string;
  readonly id: string;
  readonly active: boolean;
  /** The account's natural key, which may be spelled otherwise than the declared one. */
  readonly shown: string;
  /** `key`: by the natural key, as the vendor compares it. `alias`: by another one that the roster names. */
  readonly by: "key" | "alias";
}

/** Accounts among which only a person can choose. */
export interface Ambiguous {
  readonly platform: PlatformId;
  /** The person whom they may belong to; absent where nobody declares them. */
  readonly key?: string;
  /** Why they were put together. */
  readonly because: "same natural key" | "same alias" | "same address";
  readonly ids: readonly string[];
}

export interface Matched {
  readonly matches: readonly Match[];
  readonly ambiguous: readonly Ambiguous[];
  /** People for whom none of the accounts is. */
  readonly absent: readonly Wanted[];
  /** Accounts that are neither matched nor in question. */
  readonly rest: readonly Observed[];
}

/**
 * Matches people to accounts by natural key, then by alias. Whatever is not certain is listed and never guessed: two
 * accounts for one person, an account whose address alone fits, and accounts that share an address. Pure.
 */
export function matchAccounts(
  platform: PlatformId,
  { capabilities }: Pick<ResourceKind, "capabilities">,
  wanted: readonly Wanted[],
  accounts: readonly Observed[],
): Matched {
  const shownKey = (account: Observed) => String(account.attributes[capabilities.naturalKey] ?? "");
  const byKey = Map.groupBy(accounts, (account) => comparableKey(capabilities, shownKey(account)));
  const byEmail = Map.groupBy(
    accounts.filter((account) => emailOf(account) !== undefined),
    emailOf,
  );
  const matches: Match[] = [];
  const absent: Wanted[] = [];
  const ambiguous: Ambiguous[] = [];
  const taken = new Set<string>();
  const take = (found: readonly Observed[]): void => {
    for (const { id } of found) taken.add(id);
  };
  for (const person of wanted) {
    const { key, naturalKey, email, aliases } = person;
    const same = byKey.get(comparableKey(capabilities, naturalKey)) ?? [];
    const named = aliases.flatMap((alias) => [
      ...(byKey.get(comparableKey(capabilities, alias)) ?? []),
      ...(byEmail.get(caseless(alias)) ?? []),
    ]);
    const found = same.length > 0 ? same : [...new Set(named)];
    const by = same.length > 0 ? "key" : "alias";
    const [account, ...others] = found;
    const addressed = email === undefined ? [] : (byEmail.get(caseless(email)) ?? []);
    if (account && others.length === 0) {
      matches.push({ platform, key, id: account.id, active: account.active, shown: shownKey(account), by });
      take(found);
    } else if (account) {
      const because = by === "key" ? "same natural key" : "same alias";
      ambiguous.push({ platform, key, because, ids: found.map(({ id }) => id) });
      take(found);
    } else if (addressed.length > 0) {
      ambiguous.push({ platform, key, because: "same address", ids: addressed.map(({ id }) => id) });
      take(addressed);
    } else {
      absent.push(person);
    }
  }
  const open = accounts.filter(({ id }) => !taken.has(id));
  for (const [because, groups] of [
    ["same natural key", Map.groupBy(open, (account) => comparableKey(capabilities, shownKey(account)))],
    [
      "same address",
      Map.groupBy(
        open.filter((account) => emailOf(account) !== undefined),
        emailOf,
      ),
    ],
  ] as const) {
    for (const group of groups.values()) {
      if (group.length < 2 || group.every(({ id }) => taken.has(id))) continue;
      ambiguous.push({ platform, because, ids: group.map(({ id }) => id) });
      take(group);
    }
  }
  return { matches, ambiguous, absent, rest: open.filter(({ id }) => !taken.has(id)) };
}

function emailOf({ attributes }: Observed): string | undefined {
  return addressesOf(attributes)[0];
}
