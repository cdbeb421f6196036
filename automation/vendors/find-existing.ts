import { type Declaration, fromProperties, naturalKeyOf } from "../../provider/core/contract/declaration";
import { NOUNS } from "../../provider/core/contract/kind";
import { compare } from "../../provider/core/lifecycle/converge";
import { leftOver } from "../../provider/core/lifecycle/left-over";
import { fixedChanges, unseenChanges } from "../../provider/core/lifecycle/policy";
import type { Observed } from "../../provider/core/model/entity";
import { hasUnknown } from "../../provider/core/model/value";
import { accountsFor } from "../../provider/core/reads/accounts-for";
import type { Session } from "../../provider/core/session/session";
import { platformTitle, resourceKindOf } from "../common/platforms";
import type { Existing } from "../plan/review/existing";
import type { EntitySnapshot } from "../plan/review/people";
import { SECRET_TEXT } from "../plan/review/resource-snapshots";
import type { ReadOnlySessions } from "./read-only-sessions";

export interface ExistingAnswer {
  readonly existing: readonly Existing[];
  /** What could not be found out, a sentence each. */
  readonly notes: readonly string[];
}

/** Looks up by natural key whoever and whatever is new, with the provider's own connectors. */
export async function findExisting(
  entities: readonly EntitySnapshot[],
  sessions: Pick<ReadOnlySessions, "open">,
): Promise<ExistingAnswer> {
  const created = entities.filter(({ declared, observed }) => declared && !observed);
  const answers: ExistingAnswer[] = [];
  for (const alike of Map.groupBy(created, ({ platform, kind }) => `${platform} ${kind}`).values()) {
    answers.push(await lookUp(alike, entities, sessions));
  }
  return { existing: answers.flatMap(({ existing }) => existing), notes: answers.flatMap(({ notes }) => notes) };
}

/**
 * Those of one kind at one platform: many of them share the vendor's list.
 *
 * @param entities all of the stack, among whom are managers
 */
async function lookUp(
  alike: readonly EntitySnapshot[],
  entities: readonly EntitySnapshot[],
  sessions: Pick<ReadOnlySessions, "open">,
): Promise<ExistingAnswer> {
  const known = alike.filter((entity) => !entity.hasOwnProvider && canBeFound(entity));
  const [first] = alike;
  if (first === undefined) return { existing: [], notes: [] };
  const { platform, kind } = first;
  const { record, subjects } = NOUNS[kind];
  const note = (text: string): string => `${platformTitle(platform)}: ${text}`;
  const unknown = `whether ${alike.length - known.length} of the new ${subjects} are there already is not known, as what they are found by is secret or not known yet, or their provider has credentials of its own`;
  const notes = known.length < alike.length ? [note(unknown)] : [];
  if (known.length === 0) return { existing: [], notes };
  const session = sessions.open(platform, kind);
  session.connector.announceLoad?.(known.length);
  const found = await Promise.all(known.map((entity) => accountsOf(session, entity)));
  const ids = new Map([...idsOf(entities, platform), ...idsFound(found)]);
  const existing: Existing[] = [];
  for (const each of found) {
    for (const account of each.accounts) existing.push(await judge(session, each, account, ids));
  }
  const left = existing.filter(({ isLeftOver }) => isLeftOver).length;
  const taken = `${left} ${record}s were created in an interrupted run, and will be taken on`;
  return { existing, notes: [...notes, ...(left > 0 ? [note(taken)] : [])] };
}

/** Whether a natural key can be looked up: a secret one is masked here, and one from another resource comes later. */
export function isKnown(key: unknown): key is string {
  return typeof key === "string" && key !== SECRET_TEXT;
}

/** Whether what it is found by is known: its natural key, and that within which the key is unique. */
function canBeFound(entity: EntitySnapshot): boolean {
  const { declared = {} } = entity;
  const { naturalKey, uniqueWithin } = resourceKindOf(entity).capabilities;
  const place = uniqueWithin && declared[uniqueWithin];
  return isKnown(declared[naturalKey]) && (place === undefined || isKnown(place));
}

interface Found {
  readonly entity: EntitySnapshot;
  readonly declared: Declaration;
  readonly accounts: readonly Observed[];
}

async function accountsOf(session: Session, entity: EntitySnapshot): Promise<Found> {
  const declared = fromProperties(session.kind.capabilities, entity.declared ?? {});
  return { entity, declared, accounts: await accountsFor(session, declared) };
}

async function judge(
  session: Session,
  { entity, declared, accounts }: Found,
  match: Observed,
  ids: ReadonlyMap<string, string>,
): Promise<Existing> {
  const whole = entity.isMember ? withManagerId(declared, ids) : declared;
  const account = (await session.connector.shownFor?.(match, whole.desired)) ?? match;
  const { missing } = await compare(session, account, whole);
  const changes = [...missing, ...unseenChanges(session.kind, whole, account, "adoption")];
  const adopt = declared.options.adopt ?? false;
  const { kind } = session;
  const { capabilities, platform } = kind;
  const naturalKey = naturalKeyOf(capabilities, entity.declared ?? {});
  if (session.creations && accounts.length === 1 && naturalKey !== undefined) {
    const identity = { kind: kind.name, platform: platform.id, tenant: await session.connector.tenant(), naturalKey };
    if (await leftOver(session, identity, whole, account)) {
      return { snapshot: entity, account, changes, outcome: "adopted", isLeftOver: true };
    }
  }
  const differing = changes.filter(({ to }) => !hasUnknown(to));
  const inTheWay = adopt === "identical" ? differing : fixedChanges(capabilities, differing);
  const mayAdopt = adopt !== false && inTheWay.length === 0;
  return { snapshot: entity, account, changes, outcome: accounts.length === 1 && mayAdopt ? "adopted" : "refused" };
}

/** In a set of people a manager is another one's key; an account knows ids alone. */
function withManagerId(declared: Declaration, ids: ReadonlyMap<string, string>): Declaration {
  const { references } = declared.desired;
  const { manager } = references;
  if (typeof manager !== "string") return declared;
  const id = ids.get(manager) ?? manager;
  return { ...declared, desired: { ...declared.desired, references: { ...references, manager: id } } };
}

function idsOf(entities: readonly EntitySnapshot[], platform: string): readonly (readonly [string, string])[] {
  return entities.flatMap((entity) =>
    entity.platform === platform && entity.isMember && entity.id !== "" ? [[entity.key, entity.id] as const] : [],
  );
}

function idsFound(found: readonly Found[]): readonly (readonly [string, string])[] {
  return found.flatMap(({ entity, accounts: [account, ...others] }) =>
    account && others.length === 0 ? [[entity.key, account.id] as const] : [],
  );
}
