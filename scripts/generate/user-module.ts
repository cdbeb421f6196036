import { z } from "zod";
import type { ResourceKind } from "../../provider/core/contract/kind.js";
import { optionsOf } from "../../provider/core/contract/options.js";
import { ORIGIN, TENANT } from "./descriptions.js";
import { pendingProperties, setClass, typeMembers } from "./set-class.js";
import { docComment, type JsonSchema, typescriptType } from "./typescript-type.js";

/** The module of a platform's resource: its arguments and outputs, typed and documented from the platform's schemas. */
export function userModule(kind: ResourceKind): string {
  const { capabilities, platform } = kind;
  const { title, id } = platform;
  const own = jsonSchema(kind.arguments);
  const options = jsonSchema(optionsOf(capabilities));
  const info = jsonSchema(kind.info);
  const names = Object.entries(capabilities.attributes);
  const secrets = names.flatMap(([name, traits]) => (traits.secret ? [name] : []));
  const activation = capabilities.activation?.attribute;
  const pending = pendingProperties(kind);
  const outputs = [...Object.keys(info.properties ?? {}), ...Object.keys(pending), "tenant", "origin"];
  return `// Generated from provider/platforms/${id} by \`npm run generate\`; do not edit.
import type * as pulumi from "@pulumi/pulumi";
import type * as Host from "../host.js";
import { DynamicUser, DynamicUsers, isOfType } from "../resource.js";

/** What can be declared of a person at ${title}. An argument that is left out is not managed. */
export interface UserArgs {
${members({ ...own.properties, ...options.properties }, (name, property) => {
  const traits = capabilities.attributes[name];
  const relation = capabilities.references[name] ?? capabilities.sets[name];
  const nullable = (traits?.clear === true && !traits.map) || relation?.clear === true ? " | null" : "";
  const optional = own.required?.includes(name) ? "" : "?";
  const type = typescriptType(
    property,
    (inner) => `pulumi.Input<${inner}>`,
    traits?.map === true && traits.clear === true,
  );
  return `${name}${optional}: pulumi.Input<${type}${nullable}>${optional ? " | undefined" : ""};`;
})}
}

/** A person at ${title}. */
export class User extends DynamicUser {
${typeMembers(platform, "User")}
${members({ ...own.properties, ...options.properties }, (name, property) => {
  const optional = own.required?.includes(name) || name === activation ? "" : " | undefined";
  return `declare readonly ${name}: pulumi.Output<${typescriptType(property, (inner) => parenthesized(inner))}${optional}>;`;
})}
${members(
  {
    ...info.properties,
    ...pending,
    tenant: { type: "string", description: TENANT },
    origin: { enum: ["created", "adopted", "imported"], description: ORIGIN },
  },
  (name, property) => {
    const optional = name === "tenant" || name === "origin" ? "" : " | undefined";
    return `declare readonly ${name}: pulumi.Output<${typescriptType(property, (inner) => parenthesized(inner))}${optional}>;`;
  },
)}

  /**
   * @param name the resource's name in the program; renaming it needs an alias, or \`adopt: true\`
   * @param args what is declared of the person
   */
  constructor(name: string, args: UserArgs, options?: pulumi.CustomResourceOptions) {
    super(User.__pulumiType, SHAPE, name, args, options);
  }
}

${setClass(kind)}
/**
 * What Pulumi's dynamic host asks of this module, by the text in \`__provider\`. Required late: a program declares
 * people and never opens a connection.
 *
 * @internal
 */
export function handler(): pulumi.dynamic.ResourceProvider {
  return (require("../host.js") as typeof Host).provide(${JSON.stringify(id)});
}

/**
 * The same for sets of people.
 *
 * @internal
 */
export const sets = {
  handler: (): pulumi.dynamic.ResourceProvider =>
    (require("../host.js") as typeof Host).provideSet(${JSON.stringify(id)}),
};

const SHAPE = {
  platform: ${JSON.stringify(id)},
  outputs: ${JSON.stringify(outputs)},
  secrets: ${JSON.stringify(secrets)},
} as const;
`;
}

function members(
  properties: Readonly<Record<string, JsonSchema>>,
  declare: (name: string, property: JsonSchema) => string,
): string {
  return Object.entries(properties)
    .map(([name, property]) => `${docComment(property.description, "  ")}  ${declare(name, property)}`)
    .join("\n");
}

function parenthesized(type: string): string {
  return type.includes(" | ") ? `(${type})` : type;
}

function jsonSchema(schema: z.ZodObject): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}
