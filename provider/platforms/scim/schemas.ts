import { z } from "zod";
import { isRecord, type Path } from "../../core/model/value.js";
import { asList, inStandardNames, readFlag, readNumber, readText } from "./reading.js";

/** An attribute as a server's schema defines it (RFC 7643, section 7). What is not said is undefined. */
interface AttributeDefinition {
  readonly name: string;
  readonly mutability: string;
  readonly returned: string;
  readonly multiValued: boolean | undefined;
  /** Values that the server suggests, of which it may take others too. */
  readonly canonical: readonly string[];
  readonly parts: Definitions;
}
type Definitions = ReadonlyMap<string, AttributeDefinition>;

/** A server's schemas by their URNs in lower case, and whether these are all. */
export interface Schemas {
  readonly byUrn: ReadonlyMap<string, Definitions>;
  /** The URNs as the server writes them. */
  readonly urns: readonly string[];
  readonly isComplete: boolean;
}

/** A place that is about to be written, and the argument that names it. */
export interface Use {
  readonly path: Path;
  readonly schema: string;
  readonly attribute: string;
  readonly part?: string;
  /** How many values it gets. */
  readonly count?: number;
  /** `first`: nothing is there yet. `change`: another value. `clear`: it is emptied. */
  readonly kind: "first" | "change" | "clear";
}

/** Sub-attributes that every multi-valued attribute may have without its schema naming them (RFC 7643, 2.4). */
const EVERY_ITEM_HAS = ["value", "type", "primary", "display", "$ref"];

const SchemaDocument = z.looseObject({ id: z.string().min(1), attributes: z.array(z.unknown()) });

/** The schemas in the body of an answer: a list as the standard has it, a plain list, or one schema. Undefined: none. */
export function schemasIn(body: unknown): Schemas | undefined {
  const list = isRecord(body) ? inStandardNames(body, { Resources: asList, totalResults: readNumber }) : {};
  const isList = Array.isArray(body) || Array.isArray(list["Resources"]);
  const rows = isList ? asList(list["Resources"] ?? body) : [body];
  const schemas = rows.flatMap((row: unknown) => {
    const document = isRecord(row) ? inStandardNames(row, { id: readText, attributes: asList }) : row;
    return SchemaDocument.safeParse(document).data ?? [];
  });
  if (schemas.length === 0) return undefined;
  const { totalResults: total } = list;
  return {
    urns: schemas.map(({ id }) => id),
    byUrn: new Map(schemas.map(({ id, attributes }) => [id.toLowerCase(), definitionsIn(attributes)])),
    isComplete: isList && schemas.length === rows.length && !(typeof total === "number" && total > rows.length),
  };
}

/** Why a server that has these schemas can't hold what is about to be written there; undefined where it can. */
export function refusalOf({ byUrn, isComplete }: Schemas, use: Use): string | undefined {
  const { schema, attribute, part, kind } = use;
  const definitions = byUrn.get(schema.toLowerCase());
  if (definitions === undefined) return isComplete && kind !== "clear" ? `has no schema ${schema}` : undefined;
  const whole = definitions.get(attribute.toLowerCase());
  if (whole === undefined) return kind === "clear" ? undefined : `has no attribute ${attribute} in its schema`;
  if (part === undefined) return habitOf(whole, attribute, use);
  const name = `${attribute}.${part}`;
  const inner = whole.parts.get(part.toLowerCase());
  const isJudged = whole.parts.size > 0 && kind !== "clear" && !EVERY_ITEM_HAS.includes(part);
  if (inner === undefined && isJudged) return `has no attribute ${name} in its schema`;
  return habitOf(whole, attribute, use) ?? (inner && habitOf(inner, name, use));
}

function habitOf(found: AttributeDefinition, name: string, { kind, count = 0 }: Use): string | undefined {
  const { mutability, returned, multiValued } = found;
  if (mutability === "readonly") return `shows ${name} as read-only`;
  if (mutability === "immutable" && kind !== "first") return `keeps ${name} as it was set first (immutable)`;
  if (kind === "clear" || name === "password") return undefined;
  if (mutability === "writeonly" || returned === "never")
    return `never shows ${name}, so nobody could tell what it has`;
  if (returned === "request") return `shows ${name} only where it is asked for by name, so it can't be managed`;
  return multiValued === false && count > 1 ? `keeps one value of ${name}, and ${count} are declared` : undefined;
}

function definitionsIn(attributes: unknown): Definitions {
  const definitions = asList(attributes).flatMap((shown): AttributeDefinition[] => {
    if (!isRecord(shown)) return [];
    const read = inStandardNames(shown, {
      name: readText,
      mutability: readText,
      returned: readText,
      multiValued: readFlag,
      subAttributes: asList,
      canonicalValues: asList,
    });
    const { name, mutability, returned, multiValued } = read;
    if (typeof name !== "string") return [];
    return [
      {
        name,
        mutability: word(mutability),
        returned: word(returned),
        multiValued: typeof multiValued === "boolean" ? multiValued : undefined,
        canonical: asList(read["canonicalValues"]).filter((value) => typeof value === "string"),
        parts: definitionsIn(read["subAttributes"]),
      },
    ];
  });
  return new Map(definitions.map((definition) => [definition.name.toLowerCase(), definition]));
}

function word(value: unknown): string {
  return typeof value === "string" ? value.toLowerCase() : "";
}
