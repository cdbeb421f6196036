import { describe, expect, test } from "vitest";
import type { Platform } from "../../provider/core/contract/platform";
import { platforms } from "../../provider/platforms/registry";
import schema from "../../schema.json";

interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly description?: string;
  readonly secret?: boolean;
  readonly default?: unknown;
}
type Properties = Readonly<Record<string, Property>>;
interface Type {
  readonly type: string;
  readonly description?: string;
  readonly properties?: Properties;
  readonly enum?: readonly { readonly value: string }[];
}
interface Resource {
  readonly description: string;
  readonly inputProperties: Properties;
  readonly requiredInputs: readonly string[];
  readonly properties: Properties;
  readonly required: readonly string[];
  readonly listInputs?: { readonly properties: Properties };
}

const types = schema.types as unknown as Readonly<Record<string, Type>>;
const resources = schema.resources as unknown as Readonly<Record<string, Resource>>;
const all: readonly Platform[] = Object.values(platforms);

/** Every property of the schema with its place. */
function everyProperty(): [string, Property][] {
  const places: [string, Properties | undefined][] = [
    ["config", schema.config.variables],
    ["provider", schema.provider.inputProperties],
    ...Object.entries(types).map(([token, { properties }]): [string, Properties | undefined] => [token, properties]),
    ...Object.entries(resources).flatMap(
      ([token, { inputProperties, properties, listInputs }]): [string, Properties][] => [
        [`${token} inputs`, inputProperties],
        [`${token} outputs`, properties],
        [`${token} list`, listInputs?.properties ?? {}],
      ],
    ),
    ...Object.entries(schema.functions).flatMap(([token, { inputs, outputs }]): [string, Properties][] => [
      [`${token} inputs`, inputs.properties as Properties],
      [`${token} outputs`, outputs.properties as Properties],
    ]),
  ];
  return places.flatMap(([place, properties = {}]) =>
    Object.entries(properties).map(([name, property]): [string, Property] => [`${place} ${name}`, property]),
  );
}

describe("the package schema", () => {
  test("describes every property, type, resource and function in a sentence", () => {
    const described: [string, string | undefined][] = [
      ...everyProperty().map(([place, { description }]): [string, string | undefined] => [place, description]),
      ...Object.entries({ ...types, ...resources, ...schema.functions }).map(
        // Examples follow the sentence.
        ([token, { description }]): [string, string | undefined] => [token, description?.split("\n\n")[0]],
      ),
    ];
    const bad = described.filter(
      ([, text]) => !text || text.length < 15 || !/[.)]$/.test(text) || /undefined|\bTODO\b/.test(text),
    );
    expect(bad).toEqual([]);
  });

  test("has no default anywhere, as an SDK would copy it into the state and into a second tenant", () => {
    expect(everyProperty().filter(([, property]) => "default" in property)).toEqual([]);
    expect(JSON.stringify(schema)).not.toContain("defaultInfo");
  });

  test("keeps every platform's settings secret as a whole", () => {
    for (const { id } of all) {
      expect((schema.config.variables as Properties)[id]?.secret).toBe(true);
      expect((schema.provider.inputProperties as Properties)[id]?.secret).toBe(true);
    }
  });

  test("refers to types that are there, and has none that nobody refers to", () => {
    const refs = new Set([...JSON.stringify(schema).matchAll(/"#\/types\/([^"]+)"/g)].map(([, token]) => token));
    expect([...refs].sort()).toEqual(Object.keys(types).sort());
  });
});

describe.each(all)("the schema of $id", ({ id, kinds, configuration }) => {
  const { capabilities, arguments: args } = kinds.user;
  const { inputProperties, requiredInputs, properties, required, listInputs } = resources[
    `roster:${id}:User`
  ] as Resource;

  test("has every argument and option as input and as output", () => {
    const modes = Object.keys(capabilities.sets).map((set) => `${set}Mode`);
    const names = [...Object.keys(args.shape), "clear", ...modes, "adopt", "onDestroy"];
    expect(Object.keys(inputProperties).sort()).toEqual(names.sort());
    expect(Object.keys(properties)).toEqual(expect.arrayContaining([...names, "tenant", "origin"]));
  });

  test("requires what the arguments require", () => {
    const needed = Object.entries(args.shape).filter(([, field]) => !field.safeParse(undefined).success);
    expect([...requiredInputs].sort()).toEqual(needed.map(([name]) => name).sort());
    expect(required).toEqual(expect.arrayContaining([...requiredInputs, "tenant", "origin"]));
  });

  test("marks secret arguments, in and out, and shows none of them in functions", () => {
    const secrets = Object.entries(capabilities.attributes).flatMap(([name, { secret }]) => (secret ? [name] : []));
    const marked = (of: Properties) => Object.entries(of).flatMap(([name, { secret }]) => (secret ? [name] : []));
    expect(marked(inputProperties)).toEqual(secrets);
    expect(marked(properties)).toEqual(secrets);
    const shown = types[`roster:${id}:ShownUser`]?.properties ?? {};
    for (const name of secrets) expect(shown).not.toHaveProperty(name);
  });

  test("has every setting of the configuration", () => {
    const [token = ""] = Object.keys(types).filter((name) => name.toLowerCase() === `roster:config:${id}`);
    expect(Object.keys(types[token]?.properties ?? {}).sort()).toEqual(Object.keys(configuration.shape).sort());
  });

  test("is strict in arguments and open in answers, where a vendor may show what nobody has heard of", () => {
    const open = JSON.stringify([properties, types[`roster:${id}:ShownUser`], listInputs]);
    const closed = Object.entries(types).filter(([token, type]) => token.startsWith(`roster:${id}:`) && type.enum);
    for (const [token] of closed) expect(open).not.toContain(`#/types/${token}"`);
    for (const [token, { enum: values = [] }] of closed) {
      expect([token, values.length]).toEqual([token, expect.any(Number)]);
      expect(values.length).toBeGreaterThan(1);
    }
  });
});
