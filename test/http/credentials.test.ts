import { describe, expect, it } from "vitest";
import { CancelledError, UnauthenticatedError, UnavailableError } from "../../provider/core/contract/errors";
import { fixedToken, type Grant, grantedToken } from "../../provider/http/credentials";

/** A token endpoint that answers when told, and a clock that moves when told. */
function endpoint(expiresIn = 600) {
  let now = 0;
  const waiting: { readonly answer: (grant: Grant) => void; readonly fail: (error: Error) => void }[] = [];
  const asked: number[] = [];
  const fetch = () =>
    new Promise<Grant>((answer, fail) => {
      asked.push(now);
      waiting.push({ answer, fail });
    });
  const clock = { now: () => now, sleep: async () => undefined };
  const credentials = grantedToken(fetch, clock, ["the client's secret"]);
  const answer = (token: string, refreshToken?: string): void => {
    for (const one of waiting.splice(0)) one.answer({ token, expiresIn, refreshToken });
  };
  const fail = (error: Error): void => {
    for (const one of waiting.splice(0)) one.fail(error);
  };
  return {
    asked,
    credentials,
    answer,
    fail,
    forward: (ms: number) => {
      now += ms;
    },
    /** A token that was issued and, unless it is refused, is the one to send. */
    issued: async (token: string): Promise<void> => {
      const first = credentials.token();
      answer(token);
      await first;
    },
    /** What a request for a token comes to: one that the endpoint gave before, or the error. */
    had: (): Promise<unknown> => {
      const before = asked.length;
      const token = credentials.token();
      if (asked.length > before) answer("fetched anew");
      return token.catch((error: unknown) => error);
    },
    renewed: async (refused: string, token: string): Promise<boolean> => {
      const before = asked.length;
      const renewal = credentials.renew(refused);
      if (asked.length > before) answer(token);
      return renewal;
    },
  };
}

describe("a token", () => {
  it("is fetched once for all requests that wait for it", async () => {
    const { credentials, asked, answer } = endpoint();
    const tokens = Promise.all([credentials.token(), credentials.token(), credentials.token()]);
    answer("one");
    expect(await tokens).toEqual(["one", "one", "one"]);
    expect(await credentials.token()).toBe("one");
    expect(asked).toHaveLength(1);
  });

  it.each([
    [600, 570_000, "half a minute before it expires"],
    [40, 20_000, "at half its life, where that is short"],
  ])("of %i s is fetched anew after %i ms: %s", async (expiresIn, ms) => {
    const { issued, had, forward, asked } = endpoint(expiresIn);
    forward(1_000);
    await issued("one");
    forward(ms - 1);
    expect(await had()).toBe("one");
    forward(1);
    expect(await had()).toBe("fetched anew");
    expect(asked).toEqual([1_000, 1_000 + ms]);
  });

  it("that can't be replaced early is used until it expires", async () => {
    const { credentials, issued, fail, forward } = endpoint(600);
    await issued("one");
    const failing = async (): Promise<unknown> => {
      const token = credentials.token();
      fail(new UnavailableError("down", undefined));
      return token.catch(({ code }) => code);
    };
    forward(580_000);
    expect(await failing()).toBe("one");
    forward(19_999);
    expect(await failing()).toBe("one");
    forward(1);
    expect(await failing()).toBe("unavailable");
  });

  it("that was refused is not used again, though it has time to live", async () => {
    const { credentials, issued, fail } = endpoint();
    await issued("one");
    const renewal = credentials.renew("one");
    fail(new UnavailableError("down", undefined));
    await expect(renewal).rejects.toMatchObject({ code: "unavailable" });
    expect(credentials.newest()).toBeUndefined();
    await expect(credentials.token()).rejects.toMatchObject({ code: "unavailable" });
  });

  it("is the newest one for whoever has waited since they asked for one", async () => {
    const { credentials, issued, renewed } = endpoint();
    expect(credentials.newest()).toBeUndefined();
    await issued("one");
    expect(credentials.newest()).toBe("one");
    await renewed("one", "two");
    expect(credentials.newest()).toBe("two");
  });

  it("is a secret, with every one that was ever issued, beside the client's own", async () => {
    const { credentials, answer } = endpoint();
    for (const token of ["one", "two"]) {
      const next = token === "one" ? credentials.token() : credentials.renew("one");
      answer(token, token === "two" ? "refreshing" : undefined);
      await next;
    }
    expect(credentials.secrets()).toEqual(["the client's secret", "one", "two", "refreshing"]);
  });
});

describe("a failure of the endpoint", () => {
  it.each([
    ["refuses the client", new UnauthenticatedError("no"), 60_000],
    ["is down", new UnavailableError("down", undefined), 2_000],
  ])("is everybody's for a while where it %s", async (_, error, ms) => {
    const { credentials, had, fail, forward, asked } = endpoint();
    const first = Promise.allSettled([credentials.token(), credentials.token()]);
    fail(error);
    expect(await first).toMatchObject([{ reason: error }, { reason: error }]);
    forward(ms - 1);
    expect(await had()).toBe(error);
    expect(asked).toEqual([0]);
    forward(1);
    expect(await had()).toBe("fetched anew");
    expect(asked).toEqual([0, ms]);
  });

  it.each([
    ["a cancelled run", new CancelledError("the run was cancelled")],
    ["anything unforeseen", new Error("no")],
  ])("is that of those who wait alone where it is %s", async (_, error) => {
    const { credentials, had, fail } = endpoint();
    const first = credentials.token();
    fail(error);
    await expect(first).rejects.toBe(error);
    expect(await had()).toBe("fetched anew");
  });
});

describe("a refused token", () => {
  it("is renewed once for all requests that were refused", async () => {
    const { credentials, asked, issued, answer } = endpoint();
    await issued("one");
    const renewals = Promise.all([credentials.renew("one"), credentials.renew("one")]);
    answer("two");
    expect(await renewals).toEqual([true, true]);
    expect(await credentials.renew("one")).toBe(true);
    expect(await credentials.token()).toBe("two");
    expect(asked).toHaveLength(2);
  });

  it("is renewed where nobody has fetched one: a new one is to be tried", async () => {
    const { credentials, asked } = endpoint();
    expect(await credentials.renew("of another process")).toBe(true);
    expect(asked).toEqual([]);
  });

  it("that took the place of a refused one is not renewed again, for a minute", async () => {
    const { asked, issued, renewed, forward } = endpoint();
    await issued("one");
    forward(5_000);
    expect(await renewed("one", "two")).toBe(true);
    forward(59_999);
    expect(await renewed("two", "three")).toBe(false);
    expect(asked).toHaveLength(2);
    forward(1);
    expect(await renewed("two", "three")).toBe(true);
    expect(asked).toHaveLength(3);
  });

  it("that was accepted before is renewed again at once", async () => {
    const { credentials, issued, renewed } = endpoint();
    await issued("one");
    await renewed("one", "two");
    credentials.accepted("two");
    expect(await renewed("two", "three")).toBe(true);
    expect(await credentials.token()).toBe("three");
  });

  it("is not good because an older one was", async () => {
    const { credentials, issued, renewed } = endpoint();
    await issued("one");
    await renewed("one", "two");
    credentials.accepted("one");
    expect(await renewed("two", "three")).toBe(false);
  });

  it("may come before any was fetched: nothing is accepted then", () => {
    const { credentials } = endpoint();
    expect(() => credentials.accepted("one")).not.toThrow();
  });

  it("that was fetched in the place of one that expired may be renewed", async () => {
    const { issued, renewed, forward } = endpoint();
    await issued("one");
    forward(600_000);
    await issued("two");
    expect(await renewed("two", "three")).toBe(true);
  });
});

it("a token issued by hand is always the same, can't be renewed, and is a secret", async () => {
  const credentials = fixedToken("t");
  expect([await credentials.token(), credentials.newest()]).toEqual(["t", "t"]);
  credentials.accepted("t");
  expect(await credentials.renew("t")).toBe(false);
  expect(credentials.secrets()).toEqual(["t"]);
});
