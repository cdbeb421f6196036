import { Failure } from "../../common/failure";

/** A text has bytes that UTF-8 doesn't have, and nothing says what else it is. */
export class NotUtf8 extends Failure {}

/**
 * A file's bytes as text. A byte-order mark wins over everything that is said; without any word the text is UTF-8, since a wrong guess
 * would give people broken names.
 *
 * @param name the file's, for messages
 * @param encoding a name that `TextDecoder` knows
 */
export function decoded(bytes: Buffer, name: string, encoding?: string): string {
  const marked = markOf(bytes);
  if (marked === undefined) refuseOtherKinds(bytes, name);
  const label = marked ?? encoding ?? "utf-8";
  if (marked === undefined && encoding === undefined) refuseUnmarked(bytes, name);
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    const text = decoder.decode(bytes);
    return decoder.encoding === "windows-1252" ? withSigns(text, name) : text;
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof RangeError) {
      throw new Failure("roster-file", `${name}: no encoding is called ${label}; windows-1252 is one`, {
        cause: error,
      });
    }
    const isUtf8 = label.toLowerCase().replace("-", "") === "utf8";
    const before = isUtf8 ? (bytes.toString("utf8").split("\uFFFD", 1)[0] ?? "") : "";
    const place = isUtf8 ? `${name}:${lineAt(before, before.length)}:1` : name;
    const advice = isUtf8
      ? "save it as UTF-8, or say its encoding in the source, such as `encoding: windows-1252`"
      : "say another encoding";
    const Kind = isUtf8 && marked === undefined ? NotUtf8 : Failure;
    throw new Kind("roster-file", `${place}: the file is not ${isUtf8 ? "UTF-8" : label}; ${advice}`, {
      cause: error,
    });
  }
}

function markOf(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}

/** What windows-1252 has from 0x80 on. Some versions of Node decode it as Latin 1, which has no such signs. */
const SIGNS = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

function withSigns(text: string, name: string): string {
  return text.replace(/[\u0080-\u009F]/g, (byte, at: number) => {
    const sign = SIGNS.charAt(byte.charCodeAt(0) - 0x80);
    if (sign !== " ") return sign;
    const place = `${name}:${lineAt(text, at)}:1`;
    const code = byte.charCodeAt(0).toString(16).toUpperCase();
    throw new Failure("roster-file", `${place}: windows-1252 has no sign 0x${code}; say another encoding`);
  });
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n|\r|\n/).length;
}

/** Signs of two bytes each have a zero in nearly all, which no text of a table has. */
function refuseUnmarked(bytes: Buffer, name: string): void {
  const at = bytes.indexOf(0);
  if (at < 0) return;
  const encoding = at % 2 === 1 ? "utf-16le" : "utf-16be";
  throw new NotUtf8(
    "roster-file",
    `${name}: the file has bytes that are zero, as UTF-16 without a byte-order mark; say \`encoding: ${encoding}\`, or save it as UTF-8`,
  );
}

/** How a page begins, such as one that asks for a password where an export was. */
const PAGE = /^(?:\u00EF\u00BB\u00BF)?\s*<(?:!doctype|html|\?xml)\b/i;

/** Refuses a page that was saved under the name of a table. */
export function refusePage(bytes: Buffer, name: string): void {
  if (!PAGE.test(bytes.subarray(0, 1_000).toString("latin1"))) return;
  throw new Failure("roster-file", `${name}: the file is a page or XML and no table; was there a sign-in before it?`);
}

/** What has the name of a text and is none. */
function refuseOtherKinds(bytes: Buffer, name: string): void {
  const start = bytes.subarray(0, 4).toString("latin1");
  if (start.startsWith("PK\u0003\u0004")) {
    throw new Failure(
      "roster-file",
      `${name}: the file is a workbook and no text; give it a name that ends with .xlsx`,
    );
  }
  if (start === "\u00d0\u00cf\u0011\u00e0") {
    throw new Failure("roster-file", `${name}: the file is a workbook of an old kind; save it as .xlsx or as CSV`);
  }
  refusePage(bytes, name);
}
