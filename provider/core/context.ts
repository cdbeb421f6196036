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

/** What every operation needs from outside. */
export interface Context {
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Aborts between calls, never in the middle of a write. */
  readonly signal?: AbortSignal;
  /** Environment variables of the process: proxies and, where configuration has none, credentials. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}
