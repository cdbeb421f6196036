import { describe, expect, it } from "vitest";
import { diff, managedView, matchedSet, sameAttribute, sameMapItem } from "../../../provider/core/compare/diff";
import type { AttributeTraits } from "../../../provider/core/contract/kind";
import { FLAT } from "../../../provider/core/model/entity";
import { caseless, UNKNOWN } from "../../../provider/core/model/value";
import { account } from "../fake-connector";
import { capabilities, declaration } from "../lab";

const traits = (own: Partial<AttributeTraits> = {}): AttributeTraits => ({ clear: true, ...own });
const SET = traits({ set: true });
const LOOSE = traits({ compareBy: caseless });
const ANY = traits({ map: true, anyType: true });

describe("two values of an attribute", () => {
  it.each<[string, AttributeTraits | undefined, unknown, unknown]>([
    ["a text", undefined, "a", "a"],
    ["two spellings, where the vendor takes them for one", LOOSE, "Ada", "ADA"],
    ["nothing told in two ways: null and a text", traits(), null, ""],
    ["nothing told in two ways: a list and none", traits(), [], undefined],
    ["a set in another order", SET, ["a", "b"], ["b", "a"]],
    ["a set with a repetition", SET, ["a", "a"], ["a"]],
    ["a set of texts that are composed otherwise", SET, ["e\u0301"], ["\u00e9"]],
    ["a set in two spellings", traits({ set: true, compareBy: caseless }), ["A"], ["a"]],
    ["objects with their keys in another order", SET, [{ a: 1, b: 2 }], [{ b: 2, a: 1 }]],
    ["objects within objects", SET, [{ a: { c: 1, b: 2 } }], [{ a: { b: 2, c: 1 } }]],
    ["objects with texts in two spellings", traits({ set: true, compareBy: caseless }), [{ v: "A" }], [{ v: "a" }]],
  ])("are one: %s", (_, of, a, b) => {
    expect([sameAttribute(of, a, b), sameAttribute(of, b, a)]).toEqual([true, true]);
  });

  it.each<[string, AttributeTraits | undefined, unknown, unknown]>([
    ["two texts", undefined, "a", "b"],
    ["two spellings, where the vendor tells them apart", traits(), "Ada", "ADA"],
    ["a text and nothing", traits(), "a", null],
    ["false and nothing", traits(), false, undefined],
    ["0 and nothing", traits(), 0, null],
    ["a list in another order", traits(), ["a", "b"], ["b", "a"]],
    ["a set with more", SET, ["a"], ["a", "b"]],
    ["a list with something in it and an empty one", SET, ["a"], []],
    ["a number and a text", LOOSE, 5, "5"],
    ["objects with other values", SET, [{ a: 1 }], [{ a: 2 }]],
    ["a set and a text", SET, ["a"], "a"],
  ])("are two: %s", (_, of, a, b) => {
    expect([sameAttribute(of, a, b), sameAttribute(of, b, a)]).toEqual([false, false]);
  });
});

describe("two entries of a map", () => {
  it.each<[string, AttributeTraits, unknown, unknown]>([
    ["one value alone and a list of it", ANY, "a", ["a"]],
    ["lists in another order", ANY, ["a", "b"], ["b", "a"]],
    ["a number as a text", ANY, 5, "5"],
    ["a flag as a text", ANY, true, "True"],
    ["a flag as a digit", ANY, true, "1"],
    ["no flag as a digit", ANY, false, "0"],
    ["no flag as a number", ANY, false, 0],
    ["lists of texts and of numbers", ANY, ["5", "6"], [6, 5]],
    ["lists of flags and of texts", ANY, [true, false], ["0", "True"]],
    ["a flag and a list of its text", ANY, true, ["True"]],
    ["a text and a list of a number", ANY, "5", [5]],
    ["nothing and an empty list", ANY, null, []],
  ])("are one: %s", (_, of, a, b) => {
    expect([sameMapItem(of, a, b), sameMapItem(of, b, a)]).toEqual([true, true]);
  });

  it.each<[string, AttributeTraits, unknown, unknown]>([
    ["a number and a text, where the vendor keeps types", traits({ map: true }), 5, "5"],
    ["another number", ANY, 5, "6"],
    ["two texts", ANY, "1", "true"],
    ["two numbers", ANY, 1, 2],
    ["a flag and another one's text", ANY, true, "0"],
    ["a flag and a word", ANY, true, "yes"],
    ["texts in two spellings", ANY, "a", "A"],
    ["a text and an object", ANY, "[object Object]", {}],
    ["two objects", ANY, { a: 1 }, { a: 2 }],
    ["lists of objects", ANY, [{ a: 1 }], [{ a: 2 }]],
    ["an object and nothing", ANY, { a: 1 }, undefined],
    ["a flag and an object", ANY, true, { toString: null, valueOf: null }],
    ["a digit and a flag's text", ANY, 1, "True"],
    ["a list and nothing", ANY, ["a"], null],
    ["undefined and its text", ANY, undefined, "undefined"],
    ["a list and one with more", ANY, "5", [5, 6]],
    ["something and nothing", ANY, "a", []],
  ])("are two: %s", (_, of, a, b) => {
    expect([sameMapItem(of, a, b), sameMapItem(of, b, a)]).toEqual([false, false]);
  });
});

describe("items of a set", () => {
  it.each<[string, readonly unknown[], readonly unknown[], readonly unknown[], readonly unknown[]]>([
    ["by what is declared of it, whatever the vendor adds", [{ v: "a" }], [{ v: "a", id: 1 }], [{ v: "a" }], []],
    ["each by one item alone", [{ v: "a" }, { v: "a", t: 1 }], [{ v: "a", t: 1 }], [{ v: "a", t: 1 }], [{ v: "a" }]],
    ["not by one that lacks a part", [{ v: "a", t: 1 }], [{ v: "a" }], [undefined], [{ v: "a", t: 1 }]],
    ["not by one with another value", [{ v: "a" }], [{ v: "b" }], [undefined], [{ v: "a" }]],
    ["not by a text", [{ v: "a" }], ["a"], [undefined], [{ v: "a" }]],
    ["not by a text where any object would do", [{}], ["a"], [undefined], [{}]],
    ["not by an object where a text is wanted", [""], [{ v: "a" }], [undefined], [""]],
    ["not by another number", [5], [6], [undefined], [5]],
    ["not by a list of its letters", ["a"], [["a"]], [undefined], ["a"]],
    ["once where it is wanted twice", [{ v: "a" }, { v: "a" }], [{ v: "a" }], [{ v: "a" }], []],
  ])("stand for a wanted one %s", (_, wanted, items, standsFor, missing) => {
    expect(matchedSet(SET, wanted as readonly object[], items)).toEqual({ standsFor, missing });
    expect(matchedSet(undefined, wanted as readonly object[], items), "of no attribute").toEqual({
      standsFor,
      missing,
    });
  });
});

describe("the view of an account", () => {
  const viewOf = (attributes: object, shown: object, more: object = {}) => {
    const declared = declaration({ attributes: { login: "ada", ...attributes } as never });
    return managedView(capabilities, account({ login: "ada", ...shown } as never, more), declared).desired.attributes;
  };

  it("shows the declared spelling of what is the same, and what is there of what is not", () => {
    expect(viewOf({ login: "ADA", bio: "a" }, { bio: "b" })).toEqual({ login: "ADA", bio: "b" });
    expect(viewOf({ bio: "a" }, {})).toEqual({ login: "ada", bio: null });
    expect(viewOf({ tags: ["b", "a"] }, { tags: ["a", "b"] })["tags"]).toEqual(["b", "a"]);
    expect(viewOf({ badge: "7" }, { badge: "8" })["badge"], "what is never shown").toBe("7");
    expect(viewOf({ bio: "a" }, { bio: "b" }, { unseen: ["bio"] })["bio"], "what this answer leaves out").toBe("a");
  });

  it("shows an object that is no map as a whole, and nothing of an argument that no kind has any more", () => {
    expect(viewOf({ bio: { a: "1" } }, { bio: { a: "1", b: "2" } })["bio"]).toEqual({ a: "1", b: "2" });
    expect(viewOf({ gone: null }, {})["gone"]).toBeNull();
    expect(viewOf({ fields: UNKNOWN }, { fields: { a: "1" } })["fields"]).toEqual({ a: "1" });
  });

  it("shows of a map the declared keys alone, in their declared spelling", () => {
    expect(viewOf({ fields: { a: "1", b: "2", c: "3" } }, { fields: { a: "1", b: "9", d: "4" } })["fields"]).toEqual({
      a: "1",
      b: "9",
      c: null,
    });
    expect(viewOf({ fields: { "e\u0301": "1" } }, { fields: { "\u00e9": "2" } })["fields"]).toEqual({ "e\u0301": "2" });
    const keysBy = (key: string) => key.toLowerCase();
    const spelt = {
      ...capabilities,
      attributes: { ...capabilities.attributes, fields: { clear: true, map: true, keysBy } as const },
    };
    const declared = declaration({ attributes: { fields: { Team: "x", Other: "y" } } });
    const view = managedView(spelt, account({ fields: { other: "1", team: "2" } }), declared);
    expect(view.desired.attributes["fields"]).toEqual({ Team: "2", Other: "1" });
    expect(viewOf({ fields: { Team: "x" } }, { fields: { team: "2" } })["fields"]).toEqual({ Team: null });
    const both = managedView(spelt, account({ fields: { team: "1", Team: "2", TEAM: "3" } }), declared).desired
      .attributes["fields"];
    expect(both, "the declared spelling first").toEqual({ Team: "2", Other: null });
    const absent = managedView(spelt, account({ fields: { undefined: "1" } }), declared).desired.attributes["fields"];
    expect(absent).toEqual({ Team: null, Other: null });
  });

  it("shows an account that is off as such, unless that is declared, and one that is on not at all", () => {
    const off = { active: false, attributes: { login: "ada", status: "off" } };
    expect(viewOf({}, {}, off)["status"]).toBe("off");
    expect("status" in viewOf({}, {})).toBe(false);
    expect(viewOf({ status: "on" }, {}, { active: false, attributes: { status: "locked" } })["status"]).toBe("locked");
    const { activation: _, ...endless } = capabilities;
    expect("status" in managedView(endless, account({}, off), declaration()).desired.attributes).toBe(false);
  });

  it("shows references and members as they are, and what a group grants only where it is declared", () => {
    const declared = declaration({ references: { manager: "8" }, sets: { roles: { [FLAT]: ["Author", "Given"] } } });
    const shown = account(
      {},
      {
        references: { manager: "9" },
        sets: { roles: { members: { [FLAT]: ["Author", "Own"] }, implied: { [FLAT]: ["Given", "Other"] } } },
      },
    );
    const { references, sets } = managedView(capabilities, shown, declared).desired;
    expect(references).toEqual({ manager: "9" });
    expect(sets).toEqual({ roles: { [FLAT]: ["Author", "Given", "Own"] } });
    const none = managedView(capabilities, account({}, { references: {} }), declared).desired;
    expect(none.references).toEqual({ manager: null });
    const hidden = managedView(capabilities, account({}, { sets: {} }), declared).desired;
    expect(hidden.sets, "what this answer doesn't show").toEqual({ roles: { [FLAT]: [] } });
    const other = account({}, { sets: { roles: { members: { training: ["Author"] } } } });
    expect(managedView(capabilities, other, declared).desired.sets).toEqual({ roles: { [FLAT]: [] } });
    const unknown = declaration({ sets: { roles: UNKNOWN } as never });
    expect(managedView(capabilities, shown, unknown).desired.sets).toEqual({ roles: UNKNOWN });
  });
});

it("shows of a set that is only added to the declared members alone", () => {
  const declared = declaration({ sets: { roles: { [FLAT]: ["Author", "Editor"] } } }, { rolesMode: "add" });
  const shown = account({}, { sets: { roles: { members: { [FLAT]: ["Author", "Own"] } } } });
  expect(managedView(capabilities, shown, declared).desired.sets).toEqual({ roles: { [FLAT]: ["Author"] } });
});

describe("what changes", () => {
  const changes = (to: object, from: object) =>
    diff(capabilities, declaration({ attributes: to as never }), declaration({ attributes: from as never })).map(
      ({ kind, path, from: was, to: is }) => [kind, path.join("."), was, is],
    );

  it("leaves out the side on which there is nothing", () => {
    const [emptied] = diff(capabilities, declaration({ attributes: { bio: null } }), declaration());
    expect(emptied).toStrictEqual({ kind: "attribute", path: ["bio"] });
    const [left] = diff(capabilities, declaration(), declaration({ attributes: { bio: null } }));
    expect(left).toStrictEqual({ kind: "policy", path: ["bio"] });
  });

  it("is the same of a kind that can't be switched off", () => {
    const { activation: _, ...endless } = capabilities;
    const [declared, last] = [declaration({ attributes: { bio: "b" } }), declaration({ attributes: { bio: "a" } })];
    expect(diff(endless, declared, last)).toEqual([{ kind: "attribute", path: ["bio"], from: "a", to: "b" }]);
  });

  it.each<[string, object, object, readonly unknown[]]>([
    ["nothing of what is equal", { bio: "a" }, { bio: "a" }, []],
    ["a value", { bio: "b" }, { bio: "a" }, [["attribute", "bio", "a", "b"]]],
    ["what is declared for the first time", { bio: "a" }, {}, [["attribute", "bio", undefined, "a"]]],
    ["what is not known yet", { bio: UNKNOWN }, { bio: "a" }, [["attribute", "bio", "a", UNKNOWN]]],
    ["what stops being managed, which stays", {}, { bio: "a" }, [["policy", "bio", "a", undefined]]],
    ["a map that stops being managed", {}, { fields: { a: "1" } }, [["policy", "fields", { a: "1" }, undefined]]],
    [
      "each key of a map that was emptied",
      {},
      { fields: { a: null, b: null } },
      [
        ["policy", "fields.a", undefined, undefined],
        ["policy", "fields.b", undefined, undefined],
      ],
    ],
    [
      "a map in which a part was emptied",
      {},
      { fields: { a: null, b: "1" } },
      [["policy", "fields", { a: null, b: "1" }, undefined]],
    ],
    [
      "each key of a map that was emptied, beside others that stay",
      { fields: { b: "1" } },
      { fields: { a: null, b: "1" } },
      [["policy", "fields.a", undefined, undefined]],
    ],
    [
      "a key that is emptied for the first time",
      { fields: { a: null } },
      { fields: {} },
      [["attribute", "fields.a", undefined, undefined]],
    ],
    ["a map that is not known yet", { fields: UNKNOWN }, {}, [["attribute", "fields", undefined, UNKNOWN]]],
    ["what was emptied and is not managed any more", {}, { bio: null }, [["policy", "bio", undefined, undefined]]],
    [
      "an object that is no map, as a whole",
      { bio: { a: "2" } },
      { bio: { a: "1" } },
      [["attribute", "bio", { a: "1" }, { a: "2" }]],
    ],
    ["one that stops being managed, as a whole", {}, { bio: { a: null } }, [["policy", "bio", { a: null }, undefined]]],
    [
      "what is not known yet, whatever is taken for it until then",
      { bio: UNKNOWN, status: UNKNOWN, fields: { a: [UNKNOWN] } },
      { bio: UNKNOWN, status: UNKNOWN, fields: { a: [UNKNOWN] } },
      [
        ["attribute", "bio", UNKNOWN, UNKNOWN],
        ["attribute", "fields.a", [UNKNOWN], [UNKNOWN]],
        ["activation", "status", UNKNOWN, UNKNOWN],
      ],
    ],
    ["an account that goes off", { status: "off" }, {}, [["activation", "status", "on", "off"]]],
    [
      "an account that comes on as nobody declares it off any more",
      {},
      { status: "off" },
      [["activation", "status", "off", "on"]],
    ],
    ["nothing of an account that was never off", {}, { status: "on" }, []],
    ["nothing of a state that the vendor takes for the same", { status: "on" }, { status: "pending" }, []],
    ["a state that is not known yet", { status: UNKNOWN }, { status: "on" }, [["activation", "status", "on", UNKNOWN]]],
    ["nothing of what acts at creation alone", { initialPassword: "b" }, { initialPassword: "a" }, []],
  ])("is %s", (_, to, from, expected) => {
    expect(changes(to, from)).toEqual(expected);
  });
});
