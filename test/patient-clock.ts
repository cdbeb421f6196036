import type { Clock } from "../provider/core/contract/context";

/** In milliseconds of the clock. */
const LONGEST_TURN = 500;

/**
 * A clock that runs so many times faster than ours, and waits where the machine is busy with something else: a turn of
 * the event loop takes no more than a fixed time of it, so that what is measured on it depends on the program alone.
 *
 * @param longestTurn that time, in milliseconds of the clock: the shorter, the less a busy machine shows
 */
export function patientClock(factor: number, longestTurn = LONGEST_TURN): Clock & { stop(): void } {
  let now = Date.now();
  let last = performance.now();
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const tick = (): void => {
    const passed = performance.now() - last;
    last += passed;
    now += Math.min(passed * factor, longestTurn);
    const due = sleepers.filter(({ at }) => at <= now);
    sleepers = sleepers.filter(({ at }) => at > now);
    for (const { wake } of due.sort((a, b) => a.at - b.at)) wake();
  };
  const timer = setInterval(tick, 1);
  return {
    now: () => Math.round(now),
    sleep: (ms) => new Promise((wake) => void sleepers.push({ at: now + ms, wake })),
    stop: () => clearInterval(timer),
  };
}
