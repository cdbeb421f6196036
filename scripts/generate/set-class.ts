import { z } from "zod";
import type { PlatformName, ResourceKind } from "../../provider/core/contract/kind.js";
import { setOptionsOf } from "../../provider/core/many/arguments.js";
import { IDS, ORIGINS, PENDING_ON, SET_MANAGER, SHOWN_USERS, tenantOf, USERS } from "./descriptions.js";
import { docComment, type JsonSchema, typescriptType } from "./typescript-type.js";

/** The part of a platform's module that declares many people as one resource. */
export function setClass(kind: ResourceKind): string {
  const { platform, capabilities } = kind;
  const { title } = platform;
  const options = Object.entries(jsonSchema(setOptionsOf(capabilities)).properties ?? {});
  const { manager } = capabilities.references;
  const nothing = manager?.clear === true ? " | null" : "";
  const person = manager
    ? `export interface UsersPerson extends Omit<UserArgs, "manager"> {
${docComment(SET_MANAGER, "  ")}  manager?: pulumi.Input<string${nothing}> | undefined;
}`
    : "export type UsersPerson = UserArgs;";
  return `/** A person of a set: what \`User\` takes, and \`null\` to empty what can be emptied. */
${person}

/** What can be declared of many people at ${title}. */
export interface UsersArgs {
${docComment(USERS, "  ")}  users: pulumi.Input<{ [key: string]: pulumi.Input<UsersPerson> }>;
${options.map(([name, schema]) => `${docComment(schema.description, "  ")}  ${name}?: pulumi.Input<${typescriptType(schema, String)}> | undefined;`).join("\n")}
}

/** A person of a set as ${title} shows them. */
export interface ShownPerson {
${shownMembers(kind)}
}

/** Many people at ${title} as one resource. */
export class Users extends DynamicUsers {
${typeMembers(platform, "Users")}
${docComment(SHOWN_USERS, "  ")}  declare readonly users: pulumi.Output<{ [key: string]: ShownPerson }>;
${docComment(IDS, "  ")}  declare readonly ids: pulumi.Output<{ [key: string]: string }>;
${docComment(ORIGINS, "  ")}  declare readonly origins: pulumi.Output<{ [key: string]: "adopted" | "imported" }>;
${docComment(tenantOf("person"), "  ")}  declare readonly tenant: pulumi.Output<string>;
${options.map(([name, schema]) => `${docComment(schema.description, "  ")}  declare readonly ${name}: pulumi.Output<${withUndefined(typescriptType(schema, String))}>;`).join("\n")}

  /**
   * @param name the resource's name in the program; renaming it needs an alias
   * @param args who is declared
   */
  constructor(name: string, args: UsersArgs, options?: pulumi.CustomResourceOptions) {
    super(Users.__pulumiType, SHAPE, name, args, options);
  }
}
`;
}

/** What tells the classes of all platforms apart: policy packs look for it, and each class would inherit the SDK's. */
export function typeMembers({ id, title }: PlatformName, name: "User" | "Users" | "Group"): string {
  const kind = { User: "a person", Users: "a set of people", Group: "a group" }[name];
  return `  /** Stands in the URN of each such resource. */
  static readonly __pulumiType = ${JSON.stringify(`pulumi-nodejs:dynamic/roster/${id}:${name}`)};

  /** Whether a value is ${kind} at ${title}, also of another copy of this package. */
  static override isInstance(value: unknown): value is ${name} {
    return isOfType(value, ${name}.__pulumiType);
  }
`;
}

function shownMembers({ arguments: own, info, capabilities }: ResourceKind): string {
  const { properties, required } = jsonSchema(own);
  const manager = properties?.["manager"] ? { manager: { type: "string", description: SET_MANAGER } } : {};
  const shown = {
    ...properties,
    ...manager,
    ...jsonSchema(info).properties,
    ...pendingProperties({ capabilities }),
  };
  const members = Object.entries(shown).map(([name, schema]) => {
    const optional = required?.includes(name) || name === capabilities.activation?.attribute ? "" : "?";
    const undefinable = optional ? " | undefined" : "";
    return `${docComment(schema.description, "  ")}  readonly ${name}${optional}: ${typescriptType(schema, parenthesized)}${undefinable};`;
  });
  return members.join("\n");
}

/** What a write that not every system has taken leaves in the outputs, where there are several. */
export function pendingProperties({ capabilities }: Pick<ResourceKind, "capabilities">): Record<string, JsonSchema> {
  const pendingOn: JsonSchema = { type: "array", items: { type: "string" }, description: PENDING_ON };
  return capabilities.severalSystems ? { pendingOn } : {};
}

function parenthesized(type: string): string {
  return type.includes(" | ") ? `(${type})` : type;
}

function withUndefined(type: string): string {
  return `${type} | undefined`;
}

function jsonSchema(schema: z.ZodObject): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}
