import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { PlanFile } from "../../automation/plan/plan-file";
import type { DriftReport } from "../../automation/runs/drift/drift-report";
import { RosterLab } from "./roster-lab";

/** How each platform lists, and which account of it is nobody's in the roster. */
const PLATFORMS = {
  adobe: { list: "/users\\?page", account: "robot@example.com" },
  nerm: { list: "/users\\?limit", account: "robot" },
  netex: { list: "/users\\?startIndex", account: "robot" },
} as const;
type Platform = keyof typeof PLATFORMS;
const platforms = Object.keys(PLATFORMS) as Platform[];

const ROSTER = `defaults:
  netex: { language: en, timezone: UTC }
people:
  ada: { given: Ada, family: Byron, email: ada@example.com, adobe: {}, nerm: {}, netex: { roles: { management: [user] } } }
`;
const WITH_ROBOT = `${ROSTER}  robot: { given: Rob, family: Ott, email: robot@example.com, adobe: {}, nerm: {}, netex: { roles: { management: [user] } } }
`;
const WAIVERS = `waivers:
${platforms
  .map(
    (platform) =>
      `  - { platform: ${platform}, account: ${PLATFORMS[platform].account}, reason: a robot, owner: it@example.com, until: 2999-01-01 }\n`,
  )
  .join("")}`;

interface Imported {
  readonly matches: readonly {
    readonly platform: string;
    readonly key: string;
    readonly id: string;
    readonly by: string;
  }[];
  readonly absent: number;
  readonly listed: readonly { readonly platform: string; readonly accounts: number }[];
  readonly notes: readonly string[];
}

describe("a list that leaves somebody out", () => {
  let lab: RosterLab;
  let robots: Record<Platform, string>;

  const hide = (platform: Platform, id: string): void =>
    lab.sandbox[platform].faults.add({ method: "GET", path: PLATFORMS[platform].list, fault: { kind: "hides", id } });
  const roster = async <T>(...args: string[]): Promise<{ code: number; json: T }> => {
    const { code, json, error } = await lab.roster([...args, "--json"]);
    expect([error, (json as { error?: unknown }).error]).toEqual(["", undefined]);
    return { code, json: json as T };
  };
  const employ = (): Record<Platform, string> => {
    const { adobe, netex, nerm } = lab.sandbox;
    const person = { name: "Rob", email: "robot@example.com" };
    return {
      adobe: adobe.create(person).id,
      nerm: nerm.create({ ...person, login: "robot" }).id,
      netex: netex.create({ ...person, username: "robot", surname: "Ott", language: "en", timezone: "UTC" }).id,
    };
  };

  beforeAll(async () => {
    lab = await RosterLab.open();
    lab.write("roster.yaml", ROSTER);
    expect((await lab.roster(["init"])).code).toBe(0);
    lab.install();
    robots = employ();
    await roster("plan");
    expect(await roster("apply")).toMatchObject({ json: { outcome: "applied" } });
    lab.writes();
  });
  afterEach(() => {
    for (const platform of platforms) lab.sandbox[platform].faults.clear();
    expect(lab.writes()).toEqual([]);
  });
  afterAll(() => lab.close());

  test("takes no waiver for needless, and is told by the managed accounts that it leaves out", async () => {
    const needless = WAIVERS.replace("waivers:\n", "").replaceAll(/robot/g, "nobody-at-all");
    lab.write("roster.waivers.yaml", WAIVERS + needless);
    hide("adobe", robots.adobe);
    hide("netex", robots.netex);
    const ada = lab.sandbox.nerm.get("ada")?.id ?? "";
    hide("nerm", ada);
    const { json } = await roster<DriftReport>("drift");
    expect(json.drifted).toEqual([]);
    expect(json.unmanaged.map(({ naturalKey }) => naturalKey)).toEqual(["owner@example.com"]);
    expect(json.waived.map(({ platform, id }) => [platform, id]).sort()).toEqual(Object.entries(robots).sort());
    expect(json.unused.map(({ platform, account }) => [platform, account]).sort()).toEqual([
      ["adobe", "nobody-at-all@example.com"],
      ["nerm", "nobody-at-all"],
      ["netex", "nobody-at-all"],
    ]);
    expect(json.listed).toEqual([
      { platform: "adobe", accounts: 2 },
      { platform: "nerm", accounts: 1 },
      { platform: "netex", accounts: 1 },
    ]);
    expect(json.notes.map((note) => /leaves out account (\S+), which is there/.exec(note)?.[1])).toEqual([
      robots.adobe,
      ada,
      robots.netex,
    ]);
  });

  test("is not asked with --no-unmanaged, so no waiver is needless then", async () => {
    const { json } = await roster<DriftReport>("drift", "--no-unmanaged");
    expect(json).toMatchObject({ unused: [], listed: [], waived: [], notes: [] });
  });

  test("hides nobody from an import: whoever is declared is looked up by name and by alias", async () => {
    lab.write(
      "roster.yaml",
      WITH_ROBOT.replace(
        "people:",
        "people:\n  other: { name: Bob, email: b@example.com, aliases: [bob], nerm: {} }\n  new: { name: Nia New, email: nia@example.com, nerm: {} }",
      ),
    );
    const bob = lab.sandbox.nerm.create({ login: "bob", name: "Bob", email: "bob@example.net" }).id;
    const ada = lab.sandbox.adobe.get("ada@example.com")?.id ?? "";
    hide("nerm", bob);
    hide("netex", robots.netex);
    hide("adobe", ada);
    const { json } = await roster<Imported>("import");
    expect(json.matches.map(({ platform, key, id, by }) => [platform, key, id, by]).sort()).toEqual(
      [
        ["nerm", "other", bob, "alias"],
        ...platforms.map((platform) => [platform, "robot", robots[platform], "key"]),
      ].sort(),
    );
    expect(json.absent).toBe(1);
    expect(json.listed).toEqual([
      { platform: "adobe", accounts: 2 },
      { platform: "nerm", accounts: 2 },
      { platform: "netex", accounts: 1 },
    ]);
    expect(json.notes.map((note) => /leaves out account (\S+), which is there/.exec(note)?.[1])).toEqual([
      ada,
      bob,
      robots.netex,
    ]);
  });

  test("is not what a plan takes a creation from: who has an account already is met", async () => {
    lab.write("roster.yaml", WITH_ROBOT);
    for (const platform of platforms) hide(platform, robots[platform]);
    const { code, json } = await roster<PlanFile>("plan");
    expect(code).toBe(4);
    expect(json.review.existing.map(({ platform, id }) => [platform, id]).sort()).toEqual(
      Object.entries(robots).sort(),
    );
  });
});
