import { z } from "zod";
import type { AttributeTraits } from "../../../core/contract/kind.js";
import type { ValidationIssue } from "../../../core/model/validation-issue.js";
import { caseless } from "../../../core/model/value.js";
import { MEMBERS_ARE_PEOPLES } from "../../members.js";

/**
 * What can be declared of a group, without its members, administrators and picture.
 * Source: "Web Services API | Groups Web services", create, update, get and search, 13 April 2023; verified 2026-11-28.
 */
export const GroupArguments = z.object({
  codGroup: z.string().min(1).meta({
    description:
      "The code of the group: your own identifier, by which Netex finds it as well. It can't be changed later.",
  }),
  name: z.string().min(1).meta({ description: "The name of the group." }),
  description: z.string().optional().meta({ description: "What the group is for." }),
  parent: z.string().min(1).optional().meta({
    description:
      "The id of the group that this one is below, normally another Group's id. A new group without it is at the top. It can't be changed later.",
  }),
});

export const GroupInfo = z.object({});

const FOR_GOOD = "it is set when the group is created, and never again";

export const attributes = {
  codGroup: { clear: FOR_GOOD, createOnly: "refused", public: true, compareBy: caseless },
  name: { clear: "a group always has a name", public: true },
  description: { clear: true, public: true },
} satisfies Readonly<Record<string, AttributeTraits>>;

/** Netex passes over the parent of a group that is there, without a word. */
export const PARENT = {
  clear: FOR_GOOD,
  fixed: `${FOR_GOOD}: Netex passes over it in an update. Restore it, or leave it out so that it is not managed`,
};

export function issues(declared: Readonly<Record<string, unknown>>): readonly ValidationIssue[] {
  return declared["members"] === undefined ? [] : [{ path: ["members"], reason: MEMBERS_ARE_PEOPLES }];
}
