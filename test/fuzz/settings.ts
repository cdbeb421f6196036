import type fc from "fast-check";
import type { Platform } from "../../provider/core/contract/platform";
import { platforms as registry } from "../../provider/platforms/registry";

/** So few that the folder takes some seconds. */
const USUAL = 40;
/** The seed of the usual run, which is the same every time. */
const USUAL_SEED = 20_261_128;

const asked = Number(process.env["FUZZ"] ?? "");
const isAsked = Number.isInteger(asked) && asked > 0;

/**
 * How many inputs each property gets, and from which seed. `FUZZ=10000` sets the number, and then every run has a seed of
 * its own unless `FUZZ_SEED` names one; `FUZZ_PLATFORM` keeps to one platform. The seed is printed.
 */
export const seed = Number(process.env["FUZZ_SEED"] ?? (isAsked ? Date.now() % 2 ** 31 : USUAL_SEED));
const only = process.env["FUZZ_PLATFORM"];

export const platforms: readonly Platform[] = Object.values<Platform>(registry).filter(
  ({ id }) => only === undefined || id === only,
);

/** Milliseconds for a test: as many as its inputs may take on a machine that does much else. */
export const patience = 60_000 + (isAsked ? asked : USUAL) * 600;

/**
 * @param share of the inputs that this property gets, where each of them takes long
 * @param usual inputs where nobody has said
 */
export function parameters<T>(share = 1, usual = USUAL): fc.Parameters<T> {
  const numRuns = isAsked ? Math.max(1, Math.round(asked * share)) : usual;
  return { seed, numRuns, endOnFailure: process.env["FUZZ_SHRINK"] === "off" };
}

if (isAsked) console.log(`FUZZ=${asked} FUZZ_SEED=${seed}`);
