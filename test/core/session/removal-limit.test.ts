import { describe, expect, it } from "vitest";
import { RemovalLimit } from "../../../provider/core/session/removal-limit";

const refused = expect.objectContaining({ code: "removal-limit" });
const limitOf = (most: number, ...bindsSets: [boolean?]) =>
  new RemovalLimit(most, "roster:lab.maxRemovals", ...bindsSets);

function take(limit: RemovalLimit, count: number): void {
  for (let i = 0; i < count; i++) limit.take();
}

describe("a limit of removals", () => {
  it("allows as many as it says, and one more for each that was none", () => {
    const limit = limitOf(2);
    take(limit, 2);
    expect(() => limit.take()).toThrow(refused);
    limit.putBack();
    limit.take();
    expect(() => limit.take()).toThrow(refused);
    expect(() => limitOf(0).take()).toThrow(refused);
  });

  it("that somebody has chosen lends to a set what is left of it, and no more", () => {
    const limit = limitOf(10);
    take(limit, 3);
    expect(() => limit.reserve(8)).toThrow(refused);
    const lent = limit.reserve(7);
    expect(() => limit.take()).toThrow(refused);
    take(lent, 7);
    expect(() => lent.take()).toThrow(refused);
  });

  it("says to what it is to be raised, by what is removed already and what is to be", () => {
    const limit = limitOf(10);
    take(limit, 3);
    expect(() => limit.reserve(8)).toThrow(/remove 8 accounts: .* removed 3 and .* allows 10\. .* raise .* to 11/);
  });

  it("is used by whoever removes, and by a set that is about to, and not by one that removes nobody", () => {
    const [taken, lent, none, bound] = [limitOf(10), limitOf(10), limitOf(10), limitOf(10, false)];
    expect(taken.isUsed).toBe(false);
    taken.take();
    lent.reserve(2);
    lent.reserve(0);
    none.reserve(0);
    bound.reserve(2);
    expect([taken, lent, none, bound].map(({ isUsed }) => isUsed)).toEqual([true, true, false, true]);
  });

  it("gets back what a set has not needed", () => {
    const limit = limitOf(10);
    const lent = limit.reserve(10);
    lent.take();
    lent.putBack();
    limit.take();
    expect(() => limit.take()).toThrow(refused);
  });

  it("that is only the default doesn't bind a set, whose own it doesn't count", () => {
    const limit = limitOf(2, false);
    const own = limit.reserve(5);
    take(own, 5);
    expect(() => own.take()).toThrow(refused);
    take(limit, 2);
    expect(() => limit.take()).toThrow(refused);
  });
});
