import { percentDecoded } from "../core/model/value.js";

/** The last segment of an address's path: of `https://host/.../users/ff80` it is `ff80`. */
export function lastSegment(address: string | undefined): string | undefined {
  const segment = written(address);
  return segment === undefined ? undefined : percentDecoded(segment);
}

/** What a Location names: its last segment. The address of all users names nobody. */
export function namedBy(location: string | undefined): string | undefined {
  return written(location) === "users" ? undefined : lastSegment(location);
}

function written(address: string | undefined): string | undefined {
  return address
    ?.split(/[?#]/, 1)[0]
    ?.split("/")
    .findLast((part) => part !== "");
}
