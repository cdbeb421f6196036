/** Longer than anything takes that a test waits for, however busy the machine is: after it, something hangs. */
export const DEADLINE_MILLISECONDS = 300_000;
