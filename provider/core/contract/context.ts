import type { HiddenTexts } from "../messages/mask.js";

/** Time, passed in so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch, as the wall clock showed them once; a clock that is set meanwhile moves nothing. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Messages for the person at the terminal. No personal data, no secrets. */
export interface Log {
  warn(message: string): void;
  info(message: string): void;
}

/** Somebody's arguments, outputs, or the attributes that a vendor shows. */
type Person = Readonly<Record<string, unknown>>;

/** Whom a run has heard of. */
export interface People extends HiddenTexts {
  know(person: Person): void;
  /** The same for the natural key and the name alone. */
  knowNames(person: Person): void;
  knowKey(naturalKey: unknown): void;
  /** The same where an account has this id, or is asked for by this natural key: an answer about it may hold all their values. */
  knowAs(id: string, ...people: readonly Person[]): void;
  /** The values that say something of those whose ids or natural keys are among these texts, at any depth. */
  valuesOfNamed(texts: unknown): readonly unknown[];
}

/** The operation that is under way, where a resource says how long it may take. */
export interface Operation {
  /** Its end, in milliseconds of the clock; undefined where nobody has set one. */
  until(): number | undefined;
  /** Begins work that other operations wait for too, so that this one's end is not theirs. */
  apart<T>(work: () => T): T;
}

/** What every operation needs from outside. */
export interface Context {
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Aborts between calls, never in the middle of a write. */
  readonly signal?: AbortSignal;
  /** Absent: no operation has an end of its own. */
  readonly operation?: Operation;
  /** Environment variables of the process: proxies and, where configuration has none, credentials. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whose names and values no message repeats from a vendor's text. Absent: those of each request alone. */
  readonly people?: People;
}
