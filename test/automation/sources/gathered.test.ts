import { describe, expect, it } from "vitest";
import type { RawPerson } from "../../../automation/roster/model/roster";
import { type Days, Gathered } from "../../../automation/roster/sources/gathered";

const person = (values: RawPerson["values"] = {}): RawPerson => ({
  values,
  holds: false,
  placeOf: () => "here",
  originOf: () => "here",
});
const TODAY = "2026-12-10";
const days = (starts?: string, ends?: string, before = 0): Days => ({ starts, ends, today: TODAY, before });

describe("whether somebody is there on a day", () => {
  it.each<[what: string, is: boolean, Days]>([
    ["no days are said", true, days()],
    ["the first day is today", true, days("2026-12-10")],
    ["the first day was yesterday", true, days("2026-12-09")],
    ["the first day is tomorrow", false, days("2026-12-11")],
    ["the last day is today", true, days(undefined, "2026-12-10")],
    ["the last day was yesterday", false, days(undefined, "2026-12-09")],
    ["the last day is tomorrow", true, days(undefined, "2026-12-11")],
    ["the last day is that of the end of time", true, days(undefined, "9999-12-31")],
    ["it is between both", true, days("2026-12-01", "2026-12-31")],
    ["both are over", false, days("2026-11-01", "2026-11-30")],
    ["both are to come", false, days("2027-01-01", "2027-12-31")],
    ["somebody is there some days before the first one", true, days("2026-12-13", undefined, 3)],
    ["the first of these days is tomorrow", false, days("2026-12-14", undefined, 3)],
    ["the days before are over since the last one is", false, days("2026-12-01", "2026-12-09", 3)],
  ])("is told where %s: %s", (_, is, some) => {
    const gathered = new Gathered();
    expect(gathered.isWithin(some)).toBe(is);
    expect([gathered.hasDates, gathered.turns]).toEqual([false, []]);
    expect(gathered.isThere("ada", some)).toBe(is);
    expect(gathered.hasDates).toBe(some.starts !== undefined || some.ends !== undefined);
  });
});

describe("who joins or leaves soon", () => {
  const turnsOf = (...all: readonly (readonly [key: string, Days])[]) => {
    const gathered = new Gathered();
    for (const [key, some] of all) gathered.isThere(key, some);
    return gathered.turns.map(({ key, day, what }) => `${key} ${what} ${day}`);
  };

  it.each<[what: string, Days, readonly string[]]>([
    ["from tomorrow", days("2026-12-11"), ["ada joins 2026-12-11"]],
    ["in seven days", days("2026-12-17"), ["ada joins 2026-12-17"]],
    ["in eight days", days("2026-12-18"), []],
    ["today, which is no news", days("2026-12-10"), []],
    ["after a last day that is today", days(undefined, "2026-12-10"), ["ada leaves 2026-12-11"]],
    ["after a last day in six days", days(undefined, "2026-12-16"), ["ada leaves 2026-12-17"]],
    ["after a last day in seven days", days(undefined, "2026-12-17"), []],
    ["who left yesterday", days(undefined, "2026-12-09"), []],
    ["at the end of time", days(undefined, "9999-12-31"), []],
    ["for some days", days("2026-12-12", "2026-12-13"), ["ada joins 2026-12-12", "ada leaves 2026-12-14"]],
    ["for one day", days("2026-12-12", "2026-12-12"), ["ada joins 2026-12-12", "ada leaves 2026-12-13"]],
    ["never, as the last day is before the first", days("2026-12-13", "2026-12-12"), []],
    ["never, as the last day is long before the first", days("2026-12-15", "2026-12-12"), []],
    ["some days before the first one", days("2026-12-14", undefined, 3), ["ada joins 2026-12-11"]],
  ])("is told of somebody %s", (_, some, turns) => {
    expect(turnsOf(["ada", some])).toEqual(turns);
  });

  it("is told of a row though another one of theirs never counts", () => {
    expect(turnsOf(["ada", days(undefined, "2026-12-12")], ["ada", days("2026-12-13", "2026-12-12")])).toEqual([
      "ada leaves 2026-12-13",
    ]);
  });

  it("is nobody who goes on from one row to the next, and that of one row is not another person's", () => {
    const [first, next] = [days(undefined, "2026-12-12"), days("2026-12-13")];
    expect(turnsOf(["ada", first], ["ada", next])).toEqual([]);
    expect(turnsOf(["ada", first], ["bob", next])).toEqual(["ada leaves 2026-12-13", "bob joins 2026-12-13"]);
    expect(turnsOf(["ada", first], ["ada", days("2026-12-14")])).toEqual([
      "ada leaves 2026-12-13",
      "ada joins 2026-12-14",
    ]);
  });
});

describe("who has a value by which managers may be named", () => {
  const found = (name: string, value: string) => {
    const gathered = new Gathered();
    gathered.lookUp("email", " Ada@Example.com", "1");
    gathered.lookUp("email", " ada@example.com ", "1");
    gathered.lookUp("email", "bob@example.com", "2");
    for (const key of ["3", "4", "3", "5"]) gathered.lookUp("email", "team@example.com", key);
    gathered.lookUp("username", "ada", "6");
    for (const value of [7, null, undefined, ""]) gathered.lookUp("email", value, "7");
    gathered.lookUp("email", "nobody@example.com", "");
    gathered.lookUp("email", "stra\u00DFe@example.com", "8");
    return gathered.keysBy(name, value);
  };

  it.each<[name: string, value: string, keys: readonly string[]]>([
    ["email", "ADA@example.com ", ["1"]],
    ["email", "ada@example.com", ["1"]],
    ["email", "strasse@example.com", []],
    ["email", "STRA\u00DFE@example.com", ["8"]],
    ["email", "bob@example.com", ["2"]],
    ["email", "team@example.com", ["3", "4", "5"]],
    ["email", "ada", []],
    ["username", "ada", ["6"]],
    ["name", "ada", []],
    ["email", "", []],
    ["email", "7", []],
    ["email", "nobody@example.com", []],
  ])("is told by %s %j, whatever its case: %j", (name, value, keys) => {
    expect(found(name, value)).toEqual(keys);
  });
});

it("whoever is held is no longer among the people", () => {
  const gathered = new Gathered();
  gathered.people.set("ada", person());
  gathered.people.set("bob", person());
  gathered.hold({ key: "ada", reason: "leave", place: "a:1" });
  expect([...gathered.people.keys()]).toEqual(["bob"]);
  expect([...gathered.held.values()]).toEqual([{ key: "ada", reason: "leave", place: "a:1" }]);
});
