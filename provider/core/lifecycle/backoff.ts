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
