import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Properties } from "../../../provider/core/contract/declaration";
import { checkUsers } from "../../../provider/core/many/check";
import { pathText, UNKNOWN } from "../../../provider/core/model/value";
import { kind } from "../lab";

function refused(users: unknown, olds: Properties = {}, own: object = {}): string[] {
  return checkUsers(kind, { users, ...own }, olds).issues.map(({ path, reason }) => `${pathText(path)}: ${reason}`);
}

function people(count: number): Record<string, object> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, { login: `p${i}` }]));
}

describe("the people of a set", () => {
  it("are judged each by the rules of one, with their place, and none hides another", () => {
    expect(refused({ ada: { login: "" }, "bob.b": { login: "b", bo: "x" }, cleo: { login: "c" }, dan: {} })).toEqual([
      "users.ada.login: must not be empty",
      'users["bob.b"].bo: is not an argument here; did you mean "bio"?',
      "users.dan.login: is required",
    ]);
  });

  it("come out in their one normal form", () => {
    const { inputs } = checkUsers(kind, { users: { ada: { login: "a", bio: null, roles: ["B", "A", "B"] } } }, {});
    expect(inputs).toEqual({ users: { ada: { login: "a", clear: ["bio"], roles: ["A", "B"] } } });
  });

  it("may be unknown: the map, a person, or anything of theirs", () => {
    expect(refused(UNKNOWN, { users: people(30) })).toEqual([]);
    const users = { ada: UNKNOWN, bob: { login: UNKNOWN, manager: UNKNOWN, roles: UNKNOWN }, cleo: { login: "c" } };
    expect(refused(users)).toEqual([]);
    expect(checkUsers(kind, { users }, {}).inputs["users"]).toMatchObject({ ada: UNKNOWN });
  });

  it("must be a map of objects", () => {
    expect(refused(undefined)).toEqual(["users: is required; {} declares nobody"]);
    expect(refused([])).toEqual(["users: must be a map of people by key"]);
    expect(refused({ ada: null, bob: "x" })).toEqual([
      "users.ada: must be an object: a person's arguments",
      "users.bob: must be an object: a person's arguments",
    ]);
  });

  it("are not judged while the map isn't known, and the set's own arguments are", () => {
    const own = { maxRemovals: 3, adopt: undefined };
    expect(checkUsers(kind, { users: UNKNOWN, ...own }, {})).toStrictEqual({
      inputs: { users: UNKNOWN, maxRemovals: 3 },
      issues: [],
    });
    expect(checkUsers(kind, { users: [], ...own }, {}).inputs).toStrictEqual({ users: [], maxRemovals: 3 });
    expect(checkUsers(kind, { users: {}, ...own }, {}).inputs).toStrictEqual({ users: {}, maxRemovals: 3 });
    expect(refused(UNKNOWN, {}, { maxRemovals: -1 })).toHaveLength(1);
  });

  it("are left out where a program's entry is undefined", () => {
    expect(checkUsers(kind, { users: { ada: undefined } }, {})).toEqual({ inputs: { users: {} }, issues: [] });
  });

  it("have keys that are nobody else's", () => {
    expect(
      refused({ "": { login: "a" }, __x: { login: "b" }, "id:7": { login: "c" } }).map((text) => text.slice(0, 30)),
    ).toEqual(
      ['users[""]: a key must not be em', "users.__x: keys that begin wit", 'users["id:7"]: keys that begin '].map(
        (text) => text.slice(0, 30),
      ),
    );
  });

  it("are each declared once, as the vendor compares them", () => {
    const [twin] = refused({ ada: { login: "ada" }, bob: { login: "ADA" } });
    expect(twin).toMatch(/^users\.bob\.login: is also that of users\.ada/);
    expect(twin).not.toMatch(/ADA/);
    expect(refused({ ada: { login: "ada" }, x: { login: "ADA" } }, { users: { ada: { login: "ada" } } })).toEqual([
      expect.stringMatching(/^users\.x\.login: is also that of users\.ada/),
    ]);
    expect(refused({ ada: { login: UNKNOWN }, bob: { login: UNKNOWN } })).toEqual([]);
    expect(refused({ x: { login: UNKNOWN } }, { users: { x: { login: "x" }, bob: {} } })).toEqual([]);
    expect(refused({ x: {}, y: {} }, { users: { ada: {}, bob: {} } })).toEqual([
      "users.x.login: is required",
      "users.y.login: is required",
    ]);
  });

  it("keep what can only be set at creation, under a new key too", () => {
    const olds = { users: { ada: { login: "a", locale: "en" } } };
    const [changed] = refused({ ada: { login: "a", locale: "fr" } }, olds);
    expect(changed).toMatch(/^users\.ada\.locale: can only be set when the account is created/);
    expect(refused({ lovelace: { login: "A", locale: "fr" } }, olds)).toHaveLength(1);
    expect(refused({ bob: { login: "b", locale: "fr" } }, olds)).toEqual([]);
  });

  it("don't change places: a list that has moved by a line turns nobody into somebody else", () => {
    const olds = { users: { 0: { login: "a" }, 1: { login: "b" } } };
    const moved = refused({ 0: { login: "new" }, 1: { login: "a" }, 2: { login: "b" } }, olds);
    expect(moved).toEqual([
      expect.stringMatching(
        /^users\["1"\]\.login: is that of users\["0"\] so far, and this key stands for another account\. .* take users\["0"\] away in/,
      ),
      expect.stringMatching(/^users\["2"\]\.login: is that of users\["1"\] so far/),
    ]);
    const before = refused({ 0: { login: "a" }, 1: { login: "new" }, 2: { login: "B" } }, olds);
    expect(before).toEqual([
      expect.stringMatching(
        /^users\["2"\]\.login: is that of users\["1"\] so far, and that key gets another one\. .* change users\["1"\] in/,
      ),
    ]);
    expect(refused({ 0: { login: "a" }, 1: { login: UNKNOWN }, 2: { login: "b" } }, olds)).toEqual([]);
    expect(refused({ 0: { login: "b" }, 1: { login: "a" } }, olds)).toHaveLength(2);
    expect(refused({ 1: { login: "a" } }, olds)).toHaveLength(1);
    expect(refused({ 0: { login: "a2" }, 1: { login: "b" } }, olds)).toEqual([]);
    expect(refused({ x: { login: "a" }, y: { login: "b" } }, olds)).toEqual([]);
  });
});

describe("managers", () => {
  const person = (login: string, manager?: unknown) => ({ login, manager });

  it("who go round in a circle are refused with the way round", () => {
    const circle = { dan: person("d", "ada"), ada: person("a", "grace"), grace: person("g", "ada"), bob: person("b") };
    expect(refused(circle)).toEqual(["users.ada.manager: managers go round in a circle: ada -> grace -> ada"]);
    expect(refused({ ada: person("a", "ada") })).toEqual(["users.ada.manager: a person can't be their own manager"]);
  });

  it("may be ids, and keys in any order", () => {
    expect(refused({ ada: person("a", "4711"), bob: person("b", "zoe"), zoe: person("z", UNKNOWN) })).toEqual([]);
  });
});

describe("maxRemovals", () => {
  const leave = (left: number, of: number, maxRemovals?: unknown, old: object = {}) =>
    refused(people(left), { users: people(of), ...old }, maxRemovals === undefined ? {} : { maxRemovals });

  it.each([
    [5, 10, undefined, true],
    [4, 10, undefined, false],
    [90, 100, undefined, true],
    [89, 100, undefined, false],
    [60, 100, 40, true],
    [59, 100, 40, false],
    [80, 100, "20%", true],
    [79, 100, "20%", false],
    [0, 100, "all", true],
    [99, 100, 0, false],
    [100, 100, 0, true],
  ])("with %i left of %i and maxRemovals %s: %s", (left, of, maxRemovals, fine) => {
    expect(leave(left, of, maxRemovals).length === 0).toBe(fine);
  });

  it("stands aside by default where guards judge the run, and holds where it is declared", () => {
    const guarded = (left: number, own: object) =>
      checkUsers(kind, { users: people(left), ...own }, { users: people(100) }, { isGuarded: true }).issues.length;
    expect([guarded(0, {}), guarded(90, { maxRemovals: 9 }), guarded(91, { maxRemovals: 9 })]).toEqual([0, 1, 0]);
  });

  it("names a few, how many, and what to set", () => {
    expect(leave(80, 100)).toEqual([
      "maxRemovals: 20 people (k80, k81, k82, k83, k84 and 15 more) would leave or be switched off, and by default 10 of 100 may at once. If all of this is meant, set maxRemovals to 20",
    ]);
  });

  it("leaves out whoever is retained by word, and whoever is only renamed", () => {
    expect(leave(0, 100, 0, { onDestroy: "retain" })).toEqual([]);
    const olds = { users: { k1: { login: "kept", onDestroy: "retain" }, k2: { login: "gone" } } };
    expect(refused({}, olds, { maxRemovals: 0 })).toEqual([expect.stringMatching(/^maxRemovals: 1 person \(k2\) /)]);
    expect(leave(0, 100, UNKNOWN)).toEqual([]);
    const renamed = Object.fromEntries(Object.entries(people(100)).map(([key, person]) => [`new-${key}`, person]));
    expect(refused(renamed, { users: people(100) }, { maxRemovals: 0 })).toEqual([]);
  });

  it.each([-1, 1.5, "10", "101%", "-5%", "none", true, {}])("is refused as %j", (maxRemovals) => {
    expect(refused({}, {}, { maxRemovals })).toEqual([expect.stringMatching(/^maxRemovals: must be a count/)]);
  });
});

describe("the set's own arguments", () => {
  it("are judged, and a misspelt one is recognised", () => {
    expect(refused({}, {}, { onDestroy: "burn", maxRemoval: 3 })).toEqual([
      'onDestroy: must be "deactivate", "delete" or "retain"',
      'maxRemoval: is not an argument here; did you mean "maxRemovals"?',
    ]);
    expect(refused({}, {}, { user: {} })).toEqual(['user: is not an argument here; did you mean "users"?']);
  });
});

it("of anything at all never throws, and answers plain refusals", () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (users, old) => {
      const { issues } = checkUsers(kind, { users }, { users: old });
      for (const { path, reason } of issues)
        expect([typeof pathText(path), typeof reason]).toEqual(["string", "string"]);
    }),
    { numRuns: 300 },
  );
});
