import PQueue from "p-queue";

export interface Limits {
  /** Requests under way at once. */
  readonly maxConcurrency: number;
  /** Requests that may start in a minute, spread evenly; absent: no limit of ours. */
  readonly requestsPerMinute?: number | undefined;
}

/** A queue that holds a tenant's requests to its limits. */
export function throttle({ maxConcurrency, requestsPerMinute }: Limits): PQueue {
  if (requestsPerMinute === undefined) return new PQueue({ concurrency: maxConcurrency });
  const intervalCap = Math.max(1, Math.floor(requestsPerMinute / 60));
  return new PQueue({
    concurrency: maxConcurrency,
    intervalCap,
    interval: Math.ceil((60_000 * intervalCap) / requestsPerMinute),
  });
}
