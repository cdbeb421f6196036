import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { breachesOf } from "../../automation/plan/guards/evaluate";
import type { Review } from "../../automation/plan/review/review";
import { HAS_PULUMI } from "../e2e/pulumi-lab";
import { type Ended, RosterLab } from "./roster-lab";

/** Names of people who leave together. */
const LEAVERS = ["Ada", "Bea", "Cleo"] as const;

interface Staff {
  /** Whether the manager is declared. */
  readonly grace: boolean;
  /** The manager's account id, as JavaScript. */
  readonly manager: string;
  /** Single people without a manager, by name. */
  readonly singles: readonly string[];
  /** The people of a set. */
  readonly members: readonly string[];
}

/** A program whose people are resources of their own, and a set whose own limit is one leaver. */
function program({ grace, manager, singles, members }: Staff): string {
  const argumentsOf = (name: string) => `{ email: "${name.toLowerCase()}@example.com", name: "${name}" }`;
  const users = members.map((name) => `${name.toLowerCase()}: { ...${argumentsOf(name)} }`).join(", ");
  return `const { adobe } = require("pulumi-roster");
${grace ? `const grace = new adobe.User("grace", ${argumentsOf("Grace")});` : ""}
for (const name of ["Tomas", "Nora"]) {
  new adobe.User(name.toLowerCase(), { email: name.toLowerCase() + "@example.com", name, manager: ${manager} });
}
${singles.map((name) => `new adobe.User("${name.toLowerCase()}", ${argumentsOf(name)});`).join("\n")}
new adobe.Users("team", { users: { ${users} }, maxRemovals: 1 });
`;
}

const TEAM = ["Mei", "Priya", "Lukasz"];
const START: Staff = { grace: true, manager: "grace.id", singles: LEAVERS, members: TEAM };

/** The guards that no roster file can breach, and a program of one's own can. */
function tellGuards(lab: () => RosterLab): void {
  const accounts = () =>
    lab()
      .sandbox.adobe.people()
      .filter(({ state }) => state === "ACTIVE")
      .map(({ name }) => name);
  const declare = (changes: Partial<Staff>) => lab().write("index.js", program({ ...START, ...changes }));
  const plan = async (
    args: readonly string[] = [],
    environment = lab().environment,
  ): Promise<Ended & { review: Review }> => {
    const ended = await lab().roster(["plan", "--json", ...args], { environment });
    return { ...ended, review: (ended.json as { review: Review }).review };
  };
  const breachesIn = ({ review }: { review: Review }) => breachesOf(review.guards);

  test("begins with a manager, two people below her, and a set", async () => {
    expect((await lab().roster(["plan"])).code).toBe(2);
    const applied = await lab().roster(["apply"]);
    expect([applied.code, applied.out]).toEqual([0, expect.stringContaining("applied: 9 of 9")]);
    lab().writes();
  });

  test("a manager who leaves while people name her account is refused, and so is an apply of it", async () => {
    const id = lab().sandbox.adobe.get("grace@example.com")?.id;
    declare({ grace: false, manager: `"${id}"` });
    const planned = await plan();
    expect(planned.code).toBe(4);
    expect(breachesIn(planned)).toMatchObject([
      {
        guard: "reports",
        count: 1,
        who: ["Grace: Nora, Tomas"],
        advice: expect.stringContaining("--allow reports=1"),
      },
    ]);
    const refused = await lab().roster(["apply", "--json", "--allow", "reports=2"]);
    expect([refused.code, refused.json]).toMatchObject([4, { outcome: "refused" }]);
    expect(lab().writes()).toEqual([]);
    expect(accounts()).toContain("Grace");
  });

  test("a configured maxRemovals that the plan is beyond is refused before the first removal", async () => {
    declare({ singles: [] });
    // The limit of the guard file is another one, and is allowed here.
    const environment = { ...lab().environment, ROSTER_ADOBE_MAX_REMOVALS: "2" };
    const planned = await plan(["--allow", "leavers=3"], environment);
    expect(planned.code).toBe(4);
    expect(breachesIn(planned)).toMatchObject([
      {
        guard: "maxRemovals",
        platform: "adobe",
        count: 3,
        limit: "2",
        who: LEAVERS,
        advice: expect.stringContaining("roster:adobe.maxRemovals"),
      },
    ]);
    expect((await lab().roster(["apply", "--allow", "leavers=3"], { environment })).code).toBe(4);
    expect(lab().writes()).toEqual([]);
    expect(accounts()).toEqual(expect.arrayContaining([...LEAVERS]));
  });

  test("a set's own maxRemovals is refused in the preview: who would leave is said, and no plan is left", async () => {
    expect(existsSync(join(lab().work, "plan.json"))).toBe(true);
    declare({ members: ["Mei"] });
    const refused = await lab().roster(["plan", "--json"]);
    expect(refused.code).toBe(1);
    expect(refused.json).toMatchObject({
      error: {
        code: "deployment",
        message: expect.stringMatching(
          /team: .*maxRemovals.* 2 people \(lukasz, priya\) would leave.* set maxRemovals to 2/,
        ),
      },
    });
    expect(existsSync(join(lab().work, "plan.json"))).toBe(false);
    expect((await lab().roster(["apply", "--json"])).json).toMatchObject({ error: { code: "plan-missing" } });
    expect(lab().writes()).toEqual([]);
    expect(accounts()).toEqual(expect.arrayContaining(TEAM));
  });
}

describe("guards of a program of one's own", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open();
    await lab.begin("own", program(START));
  });
  afterAll(() => lab.close());
  tellGuards(() => lab);
});

describe.skipIf(!HAS_PULUMI)("guards of a program of one's own on pulumi (needs the pulumi command)", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open("pulumi");
    await lab.begin("own", program(START));
  });
  afterAll(() => lab.close());
  tellGuards(() => lab);
});
