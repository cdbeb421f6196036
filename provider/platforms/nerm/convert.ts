import { declaredMembers, declaredReference } from "../../core/contract/declaration.js";
import { excerpt } from "../../core/messages/mask.js";
import type { Change } from "../../core/model/change.js";
import { type Desired, FLAT, type Observed, type ObservedSet } from "../../core/model/entity.js";
import { own, type Value } from "../../core/model/value.js";
import { publicNames } from "../personal.js";
import { attributes as traits } from "./arguments.js";
import type { UserBody, WireUser } from "./wire.js";

/** The vendor's names of the arguments, in the order of its own example. */
const WIRE_NAMES = {
  name: "name",
  email: "email",
  type: "type",
  profileId: "profile_id",
  title: "title",
  status: "status",
  login: "login",
  admin: "admin",
  groupStrings: "group_strings",
  locale: "locale",
  initialPassword: "password",
  sailpointIdentityId: "sailpoint_identity_id",
} as const satisfies Record<keyof typeof traits, string>;

/** Attributes of a document that may be shown in messages. */
export const PUBLIC = publicNames(traits, WIRE_NAMES);

/** How the vendor names parts of other calls, and relations, in its complaints. */
const ALSO_NAMED: Readonly<Record<string, string>> = {
  profile: "profileId",
  role: "roles",
  role_id: "roles",
  roles: "roles",
  manager: "manager",
  manager_id: "manager",
};

const DISABLED = "Disabled";
const DEFAULT_TYPE = "NeprofileUser";
const TYPES: readonly unknown[] = [DEFAULT_TYPE, "NeaccessUser"];

/** Lists hold others beside people, such as delegates. */
export function isPerson({ type }: WireUser): boolean {
  return type === null || type === undefined || TYPES.includes(type);
}

/**
 * The account as this answer shows it. Attributes whose key the answer lacks are unseen: older tenants leave out
 * group_strings, locale and sailpoint_identity_id.
 */
export function toObserved(user: WireUser, roles?: ObservedSet, manager?: string | null): Observed {
  const shown: Readonly<Record<string, unknown>> = user;
  const attributes: Record<string, Value> = {};
  const unseen: string[] = [];
  for (const [name, wireName] of Object.entries(WIRE_NAMES)) {
    const value = shown[wireName];
    if (isWriteOnly(name)) continue;
    if (value === undefined) unseen.push(name);
    else if (typeof value === "string" && value !== "") attributes[name] = value;
  }
  return {
    id: user.id,
    // Pending people are on their way in: only Disabled is off.
    active: user.status !== DISABLED,
    attributes,
    sets: roles ? { roles } : {},
    references: manager === undefined ? {} : { manager },
    unseen,
    info: {
      ...(user.uid ? { uid: user.uid } : {}),
      ...(user.preferred_language ? { preferredLanguage: user.preferred_language } : {}),
    },
  };
}

/** The body that creates a person, with what the create call takes. */
export function toCreate({ attributes }: Desired): UserBody {
  return { user: { ...inWireNames({ type: DEFAULT_TYPE, ...present(attributes) }) } };
}

/** The body of a PATCH: the id and what changes; undefined where nothing of the user itself changes. */
export function toPatch(id: string, changes: readonly Change[], desired: Desired): UserBody | undefined {
  const sent: Record<string, unknown> = {};
  for (const { kind, path, to } of changes) {
    const name = String(path[0]);
    // A state that nobody declared is brought back to active, and an emptied attribute is sent as an empty text.
    if (kind === "attribute" || kind === "activation") sent[name] = desired.attributes[name] ?? to ?? "";
  }
  return Object.keys(sent).length === 0 ? undefined : { user: { id, ...inWireNames(sent) } };
}

/** The body that switches an account off. */
export function toDeactivate(id: string): UserBody {
  return { user: { id, status: DISABLED } };
}

export function isDisabled({ status }: WireUser): boolean {
  return status === DISABLED;
}

/** The declared roles; undefined where they are not managed. */
export function declaredRoles(desired: Desired): readonly string[] | undefined {
  const roles = declaredMembers(desired, "roles");
  return roles && (roles[FLAT] ?? []);
}

/** The account after an update: roles and a manager that didn't change are answered as declared, without a look. */
export function toUpdated(now: Observed, desired: Desired): Observed {
  const roles = declaredRoles(desired);
  const manager = declaredReference(desired, "manager");
  return {
    ...now,
    sets: roles ? { roles: { members: { [FLAT]: roles } } } : {},
    references: manager === undefined ? {} : { manager },
  };
}

/** The argument that the vendor means by one of its attribute names; undefined where none is meant. */
export function propertyOf(wireName: string): string | undefined {
  const sent = Object.entries(WIRE_NAMES).find(([, known]) => known === wireName);
  return sent?.[0] ?? own(ALSO_NAMED, wireName);
}

/** The argument that a sentence begins with, as in "group_strings is too long" or "Group strings is too long". */
export function propertyAtStartOf(sentence: string): string | undefined {
  const names = [...Object.values(WIRE_NAMES), ...Object.keys(ALSO_NAMED)];
  const words = excerpt(sentence).trim().toLowerCase().replaceAll("_", " ");
  const named = names.find((name) => new RegExp(`^(the )?${name.replaceAll("_", " ")}\\b`).test(words));
  return named && propertyOf(named);
}

function isWriteOnly(name: string): boolean {
  return "writeOnly" in traits[name as keyof typeof traits];
}

function present(attributes: Desired["attributes"]): Readonly<Record<string, unknown>> {
  const taken = Object.entries(attributes).filter(([name, value]) => value !== null && !isAfterCreate(name));
  return Object.fromEntries(taken);
}

function isAfterCreate(name: string): boolean {
  return "afterCreate" in traits[name as keyof typeof traits];
}

function inWireNames(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = Object.entries(WIRE_NAMES).flatMap(([name, wireName]) =>
    values[name] === undefined ? [] : [[wireName, values[name]] as const],
  );
  return Object.fromEntries(named);
}
