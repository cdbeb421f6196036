/** A JSON object whose values are still unknown. */
export type JsonObject = Record<string, unknown>;

/** The value as an object, or undefined for anything else (arrays and null included). */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** The value as a list of strings, or undefined if it is anything else. */
export function asTexts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((item): item is string => typeof item === "string");
  return texts.length === value.length ? texts : undefined;
}

/** The value as a text that is more than spaces, or undefined. */
export function asFilledText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** Percent-decoded where that is possible, otherwise unchanged. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `patch` laid over `target`: objects merge key by key, anything else replaces (lists too). */
export function merged(target: unknown, patch: unknown): unknown {
  const under = asObject(target);
  const over = asObject(patch);
  if (over === undefined) return patch;
  const result: JsonObject = under ?? {};
  for (const [key, value] of Object.entries(over)) result[key] = merged(result[key], value);
  return result;
}

/** The value without the keys that are undefined, as JSON would have it. */
export function withoutUndefined<T extends object>(value: T): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}

/** A whole number from a query parameter; undefined for an absent one, NaN for anything but digits. */
export function asCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}
