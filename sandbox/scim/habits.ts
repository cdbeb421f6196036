import type { JsonObject } from "../json";
import { asObject } from "../json";
import { attributeOf, CORE, ENTERPRISE, SCHEMAS, same } from "./schemas";

/** How servers show their documents beside the standard: each seen at one, or in public reports of bugs. */
export const HABITS = {
  /** Texts of digits are numbers. */
  numbers: (user) =>
    everyScalar(user, (value) => (typeof value === "string" && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : value)),
  /** Booleans are the texts of Python. */
  "text booleans": (user) =>
    everyScalar(user, (value) => (value === true ? "True" : value === false ? "False" : value)),
  /** Booleans are those of databases. */
  "number booleans": (user) => everyScalar(user, (value) => (typeof value === "boolean" ? Number(value) : value)),
  /** Names begin with a capital, and URNs are capitals. */
  "capital names": (user) =>
    everyName(user, (name) =>
      /^urn:/.test(name) ? name.toUpperCase() : `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    ),
  "small names": (user) => everyName(user, (name) => name.toLowerCase()),
  /** Lists hold nulls and empty objects, and attributes that aren't there are shown as empty ones. */
  "empty items": (user) => ({
    nickName: null,
    photos: null,
    emails: [{ value: "", primary: true }],
    phoneNumbers: [{ value: null }],
    addresses: [{ type: "work", formatted: "", country: null }],
    name: {},
    ...everyList(user, (items) => [null, ...items, {}]),
  }),
  /** A list of one is the one. */
  "single objects": (user) => everyList(user, (items) => (items.length === 1 ? items[0] : items)),
  /** An item that is no more than its value is the value. */
  "bare values": (user) =>
    everyList(user, (items) =>
      items.map((item) => (Object.keys(asObject(item) ?? {}).join() === "value" ? asObject(item)?.["value"] : item)),
    ),
  /** A manager is the id alone. */
  "managers as texts": (user) => withManager(user, (id) => id),
  /** A manager is an address alone. */
  "managers by address": (user) =>
    withManager(user, (id) => ({ $ref: `https://scim.example.com/v2/Users/${encodeURIComponent(String(id))}` })),
  "numeric versions": (user) => ({ ...user, meta: { ...asObject(user["meta"]), version: 3 } }),
  "no meta": (user) => ({ ...user, meta: null }),
} satisfies Record<string, (user: JsonObject) => JsonObject>;
export type ScimHabit = keyof typeof HABITS;

/** A document as a server with these habits shows it. */
export function withHabits(document: JsonObject, habits: readonly ScimHabit[]): JsonObject {
  return habits.reduce((shown: JsonObject, habit) => HABITS[habit](shown), document);
}

/** A document with what its extensions hold in the types of their schemas, as servers take back what they have shown. */
export function inOwnTypes(document: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => {
      const schema = SCHEMAS.find(({ id }) => id !== CORE && same(id, name));
      return [name, schema === undefined ? value : typed(value, (part) => attributeOf(schema, part)?.type)];
    }),
  );
}

function typed(value: unknown, typeOf: (name: string) => string | undefined): unknown {
  const held = Object.entries(asObject(value) ?? {}).map(([name, inner]) => {
    if (typeOf(name) === "boolean") return [name, ["true", "1"].includes(String(inner).toLowerCase())];
    return [name, typeOf(name) === "string" && typeof inner === "number" ? String(inner) : inner];
  });
  return Object.fromEntries(held);
}

function everyScalar(user: JsonObject, change: (value: unknown) => unknown): JsonObject {
  const { schemas, userName, meta, ...rest } = user;
  return { schemas, userName, ...(changed(rest) as JsonObject), meta };

  function changed(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(changed);
    const object = asObject(value);
    if (object === undefined) return change(value);
    return Object.fromEntries(Object.entries(object).map(([name, inner]) => [name, changed(inner)]));
  }
}

function everyName(value: unknown, change: (name: string) => string): JsonObject {
  return renamed(value) as JsonObject;

  function renamed(inner: unknown): unknown {
    if (Array.isArray(inner)) return inner.map(renamed);
    const object = asObject(inner);
    if (object === undefined) return inner;
    return Object.fromEntries(Object.entries(object).map(([name, held]) => [change(name), renamed(held)]));
  }
}

function everyList(user: JsonObject, change: (items: readonly unknown[]) => unknown): JsonObject {
  const entries = Object.entries(user).map(([name, value]) => [
    name,
    Array.isArray(value) && name !== "schemas" ? change(value) : value,
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

function withManager(user: JsonObject, change: (id: unknown) => unknown): JsonObject {
  const enterprise = asObject(user[ENTERPRISE]);
  const id = asObject(enterprise?.["manager"])?.["value"];
  return id === undefined ? user : { ...user, [ENTERPRISE]: { ...enterprise, manager: change(id) } };
}
