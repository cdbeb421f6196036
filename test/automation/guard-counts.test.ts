import { describe, expect, it } from "vitest";
import { approvalNotes, readApprovals } from "../../automation/plan/guards/approvals";
import { breachesOf, evaluateGuards } from "../../automation/plan/guards/evaluate";
import { GuardFile } from "../../automation/plan/guards/guard-file";
import { removalEnvironment } from "../../automation/plan/guards/removal-limits";
import type { GuardInput } from "../../automation/plan/guards/results";
import type { Existing } from "../../automation/plan/review/existing";
import { SECRET, SIGNATURE } from "../../provider/pulumi-values";
import { previewOf, reviewOf, type Told } from "./snapshots";

interface Given extends Partial<Omit<GuardInput, "approvals">> {
  readonly file?: object;
  readonly allow?: readonly string[];
  readonly existing?: readonly Existing[];
}

function results(told: readonly Told[], { file = {}, allow = [], existing = [], ...more }: Given = {}) {
  const { review, people } = reviewOf(told, { existing });
  const input = { review, people, guards: GuardFile.parse(file), approvals: readApprovals(allow) };
  return evaluateGuards({ ...input, configuration: {}, environment: {}, ...more });
}

function breaches(told: readonly Told[], given: Given = {}) {
  return breachesOf(results(told, given)).map(({ guard, platform, who }) => [
    platform ? `${platform}.${guard}` : guard,
    who,
  ]);
}

/** How an engine writes what is not known yet. */
const UNKNOWN_ON_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const LIMITS = ["escalations", "leavers", "released", "emailChanges", "revokedRoles", "reactivated"];
const person = (name: string, more: object = {}) => ({ email: `${name}@example.com`, name, ...more });
const leaver = (name: string): Told => ({ name, stored: person(name) });
const joiner = (name: string, more: object = {}): Told => ({ name, declared: person(name, more) });
const stayer = (name: string): Told => ({ name, stored: person(name), declared: person(name) });
const atNetex = (name: string, stays: boolean): Told => {
  const stored = { username: name, firstName: name };
  return { type: "roster:netex:User", name, stored, ...(stays ? { declared: stored } : {}) };
};
const many = <T>(count: number, each: (name: string, i: number) => T) =>
  Array.from({ length: count }, (_, i) => each(`p${i}`, i));

describe("where nothing happens", () => {
  it("the default limits are told, and no other guard", () => {
    expect(results([]).map(({ guard }) => guard)).toEqual(LIMITS);
    expect(results([], { isTeardown: true }).map(({ guard }) => guard)).toEqual(LIMITS);
    const group: Told = { type: "roster:keycloak:Group", name: "pay", declared: { name: "Pay" } };
    expect(results([stayer("ada"), group]).map(({ guard }) => guard)).toEqual(LIMITS);
    expect(results([leaver("ada")], { file: { limits: { leavers: 1 } } }).map(({ guard }) => guard)).toEqual(LIMITS);
    for (const result of results([])) expect(result).not.toHaveProperty("platform");
  });
});

describe("a share", () => {
  it("is of the people who have an account now, and not of those who join", () => {
    const told = [
      ...many(10, (name, i) => (i < 2 ? leaver(name) : stayer(name))),
      ...many(40, (name) => joiner(`new-${name}`)),
    ];
    expect(breaches(told, { file: { limits: { leavers: "10%" } } })).toEqual([["leavers", ["p0", "p1"]]]);
  });

  it("for one platform is of its own accounts, and counts its own changes", () => {
    const told = [
      ...many(10, (name, i) => (i < 3 ? leaver(name) : stayer(name))),
      ...many(30, (name, i) => atNetex(name, i > 0)),
    ];
    const judge = (platform: string, limit: unknown) =>
      breaches(told, { file: { limits: { leavers: 9 }, platforms: { [platform]: { limits: { leavers: limit } } } } });
    expect(judge("adobe", "20%")).toEqual([["adobe.leavers", ["p0", "p1", "p2"]]]);
    expect(judge("adobe", "30%")).toEqual([]);
    expect(judge("netex", 1)).toEqual([]);
    expect(judge("netex", 0)).toEqual([["netex.leavers", ["p0"]]]);
  });
});

describe("administrators", () => {
  const boss = person("boss", { roles: ["Admin"] });
  const root = { login: "root", name: "Root", roles: ["Admin"] };
  const elsewhere: Told = { type: "roster:nerm:User", name: "root", stored: root, declared: root };

  it("are those of their own platform", () => {
    expect(breaches([{ name: "boss", stored: boss }, elsewhere])).toEqual([["adobe.administrators", ["boss"]]]);
  });

  it("are told by name only where too few are left", () => {
    const told = results([{ name: "boss", stored: boss, declared: boss }]);
    expect(told.filter(({ guard }) => guard === "administrators")).toEqual([
      { guard: "administrators", platform: "adobe", count: 1, who: [], limit: "at least 1", breached: false },
    ]);
  });

  it("are wanted where the first one has only just come", () => {
    const file = { administrators: 2, limits: { escalations: 9 } };
    expect(breaches([{ name: "boss", declared: boss }], { file })).toEqual([["adobe.administrators", []]]);
  });
});

describe("a group that is deleted", () => {
  const type = "roster:scim:Group";
  const group: Told = { type, name: "pay", id: "g", stored: { displayName: "Pay", origin: "created" } };
  const inside = (more: object): Told => {
    const stored = { userName: "ada", ...more };
    return { type: "roster:scim:User", name: "ada", stored, declared: stored };
  };

  it.each<[string, object, boolean]>([
    ["names whoever is in it", { groups: ["g"] }, true],
    ["names nobody whose groups are not declared", {}, false],
    ["names nobody with a role of its id", { roles: ["g"] }, false],
    ["names nobody whose groups only the run tells", { groups: [UNKNOWN_ON_WIRE] }, false],
  ])("%s", (_, more, isNamed) => {
    expect(breaches([group, inside(more)])).toEqual(isNamed ? [["namedGroups", ["Pay: 1 person"]]] : []);
  });
});

describe("a copy of an account in another directory", () => {
  const file = { limits: { leavers: 9 } };

  it("is told by what the vendor shows now, and by no vendor that has none", () => {
    const stored = { username: "ada", origin: "created", federationLink: "ldap", onDestroy: "delete" };
    const copy: Told = { type: "roster:keycloak:User", name: "ada", stored };
    expect(breaches([copy], { file })).toEqual([["copies", ["ada (keycloak id-ada)"]]]);
    const { federationLink: _, ...unlinked } = stored;
    expect(breaches([{ ...copy, observed: unlinked }], { file })).toEqual([]);
    expect(breaches([{ ...leaver("ada"), stored: person("ada", { onDestroy: "delete" }) }], { file })).toEqual([]);
  });
});

describe("one address of two people", () => {
  const secret = { [SIGNATURE]: SECRET };

  it.each<[string, readonly Told[]]>([
    ["one of whom leaves", [leaver("ada"), { ...joiner("eve"), declared: person("ada", { name: "Eve" }) }]],
    ["that nobody may see", [joiner("a", { email: secret }), joiner("b", { email: secret })]],
    ["that nobody knows yet", [joiner("a", { email: UNKNOWN_ON_WIRE }), joiner("b", { email: UNKNOWN_ON_WIRE })]],
  ])("is no duplicate: %s", (_, told) => {
    const found = breaches(told, { file: { limits: { leavers: 9 } } }).map(([guard]) => guard);
    expect(found).not.toContain("duplicates");
  });
});

describe("another key", () => {
  const file = { limits: { leavers: 9 } };
  const moved = (from: Told, to: Told) => breaches([from, to], { file });
  const second = (more: object = {}): Told => ({ name: "p9", declared: { ...person("ada"), name: "Ada", ...more } });

  it("is told of who leaves under one and joins under another with one address", () => {
    const shared = {
      type: "roster:nerm:User",
      name: "a1",
      stored: { login: "a.one", name: "Ada", email: "ada@example.com" },
    };
    const again = {
      type: "roster:nerm:User",
      name: "a2",
      declared: { login: "a.two", name: "Ada", email: "Ada@example.com" },
    };
    expect(moved(shared, again)).toEqual([["keyChanges", ["Ada (a1 -> a2)"]]]);
    const stays = { ...shared, declared: shared.stored };
    expect(moved(stays, again).map(([guard]) => guard)).toEqual(["duplicates"]);
    expect(moved({ ...shared, observed: "gone" }, again)).toEqual([]);
    const elsewhere: Told = {
      type: "roster:scim:User",
      name: "a2",
      declared: { userName: "a.two", emails: [{ value: "ada@example.com" }] },
    };
    expect(moved(shared, elsewhere)).toEqual([]);
    const other = { ...again, declared: { ...again.declared, email: "other@example.com" } };
    expect(moved(shared, other)).toEqual([]);
    expect(breaches([shared, again], { file, was: new Map([["a2", ["a0", "a1"]]]) })).toEqual([]);
    expect(breaches([shared, again], { file, was: new Map([["a1", ["a2"]]]) })).toHaveLength(1);
    expect(breaches([shared, again], { file, allow: ["keyChanges=1"] })).toEqual([]);
  });

  it("is told of each who stays in a set under another one", () => {
    const set = (users: object) => ({ users, ids: { a: "1", b: "2", c: "3" }, origins: {}, tenant: "t" });
    const [ada, bob] = [person("ada", { name: "Ada" }), person("bob", { name: "Bob" })];
    const stored = set({ a: ada, b: bob, c: person("eve") });
    const declared = { users: { x: ada, y: bob, c: person("eve") } };
    const told: Told = { type: "roster:adobe:Users", name: "all", stored, declared, diffs: ["users"] };
    expect(breaches([told])).toEqual([["keyChanges", ["Ada (a -> x)", "Bob (b -> y)"]]]);
  });

  it("is none of who moves between resources under one key", () => {
    const one = { type: "roster:nerm:User", name: "a", stored: { login: "a.one", email: "ada@example.com" } };
    const other = { type: "pulumi-nodejs:dynamic/roster/nerm:User", name: "a" };
    expect(moved(one, { ...other, declared: { login: "a.two", email: "ada@example.com" } })).toEqual([]);
    expect(moved(leaver("ada"), second())).toEqual([]);
  });

  it("is none of who stays, switched off or with the address of somebody who leaves", () => {
    const address = { email: "ada@example.com" };
    const ada = { username: "ada", ...address };
    const off: Told = { type: "roster:netex:User", name: "a", stored: ada, declared: { ...ada, enabled: false } };
    const joins: Told = { type: "roster:netex:User", name: "b", declared: { username: "b", ...address } };
    expect(moved(off, joins).map(([guard]) => guard)).toEqual(["duplicates"]);
    expect(moved(leaver("ada"), { ...stayer("bob"), declared: person("bob", address) })).toEqual([]);
    expect(moved(leaver("ada"), { ...second(), type: "pulumi-nodejs:dynamic/roster/adobe:User", name: "ada" })).toEqual(
      [],
    );
  });
});

describe("the end of a stack", () => {
  it("is allowed by the exact number of people, of whom two may have one name", () => {
    const told: readonly Told[] = [leaver("ada"), { name: "twin", stored: person("twin", { name: "ada" }) }];
    const given = { isTeardown: true, file: { limits: { leavers: 9 } } };
    expect(breaches(told, given)).toEqual([["teardown", ["ada", "ada"]]]);
    expect(breaches(told, { ...given, allow: ["teardown=2"] })).toEqual([]);
    expect(breaches(told, { ...given, allow: ["teardown=1"] })).toHaveLength(1);
  });
});

describe("an account that is there", () => {
  const met = (outcome: Existing["outcome"], active = true): readonly Existing[] =>
    previewOf(joiner("eve")).entities.map((snapshot) => ({
      snapshot,
      account: { id: "7", active, attributes: {}, sets: {}, references: {}, info: {} },
      changes: [],
      outcome,
    }));

  it("is no breach where it is adopted, and says of one that is refused whether it is off", () => {
    const judge = (existing: readonly Existing[]) => breaches([joiner("eve")], { existing });
    expect(judge(met("adopted"))).toEqual([]);
    expect(judge(met("refused"))).toEqual([["existing", ["eve (adobe 7)"]]]);
    expect(judge([...met("adopted"), ...met("refused", false)])).toEqual([["existing", ["eve (adobe 7, inactive)"]]]);
  });
});

describe("the provider's limit of removals", () => {
  const leavers = many(11, leaver);
  const file = { limits: { leavers: 99 } };
  const set = (count: number): Told => {
    const users = Object.fromEntries(many(count, (name) => [name, person(name)]));
    const ids = Object.fromEntries(many(count, (name, i) => [name, String(i)]));
    const stored = { users, ids, origins: {}, tenant: "t" };
    return { type: "roster:adobe:Users", name: "all", stored, declared: { users: {} }, diffs: ["users"] };
  };
  const judge = (told: readonly Told[], environment: Record<string, string> = {}) =>
    breaches(told, { file, environment }).map(([guard]) => guard);

  it("is as many as the plan has, unless somebody has set it", () => {
    const name = "ROSTER_ADOBE_MAX_REMOVALS";
    const { review } = reviewOf([...leavers, stayer("stays"), { ...leaver("kept"), retainOnDelete: true }]);
    expect(removalEnvironment(review)).toEqual({ ROSTER_ADOBE_PLANNED_REMOVALS: "11" });
    expect(judge(leavers, { [name]: "" })).toEqual([]);
    expect(judge(leavers)).toEqual([]);
    expect(judge(leavers, { [name]: "10" })).toEqual(["adobe.maxRemovals"]);
    expect(judge(leavers, { [name]: "11" })).toEqual([]);
    expect(judge([set(12)], { [name]: "11" })).toEqual(["adobe.maxRemovals"]);
    expect(judge([set(12)])).toEqual([]);
    // A plan of a version that knows more platforms is refused later, by what it is about.
    const elsewhere = review.changes.map((change) => ({ ...change, platform: "atlas" }));
    expect(removalEnvironment({ changes: elsewhere })).toEqual({});
    const made: Told = { type: "roster:adobe:Group", name: "g", declared: { name: "Pay" } };
    const gone: Told = { type: "roster:adobe:Group", name: "h", stored: { name: "Law", origin: "created" } };
    expect(judge([...leavers, made], { [name]: "11" })).toEqual([]);
    expect(breaches([leaver("p0"), gone], { file, environment: { [name]: "1" } })).toEqual([
      ["adobe.maxRemovals", ["p0", "Law"]],
    ]);
  });
});

describe("an approval", () => {
  it.each<[string, string, number]>([
    ["leavers=12", "leavers", 12],
    ["adobe.leavers=0", "adobe.leavers", 0],
    ["namedGroups=1", "namedGroups", 1],
    ["protected=1", "protected", 1],
    ["maxRemovals=1", "maxRemovals", 1],
  ])("%s is read", (text, name, count) => {
    expect([...readApprovals([text])]).toEqual([[name, count]]);
  });

  it.each<[string, RegExp]>([
    ["leavers=1x", /exact count/],
    ["-leavers=1", /exact count/],
    ["acme.leavers=1", /acme is none of adobe/],
    ["adobe.duplicates=1", /duplicates is none of/],
    ["people=1", /people is none of/],
  ])("%s is refused", (text, message) => {
    const read = () => readApprovals([text]);
    expect(read).toThrow(expect.objectContaining({ code: "usage", message: expect.stringMatching(message) }));
  });

  it("of a slip of the pen names what may be meant, and of another word nothing", () => {
    expect(() => readApprovals(["Leaver=1"])).toThrow(/; did you mean leavers\?$/);
    expect(() => readApprovals(["leavrz=1"])).toThrow(/; did you mean leavers\?$/);
    expect(() => readApprovals(["somebody=1"])).toThrow(/ is none of .*, teardown$/);
  });

  it.each<[string, string[], string[]]>([
    ["that allows is not told", ["leavers=1"], []],
    ["of another count is", ["leavers=2"], ["--allow leavers=2 allows nothing: the count is 1"]],
    ["of what stands is", ["joiners=1"], ["--allow joiners=1 allows nothing: there is nothing to allow"]],
    ["of what is never allowed is", ["protected=1"], ["--allow protected=1 allows nothing: that is never allowed"]],
    [
      "for one platform is not one for all",
      ["leavers=1", "netex.leavers=1"],
      ["--allow netex.leavers=1 allows nothing: there is nothing to allow"],
    ],
    ["for a platform allows its own limit", ["leavers=1", "adobe.leavers=1"], []],
  ])("%s", (_, allow, notes) => {
    const file = {
      limits: { leavers: 0 },
      platforms: { adobe: { limits: { leavers: 0 } } },
      protected: { people: ["ada"] },
    };
    const judged = results([leaver("ada")], { file, allow });
    expect(approvalNotes(readApprovals(allow), judged)).toEqual(notes);
  });
});
