import type { SetTraits } from "../core/contract/kind.js";

/** Why a group has no members among its arguments. */
export const MEMBERS_ARE_PEOPLES =
  "membership belongs to the person: declare the group's id among the groups of each User, so that nobody declares it twice";

/** The groups that a person is in, as every platform with groups has them. */
export const GROUP_SET = {
  noun: "group",
  kind: "group",
  mode: "groupsMode",
  sections: false,
  implied: [],
  clear: true,
} as const satisfies SetTraits;
