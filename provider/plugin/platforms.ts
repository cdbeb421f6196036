import type { KindName, ResourceKind } from "../core/contract/kind.js";
import type { Platform } from "../core/contract/platform.js";
import { own } from "../core/model/value.js";
import { loaders } from "../platforms/loaders.js";
import { MalformedRequestError } from "./malformed-request.js";

/** Platforms by id, as soon as a request has been about them: a run mostly is about one. */
const loaded = new Map<string, Platform>();

/** The kind of resource that each last part of a token is about. */
const KINDS = {
  User: "user",
  Users: "user",
  Group: "group",
  getUser: "user",
  getUsers: "user",
  getGroup: "group",
  getGroups: "group",
} as const satisfies Record<string, KindName>;
type Member = keyof typeof KINDS;

export const platformIds: readonly string[] = Object.keys(loaders);

/** A platform that is loaded, or is to be loaded now; undefined where there is none. */
export async function loadPlatform(id: string): Promise<Platform | undefined> {
  const platform = loaded.get(id) ?? (await own<() => Promise<Platform>>(loaders, id)?.());
  if (platform) loaded.set(id, platform);
  return platform;
}

/** Loads what a token is about; every platform where there is no such thing, as the refusal names what there is. */
export async function loadFor(token: string): Promise<void> {
  const [, id = "", last = ""] = token.split(":");
  const platform = await loadPlatform(id.split("/")[0] ?? "");
  const kind = own<KindName>(KINDS, last);
  if (!kind || !platform?.kinds[kind]) await Promise.all(platformIds.map(loadPlatform));
}

/** What a token such as `roster:adobe:User` is about, once it is loaded. */
export function kindOf<M extends Member>(
  token: string,
  members: readonly M[],
): { readonly kind: ResourceKind; readonly member: M } {
  const [pkg, id = "", last] = token.split(":");
  const platform = loaded.get(id.split("/")[0] ?? "");
  const member = members.find((known) => known === last);
  const kind = member === undefined ? undefined : platform?.kinds[KINDS[member]];
  if (pkg !== "roster" || !kind || member === undefined) {
    const known = platformIds.flatMap((name) =>
      members.filter((wanted) => loaded.get(name)?.kinds[KINDS[wanted]]).map((wanted) => `roster:${name}:${wanted}`),
    );
    throw new MalformedRequestError(`there is no ${token} here; there are ${known.join(", ")}`);
  }
  return { kind, member };
}

export function platformNamed(id: string): Platform {
  const platform = loaded.get(id);
  if (!platform) throw new Error(`there is no platform ${id}`);
  return platform;
}
