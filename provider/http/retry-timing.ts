import { type Backoff, backoffDelay } from "../core/backoff.js";

/** Between tries of one request. Five tries take about 8 s where the vendor names no time of its own. */
export const RETRY: Backoff = { first: 500, factor: 2, most: 30_000 };
export const MAX_TRIES = 5;
/** Never knock again sooner than this, even where a vendor says `Retry-After: 0`. */
const SOONEST = 200;
/** A vendor that asks for more than this is not waited for. */
export const LONGEST_WAIT = 120_000;

/**
 * A Retry-After header as milliseconds from `now`: seconds, fractional ones too, or an HTTP date. Undefined where the
 * header is absent or unreadable.
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
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
