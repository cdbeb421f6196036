import type { Assumption } from "../../core/contract/assumption.js";

const SOURCE = "SailPoint's documentation and staff, of tenants whose identity provider is SailPoint's own or SSO";

/** What is open about what a sign-in does to an account. */
export const signIn: readonly Assumption[] = [
  {
    id: "sign-in-roles",
    statement: "roles that were granted here stay at a sign-in",
    grade: "seen",
    source: SOURCE,
    date: "2026-11-28",
    ifWrong: "Roles are gone after each sign-in and granted again by each run; without any, nobody signs in.",
    handling: "either",
    weDo: "A refresh shows it, and a run grants them again. Where it is so, grant by `groupStrings` or in the identity provider, and list `roles` in ignoreChanges. A plan says who is left without a role.",
    variants: { kept: "They do.", "from-groups": "They become those of the groups that the provider names." },
    probe: { by: "nothing", how: "nobody signs in for a trial" },
  },
  {
    id: "sign-in-names",
    statement: "login, name and email stay as they were set here",
    grade: "seen",
    source: SOURCE,
    date: "2026-11-28",
    ifWrong: "A login that a run sets back is not the one that the person signs in with.",
    handling: "either",
    weDo: "An account is known by its id. A refresh shows the new values; declare what the provider says, or list them in ignoreChanges.",
    variants: { kept: "They do.", claimed: "They follow the provider." },
    probe: { by: "nothing", how: "nobody signs in for a trial" },
  },
  {
    id: "merge",
    statement: "two accounts of one identity stay two",
    grade: "seen",
    source: SOURCE,
    date: "2026-11-28",
    ifWrong: "The account of a resource is gone after a sign-in; made again, it is merged again.",
    handling: "either",
    weDo: "A creation with a sailpointIdentityId that another account shows is refused, with that account's id. It can be imported.",
    variants: { apart: "They do.", merged: "One of them is left, by the identity's id." },
    probe: { by: "nothing", how: "nobody signs in for a trial" },
  },
];
