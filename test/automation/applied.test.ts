import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { subjectOf } from "../../automation/plan/review/digest";
import type { GuardResult } from "../../automation/plan/review/review";
import { valuesBefore } from "../../automation/runs/apply/before";
import { commitOf } from "../../automation/runs/apply/commit";
import { approvalsIn, type ReportedChange, reportedChanges, returnedIn } from "../../automation/runs/apply/run-report";
import { accountIds, settledSubjects } from "../../automation/runs/apply/settle";
import { type StaleSubject, staleSubjects, staleText } from "../../automation/runs/apply/stale";
import { Watch } from "../../automation/runs/apply/watch";
import { reviewOf, type Told } from "./snapshots";

const ADA = { email: "ada@example.com", name: "Ada Byron", profile: "Author", tenant: "1" };
const ada: Told = { name: "ada", id: "7", stored: ADA, declared: { ...ADA, profile: "Lead" }, diffs: ["profile"] };
const bob: Told = { name: "bob", declared: { email: "bob@example.com", name: "Bob" } };
const ADA_URN = "urn:pulumi:dev::acme::roster:adobe:User::ada";
const BOB_URN = ADA_URN.replace("::ada", "::bob");
const SET_URN = "urn:pulumi:dev::acme::roster:adobe:Users::people";

describe("the values before a run", () => {
  it("are what each changed account showed, and of nobody else's", () => {
    const stays: Told = { name: "eve", stored: { ...ADA, name: "Eve" }, declared: { ...ADA, name: "Eve" } };
    const { review, entities, people } = reviewOf([ada, bob, stays]);
    expect(entities).toHaveLength(3);
    expect(valuesBefore(review.changes, people)).toEqual(
      review.changes.map(({ urn, key }) =>
        key === "ada"
          ? { platform: "adobe", urn, key, id: "7", values: { ...ADA } }
          : { platform: "adobe", urn, key, values: null },
      ),
    );
    expect(valuesBefore(review.changes, []), "somebody of whom nothing is known").toEqual([]);
  });

  it("hold neither a secret attribute nor a value that was a secret in the program", () => {
    const type = "roster:netex:User";
    const shown = { username: "ada", name: "Ada", surname: "Byron", initialPassword: "S3cret-pass!" };
    const marked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hidden" };
    const told: Told = {
      type,
      name: "ada",
      stored: { ...shown, email: marked },
      declared: { ...shown, name: "Augusta", email: marked },
      diffs: ["name"],
    };
    const { review, people } = reviewOf([told]);
    const [before] = valuesBefore(review.changes, people);
    expect(before?.values).toEqual({ username: "ada", name: "Ada", surname: "Byron" });
    expect(JSON.stringify(before)).not.toMatch(/S3cret|hidden|\[secret\]/);
  });
});

describe("the commit of a run", () => {
  it.each<[string, Record<string, string>, string]>([
    ["GitHub's word", { GITHUB_SHA: "a1", CI_COMMIT_SHA: "b2" }, "a1"],
    ["GitLab's word", { CI_COMMIT_SHA: "b2" }, "b2"],
  ])("is %s", (_, environment, expected) => {
    expect(commitOf("/nowhere", environment)).toBe(expected);
  });

  it("is git's where no CI names one, and nothing where there is no repository", () => {
    const folder = mkdtempSync(join(tmpdir(), "roster-commit-"));
    const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
    try {
      expect(commitOf(folder, { GITHUB_SHA: "" })).toBeUndefined();
      git("init", "-q");
      const own = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
      git(...own, "commit", "-q", "--allow-empty", "-m", "one");
      for (const environment of [{}, { GITHUB_SHA: "" }]) {
        expect(commitOf(folder, environment)).toBe(git("rev-parse", "HEAD"));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the watch over a run", () => {
  const { review } = reviewOf([ada, bob]);
  const change = (key: string) => review.changes.find((one) => one.key === key) ?? expect.fail(`no change of ${key}`);
  const event = (name: "resourcePreEvent" | "resOutputsEvent" | "resOpFailedEvent", op: string, urn: string) =>
    ({ [name]: { metadata: { op, urn } } }) as never;
  const watch = (forecast?: number) => new Watch(review.changes, 1000, forecast);
  const none = new Set<string>();

  it.each(["create", "update", "delete"])("tells what a %s came to, of each resource by itself", (op) => {
    const one = watch();
    expect(one.outcomeOf(change("ada"), none)).toBe("not-started");
    expect(one.take(event("resourcePreEvent", op, ADA_URN))).toBe(false);
    expect([one.outcomeOf(change("ada"), none), one.outcomeOf(change("bob"), none)]).toEqual([
      "interrupted",
      "not-started",
    ]);
    expect(one.take(event("resOutputsEvent", op, ADA_URN))).toBe(true);
    expect([one.outcomeOf(change("ada"), none), one.share]).toEqual(["done", 0.5]);
    expect(one.take(event("resOutputsEvent", op, ADA_URN)), "somebody is done once").toBe(false);
    expect(one.share).toBe(0.5);
  });

  it.each(["refresh", "same", "read"])("takes no %s for a write", (op) => {
    const one = watch();
    for (const name of ["resourcePreEvent", "resOutputsEvent"] as const) {
      expect(one.take(event(name, op, ADA_URN))).toBe(false);
      expect(one.outcomeOf(change("ada"), none)).toBe("not-started");
    }
    expect(one.share).toBe(0);
  });

  it("passes over resources in which nobody changes", () => {
    const one = watch();
    for (const name of ["resourcePreEvent", "resOutputsEvent", "resOpFailedEvent"] as const) {
      expect(one.take(event(name, "update", "urn:other"))).toBe(false);
    }
    expect(one.share).toBe(0);
    expect(one.outcomeOf({ ...change("ada"), urn: "urn:other" }, none)).toBe("not-started");
  });

  it("tells of who failed, and of whom the state tells that they are done all the same", () => {
    const one = watch();
    const settled = new Set([subjectOf(change("ada"))]);
    expect(one.outcomeOf(change("ada"), settled), "what never began is not done").toBe("not-started");
    one.take(event("resourcePreEvent", "update", ADA_URN));
    expect(one.outcomeOf(change("ada"), settled)).toBe("done");
    one.take(event("resOpFailedEvent", "update", ADA_URN));
    expect(one.outcomeOf(change("ada"), none)).toBe("failed");
    expect(one.outcomeOf(change("ada"), settled)).toBe("done");
    expect(one.share).toBe(0);
  });

  it("counts people, and tells how long the rest may take", () => {
    const one = watch(30);
    expect(one.text(5000), "by the forecast until somebody is done").toBe("0 of 2, about 30 s left");
    expect(watch().text(5000)).toBe("0 of 2");
    one.take(event("resOutputsEvent", "update", ADA_URN));
    expect(one.text(5500), "by the time that was taken").toBe("1 of 2, about 5 s left");
    one.take(event("resOutputsEvent", "create", BOB_URN));
    expect([one.text(9000), one.share]).toEqual(["2 of 2", 1]);
    expect(new Watch([], 0, 1).share).toBe(1);
    const three = new Watch([change("ada"), { ...change("ada"), key: "two" }, change("bob")], 0, undefined);
    three.take(event("resOutputsEvent", "create", BOB_URN));
    expect(three.text(4000)).toBe("1 of 3, about 8 s left");
    const two = new Watch([change("ada"), { ...change("ada"), key: "two" }, change("bob")], 0, undefined);
    two.take(event("resOutputsEvent", "update", ADA_URN));
    expect(two.text(4000), "by how many are done").toBe("2 of 3, about 2 s left");
  });
});

describe("the report of a run", () => {
  const { review } = reviewOf([ada, bob, { name: "eve", id: "9", stored: { ...ADA, name: "Eve" } }]);
  const [change] = review.changes.filter(({ key }) => key === "ada");
  if (!change) throw new Error("Ada does not change");

  it("has each change with its outcome, a departure only of those who leave, and an id only where there is one", () => {
    const reported = reportedChanges(review, new Watch(review.changes, 0, 1), new Set(), new Map());
    const by = Object.fromEntries(reported.map((one) => [one.key, one]));
    expect(Object.keys(by).sort()).toEqual(["ada", "bob", "eve"]);
    expect(by["ada"]).toEqual({
      platform: "adobe",
      key: "ada",
      name: "Ada Byron",
      id: "7",
      classes: change.classes,
      details: change.details,
      outcome: "not-started",
    });
    expect(Object.keys(by["bob"] ?? {})).toEqual(["platform", "key", "name", "classes", "details", "outcome"]);
    expect(by["eve"]).toMatchObject({ id: "9", departure: "deactivated" });
  });

  it.each<[string, { formerId?: string; id?: string }, string | undefined, { id?: string; formerId?: string }]>([
    ["came back under another id", { formerId: "7" }, "8", { id: "8", formerId: "7" }],
    ["has not come back yet", { formerId: "7" }, undefined, {}],
    ["has kept the id", { formerId: "7", id: "7" }, "7", { id: "7" }],
    ["was never gone", { id: "7" }, "8", { id: "7" }],
  ])("names the id before of nobody but who came back: %s", (_, own, now, expected) => {
    const { id: _id, formerId: _former, ...rest } = change;
    const one = { ...rest, ...own };
    const ids = new Map(now === undefined ? [] : [[subjectOf(one), now]]);
    const changes = reportedChanges({ ...review, changes: [one] }, new Watch([one], 0, 1), new Set(), ids);
    const [{ id, formerId } = {} as ReportedChange] = changes;
    expect({ ...(id !== undefined && { id }), ...(formerId !== undefined && { formerId }) }).toEqual(expected);
    const returned = returnedIn({ changes } as never);
    expect(returned).toEqual("formerId" in expected ? [{ ...changes[0], ...expected }] : []);
  });

  it("counts as come back nobody of whom one of the two ids is missing", () => {
    const half = [{ id: "1" }, { formerId: "2" }, {}] as unknown as readonly ReportedChange[];
    expect(returnedIn({ changes: half } as never)).toEqual([]);
  });

  it("has the breaches that were approved, and no other guard", () => {
    const guard = (own: object) => ({ guard: "deletions", ...own }) as unknown as GuardResult;
    expect(
      approvalsIn([
        guard({}),
        guard({ allowed: 3 }),
        guard({ platform: "adobe", allowed: 0 }),
        guard({ platform: "scim" }),
      ]),
    ).toStrictEqual([
      { guard: "deletions", count: 3 },
      { guard: "deletions", platform: "adobe", count: 0 },
    ]);
  });
});

describe("what a run that ended early has done", () => {
  const type = "roster:adobe:Users";
  const person = (name: string, more: object = {}) => ({ email: `${name}@example.com`, name, ...more });
  const told: Told = {
    type,
    name: "people",
    stored: { users: { old: person("old") }, ids: { old: "1" }, tenant: "t" },
    declared: { users: { new: person("new", { onDestroy: "retain" }) } },
    diffs: ["users"],
  };
  const { people } = reviewOf([told]);
  const stateOf = (...resources: unknown[]) => ({ deployment: { resources } });
  const kept = (users: object, ids: object) => ({ urn: SET_URN, type, outputs: { users, ids, tenant: "t" } });
  const done = (state: unknown, of = people) => [...settledSubjects(state, of)].sort();
  const [joined, left] = ["new", "old"].map((key) => subjectOf({ urn: SET_URN, key }));

  it("is nothing where somebody who leaves is still in the state, and who joins is not", () => {
    expect(done(stateOf(kept({ old: person("old") }, { old: "1" })))).toEqual([]);
  });

  it("is told of who leaves and who joins, whatever happens to their accounts at the end", () => {
    expect(done(stateOf(kept({}, {})))).toEqual([left]);
    expect(done(stateOf(kept({ new: person("new") }, { new: "2" })))).toEqual([joined, left]);
    expect(done(stateOf(kept({ new: person("new", { onDestroy: "delete" }) }, { new: "2" })))).toEqual([joined, left]);
    expect(done(stateOf(kept({ new: person("another") }, { new: "2" })))).toEqual([left]);
  });

  it("is not told of sets whose state tells nothing of somebody: they may be there as before", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
    const packed = stateOf({ urn: SET_URN, type, outputs: { packed: secret } });
    expect(done(packed)).toEqual([]);
    expect([...accountIds(packed)]).toEqual([]);
    const other = SET_URN.replace("people", "others");
    const hidden = stateOf(kept({ old: secret }, { old: "1" }), { ...kept({}, {}), urn: other });
    expect(done(hidden)).toEqual([]);
  });

  it("is not told of people in resources of their own, which the run tells of", () => {
    const own = reviewOf([ada]).people;
    const outputs = { ...ADA, profile: "Lead" };
    expect(done(stateOf({ urn: ADA_URN, type: "roster:adobe:User", id: "7", outputs }), own)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["no state", undefined],
    ["no deployment", {}],
    ["no resources", { deployment: {} }],
    ["resources that are no list", { deployment: { resources: { urn: SET_URN } } }],
    [
      "a resource that is none",
      stateOf(null, "x", { urn: 1, type: "roster:adobe:User", outputs: ADA }, { urn: SET_URN, type: 2 }),
    ],
    ["resources of other kinds", stateOf({ urn: "urn:x", type: "pulumi:pulumi:Stack", id: "5" })],
  ])("names no account in a state with %s", (_, state) => {
    expect([...accountIds(state)]).toEqual([]);
  });

  it("names each account by its resource, or by its key in a set", () => {
    const own = { urn: ADA_URN, type: "roster:adobe:User", id: "7", outputs: ADA };
    const unnamed = { urn: BOB_URN, type: "roster:adobe:User", id: 5, outputs: ADA };
    const ids = accountIds(stateOf(own, unnamed, kept({ old: person("old") }, { old: "1" })));
    expect(Object.fromEntries(ids)).toEqual({
      [subjectOf({ urn: ADA_URN, key: "ada" })]: "7",
      [subjectOf({ urn: BOB_URN, key: "bob" })]: "",
      [subjectOf({ urn: SET_URN, key: "old" })]: "1",
    });
  });
});

it("who stayed in the plan and is gone from the look is named by their key", () => {
  const stays: Told = { name: "eve", stored: ADA, declared: ADA };
  const { review, fingerprints } = reviewOf([stays]);
  const plan = { kind: "roster-plan", version: 1, engine: "embedded", masked: false, review, fingerprints } as const;
  expect(staleSubjects(plan, reviewOf([]))).toEqual([{ who: "eve#eve", differs: ["declared", "observed"] }]);
});

describe("the text about who is not as the plan says", () => {
  const one = (own: Partial<StaleSubject>): StaleSubject => ({ who: "Ada", differs: ["declared"], ...own });

  it.each<[StaleSubject, string]>([
    [one({}), "  Ada is declared otherwise"],
    [one({ platform: "adobe", differs: ["observed"] }), "  Ada (adobe) is otherwise at the vendor"],
    [
      one({ platform: "scim", differs: ["declared", "observed"] }),
      "  Ada (scim) is declared otherwise and is otherwise at the vendor",
    ],
  ])("names the side: %j", (subject, expected) => {
    expect(staleText([subject])).toBe(expected);
  });

  it("has thirty lines, and a count of the rest", () => {
    const many = (count: number) => staleText(Array.from({ length: count }, () => one({}))).split("\n");
    expect(many(30)).toHaveLength(30);
    expect(many(30).join()).not.toContain("more");
    expect(many(33)).toHaveLength(31);
    expect(many(33).at(-1)).toBe("  ... and 3 more");
  });
});
