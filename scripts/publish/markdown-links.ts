/** A relative link or picture of a Markdown text. */
export interface Target {
  /** Relative to the text's folder, without the anchor. */
  readonly path: string;
  /** Empty, or with its "#". */
  readonly anchor: string;
  readonly isPicture: boolean;
}

/** Code, in which nothing is a link: fenced blocks, and what stands between backticks. */
const CODE = /^[ \t]*(?<fence>`{3,}|~{3,})[\s\S]*?^[ \t]*\k<fence>|(?<ticks>`+)(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`)/gm;

/** `[text](target "title")` and `![alt](target)`, `[name]: target`, and the attributes of HTML. */
const INLINE = /(!?)\[((?:!\[[^\]]*\]\([^)]*\)|[^[\]])*)\]\(\s*<?([^)\s>]+)>?((?:\s+"[^"]*")?\s*)\)/g;
const REFERENCE = /^( {0,3}\[[^\]]+\]:\s*)(\S+)/gm;
const ATTRIBUTE = /(<(img|source|a)\b[^>]*?\s(?:src|srcset|href)=")([^"]+)(")/g;

/**
 * Gives the relative links of a Markdown text other targets.
 *
 * @param resolve the new target; undefined turns a link into its text, and a picture into its alternative text
 */
export function mapLinks(markdown: string, resolve: (target: Target) => string | undefined): string {
  const code: string[] = [];
  // Kept apart by a character of private use, so that a link may have code in its text.
  const plain = markdown.replace(CODE, (block) => `\uE000${code.push(block) - 1}\uE000`);
  return mapProse(plain, resolve).replace(/\uE000(\d+)\uE000/g, (_, place) => code[Number(place)] ?? "");
}

function mapProse(prose: string, resolve: (target: Target) => string | undefined): string {
  const other = (text: string, isPicture: boolean) => {
    const target = relative(text, isPicture);
    return target ? resolve(target) : text;
  };
  return prose
    .replace(INLINE, (_, mark: string, text: string, to: string, title: string) => {
      // A picture that is a link has a target of its own.
      const inner = mark === "" ? mapProse(text, resolve) : text;
      const changed = other(to, mark === "!");
      return changed === undefined ? inner : `${mark}[${inner}](${changed}${title})`;
    })
    .replace(REFERENCE, (_, name: string, to: string) => `${name}${other(to, false) ?? "#"}`)
    .replace(ATTRIBUTE, (_, before: string, tag: string, to: string, after: string) => {
      const changed = other(to, tag !== "a");
      return `${before}${changed ?? (tag === "a" ? "#" : "")}${after}`;
    });
}

/** @returns undefined for an absolute address and for a heading of the text itself */
function relative(text: string, isPicture: boolean): Target | undefined {
  if (/^([a-z][a-z\d+.-]*:|\/\/|#)/i.test(text)) return undefined;
  const [path = "", anchor] = text.split("#");
  return { path: path.replace(/^\.\//, ""), anchor: anchor === undefined ? "" : `#${anchor}`, isPicture };
}
