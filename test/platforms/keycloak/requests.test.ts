import { describe, expect, it } from "vitest";
import type { HttpClient } from "../../../provider/http/client";
import * as api from "../../../provider/platforms/keycloak/api";
import { type Answer, ORIGIN, type Sent, scripted } from "../../http/scripted-vendor";

const OK: Answer = { status: 200, body: [] };
const NO_CONTENT: Answer = 204;
const REVIEWER = { id: "r-1", name: "reviewer", composite: false };
const REALM = "realm";

/** Every row of a list. */
async function rowsOf<Row>(listing: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of listing) rows.push(...page);
  return rows;
}

/** A realm that gives one answer each time, or what a test says, and what it was asked. */
function realm(answer: Answer | ((sent: Sent) => Answer)) {
  const { http, clock, sent } = scripted((request) => (typeof answer === "function" ? answer(request) : answer));
  return {
    ask: <T>(call: (http: HttpClient) => Promise<T>) => clock.ended(call(http)),
    calls: () => sent.map(({ method, path }) => `${method} ${decodeURIComponent(path.replace("/api", ""))}`),
    bodies: () => sent.map(({ body }) => (body === null || body === undefined ? undefined : JSON.parse(body))),
  };
}

describe("Keycloak is asked for", () => {
  const first = (more: string) => `first=0&max=1000${more}`;
  const whole = "briefRepresentation=false";

  it.each<[string, (http: HttpClient) => Promise<unknown>, Answer, readonly string[]]>([
    [
      "an account by its id",
      (http) => api.getUser(http, "u-1"),
      { status: 200, body: { id: "u-1", username: "ada" } },
      ["GET /users/u-1"],
    ],
    [
      "accounts by their ids, with all their attributes",
      (http) => api.getUsersById(http, ["u-1", "u-2"]),
      OK,
      [`GET /users?search=id:u-1+u-2&max=100&${whole}`],
    ],
    [
      "whoever has exactly a username, with all their attributes",
      (http) => api.findUsers(http, "ada"),
      OK,
      [`GET /users?username=ada&exact=true&${whole}`],
    ],
    [
      "everybody, with all their attributes",
      (http) => rowsOf(api.listUsers(http)),
      OK,
      [`GET /users?${whole}&${first("")}`, "GET /users/count"],
    ],
    [
      "a person's roles",
      (http) => api.getRoleMappings(http, "u-1"),
      { status: 200, body: {} },
      ["GET /users/u-1/role-mappings"],
    ],
    [
      "a person's groups, which are not cut into pages",
      (http) => api.getUserGroups(http, "u-1"),
      OK,
      ["GET /users/u-1/groups"],
    ],
    ["the roles of the realm", (http) => rowsOf(api.listRoles(http, REALM)), OK, [`GET /roles?${first("")}`]],
    [
      "the roles of a client",
      (http) => rowsOf(api.listRoles(http, "c-1")),
      OK,
      [`GET /clients/c-1/roles?${first("")}`],
    ],
    [
      "whoever has a role, whatever is in its name",
      (http) => rowsOf(api.listRoleMembers(http, "c-1", "read/write all")),
      OK,
      [`GET /clients/c-1/roles/read/write all/users?briefRepresentation=true&${first("")}`],
    ],
    [
      "whoever has a role of the realm",
      (http) => rowsOf(api.listRoleMembers(http, REALM, "reviewer")),
      OK,
      [`GET /roles/reviewer/users?briefRepresentation=true&${first("")}`],
    ],
    ["a client by its own id", (http) => api.findClient(http, "portal"), OK, ["GET /clients?clientId=portal"]],
    ["groups at the top", (http) => rowsOf(api.listGroups(http)), OK, [`GET /groups?${first("")}`]],
    [
      "groups below a group",
      (http) => rowsOf(api.listGroups(http, { id: "g-1", path: "/a", subGroupCount: 0 })),
      OK,
      [`GET /groups/g-1/children?${first("")}`],
    ],
    [
      "groups with a slash in their names, wherever they are, and not those above",
      (http) => api.listSlashedGroups(http),
      OK,
      [`GET /groups?search=/&exact=false&populateHierarchy=false&${first("")}`],
    ],
    [
      "the members of a group",
      (http) => rowsOf(api.listGroupMembers(http, "g-1")),
      OK,
      [`GET /groups/g-1/members?briefRepresentation=true&${first("")}`],
    ],
    ["the user profile", (http) => api.getUserProfile(http), { status: 200, body: {} }, ["GET /users/profile"]],
    [
      "what the settings add to it",
      (http) => api.getProfileMetadata(http),
      { status: 200, body: {} },
      ["GET /users/profile/metadata"],
    ],
    ["the realm itself", (http) => api.getRealm(http), { status: 200, body: {} }, ["GET "]],
    ["required actions", (http) => api.listRequiredActions(http), OK, ["GET /authentication/required-actions"]],
    [
      "directories behind the realm, and no other component",
      (http) => api.listFederations(http),
      OK,
      ["GET /components?type=org.keycloak.storage.UserStorageProvider"],
    ],
  ])("%s", async (_, call, answer, calls) => {
    const { ask, calls: made } = realm(answer);
    await ask(call);
    expect(made()).toEqual(calls);
  });

  it.each<[string, (http: HttpClient) => Promise<unknown>, string, unknown]>([
    [
      "a role of the realm, granted",
      (http) => api.changeRoles(http, "u-1", REALM, "grant", [REVIEWER]),
      "POST /users/u-1/role-mappings/realm",
      [{ id: "r-1", name: "reviewer" }],
    ],
    [
      "a role of a client, taken away",
      (http) => api.changeRoles(http, "u-1", "c-1", "revoke", [REVIEWER]),
      "DELETE /users/u-1/role-mappings/clients/c-1",
      [{ id: "r-1", name: "reviewer" }],
    ],
    ["a membership", (http) => api.changeGroup(http, "u-1", "g-1", "join"), "PUT /users/u-1/groups/g-1", undefined],
    [
      "the end of one",
      (http) => api.changeGroup(http, "u-1", "g-1", "leave"),
      "DELETE /users/u-1/groups/g-1",
      undefined,
    ],
  ])("%s, in one call about this person", async (_, call, made, body) => {
    const { ask, calls, bodies } = realm(NO_CONTENT);
    await ask(call);
    expect(calls()).toEqual([made]);
    expect(bodies()).toEqual([body]);
  });

  it("a hundred accounts in a call, each once", async () => {
    const ids = Array.from({ length: 201 }, (_, i) => `u-${i}`);
    const { ask, calls } = realm(({ path }) => {
      const wanted = new URL(path, ORIGIN).searchParams.get("search")?.replace("id:", "").split(" ") ?? [];
      return { status: 200, body: wanted.map((id) => ({ id, username: id })) };
    });
    const found = await ask((http) => api.getUsersById(http, ids));
    expect([...found.keys()]).toEqual(ids);
    expect([...found].every(([id, user]) => user.id === id)).toBe(true);
    const counts = calls().map((call) => /id:([^&]*)/.exec(call)?.[1]?.split("+").length);
    expect(counts).toEqual([100, 100, 1]);
  });
});

describe("an answer of Keycloak's", () => {
  it("about another account is not taken for the one that was asked for", async () => {
    const { ask } = realm({ status: 200, body: { id: "u-2", username: "bob" } });
    await expect(ask((http) => api.getUser(http, "u-1"))).rejects.toMatchObject({ code: "protocol" });
  });

  it("names a client only by exactly its own id", async () => {
    const rows = [
      { id: "c-2", clientId: "portal-2" },
      { id: "c-1", clientId: "portal" },
    ];
    const { ask } = realm({ status: 200, body: rows });
    expect(await ask((http) => api.findClient(http, "portal"))).toBe("c-1");
    expect(await ask((http) => api.findClient(http, "port"))).toBeUndefined();
  });

  it("lists among groups with a slash in their names no other", async () => {
    const rows = [
      { id: "g-1", path: "/a/b", name: "a/b" },
      { id: "g-2", path: "/a/b", name: "b" },
      { id: "g-3", path: "/c" },
    ];
    const { ask } = realm(({ path }) => ({ status: 200, body: path.includes("first=0") ? rows : [] }));
    expect((await ask((http) => api.listSlashedGroups(http))).map(({ id }) => id)).toEqual(["g-1"]);
  });

  it("ends a list of groups below another where their number is told, and not before", async () => {
    const below = (subGroupCount: number | null) => {
      const { ask, calls } = realm(({ path }) => ({
        status: 200,
        body: path.includes("first=0") ? [{ id: "g-2", path: "/a/b" }] : [],
      }));
      return ask((http) => rowsOf(api.listGroups(http, { id: "g-1", path: "/a", subGroupCount }))).then(
        () => calls().length,
      );
    };
    expect(await below(1)).toBe(1);
    expect(await below(2)).toBeGreaterThan(1);
    expect(await below(null)).toBeGreaterThan(1);
  });

  it.each<[string, (http: HttpClient) => Promise<unknown>, unknown]>([
    ["the user profile", api.getUserProfile, { attributes: [{ name: "badge" }] }],
    ["what the settings add", api.getProfileMetadata, { attributes: [{ name: "locale" }] }],
    ["the realm", api.getRealm, { registrationEmailAsUsername: true }],
    ["required actions", api.listRequiredActions, [{ alias: "TERMS" }]],
    ["directories", api.listFederations, [{ id: "ldap-1" }]],
  ])(
    "about %s is what it says, nothing where it may not be seen, and an error where the realm fails",
    async (_, call, body) => {
      expect(await realm({ status: 200, body }).ask(call)).toMatchObject(body as object);
      for (const answer of [
        { status: 403, body: {} },
        { status: 404, body: {} },
        { status: 200, body: '"another answer"' },
      ]) {
        expect(await realm(answer).ask(call)).toBeUndefined();
      }
      await expect(realm({ status: 401, body: {} }).ask(call)).rejects.toMatchObject({ code: "unauthenticated" });
    },
  );

  it("counts people where they may be counted, and is passed over where not", async () => {
    const listed = (count: Answer) => {
      const { ask, calls } = realm(({ path }) => {
        if (path.includes("/count")) return count;
        return { status: 200, body: path.includes("first=0") ? [{ id: "u-1", username: "ada" }] : [] };
      });
      return ask((http) => rowsOf(api.listUsers(http))).then((rows) => [rows.length, calls().length]);
    };
    expect(await listed({ status: 200, body: 1 })).toEqual([1, 2]);
    for (const untold of [403, 404].map((status) => ({ status, body: {} })))
      expect(await listed(untold)).toEqual([1, 3]);
    for (const unread of ['"many"', -1, 1.5]) expect(await listed({ status: 200, body: unread })).toEqual([1, 3]);
    await expect(listed({ status: 401, body: {} })).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("a write of Keycloak's", () => {
  const document = { username: "ada", attributes: { boss: ["u-9"] } };
  const merged = undefined;
  const gone: Answer = { status: 404, body: { error: "User not found" } };
  const elsewhere: Answer = { status: 404, body: { error: "Realm not found." } };

  it("creates somebody once, and takes the id from the address of the new account alone", async () => {
    const made = (location?: string) =>
      realm({ status: 201, ...(location === undefined ? {} : { headers: { location } }) });
    const { ask, calls, bodies } = made(`${ORIGIN}/api/users/u-7`);
    expect(await ask((http) => api.createUser(http, document, "boss"))).toBe("u-7");
    expect(calls()).toEqual(["POST /users"]);
    expect(bodies()).toEqual([document]);
    for (const location of [undefined, `${ORIGIN}/api/users`, `${ORIGIN}/api/users/`]) {
      await expect(made(location).ask((http) => api.createUser(http, document, "boss"))).rejects.toMatchObject({
        code: "uncertain",
      });
    }
  });

  it("changes somebody who is there, and says so of whoever is not", async () => {
    const { ask, calls, bodies } = realm(NO_CONTENT);
    expect(await ask((http) => api.putUser(http, "u-1", document, "boss", merged))).toBe(true);
    expect(calls()).toEqual(["PUT /users/u-1"]);
    expect(bodies()).toEqual([document]);
    expect(await realm(gone).ask((http) => api.putUser(http, "u-1", document, "boss", merged))).toBe(false);
    await expect(
      realm(elsewhere).ask((http) => api.putUser(http, "u-1", document, "boss", merged)),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  it.each<[string, (http: HttpClient) => Promise<unknown>]>([
    ["a creation", (http) => api.createUser(http, document, "boss")],
    ["a change", (http) => api.putUser(http, "u-1", document, "boss", merged)],
  ])("that is refused names the argument by the configured attribute of managers: %s", async (_, call) => {
    const refused = (field: string) =>
      realm({ status: 400, body: { field, errorMessage: "error-invalid-value" } }).ask(call);
    await expect(refused("boss")).rejects.toMatchObject({ code: "rejected", properties: ["manager"] });
    await expect(refused("manager")).rejects.toMatchObject({ properties: ["attributes.manager"] });
  });

  it.each<[string, (http: HttpClient) => Promise<unknown>]>([
    ["a deletion", (http) => api.deleteUser(http, "u-1")],
    ["a grant", (http) => api.changeRoles(http, "u-1", REALM, "grant", [REVIEWER])],
    ["a membership", (http) => api.changeGroup(http, "u-1", "g-1", "join")],
    ["a look at groups", (http) => api.getUserGroups(http, "u-1")],
    ["a look at roles", (http) => api.getRoleMappings(http, "u-1")],
  ])("or a look that is refused is an error: %s", async (_, call) => {
    await expect(realm({ status: 403, body: {} }).ask(call)).rejects.toMatchObject({ code: "permission-denied" });
    await expect(realm(elsewhere).ask(call)).rejects.toMatchObject({ code: "not-found" });
  });

  it("deletes the one who is meant, and tells whether this very call did", async () => {
    const { ask, calls } = realm(NO_CONTENT);
    expect(await ask((http) => api.deleteUser(http, "u-1"))).toBe(true);
    expect(calls()).toEqual(["DELETE /users/u-1"]);
    expect(await realm(gone).ask((http) => api.deleteUser(http, "u-1"))).toBe(false);
    let isFirst = true;
    const lost = realm(() => {
      const answer = isFirst ? 503 : gone;
      isFirst = false;
      return answer;
    });
    expect(await lost.ask((http) => api.deleteUser(http, "u-1"))).toBe(true);
  });
});

describe("a message about a request to Keycloak", () => {
  it.each<[string, (http: HttpClient) => Promise<unknown>]>([
    ["a look-up", (http) => api.findUsers(http, "ada.lovelace")],
    ["a creation", (http) => api.createUser(http, { username: "ada.lovelace", requiredActions: ["TERMS"] }, "manager")],
    [
      "a change",
      (http) =>
        api.putUser(http, "u-1", { username: "ada.lovelace", requiredActions: ["TERMS"] }, "manager", undefined),
    ],
  ])("repeats nothing personal of %s", async (_, call) => {
    const answer = { status: 400, body: { errorMessage: "ada.lovelace can't have TERMS" } };
    const error: unknown = await realm(answer)
      .ask(call)
      .catch((reason: unknown) => reason);
    expect(String(error)).not.toContain("ada.lovelace");
    expect(error).toMatchObject({ message: expect.stringContaining("TERMS") });
  });
});
