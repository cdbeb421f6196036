import { credentials } from "@grpc/grpc-js";
import grpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/engine_pb.js";
import type { Log } from "./core/contract/context.js";

/** Messages that the engine shows: those about one resource beside it. */
export interface EngineLog {
  /** About the run. What a plugin prints is no way to tell it: `pulumi` (3.260) keeps that for its debug log. */
  readonly run: Log;
  warn(urn: string, message: string): void;
  /** Shown while the operation runs, and gone with it. */
  status(urn: string, message: string): void;
  close(): void;
}

/**
 * The engine's own log.
 *
 * @param address as the engine gives it to the process it starts
 */
export function engineLogAt(address: string): EngineLog {
  const client = new grpc.EngineClient(address, credentials.createInsecure());
  const log = (urn: string, message: string, severity: 0 | 1 | 2 | 3, ephemeral: boolean): void => {
    const request = new proto.LogRequest();
    request.setUrn(urn);
    request.setMessage(message);
    request.setSeverity(severity);
    request.setEphemeral(ephemeral);
    // A message that can't be shown is no reason to fail.
    client.log(request, () => {});
  };
  const { INFO, WARNING } = proto.LogSeverity;
  return {
    run: { info: (message) => log("", message, INFO, false), warn: (message) => log("", message, WARNING, false) },
    warn: (urn, message) => log(urn, message, WARNING, false),
    status: (urn, message) => log(urn, message, INFO, true),
    close: () => client.close(),
  };
}

/** Where no engine has told its address: all messages go where the process's own go, and nobody watches the progress. */
export function engineLogless(log: Log): EngineLog {
  return { run: log, warn: (_, message) => log.warn(message), status: () => {}, close: () => {} };
}
