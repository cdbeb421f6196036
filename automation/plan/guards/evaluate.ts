import { caseless } from "../../../provider/core/model/value";
import { type PlatformId, platformIds, resourceKindOf } from "../../common/platforms";
import { addressesOf } from "../review/addresses";
import { subjectOf } from "../review/digest";
import type { PersonSnapshot } from "../review/people";
import type { ChangeClass, GuardResult, PersonChange } from "../review/review";
import { isAdministrator, isOfPerson, keyToCompare, personName, subjectName } from "../review/traits";
import { copies } from "./copies";
import { deletedGroups, isAboutMember, namedGroups, protectedGroups } from "./groups";
import { DEFAULT_LIMITS, type GuardFile, type Limit, type LimitName, type PlatformGuards } from "./guard-file";
import { keyChangesIn } from "./key-changes";
import { removalLimits } from "./removal-limits";
import { type ApprovalSetting, approvable, EDIT, type GuardInput, never, result, unlessApproved } from "./results";

const CLASSES: Readonly<Record<LimitName, ChangeClass>> = {
  escalations: "escalation",
  leavers: "leaver",
  released: "released",
  emailChanges: "email-change",
  revokedRoles: "role-revoked",
  reactivated: "reactivated",
  joiners: "joiner",
  movers: "mover",
};

/** How every guard stands. Pure. A breach that nobody approved keeps everything from being applied. */
export function evaluateGuards(input: GuardInput): readonly GuardResult[] {
  return [
    ...limits(input),
    ...protectedPeople(input),
    ...protectedRoles(input),
    ...protectedGroups(input),
    ...ownAccounts(input),
    ...administrators(input),
    ...duplicates(input),
    ...reports(input),
    ...keyChanges(input),
    ...teardown(input),
    ...refusedAccounts(input),
    ...copies(input.review.changes, input.people),
    ...deletedGroups(input),
    ...namedGroups(input),
    ...removalLimits(input),
  ];
}

/** Breaches that were not approved. */
export function breachesOf(guards: readonly GuardResult[]): readonly GuardResult[] {
  return guards.filter(({ breached, allowed }) => breached && allowed === undefined);
}

export function platformGuards({ platforms }: GuardFile, id: PlatformId): PlatformGuards {
  return (platforms as Readonly<Partial<Record<PlatformId, PlatformGuards>>>)[id] ?? {};
}

function limits(input: GuardInput): readonly GuardResult[] {
  const { review, people, guards } = input;
  const results: GuardResult[] = [];
  const now = people.filter(({ observed }) => observed);
  for (const name of Object.keys(CLASSES) as LimitName[]) {
    const mine = review.changes.filter(({ classes }) => classes.includes(CLASSES[name]));
    const limit = guards.limits[name] ?? DEFAULT_LIMITS[name];
    // One person on three platforms leaves once.
    const keys = new Set(now.map(({ key }) => key));
    if (limit !== undefined) results.push(judge({ guard: name, changes: mine, limit, all: keys.size }, input));
    for (const platform of platformIds) {
      const own = platformGuards(guards, platform).limits?.[name];
      if (own === undefined) continue;
      const all = now.filter((person) => person.platform === platform).length;
      const changes = mine.filter((change) => change.platform === platform);
      results.push(judge({ guard: name, platform, changes, limit: own, all }, input));
    }
  }
  return results;
}

interface Counted {
  readonly guard: LimitName;
  readonly platform?: PlatformId;
  readonly changes: readonly PersonChange[];
  readonly limit: Limit;
  readonly all: number;
}

function judge({ guard, platform, changes, limit, all }: Counted, setting: ApprovalSetting): GuardResult {
  // Two people under one key would otherwise count as one.
  const people = new Map(changes.map(({ key, name }) => [JSON.stringify([key, name]), name]));
  const count = people.size;
  const here = most(limit, all);
  const breached = count > here;
  const isShare = [limit].flat().some((part) => typeof part === "string");
  const approval = platform === undefined ? guard : `${platform}.${guard}`;
  return {
    ...result(guard, platform, [...people.values()], count),
    limit: `${[limit].flat().join(" and ")}${isShare ? `, here ${here}` : ""}`,
    breached,
    ...(breached ? approvable(approval, count, setting) : {}),
  };
}

/** A share is of the people who are managed now, rounded down, and never less than one person. */
function most(limit: Limit, all: number): number {
  const each = [limit].flat().map((part) => {
    if (typeof part === "number") return part;
    return Math.max(1, Math.floor((Number.parseFloat(part) / 100) * all));
  });
  return Math.min(...each);
}

function protectedRoles({ review, guards }: GuardInput): readonly GuardResult[] {
  const names = new Set(guards.protected.roles.map(caseless));
  if (names.size === 0) return [];
  const touched = review.changes.filter((change) => isAboutMember(change, "role", names));
  return [never("protectedRoles", touched, "never granted or revoked")];
}

function protectedPeople({ review, people, guards }: GuardInput): readonly GuardResult[] {
  const names = new Set(guards.protected.people.map(caseless));
  if (names.size === 0) return [];
  const snapshots = bySubject(people);
  const touched = review.changes.filter((change) => isNamed(change, snapshots.get(subjectOf(change)), names));
  return [never("protected", touched, "never touched")];
}

/** A run that takes its own account away can't put anything right afterwards. */
function ownAccounts({ review, people, guards }: GuardInput): readonly GuardResult[] {
  const names = new Set(guards.self.map(caseless));
  if (names.size === 0) return [];
  const snapshots = bySubject(people);
  const harmful: readonly ChangeClass[] = ["leaver", "role-revoked", "email-change"];
  const touched = review.changes.filter(
    (change) =>
      change.classes.some((name) => harmful.includes(name)) && isNamed(change, snapshots.get(subjectOf(change)), names),
  );
  return [never("self", touched, "never switched off, renamed or without a role")];
}

function administrators({ review, people, guards }: GuardInput): readonly GuardResult[] {
  return review.platforms.flatMap(({ id, administrators: left }): readonly GuardResult[] => {
    const platform = id as PlatformId;
    const own = platformGuards(guards, platform);
    const least = own.administrators ?? guards.administrators;
    const before = people.filter(
      (person) =>
        person.platform === id &&
        person.observed &&
        isAdministrator(resourceKindOf(person).capabilities, person.observed, own.administrativeRoles ?? []),
    );
    // Where nobody is known to be one, administrators are none of this stack's, unless the file says so.
    if (before.length === 0 && left === 0 && own.administrators === undefined) return [];
    const breached = left < least;
    return [
      {
        ...result("administrators", platform, breached ? before.map((person) => nameOf(person)) : [], left),
        limit: `at least ${least}`,
        breached,
        ...(breached ? { advice: `keep an administrator there, or ${EDIT}` } : {}),
      },
    ];
  });
}

/** Vendors take one address for one person, whoever it was given to first. */
function duplicates({ people, ...setting }: GuardInput): readonly GuardResult[] {
  const groups = new Map<string, PersonSnapshot[]>();
  for (const person of people) {
    if (!person.declared) continue;
    const { capabilities } = resourceKindOf(person);
    const key = keyToCompare(capabilities, person.declared);
    const keys = [
      ...(key === undefined ? [] : [key]),
      ...addressesOf(person.declared).map((address) => `address ${address}`),
    ];
    for (const key of new Set(keys)) {
      const group = groups.get(`${person.platform}:${key}`) ?? [];
      group.push(person);
      groups.set(`${person.platform}:${key}`, group);
    }
  }
  const shared = [...groups.values()].filter((group) => group.length > 1).flat();
  const who = [...new Map(shared.map((person) => [subjectOf(person), `${nameOf(person)} (${person.key})`])).values()];
  return unlessApproved("duplicates", who, "one address, one person", setting);
}

function reports({ review, ...setting }: GuardInput): readonly GuardResult[] {
  const who = review.changes.flatMap(({ name, reports }) => (reports ? [`${name}: ${reports.join(", ")}`] : []));
  return unlessApproved("reports", who, "leavers have no reports", setting, "give their reports another manager");
}

/** The end of a stack is never within a limit: it is allowed by the exact number of people whom it takes away or lets go. */
function teardown({ review, people, isTeardown = false, ...setting }: GuardInput): readonly GuardResult[] {
  if (!isTeardown) return [];
  const who = [...new Map(review.changes.map(({ key, name }) => [JSON.stringify([key, name]), name])).values()];
  return unlessApproved("teardown", who, "nobody, unless it is said", setting);
}

/** One person under another key: a key is what a person is known by, and a list that has slipped changes many of them. */
function keyChanges({ review, people, was = new Map(), twins, ...setting }: GuardInput): readonly GuardResult[] {
  const who = keyChangesIn(review.changes, people, was, twins);
  const instead =
    "give the old key back, or say `was: [old key]` of the new one, or declare the sign-in name that their account has";
  return unlessApproved("keyChanges", who, "one person, one key", setting, instead);
}

/** A run would stop in the middle at the first of them. */
function refusedAccounts({ review }: GuardInput): readonly GuardResult[] {
  const refused = review.existing.filter(({ outcome }) => outcome === "refused");
  if (refused.length === 0) return [];
  const who = refused.map((found) => {
    const { platform, id, active } = found;
    return `${subjectName(found)} (${platform} ${id}${active ? "" : ", inactive"})`;
  });
  return [
    {
      ...result("existing", undefined, [...new Set(who)], refused.length),
      limit: "no account is met by surprise",
      breached: true,
      advice: [
        'set adopt: true, or "identical" where they are as declared',
        ...(refused.some(isOfPerson) ? ["`roster import` lists what is there"] : []),
        ...(refused.every(isOfPerson)
          ? []
          : ["of several groups with one name, import the one that is meant by its id"]),
      ].join("; "),
    },
  ];
}

function bySubject(people: readonly PersonSnapshot[]): ReadonlyMap<string, PersonSnapshot> {
  return new Map(people.map((person) => [subjectOf(person), person]));
}

/** By key, id, natural key or address, before the change or after it. */
function isNamed(change: PersonChange, snapshot: PersonSnapshot | undefined, names: ReadonlySet<string>): boolean {
  const { capabilities } = resourceKindOf(change);
  const sides = [snapshot?.declared, snapshot?.observed, snapshot?.stored];
  const texts = [
    change.key,
    change.id,
    change.formerId,
    ...sides.flatMap((side) => [side?.[capabilities.naturalKey], ...addressesOf(side)]),
  ];
  return texts.some((text) => typeof text === "string" && names.has(caseless(text)));
}

function nameOf(person: PersonSnapshot): string {
  const { declared, observed, stored } = person;
  return personName(resourceKindOf(person), declared, observed, stored);
}
