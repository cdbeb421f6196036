import { existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { RosterLab } from "../roster-lab";

const PEOPLE = "people:\n  ada: { name: Ada Byron, email: ada@example.com, adobe: }\n";

describe("what a project is called", () => {
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
    const again = ["init", "--cwd", "one", "--stack", "dev"];
    expect((await lab.roster(again)).out).toContain("next     npm install --prefix one\n");
    // Some packages are no proof that the right ones are there.
    lab.write("node_modules/other/package.json", "{}");
    expect((await lab.roster(again)).out).toContain("next     npm install --prefix one\n");
    lab.install();
    expect((await lab.roster(again)).out).toContain("next     roster plan --cwd one --stack dev\n");
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

  test("is never one for two rosters of a folder, of which each would have the other's people leave", async () => {
    const ROSTERS = {
      "roster.yaml": PEOPLE,
      "b.yaml": PEOPLE.replaceAll("ada", "bea"),
      "c.csv": "key;platforms;name;email\nc;adobe;C;c@example.com\n",
    };
    for (const [name, text] of Object.entries(ROSTERS)) lab.write(`shared/${name}`, text);
    lab.write("shared/translations.yaml", "greeting: { people: hello }\n");
    lab.write("shared/sales.csv", "month,keys\n1,2\n");
    const planned = (...args: string[]) => lab.roster(["plan", "--cwd", "shared", "--json", ...args]);
    const refusal = (message: RegExp) => ({ error: { code: "project", message: expect.stringMatching(message) } });
    for (const command of ["plan", "import", "drift", "init"]) {
      const { json } = await lab.roster([command, "--cwd", "shared", "--roster", "b.yaml", "--json"]);
      expect(json, command).toMatchObject(
        refusal(/^b\.yaml and roster\.yaml would be one project, shared, .*`project: shared-b`/),
      );
    }
    expect((await planned("--roster", "c.csv")).json).toMatchObject(refusal(/^c\.csv and .*make it YAML/));
    expect((await planned()).json).toMatchObject({ review: { project: "shared", people: 1 } });
    lab.write("shared/b.yaml", `project: b\n${ROSTERS["b.yaml"]}`);
    expect((await planned("--roster", "b.yaml")).json).toMatchObject({ review: { project: "b", people: 1 } });
    expect((await planned()).json).toMatchObject({ review: { project: "shared" } });
    // Of a file that can't be read nobody can tell whose people are in it.
    symlinkSync("loop.csv", join(lab.work, "shared/loop.csv"));
    expect((await planned("--roster", "c.csv")).json).toMatchObject(
      refusal(/^loop\.csv can't be read .* whether it is a roster/),
    );
    rmSync(join(lab.work, "shared/loop.csv"));
  });

  test("is that of the roster before, until that one is moved away", async () => {
    lab.write("moved/b.yaml", PEOPLE);
    const planned = (...args: string[]) => lab.roster(["plan", "--cwd", "moved", "--json", ...args]);
    expect((await planned("--roster", "b.yaml")).json).toMatchObject({ review: { project: "moved" } });
    lab.write("moved/roster.yaml", PEOPLE);
    expect((await planned()).json).toMatchObject({ error: { code: "project" } });
    rmSync(join(lab.work, "moved/b.yaml"));
    expect((await planned()).json).toMatchObject({ review: { project: "moved" } });
  });

  test("must be said by a roster of another folder, and is one roster's from init on", async () => {
    lab.write("elsewhere/people.yaml", PEOPLE);
    const args = ["plan", "--cwd", "moved", "--roster", "../elsewhere/people.yaml", "--json"];
    const message = expect.stringMatching(/lies in another folder .*`project: moved`/);
    expect((await lab.roster(args)).json).toMatchObject({ error: { code: "project", message } });
    lab.write("one/other.yaml", PEOPLE);
    const other = await lab.roster(["plan", "--cwd", "one", "--roster", "other.yaml", "--json"]);
    expect(other.json).toMatchObject({ error: { code: "project", message: expect.stringContaining("roster.yaml") } });
  });

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
