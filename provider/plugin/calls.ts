import type { DiffResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Checked } from "../core/compare/check.js";
import type { ResourceKind } from "../core/contract/kind.js";
import { type Path, pathText } from "../core/model/value.js";
import type { EngineLog } from "../engine-log.js";
import type { DiffKind } from "./detailed-diff.js";
import { MalformedRequestError } from "./malformed-request.js";
import {
  type CheckRequest,
  type CheckResponse,
  type CreateRequest,
  type CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  type ReadRequest,
  type ReadResponse,
  type UpdateRequest,
  type UpdateResponse,
  withMaps,
} from "./property-maps.js";
import type { Tenants } from "./tenants.js";
import { send } from "./wire-values.js";

/** What a call about one kind of resource knows beside its request. */
export interface HandlerContext {
  readonly kind: ResourceKind;
  readonly tenants: Tenants;
  readonly engine: EngineLog;
}

/** One kind of resource, as the engine asks for it. */
export interface ResourceCalls {
  check(request: CheckRequest, context: HandlerContext): CheckResponse;
  /** No network. A refresh asks it the other way round: what the vendor shows against the last arguments. */
  diff(request: DiffRequest, context: HandlerContext): DiffResponse;
  create(request: CreateRequest, context: HandlerContext): Promise<CreateResponse>;
  update(request: UpdateRequest, context: HandlerContext): Promise<UpdateResponse>;
  /** Without state it is an import, or a reference to what the program doesn't manage. */
  read(request: ReadRequest, context: HandlerContext): Promise<ReadResponse>;
  delete(request: DeleteRequest, context: HandlerContext): Promise<void>;
  /** The secrets among a failed operation's outputs: as among what it was given, now and before, as either may be there. */
  failedSecrets(request: Pick<CreateRequest & UpdateRequest, "maps">, kind: ResourceKind): readonly Path[];
}

const KINDS: Record<DiffKind, proto.PropertyDiff.Kind> = {
  add: proto.PropertyDiff.Kind.ADD,
  delete: proto.PropertyDiff.Kind.DELETE,
  update: proto.PropertyDiff.Kind.UPDATE,
};

export function checkAnswer({ inputs, issues }: Checked, secrets: readonly Path[]): CheckResponse {
  const answer = new proto.CheckResponse();
  answer.setFailuresList(
    issues.map(({ path, reason }) => {
      const failure = new proto.CheckFailure();
      failure.setProperty(pathText(path));
      failure.setReason(reason);
      return failure;
    }),
  );
  return withMaps(answer, { inputs: send(inputs, secrets) });
}

/**
 * @param names of the properties that differ
 * @param detailed kinds by property path
 */
export function diffAnswer(names: Iterable<string>, detailed: ReadonlyMap<string, DiffKind>): DiffResponse {
  const answer = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  const differing = [...new Set(names)];
  answer.setChanges(differing.length > 0 ? DIFF_SOME : DIFF_NONE);
  answer.setDiffsList(differing);
  answer.setHasdetaileddiff(true);
  for (const [path, kind] of detailed) {
    const property = new proto.PropertyDiff();
    property.setKind(KINDS[kind]);
    property.setInputdiff(false);
    answer.getDetaileddiffMap().set(path, property);
  }
  return answer;
}

export function idOf(request: UpdateRequest | ReadRequest | DeleteRequest): string {
  const id = request.getId();
  if (id === "") throw new MalformedRequestError("the request names no account: its id is empty");
  return id;
}
