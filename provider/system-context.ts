import { setTimeout as pause } from "node:timers/promises";
import type { Clock, Context } from "./core/contract/context.js";
import { CancelledError } from "./core/contract/errors.js";

/** A timer that is set for longer rings at once; in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** It goes on evenly from the start of the process: a wall clock that is set meanwhile moves no deadline. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: async (ms, signal) => {
    try {
      for (let left = ms; left > 0; left -= LONGEST_TIMER) {
        await pause(Math.min(left, LONGEST_TIMER), undefined, signal ? { signal } : {});
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
      throw new CancelledError("the run was cancelled; what was done so far stays done", { cause: error });
    }
  },
};

/** The real world of a provider process, whose output the engine shows as diagnostics. */
export function systemContext(signal?: AbortSignal): Context {
  return {
    clock: systemClock,
    random: Math.random,
    environment: process.env,
    log: { info: (message) => console.log(message), warn: (message) => console.error(`warning: ${message}`) },
    ...(signal ? { signal } : {}),
  };
}
