import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type RegisterResourceRequest,
  RegisterResourceResponse,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { afterAll, describe, expect, test } from "vitest";
import { Engine } from "../../engine";
import { startServer, unary } from "../../engine/rpc";
import { errorsOf } from "./lab";
import { pulumiVersion } from "./stage";

const PEOPLE = 1_000;
/** Rounds; the ratios are the medians of theirs, so that what else the machine does hits both sides. */
const ROUNDS = 9;
const MOST_TIMES_THE_BARE_PROGRAM = 1.2;
const LEAST_TIMES_FASTER_THAN_PULUMI = 5;
const PROGRAM = join(__dirname, "fixtures", "people");
const RUN = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run");
const SANDBOX = join(__dirname, "..", "..", "dist", "sandbox", "main.js");
const OPERATIONS = ["preview", "up", "preview again"] as const;

/** Slow, and only worth something on a machine that does little else: `ENGINE_SPEED=1` asks for it. */
describe.skipIf(process.env["ENGINE_SPEED"] === undefined)("the speed of 1,000 people, one resource each", () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-speed-"));
  const ups: number[] = [];
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("preview and up take little more than the program alone", async () => {
    const ratios = Object.fromEntries(OPERATIONS.map((name) => [name, [] as number[]]));
    await withVendor(bareRun);
    let before = await withVendor(bareRun);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const seconds = await withVendor((env) => embeddedRuns(join(folder, String(round)), env));
      const after = await withVendor(bareRun);
      const bare = (before + after) / 2;
      before = after;
      ups.push(seconds["up"] ?? 0);
      for (const [name, list] of Object.entries(ratios)) list.push((seconds[name] ?? 0) / bare);
      const figures = OPERATIONS.map((name) => `${name} ${seconds[name]?.toFixed(2)} s`);
      console.log(`round ${round}: program alone ${bare.toFixed(2)} s, ${figures.join(", ")}`);
    }
    const medians = Object.fromEntries(Object.entries(ratios).map(([name, list]) => [name, median(list)]));
    console.log("times the program alone, medians:", medians);
    for (const name of OPERATIONS) expect.soft(medians[name], name).toBeLessThanOrEqual(MOST_TIMES_THE_BARE_PROGRAM);
  }, 900_000);

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
  const sandbox = spawn(process.execPath, [SANDBOX, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const { adobe } = JSON.parse(await firstLine(sandbox.stdout)) as { adobe: Record<string, string> };
    return await work({
      PEOPLE: String(PEOPLE),
      ADOPT: "identical",
      NODE_COMPILE_CACHE: join(tmpdir(), "engine-lab-compile-cache"),
      ROSTER_ADOBE_URL: adobe["url"] ?? "",
      ROSTER_ADOBE_CLIENT_ID: adobe["clientId"] ?? "",
      ROSTER_ADOBE_CLIENT_SECRET: adobe["clientSecret"] ?? "",
      ROSTER_ADOBE_REFRESH_TOKEN: adobe["refreshToken"] ?? "",
    });
  } finally {
    sandbox.kill();
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

/** Seconds that the program takes where every registration is answered at once. */
async function bareRun(environment: Record<string, string>): Promise<number> {
  const empty = unary<unknown, Empty>(() => new Empty());
  const server = await startServer(
    [EngineService, { log: empty, setRootResource: unary(() => new SetRootResourceResponse()) }],
    [
      ResourceMonitorService,
      {
        supportsFeature: unary(() => new SupportsFeatureResponse().setHassupport(true)),
        registerResourceOutputs: empty,
        signalAndWaitForShutdown: empty,
        registerResource: unary((request: RegisterResourceRequest) =>
          new RegisterResourceResponse()
            .setUrn(`urn:pulumi:dev::people::${request.getType()}::${request.getName()}`)
            .setId(request.getName())
            .setObject(request.getObject()),
        ),
      },
    ],
  );
  const started = performance.now();
  const addresses = ["--monitor", server.address, "--engine", server.address];
  const names = ["--organization", "organization", "--project", "people", "--stack", "dev"];
  const places = ["--root-directory", PROGRAM, "--pwd", PROGRAM, "--parallel", "8", "."];
  const program = spawn(process.execPath, [RUN, ...addresses, ...names, ...places], {
    cwd: PROGRAM,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const code = await new Promise((done) => program.once("exit", done));
  const seconds = (performance.now() - started) / 1000;
  server.stop();
  expect(code).toBe(0);
  return seconds;
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (stream !== null) {
    for await (const line of createInterface({ input: stream })) {
      return line;
    }
  }
  throw new Error("the sandbox ended at once");
}
