import { describe, expect, it } from "vitest";
import {
  keysOf,
  knownOf,
  peopleOf,
  renamesIn,
  someOf,
  withDefaults,
  withoutDefaults,
} from "../../../provider/core/many/people";
import { accountIdOf, circlesOfIds, withKeys } from "../../../provider/core/many/references";
import { UNKNOWN } from "../../../provider/core/model/value";
import { capabilities } from "../lab";

const ada = { login: "ada" };

describe("the people of a set", () => {
  it("are those who are declared, and their keys those of people who aren't known yet, too", () => {
    const users = { ada, bob: UNKNOWN, cleo: undefined };
    expect([[...peopleOf({ users }).keys()], keysOf({ users })]).toEqual([["ada"], ["ada", "bob"]]);
    expect([peopleOf({ users: UNKNOWN }).size, keysOf({ users: UNKNOWN }), keysOf({})]).toEqual([0, [], []]);
  });

  it("are known where they have an account", () => {
    const { people, ids, own } = knownOf({
      users: { ada, bob: { login: "bob" } },
      ids: { ada: 7 },
      adopt: true,
      tenant: "t",
    });
    expect([[...people.keys()], [...ids], own]).toEqual([["ada"], [["ada", "7"]], { adopt: true }]);
  });

  it("have the set's defaults where they don't say themselves, which outputs leave out again", () => {
    const set = { adopt: true, onDestroy: "retain", users: {} };
    const person = { login: "ada", onDestroy: "delete" };
    const whole = withDefaults(capabilities, person, set);
    expect(whole).toStrictEqual({ ...person, adopt: true });
    expect(withoutDefaults(capabilities, whole, person)).toStrictEqual(person);
    expect(withDefaults(capabilities, person, {})).toStrictEqual(person);
  });

  it.each<[string, object, object, [string, string][]]>([
    ["from one that is gone", { x: { login: "ADA" } }, { ada }, [["x", "ada"]]],
    ["not from one that stays", { ada: { login: "eve" }, x: ada }, { ada }, []],
    ["not where both keys were there", { x: ada }, { ada, x: { login: "x" } }, []],
    ["not without a natural key", { x: {} }, { ada: {} }, []],
    ["not from somebody else", { x: { login: "x" } }, { ada }, []],
    ["not from one who isn't known yet", { ada: UNKNOWN, x: ada }, { ada }, []],
  ])("come under a new key %s", (_, users, before, renames) => {
    expect([...renamesIn(capabilities, { users }, peopleOf({ users: before }))]).toEqual(renames);
  });

  it("are named by a key that is nothing of theirs, or by the account", () => {
    const people = new Map([["ada", ada]]);
    expect(someOf(["x", "ada", "eve@example.com"], people, new Map([["ada", "7"]]))).toBe(
      "3 people (x, account 7 and 1 more)",
    );
    expect(someOf(["eve@example.com"], people)).toBe("1 person");
  });
});

describe("others whom people name", () => {
  const ids = new Map([
    ["ada", "1"],
    ["7", "8"],
  ]);
  const names = {
    has: (key: string) => ids.has(key) || key === "new" || key === "newer",
    idOf: (key: string) => ids.get(key),
  };

  it.each([
    ["ada", "1"],
    ["7", "8"],
    ["id:7", "7"],
    ["id:ada", "ada"],
    ["4711", "4711"],
    ["47id:", "47id:"],
  ])("by %j are account %j", (name, id) => {
    expect(accountIdOf(name, names)).toBe(id);
  });

  it("without an account are nobody's, each in another way", () => {
    const [one, other] = [accountIdOf("new", names), accountIdOf("newer", names)];
    expect(one).not.toBe(other);
    for (const text of [one, other]) expect(["", "new", "newer"]).not.toContain(text);
  });

  it.each<[string, string, unknown, string]>([
    ["as they are declared", "1", "id:1", "id:1"],
    ["by their key", "1", undefined, "ada"],
    ["by their key, where somebody else is declared", "1", "7", "ada"],
    ["by an id that is nobody's key", "9", 9, "9"],
    ["by a marked id where it is a key too", "7", undefined, "id:7"],
    ["by a marked id where it looks like one", "id:9", undefined, "id:id:9"],
    ["by an id that ends like one", "9id:", undefined, "9id:"],
  ])("are shown %s", (_, id, said, shown) => {
    const keyOf = new Map([["1", "ada"]]);
    expect(withKeys(capabilities, { manager: id }, { manager: said }, { names, keyOf })).toEqual({ manager: shown });
  });

  it.each([
    ["by marked ids", { ada: { manager: "id:2" }, bob: { manager: "id:1" } }, 1],
    ["by ids", { ada: { manager: "2" }, bob: { manager: "1" } }, 1],
    ["by an id and a key", { ada: { manager: "bob" }, bob: { manager: "1" } }, 1],
    ["in no circle", { ada: { manager: "2" }, bob: { manager: "3" } }, 0],
    ["one of whom isn't known yet", { ada: { manager: "2" }, bob: UNKNOWN }, 0],
    ["by keys, which check sees", { ada: { manager: "bob" }, bob: { manager: "ada" } }, 0],
  ])("%s are refused where they go round: %#", (_, users, circles) => {
    const issues = circlesOfIds(
      capabilities,
      { users },
      new Map([
        ["ada", "1"],
        ["bob", "2"],
      ]),
    );
    expect(issues).toHaveLength(circles);
  });
});
