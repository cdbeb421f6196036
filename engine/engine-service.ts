import type { ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { EventStream } from "./events";
import { RpcError, unary } from "./rpc";
import type { Diagnostic } from "./types";

const SEVERITIES: Partial<Record<messages.LogSeverity, Diagnostic["severity"]>> = {
  [messages.LogSeverity.INFO]: "info",
  [messages.LogSeverity.WARNING]: "warning",
  [messages.LogSeverity.ERROR]: "error",
};

/** The Engine service: logs of the program and the providers, and the root resource. */
export function engineService(
  events: EventStream,
): [ServiceDefinition<UntypedServiceImplementation>, UntypedServiceImplementation] {
  let root = "";
  return [
    EngineService,
    {
      log: unary<messages.LogRequest, Empty>((request) => {
        const severity = SEVERITIES[request.getSeverity()];
        if (severity !== undefined && !request.getEphemeral()) {
          events.diagnostic(severity, request.getMessage(), request.getUrn() || undefined);
        }
        return new Empty();
      }),
      setRootResource: unary<messages.SetRootResourceRequest, messages.SetRootResourceResponse>((request) => {
        root = request.getUrn();
        return new messages.SetRootResourceResponse();
      }),
      getRootResource: unary<messages.GetRootResourceRequest, messages.GetRootResourceResponse>(() =>
        new messages.GetRootResourceResponse().setUrn(root),
      ),
      requirePulumiVersion: unary<messages.RequirePulumiVersionRequest, messages.RequirePulumiVersionResponse>(
        () => new messages.RequirePulumiVersionResponse(),
      ),
      startDebugging: unary<messages.StartDebuggingRequest, Empty>(() => {
        throw new RpcError(status.UNIMPLEMENTED, "the embedded engine attaches no debugger");
      }),
    },
  ];
}
