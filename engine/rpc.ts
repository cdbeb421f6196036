import { promisify } from "node:util";
import {
  type CallOptions,
  type Client,
  type handleUnaryCall,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { errorMessage } from "./errors";

const MAXIMUM_MESSAGE_BYTES = 400 * 1024 * 1024;

/** The options of every channel: the SDK's own limits; nobody asks for channelz, and a call is never repeated unasked. */
export const CHANNEL_OPTIONS = {
  "grpc.enable_channelz": 0,
  "grpc.enable_retries": 0,
  "grpc.max_receive_message_length": MAXIMUM_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAXIMUM_MESSAGE_BYTES,
};

/** An error with the gRPC code that the caller shall see. */
export class RpcError extends Error {
  constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
    this.name = "RpcError";
  }
}

/** Calls a unary method of a service. */
export function callUnary<Request, Response>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
  request: Request,
  options: CallOptions = {},
): Promise<Response> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, options, (error, response) =>
      response === undefined ? reject(error) : resolve(response),
    );
  });
}

/** Serves a unary method by a function; what it throws becomes the call's status. */
export function unary<Request, Response>(
  handle: (request: Request) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return async (call, callback) => {
    try {
      callback(null, await handle(call.request));
    } catch (error) {
      callback({ code: error instanceof RpcError ? error.code : status.UNKNOWN, details: errorMessage(error) });
    }
  };
}

/** A service and what it is served by; methods that are not there are answered as unimplemented. */
export type Service = readonly [ServiceDefinition<UntypedServiceImplementation>, UntypedServiceImplementation];

export interface RunningServer {
  address: string;
  stop(): void;
}

/** Serves services on one loopback port. */
export async function startServer(...services: readonly Service[]): Promise<RunningServer> {
  const server = new Server(CHANNEL_OPTIONS);
  for (const [definition, implementation] of services) server.addService(definition, implementation);
  const port = await promisify(server.bindAsync.bind(server))("127.0.0.1:0", ServerCredentials.createInsecure());
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
