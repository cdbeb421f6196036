import { z } from "zod";
import type { AttributeTraits } from "../../../core/contract/kind.js";
import type { ValidationIssue } from "../../../core/model/validation-issue.js";
import { caseless } from "../../../core/model/value.js";
import { MEMBERS_ARE_PEOPLES } from "../../members.js";

/**
 * What can be declared of a custom user group, without its members.
 * Source: "API changes in the August 2026 release of Adobe Learning Manager", user groups admin API; verified 2026-11-28.
 */
export const GroupArguments = z.object({
  name: z.string().regex(/\S/, { error: "must have more in it than spaces" }).meta({
    description: "The name of the group. Changing it renames the group and never replaces it.",
  }),
  description: z.string().optional().meta({ description: "What the group is for." }),
});

export const GroupInfo = z.object({
  readOnly: z.boolean().optional().meta({
    description: "Whether the account keeps the group by itself, so that nobody can change it: such as All Users.",
  }),
});

export const attributes = {
  name: { clear: "a group always has a name", public: true, compareBy: caseless },
  description: { clear: true, public: true },
} satisfies Readonly<Record<string, AttributeTraits>>;

export function issues(declared: Readonly<Record<string, unknown>>): readonly ValidationIssue[] {
  const members = declared["members"] === undefined ? [] : [{ path: ["members"], reason: MEMBERS_ARE_PEOPLES }];
  const parent =
    declared["parent"] === undefined
      ? []
      : [{ path: ["parent"], reason: "Adobe's user groups have no parent; leave it out" }];
  return [...members, ...parent];
}
