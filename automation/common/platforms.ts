import type { KindName, ResourceKind, SetTraits } from "../../provider/core/contract/kind";
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

/** What can be declared of an entity, by its platform and its kind; absent, as in plans: a user. Throws where there is no such kind. */
export function resourceKindOf({ platform, kind = "user" }: Placed): ResourceKind {
  return kindNamed(platformOf(platform as PlatformId), kind);
}

interface Placed {
  readonly platform: string;
  readonly kind?: KindName;
}

/** What can be declared there, of every kind that there is. */
export function kindsOf(id: PlatformId): readonly ResourceKind[] {
  return Object.values(platforms[id].kinds);
}

/** The sets whose members are groups, by the arguments' names. */
export function setsOfGroups({ capabilities }: ResourceKind): readonly (readonly [name: string, traits: SetTraits])[] {
  return Object.entries(capabilities.sets).filter(([, { kind }]) => kind === "group");
}

export function isPlatformId(id: string): id is PlatformId {
  return Object.hasOwn(platforms, id);
}

/** "Adobe Learning Manager"; the id itself where no platform has it. */
export function platformTitle(id: string): string {
  return isPlatformId(id) ? platforms[id].title : id;
}
