import { type Checked, check } from "../compare/check.js";
import { issuesOf } from "../compare/zod-issues.js";
import { naturalKeyOf, type Properties } from "../contract/declaration.js";
import type { ResourceKind } from "../contract/kind.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import { isRecord, pathText, UNKNOWN } from "../model/value.js";
import { setOptionsOf } from "./arguments.js";
import { heldIn, holdIssues, withHeld, withHoldInOrder } from "./held.js";
import { type People, peopleOf, renamesIn, withDefaults } from "./people.js";
import { circleIssues } from "./references.js";
import { destroyIssues } from "./removals.js";

/** What a judgement knows beside the arguments. */
interface CheckedUnder {
  /** The platform's configuration, where it is known. */
  readonly settings?: Properties | undefined;
  /** Whether guards judge all removals, so that the default limit stands aside. */
  readonly isGuarded?: boolean;
}

/**
 * Judges a set's arguments without any network, each person as `User` does and then the set as a whole. Everybody is
 * judged: one person's failures don't hide another's. Linear in the number of people.
 *
 * @param olds the arguments of the last run, empty at creation
 */
export function checkUsers(
  kind: ResourceKind,
  news: Properties,
  olds: Properties,
  { settings, isGuarded = false }: CheckedUnder = {},
): Checked {
  const { users, ...own } = news;
  const given = withHoldInOrder(Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)));
  const ownIssues = [...issuesOf(setOptionsOf(kind.capabilities), given, ["users"]), ...holdIssues(given)];
  if (users === UNKNOWN) return { inputs: { ...given, users }, issues: ownIssues };
  if (!isRecord(users)) {
    const reason = users === undefined ? "is required; {} declares nobody" : "must be a map of people by key";
    return { inputs: { ...given, users }, issues: [...ownIssues, { path: ["users"], reason }] };
  }
  const before = peopleOf(olds);
  const held = heldIn(given);
  const checked = checkEach(kind, {
    users: withHeld(kind.capabilities, users, before, held),
    held,
    before,
    olds,
    settings,
  });
  const inputs = { ...given, users: checked.inputs };
  const people = peopleOf(inputs);
  const issues = [
    ...ownIssues,
    ...checked.issues,
    ...keyIssues(Object.keys(checked.inputs)),
    ...duplicateKeyIssues(kind, people),
    ...takenOverIssues(kind, people, before),
    ...circleIssues(kind.capabilities, people),
    ...(ownIssues.length > 0 ? [] : destroyIssues(kind, inputs, olds, isGuarded)),
  ];
  return { inputs, issues };
}

interface Checking {
  readonly users: Properties;
  /** Keys of those whose arguments were judged in an earlier run. */
  readonly held: ReadonlySet<string>;
  readonly before: People;
  readonly olds: Properties;
  readonly settings: Properties | undefined;
}

function checkEach(kind: ResourceKind, { users, held, before, olds, settings }: Checking): Checked {
  const renames = renamesIn(kind.capabilities, { users }, before);
  const issues: ValidationIssue[] = [];
  const inputs: [string, unknown][] = [];
  for (const [key, person] of Object.entries(users)) {
    // An optional entry that is not there.
    if (person === undefined) continue;
    if (held.has(key)) {
      inputs.push([key, person]);
      continue;
    }
    if (!isRecord(person)) {
      inputs.push([key, person]);
      if (person !== UNKNOWN) issues.push({ path: ["users", key], reason: "must be an object: a person's arguments" });
      continue;
    }
    const old = before.get(key) ?? before.get(renames.get(key) ?? "");
    const checked = check(kind, person, old ? withDefaults(kind.capabilities, old, olds) : {}, settings);
    inputs.push([key, checked.inputs]);
    for (const { path, reason } of checked.issues) issues.push({ path: ["users", key, ...path], reason });
  }
  return { inputs: Object.fromEntries(inputs), issues };
}

function keyIssues(keys: readonly string[]): readonly ValidationIssue[] {
  return keys.flatMap((key) => {
    if (key === "") return [{ path: ["users", key], reason: "a key must not be empty" }];
    if (key.startsWith("__")) return [{ path: ["users", key], reason: "keys that begin with __ are Pulumi's own" }];
    if (key.startsWith("id:")) {
      return [
        {
          path: ["users", key],
          reason: "keys that begin with id: are not allowed: where a person is named they stand for an account id",
        },
      ];
    }
    return [];
  });
}

function duplicateKeyIssues({ capabilities }: ResourceKind, people: People): readonly ValidationIssue[] {
  const first = new Map<string, string>();
  const issues: ValidationIssue[] = [];
  for (const [key, person] of people) {
    const naturalKey = naturalKeyOf(capabilities, person);
    if (naturalKey === undefined) continue;
    const other = first.get(naturalKey);
    if (other === undefined) first.set(naturalKey, key);
    else {
      const reason = `is also that of ${placeOf(other)}, and the vendor holds the two for one; declare each person once`;
      issues.push({ path: ["users", key, capabilities.naturalKey], reason });
    }
  }
  return issues;
}

/**
 * A key that takes over another key's natural key may mean a list that has moved by one line: honouring it would turn one
 * person's account into another's, so that nobody's history is their own. A new key may take it from one that is gone: that
 * is another name for the same account.
 */
function takenOverIssues({ capabilities }: ResourceKind, people: People, before: People): readonly ValidationIssue[] {
  const owners = new Map<string | undefined, string>();
  for (const [key, person] of before) {
    const naturalKey = naturalKeyOf(capabilities, person);
    if (naturalKey !== undefined) owners.set(naturalKey, key);
  }
  return [...people].flatMap(([key, person]): ValidationIssue[] => {
    const naturalKey = naturalKeyOf(capabilities, person);
    const owner = owners.get(naturalKey);
    if (owner === undefined || owner === key) return [];
    const ownersNow = naturalKeyOf(capabilities, people.get(owner) ?? {});
    if (!before.has(key) && (ownersNow === undefined || ownersNow === naturalKey)) return [];
    const [now, first] = before.has(key)
      ? ["this key stands for another account", `take ${placeOf(owner)} away`]
      : ["that key gets another one", `change ${placeOf(owner)}`];
    const reason =
      `is that of ${placeOf(owner)} so far, and ${now}. Keys must not move from person to ` +
      `person: give both back, or use a new key for whoever gets another one. If the ${capabilities.naturalKey} has really changed hands, ` +
      `${first} in a run of its own first`;
    return [{ path: ["users", key, capabilities.naturalKey], reason }];
  });
}

function placeOf(key: string): string {
  return pathText(["users", key]);
}
