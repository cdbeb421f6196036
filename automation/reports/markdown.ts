import { CHANGE_CLASSES, type ChangeClass, type Review } from "../plan/review/review";
import { subjectName } from "../plan/review/traits";
import { fitted, type Section } from "./fit";
import { allowAllCommand, guardWords, refusals, standingWords } from "./guards";
import { commentMarker, folded, nameMarkdown, phrasesMarkdown, valueMarkdown } from "./markdown-parts";
import { markdownCode, markdownText } from "./markdown-text";
import { type ChangedPerson, changedPeople, countByClass, otherClasses, RISKY, sectionsOf } from "./people";
import { phrasesOf } from "./phrases";
import { calendarWords, groupCount, groupWords, heldCount, heldWords } from "./roster-words";
import { shortened } from "./untrusted";
import { CLASS_WORDS, countedClass, forecastWords, listedAbove, moment, number, recordCounts, titleOf } from "./words";

export interface MarkdownOptions {
  /** The most characters that the text may have. Default 65,000: a comment on GitHub has room for 65,536. */
  readonly limit?: number;
  /** Where everything is, for what doesn't fit. Default `plan.html`. */
  readonly rest?: string;
}

/** What a plan means for people, as a comment on a pull request. Never longer than the limit. */
export function renderMarkdown(review: Review, { limit = 65_000, rest = "plan.html" }: MarkdownOptions = {}): string {
  const people = changedPeople(review);
  const before = [
    commentMarker("plan", review),
    heading(review, people),
    "",
    ...refusalLines(review),
    ...heldLines(review),
    ...groupLines(review),
    ...table(review),
    "",
    "",
  ].join("\n");
  const after = `\n${closing(review)}\n`;
  const sections = [...peopleSections(review, people, rest), ...existingSection(review, rest)];
  return before + fitted(sections, limit - before.length - after.length).join("") + after;
}

function heading(review: Review, people: readonly ChangedPerson[]): string {
  const counts = [...countByClass(people)].filter(([, count]) => count > 0);
  const words = counts.map(([name, count]) => countedClass(count, name)).join(", ") || "no changes";
  const verdict = refusals(review).length > 0 ? "⛔ refused by a guard" : "✅ within guards";
  return `### ${markdownText(`${review.project}/${review.stack}`)}: ${words}   ${verdict}`;
}

/** Each guard that refuses, with whom it concerns and what to do; long lists of names are left to the sections below. */
function refusalLines(review: Review): string[] {
  const lines = refusals(review).map((guard) => {
    const shown = guard.who.slice(0, 20).map(nameMarkdown).join(", ");
    const more = guard.who.length > 20 ? ` and ${number(guard.who.length - 20)} more` : "";
    const advice = guard.advice === undefined ? "" : ` → ${markdownCode(shortened(guard.advice, 300))}`;
    const name = markdownText(guardWords(guard, review.platforms));
    return `> **${name}**: ${markdownText(standingWords(guard))}${shown && `: ${shown}${more}`}${advice}  `;
  });
  const all = allowAllCommand(review);
  if (all !== undefined) lines.push(`> All at once → ${markdownCode(shortened(all, 600))}  `);
  return lines.length > 0 ? ["> **Nothing may be applied.**  ", ...lines, ""] : [];
}

/** Whoever is held, before anybody who changes. */
function heldLines(review: Review): string[] {
  const words = heldWords(review);
  if (words.length === 0) return [];
  return [`**${heldCount(review)}**  `, ...words.map((line) => `${markdownText(shortened(line, 200))}  `), ""];
}

/** Groups that change, before the people in them. */
function groupLines(review: Review): string[] {
  const words = groupWords(review);
  if (words.length === 0) return [];
  return [`**${groupCount(review)}**  `, ...words.map((line) => `${markdownText(shortened(line, 200))}  `), ""];
}

function table({ platforms }: Review): string[] {
  const used = CHANGE_CLASSES.filter((name) => platforms.some(({ counts }) => counts[name] > 0));
  const row = (title: string, cells: readonly string[]) => `| ${[title, ...cells].join(" | ")} |`;
  return [
    row(
      "",
      platforms.map(({ title }) => markdownText(title)),
    ),
    `|---|${"--:|".repeat(platforms.length)}`,
    ...used.map((name) =>
      row(
        `${CLASS_WORDS[name].sign} ${CLASS_WORDS[name].many}`,
        platforms.map(({ counts }) => (counts[name] > 0 ? number(counts[name]) : "")),
      ),
    ),
    row(
      "unchanged",
      platforms.map(({ same }) => number(same)),
    ),
    row(
      "administrators left",
      platforms.map(({ administrators }) => number(administrators)),
    ),
  ];
}

function peopleSections(review: Review, people: readonly ChangedPerson[], rest: string): Section[] {
  return sectionsOf(people).map(({ name, count, listed: ofClass }): Section => {
    const sign = CLASS_WORDS[name].sign;
    const title = `${sign} ${countedClass(count, name)}${listedAbove({ count, listed: ofClass.length })}`;
    if (ofClass.length === 0) return { isVital: false, items: 0, full: `${title}\n\n`, count: () => `${title}\n\n` };
    const lines = ofClass.map((person) => `- ${personLine(review, person)}`).join("\n");
    const isVital = RISKY.includes(name);
    return {
      isVital,
      items: ofClass.length,
      full: isVital ? `**${title}**\n\n${lines}\n\n` : folded(title, lines),
      ...(isVital && {
        names: {
          start: `**${title}**, by name; in full in ${rest}: `,
          items: ofClass.map((person) => nameMarkdown(person.name)),
        },
      }),
      count: (hidden: number) => notShown(hidden, name, ofClass.length, rest),
    };
  });
}

function notShown(hidden: number, name: ChangeClass, all: number, rest: string): string {
  const which =
    hidden === all ? `**${CLASS_WORDS[name].sign} ${countedClass(hidden, name)}**` : `… ${number(hidden)} more`;
  return `${which} not shown here: ${hidden === 1 ? "it is" : "all of them are"} in ${rest}.\n\n`;
}

function personLine(review: Review, person: ChangedPerson): string {
  const changes = person.changes.map((change) => {
    const title = markdownText(titleOf(review.platforms, change.platform));
    const key = change.naturalKey === person.name ? "" : ` ${valueMarkdown(change.naturalKey)}`;
    return `${title}${key}: ${phrasesMarkdown(phrasesOf(change))}`;
  });
  const more = otherClasses(person).map((name) => CLASS_WORDS[name].one);
  const extra = more.length > 0 ? ` (also: ${more.join(", ")})` : "";
  return `**${nameMarkdown(person.name)}**${extra} ${changes.join("; ")}`;
}

function existingSection({ existing, platforms }: Review, rest: string): Section[] {
  if (existing.length === 0) return [];
  const refused = existing.filter(({ outcome }) => outcome === "refused").length;
  const verb = existing.length === 1 ? "exists" : "exist";
  const met = `${recordCounts(existing)} that ${verb} already`;
  const title = refused > 0 ? `${met}, ${number(refused)} refused` : met;
  const lines = existing.map((found) => {
    const { platform, id, active, outcome } = found;
    const where = markdownText(titleOf(platforms, platform));
    return `- **${nameMarkdown(subjectName(found))}** ${where} ${valueMarkdown(id)}${active ? "" : ", inactive"}: ${outcome}`;
  });
  return [
    {
      isVital: false,
      items: existing.length,
      full: folded(title, lines.join("\n")),
      count: () => `**${title}**: all of them are in ${rest}.\n\n`,
    },
  ];
}

function closing(review: Review): string {
  const parts = [
    `forecast: ${markdownText(forecastWords(review))}`,
    `plan ${markdownCode(review.digest.slice(0, 7))}`,
    `looked at ${markdownText(moment(review.lookedAt))}`,
    "expires if anything changes at the vendors",
  ];
  const notes = [...calendarWords(review), ...review.notes].map(
    (note) => `note: ${markdownText(shortened(note, 300))}  \n`,
  );
  return notes.join("") + parts.join(" · ");
}
