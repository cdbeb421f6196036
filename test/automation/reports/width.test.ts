import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { cutTo, padded, widthOf } from "../../../automation/reports/width";
import { personName } from "./invented";

const CASES = [
  "Ada",
  "伟 陈",
  "김민준",
  "田中　美咲",
  "ﾊﾝｶｸ",
  "Ｆｕｌｌ",
  "é",
  "e\u0301\u0323",
  "Zoë",
  "नमस्ते",
  "👍",
  "",
  "→ … ·",
];

it.each([...CASES, ...Array.from({ length: 20 }, (_, n) => personName(n))])(
  "%j takes the columns that Node counts",
  (text) => {
    expect(widthOf(text)).toBe(columnsByNode(text));
  },
);

it.each(["👩\u200D👩\u200D👧", "🇩🇪", "❤\uFE0F"])(
  "takes %s, of several code points, for one picture of two columns",
  (text) => {
    expect(widthOf(text)).toBe(2);
  },
);

it("pads and cuts to columns, and never through a character", () => {
  expect(padded("伟 陈", 8)).toBe("伟 陈   ");
  expect(cutTo("伟伟伟", 4)).toBe("伟…");
  expect(cutTo("Ada", 3)).toBe("Ada");
  for (let width = 1; width < 12; width++)
    expect(widthOf(cutTo("伟 陈 e\u0301e\u0301 👍 Ada", width))).toBeLessThanOrEqual(width);
});

/** Where Node's line editor would put the cursor. */
function columnsByNode(text: string): number {
  const editor = createInterface({ input: new PassThrough(), output: new PassThrough(), prompt: "", terminal: true });
  editor.write(text);
  const { cols } = editor.getCursorPos();
  editor.close();
  return cols;
}
