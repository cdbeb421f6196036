import { describe, expect, it } from "vitest";
import { textOf } from "../../../provider/core/contract/account";
import { OverdueError, RejectedError } from "../../../provider/core/contract/errors";
import { inTime } from "../../../provider/core/contract/in-time";
import { settled } from "../../../provider/core/contract/outcome";

/** A clock at 100 on which time passes when it is told to. */
function stoppedClock() {
  const slept: { readonly ms: number; readonly signal: AbortSignal | undefined; readonly pass: () => void }[] = [];
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((pass, fail) => {
      slept.push({ ms, signal, pass });
      signal?.addEventListener("abort", () => fail(signal.reason));
    });
  return { clock: { now: () => 100, sleep }, slept };
}

const overdue = () => new OverdueError("too late");
const never = new Promise<string>(() => undefined);

describe("work in time", () => {
  it("is waited for without an end where there is none", async () => {
    const { clock, slept } = stoppedClock();
    expect(await inTime(clock, Promise.resolve("done"), { end: undefined, overdue })).toBe("done");
    expect(slept).toEqual([]);
  });

  it("ends the waiting", async () => {
    const { clock, slept } = stoppedClock();
    expect(await inTime(clock, Promise.resolve("done"), { end: 150, overdue })).toBe("done");
    expect(slept.map(({ ms, signal }) => [ms, signal?.aborted])).toEqual([[50, true]]);
    const failing = inTime(clock, Promise.reject(new RejectedError("no")), { end: 150, overdue });
    await expect(failing).rejects.toBeInstanceOf(RejectedError);
    expect(slept.at(-1)?.signal?.aborted).toBe(true);
  });

  it("is given up when its time is over, at once where it was over before", async () => {
    const { clock, slept } = stoppedClock();
    const [late, later] = [inTime(clock, never, { end: 150, overdue }), inTime(clock, never, { end: 50, overdue })];
    expect(slept.map(({ ms }) => ms)).toEqual([50, 0]);
    for (const { pass } of slept) pass();
    await expect(late).rejects.toBeInstanceOf(OverdueError);
    await expect(later).rejects.toBeInstanceOf(OverdueError);
  });

  it.each([
    [true, "done"],
    [false, "too late"],
  ])("that has begun (%s) is waited for to its own end", async (hasBegun, expected) => {
    const { clock, slept } = stoppedClock();
    let finish = (_: string): void => undefined;
    const work = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const result = inTime(clock, work, { end: 150, overdue, hasBegun: () => hasBegun }).catch(
      ({ message }: Error) => message,
    );
    slept[0]?.pass();
    await new Promise(setImmediate);
    finish("done");
    expect(await result).toBe(expected);
  });
});

it("of several operations, an error is a result as well", async () => {
  expect(await settled(Promise.resolve(7))).toEqual({ value: 7 });
  const refused = new RejectedError("no");
  expect(await settled(Promise.reject(refused))).toEqual({ error: refused });
  expect(await settled(Promise.reject(new Error("a fault")))).toMatchObject({ error: { code: "internal" } });
});

it("accounts have one text each, and kinds have their own", () => {
  const user = { platform: "lab", tenant: "here", id: "9" };
  expect(textOf({ ...user, kind: "user" })).toBe(textOf(user));
  const others = [
    { ...user, kind: "group" as const },
    { ...user, platform: "x" },
    { ...user, tenant: "x" },
    { ...user, id: "x" },
  ];
  expect(new Set([user, ...others].map(textOf)).size).toBe(5);
  expect(textOf(user)).toBe('["lab","here","9"]');
});
