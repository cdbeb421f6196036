import { z } from "zod";
import type { AttributeTraits } from "../../../core/contract/kind.js";
import type { ValidationIssue } from "../../../core/model/validation-issue.js";
import { MEMBERS_ARE_PEOPLES } from "../../members.js";

/**
 * What can be declared of a group, without its members and its role mappings.
 * Source: Keycloak 26, Admin REST API, GroupRepresentation; verified on a server 2026-11-28.
 */
export const GroupArguments = z.object({
  name: z.string().min(1).meta({
    description: "The name of the group; unique below its parent. Changing it renames the group and never replaces it.",
  }),
  description: z.string().optional().meta({ description: "What the group is for." }),
  attributes: z
    .record(z.string().min(1), z.union([z.string(), z.array(z.string())]))
    .optional()
    .meta({
      description: "Attributes by name: a text, or a list of texts. Keys that are not named here are not managed.",
    }),
  parent: z.string().min(1).optional().meta({
    description:
      "The id of the group that this one is below, normally another Group's id. A new group without it is at the top. Changing it moves the group with all that is below it.",
  }),
});

export const GroupInfo = z.object({
  path: z.string().optional().meta({ description: "The names on the way to the group, each behind a slash." }),
});

export const attributes = {
  name: { clear: "a group always has a name", public: true },
  description: { clear: true, public: true },
  attributes: { clear: true, map: true, public: true },
} satisfies Readonly<Record<string, AttributeTraits>>;

export function issues(declared: Readonly<Record<string, unknown>>): readonly ValidationIssue[] {
  return declared["members"] === undefined ? [] : [{ path: ["members"], reason: MEMBERS_ARE_PEOPLES }];
}
