import type { Call } from "../exchange";
import { Refusal } from "../exchange";
import type { JsonObject } from "../json";
import { asFilledText, asObject, asTexts, percentDecoded } from "../json";
import { TIME_ZONES } from "./account";
import { metaError, titleError } from "./answers";
import type { AdobeQuirks } from "./quirks";
import type { AdobeChange } from "./store";

/** What a body says of a user: `{data: {id, type, attributes, relationships}}`. */
export interface UserDocument {
  readonly id: unknown;
  readonly attributes: JsonObject;
  /** The manager's id; null to have none; undefined where the body doesn't say. */
  readonly manager: string | null | undefined;
}

const ROLES = ["Learner", "Admin", "Author", "Instructor", "Integration Admin", "Manager"];

function refuse(detail: string): Refusal {
  return new Refusal(metaError(400, "BAD_REQUEST", detail));
}

function managerOf(relationships: unknown, nulls: AdobeQuirks["nulls"]): string | null | undefined {
  const relationship = asObject(asObject(relationships)?.["manager"]);
  if (relationship === undefined) return undefined;
  if (relationship["data"] === null) return nulls === "empty" ? null : undefined;
  const data = asObject(relationship["data"]);
  const id = asFilledText(data?.["id"]);
  if (data?.["type"] !== "user" || id === undefined) throw refuse("manager needs data with type user and an id");
  return id;
}

/** Reads the document in a request's body; refuses anything else. */
export function readUserDocument(call: Call, { nulls }: AdobeQuirks): UserDocument {
  const data = asObject(asObject(call.body.kind === "parsed" ? call.body.value : undefined)?.["data"]);
  if (data === undefined) throw refuse("The body needs data");
  if (data["type"] !== "user") throw refuse("data.type must be user");
  const attributes = asObject(data["attributes"]);
  if (attributes === undefined) throw refuse("data needs attributes");
  return { id: data["id"], attributes, manager: managerOf(data["relationships"], nulls) };
}

/** A mandatory text attribute. */
export function mandatoryText(attributes: JsonObject, name: string): string {
  const text = asFilledText(attributes[name]);
  if (text === undefined) throw refuse(`${name} is mandatory`);
  return text;
}

/** The mandatory email. */
export function mandatoryEmail(attributes: JsonObject, quirks: AdobeQuirks): string {
  const email = stored(mandatoryText(attributes, "email"), quirks);
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new Refusal(titleError(400, "Invalid email address"));
  return email;
}

function mergedFields(
  before: AdobeChange["fields"],
  sent: unknown,
  quirks: AdobeQuirks,
): NonNullable<AdobeChange["fields"]> {
  const fields = asObject(sent);
  if (fields === undefined) throw refuse("fields must be an object");
  const result = quirks.fields === "merge" ? { ...before } : {};
  for (const [name, value] of Object.entries(fields)) {
    const values = asTexts(value);
    if (value === null && quirks.nulls === "ignored") Object.assign(result, held(before, name));
    else if (value === null || value === "" || values?.length === 0) delete result[name];
    else if (typeof value === "string") result[name] = value;
    else if (values !== undefined) result[name] = values;
    else throw refuse(`fields.${name} must be a text or a list of texts`);
  }
  return result;
}

function held(before: AdobeChange["fields"], name: string): AdobeChange["fields"] {
  const value = before?.[name];
  return value === undefined ? {} : { [name]: value };
}

/** A role that there isn't, among those that are sent. */
export function unknownRole(attributes: JsonObject): string | undefined {
  return asTexts(attributes["roles"])?.find((role) => !ROLES.includes(role));
}

export function invalidRole(role: string): Refusal {
  return new Refusal(titleError(400, "Invalid role", role));
}

function textsOfRoles(sent: unknown): string[] {
  const roles = asTexts(sent);
  if (roles === undefined) throw refuse("roles must be a list of texts");
  return roles.filter((role) => ROLES.includes(role));
}

/** A text that null or "" empties. */
function clearableText(name: string, sent: unknown): string | undefined {
  if (sent === null || sent === "") return undefined;
  if (typeof sent !== "string") throw refuse(`${name} must be a text`);
  return sent;
}

function flag(name: string, sent: unknown): boolean {
  if (typeof sent !== "boolean") throw refuse(`${name} must be true or false`);
  return sent;
}

/** What a document says apart from attributes that are null where that changes nothing. */
function said(attributes: JsonObject, { nulls }: AdobeQuirks): JsonObject {
  if (nulls === "empty") return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}

/** What POST takes besides email and name, and a PATCH too; everything else in the body is ignored. */
export function optionalOnCreate(sent: JsonObject, before: AdobeChange["fields"], quirks: AdobeQuirks): AdobeChange {
  const attributes = said(sent, quirks);
  const change: { -readonly [key in keyof AdobeChange]: AdobeChange[key] } = {};
  const { fields, userUniqueId, bio, contentLocale, enrollOnClick, gamificationEnabled } = attributes;
  const profile = asFilledText(attributes["profile"]);
  if (profile !== undefined) change.profile = profile;
  if (fields !== undefined && fields !== null) change.fields = mergedFields(before, fields, quirks);
  if (userUniqueId !== undefined) change.userUniqueId = decodedText("userUniqueId", userUniqueId, quirks);
  if (bio !== undefined) change.bio = clearableText("bio", bio);
  if (contentLocale !== undefined) change.contentLocale = clearableText("contentLocale", contentLocale);
  if (enrollOnClick !== undefined) change.enrollOnClick = flag("enrollOnClick", enrollOnClick);
  if (gamificationEnabled !== undefined) change.gamificationEnabled = flag("gamificationEnabled", gamificationEnabled);
  return change;
}

/** What PATCH takes besides the three mandatory attributes. */
export function optionalOnUpdate(sent: JsonObject, before: AdobeChange["fields"], quirks: AdobeQuirks): AdobeChange {
  const attributes = said(sent, quirks);
  const change: { -readonly [key in keyof AdobeChange]: AdobeChange[key] } = optionalOnCreate(sent, before, quirks);
  const { uiLocale, timeZoneCode, preferredResolution, roles } = attributes;
  const metadata = asObject(attributes["metadata"]);
  if (metadata !== undefined) change.metadata = metadata;
  else if (quirks.metadata === "emptied") change.metadata = {};
  if (uiLocale !== undefined) change.uiLocale = clearableText("uiLocale", uiLocale);
  if (timeZoneCode !== undefined) change.timeZoneCode = knownTimeZone(timeZoneCode);
  if (preferredResolution !== undefined) {
    change.preferredResolution = clearableText("preferredResolution", preferredResolution) ?? "AUTO";
  }
  if (roles !== undefined && roles !== null) change.roles = textsOfRoles(roles);
  return change;
}

function decodedText(name: string, sent: unknown, quirks: AdobeQuirks): string | undefined {
  const text = clearableText(name, sent);
  return text === undefined ? undefined : stored(text, quirks);
}

function stored(text: string, { addresses }: AdobeQuirks): string {
  return addresses === "decoded" ? percentDecoded(text) : text;
}

function knownTimeZone(sent: unknown): string | undefined {
  const code = clearableText("timeZoneCode", typeof sent === "number" ? String(sent) : sent);
  if (code !== undefined && !TIME_ZONES.some((zone) => zone.timeZoneCode === code)) {
    throw new Refusal(titleError(400, "Invalid time zone", code));
  }
  return code;
}
