import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, it } from "vitest";
import { BackwardWriter } from "../../provider/plugin/backward-writer";
import { MalformedRequestError } from "../../provider/plugin/malformed-request";
import { decodeStruct, encodeStruct } from "../../provider/plugin/struct-codec";
import { parameters } from "../fuzz/settings";
import { plain, struct } from "./client";

/** What google-protobuf, which Pulumi's own SDK uses, writes and reads. */
const reference = {
  encode: (values: Record<string, unknown>) => Buffer.from(struct(values).serializeBinary()),
  decode: (bytes: Uint8Array) => plain(Struct.deserializeBinary(bytes)),
};

/** google-protobuf loses the first half of a surrogate pair, except at a text's end. */
const parts = fc.constantFrom("a\udfffb", "\udc00", "\ufffd", "\ufeffx", "\u0000", "💥");
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.tuple(fc.array(parts), fc.constantFrom("", "\ud800")).map(([texts, end]) => `${texts.join("-")}${end}`),
  fc.string({ minLength: 120, maxLength: 400 }),
);
/** google-protobuf loses the key `__proto__`. */
const key = fc.oneof(text, fc.constantFrom("", "0", "constructor", "toString")).filter((name) => name !== "__proto__");
const scalar = fc.oneof(
  text,
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE, Number.MAX_VALUE),
  fc.boolean(),
  fc.constant(null),
);
const { values } = fc.letrec<{ value: unknown; values: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, depthSize: "medium" }, scalar, fc.array(tie("value")), tie("values")),
  values: fc.dictionary(key, tie("value"), { maxKeys: 8, noNullPrototype: true }),
}));

describe("a Struct", () => {
  it("reads as google-protobuf writes it, in the same order", () => {
    fc.assert(
      fc.property(values, (given) => {
        const bytes = reference.encode(given);
        const read = decodeStruct(bytes);
        expect(read).toEqual(given);
        expect(JSON.stringify(read)).toBe(JSON.stringify(reference.decode(bytes)));
      }),
      parameters(),
    );
  });

  it("is written as google-protobuf reads it, and byte for byte where its keys are sorted", () => {
    fc.assert(
      fc.property(values, (given) => {
        const bytes = encodeStruct(given);
        expect(reference.decode(bytes)).toEqual(given);
        expect(bytes.length).toBe(reference.encode(given).length);
        expect(decodeStruct(bytes)).toEqual(given);
      }),
      parameters(),
    );
    const sorted = { a: [1, "é", null, { b: true, c: false }], d: {}, e: [], f: "x".repeat(300), g: -0 };
    expect(encodeStruct(sorted)).toEqual(reference.encode(sorted));
  });

  it.each<[unknown, string]>([
    ["x", "1a 01 78"],
    ["", "1a 00"],
    [true, "20 01"],
    [false, "20 00"],
    [null, "08 00"],
    [2, "11 00 00 00 00 00 00 00 40"],
    [{}, "2a 00"],
    [{ b: null, c: true }, "2a 12 0a 07 0a 01 62 12 02 08 00 0a 07 0a 01 63 12 02 20 01"],
    [[], "32 00"],
    [["x", null], "32 09 0a 03 1a 01 78 0a 02 08 00"],
  ])("writes %j as %s, and reads it", (value, bytes) => {
    const body = hex(bytes);
    const entry = Buffer.concat([hex("0a 01 61 12"), Buffer.from([body.length]), body]);
    const message = Buffer.concat([hex("0a"), Buffer.from([entry.length]), entry]);
    expect(encodeStruct({ a: value })).toEqual(message);
    expect(decodeStruct(message)).toEqual({ a: value });
  });

  it.each<[string, string]>([
    ["an entry, before what is known", "0a 0a 38 0a 0a 01 61 12 03 1a 01 78"],
    ["an entry, after it", "0a 0b 0a 01 61 12 03 1a 01 78 3a 01 00"],
    ["a value, before what is known", "0a 0a 0a 01 61 12 05 38 1a 1a 01 78"],
    ["a value, after it", "0a 0b 0a 01 61 12 06 1a 01 78 3a 01 00"],
  ])("passes over what is not known in %s", (_, bytes) => {
    expect(decodeStruct(hex(bytes))).toEqual({ a: "x" });
  });

  it("passes over what is not known in a list", () => {
    expect(decodeStruct(hex("0a 0e 0a 01 61 12 09 32 07 38 0a 0a 03 1a 01 78"))).toEqual({ a: ["x"] });
  });

  it("has its keys sorted, whatever order an engine wrote them in, and of two the last", () => {
    const parts = ["b", "a", "ü", "B", "a"].map((name, i) => encodeStruct({ [name]: i }));
    expect(JSON.stringify(decodeStruct(Buffer.concat(parts)))).toBe('{"B":3,"a":4,"b":0,"ü":2}');
    expect(decodeStruct(Buffer.concat(parts))).toEqual(reference.decode(Buffer.concat(parts)));
    const backwards = ["c", "b", "a"].map((name) => encodeStruct({ [name]: 1 }));
    expect(Object.keys(decodeStruct(Buffer.concat(backwards)))).toEqual(["a", "b", "c"]);
  });

  it("may hold fields that are not known here, and an entry without a key", () => {
    const unknown = Buffer.from("12027878" + "1801" + "2101020304050607082d01020304", "hex");
    const entry = encodeStruct({ a: 1 });
    expect(decodeStruct(Buffer.concat([unknown, entry, unknown]))).toEqual({ a: 1 });
    expect(decodeStruct(hex("0a 05 12 03 1a 01 78"))).toEqual({ "": "x" });
    // A value given twice: the last counts, as of any choice between fields.
    expect(decodeStruct(hex("0a 0a 0a 01 61 12 05 20 01 1a 01 78"))).toEqual({ a: "x" });
    expect(decodeStruct(Buffer.alloc(0))).toEqual({});
  });

  it("holds any text, also of halves of surrogate pairs", () => {
    const units = fc.array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }), fc.nat(127)));
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        expect(decodeStruct(encodeStruct({ [`k${text}`]: text }))).toEqual({ [`k${text}`]: text });
      }),
      parameters(),
    );
  });

  it("may have a hundred thousand entries, and long texts", () => {
    const large = {
      list: Array.from({ length: 100_000 }, (_, i) => i),
      map: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, `v${i}`])),
      text: "é".repeat(200_000),
    };
    expect(decodeStruct(encodeStruct(large))).toEqual(large);
  });

  it("leaves out what is undefined, and refuses what no Struct holds", () => {
    expect(decodeStruct(encodeStruct({ a: undefined, b: 1 }))).toEqual({ b: 1 });
    expect(() => encodeStruct({ a: [undefined] })).toThrow(TypeError);
    expect(() => encodeStruct({ a: () => 1 })).toThrow(TypeError);
    expect(() => encodeStruct({ a: Symbol("x") })).toThrow(TypeError);
    expect(() => encodeStruct({ a: 1n })).toThrow(TypeError);
  });
});

describe("refused with a typed error", () => {
  const cases: readonly [string, Buffer][] = [
    ["an entry that is cut off", hex("0a 05 0a 01 61")],
    ["a length beyond the message around it", hex("0a 07 0a 01 61 12 09 1a 01 78 0a 03 0a 01 62 00 00")],
    ["a text beyond its value", hex("0a 07 0a 01 61 12 02 1a 05")],
    ["a number of four bytes", hex("0a 09 0a 01 61 12 04 11 00 00 00")],
    ["a number beyond its value", hex("0a 0a 0a 01 61 12 05 11 00 00 00 00 0a 08 0a 01 62 12 03 1a 01 78")],
    ["a number beyond its value, where all ends", hex("0a 0a 0a 01 61 12 05 11 00 00 00 00 00 00 00 40")],
    ["a value of a kind that is not known", hex("0a 07 0a 01 61 12 02 38 05")],
    ["a varint without an end", Buffer.alloc(12, 0xff)],
    ["a wire type that is none", hex("0f 00")],
    ["half a group", hex("13")],
    ["a text that is not UTF-8", hex("0a 08 0a 01 61 12 03 1a 01 ff")],
    ["a text cut off within a character", hex("0a 09 0a 01 61 12 04 1a 02 e2 80")],
    ["a key without a value", hex("0a 03 0a 01 61")],
    ["a value of no kind", hex("0a 05 0a 01 61 12 00")],
    ["an item of no kind in a list", hex("0a 09 0a 01 61 12 04 32 02 0a 00")],
  ];

  it.each(cases)("%s", (_, bytes) => {
    expect(() => decodeStruct(bytes)).toThrow(MalformedRequestError);
  });

  it("a key __proto__, at every depth", () => {
    for (const shape of [{ __prot0__: 1 }, { a: { __prot0__: 1 } }, { a: [{ b: { __prot0__: {} } }] }]) {
      const bytes = Buffer.from(encodeStruct(shape).toString("latin1").replace("__prot0__", "__proto__"), "latin1");
      expect(() => decodeStruct(bytes)).toThrow(/called __proto__/);
    }
  });

  it("nesting deeper than 500, and never with an overflow of the stack", () => {
    const nested = (depth: number, wrap: (inner: unknown) => unknown) => {
      let value: unknown = 1;
      for (let i = 0; i < depth; i++) value = wrap(value);
      return { value } as Record<string, unknown>;
    };
    for (const wrap of [(inner: unknown) => [inner], (inner: unknown) => ({ inner })]) {
      const deep = nested(500, wrap);
      expect(decodeStruct(encodeStruct(deep))).toEqual(deep);
      expect(() => decodeStruct(encodeStruct(nested(501, wrap)))).toThrow(/deeper than 500/);
    }
    const writer = new BackwardWriter();
    const field = (tag: number) => {
      writer.varint(writer.length);
      writer.byte(tag);
    };
    for (let i = 0; i < 100_000; i++) for (const tag of [0x32, 0x0a]) field(tag);
    for (const tag of [0x32, 0x12, 0x0a]) field(tag);
    expect(() => decodeStruct(writer.finish())).toThrow(/deeper than 500/);
  });

  it("or read: random bytes, and messages with bytes changed or cut off", () => {
    fc.assert(
      fc.property(values, fc.array(fc.tuple(fc.nat(), fc.nat(255))), fc.nat(), (given, changes, cut) => {
        const bytes = encodeStruct(given);
        for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        for (const broken of [bytes, bytes.subarray(0, cut % (bytes.length + 1))]) expectReadOrRefused(broken);
      }),
      parameters(),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => expectReadOrRefused(Buffer.from(bytes))),
      parameters(),
    );
  });
});

function expectReadOrRefused(bytes: Buffer): void {
  try {
    expect(decodeStruct(bytes)).toBeTypeOf("object");
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedRequestError);
  }
}

function hex(bytes: string): Buffer {
  return Buffer.from(bytes.replaceAll(" ", ""), "hex");
}
