import { RosterError } from "../../provider/core/contract/errors";
import { listAll } from "../../provider/core/reads/queries";
import { type PlatformId, platformTitle, resourceKindOf } from "../common/platforms";
import { addressesOf, isAddress } from "../plan/review/addresses";
import type { Existing } from "../plan/review/existing";
import type { EntitySnapshot } from "../plan/review/people";
import type { Twin } from "../plan/review/twin";
import type { ReadOnlySessions } from "./read-only-sessions";

export interface TwinAnswer {
  readonly twins: readonly Twin[];
  /** What could not be found out, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Looks for accounts that have the address of somebody new under another sign-in name, such as those of people who left and come back with
 * another number. Where the address is itself what people are found by, there can be none. Whom this stack manages is somebody else, or
 * leaves, which the plan tells without this.
 *
 * @param existing accounts that somebody new has already
 */
export async function findTwins(
  entities: readonly EntitySnapshot[],
  existing: readonly Existing[],
  sessions: Pick<ReadOnlySessions, "open">,
): Promise<TwinAnswer> {
  const met = new Set(existing.map(({ snapshot }) => snapshot));
  const created = entities.filter((entity) => isNew(entity) && !met.has(entity));
  const twins: Twin[] = [];
  const notes: string[] = [];
  for (const [platform, people] of Map.groupBy(created, (entity) => entity.platform)) {
    try {
      twins.push(...(await twinsOn(platform, people, entities, sessions)));
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
      notes.push(
        `${platformTitle(platform)}: whether somebody new has an account there under another sign-in name is not known, as nobody is listed: ${error.message}`,
      );
    }
  }
  return { twins, notes };
}

function isNew(entity: EntitySnapshot): boolean {
  const { kind, declared, observed, hasOwnProvider } = entity;
  if (kind !== "user" || !declared || observed || hasOwnProvider) return false;
  return !isAddress(resourceKindOf(entity).capabilities.naturalKey) && addressesOf(declared).length > 0;
}

async function twinsOn(
  platform: PlatformId,
  people: readonly EntitySnapshot[],
  entities: readonly EntitySnapshot[],
  sessions: Pick<ReadOnlySessions, "open">,
): Promise<readonly Twin[]> {
  const session = sessions.open(platform);
  const { naturalKey } = session.kind.capabilities;
  const managed = new Set(entities.flatMap((entity) => (entity.platform === platform ? [entity.id] : [])));
  const byAddress = new Map<string, EntitySnapshot[]>();
  for (const person of people) {
    for (const address of addressesOf(person.declared)) {
      byAddress.set(address, [...(byAddress.get(address) ?? []), person]);
    }
  }
  const twins: Twin[] = [];
  for await (const { id, attributes } of listAll(session, {}, [])) {
    const name = attributes[naturalKey];
    if (managed.has(id) || typeof name !== "string") continue;
    const alike = new Set(addressesOf(attributes).flatMap((address) => byAddress.get(address) ?? []));
    for (const snapshot of alike) twins.push({ snapshot, name });
  }
  return twins;
}
