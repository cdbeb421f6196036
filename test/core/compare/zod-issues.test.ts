import { describe, expect, it } from "vitest";
import { z } from "zod";
import { issuesOf } from "../../../provider/core/compare/zod-issues";
import { pathText, UNKNOWN } from "../../../provider/core/model/value";

const said = (schema: z.ZodType, value: unknown, alsoNamed?: readonly string[]) =>
  issuesOf(schema, value, alsoNamed).map(({ path, reason }) => `${pathText(path)}: ${reason}`);

describe("what a value must be", () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ["a text", z.string(), 5, "must be a text, not a number"],
    ["no null", z.string(), null, "must be a text, not null"],
    ["no list", z.number(), ["a"], "must be a number, not a list"],
    ["an object", z.object({}), true, "must be an object, not a boolean"],
    ["an object of any names", z.record(z.string(), z.string()), "a", "must be an object, not a text"],
    ["a list", z.array(z.string()), {}, "must be a list, not an object"],
    ["there", z.string(), undefined, "is required"],
    ["not empty", z.string().min(1), "", "must not be empty"],
    ["longer", z.string().min(3), "ab", "must have at least 3 characters"],
    ["of more items", z.array(z.string()).min(1), [], "too small: expected array to have >=1 items"],
    ["greater", z.number().min(2), 1, "too small: expected number to be >=2"],
    ["an address", z.email(), "ada", "must be an e-mail address, such as ada@example.com"],
    ["a URL", z.url(), "ada", "invalid URL"],
    ["one word", z.enum(["a"]), "x", 'must be "a"'],
    ["one of two", z.enum(["a", "b"]), "x", 'must be "a" or "b"'],
    ["one of several", z.enum(["a", "b", "c"]), "x", 'must be "a", "b" or "c"'],
    ["what a rule of our own says", z.string().refine(() => false, "Never does"), "x", "never does"],
    ["what such a rule says is missing", z.unknown().refine(() => false, "Has no other"), undefined, "has no other"],
    ["of one of two kinds", z.union([z.string(), z.array(z.string())]), 5, "must be a text or a list"],
    ["of a kind or a word", z.union([z.boolean(), z.enum(["a", "b"])]), 5, 'must be a boolean, "a" or "b"'],
    ["what a union of our own says", z.union([z.string(), z.literal(1)], { error: "Says so" }), 5, "Says so"],
    ["of a kind once", z.union([z.string(), z.string().max(1)]), 5, "must be a text"],
    [
      "a word, where a list has something else in it",
      z.union([z.array(z.string()), z.literal("x")]),
      [5],
      'must be "x"',
    ],
    ["something that no branch says", z.union([z.string().min(3), z.string().max(1)]), "ab", "invalid input"],
  ])("%s", (_, schema, value, reason) => {
    expect(said(z.object({ of: schema }), { of: value })).toEqual([`of: ${reason}`]);
  });

  it("is not said of what isn't known yet, nor of what is fine", () => {
    const schema = z.object({ a: z.string(), b: z.array(z.string()), c: z.object({ d: z.string() }) });
    expect(said(schema, { a: UNKNOWN, b: ["x", UNKNOWN], c: { d: UNKNOWN } })).toEqual([]);
    expect(said(schema, { a: "x", b: [], c: { d: "y" } })).toEqual([]);
  });

  it("is said of a place within nothing, by a rule that looks there", () => {
    const schema = z.object({ a: z.null() }).superRefine((_, { addIssue }) => {
      addIssue({ code: "custom", path: ["a", "b"], message: "Is not there" });
    });
    expect(said(schema, { a: null })).toEqual(["a.b: is not there"]);
  });
});

describe("a name that is no argument", () => {
  const name = z.strictObject({ givenName: z.string().optional(), familyName: z.string().optional() });
  const schema = z.strictObject({
    bio: z.string().optional(),
    name: name.optional(),
    emails: z.array(z.strictObject({ value: z.string(), type: z.string().optional() })).optional(),
    byName: z.record(z.string(), name).optional(),
  });

  it.each<[string, object, string]>([
    ["with a slip in it", { boi: "x" }, 'boi: is not an argument here; did you mean "bio"?'],
    ["written otherwise", { "B-I_O": "x" }, '["B-I_O"]: is not an argument here; did you mean "bio"?'],
    ["of another place", { clera: 1 }, 'clera: is not an argument here; did you mean "clear"?'],
    ["like no other", { shoe: 1 }, "shoe: is not an argument here; there are bio, name, emails, byName, clear"],
    [
      "as long as can be",
      { [`bio${"_".repeat(57)}`]: 1 },
      `bio${"_".repeat(57)}: is not an argument here; did you mean "bio"?`,
    ],
    [
      "too long to be looked at",
      { [`bio${"_".repeat(58)}`]: 1 },
      `bio${"_".repeat(58)}: is not an argument here; there are bio, name, emails, byName, clear`,
    ],
    [
      "within an object",
      { name: { givenNaem: "x" } },
      'name.givenNaem: is not an argument here; did you mean "givenName"?',
    ],
    [
      "of the top within an object",
      { name: { clear: 1 } },
      "name.clear: is not an argument here; there are givenName, familyName",
    ],
    [
      "within an object of a list",
      { emails: [{ value: "a" }, { value: "a", tpye: "x" }] },
      'emails[1].tpye: is not an argument here; did you mean "type"?',
    ],
  ])("%s", (_, value, expected) => {
    expect(said(schema, value, ["clear"])).toEqual([expected]);
  });

  it("is told where the schema doesn't say which names there are", () => {
    expect(said(schema, { byName: { ada: { shoe: 1 } } })).toEqual(["byName.ada.shoe: is not an argument here"]);
    const deep = z.record(z.string(), z.object({ names: z.array(name) }));
    expect(said(deep, { ada: { names: [{ shoe: 1 }] } })).toEqual(["ada.names[0].shoe: is not an argument here"]);
  });

  it("is told with no other names than there are", () => {
    expect(said(name, { shoe: 1 })).toEqual(["shoe: is not an argument here; there are givenName, familyName"]);
  });
});

describe("an object whose length can't be read", () => {
  const schema = z.object({ a: z.string().min(1).optional(), b: z.string().min(1).optional() });
  const length = { toString: null };
  const reason = 'holds an object whose "length" can\'t be read';

  it("is named", () => {
    expect(said(schema, { a: "x", b: { length } })).toEqual([`b: ${reason}`]);
    expect(said(schema, { a: { length }, b: { length } })).toEqual([`a: ${reason}`, `b: ${reason}`]);
  });

  it("is told where it has no name", () => {
    expect(said(z.array(z.string().min(1)), [{ length }])).toEqual([`: ${reason}`]);
  });

  it("is told apart from faults of a rule", () => {
    const faulty = z.string().refine(() => {
      throw new RangeError("a fault");
    });
    expect(() => issuesOf(faulty, "x")).toThrow(RangeError);
  });
});
