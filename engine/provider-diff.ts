import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Diff, DiffKind } from "./diff";

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
