import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { EventStream } from "./events";
import { type Service, unary } from "./rpc";
import type { Diagnostic } from "./types";

const SEVERITIES: Partial<Record<messages.LogSeverity, Diagnostic["severity"]>> = {
  [messages.LogSeverity.INFO]: "info",
  [messages.LogSeverity.WARNING]: "warning",
  [messages.LogSeverity.ERROR]: "error",
};

/** The Engine service: logs of the program and the providers, and the root resource. */
export function engineService(events: EventStream): Service {
  let root = "";
  return [
    EngineService,
    {
      log: unary((request: messages.LogRequest) => {
        const severity = SEVERITIES[request.getSeverity()];
        if (severity !== undefined) {
          events.diagnostic(severity, request.getMessage(), request.getUrn() || undefined, request.getEphemeral());
        }
        return new Empty();
      }),
      setRootResource: unary((request: messages.SetRootResourceRequest) => {
        root = request.getUrn();
        return new messages.SetRootResourceResponse();
      }),
      getRootResource: unary(() => new messages.GetRootResourceResponse().setUrn(root)),
      requirePulumiVersion: unary(() => new messages.RequirePulumiVersionResponse()),
    },
  ];
}
