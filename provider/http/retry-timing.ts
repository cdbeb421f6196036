import { type Backoff, backoffDelay } from "../core/lifecycle/backoff.js";

/** Between tries of one request. Five tries take about 8 s where the vendor names no time of its own. */
export const RETRY: Backoff = { first: 500, factor: 2, most: 30_000 };
export const MAX_TRIES = 5;
/** Never knock again sooner than this, even where a vendor says `Retry-After: 0`. */
const SOONEST = 200;
/** A vendor that asks for more than this is not waited for. */
export const LONGEST_WAIT = 120_000;

/** No number and no date is longer. */
const LONGEST_HEADER = 64;

/**
 * A Retry-After header in milliseconds: seconds, fractional ones too, or an HTTP date. Undefined where the header is
 * absent or unreadable.
 *
 * @param now of our clock, for a date where the answer doesn't tell its own
 * @param date the answer's Date header: a vendor reckons by its own clock
 */
export function retryAfter(header: string | undefined, now: number, date?: string): number | undefined {
  if (header === undefined || header.trim() === "" || header.length > LONGEST_HEADER) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  const since = Date.parse(date?.slice(0, LONGEST_HEADER) ?? "");
  return Number.isNaN(at) ? undefined : Math.max(0, at - (Number.isNaN(since) ? now : since));
}

/**
 * How long to wait before the next try, in milliseconds; undefined: give up. It is never sooner than the vendor asks,
 * and up to a tenth later, at random: several runs that were refused together don't come back together.
 *
 * @param tries those already made
 * @param asked the vendor's own word
 * @param random from 0 up to 1
 */
export function nextTry(tries: number, asked: number | undefined, random: number): number | undefined {
  if (tries >= MAX_TRIES || (asked ?? 0) > LONGEST_WAIT) return undefined;
  if (asked === undefined) return Math.max(SOONEST, backoffDelay(RETRY, tries - 1, random));
  return Math.max(SOONEST, asked) + random * Math.max(SOONEST, asked / 10);
}
