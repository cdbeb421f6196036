import { type Call, Refusal } from "../exchange";
import { asObject, type JsonObject } from "../json";
import { statusAnswer } from "./answers";

const USER = ["id", "username", "email", "emailVerified", "firstName", "lastName", "enabled", "attributes"].concat(
  ["requiredActions", "groups", "credentials", "realmRoles", "clientRoles", "federationLink", "origin", "access"],
  ["createdTimestamp", "totp", "disableableCredentialTypes", "notBefore", "serviceAccountClientId"],
);
const GROUP = ["id", "name", "description", "attributes", "path", "parentId", "subGroups", "subGroupCount"].concat([
  "realmRoles",
  "clientRoles",
  "access",
]);

/** A user as sent. What is absent or null is undefined; an empty text is one. */
export interface UserDocument {
  readonly username: string | undefined;
  readonly email: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly enabled: boolean | undefined;
  readonly emailVerified: boolean | undefined;
  readonly attributes: Texts | undefined;
  readonly requiredActions: readonly string[] | undefined;
  /** Paths of groups; they count at a creation alone. */
  readonly groups: readonly string[];
  readonly password: string | undefined;
}

export interface GroupDocument {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly attributes: Texts | undefined;
}

export type Texts = Readonly<Record<string, readonly string[]>>;

/** The user in a body; undefined where there is no body. */
export function sentUser(call: Call): UserDocument | undefined {
  const body = sentObject(call, "UserRepresentation", USER);
  return body && userDocument(body);
}

export function userDocument(body: JsonObject): UserDocument {
  const credentials = Array.isArray(body["credentials"]) ? body["credentials"].map(asObject) : [];
  const password = credentials.find((one) => one?.["type"] === "password")?.["value"];
  return {
    username: textOf(body["username"]),
    email: textOf(body["email"]),
    firstName: textOf(body["firstName"]),
    lastName: textOf(body["lastName"]),
    enabled: switchOf(body["enabled"]),
    emailVerified: switchOf(body["emailVerified"]),
    attributes: mapOf(body["attributes"]),
    requiredActions: listOf(body["requiredActions"]),
    groups: listOf(body["groups"]) ?? [],
    password: textOf(password),
  };
}

/** The group in a body. */
export function sentGroup(call: Call): GroupDocument {
  return groupDocument(sentObject(call, "GroupRepresentation", GROUP) ?? {});
}

export function groupDocument(body: JsonObject): GroupDocument {
  return {
    id: textOf(body["id"]),
    name: textOf(body["name"]),
    description: textOf(body["description"]),
    attributes: mapOf(body["attributes"]),
  };
}

/** Roles in a body, as they are named there; undefined where there is no body. */
export function sentRoles(call: Call): readonly JsonObject[] | undefined {
  const value = sent(call);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw unparsed("unknown_error");
  return value.map((one) => asObject(one) ?? {});
}

/** The rows that `first` and `max` ask for; negative ones ask for nothing. */
export function pageOf<Row>(call: Call, rows: readonly Row[], usual?: number): readonly Row[] {
  const first = numberIn(call, "first") ?? 0;
  const max = numberIn(call, "max") ?? usual;
  return rows.slice(first, max === undefined ? undefined : first + max);
}

function numberIn(call: Call, name: string): number | undefined {
  const text = call.query[name];
  if (text === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw new Refusal(statusAnswer(404));
  return text.startsWith("-") ? undefined : Number(text);
}

function sent(call: Call): unknown {
  if (call.body.kind === "none") return undefined;
  if (!/^application\/json\b/.test(call.headers["content-type"] ?? "")) {
    const error = "The content-type header value did not match the value in @Consumes";
    throw new Refusal({ status: 415, body: { error } });
  }
  if (call.body.kind === "malformed") throw unparsed("invalid_request");
  return call.body.value;
}

function sentObject(call: Call, name: string, known: readonly string[]): JsonObject | undefined {
  const value = sent(call);
  if (value === undefined) return undefined;
  const object = asObject(value);
  if (object === undefined) throw unparsed("unknown_error");
  const names = Object.keys(object);
  const unknown = names.findIndex((one) => !known.includes(one));
  if (unknown === -1) return object;
  const read = Object.fromEntries(Object.entries(object).slice(0, unknown + 1));
  const place = `at line 1 column ${JSON.stringify(read).length}`;
  const error = `Invalid json representation for ${name}. Unrecognized field "${names[unknown]}" ${place}.`;
  throw new Refusal({ status: 400, body: { error } });
}

function unparsed(error: string): Refusal {
  return new Refusal({ status: 400, body: { error, error_description: "Cannot parse the JSON" } });
}

/** Numbers and truth values are taken for texts. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "object") throw unparsed("unknown_error");
  return String(value);
}

function switchOf(value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw unparsed("unknown_error");
}

/** One text is taken for a list of one. */
function listOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return [value].flat().flatMap((item) => textOf(item) ?? []);
}

function mapOf(value: unknown): Texts | undefined {
  if (value === undefined || value === null) return undefined;
  const object = asObject(value);
  if (object === undefined) throw unparsed("unknown_error");
  return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, listOf(item) ?? []]));
}
