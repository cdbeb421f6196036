import { describe, expect, test } from "vitest";
import { folderOfFiles, problemsOf } from "./files";

const folder = folderOfFiles();

const HEADER = "ID,First,Last,Mail,Boss,From,Roles,Extra";
const GRACE = "1,Grace,Hopper,grace@example.com,,,,";

/** The problems of a source with these rows, whose columns have names of their own. */
async function problems(rows: readonly string[], more = "", columns = ""): Promise<readonly string[]> {
  folder.write("people.csv", `${[HEADER, GRACE, ...rows].join("\n")}\n`);
  const mapping = `key: ID, given: First, family: Last, email: Mail, manager: Boss, starts: From, adobe.roles: Roles${columns}`;
  const source = `{ file: people.csv, columns: { ${mapping} }, values: { platforms: adobe } }`;
  return problemsOf(folder.write("roster.yaml", `sources: { staff: ${source} }\n${more}`), "2026-12-01");
}

describe("a problem of a row says the file, the row and the column", () => {
  test.each([
    ["no key", ",Ada,Byron,ada@example.com,,,,", "column ID"],
    ["a key that is there twice", "1,Ada,Byron,ada@example.com,,,,", "column ID"],
    ["a key that a spreadsheet has spoilt", "1.23457E+11,Ada,Byron,ada@example.com,,,,", "column ID"],
    ["a key with what nobody sees", "2\u200B,Ada,Byron,ada@example.com,,,,", "column ID"],
    ["a key that stands for something else", "id:2,Ada,Byron,ada@example.com,,,,", "column ID"],
    ["no address", "2,Ada,Byron,,,,,", "column Mail"],
    ["no address that is one", "2,Ada,Byron,ada,,,,", "column Mail"],
    ["an address with what nobody sees", "2,Ada,Byron,ada\u200B@example.com,,,,", "column Mail"],
    ["an address that is there twice", "2,Ada,Byron,Grace@example.com,,,,", "column Mail"],
    ["an error instead of an address", "2,Ada,Byron,#N/A,,,,", "column Mail"],
    ["no name, which is made of two columns", "2,,,ada@example.com,,,,", "column First"],
    ["an empty list", "2,Ada,Byron,ada@example.com,,,|,", "column Roles"],
    ["a comma in a list", '2,Ada,Byron,ada@example.com,,,"Learner, Author",', "column Roles"],
    ["no day", "2,Ada,Byron,ada@example.com,,31/12/2026,,", "column From"],
    ["a manager who is nobody", "2,Ada,Byron,ada@example.com,9,,,", "column Boss"],
    ["a circle of managers", "2,Ada,Byron,ada@example.com,2,,,", "column Boss"],
  ])("%s", async (_, row, column) => {
    const [first, ...others] = await problems([row]);
    expect(others).toEqual([]);
    expect(first).toMatch(new RegExp(`^staff:3, ${column}: `));
  });

  test("or the rule that gave the value, with the row", async () => {
    const rule = "rules: [{ when: 'Extra = \"x\"', adobe: { email: ada } }]\n";
    expect(await problems(["2,Ada,Byron,ada@example.com,,,,x"], rule)).toEqual([
      expect.stringMatching(/^staff:3, roster\.yaml:2:\d+, rules\[0\]: 2\.adobe\.email: must be an e-mail address/),
    ]);
  });

  test("or the column and the rule, where a rule adds to what the column has", async () => {
    const rule = "rules: [{ when: 'Extra = \"x\"', adobe: { roles: [''] } }]\n";
    expect(await problems(["2,Ada,Byron,ada@example.com,,,Author,x"], rule)).toEqual([
      expect.stringMatching(/^staff:3, column Roles, roster\.yaml:2:\d+, rules\[0\]: 2\.adobe\.roles\[0\]: /),
    ]);
  });

  test("or the expression of a rule, with what it saw", async () => {
    const rule = "rules: [{ when: '$number(Extra) > 1', adobe: {} }]\n";
    expect(await problems(["2,Ada,Byron,ada@example.com,,,,x"], rule)).toContainEqual(
      expect.stringMatching(/^staff:3, rules\[0\]\.when: .*it saw Extra "x"/),
    );
  });

  test("or that a row has slipped, by the numbers of its cells", async () => {
    expect(await problems(["2,Ada,Byron"])).toEqual([
      "staff:3: the row has another number of cells than the header has names: 3 and 8",
    ]);
  });

  test("a default that is wrong is said once, at its own place", async () => {
    const defaults = "defaults: { adobe: { roles: Author } }\n";
    expect(await problems(["2,Ada,Byron,ada@example.com,,,,"], defaults)).toEqual([
      expect.stringMatching(/^roster\.yaml:2:\d+, defaults: defaults\.adobe\.roles: /),
    ]);
  });
});

/** Those that want more than a sign-in name, which is the key where nobody says it. */
const DEMANDING = ["adobe", "nerm", "netex"] as const;

test.each(DEMANDING)("what %s requires and no column is for says which attribute has none", async (platform) => {
  folder.write("people.csv", "ID,Extra\n1,a\n2,b\n");
  const source = `{ file: people.csv, columns: { key: ID }, values: { platforms: ${platform} } }`;
  const lines = await problemsOf(folder.write("roster.yaml", `sources: { staff: ${source} }\n`));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^staff: [\w.]+: is required.*; no column is for it$/);
  expect(new Set(lines).size).toBe(lines.length);
});

test.each(DEMANDING)("what %s requires and a row leaves empty names the column", async (platform) => {
  const path = folder.write("roster.csv", `key,platforms,given,family,email,username\n1,${platform},,,,\n`);
  const lines = (await problemsOf(path)).filter((line) => !line.endsWith("; no column is for it"));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^roster\.csv:2, column (given|family|email): 1\.\w+: is required/);
});
