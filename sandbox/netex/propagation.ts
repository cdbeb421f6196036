import type { Call } from "../exchange";
import type { PlatformResult } from "./answers";
import type { NetexHabits } from "./habits";
import { type NetexRoles, withSectionsOf } from "./roles";
import type { NetexStore, NetexUser } from "./store";

export type Synchronization = "synchronous" | "asynchronous";

export interface PropagationOptions {
  readonly store: NetexStore;
  readonly habits: NetexHabits;
  /** The platforms that a write concerns, by name; management is where users are read. */
  readonly platforms: readonly string[];
  /** What a call without the header gets. */
  readonly defaultSynchronization: Synchronization;
  /** Milliseconds until a queued platform shows a write. */
  readonly delay: number;
}

/** Platforms that an asynchronous write is queued for; the others have it at once. */
const QUEUED = ["training", "social"];

function synchronizationOf(call: Call, { defaultSynchronization }: PropagationOptions): Synchronization {
  const asked = call.headers["x-cloud-synchronization"];
  return asked === "synchronous" || asked === "asynchronous" ? asked : defaultSynchronization;
}

/** Platforms that no answer tells about, where it tells about some. */
const UNTOLD = ["social", "play"];

/** Each platform's result for a write, as far as answers tell; `location` is shown for management. */
export function platformResults(
  call: Call,
  options: PropagationOptions,
  location: string | null = null,
): Record<string, PlatformResult> {
  const queues = synchronizationOf(call, options) === "asynchronous";
  const entries = options.platforms.map((platform): [string, PlatformResult] => {
    const failure = platformFault(call, platform);
    if (failure !== undefined) return [platform, { location: null, ...failure }];
    const queued = queues && QUEUED.includes(platform);
    const done = platform === "training" || (platform === "management" && location !== null) ? 200 : 204;
    const shown = platform === "management" ? location : null;
    return [platform, { location: shown, message: null, status: queued ? 202 : done }];
  });
  const { tells } = options.habits;
  return Object.fromEntries(
    entries.filter(([name]) => tells === "all" || (tells === "some" && !UNTOLD.includes(name))),
  );
}

/** What platforms say of a leaver who has no role there, where they were not to be reached anyway. */
export function withAbsentees(
  results: Readonly<Record<string, PlatformResult>>,
  roles: NetexRoles,
  { absentees }: NetexHabits,
): Record<string, PlatformResult> {
  const entries = Object.entries(results).map(([platform, result]): [string, PlatformResult] => {
    const isAbsent = platform !== "management" && (roles[platform] ?? []).length === 0 && result.status < 300;
    if (absentees === "done" || !isAbsent) return [platform, result];
    return [platform, { location: null, message: "The user does not exist", status: 404 }];
  });
  return Object.fromEntries(entries);
}

/** How this call fails on that platform, if it does. */
function platformFault(call: Call, platform: string): { status: number; message: string } | undefined {
  if (call.fault?.kind !== "platform" || call.fault.platform !== platform) return undefined;
  return { status: call.fault.status, message: call.fault.message ?? "The platform could not process the request" };
}

/** True if this call is to fail on that platform. */
export function fails(call: Call, platform: string): boolean {
  return platformFault(call, platform) !== undefined;
}

/**
 * Stores a user on every platform that doesn't fail: a failed one keeps its section of the roles as before, and where
 * it is management everything but the other sections. Queued platforms follow after the delay.
 */
export function propagate(
  call: Call,
  before: NetexUser | undefined,
  after: NetexUser,
  options: PropagationOptions,
): void {
  const failed = options.platforms.filter((platform) => fails(call, platform));
  const formerRoles = before?.roles ?? {};
  const reached = withSectionsOf(after.roles, formerRoles, failed);
  const base = failed.includes("management") ? before : after;
  if (base === undefined) return;
  const eventual = { ...base, roles: reached };
  const queues = synchronizationOf(call, options) === "asynchronous" && options.delay > 0;
  const table = options.store.users;
  if (queues) table.put(after.id, { ...eventual, roles: withSectionsOf(reached, formerRoles, QUEUED) });
  table.put(after.id, eventual, queues ? options.delay : 0);
}
