import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shardOf } from "../../provider/index";

const PEOPLE = 4000;
const keys = Array.from({ length: PEOPLE }, (_, i) => `person-${i}`);
const shards = fc.integer({ min: 1, max: 64 });

/** Five standard deviations of so many people who each choose one of so many with this chance. */
const tolerance = (chance: number) => 5 * Math.sqrt(PEOPLE * chance * (1 - chance));

describe("the shard of a person", () => {
  it("is one of those that there are, and depends on key and number alone", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 100_000 }), (key, count) => {
        const shard = shardOf(key, count);
        expect(Number.isInteger(shard) && shard >= 0 && shard < count).toBe(true);
        expect(shardOf(key, count)).toBe(shard);
      }),
    );
  });

  // A change of these would move people between the stacks of everybody who has divided a roster.
  it.each([
    ["ada", 4, 0],
    ["grace", 4, 2],
    ["伟 陈", 10, 8],
    ["", 10, 5],
    ["ada", 1, 0],
  ])("%j of %i is %i for ever", (key, count, shard) => {
    expect(shardOf(key, count)).toBe(shard);
  });

  it("is as likely to be one as another", () => {
    fc.assert(
      fc.property(shards, (count) => {
        const sizes = new Array<number>(count).fill(0);
        for (const key of keys) sizes[shardOf(key, count)] = (sizes[shardOf(key, count)] ?? 0) + 1;
        for (const size of sizes) expect(Math.abs(size - PEOPLE / count)).toBeLessThanOrEqual(tolerance(1 / count));
      }),
      { numRuns: 8 },
    );
  });

  it("stays, or becomes the new one, where there is one more: one in so many as there are then moves", () => {
    fc.assert(
      fc.property(shards, (count) => {
        const moved = keys.filter((key) => shardOf(key, count) !== shardOf(key, count + 1));
        for (const key of moved) expect(shardOf(key, count + 1)).toBe(count);
        const chance = 1 / (count + 1);
        expect(Math.abs(moved.length - PEOPLE * chance)).toBeLessThanOrEqual(tolerance(chance));
      }),
      { numRuns: 8 },
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("can't be one of %d", (count) => {
    expect(() => shardOf("ada", count)).toThrow(RangeError);
  });
});
