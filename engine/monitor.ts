import { status } from "@grpc/grpc-js";
import { CheckFailure } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { errorMessage, UnsupportedFeatureError } from "./errors";
import { readGoal } from "./goal";
import type { Providers } from "./providers";
import type { Registrar } from "./register";
import { RpcError, type Service, unary } from "./rpc";
import { isReported, type Run, RunStopped, StepFailed } from "./run";
import { packageOf } from "./urn";
import { fromStruct, mapWithoutSecrets, toStruct, UNKNOWN } from "./values";

/** What the SDK may send. Transforms, hooks and the like are claimed, so that their use is refused here, by name. */
const FEATURES: ReadonlySet<string> = new Set([
  "secrets",
  "resourceReferences",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
]);

/** The ResourceMonitor service, which the program's SDK talks to. */
export function monitorService(run: Run, registrar: Registrar, providers: Providers): Service {
  const served = <Request, Response>(handle: (request: Request) => Promise<Response>) =>
    unary((request: Request) => untilStopped(run, handle(request)));
  const refused = (feature: string) => served(async () => refuse(run, new UnsupportedFeatureError(feature).message));
  return [
    ResourceMonitorService,
    {
      supportsFeature: unary((request: messages.SupportsFeatureRequest) => {
        providers.processes.programBegins();
        return new messages.SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId()));
      }),
      registerResource: served((request: messages.RegisterResourceRequest) => register(run, registrar, request)),
      registerResourceOutputs: unary(async (request: messages.RegisterResourceOutputsRequest) => {
        // In its turn: outputs that come after a failed decision are not taken. That is no error of the call, though.
        await untilStopped(run, run.decided()).then(
          () => registrar.registerOutputs(request.getUrn(), fromStruct(request.getOutputs())),
          () => undefined,
        );
        return new Empty();
      }),
      readResource: served(async (request: messages.ReadResourceRequest) => {
        const type = request.getType();
        const feature = type === "pulumi:pulumi:StackReference" ? "stack references" : "get";
        return refuse(run, `${request.getName()} [${type}]: ${new UnsupportedFeatureError(feature).message}`);
      }),
      invoke: served((request: messages.ResourceInvokeRequest) => invoke(registrar, providers, request)),
      call: refused("methods of remote components"),
      registerStackTransform: refused("transforms"),
      registerStackInvokeTransform: refused("transforms of invokes"),
      registerResourceHook: refused("resource hooks"),
      registerErrorHook: refused("error hooks"),
      registerPackage: refused("parameterized packages"),
      // The real engine answers once the deletes are over, for hooks; there are none here.
      signalAndWaitForShutdown: unary(() => new Empty()),
    },
  ];
}

/** A program that uses what the engine does not have would be deployed wrongly: nothing more is done. */
function refuse(run: Run, message: string): never {
  run.fail(message);
  run.stop();
  throw new RunStopped();
}

async function register(
  run: Run,
  registrar: Registrar,
  request: messages.RegisterResourceRequest,
): Promise<messages.RegisterResourceResponse> {
  const response = new messages.RegisterResourceResponse();
  let goal: ReturnType<typeof readGoal>;
  try {
    goal = readGoal(request, run.settings);
  } catch (error) {
    return refuse(run, `${request.getName()} [${request.getType()}]: ${errorMessage(error)}`);
  }
  try {
    const { urn, id = "", custom, outputs = {} } = await registrar.register(goal);
    return response
      .setUrn(urn)
      .setId(id === UNKNOWN ? "" : id)
      .setResult(messages.Result.SUCCESS)
      .setObject(
        // A local component's program knows its outputs; those of the last run would be wrong.
        toStruct(custom ? outputs : {}, {
          keepSecrets: request.getAcceptsecrets(),
          keepResources: request.getAcceptresources(),
        }),
      );
  } catch (error) {
    if (error instanceof StepFailed && run.settings.continueOnError) {
      return response.setUrn(error.urn).setResult(messages.Result.FAIL);
    }
    throw error;
  }
}

async function invoke(
  registrar: Registrar,
  providers: Providers,
  request: messages.ResourceInvokeRequest,
): Promise<messages.ResourceInvokeResponse> {
  const token = request.getTok();
  const packageName = packageOf(token);
  if (packageName === "pulumi") {
    throw new RpcError(status.UNIMPLEMENTED, new UnsupportedFeatureError(`the built-in function ${token}`).message);
  }
  const reference = request.getProvider() || (await registrar.defaultReference(packageName, request.getVersion()));
  const provider = await providers.client(reference);
  const { result, failures } = await provider.invoke(token, mapWithoutSecrets(fromStruct(request.getArgs())));
  return new messages.ResourceInvokeResponse()
    .setReturn(toStruct(result, { keepSecrets: true, keepResources: request.getAcceptresources() }))
    .setFailuresList(
      failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason)),
    );
}

/** Answers a call; once the run has stopped, every open one ends in the way that makes the SDK stop quietly. */
function untilStopped<Response>(run: Run, answer: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new RpcError(status.UNAVAILABLE, new RunStopped().message));
    // Not a race with one promise for all calls: it would keep every answer until the end of the run.
    const forget = run.onStop(end);
    answer.then(resolve, (error: unknown) => (isReported(error) ? end() : reject(error))).finally(forget);
  });
}
