import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Allowance } from "../../provider/http/bucket";
import { type Limits, Throttle } from "../../provider/http/throttle";
import { steppedClock } from "./stepped-clock";

const SHARE = 0.98;
const IMMEDIATELY = 1;

/** A throttle on a clock of its own, and what started when. */
function stage(limits: Partial<Limits> = {}, signal?: AbortSignal) {
  const clock = steppedClock();
  const throttle = new Throttle({ maxConcurrency: 100, ...limits }, clock, signal);
  const at: { readonly name: string; readonly time: number }[] = [];
  const ask = (name: string, rateLimitKey: string | undefined, more: { isWrite?: boolean; takes?: number } = {}) =>
    throttle.run({ rateLimitKey, isWrite: more.isWrite ?? rateLimitKey !== "GET", since: clock.now() }, async () => {
      at.push({ name, time: clock.now() });
      if (more.takes) await clock.sleep(more.takes);
    });
  return { clock, throttle, at, ask };
}

/** When each of `count` requests started, in milliseconds. */
async function starts(
  count: number,
  limits: Partial<Limits>,
  allowance?: Allowance,
  prepare?: (throttle: Throttle) => void,
) {
  const { clock, throttle, at, ask } = stage(limits);
  if (allowance) throttle.answered("POST", allowance);
  prepare?.(throttle);
  const all = Array.from({ length: count }, (_, i) => ask(String(i), allowance ? "POST" : undefined));
  await clock.ended(Promise.all(all));
  expect(at.map(({ name }) => name)).toEqual(Array.from({ length: count }, (_, i) => String(i)));
  return at.map(({ time }) => time);
}

describe("the user's own rate", () => {
  it.each([
    [30, 4, 2000],
    [60, 4, 1000],
    [90, 4, 667],
  ])("of %i a minute is kept evenly", async (requestsPerMinute, count, apart) => {
    const at = await starts(count, { requestsPerMinute });
    const gaps = at.slice(1).map((time, i) => time - (at[i] ?? 0));
    for (const gap of gaps) expect(Math.abs(gap - apart)).toBeLessThanOrEqual(2);
  });

  it.each([45, 100, 600])("of %i a minute is used, and exceeded in no minute after the first", async (rate) => {
    const at = await starts(rate * 2, { requestsPerMinute: rate });
    const minute = at.filter((time) => time >= 30_000 && time < 90_000);
    expect(minute.length).toBeLessThanOrEqual(rate + Math.ceil(rate / 60));
    expect(minute.length).toBeGreaterThanOrEqual(rate * 0.95);
  });

  it("is nothing to be waited for: several may be under way at once from the start", async () => {
    const { clock, at, ask } = stage({ requestsPerMinute: 600 });
    await clock.ended(Promise.all([1, 2, 3].map(() => ask("", undefined, { takes: 50 }))));
    expect(at.map(({ time }) => time)).toEqual([0, 0, 0]);
  });

  it("counts a turn no more that was given back, and the others still", async () => {
    const { clock, throttle, at, ask } = stage({ requestsPerMinute: 600 });
    const kind = { rateLimitKey: undefined, isWrite: true, since: 0 };
    await clock.ended(Promise.all(Array.from({ length: 9 }, () => ask("", undefined))));
    await clock.ended(
      throttle.run(
        kind,
        async () => "late",
        (result) => result === "late",
      ),
    );
    await clock.ended(Promise.all([ask("next", undefined), ask("after", undefined)]));
    expect(at.slice(9)).toEqual([
      { name: "next", time: 0 },
      { name: "after", time: 100 },
    ]);
  });

  it("holds beside the vendor's, and the lower one is told", async () => {
    const { clock, throttle, at, ask } = stage({ requestsPerMinute: 30 });
    throttle.answered("POST", { perMinute: 600, burst: 100 });
    const all = [0, 1, 2].map((i) => ask(String(i), "POST"));
    await clock.ended(Promise.all(all));
    expect(at.map(({ time }) => time)).toEqual([0, 2000, 4000]);
    expect(throttle.perMinute("POST")).toBe(30);
    expect(new Throttle({ maxConcurrency: 1 }, clock).perMinute("POST")).toBeUndefined();
  });

  it("is the writes' first, and a read that has waited is not passed over for ever", async () => {
    const { clock, at, ask } = stage({ requestsPerMinute: 60 });
    const all = [ask("read", undefined, { isWrite: false }), ask("read", undefined, { isWrite: false })];
    for (let i = 0; i < 8; i++) all.push(ask("write", undefined, { isWrite: true }));
    const late = clock.sleep(6500).then(async () => {
      for (let i = 0; i < 3; i++) all.push(ask("late write", undefined, { isWrite: true }));
    });
    await clock.ended(late);
    await clock.ended(Promise.all(all));
    const names = at.map(({ name }) => name);
    expect(names.slice(1, 9)).toEqual(Array(8).fill("write"));
    expect(names.indexOf("read", 1)).toBeLessThan(names.indexOf("late write"));
  });
});

/** When requests start that are asked for at these times, in milliseconds. */
async function startsOf(asked: readonly number[], limits: Partial<Limits>) {
  const { clock, at, ask } = stage(limits);
  const all = asked.map(async (time) => {
    await clock.sleep(time);
    await ask("", undefined);
  });
  await clock.ended(Promise.all(all));
  return at.map(({ time }) => time);
}

describe("a request that starts late", () => {
  it.each([
    [1150, 2000, "keeps its place in the rhythm, where it is by little"],
    [1199, 2000, "keeps it up to a fifth of a second"],
    [1201, 2201, "makes the next one wait from then on, where it is by more"],
    [9000, 10_000, "has saved nothing up for others"],
  ])("at %i, so that the next one does at %i, %s", async (second, third) => {
    expect(await startsOf([0, second, second], { requestsPerMinute: 60 })).toEqual([0, second, third]);
  });
});

describe("the vendor's rate", () => {
  it("is awaited by one request at a time, and by all together where the vendor names none", async () => {
    const { clock, throttle, at, ask } = stage();
    const all = [0, 1, 2, 3].map((i) => ask(String(i), "POST", { takes: 100 }));
    const told = clock.sleep(150).then(() => throttle.answered("POST", undefined));
    await clock.ended(Promise.all([...all, told]));
    expect(at.map(({ time }) => time)).toEqual([0, 100, 200, 200]);
  });

  it("is a burst, and then the announced rate, in the order of coming", async () => {
    const at = await starts(20, {}, { perMinute: 60, burst: 10 });
    expect(at.filter((time) => time === 0)).toHaveLength(8);
    const gaps = at.slice(8).map((time, i) => time - (at[i + 7] ?? 0));
    for (const gap of gaps) expect(Math.abs(gap - 1000 / SHARE)).toBeLessThanOrEqual(IMMEDIATELY);
  });

  it("counts the request that told it", async () => {
    const { clock, throttle, at } = stage();
    const all = Array.from({ length: 9 }, (_, i) =>
      throttle.run({ rateLimitKey: "POST", isWrite: true, since: i }, async () => {
        at.push({ name: "", time: clock.now() });
        throttle.answered("POST", { perMinute: 60, burst: 10 });
      }),
    );
    await clock.ended(Promise.all(all));
    expect(at.filter(({ time }) => time === 0)).toHaveLength(8);
  });

  it("may change on the way: what was used of the old one counts", async () => {
    const { clock, throttle, at, ask } = stage();
    throttle.answered("POST", { perMinute: 60, burst: 10 });
    await clock.ended(Promise.all(Array.from({ length: 8 }, () => ask("", "POST"))));
    throttle.answered("POST", { perMinute: 6, burst: 5 });
    const next = ask("next", "POST");
    await clock.ended(next);
    // Eight were used, four may be: five have to leak at six a minute.
    expect(Math.abs((at.at(-1)?.time ?? 0) - 50_000 / SHARE)).toBeLessThanOrEqual(IMMEDIATELY);
  });

  it.each([0, -5, Number.NaN, 1 / 61])("is none that a vendor could mean, where it says %d a minute", (perMinute) => {
    const { throttle } = stage();
    throttle.answered("POST", { perMinute, burst: 10 });
    expect(throttle.perMinute("POST")).toBeUndefined();
  });

  it.each([
    [1 / 60, 0.98 / 60],
    [100, 98],
    [Number.POSITIVE_INFINITY, 980_000],
  ])("of %d a minute is used to %d, so that none comes too early on its way", (perMinute, used) => {
    const { throttle } = stage();
    throttle.answered("POST", { perMinute, burst: 10 });
    expect(throttle.perMinute("POST")).toBeCloseTo(used, 9);
  });

  it("counts none that were answered before anybody told it", async () => {
    const { clock, throttle, at, ask } = stage();
    throttle.answered("POST", undefined);
    await clock.ended(Promise.all(Array.from({ length: 9 }, () => ask("before", "POST"))));
    throttle.answered("POST", { perMinute: 60, burst: 5 });
    await clock.ended(Promise.all(Array.from({ length: 5 }, () => ask("after", "POST"))));
    const after = at.filter(({ name }) => name === "after").map(({ time }) => Math.round(time / 100));
    expect(after).toEqual([0, 0, 0, 0, 10]);
  });

  it("stands still for all while it refuses, and begins with one at a time, however many might come at once", async () => {
    const at = await starts(4, {}, { perMinute: 60, burst: 10 }, (throttle) => throttle.refused("POST", 7000));
    expect(at.map((time) => Math.round(time / 100))).toEqual([70, 80, 90, 101]);
  });

  it("stands still for all while the vendor refuses, and goes on in line", async () => {
    const at = await starts(5, {}, { perMinute: 60, burst: 1 }, (throttle) => throttle.refused("POST", 7000));
    expect(at[0]).toBe(7000);
    expect(Math.abs((at[4] ?? 0) - 7000 - 4000 / SHARE)).toBeLessThanOrEqual(4 * IMMEDIATELY);
  });

  it("of one lane is not that of another", async () => {
    const { clock, throttle, ask } = stage();
    throttle.refused("POST", 60_000);
    await clock.ended(ask("", "GET"));
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
        for (const at of await starts(count, {}, allowance)) {
          tokens = Math.min(allowance.burst, tokens + ((at - last) / 60_000) * allowance.perMinute) - 1;
          last = at;
          expect(tokens).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("a refusal without a rate", () => {
  it("is followed by one request alone, and by the others when it has passed", async () => {
    const { clock, throttle, at, ask } = stage();
    throttle.refused(undefined, 3000);
    const all = Array.from({ length: 4 }, (_, i) => ask(String(i), undefined, { takes: 50 }));
    // An answer to something that was sent before tells nothing.
    throttle.answered(undefined, undefined);
    const passed = clock.sleep(3020).then(() => throttle.answered(undefined, undefined));
    await clock.ended(Promise.all([...all, passed]));
    expect(at.map(({ time }) => time)).toEqual([3000, 3050, 3050, 3050]);
  });
});

describe("requests under way", () => {
  it("are no more than maxConcurrency, whatever their lanes", async () => {
    const { clock, ask, at } = stage({ maxConcurrency: 3 });
    const all = Array.from({ length: 9 }, (_, i) => ask(String(i), undefined, { takes: 10 }));
    await clock.ended(Promise.all(all));
    for (const time of [0, 10, 20]) expect(at.filter((start) => start.time === time)).toHaveLength(3);
  });

  it("of a lane that has to wait don't keep another lane from starting", async () => {
    const { clock, throttle, at, ask } = stage({ maxConcurrency: 2 });
    throttle.answered("GET", { perMinute: 60, burst: 1 });
    throttle.answered("PATCH", { perMinute: 60, burst: 10 });
    const all = [...Array.from({ length: 5 }, () => ask("read", "GET")), ask("write", "PATCH")];
    await clock.ended(Promise.all(all));
    expect(at.find(({ name }) => name === "write")?.time).toBe(0);
  });

  it("of one method don't keep another one's from starting", async () => {
    const { clock, throttle, at, ask } = stage();
    for (const method of ["POST", "PATCH"]) throttle.answered(method, { perMinute: 60, burst: 1 });
    await clock.ended(Promise.all(["POST", "POST", "PATCH", "PATCH"].map((method) => ask(method, method))));
    expect(at.map(({ name, time }) => [name, Math.round(time / 100)])).toEqual([
      ["POST", 0],
      ["PATCH", 0],
      ["POST", 10],
      ["PATCH", 10],
    ]);
  });

  it("end in the order of their coming, whatever their lanes", async () => {
    const { clock, throttle, at, ask } = stage({ maxConcurrency: 1 });
    for (const method of ["POST", "PATCH", "GET"]) throttle.answered(method, { perMinute: 6000, burst: 100 });
    const all = ["DELETE", "POST", "GET", "PATCH"].map((method) => ask(method, method, { takes: 5 }));
    await clock.ended(Promise.all(all));
    expect(at.map(({ name }) => name)).toEqual(["DELETE", "POST", "PATCH", "GET"]);
  });

  it("end in the order of their first coming: who was refused is not sent to the back", async () => {
    const { clock, throttle, at } = stage({ maxConcurrency: 1 });
    const again = async (name: string, since: number) =>
      throttle.run(
        { rateLimitKey: undefined, isWrite: true, since },
        async () => void at.push({ name, time: clock.now() }),
      );
    const first = throttle.run({ rateLimitKey: undefined, isWrite: true, since: 1 }, () => clock.sleep(5));
    const all = [first, again("later", 2), again("refused before", 1), again("latest", 3)];
    await clock.ended(Promise.all(all));
    expect(at.map(({ name }) => name)).toEqual(["refused before", "later", "latest"]);
  });

  it("give their places back when they fail", async () => {
    const { clock, throttle, ask } = stage({ maxConcurrency: 1 });
    const failing = throttle.run({ rateLimitKey: undefined, isWrite: true, since: 0 }, async () => {
      throw new Error("lost");
    });
    await expect(failing).rejects.toThrow("lost");
    await clock.ended(ask("next", undefined));
  });
});

it("a request that fails counts: it may have been sent", async () => {
  const { clock, throttle, at, ask } = stage({ requestsPerMinute: 60 });
  const failing = throttle.run({ rateLimitKey: undefined, isWrite: true, since: 0 }, async () => {
    throw new Error("lost");
  });
  await expect(failing).rejects.toThrow("lost");
  await clock.ended(ask("next", undefined));
  expect(at).toEqual([{ name: "next", time: 1000 }]);
});

it("a cancelled run refuses those who wait, and lets those under way end", async () => {
  const stop = new AbortController();
  const { clock, ask } = stage({ maxConcurrency: 1 }, stop.signal);
  const [under, waiting] = [ask("under way", undefined, { takes: 5 }), ask("waiting", undefined)];
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
  await clock.ended(under);
});
