import { InvalidArgumentsError } from "../core/contract/errors.js";
import { percentDecoded } from "../core/model/value.js";

/** Ids and names are short: a longer text is none. */
const LONGEST = 1_000;
/** What an address, or a server that decodes twice, takes for the folder itself or the one above. */
const CLIMBING = /^(?:\.|%2e){1,2}$/i;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
/** Segments that mean themselves at sight, as nearly all do. */
const PLAIN = /^(?:\/[\w~-][\w.~-]*)+$/;

/** `id`: the vendor's own, of which a slash is no part. `name`: given by people, who write slashes. */
export type SegmentKind = "id" | "name";

/** Whether a text can stand in an address and mean nothing but itself. */
export function isPathSegment(text: string, kind: SegmentKind = "id"): boolean {
  if (text === "" || text.length > LONGEST || CLIMBING.test(text) || UNPRINTABLE.test(text)) return false;
  return kind === "name" || !/[/\\]/.test(text);
}

/** An id or a name as one segment of an address. Throws an InvalidArgumentsError for what would ask for something else. */
export function pathSegment(text: string, kind: SegmentKind = "id"): string {
  if (isPathSegment(text, kind)) return encodeURIComponent(text);
  const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
  throw new InvalidArgumentsError([
    { path: [kind], reason: `${shown} is no ${kind} that a vendor could be asked for; nothing was sent` },
  ]);
}

/** The path of a request, whose every segment means itself: whoever has put it together. */
export function judgedPath(path: string): string {
  if (path.length <= LONGEST && PLAIN.test(path)) return path;
  for (const segment of path.split("/").slice(1)) pathSegment(percentDecoded(segment), "name");
  return path;
}
