import type { Assumption } from "../../core/contract/assumption.js";

/** What Adobe's pages leave open. */
export const assumptions: readonly Assumption[] = [
  {
    id: "revival",
    statement: "a POST with the address of a deleted user brings the account back",
    grade: "guessed",
    source: "the interface for administrators revives an internal user; no page tells of POST",
    date: "2026-11-23",
    ifWrong: "A person who comes back is refused, or has a second account without their history.",
    handling: "found",
    weDo: "The POST decides. The output has the account's id, and a message tells of an account that has been in use before.",
    variants: {
      revive: "The account is active again under its old id, with its history.",
      "new-id": "A new account is made. The deleted one stays as it is.",
      refuse: "Nothing is made. The error says what Adobe says.",
    },
    probe: { by: "trial", how: "a person is deleted and created again" },
  },
];
