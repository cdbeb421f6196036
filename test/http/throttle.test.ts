import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { throttle } from "../../provider/http/throttle";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** When each of `count` requests starts, in milliseconds, if each takes no time. */
async function starts(queue: ReturnType<typeof throttle>, count: number): Promise<number[]> {
  const begin = Date.now();
  const at: number[] = [];
  const all = queue.addAll(Array.from({ length: count }, () => async () => void at.push(Date.now() - begin)));
  await vi.advanceTimersByTimeAsync(600_000);
  await all;
  return at;
}

it.each([
  [30, 4, 2000],
  [60, 4, 1000],
  [90, 4, 667],
])("%i requests a minute start evenly", async (requestsPerMinute, count, apart) => {
  const at = await starts(throttle({ maxConcurrency: 8, requestsPerMinute }), count);
  const gaps = at.slice(1).map((time, i) => time - (at[i] ?? 0));
  for (const gap of gaps) expect(Math.abs(gap - apart)).toBeLessThanOrEqual(2);
});

it.each([45, 100, 600])("%i requests a minute are never exceeded in any minute after the first", async (rate) => {
  const at = await starts(throttle({ maxConcurrency: 100, requestsPerMinute: rate }), rate * 2);
  const minute = at.filter((time) => time >= 30_000 && time < 90_000);
  expect(minute.length).toBeLessThanOrEqual(rate + Math.ceil(rate / 60));
  expect(minute.length).toBeGreaterThanOrEqual(rate * 0.95);
});

it("no more than maxConcurrency are under way at once", async () => {
  const queue = throttle({ maxConcurrency: 3 });
  let now = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 10));
    now--;
  };
  const all = queue.addAll(Array.from({ length: 20 }, () => work));
  await vi.advanceTimersByTimeAsync(1000);
  await all;
  expect(most).toBe(3);
});
