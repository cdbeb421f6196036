import type { Assumption } from "../../../provider/core/contract/assumption";
import { PermissionDeniedError, RosterError, UnauthenticatedError } from "../../../provider/core/contract/errors";
import type { Finding } from "../../../provider/core/contract/probes";
import { sameValue } from "../../../provider/core/model/value";
import type { Belief, Found } from "./diagnosis";

/** Carries out one look or trial. What it can't tell is no error; a signal that ends the run is. */
export async function finding(
  { id, variants }: Assumption,
  probe: () => Promise<Finding>,
  signal: AbortSignal | undefined,
): Promise<Found> {
  try {
    const told = await probe();
    if ("untold" in told) return { why: "untold", reason: told.untold };
    if (Object.hasOwn(variants, told.variant)) return told;
    return { why: "failed", code: "internal", reason: `${id} has no variant ${told.variant}` };
  } catch (error) {
    if (signal?.aborted || error instanceof UnauthenticatedError || !(error instanceof RosterError)) throw error;
    if (error instanceof PermissionDeniedError) return { why: "untold", reason: error.message };
    return { why: "failed", code: error.code, reason: error.message };
  }
}

/** What is said of an assumption that nobody has looked at. */
export function unexamined({ probe: { by, how } }: Assumption, hasProbe: boolean): Found {
  if (by === "nothing") return { why: "nothing", reason: how };
  if (by === "trial" && hasProbe) return { why: "trial", reason: how };
  return { why: "untold", reason: "this version has no way to find it out" };
}

/**
 * Holds what was found against what is configured.
 *
 * @param configuration of the platform, judged; a setting that is absent has no value
 */
export function beliefOf(
  assumption: Assumption,
  found: Found,
  configuration: Readonly<Record<string, unknown>>,
): Belief {
  if (assumption.handling !== "setting" || "why" in found) return { assumption, found };
  const { name, values } = assumption.setting;
  const value = values[found.variant];
  if (value === undefined || sameValue(configuration[name], value)) return { assumption, found };
  return { assumption, found, toSet: { name, value } };
}
