import { type Declaration, fromProperties, naturalKeyOf, wantedBy } from "../../provider/core/contract/declaration";
import { compare } from "../../provider/core/lifecycle/converge";
import { leftOver } from "../../provider/core/lifecycle/left-over";
import { unseenChanges } from "../../provider/core/lifecycle/policy";
import type { Observed } from "../../provider/core/model/entity";
import { hasUnknown } from "../../provider/core/model/value";
import type { Session } from "../../provider/core/session/session";
import { userKindOf } from "../common/platforms";
import type { Existing } from "../plan/review/existing";
import type { PersonSnapshot } from "../plan/review/people";
import { SECRET_TEXT } from "../plan/review/resource-snapshots";
import type { ReadOnlySessions } from "./read-only-sessions";

export interface ExistingAnswer {
  readonly existing: readonly Existing[];
  /** What could not be found out, a sentence each. */
  readonly notes: readonly string[];
}

/** Looks everybody new up by natural key, with the provider's own connector: many of them share the vendor's list. */
export async function findExisting(
  everybody: readonly PersonSnapshot[],
  sessions: ReadOnlySessions,
): Promise<ExistingAnswer> {
  const joiners = everybody.filter(({ declared, observed }) => declared && !observed);
  const existing: Existing[] = [];
  const notes: string[] = [];
  for (const [platform, people] of Map.groupBy(joiners, (joiner) => joiner.platform)) {
    const { platform: about, capabilities } = userKindOf(platform);
    const known = people.filter(({ declared }) => isKnown(declared?.[capabilities.naturalKey]));
    const own = known.filter(({ hasOwnProvider }) => !hasOwnProvider);
    const open = people.length - own.length;
    if (open > 0) {
      notes.push(
        `${about.title}: whether ${open} of the new people have accounts already is not known, as their natural key is secret or not known yet, or their provider has credentials of its own`,
      );
    }
    if (own.length === 0) continue;
    const session = sessions.open(platform);
    session.connector.announceLoad?.(own.length);
    const found = await Promise.all(own.map((person) => accountsOf(session, person)));
    const ids = new Map([...idsOf(everybody, platform), ...idsFound(found)]);
    const judged: Existing[] = [];
    for (const each of found) {
      for (const account of each.accounts) judged.push(await judge(session, each, account, ids));
    }
    for (const one of judged) existing.push(one);
    const left = judged.filter(({ isLeftOver }) => isLeftOver).length;
    if (left > 0)
      notes.push(`${about.title}: ${left} accounts were created in an interrupted run, and will be taken on`);
  }
  return { existing, notes };
}

/** Whether a natural key can be looked up: a secret one is masked here, and one from another resource comes later. */
export function isKnown(key: unknown): key is string {
  return typeof key === "string" && key !== SECRET_TEXT;
}

interface Found {
  readonly person: PersonSnapshot;
  readonly declared: Declaration;
  readonly accounts: readonly Observed[];
}

async function accountsOf(session: Session, person: PersonSnapshot): Promise<Found> {
  const { capabilities } = session.kind;
  const declared = fromProperties(capabilities, person.declared ?? {});
  const key = String(declared.desired.attributes[capabilities.naturalKey]);
  return { person, declared, accounts: await session.connector.find(key, wantedBy(declared)) };
}

async function judge(
  session: Session,
  { person, declared, accounts }: Found,
  account: Observed,
  ids: ReadonlyMap<string, string>,
): Promise<Existing> {
  const whole = person.isMember ? withManagerId(declared, ids) : declared;
  const { missing } = await compare(session, account, whole);
  const changes = [...missing, ...unseenChanges(session.kind, whole, account, "adoption")];
  const adopt = declared.options.adopt ?? false;
  const { capabilities, platform } = session.kind;
  const naturalKey = naturalKeyOf(capabilities, person.declared ?? {});
  if (session.creations && accounts.length === 1 && naturalKey !== undefined) {
    const identity = { platform: platform.id, tenant: await session.connector.tenant(), naturalKey };
    if (await leftOver(session, identity, whole, account)) {
      return { snapshot: person, account, changes, outcome: "adopted", isLeftOver: true };
    }
  }
  const mayAdopt = adopt === true || (adopt === "identical" && changes.every(({ to }) => hasUnknown(to)));
  return { snapshot: person, account, changes, outcome: accounts.length === 1 && mayAdopt ? "adopted" : "refused" };
}

/** In a set of people a manager is another one's key; an account knows ids alone. */
function withManagerId(declared: Declaration, ids: ReadonlyMap<string, string>): Declaration {
  const { references } = declared.desired;
  const { manager } = references;
  if (typeof manager !== "string") return declared;
  const id = ids.get(manager) ?? manager;
  return { ...declared, desired: { ...declared.desired, references: { ...references, manager: id } } };
}

function idsOf(everybody: readonly PersonSnapshot[], platform: string): readonly (readonly [string, string])[] {
  return everybody.flatMap((person) =>
    person.platform === platform && person.isMember && person.id !== "" ? [[person.key, person.id] as const] : [],
  );
}

function idsFound(found: readonly Found[]): readonly (readonly [string, string])[] {
  return found.flatMap(({ person, accounts: [account, ...others] }) =>
    account && others.length === 0 ? [[person.key, account.id] as const] : [],
  );
}
