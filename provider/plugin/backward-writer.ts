import { encodeHalves } from "./surrogate-halves.js";

/** What is shorter is written here, as a call into Node costs more. In UTF-16 code units. */
const SHORT = 24;

/**
 * Writes protobuf from its last byte to its first, as a message's length stands before it and is known only when it is
 * written. So nothing is measured twice, and nothing is kept but the bytes.
 */
export class BackwardWriter {
  #bytes = Buffer.allocUnsafe(1024);
  /** Where the first byte stands that is written already. */
  #start = this.#bytes.length;

  /** How many bytes are written. */
  get length(): number {
    return this.#bytes.length - this.#start;
  }

  finish(): Buffer {
    return this.#bytes.subarray(this.#start);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[--this.#start] = value;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#start -= 8;
    this.#bytes.writeDoubleLE(value, this.#start);
  }

  varint(value: number): void {
    let length = 1;
    for (let rest = value; rest > 127; rest >>>= 7) length++;
    this.#reserve(length);
    this.#start -= length;
    let at = this.#start;
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.#bytes[at++] = (rest & 127) | 128;
    this.#bytes[at] = rest;
  }

  text(value: string): void {
    if (value.length < SHORT && this.#ascii(value)) return;
    const length = Buffer.byteLength(value);
    this.#reserve(length);
    this.#start -= length;
    if (value.isWellFormed()) this.#bytes.write(value, this.#start);
    else this.#bytes.set(encodeHalves(value), this.#start);
  }

  /** Whether it was ASCII, and is written. */
  #ascii(value: string): boolean {
    this.#reserve(value.length);
    const start = this.#start - value.length;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      this.#bytes[start + i] = code;
    }
    this.#start = start;
    return true;
  }

  #reserve(length: number): void {
    if (this.#start >= length) return;
    const written = this.finish();
    const larger = Buffer.allocUnsafe(2 * this.#bytes.length + length);
    this.#start = larger.length - written.length;
    larger.set(written, this.#start);
    this.#bytes = larger;
  }
}
