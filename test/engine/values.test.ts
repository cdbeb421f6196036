import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { describe, expect, test } from "vitest";
import { applyIgnoreChanges, invertDiff, NO_DIFF } from "../../engine/diff";
import { parseDuration } from "../../engine/goal";
import { parsePath } from "../../engine/paths";
import { makeUrn, nameOf, qualifiedType } from "../../engine/urn";
import { copySecretMarks, fromStruct, makeSecret, toStruct, UNKNOWN } from "../../engine/values";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

describe("paths", () => {
  test.each([
    ["a", ["a"]],
    ["a.b[0].c", ["a", "b", 0, "c"]],
    ['tags["a.b"]', ["tags", "a.b"]],
    ['["x\\"y"].z', ['x"y', "z"]],
    ["list[*].id", ["list", "*", "id"]],
    ["*", ["*"]],
  ])("%s is read", (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  test("a text that is no path is none", () => {
    expect(parsePath("a[")).toBeUndefined();
    expect(parsePath("a..b")).toBeUndefined();
  });
});

describe("differences", () => {
  test("turned around, additions are removals", () => {
    const diff = { ...NO_DIFF, detailed: { a: { kind: "add-replace" as const, inputDiff: false } } };
    expect(invertDiff(diff).detailed).toEqual({ a: { kind: "delete-replace", inputDiff: false } });
  });

  test.each([
    [["a"], { a: 1, b: { c: 2, d: [1, 2] }, x: 9 }],
    [["b.c"], { a: 9, b: { c: 1, d: [1, 2] }, x: 9 }],
    [["b.d[0]", "b.d[5]"], { a: 9, b: { c: 2, d: [7, 2] }, x: 9 }],
    [["b.*"], { a: 9, b: { c: 1, d: [7] }, x: 9 }],
    [["gone"], { a: 9, b: { c: 2, d: [1, 2] }, gone: true, x: 9 }],
    [["x"], { a: 9, b: { c: 2, d: [1, 2] } }],
    [["*"], { a: 1, b: { c: 1, d: [7] }, gone: true }],
    [["a["], { a: 9, b: { c: 2, d: [1, 2] }, x: 9 }],
  ])("ignoreChanges %j sets back what it names", (ignored, expected) => {
    const olds = { a: 1, b: { c: 1, d: [7] }, gone: true };
    const news = { a: 9, b: { c: 2, d: [1, 2] }, x: 9 };
    expect(applyIgnoreChanges(news, olds, ignored)).toEqual(expected);
  });
});

describe("values on the wire", () => {
  test("output values become plain, secret or unknown", () => {
    const wire = Struct.fromJavaScript({
      known: { [SIGNATURE]: OUTPUT, value: 1, dependencies: ["urn"] },
      hidden: { [SIGNATURE]: OUTPUT, value: "x", secret: true },
      open: { [SIGNATURE]: OUTPUT },
    });
    expect(fromStruct(wire)).toEqual({ known: 1, hidden: makeSecret("x"), open: UNKNOWN });
  });

  test("a receiver that takes neither secrets nor references gets contents, ids and urns", () => {
    const map = {
      hidden: [makeSecret({ a: makeSecret(1) })],
      custom: { [SIGNATURE]: REFERENCE, urn: "u", id: "i" },
      fresh: { [SIGNATURE]: REFERENCE, urn: "u", id: "" },
      component: { [SIGNATURE]: REFERENCE, urn: "u" },
    };
    const plain = toStruct(map, { keepSecrets: false, keepResources: false }).toJavaScript();
    expect(plain).toEqual({ hidden: [{ a: 1 }], custom: "i", fresh: UNKNOWN, component: "u" });
    expect(toStruct({ hidden: map.hidden }, { keepSecrets: true, keepResources: true }).toJavaScript()).toEqual({
      hidden: map.hidden,
    });
  });

  test("a reference names its resource on the wire only", () => {
    const reference = { [SIGNATURE]: REFERENCE, urn: "urn:pulumi:dev::p::a$lab:index:Thing::x", id: "i" };
    const sent = toStruct({ reference }, { keepSecrets: true, keepResources: true });
    expect(sent.toJavaScript()).toEqual({ reference: { ...reference, name: "x", type: "lab:index:Thing" } });
    expect(fromStruct(sent)).toEqual({ reference: { ...reference, packageVersion: "" } });
  });

  test("marks follow the key path; a list that held a secret is marked whole", () => {
    const given = { a: makeSecret(1), map: { b: makeSecret(2), c: 3 }, list: [makeSecret(4), 5] };
    const returned = { a: 1, map: { b: 2, c: 3 }, list: [5, 4], other: 1 };
    expect(copySecretMarks(returned, given)).toEqual({
      a: makeSecret(1),
      map: { b: makeSecret(2), c: 3 },
      list: makeSecret([5, 4]),
      other: 1,
    });
  });
});

describe("urns and durations", () => {
  test("types are qualified by parents, except the stack's", () => {
    const stack = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev";
    const group = makeUrn("dev", "p", stack, "lab:index:Group", "g");
    expect(group).toBe("urn:pulumi:dev::p::lab:index:Group::g");
    const thing = makeUrn("dev", "p", group, "lab:index:Thing", "a::b");
    expect(qualifiedType(thing)).toBe("lab:index:Group$lab:index:Thing");
    expect(nameOf(thing)).toBe("a::b");
  });

  test.each([
    ["", 0],
    ["5m", 300],
    ["1h30m", 5400],
    ["1.5s", 1.5],
    ["250ms", 0.25],
  ])("%j are %d seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test("a text that is no duration is refused", () => {
    expect(() => parseDuration("5 minutes")).toThrow("unable to parse");
  });
});
