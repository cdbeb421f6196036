import { setTimeout as pause } from "node:timers/promises";
import type { Clock, Context } from "./core/context.js";
import { CancelledError } from "./core/errors.js";

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await pause(ms, undefined, signal ? { signal } : {});
    } catch {
      throw new CancelledError("the run was cancelled; what was done so far stays done");
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
