import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { environmentName } from "../../provider/configuration.js";
import type { ResourceKind } from "../../provider/core/contract/kind.js";
import { optionsOf } from "../../provider/core/contract/options.js";
import type { Platform } from "../../provider/core/contract/platform.js";
import { setOptionsOf } from "../../provider/core/many/arguments.js";
import { filterNames } from "../../provider/core/reads/queries.js";
import {
  capitalized,
  IDS,
  ORIGINS,
  originOf,
  PENDING_ON,
  SET_MANAGER,
  SHOWN_USERS,
  tenantOf,
  USERS,
  wordsOf,
} from "./descriptions.js";
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

/** What is shown of each resource and function in every language, by their tokens. */
export type Examples = ReadonlyMap<string, string>;

/** The Pulumi package schema: what every language's SDK, `pulumi import` and `pulumi do` are made from. */
export function pulumiSchema(platforms: readonly Platform[], facts: PackageFacts, examples: Examples): object {
  const types = new PulumiTypes();
  const configuration = configurationProperties(platforms, types);
  return {
    name: "roster",
    displayName: "Roster",
    ...facts,
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
    resources: withExamples(
      platforms.flatMap((platform) => [
        [`roster:${platform.id}:User`, resource(platform.kinds.user, types)],
        [`roster:${platform.id}:Users`, setResource(platform.kinds.user, types)],
        ...kindsOf(platform)
          .filter(({ name }) => name !== "user")
          .map((kind): [string, Described] => [`roster:${platform.id}:${wordsOf(kind).Name}`, resource(kind, types)]),
      ]),
      examples,
    ),
    functions: withExamples(
      platforms.flatMap((platform) => kindsOf(platform).flatMap((kind) => functions(kind, types))),
      examples,
    ),
    types: types.all(),
  };
}

function kindsOf({ kinds: { user, group } }: Platform): readonly ResourceKind[] {
  return group ? [user, group] : [user];
}

interface Described {
  readonly description: string;
  /** How accounts are imported, for resources. */
  readonly importing?: string;
  readonly [more: string]: unknown;
}

/** Puts the examples where a registry and generated SDKs look for them: each language shows its own. */
function withExamples<T extends Described>(entries: readonly (readonly [string, T])[], examples: Examples): object {
  return Object.fromEntries(
    entries.map(([token, { description, importing = "", ...others }]) => {
      const example = examples.get(token);
      if (example === undefined) throw new Error(`${token} has no example in examples/registry`);
      const shown = `{{% examples %}}\n## Example Usage\n{{% example %}}\n${example}\n{{% /example %}}\n{{% /examples %}}`;
      return [token, { description: [description, shown, importing].filter(Boolean).join("\n\n"), ...others }];
    }),
  );
}

/**
 * A platform's settings are secret as a whole, as generated SDKs lose a nested mark. No value has a default here: an
 * SDK would write it into the provider's inputs, where it wins over the environment and stays in the state.
 */
function configurationProperties(platforms: readonly Platform[], types: PulumiTypes): Properties {
  return Object.fromEntries(
    platforms.map((platform) => {
      const { required: _, ...schema } = jsonSchema(platform.configuration);
      const variables = platform.credentialNames.map((name) => environmentName(platform, name)).join(", ");
      const description = `The tenant of ${platform.title} and the credentials that open it. Where no credential is given here, what is left out comes from the environment: ${variables} and the others in the same form.`;
      const property = types.property({ ...schema, description }, "config", capitalized(platform.id));
      return [platform.id, { ...property, secret: true }];
    }),
  );
}

function resource(kind: ResourceKind, types: PulumiTypes): Described {
  const {
    capabilities,
    platform: { title },
  } = kind;
  const { own, shown, options, required } = argumentsOf(kind, types);
  const activation = capabilities.activation?.attribute;
  const { Name, aSubject, aRecord, subject } = wordsOf(kind);
  const name = Name === "User" ? "ada" : "payroll";
  return {
    description: `${capitalized(aSubject)} at ${title}. An argument that is left out is not managed: it is never set, and what others set there is no difference.`,
    importing: importing(`${capitalized(aRecord)} is imported by its id or by its ${capabilities.naturalKey}:`, [
      `roster:${kind.platform.id}:${Name} ${name} 1815`,
      `roster:${kind.platform.id}:${Name} ${name} ${capabilities.naturalKey}:${sampleKey(kind)}`,
    ]),
    inputProperties: { ...own, ...options },
    requiredInputs: required,
    listInputs: { type: "object", properties: filterOf(kind, shown) },
    properties: {
      ...shown,
      ...options,
      ...infoOf(kind, types),
      ...pendingOf(kind),
      tenant: text(tenantOf(subject)),
      origin: types.property(originSchema(kind), "index", Name === "User" ? "Origin" : `${Name}Origin`),
    },
    required: [...required, ...(activation ? [activation] : []), "tenant", "origin"],
  };
}

/** Many people as one resource: nested types of what one person takes and shows. */
function setResource(kind: ResourceKind, types: PulumiTypes): Described {
  const {
    platform: { id, title },
    capabilities,
  } = kind;
  const { own, shown, options, required } = argumentsOf(kind, types);
  const activation = capabilities.activation?.attribute;
  const manager = own["manager"] ? { manager: text(SET_MANAGER) } : {};
  const person = types.add(id, "UsersPerson", {
    type: "object",
    description: `A person of a set at ${title}: what User takes.`,
    properties: { ...own, ...manager, ...options },
    required,
  });
  const shownPerson = types.add(id, "ShownUsersPerson", {
    type: "object",
    description: `A person of a set as ${title} shows them.`,
    properties: { ...shown, ...manager, ...options, ...infoOf(kind, types), ...pendingOf(kind) },
    required: [...required, ...(activation ? [activation] : [])],
  });
  // The defaults are of the types that a person's options have, and say something else.
  const set = Object.fromEntries(
    Object.entries(jsonSchema(setOptionsOf(capabilities)).properties ?? {}).map(([name, value]): [string, Property] => {
      const { description = "" } = value;
      return [name, { ...(options[name] ?? types.property(value, "index", capitalized(name))), description }];
    }),
  );
  const map = (type: Property, description: string): Property => ({
    type: "object",
    additionalProperties: type,
    description,
  });
  return {
    description: `Many people at ${title} as one resource. An argument that is left out is not managed: it is never set, and what others set there is no difference.`,
    importing: importing(`Every account is imported at once, by its ${capabilities.naturalKey} as the key:`, [
      `roster:${id}:Users people all`,
    ]),
    inputProperties: { users: map({ $ref: person }, USERS), ...set },
    requiredInputs: ["users"],
    properties: {
      users: map({ $ref: shownPerson }, SHOWN_USERS),
      ids: map({ type: "string" }, IDS),
      origins: map({ type: "string" }, ORIGINS),
      tenant: text(tenantOf("person")),
      ...set,
    },
    required: ["users", "ids", "origins", "tenant"],
  };
}

function importing(sentence: string, targets: readonly string[]): string {
  const commands = targets.map((target) => `$ pulumi import ${target}`);
  return `## Import\n\n${sentence}\n\n\`\`\`sh\n${commands.join("\n")}\n\`\`\``;
}

/** A natural key as people have it: an address, or a name to log in with. */
function sampleKey({ name, capabilities, arguments: { shape } }: ResourceKind): string {
  if (name === "group") return "Payroll";
  return capabilities.naturalKey === "email" || !("email" in shape) ? "ada@example.com" : "ada";
}

function functions(kind: ResourceKind, types: PulumiTypes): [string, Described][] {
  const {
    capabilities,
    platform: { title, id },
  } = kind;
  const { Name, aRecord, record, subject } = wordsOf(kind);
  const { shown } = argumentsOf(kind, types);
  const visible = Object.fromEntries(
    Object.entries(shown).filter(
      ([name]) => !capabilities.attributes[name]?.writeOnly && !capabilities.attributes[name]?.secret,
    ),
  );
  const properties = {
    id: text(`The ${record}'s id at the vendor.`),
    ...visible,
    ...infoOf(kind, types),
    tenant: text(tenantOf(subject)),
  };
  const key = capabilities.naturalKey;
  const place = capabilities.uniqueWithin;
  const within: Properties = place
    ? { [place]: { ...shown[place], description: `The id of the ${place}, where several have this ${key}.` } }
    : {};
  const filter = filterOf(kind, shown);
  const filterType = types.add(id, `${Name}Filter`, {
    type: "object",
    description: `What ${aRecord} at ${title} must have; every value counts.`,
    properties: filter,
  });
  const shownType = types.add(id, `Shown${Name}`, {
    type: "object",
    description: `${capitalized(aRecord)} as ${title} shows it.`,
    properties,
    required: ["id", "tenant"],
  });
  return [
    [
      `roster:${id}:get${Name}`,
      {
        description: `Looks up one ${record} at ${title}, by its id or its ${key}. That there is none is an error.`,
        inputs: {
          properties: {
            id: text(`The ${record}'s id; give either this or ${key}.`),
            [key]: { ...shown[key], description: `The ${record}'s ${key}; give either this or id.` },
            ...within,
          },
        },
        outputs: { properties, required: ["id", "tenant"] },
      },
    ],
    [
      `roster:${id}:get${Name}s`,
      {
        description: `Lists every ${record} at ${title} that matches the filter: complete, or an error.`,
        inputs: {
          properties: {
            filter: { $ref: filterType, description: `What ${aRecord} must have; without it, all are listed.` },
          },
        },
        outputs: {
          properties: {
            [`${kind.name}s`]: { type: "array", items: { $ref: shownType }, description: `The ${record}s, each once.` },
          },
          required: [`${kind.name}s`],
        },
      },
    ],
  ];
}

function filterOf(kind: ResourceKind, shown: Properties): Properties {
  const entries = filterNames(kind).map((name) => {
    const property = { ...shown[name], description: `Only ${wordsOf(kind).record}s with this ${name}.` };
    return [name, property] as const;
  });
  return Object.fromEntries(entries);
}

interface Arguments {
  /** As they are declared: strict. */
  readonly own: Properties;
  /** As answers show them: open, since a vendor may show a state or a role that this package has never heard of. */
  readonly shown: Properties;
  readonly options: Properties;
  readonly required: readonly string[];
}

function argumentsOf(kind: ResourceKind, types: PulumiTypes): Arguments {
  const schema = jsonSchema(kind.arguments);
  const entries = Object.entries(schema.properties ?? {});
  const property = (name: string, value: JsonSchema, type: string): [string, Property] => {
    const secret = kind.capabilities.attributes[name]?.secret ? { secret: true } : {};
    return [name, { ...types.property(value, kind.platform.id, type), ...secret }];
  };
  const own = entries.map(([name, value]) => property(name, value, capitalized(name)));
  const shown = entries.map(([name, value]) => {
    const open = opened(value);
    return property(name, open, isDeepStrictEqual(open, value) ? capitalized(name) : `Shown${capitalized(name)}`);
  });
  const options = Object.entries(jsonSchema(optionsOf(kind.capabilities)).properties ?? {});
  return {
    own: Object.fromEntries(own),
    shown: Object.fromEntries(shown),
    options: Object.fromEntries(
      options.map(([name, value]) => [
        name,
        types.property(value, "index", kind.name === "user" ? capitalized(name) : `Group${capitalized(name)}`),
      ]),
    ),
    required: [...(schema.required ?? [])],
  };
}

/** The schema with every enumeration taken for any text. */
function opened(schema: JsonSchema): JsonSchema {
  const { enum: values, items, properties, ...others } = schema;
  const open = Object.entries(properties ?? {}).map(([name, value]) => [name, opened(value)]);
  return {
    ...others,
    ...(items ? { items: opened(items) } : {}),
    ...(properties ? { properties: Object.fromEntries(open) } : {}),
  };
}

function infoOf(kind: ResourceKind, types: PulumiTypes): Properties {
  const entries = Object.entries(jsonSchema(kind.info).properties ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, types.property(value, kind.platform.id, capitalized(name))]),
  );
}

function pendingOf({ capabilities }: ResourceKind): Properties {
  const pendingOn = { type: "array", items: { type: "string" }, description: PENDING_ON };
  return capabilities.severalSystems ? { pendingOn } : {};
}

function originSchema(kind: ResourceKind): JsonSchema {
  return { type: "string", enum: ["created", "adopted", "imported"], description: originOf(kind) };
}

function text(description: string): Property {
  return { type: "string", description };
}

function jsonSchema(schema: z.ZodObject): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}
