import { describe, expect, it } from "vitest";
import type { HttpClient } from "../../../provider/http/client";
import * as api from "../../../provider/platforms/adobe/api";
import { FIRST, pageOf, pagesOf } from "../../../provider/platforms/adobe/pages";
import { type Answer, ORIGIN, type Sent, scripted } from "../../http/scripted-vendor";

const ADA = { id: "7", type: "user", attributes: { email: "ada@example.com", name: "Ada" } };
const BODY = { data: { type: "user", attributes: { email: "ada@example.com" } } } as const;
const meta = (status: number, error: unknown, more: object = {}): Answer => ({
  status,
  body: { meta: { error }, ...more },
});
const GONE = meta(404, "User not found");
const NO_PAGE: Answer = { status: 404, body: { timestamp: "now", status: 404, error: "Not Found", path: "/x" } };

/** An account that gives one answer each time, or what a test says, and what it was asked. */
function account(answer: Answer | ((sent: Sent, nth: number) => Answer)) {
  const { http, clock, sent } = scripted((request) =>
    typeof answer === "function" ? answer(request, sent.length) : answer,
  );
  return {
    ask: <T>(call: (http: HttpClient) => Promise<T>) => clock.ended(call(http)),
    calls: () => sent.map(({ method, path }) => `${method} ${decodeURIComponent(path.replace("/api", ""))}`),
    bodies: () => sent.flatMap(({ body }) => (body ? [JSON.parse(body)] : [])),
  };
}

const codeOf = (work: Promise<unknown>) => work.then(() => "done").catch(({ code }: { code: string }) => code);

describe("Adobe is asked for", () => {
  it.each<[string, (http: HttpClient) => Promise<unknown>, Answer, string[], unknown[]]>([
    ["the account", api.getAccount, { status: 200, body: { data: { id: "a-1" } } }, ["GET /account"], []],
    ["its active fields", api.listFields, { status: 200, body: { fields: [] } }, ["GET /account/fields"], []],
    [
      "somebody with their manager",
      (http) => api.getUser(http, "7"),
      { status: 200, body: { data: ADA } },
      ["GET /users/7?include=manager"],
      [],
    ],
    [
      "a page of everybody",
      (http) => api.listUsers(http, { sort: "id" }),
      { status: 200, body: { data: [] } },
      ["GET /users?sort=id"],
      [],
    ],
    [
      "a new person",
      (http) => api.createUser(http, BODY),
      { status: 200, body: { data: ADA } },
      ["POST /users"],
      [BODY],
    ],
    [
      "a change",
      (http) => api.patchUser(http, "7", BODY),
      { status: 200, body: { data: ADA } },
      ["PATCH /users/7"],
      [BODY],
    ],
    ["a deletion", (http) => api.deleteUser(http, "7"), 204, ["DELETE /users/7"], []],
  ])("%s", async (_, call, answer, calls, bodies) => {
    const asked = account(answer);
    await asked.ask(call);
    expect(asked.calls()).toEqual(calls);
    expect(asked.bodies()).toEqual(bodies);
  });

  it("a token at its own place, by a form", async () => {
    const grant = { access_token: "t0ken", refresh_token: "next", expires_in: "3600" };
    const { ask, calls } = account({ status: 200, body: grant });
    expect(await ask((http) => api.refreshToken(http, { client_id: "x" }))).toEqual({
      token: "t0ken",
      expiresIn: 3600,
      refreshToken: "next",
    });
    expect(calls()).toEqual(["POST /oauth/token/refresh"]);
    expect(
      await account({ status: 200, body: { ...grant, refresh_token: null } }).ask((http) => api.refreshToken(http, {})),
    ).toMatchObject({ refreshToken: undefined });
    expect(await codeOf(account({ status: 400, body: {} }).ask((http) => api.refreshToken(http, {})))).toBe(
      "unauthenticated",
    );
    for (const body of [{}, { ...grant, expires_in: 0 }, { ...grant, access_token: "a b" }]) {
      expect(await codeOf(account({ status: 200, body }).ask((http) => api.refreshToken(http, {})))).toBe("protocol");
    }
  });
});

describe("an answer of Adobe's", () => {
  const read = (answer: Answer) => account(answer).ask((http) => api.getUser(http, "7"));

  it("about another user is taken for nobody's", async () => {
    expect(await codeOf(read({ status: 200, body: { data: { ...ADA, id: "8" } } }))).toBe("protocol");
  });

  it.each<[string, Answer]>([
    ["by the first shape", GONE],
    ["by its detail", { status: 404, body: { meta: { detail: "No such user" } } }],
    ["by the second shape", { status: 404, body: { title: "Object does not exist" } }],
    ["of an account", meta(404, "Account could not be found")],
    ["of a learner", meta(404, "Learner not found")],
  ])("says that somebody is gone: %s", async (_, answer) => {
    expect(await read(answer)).toBeUndefined();
  });

  it.each<[string, Answer, string]>([
    ["of something in front of it", NO_PAGE, "protocol"],
    [
      "of something in front of it, in its words",
      { status: 404, body: { meta: { error: "User not found" }, timestamp: "now" } },
      "not-found",
    ],
    ["of an address", meta(404, "No users at this URL were found"), "not-found"],
    ["of a group", meta(404, "User group not there"), "not-found"],
    ["that says no more than any server", meta(404, "Not found"), "not-found"],
    ["beside its shapes", { status: 404, body: { message: "User not found" } }, "not-found"],
    ["that is empty", { status: 404, body: {} }, "protocol"],
    ["with another status", meta(400, "User not found"), "rejected"],
    ["that can't be read", { status: 404, body: 7 }, "protocol"],
  ])("says nothing of anybody: one %s", async (_, answer, code) => {
    expect(await codeOf(read(answer))).toBe(code);
  });

  it("names the account, alone or as the first of a list", async () => {
    const accountOf = (data: unknown) => account({ status: 200, body: { data } }).ask(api.getAccount);
    expect(await accountOf({ id: "a-1" })).toMatchObject({ id: "a-1" });
    expect(await accountOf([{ id: "a-1" }, { id: "a-2" }])).toMatchObject({ id: "a-1" });
    expect(await codeOf(accountOf([]))).toBe("protocol");
  });

  it.each<[string, unknown, object | undefined]>([
    ["shows the user", { data: ADA }, { id: "7" }],
    ["names a job, which is nobody", { data: { type: "job", id: "7001" } }, undefined],
    ["is only an acceptance", { data: null }, undefined],
    ["is nothing", undefined, undefined],
  ])("to a write %s", async (_, body, shown) => {
    const answered = account({ status: 202, ...(body === undefined ? {} : { body }) });
    const found = await answered.ask((http) => api.createUser(http, BODY));
    if (shown) expect(found).toMatchObject(shown);
    else expect(found).toBeUndefined();
  });

  it("leads to the next page by the parameters of its link alone", async () => {
    const page = (next: unknown) =>
      account({ status: 200, body: { data: [ADA], links: { next } } }).ask((http) => api.listUsers(http, {}));
    expect(await page("https://elsewhere.example/x?page[offset]=10&sort=id")).toMatchObject({
      users: [{ id: "7" }],
      next: { "page[offset]": "10", sort: "id" },
    });
    expect((await page(null)).next).toBeUndefined();
    expect(
      (await account({ status: 200, body: { data: [] } }).ask((http) => api.listUsers(http, {}))).next,
    ).toBeUndefined();
    expect(await codeOf(page("https://"))).toBe("protocol");
  });
});

describe("a refusal of Adobe's", () => {
  const refused = (answer: Answer, sent?: Parameters<typeof api.createUser>[1]) =>
    account(answer)
      .ask((http) => (sent ? api.patchUser(http, "7", sent) : api.createUser(http, BODY)))
      .catch((error: unknown) => error);

  it.each<[string, Answer, string, string[] | undefined]>([
    ["what is meant", meta(400, "Invalid time zone"), "rejected", ["timeZoneCode"]],
    ["the address that is taken", meta(400, "it exists already"), "rejected", ["email"]],
    ["nothing that isn't meant", meta(400, "something else"), "rejected", []],
    ["nothing where nothing is said", { status: 400, body: {} }, "rejected", []],
    ["nothing where it can't be read", { status: 400, body: 7 }, "rejected", []],
    [
      "what is meant, by its other shape",
      { status: 422, body: { title: "Bad", source: { info: "Invalid bio" } } },
      "rejected",
      ["bio"],
    ],
    ["what is meant, by a message", { status: 400, body: { message: "Invalid bio" } }, "rejected", ["bio"]],
    ["the token", { status: 401, body: {} }, "unauthenticated", undefined],
    ["the scopes", { status: 403, body: {} }, "permission-denied", undefined],
  ])("names %s", async (_, answer, code, properties) => {
    expect(await refused(answer)).toMatchObject({ code, ...(properties ? { properties } : {}) });
  });

  it("has all that is said, in turn", async () => {
    const body = { meta: { error: "one", detail: "two" }, title: "three", source: { info: "four" }, message: "five" };
    expect(String(await refused({ status: 400, body }))).toContain("one, two, three, four, five");
  });

  const unseen = (text: string) => meta(400, text);
  const withManager = {
    data: { id: "7", type: "user", attributes: {}, relationships: { manager: { data: { id: "9", type: "user" } } } },
  } as const;
  const { id: _, ...newPerson } = withManager.data;
  const newWithManager = { data: newPerson };
  const withoutManager = { data: { ...withManager.data, relationships: { manager: { data: null } } } } as const;

  it.each<[string, Answer, Parameters<typeof api.createUser>[1] | undefined, boolean]>([
    ["the manager, where one was sent", unseen("The object doesn't exist"), withManager, true],
    ["the manager, in other words", unseen("the OBJECT does not exist: 9"), withManager, true],
    ["the manager, of a new person", unseen("undefined object doesn't exist"), newWithManager, true],
    ["the account itself, where it is named", unseen("object doesnt exist: 7"), withManager, false],
    ["the account itself, where no manager was sent", unseen("object doesn't exist"), withoutManager, false],
    ["the account itself, where nothing of a manager was sent", unseen("object doesn't exist"), BODY, false],
  ])("of an object that isn't there means %s", async (_, answer, sent, isManager) => {
    const error = await refused(answer, sent);
    expect(error).toMatchObject({ code: "not-found" });
    expect(/^\w+: manager: /.test(String(error))).toBe(isManager);
  });

  it("of an object that isn't there, to a look, is about the account", async () => {
    const look = account(unseen("object doesn't exist")).ask((http) => api.getUser(http, "7"));
    await expect(look).rejects.toMatchObject({ code: "not-found", message: expect.not.stringMatching(/^manager/) });
  });

  it("is not of an object that isn't there behind another status", async () => {
    expect(await refused(meta(422, "object doesn't exist"))).toMatchObject({ code: "rejected" });
  });

  it("of a 404 about somebody or a group is no fault of the configuration", async () => {
    const message = async (answer: Answer) => String(await refused(answer));
    expect(await message(GONE)).not.toContain("roster:adobe.url");
    for (const name of ["User group", "usergroups", "group", "Groups", "Object", "objects"]) {
      expect(await message(meta(404, `${name} not found`))).not.toContain("roster:adobe.url");
    }
    expect(await message(meta(404, "Nothing not found"))).toContain("roster:adobe.url");
  });

  it("repeats nothing personal", async () => {
    const answer = meta(400, "ada@example.com can't have the locale en_US");
    const sent = { data: { type: "user", attributes: { email: "ada@example.com", uiLocale: "en_US" } } } as const;
    const error = await refused(answer, sent);
    expect(String(error)).not.toContain("ada@example.com");
    expect(String(error)).toContain("en_US");
    const look = await account(answer)
      .ask((http) => api.listUsers(http, {}, "ada@example.com"))
      .catch((reason: unknown) => reason);
    expect(String(look)).not.toContain("ada@example.com");
  });

  it("and 300 is one: it is no answer", async () => {
    expect(await refused({ status: 300, body: {} })).toMatchObject({ code: "rejected" });
  });
});

describe("a deletion at Adobe", () => {
  it("tells whether this very call made it", async () => {
    const remove = (answer: Parameters<typeof account>[0]) => account(answer).ask((http) => api.deleteUser(http, "7"));
    expect(await remove(204)).toBe(true);
    expect(await remove(GONE)).toBe(false);
    expect(await remove((_, nth) => (nth === 1 ? 503 : GONE))).toBe(true);
    expect(await codeOf(remove(NO_PAGE))).toBe("protocol");
    expect(await codeOf(remove({ status: 403, body: {} }))).toBe("permission-denied");
  });
});

describe("what Adobe says of its limits", () => {
  it.each<[Record<string, string>, object | undefined]>([
    [
      { "x-rate-limit": "60r/m", "x-burst": "20" },
      { perMinute: 60, burst: 20 },
    ],
    [{ "x-rate-limit": "2 R/S" }, { perMinute: 120, burst: 1 }],
    [
      { "x-rate-limit": "1.5r/s", "x-burst": "0" },
      { perMinute: 90, burst: 1 },
    ],
    [
      { "x-rate-limit": "120r/h", "x-burst": "many" },
      { perMinute: 2, burst: 1 },
    ],
    [{ "x-rate-limit": "120r/d" }, undefined],
    [{ "x-rate-limit": "about 60r/m" }, undefined],
    [{ "x-rate-limit": "r/m" }, undefined],
    [{ "x-burst": "20" }, undefined],
    [{}, undefined],
  ])("%j", (headers, allowance) => {
    expect(api.allowance(headers)).toEqual(allowance);
  });
});

describe("a list of Adobe's", () => {
  it("is followed to its end, by its links alone", async () => {
    const queries: object[] = [];
    const all: number[] = [];
    const listing = pagesOf("numbers", async (query) => {
      queries.push(query);
      const nth = queries.length;
      return pageOf({ data: [nth], links: { next: nth < 3 ? `${ORIGIN}/x?page[offset]=${nth}` : null } });
    });
    for await (const page of listing) all.push(...page);
    expect(all).toEqual([1, 2, 3]);
    expect(queries).toEqual([FIRST, { "page[offset]": "1" }, { "page[offset]": "2" }]);
    expect(pageOf({ data: [1] })).toEqual([[1], undefined]);
    expect(pageOf({ data: [1], links: null })).toEqual([[1], undefined]);
  });

  it("that leads back to a page that was shown is an error", async () => {
    let calls = 0;
    const walk = async () => {
      for await (const _ of pagesOf("numbers", async () =>
        pageOf({ data: [++calls], links: { next: `${ORIGIN}/x?page[offset]=${calls % 2}` } }),
      ));
    };
    await expect(walk()).rejects.toMatchObject({ code: "protocol" });
    expect(calls).toBe(3);
  });
});
