import { parsePath, resetPath } from "./paths";
import type { PropertyMap } from "./values";

export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface PropertyDiff {
  kind: DiffKind;
  inputDiff: boolean;
}

/** How a resource's declaration differs from its state. */
export interface Diff {
  /** `unknown` is a provider's way to leave the comparison to the engine. */
  changes: "none" | "some" | "unknown";
  /** Top-level properties that need a replacement. */
  replaceKeys: string[];
  changedKeys: string[];
  detailed: Record<string, PropertyDiff> | undefined;
  deleteBeforeReplace: boolean;
}

export const NO_DIFF: Diff = {
  changes: "none",
  replaceKeys: [],
  changedKeys: [],
  detailed: undefined,
  deleteBeforeReplace: false,
};

export function requiresReplacement({ changes, replaceKeys, detailed }: Diff): boolean {
  const kinds = Object.values(detailed ?? {});
  return changes === "some" && (replaceKeys.length > 0 || kinds.some(({ kind }) => kind.endsWith("-replace")));
}

const INVERSE: Record<DiffKind, DiffKind> = {
  add: "delete",
  "add-replace": "delete-replace",
  delete: "add",
  "delete-replace": "add-replace",
  update: "update",
  "update-replace": "update-replace",
};

/** The same difference seen from the other side; a refresh asks how the state would have to change. */
export function invertDiff(diff: Diff): Diff {
  const parts = Object.entries(diff.detailed ?? {}).map(([path, part]) => [
    path,
    { ...part, kind: INVERSE[part.kind] },
  ]);
  return diff.detailed === undefined ? diff : { ...diff, detailed: Object.fromEntries(parts) };
}

/** Inputs with the paths of `ignoreChanges` set back to what was last applied. */
export function applyIgnoreChanges(news: PropertyMap, olds: PropertyMap, ignored: readonly string[]): PropertyMap {
  const paths = ignored.filter((text) => text !== "").map(parsePath);
  return paths.reduce<PropertyMap>(
    (inputs, path) => (path === undefined ? inputs : resetPath(inputs, olds, path)),
    news,
  );
}
