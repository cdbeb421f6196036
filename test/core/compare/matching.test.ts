import fc from "fast-check";
import { expect, it } from "vitest";
import { diff, managedView, matchedSet } from "../../../provider/core/compare/diff";
import type { Capabilities } from "../../../provider/core/contract/kind";
import { needsCall } from "../../../provider/core/model/change";
import type { Observed } from "../../../provider/core/model/entity";
import { caseless, type Value } from "../../../provider/core/model/value";
import { capabilities, declaration } from "../lab";

const item = fc.record(
  { value: fc.constantFrom("a", "A", "b"), type: fc.constantFrom("home", "Home", "work"), rank: fc.constantFrom(1, 2) },
  { requiredKeys: ["value"], noNullPrototype: true },
);
const items = fc.array(item, { maxLength: 6 });
const traits = fc.constantFrom(
  { clear: true, set: true } as const,
  { clear: true, set: true, compareBy: caseless } as const,
);

/** How many wanted items can be served at most, by trying everything. */
function most(
  wanted: readonly object[],
  holds: (i: number, w: number) => boolean,
  free: readonly number[],
  w = 0,
): number {
  if (w === wanted.length) return 0;
  const without = most(wanted, holds, free, w + 1);
  return free
    .filter((i) => holds(i, w))
    .reduce((best, i) => {
      const rest = free.filter((other) => other !== i);
      return Math.max(best, 1 + most(wanted, holds, rest, w + 1));
    }, without);
}

it("each item stands for one wanted item at most, and for as many as can be served", () => {
  fc.assert(
    fc.property(traits, items, items, (of, wanted, shown) => {
      const { standsFor, missing } = matchedSet(of, wanted, shown);
      const distinct = matchedSet(of, wanted, []).missing;
      const served = standsFor.filter((one) => one !== undefined);
      expect(new Set(served).size).toBe(served.length);
      expect([...served, ...missing].length).toBe(distinct.length);
      const holds = (i: number, w: number): boolean =>
        matchedSet(of, distinct.slice(w, w + 1), shown.slice(i, i + 1)).missing.length === 0;
      expect(served.length).toBe(most(distinct, holds, [...shown.keys()]));
    }),
    { numRuns: 300 },
  );
});

it("an item that nobody can give up is left, and the next one taken", () => {
  const [first, second] = [{ value: "a" }, { type: "home" }];
  const shown = [
    { value: "a", type: "home" },
    { value: "z", type: "home" },
  ];
  expect(matchedSet<object>(undefined, [first, second], shown).standsFor).toEqual([first, second]);
});

it("an item is given up by whoever can have another one", () => {
  const [first, second] = [{ value: "a" }, { value: "a", type: "home" }];
  const shown = [
    { value: "a", type: "home", rank: 1 },
    { value: "a", type: "work" },
  ];
  expect(matchedSet<object>(undefined, [first, second], shown)).toEqual({ standsFor: [second, first], missing: [] });
});

it("for any declared set and any present one, the set that results shows no difference", () => {
  const emails: Capabilities = {
    ...capabilities,
    attributes: { emails: { clear: true, set: true, compareBy: caseless } },
  };
  const showing = (shown: unknown): Observed => ({
    id: "9",
    active: true,
    attributes: { emails: shown as Value },
    sets: {},
    references: { manager: null },
    info: {},
  });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), items, (wanted, shown) => {
      const declared = declaration({ attributes: { emails: wanted as Value } });
      const { standsFor, missing } = matchedSet(emails.attributes["emails"], wanted, shown);
      const next = [...shown.filter((_, i) => standsFor[i] !== undefined), ...missing];
      const open = diff(emails, declared, managedView(emails, showing(next), declared)).filter(needsCall);
      expect(open).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
