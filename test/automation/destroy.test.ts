import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Review } from "../../automation/plan/review/review";
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

  test("is refused for a program of somebody's own", async () => {
    const other = await RosterLab.open("embedded");
    await other.begin("own", "");
    expect((await other.roster(["destroy"])).error).toContain("the program here is not one of a roster file");
    await other.close();
  });
});
