import { branchesOf, type JsonSchema } from "./typescript-type.js";

/** A property of a Pulumi schema. */
export interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
  readonly oneOf?: readonly Property[];
  readonly description?: string;
  readonly secret?: boolean;
}

/** Turns JSON schemas into properties, and collects the named types that objects and enumerations become. */
export class PulumiTypes {
  readonly #types = new Map<string, object>();

  /**
   * @param module the middle part of the tokens of named types
   * @param name what a named type is called
   */
  property(schema: JsonSchema, module: string, name: string): Property {
    const described = schema.description === undefined ? {} : { description: schema.description };
    return { ...this.#type(schema, module, name), ...described };
  }

  /** Adds a named type and returns a reference to it. One name is one type. */
  add(module: string, name: string, type: object): string {
    const token = `roster:${module}:${name}`;
    const other = this.#types.get(token);
    if (other && JSON.stringify(other) !== JSON.stringify(type)) throw new Error(`two types are called ${token}`);
    this.#types.set(token, type);
    return `#/types/${token}`;
  }

  all(): Record<string, object> {
    return Object.fromEntries([...this.#types].sort(([a], [b]) => a.localeCompare(b, "en")));
  }

  #type(schema: JsonSchema, module: string, name: string): Property {
    if (schema.enum) return { $ref: this.add(module, name, enumeration(schema)) };
    const branches = branchesOf(schema);
    if (branches) return { oneOf: distinct(branches.map((branch) => this.#branch(branch, module, name))) };
    switch (schema.type) {
      case "string":
      case "boolean":
      case "number":
      case "integer":
        return { type: schema.type };
      case "array":
        return { type: "array", items: this.#type(withDescription(schema), module, singular(name)) };
      case "object":
        return schema.properties ? { $ref: this.#object(schema, module, name) } : this.#map(schema, module, name);
      default:
        return { $ref: "pulumi.json#/Any" };
    }
  }

  /** In a union the only text that is allowed is still a text to the languages. */
  #branch(schema: JsonSchema, module: string, name: string): Property {
    return schema.const === undefined ? this.#type(schema, module, name) : { type: typeof schema.const };
  }

  #object(schema: JsonSchema, module: string, name: string): string {
    const properties = Object.entries(schema.properties ?? {}).map(([key, property]) => [
      key,
      this.property(property, module, `${name}${key.charAt(0).toUpperCase()}${key.slice(1)}`),
    ]);
    const required = schema.required?.length ? { required: schema.required } : {};
    const described = schema.description === undefined ? {} : { description: schema.description };
    return this.add(module, name, {
      type: "object",
      ...described,
      properties: Object.fromEntries(properties),
      ...required,
    });
  }

  #map(schema: JsonSchema, module: string, name: string): Property {
    const values = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
    return { type: "object", additionalProperties: this.#type(values, module, singular(name)) };
  }
}

/** An enumeration in a list is described by the list. */
function withDescription({ items = {}, description }: JsonSchema): JsonSchema {
  return description === undefined ? items : { description, ...items };
}

function enumeration(schema: JsonSchema): object {
  const values = (schema.enum ?? []).map((value) => ({ value }));
  return {
    type: "string",
    ...(schema.description === undefined ? {} : { description: schema.description }),
    enum: values,
  };
}

function distinct(properties: readonly Property[]): readonly Property[] {
  const seen = new Set<string>();
  return properties.filter((property) => {
    const text = JSON.stringify(property);
    return !seen.has(text) && seen.add(text);
  });
}

function singular(name: string): string {
  if (name.endsWith("sses")) return name.slice(0, -2);
  return name.endsWith("s") ? name.slice(0, -1) : `${name}Item`;
}
