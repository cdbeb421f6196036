import type { Held, RawDiagnostic, RawPerson, Turn } from "../model/roster";
import { daysAfter } from "./days";

/** How systems write that somebody stays: there is no day after it. */
const NO_END = "9999-12-31";

/** So many days ahead are told. */
const AHEAD = 7;

/** Everybody who is read, as they come. */
export class Gathered {
  readonly people = new Map<string, RawPerson>();
  readonly held = new Map<string, Held>();
  readonly was = new Map<string, readonly string[]>();
  readonly absent = new Set<string>();
  readonly diagnostics: RawDiagnostic[] = [];
  readonly notes: string[] = [];
  /** Most values have one person, who needs no set of their own. */
  readonly #lookUps = new Map<string, Map<string, string | Set<string>>>();
  readonly #days = new Map<string, string>();
  readonly #turns: Turn[] = [];
  hasDates = false;

  /** Who joins or leaves soon. Whoever goes on from one row to the next one of theirs does neither. */
  get turns(): readonly Turn[] {
    const days = new Map<string, Set<string>>();
    for (const { key, day, what } of this.#turns) {
      const name = JSON.stringify([key, day]);
      days.set(name, (days.get(name) ?? new Set()).add(what));
    }
    return this.#turns.filter(({ key, day }) => days.get(JSON.stringify([key, day]))?.size === 1);
  }

  /** Keys of those who have a value under a name that managers may be named by, without regard to case. */
  keysBy(name: string, value: string): readonly string[] {
    const keys = this.#lookUps.get(name)?.get(lookedUp(value)) ?? [];
    return typeof keys === "string" ? [keys] : [...keys];
  }

  /** Keeps a value that managers may be named by. */
  lookUp(name: string, value: unknown, key: string): void {
    if (typeof value !== "string" || value === "" || key === "") return;
    const values = this.#lookUps.get(name) ?? new Map<string, string | Set<string>>();
    this.#lookUps.set(name, values);
    const text = lookedUp(value);
    const before = values.get(text);
    if (before === undefined) values.set(text, key);
    else if (typeof before !== "string") before.add(key);
    else if (before !== key) values.set(text, new Set([before, key]));
  }

  /** Whether somebody with these first and last days is declared on a day; who changes in the days after it is kept. */
  isThere(key: string, days: Days): boolean {
    const { starts, ends, today } = days;
    if (starts === undefined && ends === undefined) return true;
    this.hasDates = true;
    const { first, gone } = this.#span(days);
    const horizon = this.#after(today, AHEAD);
    const isNear = (day: string | undefined): day is string => day !== undefined && day > today && day <= horizon;
    const never = first !== undefined && gone !== undefined && gone <= first;
    if (isNear(first) && !never) this.#turns.push({ key, day: first, what: "joins" });
    if (isNear(gone) && !never) this.#turns.push({ key, day: gone, what: "leaves" });
    return this.isWithin(days);
  }

  /** The same, and nothing is kept. */
  isWithin(days: Days): boolean {
    const { first, gone } = this.#span(days);
    return (first === undefined || first <= days.today) && (gone === undefined || days.today < gone);
  }

  /** The first day that somebody is declared on, and the first one after that on which they are not. */
  #span({ starts, ends, before }: Days): { readonly first: string | undefined; readonly gone: string | undefined } {
    return {
      first: starts === undefined ? undefined : this.#after(starts, -before),
      gone: ends === undefined || ends >= NO_END ? undefined : this.#after(ends, 1),
    };
  }

  /** People share their days, and reckoning takes its time. */
  #after(day: string, days: number): string {
    const name = `${day}+${days}`;
    const known = this.#days.get(name) ?? daysAfter(day, days);
    this.#days.set(name, known);
    return known;
  }

  hold(held: Held): void {
    this.people.delete(held.key);
    this.held.set(held.key, held);
  }
}

function lookedUp(value: string): string {
  return value.trim().toLowerCase();
}

export interface Days {
  readonly starts?: string | undefined;
  readonly ends?: string | undefined;
  readonly today: string;
  /** So many days before `starts` somebody is there. */
  readonly before: number;
}
