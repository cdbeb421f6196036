import type { Claims } from "../claims.js";
import type { Properties } from "../declaration.js";
import type { Platform } from "../platform.js";
import { naturalKeyOf } from "./people.js";

/**
 * Notes whom a resource of this run declares, so that a set that has lost a person lets them be where they have moved to
 * another resource.
 */
export function declarePeople(claims: Claims, { id, capabilities }: Platform, people: Iterable<Properties>): void {
  for (const person of people) {
    const naturalKey = naturalKeyOf(capabilities, person);
    if (naturalKey !== undefined) claims.declare(id, naturalKey);
  }
}
