import type { Mutant } from "./run";
import { type Standing, standing } from "./standing";

/** What a run found out about a folder. */
export interface Result {
  readonly name: string;
  readonly mutants: readonly Mutant[];
}

/** How many mutants came to which end. Those that can't be run, or are left out by rule, count nowhere. */
export interface Figures {
  readonly mutants: number;
  readonly killed: number;
  readonly survived: number;
  readonly timeouts: number;
  /** Killed, in percent of all that are not proven to change nothing, rounded down. */
  readonly percent: number;
}

const LONGEST = 100;
const HEAD = `# Mutation tests

For everybody who wonders whether a test can fail. Written by \`npm run mutate -- <folder>\`, which changes the code in small ways, one
at a time, and runs the tests that reach the change: a change that no test notices survives. Texts of messages are left out: tests
compare codes. Only tests in one process take part, as named in scripts/mutate/folders.ts. A timeout is no proof on a busy machine and
counts as survived. Why a survivor stays is written in scripts/mutate/standing.ts; one that changes nothing counts nowhere in the
last column.

| folder | mutants | killed | survived | timeouts | killed of those that change something | seen on |
| --- | --- | --- | --- | --- | --- | --- |
`;

export function figuresOf({ mutants }: Result): Figures {
  const count = (status: string) => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, timeouts] = [count("Killed"), count("Timeout")];
  const alive = mutants.filter(isAlive);
  const proven = alive.filter((mutant) => reasonOf(mutant)?.equivalent).length;
  const all = killed + alive.length;
  const percent = Math.floor((100 * killed) / Math.max(1, all - proven));
  return { mutants: all, killed, survived: alive.length - timeouts, timeouts, percent };
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
  const { mutants, killed, survived, timeouts, percent } = figuresOf(result);
  rows.set(name, `| \`${name}\` | ${mutants} | ${killed} | ${survived} | ${timeouts} | ${percent} % | ${today} |`);
  sections.set(name, section(result));
  return `${HEAD}${inOrder(rows).join("\n")}\n\n${inOrder(sections).join("\n\n")}\n`;
}

/** By folder, without blank lines at the end. */
function inOrder(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text.trimEnd());
}

function section({ name, mutants }: Result): string {
  const alive = mutants.filter(isAlive);
  if (alive.length === 0) return `## \`${name}\`\n\nNone survives.\n`;
  const byReason = Map.groupBy(alive, (mutant) => reasonOf(mutant)?.why ?? "No reason yet");
  const texts = [...byReason]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([why, group]) => `${why}:\n\n${group.map((mutant) => item(mutant, name)).join("\n")}\n`);
  return `## \`${name}\`\n\n${texts.join("\n")}`;
}

function item({ file, line, text, replacement, status }: Mutant, folder: string): string {
  const place = `${file.slice(folder.length + 1)}:${line}${status === "Timeout" ? " (timeout)" : ""}`;
  return `- ${place}: ${code(text)} with ${code(replacement)}`;
}

/** In a span of code, whatever backticks it has. */
function code(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.includes("`") ? `\`\` ${short} \`\`` : `\`${short}\``;
}

function isAlive({ status }: Mutant): boolean {
  return status === "Survived" || status === "NoCoverage" || status === "Timeout";
}

function reasonOf({ file, text, replacement }: Mutant): Standing | undefined {
  return standing.find(
    (one) => file.endsWith(one.file) && text === one.line && (one.to === undefined || replacement === one.to),
  );
}
