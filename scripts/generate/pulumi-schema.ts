import { z } from "zod";
import { Options } from "../../provider/core/options.js";
import type { Platform } from "../../provider/core/platform.js";
import { filterNames } from "../../provider/core/queries.js";
import { ORIGIN, TENANT } from "./descriptions.js";
import { type Property, PulumiTypes } from "./pulumi-types.js";
import type { JsonSchema } from "./typescript-type.js";

type Properties = Record<string, Property>;

/** What package.json says of the package. */
export interface PackageFacts {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords: readonly string[];
}

/** The Pulumi package schema: what every language's SDK, `pulumi import` and `pulumi do` are made from. */
export function pulumiSchema(platforms: readonly Platform[], facts: PackageFacts): object {
  const types = new PulumiTypes();
  const configuration = configurationProperties(platforms, types);
  return {
    name: "roster",
    displayName: "Roster",
    ...facts,
    publisher: "pulumi-roster",
    meta: { moduleFormat: "(.*)" },
    language: {
      nodejs: { respectSchemaVersion: true },
      python: { respectSchemaVersion: true, pyproject: { enabled: true }, inputTypes: "classes-and-dicts" },
      go: { respectSchemaVersion: true, generateResourceContainerTypes: true },
      csharp: { respectSchemaVersion: true },
      java: { buildFiles: "gradle" },
    },
    config: { variables: configuration },
    provider: {
      description: "Opens the tenants of the platforms that a program declares people on.",
      inputProperties: configuration,
    },
    resources: Object.fromEntries(
      platforms.map((platform) => [`roster:${platform.id}:User`, resource(platform, types)]),
    ),
    functions: Object.fromEntries(platforms.flatMap((platform) => functions(platform, types))),
    types: types.all(),
  };
}

/**
 * A platform's settings are secret as a whole, as generated SDKs lose a nested mark. No value has a default here: an
 * SDK would write it into the provider's inputs, where it wins over the environment and stays in the state.
 */
function configurationProperties(platforms: readonly Platform[], types: PulumiTypes): Properties {
  return Object.fromEntries(
    platforms.map((platform) => {
      const { required: _, ...schema } = jsonSchema(platform.configuration);
      const description = `The tenant of ${platform.title} and the credentials that open it. What is left out here comes from the environment, unless a credential is given.`;
      const property = types.property({ ...schema, description }, "config", capitalized(platform.id));
      return [platform.id, { ...property, secret: true }];
    }),
  );
}

function resource(platform: Platform, types: PulumiTypes): object {
  const { capabilities, title } = platform;
  const { own, options, required } = argumentsOf(platform, types);
  const inputs = { ...own, ...options };
  const activation = capabilities.activation?.attribute;
  return {
    description: `A person at ${title}. An argument that is left out is not managed: it is never set, and what others set there is no difference.`,
    inputProperties: inputs,
    requiredInputs: required,
    listInputs: { type: "object", properties: filterOf(platform, own) },
    properties: {
      ...inputs,
      ...infoOf(platform, types),
      tenant: text(TENANT),
      origin: types.property(ORIGIN_SCHEMA, "index", "Origin"),
    },
    required: [...required, ...(activation ? [activation] : []), "tenant", "origin"],
  };
}

function functions(platform: Platform, types: PulumiTypes): [string, object][] {
  const { capabilities, title, id } = platform;
  const { own } = argumentsOf(platform, types);
  const shown = Object.fromEntries(
    Object.entries(own).filter(
      ([name]) => !capabilities.attributes[name]?.writeOnly && !capabilities.attributes[name]?.secret,
    ),
  );
  const properties = {
    id: text("The account's id at the vendor."),
    ...shown,
    ...infoOf(platform, types),
    tenant: text(TENANT),
  };
  const key = capabilities.naturalKey;
  const filter = filterOf(platform, own);
  const filterType = types.add(id, "UserFilter", {
    type: "object",
    description: `What an account at ${title} must have; every value counts.`,
    properties: filter,
  });
  const shownType = types.add(id, "ShownUser", {
    type: "object",
    description: `An account as ${title} shows it.`,
    properties,
    required: ["id", "tenant"],
  });
  return [
    [
      `roster:${id}:getUser`,
      {
        description: `Looks up one account at ${title}, by its id or its ${key}. That there is none is an error.`,
        inputs: {
          properties: {
            id: text(`The account's id; give either this or ${key}.`),
            [key]: { ...own[key], description: `The account's ${key}; give either this or id.` },
          },
        },
        outputs: { properties, required: ["id", "tenant"] },
      },
    ],
    [
      `roster:${id}:getUsers`,
      {
        description: `Lists every account at ${title} that matches the filter: complete, or an error.`,
        inputs: {
          properties: {
            filter: { $ref: filterType, description: "What an account must have; without it, all are listed." },
          },
        },
        outputs: {
          properties: { users: { type: "array", items: { $ref: shownType }, description: "The accounts, each once." } },
          required: ["users"],
        },
      },
    ],
  ];
}

function filterOf(platform: Platform, own: Properties): Properties {
  const entries = filterNames(platform).map((name) => {
    const property = { ...own[name], description: `Only accounts with this ${name}.` };
    return [name, property] as const;
  });
  return Object.fromEntries(entries);
}

function argumentsOf(
  platform: Platform,
  types: PulumiTypes,
): { own: Properties; options: Properties; required: string[] } {
  const schema = jsonSchema(platform.arguments);
  const property =
    (module: string) =>
    ([name, value]: [string, JsonSchema]) => {
      const secret = platform.capabilities.attributes[name]?.secret ? { secret: true } : {};
      return [name, { ...types.property(value, module, capitalized(name)), ...secret }] as const;
    };
  return {
    own: Object.fromEntries(Object.entries(schema.properties ?? {}).map(property(platform.id))),
    options: Object.fromEntries(Object.entries(jsonSchema(Options).properties ?? {}).map(property("index"))),
    required: [...(schema.required ?? [])],
  };
}

function infoOf(platform: Platform, types: PulumiTypes): Properties {
  const entries = Object.entries(jsonSchema(platform.info).properties ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, types.property(value, platform.id, capitalized(name))]),
  );
}

const ORIGIN_SCHEMA: JsonSchema = { type: "string", enum: ["created", "adopted", "imported"], description: ORIGIN };

function text(description: string): Property {
  return { type: "string", description };
}

function jsonSchema(schema: z.ZodObject): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
