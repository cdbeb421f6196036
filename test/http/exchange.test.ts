import type { Dispatcher } from "undici";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DeadlineError, exchange } from "../../provider/http/exchange";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** A connection that this test plays, and one request on it. */
function open(limits: { timeout?: number; maxBytes?: number } = {}) {
  let handler: Required<Dispatcher.DispatchHandler> | undefined;
  const dispatch = (_: unknown, own: Dispatcher.DispatchHandler): boolean => {
    handler = own as Required<Dispatcher.DispatchHandler>;
    return true;
  };
  const abort = vi.fn<(reason: Error) => void>();
  const controller = { abort } as unknown as Dispatcher.DispatchController;
  const work = exchange(
    new URL("https://vendor.example/api/users?id=1"),
    { dispatcher: { dispatch } as unknown as Dispatcher, method: "GET" },
    { timeout: 1_000, maxBytes: 10, ...limits },
  );
  work.catch(() => undefined);
  if (!handler) throw new Error("nothing was sent");
  const { onRequestStart, onResponseStart, onResponseData, onResponseEnd, onResponseError } = handler;
  return {
    work,
    abort,
    start: () => onRequestStart(controller, undefined),
    head: (status: number, headers: Record<string, string | string[]> = {}) =>
      onResponseStart(controller, status, headers),
    data: (text: string | Buffer): void => onResponseData(controller, Buffer.from(text)),
    end: () => onResponseEnd(controller, {}),
    fail: (error: Error) => onResponseError(controller, error),
  };
}

/** What is open still when everything has been played would be so for ever. */
function over<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, fail) => void setImmediate(() => setImmediate(fail, new Error("it never ends"))));
  return Promise.race([work, late]);
}

/** Nothing of a request stays when it is over. */
const expectNothingLeft = () => expect(vi.getTimerCount()).toBe(0);

describe("an answer", () => {
  it("is read whole, characters too that come in two pieces", async () => {
    const { work, start, head, data, end } = open();
    start();
    head(200, { "x-a": "1" });
    const umlaut = Buffer.from("ü");
    data(Buffer.concat([Buffer.from("a"), umlaut.subarray(0, 1)]));
    data(umlaut.subarray(1));
    end();
    expect(await over(work)).toEqual({ status: 200, headers: { "x-a": "1" }, text: "aü" });
    expectNothingLeft();
  });

  it("is the last one after interim ones", async () => {
    const { work, head, end } = open();
    head(103, { link: "early" });
    head(200);
    end();
    expect(await over(work)).toEqual({ status: 200, headers: {}, text: "" });
  });

  it("has the first value of a header that was sent several times, and none of one without a value", async () => {
    const { work, head, end } = open();
    head(200, { "retry-after": ["3", "7"], "x-request-id": "a7", empty: [], missing: undefined as never });
    end();
    expect((await over(work)).headers).toStrictEqual({ "retry-after": "3", "x-request-id": "a7" });
    const again = open();
    again.head(200, { "retry-after": ["3", "7"] });
    again.end();
    expect((await over(again.work)).headers).toStrictEqual({ "retry-after": "3" });
  });

  it("that broke off is what broke it", async () => {
    const { work, start, fail } = open();
    start();
    const error = new Error("ECONNRESET");
    fail(error);
    await expect(over(work)).rejects.toBe(error);
    expectNothingLeft();
  });
});

describe("a request whose time is over", () => {
  it("is given up, and its connection with it", async () => {
    const { work, start, head, abort } = open();
    start();
    head(200);
    vi.advanceTimersByTime(999);
    expect(abort).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    await expect(over(work)).rejects.toBeInstanceOf(DeadlineError);
    expect(abort).toHaveBeenCalledOnce();
    expectNothingLeft();
  });

  it("before it had a connection is never sent", async () => {
    const { work, start, abort } = open();
    vi.advanceTimersByTime(1_000);
    await expect(over(work)).rejects.toBeInstanceOf(DeadlineError);
    start();
    expect(abort).toHaveBeenCalledOnce();
  });

  it("while it has time is sent", () => {
    const { start, abort } = open();
    start();
    expect(abort).not.toHaveBeenCalled();
  });

  it.each([
    [0, 1],
    [0.2, 1],
    [Number.MAX_SAFE_INTEGER, 2 ** 31 - 1],
  ])("has %d ms for %d: no timer waits for less or for longer", async (timeout, ms) => {
    const { work } = open({ timeout });
    const told = vi.fn();
    work.catch(told);
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(told).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toHaveBeenCalledOnce();
  });
});

describe("an answer that is too large", () => {
  it.each([
    ["by its own word", (at: ReturnType<typeof open>) => at.head(200, { "content-length": "11" })],
    ["as it comes", (at: ReturnType<typeof open>) => ["123456", "78901"].forEach(at.data)],
  ])("%s is given up at once, and its connection with it", async (_, play) => {
    const stage = open();
    stage.start();
    play(stage);
    await expect(over(stage.work)).rejects.toMatchObject({ code: "too-large" });
    expect(stage.abort).toHaveBeenCalledOnce();
    expectNothingLeft();
  });

  it("is none where it is just as long as allowed", async () => {
    const { work, head, data, end } = open();
    head(200, { "content-length": "10" });
    data("1234567890");
    end();
    expect((await over(work)).text).toBe("1234567890");
  });
});
