import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RosterFileError } from "../../examples/acme/cells";
import { type Person, readPeople } from "../../examples/acme/people";

const folder = mkdtempSync(join(tmpdir(), "roster-people-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADER = "key,given,family,email,manager,platforms,adobe.bio,adobe.roles,adobe.fields.Skills,netex.enabled";
const ANA = "ana,Ana,Sousa,ana@example.com,,adobe,,,,";
const BEN = "ben,Ben,Okoro,ben@example.com,ana,adobe|netex,,,,";

function read(content: string | Buffer): readonly Person[] {
  const path = join(folder, "people.csv");
  writeFileSync(path, content);
  return readPeople(path);
}

function readRows(...rows: string[]): readonly Person[] {
  return read([HEADER, ...rows, ""].join("\n"));
}

/** One person whose last four cells are these. */
function readCells(cells: string): Person["attributes"] {
  const [person] = readRows(`ana,Ana,Sousa,ana@example.com,,adobe|netex,${cells}`);
  if (!person) throw new Error("nobody was read");
  return person.attributes;
}

function refusal(attempt: () => unknown): RosterFileError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof RosterFileError) return error;
    throw error;
  }
  throw new Error("the file was taken");
}

describe("a roster file", () => {
  it.each([
    ["with commas", `${HEADER}\n${ANA}\n${BEN}\n`],
    ["with semicolons", `${HEADER}\n${ANA}\n${BEN}\n`.replaceAll(",", ";")],
    ["with a byte-order mark", `\uFEFF${HEADER}\n${ANA}\n${BEN}\n`],
    ["with the line ends of Windows and no last one", `${HEADER}\r\n${ANA}\r\n${BEN}`],
    ["with empty lines and spaces around cells", `${HEADER}\n\n${ANA.replaceAll(",", " , ")}\n\n${BEN}\n\n`],
  ])("is read %s", (_name, content) => {
    expect(read(content)).toEqual([
      {
        key: "ana",
        given: "Ana",
        family: "Sousa",
        email: "ana@example.com",
        manager: undefined,
        platforms: ["adobe"],
        attributes: { adobe: {}, netex: {}, nerm: {} },
      },
      expect.objectContaining({ key: "ben", manager: "ana", platforms: ["adobe", "netex"] }),
    ]);
  });

  it("puts managers before their reports, in whatever order they stand", () => {
    const people = readRows("cem,Cem,Kaya,cem@example.com,ben,adobe,,,,", BEN, ANA);
    expect(people.map(({ key }) => key)).toEqual(["ana", "ben", "cem"]);
  });

  it("takes one name typed in two ways, composed or not, for the same", () => {
    const [person] = readRows("ana,Ana,Nu\u0301n\u0303ez,ana@example.com,,adobe,,,,");
    expect(person?.family).toBe("N\u00fa\u00f1ez");
  });
});

describe("a cell", () => {
  it("that is empty leaves its attribute unmanaged", () => {
    expect(readCells(",,,")).toEqual({ adobe: {}, netex: {}, nerm: {} });
  });

  it("that says null empties its attribute", () => {
    expect(readCells("null,,null,").adobe).toEqual({ bio: null, fields: { Skills: null } });
  });

  it("that says [] empties a list, and is a text where there is no list", () => {
    expect(readCells("[],[],[],").adobe).toEqual({ bio: "[]", roles: [], fields: { Skills: [] } });
  });

  it("lists several values with a bar, and roles are a list in any case", () => {
    expect(readCells(",Author, Cloud | Security ,").adobe).toEqual({
      roles: ["Author"],
      fields: { Skills: ["Cloud", "Security"] },
    });
  });

  it("holds true or false where the attribute is one", () => {
    expect(readCells(",,,false").netex).toEqual({ enabled: false });
  });

  it("may hold line breaks, commas and quotation marks, in quotation marks", () => {
    expect(readCells('"Reads, and\n""writes"".",,,').adobe).toEqual({ bio: 'Reads, and\n"writes".' });
  });

  it("that says null for the manager means nobody", () => {
    expect(readRows("ana,Ana,Sousa,ana@example.com,null,adobe,,,,")[0]?.manager).toBeNull();
  });
});

describe("what is wrong is named by file, line and column:", () => {
  it.each<[string, readonly string[], number, string, RegExp]>([
    ["a row with too few cells", [ANA, "ben,Ben,Okoro"], 3, "email", /as many cells/],
    ["a row with too many cells", [ANA, `${BEN},x`], 3, "netex.enabled", /as many cells/],
    ["an unclosed quotation mark", [ANA, `ben,"Ben,Okoro,b@example.com,,adobe,,,,`, ANA], 3, "given", /not closed/],
    ["a quotation mark inside a cell", [ANA, `ben,B"en,Okoro,b@example.com,,adobe,,,,`], 3, "given", /quotation mark/],
    [
      "a row after one with line breaks",
      ['a,A,B,a@example.com,,adobe,"x\ny",,,', ",A,B,c@d.ee,,adobe,,,,"],
      4,
      "key",
      /empty/,
    ],
    ["an empty key", [",Ana,Sousa,ana@example.com,,adobe,,,,"], 2, "key", /must not be empty/],
    ["an empty name", ["ana,Ana,,ana@example.com,,adobe,,,,"], 2, "family", /must not be empty/],
    ["no address", ["ana,Ana,Sousa,ana at example.com,,adobe,,,,"], 2, "email", /not an e-mail address/],
    [
      "an unknown platform",
      ["ana,Ana,Sousa,ana@example.com,,adobe|moodle,,,,"],
      2,
      "platforms",
      /"moodle".*adobe, netex, nerm/,
    ],
    ["a duplicate key", [ANA, "ana,Anna,Sosa,anna@example.com,,adobe,,,,"], 3, "key", /line 2/],
    ["a key in another case", [ANA, "ANA,Anna,Sosa,anna@example.com,,adobe,,,,"], 3, "key", /line 2/],
    ["an address in another case", [ANA, "anna,Anna,Sosa,ANA@Example.com,,adobe,,,,"], 3, "email", /line 2/],
    ["an unknown manager", [ANA, BEN.replace("ana", "zoe")], 3, "manager", /"zoe" is nobody's key/],
    ["a person who manages themselves", [ANA.replace("com,,", "com,ana,")], 2, "manager", /circle: lines 2 -> 2/],
    ["a circle of managers", [ANA.replace("com,,", "com,ben,"), BEN], 2, "manager", /circle: lines 2 -> 3 -> 2/],
    ["neither true nor false", ["ana,Ana,Sousa,ana@example.com,,adobe,,,,yes"], 2, "netex.enabled", /true or false/],
    ["an empty item of a list", ["ana,Ana,Sousa,ana@example.com,,adobe,,Author|,,"], 2, "adobe.roles", /empty item/],
    ["nobody at all", [], 1, "key", /nobody in the file/],
  ])("%s", (_name, rows, line, column, problem) => {
    const error = refusal(() => readRows(...rows));
    expect(error).toMatchObject({ file: "people.csv", line, column });
    expect(error.message).toMatch(new RegExp(`^people\\.csv, line ${line}, column ${column}: `));
    expect(error.message).toMatch(problem);
  });

  it.each<[string, string, string, RegExp]>([
    ["an unknown column", HEADER.replace("adobe.bio", "moodle.bio"), "moodle.bio", /adobe\., netex\., nerm\./],
    ["a column that is there twice", HEADER.replace("adobe.roles", "adobe.bio"), "adobe.bio", /there twice/],
    ["a missing column", HEADER.replace("family,", ""), "family", /is missing/],
  ])("%s", (_name, header, column, problem) => {
    const error = refusal(() => read(`${header}\n`));
    expect(error).toMatchObject({ file: "people.csv", line: 1, column });
    expect(error.message).toMatch(problem);
  });

  it("an empty file", () => {
    expect(refusal(() => read(""))).toMatchObject({ file: "people.csv", line: 1 });
  });

  it("a file in another encoding than UTF-8, at its first wrong line", () => {
    const latin = Buffer.from(`${HEADER}\n${ANA}\n${BEN.replace("Ben", "Zoé")}\n`, "latin1");
    expect(refusal(() => read(latin))).toMatchObject({ line: 3, message: expect.stringContaining("UTF-8") });
  });
});

it("no complaint holds another person's data, nor more than the wrong cell of its own", () => {
  const others = [
    "cem,Cem,Kaya,cem.kaya@example.com,,adobe,Likes rowing,Author,Sailing,",
    "dov,Dov,Levi,dov.levi@example.com,cem,adobe,,,,",
  ];
  const broken = [
    "eva,Eva",
    'eva,"Eva,Berg,eva.berg@example.com,,adobe,,,,',
    "eva,Eva,Berg,eva.berg.example.com,,adobe,,,,",
    "eva,Eva,Berg,DOV.LEVI@example.com,,adobe,,,,",
    "dov,Eva,Berg,eva.berg@example.com,,adobe,,,,",
    "eva,Eva,Berg,eva.berg@example.com,eva,adobe,,,,",
    "eva,Eva,Berg,eva.berg@example.com,,adobe,,,,perhaps",
  ];
  const texts = [...others, "eva,Eva,Berg,eva.berg@example.com"].flatMap((row) => row.split(","));
  const hidden = texts.filter((text) => text.length > 2 && text !== "adobe" && text !== "eva");
  for (const row of broken) {
    const { message, stack } = refusal(() => readRows(...others, row));
    for (const text of hidden) expect(`${message} ${stack}`).not.toContain(text);
  }
});
