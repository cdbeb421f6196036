import { MockAgent } from "undici";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HttpClient } from "../../provider/http/client";
import { type Credentials, fixedToken } from "../../provider/http/credentials";
import type { HttpRequest, Method } from "../../provider/http/request";
import { Throttle } from "../../provider/http/throttle";

const ORIGIN = "https://vendor.example";
let agent: MockAgent;
let slept: number[];

beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
  slept = [];
});
// A test also fails for an answer that nobody asked for.
afterEach(() => {
  agent.assertNoPendingInterceptors();
});

function client(credentials: Credentials = fixedToken("t0ken-value")): HttpClient {
  let now = 0;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
    },
  };
  return new HttpClient({
    title: "Vendor",
    baseUrl: `${ORIGIN}/api`,
    credentials,
    authorization: (token) => ({ authorization: `Bearer ${token}` }),
    headers: { accept: "application/json" },
    dispatcher: async () => agent,
    timeout: 300_000,
    maxResponseBytes: 2 ** 25,
    settings: "roster:vendor",
    throttle: new Throttle({ maxConcurrency: 4 }, clock),
    context: {
      clock,
      random: () => 0,
      environment: {},
      log: { info: () => undefined, warn: () => undefined },
    },
  });
}

function answers(method: Method, ...replies: (number | [number, unknown, Record<string, string>?] | Error)[]): void {
  for (const reply of replies) {
    const mock = agent.get(ORIGIN).intercept({ path: "/api/users/1", method });
    if (reply instanceof Error) mock.replyWithError(reply);
    else {
      const [status, body = {}, headers = {}] = typeof reply === "number" ? [reply] : reply;
      mock.reply(status, typeof body === "string" ? body : JSON.stringify(body), { headers });
    }
  }
}

const to = (method: Method, more: Partial<HttpRequest> = {}): HttpRequest => ({ method, path: "/users/1", ...more });
const broken = () => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
const unreachable = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

describe("an answer", () => {
  it.each([200, 204, 302, 400, 401, 403, 404, 409])("of status %i is the caller's business", async (status) => {
    answers("GET", [status, { said: 1 }]);
    const reply = await client().request(to("GET"));
    expect(reply).toMatchObject({ status, request: "GET /api/users/1" });
    expect(slept).toEqual([]);
  });

  it("without a body has none, and an error page that is not JSON has none either", async () => {
    answers("GET", [200, ""], [404, "<html>"]);
    expect((await client().request(to("GET"))).body).toBeUndefined();
    expect((await client().request(to("GET"))).body).toBeUndefined();
  });

  it("is quoted without the token, the person and addresses", async () => {
    answers("GET", [400, {}]);
    const { quote } = await client().request(to("GET", { personal: { name: "Ada Byron" } }));
    expect(quote("t0ken-value of Ada Byron, ada@example.com")).toBe("*** of ***, ***");
  });

  it("to a form is quoted without what the form held, and with the kind and scope of what it asked for", async () => {
    answers("POST", [400, { sent: "Opaque" }]);
    const form = { grant_type: "password", scope: "people", client_secret: "plain", password: "blue sky" };
    const { quote } = await client().request(to("POST", { form }));
    expect(quote("password of people: plain, blue sky, blue%20sky")).toBe("password of people: ***, ***, ***");
  });

  it.each([
    ["a form masks what it issues, and whatever looks like a token", { form: {} }, "*** and ***"],
    ["anything else keeps a vendor's words", {}, "Opaque and 1dent1fier-of-things"],
  ])("to %s", async (_, more, quoted) => {
    answers("POST", [200, { access_token: "Opaque" }]);
    expect((await client().request(to("POST", more))).quote("Opaque and 1dent1fier-of-things")).toBe(quoted);
  });
});

describe("what may be repeated", () => {
  it.each(["GET", "PUT", "PATCH", "DELETE"] as const)("%s after 5xx, a lost and a broken answer", async (method) => {
    answers(method, 500, 503, broken(), [200, "{half"], [200, { ok: true }]);
    expect((await client().request(to(method))).body).toEqual({ ok: true });
    expect(slept).toEqual([500, 1000, 2000, 4000]);
  });

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE"] as const)("%s after 429, as late as asked", async (method) => {
    answers(method, [429, {}, { "retry-after": "3" }], [429, {}, { "retry-after": "0" }], [200, {}]);
    expect((await client().request(to(method))).status).toBe(200);
    expect(slept).toEqual([3000, 200]);
  });

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE"] as const)(
    "%s never after 501: it is not supported",
    async (method) => {
      answers(method, [501, { said: 1 }]);
      expect(await client().request(to(method))).toMatchObject({ status: 501, body: { said: 1 }, isRepeated: false });
      expect(slept).toEqual([]);
    },
  );

  it("5xx as late as asked", async () => {
    answers("GET", [503, {}, { "retry-after": "7" }], 200);
    await client().request(to("GET"));
    expect(slept).toEqual([7000]);
  });

  it("a token request, although it is a POST", async () => {
    answers("POST", 500, broken(), [200, {}]);
    expect((await client().request(to("POST", { form: { secret: "s" } }))).status).toBe(200);
  });

  it.each([
    ["rate-limited", 429],
    ["unavailable", 500],
  ] as const)("ends as %s after five tries", async (code, status) => {
    answers("GET", status, status, status, status, status);
    const failure = expect(client().request(to("GET"))).rejects;
    await failure.toMatchObject(code === "unavailable" ? { code, status } : { code });
    expect(slept).toHaveLength(4);
  });

  it("after a 429 holds everybody else back as well", async () => {
    const gates: (() => void)[] = [];
    let now = 0;
    const sleep = (ms: number) =>
      new Promise<void>((resolve) => {
        gates.push(() => {
          now += ms;
          resolve();
        });
      });
    const { options } = client();
    const clock = { now: () => now, sleep };
    const throttle = new Throttle({ maxConcurrency: 4 }, clock);
    const held = new HttpClient({ ...options, throttle, context: { ...options.context, clock } });
    answers("GET", [429, {}, { "retry-after": "3" }], 200, 200);
    const both = [held.request(to("GET"))];
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    both.push(held.request(to("GET")));
    // Whoever is let through by mistake is so in the same turn.
    await new Promise((resolve) => void setImmediate(resolve));
    expect(agent.pendingInterceptors()).toHaveLength(2);
    for (const open of gates) open();
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it("is given up at once where the vendor asks for an hour", async () => {
    answers("GET", [429, {}, { "retry-after": "3600" }]);
    await expect(client().request(to("GET"))).rejects.toMatchObject({ code: "rate-limited" });
    expect(slept).toEqual([]);
  });
});

describe("a POST", () => {
  it.each([
    ["a 5xx", 502],
    ["a lost answer", broken()],
    ["a broken body", [200, "{half"]],
  ] as const)("with %s has an open outcome, and is not repeated", async (_, reply) => {
    answers("POST", typeof reply === "object" && "length" in reply ? [...reply] : reply);
    await expect(client().request(to("POST"))).rejects.toMatchObject({
      code: "uncertain",
      message: expect.stringMatching(/may have been carried out/),
    });
    expect(slept).toEqual([]);
  });

  it("that never left is no open outcome", async () => {
    answers("POST", unreachable(), unreachable(), unreachable(), unreachable(), unreachable());
    await expect(client().request(to("POST"))).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringMatching(/https:\/\/vendor\.example \(ECONNREFUSED\)\. Nothing was sent/),
    });
  });
});

describe("a refused token", () => {
  const renewable = (tokens: string[]): Credentials => ({
    token: async () => tokens[0] ?? "",
    newest: () => tokens[0],
    accepted: () => undefined,
    renew: async () => tokens.shift() !== undefined,
    secrets: () => tokens,
  });

  it("is renewed once, for any method", async () => {
    answers("POST", 401, [200, {}]);
    expect((await client(renewable(["old", "new"])).request(to("POST"))).status).toBe(200);
  });

  it("that is refused again is the caller's business", async () => {
    answers("GET", 401, 401);
    expect((await client(renewable(["old", "new", "newer"])).request(to("GET"))).status).toBe(401);
  });

  it("that can't be renewed is the caller's business at once", async () => {
    answers("GET", 401);
    expect((await client().request(to("GET"))).status).toBe(401);
  });
});

it("a cancelled run sends nothing more", async () => {
  const http = client();
  const cancelled = new HttpClient({
    ...http.options,
    context: { ...http.options.context, signal: AbortSignal.abort() },
  });
  await expect(cancelled.request(to("GET"))).rejects.toMatchObject({ code: "cancelled" });
});

it("no message holds the query, the body or the token", async () => {
  answers("PATCH", 500, 500, 500, 500, 500);
  const json = { bio: "private-text" };
  const failure = await client()
    .request(to("PATCH", { json }))
    .catch((error: Error) => error.message + error.stack);
  expect(failure).not.toMatch(/private-text|t0ken-value/);
});
