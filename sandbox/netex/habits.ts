/** How this vendor may behave where its documents leave it open. */
export interface NetexHabits {
  /** What a PUT does to what it leaves out; default `replace`: it is emptied. */
  readonly put: "replace" | "merge";
  /** Whether reads show `extra`: as it is, always as null, or not at all; default `shown`. */
  readonly extra: "shown" | "null" | "absent";
  /** Who can be deleted; default `anybody`. */
  readonly deletes: "anybody" | "switched-off";
  /** Whether somebody who is off can be switched off once more, and somebody who is on, on; default `again`. */
  readonly switches: "again" | "once";
  /** Whether the username of somebody who was deleted can be given again; default `free`. */
  readonly deletedNames: "free" | "taken";
  /** Platforms that an answer tells about; default `all`. */
  readonly tells: "all" | "some" | "none";
  /** The answer to a write that succeeds; default `envelope`. */
  readonly answers: "envelope" | "empty";
  /** Most records in a page; default 500. */
  readonly largestPage: number;
  /** The order of lists; default `creation`. */
  readonly order: "creation" | "id";
  /** What happens at a creation to what only an update documents; default `ignored`. */
  readonly updateOnly: "ignored" | "taken" | "refused";
  /** Passwords that a creation takes; default `any`. */
  readonly passwords: "any" | "long";
  /** Where the roles that a group grants are shown; default `with-people`. */
  readonly groupRoles: "with-people" | "with-groups" | "nowhere";
  /** What becomes of a parent that isn't there; default `ignored`. */
  readonly unknownParent: "ignored" | "refused";
  /** What is said of somebody who isn't there: in the envelope of writes, or a message alone; default `envelope`. */
  readonly missing: "envelope" | "message";
  /** What a platform says of a leaver that it doesn't have; default `done`. */
  readonly absentees: "done" | "not-found";
  /** How usernames are compared; default `caseless`. */
  readonly usernames: "caseless" | "exact";
}

const DEFAULTS: NetexHabits = {
  put: "replace",
  extra: "shown",
  deletes: "anybody",
  switches: "again",
  deletedNames: "free",
  tells: "all",
  answers: "envelope",
  largestPage: 500,
  order: "creation",
  updateOnly: "ignored",
  passwords: "any",
  groupRoles: "with-people",
  unknownParent: "ignored",
  missing: "envelope",
  absentees: "done",
  usernames: "caseless",
};

export function habitsOf(options: Partial<NetexHabits>): NetexHabits {
  return { ...DEFAULTS, ...options };
}
