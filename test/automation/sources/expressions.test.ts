import { describe, expect, it } from "vitest";
import { type Expression, embedded, expressionOf } from "../../../automation/roster/sources/expressions";

const read = (text: string): Expression => {
  const expression = expressionOf(text);
  return typeof expression === "string" ? expect.fail(expression) : expression;
};
const outcome = (text: string, row: Readonly<Record<string, string>> = {}) => read(text).evaluate(row);

describe("an expression", () => {
  it.each<[text: string, row: Readonly<Record<string, string>>, expected: unknown]>([
    ["Name", { Name: "Ada" }, "Ada"],
    ["`Job Title`", { "Job Title": "Lead" }, "Lead"],
    ["Nothing", { Name: "Ada" }, undefined],
    ["null", {}, null],
    ['Kind = "x"', { Kind: "x" }, true],
    ['Kind = "x"', { Kind: "y" }, false],
    ["$number(N) + 1", { N: "2" }, 3],
    ['[A, "b"]', { A: "a" }, ["a", "b"]],
    ['{"a": [A], "b": {"c": A}}', { A: "x" }, { a: ["x"], b: { c: "x" } }],
    ['A ~> $split("|")', { A: "a|b" }, ["a", "b"]],
  ])("%s of %j is %j", async (text, row, expected) => {
    const found = await outcome(text, row);
    expect(found).toStrictEqual(expected);
    if (Array.isArray(found)) expect(Reflect.ownKeys(found)).toEqual([...found.keys()].map(String).concat("length"));
  });

  it.each(["(", '"', "A =", "$lookup("])("can't be read of %s, which is said", (text) => {
    expect(expressionOf(text)).toMatch(/^the expression can't be read: ./);
  });

  it("that can't be read is refused in the words of the language", () => {
    expect(expressionOf("(")).toBe(`the expression can't be read: Expected ")" before end of expression`);
  });

  it.each<[text: string, columns: readonly string[]]>([
    ["Name", ["Name"]],
    ["Name & Name & Mail", ["Name", "Mail"]],
    ['"Name"', []],
    ["`Job Title`", ["Job Title"]],
    ['Kind = "x" ? Name : Mail', ["Kind", "Name", "Mail"]],
    ["$uppercase(Name)", ["Name"]],
    ["$not(Kind in [A, B])", ["Kind", "A", "B"]],
    ['($x := Name; $x & "y")', ["Name"]],
    ['{"a": Name}', ["Name"]],
    ["(Name).Inner", ["Name"]],
    ["Name.Inner", ["Name"]],
    ["$map([A], function($v) { $v & B })", ["A", "B"]],
    ['Name ~> $contains("x")', ["Name"]],
    ["-Amount", ["Amount"]],
    ["$.Name", ["Name"]],
    ["$$.Name.Inner", ["Name"]],
    ["Name.Kind", ["Name"]],
    ['Name[Kind = "x"]', ["Name"]],
    ["Name[$$.Kind = $]", ["Name", "Kind"]],
    ["[A, B].($ & $$.Kind)", ["A", "B", "Kind"]],
    ["Name{Kind: Mail}", ["Name"]],
    ["(function($x) { $x & Kind })(Name)", ["Name", "Kind"]],
    ["Name ~> $trim()", ["Name"]],
    ["Name.$trim()", ["Name"]],
    ['$lookup({"a": "b"}, Name)', ["Name"]],
    ["$now() & Name", ["Name"]],
  ])("%s reads the columns %j, and no others", (text, columns) => {
    const { columns: found, isOfRow } = read(text);
    expect([...found].sort()).toEqual([...columns].sort());
    expect(isOfRow).toBe(false);
  });

  it.each([
    "$",
    "$$",
    '$lookup($, "Job Title")',
    '$exists($[Name = "x"].Mail)',
    '[A][$ = $lookup($$, "B")]',
    "$.*",
    "$.(Name & Mail)",
    "$^(Name).Mail",
    "*",
    "**",
    "A.%.B",
    "A@$a.B",
    "$map([A], function($a) { $lookup($, $a) })",
    "$keys()",
    "Name = $keys()",
    "[A] ~> $map($lookup(?))",
    '$lookup("Job Title")',
    '$sift(function($v) { $v = "x" })',
    "$map([A], function($a) { $lookup($a) })",
    '"Job Title" ~> $lookup()',
  ])("%s reads the row as a whole", (text) => {
    expect(read(text).isOfRow).toBe(true);
  });

  it("reads columns however deep they stand in it", async () => {
    for (const depth of [240, 260, 480]) {
      const nested = read(`${"(".repeat(depth)}Name${")".repeat(depth)}`);
      expect(nested.columns).toEqual(["Name"]);
      expect(await nested.evaluate({ Name: "Ada" })).toBe("Ada");
    }
    expect(expressionOf(`${"(".repeat(50_000)}Name${")".repeat(50_000)}`)).toMatch(/^the expression can't be read: ./);
  });

  it("says what it saw where it fails, of the columns that it reads and no others, up to five", async () => {
    const said = async (text: string, row: Readonly<Record<string, string>>) =>
      outcome(text, row).then(
        () => expect.fail("nothing failed"),
        (error: unknown) => {
          expect(error).toBeInstanceOf(TypeError);
          return (error as Error).message;
        },
      );
    expect(await said("$number(Name)", { Name: "Ada", Mail: "ada@example.com" })).toBe(
      'Unable to cast value to a number: "Ada"; it saw Name "Ada"',
    );
    expect(await said("$number(Name & Gone)", { Name: "Ada" })).toMatch(/; it saw Name "Ada", Gone null$/);
    expect(await said('$number("x")', { Name: "Ada" })).toMatch(/; it saw no column$/);
    const six = await said("$number(A & B & C & D & E & F)", { A: "1", B: "2", C: "3", D: "4", E: "5", F: "x" });
    expect(six).toMatch(/; it saw A "1", B "2", C "3", D "4", E "5"$/);
    expect(await said("function($x) { $x }", {})).toContain("the result is a function");
    expect(await said('{"a": [$sum]}', {})).toContain("the result is a function");
  });

  it("has an outcome for each row, and the same again for the same cells", async () => {
    const name = read("Name & Kind");
    for (let i = 0; i < 2; i++) {
      expect(await name.evaluate({ Name: "Ada", Kind: "x" })).toBe("Adax");
      expect(await name.evaluate({ Name: "Bob", Kind: "x" })).toBe("Bobx");
    }
    const fails = read("$number(Name)");
    for (let i = 0; i < 2; i++) await expect(fails.evaluate({ Name: "Ada" })).rejects.toThrow(TypeError);
  });

  it("gives no two people one list or map between them", async () => {
    const [list, map] = [read("[A]"), read('{"a": A}')];
    for (const expression of [list, map]) {
      const [one, other] = [await expression.evaluate({ A: "x" }), await expression.evaluate({ A: "x" })];
      expect(one).toEqual(other);
      expect(one).not.toBe(other);
    }
  });

  it.each(["$random()", "$string($random())", "$shuffle([1, 2, 3])[0] & $random()", '$eval("$random()")'])(
    "that depends on more than the row is asked each time: %s",
    async (text) => {
      const expression = read(text);
      expect(await expression.evaluate({})).not.toEqual(await expression.evaluate({}));
    },
  );

  it("that would never end is stopped", async () => {
    await expect(outcome("($f := function($x) { 1 + $f($x) }; $f(1))")).rejects.toThrow(TypeError);
    await expect(outcome("[1..200000]")).rejects.toThrow(TypeError);
  });
});

describe("an expression in a text", () => {
  const opened = (inner: string): string => `${"$"}{{${inner}}}`;
  it.each<[what: string, text: string, expected: unknown]>([
    ["is found as a whole", opened(" Name "), { expression: "Name" }],
    ["is found with blanks around", `  ${opened("Name")}\n`, { expression: "Name" }],
    ["may have several lines, and braces", opened('\n {"a": {"b": A}}\n'), { expression: '{"a": {"b": A}}' }],
    ["is none in a plain text", "Name", undefined],
    ["is none in a text with braces", "{{ Name }}", undefined],
  ])("%s", (_, text, expected) => {
    expect(embedded(text)).toEqual(expected);
  });

  it.each([
    ["a text before it", `x ${opened("Name")}`],
    ["a text behind it", `${opened("Name")} x`],
    ["two of them", `${opened("A")}${opened("B")}`],
    ["half of one", `${"$"}{{ Name`],
  ])("is refused with %s", (_, text) => {
    expect(embedded(text)).toEqual({ problem: expect.stringContaining("must be one expression as a whole") });
  });
});
