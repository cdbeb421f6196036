import { describe, expect, it } from "vitest";
import type { PlanFile } from "../../automation/plan/plan-file";
import { hiddenSubjects, subjectOf } from "../../automation/plan/review/digest";
import type { Existing } from "../../automation/plan/review/existing";
import { maskReview } from "../../automation/plan/review/mask";
import { RefreshGuard } from "../../automation/runs/apply/refresh-guard";
import { settledSubjects } from "../../automation/runs/apply/settle";
import { staleSubjects } from "../../automation/runs/apply/stale";
import { eventsOf, previewOf, reviewOf, type Told } from "./snapshots";

const ADA = { email: "ada@example.com", name: "Ada Byron", profile: "Author", tenant: "1" };
const ada = (changes: Partial<Told> = {}): Told => ({ name: "ada", stored: ADA, declared: ADA, ...changes });

function planOf(
  told: readonly Told[],
  { masked = false, existing = [] }: { readonly masked?: boolean; readonly existing?: readonly Existing[] } = {},
): PlanFile {
  const { review, fingerprints } = reviewOf(told, { existing });
  return {
    kind: "roster-plan",
    version: 1,
    engine: "embedded",
    masked,
    review: masked ? maskReview(review) : review,
    fingerprints: masked ? hiddenSubjects(fingerprints, review.digest) : fingerprints,
  };
}

describe("a plan's digest", () => {
  const before = [ada({ declared: { ...ADA, profile: "Lead" } })];
  const digest = (told: readonly Told[]) => reviewOf(told).review.digest;

  it("is the same for the same people, in any order of what they are told in", () => {
    const bob: Told = {
      name: "bob",
      stored: { name: "Bob", email: "b@example.com" },
      declared: { email: "b@example.com", name: "Bob" },
    };
    expect(digest([...before, bob])).toBe(digest([bob, ...before]));
  });

  it.each<[string, Told]>([
    ["somebody is declared otherwise", ada({ declared: { ...ADA, profile: "Boss" } })],
    [
      "the vendor shows something else",
      ada({ observed: { ...ADA, profile: "Poet" }, declared: { ...ADA, profile: "Lead" } }),
    ],
    ["the account is another one", ada({ id: "other", declared: { ...ADA, profile: "Lead" } })],
    ["it is in another tenant", ada({ observed: { ...ADA, tenant: "2" }, declared: { ...ADA, profile: "Lead" } })],
    ["the account is gone", ada({ observed: "gone", declared: { ...ADA, profile: "Lead" } })],
  ])("is another one where %s", (_, told) => {
    expect(digest([told])).not.toBe(digest(before));
    const plan = planOf(before);
    expect(staleSubjects(plan, reviewOf([told]))).toMatchObject([{ who: "Ada Byron", platform: "adobe" }]);
  });

  it("is the same where only what nobody manages has changed", () => {
    const points = { ...ADA, points: 7, state: "ACTIVE" };
    expect(digest([ada({ observed: points, declared: { ...ADA, profile: "Lead" } })])).toBe(digest(before));
  });

  it("tells who has changed on which side, also for a masked plan, which holds no key", () => {
    const now = reviewOf([ada({ observed: { ...ADA, profile: "Poet" }, declared: { ...ADA, profile: "Lead" } })]);
    const masked = planOf(before, { masked: true });
    expect(JSON.stringify(masked)).not.toMatch(/ada@|[:#"]ada"|Byron|Author/i);
    for (const plan of [planOf(before), masked]) {
      expect(staleSubjects(plan, now)).toEqual([{ who: "Ada Byron", platform: "adobe", differs: ["observed"] }]);
    }
    expect(staleSubjects(masked, reviewOf([]))).toEqual([
      { who: "somebody whom the plan masks", differs: ["declared", "observed"] },
    ]);
    expect(staleSubjects(planOf(before), reviewOf([]))).toMatchObject([{ who: "Ada Byron" }]);
  });
});

describe("a plan in which somebody joins", () => {
  const joiner: Told = { name: "eve", declared: { email: "eve@example.com", name: "Eve" } };
  const met = (...ids: readonly string[]) => {
    const [snapshot] = previewOf(joiner).entities;
    if (!snapshot) throw new Error("nobody was told of");
    const account = { active: true, attributes: {}, sets: {}, references: {}, info: {} };
    const existing = ids.map(
      (id): Existing => ({
        snapshot,
        account: { ...account, id },
        changes: [],
        outcome: "adopted",
      }),
    );
    return { existing };
  };

  it.each<[string, readonly string[], readonly string[], boolean]>([
    ["stale where they have an account by now", [], ["7"], true],
    ["stale where the account is gone", ["7"], [], true],
    ["stale where it is another account", ["7"], ["8"], true],
    ["stale where it is one of two", ["7"], ["7", "8"], true],
    ["held where the accounts are told in another order", ["7", "8"], ["8", "7"], false],
  ])("is %s", (_, before, now, isStale) => {
    for (const masked of [false, true]) {
      const stale = staleSubjects(planOf([joiner], { masked, ...met(...before) }), reviewOf([joiner], met(...now)));
      expect(stale).toEqual(isStale ? [{ who: "Eve", platform: "adobe", differs: ["observed"] }] : []);
    }
  });
});

describe("a run", () => {
  it("is stopped where it reads somebody otherwise than the look before it", () => {
    const guard = new RefreshGuard(reviewOf([ada()]).fingerprints);
    for (const event of eventsOf(ada())) guard.take(event);
    expect([guard.signal.aborted, guard.changed]).toEqual([false, []]);
    for (const event of eventsOf(ada({ observed: { ...ADA, profile: "Poet" } }))) guard.take(event);
    expect([guard.signal.aborted, guard.changed]).toEqual([true, ["ada#ada"]]);
  });

  it("is stopped where somebody is gone, and goes on where that was known", () => {
    const gone = ada({ observed: "gone" });
    const unknowing = new RefreshGuard(reviewOf([ada()]).fingerprints);
    for (const event of eventsOf(gone)) unknowing.take(event);
    expect(unknowing.signal.aborted).toBe(true);
    const knowing = new RefreshGuard(reviewOf([gone]).fingerprints);
    for (const event of eventsOf(gone)) knowing.take(event);
    expect(knowing.signal.aborted).toBe(false);
  });

  it("is held to what its plan says of a resource that gets another name", () => {
    const urns = new Map([
      ["urn:pulumi:dev::acme::roster:adobe:User::ada", "urn:pulumi:dev::acme::roster:adobe:User::countess"],
    ]);
    const { fingerprints } = reviewOf([ada({ name: "countess", id: "id-ada" })]);
    for (const [other, changed] of [
      [{}, []],
      [{ observed: { ...ADA, profile: "Poet" } }, ["countess#countess"]],
    ] as const) {
      const guard = new RefreshGuard(fingerprints, urns);
      for (const event of eventsOf(ada(other))) guard.take(event);
      expect(guard.changed).toEqual(changed);
    }
  });

  it("is held to the groups of its plan as to the people: by name, and by what is managed of them", () => {
    const declared = { name: "Payroll", description: "Pays" };
    const shown = (more: object): Told => {
      const stored = { ...declared, path: "/Payroll", origin: "created", tenant: "t" };
      return { type: "roster:keycloak:Group", name: "pay", stored, observed: { ...stored, ...more }, declared };
    };
    const [before, moved, changed] = [shown({}), shown({ path: "/HR/Payroll" }), shown({ description: "Wages" })];
    expect(staleSubjects(planOf([before]), reviewOf([moved]))).toEqual([]);
    expect(staleSubjects(planOf([before]), reviewOf([changed]))).toEqual([
      { who: "Payroll", platform: "keycloak", differs: ["observed"] },
    ]);
    const guard = new RefreshGuard(reviewOf([before]).fingerprints);
    for (const event of eventsOf(before, moved)) guard.take(event);
    expect(guard.signal.aborted).toBe(false);
    for (const event of eventsOf(changed)) guard.take(event);
    expect(guard.changed).toEqual(["pay#pay"]);
  });

  it("that ended early is told person by person in a set, by the state that was kept", () => {
    const type = "roster:adobe:Users";
    const person = (name: string) => ({ email: `${name}@example.com`, name });
    const { people } = previewOf({
      type,
      name: "people",
      stored: {
        users: { stays: person("stays"), leaves: person("leaves") },
        ids: { stays: "1", leaves: "2" },
        tenant: "t",
      },
      declared: {
        users: { stays: { ...person("stays"), profile: "Lead" }, joins: person("joins"), waits: person("waits") },
      },
      diffs: ["users"],
    });
    const outputs = {
      users: { stays: { ...person("stays"), profile: "Lead" }, leaves: person("leaves"), joins: person("joins") },
      ids: { stays: "1", leaves: "2", joins: "3" },
      tenant: "t",
    };
    const urn = people[0]?.urn ?? "";
    const done = settledSubjects({ deployment: { resources: [{ urn, type, outputs }] } }, people);
    expect([...done].sort()).toEqual([subjectOf({ urn, key: "joins" }), subjectOf({ urn, key: "stays" })]);
  });
});
