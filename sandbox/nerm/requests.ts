import type { Call } from "../exchange";
import { Refusal } from "../exchange";
import type { JsonObject } from "../json";
import { asFilledText, asObject } from "../json";
import type { Faulty } from "./answers";
import { errorAnswer } from "./answers";
import type { NermChange, NermNewUser, NermStore } from "./store";
import { STATUSES, TYPES } from "./store";

const BLANK = "can't be blank";
const TAKEN = "has already been taken";
const NOT_LISTED = "is not included in the list";
const INVALID = "is invalid";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A record that was understood, or what is wrong with it. */
export type Checked<T> = { readonly value: T } | { readonly errors: Faulty };

/** The object under `key` in the body. */
export function readRecord(call: Call, key: string): JsonObject {
  const record = asObject(bodyObject(call)[key]);
  if (record === undefined) throw new Refusal(errorAnswer(400, `The body needs ${key}`));
  return record;
}

/** The list of objects under `key` in the body; what isn't an object counts as an empty one. */
export function readRecords(call: Call, key: string): JsonObject[] {
  const records = bodyObject(call)[key];
  if (!Array.isArray(records)) throw new Refusal(errorAnswer(400, `The body needs a list of ${key}`));
  return records.map((record) => asObject(record) ?? {});
}

function bodyObject(call: Call): JsonObject {
  return asObject(call.body.kind === "parsed" ? call.body.value : undefined) ?? {};
}

type Draft = { -readonly [key in keyof NermChange]: NermChange[key] };

/** Reads texts, flags and choices from a record, and collects what is wrong. */
function reader(record: JsonObject) {
  const errors: Record<string, string> = {};
  const fail = (name: string, message: string) => {
    errors[name] ??= message;
    return undefined;
  };
  return {
    errors,
    fail,
    /** Undefined if absent or wrong. */
    required(name: string): string | undefined {
      if (record[name] === undefined) return undefined;
      return asFilledText(record[name]) ?? fail(name, BLANK);
    },
    /** null for null and "". */
    optional(name: string): string | null | undefined {
      const value = record[name];
      if (value === undefined) return undefined;
      if (value === null || value === "") return null;
      return typeof value === "string" ? value : fail(name, INVALID);
    },
    choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
      if (record[name] === undefined) return undefined;
      return choices.find((choice) => choice === record[name]) ?? fail(name, NOT_LISTED);
    },
  };
}

/** Reads what PATCH takes; an unknown attribute is ignored. */
export function checkChange(record: JsonObject, store: NermStore, self?: string): Checked<NermChange> {
  const { empties, laterIdentity, takesAdmin, takesPending } = store.behaviour;
  const read = reader(record);
  const draft: Draft = {};
  const name = read.required("name");
  const email = read.required("email");
  const login = read.required("login");
  const type = read.choice("type", TYPES);
  const status = read.choice("status", takesPending ? STATUSES : STATUSES.slice(0, 2));
  const emptiable = (name: string) => (empties || record[name] !== "" ? read.optional(name) : undefined);
  const title = emptiable("title");
  const groups = emptiable("group_strings");
  const later = (name: string) => (laterIdentity ? asFilledText(record[name]) : undefined);
  const locale = later("locale");
  const identity = later("sailpoint_identity_id");
  const profile = read.optional("profile_id");
  if (name !== undefined) draft.name = name;
  if (email !== undefined) draft.email = email;
  if (login !== undefined) draft.login = login;
  if (type !== undefined) draft.type = type;
  if (status !== undefined) draft.status = status;
  if (title !== undefined) draft.title = title;
  if (groups !== undefined) draft.group_strings = groups;
  if (profile !== undefined) draft.profile_id = profile;
  if (locale !== undefined) draft.locale = locale;
  if (identity !== undefined) draft.sailpoint_identity_id = identity;
  if (takesAdmin && typeof record["admin"] === "boolean") draft.admin = record["admin"];

  if (email !== undefined && !/^[^@\s]+@[^@\s]+$/.test(email)) read.fail("email", INVALID);
  if (typeof profile === "string" && !UUID.test(profile)) read.fail("profile_id", INVALID);
  const profileAfter = profile === undefined ? store.users.get(self ?? "")?.profile_id : profile;
  if (type === "NeaccessUser" && (profileAfter ?? null) === null) read.fail("profile_id", BLANK);
  const holder = login === undefined ? undefined : store.findByLogin(login);
  if (holder !== undefined && holder.id !== self) read.fail("login", TAKEN);
  return Object.keys(read.errors).length > 0 ? { errors: read.errors } : { value: draft };
}

/** Reads what POST takes. */
export function checkNewUser(record: JsonObject, store: NermStore): Checked<NermNewUser> {
  const checked = checkChange(record, store);
  const change = "value" in checked ? checked.value : {};
  const errors: Record<string, string> = "errors" in checked ? { ...checked.errors } : {};
  for (const name of ["name", "email", "login", "type"]) {
    if (record[name] === undefined) errors[name] ??= BLANK;
  }
  const { name, email, login } = change;
  if (Object.keys(errors).length > 0 || name === undefined || email === undefined || login === undefined) {
    return { errors };
  }
  const onlyAtCreation = {
    locale: asFilledText(record["locale"]) ?? null,
    password: asFilledText(record["password"]) ?? null,
    sailpoint_identity_id: asFilledText(record["sailpoint_identity_id"]) ?? null,
  };
  return { value: { ...change, ...onlyAtCreation, name, email, login } };
}

/** What is wrong with a role assignment. */
export function checkUserRole(record: JsonObject, store: NermStore, self?: string): Checked<[string, string]> {
  const userId = asFilledText(record["user_id"]);
  const roleId = asFilledText(record["role_id"]);
  const errors: Record<string, string> = {};
  if (userId === undefined || store.users.get(userId) === undefined) errors["user"] = "must exist";
  if (roleId === undefined || !store.roles.some((role) => role.id === roleId)) errors["role"] = "must exist";
  const held = store.userRoles.find(`user:${userId}`).some((pair) => pair.role_id === roleId && pair.id !== self);
  if (held && store.behaviour.grantedTwice === "refused") errors["role_id"] = TAKEN;
  if (userId === undefined || roleId === undefined || Object.keys(errors).length > 0) return { errors };
  return { value: [userId, roleId] };
}

/** What is wrong with a user's manager. */
export function checkUserManager(record: JsonObject, store: NermStore, self?: string): Checked<[string, string]> {
  const userId = asFilledText(record["user_id"]);
  const managerId = asFilledText(record["manager_id"]);
  const errors: Record<string, string> = {};
  if (userId === undefined || store.users.get(userId) === undefined) errors["user"] = "must exist";
  if (managerId === undefined || store.users.get(managerId) === undefined) errors["manager"] = "must exist";
  if (managerId !== undefined && managerId === userId) errors["manager_id"] = "can't be the user";
  const others = store.userManagers.find(`user:${userId}`).filter((pair) => pair.id !== self);
  const taken = store.behaviour.severalManagers ? others.filter((pair) => pair.manager_id === managerId) : others;
  if (taken.length > 0) errors["user_id"] = TAKEN;
  if (userId === undefined || managerId === undefined || Object.keys(errors).length > 0) return { errors };
  return { value: [userId, managerId] };
}
