import type { PageData, PageGuard, PagePerson } from "./page-data";
import { counted, listedAbove, moment, number } from "./words";

/** What plan.html is where no script may run: the same facts as lists, with nothing to search or to open. HTML. */
export function plainPage(data: PageData): string {
  const { project, stack, people, unchanged, isRefused, lookedAt, platforms, guards, forecast, notes, digest } = data;
  const facts = [
    `${counted(people, "person", "people")}, ${number(unchanged)} unchanged`,
    isRefused ? "refused by a guard" : "within guards",
    `looked at ${moment(lookedAt)}`,
  ];
  return [
    heading(1, `${project} / ${stack}`),
    paragraph(facts.join(" · ")),
    list(data.classes.map(({ sign, count, one, many }) => `${sign} ${counted(count, one, many)}`)),
    heading(2, "Guards"),
    list(guards.map(guardLine)),
    ...(data.allowAll === undefined ? [] : [paragraph(`All at once: ${data.allowAll}`)]),
    paragraph(`Forecast: ${forecast}`),
    ...notes.map((note) => paragraph(`Note: ${note}`)),
    list(
      platforms.map(
        ({ title, declared, same, administrators, writes }) =>
          `${title}: ${number(declared)} declared, ${number(same)} unchanged, ${counted(administrators, "administrator")} left, ${counted(writes, "write")}`,
      ),
    ),
    heading(2, "People"),
    ...data.classes.flatMap(({ one, many, count }, place) => {
      const listed = data.changed.filter(({ classes }) => classes[0] === place);
      const title = `${counted(count, one, many)}${listedAbove({ count, listed: listed.length })}`;
      return [heading(3, title), list(listed.map((person) => personLine(data, person)))];
    }),
    ...existing(data),
    paragraph(
      `Plan ${digest.slice(0, 7)}. It expires if anything changes at the vendors. This file holds personal data.`,
    ),
  ].join("\n");
}

function guardLine({ name, standing, state, who, advice }: PageGuard): string {
  const note = state === "kept" ? "" : ` (${state})`;
  const names = state === "breached" && who.length > 0 ? `: ${who.join(", ")}` : "";
  return `${name}: ${standing}${note}${names}${state === "breached" && advice !== undefined ? `. ${advice}` : ""}`;
}

function personLine({ platforms, classes }: PageData, { name, also, changes }: PagePerson): string {
  const more = also.map((place) => classes[place]?.one ?? "");
  const extra = more.length > 0 ? ` (also: ${more.join(", ")})` : "";
  const words = changes.map((change) => `${platforms[change.platform]?.title} ${change.naturalKey}: ${change.words}`);
  return `${name}${extra}, ${words.join("; ")}`;
}

function existing({ existing }: PageData): readonly string[] {
  if (existing.length === 0) return [];
  const lines = existing.map(
    ({ name, platform, id, active, outcome }) => `${name}, ${platform} ${id}${active ? "" : ", inactive"}: ${outcome}`,
  );
  return [heading(2, "Already there"), list(lines)];
}

function heading(level: 1 | 2 | 3, text: string): string {
  return `<h${level}>${escaped(text)}</h${level}>`;
}

function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul>`;
}

/** Text that means nothing to HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
