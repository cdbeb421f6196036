import { percentDecoded } from "../core/model/value.js";
import { isPathSegment } from "../http/path.js";

/** The last segment of an address's path: of `https://host/.../users/ff80` it is `ff80`. */
export function lastSegment(address: string | undefined): string | undefined {
  const segment = address
    ?.split(/[?#]/, 1)[0]
    ?.split("/")
    .findLast((part) => part !== "");
  return segment === undefined ? undefined : percentDecoded(segment);
}

/**
 * The id that the Location of a creation's answer ends with, where it can be one.
 *
 * @param posted the path that the creation was sent to: its own last segment names nobody
 */
export function namedBy(location: string | undefined, posted: string): string | undefined {
  const named = lastSegment(location);
  return named !== undefined && named !== lastSegment(posted) && isPathSegment(named) ? named : undefined;
}
