import { type ServiceDefinition, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { CheckFailure } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Configuration } from "./configuration";
import { UnsupportedFeatureError } from "./errors";
import { readGoal } from "./goal";
import { ORGANIZATION } from "./program";
import type { Providers } from "./providers";
import { readResource } from "./read";
import type { Registrar } from "./register";
import { RpcError, unary } from "./rpc";
import { isReported, type Run, RunStopped, StepFailed } from "./run";
import type { ResourceState } from "./state/deployment";
import { packageOf } from "./urn";
import { fromStruct, mapWithoutSecrets, type PropertyMap, toStruct, UNKNOWN } from "./values";

const { ResourceMonitorFeature: Feature } = messages;

/** What the SDK may send. Transforms and hooks are claimed, so that their use is refused here, by name. */
const FEATURES: ReadonlyMap<string, messages.ResourceMonitorFeature> = new Map([
  ["secrets", Feature.RESOURCE_MONITOR_FEATURE_SECRETS],
  ["resourceReferences", Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES],
  ["aliasSpecs", Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS],
  ["deletedWith", Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH],
  ["replaceWith", Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH],
  ["transforms", Feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS],
  ["invokeTransforms", Feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS],
  ["parameterization", Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION],
  ["resourceHooks", Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS],
  ["errorHooks", Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS],
]);

export interface MonitorOptions {
  run: Run;
  registrar: Registrar;
  providers: Providers;
  configuration: Configuration;
}

/** The ResourceMonitor service, which the program's SDK talks to. */
export function monitorService(
  options: MonitorOptions,
): [ServiceDefinition<UntypedServiceImplementation>, UntypedServiceImplementation] {
  const { run, registrar, providers } = options;
  const served = <Request, Response>(
    handle: (request: Request) => Promise<Response> | Response,
  ): ReturnType<typeof unary<Request, Response>> => unary((request) => untilStopped(run, () => handle(request)));
  const refused = (feature: string): ReturnType<typeof unary> =>
    served(() => {
      const error = new UnsupportedFeatureError(feature);
      run.fail(error);
      run.stop();
      throw new RunStopped();
    });
  return [
    ResourceMonitorService,
    {
      getDeploymentInfo: unary<Empty, messages.DeploymentInfo>(() => deploymentInfo(options)),
      supportsFeature: unary<messages.SupportsFeatureRequest, messages.SupportsFeatureResponse>((request) =>
        new messages.SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId())),
      ),
      registerResource: served((request: messages.RegisterResourceRequest) => register(options, request)),
      registerResourceOutputs: unary<messages.RegisterResourceOutputsRequest, Empty>((request) => {
        const outputs = fromStruct(request.getOutputs());
        // In its turn: outputs that come after a failed decision are not taken. That is no error of the call, though.
        return untilStopped(run, async () => {
          await run.decided();
          registrar.registerOutputs(request.getUrn(), outputs);
        }).then(
          () => new Empty(),
          () => new Empty(),
        );
      }),
      readResource: served(async (request: messages.ReadResourceRequest) => {
        const state = await readResource(run, providers, registrar, request);
        return new messages.ReadResourceResponse()
          .setUrn(state.urn)
          .setProperties(answer(state.outputs ?? {}, request.getAcceptsecrets(), request.getAcceptresources()));
      }),
      invoke: served((request: messages.ResourceInvokeRequest) => invoke(providers, request)),
      call: refused("methods of remote components"),
      registerStackTransform: refused("transforms"),
      registerStackInvokeTransform: refused("transforms of invokes"),
      registerResourceHook: refused("resource hooks"),
      registerErrorHook: refused("error hooks"),
      registerPackage: refused("parameterized packages"),
      // The real engine answers once the deletes are over, for hooks; there are none here.
      signalAndWaitForShutdown: unary<Empty, Empty>(() => new Empty()),
    },
  ];
}

async function register(
  { run, registrar }: MonitorOptions,
  request: messages.RegisterResourceRequest,
): Promise<messages.RegisterResourceResponse> {
  let state: ResourceState;
  try {
    let goal: ReturnType<typeof readGoal>;
    try {
      goal = readGoal(request);
    } catch (error) {
      // A program that uses what the engine does not have would be deployed wrongly: nothing more is done.
      run.fail(`${request.getName()} [${request.getType()}]: ${error instanceof Error ? error.message : error}`);
      run.stop();
      throw new RunStopped();
    }
    state = await registrar.register(goal);
  } catch (error) {
    if (error instanceof StepFailed && run.settings.continueOnError) {
      return new messages.RegisterResourceResponse().setUrn(error.urn).setResult(messages.Result.FAIL);
    }
    throw error;
  }
  return new messages.RegisterResourceResponse()
    .setUrn(state.urn)
    .setId(state.id === UNKNOWN ? "" : (state.id ?? ""))
    .setResult(messages.Result.SUCCESS)
    .setObject(
      answer(
        // A local component's program knows its outputs; those of the last run would be wrong.
        state.custom ? (state.outputs ?? {}) : {},
        request.getAcceptsecrets(),
        request.getAcceptresources(),
      ),
    );
}

async function invoke(
  providers: Providers,
  request: messages.ResourceInvokeRequest,
): Promise<messages.ResourceInvokeResponse> {
  const token = request.getTok();
  const packageName = packageOf(token);
  if (packageName === "pulumi") {
    throw new RpcError(status.UNIMPLEMENTED, new UnsupportedFeatureError(`the built-in function ${token}`).message);
  }
  const reference = request.getProvider() || (await providers.defaultReference(packageName, request.getVersion()));
  const provider = await providers.client(reference);
  const { result, failures } = await provider.invoke(token, mapWithoutSecrets(fromStruct(request.getArgs())));
  return new messages.ResourceInvokeResponse()
    .setReturn(answer(result, true, request.getAcceptresources()))
    .setFailuresList(
      failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason)),
    );
}

function answer(map: PropertyMap, keepSecrets: boolean, keepResources: boolean): ReturnType<typeof toStruct> {
  return toStruct(map, { keepSecrets, keepResources });
}

/** Answers a call; once the run has stopped, every open one ends in the way that makes the SDK stop quietly. */
function untilStopped<Response>(run: Run, handle: () => Promise<Response> | Response): Promise<Response> {
  const { stopped } = run;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new RpcError(status.UNAVAILABLE, new RunStopped().message));
    if (stopped.aborted) {
      stop();
      return;
    }
    stopped.addEventListener("abort", stop, { once: true });
    Promise.resolve()
      .then(handle)
      .then(resolve, (error: unknown) => (isReported(error) ? stop() : reject(error)))
      .finally(() => stopped.removeEventListener("abort", stop));
  });
}

function deploymentInfo({ run, configuration }: MonitorOptions): messages.DeploymentInfo {
  const { project, stack, preview, parallel } = run.settings;
  const info = new messages.DeploymentInfo()
    .setProject(project)
    .setStack(stack)
    .setOrganization(ORGANIZATION)
    .setDryrun(preview)
    .setParallel(parallel)
    .setConfigsecretkeysList([...configuration.secretKeys])
    .setSupportedfeaturesList([...FEATURES.values()]);
  for (const [key, value] of configuration.values) {
    info.getConfigMap().set(key, value);
  }
  return info;
}
