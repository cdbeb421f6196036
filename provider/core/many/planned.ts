import type { Properties } from "../contract/declaration.js";
import type { ResourceKind } from "../contract/kind.js";
import { isRecord, UNKNOWN } from "../model/value.js";
import { keysOf, knownOf } from "./people.js";
import { planOf } from "./plan.js";
import { refuseRemovals } from "./removals.js";

/**
 * What an update will give, as far as preview can know: what is declared, and the ids of those who are there. Refuses what the
 * update would refuse before its first call.
 *
 * @param olds the last outputs; empty for a creation
 * @param isGuarded whether guards judge all removals
 */
export function plannedUsers(
  kind: ResourceKind,
  news: Properties,
  olds: Properties,
  isGuarded = false,
): Record<string, unknown> {
  const { tenant = UNKNOWN } = olds;
  if (!isRecord(news["users"])) return { ...news, ids: UNKNOWN, origins: UNKNOWN, tenant };
  const known = knownOf(olds);
  const plan = planOf(kind, news, olds);
  refuseRemovals(kind, plan, known, news, isGuarded);
  const before = (key: string): string => plan.renames.get(key) ?? key;
  const keys = keysOf(news);
  const origins = keys.flatMap((key) => {
    const origin = known.origins.get(before(key));
    return origin === undefined ? [] : [[key, origin]];
  });
  return {
    ...news,
    ids: Object.fromEntries(keys.map((key) => [key, known.ids.get(before(key)) ?? UNKNOWN])),
    origins: Object.fromEntries(origins),
    tenant,
  };
}
