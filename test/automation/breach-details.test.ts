import { describe, expect, it } from "vitest";
import { readApprovals } from "../../automation/plan/guards/approvals";
import { evaluateGuards } from "../../automation/plan/guards/evaluate";
import { GuardFile } from "../../automation/plan/guards/guard-file";
import type { GuardInput } from "../../automation/plan/guards/results";
import type { Existing } from "../../automation/plan/review/existing";
import { reviewOf, type Told } from "./snapshots";

function resultOf(
  guard: string,
  told: readonly Told[],
  file: object = {},
  more: Partial<GuardInput> = {},
  existing: readonly Existing[] = [],
) {
  const { review, people } = reviewOf(told, { existing });
  const guards = GuardFile.parse(file);
  const input = { review, people, guards, approvals: readApprovals([]), configuration: {}, environment: {}, ...more };
  return evaluateGuards(input).find((result) => result.guard === guard);
}

const ada = { email: "ada@example.com", name: "Ada", roles: ["Admin"] };
const netex = (name: string, person: Record<string, unknown>, stored?: Record<string, unknown>): Told => ({
  type: "roster:netex:User",
  name,
  declared: { name: "Ada", ...person },
  ...(stored && { stored }),
});

describe("duplicates", () => {
  it("are people with one sign-in name, whatever their addresses", () => {
    const one = netex("one", { username: "ada", email: "ada@example.com" });
    const other = netex("two", { username: "ADA", email: "lovelace@example.com" });
    expect(resultOf("duplicates", [one, other])).toMatchObject({ breached: true, count: 2 });
    expect(resultOf("duplicates", [one, netex("two", { username: "bob", email: "bob@example.com" })])).toBeUndefined();
  });
});

describe("a person who is new and whose address an account has", () => {
  const joins = netex("e-2", { username: "ada.lovelace", email: "ada@example.com" });
  const twinOf = (told: Told) => ({ twins: reviewOf([told]).people.map((snapshot) => ({ snapshot, name: "ada" })) });

  it("breaches keyChanges with the name of that account", () => {
    expect(resultOf("keyChanges", [joins], {}, twinOf(joins))).toMatchObject({ who: ["Ada (ada -> e-2)"] });
    expect(resultOf("keyChanges", [joins])).toBeUndefined();
  });

  it("does so only if the plan creates them", () => {
    const person = { username: "ada.lovelace", email: "ada@example.com", name: "Ada" };
    const stays = netex("e-2", person, person);
    expect(resultOf("keyChanges", [stays], {}, twinOf(stays))).toBeUndefined();
  });
});

describe("what to do", () => {
  const account = { id: "7", active: true, attributes: {}, sets: {}, references: {}, info: {} };
  const met = (told: readonly Told[]) =>
    reviewOf(told).entities.map((snapshot): Existing => ({ snapshot, account, outcome: "refused", changes: [] }));
  const person: Told = { name: "ada", declared: ada };
  const group: Told = { type: "roster:keycloak:Group", name: "pay", declared: { name: "Pay" } };

  it.each([
    ["people", [person], /`roster import`/, /by its id/],
    ["groups", [group], /by its id/, /`roster import`/],
  ])("where %s are met is about them", (_, told, said, unsaid) => {
    const advice = resultOf("existing", told, {}, {}, met(told))?.advice;
    expect(advice).toMatch(said);
    expect(advice).not.toMatch(unsaid);
    expect(advice?.split("; ")).toHaveLength(2);
  });

  it("where both are met is about both", () => {
    const advice = resultOf("existing", [person, group], {}, {}, met([person, group]))?.advice;
    expect(advice).toMatch(/`roster import`.*by its id/);
  });

  it("where a leaver has reports is to give them another manager, or to allow it", () => {
    const bob = { email: "bob@example.com", name: "Bob", manager: "id-ada" };
    const told = [
      { name: "ada", stored: ada },
      { name: "bob", stored: bob, declared: bob },
    ];
    expect(resultOf("reports", told)?.advice).toMatch(/another manager, or .* --allow reports=1$/);
  });

  it("where somebody is protected is to change the file", () => {
    const file = { protected: { people: ["ada"] } };
    expect(resultOf("protected", [{ name: "ada", stored: ada }], file)?.advice).toContain("roster.guard.yaml");
  });

  it("where the last administrator goes is to keep one", () => {
    const leaves = { name: "ada", stored: ada };
    expect(resultOf("administrators", [leaves])).toMatchObject({ breached: true, advice: /administrator/ });
    expect(resultOf("administrators", [{ ...leaves, declared: ada }])).not.toHaveProperty("advice");
  });
});

describe("a maxRemovals that can't be read", () => {
  it("ends the plan, as its default could allow more than was meant", () => {
    const configuration = { "roster:adobe": '{"maxRemovals":"few"}' };
    const leaves = { name: "ada", stored: ada };
    expect(() => resultOf("maxRemovals", [leaves], {}, { configuration })).toThrow(/maxRemovals/);
  });

  it("is nothing to a platform that nobody leaves", () => {
    const configuration = { "roster:netex": '{"maxRemovals":"few"}' };
    expect(resultOf("maxRemovals", [{ name: "ada", stored: ada }], {}, { configuration })).toBeUndefined();
  });
});
