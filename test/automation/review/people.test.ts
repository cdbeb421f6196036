import { describe, expect, it } from "vitest";
import { entitiesOf, meaningOf, peopleOf } from "../../../automation/plan/review/people";
import type { ResourceSide, ResourceSnapshot } from "../../../automation/plan/review/resource-snapshots";
import { previewOf, type Told } from "../snapshots";

const ADA = { email: "ada@example.com", name: "Ada" };
const BOB = { email: "bob@example.com", name: "Bob" };
const SET = "roster:adobe:Users";
const shown = (users: object, more: object = {}) => ({
  users,
  ids: Object.fromEntries(Object.keys(users).map((key) => [key, `id-of-${key}`])),
  tenant: "t",
  ...more,
});
const set = (own: Partial<Told>): Told => ({ type: SET, name: "people", ...own });
const entityOf = (told: Told, key = told.name) => previewOf(told).entities.find((entity) => entity.key === key);

describe("what a type of this provider stands for", () => {
  it.each<[string, object]>([
    ["roster:adobe:User", { platform: "adobe", kind: "user", isSet: false }],
    ["roster:nerm:Users", { platform: "nerm", kind: "user", isSet: true }],
    ["roster:keycloak:Group", { platform: "keycloak", kind: "group", isSet: false }],
    ["pulumi-nodejs:dynamic/roster/netex:User", { platform: "netex", kind: "user", isSet: false }],
    ["pulumi-nodejs:dynamic/roster/scim:Users", { platform: "scim", kind: "user", isSet: true }],
  ])("is told of %s", (type, meaning) => {
    expect(meaningOf(type)).toEqual(meaning);
  });

  it.each([
    "",
    "aws:s3:Bucket",
    "roster:elsewhere:User",
    "roster:nerm:Group",
    "roster:adobe:Role",
    "roster:adobe:Users2",
    "roster:adobe:UserX",
    "other:roster:adobe:User",
    "myroster:adobe:User",
    "pulumi-nodejs:dynamic/other/adobe:User",
    "pulumi:providers:roster",
  ])("is nothing of ours for %j", (type) => {
    expect(meaningOf(type)).toBeUndefined();
    expect(previewOf({ type, name: "x", stored: ADA, declared: ADA }).entities).toEqual([]);
  });
});

describe("somebody in a resource of their own", () => {
  it("has each side that was told, and their id of whichever side knows it", () => {
    const told: Told = { name: "ada", id: "7", stored: ADA, observed: { ...ADA, name: "A" }, declared: BOB };
    expect(entityOf(told)).toMatchObject({
      ...{ kind: "user", platform: "adobe", key: "ada", id: "7", isMember: false, retained: false },
      ...{ stored: ADA, observed: { ...ADA, name: "A" }, declared: BOB, hasOwnProvider: false, differing: [] },
    });
    expect(entityOf({ name: "ada", id: "7", stored: ADA, observed: "gone", declared: ADA })?.id).toBe("7");
    const joins = entityOf({ name: "ada", declared: ADA });
    expect(joins).toMatchObject({ id: "", declared: ADA });
    expect(Object.keys(joins ?? {})).not.toEqual(expect.arrayContaining(["stored"]));
    expect(Object.keys(joins ?? {})).not.toEqual(expect.arrayContaining(["observed"]));
    expect(Object.keys(entityOf({ name: "ada", stored: ADA }) ?? {})).not.toContain("declared");
  });

  it("has the id that the vendor shows now before the one that was stored", () => {
    const side = (id: string): ResourceSide => ({ id, inputs: ADA, outputs: ADA, retainOnDelete: false, provider: "" });
    const urn = "urn:pulumi:dev::acme::roster:adobe:User::ada";
    const snapshot: ResourceSnapshot = {
      urn,
      type: "roster:adobe:User",
      differing: [],
      stored: side("1"),
      observed: side("2"),
    };
    expect(entitiesOf([snapshot])[0]?.id).toBe("2");
  });

  it("has a key before where the resource had another name, and not where only its parent changed", () => {
    const urn = (name: string, parent = "") => `urn:pulumi:dev::acme::${parent}roster:adobe:User::${name}`;
    const renamed = (formerUrn: string) =>
      entitiesOf([{ urn: urn("new"), formerUrn, type: "roster:adobe:User", differing: [] }])[0];
    expect(renamed(urn("old"))?.keyBefore).toBe("old");
    expect(Object.keys(renamed(urn("new", "acme:Team$")) ?? {})).not.toContain("keyBefore");
  });

  it.each([
    ["a default provider", "urn:pulumi:dev::acme::pulumi:providers:roster::default_0_1_0::1", false],
    ["a default provider from elsewhere", "urn:pulumi:dev::acme::pulumi:providers:roster::default_https_x::1", false],
    ["one of the program's own", "urn:pulumi:dev::acme::pulumi:providers:roster::mine::1", true],
    [
      "one that begins like a word with default in it",
      "urn:pulumi:dev::acme::pulumi:providers:roster::my-default::1",
      true,
    ],
    [
      "one with an id that is not known yet",
      "urn:pulumi:dev::acme::pulumi:providers:roster::mine::04da6b54-80e4",
      true,
    ],
    ["none", "", false],
    ["a text that is no reference", "mine::urn:x", false],
  ])("is served by %s", (_, provider, isOwn) => {
    expect(entityOf({ name: "ada", declared: ADA, provider })?.hasOwnProvider).toBe(isOwn);
    expect(entityOf({ name: "ada", stored: ADA, provider })?.hasOwnProvider).toBe(isOwn);
    expect(entityOf({ name: "ada", stored: ADA, observed: "gone", provider })?.hasOwnProvider).toBe(isOwn);
  });

  it("is served by the provider that the program names now", () => {
    const side = (name: string): ResourceSide => ({
      ...{ id: "1", inputs: ADA, outputs: ADA, retainOnDelete: false },
      provider: `urn:pulumi:dev::acme::pulumi:providers:roster::${name}::1`,
    });
    const urn = "urn:pulumi:dev::acme::roster:adobe:User::ada";
    const isOwn = (sides: Partial<ResourceSnapshot>) =>
      entitiesOf([{ urn, type: "roster:adobe:User", differing: [], ...sides }])[0]?.hasOwnProvider;
    expect(isOwn({ declared: side("default"), observed: side("own"), stored: side("own") })).toBe(false);
    expect(isOwn({ observed: side("default"), stored: side("own") })).toBe(false);
    expect(isOwn({ declared: side("own"), observed: side("default"), stored: side("default") })).toBe(true);
    expect(isOwn({})).toBe(false);
  });

  it("is left alone where the state says so, and nobody else is", () => {
    expect(entityOf({ name: "ada", stored: ADA, retainOnDelete: true })?.retained).toBe(true);
    expect(entityOf({ name: "ada", stored: ADA })?.retained).toBe(false);
    expect(entityOf({ name: "ada", declared: ADA, retainOnDelete: true })?.retained).toBe(false);
  });
});

describe("people of a set", () => {
  const users = { ada: ADA, bob: BOB };

  it("are everybody whom any side knows, each with the sides that know them", () => {
    const eve = { email: "eve@example.com", name: "Eve" };
    const { entities } = previewOf(
      set({
        stored: shown(users),
        observed: shown({ ada: { ...ADA, name: "A" } }),
        declared: { users: { bob: BOB, eve } },
      }),
    );
    const sides = entities.map(({ key, id, isMember, stored, observed, declared }) => [
      ...[key, id, isMember, stored?.["name"], observed?.["name"], declared?.["name"]],
    ]);
    expect(sides).toEqual([
      ["ada", "id-of-ada", true, "Ada", "A", undefined],
      ["bob", "id-of-bob", true, "Bob", undefined, "Bob"],
      ["eve", "", true, undefined, undefined, "Eve"],
    ]);
    const [ada, bob, joins] = entities;
    expect(Object.keys(ada ?? {})).not.toContain("declared");
    expect(Object.keys(bob ?? {})).not.toContain("observed");
    expect(Object.keys(joins ?? {})).not.toContain("stored");
    for (const each of entities) expect(Object.keys(each)).not.toContain("keyBefore");
  });

  it("have the defaults of their set, their own origin, and its tenant", () => {
    const told = set({
      stored: shown(users, { origins: { bob: "adopted", ada: 7 }, onDestroy: "delete" }),
      declared: { users: { ada: ADA, bob: { ...BOB, onDestroy: "retain" } }, onDestroy: "deactivate" },
    });
    expect(entityOf(told, "ada")).toMatchObject({
      observed: { origin: "created", tenant: "t", onDestroy: "delete" },
      declared: { onDestroy: "deactivate" },
    });
    expect(entityOf(told, "bob")).toMatchObject({ observed: { origin: "adopted" }, declared: { onDestroy: "retain" } });
    const bare = set({ stored: shown({ ada: ADA }) });
    expect(entityOf(bare, "ada")?.observed?.["origin"]).toBe("created");
  });

  it.each<[string, Record<string, unknown>]>([
    ["an id", { users: { ada: ADA }, ids: {} }],
    ["ids", { users: { ada: ADA } }],
    ["an id that is a text", { users: { ada: ADA }, ids: { ada: 7 } }],
    ["ids by key", { users: { ada: ADA }, ids: "id-of-ada" }],
    ["anything that is shown of them", { users: { ada: "x" }, ids: { ada: "7" } }],
    ["people", { users: "x", ids: { ada: "7" } }],
  ])("are not there without %s", (_, stored) => {
    expect(previewOf(set({ stored })).entities).toEqual([]);
  });

  it("are nobody where none are declared", () => {
    expect(previewOf(set({ declared: {} })).entities).toEqual([]);
    expect(previewOf(set({ declared: { users: "x" } })).entities).toEqual([]);
  });

  it("who get another key keep their account, under it alone, with the sides that knew them by the old one", () => {
    const renamed = set({ stored: shown(users), declared: { users: { ada: ADA, robert: BOB } } });
    const { entities } = previewOf(renamed);
    expect(entities.map(({ key, keyBefore, id }) => [key, keyBefore, id])).toEqual([
      ["ada", undefined, "id-of-ada"],
      ["robert", "bob", "id-of-bob"],
    ]);
    expect(entityOf(renamed, "robert")).toMatchObject({ stored: BOB, observed: BOB, declared: BOB });
  });

  it("who are held are left as they are where the set goes, and belong to it where it stays", () => {
    const stored = shown(users, { hold: ["ada"] });
    const retained = (told: Told) => previewOf(told).entities.map(({ key, retained }) => [key, retained]);
    expect(retained(set({ stored }))).toEqual([
      ["ada", true],
      ["bob", false],
    ]);
    expect(retained(set({ stored, declared: { users: {} } }))).toEqual([
      ["ada", false],
      ["bob", false],
    ]);
    expect(retained(set({ stored, retainOnDelete: true }))).toEqual([
      ["ada", true],
      ["bob", true],
    ]);
  });

  it("are told apart by no difference that the engine names of their set", () => {
    const told = set({ stored: shown(users), declared: { users }, diffs: ["users"] });
    expect(previewOf(told).entities.map(({ differing }) => differing)).toEqual([[], []]);
    expect(entityOf({ name: "ada", stored: ADA, declared: ADA, diffs: ["bio"] })?.differing).toEqual(["bio"]);
  });
});

it("people are no groups", () => {
  const group: Told = { type: "roster:keycloak:Group", name: "pay", declared: { name: "Payroll" } };
  const { snapshots, entities } = previewOf(group, { name: "ada", declared: ADA });
  expect(entities.map(({ kind }) => kind)).toEqual(["group", "user"]);
  expect(peopleOf(snapshots).map(({ key }) => key)).toEqual(["ada"]);
});
