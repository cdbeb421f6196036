import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffDelay, POLLING } from "../../provider/core/lifecycle/backoff";
import { LONGEST_WAIT, MAX_TRIES, nextTry, RETRY, retryAfter } from "../../provider/http/retry-timing";

const NOW = Date.parse("2026-11-23T10:00:00Z");

describe("Retry-After", () => {
  it.each([
    ["3", 3000],
    ["0", 0],
    ["10.752", 10_752],
    [" 2 ", 2000],
    ["-1", 0],
    ["Mon, 23 Nov 2026 10:00:05 GMT", 5000],
    ["Mon, 23 Nov 2026 09:59:00 GMT", 0],
    ["soon", undefined],
    ["", undefined],
    [" ", undefined],
    [undefined, undefined],
    ["Infinity", undefined],
    ["3".padStart(64, "0"), 3000],
    ["3".padStart(65, "0"), undefined],
  ])("%j is %j ms", (header, ms) => {
    expect(retryAfter(header, NOW)).toBe(ms);
  });
});

describe("the next try", () => {
  it.each([
    [1, undefined, 0, 500],
    [2, undefined, 0, 1000],
    [3, undefined, 0, 2000],
    [4, undefined, 0, 4000],
    [1, undefined, 1, 400],
    [1, 3000, 0, 3000],
    [1, 3000, 0.5, 3150],
    [1, 10.5, 0, 200],
    [1, 0, 0.5, 300],
    [1, 0, 0, 200],
    [4, 3000, 0, 3000],
    [MAX_TRIES, undefined, 0, undefined],
    [MAX_TRIES, 1000, 0, undefined],
    [1, LONGEST_WAIT, 0, LONGEST_WAIT],
    [1, LONGEST_WAIT + 1, 0, undefined],
  ])("after %j tries, asked to wait %j ms, chance %j, comes in %j ms", (tries, asked, random, wait) => {
    expect(nextTry(tries, asked, random)).toBe(wait);
  });

  it("never comes sooner than asked", () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: LONGEST_WAIT }),
        chance,
        (tries, asked, random) => {
          expect(nextTry(tries, asked, random)).toBeGreaterThanOrEqual(asked);
        },
      ),
    );
  });
});

it("backoff grows, stays under its bound, and is shortened by a fifth at most", () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(RETRY, POLLING), fc.nat(40), chance, (bounds, attempt, random) => {
      const full = backoffDelay(bounds, attempt, 0);
      expect(full).toBeLessThanOrEqual(bounds.most);
      expect(full).toBeLessThanOrEqual(backoffDelay(bounds, attempt + 1, 0));
      expect(backoffDelay(bounds, attempt, random)).toBeGreaterThanOrEqual(full * 0.8);
    }),
  );
});
