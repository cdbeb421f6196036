import { describe, expect, it } from "vitest";
import { BackwardWriter } from "../../provider/plugin/backward-writer";
import { decodeHalves, encodeHalves } from "../../provider/plugin/surrogate-halves";
import { WireReader } from "../../provider/plugin/wire-reader";

const hex = (bytes: string): Buffer => Buffer.from(bytes.replaceAll(" ", ""), "hex");
const written = (write: (writer: BackwardWriter) => void): Buffer => {
  const writer = new BackwardWriter();
  write(writer);
  expect(writer.length).toBe(writer.finish().length);
  return writer.finish();
};

describe("a number without a fixed length", () => {
  it.each([
    [0, "00"],
    [1, "01"],
    [127, "7f"],
    [128, "80 01"],
    [16_383, "ff 7f"],
    [16_384, "80 80 01"],
    [419_430_400, "80 80 80 c8 01"],
  ])("%i is %s", (value, bytes) => {
    expect(written((writer) => writer.varint(value))).toEqual(hex(bytes));
    const reader = new WireReader(hex(bytes));
    expect([reader.varint(), reader.position]).toEqual([value, hex(bytes).length]);
  });

  it("may be longer than it has to be, up to ten bytes", () => {
    expect(new WireReader(hex("81 80 80 80 80 80 80 80 80 00")).varint()).toBe(1);
    expect(() => new WireReader(hex("81 80 80 80 80 80 80 80 80 80 00")).varint()).toThrow(RangeError);
    for (const cut of ["", "80", "ff ff"]) expect(() => new WireReader(hex(cut)).varint()).toThrow(RangeError);
  });
});

describe("a field that nobody knows", () => {
  it.each([
    ["a number", 0, "96 01", 2],
    ["eight bytes", 1, "00 00 00 00 00 00 00 00", 8],
    ["a text", 2, "02 61 62", 3],
    ["four bytes", 5, "00 00 00 00", 4],
  ])("is passed over: %s", (_, type, bytes, length) => {
    const reader = new WireReader(hex(bytes));
    reader.skip(8 * 20 + type, length);
    expect(reader.position).toBe(length);
    expect(() => new WireReader(hex(`${bytes} ff`)).skip(8 * 20 + type, length - 1)).toThrow(RangeError);
  });

  it.each([3, 4, 6, 7])("is refused where its wire type is none of today: %i", (type) => {
    expect(() => new WireReader(Buffer.alloc(20)).skip(8 + type, 20)).toThrow(RangeError);
  });
});

describe("a length", () => {
  it("may lead to the end of what is there, and not beyond", () => {
    expect(new WireReader(hex("02 61 62")).end(3)).toBe(3);
    expect(() => new WireReader(hex("03 61 62")).end(3)).toThrow(RangeError);
    expect(() => new WireReader(hex("03 61 62 63")).text(3)).toThrow(RangeError);
  });
});

describe("a text", () => {
  const LONG = "x".repeat(3_000);

  it.each([
    "",
    "a",
    "a".repeat(23),
    "a".repeat(24),
    "a".repeat(25),
    "é",
    `${"a".repeat(22)}é`,
    `${"a".repeat(30)}é`,
    "\u007f\u0080",
    "\ufffd",
    "💥",
    "\ud800",
    "a\udfffb",
    "\udc00\ud800\udc00",
    `\ud7ff\ud800${"b".repeat(30)}`,
    LONG,
  ])("comes back as it was written: %j", (text) => {
    const bytes = written((writer) => {
      writer.text(text);
      writer.varint(writer.length);
    });
    const reader = new WireReader(bytes);
    expect(reader.text(bytes.length)).toBe(text);
    expect(reader.position).toBe(bytes.length);
    if (text.isWellFormed()) expect(bytes.subarray(bytes.length - Buffer.byteLength(text))).toEqual(Buffer.from(text));
  });

  it("stands before what was written earlier, however long both are", () => {
    const bytes = written((writer) => {
      writer.text("end");
      writer.double(-2);
      writer.text(LONG);
      writer.text("é");
      writer.byte(7);
    });
    const number = Buffer.alloc(8);
    number.writeDoubleLE(-2);
    expect(bytes).toEqual(Buffer.concat([Buffer.from([7]), Buffer.from(`é${LONG}`), number, Buffer.from("end")]));
  });
});

describe("half a surrogate pair", () => {
  it.each([
    ["\ud800", "ed a0 80"],
    ["\udbff", "ed af bf"],
    ["\udc00", "ed b0 80"],
    ["\udfff", "ed bf bf"],
    ["a\ud800é💥", "61 ed a0 80 c3 a9 f0 9f 92 a5"],
    ["\ud7ff\udfff\ue000", "ed 9f bf ed bf bf ee 80 80"],
    ["\ufeff\ud800", "ef bb bf ed a0 80"],
  ])("%j is %s", (text, bytes) => {
    expect(encodeHalves(text)).toEqual(hex(bytes));
    expect(decodeHalves(hex(bytes))).toBe(text);
  });

  it.each(["ff", "ed", "ed a0", "ed a0 41", "ed a0 c0", "ed 41 80", "c3", "61 ed a0 80 ff", "80 ed a0 80"])(
    "is no excuse for bytes that are no text: %s",
    (bytes) => {
      expect(() => decodeHalves(hex(bytes))).toThrow(TypeError);
    },
  );
});
