// JavaScript's texts may hold half a surrogate pair, for which UTF-8 has no form. Other libraries for JavaScript write it as
// three bytes, like any other code unit, and so it survives on its way between two processes of Node.

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** With a byte of 0xa0 or more after it, this one begins nothing that UTF-8 has. */
const LEAD = 0xed;

/** @throws TypeError for bytes that are no text, with halves or without */
export function decodeHalves(bytes: Buffer): string {
  let text = "";
  let from = 0;
  for (let at = bytes.indexOf(LEAD); at >= 0; at = bytes.indexOf(LEAD, at + 1)) {
    const [second = 0, third = 0] = bytes.subarray(at + 1, at + 3);
    if ((second & 0xe0) !== 0xa0 || (third & 0xc0) !== 0x80) continue;
    const half = String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f));
    text += STRICT.decode(bytes.subarray(from, at)) + half;
    from = at + 3;
  }
  return text + STRICT.decode(bytes.subarray(from));
}

export function encodeHalves(text: string): Buffer {
  return Buffer.concat(
    [...text].map((character) => {
      if (character.isWellFormed()) return Buffer.from(character);
      const code = character.charCodeAt(0);
      return Buffer.from([LEAD, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]);
    }),
  );
}
