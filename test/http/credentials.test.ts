import { expect, it } from "vitest";
import { fixedToken, type Grant, grantedToken } from "../../provider/http/credentials";

/** A token endpoint that answers when told, and a clock that stands still. */
function endpoint(expiresIn = 600) {
  let now = 0;
  const waiting: ((grant: Grant) => void)[] = [];
  const asked: number[] = [];
  const fetch = () =>
    new Promise<Grant>((resolve) => {
      asked.push(now);
      waiting.push(resolve);
    });
  const clock = { now: () => now, sleep: async () => undefined };
  return {
    asked,
    credentials: grantedToken(fetch, clock, ["the client's secret"]),
    answer: (token: string) => waiting.splice(0).forEach((resolve) => void resolve({ token, expiresIn })),
    forward: (ms: number) => {
      now += ms;
    },
  };
}

it("a token is fetched once for all requests that wait for it", async () => {
  const { credentials, asked, answer } = endpoint();
  const tokens = Promise.all([credentials.token(), credentials.token(), credentials.token()]);
  answer("one");
  expect(await tokens).toEqual(["one", "one", "one"]);
  expect(await credentials.token()).toBe("one");
  expect(asked).toHaveLength(1);
});

it("a token is fetched anew shortly before it expires", async () => {
  const { credentials, asked, answer, forward } = endpoint(600);
  const first = credentials.token();
  answer("one");
  await first;
  forward(569_000);
  expect(await credentials.token()).toBe("one");
  forward(2000);
  const second = credentials.token();
  answer("two");
  expect(await second).toBe("two");
  expect(asked).toEqual([0, 571_000]);
});

it("a refused token is renewed once for all requests that were refused", async () => {
  const { credentials, asked, answer } = endpoint();
  const first = credentials.token();
  answer("one");
  await first;
  const renewals = Promise.all([credentials.renew("one"), credentials.renew("one")]);
  answer("two");
  expect(await renewals).toEqual([true, true]);
  expect(await credentials.renew("one")).toBe(true);
  expect(await credentials.token()).toBe("two");
  expect(asked).toHaveLength(2);
});

it("a failed fetch is an error for those who wait, and not for those after them", async () => {
  let fails = true;
  const fetch = async () => {
    if (fails) throw new Error("no");
    return { token: "one", expiresIn: 600 };
  };
  const credentials = grantedToken(fetch, { now: () => 0, sleep: async () => undefined }, []);
  await expect(credentials.token()).rejects.toThrow("no");
  fails = false;
  expect(await credentials.token()).toBe("one");
});

it("every token that was ever issued is a secret, beside the client's own", async () => {
  const { credentials, answer } = endpoint();
  for (const token of ["one", "two"]) {
    const next = token === "one" ? credentials.token() : credentials.renew("one");
    answer(token);
    await next;
  }
  expect(credentials.secrets()).toEqual(["the client's secret", "one", "two"]);
});

it("a token issued by hand can't be renewed", async () => {
  expect(await fixedToken("t").renew("t")).toBe(false);
  expect(fixedToken("t").secrets()).toEqual(["t"]);
});
