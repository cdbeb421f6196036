import { describe, expect, it } from "vitest";
import type { HttpClient } from "../../../provider/http/client";
import * as api from "../../../provider/platforms/keycloak/api";
import * as groups from "../../../provider/platforms/keycloak/group/api";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";
import { type Group, groupVendor, stage } from "../group-vendors";

/** What a call comes to that is answered so: its value, or its error. */
async function outcome(call: (http: HttpClient) => Promise<unknown>, status: number, body?: unknown): Promise<unknown> {
  const { http, clock } = scripted(() => ({ status, ...(body === undefined ? {} : { body }) }));
  return clock.ended(call(http)).catch((error: unknown) => error);
}

const said = (error: string) => ({ error });

describe.each<[string, string, (http: HttpClient) => Promise<unknown>]>([
  ["account", "User not found", (http) => api.getUser(http, "u-1")],
  ["group", "Could not find group by id", (http) => groups.getGroup(http, "g-1")],
])("a 404 about one %s", (_, words, call) => {
  it.each([words, `${words}.`, words.toUpperCase()])("is its absence in these words alone: %s", async (text) => {
    expect(await outcome(call, 404, said(text))).toBeUndefined();
    expect(await outcome(call, 400, said(text))).toMatchObject({ code: "rejected" });
  });

  it.each([
    [said(`No, ${words}`)],
    [said(`${words} here`)],
    [{}],
    [{ error: null }],
    [[]],
    [said("Realm not found.")],
    ['"page"'],
  ])("is an error with the configuration to look at in any others: %j", async (body) => {
    expect(await outcome(call, 404, body)).toMatchObject({
      code: "not-found",
      message: expect.stringContaining("roster:keycloak.url"),
    });
  });
});

it.each([
  ["User not found", (http: HttpClient) => api.getUserGroups(http, "u-1")],
  ["Could not find group by id", (http: HttpClient) => api.changeGroup(http, "u-1", "g-1", "join")],
])("somebody or something that is gone is no fault of the configuration: %s", async (words, call) => {
  expect(await outcome(call, 404, said(words))).toMatchObject({
    code: "not-found",
    message: expect.not.stringContaining("roster:keycloak.url"),
  });
});

it("a group that is gone as it is written is told by its absence", async () => {
  const merged = { readAt: 0, again: async () => ({}) };
  const put = (http: HttpClient) => groups.putGroup(http, "g-1", {}, merged);
  expect(await outcome(put, 404, said("Could not find group by id"))).toBe(false);
  expect(await outcome(put, 404, said("Realm not found."))).toMatchObject({ code: "not-found" });
});

describe("a refusal of Keycloak's", () => {
  const create = (http: HttpClient) => api.createUser(http, { username: "ada" }, "boss");
  const complaint = (field: string, errorMessage = "error-invalid-length") => ({ field, errorMessage });

  it.each<[string, number, unknown, string[]]>([
    ["a complaint", 400, complaint("email"), ["email"]],
    ["several", 400, { errors: [complaint("email"), complaint("badge")] }, ["email", "attributes.badge"]],
    [
      "several, and one beside them",
      400,
      { errors: [complaint("badge")], ...complaint("lastName") },
      ["attributes.badge", "lastName"],
    ],
    ["a complaint about the attribute of managers", 400, complaint("boss"), ["manager"]],
    ["a username that is taken", 409, { errorMessage: "User exists with same username" }, ["username"]],
    ["an address that is taken", 409, { errorMessage: "User exists with same EMAIL" }, ["email"]],
    ["either of them", 409, { errorMessage: "User exists with same username or email" }, ["username", "email"]],
    ["a conflict about something else", 409, { errorMessage: "Conflicts" }, []],
    ["these words behind another status", 400, { errorMessage: "User exists with same username" }, []],
    ["a password, by a code", 400, { error: "invalidPasswordHistoryMessage" }, ["initialPassword"]],
    ["a password, by a sentence", 400, { errorMessage: "The password policy is not met" }, ["initialPassword"]],
    ["something else that ends like such a code", 400, { error: "no invalidPassword" }, []],
    ["nothing that can be read", 400, [], []],
    ["nothing at all", 400, undefined, []],
    ["another way", 300, {}, []],
  ])("names the arguments that it is about: %s", async (_, status, body, properties) => {
    const error = await outcome(create, status, body);
    expect(error).toMatchObject({ code: "rejected", properties });
    expect((error as Error).message).toMatch(
      properties.length > 0 ? new RegExp(`^${properties[0]}[:,]`) : /^Keycloak /,
    );
  });

  it("names no argument for a complaint that names none", async () => {
    const errors = [{ errorMessage: "error-invalid-length" }, complaint("email"), complaint("")];
    const error = (await outcome(create, 400, { errors })) as Error;
    expect(error).toMatchObject({ code: "rejected", properties: ["email"] });
    expect(error.message).toMatch(/^invalid length; email: invalid length; invalid length\. Keycloak /);
  });

  it("names some of very many", async () => {
    const errors = Array.from({ length: 50 }, (_, i) => complaint(`a${i}`));
    const { properties } = (await outcome(create, 400, { errors })) as { properties: string[] };
    expect(properties.length).toBeGreaterThan(5);
    expect(properties.length).toBeLessThan(50);
  });

  it("says its code in words, and no more of it is left out than what every code begins with", async () => {
    const message = async (code?: string) =>
      String(await outcome(create, 400, { field: "badge", ...(code ? { errorMessage: code } : {}) }));
    expect(await message("error-number-out-of-range")).toContain("attributes.badge: number out of range.");
    expect(await message("no-error-number")).toContain("attributes.badge: no error number.");
    expect(await message("constructor")).toContain("attributes.badge: constructor.");
    expect(await message()).toMatch(/attributes\.badge: \w/);
  });

  it("knows the usual attribute of managers where a call is about no document", async () => {
    const error = await outcome((http) => api.deleteUser(http, "u-1"), 400, complaint("manager"));
    expect(error).toMatchObject({ properties: ["manager"] });
  });

  it.each([
    [401, "unauthenticated"],
    [403, "permission-denied"],
  ])("%d is told from all others, whatever it says", async (status, code) => {
    expect(await outcome(create, status, complaint("email"))).toMatchObject({ code });
  });
});

describe("a group of Keycloak's is asked for", () => {
  const ask = async (call: (http: HttpClient) => Promise<unknown>, answer: Answer) => {
    const { http, clock, sent } = scripted(() => answer);
    const value = await clock.ended(call(http));
    return {
      value,
      calls: sent.map(({ method, path }) => `${method} ${decodeURIComponent(path.replace("/api", ""))}`),
    };
  };
  const rowsOf = async (listing: AsyncIterable<unknown>) => {
    for await (const _ of listing);
  };
  const EMPTY: Answer = { status: 200, body: [] };
  const whole = "briefRepresentation=false";

  it.each<[string, (http: HttpClient) => Promise<unknown>, Answer, string[]]>([
    [
      "by its name",
      (http) => groups.findGroups(http, "Staff"),
      EMPTY,
      [`GET /groups?search=Staff&exact=true&populateHierarchy=false&${whole}&first=0&max=1000`],
    ],
    [
      "among those at the top",
      (http) => rowsOf(groups.listGroups(http)),
      EMPTY,
      [`GET /groups?${whole}&first=0&max=1000`],
    ],
    [
      "among those below another",
      (http) => rowsOf(groups.listGroups(http, { id: "g-1", name: "Staff", subGroupCount: 0 })),
      EMPTY,
      [`GET /groups/g-1/children?${whole}&first=0&max=1000`],
    ],
    [
      "whether anybody is in it",
      (http) => groups.hasAny(http, "g-1", "members"),
      EMPTY,
      ["GET /groups/g-1/members?max=1&briefRepresentation=true"],
    ],
  ])("%s", async (_, call, answer, calls) => {
    expect((await ask(call, answer)).calls).toEqual(calls);
  });

  it("below another until their number has come, where it is told", async () => {
    const listed = async (subGroupCount: number | null) => {
      const { http, clock, sent } = scripted(({ path }) => ({
        status: 200,
        body: new URL(path, ORIGIN).searchParams.get("first") === "0" ? [{ id: "g-2", name: "Legal" }] : [],
      }));
      await clock.ended(rowsOf(groups.listGroups(http, { id: "g-1", name: "Staff", subGroupCount })));
      return sent.length;
    };
    expect(await listed(1)).toBe(1);
    expect(await listed(null)).toBeGreaterThan(1);
  });

  it("and a stranger in the answer stays for whoever asked to refuse", async () => {
    const staff: Group = { id: "g-0", name: "Staff" };
    const { raw, clock, meddling } = stage(groupVendor("Keycloak"), staff);
    meddling(() => ({ status: 200, body: [staff] }));
    expect(await clock.ended(raw.find("Legal"))).toMatchObject([{ id: "g-0" }]);
    expect(await clock.ended(raw.find("STAFF"))).toEqual([]);
  });
});
