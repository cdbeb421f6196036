import { declaredMembers } from "../../core/contract/declaration.js";
import { excerpt } from "../../core/messages/mask.js";
import { type Desired, FLAT, type Observed, type ObservedSet } from "../../core/model/entity.js";
import { isRecord, sameValue, type Value } from "../../core/model/value.js";
import { publicNames } from "../personal.js";
import { attributes as traits } from "./arguments.js";
import type { WireUser, WriteDocument } from "./wire.js";

/** Attributes that the create call takes; uiLocale, timeZoneCode, preferredResolution and roles follow in a PATCH. */
const AT_CREATION = [
  "email",
  "name",
  "profile",
  "bio",
  "contentLocale",
  "enrollOnClick",
  "gamificationEnabled",
  "userUniqueId",
  "fields",
];
/** The argument that no read of a person shows. */
export const PROFILE = "externalProfile";
/** The usual values go without saying. */
const INFO = { state: "ACTIVE", userType: "INTERNAL" } as const;

/** Attributes of a document that may be shown in messages. */
export const PUBLIC = publicNames(traits, {}, ["userType"]);

export function isDeleted(user: WireUser): boolean {
  return user.attributes.state?.toUpperCase() === "DELETED";
}

/** Whether the account is shown as one of the organization's own people. */
function isInternal({ attributes: { userType } }: WireUser): boolean {
  return userType?.toUpperCase() === INFO.userType;
}

/**
 * The account as it is shown. Of an external person it doesn't tell the profile.
 *
 * @param groups absent: nobody asked
 */
export function toObserved(user: WireUser, groups?: ObservedSet): Observed {
  const shown = user.attributes as Readonly<Record<string, Value | null | undefined>>;
  const attributes: Record<string, Value> = {};
  for (const name of Object.keys(traits)) {
    const value = shown[name];
    if (value === null || value === undefined || value === "") continue;
    attributes[name] = name === "timeZoneCode" ? String(value) : value;
  }
  if (isRecord(attributes["fields"])) attributes["fields"] = filledFields(attributes["fields"]);
  const info = Object.entries(INFO).flatMap(([name, usual]) => {
    const value = shown[name];
    return typeof value === "string" && value.toUpperCase() !== usual ? [[name, value] as const] : [];
  });
  return {
    id: user.id,
    active: !isDeleted(user),
    attributes,
    sets: { roles: { members: { [FLAT]: user.attributes.roles ?? [] } }, ...(groups ? { groups } : {}) },
    references: { manager: user.relationships?.manager?.data?.id ?? null },
    ...(isInternal(user) ? {} : { unseen: [PROFILE] }),
    info: Object.fromEntries(info),
  };
}

/** @param profile the external profile that the person is in; undefined: another one than was asked for */
export function withProfile({ unseen: _, ...shown }: Observed, profile: string | undefined): Observed {
  return { ...shown, attributes: { ...shown.attributes, ...(profile === undefined ? {} : { [PROFILE]: profile }) } };
}

/** The account as a list shows it: there, a manager that is not named may only not be shown. */
export function toListed(user: WireUser, groups?: ObservedSet): Observed {
  const named = user.relationships?.manager;
  return { ...toObserved(user, groups), references: named ? { manager: named.data?.id ?? null } : {} };
}

/** The body that creates a person, with what the create call takes. */
export function toCreate({ attributes, references }: Desired): WriteDocument {
  const { manager } = references;
  const taken = Object.entries(attributes).filter(([name, value]) => AT_CREATION.includes(name) && value !== null);
  const sent = taken.map(([name, value]) => [
    name,
    name === "fields" ? filledFields(value as Record<string, Value | null>) : value,
  ]);
  return {
    data: {
      type: "user",
      attributes: { ...Object.fromEntries(sent), userType: "INTERNAL" },
      ...(typeof manager === "string" ? managerRelation(manager) : {}),
    },
  };
}

/** The body that adds an external person to a profile: this call takes nothing else. */
export function toAdd({ attributes: { email, name, userUniqueId } }: Desired): WriteDocument {
  const sent = { email, name, ...(typeof userUniqueId === "string" ? { userUniqueId } : {}) };
  return { data: { type: "user", attributes: { ...sent, userType: "EXTERNAL" } } };
}

/**
 * Whether the answer to a creation leaves open what the account is like: Adobe leaves out fields and bio there, and a deleted
 * account that comes back to life has its old ones. What was sent is only looked for where no change follows anyway.
 */
export function leavesOpen(user: WireUser, desired: Desired): boolean {
  const shown: Readonly<Record<string, unknown>> = user.attributes;
  const untold = Object.entries(desired.attributes).filter(([name]) => shown[name] === undefined);
  const isEmptied = untold.some(
    ([, value]) => value === null || (isRecord(value) && Object.values(value).includes(null)),
  );
  return isEmptied || (untold.some(([name]) => AT_CREATION.includes(name)) && !isChangedAnyway(user, desired));
}

/** Whether an account that was just created gets a change for what the creating call doesn't take. */
function isChangedAnyway({ attributes: shown, relationships }: WireUser, desired: Desired): boolean {
  const { manager } = desired.references;
  const roles = declaredMembers(desired, "roles")?.[FLAT];
  return (
    Object.keys(desired.attributes).some((name) => !AT_CREATION.includes(name)) ||
    declaredMembers(desired, "groups") !== undefined ||
    (roles !== undefined && !sameValue([...roles].sort(), [...(shown.roles ?? [])].sort())) ||
    (manager !== undefined && manager !== (relationships?.manager?.data?.id ?? null))
  );
}

/** Vendor texts speak of attributes in words, "time zone" and "role"; the longest first, as names hold each other. */
export function propertyNamedIn(text: string): string | undefined {
  const names = [...Object.keys(traits), "roles", "groups", "manager"].sort((a, b) => b.length - a.length);
  const words = (name: string): string => name.replace(/s$|Code/, "").replace(/[A-Z]/g, "\\s?$&");
  const said = excerpt(text);
  return names.find((name) => new RegExp(`\\b${words(name)}(\\s?code)?s?\\b`, "i").test(said));
}

export function managerRelation(manager: string | null): {
  relationships: NonNullable<WriteDocument["data"]["relationships"]>;
} {
  return { relationships: { manager: { data: manager === null ? null : { id: manager, type: "user" } } } };
}

/** Adobe shows an unset active field as null, as an empty text or not at all. */
export function filledFields(fields: Readonly<Record<string, unknown>>): Record<string, Value> {
  const filled = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(filled) as Record<string, Value>;
}
