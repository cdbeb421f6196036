import type { Change } from "../../../provider/core/model/change";
import { type PlatformId, platformIds, platformTitle, resourceKindOf } from "../../common/platforms";
import { addressesOf } from "./addresses";
import { adoptionChange, joinerChange, leaverChange, movedChange, returnedChange, stayerChange } from "./classify";
import { consequences, putBackAfterSignIns } from "./consequences";
import { type DeclaredBy, heldPeople, withOrigins } from "./declared-by";
import { digestOf, type Fingerprints, fingerprintsOf, subjectOf } from "./digest";
import type { Existing } from "./existing";
import { forecast } from "./forecast";
import { groupChanges } from "./groups";
import { leftWithout } from "./left-without";
import { Names, withPendingMembers } from "./names";
import { entitiesOf, meaningOf, type PersonSnapshot } from "./people";
import type { ResourceSnapshot } from "./resource-snapshots";
import {
  CHANGE_CLASSES,
  type ChangeClass,
  type ExistingAccount,
  type Forecast,
  type GuardResult,
  type PersonChange,
  type PlatformReview,
  type Review,
} from "./review";
import { type ExtraRoles, isAdministrator, isOfPerson, isSwitchedOn, keyToCompare, personName } from "./traits";

export interface ReviewInput {
  readonly project: string;
  readonly stack: string;
  readonly lookedAt: string;
  readonly snapshots: readonly ResourceSnapshot[];
  readonly people: readonly PersonSnapshot[];
  readonly existing: readonly Existing[];
  readonly notes: readonly string[];
  /** Roles that the guard file calls administrative, by platform. */
  readonly extraRoles: Readonly<Partial<Record<PlatformId, ExtraRoles>>>;
  readonly requestsPerMinute: Readonly<Partial<Record<PlatformId, number>>>;
  readonly look: Forecast["look"];
  /** The roster that declares the people, where there is one. */
  readonly roster?: DeclaredBy | undefined;
}

/** A review with all that guards judge, before they have judged it. */
export interface Unguarded {
  readonly review: Review;
  readonly fingerprints: Fingerprints;
  /** How many resources that are no people would change, groups among them. */
  readonly otherChanges: number;
}

/** What a look means for people. Pure. */
export function buildReview(input: ReviewInput): Unguarded {
  const { project, stack, lookedAt, snapshots, people, existing, extraRoles, requestsPerMinute, look } = input;
  const { roster } = input;
  const entities = entitiesOf(snapshots);
  const names = new Names(entities);
  const known = withPendingMembers(people, entities, roster);
  const changes = changesOf({ people: known, existing, extraRoles }, names).map((change) =>
    withOrigins(change, roster),
  );
  const groups = groupChanges(entities, existing, names);
  const held = heldPeople(snapshots, people, roster);
  const others = snapshots.filter(
    ({ type, op }) => meaningOf(type) === undefined && !type.startsWith("pulumi:") && op !== undefined && op !== "same",
  );
  const ids = new Map(
    [...Map.groupBy(existing, (found) => subjectOf(found.snapshot))].map(([subject, found]) => [
      subject,
      found.map(({ account }) => account.id).sort(),
    ]),
  );
  const fingerprints = fingerprintsOf(entities, snapshots, ids);
  const declared = people.filter((person) => person.declared);
  return {
    fingerprints,
    otherChanges: groups.length + others.length,
    review: {
      version: 1,
      project,
      stack,
      lookedAt,
      people: countDistinct(declared),
      unchanged: countDistinct(unchanged(declared, changes)),
      platforms: platformIds
        .map((id) => platformReview(id, people, changes, extraRoles))
        .filter((platform) => platform !== undefined),
      changes,
      ...(groups.length === 0 ? {} : { groups }),
      ...(held.length === 0 ? {} : { held }),
      ...(roster?.calendar === undefined ? {} : { calendar: roster.calendar }),
      existing: existing.map(existingAccount),
      guards: [],
      forecast: forecast({ changes, groups, requestsPerMinute, look }),
      notes: [
        ...input.notes,
        ...(roster?.notes ?? []),
        ...leftWithout(known),
        ...putBackAfterSignIns(known),
        ...consequences(changes),
        ...(others.length > 0
          ? [`${others.length} resources that are no people change too; \`pulumi preview\` shows them`]
          : []),
      ],
      digest: digestOf(fingerprints),
    },
  };
}

/** The review with the guards' results. */
export function withGuards(review: Review, guards: readonly GuardResult[]): Review {
  return { ...review, guards };
}

function changesOf(
  { people, existing, extraRoles }: Pick<ReviewInput, "people" | "existing" | "extraRoles">,
  names: Names,
): readonly PersonChange[] {
  const accounts = Map.groupBy(existing, ({ snapshot }) => subjectOf(snapshot));
  const moved = movesOf(people);
  const reportsOf = reportsIn(people);
  const formerIdOf = formerIdsIn(people);
  const changes = people.flatMap((person): readonly PersonChange[] => {
    const context = {
      extraRoles: extraRoles[person.platform] ?? [],
      names,
    };
    const successor = moved.get(subjectOf(person));
    const [found, ...more] = accounts.get(subjectOf(person)) ?? [];
    if (person.declared && person.observed) return optional(stayerChange(person, context));
    if (person.declared) {
      const isAdopted = found && more.length === 0 && found.outcome === "adopted";
      const change = isAdopted
        ? adoptionChange(person, found.account.id, activationFirst(found), context)
        : joinerChange(person, context);
      const formerId = formerIdOf(person);
      return [formerId === undefined || formerId === found?.account.id ? change : returnedChange(change, formerId)];
    }
    if (!person.observed) return [];
    return [successor ? movedChange(person, successor) : leaverChange(person, reportsOf(person))];
  });
  return [...changes].sort(byDanger);
}

/** An account that is off is brought back, and says so even where its platform has no attribute for it. */
function activationFirst({ account, changes }: Existing): readonly Change[] {
  if (account.active || changes.some(({ kind }) => kind === "activation")) return changes;
  return [{ kind: "activation", path: ["state"], from: "inactive", to: "active" }, ...changes];
}

/** Ids of accounts that the last run left and that are proven gone: a person's own, or by the natural key that it had. */
function formerIdsIn(people: readonly PersonSnapshot[]): (person: PersonSnapshot) => string | undefined {
  const gone = people.filter(({ stored, observed }) => stored && !observed);
  const ids = byNaturalKey(gone, ({ stored }) => stored);
  return (person) => (person.id === "" ? ids.of(person, person.declared)?.id : person.id);
}

/** People by what names them to their vendor, in whatever spelling. Who has no key that is known is found by none. */
function byNaturalKey(
  people: readonly PersonSnapshot[],
  sideOf: (person: PersonSnapshot) => PersonSnapshot["declared"],
) {
  const keyOf = (person: PersonSnapshot, side: PersonSnapshot["declared"]) => {
    const key = keyToCompare(resourceKindOf(person).capabilities, side);
    return key === undefined ? undefined : `${person.platform}:${key}`;
  };
  const found = new Map(people.map((person) => [keyOf(person, sideOf(person)), person]));
  found.delete(undefined);
  return {
    of: (person: PersonSnapshot, side: PersonSnapshot["declared"]) => found.get(keyOf(person, side)),
  };
}

/** People who leave one resource and join another in the same run, by the subject that they leave. */
function movesOf(people: readonly PersonSnapshot[]): ReadonlyMap<string, PersonSnapshot> {
  const joining = people.filter(({ declared, observed }) => declared && !observed);
  const joiners = byNaturalKey(joining, ({ declared }) => declared);
  return new Map(
    people.flatMap((leaver) => {
      const successor = leaver.declared ? undefined : joiners.of(leaver, leaver.observed);
      return successor ? [[subjectOf(leaver), successor] as const] : [];
    }),
  );
}

/** Names of the declared people whose declared manager a person is, in an order that no engine decides. */
function reportsIn(people: readonly PersonSnapshot[]): (manager: PersonSnapshot) => readonly string[] {
  const byManager = Map.groupBy(
    people.filter(({ declared }) => typeof declared?.["manager"] === "string"),
    ({ platform, declared }) => `${platform}:${String(declared?.["manager"])}`,
  );
  return ({ platform, key, id, urn }) => {
    const byId = byManager.get(`${platform}:${id}`) ?? [];
    const byKey = (byManager.get(`${platform}:${key}`) ?? []).filter((person) => person.urn === urn);
    return [...new Set([...byId, ...byKey])]
      .map((person) => personName(resourceKindOf(person), person.declared))
      .sort(compareText);
  };
}

function platformReview(
  id: PlatformId,
  people: readonly PersonSnapshot[],
  changes: readonly PersonChange[],
  extraRoles: ReviewInput["extraRoles"],
): PlatformReview | undefined {
  const mine = people.filter(({ platform, declared, observed }) => platform === id && (declared ?? observed));
  if (mine.length === 0) return undefined;
  const declared = mine.flatMap((person) => (person.declared ? [person] : []));
  const changed = new Set(changes.map((change) => subjectOf(change)));
  const counts = Object.fromEntries(
    CHANGE_CLASSES.map((name) => [
      name,
      changes.filter((change) => change.platform === id && change.classes.includes(name)).length,
    ]),
  ) as Record<ChangeClass, number>;
  const extra = extraRoles[id] ?? [];
  return {
    id,
    title: platformTitle(id),
    declared: declared.length,
    same: declared.filter((person) => !changed.has(subjectOf(person))).length,
    counts,
    administrators: declared.filter((person) => {
      const { capabilities } = resourceKindOf(person);
      const { declared = {} } = person;
      return isSwitchedOn(capabilities, declared) && isAdministrator(capabilities, declared, extra);
    }).length,
  };
}

/** People whom no platform changes: somebody whose other account changes is none of them. */
function unchanged(declared: readonly PersonSnapshot[], changes: readonly PersonChange[]): readonly PersonSnapshot[] {
  const subjects = new Set(changes.map(subjectOf));
  const touched = new Set(declared.filter((person) => subjects.has(subjectOf(person))).map(identityOf));
  return declared.filter((person) => !touched.has(identityOf(person)));
}

/** People whom several platforms share are told by their addresses, and where there is none by their keys. */
function countDistinct(people: readonly PersonSnapshot[]): number {
  return new Set(people.map(identityOf)).size;
}

function identityOf({ declared, key }: PersonSnapshot): string {
  return addressesOf(declared)[0] ?? key;
}

function existingAccount({ snapshot, account, outcome }: Existing): ExistingAccount {
  return {
    ...(isOfPerson(snapshot) ? {} : { kind: snapshot.kind }),
    platform: snapshot.platform,
    key: snapshot.key,
    name: personName(resourceKindOf(snapshot), snapshot.declared),
    id: account.id,
    active: account.active,
    outcome,
  };
}

function byDanger(a: PersonChange, b: PersonChange): number {
  const rank = ({ classes: [first = "other"] }: PersonChange) => CHANGE_CLASSES.indexOf(first);
  return (
    rank(a) - rank(b) || compareText(a.name, b.name) || compareText(a.platform, b.platform) || compareText(a.key, b.key)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function optional<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
