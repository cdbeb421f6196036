import type { Capabilities, KindName, SetTraits } from "../../../provider/core/contract/kind";
import { isTextList, UNKNOWN } from "../../../provider/core/model/value";
import { type PlatformId, resourceKindOf } from "../../common/platforms";
import type { DeclaredBy } from "./declared-by";
import type { EntitySnapshot, PersonSnapshot } from "./people";
import type { ChangeDetail } from "./review";
import { personName } from "./traits";
import { UNKNOWN_TEXT } from "./unknown-text";

/** Stands for a group that a run is about to make; no id begins like this. */
const PENDING = "\u0000";

/** What an id or a key stands for. */
export interface Named {
  readonly name: string;
  /** The key by which a resource declares it; absent where none does. */
  readonly key?: string;
}

/** A reference to an entity, as a change names it. */
export interface Reference {
  readonly kind: KindName;
  readonly platform: PlatformId;
  readonly id: string;
}

/** Names of entities, by the ids and keys under which others refer to them: as managers, as parents, as groups. */
export class Names {
  readonly #names = new Map<string, Named>();

  /** @param found entities that no resource declares, and that a vendor has named */
  constructor(entities: readonly EntitySnapshot[], found: readonly (Reference & { readonly name: string })[] = []) {
    for (const { name, ...reference } of found) this.#names.set(textOf(reference), { name });
    for (const entity of entities) {
      const { kind, platform, key, id, declared, observed, stored, isMember } = entity;
      const named = { name: personName(resourceKindOf(entity), declared, observed, stored), key };
      if (id !== "") this.#names.set(textOf({ kind, platform, id }), named);
      if (isMember) this.#names.set(textOf({ kind, platform, id: key }), named);
      if (id === "" && declared) this.#names.set(textOf({ kind, platform, id: `${PENDING}${key}` }), named);
    }
  }

  of(reference: Reference): Named | undefined {
    return this.#names.get(textOf(reference));
  }
}

function textOf({ kind, platform, id }: Reference): string {
  return `${kind} ${platform} ${id}`;
}

/** Whether a text stands for an entity without an id. */
export function isPending(value: unknown): boolean {
  return typeof value === "string" && value.startsWith(PENDING);
}

/** The set that a difference is about. */
function setOf({ sets }: Capabilities, { kind }: Pick<ChangeDetail, "kind">): SetTraits | undefined {
  return Object.values(sets).find(({ noun }) => noun === kind);
}

/** What a difference names by an id alone, as no resource declares it. */
export function unnamedIn(
  changes: readonly { readonly platform: string; readonly details: readonly ChangeDetail[] }[],
): readonly Reference[] {
  const all = changes.flatMap((change) => {
    const platform = change.platform as PlatformId;
    const { capabilities } = resourceKindOf(change);
    return change.details.flatMap((detail): readonly Reference[] => {
      const set = setOf(capabilities, detail);
      if (set?.kind === undefined) return [];
      const { kind, namesItself } = set;
      const ids = [detail.fromName === undefined && detail.from, detail.toName === undefined && detail.to];
      return ids.flatMap((text) =>
        typeof text === "string" && text !== UNKNOWN_TEXT && !namesItself?.(text) ? [{ kind, platform, id: text }] : [],
      );
    });
  });
  return [...new Map(all.map((reference) => [textOf(reference), reference])).values()];
}

/** Differences with the names that a vendor has told. */
export function withNames<T extends { readonly platform: string; readonly details: readonly ChangeDetail[] }>(
  changes: readonly T[],
  names: Names,
): readonly T[] {
  return changes.map((change) => {
    const platform = change.platform as PlatformId;
    const { capabilities } = resourceKindOf(change);
    const nameOf = (kind: KindName, id: unknown) =>
      typeof id === "string" ? names.of({ kind, platform, id })?.name : undefined;
    const details = change.details.map((detail): ChangeDetail => {
      const kind = setOf(capabilities, detail)?.kind;
      if (kind === undefined) return detail;
      const fromName = detail.fromName ?? nameOf(kind, detail.from);
      const toName = detail.toName ?? nameOf(kind, detail.to);
      return {
        ...detail,
        ...(fromName === undefined ? {} : { fromName }),
        ...(toName === undefined ? {} : { toName }),
      };
    });
    return { ...change, details };
  });
}

/**
 * Somebody's sets of groups, of which some are only made in this run, by what the roster says of them: each is the id of a group
 * that is there, or a text that stands for the new one.
 */
export function withPendingMembers(
  people: readonly PersonSnapshot[],
  entities: readonly EntitySnapshot[],
  roster: DeclaredBy | undefined,
): readonly PersonSnapshot[] {
  if (roster?.membersOf === undefined) return people;
  const ids = new Map(entities.map(({ kind, platform, key, id }) => [textOf({ kind, platform, id: key }), id]));
  return people.map((person) => {
    const { platform, key, declared = {} } = person;
    const resolved = Object.entries(resourceKindOf(person).capabilities.sets).flatMap(([set, { kind }]) => {
      const members = declared[set];
      const isLate = members === UNKNOWN || (Array.isArray(members) && !isTextList(members));
      const named = kind && isLate ? roster.membersOf?.(platform, key, set) : undefined;
      if (kind === undefined || named === undefined) return [];
      const texts = named.map((each) => {
        if ("id" in each) return each.id;
        const id = ids.get(textOf({ kind, platform, id: each.key })) ?? "";
        return id === "" ? `${PENDING}${each.key}` : id;
      });
      return [[set, texts] as const];
    });
    return resolved.length === 0 ? person : { ...person, declared: { ...declared, ...Object.fromEntries(resolved) } };
  });
}
