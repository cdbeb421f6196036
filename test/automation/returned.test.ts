import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanFile } from "../../automation/plan/plan-file";
import { renderTerminal } from "../../automation/reports/terminal";
import type { RunReport } from "../../automation/runs/apply/run-report";
import { RosterLab } from "./roster-lab";
import { reviewOf } from "./snapshots";

const ROSTER = `people:
  ada: { given: Ada, family: Byron, email: ada@example.com, adobe: { profile: Author }, nerm: {} }
`;

describe("a person whose account is gone", () => {
  let lab: RosterLab;
  beforeAll(async () => {
    lab = await RosterLab.open("embedded", { adobe: { revive: "new-id" } });
    lab.write("roster.yaml", ROSTER);
    expect((await lab.roster(["init"])).code).toBe(0);
    lab.install();
    expect((await lab.roster(["plan"])).code).toBe(2);
    expect((await lab.roster(["apply"])).code).toBe(0);
  });
  afterAll(() => lab.close());

  test("is told by plan, and by apply's report and summary with both ids", async () => {
    const { adobe, nerm } = lab.sandbox;
    const before = { adobe: adobe.get("ada@example.com")?.id ?? "", nerm: nerm.get("ada")?.id ?? "" };
    adobe.delete(before.adobe);
    nerm.delete(before.nerm);
    const planned = await lab.roster(["plan", "--json"]);
    expect((planned.json as PlanFile).review.changes).toMatchObject([
      { platform: "adobe", classes: ["joiner"], formerId: before.adobe },
      { platform: "nerm", classes: ["joiner"], formerId: before.nerm },
    ]);
    expect((planned.json as PlanFile).review.changes.filter(({ id }) => id !== undefined)).toEqual([]);
    const { code, out } = await lab.roster(["apply", "--out", "run"]);
    expect(code).toBe(0);
    const after = {
      adobe: adobe.accounts().find(({ email, state }) => email === "ada@example.com" && state === "ACTIVE")?.id ?? "",
      nerm: nerm.get("ada")?.id ?? "",
    };
    expect(after.adobe).not.toBe(before.adobe);
    expect(after.nerm).not.toBe(before.nerm);
    const report = JSON.parse(lab.read("run/report.json")) as RunReport;
    for (const platform of ["adobe", "nerm"] as const) {
      expect(report.changes.find((change) => change.platform === platform)).toMatchObject({
        formerId: before[platform],
        id: after[platform],
        outcome: "done",
      });
      expect(out).toContain(
        `Ada Byron (${platform}) came back under a new id: ${before[platform]} -> ${after[platform]}`,
      );
      expect(lab.read("run/report.md")).toContain(`\`${before[platform]}\` → \`${after[platform]}\``);
    }
  });
});

const ADA = { email: "ada@example.com", name: "Ada", tenant: "1" };

describe("a review of somebody whose account is gone", () => {
  test("says that a new one is made", () => {
    const { review } = reviewOf([{ name: "ada", id: "7", stored: ADA, observed: "gone", declared: ADA }]);
    expect(review.changes).toMatchObject([{ classes: ["joiner"], formerId: "7" }]);
    expect(renderTerminal(review)).toContain("their account 7 is gone; a new one is made");
  });

  test("knows them by their address under another name of the resource", () => {
    const { review } = reviewOf([
      { name: "ada", id: "7", stored: ADA, observed: "gone" },
      { name: "ada-byron", id: "", declared: { ...ADA, email: "ADA@example.com" } },
    ]);
    expect(review.changes).toMatchObject([{ key: "ada-byron", classes: ["joiner"], formerId: "7" }]);
  });

  test("says nothing of the kind of somebody who is new", () => {
    const { review } = reviewOf([{ name: "ada", declared: ADA }]);
    expect(review.changes[0]).not.toHaveProperty("formerId");
    expect(renderTerminal(review)).not.toContain("is gone");
  });
});
