import { isRecord } from "../../../provider/core/model/value";

type Values = Readonly<Record<string, unknown>>;

/** Values with more of them: maps attribute by attribute, and of two values the later one. */
export function merged(values: Values, more: Values, { joinLists = false } = {}): Record<string, unknown> {
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(values));
  for (const [name, item] of Object.entries(more)) {
    const before = Object.hasOwn(result, name) ? result[name] : undefined;
    const value = joined(before, item, joinLists);
    Object.defineProperty(result, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return result;
}

function joined(before: unknown, item: unknown, joinLists: boolean): unknown {
  if (isRecord(before) && isRecord(item)) return merged(before, item, { joinLists });
  // A platform without a word about it, `nerm:`, puts the person there and takes nothing away.
  if (isRecord(before) && item === null) return before;
  if (joinLists && Array.isArray(before) && Array.isArray(item)) return [...new Set([...before, ...item])];
  return item;
}

/** A value with everything around it, for `merged`: `["adobe", "fields", "Team"]` and "Notes" to nested maps. */
export function nested([name = "", ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  return Object.fromEntries([[name, rest.length === 0 ? value : nested(rest, value)]]);
}

/** The value at a path; undefined where there is none. */
export function valueAt(values: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, part) => (isRecord(at) && Object.hasOwn(at, part) ? at[part] : undefined), values);
}
