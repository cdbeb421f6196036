import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diff, managedView, sameAttribute, setsTakenOver } from "../../../provider/core/compare/diff";
import { fromProperties, toProperties } from "../../../provider/core/contract/declaration";
import { needsCall } from "../../../provider/core/model/change";
import { FLAT, type Observed } from "../../../provider/core/model/entity";
import { UNKNOWN } from "../../../provider/core/model/value";
import { anyDeclaration, anyObserved, applied, capabilities, declaration } from "../lab";

const person = (values: object) => declaration({ attributes: { login: "ada", ...values } });
const roles = (...names: string[]) => declaration({ sets: { roles: { [FLAT]: names } } });

describe("something to be emptied that is not known yet", () => {
  it.each([
    ["a list", UNKNOWN, []],
    ["an entry of a list", ["bio", UNKNOWN], [{ kind: "attribute", path: ["bio"], from: "b" }]],
  ])("as %s is a change, and shows among the outputs", (_what, clear, known) => {
    const olds = fromProperties(capabilities, { login: "ada", bio: "b" });
    const declared = fromProperties(capabilities, { login: "ada", ...(known.length > 0 ? {} : { bio: "b" }), clear });
    const unknown = { kind: "attribute", path: ["clear"], to: UNKNOWN };
    expect(diff(capabilities, declared, olds)).toEqual([...known, unknown]);
    expect(toProperties(capabilities, declared)["clear"]).toContain(UNKNOWN);
  });
});

describe("a change of an attribute", () => {
  it.each([
    ["set for the first time", { bio: "a" }, {}, [{ kind: "attribute", path: ["bio"], to: "a" }]],
    ["set to another value", { bio: "a" }, { bio: "b" }, [{ kind: "attribute", path: ["bio"], from: "b", to: "a" }]],
    ["emptied", { bio: null }, { bio: "b" }, [{ kind: "attribute", path: ["bio"], from: "b" }]],
    ["emptied again", { bio: null }, { bio: null }, []],
    ["emptied where it was an empty text", { bio: null }, { bio: "" }, []],
    ["emptied without having been managed", { bio: null }, {}, [{ kind: "attribute", path: ["bio"] }]],
    ["no longer managed", {}, { bio: "b" }, [{ kind: "policy", path: ["bio"], from: "b" }]],
    ["in another Unicode form", { bio: "é" }, { bio: "e\u0301" }, []],
    [
      "in another case where case counts",
      { bio: "A" },
      { bio: "a" },
      [{ kind: "attribute", path: ["bio"], from: "a", to: "A" }],
    ],
    ["in another case where it doesn't", { login: "ADA" }, {}, []],
    ["a set in another order", { tags: ["a", "b"] }, { tags: ["b", "a"] }, []],
    [
      "a key added to a map",
      { fields: { x: "1" } },
      { fields: {} },
      [{ kind: "attribute", path: ["fields", "x"], to: "1" }],
    ],
    [
      "a key emptied",
      { fields: { x: null } },
      { fields: { x: "1" } },
      [{ kind: "attribute", path: ["fields", "x"], from: "1" }],
    ],
    [
      "a key no longer managed",
      { fields: {} },
      { fields: { x: "1" } },
      [{ kind: "policy", path: ["fields", "x"], from: "1" }],
    ],
    ["a multi-valued key in another order", { fields: { x: ["a", "b"] } }, { fields: { x: ["b", "a"] } }, []],
    ["one that acts at creation only", { initialPassword: "b" }, { initialPassword: "a" }, []],
    ["not known yet", { bio: UNKNOWN }, { bio: "a" }, [{ kind: "attribute", path: ["bio"], from: "a", to: UNKNOWN }]],
    [
      "a key not known yet",
      { fields: { x: UNKNOWN } },
      { fields: { x: "1" } },
      [{ kind: "attribute", path: ["fields", "x"], from: "1", to: UNKNOWN }],
    ],
    [
      "zero and false, which are values",
      { bio: false },
      { bio: 0 },
      [{ kind: "attribute", path: ["bio"], from: 0, to: false }],
    ],
    ["switched off", { status: "off" }, {}, [{ kind: "activation", path: ["status"], from: "on", to: "off" }]],
    ["on by default", { status: "on" }, {}, []],
    [
      "switched on by saying nothing",
      {},
      { status: "off" },
      [{ kind: "activation", path: ["status"], from: "off", to: "on" }],
    ],
    ["on, said or not", {}, { status: "on" }, []],
    ["on, where the vendor shows another word for it", { status: "on" }, { status: "pending" }, []],
    ["nothing, where the vendor shows another word for on", {}, { status: "pending" }, []],
  ])("%s", (_, to, from, changes) => {
    expect(diff(capabilities, person(to as object), person(from as object))).toEqual(changes);
  });
});

describe("a change of roles", () => {
  it.each([
    [
      "one added, by its place in the new list",
      roles("a", "b", "c"),
      roles("a", "c"),
      [{ kind: "member", path: ["roles", 1], to: "b" }],
    ],
    [
      "one removed, by its place in the old list",
      roles("c"),
      roles("a", "c"),
      [{ kind: "member", path: ["roles", 0], from: "a" }],
    ],
    ["none", roles("a"), roles("a"), []],
    ["the first that are declared", roles("a"), declaration(), [{ kind: "member", path: ["roles", 0], to: "a" }]],
    [
      "one that is not known yet, so that nobody can say who leaves",
      declaration({ sets: { roles: { [FLAT]: ["a", UNKNOWN as never] } } }),
      roles("b"),
      [{ kind: "member", path: ["roles"], from: ["b"], to: UNKNOWN }],
    ],
    [
      "none is known yet",
      declaration({ sets: { roles: UNKNOWN } }),
      roles("a"),
      [{ kind: "member", path: ["roles"], from: { "": ["a"] }, to: UNKNOWN }],
    ],
    [
      "known now",
      roles("a"),
      declaration({ sets: { roles: UNKNOWN } }),
      [{ kind: "member", path: ["roles"], from: UNKNOWN, to: { "": ["a"] } }],
    ],
    [
      "not known yet, whatever is taken for it until then",
      declaration({ sets: { roles: UNKNOWN } }),
      declaration({ sets: { roles: UNKNOWN } }),
      [{ kind: "member", path: ["roles"], from: UNKNOWN, to: UNKNOWN }],
    ],
    ["all of them", roles(), roles("a"), [{ kind: "member", path: ["roles", 0], from: "a" }]],
    ["emptied without having been managed", roles(), declaration(), [{ kind: "member", path: ["roles"], to: [] }]],
    ["no longer managed", declaration(), roles("a"), [{ kind: "policy", path: ["roles"], from: { "": ["a"] } }]],
    [
      'removed under "add", which takes nothing away',
      declaration({ sets: { roles: { [FLAT]: [] } } }, { rolesMode: "add" }),
      declaration({ sets: { roles: { [FLAT]: ["a"] } } }, { rolesMode: "add" }),
      [{ kind: "policy", path: ["roles", 0], from: "a" }],
    ],
    [
      "in a section, and another section no longer managed",
      declaration({ sets: { roles: { training: ["a"] } } }),
      declaration({ sets: { roles: { training: [], play: ["b"] } } }),
      [
        { kind: "member", path: ["roles", "training", 0], to: "a" },
        { kind: "policy", path: ["roles", "play"], from: ["b"] },
      ],
    ],
  ])("%s", (_, to, from, changes) => {
    const found = diff(capabilities, to, from);
    expect(found).toHaveLength(changes.length);
    expect(found).toEqual(expect.arrayContaining<unknown>(changes));
  });

  it("has a mode for each set, in properties as in comparisons", () => {
    const { roles } = capabilities.sets;
    if (!roles) throw new Error("the lab has roles");
    const teams = { ...roles, noun: "team", mode: "teamsMode" } as const;
    const two = { ...capabilities, sets: { roles, teams } };
    const olds = { login: "ada", roles: ["a"], teams: ["x"], teamsMode: "add" };
    const [last, now] = [fromProperties(two, olds), fromProperties(two, { ...olds, roles: [], teams: [] })];
    expect(toProperties(two, last)).toEqual(olds);
    expect(diff(two, now, last)).toEqual([
      { kind: "member", path: ["roles", 0], from: "a" },
      { kind: "policy", path: ["teams", 0], from: "x" },
    ]);
    const whole = fromProperties(two, { ...olds, teamsMode: "authoritative" });
    expect(setsTakenOver(two, whole, last)).toEqual(["teams"]);
    expect(setsTakenOver(two, fromProperties(two, { login: "ada" }), last), "nor declared any more").toEqual([]);
    expect(diff(two, whole, last)).toEqual([{ kind: "policy", path: ["teamsMode"], from: "add", to: "authoritative" }]);
  });
});

describe("a change of manager or options", () => {
  it.each([
    [
      "a manager set",
      declaration({ references: { manager: "1" } }),
      declaration(),
      [{ kind: "reference", path: ["manager"], to: "1" }],
    ],
    [
      "a manager taken away",
      declaration({ references: { manager: null } }),
      declaration({ references: { manager: "1" } }),
      [{ kind: "reference", path: ["manager"], from: "1" }],
    ],
    [
      "a manager no longer managed",
      declaration(),
      declaration({ references: { manager: "1" } }),
      [{ kind: "policy", path: ["manager"], from: "1" }],
    ],
    ["no manager, undeclared", declaration(), declaration({ references: { manager: null } }), []],
    [
      "a policy",
      declaration({}, { onDestroy: "retain" }),
      declaration(),
      [{ kind: "policy", path: ["onDestroy"], to: "retain" }],
    ],
  ])("%s", (_, to, from, changes) => {
    expect(diff(capabilities, to, from)).toEqual(changes);
  });
});

it("what is pending on a system is a change of its own, until nothing is", () => {
  const outputs = { login: "ada", pendingOn: ["training"] };
  const pending = fromProperties(capabilities, outputs);
  expect(diff(capabilities, person({}), pending)).toEqual([
    { kind: "pending", path: ["pendingOn"], from: ["training"] },
  ]);
  for (const nothing of [undefined, null, [], "training", [7]]) {
    expect(diff(capabilities, person({}), fromProperties(capabilities, { ...outputs, pendingOn: nothing }))).toEqual(
      [],
    );
  }
  expect(diff(capabilities, pending, pending)).toEqual([]);
});

describe("for any declaration", () => {
  it("there is no change from itself to itself", () => {
    fc.assert(
      fc.property(anyDeclaration, (declared) => void expect(diff(capabilities, declared, declared)).toEqual([])),
    );
  });

  it("there is no change after a way through properties and back", () => {
    const round = (declared: ReturnType<typeof declaration>) =>
      fromProperties(capabilities, toProperties(capabilities, declared));
    fc.assert(
      fc.property(anyDeclaration, (declared) => void expect(diff(capabilities, round(declared), declared)).toEqual([])),
    );
  });

  it("and any account, what the changes say makes the account as declared", () => {
    fc.assert(
      fc.property(anyDeclaration, anyObserved, (declared, observed) => {
        const open = (user: typeof observed) =>
          diff(capabilities, declared, managedView(capabilities, user, declared)).filter(needsCall);
        const fixed = (path: readonly unknown[]) => capabilities.attributes[String(path[0])]?.createOnly !== undefined;
        const after = applied(observed, open(observed));
        expect(open(after).filter(({ path }) => !fixed(path))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("and any account, the view names only what is declared", () => {
    fc.assert(
      fc.property(anyDeclaration, anyObserved, (declared, observed) => {
        const view = managedView(capabilities, observed, declared);
        const named = Object.keys(view.desired.attributes).filter((name) => name !== "status");
        for (const name of named) expect(declared.desired.attributes).toHaveProperty(name);
        expect(Object.keys(view.desired.sets)).toEqual(Object.keys(declared.desired.sets));
        expect(Object.keys(view.desired.references)).toEqual(Object.keys(declared.desired.references));
      }),
    );
  });
});

it("equality of values is the same in both directions", () => {
  const value = fc.oneof(
    fc.constantFrom(null, undefined, "", "a", "A", 0, false),
    fc.constant([]),
    fc.constant(["b", "a"]),
  );
  const traits = fc.constantFrom(...Object.values(capabilities.attributes));
  fc.assert(
    fc.property(traits, value, value, (of, a, b) => void expect(sameAttribute(of, a, b)).toBe(sameAttribute(of, b, a))),
  );
});

it.each([
  ["by its name", ["Reviewers"]],
  ["by its id", ["r-1"]],
  ["by both", ["Reviewers", "r-1"]],
  ["by its name in another Unicode form", ["Re\u0301viseurs"], "R\u00e9viseurs"],
])("a role that is declared %s is seen as it is declared", (_, names, shown = "Reviewers") => {
  const declared = roles(...names);
  const sets = { roles: { members: { [FLAT]: [shown] }, aliases: { [shown]: ["r-1"] } } };
  const observed = { id: "9", active: true, attributes: {}, sets, references: { manager: null }, info: {} };
  const view = managedView(capabilities, observed, declared);
  expect(diff(capabilities, declared, view)).toEqual([]);
});

it("a role that everybody has is seen where it is declared and there, and is no drift otherwise", () => {
  const held = { members: { [FLAT]: ["a"] } };
  const observed = { id: "9", active: true, attributes: {}, sets: { roles: held }, references: {}, info: {} };
  const given = { ...observed, sets: { roles: { ...held, implied: { [FLAT]: ["everybody"] } } } };
  const open = (user: Observed, ...names: string[]) =>
    diff(capabilities, roles(...names), managedView(capabilities, user, roles(...names)));
  expect(open(given, "a")).toEqual([]);
  expect(open(given, "a", "everybody")).toEqual([]);
  expect(open(observed, "a", "everybody")).toEqual([{ kind: "member", path: ["roles", 1], to: "everybody" }]);
});

it("a member that has several names is seen as it is declared, each once", () => {
  const observed = {
    id: "9",
    active: true,
    attributes: {},
    sets: { roles: { members: { [FLAT]: ["/a", "/b"] } } },
    references: { manager: null },
    info: {},
  };
  const aliases = { "/a": ["t-1"], "/b": ["t-2"] };
  const aliased = { ...observed, sets: { roles: { ...observed.sets.roles, aliases } } };
  const open = (user: Observed, ...names: string[]) => {
    const declared = roles(...names);
    return diff(capabilities, declared, managedView(capabilities, user, declared));
  };
  expect(open(aliased, "/b", "t-1")).toEqual([]);
  expect(open(aliased, "/a", "t-1", "t-2")).toEqual([]);
  expect(open(aliased, "t-1")).toEqual([{ kind: "member", path: ["roles", 0], from: "/b" }]);
  expect(open(observed, "t-1", "t-2")).toHaveLength(4);
});

it("what a vendor doesn't show in this answer is neither drift nor empty", () => {
  const declared = declaration({ attributes: { login: "ada", bio: "a" } });
  const observed = {
    id: "9",
    active: true,
    attributes: { login: "ada" },
    sets: {},
    references: { manager: null },
    info: {},
  };
  expect(diff(capabilities, declared, managedView(capabilities, observed, declared))).toHaveLength(1);
  expect(diff(capabilities, declared, managedView(capabilities, { ...observed, unseen: ["bio"] }, declared))).toEqual(
    [],
  );
});

it("a key, a role and a section that every object has the name of are seen only where they are there", () => {
  const declared = declaration({
    attributes: { login: "ada", fields: { constructor: null, valueOf: "x" } },
    sets: { roles: { [FLAT]: ["toString"] } },
  });
  const observed = {
    id: "9",
    active: true,
    attributes: { login: "ada", fields: { valueOf: "x" } },
    sets: { roles: { members: { [FLAT]: ["toString"] }, aliases: {} } },
    references: { manager: null },
    info: {},
  };
  expect(diff(capabilities, declared, managedView(capabilities, observed, declared))).toEqual([]);
  const bare = { ...observed, attributes: { login: "ada" } };
  expect(diff(capabilities, declared, managedView(capabilities, bare, declared))).toEqual([
    { kind: "attribute", path: ["fields", "valueOf"], to: "x" },
  ]);
});
