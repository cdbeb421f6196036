import { decodeHalves } from "./surrogate-halves.js";

const MOST_VARINT_BYTES = 10;

/** Reads protobuf's wire format. Every length is held against what is there; RangeError where it is more. */
export class WireReader {
  position = 0;

  constructor(readonly bytes: Buffer) {}

  /** Exact up to 2^53, which no length and no tag reaches. */
  varint(): number {
    let value = 0;
    for (let i = 0; i < MOST_VARINT_BYTES; i++) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) break;
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return value;
    }
    throw new RangeError("a varint has no end");
  }

  double(): number {
    const value = this.bytes.readDoubleLE(this.position);
    this.position += 8;
    return value;
  }

  /** Where what follows ends, by the length before it. */
  end(limit: number): number {
    const length = this.varint();
    const end = this.position + length;
    if (end > limit) throw new RangeError("a field runs beyond its message");
    return end;
  }

  text(limit: number): string {
    const end = this.end(limit);
    const from = this.position;
    this.position = end;
    const text = this.bytes.toString("utf8", from, end);
    return text.includes("\ufffd") ? decodeHalves(this.bytes.subarray(from, end)) : text;
  }

  /** Passes over a field, by the wire type in its tag. Groups, which proto3 hasn't, are refused. */
  skip(tag: number, limit: number): void {
    const type = tag % 8;
    if (type === 0) this.varint();
    else if (type === 1) this.position += 8;
    else if (type === 2) this.position = this.end(limit);
    else if (type === 5) this.position += 4;
    else throw new RangeError("a field has a wire type that proto3 hasn't");
    if (this.position > limit) throw new RangeError("a field runs beyond its message");
  }
}
