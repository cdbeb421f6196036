import type { HeldPerson, Review } from "../plan/review/review";
import { counted, number, titleOf } from "./words";

/** So many people are named. */
const MOST = 30;

/** Everybody who is held, a line each: `e-0043 Ada Byron: on leave (roster.yaml:12:3)`. Untrusted text. */
export function heldWords({ held = [] }: Pick<Review, "held">): readonly string[] {
  const shown = held.slice(0, MOST).map(heldLine);
  return held.length > MOST ? [...shown, `... and ${number(held.length - MOST)} more`] : shown;
}

function heldLine({ key, name, reason, place }: HeldPerson): string {
  const who = name === key ? key : `${key} ${name}`;
  return `${who}${reason === undefined ? "" : `: ${reason}`}${place === undefined ? "" : ` (${place})`}`;
}

/** `dates as of 2026-12-04; next: e-0007 joins on 2026-12-05`. Untrusted text. */
export function calendarWords({ calendar }: Pick<Review, "calendar">): readonly string[] {
  if (calendar === undefined) return [];
  const { today, next } = calendar;
  const turns = next.slice(0, MOST).map(({ key, day, what }) => `${key} ${what} on ${day}`);
  const more = next.length > MOST ? [`and ${number(next.length - MOST)} more`] : [];
  const words = next.length === 0 ? ["nobody joins or leaves in the next 7 days"] : [...turns, ...more];
  return [`dates as of ${today}; ${words.join(", ")}`];
}

/** Each group that changes, a line: `group Payroll at Keycloak is deleted, with members in it`. Untrusted text. */
export function groupWords({ groups = [], platforms }: Pick<Review, "groups" | "platforms">): readonly string[] {
  const shown = groups.slice(0, MOST).map((group) => {
    const { name, platform, change, withMembers, details } = group;
    const title = titleOf(platforms, platform);
    const what = details
      .map(
        ({ path, from, to, fromName, toName }) =>
          `${path}: ${valueWords(fromName ?? from)} -> ${valueWords(toName ?? to)}`,
      )
      .join(", ");
    const how = withMembers ? ", with members in it or without" : change === "deleted" ? ", if nothing is in it" : "";
    return `group ${name} at ${title} is ${change}${how}${what && ` (${what})`}`;
  });
  return groups.length > MOST ? [...shown, `... and ${number(groups.length - MOST)} more`] : shown;
}

/** `2 groups change`. */
export function groupCount({ groups = [] }: Pick<Review, "groups">): string {
  return `${counted(groups.length, "group")} ${groups.length === 1 ? "changes" : "change"}`;
}

function valueWords(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `3 people are held`. */
export function heldCount({ held = [] }: Pick<Review, "held">): string {
  return `${counted(held.length, "person", "people")} held as last applied`;
}
