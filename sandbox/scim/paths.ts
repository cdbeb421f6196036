import type { JsonObject } from "../json";
import { asObject } from "../json";
import { refusal } from "./answers";
import { type Attribute, attributeOf, isCore, partOf, type ResourceType, type Schema, same } from "./schemas";

/** A place in a document: an extension as a whole, an attribute, or a part of a complex one. */
export interface Target {
  readonly schema: Schema;
  readonly attribute?: Attribute;
  readonly part?: Attribute;
}

/** Understands `title`, `name.givenName`, `urn:...:User:department`, `urn:...:User`; undefined for anything else. */
export function targetOf(text: string, { core, extensions }: ResourceType): Target | undefined {
  const schema = [core, ...extensions].find(
    ({ id }) => same(text.slice(0, id.length), id) && /^(:|$)/.test(text.slice(id.length)),
  );
  const rest = schema === undefined ? text : text.slice(schema.id.length + 1);
  const owner = schema ?? core;
  if (rest === "") return schema === undefined ? undefined : { schema: owner };
  const [name = "", part, ...more] = rest.split(".");
  const attribute = attributeOf(owner, name);
  if (attribute === undefined || more.length > 0) return undefined;
  if (part === undefined) return { schema: owner, attribute };
  const inner = partOf(attribute, part);
  return inner === undefined ? undefined : { schema: owner, attribute, part: inner };
}

/** The object that holds a target's attribute: the document itself, or an extension in it. */
export function holderOf(document: JsonObject, { schema }: Target): JsonObject | undefined {
  return isCore(schema) ? document : asObject(document[schema.id]);
}

/** Every value at a target, of a multi-valued attribute all. */
export function valuesAt(document: JsonObject, target: Target): readonly unknown[] {
  const { attribute, part } = target;
  const holder = holderOf(document, target);
  if (attribute === undefined) return holder === undefined ? [] : [holder];
  const value = holder?.[attribute.name];
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (part === undefined) return values;
  return values.flatMap((item) => {
    const inner = asObject(item)?.[part.name];
    return inner === undefined ? [] : [inner];
  });
}

/** A value in the form that its definition asks for; read-only parts are left out, and nothing is undefined. */
export function understood(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (!attribute.multiValued) return single(attribute, value);
  const items = (Array.isArray(value) ? value : [value]).map((item) => single(attribute, item));
  const present = items.filter((item) => item !== undefined);
  if (present.filter((item) => asObject(item)?.["primary"] === true).length > 1) {
    throw refusal(400, `${attribute.name} has more than one primary value`, "invalidValue");
  }
  return present.length === 0 ? undefined : present;
}

/** A whole document in the form that the definitions ask for. */
export function understoodDocument(document: JsonObject, { core, extensions }: ResourceType): JsonObject {
  const resource: JsonObject = {};
  for (const [name, value] of Object.entries(document)) {
    if (["schemas", "id", "meta"].includes(name)) continue;
    const extension = extensions.find(({ id }) => same(id, name));
    if (extension !== undefined) put(resource, extension.id, understoodIn(extension, value));
    else Object.assign(resource, understoodIn(core, { [name]: value }));
  }
  const missing = core.attributes.find(({ name, required }) => required && resource[name] === undefined);
  if (missing !== undefined) throw refusal(400, `${missing.name} is required`, "invalidValue");
  return resource;
}

export function understoodIn(schema: Schema, value: unknown): JsonObject | undefined {
  if (value === null || value === undefined) return undefined;
  const given = asObject(value);
  if (given === undefined) throw refusal(400, `${schema.id} must be an object`, "invalidValue");
  const result: JsonObject = {};
  for (const [name, inner] of Object.entries(given)) {
    // Some clients name the schema inside its extension too.
    if (name === "schemas") continue;
    const attribute = attributeOf(schema, name);
    if (attribute === undefined) throw refusal(400, `${schema.id} has no attribute ${name}`, "invalidSyntax");
    if (attribute.mutability !== "readOnly") put(result, attribute.name, understood(attribute, inner));
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

function single(attribute: Attribute, value: unknown): unknown {
  if (attribute.type === "complex") return complexValue(attribute, value);
  const kind = attribute.type === "boolean" ? "boolean" : "string";
  if (typeof value !== kind) throw refusal(400, `${attribute.name} must be a ${kind}`, "invalidValue");
  return value === "" ? undefined : value;
}

function complexValue(attribute: Attribute, value: unknown): unknown {
  const given = asObject(value);
  if (given === undefined) throw refusal(400, `${attribute.name} must be an object`, "invalidValue");
  const result: JsonObject = {};
  for (const [name, inner] of Object.entries(given)) {
    const part = partOf(attribute, name);
    if (part === undefined) throw refusal(400, `${attribute.name} has no part ${name}`, "invalidSyntax");
    if (part.mutability !== "readOnly") put(result, part.name, understood(part, inner));
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

function put(into: JsonObject, name: string, value: unknown): void {
  if (value !== undefined) into[name] = value;
}
