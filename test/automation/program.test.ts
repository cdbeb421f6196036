import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunReport } from "../../automation/runs/apply/run-report";
import { RosterLab } from "./roster-lab";

const PEOPLE = 40;

/** A program as people write it: one resource a person. */
const PROGRAM = `const { adobe } = require("pulumi-roster");
for (let i = 0; i < ${PEOPLE}; i++) new adobe.User("p" + i, { email: "p" + i + "@example.com", name: "P " + i });
`;

describe("a program of one's own", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open();
    await lab.begin("own", PROGRAM);
  });
  afterAll(() => lab.close());

  const accounts = () => lab.sandbox.adobe.people().filter(({ email }) => /^p\d+@/.test(email));

  test("is planned, and an apply that is interrupted finishes whom it is at and records who is done", async () => {
    expect((await lab.roster(["plan"])).code).toBe(2);
    const stop = new AbortController();
    const { code, out } = await lab.roster(["apply", "--out", "run"], {
      signal: stop.signal,
      // The first line that says how many are done.
      error: (line) => {
        if (/^ {2}\d+ of/.test(line)) stop.abort();
      },
    });
    expect([code, out]).toEqual([1, expect.stringContaining("interrupted after")]);
    const report = JSON.parse(readFileSync(join(lab.work, "run", "report.json"), "utf8")) as RunReport;
    const done = report.changes.filter(({ outcome }) => outcome === "done").map(({ key }) => key);
    expect(done.length).toBeGreaterThan(0);
    expect(done.length).toBeLessThan(PEOPLE);
    expect(
      accounts()
        .map(({ email }) => email.replace(/@.*/, ""))
        .sort(),
    ).toEqual([...done].sort());
    expect(new Set(report.changes.map(({ outcome }) => outcome))).toEqual(new Set(["done", "not-started"]));
  });

  test("goes on with a new plan, and the old one is refused, as things are not as they were", async () => {
    const done = accounts().length;
    const stale = await lab.roster(["apply", "--json"]);
    expect(stale.json).toMatchObject({ error: { code: "plan-stale" } });
    const plan = await lab.roster(["plan", "--json"]);
    expect(plan.json).toMatchObject({ review: { people: PEOPLE, unchanged: done } });
    expect((await lab.roster(["apply"])).code).toBe(0);
    expect(accounts()).toHaveLength(PEOPLE);
  });
});

describe("a program with a group", () => {
  const program = `const { adobe } = require("pulumi-roster");
new adobe.Group("team", { name: "Team" });
`;
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open();
    await lab.begin("groups", program);
  });
  afterAll(() => lab.close());

  test("is planned, applied, and changes nothing then", async () => {
    const plan = await lab.roster(["plan", "--json"]);
    expect([plan.code, plan.json]).toMatchObject([
      2,
      {
        review: {
          groups: [{ name: "Team", change: "created" }],
        },
      },
    ]);
    expect((await lab.roster(["apply"])).code).toBe(0);
    expect(lab.sandbox.adobe.getGroup("Team")).toMatchObject({ userIds: [] });
    expect((await lab.roster(["plan"])).code).toBe(0);
  });

  test("has drifted where it is called otherwise or is gone, and its name is refused where it is taken", async () => {
    const named = lab.sandbox.adobe.setGroup("Team", { name: "Crew" });
    lab.writes();
    const renamed = await lab.roster(["drift", "--json", "--out", "night"]);
    expect([renamed.code, renamed.json]).toMatchObject([
      2,
      { accounts: 0, groups: 1, drifted: [{ kind: "group", class: "identity", id: named.id, name: "Team" }] },
    ]);
    expect(lab.read("night/drift.md")).toContain(`**group Team** Adobe Learning Manager \`${named.id}\`: name`);
    lab.sandbox.adobe.deleteGroup("Crew");
    const gone = await lab.roster(["drift"]);
    expect([gone.code, gone.out]).toEqual([3, expect.stringContaining("group Team (adobe)  the group is gone")]);
    const { id } = lab.sandbox.adobe.createGroup({ name: "team" });
    const plan = await lab.roster(["plan", "--json"]);
    expect([plan.code, plan.json]).toMatchObject([
      4,
      { review: { existing: [{ kind: "group", id, outcome: "refused" }] } },
    ]);
    expect(lab.writes()).toEqual([]);
  });
});
