import { CHANGE_CLASSES, type ChangeDetail, isOfSet, type PersonChange, type Review } from "../plan/review/review";
import { subjectName } from "../plan/review/traits";
import { allowAllCommand, guardWords, refusals, standingWords } from "./guards";
import { type ManagerNode, managerMoves } from "./manager-moves";
import { type ChangedPerson, changedPeople, countByClass, otherClasses, RISKY } from "./people";
import { pathWithoutIndex, phrasesOf, valueText } from "./phrases";
import { calendarWords, groupWords, heldCount, heldWords } from "./roster-words";
import { visible } from "./untrusted";
import { CLASS_WORDS, forecastWords, titleOf } from "./words";

/** What plan.html shows, in words: the page filters and draws, and decides nothing. Every text is made visible. */
export interface PageData {
  readonly project: string;
  readonly stack: string;
  readonly lookedAt: string;
  readonly digest: string;
  readonly people: number;
  readonly unchanged: number;
  readonly forecast: string;
  readonly notes: readonly string[];
  readonly isRefused: boolean;
  readonly classes: readonly PageClass[];
  readonly platforms: readonly PagePlatform[];
  readonly guards: readonly PageGuard[];
  /** The command that allows all breaches. */
  readonly allowAll?: string;
  readonly changed: readonly PagePerson[];
  readonly existing: readonly PageExisting[];
  readonly managers: readonly ManagerNode[];
}

/** A class of changes that this plan has; people refer to it by its place in the list. */
export interface PageClass {
  readonly id: string;
  readonly one: string;
  readonly many: string;
  readonly sign: string;
  readonly count: number;
  /** Drawn heavier where it can do harm. */
  readonly isRisky: boolean;
}

export interface PagePlatform {
  readonly title: string;
  readonly declared: number;
  readonly same: number;
  readonly administrators: number;
  readonly writes: number;
}

export interface PageGuard {
  readonly name: string;
  readonly standing: string;
  readonly state: "kept" | "allowed" | "breached";
  readonly who: readonly string[];
  readonly advice?: string;
}

export interface PagePerson {
  readonly key: string;
  readonly name: string;
  /** Places in `classes`, the worst first. */
  readonly classes: readonly number[];
  /** The others that are worth a mention beside the worst. */
  readonly also: readonly number[];
  readonly changes: readonly PageChange[];
}

export interface PageChange {
  /** The place in `platforms`. */
  readonly platform: number;
  readonly naturalKey: string;
  readonly id?: string;
  /** Everything in one line. */
  readonly words: string;
  readonly rows: readonly PageRow[];
  readonly departure?: string;
  /** Roles before the plan, where roles change. */
  readonly held?: readonly string[];
  readonly reports?: readonly string[];
}

/** Old and new side by side; an absent side had or has nothing. */
export interface PageRow {
  readonly path: string;
  readonly from?: string;
  readonly to?: string;
  /** Where the value comes from: `workday:1234, Job Title`. */
  readonly origin?: string;
}

export interface PageExisting {
  readonly platform: string;
  readonly name: string;
  readonly key: string;
  readonly id: string;
  readonly active: boolean;
  readonly outcome: string;
}

function heldNotes(review: Review): readonly string[] {
  const words = heldWords(review);
  return words.length === 0 ? [] : [`${heldCount(review)}: ${words.join("; ")}`];
}

export function pageData(review: Review): PageData {
  const people = changedPeople(review);
  const counts = countByClass(people);
  const classes = CHANGE_CLASSES.filter((name) => (counts.get(name) ?? 0) > 0);
  const refused = new Set(refusals(review));
  const allowAll = allowAllCommand(review);
  const data: PageData = {
    project: review.project,
    stack: review.stack,
    lookedAt: review.lookedAt,
    digest: review.digest,
    people: review.people,
    unchanged: review.unchanged,
    forecast: forecastWords(review),
    notes: [...heldNotes(review), ...groupWords(review), ...calendarWords(review), ...review.notes],
    isRefused: refused.size > 0,
    classes: classes.map((id) => {
      const { one, many, sign } = CLASS_WORDS[id];
      return { id, one, many, sign, count: counts.get(id) ?? 0, isRisky: RISKY.includes(id) };
    }),
    platforms: platformIds(review).map((id) => pagePlatform(review, id)),
    guards: review.guards.map((guard) => ({
      name: guardWords(guard, review.platforms),
      standing: standingWords(guard),
      state: refused.has(guard) ? "breached" : guard.breached ? "allowed" : "kept",
      who: guard.who,
      ...(guard.advice !== undefined && { advice: guard.advice }),
    })),
    ...(allowAll !== undefined && { allowAll }),
    changed: people.map((person) => pagePerson(person, classes, platformIds(review))),
    existing: review.existing.map(({ kind, name, ...found }) => ({
      ...found,
      name: subjectName({ ...(kind && { kind }), name }),
      platform: titleOf(review.platforms, found.platform),
    })),
    managers: managerMoves(people),
  };
  return madeVisible(data);
}

/** The review's platforms, and any that only a change names: nothing is dropped. */
function platformIds({ platforms, changes }: Review): readonly string[] {
  return [...new Set([...platforms.map(({ id }) => id), ...changes.map(({ platform }) => platform)])];
}

function pagePlatform(review: Review, id: string): PagePlatform {
  const { declared = 0, same = 0, administrators = 0 } = review.platforms.find((platform) => platform.id === id) ?? {};
  const { writes = 0 } = review.forecast.platforms.find((platform) => platform.id === id) ?? {};
  return { title: titleOf(review.platforms, id), declared, same, administrators, writes };
}

function pagePerson(person: ChangedPerson, classes: readonly string[], platforms: readonly string[]): PagePerson {
  return {
    key: person.key,
    name: person.name,
    classes: person.classes.map((name) => classes.indexOf(name)),
    also: otherClasses(person).map((name) => classes.indexOf(name)),
    changes: person.changes.map((change) => pageChange(change, platforms)),
  };
}

function pageChange(change: PersonChange, platforms: readonly string[]): PageChange {
  const { naturalKey, id, departure, reports, held, details, origins = {} } = change;
  return {
    platform: platforms.indexOf(change.platform),
    naturalKey,
    words: phrasesOf(change)
      .map((phrase) => phrase.map(({ text }) => text).join(""))
      .join(" · ")
      .replaceAll("->", "→"),
    rows: rowsOf(details).map((row) =>
      Object.hasOwn(origins, row.path) ? { ...row, origin: origins[row.path] ?? "" } : row,
    ),
    ...(id !== undefined && { id }),
    ...(departure !== undefined && { departure }),
    ...(held !== undefined && held.length > 0 && { held }),
    ...(reports !== undefined && reports.length > 0 && { reports }),
  };
}

/** Members of one set or section stand together; all other details are a row each. */
function rowsOf(details: readonly ChangeDetail[]): readonly PageRow[] {
  const rows = Map.groupBy(details, (detail) =>
    isOfSet(detail) ? pathWithoutIndex(detail.path) : `${detail.kind} ${detail.path}`,
  );
  return [...rows.values()].map((group) => {
    const [{ path, from, to, fromName, toName } = { path: "" }] = group;
    if (group.length === 1) return { path, ...side("from", from, fromName), ...side("to", to, toName) };
    const all = (side: "from" | "to") => group.flatMap((detail) => detail[`${side}Name`] ?? detail[side] ?? []);
    const sides = { from: all("from"), to: all("to") };
    return {
      path: pathWithoutIndex(path),
      ...(sides.from.length > 0 ? side("from", sides.from, undefined) : {}),
      ...(sides.to.length > 0 ? side("to", sides.to, undefined) : {}),
    };
  });
}

function side(name: "from" | "to", value: unknown, person: string | undefined): Partial<PageRow> {
  if (person !== undefined) return { [name]: person };
  return value === undefined || value === null ? {} : { [name]: valueText(value) };
}

/** The same with every text made visible, in lists and objects too. */
function madeVisible<T>(value: T): T;
function madeVisible(value: unknown): unknown {
  if (typeof value === "string") return visible(value);
  if (Array.isArray(value)) return value.map((item) => madeVisible(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, madeVisible(item)]));
}
