import { describe, expect, it } from "vitest";
import type { Properties } from "../../../provider/core/contract/declaration";
import { knownOf } from "../../../provider/core/many/people";
import { isNeeded, planOf } from "../../../provider/core/many/plan";
import { plannedUsers } from "../../../provider/core/many/planned";
import { limitOfSet, removedBy } from "../../../provider/core/many/removals";
import { UNKNOWN } from "../../../provider/core/model/value";
import { capabilities, kind } from "../lab";

const people = (count: number, more: object = {}) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, { login: `p${i}`, ...more }]));
const outputsOf = (users: object, more: Properties = {}) => ({
  users,
  ids: Object.fromEntries(Object.keys(users).map((key) => [key, `id-${key}`])),
  origins: {},
  tenant: "here",
  ...more,
});
const ada = { login: "ada" };
const bob = { login: "bob" };

describe("what preview shows of a set", () => {
  it("is what is declared, with the ids and origins of those who are there, by new keys too", () => {
    const olds = outputsOf({ ada, bob }, { origins: { ada: "adopted", bob: "imported" } });
    const users = { countess: { login: "ADA" }, bob, cleo: { login: "cleo" } };
    expect(plannedUsers(kind, { users, adopt: true }, olds)).toStrictEqual({
      users,
      adopt: true,
      ids: { countess: "id-ada", bob: "id-bob", cleo: UNKNOWN },
      origins: { countess: "adopted", bob: "imported" },
      tenant: "here",
    });
  });

  it("is not known of a set that is created, or whose people aren't known yet", () => {
    expect(plannedUsers(kind, { users: { ada } }, {})).toStrictEqual({
      users: { ada },
      ids: { ada: UNKNOWN },
      origins: {},
      tenant: UNKNOWN,
    });
    expect(plannedUsers(kind, { users: UNKNOWN }, outputsOf({ ada }))).toStrictEqual({
      users: UNKNOWN,
      ids: UNKNOWN,
      origins: UNKNOWN,
      tenant: "here",
    });
  });

  it("refuses the removals that an update would refuse, unless guards judge them", () => {
    const olds = outputsOf(people(10));
    expect(() => plannedUsers(kind, { users: people(4) }, olds)).toThrow(/^maxRemovals: 6 people/);
    expect(plannedUsers(kind, { users: people(4) }, olds, true)).toMatchObject({ tenant: "here" });
    expect(() => plannedUsers(kind, { users: people(4), maxRemovals: 1 }, olds, true)).toThrow(
      /^maxRemovals: 6 people .* and 1 may at once\. .*maxRemovals to 6$/,
    );
    expect(() => plannedUsers(kind, { users: people(4), maxRemovals: "20%" }, olds)).toThrow(/ and "20%", here 2 may /);
    expect(() => plannedUsers(kind, { users: people(4) }, olds)).toThrow(/ and by default 5 of 10 may /);
  });
});

describe("a plan is needed", () => {
  const olds = outputsOf({ ada, bob });
  it.each<[string, Properties, boolean]>([
    ["not where all is as it was", { users: { ada, bob } }, false],
    ["where only an argument of the set is another", { users: { ada, bob }, onDestroy: "delete" }, true],
    ["where only somebody joins", { users: { ada, bob, cleo: { login: "cleo" } } }, true],
    ["where only somebody leaves", { users: { ada } }, true],
    ["where only a key is another", { users: { countess: ada, bob } }, true],
    ["where only somebody is different", { users: { ada, bob: { ...bob, bio: "b" } } }, true],
  ])("%s", (_, news, needed) => {
    expect(isNeeded(planOf(kind, news, olds))).toBe(needed);
  });

  it("and refused where somebody's copy is promised to be deleted", () => {
    const copying = { ...kind, capabilities: { ...capabilities, copies: { output: "source" } } };
    const copies = outputsOf({ ada: { ...ada, source: "ldap" }, bob });
    expect(() => planOf(copying, { users: { ada: { ...ada, onDestroy: "delete" }, bob } }, copies)).toThrow(
      expect.objectContaining({
        issues: [{ path: ["users", "ada", "onDestroy"], reason: expect.stringContaining("id-ada") }],
      }),
    );
  });
});

describe("who is switched off or deleted by an update", () => {
  const off = { login: "ada", status: "off" };
  it.each<[string, Properties, Properties, string[]]>([
    ["nobody who stays as they are", { users: { ada, bob } }, outputsOf({ ada, bob }), []],
    ["whoever leaves", { users: { bob } }, outputsOf({ ada, bob }), ["ada"]],
    [
      "nobody who leaves and is retained",
      { users: {} },
      outputsOf({ ada: { ...ada, onDestroy: "retain" }, bob }),
      ["bob"],
    ],
    [
      "nobody who leaves and was retained by the set",
      { users: {} },
      outputsOf({ ada, bob }, { onDestroy: "retain" }),
      [],
    ],
    [
      "nobody who leaves and was adopted",
      { users: {} },
      outputsOf({ ada, bob }, { origins: { ada: "adopted" } }),
      ["bob"],
    ],
    [
      "whoever was adopted and is to be deleted",
      { users: {} },
      outputsOf({ ada: { ...ada, onDestroy: "delete" } }, { origins: { ada: "adopted" } }),
      ["ada"],
    ],
    [
      "whoever is newly declared off, beside other changes",
      { users: { ada: { ...off, bio: "b" } } },
      outputsOf({ ada }),
      ["ada"],
    ],
    ["nobody who was off", { users: { ada: { ...off, bio: "b" } } }, outputsOf({ ada: off }), []],
    ["nobody who is switched on", { users: { ada } }, outputsOf({ ada: off }), []],
    ["nobody of whom another text reads like it", { users: { ada: { ...ada, bio: "off" } } }, outputsOf({ ada }), []],
    ["nobody who is created off", { users: { ada: off } }, {}, []],
    [
      "whoever may be adopted to be off, by their own word",
      { users: { ada: { ...off, adopt: true }, bob } },
      {},
      ["ada"],
    ],
    ["whoever may be adopted to be off, by the set's", { users: { ada: off, bob }, adopt: "identical" }, {}, ["ada"]],
    ["nobody who must not be adopted", { users: { ada: { ...off, adopt: false } }, adopt: true }, {}, []],
    ["nobody who may be adopted and stays on", { users: { ada: { ...ada, status: "on" } }, adopt: true }, {}, []],
    ["nobody who isn't known yet", { users: { ada: UNKNOWN }, adopt: true }, {}, []],
  ])("%s", (_, news, olds, keys) => {
    expect(removedBy(kind, planOf(kind, news, olds), knownOf(olds), news)).toEqual(keys);
  });

  it("nobody where accounts can't be switched off", () => {
    const { activation: _, ...lasting } = capabilities;
    const without = { ...kind, capabilities: lasting };
    const news = { users: { ada: { ...ada, adopt: true } } };
    expect(removedBy(without, planOf(without, news, {}), knownOf({}), news)).toEqual([]);
  });

  it.each<[unknown, number, number]>([
    [undefined, 10, 5],
    [undefined, 0, 5],
    [undefined, 119, 11],
    [0, 100, 0],
    [7, 100, 7],
    ["12.5%", 100, 12],
    ["100%", 9, 9],
    ["0%", 9, 0],
    ["all", 9, Number.POSITIVE_INFINITY],
    ["12.55%", 1000, 125],
    ["101%", 40, 5],
    ["x10%", 40, 5],
    ["-10%", 40, 5],
    ["10%x", 40, 5],
    [["10%"], 40, 5],
  ])("as many as maxRemovals %j allows of %i: %i", (maxRemovals, soFar, limit) => {
    expect(limitOfSet(maxRemovals, soFar)).toBe(limit);
  });

  it("by default a share of those who are declared, where the set begins with people who are there", () => {
    const users = {
      ...people(100),
      ...Object.fromEntries(Object.entries(people(9)).map(([key, person]) => [key, { ...person, status: "off" }])),
    };
    expect(plannedUsers(kind, { users, adopt: true }, {})).toMatchObject({ tenant: UNKNOWN });
    const few = Object.fromEntries(Object.entries(users).slice(0, 20));
    expect(() => plannedUsers(kind, { users: few, adopt: true }, {})).toThrow(/^maxRemovals: 9 people/);
  });
});
