import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RosterLab } from "./roster-lab";

const ROSTER = "people:\n  ada: { name: Ada Byron, email: ada@example.com, adobe: }\n";

/** The words of a line, as a shell takes them. */
function wordsOf(line: string): readonly string[] {
  return execFileSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);
}

describe("the command that a plan names next", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open();
    lab.write("roster.yaml", ROSTER);
    expect((await lab.roster(["init", "--stack", "prod"])).code).toBe(0);
    lab.install();
  });
  afterAll(() => lab.close());

  test("applies that plan as it stands there, to the stack that was planned and from where the plan is", async () => {
    const planned = await lab.roster(["plan", "--stack", "prod", "--out", "review"]);
    expect(planned.code).toBe(2);
    const [, command = ""] = /^ next +roster (.*)$/m.exec(planned.out) ?? [];
    const environment = { ...lab.environment, PULUMI_STACK: "dev" };
    const elsewhere = await lab.roster(command.split(" "), { environment });
    expect(elsewhere.error).toContain("this plan is for acme/prod on embedded, and this is acme/dev");
    expect(lab.writes()).toEqual([]);
    expect((await lab.roster(command.split(" "))).code).toBe(0);
    expect(lab.sandbox.adobe.people().map(({ email }) => email)).toContain("ada@example.com");
  });

  test("repeats what was said of folder, roster, stack and approvals, each as one word to a shell", async () => {
    lab.writes();
    const name = "team: 2026 #1's.yaml";
    const many = ["b", "c", "d"]
      .map((key) => `  ${key}: { name: ${key}, email: ${key}@example.com, adobe: }\n`)
      .join("");
    lab.write(`sub folder/${name}`, `project: sub\npeople:\n${many}`);
    lab.write(
      "sub folder/roster.guard.yaml",
      "limits: { joiners: 1 }\nplatforms: { adobe: { limits: { joiners: 2 } } }\n",
    );
    const environment = { ...lab.environment, PULUMI_STACK: "other" };
    const common = ["--cwd", "sub folder", "--roster", name, "--stack", "prod"];
    expect(await lab.roster(["init", ...common], { environment })).toMatchObject({ code: 0 });
    symlinkSync(join(lab.work, "node_modules"), join(lab.work, "sub folder", "node_modules"), "dir");
    const refused = await lab.roster(["plan", ...common], { environment });
    expect(refused.code).toBe(4);
    const [, all = ""] = /^ all +roster (.*)$/m.exec(refused.out) ?? [];
    expect(all).toContain("--allow joiners=3 --allow adobe.joiners=3");
    const allowed = await lab.roster(["plan", ...common, "--allow", "joiners=3", "--allow", "adobe.joiners=3"], {
      environment,
    });
    const [, next = ""] = /^ next +roster (.*)$/m.exec(allowed.out) ?? [];
    expect(next).toBe(all);
    expect(lab.writes()).toEqual([]);
    expect(await lab.roster(wordsOf(next), { environment })).toMatchObject({ code: 0 });
    expect(lab.sandbox.adobe.people().map(({ email }) => email)).toContain("c@example.com");
  });
});
