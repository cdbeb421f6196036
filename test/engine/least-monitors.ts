import { createRequire } from "node:module";
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
/** A part of the engine, from the build: its ways to start processes and to call them, and nothing that it decides. */
const part = <Module>(name: string): Module => load(built(`engine/${name}.js`));
const { Configuration } = part<typeof import("../../engine/configuration")>("configuration");
const { EventStream } = part<typeof import("../../engine/events")>("events");
const { startProgram } = part<typeof import("../../engine/program")>("program");
const { readProject } = part<typeof import("../../engine/project")>("project");
const { DYNAMIC_PACKAGE, startProvider } = part<typeof import("../../engine/provider-host")>("provider-host");
const { callUnary, startServer, unary } = part<typeof import("../../engine/rpc")>("rpc");

/** As many as the engine has at once on two processors. */
const CALLS_AT_ONCE = 8;

/** What the least monitors need to run a program. */
export interface LeastRun {
  program: string;
  environment: Record<string, string>;
}

/** Seconds that a program takes where every registration is answered at once. */
export function runAlone(run: LeastRun): Promise<number> {
  return timed(run, async () => ({ register: async (request) => answerTo(request).setObject(request.getObject()) }));
}

/**
 * Seconds that a program takes where every registration becomes a Check and a Create of the dynamic provider, and nothing
 * else: what any engine must do, without diff, events, state or errors.
 */
export function runPassedThrough(run: LeastRun): Promise<number> {
  const [checks, creations] = [new PQueue({ concurrency: CALLS_AT_ONCE }), new PQueue({ concurrency: CALLS_AT_ONCE })];
  const { check, configure, create } = ResourceProviderService;
  return timed(run, async (host) => {
    const provider = startProvider(DYNAMIC_PACKAGE, host).then(async (started) => {
      await callUnary(started.client, configure, new ConfigureRequest().setArgs(new Struct()));
      return started;
    });
    return {
      register: async (request) => {
        const answer = answerTo(request);
        if (!request.getCustom()) return answer.setObject(request.getObject());
        const { client } = await provider;
        const checking = new CheckRequest().setUrn(answer.getUrn()).setOlds(new Struct()).setNews(request.getObject());
        const checked = await checks.add(() => callUnary(client, check, checking));
        const creating = new CreateRequest().setUrn(answer.getUrn()).setProperties(checked.getInputs());
        const created = await creations.add(() => callUnary(client, create, creating));
        return answer.setId(created.getId()).setObject(created.getProperties());
      },
      stop: async () => (await provider).stop(),
    };
  });
}

function answerTo(request: RegisterResourceRequest): RegisterResourceResponse {
  const [type, name] = [request.getType(), request.getName()];
  return new RegisterResourceResponse().setUrn(`urn:pulumi:dev::people::${type}::${name}`).setId(name);
}

interface LeastMonitor {
  register(request: RegisterResourceRequest): Promise<RegisterResourceResponse>;
  stop?(): Promise<void>;
}

/** Runs the program with a monitor; the time is that of the program's process. */
async function timed(
  { program: directory, environment }: LeastRun,
  start: (host: Parameters<typeof startProvider>[1]) => Promise<LeastMonitor>,
): Promise<number> {
  const empty = unary<unknown, Empty>(() => new Empty());
  const root = unary(() => new SetRootResourceResponse());
  const engine = await startServer([EngineService, { log: empty, setRootResource: root }]);
  const project = readProject(directory);
  const configuration = new Configuration(project.name);
  const [events, { signal }] = [new EventStream(false, [], console.log), new AbortController()];
  const host = { project, configuration, environment, plugins: {}, engineAddress: engine.address, events, signal };
  const { register, stop } = await start(host);
  const monitor = await startServer([
    ResourceMonitorService,
    {
      supportsFeature: unary(() => new SupportsFeatureResponse().setHassupport(true)),
      registerResourceOutputs: empty,
      signalAndWaitForShutdown: empty,
      registerResource: unary(register),
    },
  ]);
  try {
    const started = performance.now();
    const settings = { project: project.name, stack: "dev", preview: false, continueOnError: false };
    const { ended } = startProgram(host, { ...settings, parallel: CALLS_AT_ONCE }, monitor.address);
    expect(await ended).toEqual({ code: 0 });
    return (performance.now() - started) / 1000;
  } finally {
    await stop?.();
    monitor.stop();
    engine.stop();
  }
}
