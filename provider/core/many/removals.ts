import type { Properties } from "../contract/declaration.js";
import { InvalidArgumentsError } from "../contract/errors.js";
import type { ResourceKind } from "../contract/kind.js";
import { destroyPolicy } from "../lifecycle/policy.js";
import type { OnDestroy } from "../model/options.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import { UNKNOWN } from "../model/value.js";
import { shareOf } from "./arguments.js";
import { type Known, keysOf, type People, peopleOf, renamesIn, someOf } from "./people.js";
import type { Plan } from "./plan.js";

/** At least so many people may leave in one update where nobody has said how many. */
const USUAL_COUNT = 5;
const USUAL_SHARE = 10;

/** How many of `soFar` people may be removed at once. */
export function limitOfSet(maxRemovals: unknown, soFar: number): number {
  if (maxRemovals === "all") return Number.POSITIVE_INFINITY;
  if (typeof maxRemovals === "number") return maxRemovals;
  const share = shareOf(maxRemovals);
  if (share !== undefined) return Math.floor((soFar * share) / 100);
  return Math.max(USUAL_COUNT, Math.floor((soFar * USUAL_SHARE) / 100));
}

/**
 * What check can say: who leaves, as far as the arguments tell. Whether somebody was adopted or imported, and is only
 * released, stands in the outputs, which check doesn't see; so it counts all but those that are retained by word.
 */
export function destroyIssues(
  kind: ResourceKind,
  news: Properties,
  olds: Properties,
  isGuarded: boolean,
): readonly ValidationIssue[] {
  if (news["maxRemovals"] === UNKNOWN || isLeftToGuards(news, isGuarded)) return [];
  const before = peopleOf(olds);
  const present = new Set(keysOf(news));
  const renamed = new Set(renamesIn(kind.capabilities, news, before).values());
  const leavers = [...before].flatMap(([key, person]) =>
    present.has(key) || renamed.has(key) || (person["onDestroy"] ?? olds["onDestroy"]) === "retain" ? [] : [key],
  );
  return refusalOf(leavers, news["maxRemovals"], before.size, before);
}

/** The same, where the outputs tell who would be switched off or deleted. Before any write. */
export function refuseRemovals(
  kind: ResourceKind,
  plan: Plan,
  known: Known,
  news: Properties,
  isGuarded: boolean,
): void {
  if (isLeftToGuards(news, isGuarded)) return;
  // A set that begins has nobody yet, and may adopt people to switch them off.
  const soFar = known.people.size > 0 ? known.people.size : keysOf(news).length;
  const issues = refusalOf(removedBy(kind, plan, known, news), news["maxRemovals"], soFar, known.people, known.ids);
  if (issues.length > 0) throw new InvalidArgumentsError(issues);
}

/** Guards judge each removal of a run before any write; a limit that somebody has declared holds beside them. */
function isLeftToGuards(news: Properties, isGuarded: boolean): boolean {
  return isGuarded && news["maxRemovals"] === undefined;
}

/** Keys of the people whom this update would switch off or delete, and of those whom it may adopt to do so. */
export function removedBy(
  { capabilities }: ResourceKind,
  plan: Plan,
  known: Known,
  news: Properties,
): readonly string[] {
  const { inactive, attribute = "" } = capabilities.activation ?? {};
  const people = peopleOf(news);
  const adoptedOff = plan.joiners.filter((key) => {
    const person = people.get(key) ?? {};
    const adopt = person["adopt"] ?? news["adopt"] ?? false;
    return inactive !== undefined && person[attribute] === inactive && adopt !== false;
  });
  const switchedOff = [...plan.changed].flatMap(([key, { changes }]) =>
    changes.some(({ kind, to }) => kind === "activation" && to === inactive) ? [key] : [],
  );
  return [...plan.leavers.filter((key) => policyOf(known, key) !== "retain"), ...switchedOff, ...adoptedOff];
}

/** What becomes of a person's account when they leave the set. */
export function policyOf({ people, own, origins }: Known, key: string): OnDestroy {
  const onDestroy = people.get(key)?.["onDestroy"] ?? own["onDestroy"];
  return destroyPolicy(onDestroy as OnDestroy | undefined, origins.get(key) ?? "created");
}

/** Deleting the resource removes everyone at once, so it wants a word of its own, applied before, or guards that have judged it. */
export function refuseDestroy(known: Known, isGuarded: boolean): void {
  if (isLeftToGuards(known.own, isGuarded)) return;
  const leavers = [...known.people.keys()].filter((key) => policyOf(known, key) !== "retain");
  if (leavers.length === 0 || known.own["maxRemovals"] === "all") return;
  throw new InvalidArgumentsError([
    {
      path: ["maxRemovals"],
      reason:
        `deleting this resource would remove ${someOf(leavers, known.people, known.ids)}. Nothing was sent. To remove them, ` +
        'set maxRemovals to "all" and run up first; to let them be, set onDestroy to "retain" and run up first',
    },
  ]);
}

function refusalOf(
  leavers: readonly string[],
  maxRemovals: unknown,
  soFar: number,
  people: People,
  ids?: ReadonlyMap<string, string>,
): readonly ValidationIssue[] {
  const limit = limitOfSet(maxRemovals, soFar);
  if (leavers.length <= limit) return [];
  const allowed =
    maxRemovals === undefined
      ? `by default ${limit} of ${soFar}`
      : `${typeof maxRemovals === "string" ? `"${maxRemovals}", here ` : ""}${limit}`;
  return [
    {
      path: ["maxRemovals"],
      reason:
        `${someOf(leavers, people, ids)} would leave or be switched off, and ${allowed} may at once. If all of this is meant, ` +
        `set maxRemovals to ${leavers.length}`,
    },
  ];
}
