import { Metadata, status } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import { describe, expect, it } from "vitest";
import {
  CancelledError,
  ConfigurationError,
  InvalidArgumentsError,
  NotFoundError,
  OverdueError,
  PartialError,
  PermissionDeniedError,
  ProtocolError,
  RateLimitedError,
  type RosterError,
  UnauthenticatedError,
  UncertainError,
  UnreachableError,
} from "../../provider/core/contract/errors";
import { MalformedRequestError } from "../../provider/plugin/malformed-request";
import { serviceError } from "../../provider/plugin/status";
import { send } from "../../provider/plugin/wire-values";
import { plain, secret } from "./client";

const room = { bytes: 1_000_000, files: false };
const shown = (error: unknown) => serviceError(error, (outputs) => send(outputs, [["bio"]]), room);

it.each<[RosterError, status]>([
  [new InvalidArgumentsError([{ path: ["bio"], reason: "no" }]), status.INVALID_ARGUMENT],
  [new ConfigurationError("no"), status.INVALID_ARGUMENT],
  [new UnauthenticatedError("no"), status.UNAUTHENTICATED],
  [new PermissionDeniedError("no"), status.PERMISSION_DENIED],
  [new NotFoundError("no"), status.NOT_FOUND],
  [new RateLimitedError("no"), status.RESOURCE_EXHAUSTED],
  [new UnreachableError("no"), status.UNAVAILABLE],
  [new UncertainError("no"), status.ABORTED],
  [new ProtocolError("no"), status.FAILED_PRECONDITION],
  [new OverdueError("no"), status.DEADLINE_EXCEEDED],
  [new CancelledError("no"), status.CANCELLED],
])("%s reaches the engine as status %i, with its own code beside it and no account", (error, code) => {
  const { metadata, ...rest } = shown(error);
  expect(rest).toEqual({ code, details: error.message });
  expect(metadata?.getMap()).toEqual({ "roster-error": error.code });
});

it("a request that no engine sends is an invalid argument", () => {
  expect(shown(new MalformedRequestError("news: no"))).toEqual({
    code: status.INVALID_ARGUMENT,
    details: "news: no",
  });
});

it.each([
  [new Error("surprise"), "internal error: surprise"],
  ["surprise", "internal error: surprise"],
  [undefined, "internal error: undefined"],
])("what nobody has foreseen is an internal error: %s", (error, details) => {
  expect(shown(error)).toEqual({ code: status.INTERNAL, details });
});

describe("an operation that failed halfway", () => {
  const outputs = { name: "Ada", bio: "quiet" };
  const error = new PartialError("7", outputs, new PermissionDeniedError("half is done"));

  it("carries what the engine is to keep: the account, its outputs with their secrets, and why", () => {
    const { code, details, metadata = new Metadata() } = shown(error);
    expect({ code, details }).toEqual({ code: status.PERMISSION_DENIED, details: "half is done" });
    expect(metadata.get("roster-error")).toEqual(["permission-denied"]);
    const [bytes] = metadata.get("grpc-status-details-bin");
    const told = statuses.Status.deserializeBinary(bytes as Buffer);
    expect([told.getCode(), told.getMessage()]).toEqual([status.PERMISSION_DENIED, "half is done"]);
    const [any] = told.getDetailsList();
    expect(any?.getTypeName()).toBe("pulumirpc.ErrorResourceInitFailed");
    const detail = any?.unpack(provider.ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
    expect(detail?.getId()).toBe("7");
    expect(detail?.getReasonsList()).toEqual(["half is done"]);
    expect(plain(detail?.getProperties())).toEqual({ name: "Ada", bio: secret("quiet") });
  });
});
