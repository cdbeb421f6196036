import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Engine, type EngineOptions } from "../../engine/index";
import { type AdobeEmulator, startAdobe } from "../../sandbox/index";

const FIXTURES = join(__dirname, "..", "engine", "fixtures");
const PEOPLE = 200;
/** How many moments of a run are tried, spread over all of it; `USERS_KILLS=20` is the long form. */
const KILLS = Number(process.env["USERS_KILLS"] ?? 1);
const DEADLINE_MILLISECONDS = 60_000;

/** Once so many accounts are there, and a little later. */
const moments = Array.from({ length: KILLS }, (_, i) => Math.floor((PEOPLE * (i + 0.5)) / KILLS));

describe("an up of a set of 200 people that is killed", { timeout: 180_000 }, () => {
  let folder: string;
  let vendor: AdobeEmulator;
  let killed: ChildProcess | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "users-kill-"));
    vendor = await startAdobe({ latency: 8 });
  });
  afterEach(async () => {
    if (killed?.pid !== undefined && killed.exitCode === null && killed.signalCode === null) {
      process.kill(-killed.pid, "SIGKILL");
    }
    await vendor.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const options = (adopt: "identical" | "no"): EngineOptions => ({
    programDirectory: join(FIXTURES, "people"),
    stack: "dev",
    stateDirectory: folder,
    passphrase: "open sesame",
    env: {
      ADOPT: adopt,
      SET: "yes",
      PEOPLE: String(PEOPLE),
      NODE_COMPILE_CACHE: join(tmpdir(), "engine-lab-compile-cache"),
      ROSTER_ADOBE_URL: vendor.url,
      ROSTER_ADOBE_TOKEN: vendor.token,
    },
  });

  /** Starts an up, kills its whole process group once so many accounts are there, and waits until nobody writes. */
  async function killAt(accounts: number, adopt: "identical" | "no"): Promise<void> {
    const runner = spawn(process.execPath, [join(FIXTURES, "run-engine.js"), JSON.stringify(options(adopt)), "up"], {
      detached: true,
      stdio: "ignore",
    });
    killed = runner;
    const ended = new Promise<void>((resolve) => runner.once("exit", () => resolve()));
    const deadline = Date.now() + DEADLINE_MILLISECONDS;
    while (vendor.people().length < accounts && runner.exitCode === null && Date.now() < deadline) await pause(1);
    if (runner.pid !== undefined && runner.exitCode === null) process.kill(-runner.pid, "SIGKILL");
    await ended;
    expect(runner.signalCode).toBe("SIGKILL");
    // What was under way may still arrive: the emulator is done once the number of accounts stands still.
    for (let before = -1; before !== vendor.people().length; ) {
      before = vendor.people().length;
      await pause(30);
    }
  }

  function expectEachOnce(): void {
    const people = vendor.people();
    expect(people.map(({ state }) => state)).toEqual(Array.from({ length: PEOPLE }, () => "ACTIVE"));
    expect(new Set(people.map(({ email }) => email)).size).toBe(PEOPLE);
  }

  async function idsOf(engine: Engine): Promise<Record<string, string>> {
    const { deployment } = await engine.exportState();
    const set = (deployment.resources ?? []).find(({ type }) => type.endsWith("adobe:Users"));
    return (set?.outputs?.["ids"] ?? {}) as Record<string, string>;
  }

  test.each(moments)("with %i accounts made, goes on in the next up, with each person once", async (accounts) => {
    await killAt(accounts, "identical");
    const engine = new Engine(options("identical"));
    const made = vendor.people().length;
    vendor.log.clear();
    const result = await engine.up();
    expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expectEachOnce();
    expect(vendor.log.writes()).toHaveLength(PEOPLE - made);
    expect(Object.values(await idsOf(engine)).sort()).toEqual(
      vendor
        .people()
        .map(({ id }) => id)
        .sort(),
    );
  });

  test("without adopt, the next up refuses whoever is there, makes the others, and twins nobody", async () => {
    await killAt(90, "no");
    const made = vendor.people().length;
    const engine = new Engine(options("no"));
    const result = await engine.up();
    expect(result.succeeded).toBe(false);
    expect(JSON.stringify(result.diagnostics)).toContain(`${PEOPLE - made} of ${PEOPLE} people are done`);
    expectEachOnce();
    expect(Object.keys(await idsOf(engine))).toHaveLength(PEOPLE - made);
    const adopting = new Engine(options("identical"));
    vendor.log.clear();
    expect((await adopting.up()).succeeded).toBe(true);
    expect(vendor.log.writes()).toEqual([]);
    expect(Object.keys(await idsOf(adopting))).toHaveLength(PEOPLE);
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
