/** How a CSV file is written, so that it can be written on in the same way. */
export interface Dialect {
  /** "\uFEFF", or "". */
  readonly mark: string;
  readonly delimiter: string;
  readonly lineEnd: "\n" | "\r\n" | "\r";
}

/** What is written where there is no file before. */
export const PLAIN: Dialect = { mark: "", delimiter: ",", lineEnd: "\n" };

/** The dialect of a file, by its first line: separators and line ends in quotation marks don't count. */
export function dialectOf(text: string): Dialect {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const counts = { ",": 0, ";": 0 };
  let isQuoted = false;
  let lineEnd: Dialect["lineEnd"] = "\n";
  for (let at = mark.length; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === "," || character === ";") counts[character]++;
    if (character !== "\n" && character !== "\r") continue;
    lineEnd = character === "\n" ? "\n" : text[at + 1] === "\n" ? "\r\n" : "\r";
    break;
  }
  return { mark, delimiter: counts[";"] > counts[","] ? ";" : ",", lineEnd };
}
