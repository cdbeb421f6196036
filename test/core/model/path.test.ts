import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  caseless,
  decodedCaseless,
  hasUnknown,
  parsePath,
  pathText,
  sameValue,
  UNKNOWN,
} from "../../../provider/core/model/value";

describe("property paths", () => {
  it.each([
    [["bio"], "bio"],
    [["fields", "Department"], "fields.Department"],
    [["fields", "Cost Center"], 'fields["Cost Center"]'],
    [["fields", 'a"b'], 'fields["a\\"b"]'],
    [["roles", 1], "roles[1]"],
    [["roles", "training", 0], "roles.training[0]"],
  ])("%j reads %s", (path, text) => {
    expect(pathText(path)).toBe(text);
    expect(parsePath(text)).toEqual(path);
  });

  it.each(["", ".bio", "bio..name", "bio[", "bio[x]", 'bio["x]', "bio name", "[", "bio.", 'fields["\\u12"]'])(
    "%j is no path",
    (text) => {
      expect(parsePath(text)).toBeUndefined();
    },
  );

  it("are read back as they were written, whatever the names", () => {
    const part = fc.oneof(fc.string({ unit: "binary" }), fc.nat());
    const path = fc.tuple(fc.string({ unit: "binary" }), fc.array(part)).map(([first, rest]) => [first, ...rest]);
    fc.assert(fc.property(path, (parts) => void expect(parsePath(pathText(parts))).toEqual(parts)));
  });
});

describe("equality", () => {
  it.each([
    ["é", "e\u0301", true],
    ["a", "A", false],
    [[1, 2], [2, 1], false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: undefined }, {}, false],
    [null, undefined, false],
    [0, false, false],
  ])("of %j and %j is %j", (a, b, same) => {
    expect(sameValue(a, b)).toBe(same);
    expect(sameValue(b, a)).toBe(same);
  });

  it("of a JSON value with itself and its copy holds", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void expect(sameValue(value, structuredClone(value))).toBe(true)));
  });

  it.each([
    ["Ada@Example.com", "ada@example.com"],
    ["ada%40example.com", "ada@example.com"],
    ["100%", "100%"],
  ])("of addresses takes %s for %s", (a, b) => {
    expect(decodedCaseless(a)).toBe(decodedCaseless(b));
  });

  it("without regard to case takes composed and decomposed letters for one", () => {
    expect(caseless("É")).toBe(caseless("e\u0301"));
  });
});

it("an unknown value is found at any depth", () => {
  expect(hasUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
  expect(hasUnknown({ a: [{ b: "UNKNOWN" }] })).toBe(false);
});
