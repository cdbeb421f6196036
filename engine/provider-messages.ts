import { type CheckFailure, DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Diff, DiffKind } from "./diff";
import { nameOf, typeOf } from "./urn";
import type { PropertyMap } from "./values";

/** What a provider answered to Check or CheckConfig. */
export interface Checked {
  inputs: PropertyMap;
  failures: { property: string; reason: string }[];
}

/** A request about one resource. */
interface ResourceRequest {
  setUrn(value: string): unknown;
  setName(value: string): unknown;
  setType(value: string): unknown;
}

/** Names the resource that a request is about. */
export function about<Request extends ResourceRequest>(request: Request, urn: string): Request {
  request.setUrn(urn);
  request.setName(nameOf(urn));
  request.setType(typeOf(urn));
  return request;
}

export function failuresOf(list: readonly CheckFailure[]): Checked["failures"] {
  return list.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
}

const KINDS: readonly DiffKind[] = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

/** What a provider answered to Diff or DiffConfig. */
export function readDiff(response: DiffResponse): Diff {
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  const changes = response.getChanges();
  const detailed = [...response.getDetaileddiffMap().entries()].map(([path, part]) => [
    path,
    { kind: KINDS[part.getKind()] ?? "update", inputDiff: part.getInputdiff() },
  ]);
  return {
    changes: changes === DIFF_NONE ? "none" : changes === DIFF_SOME ? "some" : "unknown",
    replaceKeys: response.getReplacesList(),
    changedKeys: response.getDiffsList(),
    detailed: response.getHasdetaileddiff() ? Object.fromEntries(detailed) : undefined,
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}
