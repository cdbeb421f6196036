import type { Variants } from "../variants";
import type { ScimOptions } from "./index";

/** What servers were seen to do, or are reported to, beside the standard. */
export const variants = {
  patch: {
    supported: { patch: true },
    none: { patch: false, etags: false },
    claimed: { patch: false, says: { features: { patch: true } } },
  },
  put: {
    replace: { put: "replace" },
    merge: { patch: false, etags: false, put: "merge" },
    keep: { patch: false, etags: false, put: "keep" },
  },
  versions: { kept: { etags: true }, none: { etags: false } },
  "filtered-removals": {
    done: { patches: {} },
    refused: { patches: { filtered: 400 } },
    fails: { patches: { filtered: 500 } },
    ignored: { patches: { filtered: "ignored" } },
  },
  removals: { done: { patches: {} }, ignored: { patches: { ignoresRemovals: true } } },
  operations: { all: { patches: {} }, "replace-alone": { patches: { unsupported: ["add", "remove"] } } },
  extensions: { made: { patches: {} }, fails: { patches: { failsWithoutExtension: true } } },
  "single-values": { all: { keepsOne: [] }, one: { keepsOne: ["emails"] } },
  echoes: { stored: { drops: [] }, dropped: { drops: ["nickName"] } },
  "creation-answer": { user: { creations: "user" }, id: { creations: "id" }, address: { creations: "address" } },
  "patch-answer": { user: { patchAnswers: 200 }, empty: { patchAnswers: 204 } },
  filters: {
    supported: { filters: true },
    none: { filters: false },
    claimed: { filters: false, says: { features: { filters: true } } },
    "not-found": { lists: { empty: "filtered-404" } },
  },
  "username-case": { caseless: { userNames: "caseless" }, exact: { userNames: "exact" } },
  totals: {
    all: { totals: "exact" },
    page: { totals: "page", largestPage: 3 },
    text: { lists: { total: "text", empty: "null" } },
    absent: { lists: { total: "absent" } },
  },
  pages: {
    large: { largestPage: 1000 },
    small: { largestPage: 3 },
  },
  documents: {
    standard: { habits: [] },
    capitals: {
      ids: "digits",
      habits: ["numbers", "text booleans", "empty items", "managers by address", "capital names"],
    },
    small: {
      ids: "digits",
      habits: ["numbers", "number booleans", "single objects", "managers as texts", "small names"],
    },
  },
  discovery: { shown: { says: {} }, absent: { says: { absent: true } } },
  groups: {
    listed: {},
    absent: { refusesGroups: 404, showsGroups: false },
    unsupported: { refusesGroups: 501, showsGroups: false },
    denied: { refusesGroups: 403, showsGroups: false },
    fails: { refusesGroups: 500, showsGroups: false },
  },
  "user-groups": { shown: { showsGroups: true }, hidden: { showsGroups: false } },
  members: { whole: {}, cut: { mostMembers: 2 } },
  "former-members": { leave: { leaveGroups: true }, stay: { leaveGroups: false } },
} satisfies Variants<ScimOptions>;
