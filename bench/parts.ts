import { calls } from "./calls";
import { clientOverhead } from "./client-overhead";
import type { Figure } from "./figure";
import { growth } from "./growth";
import { listingMemory } from "./listing-memory";
import { oneByOne } from "./one-by-one";
import { pluginUsage } from "./plugin";
import { FORMATS, rosterReading } from "./roster-reading";
import { type EngineName, hasPulumi } from "./runner";
import { PLATFORMS } from "./stage";

/** What is measured, and with how many people. */
export interface Plan {
  readonly engine: EngineName;
  /** People of the counts and of the comparison with a resource each. */
  readonly n: number;
  /** Sizes of the set whose growth is shown. */
  readonly sizes: readonly number[];
  /** Sizes of the set for which the plugin's own time and memory are shown. */
  readonly pluginSizes: readonly number[];
  /** People in one listing. */
  readonly listed: readonly number[];
  /** People in one export. */
  readonly exported: readonly number[];
  /** Requests of the comparison with a bare client. */
  readonly requests: number;
}

export const PARTS = ["calls", "user-calls", "one-by-one", "growth", "plugin", "listing", "roster", "client"] as const;
export type Part = (typeof PARTS)[number];

/** Why a part can't be measured here; undefined where it can. */
export function reasonToSkip(part: Part): string | undefined {
  return part === "plugin" && !hasPulumi() ? "it needs the `pulumi` command on the PATH" : undefined;
}

/** The figures of one part, in several steps: each is told as soon as it is there. */
export async function* measure(
  part: Part,
  { engine, n, sizes, pluginSizes, listed, exported, requests }: Plan,
): AsyncIterable<readonly Figure[]> {
  switch (part) {
    // Counts don't mind company.
    case "calls":
      yield (await Promise.all(PLATFORMS.map((platform) => calls(platform, n, "users", engine)))).flat();
      return;
    case "user-calls":
      yield (await Promise.all(PLATFORMS.map((platform) => calls(platform, n, "user", engine)))).flat();
      return;
    case "one-by-one":
      yield await oneByOne(n, engine);
      return;
    case "growth":
      for (const size of sizes) yield await growth(size, engine);
      return;
    case "plugin":
      for (const size of pluginSizes) yield await pluginUsage(size);
      return;
    case "listing":
      for (const size of listed) yield await listingMemory(size);
      return;
    case "roster":
      for (const format of FORMATS) for (const size of exported) yield await rosterReading(size, format);
      return;
    case "client":
      yield await clientOverhead(requests);
  }
}
