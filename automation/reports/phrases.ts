import { type ChangeDetail, isOfSet, type PersonChange, REFERENCES } from "../plan/review/review";
import { UNKNOWN_TEXT } from "../plan/review/unknown-text";
import { counted, number } from "./words";

/** A piece of a sentence; each renderer dresses the kinds in its own way. Every text but `words` is untrusted. */
export interface Piece {
  readonly kind: "words" | "name" | "value" | "granted" | "revoked" | "path";
  readonly text: string;
}

export type Phrase = readonly Piece[];

/** What a role is called: a joiner's are told without a word. */
const ROLE = "role";
/** Of the people who still report to a leaver, this many are named in a line. */
const NAMED_REPORTS = 10;

/** What happens to a person on one platform, the most important first. Never empty. */
export function phrasesOf(change: PersonChange): readonly Phrase[] {
  const isJoiner = change.classes.includes("joiner");
  const phrases = [
    ...former(change),
    ...departure(change),
    ...detailPhrases(change.details, { isJoiner, held: change.held }),
  ];
  return phrases.length > 0 ? phrases : [[words(isJoiner ? "joins" : "changes")]];
}

/** Differences one by one; of a joiner, for whom everything is new, attributes are only counted. */
export function detailPhrases(
  details: readonly ChangeDetail[],
  { isJoiner = false, held }: { isJoiner?: boolean; held?: readonly string[] | undefined } = {},
): readonly Phrase[] {
  const ofKind = (wanted: ChangeDetail["kind"]) => details.filter(({ kind }) => kind === wanted);
  return [
    ...[...Map.groupBy(details.filter(isOfSet), ({ kind }) => kind)].flatMap(([noun, ofSet]) =>
      memberPhrases(noun, ofSet, isJoiner, noun === ROLE ? held : undefined),
    ),
    ...ofKind("activation").map(difference),
    ...REFERENCES.flatMap((name) => ofKind(name).map((detail) => referencePhrase(detail, isJoiner))),
    ...attributePhrases(ofKind("attribute"), isJoiner),
    ...ofKind("pending").map(pendingPhrase),
    ...ofKind("policy").map(policyPhrase),
  ];
}

/** The path without the place in a list: `roles[2]` is about `roles`. */
export function pathWithoutIndex(path: string): string {
  return path.replace(/\[\d+\]$/, "");
}

/** A value in as few characters as it takes to read it: texts bare, lists with commas, the rest as JSON. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return value === "" ? '""' : value;
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueText).join(", ");
  return JSON.stringify(value) ?? "nothing";
}

/**
 * Members as lists, by name where that is known: a detail holds one member, or the whole list before and after. One name of several
 * ids is told with them.
 */
function membersIn(details: readonly ChangeDetail[]) {
  const from = details.flatMap((detail) => membersOf(detail.from, detail.fromName));
  const to = details.flatMap((detail) => membersOf(detail.to, detail.toName));
  const granted = to.filter(({ id }) => !from.some((other) => other.id === id));
  const revoked = from.filter(({ id }) => !to.some((other) => other.id === id));
  const ids = Map.groupBy([...granted, ...revoked], ({ name }) => name);
  const told = ({ id, name }: Member): string =>
    new Set(ids.get(name)?.map((member) => member.id)).size > 1 ? `${name} (${id})` : name;
  return { granted: granted.map(told), revoked: revoked.map(told) };
}

/** Some of a list come from resources that are only made in the run. */
function isUnknown({ to, toName }: ChangeDetail): boolean {
  return to === UNKNOWN_TEXT && toName === undefined;
}

interface Member {
  readonly id: string;
  readonly name: string;
}

function membersOf(value: unknown, name: string | undefined): readonly Member[] {
  return listOf(value).map((id) => ({ id, name: name ?? id }));
}

function listOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(valueText) : [valueText(value)];
}

/** What refers to the old account (courses, histories, links) doesn't find the person under the new one. */
function former({ formerId, id }: PersonChange): Phrase[] {
  if (formerId === undefined) return [];
  const next =
    id === undefined ? [words(" is gone; a new one is made")] : [words(" is gone; theirs is now "), value(id)];
  return [[words("their account "), value(formerId), ...next]];
}

function departure({ departure, classes, reports = [] }: PersonChange): Piece[][] {
  const isLeaver = classes.includes("leaver") || classes.includes("released");
  if (departure === undefined && !isLeaver) return [];
  const fate = departure === "released" ? "released, stays as it is" : (departure ?? "leaves");
  const phrases = [[words(fate)]];
  if (reports.length > 0) {
    const still = `${counted(reports.length, "person still reports", "people still report")} here: `;
    const names = reports.slice(0, NAMED_REPORTS).map((text) => ({ kind: "name", text }) as const);
    const more = reports.length - names.length;
    phrases.push([words(still), ...commas(names), ...(more > 0 ? [words(` and ${number(more)} more`)] : [])]);
  }
  return phrases;
}

function memberPhrases(
  noun: string,
  details: readonly ChangeDetail[],
  isJoiner: boolean,
  held: readonly string[] | undefined,
): readonly Phrase[] {
  const bySection = Map.groupBy(details, ({ path }) => pathWithoutIndex(path));
  const phrases = [...bySection].map(([path, ofSection]) => {
    const { granted, revoked } = membersIn(ofSection);
    const section: Piece[] = path === `${noun}s` ? [] : [{ kind: "path", text: path }, words(" ")];
    if (ofSection.some(isUnknown)) return [...section, words(`${noun}s that are not known before the run`)];
    if (granted.length === 0 && revoked.length === 0) return [...section, words(`${noun}s change`)];
    const start: Piece[] = noun === ROLE ? [] : [words(`${noun} `)];
    if (isJoiner) return [...section, ...start, ...commas(granted.map((text) => ({ kind: "granted", text })))];
    const moves = [
      ...granted.flatMap((text): Piece[] => [words(" + "), { kind: "granted", text }]),
      ...revoked.flatMap((text): Piece[] => [words(" - "), { kind: "revoked", text }]),
    ];
    return [...section, words(noun), ...moves];
  });
  const was = held?.length ? commas(held.map(value)) : [words("nothing")];
  return isJoiner || held === undefined || phrases.length === 0 ? phrases : [...phrases, [words("was "), ...was]];
}

function referencePhrase(detail: ChangeDetail, isJoiner: boolean): Piece[] {
  const to = who(detail.toName, detail.to);
  if (isJoiner) return [words(`${detail.kind} `), to];
  return [words(`${detail.kind} `), who(detail.fromName, detail.from), words(" -> "), to];
}

function who(name: string | undefined, id: unknown): Piece {
  if (name !== undefined) return { kind: "name", text: name };
  return id === undefined || id === null ? words("nobody") : { kind: "value", text: valueText(id) };
}

function attributePhrases(attributes: readonly ChangeDetail[], isJoiner: boolean): Piece[][] {
  if (!isJoiner) return attributes.map(difference);
  return attributes.length > 0 ? [[words(counted(attributes.length, "attribute"))]] : [];
}

function difference({ path, from, to }: ChangeDetail): Piece[] {
  const before = from === undefined || from === null;
  const after = to === undefined || to === null;
  const start: Piece = { kind: "path", text: path };
  if (after) return [start, words(" emptied"), ...(before ? [] : [words(" (was "), value(from), words(")")])];
  return before ? [start, words(" = "), value(to)] : [start, words(" "), value(from), words(" -> "), value(to)];
}

/** What is sent again, and to whom. */
function pendingPhrase({ from }: ChangeDetail): Piece[] {
  const systems = listOf(from);
  const has = systems.length === 1 ? "has" : "have";
  return [
    ...commas(systems.map((text) => ({ kind: "value", text }))),
    words(` ${has} not taken the last change; it is sent again`),
  ];
}

function policyPhrase(detail: ChangeDetail): Piece[] {
  if (detail.to !== undefined) return difference(detail);
  return [{ kind: "path", text: pathWithoutIndex(detail.path) }, words(" no longer managed")];
}

function words(text: string): Piece {
  return { kind: "words", text };
}

function value(raw: unknown): Piece {
  return { kind: "value", text: valueText(raw) };
}

function commas(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece, i) => (i === 0 ? [piece] : [words(", "), piece]));
}
