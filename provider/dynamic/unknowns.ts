import { isRecord, UNKNOWN } from "../core/model/value.js";
import { isUnknownText, UNKNOWN_TEXT } from "../pulumi-values.js";

/** What the dynamic host hands over in place of values that preview doesn't know yet: `UNKNOWN`, at any depth. */
export function fromHost(value: unknown): unknown {
  if (isUnknownText(value)) return UNKNOWN;
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
