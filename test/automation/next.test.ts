import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RosterLab } from "./roster-lab";

const ROSTER = "people:\n  ada: { name: Ada Byron, email: ada@example.com, adobe: }\n";

describe("the command that a plan names next", { timeout: 60_000 }, () => {
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
});
