import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Review } from "../../automation/plan/review/review";
import { HAS_PULUMI } from "../e2e/pulumi-lab";
import { RosterLab } from "./roster-lab";

const ROSTER = `people:
  ada: { name: Ada Byron, email: ada@example.com, adobe: {}, nerm: {} }
  bo: { name: Bo Noyce, email: bo@example.com, adobe: { onDestroy: retain } }
  cleo: { name: Cleo Okafor, email: cleo@example.com, adobe: { onDestroy: delete } }
  dan: { name: Dan Chen, email: dan@example.com, adobe: {} }
`;

describe("roster destroy", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open("embedded");
    lab.write("roster.yaml", ROSTER);
    await lab.roster(["plan"]);
    expect((await lab.roster(["apply"])).code).toBe(0);
    lab.write("roster.yaml", `${ROSTER}hold: { dan: on leave }\n`);
    await lab.roster(["plan"]);
    await lab.roster(["apply"]);
    lab.writes();
  });
  afterAll(() => lab.close());

  test("plans what becomes of whom, and wants the exact number of people", async () => {
    const { code, json } = await lab.roster(["destroy", "--json"]);
    const { review } = json as { review: Review };
    expect(code).toBe(4);
    expect(
      Object.fromEntries(review.changes.map(({ platform, key, departure }) => [`${platform} ${key}`, departure])),
    ).toEqual({
      "adobe ada": "deactivated",
      "nerm ada": "deactivated",
      "adobe bo": "released",
      "adobe cleo": "deleted",
    });
    expect(review.guards.filter(({ breached }) => breached).map(({ guard, count }) => [guard, count])).toEqual([
      ["leavers", 2],
      ["teardown", 3],
    ]);
    expect((await lab.roster(["apply", "--allow", "teardown=2", "--allow", "leavers=2"])).code).toBe(4);
    expect(lab.writes()).toEqual([]);
  });

  test("is done by apply, and leaves whoever is held or retained as they are", async () => {
    expect((await lab.roster(["destroy", "--allow", "teardown=3", "--allow", "leavers=2"])).code).toBe(2);
    expect((await lab.roster(["apply", "--allow", "teardown=3", "--allow", "leavers=2"])).code).toBe(0);
    const { adobe } = lab.sandbox;
    expect(["ada", "bo", "cleo", "dan"].map((name) => adobe.get(`${name}@example.com`)?.state)).toEqual([
      "DELETED",
      "ACTIVE",
      expect.toSatisfy((state) => state === undefined || state === "DELETED"),
      "ACTIVE",
    ]);
    expect((await lab.roster(["destroy"])).code).toBe(0);
  });
});

/** People alone and in a set, and a group, by a program of somebody's own. */
const PROGRAM = `const { adobe } = require("pulumi-roster");
const team = new adobe.Group("team", { name: "Team" });
new adobe.User("ada", { email: "ada@example.com", name: "Ada Byron", groups: [team.id] });
new adobe.User("bo", { email: "bo@example.com", name: "Bo Noyce", onDestroy: "retain" });
new adobe.User("cleo", { email: "cleo@example.com", name: "Cleo Okafor", onDestroy: "delete" });
new adobe.Users("staff", { hold: process.env.HOLD ? ["eve"] : [], users: {
  dan: { email: "dan@example.com", name: process.env.HOLD ? "Dan Wu" : "Dan Chen" },
  ...(process.env.HOLD ? {} : { eve: { email: "eve@example.com", name: "Eve Moss" } }),
} });
`;

describe.each([
  ["the embedded engine", "embedded"],
  ["pulumi", "pulumi"],
] as const)("roster destroy of a program on %s", (_, engine) => {
  if (engine === "pulumi" && !HAS_PULUMI) return test.skip("needs the pulumi command");
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open(engine);
    await lab.begin("own", PROGRAM);
    await lab.roster(["plan"]);
    expect((await lab.roster(["apply"])).code).toBe(0);
    const environment = { ...lab.environment, HOLD: "true" };
    await lab.roster(["plan"], { environment });
    expect((await lab.roster(["apply"], { environment })).code).toBe(0);
    lab.writes();
  });
  afterAll(() => lab.close());

  test("plans what becomes of whom, and wants the exact number of people", async () => {
    const { code, json, error } = await lab.roster(["destroy", "--json"]);
    expect([code, error]).toEqual([4, ""]);
    const { review } = json as { review: Review };
    expect(Object.fromEntries(review.changes.map(({ key, departure }) => [key, departure]))).toEqual({
      ada: "deactivated",
      bo: "released",
      cleo: "deleted",
      dan: "deactivated",
      eve: "released",
    });
    expect(review.groups).toMatchObject([{ name: "Team", change: "deleted" }]);
    expect(review.guards.filter(({ breached }) => breached).map(({ guard, count }) => [guard, count])).toEqual(
      expect.arrayContaining([["teardown", 5]]),
    );
    expect((await lab.roster(["apply", "--allow", "teardown=4"])).code).toBe(4);
    expect(lab.writes()).toEqual([]);
  });

  test("is stale where somebody has changed since", async () => {
    lab.sandbox.adobe.set("ada@example.com", { name: "Ada Lovelace" });
    const { code, error } = await lab.roster(["apply", ...ALLOWED]);
    expect([code, error]).toEqual([1, expect.stringContaining("things are not as they were")]);
    expect(lab.writes()).toEqual([]);
  });

  test("is done by apply, and leaves whoever is held or retained as they are", async () => {
    expect((await lab.roster(["destroy", ...ALLOWED])).code).toBe(2);
    const { code, out, error } = await lab.roster(["apply", ...ALLOWED]);
    expect([code, code === 0 ? "" : out + error]).toEqual([0, ""]);
    const { adobe } = lab.sandbox;
    expect(["ada", "bo", "cleo", "dan", "eve"].map((name) => adobe.get(`${name}@example.com`)?.state)).toEqual([
      "DELETED",
      "ACTIVE",
      expect.toSatisfy((state) => state === undefined || state === "DELETED"),
      "DELETED",
      "ACTIVE",
    ]);
    expect((await lab.roster(["destroy"])).code).toBe(0);
  });
});

const ALLOWED = ["teardown=5", "leavers=3"].flatMap((guard) => ["--allow", guard]);
