import type { Clock } from "../../provider/core/contract/context";
import { systemClock } from "../../provider/system-context";

/** A clock on which seconds pass in a fraction of their time, so that settling times and timeouts are short. */
export function fastClock(factor = 20): Clock {
  const start = Date.now();
  const origin = performance.now();
  return {
    now: () => Math.round(start + (performance.now() - origin) * factor),
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  };
}
