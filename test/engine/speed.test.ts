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
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Engine } from "../../engine";
import { startServer, unary } from "../../engine/rpc";
import { errorsOf } from "./lab";
import { pulumiVersion } from "./stage";

const PEOPLE = 1_000;
const MOST_TIMES_THE_BARE_PROGRAM = 1.2;
const LEAST_TIMES_FASTER_THAN_PULUMI = 5;
const PROGRAM = join(__dirname, "fixtures", "people");
const RUN = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run");
const SANDBOX = join(__dirname, "..", "..", "dist", "sandbox", "main.js");

/** Slow, and only worth something on a machine that does nothing else: `ENGINE_SPEED=1` asks for it. */
describe.skipIf(process.env["ENGINE_SPEED"] === undefined)("the speed of 1,000 people, one resource each", () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-speed-"));
  const figures: Record<string, number> = {};
  let environment: Record<string, string>;
  let sandbox: ReturnType<typeof spawn>;

  beforeAll(async () => {
    sandbox = spawn(process.execPath, [SANDBOX, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
    const { adobe } = JSON.parse(await firstLine(sandbox.stdout)) as { adobe: Record<string, string> };
    environment = {
      PEOPLE: String(PEOPLE),
      ADOPT: "identical",
      NODE_COMPILE_CACHE: join(tmpdir(), "engine-lab-compile-cache"),
      ROSTER_ADOBE_URL: adobe["url"] ?? "",
      ROSTER_ADOBE_CLIENT_ID: adobe["clientId"] ?? "",
      ROSTER_ADOBE_CLIENT_SECRET: adobe["clientSecret"] ?? "",
      ROSTER_ADOBE_REFRESH_TOKEN: adobe["refreshToken"] ?? "",
    };
  });
  afterAll(() => {
    sandbox.kill();
    rmSync(folder, { recursive: true, force: true });
    console.log(
      Object.entries(figures)
        .map(([name, value]) => `${name}: ${value.toFixed(2)} s`)
        .join("\n"),
    );
  });

  const engine = (): Engine =>
    new Engine({ programDirectory: PROGRAM, stack: "dev", stateDirectory: folder, passphrase: "x", env: environment });

  test("preview and up take little more than the program alone", async () => {
    await bareRun(environment);
    figures["program alone"] = Math.min(await bareRun(environment), await bareRun(environment));
    for (const operation of ["preview", "up"] as const) {
      const result = await engine()[operation]();
      expect(errorsOf(result)).toEqual([]);
      figures[operation] = result.seconds;
    }
    const again = await engine().preview();
    expect(again.changes).toEqual({ same: PEOPLE + 1 });
    figures["preview without changes"] = again.seconds;
    const limit = figures["program alone"] * MOST_TIMES_THE_BARE_PROGRAM;
    expect.soft(figures["preview"]).toBeLessThanOrEqual(limit);
    expect.soft(figures["up"]).toBeLessThanOrEqual(limit);
  }, 300_000);

  test.skipIf(pulumiVersion() === undefined)(
    "up is much faster than pulumi with a file backend",
    async () => {
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
      figures["pulumi up"] = (performance.now() - started) / 1000;
      expect(figures["pulumi up"] / (figures["up"] ?? 0)).toBeGreaterThanOrEqual(LEAST_TIMES_FASTER_THAN_PULUMI);
    },
    900_000,
  );
});

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
