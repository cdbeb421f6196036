import type { Properties } from "../core/contract/declaration.js";
import { peopleOf } from "../core/many/people.js";
import type { Plan } from "../core/many/plan.js";
import { pathText } from "../core/model/value.js";
import { type DiffKind, detailedDiff } from "./detailed-diff.js";

/**
 * A set's changes as the engine prints them: who joins and who leaves by one path each, and what changes of whom by the
 * person's own paths. Somebody under a new key is a path that goes and one that comes.
 */
export function detailedSetDiff(plan: Plan, news: Properties, olds: Properties): ReadonlyMap<string, DiffKind> {
  const diff = new Map<string, DiffKind>(detailedDiff(plan.own, undefined, undefined));
  const [people, before] = [peopleOf(news), peopleOf(olds)];
  for (const key of plan.joiners) diff.set(pathText(["users", key]), "add");
  for (const key of plan.leavers) diff.set(pathText(["users", key]), "delete");
  for (const [key, former] of plan.renames) {
    diff.set(pathText(["users", former]), "delete");
    diff.set(pathText(["users", key]), "add");
  }
  for (const [key, { changes }] of plan.changed) {
    if (plan.renames.has(key)) continue;
    const [clear, cleared] = [people.get(key)?.["clear"], before.get(key)?.["clear"]];
    for (const [path, kind] of detailedDiff(changes, clear, cleared, ["users", key])) diff.set(path, kind);
  }
  return diff;
}
