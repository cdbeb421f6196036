import type { Context } from "../contract/context.js";

/** Bounds of an exponential backoff, in milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly factor: number;
  readonly most: number;
}

/** How often to look again for a write that isn't visible yet. */
export const POLLING: Backoff = { first: 100, factor: 1.7, most: 10_000 };

/**
 * The wait before try number `attempt` (from 0), in milliseconds, with up to a fifth taken off at random so that many
 * clients don't knock together.
 *
 * @param random from 0 up to 1
 */
export function backoffDelay({ first, factor, most }: Backoff, attempt: number, random: number): number {
  return Math.min(first * factor ** attempt, most) * (1 - random / 5);
}

/**
 * Looks again with growing pauses until there is a result or no time is left; undefined then. At least one look is made.
 *
 * @param end when to give up, in milliseconds of the clock
 */
export async function polled<T>(
  { clock, random, signal }: Pick<Context, "clock" | "random" | "signal">,
  end: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let tries = 0; ; tries++) {
    const result = await look();
    if (result !== undefined) return result;
    const wait = backoffDelay(POLLING, tries, random());
    if (clock.now() + wait > end) return undefined;
    await clock.sleep(wait, signal);
  }
}
