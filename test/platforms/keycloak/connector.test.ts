import { MockAgent } from "undici";
import { describe, expect, it } from "vitest";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import { HttpClient } from "../../../provider/http/client";
import { fixedToken } from "../../../provider/http/credentials";
import { Throttle } from "../../../provider/http/throttle";
import { KeycloakConnector } from "../../../provider/platforms/keycloak/connector";
import { testContext } from "../nerm/helpers";

const BASE = "/admin/realms/acme";
const REVIEWER = { id: "r-1", name: "reviewer" };
const ROLES = [REVIEWER, { id: "r-2", name: "auditor" }, { id: "r-0", name: "default-roles-acme" }];

interface Exchange {
  readonly status?: number;
  readonly answer?: unknown;
  readonly headers?: Record<string, string>;
}

/** A directory whose Keycloak answers these calls and no others, in the shapes that were seen. */
function scripted(exchanges: Readonly<Record<string, Exchange>>, clients: readonly string[] = []) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const server = agent.get("https://id.example.com");
  const calls: string[] = [];
  const bodies: unknown[] = [];
  const realm = { "GET ": { answer: { defaultRole: { id: "r-0", name: "default-roles-acme" } } } };
  for (const [call, { status = 200, answer, headers = {} }] of Object.entries<Exchange>({ ...realm, ...exchanges })) {
    const [method = "", path = ""] = call.split(" ");
    server
      .intercept({ method, path: `${BASE}${path}` })
      .reply(
        status,
        (request) => {
          calls.push(call);
          if (request.body) bodies.push(JSON.parse(String(request.body)));
          return answer === undefined ? "" : JSON.stringify(answer);
        },
        { headers: { "content-type": "application/json", ...headers } },
      )
      .persist();
  }
  const context = testContext();
  const http = new HttpClient({
    title: "Keycloak",
    baseUrl: `https://id.example.com${BASE}`,
    credentials: fixedToken("token-0123"),
    authorization: (value) => ({ authorization: `Bearer ${value}` }),
    headers: { accept: "application/json" },
    dispatcher: async () => agent,
    timeout: 300_000,
    maxResponseBytes: 2 ** 25,
    settings: "roster:vendor",
    throttle: new Throttle({ maxConcurrency: 8 }, context.clock),
    context,
  });
  const options = { realm: "acme", managerAttribute: "manager", clients };
  return { connector: new KeycloakConnector(http, "https://id.example.com", options), calls, bodies };
}

const user = (id: string, more: object = {}) => ({
  id,
  username: `user.${id}`,
  enabled: true,
  emailVerified: false,
  ...more,
});
const request = (id: string, more: Partial<UpdateRequest>): UpdateRequest => ({
  id,
  changes: [],
  desired: { attributes: {}, sets: {}, references: {} },
  addOnly: [],
  ...more,
});
const PEOPLE = "/users?search=id%3A1+2&max=100&briefRepresentation=false";

describe("many people", () => {
  it("are created one by one and looked at together, and one refusal is nobody else's", async () => {
    const { connector, calls } = scripted({
      "POST /users": { status: 201, headers: { location: `https://id.example.com${BASE}/users/1` } },
      "GET /users?search=id%3A1&max=100&briefRepresentation=false": { answer: [user("1")] },
      "GET /roles?first=0&max=1000": { answer: ROLES },
      "GET /roles?first=3&max=1000": { answer: [] },
    });
    const person = (username: string, role: string) => ({
      attributes: { username },
      sets: { roles: { realm: [role] } },
      references: {},
    });
    const [ada, bob] = await connector.createMany([person("user.1", "reviewer"), person("user.2", "wizard")]);
    expect(ada).toMatchObject({ written: { id: "1", observed: { sets: { roles: { members: { realm: [] } } } } } });
    expect(bob).toMatchObject({ error: { code: "invalid-arguments" } });
    expect(calls.filter((call) => call.startsWith("POST"))).toHaveLength(1);
  });

  it("are changed one by one, with a look before where one is needed, and one after", async () => {
    const { connector, calls, bodies } = scripted({
      [`GET ${PEOPLE}`]: { answer: [user("1", { firstName: "Ada", attributes: { badge: ["blue"] } }), user("2")] },
      "GET /users/profile": { answer: { attributes: [{ name: "badge" }] } },
      "PUT /users/1": { status: 204 },
      "PUT /users/2": { status: 404, answer: { error: "User not found" } },
    });
    const badge = { attributes: { badge: "red" } };
    const change = { changes: [{ kind: "attribute", path: ["attributes", "badge"], to: "red" } as const] };
    const desired = { attributes: badge, sets: {}, references: {} };
    const outcomes = await connector
      .updateMany([request("1", { ...change, desired }), request("2", { ...change, desired })])
      .catch((error: unknown) => error);
    expect(outcomes).toMatchObject([{ written: { id: "1" } }, { error: { code: "not-found" } }]);
    expect(bodies).toContainEqual({ username: "user.1", firstName: "Ada", attributes: { badge: ["red"] } });
    expect(calls.filter((call) => call.startsWith("GET /users?"))).toHaveLength(1);
  });
});

describe("roles", () => {
  it("are granted and taken away until they are as declared, without a look where they were seen", async () => {
    const { connector, calls, bodies } = scripted({
      "GET /roles?first=0&max=1000": { answer: ROLES },
      "GET /roles?first=3&max=1000": { answer: [] },
      "POST /users/1/role-mappings/realm": { status: 204 },
      "DELETE /users/1/role-mappings/realm": { status: 204 },
    });
    const seen = {
      id: "1",
      active: true,
      attributes: {},
      sets: { roles: { members: { realm: ["auditor"] } } },
      references: {},
      info: {},
    };
    const changes = [{ kind: "member", path: ["roles", "realm", 0], to: "reviewer" } as const];
    const desired = { attributes: {}, sets: { roles: { realm: ["reviewer"] } }, references: {} };
    const written = await connector.update(request("1", { changes, desired, seen }));
    expect(written.observed?.sets["roles"]?.members).toEqual({ realm: ["reviewer"] });
    expect(bodies).toEqual([[REVIEWER], [{ id: "r-2", name: "auditor" }]]);
    expect(calls.filter((call) => call.includes("role-mappings"))).toHaveLength(2);
  });

  it("of everybody never show the one that everybody has", async () => {
    const { connector } = scripted({
      "GET /users/1": { answer: user("1") },
      "GET /users/1/groups": { answer: [] },
      "GET /users/1/role-mappings": {
        answer: { realmMappings: ROLES, clientMappings: { account: { mappings: [{ id: "x", name: "view" }] } } },
      },
    });
    expect(await connector.read("1")).toMatchObject({
      sets: { roles: { members: { realm: ["reviewer", "auditor"] } } },
    });
  });
});

describe("what Keycloak says", () => {
  it.each([
    ["its own 404 is absence", 404, { error: "User not found" }, undefined],
    ["a missing realm is none", 404, { error: "Realm not found." }, /Check roster:keycloak.url and realm/],
    ["another page is none", 404, "<html>", /Check roster:keycloak.url and realm/],
  ])("%s", async (_, status, answer, message) => {
    const { connector } = scripted({ "GET /users/1": { status, answer } });
    if (message) await expect(connector.read("1")).rejects.toThrow(message);
    else expect(await connector.read("1")).toEqual({ absent: true, proof: "404" });
  });

  it.each([
    [409, { errorMessage: "User exists with same email" }, /^email: .*run again/],
    [
      400,
      { field: "username", errorMessage: "error-user-attribute-read-only", params: ["username"] },
      /^username: .*login settings/,
    ],
    [
      400,
      {
        errors: [
          { field: "email", errorMessage: "error-invalid-email" },
          { field: "badge", errorMessage: "error-invalid-length" },
        ],
      },
      /^email: invalid email; attributes\.badge: invalid length/,
    ],
    [403, { error: "HTTP 403 Forbidden" }, /manage-users/],
  ])("%d %j", async (status, answer, message) => {
    const { connector } = scripted({ "POST /users": { status, answer } });
    const ada = { attributes: { username: "ada" }, sets: {}, references: {} };
    await expect(connector.create(ada)).rejects.toThrow(message);
  });

  it("a refusal to change an account that comes from another directory names that directory", async () => {
    const { connector } = scripted({
      "PUT /users/1": { status: 400, answer: { errorMessage: "User is read only!" } },
      "GET /users/1": { answer: user("1", { federationLink: "ldap-1" }) },
    });
    const changes = [{ kind: "attribute", path: ["lastName"], to: "Byron" } as const];
    const desired = { attributes: { lastName: "Byron" }, sets: {}, references: {} };
    await expect(connector.update(request("1", { changes, desired }))).rejects.toThrow(
      /federation ldap-1.*change them there/,
    );
  });
});
