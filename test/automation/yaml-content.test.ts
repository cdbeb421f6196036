import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readYaml } from "../../automation/common/yaml-file";

const folder = mkdtempSync(join(tmpdir(), "roster-yaml-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string): unknown {
  const file = join(folder, "roster.yaml");
  writeFileSync(file, text);
  return readYaml(file, "roster-file").content;
}

function refused(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toMatchObject({ code: "roster-file" });
    return (error as Error).message;
  }
  throw new Error("it was read");
}

describe("the content of a YAML file", () => {
  test.each([
    "00123",
    "1e3",
    "0x1F",
    "12345678901234567890",
    "1.0",
    "true",
    "null",
    "~",
    "no",
    "2026-11-28",
    "__proto__",
    "toString",
  ])("has %s as a key as it is written", (key) => {
    expect(Object.keys(read(`people:\n  ${key}: { a: 1 }\n  other: {}\n`) as object)).toEqual(["people"]);
    const { people } = read(`people:\n  ${key}: { a: 1 }\n`) as { people: object };
    expect(Object.entries(people)).toEqual([[key, { a: 1 }]]);
  });

  test("has values as YAML types them", () => {
    expect(read("a: [1, 1.5, true, null, ~, text, '1', \"\\u00e4\", 0x1F]\nb:\n")).toEqual({
      a: [1, 1.5, true, null, null, "text", "1", "ä", 31],
      b: null,
    });
  });

  test("refuses a key that is there twice, however it is written, with its place", () => {
    expect(refused("a:\n  x: 1\n  'x': 2\n")).toBe("roster.yaml:3:3: Map keys must be unique");
    expect(refused("a: { x: 1, x: 2 }\n")).toBe("roster.yaml:1:12: Map keys must be unique");
  });

  test("reads merge keys: what is said beside them wins", () => {
    const text =
      "base: &base { given: Ada, adobe: { profile: Author } }\nbo:\n  <<: *base\n  given: Bo\nboth: { <<: [{ a: 1 }, { a: 2, b: 2 }] }\n";
    expect(read(text)).toMatchObject({
      bo: { given: "Bo", adobe: { profile: "Author" } },
      both: { a: 1, b: 2 },
    });
    expect(read("'<<': 1\n")).toEqual({ "<<": 1 });
    expect(refused("a:\n  <<: 1\n")).toBe("roster.yaml:2:3: << takes a map, or a list of maps");
  });

  test("names an anchor that nobody has, with its place", () => {
    expect(refused("a: &a 1\nb: *a\nc:\n  d: *b\n")).toBe("roster.yaml:4:6: nobody has the anchor b");
    expect(refused("a: &a [1, *a]\n")).toContain("the anchor a is used inside of itself");
  });

  test("lets thousands share an anchor", () => {
    const people = Array.from({ length: 5_000 }, (_, i) => `  p${i}: *a\n`).join("");
    const content = read(`base: &a { profile: Author, roles: [Learner] }\npeople:\n${people}`) as { people: object };
    expect(Object.values(content.people)).toHaveLength(5_000);
    expect(new Set(Object.values(content.people).map((person) => JSON.stringify(person)))).toEqual(
      new Set(['{"profile":"Author","roles":["Learner"]}']),
    );
  });

  test.each([9, 40])("refuses aliases of aliases that multiply, %i levels deep, at once", (levels) => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < levels; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    expect(refused(lines.join("\n"))).toContain("aliases multiply here");
  });

  test.each(["[", "{a: ", "- "])("refuses what is nested without end: %s", (open) => {
    expect(refused(`a: ${open.repeat(100_000)}`)).toMatch(/^roster\.yaml:?/);
  });

  test("lists the first fifty problems and counts the others", () => {
    const message = refused(Array.from({ length: 200 }, (_, i) => `a${i}: *b\n`).join(""));
    expect(message.split("\n")).toHaveLength(51);
    expect(message).toContain("... and 150 more");
  });
});
