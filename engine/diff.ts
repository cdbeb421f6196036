import { formatPath, type PropertyPath, parsePath, resetPath } from "./paths";
import { equalValues, isPlainMap, mapWithoutSecrets, type PropertyMap, type PropertyValue } from "./values";

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

/** Compares inputs as the engine does where a provider does not say; secrets count by their content. */
export function diffInputs(olds: PropertyMap, news: PropertyMap): Diff {
  const detailed: Record<string, PropertyDiff> = {};
  compare(mapWithoutSecrets(olds), mapWithoutSecrets(news), [], detailed);
  const keys = new Set(Object.keys(detailed).map((path) => String(parsePath(path)?.[0] ?? path)));
  return keys.size === 0 ? NO_DIFF : { ...NO_DIFF, changes: "some", changedKeys: [...keys].sort(), detailed };
}

/** Collects the differences by path; null and absent are alike. */
function compare(
  old: PropertyValue | undefined,
  value: PropertyValue | undefined,
  path: PropertyPath,
  found: Record<string, PropertyDiff>,
): void {
  const [before, after] = [old ?? null, value ?? null];
  if (isPlainMap(before) && isPlainMap(after)) {
    for (const key of Object.keys({ ...before, ...after })) {
      compare(before[key], after[key], [...path, key], found);
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      compare(before[index], after[index], [...path, index], found);
    }
  } else if (!equalValues(before, after)) {
    const kind = before === null ? "add" : after === null ? "delete" : "update";
    found[formatPath(path)] = { kind, inputDiff: true };
  }
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
