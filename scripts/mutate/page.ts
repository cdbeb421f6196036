import type { Mutant, Outcome } from "./run";
import { type Standing, standing } from "./standing";

/** What a run found out about a folder. */
export interface Result extends Outcome {
  readonly name: string;
}

/** How many mutants came to which end; those that are left out or act while modules are loaded count nowhere else. */
export interface Figures {
  readonly mutants: number;
  readonly killed: number;
  readonly survived: number;
  readonly endless: number;
  readonly loading: number;
  /** Killed or endless, in percent of all that are not proven to change nothing, rounded down. */
  readonly percent: number;
}

const LONGEST = 100;
const HEAD = `# Mutation tests

For everybody who wonders whether a test can fail. Written by \`npm run mutate -- <folder>\`, which changes the code in small ways, one
at a time, and repeats each test that reaches the change: a change that no test notices survives. Texts of messages are left out:
tests compare codes. Only tests in one process take part, as scripts/mutate/folders.ts names them. A change in what is made once, while
modules are loaded, is counted and not tried. An endless loop is told by how often it ran, and counts as noticed. Why a survivor
stays is written in scripts/mutate/standing.ts; one that changes nothing counts nowhere in the share.

| folder | mutants | killed | survived | endless | while loading | share | on |
| --- | --- | --- | --- | --- | --- | --- | --- |
`;

export function figuresOf({ mutants }: Result): Figures {
  const count = (end: Mutant["end"]) => mutants.filter((mutant) => mutant.end === end).length;
  const alive = mutants.filter(isAlive);
  const [killed, endless, survived] = [count("killed"), count("endless"), alive.length];
  const proven = alive.filter((mutant) => reasonOf(mutant)?.equivalent).length;
  const all = killed + endless + survived;
  const percent = Math.floor((100 * (killed + endless)) / Math.max(1, all - proven));
  return { mutants: all, killed, survived, endless, loading: count("loading"), percent };
}

/** The page with this folder's row and section in place of its last ones. */
export function mutationPage(before: string, result: Result, today: string): string {
  const { name } = result;
  const rows = new Map([...before.matchAll(/^\| `([^`]+)` .*$/gm)].map(([row, folder = ""]) => [folder, row]));
  const sections = new Map(
    before
      .split(/^## (?=`)/m)
      .slice(1)
      .map((text) => [text.slice(1, text.indexOf("`", 1)), `## ${text}`]),
  );
  const { mutants, killed, survived, endless, loading, percent } = figuresOf(result);
  const figures = [mutants, killed, survived, endless, loading, `${percent} %`, today];
  rows.set(name, `| \`${name}\` | ${figures.join(" | ")} |`);
  sections.set(name, section(result));
  return `${HEAD}${inOrder(rows).join("\n")}\n\n${inOrder(sections).join("\n\n")}\n`;
}

/** By folder, without blank lines at the end. */
function inOrder(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text.trimEnd());
}

function section({ name, mutants, unfit }: Result): string {
  const alive = mutants.filter(isAlive);
  const left = unfit.map((test) => `- ${code(test)}\n`).join("");
  const without =
    unfit.length === 0 ? "" : `\nWithout these tests, which fail when they are repeated, or are slow:\n\n${left}`;
  if (alive.length === 0) return `## \`${name}\`\n\nNone survives.\n${without}`;
  const byReason = Map.groupBy(alive, (mutant) => reasonOf(mutant)?.why ?? "No reason yet");
  const texts = [...byReason]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([why, group]) => `${why}:\n\n${group.map((mutant) => item(mutant, name)).join("\n")}\n`);
  return `## \`${name}\`\n\n${texts.join("\n")}${without}`;
}

function item({ file, line, part, replacement, end }: Mutant, folder: string): string {
  const place = `${file.slice(folder.length + 1)}:${line}${end === "unreached" ? " (no test gets there)" : ""}`;
  return `- ${place}: ${code(part)} -> ${code(replacement)}`;
}

/** In a span of code, whatever backticks it has. */
function code(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.includes("`") ? `\`\` ${short} \`\`` : `\`${short}\``;
}

function isAlive({ end }: Mutant): boolean {
  return end === "survived" || end === "unreached";
}

function reasonOf({ file, text, replacement }: Mutant): Standing | undefined {
  return standing.find(
    (one) => file.endsWith(one.file) && text === one.line && (one.to === undefined || replacement === one.to),
  );
}
