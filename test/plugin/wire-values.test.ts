import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../provider/core/model/value";
import { decodeStruct, encodeStruct } from "../../provider/plugin/struct-codec";
import { receive, send, unmarked } from "../../provider/plugin/wire-values";
import { outputValue, type Properties, resourceReference, SIGNATURE, secret, UNKNOWNS } from "./client";

const received = (properties: Properties) => receive(encodeStruct(properties));
const sent = (properties: Properties, secrets: Parameters<typeof send>[1] = []) =>
  decodeStruct(send(properties, secrets));

describe("what an engine sends", () => {
  it("is nothing where there is no map", () => {
    expect(receive(undefined)).toEqual({ properties: {}, secrets: [] });
  });

  it.each<[string, Properties, Properties, readonly (readonly (string | number)[])[]]>([
    ["no secret", { a: "x", n: 1, b: false, z: null }, { a: "x", n: 1, b: false, z: null }, []],
    ["a secret", { a: secret("x") }, { a: "x" }, [["a"]]],
    ["a secret in a map", { m: { a: secret("x"), b: "y" } }, { m: { a: "x", b: "y" } }, [["m", "a"]]],
    ["a secret in a list", { l: ["x", secret("y")] }, { l: ["x", "y"] }, [["l", 1]]],
    ["a secret in a secret", { m: secret({ a: secret("x") }) }, { m: { a: "x" } }, [["m"], ["m", "a"]]],
    ["secrets beside each other", { a: secret("x"), b: secret("y") }, { a: "x", b: "y" }, [["a"], ["b"]]],
    ["a secret that is not known yet", { a: secret(UNKNOWNS.string) }, { a: UNKNOWN }, [["a"]]],
    ["a secret output value", { a: outputValue({ value: "x", secret: true }) }, { a: "x" }, [["a"]]],
    ["a secret output value that is not known yet", { a: outputValue({ secret: true }) }, { a: UNKNOWN }, [["a"]]],
    ["an output value that is none", { a: outputValue({ value: "x", secret: false }) }, { a: "x" }, []],
    ["a resource", { a: secret(resourceReference("7")) }, { a: "7" }, [["a"]]],
  ])("keeps where its secrets stood: %s", (_, properties, plain, secrets) => {
    expect(received(properties)).toEqual({ properties: plain, secrets });
  });

  it.each(Object.values(UNKNOWNS))("is unknown, and no text, where it is not known yet: %s", (unknown) => {
    expect(received({ a: unknown, m: { b: [unknown, "x"] } }).properties).toEqual({
      a: UNKNOWN,
      m: { b: [UNKNOWN, "x"] },
    });
  });

  it.each([resourceReference(""), resourceReference(UNKNOWNS.string), { ...resourceReference(""), id: 7 }])(
    "is unknown where a resource has no id yet",
    (reference) => {
      expect(received({ a: reference }).properties).toEqual({ a: UNKNOWN });
    },
  );

  it("keeps what no argument takes as it is, so that check can name it", () => {
    const asset = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: UNKNOWNS.string };
    expect(received({ a: asset })).toEqual({ properties: { a: asset }, secrets: [] });
  });

  it("is not copied where nothing in it is marked: sets are large", () => {
    const plain = { a: [{ b: "x" }], n: Number.NaN };
    expect(unmarked(plain)).toBe(plain);
    const partly = { marked: { a: secret("x"), b: 1 }, list: [outputValue({ value: 2 }), 3], plain };
    const read = unmarked(partly);
    expect(read).toEqual({ marked: { a: "x", b: 1 }, list: [2, 3], plain });
    expect((read as typeof partly).plain).toBe(plain);
    expect(partly.marked.a).toEqual(secret("x"));
  });
});

describe("what an engine is sent", () => {
  it.each<[string, Properties, readonly (readonly (string | number)[])[], Properties]>([
    ["nothing else", { a: "x", b: "y" }, [["b"]], { a: "x", b: secret("y") }],
    ["a place in a map", { m: { a: "x", b: "y" } }, [["m", "b"]], { m: { a: "x", b: secret("y") } }],
    ["a whole list, for a place in it", { l: ["y", "x"] }, [["l", 1]], { l: secret(["y", "x"]) }],
    ["a whole list, for a place below one", { l: [{ a: "x" }] }, [["l", 0, "a"]], { l: secret([{ a: "x" }]) }],
    ["no secrets inside a secret", { m: { a: "x" } }, [["m"], ["m", "a"]], { m: secret({ a: "x" }) }],
    ["the same, whichever comes first", { m: { a: "x" } }, [["m", "a"], ["m"]], { m: secret({ a: "x" }) }],
    ["what is not known yet", { a: UNKNOWN }, [["a"]], { a: secret(UNKNOWNS.string) }],
    ["nothing where nothing stands", { b: "y" }, [["a"], ["b", "c"]], { b: "y" }],
    ["nothing that is undefined", { a: undefined, b: "y" }, [["a"]], { b: "y" }],
    [
      "two places of one map",
      { m: { a: 1, b: 2 } },
      [
        ["m", "a"],
        ["m", "b"],
      ],
      { m: { a: secret(1), b: secret(2) } },
    ],
    ["an empty value", { a: null, b: "" }, [["a"], ["b"]], { a: secret(null), b: secret("") }],
  ])("has as a secret what was one: %s", (_, properties, secrets, wire) => {
    expect(sent(properties, secrets)).toEqual(wire);
  });

  it("says at every depth what is not known yet", () => {
    expect(sent({ a: UNKNOWN, m: { b: UNKNOWN }, l: [UNKNOWN, "x", { c: UNKNOWN }] })).toEqual({
      a: UNKNOWNS.string,
      m: { b: UNKNOWNS.string },
      l: [UNKNOWNS.string, "x", { c: UNKNOWNS.string }],
    });
  });
});
