import type { Capabilities } from "../../../provider/core/contract/kind";
import { type GroupChange, KEY, type PersonChange } from "./review";

/** Vendor calls that change something. */
export type Calls = Readonly<Record<"create" | "update" | "remove", number>>;
export const NO_CALLS: Calls = { create: 0, update: 0, remove: 0 };

/** The calls of one person who is written alone. */
export function callsOf({ sets, references }: Capabilities, { classes, details, departure }: PersonChange): Calls {
  if (departure === "released") return NO_CALLS;
  if (departure !== undefined && details.length === 0) return { ...NO_CALLS, remove: 1 };
  const of = (...kinds: readonly string[]) => details.filter(({ kind }) => kinds.includes(kind)).length;
  const isJoiner = classes.includes("joiner");
  const members = Object.values(sets).map(({ noun, written }) => ({ written, count: of(noun) }));
  const membersApart = total(members.filter(({ written }) => written === "each"));
  const manager = of("manager");
  const attributes = of("attribute", "activation", "pending");
  const managerApart = references["manager"]?.written === "apart" ? manager : 0;
  if (isJoiner) {
    const after = members.some(({ written, count }) => written === "after-create" && count > 0) ? 1 : 0;
    return { ...NO_CALLS, create: 1, update: after + membersApart + managerApart };
  }
  const together = attributes + total(members) - membersApart + manager - managerApart > 0;
  return { ...NO_CALLS, update: (together ? 1 : 0) + membersApart + managerApart };
}

/** The call of one group. One that is released, or adopted as it is, has none. */
export function callsOfGroup({ change, details }: Pick<GroupChange, "change" | "details">): Calls {
  if (change === "created") return { ...NO_CALLS, create: 1 };
  if (change === "deleted") return { ...NO_CALLS, remove: 1 };
  return details.some(({ path }) => path !== KEY) ? { ...NO_CALLS, update: 1 } : NO_CALLS;
}

function total(sets: readonly { readonly count: number }[]): number {
  return sets.reduce((all, { count }) => all + count, 0);
}

export function sum(a: Calls, b: Calls): Calls {
  return { create: a.create + b.create, update: a.update + b.update, remove: a.remove + b.remove };
}
