import type { Capabilities } from "../../../provider/core/contract/kind";
import { type PlatformId, userKindOf } from "../../common/platforms";
import { type Calls, callsOf, callsOfGroup, NO_CALLS, sum } from "./calls";
import { callsOfSet } from "./calls-of-set";
import type { Forecast, GroupChange, PersonChange } from "./review";

export interface ForecastInput {
  readonly changes: readonly PersonChange[];
  readonly groups: readonly GroupChange[];
  /** What users allow themselves, by platform: calls a minute. */
  readonly requestsPerMinute: Readonly<Partial<Record<PlatformId, number>>>;
  readonly look: Forecast["look"];
}

/** What applying the changes costs, as far as the vendors say what they allow. */
export function forecast({ changes, groups, requestsPerMinute, look }: ForecastInput): Forecast {
  const ids = new Set([...changes, ...groups].map(({ platform }) => platform));
  const own = [...ids].map((id) => {
    const mine = changes.filter(({ platform }) => platform === id);
    const { capabilities } = userKindOf(id as PlatformId);
    const calls = [
      ...(capabilities.writes?.together
        ? [...Map.groupBy(mine, ({ urn }) => urn).values()].map((set) => callsOfSet(capabilities, set))
        : mine.map((change) => callsOf(capabilities, change))),
      ...groups.filter(({ platform }) => platform === id).map(callsOfGroup),
    ].reduce(sum, NO_CALLS);
    const writes = calls.create + calls.update + calls.remove;
    return { id, writes, minutes: minutesFor(calls, capabilities, requestsPerMinute[id as PlatformId]) };
  });
  const writing = own.filter(({ writes }) => writes > 0);
  // The platforms run side by side, so the slowest one tells.
  const known = writing.every(({ minutes }) => minutes !== undefined);
  const seconds = Math.ceil(Math.max(0, ...writing.map(({ minutes = 0 }) => minutes)) * 60);
  return {
    writes: writing.reduce((all, { writes }) => all + writes, 0),
    platforms: writing.map(({ id, writes, minutes }) => ({
      id,
      writes,
      ...(minutes === undefined ? {} : { perMinute: Math.round(writes / minutes) }),
    })),
    ...(known ? { seconds } : {}),
    look,
  };
}

/** Undefined where nobody says what is allowed. Each kind of call has its own quota, and they are used side by side. */
function minutesFor(calls: Calls, { writes }: Capabilities, own: number | undefined): number | undefined {
  const all = calls.create + calls.update + calls.remove;
  if (own !== undefined) return all / own;
  const quota = writes?.perMinute;
  if (!quota) return undefined;
  return Math.max(calls.create / quota.create, calls.update / quota.update, calls.remove / quota.remove);
}
