import type {
  ServerUnaryCall,
  ServerWritableStream,
  ServiceError,
  sendUnaryData,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto, { type InvokeRequest } from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../core/declaration.js";
import type { Path } from "../core/value.js";
import { checkConfiguration, configure, diffConfiguration } from "./configuration.js";
import { invoke } from "./functions.js";
import { Listing } from "./listing.js";
import {
  checkResource,
  createResource,
  deleteResource,
  diffResource,
  failedSecrets,
  readResource,
  updateResource,
} from "./resources.js";
import { serviceError } from "./status.js";
import type { Tenants } from "./tenants.js";
import { send } from "./wire-values.js";

/** What the service says of itself. */
export interface About {
  readonly version: string;
  /** The text of schema.json. */
  schema(): string;
}

/**
 * The ResourceProvider service, as Pulumi's engine calls it. It translates values and errors; what happens is core's
 * business.
 *
 * @param cancel stops operations between two of their calls
 */
export function resourceProvider(tenants: Tenants, about: About, cancel: () => void): UntypedServiceImplementation {
  const listing = new Listing(tenants);
  return {
    handshake: unary(() => {
      const answer = new proto.ProviderHandshakeResponse();
      answer.setAcceptSecrets(true);
      return answer;
    }),
    // Called where the process runs already, in a debugger: the engine's address is not needed here.
    attach: unary(() => new Empty()),
    getPluginInfo: unary(() => {
      const answer = new plugin.PluginInfo();
      answer.setVersion(about.version);
      return answer;
    }),
    getSchema: unary(() => {
      const answer = new proto.GetSchemaResponse();
      answer.setSchema(about.schema());
      return answer;
    }),
    checkConfig: unary((request: proto.CheckRequest) => checkConfiguration(request, process.env)),
    diffConfig: unary(diffConfiguration),
    configure: unary((request: proto.ConfigureRequest) => {
      configure(tenants, request);
      const answer = new proto.ConfigureResponse();
      answer.setAcceptsecrets(true);
      answer.setSupportspreview(true);
      return answer;
    }),
    check: unary(checkResource),
    diff: unary(diffResource),
    create: unary((request: proto.CreateRequest) => createResource(tenants, request), failedSecrets),
    update: unary((request: proto.UpdateRequest) => updateResource(tenants, request), failedSecrets),
    read: unary((request: proto.ReadRequest) => readResource(tenants, request)),
    delete: unary(async (request: proto.DeleteRequest) => {
      await deleteResource(tenants, request);
      return new Empty();
    }),
    invoke: unary((request: InvokeRequest) => invoke(tenants, request)),
    list: async (call: ServerWritableStream<proto.ListRequest, proto.ListResponse>) => {
      try {
        await listing.serve(call);
        call.end();
      } catch (error) {
        call.emit("error", serviceError(error, noOutputs));
      }
    },
    cancel: unary(() => {
      cancel();
      return new Empty();
    }),
  };
}

/** A handler of one request and one answer, whose errors reach the engine as statuses. */
function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
  secrets: (request: Request) => readonly Path[] = () => [],
) {
  return async (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>): Promise<void> => {
    try {
      answer(null, await handle(call.request));
    } catch (error) {
      answer(lastResort(error, (outputs) => send(outputs, secrets(call.request))));
    }
  };
}

/** An error must reach the engine even where its details can't be written: nobody else would hear of it. */
function lastResort(error: unknown, encode: (outputs: Properties) => Struct): Partial<ServiceError> {
  try {
    return serviceError(error, encode);
  } catch (second) {
    return serviceError(second, noOutputs);
  }
}

function noOutputs(): Struct {
  return send({}, []);
}
