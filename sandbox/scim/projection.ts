import type { JsonObject } from "../json";
import { asObject } from "../json";
import { holderOf, targetOf } from "./paths";
import { isCore, type ResourceType } from "./schemas";

/** The document with those attributes that the query asks for (RFC 7644, 3.9). */
export function narrowed(
  document: JsonObject,
  type: ResourceType,
  query: Readonly<Record<string, string>>,
): JsonObject {
  const wanted = query["attributes"];
  const unwanted = query["excludedAttributes"];
  if (wanted === undefined) {
    for (const name of (unwanted ?? "").split(","))
      if (!/^(id|schemas)$/i.test(name.trim())) dropped(document, type, name.trim());
    return document;
  }
  const { schemas, id } = document;
  const result: JsonObject = { schemas, id };
  for (const name of wanted.split(",")) picked(result, document, type, name.trim());
  return result;
}

function picked(result: JsonObject, document: JsonObject, type: ResourceType, name: string): void {
  if (/^meta\b/i.test(name)) result["meta"] = document["meta"];
  const target = targetOf(name, type);
  if (target === undefined) return;
  const { schema, attribute } = target;
  const value = attribute === undefined ? undefined : holderOf(document, target)?.[attribute.name];
  if (attribute === undefined) result[schema.id] = document[schema.id];
  else if (value !== undefined && isCore(schema)) result[attribute.name] = value;
  else if (value !== undefined) result[schema.id] = { ...asObject(result[schema.id]), [attribute.name]: value };
}

/** Takes an attribute out of a document. */
export function dropped(document: JsonObject, type: ResourceType, name: string): void {
  if (/^meta$/i.test(name)) delete document["meta"];
  const target = targetOf(name, type);
  if (target === undefined) return;
  const { schema, attribute } = target;
  const holder = holderOf(document, target);
  if (attribute === undefined || holder === undefined) delete document[schema.id];
  else delete holder[attribute.name];
  if (!isCore(schema) && holder !== undefined && attribute !== undefined) {
    if (Object.keys(holder).length === 0) delete document[schema.id];
    else document[schema.id] = holder;
  }
}
