import { environmentName } from "./configuration.js";
import type { Platform } from "./core/contract/platform.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Set to `true` by the `roster` command for its runs. */
export const GUARDED = "ROSTER_GUARDED";

/** Whether guards judge all removals of this run before any write, so that the default limit of `Users` stands aside. */
export function isGuarded(environment: Environment): boolean {
  return environment[GUARDED] === "true";
}

/** How many removals the plan of a guarded run has at a platform, such as ROSTER_ADOBE_PLANNED_REMOVALS. Set by `roster apply`. */
export function plannedRemovalsName(platform: Platform): string {
  return environmentName(platform, "plannedRemovals");
}

/** Undefined: the run is not guarded, or has no plan. It counts in place of the default limit, wherever the platform's credentials are from. */
export function plannedRemovals(platform: Platform, environment: Environment): number | undefined {
  const text = environment[plannedRemovalsName(platform)] ?? "";
  return isGuarded(environment) && /^\d+$/.test(text) ? Number(text) : undefined;
}
