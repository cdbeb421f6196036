import { expect, it } from "vitest";
import { Counter } from "../../../provider/core/many/progress";

/** What is told of 100 people, of whom eight are done at once and then one a second. */
function told(allowed?: () => number | undefined): readonly string[] {
  let now = 0;
  const clock = { now: () => now, sleep: async () => undefined };
  const lines: string[] = [];
  const counter = new Counter(100, clock, { report: (line) => lines.push(line), every: 30_000 }, allowed);
  for (let i = 0; i < 100; i++) {
    if (i >= 8) now += 1000;
    counter.tick();
  }
  return lines;
}

it("a long operation tells how many are done, how fast, and how long it takes, from time to time", () => {
  expect(told()).toEqual([
    "38 of 100 people, 76 a minute, 49 s left",
    "68 of 100 people, 68 a minute, 28 s left",
    "98 of 100 people, 65 a minute, 2 s left",
  ]);
});

it("it promises no more than the vendor allows, once that is known", () => {
  let allowed: number | undefined;
  const lines = told(() => {
    const before = allowed;
    allowed = 60;
    return before;
  });
  expect(lines[0]).toBe("38 of 100 people, 76 a minute, 49 s left");
  expect(lines[1]).toBe("68 of 100 people, 60 a minute, 32 s left");
});
