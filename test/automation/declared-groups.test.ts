import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Failure } from "../../automation/common/failure";
import { readRoster } from "../../automation/roster/file/read-roster";
import { groupsOf } from "../../automation/roster/program/groups";

const folder = mkdtempSync(join(tmpdir(), "roster-groups-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ADA = "people: { ada: { name: Ada, email: ada@example.com, scim: {} } }\n";

function file(text: string): string {
  const path = join(folder, "roster.yaml");
  writeFileSync(path, text);
  return path;
}

async function problemsOf(text: string): Promise<string> {
  try {
    await readRoster(file(text));
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
  return "";
}

describe("another key of a group", () => {
  test("keeps its resource by an alias, and its name and code under the first key", async () => {
    const roster = await readRoster(
      file(`groups:
  engines: { was: [eng, engine], netex: {}, keycloak: { name: Engines } }
  wages: { was: payroll, name: Wages, scim: {} }
${ADA}`),
    );
    expect(groupsOf(roster).map(({ platform, key, was, args }) => [platform, key, was, args])).toEqual([
      ["keycloak", "engines", ["eng", "engine"], { name: "Engines" }],
      ["netex", "engines", ["eng", "engine"], { codGroup: "eng", name: "eng" }],
      ["scim", "wages", ["payroll"], { displayName: "Wages" }],
    ]);
  });

  test("is refused where the old one is still somebody's, or still said of people", async () => {
    const problems = await problemsOf(`groups:
  a: { was: [b], scim: {} }
  b: { scim: {} }
  c: { was: [old], scim: {} }
  d: { was: [old], scim: {} }
  e: { was: 7, scim: {} }
people: { ada: { name: Ada, email: ada@example.com, scim: { groups: [old] } } }
`);
    for (const problem of [
      'groups.a.was: "b" is a key of groups still',
      'groups.d.was: "old" is what c was',
      "groups.e.was: must be a list of keys",
      "ada.scim.groups[0]: the group old is called d now",
    ])
      expect(problems).toContain(problem);
  });
});

describe("groups in a roster file", () => {
  test("have the arguments of each platform, and stand below those that they name", async () => {
    const roster = await readRoster(
      file(`groups:
  berlin: { name: Berlin, parent: staff, keycloak: {}, netex: { codGroup: BER, parent: "id:7" }, scim: {} }
  staff: { description: Everybody, keycloak: { attributes: { cost: "7" } }, adobe: { name: All staff, onDestroy: retain } }
  top: { parent: null, keycloak: {} }
people:
  ada: { name: Ada, email: ada@example.com, scim: { groups: [berlin, "id:staff", g-77] } }
`),
    );
    expect(Object.fromEntries([...roster.groups].map(([key, { platforms }]) => [key, platforms]))).toEqual({
      berlin: {
        keycloak: { name: "Berlin", parent: "staff" },
        netex: { codGroup: "BER", name: "Berlin", parent: "id:7" },
        scim: { displayName: "Berlin" },
      },
      staff: {
        keycloak: { name: "staff", description: "Everybody", attributes: { cost: "7" } },
        adobe: { name: "All staff", description: "Everybody", onDestroy: "retain" },
      },
      top: { keycloak: { name: "top", clear: ["parent"] } },
    });
    expect(groupsOf(roster).map(({ platform, key }) => `${platform} ${key}`)).toEqual([
      "adobe staff",
      "keycloak staff",
      "keycloak berlin",
      "keycloak top",
      "netex berlin",
      "scim berlin",
    ]);
    expect(roster.people.get("ada")?.accounts.scim?.["groups"]).toEqual(["berlin", "g-77", "id:staff"]);
  });

  test.each<[string, string, string]>([
    ["a group that is no map", "groups: { a: yes }\n", "roster.yaml:1:11: groups.a: must be a map of attributes"],
    ["groups that are no map", "groups: [a]\n", "roster.yaml:1:1: groups: must be a map of keys to groups"],
    ["an unknown name", "groups:\n  a: { scin: {} }\n", "roster.yaml:2:8: groups.a.scin: is none of"],
    ["a slip in a platform", "groups:\n  a: { scin: {} }\n", "did you mean scim?"],
    [
      "a group on no platform",
      "groups:\n  a: { name: A }\n",
      "roster.yaml:2:3: groups.a: is on none of adobe, keycloak",
    ],
    [
      "a platform without groups",
      "groups:\n  a: { nerm: {} }\n",
      "roster.yaml:2:8: groups.a.nerm: can't be declared: SailPoint NERM has no groups with members",
    ],
    ["members", "groups:\n  a: { members: [ada], scim: {} }\n", "groups.a.members: is not declared here: whoever"],
    [
      "members of a platform",
      "groups:\n  a: { scim: { members: [] } }\n",
      "groups.a.scim.members: membership belongs to the person",
    ],
    [
      "an attribute that another platform has",
      "groups:\n  a: { scim: { codGroup: A } }\n",
      "2:16: groups.a.scim.codGroup:",
    ],
    ["a wrong type", "groups:\n  a: { name: 7, scim: {} }\n", "roster.yaml:2:8: groups.a.name: must be a text"],
    ["a key like an id", 'groups:\n  "id:a": { scim: {} }\n', "keys that begin with id: are not allowed: among groups"],
    ["a key that can't be seen", 'groups:\n  "a\u200B": { scim: {} }\n', "holds an invisible character: U+200B"],
    [
      "one name twice",
      "groups:\n  a: { name: Payroll, scim: {} }\n  b: { name: payroll, scim: {} }\n",
      "roster.yaml:3:3: groups.b: has the same displayName as a (scim)",
    ],
    [
      "one code twice",
      "groups:\n  a: { netex: {} }\n  b: { netex: { codGroup: A } }\n",
      "groups.b: has the same codGroup as a (netex)",
    ],
    [
      "one name twice below one parent",
      "groups:\n  a: { keycloak: {} }\n  b: { name: x, parent: a, keycloak: {} }\n  c: { name: x, parent: a, keycloak: {} }\n",
      "roster.yaml:4:3: groups.c: has the same name as b (keycloak)",
    ],
    [
      "a parent that nobody has",
      "groups:\n  staff: { keycloak: {} }\n  a: { parent: staf, keycloak: {} }\n",
      'roster.yaml:3:8: groups.a.parent: "staf" is no key of groups; did you mean staff?',
    ],
    [
      "a parent on another platform",
      "groups:\n  staff: { scim: {} }\n  a: { parent: staff, keycloak: {} }\n",
      "groups.a.parent: staff is not on keycloak: put it there with `keycloak: {}`",
    ],
    [
      "a parent where there are none",
      "groups:\n  staff: { scim: {} }\n  a: { parent: staff, scim: {} }\n",
      "groups.a.parent: no platform that the group is on has parents of groups",
    ],
    [
      "parents in a circle",
      "groups:\n  a: { parent: b, keycloak: {} }\n  b: { parent: a, keycloak: {} }\n",
      "the parents form a circle: a -> b -> a (keycloak)",
    ],
    ["its own parent", "groups:\n  a: { parent: a, netex: {} }\n", "the parents form a circle: a -> a (netex)"],
  ])("are refused at their place: %s", async (_, groups, expected) => {
    expect(await problemsOf(`${groups}${ADA}`)).toContain(expected);
  });

  test("are named by people in the form that a platform takes, or by key", async () => {
    const groups = "groups: { payroll: { keycloak: {} } }\n";
    const people = (named: string) =>
      `people: { ada: { name: Ada, email: ada@example.com, keycloak: { groups: ${named} } } }\n`;
    expect(await problemsOf(`${groups}${people("[payroll, /staff]")}`)).toBe("");
    expect(await problemsOf(`${groups}${people("[payroll, staff]")}`)).toContain(
      "ada.keycloak.groups[1]: must be a group's path",
    );
  });

  test("allow one name below two parents", async () => {
    const groups = "groups:\n  a: { keycloak: {} }\n  x: { keycloak: {} }\n  b: { name: x, parent: a, keycloak: {} }\n";
    expect(await problemsOf(`${groups}${ADA}`)).toBe("");
  });

  test.each<[string, string, string]>([
    ["a slip", "[berlni]", 'roster.yaml:2:70: ada.scim.groups[0]: "berlni" is no key of groups; did you mean berlin?'],
    ["another case", "[g-1, Berlin]", 'ada.scim.groups[1]: "Berlin" is no key of groups; did you mean berlin?'],
    ["a group elsewhere", "[paris]", "ada.scim.groups[0]: the group paris is not on scim: put it there"],
  ])("are named by people, who are refused for %s", async (_, named, expected) => {
    const groups = "groups: { berlin: { scim: {} }, paris: { adobe: {} } }\n";
    const people = `people: { ada: { name: Ada, email: ada@example.com, scim: { groups: ${named} } } }\n`;
    const told = await problemsOf(`${groups}${people}`);
    expect(told).toContain(expected);
    expect(told).toContain("if the vendor's own id is meant, say \"id:");
  });
});
