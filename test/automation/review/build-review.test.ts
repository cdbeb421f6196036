import { describe, expect, it } from "vitest";
import { userKindOf } from "../../../automation/common/platforms";
import { withGuards } from "../../../automation/plan/review/build-review";
import { adoptionChange, departureOf } from "../../../automation/plan/review/classify";
import type { DeclaredBy } from "../../../automation/plan/review/declared-by";
import type { Existing } from "../../../automation/plan/review/existing";
import { Names } from "../../../automation/plan/review/names";
import type { Change } from "../../../provider/core/model/change";
import { previewOf, reviewOf, type Told } from "../snapshots";

const ADA = { email: "ada@example.com", name: "Ada Byron", profile: "Author", tenant: "1", origin: "created" };
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const told = (name: string, own: Partial<Told> = {}): Told => ({ name, stored: ADA, declared: ADA, ...own });
const joiner = (name: string, more: object = {}): Told => ({
  name,
  declared: { email: "ada@example.com", name: "Ada Byron", ...more },
});
const changesOf = (people: readonly Told[], existing: readonly Existing[] = []) =>
  reviewOf(people, { existing }).review.changes;

function met(
  person: Told,
  own: Partial<Existing> & { readonly id?: string; readonly active?: boolean } = {},
): Existing {
  const [snapshot] = previewOf(person).entities;
  if (!snapshot) throw new Error("nobody was told of");
  const { id = "7", active = true, ...rest } = own;
  const account = { id, active, attributes: {}, sets: {}, references: {}, info: {} };
  return { snapshot, account, changes: [], outcome: "adopted", ...rest };
}

describe("somebody whose account is gone", () => {
  it("comes back under another id, and the change names the one before", () => {
    const [change] = changesOf([told("ada", { id: "3", observed: "gone" })]);
    expect(change).toMatchObject({ classes: ["joiner"], formerId: "3" });
    expect(change && "id" in change).toBe(false);
  });

  it("comes back under the id that is taken on, in whatever resource", () => {
    const gone = told("ada", { id: "3", observed: "gone" });
    const [adopted] = changesOf([gone], [met(gone, { id: "7" })]);
    expect(adopted).toMatchObject({ id: "7", formerId: "3" });
    const elsewhere = changesOf([
      { name: "old", id: "3", stored: ADA, observed: "gone" },
      joiner("new", { email: "ADA@example.com" }),
    ]);
    const back = elsewhere.find(({ key }) => key === "new");
    expect(back).toMatchObject({ classes: ["joiner"], formerId: "3" });
    expect(back && "id" in back).toBe(false);
  });

  it("had the account of their own, whatever natural key they get meanwhile", () => {
    const renamed = told("ada", { id: "3", observed: "gone", declared: { ...ADA, email: "byron@example.com" } });
    expect(changesOf([renamed])[0]).toMatchObject({ classes: ["joiner"], formerId: "3" });
  });

  it("has not come back where the account that is taken on is their own", () => {
    const gone = told("ada", { id: "3", observed: "gone" });
    const [change] = changesOf([gone], [met(gone, { id: "3" })]);
    expect(change?.id).toBe("3");
    expect(change && "formerId" in change).toBe(false);
  });

  it("is nobody whose natural key is as secret, or as unknown, as that of somebody new", () => {
    for (const email of [SECRET, UNKNOWN]) {
      const gone = told("old", { id: "3", stored: { ...ADA, email }, observed: "gone" });
      const change = changesOf([gone, joiner("new", { email })]).find(({ key }) => key === "new");
      expect(change?.classes).toEqual(["joiner"]);
      expect(change && "formerId" in change).toBe(false);
    }
  });

  it.each<[string, readonly Told[]]>([
    [
      "has another natural key",
      [{ name: "old", id: "3", stored: { ...ADA, email: "bob@example.com" }, observed: "gone" }, joiner("new")],
    ],
    ["is still there", [{ name: "old", id: "3", stored: ADA }, joiner("new")]],
    [
      "is on another platform",
      [
        { type: "roster:scim:User", name: "old", id: "3", stored: { userName: "ada@example.com" }, observed: "gone" },
        joiner("new"),
      ],
    ],
  ])("is nobody who %s", (_, people) => {
    const change = changesOf(people).find(({ key }) => key === "new");
    expect(change?.classes).toEqual(["joiner"]);
    expect(change && "formerId" in change).toBe(false);
  });
});

describe("somebody whose account is taken on", () => {
  const profile: Change = { kind: "attribute", path: ["profile"], from: "Poet", to: "Author" };

  it("is told with what changes in it and with its id, and not as a joiner", () => {
    const ada = joiner("ada");
    const policy: Change = { kind: "policy", path: ["adopt"], to: true };
    const [change] = changesOf([ada], [met(ada, { changes: [profile, policy] })]);
    expect(change).toMatchObject({ id: "7", classes: ["mover"] });
    expect(change && "formerId" in change).toBe(false);
    expect(change?.details).toEqual([
      { kind: "attribute", path: "profile", from: "Poet", to: "Author" },
      { kind: "policy", path: "adopt", to: "7" },
    ]);
  });

  it("is of no danger where nothing changes", () => {
    const ada = joiner("ada");
    expect(changesOf([ada], [met(ada)])[0]).toMatchObject({
      classes: ["other"],
      details: [{ path: "adopt", to: "7" }],
    });
  });

  it("is switched on where the account is off, once, however that is told", () => {
    const ada = joiner("ada");
    const [change] = changesOf([ada], [met(ada, { active: false, changes: [profile] })]);
    expect(change?.classes).toEqual(["reactivated", "mover"]);
    expect(change?.details[0]).toMatchObject({ path: "state", from: "inactive", to: "active" });
    const own: Change = { kind: "activation", path: ["status"], from: "off", to: "on" };
    const [told] = changesOf([ada], [met(ada, { active: false, changes: [profile, own] })]);
    expect(told?.details.map(({ path }) => path)).toEqual(["profile", "status", "adopt"]);
  });

  it.each<[string, readonly Partial<Existing & { id: string }>[]]>([
    ["is refused", [{ outcome: "refused" }]],
    ["is one of two", [{}, { id: "8" }]],
    ["is nobody's", []],
  ])("is a joiner where the account %s", (_, accounts) => {
    const ada = joiner("ada");
    const [change] = changesOf(
      [ada],
      accounts.map((own) => met(ada, own)),
    );
    expect(change?.classes).toEqual(["joiner"]);
    expect(change && "id" in change).toBe(false);
  });

  it("becomes an administrator where that is granted to it", () => {
    const [person] = previewOf(joiner("ada")).people;
    const granted: Change = { kind: "member", path: ["roles", 0], to: "Admin" };
    const change = person && adoptionChange(person, "7", [granted], { extraRoles: [], names: new Names([]) });
    expect(change?.classes).toEqual(["escalation", "role-granted"]);
  });
});

describe("somebody who leaves", () => {
  it("is no leaver where another resource takes the account over, and is told which", () => {
    const [, moved] = changesOf(
      [told("old", { declared: undefined as never }), joiner("new", { email: "ADA@example.com" })].map(
        ({ declared, ...rest }) => (declared ? { ...rest, declared } : rest),
      ),
    );
    expect(moved).toMatchObject({
      key: "old",
      classes: ["other"],
      details: [{ kind: "policy", path: "resource", from: "old", to: "new" }],
    });
    expect(moved && "departure" in moved).toBe(false);
  });

  it("leaves though the natural keys of both are secret, or not known yet: that is no reason to take two for one", () => {
    for (const email of [SECRET, UNKNOWN]) {
      const changes = changesOf([{ name: "old", stored: { ...ADA, email } }, joiner("new", { email })]);
      expect(changes).toMatchObject([
        { key: "old", classes: ["leaver"], departure: "deactivated" },
        { key: "new", classes: ["joiner"] },
      ]);
    }
  });

  it.each<[string, Told]>([
    ["somebody else joins", { name: "new", declared: { email: "bob@example.com", name: "Bob" } }],
    ["the person stays elsewhere too", told("new", { id: "9" })],
  ])("leaves though %s", (_, other) => {
    const leaves: Told = { name: "old", stored: ADA };
    expect(changesOf([leaves, other]).find(({ key }) => key === "old")?.classes).toEqual(["leaver"]);
  });

  it("leaves nothing to do where the account is gone already", () => {
    expect(changesOf([{ name: "old", stored: ADA, observed: "gone" }])).toEqual([]);
  });

  it("leaves those who still report to them, by name and in order, unless the account is released", () => {
    const report = (name: string, manager: string | undefined, more: object = {}): Told => {
      const person = { email: `${name}@example.com`, name, ...(manager && { manager }), ...more };
      return { name, stored: person, declared: person };
    };
    const people = [
      report("Zoe", "id-ada"),
      report("Bob", "id-ada"),
      report("Eve", "id-eve"),
      report("Kim", undefined),
    ];
    const leaves: Told = { name: "ada", stored: ADA };
    expect(changesOf([leaves, ...people])[0]?.reports).toEqual(["Bob", "Zoe"]);
    const released = changesOf([{ ...leaves, stored: { ...ADA, origin: "adopted" } }, ...people])[0];
    expect(released).toMatchObject({ departure: "released" });
    expect(released && "reports" in released).toBe(false);
    const [alone] = changesOf([leaves]);
    expect(alone && "reports" in alone).toBe(false);
  });

  it("in a set leaves those who name them by key there, and nobody of another set", () => {
    const type = "roster:adobe:Users";
    const person = (name: string, manager?: string) => ({
      email: `${name}@example.com`,
      name,
      ...(manager && { manager }),
    });
    const set = (name: string, users: Record<string, object>, declared: Record<string, object>): Told => ({
      type,
      name,
      stored: { users, ids: Object.fromEntries(Object.keys(users).map((key) => [key, `${name}-${key}`])), tenant: "t" },
      declared: { users: declared },
    });
    const bob = person("bob", "ada");
    const changes = changesOf([
      set("one", { ada: person("ada"), bob }, { bob }),
      set("two", { eve: person("eve", "ada") }, { eve: person("eve", "ada") }),
    ]);
    expect(changes).toMatchObject([{ key: "ada", classes: ["leaver"], reports: ["bob"] }]);
  });

  it("leaves each report once, whose manager's key is their account's id too, and nobody who has no manager", () => {
    const person = (name: string, manager?: string) => ({
      email: `${name}@example.com`,
      name,
      ...(manager && { manager }),
    });
    const leaving = (key: string, id: string, others: Record<string, object>): Told => ({
      type: "roster:adobe:Users",
      name: "people",
      stored: {
        users: { [key]: person("ada"), ...others },
        ids: { [key]: id, ...Object.fromEntries(Object.keys(others).map((other) => [other, other])) },
      },
      declared: { users: others },
    });
    expect(changesOf([leaving("7", "7", { bob: person("bob", "7") })])[0]?.reports).toEqual(["bob"]);
    const [nobody] = changesOf([leaving("undefined", "9", { bob: person("bob") })]);
    expect(nobody).toMatchObject({ key: "undefined", classes: ["leaver"] });
    expect(nobody && "reports" in nobody).toBe(false);
  });

  it("leaves nobody of another platform whose manager has the same id", () => {
    const nerm = { login: "bob", name: "Bob", manager: "id-ada" };
    const other: Told = { type: "roster:nerm:User", name: "bob", stored: nerm, declared: nerm };
    const [change] = changesOf([{ name: "ada", stored: ADA }, other]);
    expect(change && "reports" in change).toBe(false);
  });

  it.each<[string, object, boolean, string]>([
    ["created", {}, false, "deactivated"],
    ["created", { onDestroy: "delete" }, false, "deleted"],
    ["created", { onDestroy: "delete" }, true, "released"],
    ["adopted", {}, false, "released"],
    ["adopted", { onDestroy: "deactivate" }, false, "deactivated"],
  ])("of an account that was %s, with %j and retained %s, is %s", (origin, options, retainOnDelete, departure) => {
    const [person] = previewOf({ name: "ada", stored: { ...ADA, origin, ...options }, retainOnDelete }).people;
    expect(person && departureOf(person)).toBe(departure);
  });
});

describe("what is only known to the engine", () => {
  it.each<[string, object, object, readonly string[], readonly string[]]>([
    ["a secret that differs", { bio: SECRET }, { bio: SECRET }, ["bio"], ["bio"]],
    ["a value that becomes a secret", { bio: "x" }, { bio: SECRET }, ["bio"], ["bio"]],
    ["a secret that stays", { bio: SECRET }, { bio: SECRET }, [], []],
    ["a plain value that the engine calls different", { bio: "x" }, { bio: "x" }, ["bio"], []],
    [
      "a plain value beside a secret",
      { bio: "x", profile: SECRET },
      { bio: "x", profile: SECRET },
      ["bio", "profile"],
      ["profile"],
    ],
  ])("is a change, once: %s", (_, stored, declared, diffs, paths) => {
    const base = { email: "ada@example.com", name: "Ada" };
    const [change] = changesOf([
      { name: "ada", stored: { ...base, ...stored }, declared: { ...base, ...declared }, diffs },
    ]);
    expect(change?.details.map(({ path }) => path) ?? []).toEqual(paths);
  });
});

describe("a review", () => {
  it("lists the most dangerous first, then by name, platform and key, whichever an engine tells first", () => {
    const nerm = (name: string, key: string): Told => ({
      type: "roster:nerm:User",
      name: key,
      declared: { login: key, name },
    });
    const adobe = (name: string, key: string, more: object = {}): Told =>
      joiner(key, { name, email: `${key}@example.com`, ...more });
    const people = [
      nerm("Bob", "b3"),
      adobe("Bob", "b2"),
      adobe("Bob", "b1"),
      adobe("Ada", "z"),
      adobe("Zoe", "a", { roles: ["Admin"] }),
    ];
    const order = (some: readonly Told[]) => changesOf(some).map(({ key }) => key);
    expect(order(people)).toEqual(["a", "z", "b1", "b2", "b3"]);
    expect(order([...people].reverse())).toEqual(["a", "z", "b1", "b2", "b3"]);
  });

  it("has the roster's days, notes and reasons, and the origins of what is declared", () => {
    const calendar = { today: "2026-11-24", next: [] };
    const roster: DeclaredBy = {
      ...{ was: new Map(), calendar, notes: ["one row is empty"] },
      held: new Map([["zoe", { reason: "no address", place: "people.csv:7" }]]),
      originsOf: (key) => (key === "ada" ? { "adobe.profile": "workday:3, Job Title" } : {}),
    };
    const { review } = reviewOf([told("ada", { declared: { ...ADA, profile: "Lead" } })], { roster });
    expect(review).toMatchObject({
      calendar,
      notes: ["one row is empty"],
      held: [{ key: "zoe", name: "zoe", reason: "no address", place: "people.csv:7" }],
      changes: [{ key: "ada", origins: { profile: "workday:3, Job Title" } }],
    });
    expect("calendar" in reviewOf([told("ada")]).review).toBe(false);
  });

  it("says what somebody held before where roles change, those of a section with its name", () => {
    const roles = (...names: string[]) => ({ ...ADA, roles: names });
    const [adobe] = changesOf([told("ada", { stored: roles("Author"), declared: roles("Author", "Editor") })]);
    expect(adobe?.held).toEqual(["Author"]);
    const [other] = changesOf([
      told("ada", { stored: roles("Author"), declared: { ...roles("Author"), profile: "x" } }),
    ]);
    expect(other && "held" in other).toBe(false);
    const type = "roster:netex:User";
    const netex = (management: readonly string[]) => ({ username: "ada", name: "Ada", roles: { management } });
    const [sections] = changesOf([{ type, name: "ada", stored: netex(["user"]), declared: netex(["user", "editor"]) }]);
    expect(sections?.held).toEqual(["management: user"]);
  });

  it("counts nobody as unchanged whose other account changes", () => {
    const nerm = { login: "ada", email: "ada@example.com", name: "Ada" };
    const same: Told = { type: "roster:nerm:User", name: "ada-nerm", stored: nerm, declared: nerm };
    const { review } = reviewOf([told("ada", { declared: { ...ADA, profile: "Lead" } }), same]);
    expect(review).toMatchObject({ people: 1, unchanged: 0 });
    const bob = { email: "bob@example.com", name: "Bob" };
    const two = reviewOf([
      told("ada", { declared: { ...ADA, profile: "Lead" } }),
      { name: "bob", stored: bob, declared: bob },
    ]);
    expect(two.review).toMatchObject({ people: 2, unchanged: 1 });
    expect(two.review.platforms).toMatchObject([{ id: "adobe", declared: 2, same: 1 }]);
  });

  it("counts administrators who are declared and switched on", () => {
    const count = (one: Told) => reviewOf([one]).review.platforms[0]?.administrators;
    const admin = { ...ADA, roles: ["Admin"] };
    expect(count(told("ada", { stored: admin, declared: admin }))).toBe(1);
    expect(count(told("ada", { stored: admin }))).toBe(0);
    expect(count({ name: "ada", stored: admin })).toBe(0);
    const { activation } = userKindOf("nerm").capabilities;
    const { attribute, active, inactive } = activation ?? expect.fail("NERM has no activation");
    const nerm = (state: unknown): Told => {
      const person = { login: "ada", name: "Ada", admin: true, [attribute]: state };
      return { type: "roster:nerm:User", name: "ada", stored: person, declared: person };
    };
    expect([count(nerm(active)), count(nerm(inactive))]).toEqual([1, 0]);
  });

  it("names who is held, and leaves them out where nobody is", () => {
    const type = "roster:adobe:Users";
    const users = { ada: { email: "ada@example.com", name: "Ada" } };
    const set = (more: object): Told => ({
      ...{ type, name: "people", stored: { users, ids: { ada: "1" }, tenant: "t" } },
      declared: { users, ...more },
    });
    expect(reviewOf([set({ hold: ["ada", "zoe"] })]).review.held).toEqual([
      { key: "ada", name: "Ada" },
      { key: "zoe", name: "zoe" },
    ]);
    expect("held" in reviewOf([set({})]).review).toBe(false);
  });

  it("counts other resources that change, and none that Pulumi itself keeps or that stay", () => {
    const bucket = (own: Partial<Told>): Told => ({
      type: "aws:s3:Bucket",
      name: "b",
      stored: {},
      declared: {},
      ...own,
    });
    const count = (...of: readonly Told[]) => reviewOf(of).otherChanges;
    expect(count(bucket({}))).toBe(0);
    expect(count(bucket({ diffs: ["x"] }))).toBe(1);
    expect(count({ type: "aws:s3:Bucket", name: "b", stored: {}, observed: "gone" })).toBe(0);
    expect(count({ type: "pulumi:providers:aws", name: "p", declared: {} })).toBe(0);
    expect(count({ type: "aws:pulumi:Thing", name: "p", declared: {} })).toBe(1);
  });

  it("is the same with the guards' results in it", () => {
    const { review } = reviewOf([told("ada")]);
    const guards = [{ guard: "deletions" }] as never;
    expect(withGuards(review, guards)).toEqual({ ...review, guards });
  });
});
