import { isRecord, UNKNOWN } from "../core/model/value.js";

/**
 * What the dynamic host hands a provider in place of each kind of value that preview doesn't know yet: plain texts.
 * Source: the SDK's runtime/rpc, as locked in the package's peer range.
 */
const SENTINELS = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Sentinels to `UNKNOWN`, at any depth. */
export function fromHost(value: unknown): unknown {
  if (typeof value === "string" && SENTINELS.has(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(fromHost);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromHost(item)]));
  return value;
}

/** `UNKNOWN` to the sentinel, at any depth. */
export function toHost(value: unknown): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (Array.isArray(value)) return value.map(toHost);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toHost(item)]));
  return value;
}
