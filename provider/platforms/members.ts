/** Why a group has no members among its arguments. */
export const MEMBERS_ARE_PEOPLES =
  "membership belongs to the person: declare the group's id among the groups of each User, so that nobody declares it twice";
