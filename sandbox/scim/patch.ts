import type { JsonObject } from "../json";
import { asObject } from "../json";
import { refusal } from "./answers";
import { itemFilter } from "./filters";
import { holderOf, type Target, targetOf, understood, understoodIn } from "./paths";
import { type Attribute, isCore, type ResourceType } from "./schemas";

type Op = "add" | "replace" | "remove";

/** The resource after a PATCH document (RFC 7644, 3.5.2): all operations, or a refusal and none. */
export function patched(
  resource: JsonObject,
  type: ResourceType,
  document: unknown,
  refusedPaths: readonly string[],
): JsonObject {
  const operations = asObject(document)?.["Operations"];
  if (!Array.isArray(operations) || operations.length === 0) {
    throw refusal(400, "Operations must be a list with at least one operation", "invalidSyntax");
  }
  const result = structuredClone(resource);
  for (const item of operations) {
    const { op, path, value } = asObject(item) ?? {};
    const name = String(op).toLowerCase();
    if (name !== "add" && name !== "replace" && name !== "remove") {
      throw refusal(400, "op must be add, replace or remove", "invalidSyntax");
    }
    if (typeof path === "string" && refusedPaths.includes(path))
      throw refusal(400, `${path} has no target`, "noTarget");
    if (typeof path === "string") applyAt(result, type, name, path, value);
    else applyToAll(result, type, name, value);
  }
  return result;
}

/** Without a path the value is an object of attributes. */
function applyToAll(resource: JsonObject, type: ResourceType, op: Op, value: unknown): void {
  const given = asObject(value);
  if (op === "remove") throw refusal(400, "remove needs a path", "noTarget");
  if (given === undefined) throw refusal(400, "an operation without a path needs an object", "invalidValue");
  for (const [name, inner] of Object.entries(given)) {
    if (!["schemas", "id", "meta"].includes(name)) applyAt(resource, type, op, name, inner);
  }
}

function applyAt(resource: JsonObject, type: ResourceType, op: Op, path: string, value: unknown): void {
  const [, name = "", filter, part] = /^([^[]+)(?:\[(.*)\])?(?:\.([\w$-]+))?$/.exec(path) ?? [];
  const target = targetOf(name, type);
  if (target === undefined) throw refusal(400, `${path} is not a path`, "invalidPath");
  if (filter !== undefined) filtered(resource, op, { target, filter, part, value });
  else if (target.attribute === undefined) extension(resource, op, target, value);
  else unfiltered(resource, op, { ...target, attribute: target.attribute }, path, value);
}

function unfiltered(
  resource: JsonObject,
  op: Op,
  target: Target & { readonly attribute: Attribute },
  path: string,
  value: unknown,
): void {
  if (target.attribute.mutability === "readOnly" || target.part?.mutability === "readOnly") {
    throw refusal(400, `${path} is read-only`, "mutability");
  }
  if (op === "remove" && target.attribute.required) throw refusal(400, `${path} is required`, "invalidValue");
  const holder = holderOf(resource, target) ?? {};
  if (target.part !== undefined) withinAttribute(holder, op, target.attribute, target.part, value);
  else holder[target.attribute.name] = valueAfter(op, target.attribute, holder[target.attribute.name], value);
  keep(resource, target, holder);
}

function valueAfter(op: Op, attribute: Attribute, now: unknown, value: unknown): unknown {
  if (op === "remove") return undefined;
  const given = understood(attribute, value);
  if (!attribute.multiValued) {
    // A complex value replaces the parts that it names, and leaves the others.
    return attribute.type === "complex" ? { ...asObject(now), ...asObject(given) } : given;
  }
  if (op === "replace") return given;
  const before = Array.isArray(now) ? now : [];
  const added = Array.isArray(given) ? given : [];
  const isPreferred = added.some((item) => asObject(item)?.["primary"] === true);
  const kept = before.map((item) => (isPreferred && asObject(item) ? { ...asObject(item), primary: undefined } : item));
  const texts = new Set(before.map((item) => JSON.stringify(item)));
  return [...kept, ...added.filter((item) => !texts.has(JSON.stringify(item)))];
}

/** A part of a complex attribute: of its one value, or of all of its values. */
function withinAttribute(holder: JsonObject, op: Op, attribute: Attribute, part: Attribute, value: unknown): void {
  const given = op === "remove" ? undefined : understood(part, value);
  const now = holder[attribute.name];
  if (attribute.multiValued) {
    holder[attribute.name] = (Array.isArray(now) ? now : []).map((item) => ({ ...asObject(item), [part.name]: given }));
  } else holder[attribute.name] = { ...asObject(now), [part.name]: given };
}

interface Filtered {
  readonly target: Target;
  readonly filter: string;
  readonly part: string | undefined;
  readonly value: unknown;
}

/** `emails[type eq "work"]`, with or without a part. */
function filtered(resource: JsonObject, op: Op, { target, filter, part, value }: Filtered): void {
  const { attribute } = target;
  if (attribute === undefined) throw refusal(400, "only an attribute has values", "invalidPath");
  const holder = holderOf(resource, target) ?? {};
  const items = Array.isArray(holder[attribute.name]) ? (holder[attribute.name] as unknown[]) : [];
  const isMeant = itemFilter(filter, attribute);
  const meant = items.filter((item) => isMeant(asObject(item) ?? {}));
  if (meant.length === 0) {
    if (op === "remove") return;
    throw refusal(400, `no value of ${attribute.name} matches`, "noTarget");
  }
  if (op === "remove" && part === undefined) {
    holder[attribute.name] = items.filter((item) => !meant.includes(item));
  } else {
    const given = op === "remove" ? { [part ?? ""]: null } : part === undefined ? value : { [part]: value };
    holder[attribute.name] = items.map((item) => (meant.includes(item) ? merged(attribute, item, given) : item));
  }
  keep(resource, target, holder);
}

function merged(attribute: Attribute, item: unknown, given: unknown): unknown {
  const [after] = (understood(attribute, [{ ...asObject(item), ...asObject(given) }]) as unknown[] | undefined) ?? [];
  return after ?? {};
}

function extension(resource: JsonObject, op: Op, { schema }: Target, value: unknown): void {
  if (op === "remove") resource[schema.id] = undefined;
  else resource[schema.id] = { ...asObject(resource[schema.id]), ...understoodIn(schema, value) };
  tidy(resource);
}

function keep(resource: JsonObject, { schema }: Target, holder: JsonObject): void {
  if (!isCore(schema)) resource[schema.id] = holder;
  tidy(resource);
}

/** Takes away what is empty, at every depth. */
function tidy(resource: JsonObject): void {
  for (const [name, value] of Object.entries(resource)) {
    const kept = tidied(value);
    if (kept === undefined) delete resource[name];
    else resource[name] = kept;
  }
}

function tidied(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(tidied).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  const object = asObject(value);
  if (object === undefined) return value ?? undefined;
  const entries = Object.entries(object).flatMap(([name, inner]) => {
    const kept = tidied(inner);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
