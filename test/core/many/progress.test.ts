import { describe, expect, it } from "vitest";
import { Counter, shareIn } from "../../../provider/core/many/progress";

interface Course {
  readonly total: number;
  /** When each ends, in milliseconds after the start. */
  readonly at: (index: number) => number;
  readonly fails?: (index: number) => boolean;
  readonly allowed?: () => number | undefined;
}

/** The lines that are told while so many people end one after the other. */
function told({ total, at, fails = () => false, allowed }: Course): readonly string[] {
  let now = 0;
  const clock = { now: () => now, sleep: async () => undefined };
  const lines: string[] = [];
  const counter = new Counter(total, clock, (line) => lines.push(line), allowed);
  for (let i = 0; i < total; i++) {
    now = at(i);
    if (fails(i)) counter.fail();
    else counter.succeed();
  }
  return lines;
}

/** Eight at once, and then one a second. */
const burst = (i: number): number => Math.max(0, i - 7) * 1000;

describe("a long operation", () => {
  it("tells every few seconds how many are done, how fast, and how long it takes", () => {
    expect(told({ total: 16, at: burst })).toEqual([
      "10 of 16 people done, 60 a minute, about 6 s left",
      "12 of 16 people done, 60 a minute, about 4 s left",
      "14 of 16 people done, 60 a minute, about 2 s left",
    ]);
    const lines = told({ total: 10_000, at: (i) => i * 3.2 });
    expect(lines[4]).toBe("3,126 of 10,000 people done, 313 a second, about 22 s left");
    expect(lines).toHaveLength(15);
  });

  it("counts those who fail, who leave less to do", () => {
    const fails = (i: number): boolean => i === 3 || i === 9;
    expect(told({ total: 14, at: burst, fails })).toEqual([
      "8 of 14 people done, 2 failed, 60 a minute, about 4 s left",
      "10 of 14 people done, 2 failed, 60 a minute, about 2 s left",
    ]);
  });

  it("takes no list that is read before for the rate of those who follow", () => {
    expect(told({ total: 100, at: (i) => 60_000 + i * 100 })[0]).toBe(
      "21 of 100 people done, 10 a second, about 8 s left",
    );
  });

  it("promises no more than the vendor allows, and never more than hours", () => {
    const lines = told({ total: 60_000, at: (i) => i * 500, allowed: () => 60 });
    expect(lines[0]).toBe("5 of 60,000 people done, 60 a minute, about 16.7 h left");
    const leftOf = (total: number) =>
      told({ total, at: (i) => i * 500, allowed: () => 60 })[0]
        ?.split(", ")
        .at(-1);
    expect([leftOf(5_404), leftOf(5_405)]).toEqual(["about 90 min left", "about 1.5 h left"]);
  });
});

it.each<[string, Course]>([
  ["that is over within the time between two lines", { total: 5_000, at: (i) => 60_000 + i * 0.39 }],
  ["of one person, however long", { total: 1, at: () => 60_000 }],
  ["of which everybody ends at once", { total: 1_000, at: () => 60_000 }],
  ["whose last ends late: it is over", { total: 2, at: (i) => i * 60_000 }],
])("an operation %s is silent", (_, course) => {
  expect(told(course)).toEqual([]);
});

it("a line says how far the operation is, and no other text does", () => {
  expect(shareIn("4,200 of 10,000 people done, 3 failed, 310 a second, about 19 s left")).toBe(0.42);
  expect(shareIn("2 of 3 people are done, 1 failed")).toBeUndefined();
  expect(shareIn("warning: 2 of 3 people done, says the vendor")).toBeUndefined();
});
