import type { Held, RawPerson, Trouble, Turn } from "../model/roster";
import { daysAfter } from "./days";

/** So many days ahead are told. */
const AHEAD = 7;

/** Everybody who is read, as they come. */
export class Gathered {
  readonly people = new Map<string, RawPerson>();
  readonly held = new Map<string, Held>();
  readonly was = new Map<string, readonly string[]>();
  readonly absent = new Set<string>();
  readonly turns: Turn[] = [];
  readonly troubles: Trouble[] = [];
  readonly notes: string[] = [];
  /** Most values have one person, who needs no set of their own. */
  readonly #lookUps = new Map<string, Map<string, string | Set<string>>>();
  readonly #days = new Map<string, string>();
  hasDates = false;

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
  isThere(key: string, { starts, ends, today, before }: Days): boolean {
    if (starts === undefined && ends === undefined) return true;
    this.hasDates = true;
    const first = starts === undefined ? undefined : this.#after(starts, -before);
    const gone = ends === undefined ? undefined : this.#after(ends, 1);
    const horizon = this.#after(today, AHEAD);
    const isNear = (day: string | undefined): day is string => day !== undefined && day > today && day <= horizon;
    const never = first !== undefined && gone !== undefined && gone <= first;
    if (isNear(first) && !never) this.turns.push({ key, day: first, what: "joins" });
    if (isNear(gone) && !never) this.turns.push({ key, day: gone, what: "leaves" });
    return (first === undefined || first <= today) && (gone === undefined || today < gone);
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
    if (!this.held.has(held.key)) this.held.set(held.key, held);
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
