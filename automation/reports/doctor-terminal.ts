import { styleText } from "node:util";
import { platformOf } from "../common/platforms";
import {
  type Belief,
  type CallName,
  type Diagnosis,
  type Left,
  type Listing,
  missingRights,
  type Rates,
  stateOf,
  type Trial,
} from "../runs/doctor/diagnosis";
import { vocabularyWords } from "./doctor-words";
import { visible } from "./untrusted";
import { padded, widthOf } from "./width";
import { counted, duration, number } from "./words";

export interface DoctorOptions {
  /** Default false. */
  readonly colour?: boolean;
  /** Columns of the terminal. Default: lines as long as they come. */
  readonly columns?: number;
}

type Format = Parameters<typeof styleText>[0];
type Paint = (format: Format, text: string) => string;

const CALLS: Readonly<Record<CallName, string>> = {
  "find-people": "look people up",
  "list-people": "list people",
  "list-groups": "list groups",
};

/** Columns of the names in front, where none is longer. */
const NAME_WIDTH = 12;
/** The least columns for texts: a narrower terminal breaks them by itself. */
const LEAST = 30;

/** What was found out of each platform, for whoever has the credentials. Ends with a line break. */
export function doctorText(diagnoses: readonly Diagnosis[], { colour = false, columns }: DoctorOptions = {}): string {
  const paint: Paint = colour
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text;
  const width = columns ?? Number.POSITIVE_INFINITY;
  const blocks = diagnoses.map((diagnosis) => {
    const all = facts(diagnosis);
    const longest = Math.max(NAME_WIDTH, ...all.map(([name]) => widthOf(name)));
    return [
      paint("bold", platformOf(diagnosis.platform).title),
      ...all.flatMap(([name, text]) => row(name, text, width, longest)),
      ...table(diagnosis, width, paint),
      ...endOf(diagnosis, width, paint),
    ].join("\n");
  });
  return `${[...blocks, conclusion(diagnoses)].join("\n\n")}\n`;
}

function facts(diagnosis: Diagnosis): readonly (readonly [string, string])[] {
  const { tenant, calls, people, rates, vocabulary, failure } = diagnosis;
  const may = calls.filter(({ isAllowed }) => isAllowed).map(({ name }) => CALLS[name]);
  const mayNot = calls.filter(({ isAllowed }) => !isAllowed).map(({ name }) => CALLS[name]);
  const facts: (readonly [string, string | undefined])[] = [
    ["tenant", tenant],
    ["may", may.join(", ")],
    ["may not", mayNot.join(", ")],
    ["people", people && listingWords(people)],
    ["rates", failure ? undefined : rateWords(rates)],
    ...(vocabulary ? vocabularyWords(vocabulary) : []),
  ];
  return facts.flatMap(([name, text]) => (text ? [[name, text] as const] : []));
}

function listingWords({ accounts, isComplete, pages, pageSize, pageMilliseconds }: Listing): string {
  const count = `${isComplete ? "" : "at least "}${counted(accounts, "account")}`;
  if (pages === 0) return count;
  const fullest = pages === 1 ? "" : ` of at most ${number(pageSize)}`;
  return `${count}, in ${counted(pages, "page")}${fullest}; a page takes ${duration(pageMilliseconds / 1000)}`;
}

function rateWords({ told, documented }: Rates): string {
  const words = [
    told.create === undefined ? undefined : `${number(told.create)} creations a minute`,
    told.update === undefined ? undefined : `${number(told.update)} changes a minute`,
  ].filter((text) => text !== undefined);
  const announced = words.length > 0 ? words.join(", ") : "none announced";
  if (!documented) return announced;
  const { create, update, remove } = documented;
  return `${announced}; documented: ${create} creations, ${update} changes, ${remove} removals a minute`;
}

function table({ platform, beliefs }: Diagnosis, width: number, paint: Paint): readonly string[] {
  if (beliefs.length === 0) return [];
  const first = Math.max(...["assumption", ...beliefs.map(({ assumption }) => assumption.id)].map(widthOf)) + 2;
  const lines = beliefs.flatMap((belief) => {
    const { verdict, format, text } = verdictOf(belief, platform);
    const wrapped = wrap(text, width - first - SECOND - 2);
    return wrapped.map((line, i) => {
      const [name, word] = i === 0 ? [belief.assumption.id, verdict] : ["", ""];
      return `  ${padded(name, first)}${paint(format, padded(word, SECOND))}${line}`.trimEnd();
    });
  });
  return ["", `  ${paint("dim", `${padded("assumption", first)}verdict`)}`, ...lines];
}

const VERDICTS = { holds: "holds", differs: "differs", untold: "can't be told" } as const;
const SECOND = Math.max(...Object.values(VERDICTS).map((text) => text.length)) + 2;

function verdictOf(
  { assumption, found, toSet }: Belief,
  platform: Diagnosis["platform"],
): {
  readonly verdict: string;
  readonly format: Format;
  readonly text: string;
} {
  const { statement, variants, weDo } = assumption;
  if ("why" in found) {
    const reason = visible(found.reason);
    const text = found.why === "trial" ? `only a trial tells, by --try: ${reason}` : reason;
    return { verdict: VERDICTS.untold, format: found.why === "failed" ? "red" : "dim", text: `${statement}: ${text}` };
  }
  const isUsual = found.variant === Object.keys(variants)[0];
  const verdict = isUsual ? VERDICTS.holds : VERDICTS.differs;
  const what = isUsual ? statement : `${found.variant}. ${variants[found.variant] ?? ""}`;
  if (toSet) {
    const { name, value } = toSet;
    return {
      verdict,
      format: "yellow",
      text: `${what}${isUsual ? "." : ""} Set roster:${platform}.${name} to ${JSON.stringify(value)}`,
    };
  }
  return { verdict, format: "green", text: isUsual ? what : `${what} Nothing to set: ${weDo}` };
}

function endOf(diagnosis: Diagnosis, width: number, paint: Paint): readonly string[] {
  const { failure, trial } = diagnosis;
  const lines = [
    ...(trial ? row("trial", [PERSON[trial.person], trial.note].filter(Boolean).join("; "), width) : []),
    ...missingRights(diagnosis).flatMap((name) =>
      row("rights", `the credentials may not ${CALLS[name]}, which every run does: grant it at the vendor`, width),
    ),
    ...(failure ? row("failed", failure.reason, width).map((line) => paint("red", line)) : []),
  ];
  return lines.length > 0 ? ["", ...lines] : [];
}

/** What to do about an account that is left; the address is the one that was given for it. */
export function leftWords({ platform, address, id, reason }: Left): string {
  const account = id === undefined ? `an account for ${address}` : `account ${id} (${address})`;
  return `${platformOf(platform).title}: ${account} may still be there: ${reason}. Look there and delete it by hand, or run roster doctor again, which tries once more`;
}

const PERSON: Readonly<Record<Trial["person"], string>> = {
  none: "nobody was made",
  removed: "the person was made, and is removed again",
  left: "the person may still be there",
};

function conclusion(diagnoses: readonly Diagnosis[]): string {
  const states = diagnoses.map(stateOf);
  if (states.includes("broken")) return "not everything could be examined";
  if (states.includes("to-set")) return "there is something to set";
  return "there is nothing to set";
}

function row(name: string, text: string, width: number, names = NAME_WIDTH): readonly string[] {
  return wrap(visible(text), width - names - 4).map((line, i) => `  ${padded(i === 0 ? name : "", names)}  ${line}`);
}

/** A text on lines of at most so many columns, broken between words. */
function wrap(text: string, room: number): readonly string[] {
  const most = Math.max(room, LEAST);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > most) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
