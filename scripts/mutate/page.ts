import type { Mutant, Outcome } from "./run";
import { type Standing, standing } from "./standing";

/** What a run found out about a folder. */
export interface Result extends Outcome {
  readonly name: string;
}

/** How many mutants came to which end; those of wording, or that act while modules are loaded count nowhere else. */
export interface Figures {
  readonly mutants: number;
  readonly killed: number;
  readonly survived: number;
  readonly endless: number;
  readonly loading: number;
  readonly wording: number;
  /** Killed or endless, in percent of all that are not proven to change nothing, rounded down. */
  readonly percent: number;
}

const LONGEST = 100;
const HEAD = `# Mutation tests

For everybody who wonders whether a test can fail. Written by \`npm run mutate -- <folder>\`, which changes the code in small ways, one
at a time, and repeats tests that reach the change until one notices: a change that no test notices survives. Only tests in one
process take part, as scripts/mutate/folders.ts names them, and on each change those that together take six seconds.

- Wording: changes in the text of a message. They are not tried, as tests compare codes.
- Endless: a loop, told by how often it ran, or emptied of all that could end it. It counts as noticed.
- While loading: changes in what is made once, as modules are loaded. \`--loading\` tries them too, which takes seconds for each.
- Share: killed and endless, of all that were tried and are not proven to change nothing. Why a survivor stays is written in
  scripts/mutate/standing; a folder leads to a list of its survivors.

| folder | mutants | killed | survived | endless | while loading | wording | share | on |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
`;

export function figuresOf({ mutants }: Result): Figures {
  const count = (end: Mutant["end"]) => mutants.filter((mutant) => mutant.end === end).length;
  const alive = mutants.filter(isAlive);
  const [killed, endless, survived] = [count("killed"), count("endless"), alive.length];
  const proven = alive.filter((mutant) => reasonOf(mutant)?.equivalent).length;
  const all = killed + endless + survived;
  const percent = Math.floor((100 * (killed + endless)) / Math.max(1, all - proven));
  return { mutants: all, killed, survived, endless, loading: count("loading"), wording: count("wording"), percent };
}

/** The page with this folder's row in place of its last one. */
export function mutationPage(before: string, result: Result, today: string): string {
  const rows = new Map([...before.matchAll(/^\| \[`([^`]+)`.*$/gm)].map(([row, folder = ""]) => [folder, row]));
  const { mutants, killed, survived, endless, loading, wording, percent } = figuresOf(result);
  const figures = [mutants, killed, survived, endless, loading, wording, `${percent} %`, today];
  rows.set(result.name, `| [\`${result.name}\`](${listName(result.name)}) | ${figures.join(" | ")} |`);
  return `${HEAD}${inOrder([...rows], ([name]) => name)
    .map(([, row]) => row)
    .join("\n")}\n`;
}

/** Where the survivors of a folder, or of a file, are listed, beside the page. */
export function listName(folder: string): string {
  return `mutation/${folder.replaceAll("/", "-").replace(/\.ts$/, "")}.txt`;
}

/** The survivors of a folder by reason, and the tests that say nothing. */
export function survivorList({ name, mutants, unfit }: Result): string {
  const byReason = Map.groupBy(mutants.filter(isAlive), (mutant) => reasonOf(mutant)?.why ?? "No reason yet");
  const texts = inOrder([...byReason], ([why]) => why).map(
    ([why, group]) => `${why}:\n\n${group.map((mutant) => item(mutant, name)).join("\n")}\n`,
  );
  const without = "Left out are these tests, which fail when they are repeated, or even where nothing is mutated:";
  const left = unfit.length === 0 ? [] : [`${without}\n\n${unfit.join("\n")}\n`];
  return [`Survivors in ${name}\n`, ...texts, ...left].join("\n");
}

function inOrder<T>(items: readonly T[], textOf: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

function item({ file, line, part, replacement, end }: Mutant, folder: string): string {
  const place = `${file.slice(folder.length + 1)}:${line}${end === "unreached" ? " (no test gets there)" : ""}`;
  return `${place}: ${short(part)}  ->  ${short(replacement)}`;
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function isAlive({ end }: Mutant): boolean {
  return end === "survived" || end === "unreached";
}

function reasonOf({ file, text, replacement }: Mutant): Standing | undefined {
  return standing.find(
    (one) => file.endsWith(one.file) && text === one.line && (one.to === undefined || replacement === one.to),
  );
}
