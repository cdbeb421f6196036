import { readFileSync, rmSync } from "node:fs";
import { isSecret, makeSecret, type PropertyMap, type PropertyValue, secretContent } from "./values";

/**
 * The place of a file in which a provider has left a text that is too large for a trailer. Its name can't be guessed, so
 * that no value of a vendor or a program makes the engine open another file.
 */
const PLACE = /^left-in-file:(.*roster-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/;

/**
 * Tells a provider how many bytes of JSON reach this engine with an error, as Node's HTTP/2 takes 64 KiB of a header and
 * Pulumi's engine 16 MiB, and that a larger text may be left in a file.
 */
export const ERROR_ROOM = { ROSTER_ERROR_DETAILS: String(32 * 1024), ROSTER_ERROR_FILES: "true" };

/** Properties with the texts in place of the files that hold them; the files are gone then. */
export function withSpilledOutputs(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, fetched(value)]));
}

function fetched(value: PropertyValue): PropertyValue {
  if (isSecret(value)) return makeSecret(fetched(secretContent(value)));
  const [, path] = typeof value === "string" ? (PLACE.exec(value) ?? []) : [];
  return path === undefined ? value : (textAt(path) ?? value);
}

/**
 * Undefined where there is no file that can be taken away: a provider has just made its own. Then the value is a text of a
 * vendor or a program that looks like a place, and an error here would lose the resource that it belongs to.
 */
function textAt(path: string): string | undefined {
  try {
    const text = readFileSync(path, "utf8");
    rmSync(path);
    return text;
  } catch {
    return undefined;
  }
}
