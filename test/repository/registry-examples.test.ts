import { afterAll, describe, expect, it } from "vitest";
import schema from "../../schema.json";
import { Converter } from "../../scripts/examples/convert";
import { exampleText, LANGUAGES, registryExamples } from "../../scripts/examples/registry-examples";
import { repairGo } from "../../scripts/examples/repair-go";
import { HAS_PULUMI, hasCommand } from "../e2e/pulumi-lab";
import { ROOT, textOf } from "./files";

const examples = registryExamples(ROOT);
/** A converter serves as soon as it is started, whatever it is asked: it is looked for, and not started. */
const HAS_CONVERTERS =
  HAS_PULUMI &&
  ["nodejs", "python", "go"].every((name) => hasCommand(`pulumi-language-${name}`, "-help")) &&
  hasCommand("sh", "-c", "command -v pulumi-converter-yaml");

describe("the registry's examples", () => {
  it("are there for every resource and function", () => {
    const tokens = [...Object.keys(schema.resources), ...Object.keys(schema.functions)];
    expect(examples.map(({ token }) => token).sort()).toEqual(tokens.sort());
  });

  it.each(examples)("of $token are made from its YAML, and stand in the schema in every language", (example) => {
    const text = exampleText(ROOT, example);
    const fences = [...text.matchAll(/^```(\w+)$/gm)].map(([, language]) => language);
    expect(fences).toEqual([...LANGUAGES.map(({ name }) => name), "yaml"]);
    const entries: Record<string, { description: string }> = { ...schema.resources, ...schema.functions };
    expect(entries[example.token]?.description).toContain(`{{% example %}}\n${text}\n{{% /example %}}`);
  });

  it("of resources say how to import", () => {
    for (const [token, { description }] of Object.entries(schema.resources)) {
      expect(description).toContain(`$ pulumi import ${token} `);
    }
  });

  it("are refused once the YAML is another one", () => {
    const [example] = examples;
    if (!example) throw new Error("there are no examples");
    expect(() => exampleText(ROOT, { ...example, yaml: `${example.yaml}#\n` })).toThrow("npm run examples");
  });

  it("in Go name a function's types as the generated SDK does, and take a list as it is", () => {
    const made = `found := adobe.LookupUsersOutput(ctx, adobe.GetUsersOutputArgs{}, nil)
ctx.Export("a", found.ApplyT(func(found adobe.GetUsersResult) ([]adobe.ShownUser, error) {
	return found.Users.([]adobe.ShownUser), nil
}).(pulumi.ArrayOutput))`;
    expect(repairGo(made)).toBe(`found := adobe.LookupUsersOutput(ctx, adobe.LookupUsersOutputArgs{}, nil)
ctx.Export("a", found.Users())`);
  });

  const needs = "needs pulumi, its hosts for Node, Python and Go, and pulumi-converter-yaml";
  describe.skipIf(!HAS_CONVERTERS)(`as pulumi converts them (${needs})`, () => {
    const converter = new Converter(ROOT);
    afterAll(() => converter.close());

    it.each(examples)("of $token are what is written", async (example) => {
      expect(await converter.page(example)).toBe(textOf(example.page));
    });
  });
});
