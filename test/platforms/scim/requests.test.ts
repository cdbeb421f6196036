import { describe, expect, it } from "vitest";
import type { HttpClient } from "../../../provider/http/client";
import * as api from "../../../provider/platforms/scim/api";
import { refusesPath } from "../../../provider/platforms/scim/errors";
import * as members from "../../../provider/platforms/scim/member-calls";
import { type Answer, ORIGIN, type Sent, scripted } from "../../http/scripted-vendor";
import { GONE, NO_PAGE, rows } from "./scripted-server";

const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
const LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const ADA = { id: "u-1", userName: "ada" };
const refusal = (status: number, more: object = {}): Answer => ({ status, body: { schemas: [ERROR], ...more } });

/** A server that gives one answer each time, or what a test says, and what it was asked. */
function server(answer: Answer | ((sent: Sent, nth: number) => Answer)) {
  const { http, clock, sent } = scripted((request) =>
    typeof answer === "function" ? answer(request, sent.length) : answer,
  );
  return {
    ask: <T>(call: (http: HttpClient) => Promise<T>) => clock.ended(call(http)),
    calls: () => sent.map(({ method, path }) => `${method} ${decodeURIComponent(path.replace("/api", ""))}`),
    bodies: () => sent.flatMap(({ body }) => (body ? [JSON.parse(body)] : [])),
    sent,
  };
}

const codeOf = (work: Promise<unknown>) => work.then(() => "done").catch(({ code }: { code: string }) => code);
const merged = { readAt: 0, again: async () => ADA };

describe("a SCIM server is asked for", () => {
  it.each<[string, (http: HttpClient) => Promise<unknown>, Answer, string[]]>([
    ["an account by its id", (http) => api.getUser(http, "u-1"), { status: 200, body: ADA }, ["GET /Users/u-1"]],
    [
      "a page of everybody",
      (http) => api.listUsers(http, { startIndex: 101, count: 100 }),
      rows(),
      ["GET /Users?startIndex=101&count=100"],
    ],
    [
      "what it can",
      (http) => api.getServiceProviderConfig(http),
      { status: 200, body: {} },
      ["GET /ServiceProviderConfig"],
    ],
    ["its schemas", (http) => api.getSchemas(http), { status: 200, body: {} }, ["GET /Schemas"]],
    ["where it lists roles", (http) => api.getRolesEndpoint(http), rows(), ["GET /ResourceTypes"]],
    ["its roles there", (http) => api.listRoles(http, "/Roles"), rows(), ["GET /Roles"]],
    [
      "whether there is any group",
      (http) => members.lookForGroups(http),
      rows(),
      ["GET /Groups?startIndex=1&count=1&attributes=id"],
    ],
    [
      "how many members a group has, once it is sure that it can count nobody's",
      (http) => members.countMembers(http, 'g"1'),
      rows(),
      [
        'GET /Users?filter=groups.value+eq+"g\\"1"&startIndex=1&count=1&attributes=id',
        `GET /Users?filter=groups.value+eq+"${members.NOBODY}"&startIndex=1&count=1&attributes=id`,
      ],
    ],
    [
      "the groups of somebody",
      (http) => members.findGroupsOf(http, 'u"1'),
      rows(),
      ['GET /Groups?filter=members.value+eq+"u\\"1"&startIndex=1&count=100&attributes=id'],
    ],
    [
      "every group with its members",
      (http) => members.walkMembers(http),
      rows(),
      ["GET /Groups?startIndex=1&count=100&attributes=id,members"],
    ],
  ])("%s", async (_, call, answer, calls) => {
    const { ask, calls: made } = server(answer);
    await ask(call);
    expect(made()).toEqual(calls);
  });

  it.each<[string, (http: HttpClient) => Promise<unknown>, string, unknown]>([
    [
      "who is to join a group",
      (http) => members.patchMembers(http, "g-1", ["u-1", "u-2"], "add"),
      "PATCH /Groups/g-1",
      { schemas: [PATCH], Operations: [{ op: "add", path: "members", value: [{ value: "u-1" }, { value: "u-2" }] }] },
    ],
    [
      "who is to leave it",
      (http) => members.patchMembers(http, "g-1", ["u-1", 'u"2'], "remove"),
      "PATCH /Groups/g-1",
      {
        schemas: [PATCH],
        Operations: [
          { op: "remove", path: 'members[value eq "u-1"]' },
          { op: "remove", path: 'members[value eq "u\\"2"]' },
        ],
      },
    ],
    [
      "a change of an account",
      (http) => api.patchUser(http, "u-1", [{ op: "replace", path: "title", value: "x" }], undefined),
      "PATCH /Users/u-1",
      { schemas: [PATCH], Operations: [{ op: "replace", path: "title", value: "x" }] },
    ],
    ["a whole account", (http) => api.replaceUser(http, "u-1", ADA, undefined, merged), "PUT /Users/u-1", ADA],
  ])("%s, in one call about this one", async (_, call, made, body) => {
    const { ask, calls, bodies } = server({ status: 204 });
    expect(await ask(call)).toBe("done");
    expect(calls()).toEqual([made]);
    expect(bodies()).toEqual([body]);
  });
});

describe("an answer about an account", () => {
  it("is taken for nobody else's", async () => {
    const call = () => server({ status: 200, body: { ...ADA, id: "u-2" } });
    expect(await codeOf(call().ask((http) => api.getUser(http, "u-1")))).toBe("protocol");
    expect(await codeOf(call().ask((http) => api.getAnyUser(http, "u-1")))).toBe("protocol");
  });

  it("says that there is none in the standard's own shape alone", async () => {
    expect(await server(GONE).ask((http) => api.getUser(http, "u-1"))).toBeUndefined();
    expect(await server(GONE).ask((http) => api.getAnyUser(http, "u-1"))).toBeUndefined();
    expect(await codeOf(server(NO_PAGE).ask((http) => api.getUser(http, "u-1")))).toBe("not-found");
    expect(await codeOf(server(refusal(400)).ask((http) => api.getUser(http, "u-1")))).toBe("rejected");
  });

  it.each<[string, object, Record<string, string>, string | undefined]>([
    ["its header", { meta: { version: 'W/"1"' } }, { etag: 'W/"2"' }, 'W/"2"'],
    ["a weak tag in the document", { meta: { version: 'W/"1"' } }, {}, 'W/"1"'],
    ["a tag in the document", { meta: { version: '"1"' } }, {}, '"1"'],
    ["nothing: a number is no tag", { meta: { version: 7 } }, {}, undefined],
    ["nothing: a text without quotes is no tag", { meta: { version: 'v"1"' } }, {}, undefined],
    ["nothing", {}, {}, undefined],
  ])("has the version of %s", async (_, more, headers, version) => {
    const answer = { status: 200, headers, body: { ...ADA, ...more } };
    expect(await server(answer).ask((http) => api.getUser(http, "u-1"))).toMatchObject({ version });
  });

  it("may be shown without its name to whoever can do without", async () => {
    const answer = { status: 200, body: { id: "u-1" } };
    expect(await server(answer).ask((http) => api.getAnyUser(http, "u-1"))).toMatchObject({ id: "u-1" });
    expect(await codeOf(server(answer).ask((http) => api.getUser(http, "u-1")))).toBe("protocol");
  });
});

describe("a page of a list", () => {
  const list = (answer: Answer, query: object = {}) =>
    server(answer).ask((http) => api.listUsers(http, { startIndex: 1, count: 100, ...query }));

  it("has the rows that hold something, and how many there were", async () => {
    const answer = {
      status: 200,
      body: { totalResults: 9, itemsPerPage: "5", Resources: [ADA, {}, null, { userName: "x", active: "on" }, "text"] },
    };
    expect(await list(answer)).toMatchObject({
      total: 9,
      room: 5,
      size: 5,
      rows: [
        { id: "u-1", userName: "ada", user: ADA },
        { userName: "x", user: undefined },
      ],
    });
    expect(await list({ status: 200, body: { schemas: [LIST], itemsPerPage: "many" } })).toEqual({
      total: undefined,
      rows: [],
      size: 0,
      room: undefined,
    });
  });

  it.each([[{}], [{ Resources: [] }], [{ schemas: ["urn:x"], Resources: [] }], [{ totalResults: "many" }]])(
    "is none that doesn't say so: %j",
    async (body) => {
      expect(await codeOf(list({ status: 200, body }))).toBe("protocol");
    },
  );

  it.each<[string, Answer, object, unknown]>([
    ["of a filter that is refused is none", refusal(400), { filter: "x" }, undefined],
    ["of a filter that is not supported is none", refusal(501), { filter: "x" }, undefined],
    ["of a filter that finds nobody is empty", GONE, { filter: "x" }, { total: 0, rows: [], size: 0 }],
    [
      "behind others that is not there is empty, and counts nobody",
      GONE,
      { startIndex: 2 },
      { total: undefined, rows: [], size: 0 },
    ],
  ])("%s", async (_, answer, query, page) => {
    expect(await list(answer, query)).toEqual(page);
  });

  it.each<[string, Answer, object, string]>([
    ["refused without a filter", refusal(400), {}, "rejected"],
    ["that is not there at all", GONE, {}, "not-found"],
    ["of a filter at no such address", NO_PAGE, { filter: "x" }, "not-found"],
    ["behind others at no such address", NO_PAGE, { startIndex: 2 }, "not-found"],
    ["of a filter that these credentials may not use", refusal(403), { filter: "x" }, "permission-denied"],
  ])("%s is an error", async (_, answer, query, code) => {
    expect(await codeOf(list(answer, query))).toBe(code);
  });
});

describe("a new account", () => {
  const create = (body: unknown, headers: Record<string, string> = {}) =>
    server({ status: 201, headers, ...(body === undefined ? {} : { body }) }).ask((http) => api.createUser(http, ADA));
  const at = (path: string) => ({ location: `${ORIGIN}/api${path}` });

  it.each<[string, unknown, Record<string, string>, object]>([
    ["by its document", ADA, at("/Users/u-9"), { id: "u-1", userName: "ada", user: ADA }],
    [
      "by a document that can't be read whole",
      { id: "u-1", active: "on" },
      at("/Users/u-9"),
      { id: "u-1", user: undefined },
    ],
    ["by its address, where nothing is said", undefined, at("/Users/u-9"), { id: "u-9", user: undefined }],
    [
      "by its address, where the document names none",
      { userName: "ada" },
      at("/Users/u-9"),
      { id: "u-9", user: undefined },
    ],
  ])("is named %s", async (_, body, headers, row) => {
    expect(await create(body, headers)).toMatchObject(row);
  });

  it.each<[string, unknown, Record<string, string>]>([
    ["no id and no address", { userName: "ada" }, {}],
    ["nothing", undefined, {}],
    ["the address of all", undefined, at("/Users")],
    ["an address beside an answer about no user", [ADA], at("/Users/u-9")],
  ])("is in doubt where the answer has %s", async (_, body, headers) => {
    expect(await codeOf(create(body, headers))).toMatch(/^(protocol|uncertain)$/);
  });
});

describe("a change", () => {
  const OPERATION = { op: "replace", path: "title", value: "x" } as const;
  const BY_FILTER = { op: "remove", path: 'emails[value eq "a"]' } as const;
  const patch = (answer: Answer, operation: typeof OPERATION | typeof BY_FILTER = OPERATION) =>
    codeOf2(server(answer).ask((http) => api.patchUser(http, "u-1", [operation], undefined)));
  const put = (answer: Answer) =>
    codeOf2(server(answer).ask((http) => api.replaceUser(http, "u-1", ADA, '"1"', merged)));
  const codeOf2 = (work: Promise<unknown>) => work.catch(({ code }: { code: string }) => code);

  it.each<[Answer, string, string, string]>([
    [{ status: 200, body: ADA }, "done", "done", "done"],
    [refusal(412), "stale", "stale", "stale"],
    [GONE, "missing", "missing", "missing"],
    [NO_PAGE, "not-found", "not-found", "not-found"],
    [refusal(405), "disallowed", "disallowed", "rejected"],
    [refusal(501), "refused", "refused", "rejected"],
    [refusal(400), "rejected", "refused", "rejected"],
    [refusal(400, { scimType: "invalidPath" }), "refused", "refused", "rejected"],
    [refusal(400, { scimType: "NOTARGET" }), "refused", "refused", "rejected"],
    [refusal(400, { scimType: "invalidFilter" }), "refused", "refused", "rejected"],
    [refusal(400, { scimType: "invalidValue" }), "rejected", "refused", "rejected"],
    [{ status: 400, body: { scimType: "invalidPath" } }, "rejected", "refused", "rejected"],
    [refusal(403), "permission-denied", "permission-denied", "permission-denied"],
    [refusal(401), "unauthenticated", "unauthenticated", "unauthenticated"],
  ])("that is answered %j is made, can be made in another way, or fails", async (answer, plain, filtered, whole) => {
    expect([await patch(answer), await patch(answer, BY_FILTER), await put(answer)]).toEqual([plain, filtered, whole]);
  });

  it("is bound to the version that was read, where there is one", async () => {
    const tagOf = async (version: string | undefined) => {
      const { ask, sent } = server({ status: 204 });
      await ask((http) => api.patchUser(http, "u-1", [OPERATION], version));
      await ask((http) => api.replaceUser(http, "u-1", ADA, version, merged));
      return sent.map(({ headers }) => ("if-match" in headers ? headers["if-match"] : "none"));
    };
    expect(await tagOf('W/"1"')).toEqual(['W/"1"', 'W/"1"']);
    expect(await tagOf(undefined)).toEqual(["none", "none"]);
  });

  it("of the whole account is made anew before it is sent again, unless the server holds it against a version", async () => {
    const bodies = async (version: string | undefined) => {
      const fresh = server((_, nth) => (nth === 1 ? { status: 503 } : { status: 204 }));
      await fresh.ask((http) =>
        api.replaceUser(http, "u-1", ADA, version, { readAt: 0, again: async () => ({ ...ADA, title: "theirs" }) }),
      );
      return fresh.bodies();
    };
    expect(await bodies(undefined)).toEqual([ADA, { ...ADA, title: "theirs" }]);
    expect(await bodies('"1"')).toEqual([ADA, ADA]);
  });
});

describe("a deletion", () => {
  it("is of the one who is meant, and tells whether this very call made it", async () => {
    const { ask, calls } = server({ status: 204 });
    expect(await ask((http) => api.deleteUser(http, "u-1"))).toBe(true);
    expect(calls()).toEqual(["DELETE /Users/u-1"]);
    expect(await server(GONE).ask((http) => api.deleteUser(http, "u-1"))).toBe(false);
    expect(await server((_, nth) => (nth === 1 ? 503 : GONE)).ask((http) => api.deleteUser(http, "u-1"))).toBe(true);
    expect(await codeOf(server(NO_PAGE).ask((http) => api.deleteUser(http, "u-1")))).toBe("not-found");
    expect(await codeOf(server(refusal(403)).ask((http) => api.deleteUser(http, "u-1")))).toBe("permission-denied");
  });
});

describe("what a server says of itself", () => {
  it.each<[string, (http: HttpClient) => Promise<unknown>, unknown, unknown]>([
    ["what it can", api.getServiceProviderConfig, { patch: { supported: true } }, { patch: true }],
    ["schemas", api.getSchemas, [{ id: "urn:x", attributes: [] }], { urns: ["urn:x"] }],
    [
      "where roles are",
      api.getRolesEndpoint,
      { totalResults: 1, Resources: [{ endpoint: "/Roles", schema: "urn:x:Role" }] },
      undefined,
    ],
  ])(
    "is nothing where it has no such page, and an error where it doesn't know who asks: %s",
    async (_, call, body, told) => {
      const value = await server({ status: 200, body }).ask(call);
      if (told === undefined) expect(value).toBe("/Roles");
      else expect(value).toMatchObject(told as object);
      for (const answer of [GONE, NO_PAGE, refusal(403), { status: 300, body }, { status: 200, body: 7 }])
        expect(await server(answer).ask(call)).toBeUndefined();
      expect(await codeOf(server(refusal(401)).ask(call))).toBe("unauthenticated");
    },
  );

  it.each<[string, unknown[], string | undefined]>([
    [
      "the first place of its own",
      [
        { endpoint: "https://elsewhere.example/Roles", schema: "urn:x:role" },
        { endpoint: "/Roles", schema: "urn:x:Role" },
      ],
      "/Roles",
    ],
    [
      "none that leads out of the server",
      [
        { endpoint: "//elsewhere.example", schema: "urn:x:Role" },
        { endpoint: "/../Roles", schema: "urn:x:Role" },
        { endpoint: "Roles", schema: "urn:x:Role" },
        { endpoint: "/Roles/x", schema: "urn:x:Role" },
      ],
      undefined,
    ],
    [
      "none of something else",
      [{ endpoint: "/Users", schema: "urn:x:User" }, { endpoint: "/Roles", schema: "urn:x:Roles" }, 7],
      undefined,
    ],
  ])("names as the place of its roles %s", async (_, types, endpoint) => {
    expect(await server(rows(...types)).ask(api.getRolesEndpoint)).toBe(endpoint);
  });

  it.each<[string, unknown, object]>([
    [
      "all of them, by its count",
      { totalResults: 1, Resources: [{ value: "a", display: "A" }] },
      { roles: [{ value: "a", display: "A" }], isComplete: true },
    ],
    [
      "some, by its count",
      { totalResults: 2, Resources: [{ value: "a" }] },
      { roles: [{ value: "a" }], isComplete: false },
    ],
    ["nobody knows whether all, without one", { schemas: [LIST], Resources: [{ value: "a" }] }, { isComplete: false }],
    [
      "some, where one can't be read",
      { totalResults: 1, Resources: [{ value: "a" }, { value: 7 }] },
      { roles: [{ value: "a" }], isComplete: false },
    ],
  ])("lists roles: %s", async (_, body, expected) => {
    expect(await server({ status: 200, body }).ask((http) => api.listRoles(http, "/Roles"))).toMatchObject(expected);
  });
});

it("a refusal of a path is one by its status and its word alone", async () => {
  const reply = async (status: number) => {
    const { http, clock } = scripted(() => ({ status, body: { schemas: [ERROR], scimType: "invalidPath" } }));
    return clock.ended(http.request({ method: "PATCH", path: "/Users/u-1", json: {} }));
  };
  expect([
    refusesPath(await reply(400), false),
    refusesPath(await reply(404), false),
    refusesPath(await reply(404), true),
  ]).toEqual([true, false, false]);
});

describe("a message about a request to a SCIM server", () => {
  const secret = "ada.lovelace";
  it.each<[string, (http: HttpClient) => Promise<unknown>]>([
    ["a look-up", (http) => api.listUsers(http, { startIndex: 1, count: 1 }, secret)],
    ["a creation", (http) => api.createUser(http, { userName: secret, title: secret, roles: [{ value: "auditor" }] })],
    [
      "a change",
      (http) => api.patchUser(http, "u-1", [{ op: "replace", path: "name.givenName", value: secret }], undefined),
    ],
    [
      "a removal by a value",
      (http) => api.patchUser(http, "u-1", [{ op: "add", path: "emails", value: [{ value: secret }] }], undefined),
    ],
    ["a whole account", (http) => api.replaceUser(http, "u-1", { userName: secret }, undefined, merged)],
  ])("repeats nothing personal of %s", async (_, call) => {
    const answer = refusal(422, { detail: `${secret} can't be auditor` });
    const error: unknown = await server(answer)
      .ask(call)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining("auditor") });
    expect(String(error)).not.toContain(secret);
  });

  it("repeats nothing personal of several operations, one of which is by a filter", async () => {
    const operations = [
      { op: "remove", path: 'emails[value eq "x"]' },
      { op: "replace", path: "title", value: secret },
    ] as const;
    const call = (http: HttpClient) => api.patchUser(http, "u-1", operations, undefined);
    // A filter among the paths makes any 400 a refusal of the path.
    expect(await server(refusal(400, { detail: "no" })).ask(call)).toBe("refused");
    const error: unknown = await server(refusal(422, { detail: `${secret} is no title` }))
      .ask(call)
      .catch((reason: unknown) => reason);
    expect(String(error)).not.toContain(secret);
  });

  it("repeats a role that is refused: it says nothing of a person", async () => {
    const answer = refusal(422, { detail: "there is no role auditor" });
    const operations = [{ op: "add", path: 'roles[type eq "x"].value', value: "auditor" }] as const;
    const error: unknown = await server(answer)
      .ask((http) => api.patchUser(http, "u-1", operations, undefined))
      .catch((reason: unknown) => reason);
    expect(String(error)).toContain("auditor");
  });
});
