import type { Variants } from "../variants";
import type { NetexOptions } from "./index";

export const variants = {
  put: { replace: { put: "replace" }, merge: { put: "merge" } },
  deletion: { anybody: { deletes: "anybody" }, "switched-off": { deletes: "switched-off" } },
  switching: { again: { switches: "again" }, once: { switches: "once" } },
  "deleted-usernames": { free: { deletedNames: "free" }, taken: { deletedNames: "taken" } },
  "told-platforms": { all: { tells: "all" }, some: { tells: "some" }, none: { tells: "none" } },
  answers: { envelope: { answers: "envelope" }, empty: { answers: "empty" } },
  "creation-fields": {
    ignored: { updateOnly: "ignored" },
    taken: { updateOnly: "taken" },
    refused: { updateOnly: "refused" },
  },
  passwords: { any: { passwords: "any" }, policy: { passwords: "long" } },
  synchronization: {
    synchronous: { defaultSynchronization: "synchronous" },
    asynchronous: { defaultSynchronization: "asynchronous" },
  },
  "unknown-parent": { ignored: { unknownParent: "ignored" }, refused: { unknownParent: "refused" } },
  "failed-platforms": { done: { absentees: "done" }, "not-found": { absentees: "not-found" } },
  extra: { shown: { extra: "shown" }, null: { extra: "null" }, absent: { extra: "absent" } },
  "newer-attributes": { shown: { newerReads: true }, hidden: { newerReads: false } },
  missing: { envelope: { missing: "envelope" }, message: { missing: "message" } },
  "username-case": { caseless: { usernames: "caseless" }, exact: { usernames: "exact" } },
  "page-size": { full: { largestPage: 500 }, short: { largestPage: 3 } },
  order: { creation: { order: "creation" }, id: { order: "id" } },
  "index-base": { "0": { startIndexBase: 0 }, "1": { startIndexBase: 1 } },
  "group-roles": {
    "with-people": { groupRoles: "with-people" },
    "with-groups": { groupRoles: "with-groups" },
    nowhere: { groupRoles: "nowhere" },
  },
} satisfies Variants<NetexOptions>;
