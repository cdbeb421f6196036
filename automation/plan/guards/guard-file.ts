import { existsSync } from "node:fs";
import { z } from "zod";
import { platformIds } from "../../common/platforms";
import { parseYaml, readYaml } from "../../common/yaml-file";

export const GUARD_FILE = "roster.guard.yaml";

const Count = z.int("must be a whole number").min(0);
const Share = z.string().regex(/^\d+(\.\d+)?%$/, 'must be a number such as 10, or a share such as "5%"');

/** A number of people, a share of those who are managed now, or both, of which the stricter counts. */
export const Limit = z.union([Count, Share, z.tuple([Count, Share])], {
  error: 'must be a number such as 10, a share such as "5%", or both: [10, "5%"]',
});
export type Limit = z.infer<typeof Limit>;

const Limits = z.strictObject({
  joiners: Limit.optional(),
  movers: Limit.optional(),
  leavers: Limit.optional(),
  released: Limit.optional(),
  reactivated: Limit.optional(),
  revokedRoles: Limit.optional(),
  escalations: Limit.optional(),
  emailChanges: Limit.optional(),
});
export type LimitName = keyof z.infer<typeof Limits>;
export const LIMIT_NAMES = Object.keys(Limits.shape) as readonly LimitName[];

const Names = z.array(z.string().min(1));

const PlatformGuards = z.strictObject({
  limits: Limits.optional(),
  administrators: z.int().min(0).optional(),
  administrativeRoles: Names.optional(),
});

/** What `roster.guard.yaml` may say. */
export const GuardFile = z.strictObject({
  limits: Limits.default({}),
  platforms: z.strictObject(Object.fromEntries(platformIds.map((id) => [id, PlatformGuards.optional()]))).default({}),
  protected: z
    .strictObject({ people: Names.default([]), roles: Names.default([]), groups: Names.default([]) })
    .default({ people: [], roles: [], groups: [] }),
  self: Names.default([]),
  administrators: z.int().min(0).default(1),
  deletedGroups: z.int().min(0).default(5),
});
export type GuardFile = z.infer<typeof GuardFile>;
export type PlatformGuards = z.infer<typeof PlatformGuards>;

/** What holds where the file says nothing. */
export const DEFAULT_LIMITS: Readonly<Partial<Record<LimitName, Limit>>> = {
  leavers: [10, "10%"],
  released: 10,
  reactivated: 5,
  revokedRoles: 20,
  escalations: 0,
  emailChanges: [10, "10%"],
};

/** Reads the guards; without a file the defaults hold. */
export function readGuards(path: string): GuardFile {
  if (!existsSync(path)) return GuardFile.parse({});
  return parseYaml(readYaml(path, "settings-file"), GuardFile, "settings-file");
}
