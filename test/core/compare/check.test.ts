import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../provider/core/compare/check";
import { toProperties } from "../../../provider/core/contract/declaration";
import { pathText, UNKNOWN } from "../../../provider/core/model/value";
import { anyDeclaration, capabilities, kind } from "../lab";

const inputs = (news: object) => check(kind, { login: "ada", ...news }, {}).inputs;
const issues = (news: object, olds: object = {}) =>
  check(kind, { login: "ada", ...news }, olds as Record<string, unknown>).issues.map(
    ({ path, reason }) => `${pathText(path)}: ${reason}`,
  );

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
    ["what is undefined is not there", { bio: undefined }, {}],
    [
      "null stays beside what is to be emptied and not known yet",
      { bio: null, clear: UNKNOWN },
      { clear: [UNKNOWN, "bio"] },
    ],
    ["what is not known yet stays", { bio: UNKNOWN, roles: UNKNOWN }, { bio: UNKNOWN, roles: UNKNOWN }],
  ])("%s", (_, news, normal) => {
    expect(inputs(news)).toEqual({ login: "ada", ...normal });
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
  ])("%j", (news, expected) => {
    const [first = ""] = issues(news);
    if (typeof expected === "string") expect(first).toBe(expected);
    else expect(first).toMatch(expected);
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
