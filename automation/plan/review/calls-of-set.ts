import type { Capabilities } from "../../../provider/core/contract/kind";
import { waves } from "../../../provider/core/many/references";
import { FEWEST, MOST } from "../../../provider/core/reads/gathered-writes";
import { FEW_CALLS } from "../../../provider/core/reads/shared-listing";
import { type Calls, callsOf, NO_CALLS, sum } from "./calls";
import type { ChangeDetail, PersonChange } from "./review";

/**
 * The calls of a set whose people share them: wave by wave as managers allow, a hundred in a call, the few that are left
 * over one by one. Roles and managers are shared by new accounts alone; whoever had one before is looked at and written
 * singly. A few newcomers are looked up one by one and so may come too far apart for a call: they count as the most.
 */
export function callsOfSet(capabilities: Capabilities, changes: readonly PersonChange[]): Calls {
  const single = (some: readonly PersonChange[]) =>
    some.map((change) => callsOf(capabilities, change)).reduce(sum, NO_CALLS);
  const joiners = changes.filter(isJoiner);
  const ofJoiners = joiners.length > FEW_CALLS ? callsOfJoiners : single;
  const byKey = new Map(changes.map((change) => [change.key, change]));
  const ofWaves = waves(capabilities, managersOf(changes), managersOf(joiners)).map((keys) => {
    const wave = Map.groupBy(
      keys.flatMap((key) => byKey.get(key) ?? []),
      isJoiner,
    );
    return sum(ofJoiners(wave.get(true) ?? []), callsOfStayers(wave.get(false) ?? [], single));
  });
  return [{ ...NO_CALLS, remove: single(changes).remove }, ...ofWaves].reduce(sum, NO_CALLS);
}

function callsOfJoiners(joiners: readonly PersonChange[]): Calls {
  const created = inParts(joiners).map((part) => (part.length < FEWEST ? part.length : 1));
  const granted = inParts(joiners.filter((joiner) => rolesOf(joiner) + managersIn(joiner) > 0)).map((part) => {
    const roles = total(part.map(rolesOf));
    const managers = total(part.map(managersIn));
    return part.length < FEWEST ? roles + managers : Math.ceil(roles / MOST) + Math.ceil(managers / MOST);
  });
  return { ...NO_CALLS, create: total(created), update: total(granted) };
}

function callsOfStayers(stayers: readonly PersonChange[], single: (some: readonly PersonChange[]) => Calls): Calls {
  return inParts(stayers.filter((change) => single([change]).update > 0))
    .map((part) => {
      if (part.length < FEWEST) return single(part);
      const alone = part.filter((change) => has(change, "role") || has(change, "manager"));
      return sum(single(alone), { ...NO_CALLS, update: alone.length < part.length ? 1 : 0 });
    })
    .reduce(sum, NO_CALLS);
}

function managersOf(changes: readonly PersonChange[]) {
  return new Map(
    changes.map(({ key, details }) => [key, { manager: details.find(({ kind }) => kind === "manager")?.to }]),
  );
}

function isJoiner({ classes }: PersonChange): boolean {
  return classes.includes("joiner");
}

function rolesOf({ details }: PersonChange): number {
  return details.filter(({ kind, to }) => kind === "role" && typeof to === "string").length;
}

function managersIn({ details }: PersonChange): number {
  return details.filter(({ kind, to }) => kind === "manager" && typeof to === "string").length;
}

function has({ details }: PersonChange, wanted: ChangeDetail["kind"]): boolean {
  return details.some(({ kind }) => kind === wanted);
}

function inParts<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / MOST) }, (_, i) => all.slice(i * MOST, (i + 1) * MOST));
}

function total(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
