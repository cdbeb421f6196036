// How Pulumi writes values that JSON can't: maps with a signature, and texts that stand for what is not known yet.
// Source: the SDK's runtime/rpc, as locked in the package's peer range.

/** The key that marks a map as one of the protocol's own values; what kind it is, its value says. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Stands for an unknown text, and for any unknown value that is sent from here. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Of a text, a bool, a number, an array, an object, an asset and an archive. */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
  UNKNOWN_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
]);

/** Whether a value stands for one that preview doesn't know yet. */
export function isUnknownText(value: unknown): boolean {
  return UNKNOWNS.has(value);
}
