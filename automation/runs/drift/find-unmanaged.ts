import { shownProperties } from "../../../provider/core/contract/declaration";
import { RosterError } from "../../../provider/core/contract/errors";
import type { Capabilities, ResourceKind } from "../../../provider/core/contract/kind";
import { isAbsent, type Observed } from "../../../provider/core/model/entity";
import type { Session } from "../../../provider/core/session/session";
import { type PlatformId, platformIds, platformTitle, resourceKindOf } from "../../common/platforms";
import type { PersonSnapshot } from "../../plan/review/people";
import {
  comparableKey,
  type ExtraRoles,
  isAdministrator,
  isSwitchedOn,
  naturalKeyOf,
  personName,
  ROLES,
} from "../../plan/review/traits";
import { incompleteNotes, listAccounts } from "../../vendors/list-accounts";
import type { ReadOnlySessions } from "../../vendors/read-only-sessions";
import type { ListedCount, Unmanaged } from "./drift-report";
import type { Waiver } from "./waivers";

export interface UnmanagedAnswer {
  readonly accounts: readonly Unmanaged[];
  /** What the answer rests on. */
  readonly listed: readonly ListedCount[];
  /** Waivers of which nobody knows whether they fit an account, as it could not be looked up. */
  readonly undecided: readonly Waiver[];
  readonly notes: readonly string[];
}

/**
 * Active accounts that no resource of the stack manages or is about to, on the platforms that it is about. An account that a
 * waiver names and the list doesn't show is looked up singly.
 */
export async function findUnmanaged(
  people: readonly PersonSnapshot[],
  sessions: ReadOnlySessions,
  extraRoles: Readonly<Partial<Record<PlatformId, ExtraRoles>>>,
  waivers: readonly Waiver[],
): Promise<UnmanagedAnswer> {
  const accounts: Unmanaged[] = [];
  const listed: ListedCount[] = [];
  const undecided: Waiver[] = [];
  const notes: string[] = [];
  for (const id of platformIds) {
    const mine = people.filter(({ platform }) => platform === id);
    const named = waivers.filter(({ platform }) => platform === id);
    if (mine.length === 0 || mine.some(({ hasOwnProvider }) => hasOwnProvider)) {
      if (mine.length > 0) {
        notes.push(
          `${platformTitle(id)}: unmanaged accounts were not looked for, as a provider has credentials of its own`,
        );
      }
      undecided.push(...named);
      continue;
    }
    const session = sessions.open(id);
    const { capabilities } = session.kind;
    const ids = new Set(mine.map((person) => person.id));
    const keys = new Set(
      mine.map(({ declared, observed }) => comparableKey(capabilities, naturalKeyOf(capabilities, declared, observed))),
    );
    const isUnmanaged = (account: Observed): boolean =>
      account.active && !ids.has(account.id) && !keys.has(comparableKey(capabilities, shownKey(capabilities, account)));
    const about = (account: Observed) => aboutAccount(id, session.kind, account, extraRoles[id] ?? []);
    // Of relations, those matter that make an administrator.
    const wanted = Object.keys(capabilities.administrative?.sets ?? {});
    const extra = (extraRoles[id] ?? []).length > 0 ? [ROLES] : [];
    const list = await listAccounts(session, activeIds(mine), { wanted: [...wanted, ...extra] });
    const found = list.accounts.filter(isUnmanaged).map(about);
    const unmet = named.filter((waiver) => !found.some((account) => covers(waiver, account)));
    const looked = await Promise.all(unmet.map((waiver) => lookUp(session, waiver)));
    const unlisted = looked.flatMap((some) => some?.filter(isUnmanaged) ?? []);
    const others = [...new Map(unlisted.map((account) => [account.id, account])).values()];
    accounts.push(...found, ...others.map(about));
    undecided.push(...unmet.filter((_, i) => looked[i] === undefined));
    listed.push({ platform: id, accounts: list.accounts.length });
    notes.push(
      ...incompleteNotes(session, { ...list, unlisted: [...list.unlisted, ...others.map((account) => account.id)] }),
    );
  }
  if (undecided.length > 0) {
    const which = undecided.length === 1 ? "1 waiver" : `${undecided.length} waivers`;
    notes.push(`whether ${which} still fit an account is not known, as no account could be looked up for them`);
  }
  return { accounts, listed, undecided, notes };
}

/** Whom the refresh has just seen, and switched on. */
function activeIds(people: readonly PersonSnapshot[]): readonly string[] {
  return people.flatMap((person) => {
    const { id, observed } = person;
    return observed && id !== "" && isSwitchedOn(resourceKindOf(person).capabilities, observed) ? [id] : [];
  });
}

/** The accounts that a waiver names; undefined where the vendor gives no answer to that. */
async function lookUp({ connector }: Session, { account }: Waiver): Promise<readonly Observed[] | undefined> {
  try {
    const found = await connector.find(account);
    if (found.length > 0) return found;
    const byId = await connector.read(account);
    return isAbsent(byId) ? [] : [byId];
  } catch (error) {
    if (error instanceof RosterError) return undefined;
    throw error;
  }
}

/**
 * Splits accounts by the waivers that cover them on a day.
 *
 * @param undecided waivers of which nobody knows whether they fit an account
 */
export function waive(
  accounts: readonly Unmanaged[],
  waivers: readonly Waiver[],
  today: string,
  undecided: readonly Waiver[] = [],
) {
  const valid = waivers.filter((waiver) => holdsOn(waiver, today));
  const waiverOf = (account: Unmanaged): Waiver | undefined => valid.find((waiver) => covers(waiver, account));
  return {
    unmanaged: accounts.filter((account) => waiverOf(account) === undefined),
    waived: accounts.flatMap((account) => {
      const waiver = waiverOf(account);
      return waiver === undefined ? [] : [{ ...account, waiver }];
    }),
    expired: waivers.filter((waiver) => !holdsOn(waiver, today)),
    unused: valid.filter(
      (waiver) => !undecided.includes(waiver) && !accounts.some((account) => covers(waiver, account)),
    ),
  };
}

/** Whether the day, as ISO 8601 in UTC, is not after the waiver's last one. */
export function holdsOn({ until }: Waiver, today: string): boolean {
  return until >= today;
}

function covers({ platform, account }: Waiver, unmanaged: Unmanaged): boolean {
  if (platform !== unmanaged.platform) return false;
  const { id, naturalKey } = unmanaged;
  const { capabilities } = resourceKindOf(unmanaged);
  return account === id || comparableKey(capabilities, account) === comparableKey(capabilities, naturalKey);
}

function shownKey({ naturalKey }: Capabilities, { attributes }: Observed): string {
  return String(attributes[naturalKey] ?? "");
}

function aboutAccount(platform: PlatformId, kind: ResourceKind, account: Observed, extra: ExtraRoles): Unmanaged {
  const { capabilities } = kind;
  const shown = shownProperties(capabilities, account);
  return {
    platform,
    id: account.id,
    naturalKey: shownKey(capabilities, account),
    name: personName(kind, shown),
    administrator: isAdministrator(capabilities, shown, extra),
  };
}
