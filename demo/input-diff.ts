import type { PropertyDiff } from "../engine/diff";
import type { PropertyPath } from "../engine/paths";
import { equalValues, isPlainMap, mapWithoutSecrets, type PropertyMap, type PropertyValue } from "../engine/values";

/** Compares inputs path by path, for the providers that name no paths themselves; secrets count by their content. */
export function diffInputs(olds: PropertyMap, news: PropertyMap): Record<string, PropertyDiff> {
  const found: Record<string, PropertyDiff> = {};
  compare(mapWithoutSecrets(olds), mapWithoutSecrets(news), [], found);
  return found;
}

/** Null and absent are alike. */
function compare(
  old: PropertyValue | undefined,
  value: PropertyValue | undefined,
  path: PropertyPath,
  found: Record<string, PropertyDiff>,
): void {
  const [before, after] = [old ?? null, value ?? null];
  if (isPlainMap(before) && isPlainMap(after)) {
    for (const key of Object.keys({ ...before, ...after })) compare(before[key], after[key], [...path, key], found);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      compare(before[index], after[index], [...path, index], found);
    }
  } else if (!equalValues(before, after)) {
    const kind = before === null ? "add" : after === null ? "delete" : "update";
    found[formatPath(path)] = { kind, inputDiff: true };
  }
}

/** Keys with dots and brackets are written in quotes. */
function formatPath(path: PropertyPath): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/[.[\]"]/.test(part)) text += `[${JSON.stringify(part)}]`;
    else text += text === "" ? part : `.${part}`;
  }
  return text;
}
