import { expect, it } from "vitest";
import { reviewOf, type Told } from "../snapshots";

const person = (name: string, before: readonly string[], declared: object, platform = "nerm"): Told => {
  const who = { name, login: name, email: `${name}@example.com` };
  const stored = { ...who, roles: before, origin: "created", tenant: "https://acme.example.com" };
  return {
    type: `roster:${platform}:User`,
    name,
    id: `u-${name}`,
    stored,
    declared: { ...who, ...declared },
    diffs: ["roles"],
  };
};
const notes = (...told: readonly Told[]) => reviewOf(told).review.notes;

it("a plan that takes the last role says what that means, where it means something", () => {
  expect(notes(person("ada", ["Sponsors"], { roles: [] }))).toEqual([
    "SailPoint NERM: 1 person is left without any role, and nobody signs in without one",
  ]);
  expect(notes(person("ada", ["Sponsors"], { roles: [] }), person("bob", ["Reviewers"], { roles: [] }))).toEqual([
    "SailPoint NERM: 2 people are left without any role, and nobody signs in without one",
  ]);
});

it.each([
  ["some are left", person("ada", ["Sponsors", "Reviewers"], { roles: ["Reviewers"] })],
  ["there was none before", person("ada", [], { roles: [] })],
  ["nothing is taken away", person("ada", ["Sponsors"], { roles: [], rolesMode: "add" })],
  ["roles aren't managed", person("ada", ["Sponsors"], {})],
  ["the account is switched off", person("ada", ["Sponsors"], { roles: [], status: "Disabled" })],
  ["people sign in without", person("ada", ["Sponsors"], { roles: [] }, "scim")],
])("and nothing where %s", (_, told) => {
  expect(notes(told)).toEqual([]);
});
