import type { Clock } from "../core/context.js";

/** What a vendor says that it allows. */
export interface Allowance {
  readonly perMinute: number;
  /** How many of them may come at once. */
  readonly burst: number;
}

/** How much of an allowance is used: requests get closer to each other, or further apart, on their way. */
const SHARE_OF_RATE = 0.97;
const SHARE_OF_BURST = 0.8;

/** Requests that count against one allowance. */
interface Lane {
  /** Milliseconds from one request to the next on average; 0 until the vendor has said it. */
  interval: number;
  /** How far ahead of the average requests may be, in milliseconds. */
  slack: number;
  /** When the next request is due on average. */
  due: number;
  /** Requests that went out before anything was known. */
  uncounted: number;
  heldUntil: number;
}

/**
 * Holds requests to the rate that the vendor itself announces in its answers, so that it never has to refuse one, and
 * keeps all of them back while it does. A leaky bucket a lane; those who wait go in the order in which they came.
 */
export class Pace {
  readonly #lanes = new Map<string, Lane>();

  constructor(readonly clock: Clock) {}

  /** Resolves when the next request of this lane may start. */
  async turn(name: string, signal?: AbortSignal): Promise<void> {
    const lane = this.#lane(name);
    for (;;) {
      const now = this.clock.now();
      const due = Math.max(lane.due, lane.heldUntil, now);
      lane.due = due + lane.interval;
      if (lane.interval === 0) lane.uncounted++;
      const wait = Math.max(due - lane.slack, lane.heldUntil) - now;
      if (wait < 1) return;
      await this.clock.sleep(wait, signal);
      // Somebody may have been refused meanwhile: then the place in the line is lost with everyone else's.
      if (this.clock.now() >= lane.heldUntil) return;
    }
  }

  learn(name: string, { perMinute, burst }: Allowance): void {
    if (!(perMinute > 0)) return;
    const lane = this.#lane(name);
    lane.interval = 60_000 / (perMinute * SHARE_OF_RATE);
    lane.slack = Math.max(0, Math.floor(burst * SHARE_OF_BURST) - 1) * lane.interval;
    lane.due = Math.max(lane.due, this.clock.now() + lane.uncounted * lane.interval);
    lane.uncounted = 0;
  }

  /** Nobody in this lane starts for so many milliseconds. */
  hold(name: string, ms: number): void {
    const lane = this.#lane(name);
    lane.heldUntil = Math.max(lane.heldUntil, this.clock.now() + ms);
  }

  #lane(name: string): Lane {
    const lane = this.#lanes.get(name) ?? { interval: 0, slack: 0, due: 0, uncounted: 0, heldUntil: 0 };
    this.#lanes.set(name, lane);
    return lane;
  }
}
