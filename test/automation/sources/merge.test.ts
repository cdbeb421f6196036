import { describe, expect, it } from "vitest";
import type { RawPerson } from "../../../automation/roster/model/roster";
import { differences, type Told } from "../../../automation/roster/sources/differences";
import { joined } from "../../../automation/roster/sources/joined-person";
import { merged, nested, valueAt } from "../../../automation/roster/sources/merge";
import { waysToWrite } from "../../../automation/roster/sources/spoken-names";

describe("values with more of them", () => {
  it.each<[what: string, first: object, more: object, all: object]>([
    ["are both", { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ["have the later one of two", { a: 1 }, { a: 2 }, { a: 2 }],
    ["are emptied by null", { a: 1 }, { a: null }, { a: null }],
    ["are merged map by map", { m: { a: 1, b: 1 } }, { m: { b: 2, c: 3 } }, { m: { a: 1, b: 2, c: 3 } }],
    ["keep a map of which nothing is said", { m: { a: 1 } }, { m: null }, { m: { a: 1 } }],
    [
      "keep a map inside of a map of which nothing is said",
      { m: { n: { a: 1 } } },
      { m: { n: null } },
      { m: { n: { a: 1 } } },
    ],
    ["have a map in place of a value", { m: 1 }, { m: { a: 1 } }, { m: { a: 1 } }],
    ["have a value in place of a map", { m: { a: 1 } }, { m: "x" }, { m: "x" }],
    ["have the later one of two lists", { l: ["a"] }, { l: ["b"] }, { l: ["b"] }],
  ])("%s", (_, first, more, all) => {
    expect(merged(first as Record<string, unknown>, more as Record<string, unknown>)).toEqual(all);
  });

  it("join lists where that is said, each item once, also inside of maps, and only lists", () => {
    const both = (first: object, more: object) =>
      merged(first as Record<string, unknown>, more as Record<string, unknown>, { joinLists: true });
    expect(both({ l: ["a", "b"] }, { l: ["b", "c"] })).toEqual({ l: ["a", "b", "c"] });
    expect(both({ m: { l: ["a"] } }, { m: { l: ["b"] } })).toEqual({ m: { l: ["a", "b"] } });
    expect(both({ l: "a" }, { l: ["b"] })).toEqual({ l: ["b"] });
    expect(both({ l: ["a"] }, { l: "b" })).toEqual({ l: "b" });
  });

  it("change neither of the two, and take names for nothing but names", () => {
    const [first, more] = [{ m: { a: 1 } }, JSON.parse('{"m":{"b":2},"__proto__":{"x":1},"toString":"t"}')];
    const all = merged(first, more);
    expect([first, more.m]).toEqual([{ m: { a: 1 } }, { b: 2 }]);
    expect(Object.keys(all)).toEqual(["m", "__proto__", "toString"]);
    expect(Object.getPrototypeOf(all)).toBe(Object.prototype);
    expect(merged({}, { toString: null })["toString"]).toBeNull();
    expect(merged(all, { m: 1 })).toMatchObject({ m: 1 });
  });

  it("are found at a path, and nothing that everything has", () => {
    const values = { a: { b: [1], c: null } };
    expect([valueAt(values, ["a", "c"]), valueAt(values, ["a", "b"]), valueAt(values, [])]).toEqual([
      null,
      [1],
      values,
    ]);
    for (const path of [["x"], ["a", "x"], ["a", "c", "x"], ["toString"], ["a", "b", 0], ["a", "b", "length"]])
      expect(valueAt(values, path)).toBeUndefined();
    expect([nested(["a", "b"], 1), nested(["a"], null)]).toEqual([{ a: { b: 1 } }, { a: null }]);
  });
});

const person = (name: string, values: RawPerson["values"], own: Partial<RawPerson> = {}): RawPerson => ({
  values,
  holds: false,
  placeOf: (path) => `${name}:1, column ${path.join(".")}`,
  originOf: (path) => `${name}:${path.join(".")}`,
  ...own,
});

describe("a person of two sources", () => {
  it("has each attribute with the place of the last one that gives it, and of the first where none does", () => {
    const all = joined(
      person("one", { email: "a@example.com", name: "Ada" }),
      person("two", { name: "Countess", adobe: { profile: "Lead" } }),
    );
    expect(all.values).toEqual({ email: "a@example.com", name: "Countess", adobe: { profile: "Lead" } });
    const places = [["email"], ["name"], ["adobe", "profile"], ["username"]].map((path) => all.originOf(path));
    expect(places).toEqual(["one:email", "two:name", "two:adobe.profile", "one:username"]);
    expect(all.placeOf(["name"])).toBe("two:1, column name");
    const three = joined(all, person("three", { email: "b@example.com" }));
    expect([three.originOf(["email"]), three.originOf(["name"])]).toEqual(["three:email", "two:name"]);
  });

  it("is held where one of the two is, and lacks what both lack", () => {
    const of = (holds: boolean, ...lack: readonly string[]) =>
      person("s", {}, { holds, lacks: ([name]) => (lack.includes(String(name)) ? "s" : undefined) });
    expect(joined(of(false), of(true)).holds).toBe(true);
    expect(joined(of(true), of(false)).holds).toBe(true);
    expect(joined(of(false), of(false)).holds).toBe(false);
    const both = joined(of(false, "email", "name"), of(false, "email"));
    expect([both.lacks?.(["email"]), both.lacks?.(["name"])]).toEqual(["s", undefined]);
    expect(joined(of(false, "email"), person("hand", {})).lacks?.(["email"])).toBeUndefined();
  });

  it("has the manager named as the last one names them", () => {
    const [one, two] = [person("one", { manager: "x" }, { managerBy: "email" }), person("two", { manager: "y" })];
    expect([joined(one, two).managerBy, joined(two, one).managerBy]).toEqual([undefined, "email"]);
    expect(joined(one, person("two", {})).managerBy).toBe("email");
  });

  it("has what one offers where the other puts them there, in the order of what was said", () => {
    const offering = person("one", {}, { offers: { nerm: { title: "A", login: "a" }, scim: { title: "S" } } });
    const there = joined(offering, person("two", { nerm: { title: "B" } }));
    expect(there.values).toEqual({ nerm: { title: "B", login: "a" } });
    expect(there.offers).toEqual({ scim: { title: "S" } });
    expect(there.originOf(["nerm", "login"])).toBe("one:nerm.login");
    const late = joined(
      person("one", { nerm: { title: "B" } }),
      person("two", {}, { offers: { nerm: { title: "A" } } }),
    );
    expect(late.values).toEqual({ nerm: { title: "A" } });
    const put = joined(offering, person("hand", { nerm: null }));
    expect(put.values).toEqual({ nerm: { title: "A", login: "a" } });
    const both = joined(offering, person("two", {}, { offers: { nerm: { title: "C" } } }));
    expect(both.offers).toEqual({ nerm: { title: "C", login: "a" }, scim: { title: "S" } });
    const wrong = joined(offering, person("hand", { nerm: "yes" }));
    expect(wrong.values).toEqual({ nerm: "yes" });
  });
});

describe("a row that says something else than those that it joins", () => {
  const told = (
    values: RawPerson["values"],
    own: Partial<Told> & { readonly by?: string; readonly offers?: object } = {},
  ): Told => {
    const { by, offers, ...days } = own;
    return { person: person("one", values, { managerBy: by, offers: offers as RawPerson["offers"] }), ...days };
  };
  const more = (...of: Parameters<typeof told>): Told => {
    const { person: own, ...days } = told(...of);
    return { person: { ...own, placeOf: (path) => `two:7, column ${path.join(".")}` }, ...days };
  };
  const differing = (first: Told, second: Told, ...replaced: readonly string[]) =>
    differences(first, second, new Set(replaced)).map(({ where }) => where);

  it.each<[what: string, readonly (string | undefined)[], Told, Told]>([
    ["nothing where both say the same", [], told({ name: "Ada", roles: ["a"] }), more({ name: "Ada", roles: ["a"] })],
    ["nothing where one says nothing", [], told({ name: "Ada" }), more({ email: "a@example.com" })],
    ["another value", ["column name"], told({ name: "Ada" }), more({ name: "Eve" })],
    ["null for a value", ["column name"], told({ name: "Ada" }), more({ name: null })],
    [
      "a value in a map",
      ["column nerm.title"],
      told({ nerm: { title: "A", login: "x" } }),
      more({ nerm: { title: "B" } }),
    ],
    [
      "a value of what is only offered",
      ["column nerm.title"],
      told({}, { offers: { nerm: { title: "A" } } }),
      more({ nerm: { title: "B" } }),
    ],
    [
      "an offer against a value",
      ["column nerm.title"],
      told({ nerm: { title: "A" } }),
      more({}, { offers: { nerm: { title: "B" } } }),
    ],
    ["nothing of what everything has", [], told({}), more({ toString: "x" })],
    ["another first day", ["column starts"], told({}, { starts: "2026-01-01" }), more({}, { starts: "2026-01-02" })],
    ["another last day", ["column ends"], told({}, { ends: "2026-01-01" }), more({}, { ends: "2026-01-02" })],
    [
      "no day that one alone says, or that is the same",
      [],
      told({}, { starts: "2026-01-01", ends: "2027-01-01" }),
      more({}, { starts: "2026-01-01" }),
    ],
    ["a map for a value", ["column nerm.title"], told({ nerm: { title: "A" } }), more({ nerm: { title: { x: "A" } } })],
    ["a value for a map", ["column nerm.title"], told({ nerm: { title: { x: "A" } } }), more({ nerm: { title: "A" } })],
    ["another manager", ["column manager"], told({ manager: "x" }), more({ manager: "y" })],
    [
      "nothing of one manager, named in one way",
      [],
      told({ manager: "x" }, { by: "email" }),
      more({ manager: "x" }, { by: "email" }),
    ],
    [
      "a manager named in another way, once",
      ["column manager"],
      told({ manager: "x" }, { by: "email" }),
      more({ manager: "y" }),
    ],
    [
      "the same name in another way",
      ["column manager"],
      told({ manager: "x" }, { by: "email" }),
      more({ manager: "x" }),
    ],
    ["no manager named in another way where one has none", [], told({}, { by: "email" }), more({ manager: "x" })],
  ])("says %s", (_, places, first, second) => {
    expect(differing(first, second)).toEqual(places);
  });

  it("counts where it replaces what they say, as a whole or a part of it", () => {
    const [first, second] = [
      told({ name: "A", nerm: { title: "A", fields: { x: 1 } } }),
      more({ name: "B", nerm: { title: "B", fields: { x: 2 } } }),
    ];
    const all = ["column name", "column nerm.title", "column nerm.fields.x"];
    expect(differing(first, second)).toEqual(all);
    expect(differing(first, second, "name")).toEqual(all.slice(1));
    expect(differing(first, second, "nerm.title")).toEqual([all[0], all[2]]);
    expect(differing(first, second, "nerm")).toEqual([all[0]]);
    expect(differing(first, second, "nerm.fields")).toEqual(all.slice(0, 2));
    expect(differing(first, second, "title", "ner")).toEqual(all);
    const [one, other] = [told({ manager: "x" }, { by: "email" }), more({ manager: "y" })];
    expect(differing(one, other, "manager")).toEqual([]);
  });

  it("is told with where the other stands, and with what to do; by its path where no place is known", () => {
    const [value] = differences(told({ name: "A" }), more({ name: "B" }), new Set());
    expect(value?.reason).toMatch(/^is another name than at one:name; .*replaces: \[name\]/);
    for (const name of ["starts", "ends"]) {
      const [day] = differences(told({}, { [name]: "2026-01-01" }), more({}, { [name]: "2026-01-02" }), new Set());
      expect(day?.reason).toBe(`is another ${name} than at one:${name}; leave one of them out`);
    }
    const [bare] = differences(
      told({ nerm: { a: 1 } }),
      { person: person("x", { nerm: { a: 2 } }, { placeOf: () => "x:1" }) },
      new Set(),
    );
    expect(bare?.where).toBe("nerm.a");
  });
});

it.each<[given: string, family: string, name: string | undefined, ways: readonly string[]]>([
  ["Ada", "Byron", undefined, ["ada byron", "byron, ada", "byron ada"]],
  ["Ada", "Byron", "Countess", ["countess", "ada byron", "byron, ada", "byron ada"]],
  ["Ada", "Byron", "ADA BYRON", ["ada byron", "byron, ada", "byron ada"]],
  ["", "Byron", undefined, []],
  ["Ada", "", "Ada", ["ada"]],
  ["", "", undefined, []],
])("%s %s, written %s, is called %j in exports", (given, family, name, ways) => {
  expect(waysToWrite(given, family, name)).toEqual(ways);
});
