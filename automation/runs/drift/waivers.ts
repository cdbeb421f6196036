import { existsSync } from "node:fs";
import { z } from "zod";
import { platformIds } from "../../common/platforms";
import { parseYaml, readYaml } from "../../common/yaml-file";

export const WAIVER_FILE = "roster.waivers.yaml";

const Waiver = z.strictObject({
  platform: z.enum(platformIds),
  /** An account's id or its natural key. */
  account: z.string().min(1),
  reason: z.string().min(1),
  /** Who answers for it. */
  owner: z.string().min(1),
  /** The last day on which it holds. */
  until: z.iso.date("must be a day such as 2027-01-31"),
});
export type Waiver = z.infer<typeof Waiver>;

const WaiverFile = z.strictObject({ waivers: z.array(Waiver).nullable().default([]) });

/** Accounts that need not be declared, with an owner and an end. Without a file there are none. */
export function readWaivers(path: string): readonly Waiver[] {
  if (!existsSync(path)) return [];
  return parseYaml(readYaml(path, "settings-file"), WaiverFile, "settings-file").waivers ?? [];
}
