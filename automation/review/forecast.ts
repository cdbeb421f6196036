import type { Capabilities } from "../../provider/core/platform";
import { type PlatformId, platformOf } from "../platforms";
import type { Forecast, PersonChange } from "./review";

type Calls = Readonly<Record<"create" | "update" | "remove", number>>;
const NO_CALLS: Calls = { create: 0, update: 0, remove: 0 };

export interface ForecastInput {
  readonly changes: readonly PersonChange[];
  /** What users allow themselves, by platform: calls a minute. */
  readonly requestsPerMinute: Readonly<Partial<Record<PlatformId, number>>>;
  readonly look: Forecast["look"];
}

/** What applying the changes costs, as far as the vendors say what they allow. */
export function forecast({ changes, requestsPerMinute, look }: ForecastInput): Forecast {
  const own = [...Map.groupBy(changes, ({ platform }) => platform)].map(([id, mine]) => {
    const { capabilities } = platformOf(id as PlatformId);
    const calls = mine.map((change) => callsOf(capabilities, change)).reduce(sum, NO_CALLS);
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
      ...(minutes === undefined || minutes === 0 ? {} : { perMinute: Math.round(writes / minutes) }),
    })),
    ...(known ? { seconds } : {}),
    look,
  };
}

function callsOf({ writes }: Capabilities, { classes, details, departure }: PersonChange): Calls {
  if (departure === "released") return NO_CALLS;
  if (departure !== undefined && details.length === 0) return { ...NO_CALLS, remove: 1 };
  const of = (...kinds: readonly string[]) => details.filter(({ kind }) => kinds.includes(kind)).length;
  const isJoiner = classes.includes("joiner");
  const roles = of("role");
  const manager = of("manager");
  const attributes = of("attribute", "activation");
  const rolesApart = writes?.roles === "each" ? roles : 0;
  const managerApart = writes?.manager === "apart" ? manager : 0;
  if (isJoiner) {
    const after = writes?.roles === "after-create" && roles > 0 ? 1 : 0;
    return { ...NO_CALLS, create: 1, update: after + rolesApart + managerApart };
  }
  const together =
    attributes + (writes?.roles === "each" ? 0 : roles) + (writes?.manager === "apart" ? 0 : manager) > 0;
  return { ...NO_CALLS, update: (together ? 1 : 0) + rolesApart + managerApart };
}

/** Undefined where nobody says what is allowed. Each kind of call has its own quota, and they are used side by side. */
function minutesFor(calls: Calls, { writes }: Capabilities, own: number | undefined): number | undefined {
  const all = calls.create + calls.update + calls.remove;
  if (own !== undefined) return all / own;
  const quota = writes?.perMinute;
  if (!quota) return undefined;
  return Math.max(calls.create / quota.create, calls.update / quota.update, calls.remove / quota.remove);
}

function sum(a: Calls, b: Calls): Calls {
  return { create: a.create + b.create, update: a.update + b.update, remove: a.remove + b.remove };
}
