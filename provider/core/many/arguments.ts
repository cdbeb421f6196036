import { z } from "zod";
import type { Capabilities } from "../contract/kind.js";
import { modeNames } from "../contract/options.js";
import { Adopt, OnDestroy, SetMode } from "../model/options.js";

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

const MAX_REMOVALS = MaxRemovals.optional().meta({
  description:
    "How many people one update may take away from the platform: those who left the map, unless they are only released, and those who " +
    'are newly declared inactive. A count, a share of the people so far such as "10%", or "all". Default: 5 or 10 % of the people ' +
    'so far, whichever is more. Deleting the whole resource needs "all", or onDestroy "retain". Where ' +
    "`maxRemovals` is set in the platform's configuration, that holds too.",
});
const HOLD = z
  .array(z.string().min(1))
  .optional()
  .meta({
    description:
      "Keys of people who stay exactly as they were last applied, whatever the map says of them: they are neither changed nor removed, and " +
      "those whom the set doesn't have yet are not created. Where the resource is deleted, their accounts are left as they are.",
  });
const ADOPT = Adopt.optional().meta({
  description: "What `adopt` is for people who don't say. Default false.",
});
const ON_DESTROY = OnDestroy.optional().meta({
  description:
    'What `onDestroy` is for people who don\'t say. Default: "deactivate" for those who were created here, "retain" for those who ' +
    "were adopted or imported. It follows the last value that was applied.",
});

/** A set's own arguments, beside the people in it, strict. */
export function setOptionsOf(capabilities: Capabilities): z.ZodObject {
  const modes = modeNames(capabilities).map((name) => {
    const description = `What \`${name}\` is for people who don't say. Default "authoritative".`;
    return [name, SetMode.optional().meta({ description })];
  });
  return z.strictObject({
    maxRemovals: MAX_REMOVALS,
    hold: HOLD,
    ...Object.fromEntries(modes),
    adopt: ADOPT,
    onDestroy: ON_DESTROY,
  });
}

/** 10 for "10%"; undefined for what is no share. */
export function shareOf(limit: unknown): number | undefined {
  if (typeof limit !== "string" || !/^\d{1,3}(\.\d+)?%$/.test(limit)) return undefined;
  const share = Number.parseFloat(limit);
  return share <= 100 ? share : undefined;
}
