import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { killTree } from "../../automation/cli/process-tree";
import type { Review } from "../../automation/plan/review/review";
import { DEADLINE_MILLISECONDS } from "../deadline";
import { ROOT, RosterLab } from "./roster-lab";

const PEOPLE = 40;
/** Creations at once, unless the configuration says otherwise. */
const UNDER_WAY = 8;
const COMMAND = join(ROOT, "dist", "automation", "main.js");
const ROSTER = `people:\n${Array.from(
  { length: PEOPLE },
  (_, i) =>
    `  p${i}: { given: P, family: "${i}", email: p${i}@example.com, adobe: { profile: Author, roles: [Author, Learner] } }\n`,
).join("")}`;

describe.skipIf(process.platform === "win32")("an apply of a set that is killed (needs signals)", () => {
  let lab: RosterLab;
  beforeEach(async () => {
    lab = await RosterLab.open();
    lab.write("roster.yaml", ROSTER);
  });
  afterEach(() => lab.close());

  const accounts = (): readonly string[] =>
    lab.sandbox.adobe
      .people()
      .map(({ email }) => email)
      .filter((email) => /^p\d+@/.test(email));

  async function plan(): Promise<{ readonly code: number; readonly review: Review }> {
    const { code, json } = await lab.roster(["plan", "--json"]);
    return { code, review: (json as { review: Review }).review };
  }

  /** Ends the command and all that it has started, when some more accounts are made and others are under way. */
  async function applyAndKill(): Promise<void> {
    lab.sandbox.adobe.faults.add({ method: "POST", path: /\/users/, fault: { kind: "slow", ms: 300 } });
    const before = accounts().length;
    const child = spawn(process.execPath, [COMMAND, "apply", "--engine=embedded"], {
      cwd: lab.work,
      env: lab.environment,
      stdio: "ignore",
      detached: true,
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    const deadline = Date.now() + DEADLINE_MILLISECONDS;
    while (accounts().length < before + 10 && child.exitCode === null && Date.now() < deadline) await pause(5);
    killTree(Number(child.pid));
    await ended;
    lab.sandbox.adobe.faults.clear();
    expect(accounts().length).toBeGreaterThan(before);
    expect(accounts().length).toBeLessThan(PEOPLE);
  }

  test("twice ends with every account once, and with everybody in the state", async () => {
    expect((await plan()).code).toBe(2);
    await applyAndKill();
    const journals = readdirSync(join(lab.work, ".roster", "journal"));
    expect(journals).toHaveLength(1);
    const journal = join(lab.work, ".roster", "journal", String(journals[0]));
    expect(readFileSync(journal, "utf8")).not.toMatch(/example|p\d+@/);
    expect(statSync(journal).mode & 0o077).toBe(0);

    for (const again of [true, false]) {
      const { code, review } = await plan();
      expect(code).toBe(2);
      expect(review.existing).toHaveLength(accounts().length);
      expect(new Set(review.existing.map(({ outcome }) => outcome))).toEqual(new Set(["adopted"]));
      expect(review.notes.join()).toContain("were created in an interrupted run, and will be taken on");
      if (again) await applyAndKill();
    }
    const { code, json } = await lab.roster(["apply", "--json"]);
    expect(json).toMatchObject({ outcome: "applied" });
    expect(code).toBe(0);
    expect([...accounts()].sort()).toEqual(Array.from({ length: PEOPLE }, (_, i) => `p${i}@example.com`).sort());
    const file = join(lab.work, ".roster", "state", "acme", "dev.json");
    const { deployment } = JSON.parse(readFileSync(file, "utf8")) as {
      deployment: { resources: { type: string; outputs: { ids: object; origins: object } }[] };
    };
    const set = deployment.resources.find(({ type }) => type.endsWith(":Users"));
    expect(Object.keys(set?.outputs.ids ?? {})).toHaveLength(PEOPLE);
    // Whose creation was under way at a kill may be somebody else's by now: they are adopted, and all others were created.
    const origins = Object.values(set?.outputs.origins ?? {});
    expect(origins.length).toBeLessThanOrEqual(2 * UNDER_WAY);
    expect(new Set(origins)).toEqual(origins.length > 0 ? new Set(["adopted"]) : new Set());
    expect(existsSync(journal)).toBe(false);
    expect((await plan()).code).toBe(0);
  });

  test("takes on nobody whom another one has created meanwhile", async () => {
    expect((await plan()).code).toBe(2);
    await applyAndKill();
    const missing = Array.from({ length: PEOPLE }, (_, i) => `p${i}@example.com`).find(
      (email) => !accounts().includes(email),
    );
    lab.sandbox.adobe.create({ email: String(missing), name: "Somebody else", profile: "Visitor" });
    const { code, review } = await plan();
    expect(code).toBe(4);
    expect(review.existing.filter(({ outcome }) => outcome === "refused")).toHaveLength(1);
  });
});
