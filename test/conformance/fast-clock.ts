import type { Clock } from "../../provider/core/contract/context";
import { systemClock } from "../../provider/system-context";

/** How far the clock moves between two looks at it where nobody sleeps, in milliseconds of the clock. */
const LONGEST_TURN = 500;

/**
 * A clock on which seconds pass in a fraction of their time, so that settling times and timeouts are short. Who sleeps on
 * it wakes in time; what a busy machine keeps from running takes none of it, so that no timeout is over for that.
 */
export function fastClock(factor = 20): Clock {
  let now = Date.now();
  let last = performance.now();
  const look = (): number => {
    const passed = performance.now() - last;
    last += passed;
    now += Math.min(passed * factor, LONGEST_TURN);
    return now;
  };
  return {
    now: () => Math.round(look()),
    sleep: async (ms, signal) => {
      const awake = look() + ms;
      await systemClock.sleep(ms / factor, signal);
      now = Math.max(look(), awake);
    },
  };
}
