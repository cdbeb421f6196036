import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NetexEmulator, NetexOptions } from "../../sandbox/index";
import { startNetex } from "../../sandbox/index";
import { handClock, jsonClient } from "./helpers";

let netex: NetexEmulator;
const clock = handClock();
const send = jsonClient(
  () => netex.url,
  () => ({ "x-cloud-auth-token": netex.token }),
  "application/json",
);

async function restart(options: NetexOptions): Promise<void> {
  await netex.close();
  netex = await startNetex({ now: clock.now, ...options });
}

const person = (username: string, more: object = {}) => ({
  user: {
    username,
    name: "Ada",
    surname: "Example",
    language: "en",
    timezone: "Europe/London",
    email: `${username}@example.com`,
    roles: { management: ["user"], training: ["user"] },
    ...more,
  },
});

async function created(username: string, more: object = {}): Promise<string> {
  const reply = await send("POST", "/users", person(username, more));
  expect(reply.status).toBe(200);
  return reply.body.location.split("/").at(-1);
}

const asynchronous = { "x-cloud-synchronization": "asynchronous" };

beforeEach(async () => {
  netex = await startNetex({ now: clock.now });
});
afterEach(() => netex.close());

describe("creating", () => {
  it("answers the envelope with the location, in the header too", async () => {
    const { status, body, headers } = await send("POST", "/users", person("ada"));
    expect(status).toBe(200);
    expect(body.location).toMatch(/\/users\/[0-9a-f]{32}$/);
    expect(headers.get("location")).toBe(body.location);
    expect(Object.keys(body.responsePlatforms)).toEqual(["training", "social", "play", "management"]);
    const read = await send("GET", body.location);
    expect(read.body).toMatchObject({ username: "ada", authSource: "LOCAL", enabled: true });
  });

  it("doesn't take extended fields, external id and extra", async () => {
    const id = await created("ada", { extendedFields: { costCentre: "1" }, externalId: "e1", extra: { a: 1 } });
    const { body } = await send("GET", `/users/${id}`);
    expect(body).toMatchObject({ externalId: null, extra: {} });
    expect(body.extendedFields).toEqual({ costCentre: null, contractType: null, startDate: null });
  });

  it.each([
    ["no username", { username: undefined }],
    ["no timezone", { timezone: "" }],
    ["a bad address", { email: "ada" }],
    ["no management role", { roles: { training: ["user"] } }],
    ["an unknown section", { roles: { management: ["user"], kitchen: ["chef"] } }],
    ["an unknown role", { roles: { management: ["user"], social: ["trainer"] } }],
    ["an image by url and by data", { image: { url: "https://example.com/a.png", base64Image: "AA==" } }],
    ["image data without its type", { image: { base64Image: "AA==" } }],
  ])("refuses %s", async (_what, more) => {
    const { status, body } = await send("POST", "/users", person("ada", more));
    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 400, message: expect.stringMatching(/./) });
  });

  it("refuses a username that is taken, whatever its case", async () => {
    await created("ada");
    expect((await send("POST", "/users", person("ADA"))).status).toBe(400);
  });
});

describe("updating", () => {
  it("replaces everything: what is left out is emptied, and the password is kept", async () => {
    const id = await created("ada", { aboutMe: "Hi", officePhone: "1", password: "secret" });
    const { password } = netex.get(id) ?? {};
    const { body } = await send("PUT", "/users/ADA", person("ada.new", { externalId: "e1" }));
    expect(body.status).toBe(204);
    expect(body.responsePlatforms.training).toEqual({ location: null, message: null, status: 200 });
    expect(netex.get(id)).toMatchObject({
      username: "ada.new",
      aboutMe: null,
      officePhone: null,
      externalId: "e1",
      password,
    });
    expect((await send("PUT", `/users/${id}`, { user: { name: "Ada" } })).status).toBe(400);
  });

  it("keeps extra, and shows an image as a server path", async () => {
    const id = await created("ada");
    const more = { extra: { a: 1 }, image: { url: "https://example.com/a.png" }, extendedFields: { shoeSize: "38" } };
    await send("PUT", `/users/${id}`, person("ada", more));
    const { body } = await send("GET", `/users/${id}`);
    expect(body.extra).toEqual({ a: 1 });
    expect(netex.get(id)?.extra).toEqual({ a: 1 });
    expect(body.image.url).toMatch(/^\/nlc\/images\//);
    expect(body.extendedFields).toMatchObject({ shoeSize: "38", costCentre: null });
  });

  it("activates and deactivates, with and without a message", async () => {
    const id = await created("ada");
    expect((await send("PUT", `/users/${id}/deactivate`, { message: "Bye" })).status).toBe(200);
    expect(netex.get(id)?.enabled).toBe(false);
    expect((await send("PUT", `/users/${id}/activate`)).status).toBe(200);
    expect(netex.get(id)?.enabled).toBe(true);
  });

  it("deletes for good", async () => {
    const id = await created("ada");
    expect((await send("DELETE", "/users/ada")).body.status).toBe(204);
    const gone = await send("GET", `/users/${id}`);
    expect(gone).toMatchObject({ status: 404, body: { status: 404 } });
  });
});

describe("synchronization", () => {
  it("queues training and social when asynchronous, and shows them later", async () => {
    await restart({ async: 1000 });
    const roles = { management: ["user"], training: ["user"], play: ["author"] };
    const made = await send("POST", "/users", person("ada", { roles }), asynchronous);
    const { training, social, play, management } = made.body.responsePlatforms;
    expect([training.status, social.status, play.status, management.status]).toEqual([202, 202, 204, 200]);
    const shown = async () => (await send("GET", "/users/ada")).body.roles;
    expect(await shown()).toEqual({ management: ["user"], play: ["author"] });
    clock.forward(1000);
    expect(await shown()).toEqual(roles);
  });

  it("waits for all platforms when synchronous", async () => {
    await restart({ async: 1000 });
    await created("ada");
    expect((await send("GET", "/users/ada")).body.roles.training).toEqual(["user"]);
  });

  it("keeps a failed platform as it was and answers 200 with its message", async () => {
    const id = await created("ada");
    const fault = { kind: "platform", platform: "training", status: 500, message: "LMS down" } as const;
    netex.faults.add({ method: "PUT", fault, times: 1 });
    const roles = { management: ["admin"], training: ["trainer"], social: ["user"] };
    const { status, body } = await send("PUT", `/users/${id}`, person("ada", { roles }));
    expect(status).toBe(200);
    expect(body.responsePlatforms.training).toEqual({ location: null, message: "LMS down", status: 500 });
    expect(body.responsePlatforms.management.status).toBe(204);
    expect(netex.get(id)?.roles).toEqual({ management: ["admin"], training: ["user"], social: ["user"] });
  });

  it("creates nobody where management fails", async () => {
    netex.faults.add({ fault: { kind: "platform", platform: "management", status: 503 } });
    const { body } = await send("POST", "/users", person("ada"));
    expect(body.location).toBeNull();
    expect(body.responsePlatforms.management.status).toBe(503);
    expect(netex.people()).toEqual([]);
  });
});

describe("listing and older reads", () => {
  it("answers a bare array of 500 at most, with a password hash in it", async () => {
    for (let i = 0; i < 510; i++) {
      netex.create({ username: `p${i}`, name: "P", surname: String(i), email: `p${i}@example.com` });
    }
    const first = (await send("GET", "/users?count=1000")).body;
    expect(first).toHaveLength(500);
    expect(first[0].password).toEqual(expect.any(String));
    expect((await send("GET", "/users?startIndex=500&count=500")).body).toHaveLength(10);
    expect((await send("GET", "/users?startIndex=510")).body).toEqual([]);
    expect((await send("GET", "/users?startIndex=x")).status).toBe(400);
  });

  it("can count from one", async () => {
    await restart({ startIndexBase: 1 });
    await created("ada");
    await created("bob");
    const names = async (query: string) =>
      (await send("GET", `/users?${query}`)).body.map((user: { username: string }) => user.username);
    expect(await names("startIndex=1&count=1")).toEqual(["ada"]);
    expect(await names("startIndex=2")).toEqual(["bob"]);
  });

  it("leaves what is newer out of older reads", async () => {
    await restart({ newerReads: false });
    const id = await created("ada");
    const { body } = await send("GET", `/users/${id}`);
    for (const newer of ["extendedFields", "externalId", "password", "authSource"])
      expect(body).not.toHaveProperty(newer);
    expect((await send("GET", "/users")).body[0].password).toEqual(expect.any(String));
  });
});

describe("groups", () => {
  it("grant their roles to members", async () => {
    const id = await created("ada");
    const made = await send("POST", "/groups", { group: { name: "Trainers", codGroup: "T", parentId: "nope" } });
    expect(made.body.status).toBe(200);
    const group = netex.createGroup({ name: "Authors", roles: { play: ["author"] } });
    expect((await send("POST", `/groups/${group.id}/users.add`, { userIds: [id] })).status).toBe(200);
    expect((await send("GET", "/users/ada")).body.roles.play).toEqual(["author"]);
    expect((await send("GET", "/users/ada/groups")).body).toMatchObject([
      { codGroup: "Authors", name: "Authors", parentCommondId: null, roles: { play: ["author"] } },
    ]);
    expect((await send("GET", "/users/ada/groups?startIndex=1")).body).toEqual([]);
    await send("POST", `/groups/${group.id}/users.remove`, { userIds: [id] });
    expect((await send("GET", "/users/ada")).body.roles).not.toHaveProperty("play");
    const many = Array.from({ length: 501 }, () => id);
    expect((await send("POST", `/groups/${group.id}/users.add`, { userIds: many })).status).toBe(400);
  });
});

describe("access", () => {
  it("refuses a wrong or expired token, another content type and broken JSON", async () => {
    const { token } = netex;
    netex.expireToken();
    expect((await send("GET", "/users", undefined, { "x-cloud-auth-token": token })).status).toBe(401);
    expect((await send("GET", "/users")).status).toBe(200);
    expect((await send("POST", "/users", "<user/>", { "content-type": "text/xml" })).status).toBe(415);
    expect(await send("POST", "/users", "{")).toMatchObject({ status: 400, body: { message: expect.any(String) } });
  });

  it("changes nothing about who is behind the provider's back in the log", async () => {
    netex.create({ username: "ada", name: "Ada", surname: "Example", email: "ada@example.com" });
    netex.addRole("ada", "social", "admin");
    netex.removeRole("ada", "social", "admin");
    netex.deactivate("ada");
    expect(netex.get("ADA")).toMatchObject({ enabled: false, roles: { management: ["user"], social: [] } });
    netex.delete("ada");
    expect(netex.accounts()).toEqual([]);
    expect(netex.log.entries).toEqual([]);
  });
});
