import type {
  ServerUnaryCall,
  ServerWritableStream,
  ServiceError,
  sendUnaryData,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Properties } from "../core/contract/declaration.js";
import type { Path } from "../core/model/value.js";
import type { EngineLog } from "../engine-log.js";
import { type Room, roomFor } from "../fitting-outputs.js";
import { typeOfUrn } from "../urn.js";
import type { HandlerContext, ResourceCalls } from "./calls.js";
import { checkConfiguration, configure, diffConfiguration } from "./configuration.js";
import { invoke } from "./functions.js";
import { Listing } from "./listing.js";
import { kindOf, loadFor } from "./platforms.js";
import type {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  InvokeRequest,
  ListRequest,
  ReadRequest,
  UpdateRequest,
} from "./property-maps.js";
import { entityCalls } from "./resources.js";
import { usersCalls } from "./sets.js";
import { serviceError } from "./status.js";
import type { Tenants } from "./tenants.js";
import { send } from "./wire-values.js";

/** What the service says of itself. */
export interface About {
  readonly version: string;
  /** The text of schema.json. */
  schema(): string;
}

const KINDS: Readonly<Record<"User" | "Users" | "Group", ResourceCalls>> = {
  User: entityCalls,
  Users: usersCalls,
  Group: entityCalls,
};
const NO_ROOM: Room = { bytes: 0, files: false };
const KIND_NAMES = ["User", "Users", "Group"] as const;

/**
 * The ResourceProvider service, as Pulumi's engine calls it. It translates values and errors; what happens is core's
 * business.
 *
 * @param cancel stops operations between two of their calls
 */
export function resourceProvider(
  tenants: Tenants,
  self: About,
  engine: EngineLog,
  cancel: () => void,
): UntypedServiceImplementation {
  const listing = new Listing(tenants);
  const unary = unaryFor(roomFor(tenants.context.environment));
  /** A request to the calls of its kind of resource. */
  const about =
    <Request extends Named, Response>(
      handle: (calls: ResourceCalls, request: Request, context: HandlerContext) => Response | Promise<Response>,
    ) =>
    async (request: Request): Promise<Response> => {
      await loadFor(typeOfUrn(request.getUrn()));
      const { kind, member } = kindOf(typeOfUrn(request.getUrn()), KIND_NAMES);
      return handle(KINDS[member], request, { kind, tenants, engine });
    };
  const timed = <T>(request: { getTimeout(): number }, work: () => T): T => tenants.within(request.getTimeout(), work);
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
      answer.setVersion(self.version);
      return answer;
    }),
    getSchema: unary(() => {
      const answer = new proto.GetSchemaResponse();
      answer.setSchema(self.schema());
      return answer;
    }),
    checkConfig: unary((request: CheckRequest) => checkConfiguration(request, process.env)),
    diffConfig: unary(diffConfiguration),
    configure: unary((request: ConfigureRequest) => {
      configure(tenants, request);
      const answer = new proto.ConfigureResponse();
      answer.setAcceptsecrets(true);
      answer.setSupportspreview(true);
      return answer;
    }),
    check: unary(about((calls, request: CheckRequest, context) => calls.check(request, context))),
    diff: unary(about((calls, request: DiffRequest, context) => calls.diff(request, context))),
    create: unary(
      about((calls, request: CreateRequest, context) => timed(request, () => calls.create(request, context))),
      failedSecrets,
    ),
    update: unary(
      about((calls, request: UpdateRequest, context) => timed(request, () => calls.update(request, context))),
      failedSecrets,
    ),
    read: unary(about((calls, request: ReadRequest, context) => timed(request, () => calls.read(request, context)))),
    delete: unary(
      about(async (calls, request: DeleteRequest, context) => {
        await timed(request, () => calls.delete(request, context));
        return new Empty();
      }),
      failedSecrets,
    ),
    invoke: unary((request: InvokeRequest) => invoke(tenants, request)),
    list: async (call: ServerWritableStream<ListRequest, proto.ListResponse>) => {
      try {
        await listing.serve(call);
        call.end();
      } catch (error) {
        call.emit("error", serviceError(error, noOutputs, NO_ROOM));
      }
    },
    cancel: unary(() => {
      cancel();
      return new Empty();
    }),
  };
}

/** Any request about a resource. */
interface Named {
  getUrn(): string;
}

function failedSecrets(request: CreateRequest | UpdateRequest | DeleteRequest): readonly Path[] {
  const { kind, member } = kindOf(typeOfUrn(request.getUrn()), KIND_NAMES);
  return KINDS[member].failedSecrets(request, kind);
}

/**
 * A handler of one request and one answer, whose errors reach the engine as statuses.
 *
 * @param room what the engine takes with an error
 */
function unaryFor(room: Room) {
  return <Request extends object, Response>(
    handle: (request: Request) => Response | Promise<Response>,
    secrets: (request: Request) => readonly Path[] = () => [],
  ) =>
    async (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>): Promise<void> => {
      try {
        answer(null, await handle(call.request));
      } catch (error) {
        answer(lastResort(error, (outputs) => send(outputs, secrets(call.request)), room));
      }
    };
}

/** An error must reach the engine even where its details can't be written: nobody else would hear of it. */
function lastResort(error: unknown, encode: (outputs: Properties) => Buffer, room: Room): Partial<ServiceError> {
  try {
    return serviceError(error, encode, room);
  } catch (second) {
    return serviceError(second, noOutputs, NO_ROOM);
  }
}

function noOutputs(): Buffer {
  return send({}, []);
}
