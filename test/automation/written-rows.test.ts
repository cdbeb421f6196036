import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readYaml } from "../../automation/common/yaml-file";
import { Cells } from "../../automation/roster/cells/cells";
import { readTableRoster } from "../../automation/roster/file/read-roster";
import type { Addition } from "../../automation/roster/import/addition";
import { type Row, rowsFor } from "../../automation/roster/import/rows";
import { csvOf } from "../../automation/roster/import/write-csv";
import { addToYaml, yamlOf } from "../../automation/roster/import/write-yaml";
import { sameValue } from "../../provider/core/model/value";

const folder = mkdtempSync(join(tmpdir(), "roster-rows-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What spreadsheets run: a sign at a cell's beginning, whatever separator they take, blanks and quotes aside. */
const RUNS = /^[\s\p{Z}"]*[=+\-@＝＋－＠]|^[\t\r]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
const STEERS = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u;

function expectHarmless(csv: string, lineEnd = "\n"): void {
  expect(csv.replaceAll(lineEnd, "\n")).not.toMatch(STEERS);
  const cells = parse(csv, { bom: true }).flat();
  expect(cells.filter((cell) => RUNS.test(cell))).toEqual([]);
  // Whoever splits without regard to quotation marks.
  for (const separator of [",", ";", "|"]) {
    expect(
      csv
        .split("\n")
        .flatMap((line) => line.split(separator))
        .filter((cell) => RUNS.test(cell)),
    ).toEqual([]);
  }
}

const NASTY = [
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  " =1",
  '"=1',
  "'=1",
  "''=1",
  "＝1",
  "＋49",
  "a;=1+1",
  "a,=1",
  "a\n=1",
  "a|=1",
  "'t Hart",
  "'",
  "''",
  "'\"",
  "'[",
  '\'"x"',
  "+49 30 1234",
  "null",
  "[]",
  "",
  " ",
  "a|b",
  "|",
  "a | b",
  "O'Brien",
  '"x"',
  "\u001b[31mred",
  "\u009b31m",
  "\u202eevil",
  "a\u200bb",
  "\ufeffa",
  "a\r\nb",
  "a\nb",
  "é",
  "true",
  "1",
  "`",
  "{}",
  "=",
  "-",
  "—",
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(..."=+-@'\"|,; \t\r\n[]{}ax\\＝".split("")), maxLength: 8 }),
);

const readCsv = async (path: string) => (await readTableRoster(path, { now: new Date() })).people;

describe("a cell that an import writes", () => {
  test.each([
    ["adobe", ["profile"], text],
    ["adobe", ["fields", "Department"], fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }))],
    ["adobe", ["roles"], fc.array(text, { maxLength: 3 })],
    ["netex", ["enabled"], fc.boolean()],
    ["scim", ["emails"], fc.array(fc.record({ value: text, type: text, primary: fc.boolean() }), { maxLength: 2 })],
    ["scim", ["name"], fc.dictionary(text, text)],
  ] as const)("for %s %j is read as the same value and is run by no spreadsheet", (platform, path, values) => {
    const cells = new Cells();
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, (value) => {
        const cell = cells.write(platform, path, value);
        expect(sameValue(cells.read(platform, path, cell), value)).toBe(true);
        for (const part of ["", ...cell.split(/[,;|\n]/)]) expect(part).not.toMatch(RUNS);
        expect(cell).not.toMatch(STEERS);
      }),
      { numRuns: 500 },
    );
  });

  test.each(["+49 30 1234", "-", "@ada", "'t Hart", "O'Brien", "'", "'\"", "'[x", "=x", "“x”"])(
    "is no form that changes what people write themselves: %s",
    (written) => {
      expect(new Cells().read("adobe", ["profile"], written)).toBe(written);
    },
  );

  test("stays readable where an apostrophe will do", () => {
    const cells = new Cells();
    expect(cells.write("adobe", ["profile"], "+49 30 1234")).toBe("'+49 30 1234");
    expect(cells.write("adobe", ["profile"], "O'Brien, 't Hart")).toBe("O'Brien, 't Hart");
    expect(cells.write("adobe", ["roles"], ["Author", "Learner"])).toBe("Author|Learner");
  });
});

const row: fc.Arbitrary<Row> = fc
  .record({
    key: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
    common: fc.dictionary(fc.constantFrom("given", "family", "name", "email", "username", "manager"), text),
    profile: text,
    roles: fc.array(text, { maxLength: 2 }),
    fields: fc.dictionary(text, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 2 }))),
    name: fc.dictionary(fc.constantFrom("givenName", "familyName"), text),
    emails: fc.array(fc.record({ value: text, primary: fc.boolean() }), { maxLength: 2 }),
  })
  .map(({ key, common, profile, roles, fields, name, emails }) => ({
    key,
    person: { ...common, adobe: { profile, roles, fields, adopt: "identical" }, scim: { name, emails } },
    ids: { adobe: "1", scim: "2" },
  }));
const rows = fc.uniqueArray(row, { selector: ({ key }) => key, minLength: 1, maxLength: 3 });

describe("rows that an import writes in CSV", () => {
  test("are read as the same people, and hold nothing that runs", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (people) => {
        const { text, left } = csvOf(people, []);
        expect(left).toEqual([]);
        expectHarmless(text);
        const read = await readCsv(file("roster.csv", text));
        expect([...read.keys()]).toEqual(people.map(({ key }) => key));
        for (const { key, person } of people) expect(sameValue(read.get(key)?.values, person)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("come below those of a file, whose mark, separator, line ends, quotes and cells stay", async () => {
    const before =
      '\uFEFFkey;platforms;given;family;email;adobe.profile\r\nzoë;adobe;Zoë;Müller;zoe@example.com;"Author; lead"\r\n"bo";adobe;"Bo";Noyce;bo@example.com;+49 30\r\n';
    const path = file("roster.csv", before);
    const taken: Addition = { key: "bo", platform: "adobe", values: { adopt: "identical" } };
    const person = { given: "=1", family: "Okafor", email: "cleo@example.com", adobe: { profile: "+1; x" } };
    const { text } = csvOf([{ key: "cleo", person, ids: {} }], [taken], path);
    expect(text.split("\r\n")).toEqual([
      "\uFEFFkey;platforms;given;family;email;adobe.profile;adobe.adopt",
      'zoë;adobe;Zoë;Müller;zoe@example.com;"Author; lead";',
      '"bo";adobe;"Bo";Noyce;bo@example.com;+49 30;identical',
      "cleo;adobe;'=1;Okafor;cleo@example.com;\"'+1; x\";",
      "",
    ]);
    const read = await readCsv(file("roster.csv", text));
    expect(sameValue(read.get("cleo")?.values, person)).toBe(true);
    expect(read.get("bo")?.values).toMatchObject({ given: "Bo", adobe: { profile: "+49 30", adopt: "identical" } });
  });

  test("change a cell that is there in its own row alone", () => {
    const path = file(
      "roster.csv",
      'key,platforms,email,adobe.adopt\n"a",adobe,a@example.com,\nb,adobe,"b@example.com",\n',
    );
    const { text } = csvOf([], [{ key: "b", platform: "adobe", values: { adopt: "identical" } }], path);
    expect(text).toBe('key,platforms,email,adobe.adopt\n"a",adobe,a@example.com,\nb,adobe,b@example.com,identical\n');
  });

  test("hold an account of SCIM with addresses, telephone numbers and a department that is called null", async () => {
    const user = {
      id: "1",
      active: true,
      attributes: {
        userName: "ivy.okafor",
        name: { givenName: "Ivy", familyName: "Okafor" },
        emails: [
          { value: "ivy@example.com", primary: true, type: "work" },
          { value: "ivy.home@example.com", type: "home" },
        ],
        phoneNumbers: [{ value: "+49 30 1234", type: "work" }],
        addresses: [{ streetAddress: "1 Main St", locality: "Berlin", type: "work" }],
        enterprise: { department: "null" },
      },
      sets: {},
      references: {},
      info: {},
    };
    const { rows } = rowsFor([{ platform: "scim", user }], new Map(), new Set());
    const { text, left } = csvOf(rows, []);
    expect(left).toEqual([]);
    const [one] = rows;
    expect(sameValue((await readCsv(file("roster.csv", text))).get("ivy")?.values, one?.person)).toBe(true);
  });
});

describe("rows that an import writes in YAML", () => {
  test("are read as the same people, with controls as escapes", () => {
    fc.assert(
      fc.property(rows, (people) => {
        const text = yamlOf(people);
        expect(text).not.toMatch(STEERS);
        const { content } = readYaml(file("roster.yaml", text), "roster-file");
        expect(content).toEqual({ people: Object.fromEntries(people.map(({ key, person }) => [key, person])) });
      }),
      { numRuns: 60 },
    );
  });

  const take = (key: string): Addition => ({ key, platform: "adobe", values: { adopt: "identical" } });

  test("find the entry of a key that is a number, and keep what an alias or a merge says", () => {
    const path = file(
      "roster.yaml",
      "people:\n  1001: { given: Bo, adobe: { profile: Engineer } }\n  a: &a { given: A, adobe: &p { profile: Author } }\n  b: { given: B, adobe: *p }\n  c: { <<: *a, given: C }\n  d: { given: D, adobe: }\n",
    );
    const text = addToYaml(path, [], [take("1001"), take("b"), take("c"), take("d")]);
    const { content } = readYaml(file("roster.yaml", text), "roster-file");
    expect(content).toEqual({
      people: {
        1001: { given: "Bo", adobe: { profile: "Engineer", adopt: "identical" } },
        a: { given: "A", adobe: { profile: "Author" } },
        b: { given: "B", adobe: { profile: "Author", adopt: "identical" } },
        c: { given: "C", adobe: { profile: "Author", adopt: "identical" } },
        d: { given: "D", adobe: { adopt: "identical" } },
      },
    });
  });

  test("keep comments, line ends and the byte-order mark of the file", () => {
    const path = file("roster.yaml", "\uFEFF# who\r\npeople:\r\n  a: { given: A, adobe: {} } # here\r\n");
    const text = addToYaml(path, [{ key: "b", person: { given: "B", adobe: {} }, ids: {} }], []);
    expect(text).toBe(
      "\uFEFF# who\r\npeople:\r\n  a: { given: A, adobe: {} } # here\r\n  b:\r\n    given: B\r\n    adobe: {}\r\n",
    );
  });
});
