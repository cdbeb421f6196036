import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AdobeEmulator, AdobeOptions } from "../../sandbox/index";
import { startAdobe } from "../../sandbox/index";
import { handClock, jsonClient } from "./helpers";

let adobe: AdobeEmulator;
const clock = handClock();
const send = jsonClient(
  () => adobe.url,
  () => ({ accept: "application/vnd.api+json", authorization: `oauth ${adobe.token}` }),
  "application/vnd.api+json;charset=UTF-8",
);

async function restart(options: AdobeOptions): Promise<void> {
  await adobe.close();
  adobe = await startAdobe({ now: clock.now, ...options });
}

const person = (email: string, more: object = {}, manager?: string) => ({
  data: {
    type: "user",
    attributes: { email, name: "Ada Example", userType: "INTERNAL", ...more },
    ...(manager === undefined ? {} : { relationships: { manager: { data: { type: "user", id: manager } } } }),
  },
});

const patch = (id: string, email: string, more: object = {}, relationships: object = {}) => ({
  data: { id, type: "user", attributes: { email, name: "Ada Example", profile: "Engineer", ...more }, relationships },
});

async function created(email: string, more: object = {}, manager?: string): Promise<string> {
  const reply = await send("POST", "/users", person(email, more, manager));
  expect(reply.status).toBe(200);
  return reply.body.data.id;
}

beforeEach(async () => {
  adobe = await startAdobe({ now: clock.now });
});
afterEach(() => adobe.close());

describe("creating", () => {
  it("answers 200 with a numeric id and the defaults that the vendor fills in", async () => {
    const { status, body } = await send("POST", "/users", person("ada@example.com"));
    expect(status).toBe(200);
    expect(body.data.id).toMatch(/^\d+$/);
    expect(body.data.attributes).toMatchObject({
      userType: "Internal",
      state: "ACTIVE",
      roles: ["Learner"],
      preferredResolution: "AUTO",
      profile: "Employee",
    });
    expect(body.data.relationships).toEqual({
      account: { data: { id: adobe.accountId, type: "account" } },
      manager: { data: { id: adobe.ownerId, type: "user" } },
    });
    expect(body.links.self).toBe(`${adobe.url}/users/${body.data.id}`);
  });

  it("stores fields, bio and contentLocale without echoing them, and ignores what needs a PATCH", async () => {
    const more = { fields: { Team: "Blue" }, bio: "Hi", contentLocale: "de-DE", roles: ["Admin"], uiLocale: "de-DE" };
    const { body } = await send("POST", "/users", person("ada@example.com", more));
    expect(body.data.attributes).not.toHaveProperty("fields");
    expect(body.data.attributes).not.toHaveProperty("bio");
    const read = await send("GET", `/users/${body.data.id}`);
    expect(read.body.data.attributes).toMatchObject({ fields: { Team: "Blue" }, bio: "Hi", roles: ["Learner"] });
    expect(read.body.data.attributes).not.toHaveProperty("uiLocale");
  });

  it("refuses the address of an active account, whatever its case or encoding", async () => {
    await created("ada@example.com");
    expect((await send("POST", "/users", person("ADA%40example.com"))).status).toBe(400);
  });

  it.each([
    ["no email", { email: "" }],
    ["no name", { name: undefined }],
    ["no userType", { userType: undefined }],
    ["an external user", { userType: "EXTERNAL" }],
    ["a text that isn't an address", { email: "ada" }],
  ])("refuses %s", async (_what, more) => {
    expect((await send("POST", "/users", person("ada@example.com", more))).status).toBe(400);
  });

  it.each([
    ["revive", 200, true],
    ["new-id", 200, false],
    ["refuse", 400, false],
  ] as const)("with %s, re-adding a deleted address answers %i", async (revive, status, sameId) => {
    await restart({ revive });
    const id = await created("ada@example.com", { bio: "kept" });
    await send("DELETE", `/users/${id}`);
    const again = await send("POST", "/users", person("Ada@example.com"));
    expect(again.status).toBe(status);
    expect(again.body.data?.id === id).toBe(sameId);
    expect(adobe.get(id)?.state).toBe(sameId ? "ACTIVE" : "DELETED");
  });
});

describe("updating", () => {
  it("needs the matching id, email, name and profile", async () => {
    const id = await created("ada@example.com");
    const noProfile = await send("PATCH", `/users/${id}`, patch(id, "ada@example.com", { profile: undefined }));
    expect(noProfile.status).toBe(400);
    expect(noProfile.body.meta.detail).toContain("profile");
    expect((await send("PATCH", `/users/${id}`, patch("1", "ada@example.com"))).status).toBe(400);
  });

  it("takes a percent-encoded email and userUniqueId, and reads them back decoded", async () => {
    const id = await created("ada@example.com");
    const body = patch(id, "ada.new%40example.com", { userUniqueId: "ada%40example.com" });
    const { status, body: answer } = await send("PATCH", `/users/${id}`, body);
    expect(status).toBe(200);
    expect(answer.data.attributes).toMatchObject({ email: "ada.new@example.com", userUniqueId: "ada@example.com" });
  });

  it("replaces the roles, always grants Learner, and derives Manager from reports", async () => {
    const id = await created("ada@example.com");
    await created("bob@example.com", {}, id);
    await send("PATCH", `/users/${id}`, patch(id, "ada@example.com", { roles: ["Admin", "Author"] }));
    expect(adobe.get(id)?.roles).toEqual(["Learner", "Admin", "Author", "Manager"]);
    const { body } = await send("PATCH", `/users/${id}`, patch(id, "ada@example.com", { roles: ["Instructor"] }));
    expect(body.data.attributes.roles).toEqual(["Learner", "Instructor", "Manager"]);
    expect((await send("PATCH", `/users/${id}`, patch(id, "ada@example.com", { roles: ["Boss"] }))).status).toBe(400);
  });

  it("stores addresses as they are sent, where the account does so", async () => {
    await restart({ addresses: "as-sent" });
    const id = await created("ada%x@example.com", { userUniqueId: "ada%40example.com" });
    expect(adobe.get(id)).toMatchObject({ email: "ada%x@example.com", userUniqueId: "ada%40example.com" });
  });

  it("grants Manager like any other role, where the account does so", async () => {
    await restart({ managerRole: "granted" });
    const id = await created("ada@example.com");
    await created("bob@example.com", {}, id);
    expect(adobe.get(id)?.roles).toEqual(["Learner"]);
    await send("PATCH", `/users/${id}`, patch(id, "ada@example.com", { roles: ["Manager"] }));
    expect(adobe.get(id)?.roles).toEqual(["Learner", "Manager"]);
  });

  it("leaves the state alone and knows nothing of userRoles and Manager among the attributes", async () => {
    const id = await created("ada@example.com");
    const more = { state: "DELETED", userRoles: ["Admin"], Manager: "1" };
    await send("PATCH", `/users/${id}`, patch(id, "ada@example.com", more));
    expect(adobe.get(id)).toMatchObject({ state: "ACTIVE", roles: ["Learner"], manager: adobe.ownerId });
  });

  it("sets and clears the manager, and refuses an unknown one and oneself", async () => {
    const boss = await created("boss@example.com");
    const id = await created("ada@example.com");
    const withManager = (data: unknown) => patch(id, "ada@example.com", {}, { manager: { data } });
    await send("PATCH", `/users/${id}`, withManager({ type: "user", id: boss }));
    expect(adobe.get(id)?.manager).toBe(boss);
    const unknown = await send("PATCH", `/users/${id}`, withManager({ type: "user", id: "404" }));
    expect(unknown.status).toBe(400);
    expect(unknown.body.title).toBe("object doesn't exist");
    expect((await send("PATCH", `/users/${id}`, withManager({ type: "user", id }))).status).toBe(400);
    const cleared = await send("PATCH", `/users/${id}`, withManager(null));
    expect(cleared.body.data.relationships).not.toHaveProperty("manager");
  });

  it("merges fields by key, where null and an empty text remove one, and clears a bio by null", async () => {
    const id = await created("ada@example.com", { fields: { Team: "Blue", Site: "Bonn" }, bio: "Hi" });
    const fields = { Team: null, Topics: ["IT", "Law"] };
    const { body } = await send("PATCH", `/users/${id}`, patch(id, "ada@example.com", { fields, bio: null }));
    expect(body.data.attributes.fields).toEqual({ Site: "Bonn", Topics: ["IT", "Law"] });
    expect(body.data.attributes).not.toHaveProperty("bio");
  });
});

describe("external people", () => {
  const added = (profile: string, email = "ada@example.com", userType = "EXTERNAL") =>
    send("POST", `/externalProfiles/${profile}/users`, person(email, { userType }));

  it("are added to a profile, shown as external, and listed with it", async () => {
    await restart({ externalProfiles: [{ id: "7", name: "Partners" }] });
    const { status, body } = await added("7");
    expect([status, body.data.attributes.userType]).toEqual([200, "External"]);
    expect((await send("GET", "/externalProfiles")).body.data).toMatchObject([{ id: "7", type: "externalProfile" }]);
    const listed = await send("GET", "/externalProfiles/7/users");
    expect(listed.body.data.map((user: { id: string }) => user.id)).toEqual([body.data.id]);
    expect((await added("7")).status).toBe(400);
    expect((await added("8")).body.title).toBe("object doesn't exist");
  });

  it.each([
    ["Seat limit reached", { seatLimit: 1 }, "bob@example.com"],
    ["User already exists", { seatLimit: 2 }, "ADA@example.com"],
    ["The profile has expired", { expiry: "2023-01-01T00:00:00.000Z" }, "bob@example.com"],
  ])("are refused with: %s", async (title, terms, email) => {
    await restart({ externalProfiles: [{ id: "7", name: "Partners", ...terms }] });
    await added("7");
    expect(await added("7", email)).toMatchObject({ status: 400, body: { title } });
    expect((await added("7", "cleo@example.com", "INTERNAL")).status).toBe(400);
  });

  it("are only accepted, where the account answers so", async () => {
    await restart({ externalProfiles: [{ id: "7", name: "Partners" }], externalAnswer: "nothing" });
    expect(await added("7")).toMatchObject({ status: 202, body: undefined });
    expect(adobe.people()).toMatchObject([{ email: "ada@example.com", externalProfile: "7" }]);
  });
});

describe("reading and listing", () => {
  it("includes the manager on request", async () => {
    const id = await created("ada@example.com");
    const { body } = await send("GET", `/users/${id}?include=manager`);
    expect(body.included).toMatchObject([{ id: adobe.ownerId, type: "user" }]);
  });

  it("still answers for a deleted account, but doesn't list or find it", async () => {
    const id = await created("ada@example.com");
    expect((await send("DELETE", `/users/${id}`)).status).toBe(204);
    expect((await send("GET", `/users/${id}`)).body.data.attributes.state).toBe("DELETED");
    expect((await send("GET", "/users?ids=email:ada@example.com")).body.data).toEqual([]);
    expect((await send("DELETE", `/users/${id}`)).status).toBe(404);
  });

  it("shows deleted accounts in lists and look-ups, where the account does so", async () => {
    await restart({ deletedInLists: "shown" });
    const id = await created("ada@example.com");
    await send("DELETE", `/users/${id}`);
    for (const query of ["?ids=email:ada@example.com", "?page[limit]=10"]) {
      const { data } = (await send("GET", `/users${query}`)).body;
      expect(data.at(-1)).toMatchObject({ id, attributes: { state: "DELETED" } });
    }
  });

  it("finds by email without regard to case", async () => {
    const id = await created("ada+x@example.com");
    const { body } = await send("GET", `/users?ids=${encodeURIComponent("email:ADA+X@example.com")}`);
    expect(body.data.map((user: { id: string }) => user.id)).toEqual([id]);
    const accounts = await send("GET", "/users/ada%2Bx@example.com/accounts");
    expect(accounts.body.data[0].id).toBe(adobe.accountId);
  });

  it.each([
    ["cursor", 6],
    ["offset-then-cursor", 1],
  ] as const)("pages by %s without gaps or repeats", async (paging, cursors) => {
    await restart({ paging });
    for (let i = 0; i < 640; i++) adobe.create({ email: `p${i}@example.com`, name: `Person ${i}` });
    const seen: string[] = [];
    const links: string[] = [];
    let next: string | undefined = "/users?page[limit]=100";
    while (next !== undefined) {
      const { body } = await send("GET", next);
      seen.push(...body.data.map((user: { id: string }) => user.id));
      next = body.links.next;
      if (next !== undefined) links.push(next);
    }
    expect(new Set(seen).size).toBe(641);
    expect(seen).toHaveLength(641);
    expect(links.filter((link) => link.includes("page[cursor]"))).toHaveLength(cursors);
  });

  it("refuses pages that are too large and offsets that are too far", async () => {
    expect((await send("GET", "/users?page[limit]=101")).status).toBe(400);
    expect((await send("GET", "/users?include=manager&page[limit]=11")).status).toBe(400);
    expect((await send("GET", "/users?page[offset]=501")).status).toBe(400);
    expect((await send("GET", "/users?page[limit]=x")).status).toBe(400);
  });

  it("sorts backwards by id", async () => {
    const first = await created("a@example.com");
    const second = await created("b@example.com");
    const { body } = await send("GET", "/users?sort=-id");
    expect(body.data.map((user: { id: string }) => user.id)).toEqual([second, first, adobe.ownerId]);
  });

  it("gives the account with its time zones", async () => {
    await restart({ accountId: "4711" });
    const user = await send("GET", `/users/${adobe.ownerId}`);
    expect(user.body.data.relationships.account.data.id).toBe("4711");
    const { body } = await send("GET", "/account");
    expect(body.data.id).toBe(adobe.accountId);
    expect(body.data.attributes.timeZones[0].timeZoneCode).toMatch(/^\d+$/);
  });
});

describe("headers, access and tokens", () => {
  it("announces rates that slow nobody where none are kept", async () => {
    const { headers } = await send("POST", "/users", person("ada@example.com"));
    const [perMinute, burst] = ["x-rate-limit", "x-burst"].map((name) => Number.parseInt(headers.get(name) ?? "", 10));
    expect(perMinute).toBeGreaterThanOrEqual(1_000_000);
    expect(burst).toBeGreaterThanOrEqual(100_000);
  });

  it("sends the seed's headers and the method's own rate", async () => {
    const { headers } = await send("GET", "/account");
    expect(headers.get("content-type")).toBe("application/vnd.api+json;charset=UTF-8");
    expect(headers.get("x-request-id")).toMatch(/^gw[0-9a-f]{24}$/);
    expect(headers.get("server")).toBe("openresty");
    expect(headers.get("x-rate-limit")).toMatch(/^\d+r\/m$/);
  });

  it("refuses a wrong token, Accept, Content-Type and broken JSON, each in a vendor's shape", async () => {
    const noToken = await send("GET", "/users", undefined, { authorization: "oauth nope" });
    expect(noToken.status).toBe(401);
    expect(noToken.body.meta.error).toBeDefined();
    expect((await send("GET", "/users", undefined, { accept: "application/json" })).status).toBe(406);
    expect((await send("POST", "/users", {}, { "content-type": "application/json" })).status).toBe(415);
    const broken = await send("POST", "/users", "{");
    expect(broken.status).toBe(400);
    expect(broken.body.meta.detail).toContain("JSON");
    expect((await send("GET", "/nothing")).status).toBe(404);
    expect((await send("GET", "/users/%zz")).status).toBe(400);
  });

  it("refreshes a token: early the same one, after its expiry another", async () => {
    const refresh = async () => {
      const { clientId, clientSecret, refreshToken } = adobe;
      const form = { client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken };
      const url = `${adobe.origin}/oauth/token/refresh`;
      const reply = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
      return { status: reply.status, body: (await reply.json()) as { access_token: string; expires_in: number } };
    };
    const old = adobe.token;
    expect(await refresh()).toMatchObject({ status: 200, body: { access_token: old, expires_in: 604800 } });
    adobe.expireToken();
    expect((await send("GET", "/account", undefined, { authorization: `oauth ${old}` })).status).toBe(401);
    const { body } = await refresh();
    expect(body.access_token).not.toBe(old);
    expect((await send("GET", "/account", undefined, { authorization: `oauth ${body.access_token}` })).status).toBe(
      200,
    );
    expect(adobe.log.counts()).toEqual({ reads: 2, writes: 0, tokens: 2 });
  });

  it("lets tokens end with their lifetime", async () => {
    await restart({ tokenSeconds: 60 });
    const { token } = adobe;
    clock.forward(61_000);
    expect((await send("GET", "/account", undefined, { authorization: `oauth ${token}` })).status).toBe(401);
    const check = await send("GET", `${adobe.origin}/oauth/token/check?access_token=${token}`);
    expect(check).toMatchObject({ status: 200, body: { error: expect.any(String) } });
  });
});

describe("large accounts", () => {
  it("answer before a write shows", async () => {
    await restart({ async: 1500 });
    const id = await created("ada@example.com");
    expect((await send("GET", `/users/${id}`)).status).toBe(404);
    const early = await send("PATCH", `/users/${id}`, patch(id, "ada@example.com"));
    expect(early).toMatchObject({ status: 400, body: { title: "object doesn't exist" } });
    clock.forward(1500);
    expect((await send("GET", `/users/${id}`)).status).toBe(200);
    const update = await send("PATCH", `/users/${id}`, patch(id, "new@example.com"));
    expect(update.body.data.attributes.email).toBe("ada@example.com");
    clock.forward(1500);
    expect((await send("GET", `/users/${id}`)).body.data.attributes.email).toBe("new@example.com");
  });
});

describe("rates", () => {
  it("limits each method, says when to come back, and lets pass after that", async () => {
    await restart({ rates: "vendor" });
    const statuses = await Promise.all(
      Array.from({ length: 11 }, async (_, i) => (await send("POST", "/users", person(`p${i}@example.com`))).status),
    );
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    const refused = await send("POST", "/users", person("late@example.com"));
    expect(refused.headers.get("retry-after")).toBe("2.000");
    expect(refused.headers.get("x-rate-limit")).toBe("30r/m");
    expect(refused.body).toEqual({ message: expect.any(String) });
    expect((await send("GET", "/account")).status).toBe(200);
    clock.forward(2000);
    expect((await send("POST", "/users", person("late@example.com"))).status).toBe(200);
  });

  it("runs the vendor's limits on a faster clock", async () => {
    await restart({ rates: 60 });
    const { headers } = await send("POST", "/users", person("ada@example.com"));
    expect(headers.get("x-rate-limit")).toBe("1800r/m");
  });
});

describe("behind the provider's back", () => {
  it("changes accounts at once and without a trace in the log", async () => {
    const { id } = adobe.create({ email: "ada@example.com", name: "Ada" });
    adobe.addRole("ada@example.com", "Author");
    adobe.set(id, { name: "Ada Lovelace" });
    expect((await send("GET", `/users/${id}`)).body.data.attributes).toMatchObject({
      name: "Ada Lovelace",
      roles: ["Learner", "Author"],
    });
    adobe.deactivate(id);
    expect(adobe.people().map((account) => account.state)).toEqual(["DELETED"]);
    expect(adobe.log.entries).toHaveLength(1);
    expect(() => adobe.set("nobody@example.com", {})).toThrow("nobody@example.com");
  });
});
