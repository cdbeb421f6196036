import type { Platform } from "../../provider/core/contract/platform";
import { type PlatformId, platforms } from "../../provider/platforms/registry";

export type { PlatformId };

/** Ids of all platforms. */
export const platformIds = Object.keys(platforms) as readonly PlatformId[];

export function platformOf(id: PlatformId): Platform {
  return platforms[id];
}

export function isPlatformId(id: string): id is PlatformId {
  return Object.hasOwn(platforms, id);
}

/** "Adobe Learning Manager"; the id itself where no platform has it. */
export function platformTitle(id: string): string {
  return isPlatformId(id) ? platforms[id].title : id;
}
