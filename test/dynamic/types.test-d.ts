/**
 * What the generated types take and refuse. Compiled by the type check of `npm test` with `exactOptionalPropertyTypes`, and
 * never run.
 */

import { adobe, netex, scim } from "../../provider/index";

declare const maybe: string | undefined;
declare const someResource: object;

/** What may be left out may also be there and undefined, at any depth. */
export function leavesOut(): void {
  new scim.User("ada", {
    userName: "ada",
    name: { familyName: maybe },
    emails: [{ value: "ada@example.com", type: maybe }],
  });
  new adobe.Users("all", {
    users: { ada: { email: "ada@example.com", name: "Ada", bio: maybe } },
    maxRemovals: undefined,
  });
}

export function limits(): void {
  for (const maxRemovals of [0, "all", "10%", "2.5%"] as const) new netex.Users("all", { users: {}, maxRemovals });
  // @ts-expect-error no count, no share, and not "all"
  new netex.Users("all", { users: {}, maxRemovals: "some" });
  // @ts-expect-error a share ends with a percent sign
  new netex.Users("all", { users: {}, maxRemovals: "10" });
}

export function tellsClassesApart(): void {
  if (adobe.User.isInstance(someResource)) {
    someResource.email;
    // @ts-expect-error a person at Adobe has no sign-in name
    someResource.login;
  }
  if (adobe.Users.isInstance(someResource)) someResource.ids;
}
