import { declareAll, toProperties } from "../../provider/core/declaration";
import { listUsers } from "../../provider/core/queries";
import type { ObservedUser } from "../../provider/core/user";
import { type PlatformId, platformIds, platformOf } from "../platforms";
import type { PersonLook } from "../review/people";
import { comparableKey, type ExtraRoles, isAdministrator, naturalKeyOf, personName } from "../review/traits";
import type { ReadOnlySessions } from "../vendors/read-only-sessions";
import type { Unmanaged } from "./drift-report";
import type { Waiver } from "./waivers";

export interface UnmanagedAnswer {
  readonly accounts: readonly Unmanaged[];
  readonly notes: readonly string[];
}

/** Active accounts that no resource of the stack manages or is about to, on the platforms that it is about. */
export async function findUnmanaged(
  people: readonly PersonLook[],
  sessions: ReadOnlySessions,
  extraRoles: Readonly<Partial<Record<PlatformId, ExtraRoles>>>,
): Promise<UnmanagedAnswer> {
  const accounts: Unmanaged[] = [];
  const notes: string[] = [];
  for (const id of platformIds) {
    const mine = people.filter(({ platform }) => platform === id);
    if (mine.length === 0) continue;
    if (mine.some(({ hasOwnProvider }) => hasOwnProvider)) {
      notes.push(
        `${platformOf(id).title}: unmanaged accounts were not looked for, as a provider has credentials of its own`,
      );
      continue;
    }
    const { capabilities } = platformOf(id);
    const ids = new Set(mine.map((person) => person.id));
    const keys = new Set(
      mine.map(({ declared, observed }) => comparableKey(capabilities, naturalKeyOf(capabilities, declared, observed))),
    );
    for await (const user of listUsers(sessions.open(id), {})) {
      const naturalKey = String(user.attributes[capabilities.naturalKey] ?? "");
      if (!user.active || ids.has(user.id) || keys.has(comparableKey(capabilities, naturalKey))) continue;
      accounts.push({ ...aboutAccount(id, user, extraRoles[id] ?? []), naturalKey });
    }
  }
  return { accounts, notes };
}

/** Splits accounts by the waivers that cover them on a day. */
export function waive(accounts: readonly Unmanaged[], waivers: readonly Waiver[], today: string) {
  const valid = waivers.filter(({ until }) => until >= today);
  const waiverOf = (account: Unmanaged): Waiver | undefined => valid.find((waiver) => covers(waiver, account));
  return {
    unmanaged: accounts.filter((account) => waiverOf(account) === undefined),
    waived: accounts.flatMap((account) => {
      const waiver = waiverOf(account);
      return waiver === undefined ? [] : [{ ...account, waiver }];
    }),
    expired: waivers.filter(({ until }) => until < today),
    unused: valid.filter((waiver) => !accounts.some((account) => covers(waiver, account))),
  };
}

function covers({ platform, account }: Waiver, { platform: own, id, naturalKey }: Unmanaged): boolean {
  if (platform !== own) return false;
  const { capabilities } = platformOf(platform);
  return account === id || comparableKey(capabilities, account) === comparableKey(capabilities, naturalKey);
}

function aboutAccount(platform: PlatformId, user: ObservedUser, extra: ExtraRoles) {
  const { capabilities } = platformOf(platform);
  const shown = propertiesOf(platform, user);
  return {
    platform,
    id: user.id,
    name: personName(platformOf(platform), shown),
    administrator: isAdministrator(capabilities, shown, extra),
  };
}

/** Everything that a vendor shows of an account, as arguments. */
export function propertiesOf(platform: PlatformId, user: ObservedUser): Record<string, unknown> {
  const { capabilities } = platformOf(platform);
  const options = { adopt: undefined, onDestroy: undefined, rolesMode: undefined };
  return toProperties(capabilities, { desired: declareAll(capabilities, user), options });
}
