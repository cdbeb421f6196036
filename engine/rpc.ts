import {
  type ClientUnaryCall,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type ServiceError,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { errorMessage } from "./errors";

const MAXIMUM_MESSAGE_BYTES = 400 * 1024 * 1024;

/** The options of every channel, the SDK's own limits. */
export const CHANNEL_OPTIONS = {
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

/** Calls a unary method of a client stub. */
export function callUnary<Response>(
  call: (callback: (error: ServiceError | null, response: Response) => void) => ClientUnaryCall,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

/** Serves a unary method by an async function; what it throws becomes the call's status. */
export function unary<Request, Response>(
  handle: (request: Request) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handle(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) =>
          callback({
            code: error instanceof RpcError ? error.code : status.UNKNOWN,
            details: errorMessage(error),
          }),
      );
  };
}

export interface RunningServer {
  address: string;
  stop(): void;
}

/** Serves several services on one loopback port. */
export async function startServer(
  services: readonly [ServiceDefinition<UntypedServiceImplementation>, UntypedServiceImplementation][],
): Promise<RunningServer> {
  const server = new Server(CHANNEL_OPTIONS);
  for (const [definition, implementation] of services) {
    server.addService(definition, implementation);
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
