import { describe, expect, it } from "vitest";
import type { PlanFile } from "../../automation/plan/plan-file";
import { differences, fingerprintsOf, hiddenSubjects, subjectOf } from "../../automation/plan/review/digest";
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

  it("is another one by what is declared alone, where the vendor shows the same", () => {
    const differing = staleSubjects(planOf(before), reviewOf([ada({ declared: { ...ADA, profile: "Boss" } })]));
    expect(differing).toEqual([{ who: "Ada Byron", platform: "adobe", differs: ["declared"] }]);
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

  const bucket = (more: Partial<Told> = {}): Told => {
    const stored = { name: "reports", region: "eu" };
    return { type: "aws:s3:Bucket", name: "reports", stored, declared: stored, ...more };
  };
  it.each<[string, Told]>([
    ["is declared otherwise", bucket({ declared: { name: "reports", region: "us" }, diffs: ["region"] })],
    ["shows something else", bucket({ observed: { name: "reports", region: "us" } })],
    ["leaves", { type: "aws:s3:Bucket", name: "reports", stored: { name: "reports", region: "eu" } }],
    ["is gone", bucket({ observed: "gone" })],
    ["is new", { type: "aws:s3:Bucket", name: "reports", declared: { name: "reports", region: "eu" } }],
  ])("is another one where another resource %s", (_, told) => {
    const plan = planOf([bucket()]);
    expect(digest([told])).not.toBe(plan.review.digest);
    expect(staleSubjects(plan, reviewOf([told]))).toHaveLength(1);
    expect(staleSubjects(plan, reviewOf([bucket()]))).toEqual([]);
  });

  it("is another one where an engine would change another resource, or changes it to something else", () => {
    const changed = (region: string) => digest([bucket({ declared: { name: "reports", region }, diffs: ["region"] })]);
    expect(changed("us")).not.toBe(changed("asia"));
    expect(digest([bucket({ diffs: ["secret"] })])).not.toBe(digest([bucket()]));
  });

  it("rests on fingerprints in one order, and on accounts that were met as on none", () => {
    const bob: Told = { ...ada(), name: "bob" };
    const { fingerprints, entities } = reviewOf([bob, ada()]);
    expect(Object.keys(fingerprints)).toEqual(Object.keys(reviewOf([ada(), bob]).fingerprints));
    const [subject = ""] = Object.keys(fingerprints);
    expect(fingerprintsOf(entities, [], new Map([[subject, []]]))).toEqual(fingerprints);
    expect(fingerprintsOf(entities, [], new Map([[subject, ["7"]]]))).not.toEqual(fingerprints);
  });

  it("hides each subject behind a text of its own, another one in every plan", () => {
    const hidden = (digest: string) => hiddenSubjects({ ada: 1, bob: 2 }, digest);
    expect(Object.values(hidden("x")).sort()).toEqual([1, 2]);
    expect(Object.keys(hidden("x")).filter((key) => key in hidden("y"))).toEqual([]);
    expect(JSON.stringify(hidden("x"))).not.toMatch(/ada|bob/);
  });

  it("says nothing of what Pulumi itself keeps: providers, and the stack", () => {
    const provider: Told = { type: "pulumi:providers:aws", name: "p", declared: { region: "eu" } };
    expect(digest([bucket(), provider])).toBe(digest([bucket()]));
    expect(digest([bucket(), { ...provider, type: "aws:pulumi:Thing" }])).not.toBe(digest([bucket()]));
  });

  it("tells what is not known yet from a value, and the order of keys from nothing", () => {
    const text = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const told = (declared: object) => digest([{ name: "eve", declared: { email: "e@example.com", ...declared } }]);
    expect(told({ manager: text })).not.toBe(told({ manager: null }));
    expect(told({ manager: text })).not.toBe(told({}));
    expect(told({ fields: text })).not.toBe(told({ fields: {} }));
    const [one, other] = [
      { a: 1, b: { c: 2, d: [3, 4] } },
      { b: { d: [3, 4], c: 2 }, a: 1 },
    ];
    expect(told({ fields: one })).toBe(told({ fields: other }));
    expect(told({ fields: { ...one, b: { c: 2, d: [4, 3] } } })).not.toBe(told({ fields: one }));
  });

  it("has a fingerprint of each person by short hashes, and a plan's differences in one order", () => {
    const { fingerprints } = reviewOf([ada(), { ...ada(), name: "bob" }]);
    for (const text of Object.values(fingerprints)) expect(text).toMatch(/^[0-9a-f]{16}\.[0-9a-f]{16}\.[0-9a-f]{16}$/);
    expect(new Set(Object.values(fingerprints).map((text) => text.split(".")[0])).size).toBe(1);
    const found = differences({ b: "1.2.3", c: "1.2.3", a: "1.2.3" }, { d: "1.2.3", c: "1.2.4", b: "1.2.3" });
    expect(found).toEqual([
      { subject: "a", declared: true, observed: true },
      { subject: "c", declared: false, observed: true },
      { subject: "d", declared: true, observed: true },
    ]);
    expect([subjectOf({ urn: "u" }), subjectOf({ urn: "u", key: "k" })]).toEqual(["u", "u#k"]);
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
