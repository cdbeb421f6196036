import type { Clock } from "./context.js";
import type { OverdueError } from "./errors.js";

/** When waiting ends, and what is said then. */
interface Patience {
  /** In milliseconds of the clock; undefined: never. */
  readonly end: number | undefined;
  overdue(): OverdueError;
  /** Work that has begun is waited for to its own end. Absent: it is never said to have begun. */
  hasBegun?(): boolean;
}

/** What work comes to, or the OverdueError once the time is over. Given up is the waiting alone: the work goes on. */
export async function inTime<T>(clock: Clock, work: Promise<T>, { end, overdue, hasBegun }: Patience): Promise<T> {
  if (end === undefined) return work;
  const done = new AbortController();
  const atEnd = clock.sleep(Math.max(0, end - clock.now()), done.signal).then(() => {
    if (hasBegun?.()) return work;
    throw overdue();
  });
  try {
    return await Promise.race([work, atEnd]);
  } finally {
    done.abort();
  }
}
