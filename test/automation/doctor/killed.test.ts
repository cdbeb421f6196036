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

/** What a trial has written of somebody, and when its process was last at it. */
function leave(entry: object, lastAlive: number, platform = "adobe"): void {
  const file = `.roster/journal/doctor-${platform}.json`;
  const tenant = platform === "adobe" ? lab.sandbox.adobe.accountId : lab.sandbox.scim.url;
  lab.write(file, JSON.stringify({ platform, tenant, address: ADDRESS, ids: [], begunAt: lastAlive, ...entry }));
  utimesSync(join(lab.folder, file), new Date(lastAlive), new Date(lastAlive));
}

describe("a trial that was killed", () => {
  test("before its journal was there has made nobody, and leaves nothing", async () => {
    for (const [i, text] of ["", "{", '{\n  "platform": "adobe",'].entries()) {
      const file = `.roster/journal/doctor-adobe.json.${i}.part`;
      lab.write(file, text);
      utimesSync(join(lab.folder, file), new Date(0), new Date(0));
    }
    lab.write(".roster/journal/doctor-scim.json.7.part", "{");
    const { code, error } = await lab.doctor(["--platform", "adobe"]);
    expect(error).not.toMatch(/removing|left/);
    // Whose file was touched a moment ago may be about to have a journal.
    expect([code, lab.writes(), lab.journals()]).toEqual([0, [], ["doctor-scim.json.7.part"]]);
  });

  test.skipIf(process.platform === "win32")("while it wrote its journal has none (needs signals)", async () => {
    const folder = join(lab.folder, ".roster", "journal");
    const module = join(ROOT, "dist", "automation", "runs", "doctor", "trial-journal.js");
    const entry = '{ platform: "adobe", tenant: "1", address: "x".repeat(1e8), begunAt: 0 }';
    const source = `require(${JSON.stringify(module)}).TrialJournal.begin(${JSON.stringify(folder)}, ${entry})`;
    const child = spawn(process.execPath, ["-e", source], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("close", resolve));
    while (lab.journals().length === 0 && child.exitCode === null) await pause(1);
    child.kill("SIGKILL");
    await ended;
    expect(lab.journals()).toEqual([expect.stringMatching(/^doctor-adobe\.json\.\d+\.part$/)]);
  });

  test("before the creation was sent says that somebody may be left, until the vendor's time for it is over", async () => {
    leave({}, Date.now() - 20_000);
    const first = await lab.doctor(["--platform", "adobe"]);
    expect(first.error).toContain(
      `an account for ${ADDRESS} may still be there: whether the account was made is not known, and it doesn't show`,
    );
    expect([first.code, lab.writes(), lab.journals()]).toEqual([1, [], ["doctor-adobe.json"]]);
    leave({}, Date.now() - 300_000);
    const later = await lab.doctor(["--platform", "adobe"]);
    expect([later.code, lab.writes(), lab.journals()]).toEqual([0, [], []]);
  });

  test.each([
    ["whose creation", () => []],
    ["whose second creation", () => [lab.sandbox.adobe.create({ email: "x@example.com", name: "X" })]],
  ])("and %s shows late is removed at the next start", async (_, former) => {
    const ids = former().map(({ id }) => id);
    for (const id of ids) lab.sandbox.adobe.delete(id);
    leave({ ids }, Date.now() - 3_000);
    const person = { email: ADDRESS, name: "Roster Doctor", profile: "Trial" };
    const late = setTimeout(() => lab.sandbox.adobe.create(person), 2_000);
    const { code, error } = await lab.doctor(["--platform", "adobe"]);
    clearTimeout(late);
    expect(lab.sandbox.adobe.people().filter(({ email }) => email === ADDRESS)).toHaveLength(1);
    expect([code, lab.doctored(), lab.journals()], error).toEqual([0, [], []]);
  });

  test("after the removal leaves nothing to do", async () => {
    const { id } = lab.sandbox.adobe.create({ email: ADDRESS, name: "Roster Doctor", profile: "Trial" });
    lab.sandbox.adobe.delete(id);
    leave({ ids: [id] }, Date.now() - 20_000);
    const { code } = await lab.doctor(["--platform", "adobe"]);
    expect([code, lab.writes(), lab.journals()]).toEqual([0, [], []]);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ["all that was sent", { name: { givenName: "Roster", familyName: "Doctor" }, nickName: "Roster" }, 0],
    ["what the vendor keeps of it", { name: { givenName: "Roster", familyName: "Doctor" } }, 0],
    ["something else in its place", { name: { givenName: "Roster", familyName: "Doctor" }, nickName: "Ada" }, 1],
    ["the address alone", {}, 1],
  ])("and had heard of no id, with an account that shows %s", async (_, shown, left) => {
    lab.sandbox.scim.create({ userName: ADDRESS, ...shown });
    leave({}, Date.now() - 20_000, "scim");
    const { code, error } = await lab.doctor(["--platform", "scim"]);
    expect(lab.sandbox.scim.people(), error).toHaveLength(left);
    expect(code).toBe(left);
  });
});

describe.skipIf(process.platform === "win32")("a trial that is killed (needs signals)", () => {
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
