import type { Call } from "../exchange";
import type { JsonObject } from "../json";
import { asCount, asFilledText, asObject, asTexts } from "../json";
import { refusal } from "./answers";
import type { NetexHabits } from "./habits";
import type { NetexRoles } from "./roles";
import { rolesProblem } from "./roles";
import type { NetexChange, NetexGroup, NetexUser } from "./store";

/** What POST and PUT both take, with everything that was left out emptied or at its default. */
export type FullUser = Required<Omit<NetexChange, "password" | "extendedFields" | "externalId" | "extra">>;

/** How pages are cut. */
export interface Paging {
  /** The index of the first record. */
  readonly startIndexBase: 0 | 1;
  readonly habits: Pick<NetexHabits, "largestPage" | "order">;
}

/** The page of a list that `startIndex` and `count` ask for. */
export function pageOf<T>(call: Call, rows: readonly T[], { startIndexBase, habits }: Paging): readonly T[] {
  const { largestPage, order } = habits;
  const all = order === "creation" ? rows : rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const start = asCount(call.query["startIndex"]) ?? startIndexBase;
  const count = Math.min(asCount(call.query["count"]) ?? largestPage, largestPage);
  if (!(start >= 0)) throw refusal(400, "startIndex must be a number");
  if (!(count >= 0)) throw refusal(400, "count must be a number");
  const from = Math.max(0, start - startIndexBase);
  return all.slice(from, from + count);
}

function keyOf(row: unknown): string {
  return typeof row === "string" ? row : String(asObject(row)?.["id"]);
}

/** The object under `key` in the body. */
export function readRecord(call: Call, key: string): JsonObject {
  const record = asObject(asObject(call.body.kind === "parsed" ? call.body.value : undefined)?.[key]);
  if (record === undefined) throw refusal(400, `The body needs ${key}`);
  return record;
}

/** The ids under `userIds` in the body. */
export function readUserIds(call: Call): string[] {
  const ids = asTexts(asObject(call.body.kind === "parsed" ? call.body.value : undefined)?.["userIds"]);
  if (ids === undefined) throw refusal(400, "The body needs a list of userIds");
  if (ids.length > 500) throw refusal(400, "userIds can hold 500 at most");
  return ids;
}

/** A text that must be there. */
export function mandatory(record: JsonObject, name: string): string {
  const text = asFilledText(record[name]);
  if (text === undefined) throw refusal(400, `${name} is mandatory`);
  return text;
}

function optional(record: JsonObject, name: string): string | null {
  const value = record[name] ?? null;
  if (value === null || value === "") return null;
  if (typeof value !== "string") throw refusal(400, `${name} must be a text`);
  return value;
}

/** Roles by section; `fallback` where the body doesn't speak of roles. */
export function readRoles(sent: unknown, fallback: NetexRoles, management: "needed" | "any" = "needed"): NetexRoles {
  if (sent === undefined || sent === null) return fallback;
  const sections = Object.entries(asObject(sent) ?? {}).map(([section, values]) => {
    const texts = asTexts(values);
    if (texts === undefined) throw refusal(400, `roles.${section} must be a list of texts`);
    return [section, [...new Set(texts)]] as const;
  });
  const roles = Object.fromEntries(sections);
  const problem = rolesProblem(roles, management);
  if (problem !== undefined) throw refusal(400, problem);
  return roles;
}

/** Reads what POST and PUT take of a group, with everything that was left out emptied. */
export function readGroup(
  record: JsonObject,
  imagePath: () => string,
): Pick<NetexGroup, "name" | "description" | "image" | "roles" | "extra"> {
  return {
    name: mandatory(record, "name"),
    description: optional(record, "description"),
    image: asObject(record["image"])?.["url"] === null ? null : readImage(record["image"], imagePath),
    roles: readRoles(record["roles"], {}, "any"),
    extra: record["extra"] ?? null,
  };
}

function readImage(sent: unknown, stored: () => string): string | null {
  if (sent === undefined || sent === null) return null;
  const { url, base64Image, mimeType } = asObject(sent) ?? {};
  const byUrl = url !== undefined;
  const byData = base64Image !== undefined || mimeType !== undefined;
  if (byUrl && byData) throw refusal(400, "image takes a url or data, not both");
  if (byUrl && asFilledText(url) !== undefined) return stored();
  const complete = asFilledText(base64Image) !== undefined && asFilledText(mimeType)?.startsWith("image/") === true;
  if (!complete) throw refusal(400, "image needs a url, or base64Image with its mimeType");
  return stored();
}

/** The password of a creation, which the tenant's policy may refuse. */
export function checkPassword({ password }: JsonObject, { passwords }: Pick<NetexHabits, "passwords">): void {
  if (typeof password !== "string" || passwords === "any" || password.length >= 12) return;
  throw refusal(400, "The password does not meet the policy: it needs 12 characters");
}

/** A user of a PUT together with what it leaves out, as it was before. */
export function overPresent(record: JsonObject, before: NetexUser): JsonObject {
  const { id: _, commonId: __, password: ___, image: ____, ...kept } = before;
  const roles = record["roles"] === undefined ? kept.roles : { ...kept.roles, ...asObject(record["roles"]) };
  const extendedFields = { ...kept.extendedFields, ...asObject(record["extendedFields"]) };
  return { ...kept, ...record, roles, extendedFields };
}

/** Reads the whole user; `imagePath` makes the path under which a new image is kept. */
export function readUser(record: JsonObject, imagePath: () => string): FullUser {
  const username = mandatory(record, "username");
  const email = mandatory(record, "email");
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw refusal(400, "email is not an address");
  const enabled = record["enabled"] ?? true;
  if (typeof enabled !== "boolean") throw refusal(400, "enabled must be true or false");
  return {
    username,
    email,
    enabled,
    name: mandatory(record, "name"),
    surname: mandatory(record, "surname"),
    language: mandatory(record, "language"),
    timezone: mandatory(record, "timezone"),
    officePhone: optional(record, "officePhone"),
    mobilePhone: optional(record, "mobilePhone"),
    interests: optional(record, "interests"),
    aboutMe: optional(record, "aboutMe"),
    location: optional(record, "location"),
    authSource: optional(record, "authSource") ?? "LOCAL",
    image: readImage(record["image"], imagePath),
    roles: readRoles(record["roles"], { management: ["user"] }),
  };
}

/** Reads what only PUT takes. */
export function readUpdateOnly(record: JsonObject): Pick<NetexUser, "extendedFields" | "externalId" | "extra"> {
  const fields = record["extendedFields"] ?? {};
  const extendedFields = asObject(fields);
  if (extendedFields === undefined) throw refusal(400, "extendedFields must be a map");
  return { extendedFields, externalId: optional(record, "externalId"), extra: record["extra"] ?? null };
}
