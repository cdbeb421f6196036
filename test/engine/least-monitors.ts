import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { type Client, credentials, makeGenericClientConstructor } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CheckRequest, ConfigureRequest, CreateRequest } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type RegisterResourceRequest,
  RegisterResourceResponse,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import PQueue from "p-queue";
import { expect } from "vitest";
import { built } from "../e2e/build";

const load = createRequire(__filename);
const RUN = load.resolve("@pulumi/pulumi/cmd/run");
const DYNAMIC_HOST = load.resolve("@pulumi/pulumi/cmd/dynamic-provider");
const { CHANNEL_OPTIONS, callUnary, startServer, unary } = load(
  built("engine/rpc.js"),
) as typeof import("../../engine/rpc");
const ProviderClient = makeGenericClientConstructor({}, "provider");

/** As many as the engine has at once on two processors. */
const CALLS_AT_ONCE = 8;
/** The engine starts providers ahead at that time, too. */
const PROVIDER_STARTS_AFTER_MILLISECONDS = 500;

type Registration = RegisterResourceRequest;

/** What the least monitors need to run a program. */
export interface LeastRun {
  program: string;
  environment: Record<string, string>;
}

/** Seconds that a program takes where every registration is answered at once. */
export function runAlone(run: LeastRun): Promise<number> {
  return timed(run, async (request) => answerTo(request).setObject(request.getObject()));
}

/**
 * Seconds that a program takes where every registration becomes a Check and a Create of the dynamic provider, and nothing
 * else: what any engine must do, without diff, events, state or errors.
 */
export async function runPassedThrough(run: LeastRun): Promise<number> {
  const [checks, creations] = [CALLS_AT_ONCE, CALLS_AT_ONCE].map((concurrency) => new PQueue({ concurrency }));
  let provider: ReturnType<typeof startDynamicHost> | undefined;
  try {
    return await timed(run, async (request, engineAddress) => {
      if (!request.getCustom()) {
        setTimeout(() => {
          provider ??= startDynamicHost(run, engineAddress);
        }, PROVIDER_STARTS_AFTER_MILLISECONDS);
        return answerTo(request).setObject(request.getObject());
      }
      provider ??= startDynamicHost(run, engineAddress);
      const { client } = await provider;
      const urn = answerTo(request).getUrn();
      const check = new CheckRequest().setUrn(urn).setOlds(new Struct()).setNews(request.getObject());
      const checked = await checks?.add(() => callUnary(client, ResourceProviderService.check, check));
      const create = new CreateRequest().setUrn(urn).setProperties(checked?.getInputs());
      const created = await creations?.add(() => callUnary(client, ResourceProviderService.create, create));
      return answerTo(request)
        .setId(created?.getId() ?? "")
        .setObject(created?.getProperties());
    });
  } finally {
    const { client, host } = (await provider) ?? {};
    client?.close();
    host?.kill();
  }
}

function answerTo(request: Registration): RegisterResourceResponse {
  const [type, name] = [request.getType(), request.getName()];
  return new RegisterResourceResponse().setUrn(`urn:pulumi:dev::people::${type}::${name}`).setId(name);
}

async function startDynamicHost(
  { program, environment }: LeastRun,
  engineAddress: string,
): Promise<{ client: Client; host: ChildProcess }> {
  const host = spawn(process.execPath, [DYNAMIC_HOST, engineAddress], {
    cwd: program,
    env: { ...process.env, ...environment, PULUMI_NODEJS_PROJECT: "people", PULUMI_PROJECT: "people" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await firstLine(host.stdout);
  const client = new ProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), CHANNEL_OPTIONS);
  await callUnary(client, ResourceProviderService.configure, new ConfigureRequest().setArgs(new Struct()));
  return { client, host };
}

/** Runs the program with a monitor that answers registrations by `register`. */
async function timed(
  { program, environment }: LeastRun,
  register: (request: Registration, engineAddress: string) => Promise<RegisterResourceResponse>,
): Promise<number> {
  const started = performance.now();
  const empty = unary<unknown, Empty>(() => new Empty());
  const engine = await startServer([
    EngineService,
    { log: empty, setRootResource: unary(() => new SetRootResourceResponse()) },
  ]);
  const monitor = await startServer([
    ResourceMonitorService,
    {
      supportsFeature: unary(() => new SupportsFeatureResponse().setHassupport(true)),
      registerResourceOutputs: empty,
      signalAndWaitForShutdown: empty,
      registerResource: unary((request: Registration) => register(request, engine.address)),
    },
  ]);
  const addresses = ["--monitor", monitor.address, "--engine", engine.address];
  const names = ["--organization", "organization", "--project", "people", "--stack", "dev"];
  const places = ["--root-directory", program, "--pwd", program, "--parallel", String(CALLS_AT_ONCE), "."];
  const child = spawn(process.execPath, [RUN, ...addresses, ...names, ...places], {
    cwd: program,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "exit");
  const seconds = (performance.now() - started) / 1000;
  monitor.stop();
  engine.stop();
  expect(code).toBe(0);
  return seconds;
}

/** The first line of a process's output. */
export async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (stream !== null) {
    for await (const line of createInterface({ input: stream })) {
      return line;
    }
  }
  throw new Error("the process ended before it printed a line");
}
