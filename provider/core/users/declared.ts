import type { Claims } from "../claims.js";
import { naturalKeyOf, type Properties } from "../declaration.js";
import type { Platform } from "../platform.js";

/**
 * Notes whom a resource of this run declares, so that another one that has lost a person, or its own former self, lets them
 * be.
 */
export function declarePeople(claims: Claims, { id, capabilities }: Platform, people: Iterable<Properties>): void {
  for (const person of people) {
    const naturalKey = naturalKeyOf(capabilities, person);
    if (naturalKey !== undefined) claims.declare(id, naturalKey);
  }
}
