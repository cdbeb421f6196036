import { covers, formatPath, type PropertyPath, parsePath, resetPath } from "./paths";
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

export function requiresReplacement(diff: Diff): boolean {
  return (
    diff.changes === "some" &&
    (diff.replaceKeys.length > 0 || Object.values(diff.detailed ?? {}).some((part) => part.kind.endsWith("-replace")))
  );
}

/** Compares inputs as the engine does where a provider does not say; secrets count by their content. */
export function diffInputs(olds: PropertyMap, news: PropertyMap): Diff {
  const detailed: Record<string, PropertyDiff> = {};
  compare(mapWithoutSecrets(olds), mapWithoutSecrets(news), [], detailed);
  const keys = new Set(Object.keys(detailed).map((path) => String(parsePath(path)?.[0] ?? path)));
  return keys.size === 0 ? NO_DIFF : { ...NO_DIFF, changes: "some", changedKeys: [...keys].sort(), detailed };
}

function compare(
  old: PropertyValue,
  value: PropertyValue,
  path: PropertyPath,
  found: Record<string, PropertyDiff>,
): void {
  if (isPlainMap(old) && isPlainMap(value)) {
    for (const key of new Set([...Object.keys(old), ...Object.keys(value)])) {
      compareMember(old[key], value[key], [...path, key], found);
    }
  } else if (Array.isArray(old) && Array.isArray(value)) {
    for (let index = 0; index < Math.max(old.length, value.length); index += 1) {
      compareMember(old[index], value[index], [...path, index], found);
    }
  } else if (!equalValues(old, value)) {
    found[formatPath(path)] = { kind: "update", inputDiff: true };
  }
}

function compareMember(
  old: PropertyValue | undefined,
  value: PropertyValue | undefined,
  path: PropertyPath,
  found: Record<string, PropertyDiff>,
): void {
  const before = old ?? null;
  const after = value ?? null;
  if (before === null && after === null) {
    return;
  }
  if (before === null) {
    found[formatPath(path)] = { kind: "add", inputDiff: true };
  } else if (after === null) {
    found[formatPath(path)] = { kind: "delete", inputDiff: true };
  } else {
    compare(before, after, path, found);
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
  return {
    ...diff,
    detailed:
      diff.detailed &&
      Object.fromEntries(
        Object.entries(diff.detailed).map(([path, part]) => [path, { ...part, kind: INVERSE[part.kind] }]),
      ),
  };
}

/** Inputs with the paths of `ignoreChanges` set back to what was last applied. */
export function applyIgnoreChanges(news: PropertyMap, olds: PropertyMap, ignored: readonly string[]): PropertyMap {
  let inputs = news;
  for (const text of ignored) {
    const path = parsePath(text);
    if (path !== undefined && path.length > 0) {
      inputs = resetPath(inputs, olds, path);
    }
  }
  return inputs;
}

/** Turns changes under the program's `replaceOnChanges` paths into replacements. */
export function applyReplaceOnChanges(diff: Diff, paths: readonly string[], hasInitErrors: boolean): Diff {
  const patterns = paths.map(parsePath).filter((path) => path !== undefined);
  if (patterns.length === 0 || (diff.changes !== "some" && !hasInitErrors)) {
    return diff;
  }
  const replaces = (text: string): boolean => {
    const path = parsePath(text);
    return path !== undefined && patterns.some((pattern) => covers(pattern, path));
  };
  const onInitError = hasInitErrors && replaces("#initerror");
  const replaceKeys = [...diff.replaceKeys, ...diff.changedKeys.filter(replaces)];
  return {
    ...diff,
    changes: onInitError ? "some" : diff.changes,
    replaceKeys: [...new Set(onInitError ? [...replaceKeys, "#initerror"] : replaceKeys)],
    detailed:
      diff.detailed &&
      Object.fromEntries(
        Object.entries(diff.detailed).map(([path, part]) => [path, replaces(path) ? toReplace(part) : part]),
      ),
  };
}

function toReplace(part: PropertyDiff): PropertyDiff {
  const kinds: Partial<Record<DiffKind, DiffKind>> = {
    add: "add-replace",
    delete: "delete-replace",
    update: "update-replace",
  };
  return { ...part, kind: kinds[part.kind] ?? part.kind };
}
