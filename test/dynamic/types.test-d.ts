/**
 * What the generated types take and refuse. Compiled by the type check of `npm test` with `exactOptionalPropertyTypes`, and
 * never run.
 */

import { adobe, keycloak, netex, scim } from "../../provider/index";

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

export function groups(): void {
  const staff = new keycloak.Group("staff", { name: "Staff", parent: null, onDestroy: "delete" });
  new keycloak.Group("payroll", { name: "Payroll", parent: staff.id, attributes: { cost: ["1", "2"], site: null } });
  new netex.Group("payroll", { codGroup: "pay", name: "Payroll", description: null });
  // @ts-expect-error Netex keeps a parent for good
  new netex.Group("payroll", { codGroup: "pay", name: "Payroll", parent: null });
  // @ts-expect-error a group is not switched off
  new scim.Group("payroll", { displayName: "Payroll", onDestroy: "deactivate" });
  // @ts-expect-error membership belongs to the person
  new adobe.Group("payroll", { name: "Payroll", members: ["1"] });
  if (scim.Group.isInstance(someResource)) someResource.displayName;
}
