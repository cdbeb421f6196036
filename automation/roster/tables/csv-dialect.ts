/** How a CSV file is written, so that it can be written on in the same way. */
export interface Dialect {
  /** "\uFEFF", or "". */
  readonly mark: string;
  /** The line by which Excel is told the separator, such as `sep=;`, with its end; or "". */
  readonly told: string;
  readonly delimiter: string;
  readonly lineEnd: "\n" | "\r\n" | "\r";
}

/** What is written where there is no file before. */
export const PLAIN: Dialect = { mark: "", told: "", delimiter: ",", lineEnd: "\n" };

/** In this order where there are equally many. */
const DELIMITERS = [",", ";", "\t", "|"] as const;
const TOLD = /^"?sep=([^\r\n"])"?[^\S\r\n]*(\r\n|\n|\r|$)/i;

/** So many lines may have no separator before the header has some, such as a title. */
const MOST_ABOVE = 20;

/** The dialect of a file, by its first line that has a separator: those in quotation marks don't count, nor do line ends there. */
export function dialectOf(text: string): Dialect {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const [told = "", delimiter] = TOLD.exec(text.slice(mark.length)) ?? [];
  const counts = new Map<string, number>(DELIMITERS.map((sign) => [sign, 0]));
  let isQuoted = false;
  let lineEnd: Dialect["lineEnd"] | undefined;
  let lines = 0;
  for (let at = mark.length + told.length; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
    if (character !== "\n" && character !== "\r") continue;
    lineEnd ??= character === "\n" ? "\n" : text[at + 1] === "\n" ? "\r\n" : "\r";
    if (++lines > MOST_ABOVE || [...counts.values()].some((count) => count > 0)) break;
  }
  const most = Math.max(...counts.values());
  const found = delimiter ?? DELIMITERS.find((sign) => counts.get(sign) === most) ?? ",";
  return { mark, told, delimiter: found, lineEnd: lineEnd ?? "\n" };
}
