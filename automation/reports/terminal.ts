import { styleText } from "node:util";
import type { GuardResult, PersonChange, Review } from "../plan/review/review";
import { subjectName } from "../plan/review/traits";
import { allowAllCommand, guardWords, refusals, standingWords } from "./guards";
import { type ChangedPerson, changedPeople, countByClass, RISKY } from "./people";
import { type Piece, phrasesOf } from "./phrases";
import { calendarWords, groupCount, groupWords, heldCount, heldWords } from "./roster-words";
import { shortened, visible } from "./untrusted";
import { cutTo, padded, widthOf } from "./width";
import { CLASS_WORDS, counted, countedClass, duration, forecastWords, number, titleOf } from "./words";

export interface TerminalOptions {
  /** Colours and drawn signs; without it the words are the same, in ASCII as far as they are ours. Default false. */
  readonly colour?: boolean;
  /** Columns of the terminal. Longer lines are continued on the next. Default: lines as long as they come. */
  readonly columns?: number;
  /** Everybody; otherwise the risky ones and the first others. Default false. */
  readonly all?: boolean;
  /** Files that were written. */
  readonly written?: readonly string[];
  /** The command that comes next. */
  readonly next?: string;
}

/** Without `all`, this many of the risky people and of the others are shown. */
const SHOWN = { risky: 60, others: 12 };
const LONGEST_NAME = 28;
const LONGEST_VALUE = 60;
const LONGEST_HELD = 300;

type Format = Parameters<typeof styleText>[0];
type Paint = (format: Format, text: string) => string;

/** What a plan means for people, as `roster plan` prints it. Ends with a line break. */
export function renderTerminal(review: Review, options: TerminalOptions = {}): string {
  // The caller knows whether this is a terminal; what styleText would find out by itself is another stream.
  const paint: Paint = options.colour
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text;
  const people = changedPeople(review);
  const blocks = [
    [headline(review, paint), "", totals(review, people, paint, options)],
    heldLines(review, paint),
    groupLines(review, paint),
    personLines(review, people, paint, options),
    existingLines(review, paint, options),
    [...guardLines(review, paint), ...closingLines(review, paint, options)],
    refusal(review, paint, options),
  ];
  const filled = blocks.filter((block) => block.length > 0).map((block) => block.join("\n"));
  return `${filled.join("\n\n")}\n`;
}

function headline({ project, stack, people, platforms, forecast }: Review, paint: Paint): string {
  const { calls, seconds } = forecast.look;
  const of = `${counted(people, "person", "people")}, ${counted(platforms.length, "platform")}`;
  const look = `read in ${duration(seconds)}${calls === undefined ? "" : ` (${counted(calls, "call")})`}`;
  return `${paint("bold", `${visible(project)} / ${visible(stack)}`)}    ${paint("dim", `${of}, ${look}`)}`;
}

/** The figures, on as many lines as the terminal needs for them. */
function totals(review: Review, people: readonly ChangedPerson[], paint: Paint, options: TerminalOptions): string {
  const figures = [...countByClass(people)].flatMap(([name, count]) => {
    const text = `${signOf(name, options)} ${countedClass(count, name)}`;
    return count === 0 ? [] : [{ text, painted: paint(COLOURS[name], text) }];
  });
  const unchanged = `${number(review.unchanged)} unchanged`;
  const all = [
    ...(figures.length > 0 ? figures : [{ text: "no changes", painted: "no changes" }]),
    { text: unchanged, painted: paint("dim", unchanged) },
  ].map(({ text, painted }, i, { length }) =>
    i === length - 1 ? { text, painted } : { text: `${text}   `, painted: `${painted}   ` },
  );
  return onLines(all, (options.columns ?? Number.POSITIVE_INFINITY) - 1)
    .map((line) => ` ${line}`)
    .join("\n");
}

const COLOURS: Readonly<Record<keyof typeof CLASS_WORDS, Format>> = {
  escalation: ["bold", "magenta"],
  leaver: "red",
  released: "yellow",
  "email-change": "yellow",
  "role-revoked": "yellow",
  reactivated: "cyan",
  joiner: "green",
  "role-granted": "cyan",
  mover: "blue",
  other: "dim",
};

/** Whoever is held is named first: nothing of what is declared happens to them. */
function heldLines(review: Review, paint: Paint): string[] {
  const words = heldWords(review);
  if (words.length === 0) return [];
  return [
    paint("yellow", ` ${heldCount(review)}`),
    ...words.map((line) => `   ${visible(shortened(line, LONGEST_HELD))}`),
  ];
}

/** Groups come before the people in them. */
function groupLines(review: Review, paint: Paint): string[] {
  const words = groupWords(review);
  if (words.length === 0) return [];
  const isRisky = review.groups?.some(({ change }) => change === "deleted") ?? false;
  return [
    isRisky ? paint("yellow", ` ${groupCount(review)}`) : ` ${groupCount(review)}`,
    ...words.map((line) => `   ${visible(shortened(line, LONGEST_HELD))}`),
  ];
}

function personLines(
  review: Review,
  people: readonly ChangedPerson[],
  paint: Paint,
  options: TerminalOptions,
): string[] {
  const risky = people.filter(({ worst }) => RISKY.includes(worst));
  const others = people.filter(({ worst }) => !RISKY.includes(worst));
  const shown = options.all ? people : [...risky.slice(0, SHOWN.risky), ...others.slice(0, SHOWN.others)];
  const nameWidth = Math.min(LONGEST_NAME, Math.max(0, ...shown.map(({ name }) => widthOf(visible(name)))));
  const titles = shown.flatMap(({ changes }) => changes.map(({ platform }) => titleOf(review.platforms, platform)));
  const titleWidth = Math.max(0, ...titles.map((title) => widthOf(visible(title))));
  const lines = shown.flatMap((person) => {
    const sign = paint(COLOURS[person.worst], signOf(person.worst, options));
    const name = padded(cutTo(visible(person.name), nameWidth), nameWidth);
    return person.changes.flatMap((change, i) => {
      const title = padded(visible(titleOf(review.platforms, change.platform)), titleWidth);
      const start = i === 0 ? ` ${sign} ${name}` : " ".repeat(nameWidth + 3);
      const indent = nameWidth + titleWidth + 7;
      const room = Math.max(30, (options.columns ?? Number.POSITIVE_INFINITY) - indent);
      const [first = "", ...more] = wrapped(change, room, paint);
      return [`${start}  ${paint("dim", title)}  ${first}`, ...more.map((line) => " ".repeat(indent) + line)];
    });
  });
  if (shown.length === people.length) return lines;
  const hidden = people.filter((person) => !shown.includes(person));
  const kinds = [...countByWorst(hidden)].map(([name, count]) => countedClass(count, name)).join(", ");
  return [...lines, paint("dim", `   ... ${number(hidden.length)} more (${kinds}): roster plan --all`)];
}

function countByWorst(people: readonly ChangedPerson[]): ReadonlyMap<ChangedPerson["worst"], number> {
  const counts = new Map<ChangedPerson["worst"], number>();
  for (const { worst } of people) counts.set(worst, (counts.get(worst) ?? 0) + 1);
  return counts;
}

/** The phrases of a change on lines of at most this width, broken between words. */
function wrapped(change: PersonChange, room: number, paint: Paint): readonly string[] {
  const dot = paint("dim", " · ");
  const words = phrasesOf(change).flatMap((phrase, i) => [
    ...(i === 0 ? [] : [{ text: " · ", painted: dot }]),
    ...phrase.flatMap((piece) => dressed(piece, paint)),
  ]);
  return onLines(words, room);
}

interface Word {
  readonly text: string;
  readonly painted: string;
}

/** Words one after the other; a line ends at a space, where what follows up to the next one has no room. */
function onLines(words: readonly Word[], room: number): readonly string[] {
  const lines: string[] = [];
  let line = { text: "", painted: "" };
  for (const { text, painted } of unbroken(words)) {
    if (line.text !== "" && widthOf(line.text + text.trimEnd()) > room) {
      lines.push(line.painted.trimEnd());
      line = { text: "", painted: "" };
    }
    line = { text: line.text + text, painted: line.painted + painted };
  }
  return [...lines, line.painted.trimEnd()];
}

/** Joins what has no space between it, such as a name and the comma behind it. */
function unbroken(words: readonly Word[]): readonly Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last === undefined || /\s$/.test(last.text) || word.text === " · ") joined.push(word);
    else joined[joined.length - 1] = { text: last.text + word.text, painted: last.painted + word.painted };
  }
  return joined;
}

/** A piece word by word, so that a line can end between any two. */
function dressed({ kind, text }: Piece, paint: Paint): readonly Word[] {
  const clean = kind === "words" ? text : visible(shortened(text, LONGEST_VALUE));
  const format = PIECES[kind];
  return clean.split(/(?<= )/).map((word) => ({ text: word, painted: format ? paint(format, word) : word }));
}

const PIECES: Readonly<Partial<Record<Piece["kind"], Format>>> = {
  path: "dim",
  granted: "bold",
  revoked: "strikethrough",
};

function existingLines({ existing, platforms }: Review, paint: Paint, options: TerminalOptions): string[] {
  const shown = options.all ? existing : existing.slice(0, SHOWN.others);
  const lines = shown.map((found) => {
    const { platform, id, active, outcome } = found;
    const state = active ? "" : ", inactive";
    const title = visible(titleOf(platforms, platform));
    const fate = outcome === "refused" ? paint("red", "refused") : "adopted";
    return ` ${padded("exists", 9)} ${visible(subjectName(found))}  ${title} ${visible(id)}${state}: ${fate}`;
  });
  const hidden = existing.length - shown.length;
  return hidden > 0 ? [...lines, `   ... ${number(hidden)} more that exist: roster plan --all`] : lines;
}

function guardLines({ guards, platforms }: Review, paint: Paint): string[] {
  if (guards.length === 0) return [];
  const words = guards.map((guard) => {
    const text = `${guardName(guard, platforms)} ${standing(guard)}`;
    if (guard.allowed !== undefined) return paint("yellow", `${text} (allowed)`);
    return guard.breached ? paint("red", `${text} (breached)`) : text;
  });
  return [` ${padded("guards", 9)} ${words.join("   ")}`];
}

function guardName(guard: GuardResult, platforms: Review["platforms"]): string {
  return visible(guardWords(guard, platforms));
}

function standing(guard: GuardResult): string {
  return visible(standingWords(guard));
}

function closingLines(review: Review, paint: Paint, { written = [], next }: TerminalOptions): string[] {
  const days = calendarWords(review).map((line) => ` ${padded("dates", 9)} ${visible(line)}`);
  const notes = review.notes.map((note) => ` ${padded("note", 9)} ${paint("yellow", visible(note))}`);
  const lines = [` ${padded("forecast", 9)} ${visible(forecastWords(review))}`, ...days, ...notes];
  if (written.length > 0) lines.push(` ${padded("written", 9)} ${written.join("  ")}`);
  if (next !== undefined && refusals(review).length === 0) lines.push(` ${padded("next", 9)} ${paint("bold", next)}`);
  return lines;
}

function refusal(review: Review, paint: Paint, { all = false }: TerminalOptions): string[] {
  const refused = refusals(review);
  if (refused.length === 0) return [];
  const lines = refused.flatMap((guard) => [
    paint("red", ` ${padded("refused", 9)} ${guardName(guard, review.platforms)} ${standing(guard)}`),
    ...(guard.who.length > 0 ? [`           ${namesOf(guard.who, all)}`] : []),
    ...(guard.advice === undefined ? [] : [`           ${paint("bold", visible(guard.advice))}`]),
  ]);
  const everything = allowAllCommand(review);
  return [
    paint(["bold", "red"], "Nothing may be applied."),
    ...lines,
    ...(everything === undefined ? [] : [` ${padded("all", 9)} ${paint("bold", visible(everything))}`]),
  ];
}

function namesOf(who: readonly string[], all: boolean): string {
  const shown = all ? who : who.slice(0, SHOWN.risky);
  const more = who.length > shown.length ? ` and ${number(who.length - shown.length)} more: roster plan --all` : "";
  return shown.map(visible).join(", ") + more;
}

function signOf(name: keyof typeof CLASS_WORDS, { colour }: TerminalOptions): string {
  return colour ? CLASS_WORDS[name].sign : CLASS_WORDS[name].plainSign;
}
