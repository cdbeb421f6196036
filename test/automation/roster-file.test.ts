import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { guardTemplate, ROSTER_TEMPLATE, waiverTemplate } from "../../automation/cli/init/templates";
import { Failure } from "../../automation/common/failure";
import { readGuards } from "../../automation/plan/guards/guard-file";
import { readRoster } from "../../automation/roster/file/read-roster";
import { readWaivers } from "../../automation/runs/drift/waivers";

const folder = mkdtempSync(join(tmpdir(), "roster-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The messages of a file that can't be read, a line each. */
async function problems(read: (path: string) => unknown, path: string): Promise<readonly string[]> {
  try {
    await read(path);
  } catch (error) {
    if (error instanceof Failure) return error.message.split("\n");
    throw error;
  }
  return [];
}

const yaml = (people: string): Promise<readonly string[]> =>
  problems(readRoster, file("roster.yaml", `people:\n${people}`));
const csv = (
  rows: string,
  head = "key,name,email,manager,platforms,adobe.roles,adobe.fields.Team",
): Promise<readonly string[]> => problems(readRoster, file("people.csv", `${head}\n${rows}`));

describe("a roster's file", () => {
  it("is one in YAML or a table, by how its name ends", async () => {
    const ada = "people: { ada: { name: Ada, email: ada@example.com, nerm: } }\n";
    for (const name of ["roster.yaml", "roster.yml", "ROSTER.YML"])
      expect((await readRoster(file(name, ada))).people.size).toBe(1);
    for (const name of ["roster.yamlx", "roster.yaml.old", "roster-yaml", "roster.ymal"])
      await expect(readRoster(file(name, ada))).rejects.toMatchObject({
        code: "roster-file",
        message: expect.stringMatching(/: a roster is a \.yaml or \.csv file/),
      });
  });

  it.each<[what: string, text: string, problem: string]>([
    [
      "nobody and no file",
      "project: acme\n",
      "roster.yaml:1:1: people: must be a map of keys to people; or name files in sources",
    ],
    [
      "people who are a list",
      "project: acme\npeople: [ada]\n",
      "roster.yaml:2:1: people: must be a map of keys to people",
    ],
    [
      "a name that would be lost",
      "hold:\n  __proto__: on leave\npeople: { ada: { name: Ada, email: ada@example.com, nerm: } }\n",
      "roster.yaml:2:3: hold.__proto__: can't be a name here",
    ],
  ])("is refused in one line with %s", async (_, text, problem) => {
    expect(await problems(readRoster, file("roster.yaml", text))).toEqual([problem]);
  });
});

describe("a roster in YAML", async () => {
  it("gives each platform its own arguments", async () => {
    const path = file(
      "roster.yaml",
      `project: acme
defaults:
  netex: { language: en, timezone: UTC }
people:
  ada: # a comment
    given: Ada
    family: Byron
    email: ada@example.com
    manager: grace
    aliases: [a.byron@example.com]
    adobe: { roles: [Learner, Author], fields: { Team: Notes } }
    netex: { language: fr }
    nerm: { title: null, login: abyron }
  grace: { name: Grace Hopper, email: grace@example.com, username: ghopper, manager: null, nerm: }
`,
    );
    const { project, people } = await readRoster(path);
    expect(project).toBe("acme");
    expect(people.get("ada")).toEqual({
      key: "ada",
      aliases: ["a.byron@example.com"],
      manager: "grace",
      accounts: {
        adobe: { email: "ada@example.com", name: "Ada Byron", roles: ["Author", "Learner"], fields: { Team: "Notes" } },
        netex: {
          username: "ada",
          name: "Ada",
          surname: "Byron",
          email: "ada@example.com",
          language: "fr",
          timezone: "UTC",
        },
        nerm: { login: "abyron", name: "Ada Byron", email: "ada@example.com", clear: ["title"] },
      },
    });
    expect(people.get("grace")).toMatchObject({
      manager: null,
      accounts: { nerm: { login: "ghopper", name: "Grace Hopper" } },
    });
  });

  it.each<[string, string, string]>([
    [
      "an unknown key",
      "  ada: { name: Ada, email: ada@example.com, shoes: 38, nerm: }",
      "roster.yaml:2:45: ada.shoes: is none of",
    ],
    [
      "an unknown attribute",
      "  ada:\n    name: Ada\n    email: ada@example.com\n    nerm:\n      shoes: 38",
      "roster.yaml:6:7: ada.nerm.shoes:",
    ],
    [
      "a wrong type",
      "  ada:\n    name: Ada\n    email: ada@example.com\n    adobe: { enrollOnClick: maybe }",
      "roster.yaml:5:14: ada.adobe.enrollOnClick:",
    ],
    [
      "a text for a list",
      "  ada:\n    name: Ada\n    email: ada@example.com\n    nerm: { roles: Boss }",
      "roster.yaml:5:13: ada.nerm.roles:",
    ],
    ["a wrong address", "  ada:\n    name: Ada\n    email: ada\n    nerm:", "roster.yaml:4:5: ada.email:"],
    [
      "a missing attribute",
      "  ada:\n    name: Ada\n    email: ada@example.com\n    netex: { language: en }",
      "ada.netex.timezone:",
    ],
    ["a number for a name", "  ada: { name: 7, email: ada@example.com, nerm: }", "ada.name: must be a text"],
    ["a platform that is no map", "  ada: { name: Ada, email: ada@example.com, nerm: yes }", "ada.nerm: must be a map"],
    ["a person who is no map", "  ada: yes", "roster.yaml:2:3: people.ada: must be a map"],
    ["somebody on no platform", "  ada: { name: Ada, email: ada@example.com }", "roster.yaml:2:3: ada: is on none of"],
    [
      "a manager whom nobody knows",
      "  ada: { name: Ada, email: ada@example.com, manager: ADA, nerm: }",
      "did you mean ada?",
    ],
    [
      "a manager on one platform",
      "  ada: { name: A, email: a@example.com, nerm: { manager: x } }",
      "is said once for all platforms",
    ],
    [
      "people who manage each other",
      "  a: { name: A, email: a@example.com, manager: b, nerm: }\n  b: { name: B, email: b@example.com, manager: a, nerm: }",
      "the managers form a circle: a -> b -> a",
    ],
    [
      "one address twice",
      "  a: { name: A, email: a@example.com, adobe: }\n  b: { name: B, email: A@example.com, adobe: }",
      "roster.yaml:3:17: b.email: is also the email of a (adobe)",
    ],
    [
      "one key twice",
      "  ada: { name: A, email: a@example.com, nerm: }\n  ada: { name: B, email: b@example.com, nerm: }",
      "roster.yaml:3:3: Map keys must be unique",
    ],
    ["broken YAML", "  ada: { name: A\n", "roster.yaml:3:1:"],
  ])("is refused at its place: %s", async (_, people, expected) => {
    expect((await yaml(people)).join("\n")).toContain(expected);
  });

  it.each([
    ["of nobody", "project: acme\n"],
    ["with people in a list", "people: [ada]\n"],
    ["with groups in a list", "groups: [a]\npeople: { ada: {} }\n"],
    ["with somebody who is no map", "people: { ada: yes }\n"],
    ["with an unknown setting", "poeple: {}\n"],
    ["with a name that everything has", "people: { ada: { name: A, nerm: } }\ndefaults: { __proto__: { a: 1 } }\n"],
    ["with broken YAML", "people: {\n"],
  ])("is a mistake of the file: %s", async (_, text) => {
    await expect(readRoster(file("roster.yaml", text))).rejects.toMatchObject({ code: "roster-file" });
  });

  it("lists all problems at once", async () => {
    expect((await yaml("  a: { nerm: }\n  b: { nerm: }")).length).toBeGreaterThan(3);
  });

  it("is refused where nobody is in it, or where it is no roster", async () => {
    expect((await yaml("  {}")).join()).toContain("an empty one would remove everybody");
    expect(await problems(readRoster, file("roster.yaml", "peopel: {}\n"))).toEqual(
      expect.arrayContaining([expect.stringContaining("roster.yaml:1:1: peopel: is not a setting here")]),
    );
    expect((await problems(readRoster, file("roster.yaml", "- a\n"))).join()).toContain("roster.yaml:1:1");
    expect(await problems(readRoster, file("roster.txt", ""))).toEqual([
      expect.stringContaining("a .yaml or .csv file"),
    ]);
    expect(await problems(readRoster, join(folder, "nowhere.yaml"))).toEqual([
      "nowhere.yaml can't be read: it is not there",
    ]);
    expect(await problems(readRoster, file("roster.yaml", Buffer.from("people:\n  a: \xe9\n", "latin1")))).toEqual([
      "roster.yaml:2:1: the file is not UTF-8; save it as UTF-8",
    ]);
  });
});

describe("a roster in CSV", () => {
  it("reads cells by the types of their arguments", async () => {
    const head =
      "key,name,email,manager,platforms,adobe.roles,adobe.enrollOnClick,adobe.fields.Team,adobe.fields.Skills,adobe.bio,nerm.admin,nerm.title";
    const path = file(
      "people.csv",
      `\uFEFF${head}\n"ada",Ada,ada@example.com,grace,adobe|nerm,Author|Learner,true,Notes,a|b,null,false,"Lead, ""first"""\n` +
        "grace,Grace,grace@example.com,,adobe,,,,,,,\n",
    );
    expect((await readRoster(path)).people.get("ada")).toEqual({
      key: "ada",
      aliases: [],
      manager: "grace",
      accounts: {
        adobe: {
          email: "ada@example.com",
          name: "Ada",
          roles: ["Author", "Learner"],
          enrollOnClick: true,
          fields: { Team: "Notes", Skills: ["a", "b"] },
          clear: ["bio"],
        },
        nerm: { login: "ada", name: "Ada", email: "ada@example.com", admin: false, title: 'Lead, "first"' },
      },
    });
  });

  it("reads groups as a list, as YAML does, and none as leaving them all", async () => {
    const head = "key,name,email,platforms,scim.groups,scim.groupsMode";
    const rows = ["ada,Ada,ada@example.com,scim,g-7|g-2,add", "grace,Grace,grace@example.com,scim,null,"];
    const fromCsv = await readRoster(file("people.csv", `${head}\n${rows.join("\n")}\n`));
    const people = `people:
  ada: { name: Ada, email: ada@example.com, scim: { groups: [g-7, g-2], groupsMode: add } }
  grace: { name: Grace, email: grace@example.com, scim: { groups: null } }
`;
    const fromYaml = await readRoster(file("roster.yaml", people));
    for (const roster of [fromCsv, fromYaml]) {
      expect(roster.people.get("ada")?.accounts.scim).toMatchObject({ groups: ["g-2", "g-7"], groupsMode: "add" });
      expect(roster.people.get("grace")?.accounts.scim).toMatchObject({ groups: [] });
    }
    expect(await yaml("  a: { name: A, email: a@example.com, nerm: { groups: [g-1] } }")).toEqual([
      expect.stringMatching(/a\.nerm\.groups: can't be declared: SailPoint NERM has no groups with members/),
    ]);
  });

  it("reads the example's file", async () => {
    const { people } = await readRoster(join(__dirname, "..", "..", "examples", "acme", "people.csv"));
    expect(people.size).toBe(60);
    expect(people.get("mei-tanaka")?.accounts.netex?.["roles"]).toEqual({
      management: ["admin", "user"],
      training: ["user"],
      social: ["user"],
    });
  });

  it.each<[string, string, string]>([
    ["a row with too few cells", "a,A,a@example.com", "people.csv:2: the row has another number of cells"],
    [
      "an open quotation mark",
      'a,"A,a@example.com,,adobe,,\nb,B,b@example.com,,adobe,,',
      "people.csv:2: a quotation mark is not closed",
    ],
    [
      "a key twice",
      "a,A,a@example.com,,adobe,,\na,B,b@example.com,,adobe,,",
      "people.csv:3, column key: is also the key of line 2",
    ],
    ["no key", ",A,a@example.com,,adobe,,", "people.csv:2, column key: must not be empty"],
    ["an unknown platform", "a,A,a@example.com,,adobe|atlas,,", 'people.csv:2, column platforms: "atlas" is none of'],
    [
      "an empty item of a list",
      "a,A,a@example.com,,adobe,Author||Learner,",
      "people.csv:2, column adobe.roles: has an empty item",
    ],
    [
      "a wrong address, below a row of two lines",
      'a,"A\nA",a@example.com,,adobe,,\nb,B,b,,adobe,,',
      "people.csv:4, column email:",
    ],
    [
      "roles that can't be empty",
      "a,A,a@example.com,,adobe,[],",
      "people.csv:2, column adobe.roles: a.adobe.roles: can't be empty",
    ],
  ])("is refused at its row and column: %s", async (_, rows, expected) => {
    expect((await csv(rows)).join("\n")).toContain(expected);
  });

  it.each<[string, string, string]>([
    ["an unknown column", "key,platforms,shoes", "people.csv:1, column shoes: is none of"],
    ["a column twice", "key,platforms,name,name", "people.csv:1, column name: is there twice"],
    ["no key column", "name,platforms", "people.csv:1, column key: is missing"],
  ])("is refused for its header: %s", async (_, head, expected) => {
    expect((await csv("", head)).join("\n")).toContain(expected);
  });
});

describe("the files that init writes", async () => {
  it("are read without a complaint, and the guard file says what holds without it", async () => {
    expect((await readRoster(file("roster.yaml", ROSTER_TEMPLATE))).people.size).toBe(2);
    const guards = readGuards(file("roster.guard.yaml", guardTemplate()));
    expect(guards.limits).toMatchObject({ leavers: [10, "10%"], escalations: 0 });
    expect(readGuards(join(folder, "none.yaml")).administrators).toBe(guards.administrators);
    expect(readWaivers(file("roster.waivers.yaml", waiverTemplate()))).toEqual([]);
    expect(
      readWaivers(
        file(
          "roster.waivers.yaml",
          waiverTemplate()
            .replace(/^waivers: \[\]$/m, "")
            .replace(/^# (?=waivers| )/gm, ""),
        ),
      ),
    ).toMatchObject([{ platform: "adobe", owner: "it@example.com", until: "2027-01-31" }]);
  });

  it.each<[string, string, string]>([
    ["a misspelt limit", "limits:\n  leaver: 3\n", "roster.guard.yaml:2:3: limits.leaver: is not a setting here"],
    [
      "a limit that is none",
      "limits: { leavers: ten }\n",
      "roster.guard.yaml:1:11: limits.leavers: must be a number such as 10",
    ],
    ["an unknown platform", "platforms: { atlas: {} }\n", "platforms.atlas: is not a setting here"],
    ["a negative number", "administrators: -1\n", "roster.guard.yaml:1:1: administrators:"],
  ])("are refused at the place of a mistake: %s", async (_, text, expected) => {
    expect((await problems(readGuards, file("roster.guard.yaml", text))).join("\n")).toContain(expected);
  });

  it.each(["administrators: -1\n", "limits: [\n"])("are told as settings where they are wrong: %j", (text) => {
    const read = () => readGuards(file("roster.guard.yaml", text));
    expect(read).toThrow(expect.objectContaining({ code: "settings-file" }));
  });

  it("want an owner and an end of every waiver", async () => {
    const text = "waivers:\n  - { platform: adobe, account: x, reason: y, until: soon }\n";
    expect((await problems(readWaivers, file("roster.waivers.yaml", text))).join("\n")).toMatch(
      /owner:[\s\S]*until: must be a day/,
    );
    expect(readFileSync(join(folder, "roster.waivers.yaml"), "utf8")).toBe(text);
  });
});
