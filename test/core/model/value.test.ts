import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAbout } from "../../../provider/core/model/change";
import {
  byComposedKey,
  caseless,
  decodedCaseless,
  hasTwoForms,
  hasUnknown,
  parsePath,
  pathText,
  percentDecoded,
  prototypeEntryIn,
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
    [{}, [], false],
    [{}, "", false],
    [{}, null, false],
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
    expect([decodedCaseless(a), decodedCaseless(b)]).toEqual([b, b]);
  });

  it("without regard to case takes composed and decomposed letters for one", () => {
    expect(caseless("É")).toBe(caseless("e\u0301"));
  });
});

it("an unknown value is found at any depth", () => {
  expect(hasUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
  expect(hasUnknown({ a: [{ b: "UNKNOWN" }] })).toBe(false);
  expect(hasUnknown({ a: 1, b: UNKNOWN })).toBe(true);
  expect(hasUnknown([1, UNKNOWN])).toBe(true);
});

it.each<[string, unknown, readonly (string | number)[] | undefined]>([
  ["an object", JSON.parse('{"a":1,"__proto__":{}}'), ["__proto__"]],
  ["an object in a list", { a: null, b: [1, JSON.parse('{"__proto__":1}')] }, ["b", 1, "__proto__"]],
  ["no object", { a: [{ b: "__proto__" }], proto: 1 }, undefined],
  ["no text", "__proto__", undefined],
  ["nothing", null, undefined],
])("an entry that would be taken for a prototype is found in %s", (_, value, path) => {
  expect(prototypeEntryIn(value)).toEqual(path);
});

it("a text has two forms where a letter can be written in two ways", () => {
  expect(["e", "\u00e9", "e\u0301", "\u674e"].map(hasTwoForms)).toEqual([false, true, true, false]);
});

it("of two keys that are one in NFC, the first counts", () => {
  const entries = byComposedKey({ "e\u0301": 1, "\u00e9": 2, a: 3 });
  expect(Object.fromEntries(entries)).toEqual({ "\u00e9": 1, a: 3 });
});

it("a text that is no percent-encoding stays as it is", () => {
  expect(["a%20b", "100%", "%zz", "%E0%A4%A"].map(percentDecoded)).toEqual(["a b", "100%", "%zz", "%E0%A4%A"]);
});

it("a change is about the attribute that its path begins with", () => {
  const paths = [["bio"], ["bio", "x"], ["tags", "bio"], []];
  expect(paths.map((path) => isAbout("bio")({ kind: "attribute", path }))).toEqual([true, true, false, false]);
});
