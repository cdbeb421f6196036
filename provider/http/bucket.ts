/** What a vendor says that it allows. */
export interface Allowance {
  readonly perMinute: number;
  /** How many of them may come at once. */
  readonly burst: number;
}

/** How much of an announced allowance is used: requests get closer to each other, or further apart, on their way. */
const SHARE_OF_RATE = 0.98;
const SHARE_OF_BURST = 0.8;
/** What a vendor can mean by an allowance: from a request an hour up to a million a minute. */
const LEAST_PER_MINUTE = 1 / 60;
const MOST = 1_000_000;
/** A request that starts this late keeps its place in the rhythm, in milliseconds: timers are never early. */
const LATENESS = 200;

/**
 * Requests that count against one allowance, as a bucket that each request fills by one and that leaks at the allowed
 * rate. While a rate is awaited, or after a refusal without one, requests go one at a time until an answer tells.
 * Times are milliseconds of the caller's clock.
 */
export class Bucket {
  #perMillisecond = 0;
  #capacity = Number.POSITIVE_INFINITY;
  #level = 0;
  #at = 0;
  #heldUntil = 0;
  #underWay = 0;
  #probing: boolean;

  /** @param isAwaited the vendor announces a rate in its answers, and none has come yet */
  constructor(isAwaited: boolean) {
    this.#probing = isAwaited;
  }

  /** A limit of the user's own, kept exactly and spread evenly. */
  static of(requestsPerMinute: number): Bucket {
    const bucket = new Bucket(false);
    bucket.#perMillisecond = requestsPerMinute / 60_000;
    bucket.#capacity = Math.max(1, Math.floor(requestsPerMinute / 60));
    return bucket;
  }

  /** Requests a minute; undefined where nobody has named a rate. */
  get perMinute(): number | undefined {
    return this.#perMillisecond > 0 ? this.#perMillisecond * 60_000 : undefined;
  }

  /** From when on the next request may start, which may be long ago; infinite while only another one's answer can tell. */
  due(now: number): number {
    if (this.#probing && this.#underWay > 0) return Number.POSITIVE_INFINITY;
    const excess = this.#levelAt(now) + 1 - this.#capacity;
    return Math.max(this.#heldUntil, now + excess / this.#perMillisecond);
  }

  start(now: number): void {
    this.#level = this.#levelAt(now) + 1;
    this.#at = now;
    this.#underWay++;
  }

  /**
   * A request has ended, answered or not.
   *
   * @param isUnsent it was not sent after all, so that another one may start in its place
   */
  end(isUnsent: boolean): void {
    this.#underWay--;
    if (isUnsent) this.#level = Math.max(0, this.#level - 1);
  }

  /** An answer came that refused nothing; `allowance` is what it announced, if it did. */
  answered(now: number, allowance: Allowance | undefined): void {
    // What comes back while all wait was sent before the refusal, and tells nothing of what comes after it.
    if (now >= this.#heldUntil) this.#probing = false;
    if (allowance === undefined || !(allowance.perMinute >= LEAST_PER_MINUTE)) return;
    // Of what went out under no rate, only those under way are sure to count still.
    this.#level = this.#perMillisecond === 0 ? this.#underWay : this.#levelAt(now);
    this.#at = now;
    this.#perMillisecond = (Math.min(MOST, allowance.perMinute) * SHARE_OF_RATE) / 60_000;
    this.#capacity = Math.max(1, Math.floor(Math.min(MOST, allowance.burst) * SHARE_OF_BURST));
  }

  /** Nobody starts for so many milliseconds, and then one: the vendor has refused a request. */
  refused(now: number, ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, now + ms);
    if (this.#perMillisecond === 0) this.#probing = true;
    else {
      this.#level = this.#capacity - 1;
      this.#at = this.#heldUntil;
    }
  }

  #levelAt(now: number): number {
    const left = this.#level - Math.max(0, now - this.#at) * this.#perMillisecond;
    return left < -LATENESS * this.#perMillisecond ? 0 : left;
  }
}
