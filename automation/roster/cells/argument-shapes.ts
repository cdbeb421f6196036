import { z } from "zod";
import { optionsOf } from "../../../provider/core/contract/options";
import { isRecord } from "../../../provider/core/model/value";
import { type PlatformId, userKindOf } from "../../common/platforms";

type JsonSchema = Readonly<Record<string, unknown>>;

/** What an argument takes, as far as a cell needs to know. */
export interface ArgumentShape {
  /** JSON types. */
  readonly types: ReadonlySet<string>;
  /** Whether it is a list of objects that a text alone can stand for, as the telephone numbers of SCIM. */
  readonly isOfValues: boolean;
}

/** The shape of an argument; an unknown one is a text, which check refuses by its name. */
export function shapeAt(platform: PlatformId, path: readonly string[]): ArgumentShape {
  const schema = path.reduce<unknown>(
    (at, part) => (isRecord(at) ? inner(at, part) : undefined),
    argumentsOf(platform),
  );
  const types = typesOf(schema);
  const items = isRecord(schema) && isRecord(schema["items"]) ? schema["items"] : {};
  const { properties, required } = items;
  const isOfValues =
    isRecord(properties) && "value" in properties && Array.isArray(required) && required.join() === "value";
  return { types, isOfValues };
}

/** The names that an argument, or a platform's arguments as a whole, have inside; undefined where any name goes. */
export function namesAt(platform: PlatformId, path: readonly string[]): readonly string[] | undefined {
  const schema = path.reduce<unknown>(
    (at, part) => (isRecord(at) ? inner(at, part) : undefined),
    argumentsOf(platform),
  );
  return isRecord(schema) && isRecord(schema["properties"]) ? Object.keys(schema["properties"]) : undefined;
}

/** Making a schema takes a millisecond; asking it is done for each column. */
const schemas = new Map<PlatformId, JsonSchema>();

function argumentsOf(platform: PlatformId): JsonSchema {
  const known = schemas.get(platform);
  if (known) return known;
  const { arguments: own, capabilities } = userKindOf(platform);
  const all = own.extend(optionsOf(capabilities).shape);
  const schema: JsonSchema = z.toJSONSchema(all, { io: "input", unrepresentable: "any" });
  schemas.set(platform, schema);
  return schema;
}

function inner({ properties, additionalProperties }: JsonSchema, part: string): unknown {
  return isRecord(properties) && Object.hasOwn(properties, part) ? properties[part] : additionalProperties;
}

function typesOf(schema: unknown): ReadonlySet<string> {
  if (!isRecord(schema)) return new Set(["string"]);
  if (typeof schema["type"] === "string") return new Set([schema["type"]]);
  if (Array.isArray(schema["anyOf"])) return new Set(schema["anyOf"].flatMap((part) => [...typesOf(part)]));
  return new Set(["string"]);
}
