import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { RosterLab } from "../roster-lab";

const PEOPLE = "people:\n  ada: { name: Ada Byron, email: ada@example.com, adobe: }\n";

describe("what a project is called", { timeout: 300_000 }, () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open();
  });
  afterAll(() => lab.close());

  test("is what its roster says, to init, plan, apply and the state, so that nobody joins twice", async () => {
    lab.write("one/roster.yaml", `project: school\n${PEOPLE}`);
    const made = await lab.roster(["init", "--cwd", "one", "--json"]);
    expect(made.json).toMatchObject({ project: "school" });
    expect(parse(lab.read("one/Pulumi.yaml"))).toMatchObject({ name: "school" });
    expect(JSON.parse(lab.read("one/package.json"))).toMatchObject({ name: "school" });
    lab.install();
    expect((await lab.roster(["plan", "--cwd", "one"])).code).toBe(2);
    const applied = await lab.roster(["apply", "--cwd", "one", "--json"]);
    expect(applied.json).toMatchObject({ outcome: "applied", project: "school" });
    expect(existsSync(join(lab.work, "one/.roster/state/school/dev.json"))).toBe(true);
    expect((await lab.roster(["plan", "--cwd", "one"])).code).toBe(0);
  });

  test("stands in Pulumi.yaml from then on, and a roster that says otherwise is told so", async () => {
    lab.write("one/roster.yaml", `project: academy\n${PEOPLE}`);
    const planned = await lab.roster(["plan", "--cwd", "one"]);
    expect(planned.code).toBe(0);
    expect(planned.error).toContain("Pulumi.yaml names the project school, which counts; roster.yaml says academy");
  });

  test("can be given once, and no second name is taken", async () => {
    lab.write("two/roster.yaml", `project: school\n${PEOPLE}`);
    const other = await lab.roster(["init", "--cwd", "two", "--name", "academy", "--json"]);
    expect([other.code, other.json]).toMatchObject([1, { error: { code: "usage" } }]);
    expect(existsSync(join(lab.work, "two/Pulumi.yaml"))).toBe(false);
    const again = await lab.roster(["init", "--cwd", "one", "--name", "academy", "--json"]);
    expect(again.json).toMatchObject({ error: { code: "usage" } });
  });

  test.each(["team: 2026 #1.yaml", "a'b\"c\\d.yaml", "- &x *y {z}.yaml", "new\nline.yaml"])(
    "is written as YAML, whatever the roster %j is called",
    async (name) => {
      const folder = `named ${Buffer.from(name).toString("hex")}`;
      lab.write(`${folder}/${name}`, PEOPLE);
      const made = await lab.roster(["init", "--cwd", folder, "--roster", name, "--json"]);
      expect(made.json).toMatchObject({ project: folder.replace(" ", "-") });
      expect(parse(lab.read(`${folder}/Pulumi.yaml`))).toEqual({
        name: folder.replace(" ", "-"),
        runtime: { name: "nodejs", options: { typescript: false } },
        description: `The people in ${name}`,
      });
      expect((await lab.roster(["plan", "--cwd", folder, "--json"])).json).toMatchObject({ review: { people: 1 } });
    },
  );

  test("is written as YAML for a roster that is planned without init too", async () => {
    lab.write("bare/team: 2026 #1.yaml", PEOPLE);
    const args = ["--cwd", "bare", "--roster", "team: 2026 #1.yaml", "--json"];
    expect((await lab.roster(["plan", ...args])).json).toMatchObject({ review: { project: "bare", people: 1 } });
    expect(parse(lab.read("bare/.roster/project/Pulumi.yaml"))).toMatchObject({
      name: "bare",
      description: "Made for team: 2026 #1.yaml",
      stackConfigDir: "../..",
    });
  });
});
