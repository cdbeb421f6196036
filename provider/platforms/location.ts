import { percentDecoded } from "../core/model/value.js";

/** What a Location names: `https://host/.../users/ff80` names `ff80`, and the address of all users nobody. */
export function lastSegment(location: string | undefined): string | undefined {
  const segment = location
    ?.split(/[?#]/, 1)[0]
    ?.split("/")
    .findLast((part) => part !== "");
  if (segment === undefined || segment === "users") return undefined;
  return percentDecoded(segment);
}
