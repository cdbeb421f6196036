import type { UpdateRequest } from "../../core/contract/connector.js";
import { declaredMembers, sortedSet } from "../../core/contract/declaration.js";
import { InvalidArgumentsError } from "../../core/contract/errors.js";
import { excerpt } from "../../core/messages/mask.js";
import type { Desired, Observed, ObservedSet, Sections } from "../../core/model/entity.js";
import { isRecord, type Value } from "../../core/model/value.js";
import { publicNames } from "../personal.js";
import { attributes as traits } from "./arguments.js";
import { type UserWrite, WireUser } from "./wire.js";

const REQUIRED = ["name", "surname", "language", "timezone", "email", "username"] as const;
const OPTIONAL = ["officePhone", "mobilePhone", "interests", "aboutMe", "location", "authSource"] as const;
const TEXTS = [...REQUIRED, ...OPTIONAL, "externalId"] as const;
/** Older answers lack these names even where the account has values: silence says nothing about them. */
export const NEWER = ["authSource", "externalId", "extendedFields"] as const;
const PUBLIC = publicNames(traits);
/** What a person could be known by, for masking; an image is too large to look for. */
const PERSONAL = [...TEXTS, "extendedFields", "extra", "password"].filter((name) => !PUBLIC.has(name));

/** @param groups absent: this answer doesn't tell */
export function toObserved(user: WireUser, groups?: ObservedSet): Observed {
  const attributes: Record<string, Value> = { enabled: user.enabled };
  for (const name of TEXTS) {
    const value = user[name];
    if (typeof value === "string" && value !== "") attributes[name] = value;
  }
  const fields = shownFields(user);
  if (Object.keys(fields).length > 0) attributes["extendedFields"] = fields;
  const unseen = NEWER.filter((name) => user[name] === undefined);
  const imageUrl = user.image?.url;
  return {
    id: user.id,
    active: user.enabled,
    attributes,
    sets: { roles: { members: rolesOf(user) }, ...(groups ? { groups } : {}) },
    references: {},
    ...(unseen.length > 0 ? { unseen } : {}),
    info: { ...(user.commonId ? { commonId: user.commonId } : {}), ...(imageUrl ? { imageUrl } : {}) },
  };
}

/** A new account as a read shows it: what the create call doesn't take is empty there, shown or not. */
export function toObservedNew(user: WireUser): Observed {
  const observed = toObserved(user);
  const afterCreate = Object.entries(traits).flatMap(([name, trait]) => ("afterCreate" in trait ? [name] : []));
  return { ...observed, unseen: observed.unseen?.filter((name) => !afterCreate.includes(name)) ?? [] };
}

/** The user that creates a person, with what the create call takes. */
export function toCreate(desired: Desired): UserWrite {
  const { attributes } = desired;
  const names = [...REQUIRED, ...OPTIONAL, "image"];
  const taken = names.filter((name) => attributes[name] !== null);
  return {
    ...Object.fromEntries(taken.map((name) => [name, attributes[name]])),
    enabled: attributes["enabled"] ?? true,
    // Netex takes nobody without a role here, and the least of them is user.
    roles: { management: ["user"], ...declaredMembers(desired, "roles") },
    password: attributes["initialPassword"],
  };
}

/**
 * The user of a PUT, which replaces everything: what is declared, and for the rest what `current` shows, as it stands
 * there. `image`, which reads back as a path on the server, is sent only where it is declared. Whether the account is active
 * changes only where that is one of the changes.
 *
 * @param current the account as just read
 */
export function toPut(current: WireUser, { changes, desired, addOnly }: UpdateRequest): UserWrite {
  const { attributes } = desired;
  const user: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const value = attributes[name] === undefined ? current[name] : (attributes[name] ?? "");
    if (value !== null && value !== undefined) user[name] = value;
  }
  const written = { image: attributes["image"], extra: attributes["extra"] ?? filled(current.extra) };
  for (const [name, value] of Object.entries(written)) if (value !== null) user[name] = value;
  const switched = changes.some(({ kind }) => kind === "activation");
  user["enabled"] = switched ? (attributes["enabled"] ?? true) : current.enabled;
  const fields = mergedFields(current, attributes["extendedFields"]);
  if (fields) user["extendedFields"] = fields;
  user["roles"] = mergedRoles(rolesOf(current), declaredMembers(desired, "roles") ?? {}, addOnly.includes("roles"));
  return user;
}

/** The account as a PUT leaves it that all platforms have stored. */
export function afterPut(current: WireUser, sent: UserWrite): Observed {
  return toObserved(WireUser.parse({ ...current, ...sent, image: current.image }));
}

/** The person's values in a user to be sent, which must not show in a message. */
export function personalIn(user: UserWrite): readonly unknown[] {
  return PERSONAL.map((name) => user[name]);
}

export function rolesOf({ roles }: { readonly roles?: WireUser["roles"] }): Sections {
  const shown = Object.entries(roles ?? {}).flatMap(([section, names]) => (names ? [[section, names] as const] : []));
  return Object.fromEntries(shown);
}

/** All roles of several sources, by section. */
export function joinedRoles(sources: readonly Sections[]): Sections {
  const joined = new Map<string, readonly string[]>();
  for (const roles of sources) {
    for (const [section, names] of Object.entries(roles)) {
      joined.set(section, sortedSet([...(joined.get(section) ?? []), ...names]));
    }
  }
  return Object.fromEntries(joined);
}

/** The property that a vendor's text mentions first. */
export function propertyNamedIn(said: string): string | undefined {
  const text = excerpt(said);
  const names = [...Object.keys(traits), "roles", "groups"];
  const found = names.flatMap((name) => {
    const pattern = name === "username" ? "user ?name" : name;
    const at = text.search(new RegExp(`\\b${pattern}\\b`, "i"));
    return at < 0 ? [] : [{ name, at }];
  });
  if (/\bpassword\b/i.test(text)) found.push({ name: "initialPassword", at: text.search(/\bpassword\b/i) });
  // "user name" mentions name too, a little later.
  return found.sort((a, b) => a.at - b.at)[0]?.name;
}

function filled(extra: unknown): unknown {
  return isRecord(extra) && Object.keys(extra).length === 0 ? undefined : extra;
}

function mergedRoles(shown: Sections, declared: Sections, addOnly: boolean): Sections {
  const roles = addOnly ? joinedRoles([shown, declared]) : { ...shown, ...declared };
  if ((roles["management"] ?? []).length > 0) return roles;
  throw new InvalidArgumentsError([
    {
      path: ["roles", "management"],
      reason:
        "Netex requires at least one role here in every change, and the account shows none to be kept. Nothing was sent; declare user, groupadmin or admin",
    },
  ]);
}

/** Unset fields are shown as null, as an empty text or not at all. What is no text or number can't be declared. */
function shownFields({ extendedFields }: WireUser): Record<string, Value> {
  const filled = Object.entries(extendedFields ?? {}).flatMap(([key, value]): [string, Value][] => {
    if (typeof value === "string") return value === "" ? [] : [[key, value]];
    return typeof value === "number" || typeof value === "boolean" ? [[key, String(value)]] : [];
  });
  return Object.fromEntries(filled);
}

/** Declared keys over those shown; undefined where there is nothing to send. */
function mergedFields({ extendedFields }: WireUser, declared: unknown): Record<string, unknown> | undefined {
  if (!extendedFields && !isRecord(declared)) return undefined;
  const kept = Object.entries(extendedFields ?? {}).filter(([, value]) => value !== null);
  const own = Object.entries(isRecord(declared) ? declared : {}).map(([key, value]) => [key, value ?? ""]);
  return { ...Object.fromEntries(kept), ...Object.fromEntries(own) };
}
