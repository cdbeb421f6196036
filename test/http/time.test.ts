import { afterEach, describe, expect, it, vi } from "vitest";
import type { Operation } from "../../provider/core/contract/context";
import type { RosterError } from "../../provider/core/contract/errors";
import type { HttpOptions, HttpRequest, Method } from "../../provider/http/request";
import { type Answer, type Sent, scripted } from "./scripted-vendor";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const WRITES = ["POST", "PUT", "PATCH", "DELETE"] as const;

const to = (method: Method, more: Partial<HttpRequest> = {}): HttpRequest => ({ method, path: "/users/1", ...more });
const unreachable = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

const errorOf = (work: Promise<unknown>): Promise<RosterError> =>
  work.then(
    () => {
      throw new Error("it should have failed");
    },
    (error: RosterError) => error,
  );

const bodies = (sent: readonly Sent[]) => sent.map(({ body }) => JSON.parse(body ?? "null"));

/** A client in an operation that ends then, on the test's clock. */
function inOperation(end: number, answers: Parameters<typeof scripted>[0], more: Partial<HttpOptions> = {}) {
  const operation: Operation = { until: () => end, apart: (work) => work() };
  return scripted(answers, { ...more, context: { operation } as never });
}

/** The throttle's only place is taken for so long. */
function occupied({ http, clock }: ReturnType<typeof scripted>, ms: number): void {
  const kind = { rateLimitKey: undefined, isWrite: true, since: 0 };
  for (let i = 0; i < http.options.throttle.limits.maxConcurrency; i++)
    void http.options.throttle.run(kind, () => clock.sleep(ms));
}

/** Runs the runtime's own timers on, until its time is over; answers what the request came to. */
async function timedOut(request: Promise<unknown>, ms: number): Promise<unknown> {
  const over = vi.fn();
  request.then(over, over);
  await vi.advanceTimersByTimeAsync(ms - 1);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toHaveBeenCalledOnce();
  return over.mock.calls[0]?.[0];
}

afterEach(() => void vi.useRealTimers());
const ownTimers = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });

describe("a request that gets no answer", () => {
  const START = 7_000;

  it.each([
    ["after the time that each has", {}, 300_000, /within 300 s \(roster:vendor\.timeout\)/],
    ["after its own time, where that is shorter", { until: START + 20_000 }, 20_000, /in time/],
    ["after the time that each has, where its own is longer", { until: START + 1_000_000 }, 300_000, /in time/],
    ["after a second, where its own time is over already", { until: START - 5 }, 1_000, /in time/],
  ] as const)("is given up %s", async (_, more, ms, message) => {
    ownTimers();
    const { http, clock } = scripted(["silence"]);
    void clock.sleep(START);
    await clock.run();
    expect(await timedOut(http.request(to("POST", more)), ms)).toMatchObject({
      code: "uncertain",
      message: expect.stringMatching(message),
    });
  });

  it("of one that may be repeated is unavailable", async () => {
    ownTimers();
    const { http } = scripted(["silence"], { timeout: 100 });
    const error = await timedOut(http.request(to("PUT")), 100);
    expect(error).toMatchObject({ code: "unavailable", message: expect.stringMatching(/within 0\.1 s/) });
  });

  it("has what pauses between its tries have left of its time", async () => {
    ownTimers();
    const { http, clock } = scripted([unreachable(), "silence"], { timeout: 700 });
    const work = http.request(to("PUT"));
    await clock.run();
    // Half a second of it was the pause.
    expect(await timedOut(work, 200)).toMatchObject({ code: "unavailable" });
  });
});

it("pauses that take all the time of a request end it as what they came after", async () => {
  ownTimers();
  const { ask, sent } = scripted([503], { timeout: 500 });
  expect(await errorOf(ask(to("PUT")))).toMatchObject({ code: "unavailable", status: 503 });
  expect(sent).toHaveLength(1);
});

describe("in an operation that ends", () => {
  it.each(METHODS.map((method) => [method, method === "GET" ? "changes nothing" : "was not sent"] as const))(
    "a %s whose turn hasn't come by then is never sent, and %s",
    async (method, what) => {
      for (const late of [5_000, 8_000]) {
        const stage = inOperation(5_000, []);
        occupied(stage, late);
        let toldAt = 0;
        const work = stage.http.request(to(method)).finally(() => {
          toldAt = stage.clock.now();
        });
        const error = await errorOf(stage.clock.ended(work));
        expect(error).toMatchObject({ code: "overdue", message: expect.stringContaining(what) });
        expect(toldAt).toBe(5_000);
        expect(stage.sent).toEqual([]);
      }
    },
  );

  it.each(WRITES)("a %s that is under way then is given up, and may have been carried out", async (method) => {
    const { ask, sent } = inOperation(20, ["silence"]);
    const error = await errorOf(ask(to(method)));
    expect(error.code).toBe(method === "POST" ? "uncertain" : "overdue");
    expect(error.message).toMatch(/may have been carried out/);
    if (method !== "POST")
      expect(error.cause).toMatchObject({
        code: "unavailable",
        message: expect.stringContaining("in time"),
      });
    expect(sent).toHaveLength(1);
  });

  it("a look that is under way then has a second at least", async () => {
    ownTimers();
    const { http, clock } = inOperation(20, ["silence"]);
    const work = http.request(to("GET"));
    await clock.run();
    expect(await timedOut(work, 1_000)).toMatchObject({
      code: "overdue",
      message: expect.stringContaining("changes nothing"),
    });
  });

  it("a look after its end gets an answer that comes at once, and a write is not sent", async () => {
    const { ask, sent } = inOperation(-10_000, [200]);
    expect((await ask(to("GET"))).status).toBe(200);
    expect(await errorOf(ask(to("DELETE")))).toMatchObject({ code: "overdue" });
    expect(sent.map(({ method }) => method)).toEqual(["GET"]);
  });

  it.each<[string, Method, Answer, string]>([
    ["no connection", "PUT", unreachable(), "was not sent"],
    ["429", "PUT", { status: 429, headers: { "retry-after": "60" } }, "was not sent"],
    ["503", "PUT", { status: 503, headers: { "retry-after": "60" } }, "may have been carried out"],
    ["503", "GET", { status: 503, headers: { "retry-after": "60" } }, "changes nothing"],
  ])("there is no wait for another try after it: %s to a %s", async (_, method, answer, what) => {
    const { ask, sent, clock } = inOperation(400, [answer]);
    const error = await errorOf(ask(to(method)));
    expect(error).toMatchObject({ code: "overdue", message: expect.stringContaining(what) });
    expect(error.cause).toBeInstanceOf(Error);
    expect(sent).toHaveLength(1);
    expect(clock.now()).toBe(0);
  });

  it("there is none that could only begin at its end", async () => {
    const { ask, clock } = inOperation(500, [503]);
    expect((await errorOf(ask(to("PUT")))).cause).toMatchObject({ code: "unavailable" });
    expect(clock.now()).toBe(0);
  });

  it("there is another try before it", async () => {
    const { ask, sent } = inOperation(501, [503, 200]);
    expect((await ask(to("PUT"))).isRepeated).toBe(true);
    expect(sent.map(({ at }) => at)).toEqual([0, 500]);
  });

  it("an earlier try is not forgotten: it may have been carried out", async () => {
    const { ask } = inOperation(5_000, [500, { status: 429, headers: { "retry-after": "60" } }]);
    expect(await errorOf(ask(to("DELETE")))).toMatchObject({
      message: expect.stringContaining("may have been carried out"),
    });
  });

  it("nothing is sent where a token doesn't come in time", async () => {
    const token = () => new Promise<string>(() => undefined);
    const { http } = scripted([]);
    const credentials = { ...http.options.credentials, token } as never;
    const { ask, sent } = inOperation(5_000, [], { credentials });
    expect(await errorOf(ask(to("PUT")))).toMatchObject({
      code: "overdue",
      message: expect.stringContaining("was not sent"),
    });
    expect(sent).toEqual([]);
  });

  it("a token is fetched all the same: it is everybody's", async () => {
    const { ask } = inOperation(-10_000, [200]);
    expect((await ask(to("POST", { form: {} }))).status).toBe(200);
  });
});

describe("a body that repeats what was read", () => {
  /** Reads once more: what is read is numbered. */
  const read = (readAt = 0) => {
    let reads = 0;
    return { json: { read: 0 }, merged: { readAt, again: async () => ({ read: ++reads }) } };
  };
  it("is sent as it is where its turn comes at once", async () => {
    const { ask, sent } = scripted([200]);
    await ask(to("PUT", read()));
    expect(bodies(sent)).toEqual([{ read: 0 }]);
  });

  it("is read again before every further try", async () => {
    const { ask, sent } = scripted([503, 429, unreachable(), 200]);
    await ask(to("PUT", read()));
    expect(bodies(sent)).toEqual([{ read: 0 }, { read: 1 }, { read: 2 }, { read: 3 }]);
  });

  it.each([
    [2, 0, 30_000, 0],
    [2, -1, 30_000, 1],
    [1, 0, 60_000, 1],
  ])("at %i requests a minute, read at %i and sent at %i, is read again %i times", async (rate, readAt, at, again) => {
    const { http, sent, clock } = scripted([200, 200], {}, { requestsPerMinute: rate });
    await clock.ended(Promise.all([http.request(to("GET")), http.request(to("PUT", read(readAt)))]));
    expect(sent[1]).toMatchObject({ at, body: JSON.stringify({ read: again }) });
  });

  it("leaves its turn to another while it is read again", async () => {
    const { http, sent, clock } = scripted([200, 200, 200], {}, { requestsPerMinute: 1 });
    const others = [http.request(to("DELETE")), http.request(to("PUT", read())), http.request(to("DELETE"))];
    await clock.ended(Promise.all(others));
    expect(sent.map(({ method, at }) => [method, at])).toEqual([
      ["DELETE", 0],
      ["DELETE", 60_000],
      ["PUT", 120_000],
    ]);
  });

  it("is read again but once where each turn comes late", async () => {
    const { http, sent, clock } = scripted([200, 503, 200], {}, { requestsPerMinute: 1 });
    await clock.ended(Promise.all([http.request(to("PUT")), http.request(to("PUT", read()))]));
    expect(sent.map(({ at }) => at)).toEqual([0, 60_000, 120_000]);
    expect(bodies(sent).slice(1)).toEqual([{ read: 1 }, { read: 2 }]);
  });
});
