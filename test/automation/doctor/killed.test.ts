import { spawn } from "node:child_process";
import { readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { killTree } from "../../../automation/cli/process-tree";
import { environmentOf, type FaultRule } from "../../../sandbox/index";
import { ROOT } from "../roster-lab";
import { ADDRESS, DoctorLab } from "./doctor-lab";

const COMMAND = join(ROOT, "dist", "automation", "main.js");
/** Beside the address nothing of the person is kept. */
const KEPT = ["address", "begunAt", "ids", "platform", "tenant"];
const LONGER_THAN_THE_TEST = 600_000;

let lab: DoctorLab;
beforeEach(async () => {
  lab = await DoctorLab.open();
});
afterEach(() => lab.close());

/** Starts the command, and ends it and all that it has started while a request is under way. */
async function killAt(rule: Omit<FaultRule, "fault">): Promise<void> {
  const { faults } = lab.sandbox.adobe;
  faults.add({ path: /\/users/, ...rule, fault: { kind: "slow", ms: LONGER_THAN_THE_TEST } });
  const environment = environmentOf(lab.sandbox);
  const child = spawn(process.execPath, [COMMAND, "doctor", "--platform", "adobe", "--try", ADDRESS], {
    cwd: lab.folder,
    env: { ...process.env, ...environment },
    stdio: "ignore",
    detached: true,
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  while (!faults.report().some(({ struck }) => struck > 0) && child.exitCode === null) await pause(5);
  expect(child.exitCode).toBeNull();
  killTree(Number(child.pid));
  await ended;
  faults.clear();
}

describe.skipIf(process.platform === "win32")("a trial that is killed (needs signals)", { timeout: 60_000 }, () => {
  test.each<[string, Omit<FaultRule, "fault">, number]>([
    ["after the creation, before its answer", { method: "POST", nth: 1 }, 1],
    ["in a trial that has removed the person", { method: "DELETE", nth: 1 }, 0],
    ["in a trial that has made them again", { method: "POST", nth: 2 }, 1],
    ["before the removal", { method: "GET", path: /\/users\/\d+/ }, 1],
  ])("%s leaves what the next start needs to remove the person", async (_, rule, there) => {
    await killAt(rule);
    expect(lab.doctored()).toHaveLength(there);
    const [journal, ...others] = lab.journals();
    expect(others).toEqual([]);
    const file = join(lab.folder, ".roster", "journal", String(journal));
    const entry: unknown = JSON.parse(readFileSync(file, "utf8"));
    expect(Object.keys(entry as object).toSorted()).toEqual(KEPT);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // The first one waits until it is sure that nobody touches the file any more; the others come much later.
    if (rule.nth !== 1 || there === 0) utimesSync(file, new Date(0), new Date(0));
    const { code, error } = await lab.doctor(["--platform", "adobe"]);
    expect(error).toContain("removing whom an earlier trial has left at Adobe Learning Manager");
    expect([code, lab.doctored(), lab.journals()]).toEqual([0, [], []]);
  });
});
