import { type ServiceError, status } from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { errorMessage } from "./errors";
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
    /** Whether the error means that nothing was done, whatever its code. */
    readonly isOutcomeKnown = false,
  ) {
    super(message);
    this.name = "ProviderError";
  }

  /** The `status` of a failed step's event: 0 known, 1 partly done, 2 the outcome is not known. */
  get outcome(): 0 | 1 | 2 {
    if (this.initFailure !== undefined) {
      return 1;
    }
    return !this.isOutcomeKnown && [status.UNKNOWN, status.INTERNAL, status.DATA_LOSS].includes(this.code) ? 2 : 0;
  }
}

/** Takes a failed call apart; `read` reads the properties of a partial failure. */
export function toProviderError(error: unknown, read: (struct: Struct | undefined) => PropertyMap): ProviderError {
  if (!isServiceError(error)) {
    return new ProviderError(errorMessage(error), status.UNKNOWN);
  }
  const detail = initFailureOf(error);
  if (detail === undefined) {
    return new ProviderError(error.details, error.code);
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

/** Passes over a method that the provider does not have. */
export function ignoreUnimplemented(error: unknown): void {
  if (!(error instanceof ProviderError && error.code === status.UNIMPLEMENTED)) {
    throw error;
  }
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "details" in error && "metadata" in error;
}

function initFailureOf(error: ServiceError): messages.ErrorResourceInitFailed | undefined {
  for (const bytes of error.metadata.get("grpc-status-details-bin")) {
    if (typeof bytes === "string") {
      continue;
    }
    for (const detail of Status.deserializeBinary(bytes).getDetailsList()) {
      if (detail.getTypeName() === "pulumirpc.ErrorResourceInitFailed") {
        return messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
      }
    }
  }
  return undefined;
}

function reasonsText(reasons: readonly string[]): string {
  if (reasons.length === 0) {
    return "resource init failed";
  }
  const count = reasons.length === 1 ? "1 error occurred" : `${reasons.length} errors occurred`;
  return `${count}:\n${reasons.map((reason) => `\t* ${reason}`).join("\n")}\n\n`;
}
