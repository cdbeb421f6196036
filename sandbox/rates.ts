/** `off`: nothing is limited. `vendor`: the vendor's limits. A number: the vendor's limits on a clock that much faster. */
export type Rates = "off" | "vendor" | number;

/** `requests` in `seconds` on average, and at most `burst` at once. */
export interface Limit {
  readonly requests: number;
  readonly seconds: number;
  readonly burst: number;
}

/** What the limiter says about one request. */
export interface Verdict {
  /** Requests a minute that are announced: what is enforced, and a generous figure when rates are off. */
  readonly perMinute: number;
  readonly burst: number;
  /** How much of the burst is used up. */
  readonly excess: number;
  /** Seconds until a request would pass, if this one doesn't. */
  readonly retryAfter?: number;
}

export interface Limiter {
  /** Decides by method; `*` in the limits is one bucket for the methods that are not named. */
  decide(method: string): Verdict | undefined;
  /** From now on the vendor allows this share of its rates and bursts, above 0; 1 is what it began with. */
  setShare(share: number): void;
}

/** What "off" announces is this many times the vendor's figures, so that a client that paces itself is not slowed. */
const OFF_FACTOR = 100_000;

/** A token bucket for each method, or for all methods together under `*`; time in milliseconds. */
export function createLimiter(limits: Readonly<Record<string, Limit>>, rates: Rates, now: () => number): Limiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const factor = rates === "vendor" ? 1 : rates === "off" ? OFF_FACTOR : rates;
  let share = 1;

  function decide(method: string): Verdict | undefined {
    const key = limits[method] === undefined ? "*" : method;
    const limit = limits[key];
    if (limit === undefined) return undefined;
    const perSecond = (limit.requests / limit.seconds) * factor * share;
    const burst = Math.max(1, Math.floor(limit.burst * share * (rates === "off" ? factor : 1)));
    const announced = { perMinute: Math.round(perSecond * 60), burst };
    if (rates === "off") return { ...announced, excess: 0 };

    const bucket = buckets.get(key) ?? { tokens: burst, at: now() };
    const refilled = Math.min(burst, bucket.tokens + ((now() - bucket.at) / 1000) * perSecond);
    const passes = refilled >= 1;
    const tokens = passes ? refilled - 1 : refilled;
    buckets.set(key, { tokens, at: now() });
    const verdict = { ...announced, excess: burst - tokens };
    return passes ? verdict : { ...verdict, retryAfter: (1 - refilled) / perSecond };
  }

  return {
    decide,
    setShare(wanted) {
      if (!(wanted > 0 && Number.isFinite(wanted))) throw new Error("the share must be a number above 0");
      share = wanted;
    },
  };
}
