import { z } from "zod";
import { Adopt, OnDestroy, RolesMode } from "../model/options.js";

const LIMIT = 'must be a count such as 40, a share of the people so far such as "10%", or "all"';

/** How many people one update of a set may remove: a count, a share of the people so far, or all of them. */
export const MaxRemovals = z
  .union([z.number(), z.literal("all"), z.templateLiteral([z.number(), "%"]).meta({ typescript: `\`\${number}%\`` })], {
    error: LIMIT,
  })
  .refine(
    (limit) => shareOf(limit) !== undefined || limit === "all" || (Number.isInteger(limit) && Number(limit) >= 0),
    {
      error: LIMIT,
    },
  );
export type MaxRemovals = z.infer<typeof MaxRemovals>;

/** A set's own arguments, beside the people in it. */
export const SetOptions = z.strictObject({
  maxRemovals: MaxRemovals.optional().meta({
    description:
      "How many people one update may take away from the platform: those who left the map, unless they are only released, and those who " +
      'are newly declared inactive. A count, a share of the people so far such as "10%", or "all". Default: 5 or 10 % of the people ' +
      'so far, whichever is more. Deleting the whole resource needs "all", or onDestroy "retain". Where ' +
      "`maxRemovals` is set in the platform's configuration, that holds too.",
  }),
  rolesMode: RolesMode.optional().meta({
    description: 'What `rolesMode` is for people who don\'t say. Default "authoritative".',
  }),
  adopt: Adopt.optional().meta({
    description: "What `adopt` is for people who don't say. Default false.",
  }),
  onDestroy: OnDestroy.optional().meta({
    description:
      'What `onDestroy` is for people who don\'t say. Default: "deactivate" for those who were created here, "retain" for those who ' +
      "were adopted or imported. It follows the last value that was applied.",
  }),
});
export type SetOptions = z.infer<typeof SetOptions>;

/** Options of a person for which the set has a default. */
export const DEFAULTED = ["adopt", "onDestroy", "rolesMode"] as const;

/** 10 for "10%"; undefined for what is no share. */
export function shareOf(limit: unknown): number | undefined {
  if (typeof limit !== "string" || !/^\d{1,3}(\.\d+)?%$/.test(limit)) return undefined;
  const share = Number.parseFloat(limit);
  return share <= 100 ? share : undefined;
}
