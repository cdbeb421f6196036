import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { detailedDiff } from "../../provider/plugin/detailed-diff";
import { type Properties, urnOf } from "./client";
import { openStage, PEOPLE, type PlatformName, type Stage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Kinds by path, of the way from outputs to arguments; nothing may ever be replaced or be about inputs. */
async function kinds(olds: Properties, news: Properties, ignored: string[] = [], platform: PlatformName = "adobe") {
  const whole = (properties: Properties) => ({ ...PEOPLE[platform], ...properties });
  const book = { tenant: "t", origin: "created" };
  const urn = urnOf(platform, "x");
  const { inputs } = await stage.client.check(urn, {}, whole(news));
  const answer = await stage.client.diff(urn, "1", { ...whole(olds), ...book }, inputs, ignored);
  expect(answer.replaces).toEqual([]);
  expect(answer.hasDetailedDiff).toBe(true);
  for (const { kind, inputDiff } of Object.values(answer.detailed)) {
    expect(kind).not.toMatch(/replace/);
    expect(inputDiff).toBe(false);
  }
  expect(answer.changes === 2).toBe(Object.keys(answer.detailed).length > 0);
  return Object.fromEntries(Object.entries(answer.detailed).map(([path, { kind }]) => [path, kind]));
}

describe("a difference names its property path and what happens there", () => {
  test.each<[string, Properties, Properties, Record<string, string>]>([
    ["an attribute that is set", {}, { bio: "a" }, { bio: "add" }],
    ["an attribute that changes", { bio: "a" }, { bio: "b" }, { bio: "update" }],
    ["an attribute that is no longer managed", { bio: "a" }, {}, { bio: "delete" }],
    ["an attribute that is emptied", { bio: "a" }, { clear: ["bio"] }, { bio: "delete" }],
    ["an attribute that was not managed and is emptied", {}, { clear: ["bio"] }, { "clear[0]": "add" }],
    ["an attribute that was emptied and is no longer managed", { clear: ["bio"] }, {}, { "clear[0]": "delete" }],
    [
      "a map in which everything was emptied and that is no longer managed",
      { clear: ["bio", "fields.A", "fields.B"] },
      { clear: ["bio"] },
      { "clear[1]": "delete", "clear[2]": "delete" },
    ],
    ["a key of a map that is set", { fields: { A: "1" } }, { fields: { A: "1", B: "2" } }, { "fields.B": "add" }],
    ["a key with a space", { fields: {} }, { fields: { "Cost Center": "1" } }, { 'fields["Cost Center"]': "add" }],
    ["a key of a map that changes", { fields: { A: "1" } }, { fields: { A: "2" } }, { "fields.A": "update" }],
    ["a manager", { manager: "1" }, { manager: "2" }, { manager: "update" }],
    ["a policy", {}, { onDestroy: "retain" }, { onDestroy: "add" }],
    ["a role granted", { roles: ["Author"] }, { roles: ["Author", "Instructor"] }, { "roles[1]": "add" }],
    [
      "a role granted before others",
      { roles: ["Instructor"] },
      { roles: ["Author", "Instructor"] },
      { "roles[0]": "add" },
    ],
    ["a role taken away", { roles: ["Admin", "Author"] }, { roles: ["Author"] }, { "roles[0]": "delete" }],
    ["a role for another one", { roles: ["Author"] }, { roles: ["Instructor"] }, { "roles[0]": "update" }],
    ["roles that are managed from now on", {}, { roles: ["Author"] }, { "roles[0]": "add" }],
    ["roles that are no longer managed", { roles: ["Author"] }, {}, { roles: "delete" }],
    ["the same roles in another order", { roles: ["A", "B"] }, { roles: ["B", "A"] }, {}],
    ["the same address in other letters", {}, { email: "ADA@example.com" }, {}],
    ["nothing", { bio: "a" }, { bio: "a" }, {}],
  ])("%s", async (_, olds, news, expected) => {
    expect(await kinds(olds, news)).toEqual(expected);
  });

  test("and the properties in which there is one are named once each", async () => {
    const olds = { ...PEOPLE.adobe, fields: { A: "1", B: "1" }, tenant: "t", origin: "created" };
    const news = { ...PEOPLE.adobe, bio: "b", fields: { A: "2", B: "2" } };
    const { diffs, changes } = await stage.client.diff(urnOf("adobe", "x"), "1", olds, news);
    expect([diffs, changes]).toEqual([["bio", "fields"], 2]);
  });

  test("roles in sections are named by section and place", async () => {
    const olds = { roles: { management: ["user"], training: ["trainer"] } };
    const news = { roles: { management: ["user"], training: ["admin", "trainer"], social: ["user"] } };
    expect(await kinds(olds, news, [], "netex")).toEqual({ "roles.training[0]": "add", "roles.social[0]": "add" });
  });

  test("somebody who is switched on again is named by the state", async () => {
    expect(await kinds({ status: "Disabled" }, {}, [], "nerm")).toEqual({ status: "update" });
    expect(await kinds({ enabled: false }, {}, [], "netex")).toEqual({ enabled: "update" });
  });
});

describe("a difference that must not be made true is refused before any write", () => {
  test("somebody as their own manager", async () => {
    const diff = stage.client.diff(urnOf("adobe", "x"), "7", PEOPLE.adobe, { ...PEOPLE.adobe, manager: "7" });
    await expect(diff).rejects.toMatchObject({
      cause: "invalid-arguments",
      message: expect.stringMatching(/^manager: /),
    });
  });

  test("a deletion of an account that another directory would bring back", async () => {
    const olds = { username: "ada", tenant: "t", origin: "created" };
    const urn = urnOf("keycloak", "x");
    const news = { username: "ada", onDestroy: "delete" };
    const copy = stage.client.diff(urn, "7", { ...olds, federationLink: "ldap" }, news);
    await expect(copy).rejects.toMatchObject({ cause: "invalid-arguments" });
    expect((await stage.client.diff(urn, "7", olds, news)).changes).toBe(2);
  });
});

describe("drift is asked for the other way round: what the vendor shows against the last arguments", () => {
  test.each<[string, Properties, Properties, Record<string, string>]>([
    [
      "a role granted by somebody else",
      { roles: ["Admin", "Author"] },
      { roles: ["Author"] },
      { "roles[0]": "delete" },
    ],
    ["a role taken by somebody else", { roles: ["Author"] }, { roles: ["Admin", "Author"] }, { "roles[0]": "add" }],
    ["an attribute changed by somebody else", { bio: "theirs" }, { bio: "ours" }, { bio: "update" }],
    ["an attribute emptied by somebody else", { clear: ["bio"] }, { bio: "ours" }, { bio: "add" }],
    ["an emptied attribute filled by somebody else", { bio: "theirs" }, { clear: ["bio"] }, { bio: "delete" }],
  ])("%s", async (_, shown, declared, expected) => {
    expect(await kinds(shown, declared)).toEqual(expected);
  });
});

describe("ignoreChanges", () => {
  test("hides a difference that only the outputs know, at every depth", async () => {
    expect(await kinds({ bio: "theirs" }, { bio: "ours" }, ["bio"])).toEqual({});
    expect(await kinds({}, { bio: "ours" }, ["bio"])).toEqual({});
    expect(await kinds({ bio: "theirs" }, {}, ["bio"])).toEqual({});
    expect(await kinds({ fields: { A: "1", B: "1" } }, { fields: { A: "2", B: "2" } }, ["fields.A"])).toEqual({
      "fields.B": "update",
    });
    expect(await kinds({ fields: { A: "1" } }, { fields: { A: "2" } }, ["fields"])).toEqual({});
    expect(await kinds({ fields: { A: "1" } }, { fields: { A: "2" } }, ["fields.*"])).toEqual({});
    expect(await kinds({ fields: { "C C": "1" } }, { fields: { "C C": "2" } }, ['fields["C C"]'])).toEqual({});
    expect(await kinds({ roles: ["Admin"] }, { roles: ["Author"] }, ["roles"])).toEqual({});
    expect(await kinds({ bio: "theirs", name: "x" }, { bio: "ours" }, ["*"])).toEqual({});
  });

  test("hides nothing else, and paths that lead nowhere hide nothing", async () => {
    for (const path of ["name", "fields.A", "roles[0]", "[", "..", "bio.x", "nobody"]) {
      expect([path, await kinds({ bio: "a" }, { bio: "b" }, [path])]).toEqual([path, { bio: "update" }]);
    }
  });

  test("keeps an update from sending what is ignored", async () => {
    const { client, vendors } = stage;
    const urn = urnOf("adobe", "ignored");
    const person = { ...PEOPLE.adobe, email: "ignored@example.com", bio: "ours" };
    const { id, properties } = await client.create(urn, person);
    vendors.adobe.set(id, { bio: "theirs" });
    const olds = (await client.read(urn, id, properties)).properties ?? {};
    expect(olds["bio"]).toBe("theirs");
    const news = { ...person, name: "Augusta" };
    await client.update(urn, id, olds, news, { ignoreChanges: ["bio"] });
    expect(vendors.adobe.get(id)).toMatchObject({ name: "Augusta", bio: "theirs" });
  });
});

describe("changes at one place", () => {
  const of = (...changes: Parameters<typeof detailedDiff>[0]) => [...detailedDiff(changes, undefined, undefined)];

  test("that come and go are one that changes, and of one kind stay of it", () => {
    const [goes, comes] = [
      { kind: "member", path: ["roles", 0], from: "a" },
      { kind: "member", path: ["roles", 0], to: "b" },
    ] as const;
    expect(of(goes, comes)).toEqual([["roles[0]", "update"]]);
    expect(of(comes, { ...comes, to: "c" })).toEqual([["roles[0]", "add"]]);
    expect(of(goes, { ...goes, from: "c" })).toEqual([["roles[0]", "delete"]]);
  });

  test("of which no value is told, and that nobody empties, are additions", () => {
    expect(of({ kind: "attribute", path: ["bio"] })).toEqual([["bio", "add"]]);
  });
});
