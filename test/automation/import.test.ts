import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanFile } from "../../automation/plan/plan-file";
import { RosterLab } from "./roster-lab";

interface Found {
  readonly matches: readonly { key: string; id: string; by: string; platform: string }[];
  readonly ambiguous: readonly { platform: string; key?: string; because: string; ids: readonly string[] }[];
  readonly rows: readonly { key: string }[];
  readonly inactive: number;
  readonly written: readonly string[];
}

const ACCOUNTS = 500;

describe("an import of 500 accounts", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open();
    const { adobe, netex, nerm } = lab.sandbox;
    const boss = adobe.create({ email: "Boss@example.com", name: "The Boss" });
    for (let i = 0; i < ACCOUNTS; i++) {
      adobe.create({
        email: `Person.${i}@Example.com`,
        name: `Person ${i}`,
        profile: "Learner",
        manager: boss.id,
        roles: i % 7 === 0 ? ["Author", "Learner"] : ["Learner"],
      });
    }
    // One person on three platforms, spelled differently everywhere.
    netex.create({
      username: "PERSON.3",
      name: "Person",
      surname: "3",
      email: "person.3@EXAMPLE.com",
      language: "en",
      timezone: "UTC",
    });
    nerm.create({ login: "person.3", name: "Person 3", email: "PERSON.3@example.com" });
    // Two accounts of one address, and one whom only an alias leads to.
    nerm.create({ login: "twin-a", name: "Twin", email: "twin@example.com" });
    nerm.create({ login: "twin-b", name: "Twin", email: "Twin@example.com" });
    nerm.create({ login: "old-name", name: "Somebody Renamed", email: "somebody@example.net" });
    nerm.create({ login: "gone", name: "Long Gone", email: "gone@example.com" });
    nerm.deactivate("gone");
    nerm.create({ login: "same-address", name: "Not Sure", email: "unsure@example.com" });
  });
  afterAll(() => lab.close());

  const imported = async (...args: string[]): Promise<Found> => {
    const { code, json, error } = await lab.roster(["import", "--json", ...args]);
    expect([code, error, code === 0 ? undefined : json]).toEqual([0, "", undefined]);
    return json as Found;
  };

  test("matches by natural key and alias, lists what is in question, and writes rows for the rest", async () => {
    lab.write(
      "roster.yaml",
      `# kept
people:
  someone: { name: Person 7, email: person.7@example.com, adobe: { profile: Learner } } # kept too
  renamed: { name: Somebody Renamed, email: somebody@example.net, aliases: [old-name], nerm: { } }
  unsure: { name: Not Sure, email: unsure@example.com, nerm: { } }
`,
    );
    const found = await imported("--write");
    expect(found.matches.map(({ platform, key, by }) => `${platform} ${key} ${by}`)).toEqual([
      "adobe someone key",
      "nerm renamed alias",
    ]);
    expect(found.ambiguous.map(({ key, because, ids }) => [key, because, ids.length])).toEqual([
      ["unsure", "same address", 1],
      [undefined, "same address", 2],
    ]);
    expect(found.inactive).toBe(1);
    // The account's owner and the boss are people too, and one person is matched.
    expect(found.rows).toHaveLength(ACCOUNTS + 2 - 1);
    const text = lab.read("roster.yaml");
    expect(text).toContain("# kept\n");
    expect(text).toContain("# kept too");
    expect(text).toContain("login: old-name");
    expect(text).toMatch(/person-3:[\s\S]*adobe:[\s\S]*nerm:[\s\S]*netex:/);
    expect(lab.writes()).toEqual([]);
  });

  test("then plan takes them on without a write, and afterwards there is nothing to do", async () => {
    // Whoever is in question is for a person to settle first.
    lab.write("roster.yaml", lab.read("roster.yaml").replace(/ {2}unsure:.*\n/, ""));
    const plan = await lab.roster(["plan", "--json"]);
    const { review } = plan.json as PlanFile;
    expect(review.existing.filter(({ outcome }) => outcome === "refused")).toEqual([]);
    expect(plan.code).toBe(2);
    expect(review.forecast.writes).toBe(0);
    expect(new Set(review.changes.flatMap(({ classes }) => classes))).toEqual(new Set(["other"]));
    const applied = await lab.roster(["apply", "--json"]);
    expect(applied.json).toMatchObject({ outcome: "applied", errors: [] });
    expect(lab.writes()).toEqual([]);
    expect((await lab.roster(["plan"])).code).toBe(0);
  });
});
