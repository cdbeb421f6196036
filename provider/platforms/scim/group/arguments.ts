import { z } from "zod";
import type { AttributeTraits } from "../../../core/contract/kind.js";
import type { ValidationIssue } from "../../../core/model/validation-issue.js";
import { caseless } from "../../../core/model/value.js";
import { MEMBERS_ARE_PEOPLES } from "../../members.js";

/** What can be declared of a group: RFC 7643, section 4.2, without its members. */
export const GroupArguments = z.object({
  displayName: z.string().min(1).meta({
    description:
      "The name of the group, compared without regard to case. Two groups can have one name at a server: then an import by id tells which is meant. Changing it renames the group and never replaces it.",
  }),
  externalId: z.string().optional().meta({ description: "The group's identifier in your own system." }),
});

/** Of what only the server sets, nothing is worth keeping: `meta` changes with every write. */
export const GroupInfo = z.object({});

export const attributes = {
  displayName: { clear: "the standard requires it for every group", public: true, compareBy: caseless },
  externalId: { clear: true, public: true },
} satisfies Readonly<Record<string, AttributeTraits>>;

export function issues(declared: Readonly<Record<string, unknown>>): readonly ValidationIssue[] {
  return declared["members"] === undefined ? [] : [{ path: ["members"], reason: MEMBERS_ARE_PEOPLES }];
}
