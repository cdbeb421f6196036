import { withHiddenEscaped } from "../../provider/core/messages/hidden-characters";

/** JSON for a file or a terminal: controls and other hidden characters are escapes in it. */
export function jsonText(value: unknown): string {
  return `${withHiddenEscaped(JSON.stringify(value, undefined, 2))}\n`;
}
