import { type ServiceError, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { errorMessage, UnsupportedFeatureError } from "./errors";
import type { PropertyMap } from "./values";

/** What a provider reports as lost: the resource exists, but is not what was asked for. */
export interface InitFailure {
  id: string;
  properties: PropertyMap;
  inputs: PropertyMap | undefined;
  reasons: string[];
}

/** A call of a provider failed. */
export class ProviderError extends Error {
  constructor(
    message: string,
    readonly code: status,
    readonly initFailure?: InitFailure,
    readonly isOutcomeKnown = ![status.UNKNOWN, status.INTERNAL, status.DATA_LOSS].includes(code),
  ) {
    super(message);
    this.name = "ProviderError";
  }

  /** The same error, of a call of which it is known that it did nothing. */
  withKnownOutcome(): ProviderError {
    return new ProviderError(this.message, this.code, this.initFailure, true);
  }

  /** The `status` of a failed step's event: 0 known, 1 partly done, 2 the outcome is not known. */
  get outcome(): 0 | 1 | 2 {
    return this.initFailure !== undefined ? 1 : this.isOutcomeKnown ? 0 : 2;
  }
}

const TOO_LARGE =
  `${new UnsupportedFeatureError("details of an error over 64 KiB").message}. ` +
  "The resource may be there: look for it by hand";

/** Takes a failed call apart; `read` reads the properties of a partial failure. */
export function toProviderError(error: unknown, read: (struct: Struct | undefined) => PropertyMap): ProviderError {
  if (!isServiceError(error)) return new ProviderError(errorMessage(error), status.UNKNOWN);
  const detail = initFailureOf(error);
  if (detail === undefined) {
    return new ProviderError(isCutOff(error) ? `${error.details}; ${TOO_LARGE}` : error.details, error.code);
  }
  const reasons = detail.getReasonsList();
  const inputs = detail.getInputs();
  return new ProviderError(reasonsText(reasons), error.code, {
    id: detail.getId(),
    properties: read(detail.getProperties()),
    inputs: inputs && read(inputs),
    reasons,
  });
}

/** Undefined where the provider does not have the method. */
export async function orUnimplemented<Response>(call: Promise<Response>): Promise<Response | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProviderError && error.code === status.UNIMPLEMENTED) return undefined;
    throw error;
  }
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "details" in error && "metadata" in error;
}

/** All that grpc-js says where Node's HTTP/2 has refused the trailers of an answer. */
function isCutOff({ code, details }: ServiceError): boolean {
  return code === status.INTERNAL && details.endsWith("Protocol error");
}

function initFailureOf(error: ServiceError): ErrorResourceInitFailed | undefined {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  const details = bytes instanceof Buffer ? Status.deserializeBinary(bytes).getDetailsList() : [];
  const detail = details.find((each) => each.getTypeName() === "pulumirpc.ErrorResourceInitFailed");
  return detail && ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
}

function reasonsText(reasons: readonly string[]): string {
  if (reasons.length === 0) return "resource init failed";
  const count = reasons.length === 1 ? "1 error occurred" : `${reasons.length} errors occurred`;
  return `${count}:\n${reasons.map((reason) => `\t* ${reason}`).join("\n")}\n\n`;
}
