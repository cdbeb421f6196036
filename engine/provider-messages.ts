import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Diff, DiffKind } from "./diff";
import { nameOf, typeOf } from "./urn";

export interface CheckFailure {
  property: string;
  reason: string;
}

/** A request about one resource. */
interface ResourceRequest {
  setUrn(value: string): unknown;
  setName(value: string): unknown;
  setType(value: string): unknown;
}

/** A request of Check or CheckConfig. */
export function checkRequest(urn: string, olds: Struct, news: Struct): messages.CheckRequest {
  return about(new messages.CheckRequest(), urn).setOlds(olds).setNews(news);
}

/** Names the resource that a request is about. */
export function about<Request extends ResourceRequest>(request: Request, urn: string): Request {
  request.setUrn(urn);
  request.setName(nameOf(urn));
  request.setType(typeOf(urn));
  return request;
}

export function failuresOf(list: readonly messages.CheckFailure[]): CheckFailure[] {
  return list.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
}

const KINDS: readonly DiffKind[] = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

/** What a provider answered to Diff or DiffConfig. */
export function readDiff(response: messages.DiffResponse): Diff {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const changes = response.getChanges();
  return {
    changes: changes === DIFF_NONE ? "none" : changes === DIFF_SOME ? "some" : "unknown",
    replaceKeys: response.getReplacesList(),
    changedKeys: response.getDiffsList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
    detailed: response.getHasdetaileddiff()
      ? Object.fromEntries(
          [...response.getDetaileddiffMap().entries()].map(([path, part]) => [
            path,
            { kind: KINDS[part.getKind()] ?? "update", inputDiff: part.getInputdiff() },
          ]),
        )
      : undefined,
  };
}
