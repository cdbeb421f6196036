import type { Assumption } from "../../core/contract/assumption.js";

/** What Adobe's pages leave open of people from outside. */
export const aboutExternalPeople: readonly Assumption[] = [
  {
    id: "external-answer",
    statement: "the call that adds a person to an external profile is answered with the user",
    grade: "guessed",
    source: "the release notes and a post of Adobe's community name the call and its body, and not its answer",
    date: "2026-11-28",
    ifWrong: "An external person is added twice.",
    handling: "found",
    weDo: "Without a user in the answer the address is looked up for ten seconds; then the error says that the account may exist. There is no second POST.",
    variants: { user: "HTTP 200 with the user.", nothing: "HTTP 202 without a body." },
    probe: { by: "nothing", how: "a trial's person takes no seat of a profile" },
  },
  {
    id: "external-writes",
    statement: "an external person is changed and deleted as an internal one is",
    grade: "guessed",
    source: "no page names other calls for it, nor says that these don't take external people",
    date: "2026-11-28",
    ifWrong: "An external person is there with an address and a name alone, and stays when they leave.",
    handling: "found",
    weDo: "The account is kept in the state with what it shows, and the run fails with Adobe's reason. The next one goes on.",
    variants: { taken: "They are.", refused: "HTTP 403 to every change and deletion." },
    probe: { by: "nothing", how: "a trial's person takes no seat of a profile" },
  },
];
