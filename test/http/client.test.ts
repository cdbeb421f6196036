import { describe, expect, it } from "vitest";
import type { RosterError } from "../../provider/core/contract/errors";
import { KnownPeople } from "../../provider/core/session/known-people";
import type { Credentials } from "../../provider/http/credentials";
import type { HttpRequest, Method } from "../../provider/http/request";
import { capabilities } from "../core/lab";
import { type Answer, ORIGIN, scripted, TOKEN } from "./scripted-vendor";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
/** All but POST. */
const REPEATABLE = ["GET", "PUT", "PATCH", "DELETE"] as const;

const to = (method: Method, more: Partial<HttpRequest> = {}): HttpRequest => ({ method, path: "/users/1", ...more });
const failing = (code: string): Error => Object.assign(new Error(`it failed: ${code}`), { code });
const broken = () => failing("ECONNRESET");
const unreachable = () => failing("ECONNREFUSED");
const hour: Answer = { status: 429, headers: { "retry-after": "3600" } };
const halfJson: Answer = { status: 200, body: "{half" };

/** Pauses between what was sent, in milliseconds. */
const pauses = (sent: readonly { readonly at: number }[]) => sent.slice(1).map(({ at }, i) => at - (sent[i]?.at ?? 0));

const errorOf = (work: Promise<unknown>): Promise<RosterError> =>
  work.then(
    () => {
      throw new Error("it should have failed");
    },
    (error: RosterError) => error,
  );

describe("what is sent", () => {
  it("is JSON, with the token and what every request carries", async () => {
    const { ask, sent } = scripted([200]);
    const query = { filter: "a&b=c", limit: 5 };
    await ask(to("PATCH", { json: { name: "Ada" }, query, headers: { "content-type": "application/json" } }));
    expect(sent).toEqual([
      {
        origin: ORIGIN,
        method: "PATCH",
        path: "/api/users/1?filter=a%26b%3Dc&limit=5",
        headers: { accept: "application/json", authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
        body: '{"name":"Ada"}',
        at: 0,
      },
    ]);
  });

  it("has no body where nothing is said", async () => {
    const { ask, sent } = scripted([200]);
    await ask(to("GET"));
    expect(sent[0]).toMatchObject({ body: null, headers: { accept: "application/json" } });
  });

  it("is a form where one is asked for, and carries no token where there is none yet", async () => {
    const { ask, sent } = scripted([200], { credentials: undefined as never });
    await ask(to("POST", { form: { grant_type: "x", secret: "a b&c" } }));
    expect(sent[0]).toMatchObject({
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: "grant_type=x&secret=a+b%26c",
    });
    expect(sent[0]?.headers).not.toHaveProperty("authorization");
  });

  it("carries the token in the request's own way, or in none", async () => {
    const { ask, sent } = scripted([200], { authorization: undefined as never });
    await ask(to("GET"));
    expect(sent[0]?.headers).toEqual({ accept: "application/json" });
  });

  it.each([301, 302, 303, 307, 308])("goes nowhere else when a vendor answers %i", async (status) => {
    const { ask, sent } = scripted([{ status, headers: { location: "https://elsewhere.example/" }, body: "<html>" }]);
    expect(await ask(to("GET"))).toMatchObject({ status, body: undefined });
    expect(sent.map(({ origin }) => origin)).toEqual([ORIGIN]);
  });

  it.each(["/users/..", "/users/%2e%2E/secrets", "/users//1", "/users/a%0Ab"])(
    "is nothing where a path could mean another than it says: %s",
    async (path) => {
      const { ask, sent } = scripted([]);
      expect(await errorOf(ask({ method: "DELETE", path }))).toMatchObject({ code: "invalid-arguments" });
      expect(sent).toEqual([]);
    },
  );
});

describe("an answer", () => {
  it.each([200, 204, 300, 302, 400, 401, 403, 404, 409, 499])(
    "of status %i is the caller's business",
    async (status) => {
      const { ask, sent } = scripted([{ status, body: { said: 1 } }]);
      expect(await ask(to("GET"))).toMatchObject({
        status,
        body: { said: 1 },
        request: "GET /api/users/1",
        isRepeated: false,
      });
      expect(sent).toHaveLength(1);
    },
  );

  it.each([
    ["no body", { status: 200, body: "" }],
    ["a body of blanks", { status: 200, body: " \n" }],
    ["an error page that is not JSON", { status: 404, body: "<html>" }],
    ["another page that is not JSON", { status: 300, body: "<html>" }],
  ])("with %s has none", async (_, answer) => {
    expect((await scripted([answer]).ask(to("DELETE"))).body).toBeUndefined();
  });

  it("that may be text is one, without a body", async () => {
    const { ask } = scripted([{ status: 200, body: "done" }]);
    expect(await ask(to("POST", { mayBeText: true }))).toMatchObject({ status: 200, body: undefined });
  });

  it.each([
    ["GET", "protocol"],
    ["POST", "uncertain"],
  ] as const)("to a %s with an entry that would be lost is not taken", async (method, code) => {
    for (const name of ["__proto__", "\\u005f\\u005fproto__"]) {
      const { ask, sent } = scripted([{ status: 200, body: `{"a":[{"${name}":{"b":1}}]}` }]);
      expect(await errorOf(ask(to(method)))).toMatchObject({ code });
      expect(sent).toHaveLength(1);
    }
  });

  it("may have words with two underscores", async () => {
    const { ask } = scripted([{ status: 200, body: { custom__c: "__proto__" } }]);
    expect((await ask(to("GET"))).body).toEqual({ custom__c: "__proto__" });
  });
});

describe("a message", () => {
  const said = async (text: string, request: HttpRequest, people?: KnownPeople): Promise<string> => {
    const own = people && { context: { people } as never };
    return (await scripted([{ status: 400, body: {} }], own).ask(request)).quote(text);
  };

  it("quotes neither the token, nor the person, nor addresses", async () => {
    const request = to("GET", { personal: { name: "Ada Byron" } });
    expect(await said(`${TOKEN} of Ada Byron, ada@example.com`, request)).toBe("*** of ***, ***");
  });

  it("quotes nothing that a form held, but the kind and scope of what it asked for", async () => {
    const form = { grant_type: "password", scope: "people", client_secret: "plain", password: "blue sky" };
    expect(await said("password of people: plain, blue sky, blue%20sky", to("POST", { form }))).toBe(
      "password of people: ***, ***, ***",
    );
  });

  it.each([
    ["a form masks what it issues, and whatever looks like a token", { form: {} }, "*** and ***"],
    ["anything else keeps a vendor's words", {}, "Opaque and 1dent1fier-of-things"],
  ])("about %s", async (_, more, quoted) => {
    const { ask } = scripted([{ status: 200, body: { access_token: "Opaque" } }]);
    expect((await ask(to("POST", more))).quote("Opaque and 1dent1fier-of-things")).toBe(quoted);
  });

  it.each([
    ["in its path", { path: "/users/ada%2F1/roles" }],
    ["in its query", { query: { id: "ada/1" } }],
    ["in its body", { json: { data: [{ id: "ada/1" }] } }],
  ])("says nothing of whom a request names %s", async (_, more) => {
    const people = new KnownPeople(capabilities);
    people.knowAs("ada/1", { bio: "tall" });
    expect(await said("she is tall", to("POST", more), people)).toBe("she is ***");
    expect(await said("she is tall", to("POST"), people)).toBe("she is tall");
  });

  it("names nobody whom the run knows, in a vendor's words or in a path", async () => {
    const people = new KnownPeople(capabilities);
    people.knowKey("ada.byron");
    const { ask } = scripted([{ status: 400, body: {} }], { context: { people } as never });
    const reply = await ask(to("GET", { path: "/users/ada.byron" }));
    expect(reply.quote("no ada.byron here")).toBe("no *** here");
    expect(reply.request).toBe("GET /api/users/***");
  });

  const endings: readonly [string, Answer][] = [
    ["503", 503],
    ["429", hour],
    ["a body that isn't JSON", halfJson],
    ["an entry that would be lost", { status: 200, body: '{"__proto__":1}' }],
    ["a body that is too large", { status: 200, body: " ".repeat(2_000) }],
    ["a broken connection", broken()],
    ["no connection", unreachable()],
  ];

  it.each(METHODS.flatMap((method) => endings.map(([what, answer]) => [method, what, answer] as const)))(
    "of a %s after %s holds neither the query, nor the body, nor the token",
    async (method, what, answer) => {
      const { ask } = scripted(() => answer, { maxResponseBytes: 1_000 });
      const request = to(method, { json: { bio: "private-text" }, query: { login: "private-text" } });
      const { message, stack } = await errorOf(ask(request));
      expect(message).toContain(what === "no connection" ? ORIGIN : `${method} /api/users/1`);
      expect(message + stack).not.toMatch(/private-text|t0ken-value/);
    },
  );
});

describe("what may be repeated", () => {
  it.each(REPEATABLE)("%s after 5xx, a lost and a broken answer", async (method) => {
    const { ask, sent } = scripted([500, 503, broken(), halfJson, { status: 200, body: { ok: true } }]);
    expect((await ask(to(method))).body).toEqual({ ok: true });
    expect(pauses(sent)).toEqual([500, 1000, 2000, 4000]);
  });

  it.each(METHODS)("%s after 429, as late as asked", async (method) => {
    const refused = (after: string): Answer => ({ status: 429, headers: { "retry-after": after } });
    const { ask, sent } = scripted([refused("3"), refused("0"), 200]);
    expect((await ask(to(method))).status).toBe(200);
    expect(pauses(sent)).toEqual([3000, 200]);
  });

  it.each([429, 503])("%i as late as asked, by the vendor's own clock", async (status) => {
    const headers = { date: "Mon, 23 Nov 2026 10:00:00 GMT", "retry-after": "Mon, 23 Nov 2026 10:00:07 GMT" };
    const { ask, sent } = scripted([{ status, headers }, 200]);
    await ask(to("GET"));
    expect(pauses(sent)).toEqual([7000]);
  });

  it.each(METHODS)("%s never after 501: it is not supported", async (method) => {
    const { ask, sent } = scripted([{ status: 501, body: { said: 1 } }]);
    expect(await ask(to(method))).toMatchObject({ status: 501, body: { said: 1 }, isRepeated: false });
    expect(sent).toHaveLength(1);
  });

  it("a token request, although it is a POST", async () => {
    const { ask, sent } = scripted([500, broken(), halfJson, 200]);
    expect((await ask(to("POST", { form: { secret: "s" } }))).status).toBe(200);
    expect(sent).toHaveLength(4);
  });

  it.each([
    ["rate-limited", 429],
    ["unavailable", 500],
  ] as const)("ends as %s after five tries", async (code, status) => {
    const { ask, sent } = scripted(() => status);
    expect(await errorOf(ask(to("GET")))).toMatchObject(code === "unavailable" ? { code, status } : { code });
    expect(sent).toHaveLength(5);
  });

  it("ends when its pauses have taken all the time that a request has", async () => {
    const { ask, sent } = scripted(() => 503, { timeout: 1_500 });
    expect(await errorOf(ask(to("GET")))).toMatchObject({ code: "unavailable" });
    expect(pauses(sent)).toEqual([500]);
  });

  it("is given up at once where the vendor asks for an hour", async () => {
    const { ask, sent } = scripted([hour]);
    expect(await errorOf(ask(to("GET")))).toMatchObject({ code: "rate-limited" });
    expect(sent).toHaveLength(1);
  });

  // Whether a DELETE that finds nobody has removed them itself.
  it.each<[string, Answer, boolean]>([
    ["500", 500, true],
    ["503", 503, true],
    ["a lost answer", broken(), true],
    ["a broken answer", halfJson, true],
    ["429", 429, false],
    ["no connection", unreachable(), false],
  ])("may have been carried out before, or not: %s", async (_, answer, isRepeated) => {
    for (const tries of [[answer], [answer, 429], [answer, unreachable()]])
      expect((await scripted([...tries, 404]).ask(to("DELETE"))).isRepeated).toBe(isRepeated);
  });
});

it.each([
  ["GET", "too-large"],
  ["POST", "uncertain"],
] as const)("an answer to a %s that is too large is not asked for again", async (method, code) => {
  const { ask, sent } = scripted([{ status: 200, body: "too long" }], { maxResponseBytes: 7 });
  const error = await errorOf(ask(to(method)));
  expect(error).toMatchObject({ code, message: expect.stringContaining("roster:vendor.maxResponseBytes") });
  expect(error.cause).toMatchObject({ code: "too-large" });
  expect(sent).toHaveLength(1);
});

it("a write goes before reads that wait", async () => {
  const { http, sent, clock } = scripted([200, 200, 200], {}, { requestsPerMinute: 60 });
  await clock.ended(Promise.all((["GET", "GET", "DELETE"] as const).map((method) => http.request(to(method)))));
  expect(sent.map(({ method }) => method)).toEqual(["GET", "DELETE", "GET"]);
});

describe("a refusal of one", () => {
  it("holds everybody else back as well, one of them at a time", async () => {
    const { http, sent, clock } = scripted([{ status: 429, headers: { "retry-after": "3" } }, 200, 200, 200]);
    const first = http.request(to("GET"));
    await new Promise((resolve) => void setImmediate(resolve));
    const all = [first, ...[1, 2].map(() => http.request(to("PUT")))];
    const replies = await clock.ended(Promise.all(all));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(sent.map(({ at }) => at)).toEqual([0, 3000, 3000, 3000]);
  });

  it("that is given up, as the vendor asks for an hour, neither holds the others back nor lets them all go", async () => {
    const { http, sent, clock } = scripted([hour, { status: 429, headers: { "retry-after": "3" } }, 200, 200], {
      allowance: () => undefined,
    });
    const all = [1, 2, 3].map(() => http.request(to("GET")));
    const ends = await clock.ended(Promise.allSettled(all));
    expect(ends).toMatchObject([
      { reason: { code: "rate-limited" } },
      { value: { status: 200 } },
      { value: { status: 200 } },
    ]);
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 3000, 3000]);
  });

  it("takes nothing of the time that the request has", async () => {
    const { ask, sent } = scripted([{ status: 429, headers: { "retry-after": "60" } }, 200], { timeout: 1_000 });
    expect((await ask(to("GET"))).status).toBe(200);
    expect(pauses(sent)).toEqual([60_000]);
  });
});

describe("a vendor's rate", () => {
  const allowance = ({ rate }: Readonly<Record<string, string>>) =>
    rate === undefined ? undefined : { perMinute: Number(rate), burst: 10 };
  const headers = { rate: "100" };

  it("is known of each method whose answer has told it, a refusal too", async () => {
    const { http, ask } = scripted([{ status: 200, headers }, { status: 429, headers }, 200], { allowance });
    await ask(to("GET"));
    expect(http.perMinute("GET")).toBeCloseTo(98);
    expect(http.perMinute("PATCH")).toBeUndefined();
    await ask(to("PATCH"));
    expect(http.perMinute("PATCH")).toBeCloseTo(98);
  });

  it("is awaited: whoever is refused before it is known holds all others of the method back", async () => {
    const refused: Answer = { status: 429, headers: { "retry-after": "3" } };
    let answered = 0;
    const { http, sent, clock } = scripted(() => (answered++ === 0 ? refused : 200), { allowance });
    await clock.ended(Promise.all([1, 2, 3].map(() => http.request(to("GET")))));
    expect(sent.map(({ at }) => at)).toEqual([0, 3000, 3000, 3000]);
  });

  it("is awaited no longer once an answer has told none", async () => {
    const { http, ask, sent } = scripted([200, "silence", 200], { allowance: () => undefined, timeout: 10 });
    await ask(to("GET"));
    const open = errorOf(http.request(to("GET")));
    const first = [open.then(() => "the one that waits"), ask(to("GET")).then(() => "the one after it")];
    expect(await Promise.race(first)).toBe("the one after it");
    expect(sent).toHaveLength(3);
    expect(await open).toMatchObject({ code: "unavailable" });
  });

  it("is that of all methods together where a vendor announces none", async () => {
    const { http, sent, clock } = scripted([{ status: 429, headers: { "retry-after": "3" } }, 200, 200], {});
    const first = http.request(to("GET"));
    await new Promise((resolve) => void setImmediate(resolve));
    await clock.ended(Promise.all([first, http.request(to("PATCH"))]));
    expect(sent.map(({ at }) => at)).toEqual([0, 3000, 3000]);
    expect(http.perMinute("GET")).toBeUndefined();
  });
});

describe("a POST", () => {
  it.each<[string, Answer]>([
    ["a 5xx", 502],
    ["a lost answer", broken()],
    ["a broken body", halfJson],
    ["a connection that ended while it was open", failing("UND_ERR_SOCKET")],
    ["no answer in time", failing("UND_ERR_HEADERS_TIMEOUT")],
    ["a failure without a code", new Error("who knows")],
  ])("with %s has an open outcome, and is not repeated", async (_, answer) => {
    const { ask, sent } = scripted([answer]);
    const error = await errorOf(ask(to("POST")));
    expect(error).toMatchObject({ code: "uncertain", message: expect.stringMatching(/may have been carried out/) });
    if (answer instanceof Error) expect(error.cause).toBe(answer);
    expect(sent).toHaveLength(1);
  });

  it.each([
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ENETUNREACH",
    "EHOSTUNREACH",
    "UND_ERR_CONNECT_TIMEOUT",
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("that never left, for %s, is no open outcome, and is repeated", async (code) => {
    const { ask, sent } = scripted(() => failing(code));
    expect(await errorOf(ask(to("POST")))).toMatchObject({
      code: "unreachable",
      message: expect.stringMatching(`${ORIGIN} \\(${code}\\)\\. Nothing was sent`),
      cause: { code },
    });
    expect(sent).toHaveLength(5);
  });

  it.each([
    ["in a cause", new Error("outside", { cause: unreachable() })],
    ["in one of several", new AggregateError([unreachable(), new Error("another")])],
    ["in one of several, in a cause", new Error("outside", { cause: new AggregateError([unreachable()]) })],
  ])("is told to have left or not by a code %s", async (_, error) => {
    expect(await errorOf(scripted(() => error).ask(to("POST")))).toMatchObject({ code: "unreachable" });
  });

  it("has an open outcome where several failures name no code", async () => {
    expect(await errorOf(scripted([new AggregateError([])]).ask(to("POST")))).toMatchObject({ code: "uncertain" });
  });
});

describe("a token", () => {
  /** Tokens to be had one after the other, and those that were accepted. */
  function renewable(...tokens: string[]): Credentials & { readonly good: string[] } {
    const good: string[] = [];
    return {
      good,
      token: async () => tokens[0] ?? "",
      newest: () => tokens[0],
      accepted: (token) => void good.push(token),
      renew: async () => tokens.shift() !== undefined && tokens.length > 0,
      secrets: () => tokens,
    };
  }
  const tokensOf = (sent: readonly { readonly headers: Readonly<Record<string, string>> }[]) =>
    sent.map(({ headers }) => headers["authorization"]);

  it("that is refused is renewed once, for any method", async () => {
    const credentials = renewable("old", "new");
    const { ask, sent } = scripted([401, 200], { credentials });
    expect((await ask(to("POST"))).status).toBe(200);
    expect(tokensOf(sent)).toEqual(["Bearer old", "Bearer new"]);
    expect(credentials.good).toEqual(["new"]);
  });

  it("that is refused again is the caller's business", async () => {
    const credentials = renewable("old", "new", "newer");
    const { ask, sent } = scripted([401, 401], { credentials });
    expect((await ask(to("GET"))).status).toBe(401);
    expect(sent).toHaveLength(2);
    expect(credentials.good).toEqual([]);
  });

  it("that can't be renewed is the caller's business at once", async () => {
    const { ask, sent } = scripted([401]);
    expect((await ask(to("GET"))).status).toBe(401);
    expect(sent).toHaveLength(1);
  });

  it("that is refused where there is none is the caller's business", async () => {
    const { ask, sent } = scripted([401], { credentials: undefined as never });
    expect((await ask(to("POST", { form: {} }))).status).toBe(401);
    expect(sent).toHaveLength(1);
  });

  it.each([200, 403, 404, 409])("is good where the answer is %i", async (status) => {
    const credentials = renewable("old");
    await scripted([status], { credentials }).ask(to("GET"));
    expect(credentials.good).toEqual(["old"]);
  });

  it("is not renewed for any other answer", async () => {
    const { ask, sent } = scripted([403], { credentials: renewable("old", "new") });
    expect((await ask(to("GET"))).status).toBe(403);
    expect(sent).toHaveLength(1);
  });

  it("is the newest one after a wait for one's turn, and one's own where there is none", async () => {
    for (const newest of ["renewed meanwhile", undefined]) {
      const credentials = { ...renewable("asked for first"), newest: () => newest };
      const { ask, sent } = scripted([200], { credentials });
      await ask(to("GET"));
      expect(tokensOf(sent)).toEqual([`Bearer ${newest ?? "asked for first"}`]);
      expect(credentials.good).toEqual([newest ?? "asked for first"]);
    }
  });
});

it("a cancelled run sends nothing more", async () => {
  const { ask, sent } = scripted([], { context: { signal: AbortSignal.abort() } as never });
  expect(await errorOf(ask(to("GET")))).toMatchObject({ code: "cancelled" });
  expect(sent).toEqual([]);
});
