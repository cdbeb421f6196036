import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Allowance, Pace } from "../../provider/http/pace";

/** Time that passes in steps, waking who is due. */
function steppedClock() {
  let now = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ at: now + ms, wake })),
    /** Runs until nobody sleeps any more. */
    async run(): Promise<void> {
      for (;;) {
        await new Promise((resolve) => void setImmediate(resolve));
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers.shift();
        if (!next) return;
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
}

async function starts(count: number, allowance: Allowance | undefined, prepare?: (pace: Pace) => void) {
  const clock = steppedClock();
  const pace = new Pace(clock);
  if (allowance) pace.learn("POST", allowance);
  prepare?.(pace);
  const at: [number, number][] = [];
  const all = Array.from({ length: count }, (_, i) => pace.turn("POST").then(() => void at.push([i, clock.now()])));
  await clock.run();
  await Promise.all(all);
  return at;
}

describe("the pace of requests", () => {
  it("is not held while the vendor has said nothing", async () => {
    expect((await starts(50, undefined)).every(([, at]) => at === 0)).toBe(true);
  });

  it("is a burst, and then the announced rate, in the order of coming", async () => {
    const at = await starts(20, { perMinute: 60, burst: 10 });
    expect(at.map(([i]) => i)).toEqual([...at.keys()]);
    expect(at.filter(([, time]) => time === 0)).toHaveLength(8);
    const gaps = at.slice(8).map(([, time], i) => time - (at[i + 7]?.[1] ?? 0));
    for (const gap of gaps) expect(gap).toBeCloseTo(1000 / 0.97, 0);
  });

  it("counts what went out before the vendor said it", async () => {
    const clock = steppedClock();
    const pace = new Pace(clock);
    for (let i = 0; i < 8; i++) await pace.turn("POST");
    pace.learn("POST", { perMinute: 60, burst: 10 });
    const next = pace.turn("POST").then(() => clock.now());
    await clock.run();
    expect(await next).toBeCloseTo(1000 / 0.97, 0);
  });

  it("stands still for all while the vendor refuses, and goes on in line", async () => {
    const at = await starts(5, { perMinute: 60, burst: 1 }, (pace) => pace.hold("POST", 7000));
    expect(at.map(([i]) => i)).toEqual([0, 1, 2, 3, 4]);
    expect(at[0]?.[1]).toBe(7000);
    expect(at[4]?.[1]).toBeCloseTo(7000 + 4000 / 0.97, 0);
  });

  it("is lost by those who wait already when the vendor refuses, and they keep their order", async () => {
    const clock = steppedClock();
    const pace = new Pace(clock);
    pace.learn("POST", { perMinute: 60, burst: 1 });
    const at: number[] = [];
    const all = [0, 1, 2, 3].map(async (i) => {
      await pace.turn("POST");
      at[i] = clock.now();
      if (i === 1) pace.hold("POST", 10_000);
    });
    await clock.run();
    await Promise.all(all);
    const interval = 1000 / 0.97;
    expect(at[1]).toBeCloseTo(interval, 0);
    expect(at[2]).toBeGreaterThanOrEqual(10_000 + interval);
    expect((at[3] ?? 0) - (at[2] ?? 0)).toBeGreaterThanOrEqual(interval - 1);
  });

  it("of one lane is not that of another", async () => {
    const clock = steppedClock();
    const pace = new Pace(clock);
    pace.hold("POST", 60_000);
    await pace.turn("GET");
    expect(clock.now()).toBe(0);
  });

  it("never takes more than a vendor's bucket holds", async () => {
    const allowances = fc.record({
      perMinute: fc.integer({ min: 1, max: 600 }),
      burst: fc.integer({ min: 1, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(allowances, fc.integer({ min: 1, max: 40 }), async (allowance, count) => {
        let tokens = allowance.burst;
        let last = 0;
        for (const [, at] of await starts(count, allowance)) {
          tokens = Math.min(allowance.burst, tokens + ((at - last) / 60_000) * allowance.perMinute) - 1;
          last = at;
          expect(tokens).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 50 },
    );
  });
});
