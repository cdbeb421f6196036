import type { KindName, ResourceKind } from "../../provider/core/contract/kind";
import { kindNamed, type Platform } from "../../provider/core/contract/platform";
import { type PlatformId, platforms } from "../../provider/platforms/registry";

export type { PlatformId };

/** Ids of all platforms. */
export const platformIds = Object.keys(platforms) as readonly PlatformId[];

export function platformOf(id: PlatformId): Platform {
  return platforms[id];
}

/** What can be declared of people there. */
export function userKindOf(id: PlatformId): ResourceKind {
  return platforms[id].kinds.user;
}

/** What can be declared there of resources of a kind. Throws where there are none. */
export function resourceKindOf({
  platform,
  kind,
}: {
  readonly platform: PlatformId;
  readonly kind: KindName;
}): ResourceKind {
  return kindNamed(platformOf(platform), kind);
}

export function isPlatformId(id: string): id is PlatformId {
  return Object.hasOwn(platforms, id);
}

/** "Adobe Learning Manager"; the id itself where no platform has it. */
export function platformTitle(id: string): string {
  return isPlatformId(id) ? platforms[id].title : id;
}
