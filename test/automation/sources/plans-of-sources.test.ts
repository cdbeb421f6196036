import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Review } from "../../../automation/plan/review/review";
import { type Ended, RosterLab } from "../roster-lab";

const HEAD = "Number,Name,Mail,Boss,Team,From,To";
const ROWS = [
  "00001,Grace Hopper,grace@example.com,,Learning,2020-01-01,",
  "00002,Ada Byron,ada@example.com,00001,Learning,2020-01-01,2026-12-31",
  "00003,Bo Noyce,bo@example.com,00002,IT,2020-01-01,",
  "00004,Cleo Okafor,cleo@example.com,00001,IT,2026-12-05,",
];
const ROSTER = `badRows: hold
sources:
  staff:
    file: staff.csv
    columns: { key: Number, name: Name, email: Mail, manager: Boss, adobe.profile: Team, starts: From, ends: To }
    values: { platforms: adobe|nerm }
`;

/** One night after the other, on one stack. */
describe("a plan of people from an export", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open("embedded");
    lab.write("roster.yaml", ROSTER);
    rows(ROWS);
  });
  afterAll(() => lab.close());

  const rows = (lines: readonly string[]): void =>
    lab.write("staff.csv", `${HEAD}\n${lines.map((line) => `${line}\n`).join("")}`);
  const night = async (today: string, ...args: string[]): Promise<Ended & { review: Review }> => {
    const ended = await lab.roster(["plan", "--json", "--today", today, ...args]);
    return { ...ended, review: (ended.json as { review: Review }).review };
  };
  const apply = (today: string, ...args: string[]) => lab.roster(["apply", "--today", today, ...args]);
  const changed = ({ changes }: Review): readonly string[] =>
    changes.map(({ platform, key, classes }) => `${platform} ${key} ${classes.join()}`).sort();

  test("says where each value comes from, which day counts, and who comes next", async () => {
    const { code, review } = await night("2026-12-01");
    expect(code).toBe(2);
    expect(review.calendar).toEqual({
      today: "2026-12-01",
      next: [{ key: "00004", day: "2026-12-05", what: "joins" }],
    });
    expect(review.changes.find(({ platform, key }) => platform === "adobe" && key === "00003")?.origins).toEqual({
      email: "staff:4, Mail",
      name: "staff:4, Name",
      profile: "staff:4, Team",
      manager: "staff:4, Boss",
    });
    expect(lab.read("plan.md")).toContain("dates as of 2026-12-01; 00004 joins on 2026-12-05");
    expect(lab.read("plan.html")).toContain("staff:4, Mail");
    expect((await apply("2026-12-01")).code).toBe(0);
    expect((await night("2026-12-01")).code).toBe(0);
  });

  test("is stale on a day that makes a difference, and holds on one that makes none", async () => {
    expect(changed((await night("2026-12-05")).review)).toEqual(["adobe 00004 joiner", "nerm 00004 joiner"]);
    expect((await apply("2026-12-04")).error).toContain("things are not as they were when the plan was made");
    expect((await apply("2026-12-06")).code).toBe(0);
    lab.writes();
  });

  test("holds whose row is bad, names them first, and changes nothing of them", async () => {
    rows([
      ROWS[0] ?? "",
      "00002,#N/A,ada@example.com,00001,Sales,2020-01-01,2026-12-31",
      ROWS[2]?.replace("IT", "Ops") ?? "",
      ROWS[3] ?? "",
    ]);
    const { review } = await night("2026-12-06");
    expect(review.held).toEqual([
      {
        key: "00002",
        name: "Ada Byron",
        reason: "is the error #N/A of a spreadsheet's formula",
        place: "staff:3, column Name",
      },
    ]);
    expect(changed(review)).toEqual(["adobe 00003 mover"]);
    const text = (await lab.roster(["report"])).out;
    expect(text.indexOf("1 person held as last applied")).toBeGreaterThan(0);
    expect(text.indexOf("00002 Ada Byron: is the error #N/A")).toBeLessThan(text.indexOf("Bo Noyce"));
    expect((await lab.roster(["report", "--mask"])).out).not.toContain("Ada Byron");
    expect((await apply("2026-12-06")).code).toBe(0);
    expect(lab.sandbox.adobe.get("ada@example.com")).toMatchObject({ state: "ACTIVE", profile: "Learning" });
  });

  test("has leavers on the day after their last one, also where they are somebody's manager", async () => {
    rows(ROWS);
    expect(changed((await night("2026-12-31")).review)).toEqual(["adobe 00003 mover"]);
    const { review } = await night("2027-01-01");
    // At both platforms Bo keeps the manager who leaves, whom nobody declares any more.
    expect(changed(review)).toEqual([
      "adobe 00002 leaver",
      "adobe 00003 mover,other",
      "nerm 00002 leaver",
      "nerm 00003 other",
    ]);
    expect(review.notes).toContain(
      "1 people's managers are not declared today, so nobody is declared as their manager",
    );
  });

  test("takes another key of one person for a breach, unless it is said to be meant", async () => {
    const slipped = ROWS.map((row) => row.replace(/^0000(3)/, "$1"));
    rows(slipped);
    const { code, review } = await night("2026-12-06");
    expect(code).toBe(4);
    expect(review.guards.find(({ guard }) => guard === "keyChanges")).toMatchObject({
      count: 1,
      who: ["Bo Noyce (00003 -> 3)"],
    });
    lab.write("roster.yaml", `${ROSTER}people:\n  "3": { was: ["00003"] }\n`);
    const meant = await night("2026-12-06");
    expect([meant.code, changed(meant.review)]).toEqual([2, ["adobe 3 mover", "nerm 3 other"]]);
    lab.write("roster.yaml", ROSTER);
    rows(ROWS);
  });

  test("tells of approvals that allow nothing, and refuses those of no guard", async () => {
    const { review } = await night("2027-01-01", "--allow", "leavers=7");
    expect(review.notes).toContain("--allow leavers=7 allows nothing: there is nothing to allow");
    const misspelt = await lab.roster(["plan", "--allow", "leaver=1"]);
    expect([misspelt.code, misspelt.error]).toEqual([1, expect.stringContaining("did you mean leavers?")]);
  });

  test("says at least how many writes there are", async () => {
    await night("2027-01-01");
    expect((await lab.roster(["report"])).out).toMatch(/forecast {2}at least \d+ writes/);
  });
});
