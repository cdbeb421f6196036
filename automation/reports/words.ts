import { type KindName, NOUNS } from "../../provider/core/contract/kind";
import { platformTitle } from "../common/platforms";
import type { ChangeClass, Review } from "../plan/review/review";

interface ClassWords {
  readonly one: string;
  readonly many: string;
  /** A sign of one column. */
  readonly sign: string;
  /** The same in ASCII, for pipes and logs. */
  readonly plainSign: string;
}

/** What a class of changes is called. */
export const CLASS_WORDS: Readonly<Record<ChangeClass, ClassWords>> = {
  escalation: { one: "escalation", many: "escalations", sign: "▲", plainSign: "!" },
  leaver: { one: "leaver", many: "leavers", sign: "−", plainSign: "-" },
  released: { one: "released", many: "released", sign: "○", plainSign: "o" },
  "email-change": { one: "new address", many: "new addresses", sign: "@", plainSign: "@" },
  "role-revoked": { one: "role revoked", many: "roles revoked", sign: "▽", plainSign: "<" },
  reactivated: { one: "reactivated", many: "reactivated", sign: "↺", plainSign: "*" },
  joiner: { one: "joiner", many: "joiners", sign: "+", plainSign: "+" },
  "role-granted": { one: "role granted", many: "roles granted", sign: "△", plainSign: ">" },
  mover: { one: "mover", many: "movers", sign: "~", plainSign: "~" },
  other: { one: "other change", many: "other changes", sign: "·", plainSign: "." },
};

/** `1 leaver`, `1,200 leavers`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function countedClass(count: number, name: ChangeClass): string {
  return counted(count, CLASS_WORDS[name].one, CLASS_WORDS[name].many);
}

/** Behind a section's title, where people of its class are listed under something worse: its figure counts them too. */
export function listedAbove({ count, listed }: { readonly count: number; readonly listed: number }): string {
  const above = count - listed;
  if (above === 0) return "";
  return above === count ? ", listed above" : `, ${number(above)} of them listed above`;
}

const thousands = new Intl.NumberFormat("en");

export function number(value: number): string {
  return thousands.format(value);
}

/** A time as people say it: `2.1 s`, `25 s`, `4 min`, `2 h 5 min`, `6 days`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
  return counted(Math.round(minutes / 60 / 24), "day");
}

/** What applying costs: `19 writes, about 25 s; credentials valid for 6 days`. */
export function forecastWords({ forecast, lookedAt, platforms }: Review): string {
  const { writes, seconds, validUntil } = forecast;
  const rates = forecast.platforms
    .filter(({ writes, perMinute }) => writes > 0 && perMinute !== undefined)
    .map(({ id, perMinute }) => `${titleOf(platforms, id)} takes ${number(perMinute ?? 0)} a minute`);
  const unknown = forecast.platforms
    .filter(({ writes, perMinute }) => writes > 0 && perMinute === undefined)
    .map(({ id }) => titleOf(platforms, id));
  const noTime = ["no rate is known", ...(unknown.length > 0 ? [unknown.join(", ")] : [])].join(" for ");
  const time = seconds === undefined ? noTime : `about ${duration(seconds)}`;
  const parts = [[writes === 0 ? "no write" : `at least ${counted(writes, "write")}`, time, ...rates].join(", ")];
  if (validUntil !== undefined) parts.push(validityWords(validUntil, lookedAt, seconds ?? 0));
  return parts.join("; ");
}

function validityWords(validUntil: string, lookedAt: string, seconds: number): string {
  const left = (Date.parse(validUntil) - Date.parse(lookedAt)) / 1000;
  if (!Number.isFinite(left)) return `credentials valid until ${validUntil}`;
  if (left <= 0) return "the credentials have run out";
  if (left < seconds) return `the credentials run out after ${duration(left)}, before the end`;
  return `credentials valid for ${duration(left)}`;
}

/** A platform as a person says it: of a review that has only groups there, too. */
export function titleOf(platforms: Review["platforms"], id: string): string {
  return platforms.find((platform) => platform.id === id)?.title ?? platformTitle(id);
}

/** `2 accounts and 1 group`. */
export function recordCounts(all: readonly { readonly kind?: KindName }[]): string {
  const kinds = Map.groupBy(all, ({ kind = "user" }) => kind);
  return [...kinds].map(([kind, alike]) => counted(alike.length, NOUNS[kind].record)).join(" and ");
}

/** `the account`, `the group`: as the vendor keeps it. */
export function theRecord({ kind = "user" }: { readonly kind?: KindName }): string {
  return `the ${NOUNS[kind].record}`;
}

/** A moment as people read it: `2026-11-24 08:30 UTC`; the text itself where it is none. */
export function moment(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
