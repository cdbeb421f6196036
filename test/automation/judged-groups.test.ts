import { describe, expect, it } from "vitest";
import { GroupNames } from "../../automation/roster/file/group-names";
import { judgeGroups } from "../../automation/roster/file/judge-groups";

/** What is declared of each group, and what is wrong, a line each with its place. */
function judged(all: Readonly<Record<string, unknown>>) {
  const raw = Object.entries(all).map(
    ([key, values]) =>
      [key, { values, placeOf: (path: readonly (string | number)[]) => ["at", key, ...path].join("/") }] as const,
  );
  const { groups, diagnostics } = judgeGroups(new Map(raw));
  for (const { key, holds } of diagnostics) expect([key, holds]).toEqual(["", false]);
  return { groups, problems: diagnostics.map(({ place, reason }) => `${place} ${reason}`) };
}
const problems = (all: Readonly<Record<string, unknown>>) => judged(all).problems;
const of = (values: unknown) => problems({ a: values });
const argumentsOf = (values: unknown) => judged({ a: values }).groups.get("a")?.platforms;

describe("a group of a roster", () => {
  it("has the common attributes on each platform, by its arguments, and its own before them", () => {
    expect(
      argumentsOf({
        name: "Payroll",
        description: "Pays",
        adobe: null,
        scim: null,
        netex: {},
        keycloak: { name: "Wages" },
      }),
    ).toEqual({
      adobe: { name: "Payroll", description: "Pays" },
      scim: { displayName: "Payroll" },
      netex: { codGroup: "a", name: "Payroll", description: "Pays" },
      keycloak: { name: "Wages", description: "Pays" },
    });
    expect(argumentsOf({ scim: null, adobe: null })).toStrictEqual({
      scim: { displayName: "a" },
      adobe: { name: "a" },
    });
    expect(argumentsOf({ was: ["first", "second"], netex: null })).toEqual({
      netex: { codGroup: "first", name: "first" },
    });
  });

  it("has its key, its former keys and its place", () => {
    const { groups } = judged({ a: { was: "old", scim: null }, b: { was: ["x", "y"], scim: null }, c: { scim: null } });
    expect([...groups.values()].map(({ key, was, place }) => [key, was, place])).toEqual([
      ["a", ["old"], "at/a"],
      ["b", ["x", "y"], "at/b"],
      ["c", [], "at/c"],
    ]);
  });

  it.each<[what: string, values: unknown, problem: string]>([
    ["no map", "yes", "at/a groups.a: must be a map of attributes and platforms"],
    ["a number for a former key", { was: 7, scim: null }, "at/a/was groups.a.was: must be a list of keys"],
    ["a number among former keys", { was: ["x", 7], scim: null }, "at/a/was groups.a.was: must be a list of keys"],
    ["a number for a name", { name: 7, scim: { displayName: "A" } }, "at/a/name groups.a.name: must be a text"],
    ["null for a name", { name: null, scim: { displayName: "A" } }, "at/a/name groups.a.name: must be a text"],
    [
      "a number for a description",
      { description: 7, scim: null },
      "at/a/description groups.a.description: must be a text",
    ],
    ["a number for a parent", { parent: 7, scim: null }, "at/a/parent groups.a.parent: must be a text"],
    [
      "a platform that is no map",
      { scim: "yes" },
      "at/a/scim groups.a.scim: must be a map of this platform's attributes",
    ],
    [
      "a platform without groups",
      { nerm: null, scim: null },
      "at/a/nerm groups.a.nerm: can't be declared: SailPoint NERM has no groups",
    ],
    ["no platform that has groups", { name: "A" }, "at/a groups.a: is on none of adobe, keycloak, netex, scim"],
    [
      "an unknown name",
      { shoes: 38, scim: null },
      "at/a/shoes groups.a.shoes: is none of name, description, parent, was, ",
    ],
    ["a wrong attribute of a platform", { scim: { shoes: 38 } }, "at/a/scim/shoes groups.a.scim.shoes: "],
    ["a common name that a platform can't take", { name: "", scim: null }, "at/a/name groups.a.name: "],
  ])("is refused in one line, at its place, for %s", (_, values, problem) => {
    const found = of(values);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(problem)).toBe(true);
  });

  it("says which platform can't take what is common, at the key where that is the name", () => {
    expect(of({ name: "", scim: null })).toEqual([expect.stringMatching(/^at\/a\/name groups\.a\.name: .* \(scim\)$/)]);
    expect(of({ name: "A", description: 7, adobe: null })).toEqual([
      "at/a/description groups.a.description: must be a text",
      expect.stringMatching(/^at\/a\/description groups\.a\.description: .* \(adobe\)$/),
    ]);
    expect(problems({ "": { scim: null } })).toEqual([
      'at/ groups[""]: a key must not be empty',
      expect.stringMatching(/^at\/ groups\[""\]: .* \(scim\)$/),
    ]);
    expect(problems({ "id:7": { scim: null } })).toEqual([
      expect.stringMatching(
        /^at\/id:7 groups\["id:7"\]: keys that begin with id: .*among groups they stand for the vendor's own id$/,
      ),
    ]);
    expect(of({ scim: { displayName: "" } })).toEqual([
      expect.stringMatching(/^at\/a\/scim\/displayName groups\.a\.scim\.displayName: (?!.*\(scim\)$)/),
    ]);
    expect(problems({ "": { scim: { displayName: "A" } } })).toEqual(['at/ groups[""]: a key must not be empty']);
  });

  it("may be emptied of its description and its parent, at the top where a platform has parents", () => {
    const emptied = { description: null, parent: null, scim: null, keycloak: null, netex: null };
    expect(of(emptied)).toEqual([]);
    expect(argumentsOf(emptied)).toMatchObject({
      scim: { displayName: "a" },
      keycloak: { name: "a", clear: ["description", "parent"] },
    });
    expect(argumentsOf({ keycloak: null })?.keycloak).toEqual({ name: "a" });
  });
});

describe("keys that groups had", () => {
  it("can't be a group's still, nor those of two", () => {
    const a = (was: unknown, name = "A") => ({ was, name, scim: null });
    expect(problems({ a: a(["b"]), b: { name: "Other", scim: null } })).toEqual([
      'at/a/was groups.a.was: "b" is a key of groups still',
    ]);
    expect(problems({ a: a("old"), b: a("old", "B") })).toEqual(['at/b/was groups.b.was: "old" is what a was']);
    expect(problems({ a: a(["old", "old"]), b: a("other", "B") })).toEqual([]);
    expect(problems({ a: a(7), b: a([7], "B"), c: "no map", d: "none" })).toHaveLength(4);
  });
});

describe("a group below another one", () => {
  const nested = (values: object) => ({ keycloak: null, ...values });
  const parents = (all: Readonly<Record<string, unknown>>) =>
    Object.fromEntries([...judged(all).groups].map(([key, { platforms }]) => [key, platforms.keycloak?.["parent"]]));

  it("has the parent that is common, or its own on a platform, by key or by the vendor's id", () => {
    const all = {
      top: nested({}),
      a: nested({ parent: "top" }),
      b: nested({ parent: "top", keycloak: { parent: "a" } }),
      c: { keycloak: { parent: "id:7" } },
      d: { keycloak: { parent: "0f-3" } },
      e: nested({ parent: "top", keycloak: { parent: null } }),
    };
    expect(problems(all)).toEqual([]);
    expect(parents(all)).toMatchObject({ top: undefined, a: "top", b: "a", c: "id:7", d: "0f-3" });
    expect(parents(all)["e"]).not.toBe("top");
    const mixed = judged({ top: nested({ scim: null }), a: nested({ parent: "top", scim: null }) }).groups.get("a");
    expect(mixed?.platforms.scim).not.toHaveProperty("parent");
  });

  it("is refused where the parent is nobody's key, is elsewhere, or where nothing has parents", () => {
    expect(problems({ staff: nested({}), a: nested({ parent: "staf" }) })).toEqual([
      'at/a/parent groups.a.parent: "staf" is no key of groups; did you mean staff?',
    ]);
    expect(problems({ staff: { scim: null }, a: nested({ parent: "staff" }) })).toEqual([
      expect.stringMatching(
        /^at\/a\/parent groups\.a\.parent: staff is not on keycloak: put it there with `keycloak: \{\}`/,
      ),
    ]);
    expect(problems({ staff: { scim: null }, a: { parent: "staff", scim: null } })).toEqual([
      "at/a/parent groups.a.parent: no platform that the group is on has parents of groups",
    ]);
    expect(problems({ staff: nested({}), a: { keycloak: { parent: "Staff" } } })).toEqual([
      expect.stringMatching(
        /^at\/a\/keycloak\/parent groups\.a\.keycloak\.parent: "Staff" is no key of groups; did you mean staff\?/,
      ),
    ]);
    expect(problems({ staff: { scim: null }, a: nested({ parent: "staff", keycloak: { parent: "id:7" } }) })).toEqual(
      [],
    );
  });

  it("is in no circle, which is named once by those in it", () => {
    const circle = problems({
      x: nested({ parent: "a" }),
      a: nested({ parent: "b" }),
      b: nested({ parent: "a" }),
      y: nested({ parent: "b" }),
    });
    expect(circle).toEqual(["at/a/parent groups.a.parent: the parents form a circle: a -> b -> a (keycloak)"]);
    expect(problems({ a: nested({ parent: "a" }) })).toEqual([
      "at/a/parent groups.a.parent: the parents form a circle: a -> a (keycloak)",
    ]);
    expect(
      problems({ a: nested({ parent: "c" }), b: nested({ parent: "c" }), c: nested({ parent: "d" }), d: nested({}) }),
    ).toEqual([]);
    // What is no key of a group there ends a chain.
    expect(problems({ a: { keycloak: { parent: "id:a" } }, b: { scim: null } })).toEqual([]);
  });
});

describe("two groups of one name", () => {
  it.each<[what: string, all: Readonly<Record<string, object>>, problem: string | undefined]>([
    [
      "on one platform",
      { a: { name: "Pay", scim: null }, b: { name: "Pay", scim: null } },
      "at/b groups.b: has the same displayName as a (scim)",
    ],
    ["on two platforms", { a: { name: "Pay", scim: null }, b: { name: "Pay", adobe: null } }, undefined],
    [
      "with other codes, where codes name them",
      { a: { name: "Pay", netex: null }, b: { name: "Pay", netex: null } },
      undefined,
    ],
    [
      "with one code",
      { a: { netex: null }, b: { netex: { codGroup: "a" } } },
      "at/b groups.b: has the same codGroup as a (netex)",
    ],
    ["with different names", { a: { scim: null }, b: { scim: null } }, undefined],
  ])("are told apart %s", (_, all, problem) => {
    expect(problems(all)).toEqual(problem === undefined ? [] : [problem]);
  });
});

describe("a text that names a group", () => {
  const meaning = (count: number, text: string) => {
    const others = Array.from(
      { length: count - 2 },
      (_, i) => [`g-${i + 10_000}`, { platforms: { scim: {} } }] as const,
    );
    const groups = new Map([
      ...others,
      ["Payroll", { platforms: { scim: {} }, was: ["wages"] }] as const,
      ["Wages", { platforms: { scim: {} } }] as const,
      ["elsewhere", { platforms: { netex: {} } }] as const,
    ]);
    const names = new GroupNames(groups);
    const [first, again] = [names.meaningOf("scim", text), names.meaningOf("scim", text)];
    expect(again).toEqual(first);
    return "problem" in first ? first.problem : first;
  };

  it("is a key, an id, or neither for sure where it is near to a key", () => {
    expect(meaning(9, "Payroll")).toEqual({ key: "Payroll" });
    expect(meaning(9, "id:Payroll")).toEqual({ id: "Payroll" });
    expect(meaning(9, "77aa-12")).toEqual({ id: "77aa-12" });
    expect(meaning(9, "wages")).toMatch(/^the group wages is called Payroll now/);
    expect(meaning(9, "elsewhere")).toMatch(/^the group elsewhere is not on scim/);
    expect(meaning(9, "Elsewhere")).toEqual({ id: "Elsewhere" });
  });

  it("is near in another case among however many, and by a slip among fewer than a thousand", () => {
    for (const count of [999, 1000]) expect(meaning(count, "PAYROLL")).toMatch(/did you mean Payroll\?/);
    expect(meaning(999, "payrol")).toMatch(/did you mean Payroll\?/);
    expect(meaning(1000, "payrol")).toEqual({ id: "payrol" });
  });
});
