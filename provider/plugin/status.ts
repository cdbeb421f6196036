import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { type ErrorCode, PartialError, RosterError } from "../core/contract/errors.js";
import { fittingOutputs, type Room } from "../fitting-outputs.js";
import { MalformedRequestError } from "./malformed-request.js";
import { INIT_FAILED, joined } from "./property-maps.js";

/** UNKNOWN, INTERNAL and DATA_LOSS make the engine call the whole deployment corrupt, so nothing expected is one. */
const CODES: Record<ErrorCode, status> = {
  "invalid-arguments": status.INVALID_ARGUMENT,
  configuration: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  "permission-denied": status.PERMISSION_DENIED,
  "not-found": status.NOT_FOUND,
  "already-exists": status.ALREADY_EXISTS,
  "inactive-exists": status.ALREADY_EXISTS,
  ambiguous: status.FAILED_PRECONDITION,
  differs: status.FAILED_PRECONDITION,
  rejected: status.INVALID_ARGUMENT,
  "partly-rejected": status.ABORTED,
  "rate-limited": status.RESOURCE_EXHAUSTED,
  unreachable: status.UNAVAILABLE,
  unavailable: status.UNAVAILABLE,
  uncertain: status.ABORTED,
  protocol: status.FAILED_PRECONDITION,
  // Beside a truth that is to be kept: an internal error alone has the status below.
  internal: status.FAILED_PRECONDITION,
  "too-large": status.FAILED_PRECONDITION,
  "not-converged": status.DEADLINE_EXCEEDED,
  overdue: status.DEADLINE_EXCEEDED,
  "foreign-tenant": status.FAILED_PRECONDITION,
  claimed: status.FAILED_PRECONDITION,
  "removal-limit": status.FAILED_PRECONDITION,
  "not-empty": status.FAILED_PRECONDITION,
  "read-only": status.FAILED_PRECONDITION,
  people: status.ABORTED,
  partial: status.ABORTED,
  cancelled: status.CANCELLED,
};

/** The trailer that names the error's own code, as gRPC's codes are fewer. The engine passes over it. */
const CAUSE = "roster-error";

/**
 * An error as the engine takes it. A PartialError carries the account's id and last-known outputs, so that the engine
 * keeps the resource and goes on from there.
 *
 * @param encode writes outputs, with the secrets of the request
 * @param room what the engine takes with an error
 */
export function serviceError(
  error: unknown,
  encode: (outputs: Readonly<Record<string, unknown>>) => Buffer,
  room: Room,
): Partial<ServiceError> {
  if (error instanceof PartialError) {
    const metadata = initFailed(error, encode(fittingOutputs(error.outputs, room)));
    metadata.set(CAUSE, error.cause.code);
    return { code: CODES[error.cause.code], details: error.message, metadata };
  }
  if (error instanceof RosterError) {
    const metadata = new Metadata();
    metadata.set(CAUSE, error.code);
    return { code: CODES[error.code], details: error.message, metadata };
  }
  if (error instanceof MalformedRequestError) return { code: status.INVALID_ARGUMENT, details: error.message };
  return {
    code: status.INTERNAL,
    details: `internal error: ${error instanceof Error ? error.message : String(error)}`,
  };
}

/** The trailer in which gRPC carries structured details. */
function initFailed({ id, message, cause }: PartialError, properties: Buffer): Metadata {
  const detail = new provider.ErrorResourceInitFailed();
  detail.setId(id);
  detail.setReasonsList([message]);
  const any = new Any();
  any.pack(joined(detail.serializeBinary(), { properties }, INIT_FAILED), "pulumirpc.ErrorResourceInitFailed");
  const answer = new statuses.Status();
  answer.setCode(CODES[cause.code]);
  answer.setMessage(message);
  answer.addDetails(any);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return metadata;
}
