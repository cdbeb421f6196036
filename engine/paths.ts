import { isMap, isSecret, makeSecret, type PropertyMap, type PropertyValue, secretContent } from "./values";

/** A property path such as `fields.costCentre`, `roles[0]` or `tags["a.b"]`, taken apart; `*` matches any key. */
export type PropertyPath = readonly (string | number)[];

const PART = /^\[(?<index>\d+)\]|^\[(?<any>\*)\]|^\["(?<quoted>(?:[^"\\]|\\.)*)"\]|^\.?(?<name>[^.[\]]+)/;

/** Reads a path, or undefined where the text is none. */
export function parsePath(text: string): PropertyPath | undefined {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const match = PART.exec(rest);
    if (match?.groups === undefined) return undefined;
    const { index, any, quoted, name } = match.groups;
    path.push(index === undefined ? (any ?? quoted?.replaceAll(/\\(.)/g, "$1") ?? name ?? "") : Number(index));
    rest = rest.slice(match[0].length);
  }
  return path;
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
  if (part === undefined) return old;
  const before = secretContent(old);
  if (isSecret(value)) {
    const inner = reset(secretContent(value), before, path);
    return inner === undefined ? undefined : makeSecret(inner);
  }
  if (Array.isArray(value)) {
    const items = Array.isArray(before) ? before : [];
    return value.map((item, index) =>
      (part === "*" || part === index) && index in items ? (reset(item, items[index], rest) ?? null) : item,
    );
  }
  if (!isMap(value)) return value;
  const source = isMap(before) ? before : {};
  const copy: PropertyMap = { ...value };
  for (const key of part === "*" ? Object.keys({ ...value, ...source }) : [String(part)]) {
    if (rest.length > 0 && copy[key] === undefined) continue;
    const inner = reset(copy[key], source[key], rest);
    if (inner === undefined) {
      delete copy[key];
    } else {
      copy[key] = inner;
    }
  }
  return copy;
}
