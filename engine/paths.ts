import { isMap, isSecret, makeSecret, type PropertyMap, type PropertyValue, secretContent } from "./values";

/** A property path such as `fields.costCentre`, `roles[0]` or `tags["a.b"]`, taken apart; `*` matches any key. */
export type PropertyPath = readonly (string | number)[];

/** Reads a path, or undefined where the text is none. */
export function parsePath(text: string): PropertyPath | undefined {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const match =
      /^\[(\d+|\*)\]/.exec(rest) ?? /^\["((?:[^"\\]|\\.)*)"\]/.exec(rest) ?? /^\.?([^.[\]]+)/.exec(rest) ?? undefined;
    const part = match?.[1];
    if (match === undefined || part === undefined) {
      return undefined;
    }
    if (match[0].startsWith('["')) {
      path.push(part.replaceAll(/\\(.)/g, "$1"));
    } else if (match[0].startsWith("[") && part !== "*") {
      path.push(Number(part));
    } else {
      path.push(part);
    }
    rest = rest.slice(match[0].length);
  }
  return path;
}

export function formatPath(path: PropertyPath): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") {
      text += `[${part}]`;
    } else if (/[.[\]"]/.test(part)) {
      text += `[${JSON.stringify(part)}]`;
    } else {
      text += text === "" ? part : `.${part}`;
    }
  }
  return text;
}

/** The value at a path, through secrets. */
export function valueAt(value: PropertyValue | undefined, path: PropertyPath): PropertyValue | undefined {
  let at = value;
  for (const part of path) {
    if (isSecret(at)) {
      at = secretContent(at);
    }
    if (Array.isArray(at) && typeof part === "number") {
      at = at[part];
    } else if (isMap(at)) {
      at = at[String(part)];
    } else {
      return undefined;
    }
  }
  return at;
}

/** Whether a pattern, which may hold `*`, covers a path: it is equal to it or leads to it. */
export function covers(pattern: PropertyPath, path: PropertyPath): boolean {
  return pattern.length <= path.length && pattern.every((part, index) => part === "*" || part === path[index]);
}

/**
 * Sets the value at a path back to its old one: added keys are removed, removed keys return. An element of a list that
 * exists on one side only is left alone.
 */
export function resetPath(news: PropertyMap, olds: PropertyMap, path: PropertyPath): PropertyMap {
  const changed = reset(news, olds, path);
  return isMap(changed) ? changed : news;
}

function reset(
  value: PropertyValue | undefined,
  old: PropertyValue | undefined,
  path: PropertyPath,
): PropertyValue | undefined {
  const [part, ...rest] = path;
  if (part === undefined) {
    return old;
  }
  if (isSecret(value)) {
    const inner = reset(secretContent(value), isSecret(old) ? secretContent(old) : old, path);
    return inner === undefined ? undefined : makeSecret(inner);
  }
  const before = isSecret(old) ? secretContent(old) : old;
  if (Array.isArray(value)) {
    const items = Array.isArray(before) ? before : [];
    const indices = part === "*" ? value.keys() : [Number(part)];
    const copy = [...value];
    for (const index of indices) {
      if (index in value && index in items) {
        copy[index] = reset(value[index], items[index], rest) ?? null;
      }
    }
    return copy;
  }
  if (!isMap(value)) {
    return value;
  }
  const source = isMap(before) ? before : {};
  const keys = part === "*" ? new Set([...Object.keys(value), ...Object.keys(source)]) : [String(part)];
  const copy: PropertyMap = { ...value };
  for (const key of keys) {
    if (rest.length > 0 && copy[key] === undefined) {
      continue;
    }
    const inner = reset(copy[key], source[key], rest);
    if (inner === undefined) {
      delete copy[key];
    } else {
      copy[key] = inner;
    }
  }
  return copy;
}
