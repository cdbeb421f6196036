import { diff, setsTakenOver } from "../compare/diff.js";
import { fromProperties, type Properties } from "../contract/declaration.js";
import { InvalidArgumentsError } from "../contract/errors.js";
import type { Capabilities, ResourceKind } from "../contract/kind.js";
import { treatmentNames } from "../contract/options.js";
import { copyIssues } from "../lifecycle/policy.js";
import type { Change } from "../model/change.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import { isRecord, sameValue, UNKNOWN } from "../model/value.js";
import { heldIn } from "./held.js";
import { type Known, keysOf, knownOf, renamesIn, withDefaults } from "./people.js";
import { circlesOfIds, type Names, namesIn, withAccountIds } from "./references.js";

/** A person who stays and is different. */
export interface ChangedPerson {
  /** Paths begin below the person; empty where only a mode of the set, such as `rolesMode`, asks for a look at the account. */
  readonly changes: readonly Change[];
}

interface Comparison {
  /** Absent where nothing is different. */
  readonly change?: ChangedPerson;
  /** Why the person can't be declared like this. */
  readonly issues: readonly ValidationIssue[];
}

/** What must happen so that a set becomes as declared. */
export interface Plan {
  /** Of the set's own arguments: nothing to do but to remember them. Of `users` where the map isn't known yet. */
  readonly own: readonly Change[];
  readonly joiners: readonly string[];
  /** By their old keys. */
  readonly leavers: readonly string[];
  /** Old keys by new ones. */
  readonly renames: ReadonlyMap<string, string>;
  readonly changed: ReadonlyMap<string, ChangedPerson>;
}

/** Compares a set's arguments with its last outputs. Pure, and linear in the number of people. */
export function planOf(kind: ResourceKind, news: Properties, olds: Properties): Plan {
  const known = knownOf(olds);
  const own = ownChanges(kind.capabilities, news, known.own);
  if (!isRecord(news["users"])) {
    const users: Change = { kind: "attribute", path: ["users"], from: olds["users"], to: UNKNOWN };
    return { own: [...own, users], joiners: [], leavers: [], renames: new Map(), changed: new Map() };
  }
  const users = news["users"];
  const keys = keysOf(news);
  const renames = renamesIn(kind.capabilities, news, known.people);
  refuseCircle(kind.capabilities, news, known, renames);
  const present = new Set([...keys, ...renames.values()]);
  const held = heldIn(news);
  const compare = comparison(kind, news, known, renames);
  const changed = new Map<string, ChangedPerson>();
  const joiners: string[] = [];
  const issues: ValidationIssue[] = [];
  for (const key of keys) {
    const before = renames.get(key) ?? key;
    const person = users[key];
    // Not even what another person's leaving would mean for them is compared.
    if (held.has(key) && known.people.has(key)) continue;
    if (!known.people.has(before)) joiners.push(key);
    else if (!isRecord(person))
      changed.set(key, { changes: [{ kind: "attribute", path: [], from: key, to: UNKNOWN }] });
    else {
      const { change, issues: found } = compare(person, known.people.get(before) ?? {}, known.ids.get(before) ?? "");
      if (change) changed.set(key, change);
      for (const { path, reason } of found) issues.push({ path: ["users", key, ...path], reason });
    }
  }
  if (issues.length > 0) throw new InvalidArgumentsError(issues);
  return { own, joiners, leavers: [...known.people.keys()].filter((key) => !present.has(key)), renames, changed };
}

/** True where there is something to do, if only to remember it. */
export function isNeeded({ own, joiners, leavers, renames, changed }: Plan): boolean {
  return own.length > 0 || joiners.length > 0 || leavers.length > 0 || renames.size > 0 || changed.size > 0;
}

function comparison(kind: ResourceKind, news: Properties, known: Known, renames: ReadonlyMap<string, string>) {
  const newNames = namesIn(news, known.ids, renames);
  const oldNames: Names = { has: (key) => known.people.has(key), idOf: (key) => known.ids.get(key) };
  const { capabilities } = kind;
  return (person: Properties, old: Properties, id: string): Comparison => {
    const declared = fromProperties(
      capabilities,
      withDefaults(capabilities, withAccountIds(capabilities, person, newNames), news),
    );
    const last = fromProperties(
      capabilities,
      withDefaults(capabilities, withAccountIds(capabilities, old, oldNames), known.own),
    );
    const changes = diff(capabilities, declared, last).filter(
      (change) => !isDefault(capabilities, change, person, old),
    );
    const isChanged = changes.length > 0 || setsTakenOver(capabilities, declared, last).length > 0;
    return {
      ...(isChanged ? { change: { changes } } : {}),
      issues: copyIssues(capabilities, declared, last, id, old),
    };
  };
}

/** A difference that only the set's default makes; the set shows it. */
function isDefault(capabilities: Capabilities, { path }: Change, person: Properties, old: Properties): boolean {
  const name = treatmentNames(capabilities).find((option) => option === path[0]);
  return name !== undefined && person[name] === old[name];
}

/** The limit that `roster apply` of early versions declared in each set: it is in their states, and means that none is declared. */
const DECLARED_BY_EARLY_RUNS = 1_000_000;

function ownChanges(capabilities: Capabilities, news: Properties, olds: Properties): readonly Change[] {
  return ["maxRemovals", "hold", ...treatmentNames(capabilities)].flatMap((name): Change[] => {
    const to = news[name];
    if (sameValue(to, olds[name]) || (to === undefined && olds[name] === DECLARED_BY_EARLY_RUNS)) return [];
    const from = olds[name];
    return [
      { kind: "policy", path: [name], ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    ];
  });
}

function refuseCircle(
  capabilities: Capabilities,
  news: Properties,
  { ids }: Known,
  renames: ReadonlyMap<string, string>,
): void {
  const now = new Map(
    keysOf(news).flatMap((key) => {
      const id = ids.get(renames.get(key) ?? key);
      return id === undefined ? [] : [[key, id] as const];
    }),
  );
  const issues = circlesOfIds(capabilities, news, now);
  if (issues.length > 0) throw new InvalidArgumentsError(issues);
}
