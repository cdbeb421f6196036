import type { Clock } from "../../provider/core/contract/context";

/** How long a test waits for what should have come already, in milliseconds: until what is under way has had its time. */
const AT_ONCE = 500;

/** Time that passes in steps, waking who is due. */
export function steppedClock() {
  let now = 0;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  const sleep: Clock["sleep"] = (ms, signal) =>
    new Promise<void>((wake, refuse) => {
      const sleeper = { at: now + ms, wake };
      sleepers.add(sleeper);
      signal?.addEventListener("abort", () => {
        sleepers.delete(sleeper);
        refuse(signal.reason);
      });
    });
  /** Runs until nobody sleeps any more. */
  const run = async (): Promise<void> => {
    for (;;) {
      await new Promise((resolve) => void setImmediate(resolve));
      const [next] = [...sleepers].sort((a, b) => a.at - b.at);
      if (!next) return;
      sleepers.delete(next);
      now = Math.max(now, next.at);
      next.wake();
    }
  };
  return {
    now: () => now,
    sleep,
    run,
    /** What work comes to, while nobody sleeps in vain: what is still open then would be so for ever. */
    async ended<T>(work: Promise<T>): Promise<T> {
      let isOpen = true;
      const over = work.finally(() => {
        isOpen = false;
      });
      over.catch(() => undefined);
      await run();
      for (const until = performance.now() + AT_ONCE; isOpen && performance.now() < until; await run())
        await new Promise((resolve) => void setTimeout(resolve, 1));
      if (isOpen) throw new Error("it waits for what never comes");
      return over;
    },
  };
}
