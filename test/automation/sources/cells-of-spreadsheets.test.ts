import { describe, expect, test } from "vitest";
import { readRoster } from "../../../automation/roster/file/read-roster";
import { accountsOf, folderOfFiles, problemsOf } from "./files";

const folder = folderOfFiles();
const HEAD = "key,platforms,given,family,email";
const ADA = "e1,adobe,Ada,Byron,ada@example.com";
const plain = { email: "ada@example.com", name: "Ada Byron" };

async function adobeOf(text: string | Uint8Array, name = "people.csv"): Promise<unknown> {
  return accountsOf(await readRoster(folder.write(name, text)), "adobe");
}

describe("a roster as a spreadsheet writes it", () => {
  test.each<[what: string, text: string | Uint8Array]>([
    ["with empty rows", `${HEAD}\n${ADA}\n,,,,\n,,,,\n`],
    ["with lines of blanks", `\n${HEAD}\n${ADA}\n   \n\t\n`],
    ["with empty columns", `${HEAD},,,\n${ADA},,,\n,,,,,,,\n`],
    ["with a line for its separator", `sep=;\r\n${HEAD.replaceAll(",", ";")}\r\n${ADA.replaceAll(",", ";")}\r\n`],
    ["with a byte-order mark and such a line", `\uFEFFsep=,\n${HEAD}\n${ADA}\n`],
    ["with tabs", `${HEAD}\n${ADA}\n`.replaceAll(",", "\t")],
    ["as Unicode text in UTF-16", Buffer.from(`\uFEFF${HEAD}\n${ADA}\n`.replaceAll(",", "\t"), "utf16le")],
    ["with other spellings of names", `KEY,Plat_Forms,Given ,fam-ily,E-mail\n${ADA}\n`],
    ["with a platform in capitals", `${HEAD}\n${ADA.replace("adobe", " Adobe ")}\n`],
  ])("is read %s", async (_, text) => {
    expect(await adobeOf(text)).toEqual({ e1: plain });
  });

  test.each<[what: string, column: string, cell: string, value: unknown]>([
    ["TRUE", "adobe.EnrollOnClick", "TRUE", { enrollOnClick: true }],
    ["False", "adobe.enroll_on_click", "False", { enrollOnClick: false }],
    ["an option that is true", "adobe.adopt", "TRUE", { adopt: true }],
    ["a sign with blanks in a text", "adobe.profile", "R&D | Labs", { profile: "R&D | Labs" }],
    ["the same where a list may be", "adobe.fields.Team", "R&D | Labs", { fields: { Team: "R&D | Labs" } }],
    ["a list", "adobe.fields.Team", "R&D|Labs", { fields: { Team: ["R&D", "Labs"] } }],
    ["an escaped sign", "adobe.fields.Team", "R&D\\|Labs", { fields: { Team: "R&D|Labs" } }],
    ["an escaped sign in a list", "adobe.roles", "a\\|b|c", { roles: ["a|b", "c"] }],
    [
      "separators in a name",
      '"adobe.fields.Dept; Region; Site; Unit"',
      "X",
      { fields: { "Dept; Region; Site; Unit": "X" } },
    ],
    ["a sum, which is no artefact", "adobe.profile", "E+5", { profile: "E+5" }],
  ])("holds %s", async (_, column, cell, value) => {
    expect(await adobeOf(`${HEAD},${column}\n${ADA},${cell}\n`)).toEqual({ e1: { ...plain, ...(value as object) } });
  });

  test.each<[what: string, column: "key" | "given" | "username" | "adobe.profile", cell: string, reason: string]>([
    ["an error in a key", "key", "#REF!", "people.csv:2, column key: is the error #REF!"],
    ["an error in a name", "given", "#N/A", "people.csv:2, column given: is the error #N/A"],
    ["an error elsewhere", "adobe.profile", "#NAME?", "people.csv:2, column adobe.profile: is the error #NAME?"],
    ["number signs", "adobe.profile", "####", "too narrow"],
    ["a text as a formula", "key", '"=""00123"""', "column key: is a formula for a text"],
    ["a text as a formula elsewhere", "adobe.profile", '"=""00123"""', "column adobe.profile: is a formula for a text"],
    ["lost digits in a key", "key", "1.23457E+11", "column key: is a number in scientific notation"],
    ["lost digits with a comma", "username", '"1,23457E+11"', "column username: is a number in scientific notation"],
    ["few lost digits", "adobe.profile", "2.34E+5", "column adobe.profile: is a number in scientific notation"],
    ["an apostrophe before a number", "key", "'00124", "column key: begins with the apostrophe"],
  ])("is refused for %s, by what it is", async (_, column, cell, reason) => {
    const cells: Record<string, string> = {
      key: "e1",
      given: "Ada",
      username: "ada",
      "adobe.profile": "Author",
      [column]: cell,
    };
    const { key, given, username, "adobe.profile": profile } = cells;
    const text = `key,platforms,given,family,email,username,adobe.profile\n${key},adobe,${given},Byron,ada@example.com,${username},${profile}\n`;
    expect((await problemsOf(folder.write("people.csv", text))).join("\n")).toContain(reason);
  });

  test.each<[what: string, cells: { key?: string; email?: string; username?: string }]>([
    ["key", { key: "e\u200B1" }],
    ["email", { email: "\u200Bada@example.com" }],
    ["username", { username: "ada\u200Bb" }],
  ])("is refused for what can't be seen in the %s, once and by its name", async (column, cells) => {
    const { key = "e1", email = "ada@example.com", username = "ada" } = cells;
    const row = `${key},adobe|nerm|scim|keycloak,Ada,Byron,${email},${username}`;
    const problems = await problemsOf(folder.write("people.csv", `${HEAD},username\n${row}\n`));
    expect(problems).toEqual([expect.stringContaining(`column ${column}: `)]);
    expect(problems[0]).toContain("U+200B, zero width space");
  });

  test("has one telephone number as a text, and several between signs", async () => {
    const text = `${HEAD},scim.phoneNumbers\ne1,scim,Ada,Byron,ada@example.com,+49 30 1234\ne2,scim,Bo,Noyce,bo@example.com,1|2\n`;
    const { people } = await readRoster(folder.write("people.csv", text));
    expect(people.get("e1")?.accounts.scim?.["phoneNumbers"]).toEqual([{ value: "+49 30 1234" }]);
    expect(people.get("e2")?.accounts.scim?.["phoneNumbers"]).toEqual([{ value: "1" }, { value: "2" }]);
  });

  test("has managers by address or sign-in name, and says of others whose they are not", async () => {
    const rows = [
      "e1,adobe,Grace,Hopper,grace@example.com,ghopper,",
      "e2,adobe,Ada,Byron,ada@example.com,,GRACE@example.com",
      "e3,adobe,Bo,Noyce,bo@example.com,,ghopper",
    ];
    const head = `${HEAD},username,manager\n`;
    const { people } = await readRoster(folder.write("people.csv", `${head}${rows.join("\n")}\n`));
    expect([...people.values()].map(({ manager }) => manager)).toEqual([undefined, "e1", "e1"]);
    const wrong = [...rows, "e4,adobe,Cleo,Okafor,cleo@example.com,,nobody@example.com"].join("\n");
    expect(await problemsOf(folder.write("people.csv", `${head}${wrong}\n`))).toEqual([
      expect.stringMatching(/people\.csv:5, column manager: e4\.manager: "nobody@example\.com" is nobody's key/),
    ]);
  });

  test.each<[what: string, head: string, reason: string]>([
    [
      "a slip in a common name",
      "key,platforms,emial",
      "people.csv:1, column emial: is none of the known names; did you mean email?",
    ],
    [
      "a slip in a platform",
      "key,platforms,abode.profile",
      "column abode.profile: is none of the known names; did you mean adobe?",
    ],
    ["a slip in an attribute", "key,platforms,adobe.porfile", "is no attribute of adobe; did you mean adobe.profile?"],
    ["a map's entry without the map", "key,platforms,scim.givenName", "did you mean scim.name.givenName?"],
    ["a name with another spelling twice", "key,platforms,Given,given", "people.csv:1, column given: is there twice"],
  ])("is refused for %s, with what is meant perhaps", async (_, head, reason) => {
    expect((await problemsOf(folder.write("people.csv", `${head}\n`))).join("\n")).toContain(reason);
  });

  test("lists a problem of each row, at most fifty, and counts the others", async () => {
    const rows = Array.from({ length: 80 }, (_, i) => `e${i},adobe,Ada,Byron,${i === 3 ? "ada" : "#N/A"}`);
    const problems = await problemsOf(folder.write("people.csv", `${HEAD}\n${rows.join("\n")}\n`));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe("... and 30 more");
  });

  test("takes commas in a list for a mistake", async () => {
    const problems = await problemsOf(folder.write("people.csv", `${HEAD},adobe.roles\n${ADA},"learner, author"\n`));
    expect(problems).toEqual([expect.stringContaining("column adobe.roles: has a comma, and | stands between")]);
    expect(await adobeOf(`${HEAD},adobe.roles\n${ADA},"'[""learner, author""]"\n`)).toMatchObject({
      e1: { roles: ["learner, author"] },
    });
  });

  test("says where defaults for everybody have their place", async () => {
    const [problem] = await problemsOf(folder.write("people.csv", `${HEAD}\n${ADA.replace("adobe", "netex")}\n`));
    expect(problem).toContain("`defaults: { netex: { language: ... } }` in roster.yaml");
  });

  test.each(["__proto__", "toString", "constructor"])("loses nobody whose key is %s", async (key) => {
    const person = "given: Bo, family: Byron, email: bo@example.com, adobe: {}";
    const files = [
      folder.write(
        "roster.yaml",
        `people:\n  e1: { given: Ada, family: Byron, email: ada@example.com, adobe: {} }\n  ${key}: { ${person} }\n`,
      ),
      folder.write("people.csv", `${HEAD}\n${ADA}\n${key},adobe,Bo,Byron,bo@example.com\n`),
    ];
    for (const file of files) {
      const problems = await problemsOf(file);
      if (key === "__proto__") expect(problems.join()).toContain("keys that begin with __ are Pulumi's own");
      else expect([...(await readRoster(file)).people.keys()]).toEqual(["e1", key]);
    }
  });
});
