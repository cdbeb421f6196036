import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Review } from "../../automation/plan/review/review";
import { RosterLab } from "./roster-lab";

const ADA = "people: { ada: { name: Ada, email: ada@example.com, scim: {} } }\n";

describe("a roster with groups", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open();
    lab.write("node_modules/.keep", "");
    lab.install();
  });
  afterAll(() => lab.close());

  const declare = (groups: string, { ada = "", bob = "" } = {}) =>
    lab.write(
      "roster.yaml",
      `project: acme
defaults: { netex: { language: en, timezone: UTC } }
groups:
${groups}
people:
  ada: { given: Ada, family: Byron, email: ada@example.com, adobe: { groups: [${ada}] }, netex: { groups: [${ada.split(",")[0]}] } }
  bob: { name: Bob, email: bob@example.com, adobe: { groups: [${bob}] } }
`,
    );
  const plan = async (): Promise<{ code: number; review: Review; json: unknown }> => {
    const ended = await lab.roster(["plan", "--json"]);
    return { ...ended, review: (ended.json as { review: Review }).review };
  };
  const members = (name: string) => [lab.sandbox.adobe.getGroup(name)?.userIds ?? []].flat();
  const idOf = (name: string): string => lab.sandbox.adobe.get(`${name}@example.com`)?.id ?? "";
  const PAYROLL = "  payroll: { name: Payroll, adobe: { description: Pay }, netex: {} }\n";

  test("makes a group and puts people in it, in one run", async () => {
    declare(PAYROLL, { ada: "payroll", bob: "payroll" });
    const { code, review, json } = await plan();
    expect([code, json]).toMatchObject([2, { review: {} }]);
    expect(review.groups).toMatchObject([
      { name: "Payroll", platform: "adobe", change: "created" },
      { name: "Payroll", platform: "netex", change: "created" },
    ]);
    const joins = { kind: "group", path: "groups", to: "[unknown]", toName: "Payroll", toKey: "payroll" };
    expect(review.changes.map(({ key, details }) => [key, details.find(({ kind }) => kind === "group")])).toEqual([
      ["ada", joins],
      ["ada", joins],
      ["bob", joins],
    ]);
    expect(lab.read("plan.md")).toContain("group Payroll");
    const applied = await lab.roster(["apply"]);
    expect([applied.code, applied.out + applied.error]).toEqual([0, expect.stringContaining("applied")]);
    expect([...members("Payroll")].sort()).toEqual([idOf("ada"), idOf("bob")].sort());
    lab.writes();
    expect((await lab.roster(["plan"])).code).toBe(0);
    expect(lab.writes()).toEqual([]);
  });

  test("renames it in place, and says by name who leaves and joins which group, of the vendor's own too", async () => {
    const { id: own } = lab.sandbox.adobe.createGroup({ name: "Book club" });
    const id = lab.sandbox.adobe.getGroup("Payroll")?.id;
    declare("  payroll: { name: Pay desk, adobe: { description: Pay }, netex: { name: Payroll } }\n", {
      ada: `payroll, "id:${own}"`,
    });
    const { review } = await plan();
    expect(review.groups).toMatchObject([
      { name: "Pay desk", platform: "adobe", change: "changed", details: [{ path: "name", from: "Payroll" }] },
    ]);
    expect(review.changes.flatMap(({ key, details }) => details.map((detail) => ({ key, ...detail })))).toMatchObject([
      { key: "ada", kind: "group", to: own, toName: "Book club" },
      { key: "bob", kind: "group", from: id, fromName: "Pay desk", fromKey: "payroll" },
    ]);
    expect(lab.read("plan.md")).toMatch(/group \+ .*Book club/);
    expect(lab.read("plan.html")).toContain("Book club");
    expect((await lab.roster(["report"])).out).toMatch(/group - Pay desk/);
    lab.write("roster.guard.yaml", "protected: { groups: [PAYROLL] }\n");
    const refused = await lab.roster(["plan", "--json"]);
    expect([refused.code, refused.json]).toMatchObject([4, { review: { changes: expect.anything() } }]);
    rmSync(join(lab.work, "roster.guard.yaml"));
    expect((await lab.roster(["plan"])).code).toBe(2);
    expect((await lab.roster(["apply"])).code).toBe(0);
    expect(members("Pay desk")).toEqual([idOf("ada")]);
    expect(members("Book club")).toEqual([idOf("ada")]);
  });

  test("deletes it after people have left it", async () => {
    declare("  {}");
    expect((await plan()).review.groups).toMatchObject([
      { name: "Pay desk", change: "deleted" },
      { name: "Payroll", change: "deleted" },
    ]);
    const applied = await lab.roster(["apply"]);
    expect([applied.code, applied.error]).toEqual([0, expect.anything()]);
    expect(lab.sandbox.adobe.getGroup("Pay desk")).toBeUndefined();
    expect((await lab.roster(["plan"])).code).toBe(0);
  });
});

test("roster show says what is declared of a group, and where", async () => {
  const lab = await RosterLab.open();
  try {
    lab.write("roster.yaml", `groups:\n  payroll: { name: Payroll, keycloak: { attributes: { cost: "7" } } }\n${ADA}`);
    const shown = await lab.roster(["show", "payroll"]);
    expect([shown.code, shown.out.split("\n").slice(0, 2)]).toEqual([
      0,
      ["group payroll (roster.yaml:2:3)", '  keycloak.name             "Payroll"'],
    ]);
    expect((await lab.roster(["show", "payroll", "--json"])).json).toEqual({
      key: "payroll",
      group: { place: "roster.yaml:2:3", platforms: { keycloak: { name: "Payroll", attributes: { cost: "7" } } } },
    });
    expect((await lab.roster(["show", "payrol"])).error).toContain("did you mean payroll?");
  } finally {
    await lab.close();
  }
});
