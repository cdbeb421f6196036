import type { Clock } from "../core/contract/context.js";
import { CancelledError } from "../core/contract/errors.js";
import { type Allowance, Bucket } from "./bucket.js";

export interface Limits {
  /** Requests under way at once. */
  readonly maxConcurrency: number;
  /** Requests that may start in a minute, of all kinds together; absent: no limit of ours. */
  readonly requestsPerMinute?: number | undefined;
}

/** A request, as far as its turn depends on it. */
export interface RequestPriority {
  /** Requests with one key share an allowance of the vendor; undefined: the vendor announces none. */
  readonly rateLimitKey: string | undefined;
  /** Goes before reads that wait for the same allowance or connection. */
  readonly isWrite: boolean;
  /** When it first asked for a turn: one that was refused doesn't start from the back of the line. */
  readonly since: number;
}

/** How long a read lets writes go first, in milliseconds: then it is their equal, so that none waits for ever. */
const PATIENCE = 5_000;

interface Waiting {
  readonly rank: number;
  readonly go: () => void;
  readonly cancel: (reason: Error) => void;
}

interface Line {
  readonly buckets: readonly Bucket[];
  readonly waiting: Waiting[];
}

/**
 * Lets a tenant's requests start: so many at once, at the rate that the user has set, and at the rates that the vendor
 * announces for each method. Where several wait, writes go first, and otherwise the first to come.
 */
export class Throttle {
  readonly #all: Bucket;
  readonly #byKey = new Map<string, Bucket>();
  readonly #lines = new Map<string, Line>();
  #underWay = 0;
  #wakeAt = Number.POSITIVE_INFINITY;

  /** @param signal once aborted, those who wait are refused with a CancelledError */
  constructor(
    readonly limits: Limits,
    readonly clock: Clock,
    readonly signal?: AbortSignal,
  ) {
    this.#all = limits.requestsPerMinute === undefined ? new Bucket(false) : Bucket.of(limits.requestsPerMinute);
    signal?.addEventListener("abort", () => this.#cancelAll());
  }

  /**
   * Runs `work` when its turn comes.
   *
   * @param isUnsent whether its result tells that nothing was sent: then the turn is given back
   */
  async run<T>(kind: RequestPriority, work: () => Promise<T>, isUnsent?: (result: T) => boolean): Promise<T> {
    const line = this.#line(kind);
    await this.#turn(line, kind);
    let isGivenBack = false;
    try {
      const result = await work();
      isGivenBack = isUnsent?.(result) ?? false;
      return result;
    } finally {
      for (const bucket of line.buckets) bucket.end(isGivenBack);
      this.#underWay--;
      this.#pump();
    }
  }

  /** What an answer to a request with this key tells, short of a refusal. */
  answered(rateLimitKey: string | undefined, allowance: Allowance | undefined): void {
    this.#bucket(rateLimitKey).answered(this.clock.now(), allowance);
  }

  /** The vendor answered 429: nobody with this key starts for so many milliseconds. */
  refused(rateLimitKey: string | undefined, ms: number): void {
    this.#bucket(rateLimitKey).refused(this.clock.now(), ms);
  }

  /** Requests with this key that may start in a minute, by the vendor's word and the user's; undefined: unlimited. */
  perMinute(rateLimitKey: string | undefined): number | undefined {
    const rates = [this.#all, this.#bucket(rateLimitKey)].flatMap((bucket) => bucket.perMinute ?? []);
    return rates.length > 0 ? Math.min(...rates) : undefined;
  }

  #turn({ waiting }: Line, { isWrite, since }: RequestPriority): Promise<void> {
    return new Promise((go, cancel) => {
      const entry = { rank: since + (isWrite ? 0 : PATIENCE), go, cancel };
      const first = waiting[0];
      if (first && entry.rank < first.rank) waiting.unshift(entry);
      else waiting.push(entry);
      this.#pump();
    });
  }

  /** Starts whoever may start, and sees to it that this is called again when the next one may. */
  #pump(): void {
    while (this.#underWay < this.limits.maxConcurrency) {
      const now = this.clock.now();
      let next: Line | undefined;
      let soonest = Number.POSITIVE_INFINITY;
      for (const line of this.#lines.values()) {
        const [head] = line.waiting;
        if (!head) continue;
        const due = Math.max(...line.buckets.map((bucket) => bucket.due(now)));
        if (due > now) soonest = Math.min(soonest, due);
        else if (head.rank < (next?.waiting[0]?.rank ?? Number.POSITIVE_INFINITY)) next = line;
      }
      if (!next) {
        if (soonest < this.#wakeAt) this.#wake(soonest, soonest - now);
        return;
      }
      this.#underWay++;
      for (const bucket of next.buckets) bucket.start(now);
      next.waiting.shift()?.go();
    }
  }

  #wake(at: number, ms: number): void {
    this.#wakeAt = at;
    const awake = (): void => {
      // An earlier one has been set meanwhile, or this is it.
      if (this.#wakeAt === at) this.#wakeAt = Number.POSITIVE_INFINITY;
      this.#pump();
    };
    // Rejects only where the run was cancelled: then nobody waits any more.
    this.clock.sleep(Math.ceil(ms), this.signal).then(awake, () => undefined);
  }

  #cancelAll(): void {
    const reason = new CancelledError("the run was cancelled; what was done so far stays done");
    for (const { waiting } of this.#lines.values()) for (const { cancel } of waiting.splice(0)) cancel(reason);
  }

  #line({ rateLimitKey, isWrite }: RequestPriority): Line {
    const name = `${isWrite} ${rateLimitKey}`;
    let line = this.#lines.get(name);
    if (!line) {
      line = {
        buckets: rateLimitKey === undefined ? [this.#all] : [this.#all, this.#bucket(rateLimitKey)],
        waiting: [],
      };
      this.#lines.set(name, line);
    }
    return line;
  }

  #bucket(rateLimitKey: string | undefined): Bucket {
    if (rateLimitKey === undefined) return this.#all;
    const bucket = this.#byKey.get(rateLimitKey) ?? new Bucket(true);
    this.#byKey.set(rateLimitKey, bucket);
    return bucket;
  }
}
