import { isTextList } from "../../../provider/core/model/value";
import { type PlatformId, resourceKindOf } from "../../common/platforms";
import { meaningOf, type PersonSnapshot } from "./people";
import type { ResourceSnapshot } from "./resource-snapshots";
import type { HeldPerson, PersonChange, Review } from "./review";
import { personName } from "./traits";

/** A declared group by its key, or the vendor's own id. */
type GroupMeaning = { readonly key: string } | { readonly id: string };

/** What a review takes from the roster that declares the people, where there is one. */
export interface DeclaredBy {
  readonly held: ReadonlyMap<string, { readonly reason: string; readonly place: string }>;
  /** Old keys by the keys that people have now. */
  readonly was: ReadonlyMap<string, readonly string[]>;
  readonly calendar?: Review["calendar"];
  readonly notes: readonly string[];
  /** The groups in one of somebody's sets; undefined where the roster says nothing of it. */
  membersOf?(platform: PlatformId, key: string, set: string): readonly GroupMeaning[] | undefined;
  /** By attribute with its platform: `adobe.profile` to `workday:1234, Job Title`. */
  originsOf(key: string): Readonly<Record<string, string>>;
}

/** Everybody whom a set holds, with the roster's reason. */
export function heldPeople(
  snapshots: readonly ResourceSnapshot[],
  people: readonly PersonSnapshot[],
  roster: DeclaredBy | undefined,
): readonly HeldPerson[] {
  const declared = snapshots.flatMap(({ type, declared }) => {
    const hold = meaningOf(type)?.isSet ? declared?.inputs["hold"] : undefined;
    return isTextList(hold) ? hold : [];
  });
  const keys = new Set([...(roster?.held.keys() ?? []), ...declared]);
  if (keys.size === 0) return [];
  const names = new Map(
    people.map((person) => [person.key, personName(resourceKindOf(person), person.declared, person.observed)]),
  );
  return [...keys].sort().map((key) => {
    const { reason, place } = roster?.held.get(key) ?? {};
    const name = names.get(key) ?? key;
    return { key, name, ...(reason === undefined ? {} : { reason }), ...(place === undefined ? {} : { place }) };
  });
}

/** A change with the origins of what is declared. */
export function withOrigins(change: PersonChange, roster: DeclaredBy | undefined): PersonChange {
  const all = Object.entries(roster?.originsOf(change.key) ?? {});
  const start = `${change.platform}.`;
  const own = all.flatMap(([path, origin]) => {
    if (path === "manager") return [[path, origin] as const];
    return path.startsWith(start) ? [[path.slice(start.length), origin] as const] : [];
  });
  return own.length === 0 ? change : { ...change, origins: Object.fromEntries(own) };
}
