import { afterEach, describe, expect, it } from "vitest";
import { type NetexEmulator, type NetexOptions, startNetex } from "../../sandbox/index";
import { variantOptions } from "../../sandbox/variant";

let netex: NetexEmulator;

async function open(question: string, answer: string): Promise<void> {
  const options = variantOptions("netex", question, answer);
  if (options === undefined) throw new Error(`Netex has no variant ${question}=${answer}`);
  netex = await startNetex(options as NetexOptions);
}

async function send(method: string, path: string, body?: unknown) {
  const reply = await fetch(`${netex.url}${path}`, {
    method,
    headers: {
      "X-Cloud-Auth-Token": netex.token,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  return { status: reply.status, body: text === "" ? undefined : JSON.parse(text), headers: reply.headers };
}

const ADA = { username: "ada", name: "Ada", surname: "Byron", email: "ada@example.com" };
const user = (more: object = {}) => ({ user: { ...ADA, language: "en", timezone: "Europe/London", ...more } });

afterEach(() => netex.close());

describe("a variant of Netex", () => {
  it("merges a PUT, with roles by section and fields by key", async () => {
    await open("put", "merge");
    const roles = { management: ["user"], social: ["user"] };
    const before = { aboutMe: "Hi", image: "/a.png", extra: { a: 1 }, extendedFields: { costCentre: "1" }, roles };
    const { id } = netex.create({ ...ADA, ...before });
    const change = { extendedFields: { startDate: "x" }, roles: { training: ["user"] } };
    expect((await send("PUT", `/users/${id}`, user(change))).status).toBe(200);
    expect(netex.get(id)).toMatchObject({
      ...before,
      extendedFields: { costCentre: "1", startDate: "x" },
      roles: { ...roles, training: ["user"] },
    });
  });

  it.each([
    ["shown", { a: 1 }],
    ["null", null],
    ["absent", undefined],
  ])("shows extra: %s", async (answer, shown) => {
    await open("extra", answer);
    netex.create({ ...ADA, extra: { a: 1 } });
    expect((await send("GET", "/users/ada")).body.extra).toEqual(shown);
  });

  it("deletes only whom somebody has switched off", async () => {
    await open("deletion", "switched-off");
    netex.create(ADA);
    expect(await send("DELETE", "/users/ada")).toMatchObject({ status: 400, body: { status: 400 } });
    netex.deactivate("ada");
    expect((await send("DELETE", "/users/ada")).status).toBe(200);
    expect(netex.accounts()).toEqual([]);
  });

  it("switches nobody off twice", async () => {
    await open("switching", "once");
    netex.create(ADA);
    expect((await send("PUT", "/users/ada/activate")).status).toBe(400);
    expect((await send("PUT", "/users/ada/deactivate")).status).toBe(200);
    expect((await send("PUT", "/users/ada/deactivate")).status).toBe(400);
  });

  it("keeps the username of somebody who was deleted", async () => {
    await open("deleted-usernames", "taken");
    netex.create(ADA);
    await send("DELETE", "/users/ada");
    expect((await send("POST", "/users", user({ username: "ADA" }))).body.message).toMatch(/in use/);
  });

  it.each([
    ["some", ["training", "management"]],
    ["none", []],
  ])("tells about %s of the platforms", async (answer, told) => {
    await open("told-platforms", answer);
    expect(Object.keys((await send("POST", "/users", user())).body.responsePlatforms)).toEqual(told);
  });

  it("answers a write that succeeds without a body", async () => {
    await open("answers", "empty");
    const { status, body, headers } = await send("POST", "/users", user());
    expect([status, body]).toEqual([201, undefined]);
    expect(headers.get("location")).toMatch(/users\/[0-9a-f]+$/);
    expect(await send("PUT", "/users/ada", user())).toMatchObject({ status: 204, body: undefined });
  });

  it("has short pages, and lists by id", async () => {
    await open("page-size", "short");
    for (const name of ["a", "b", "c", "d"]) netex.create({ ...ADA, username: name });
    expect((await send("GET", "/users?startIndex=0&count=500")).body).toHaveLength(3);
    await netex.close();
    await open("order", "id");
    for (const name of ["a", "b", "c", "d"]) netex.create({ ...ADA, username: name });
    const ids = (await send("GET", "/users")).body.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).not.toEqual(netex.accounts().map(({ id }) => id));
  });

  it.each([
    ["taken", 200, "e1"],
    ["refused", 400, undefined],
  ])("has what only an update documents %s at a creation", async (answer, status, externalId) => {
    await open("creation-fields", answer);
    expect((await send("POST", "/users", user({ externalId: "e1" }))).status).toBe(status);
    expect(netex.get("ada")?.externalId).toBe(externalId);
  });

  it("refuses a short password", async () => {
    await open("passwords", "policy");
    expect((await send("POST", "/users", user({ password: "short" }))).body.message).toMatch(/password/);
    expect((await send("POST", "/users", user({ password: "Difference-1822" }))).status).toBe(200);
  });

  it.each([
    ["with-groups", undefined, { play: ["author"] }],
    ["nowhere", undefined, undefined],
  ])("shows the roles of groups %s", async (answer, withPeople, withGroups) => {
    await open("group-roles", answer);
    netex.create(ADA);
    netex.addToGroup(netex.createGroup({ name: "authors", roles: { play: ["author"] } }).id, "ada");
    expect((await send("GET", "/users/ada/groups")).body[0].roles).toEqual(withPeople);
    expect((await send("GET", "/groups/authors")).body.roles).toEqual(withGroups);
  });

  it("refuses a parent that isn't there", async () => {
    await open("unknown-parent", "refused");
    const group = { codGroup: "g", name: "G", parentId: "nobody" };
    expect((await send("POST", "/groups", { group })).status).toBe(400);
    expect(netex.groups()).toEqual([]);
  });

  it("says by a message alone who isn't there", async () => {
    await open("missing", "message");
    for (const path of ["/users/nobody", "/groups/nobody"]) {
      const { status, body } = await send("GET", path);
      expect([status, body]).toEqual([404, { message: expect.stringMatching(/^The (user|group) does not exist$/) }]);
    }
  });

  it("has platforms that don't know a leaver without roles there, and say so", async () => {
    await open("failed-platforms", "not-found");
    netex.create({ ...ADA, roles: { management: ["user"], social: ["user"] } });
    for (const [method, path] of [
      ["PUT", "/users/ada/deactivate"],
      ["DELETE", "/users/ada"],
    ] as const) {
      const { training, social, play, management } = (await send(method, path)).body.responsePlatforms;
      expect([training.status, play.status]).toEqual([404, 404]);
      expect([social.status, management.status]).toEqual([204, 204]);
    }
    expect(netex.accounts()).toEqual([]);
  });

  it("takes a username in another case for another one", async () => {
    await open("username-case", "exact");
    netex.create(ADA);
    expect((await send("GET", "/users/ADA")).status).toBe(404);
    expect((await send("POST", "/users", user({ username: "ADA" }))).status).toBe(200);
  });
});
