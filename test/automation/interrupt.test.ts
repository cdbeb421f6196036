import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { Review } from "../../automation/plan/review/review";
import type { RunReport } from "../../automation/runs/apply/run-report";
import { DEADLINE_MILLISECONDS } from "../deadline";
import { HAS_PULUMI } from "../e2e/pulumi-lab";
import { ROOT, RosterLab } from "./roster-lab";

const COMMAND = join(ROOT, "dist", "automation", "main.js");
const PEOPLE = 60;
/** The vendor has made an account so long before it says so: whoever is ended in between loses somebody. */
const ANSWER_MILLISECONDS = 300;
const SOON_MILLISECONDS = 20_000;
const LONGER_THAN_THE_TEST = 600_000;

const PROGRAM = `const { adobe } = require("pulumi-roster");
for (let i = 0; i < ${PEOPLE}; i++) new adobe.User("p" + i, { email: "p" + i + "@example.com", name: "P " + i });
`;

/** util-linux's \`script\` gives a command a terminal of its own. */
const HAS_TERMINAL = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

interface Apply {
  readonly process: ChildProcess;
  /** The exit code and all output. */
  readonly ended: Promise<{ readonly code: number | null; readonly text: string }>;
  /** Waits until this is part of the output. */
  readonly said: (words: string) => Promise<void>;
}

let lab: RosterLab;
let apply: Apply | undefined;

/** Everybody is planned, and the vendor takes its time to answer. */
async function begin(engine: "embedded" | "pulumi"): Promise<void> {
  lab = await RosterLab.open(engine);
  await lab.begin("own", PROGRAM);
  expect((await lab.roster(["plan"])).code).toBe(2);
  slowDown();
}

function slowDown(ms = ANSWER_MILLISECONDS): void {
  const fault = { kind: "slow", ms } as const;
  lab.sandbox.adobe.faults.add({ method: "POST", path: /\/users/, fault });
}

/** Starts a command as the leader of a process group, in the lab's folder. */
function start(command: string, args: readonly string[]): Apply {
  const child = spawn(command, args, { cwd: lab.work, env: lab.environment, detached: true });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (text += data));
  const ended = new Promise<{ code: number | null; text: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, text }));
  });
  const said = async (words: string): Promise<void> => {
    while (!text.includes(words) && child.exitCode === null) await pause(5);
    expect(text).toContain(words);
  };
  return { process: child, ended, said };
}

/** Waits for the middle of a run: some accounts are made, and others are under way. */
async function until(isReached: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MILLISECONDS;
  while (!isReached() && apply?.process.exitCode === null && Date.now() < deadline) await pause(5);
  expect(isReached()).toBe(true);
  expect(accounts().length).toBeLessThan(PEOPLE);
}

function accounts(): readonly string[] {
  return lab.sandbox.adobe
    .people()
    .filter(({ email }) => /^p\d+@/.test(email))
    .map(({ email }) => email.replace(/@.*/, ""))
    .sort();
}

/** The report, the vendor and the state tell the same of everybody, and a new plan leads on. */
async function expectNobodyLost(): Promise<void> {
  const { outcome, changes } = JSON.parse(lab.read("run/report.json")) as RunReport;
  expect(outcome).toBe("interrupted");
  const done = changes.filter((change) => change.outcome === "done").map(({ key }) => key);
  expect(new Set(changes.map((change) => change.outcome))).toEqual(new Set(["done", "not-started"]));
  expect(accounts()).toEqual([...done].sort());
  lab.sandbox.adobe.faults.clear();
  const { json } = await lab.roster(["plan", "--json"]);
  const { review } = json as { review: Review };
  expect(review).toMatchObject({ people: PEOPLE, unchanged: done.length, existing: [] });
  expect(review.changes.map(({ key, classes }) => [key, ...classes]).sort()).toEqual(
    changes
      .filter((change) => change.outcome === "not-started")
      .map(({ key }) => [key, "joiner"])
      .sort(),
  );
}

describe("an apply that is interrupted", () => {
  afterEach(async () => {
    const { pid, exitCode, signalCode } = apply?.process ?? {};
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
    await apply?.ended;
    apply = undefined;
    await lab.close();
  });

  function startApply(engine: "embedded" | "pulumi"): Apply {
    apply = start(process.execPath, [COMMAND, "apply", "--engine", engine, "--out", "run"]);
    return apply;
  }

  /** What a shell does with Ctrl-C: the signal goes to everybody in the command's process group. */
  async function interruptGroup(engine: "embedded" | "pulumi"): Promise<void> {
    await begin(engine);
    const { process: leader, ended } = startApply(engine);
    await until(() => accounts().length > 5);
    process.kill(-Number(leader.pid), "SIGINT");
    const { code, text } = await ended;
    expect(text).toContain("stopping: what runs is finished");
    expect(text).toContain("interrupted after");
    expect(code).toBe(1);
    await expectNobodyLost();
  }

  test("with its whole process group finishes whom it is at and records who is done", async () => {
    await interruptGroup("embedded");
    // The next one goes on, and to its end, although nobody takes its output any more.
    slowDown();
    const before = accounts().length;
    const { process: child, ended } = startApply("embedded");
    await until(() => accounts().length > before);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).code).toBe(0);
    expect(JSON.parse(lab.read("run/report.json"))).toMatchObject({ outcome: "applied" });
    expect(accounts()).toHaveLength(PEOPLE);
    expect(new Set(accounts()).size).toBe(PEOPLE);
  });

  test.skipIf(!HAS_PULUMI)("does so on pulumi (needs the pulumi command)", () => interruptGroup("pulumi"));

  async function interruptTwice(engine: "embedded" | "pulumi"): Promise<void> {
    await begin(engine);
    const { process: leader, ended, said } = startApply(engine);
    await until(() => accounts().length > 5);
    lab.sandbox.adobe.faults.clear();
    slowDown(LONGER_THAN_THE_TEST);
    const before = accounts().length;
    await until(() => accounts().length > before);
    leader.kill("SIGINT");
    await said("Once more ends it at once");
    leader.kill("SIGINT");
    expect(await Promise.race([ended, pause(SOON_MILLISECONDS)])).toMatchObject({ code: 130 });
    expect(existsSync(join(lab.work, "run", "report.json"))).toBe(false);
    lab.sandbox.adobe.faults.clear();
    const { json } = await lab.roster(["plan", "--json"]);
    const { review } = json as { review: Review };
    expect(review.existing.length).toBeGreaterThan(0);
    expect(review.unchanged + review.existing.length).toBe(accounts().length);
    expect(accounts().length).toBeLessThan(PEOPLE);
  }

  test("a second time ends at once, and the next plan knows of everybody who was under way", () =>
    interruptTwice("embedded"));

  test.skipIf(!HAS_PULUMI)("a second time does so on pulumi (needs the pulumi command)", () =>
    interruptTwice("pulumi"),
  );

  /** The command in a terminal of its own, whose keyboard is the process's input. */
  async function startInTerminal(): Promise<Apply> {
    await begin("embedded");
    const command = `stty cols 100; exec "${process.execPath}" "${COMMAND}" apply --engine embedded --out run`;
    apply = start("script", ["--quiet", "--return", "--command", command, "/dev/null"]);
    await until(() => accounts().length > 5);
    return apply;
  }

  test.skipIf(!HAS_TERMINAL)("by Ctrl-C in a terminal does so (needs script of util-linux)", async () => {
    const { process: terminal, ended } = await startInTerminal();
    terminal.stdin?.write("\x03");
    const { code, text } = await ended;
    expect(text).toContain("interrupted after");
    expect(code).toBe(1);
    await expectNobodyLost();
  });

  test.skipIf(!HAS_TERMINAL)("by a terminal that is closed does so (needs script of util-linux)", async () => {
    const { process: terminal, ended } = await startInTerminal();
    terminal.kill("SIGKILL");
    await ended;
    const deadline = Date.now() + DEADLINE_MILLISECONDS;
    while (!existsSync(join(lab.work, "run", "report.md")) && Date.now() < deadline) await pause(20);
    await expectNobodyLost();
  });
});
