import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { check } from "../../../provider/core/compare/check";
import { toProperties } from "../../../provider/core/contract/declaration";
import type { ResourceKind, SetTraits } from "../../../provider/core/contract/kind";
import { pathText, UNKNOWN } from "../../../provider/core/model/value";
import { anyDeclaration, capabilities, kind } from "../lab";

const inputs = (news: object) => check(kind, { login: "ada", ...news }, {}).inputs;
const issues = (news: object, olds: object = {}, of: ResourceKind = kind) =>
  check(of, { login: "ada", ...news }, olds as Record<string, unknown>).issues.map(
    ({ path, reason }) => `${pathText(path)}: ${reason}`,
  );

/** The lab with a relation that never changes, one that can't be emptied, a set that can, and an argument of others'. */
const { roles, ...sets } = capabilities.sets as { roles: SetTraits };
const strictKind = (): ResourceKind => ({
  ...kind,
  capabilities: {
    ...capabilities,
    sets: { ...sets, roles: { ...roles, clear: true } },
    references: {
      ...capabilities.references,
      parent: { clear: "it has to be somewhere", fixed: "it stays where it is" },
    },
    lacks: { shoe: "nobody has feet here" },
  },
  arguments: kind.arguments.extend({ parent: z.string().optional() }),
});

describe("the normal form", () => {
  it.each([
    ["roles are sorted, each once", { roles: ["b", "a", "b"] }, { roles: ["a", "b"] }],
    ["roles are composed", { roles: ["e\u0301"] }, { roles: ["é"] }],
    ["null is an entry of clear", { bio: null }, { clear: ["bio"] }],
    ["an empty text is an entry of clear", { bio: "", tags: [] }, { clear: ["bio", "tags"] }],
    ["a key that is null, too", { fields: { x: "1", "c d": null } }, { fields: { x: "1" }, clear: ['fields["c d"]'] }],
    ["a map of nulls is gone", { fields: { x: null } }, { clear: ["fields.x"] }],
    ["an empty map stays", { fields: {} }, { fields: {} }],
    [
      "a map that is empty but for what is emptied in it is gone",
      { fields: {}, clear: ["fields.x"] },
      { clear: ["fields.x"] },
    ],
    ["an empty list of what is emptied is gone", { clear: [] }, {}],
    [
      "a key that every object has is one like any other",
      { fields: { constructor: "1", toString: null } },
      { fields: { constructor: "1" }, clear: ["fields.toString"] },
    ],
    ["no manager is an entry of clear", { manager: null }, { clear: ["manager"] }],
    ["entries of clear have one spelling", { clear: ['["bio"]', "bio"] }, { clear: ["bio"] }],
    ["what is undefined is not there", { bio: undefined, roles: undefined }, {}],
    ["nor is a key", { fields: { x: undefined, y: "1" } }, { fields: { y: "1" } }],
    ["nor is a section", { roles: { a: undefined, b: ["y", "x", "y"] } }, { roles: { b: ["x", "y"] } }],
    ["null is named beside what is named already", { tags: null, clear: ["bio"] }, { clear: ["bio", "tags"] }],
    ["an empty text stays where it can't be emptied", { badge: "" }, { badge: "" }],
    ["an object that is no map stays", { bio: { a: null } }, { bio: { a: null } }],
    ["an entry of clear that is no path stays", { clear: ["bio "] }, { clear: ["bio "] }],
    [
      "null stays beside what is to be emptied and not known yet",
      { bio: null, clear: UNKNOWN },
      { clear: [UNKNOWN, "bio"] },
    ],
    ["what is not known yet stays", { bio: UNKNOWN, roles: UNKNOWN }, { bio: UNKNOWN, roles: UNKNOWN }],
    ["so does what is to be emptied", { clear: UNKNOWN }, { clear: UNKNOWN }],
  ])("%s", (_, news, normal) => {
    expect(inputs(news)).toStrictEqual({ login: "ada", ...normal });
  });

  it.each<[string, object, object]>([
    ["null is an empty list of a set that can be emptied", { roles: null }, { roles: [] }],
    ["so is its name in clear", { clear: ["roles", "bio"] }, { roles: [], clear: ["bio"] }],
    ["and both", { roles: [], clear: ["roles"] }, { roles: [] }],
    ["what is in it stays", { roles: ["b", "a"] }, { roles: ["a", "b"] }],
    ["beside its name in clear, too", { roles: ["a"], clear: ["roles"] }, { roles: ["a"], clear: ["roles"] }],
    ["and what is no list", { roles: 5, clear: ["roles"] }, { roles: 5, clear: ["roles"] }],
    ["null is an entry of clear of what others have", { shoe: null }, { clear: ["shoe"] }],
  ])("%s", (_, news, normal) => {
    expect(check(strictKind(), { login: "ada", ...news }, {}).inputs).toStrictEqual({ login: "ada", ...normal });
  });

  it("of a normal form is itself, and refuses nothing new", () => {
    fc.assert(
      fc.property(anyDeclaration, (declared) => {
        const once = check(kind, toProperties(capabilities, declared), {});
        expect(check(kind, once.inputs, {})).toEqual(once);
        expect(once.issues).toEqual([]);
      }),
    );
  });

  it("of anything at all is itself", () => {
    const names = fc.constantFrom("login", "bio", "tags", "fields", "roles", "manager", "clear", "adopt", "shoe");
    const anything = fc.dictionary(names, fc.oneof(fc.jsonValue(), fc.constant(UNKNOWN)), { noNullPrototype: true });
    fc.assert(
      fc.property(anything, (news) => {
        const once = check(kind, news, {});
        expect(check(kind, once.inputs, {}).inputs).toEqual(once.inputs);
      }),
    );
  });
});

describe("refusals", () => {
  it.each([
    [JSON.parse('{"__proto__":{"adopt":true}}'), "__proto__: can't be a name: it would be lost on its way"],
    [{ fields: JSON.parse('{"__proto__":"x"}') }, "fields.__proto__: can't be a name: it would be lost on its way"],
    [{ clear: ["fields.__proto__"] }, /^clear\[0\]: "fields.__proto__" can't be a name/],
    [{ clear: ["constructor"] }, /^clear\[0\]: "constructor" is not an attribute of a user at the lab/],
    [{ toString: null }, /^toString: is not an argument here/],
    [{ boi: "x" }, 'boi: is not an argument here; did you mean "bio"?'],
    [{ shoeSize: 1 }, /^shoeSize: is not an argument here; there are login, bio/],
    [{ bio: 1 }, "bio: must be a text, not a number"],
    [{ tags: "x" }, "tags: must be a list, not a text"],
    [{ fields: { x: 1 } }, "fields.x: must be a text or a list"],
    [{ status: "half" }, 'status: must be "on" or "off"'],
    [{ login: undefined }, "login: is required"],
    [{ adopt: null }, /^adopt: must be/],
    [{ clear: ["login"] }, 'clear[0]: "login" can\'t be emptied: everybody has one'],
    [{ clear: ["fields"] }, /^clear\[0\]: "fields" is a map; name the keys/],
    [{ clear: ["bio.x"] }, /^clear\[0\]: "bio.x" has no parts/],
    [{ clear: ["bio "] }, /^clear\[0\]: "bio " is not an attribute of a user at the lab/],
    [{ clear: ["bio"], bio: "x" }, /^clear\[0\]: "bio" is set and emptied at once/],
    [{ clear: ["fields.x"], fields: { x: "1" } }, /is set and emptied at once/],
    [{ clear: ["manager"], manager: "1" }, /is set and emptied at once/],
    [{ clear: "bio" }, "clear: must be a list, not a text"],
    [{ login: null }, "login: is required"],
    [{ clear: ["[0]"] }, /^clear\[0\]: "\[0\]" is not an attribute of a user at the lab/],
    [{ clear: ["manager.x"] }, /^clear\[0\]: "manager.x" is not an attribute of a user at the lab/],
    [{ clear: ["roles"] }, /^clear\[0\]: "roles" is not an attribute of a user at the lab/],
    [{ clear: ["roles.a"], roles: ["a"] }, /^clear\[0\]: "roles.a" is not an attribute of a user at the lab/],
    [{ clear: ["fields.x"], fields: 5 }, "fields: must be an object, not a number"],
    [{ clear: ["bio.x"], bio: {} }, "bio: must be a text, not an object"],
  ])("%j", (news, expected) => {
    const [first = ""] = issues(news);
    if (typeof expected === "string") expect(first).toBe(expected);
    else expect(first).toMatch(expected);
  });

  it.each<[object, readonly string[]]>([
    [{ shoe: 1 }, ["shoe: can't be declared: nobody has feet here"]],
    [{ shoe: null }, ['clear[0]: "shoe" can\'t be emptied: nobody has feet here']],
    [{ clear: ["shoe"] }, ['clear[0]: "shoe" can\'t be emptied: nobody has feet here']],
    [{ clear: ["parent"] }, ['clear[0]: "parent" can\'t be emptied: it has to be somewhere']],
    [{ clear: ["roles"], roles: ["a"] }, ['clear[0]: "roles" is set and emptied at once; keep one of the two']],
    [{ clear: ["roles", "manager"], parent: "1" }, []],
  ])("say what the platform knows, once: %j", (news, expected) => {
    expect(issues(news, {}, strictKind())).toEqual(expected);
  });

  it("name what has a length that can't be read", () => {
    const length = { toString: null };
    expect(issues({ login: { length } })).toEqual(['login: holds an object whose "length" can\'t be read']);
    expect(issues({ login: "ada", bio: { length: 1 } })).toEqual(["bio: must be a text, not an object"]);
  });

  it("name each property once", () => {
    expect(issues({ bio: 1, tags: 2, boi: 3 })).toHaveLength(3);
  });

  it("leave out what is not known yet, at any depth", () => {
    const unknown = { bio: UNKNOWN, tags: [UNKNOWN], fields: { x: UNKNOWN }, roles: [UNKNOWN, "a"], status: UNKNOWN };
    expect(issues({ ...unknown, clear: UNKNOWN, adopt: UNKNOWN, onDestroy: UNKNOWN, manager: UNKNOWN })).toEqual([]);
  });

  it("never show a value", () => {
    const news = {
      bio: { secret: "s3cret-value" },
      status: "s3cret-value",
      tags: ["s3cret-value", 1],
      adopt: "s3cret-value",
    };
    expect(issues(news)).toHaveLength(4);
    expect(issues(news).join()).not.toContain("s3cret-value");
  });
});

describe("a relation that stays as it was at creation", () => {
  it.each<[string, object, object]>([
    ["changed", { parent: "2" }, { login: "ada", parent: "1" }],
    ["added", { parent: "2" }, { login: "ada" }],
  ])("is refused when it is %s", (_, news, olds) => {
    expect(issues(news, olds, strictKind())).toEqual(["parent: can't be changed: it stays where it is"]);
  });

  it.each<[string, object, object]>([
    ["the same", { parent: "1" }, { login: "ada", parent: "1" }],
    ["left out", {}, { login: "ada", parent: "1" }],
    ["not known yet", { parent: UNKNOWN }, { login: "ada", parent: "1" }],
    ["new at creation", { parent: "1" }, {}],
    ["one that may change", { manager: "2" }, { login: "ada", manager: "1" }],
  ])("is accepted when it is %s", (_, news, olds) => {
    expect(issues(news, olds, strictKind())).toEqual([]);
  });
});

describe("values that are fixed at creation", () => {
  it.each([
    [
      "changed",
      { locale: "b" },
      { locale: "a" },
      /^locale: can only be set when the account is created, and it was another/,
    ],
    ["added", { locale: "b" }, {}, /it was not declared then/],
  ])("are refused when %s", (_, news, olds, expected) => {
    expect(issues(news, { login: "ada", ...olds }).join()).toMatch(expected);
  });

  it.each([
    ["the same", { locale: "a" }, { login: "ada", locale: "a" }],
    ["left out", {}, { login: "ada", locale: "a" }],
    ["not known yet", { locale: UNKNOWN }, { login: "ada", locale: "a" }],
    ["new at creation", { locale: "a" }, {}],
    ["of the kind that is ignored later", { initialPassword: "b" }, { login: "ada", initialPassword: "a" }],
  ])("are accepted when %s", (_, news, olds) => {
    expect(issues(news, olds)).toEqual([]);
  });
});
