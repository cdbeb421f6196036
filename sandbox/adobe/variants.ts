import type { Variants } from "../variants";
import type { AdobeOptions } from "./index";

export const variants = {
  fields: { merge: { fields: "merge" }, replace: { fields: "replace" } },
  "fields-shown": { shown: { emptyFields: "shown" }, "left-out": { emptyFields: "left-out" } },
  metadata: { left: { metadata: "left" }, emptied: { metadata: "emptied" } },
  emptying: { null: { nulls: "empty" }, never: { nulls: "ignored" } },
  "create-takes": { little: { createTakes: "little" }, all: { createTakes: "all" } },
  "unknown-role": {
    refused: { unknownRole: "refused" },
    "stored-then-refused": { unknownRole: "stored-then-refused" },
    dropped: { unknownRole: "dropped" },
  },
  revival: { revive: { revive: "revive" }, "new-id": { revive: "new-id" }, refuse: { revive: "refuse" } },
  deletion: { kept: { deletion: "kept" }, purged: { deletion: "purged" } },
  "write-answer": {
    "at-once": { writeAnswer: "user" },
    late: { async: 1500 },
    nothing: { async: 1500, writeAnswer: "nothing" },
    job: { async: 1500, writeAnswer: "job" },
  },
  addresses: { decoded: { addresses: "decoded" }, "as-sent": { addresses: "as-sent" } },
  "manager-role": { derived: { managerRole: "derived" }, granted: { managerRole: "granted" } },
  "new-account": { "at-once": { settling: 0 }, later: { settling: 1500 } },
  "welcome-mail": { sent: { welcomeMail: "sent" }, "not-sent": { welcomeMail: "not-sent" } },
  "external-answer": { user: { externalAnswer: "user" }, nothing: { externalAnswer: "nothing" } },
  "external-writes": { taken: { externalWrites: "taken" }, refused: { externalWrites: "refused" } },
  "email-lookup": {
    caseless: { emailLookup: "caseless" },
    exact: { emailLookup: "exact" },
    prefix: { emailLookup: "prefix" },
    everybody: { emailLookup: "everybody" },
    nobody: { emailLookup: "nobody" },
    refused: { emailLookup: "refused" },
  },
  "deleted-in-lists": { hidden: { deletedInLists: "hidden" }, shown: { deletedInLists: "shown" } },
  "page-size": {
    hundred: { pages: "hundred" },
    "ten-given": { pages: "ten-given" },
    "ten-refused": { pages: "ten-refused" },
  },
  paging: {
    cursor: { paging: "cursor" },
    "offset-then-cursor": { paging: "offset-then-cursor" },
    "offset-refused": { paging: "offset-refused" },
    "offset-ends": { paging: "offset-ends" },
  },
  "error-shape": {
    mixed: { errorShape: "mixed" },
    meta: { errorShape: "meta" },
    title: { errorShape: "title" },
  },
  "group-asker": { needed: { groupAsker: "needed" }, ignored: { groupAsker: "ignored" } },
  headers: { needed: { headers: "needed" }, lenient: { headers: "lenient" } },
  "refresh-token": { same: { refreshTokens: "same" }, renewed: { refreshTokens: "renewed" } },
} satisfies Variants<AdobeOptions>;
