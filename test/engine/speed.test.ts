import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { afterAll, describe, expect, test } from "vitest";
import { built } from "../e2e/build";
import { errorsOf } from "./lab";
import { runAlone, runPassedThrough } from "./least-monitors";
import { pulumiVersion } from "./stage";

const PEOPLE = 1_000;
/** Rounds; the ratios are the medians of theirs, so that what else the machine does hits both sides. */
const ROUNDS = 15;
const MOST_TIMES_THE_PROGRAM_ALONE = 1.2;
/** The engine's own part of an `up`: how fast the calls are depends on the machine, what comes on top of them hardly. */
const MOST_TIMES_THE_CALLS_ALONE = 1.1;
const LEAST_TIMES_FASTER_THAN_PULUMI = 5;
const PROGRAM = join(__dirname, "fixtures", "people");
/** The build, as programs use it: the test runner's own loading of the sources takes several percent. */
const load = createRequire(__filename);
const { Engine } = load(built("engine/index.js")) as typeof import("../../engine");
const { startSandboxProcess } = load(built("bench/vendor-process.js")) as typeof import("../../bench/vendor-process");
const BY_THE_CALLS = "up, by the calls alone";
const OPERATIONS = ["preview", "up", "preview again"] as const;

/** Slow, and only worth something on a machine that does little else: `ENGINE_SPEED=1` asks for it. */
describe.skipIf(process.env["ENGINE_SPEED"] === undefined)("the speed of 1,000 people, one resource each", () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-speed-"));
  const ups: number[] = [];
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("preview and up take little more than the program alone", async () => {
    const rounds: Record<string, number>[] = [];
    const alone = (): Promise<number> => withVendor((environment) => runAlone({ program: PROGRAM, environment }));
    await alone();
    let before = await alone();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const seconds = await withVendor((env) => embeddedRuns(join(folder, String(round)), env));
      const calls = await withVendor((environment) => runPassedThrough({ program: PROGRAM, environment }));
      const after = await alone();
      const program = (before + after) / 2;
      before = after;
      ups.push(seconds["up"] ?? 0);
      const figures = { "program alone": program, "calls alone": calls, ...seconds };
      console.log(`round ${round}:`, JSON.stringify(figures));
      const times = Object.entries(figures).map(([name, value]) => [name, value / program]);
      rounds.push({ ...Object.fromEntries(times), [BY_THE_CALLS]: (seconds["up"] ?? 0) / calls });
    }
    const medians = Object.fromEntries(
      Object.keys(rounds[0] ?? {}).map((name) => [name, median(rounds.map((round) => round[name] ?? 0))]),
    );
    console.log("times the program alone, medians:", JSON.stringify(medians));
    for (const name of OPERATIONS) expect.soft(medians[name], name).toBeLessThanOrEqual(MOST_TIMES_THE_PROGRAM_ALONE);
    expect.soft(medians[BY_THE_CALLS], BY_THE_CALLS).toBeLessThanOrEqual(MOST_TIMES_THE_CALLS_ALONE);
  }, 1_200_000);

  test.skipIf(pulumiVersion() === undefined)(
    "up is much faster than pulumi with a file backend (needs pulumi on the PATH)",
    async () => {
      const pulumi = await withVendor((env) => pulumiUp(folder, env));
      const times = pulumi / median(ups);
      console.log(`pulumi up ${pulumi.toFixed(2)} s, ${times.toFixed(1)} times the embedded one`);
      expect(times).toBeGreaterThanOrEqual(LEAST_TIMES_FASTER_THAN_PULUMI);
    },
    900_000,
  );
});

/** Runs something against an emulated vendor of its own, in a process of its own, with nobody there yet. */
async function withVendor<Result>(work: (environment: Record<string, string>) => Promise<Result>): Promise<Result> {
  const { adobe, close } = await startSandboxProcess();
  try {
    return await work({
      PEOPLE: String(PEOPLE),
      ADOPT: "identical",
      ROSTER_ADOBE_URL: adobe.url,
      ROSTER_ADOBE_CLIENT_ID: adobe.clientId,
      ROSTER_ADOBE_CLIENT_SECRET: adobe.clientSecret,
      ROSTER_ADOBE_REFRESH_TOKEN: adobe.refreshToken,
    });
  } finally {
    await close();
  }
}

/** Seconds of a preview, an up and a preview without changes of a new stack, from the call to the result. */
async function embeddedRuns(stateDirectory: string, env: Record<string, string>): Promise<Record<string, number>> {
  const engine = new Engine({ programDirectory: PROGRAM, stack: "dev", stateDirectory, passphrase: "x", env });
  const seconds: Record<string, number> = {};
  for (const name of OPERATIONS) {
    const started = performance.now();
    const result = await (name === "up" ? engine.up() : engine.preview());
    seconds[name] = (performance.now() - started) / 1000;
    expect(errorsOf(result)).toEqual([]);
    expect(result.changes).toEqual({ [name === "preview again" ? "same" : "create"]: PEOPLE + 1 });
  }
  return seconds;
}

async function pulumiUp(folder: string, environment: Record<string, string>): Promise<number> {
  const workDir = join(folder, "program");
  cpSync(PROGRAM, workDir, { recursive: true });
  symlinkSync(resolve(__dirname, "../../node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "backend"));
  const envVars = {
    ...environment,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "x",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const stack = await LocalWorkspace.createStack({ stackName: "dev", workDir }, { envVars });
  const started = performance.now();
  await stack.up();
  return (performance.now() - started) / 1000;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
