import { z } from "zod";
import type { ResourceKind } from "../../provider/core/contract/kind.js";
import { optionsOf } from "../../provider/core/contract/options.js";
import type { Platform } from "../../provider/core/contract/platform.js";
import { capitalized, originOf, tenantOf, wordsOf } from "./descriptions.js";
import { pendingProperties, setClass, typeMembers } from "./set-class.js";
import { docComment, type JsonSchema, typescriptType } from "./typescript-type.js";

/** The module of a platform's resources: their arguments and outputs, typed and documented from the platform's schemas. */
export function platformModule({ id, kinds: { user, group } }: Platform): string {
  const bases = ["DynamicUser", "DynamicUsers", ...(group ? ["DynamicGroup"] : []), "isOfType"].sort(byName);
  return `// Generated from provider/platforms/${id} by \`npm run generate\`; do not edit.
import type * as pulumi from "@pulumi/pulumi";
import type * as Host from "../host.js";
import { ${bases.join(", ")} } from "../resource.js";

${entityClass(user)}
${setClass(user)}
${group ? entityClass(group) : ""}
/**
 * What Pulumi's dynamic host asks of this module, by the text in \`__provider\`. Required late: a program declares
 * people and never opens a connection.
 *
 * @internal
 */
export function handler(): pulumi.dynamic.ResourceProvider {
  return (require("../host.js") as typeof Host).provide(${JSON.stringify(id)});
}

${handlerOf("sets", "sets of people", `provideSet(${JSON.stringify(id)})`)}
${group ? handlerOf("groups", "groups", `provide(${JSON.stringify(id)}, "group")`) : ""}
${shapeOf(user)}
${group ? shapeOf(group) : ""}`;
}

/** The arguments and the class of one kind: \`UserArgs\` and \`User\`. */
function entityClass(kind: ResourceKind): string {
  const { capabilities, platform } = kind;
  const { title } = platform;
  const { Name, aSubject, subject } = wordsOf(kind);
  const own = jsonSchema(kind.arguments);
  const options = jsonSchema(optionsOf(capabilities));
  const info = jsonSchema(kind.info);
  const activation = capabilities.activation?.attribute;
  return `/** What can be declared of ${aSubject} at ${title}. An argument that is left out is not managed. */
export interface ${Name}Args {
${members({ ...own.properties, ...options.properties }, (name, property) => {
  const traits = capabilities.attributes[name];
  const nullable =
    traits?.clear === true && !traits.map ? " | null" : capabilities.references[name]?.clear === true ? " | null" : "";
  const optional = own.required?.includes(name) ? "" : "?";
  const type = typescriptType(
    property,
    (inner) => `pulumi.Input<${inner}>`,
    traits?.map === true && traits.clear === true,
  );
  return `${name}${optional}: pulumi.Input<${type}${nullable}>${optional ? " | undefined" : ""};`;
})}
}

/** ${capitalized(aSubject)} at ${title}. */
export class ${Name} extends Dynamic${Name} {
${typeMembers(platform, Name)}
${members({ ...own.properties, ...options.properties }, (name, property) => {
  const optional = own.required?.includes(name) || name === activation ? "" : " | undefined";
  return `declare readonly ${name}: pulumi.Output<${typescriptType(property, (inner) => parenthesized(inner))}${optional}>;`;
})}
${members(
  {
    ...info.properties,
    ...pendingProperties(kind),
    tenant: { type: "string", description: tenantOf(subject) },
    origin: { enum: ["created", "adopted", "imported"], description: originOf(kind) },
  },
  (name, property) => {
    const optional = name === "tenant" || name === "origin" ? "" : " | undefined";
    return `declare readonly ${name}: pulumi.Output<${typescriptType(property, (inner) => parenthesized(inner))}${optional}>;`;
  },
)}

  /**
   * @param name the resource's name in the program; renaming it needs an alias, or \`adopt: true\`
   * @param args what is declared of the ${subject}
   */
  constructor(name: string, args: ${Name}Args, options?: pulumi.CustomResourceOptions) {
    super(${Name}.__pulumiType, ${shapeName(kind)}, name, args, options);
  }
}
`;
}

function handlerOf(name: string, things: string, provider: string): string {
  return `/**
 * The same for ${things}.
 *
 * @internal
 */
export const ${name} = {
  handler: (): pulumi.dynamic.ResourceProvider => (require("../host.js") as typeof Host).${provider},
};
`;
}

function shapeOf(kind: ResourceKind): string {
  const { capabilities, platform, info } = kind;
  const names = Object.entries(capabilities.attributes);
  const secrets = names.flatMap(([name, traits]) => (traits.secret ? [name] : []));
  const own = Object.keys(jsonSchema(info).properties ?? {});
  const outputs = [...own, ...Object.keys(pendingProperties(kind)), "tenant", "origin"];
  return `const ${shapeName(kind)} = {
  platform: ${JSON.stringify(platform.id)},
  outputs: ${JSON.stringify(outputs)},
  secrets: ${JSON.stringify(secrets)},
} as const;
`;
}

function shapeName({ name }: ResourceKind): string {
  return name === "user" ? "SHAPE" : `${name.toUpperCase()}_SHAPE`;
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

function byName(a: string, b: string): number {
  return a < b ? -1 : 1;
}
