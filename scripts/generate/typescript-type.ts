/** The part of JSON Schema that zod gives for argument schemas. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly description?: string;
  /** The type in TypeScript, where it says more than JSON Schema's. */
  readonly typescript?: string;
}

/**
 * A JSON schema as a TypeScript type.
 *
 * @param wrap wraps the type of every part that may be a value of its own, as `pulumi.Input<...>` does
 * @param nullable whether the values of a map, or the parts of an object, may be null
 */
export function typescriptType(schema: JsonSchema, wrap: (type: string) => string, nullable = false): string {
  if (schema.typescript !== undefined) return schema.typescript;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const branches = branchesOf(schema);
  if (branches) return [...new Set(branches.map((branch) => typescriptType(branch, wrap)))].join(" | ");
  switch (schema.type) {
    case "string":
    case "boolean":
    case "number":
      return schema.type;
    case "integer":
      return "number";
    case "array":
      return `${wrap(typescriptType(schema.items ?? {}, wrap))}[]`;
    case "object":
      return schema.properties ? objectType(schema, wrap, nullable) : mapType(schema, wrap, nullable);
    default:
      return "unknown";
  }
}

/** What a union is made of; undefined for what is no union. */
export function branchesOf({ anyOf, type }: JsonSchema): readonly JsonSchema[] | undefined {
  return anyOf ?? (Array.isArray(type) ? type.map((type: string) => ({ type })) : undefined);
}

/** A description as a doc comment, wrapped at about 110 columns. */
export function docComment(text: string | undefined, indent: string): string {
  if (!text) return "";
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + word.length > 108) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join("")}${indent} */\n`;
}

function objectType(schema: JsonSchema, wrap: (type: string) => string, nullable: boolean): string {
  const members = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const optional = schema.required?.includes(name) ? "" : "?";
    const type = typescriptType(property, wrap);
    const undefinable = optional ? " | undefined" : "";
    return `${docComment(property.description, "")}${name}${optional}: ${wrap(nullable ? `${type} | null` : type)}${undefinable};`;
  });
  return `{\n${members.join("\n")}\n}`;
}

function mapType(schema: JsonSchema, wrap: (type: string) => string, nullable: boolean): string {
  const values = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  const type = typescriptType(values, wrap);
  return `{ [key: string]: ${wrap(nullable ? `${type} | null` : type)} }`;
}
