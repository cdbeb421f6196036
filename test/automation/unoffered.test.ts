import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refuseUnoffered } from "../../automation/cli/refuse-unoffered";
import { findUnoffered } from "../../automation/vendors/find-unoffered";
import { ReadOnlySessions } from "../../automation/vendors/read-only-sessions";
import { type AdobeEmulator, startAdobe } from "../../sandbox/index";
import { type Ended, RosterLab } from "./roster-lab";
import { previewOf, type Told } from "./snapshots";

let lab: RosterLab;
beforeAll(async () => {
  lab = await RosterLab.open();
});
afterAll(() => lab.close());

const person = (key: string, rest: string) => `  ${key}: { name: ${key}, email: ${key}@example.com, ${rest} }\n`;

/** The lines of a plan that is refused, of which nothing is left. */
function linesOf({ code, json }: Ended): readonly string[] {
  expect(code).toBe(1);
  const { error } = json as { error: { code: string; message: string } };
  expect(error.code).toBe("unoffered");
  expect(["plan.json", "plan.md", "plan.html"].filter((name) => existsSync(join(lab.work, name)))).toEqual([]);
  expect(lab.writes()).toEqual([]);
  return error.message.split("\n");
}

test("a plan ends with every word that a tenant lacks, with its place and what was meant", async () => {
  lab.write(
    "roster.yaml",
    `defaults:\n  adobe: { timeZoneCode: Europe/Berlin }\npeople:\n${person("ada", "adobe: {}")}${person(
      "bob",
      "nerm: { login: bob, roles: [Auditors, revievers] }",
    )}${person("cleo", "nerm: { login: cleo, roles: [auditors] }, adobe: { timeZoneCode: '3', uiLocale: en-us }")}`,
  );
  expect(linesOf(await lab.roster(["plan", "--json"]))).toEqual([
    expect.stringMatching(
      /^roster\.yaml:2:\d+, defaults: ada\.adobe\.timeZoneCode: "Europe\/Berlin" is not .*; did you mean "4", which is Europe\/Berlin\?$/,
    ),
    expect.stringMatching(/^roster\.yaml:6:\d+: cleo\.adobe\.uiLocale: "en-us" .*; it is written "en-US" there$/),
    expect.stringMatching(/^roster\.yaml:5:\d+: bob\.nerm\.roles\[1\]: .*"revievers".*did you mean "Reviewers"\?$/),
    expect.stringMatching(/^roster\.yaml:6:\d+: cleo\.nerm\.roles\[0\]: .*; it is written "Auditors" there$/),
  ]);
});

test("a table names the row and the column", async () => {
  lab.write(
    "table/roster.csv",
    "key,platforms,given,family,email,nerm.roles\ne1,nerm,Ada,Byron,ada.r@example.com,No Such Role\n",
  );
  const [line] = linesOf(await lab.roster(["plan", "--json", "--cwd", "table"]));
  expect(line).toMatch(/^roster\.csv:2, nerm\.roles: e1\.nerm\.roles\[0\]: there is no role "No Such Role"/);
});

test("what a tenant has is planned, and so is what it can't tell, with a note of what looks like a slip", async () => {
  lab.write("roster.yaml", `people:\n${person("ada", "adobe: { roles: [Autor], timeZoneCode: '4' }")}`);
  const { code, json } = await lab.roster(["plan", "--json"]);
  expect(code).toBe(2);
  expect((json as { review: { notes: readonly string[] } }).review.notes).toEqual([
    expect.stringMatching(/^Adobe Learning Manager: roles\[0\]: there is no role "Autor" .*did you mean "Author"\?/),
    expect.stringContaining("may get a welcome mail"),
  ]);
});

describe("a program of somebody's own", () => {
  let emulator: AdobeEmulator;
  let sessions: ReadOnlySessions;
  const ada = { email: "ada@example.com", name: "Ada Byron", profile: "Engineer" };
  const zone = { ...ada, timeZoneCode: "Europe/Berlin" };

  beforeEach(async () => {
    emulator = await startAdobe();
    const environment = { ROSTER_ADOBE_URL: emulator.url, ROSTER_ADOBE_TOKEN: emulator.token };
    sessions = new ReadOnlySessions({ configuration: {}, environment });
  });
  afterEach(async () => {
    await sessions.close();
    await emulator.close();
  });

  async function refusalOf(...told: readonly Told[]): Promise<string> {
    const { words } = await findUnoffered(previewOf(...told).entities, [], sessions);
    try {
      refuseUnoffered(words, undefined);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  }

  test("is told by resource and property, for one person and for a set", async () => {
    const set = { users: { bob: { ...zone, email: "bob@example.com" } } };
    const text = await refusalOf(
      { name: "ada", declared: zone },
      { name: "people", type: "roster:adobe:Users", declared: set },
    );
    expect(text.split("\n")).toEqual([
      expect.stringMatching(/^ada: timeZoneCode: "Europe\/Berlin" is not among/),
      expect.stringMatching(/^people: users\.bob\.timeZoneCode: "Europe\/Berlin" is not among/),
    ]);
  });

  test("is not held against anything where the configuration says so, and a note tells", async () => {
    const environment = { ROSTER_ADOBE_URL: emulator.url, ROSTER_ADOBE_TOKEN: emulator.token };
    const configuration = { "roster:adobe": JSON.stringify({ skipVocabularyCheck: true }) };
    const unchecked = new ReadOnlySessions({ configuration, environment });
    const told = [
      { name: "ada", declared: zone },
      { name: "people", type: "roster:adobe:Users", declared: { users: { bob: zone } } },
    ];
    const answer = await findUnoffered(previewOf(...told).entities, [], unchecked);
    await unchecked.close();
    expect(answer.words).toEqual([]);
    expect(answer.notes).toEqual([
      expect.stringMatching(/^Adobe Learning Manager: .* not asked, as roster:adobe\.skipVocabularyCheck is true$/),
    ]);
    expect(emulator.log.reads()).toEqual([]);
  });

  test("passes over what is unchanged, unknown or secret, what the account has, and who has a provider of their own", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
    const own = "urn:pulumi:dev::acme::pulumi:providers:roster::other::1";
    expect(await refusalOf({ name: "ada", stored: zone, declared: zone })).toBe("");
    expect(emulator.log.reads()).toEqual([]);
    expect(await refusalOf({ name: "ada", declared: { ...ada, timeZoneCode: unknown } })).toBe("");
    expect(await refusalOf({ name: "ada", declared: { ...ada, timeZoneCode: secret } })).toBe("");
    expect(await refusalOf({ name: "ada", declared: zone, provider: own })).toBe("");
    const { id } = emulator.create({ ...ada, timeZoneCode: "Europe/Berlin" });
    expect(await refusalOf({ name: "ada", id, stored: ada, declared: zone, diffs: ["timeZoneCode"] })).toBe("");
    expect(emulator.log.reads().length).toBeGreaterThan(0);
  });
});
