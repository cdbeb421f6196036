import { afterEach, describe, expect, it } from "vitest";
import { startAdobe, startNetex, startScim } from "../../sandbox/index";
import { jsonClient } from "./helpers";

const open: { close(): Promise<void> }[] = [];

function kept<T extends { close(): Promise<void> }>(emulator: T): T {
  open.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()));
});

describe("Adobe's user groups", () => {
  async function stage() {
    const adobe = kept(await startAdobe());
    const headers = {
      accept: "application/vnd.api+json",
      authorization: `oauth ${adobe.token}`,
      "x-acap-user": adobe.ownerId,
      "x-acap-account": adobe.accountId,
      "x-acap-caller-role": "ROLE_ADMIN",
    };
    const send = jsonClient(
      () => adobe.url,
      () => headers,
      "application/vnd.api+json",
    );
    const data = [{ type: "user", id: adobe.ownerId }];
    return { adobe, send, data };
  }

  it("are created with a first member, renamed and deleted", async () => {
    const { adobe, send, data } = await stage();
    const made = await send("POST", "/userGroups", { name: "Payroll", description: "Pays", data });
    expect(made.status).toBe(201);
    expect(made.body.data).toMatchObject({
      type: "userGroup",
      attributes: { name: "Payroll", description: "Pays", readOnly: false, state: "Active", userCount: 1 },
    });
    const path = `/userGroups/${made.body.data.id}`;
    expect((await send("PUT", path, { name: "Pay" })).status).toBe(200);
    expect((await send("GET", path)).body.data.attributes).toMatchObject({ name: "Pay", description: "Pays" });
    const ada = adobe.create({ email: "ada@example.com", name: "Ada" });
    const many = (ids: readonly string[]) => ({ data: ids.map((id) => ({ type: "user", id })) });
    expect((await send("POST", `${path}/users`, many([ada.id]))).status).toBe(204);
    expect((await send("DELETE", `${path}/users`, many([adobe.ownerId]))).status).toBe(204);
    expect((await send("GET", `${path}/users`)).body.data).toMatchObject([{ id: ada.id, type: "user" }]);
    expect((await send("POST", `${path}/users`, many(Array(21).fill(ada.id)))).status).toBe(400);
    expect((await send("POST", `/userGroups/${adobe.groups()[0]?.id}/users`, many([ada.id]))).status).toBe(403);
    expect((await send("DELETE", path)).status).toBe(204);
    expect((await send("GET", path)).body.data.attributes).toMatchObject({ state: "Deleted", userCount: 0 });
    expect((await send("DELETE", path)).status).toBe(404);
    expect(adobe.groups().map(({ name, state }) => [name, state])).toEqual([
      ["All Users", "Active"],
      ["Pay", "Deleted"],
    ]);
  });

  it("need a name, a member and the headers that say who asks, and a name once", async () => {
    const { adobe, send, data } = await stage();
    const refused = [
      { name: " ", data },
      { name: "Payroll", data: [] },
      { name: "Payroll" },
      { name: "Payroll", data: [{ type: "user", id: "1" }] },
      { name: "Payroll", data: Array.from({ length: 101 }, () => data[0]) },
      { name: "all users", data },
    ];
    for (const body of refused) expect((await send("POST", "/userGroups", body)).status).toBe(400);
    const stranger = { "x-acap-caller-role": "" };
    expect((await send("POST", "/userGroups", { name: "Payroll", data }, stranger)).status).toBe(403);
    const { id } = adobe.groups()[0] ?? {};
    expect((await send("PUT", `/userGroups/${id}`, { name: "Nobody" })).status).toBe(403);
    expect((await send("DELETE", `/userGroups/${id}`)).status).toBe(403);
    expect(adobe.groups()).toHaveLength(1);
  });

  it("are listed in pages of 10, by offset and from 500 on by cursor", async () => {
    const { adobe, send } = await stage();
    for (let i = 0; i < 515; i++) adobe.createGroup({ name: `Group ${i}` });
    adobe.deleteGroup("Group 1");
    let path: string | undefined = "/userGroups?sort=dateCreated";
    const names: string[] = [];
    const ways = new Set<string | undefined>();
    while (path !== undefined) {
      const { body } = await send("GET", path);
      expect(body.data.length).toBeLessThanOrEqual(10);
      names.push(...body.data.map((group: { attributes: { name: string } }) => group.attributes.name));
      path = body.links.next;
      ways.add(/offset|cursor/.exec(path ?? "")?.[0]);
    }
    expect(names).toHaveLength(515);
    expect(new Set(names).size).toBe(515);
    expect([...ways]).toEqual(["offset", "cursor", undefined]);
    expect((await send("GET", "/userGroups?page[limit]=11")).status).toBe(400);
  });
});

describe("Netex's groups", () => {
  async function stage() {
    const netex = kept(await startNetex());
    const send = jsonClient(
      () => netex.url,
      () => ({ "x-cloud-auth-token": netex.token }),
      "application/json",
    );
    return { netex, send };
  }

  it("are addressed by id or code, and keep code and parent for good", async () => {
    const { netex, send } = await stage();
    const staff = netex.createGroup({ name: "Staff", codGroup: "staff" });
    const made = await send("POST", "/groups", { group: { name: "Payroll", codGroup: "pay", parentId: "staff" } });
    expect(made.body).toMatchObject({ status: 200, location: expect.stringMatching(/\/groups\/[0-9a-f]+$/) });
    const update = { name: "Pay", description: "Pays", codGroup: "other", parentId: null };
    expect((await send("PUT", "/groups/PAY", { group: update })).body.status).toBe(204);
    expect((await send("GET", made.body.location)).body).toMatchObject({
      codGroup: "pay",
      name: "Pay",
      description: "Pays",
      parentId: staff.id,
      roles: {},
    });
    expect((await send("PUT", "/groups/pay", { group: { name: "Pay" } })).status).toBe(200);
    expect(netex.getGroup("pay")?.description).toBeNull();
  });

  it("pass over an unknown parent without a word, and refuse a code that is taken or missing", async () => {
    const { netex, send } = await stage();
    await send("POST", "/groups", { group: { name: "Payroll", codGroup: "pay", parentId: "nope" } });
    expect(netex.getGroup("pay")?.parentId).toBeNull();
    expect((await send("POST", "/groups", { group: { name: "Payroll", codGroup: "Pay" } })).status).toBe(400);
    expect((await send("POST", "/groups", { group: { name: "Payroll" } })).status).toBe(400);
  });

  it("are searched in pages, show their members, and go with those below them", async () => {
    const { netex, send } = await stage();
    const staff = netex.createGroup({ name: "Staff", codGroup: "b-staff" });
    netex.createGroup({ name: "Payroll", codGroup: "a-pay", parentId: staff.id });
    netex.create({ username: "ada", name: "Ada", surname: "Example", email: "ada@example.com" });
    netex.addToGroup("a-pay", "ada");
    const codes = async (query: string) =>
      (await send("GET", `/groups.search${query}`)).body.map(({ codGroup }: { codGroup: string }) => codGroup);
    expect(await codes("")).toEqual(["a-pay", "b-staff"]);
    expect(await codes("?startIndex=1&count=1")).toEqual(["b-staff"]);
    expect(await codes("?q=STAFF")).toEqual(["b-staff"]);
    expect((await send("GET", "/groups/a-pay/users")).body).toMatchObject([{ username: "ada" }]);
    expect((await send("DELETE", "/groups/b-staff")).body.status).toBe(204);
    expect(netex.groups()).toEqual([]);
    expect((await send("GET", "/groups/a-pay")).status).toBe(404);
  });
});

describe("SCIM's groups", () => {
  async function stage(options = {}) {
    const scim = kept(await startScim(options));
    const send = jsonClient(
      () => scim.url,
      () => ({ authorization: `Bearer ${scim.token}` }),
      "application/scim+json",
    );
    return { scim, send };
  }
  const schemas = ["urn:ietf:params:scim:schemas:core:2.0:Group"];

  it("have versions, names that two may have, and members that can be left out", async () => {
    const { scim, send } = await stage();
    const made = await send("POST", "/Groups", { schemas, displayName: "Payroll", externalId: "g1" });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ displayName: "Payroll", meta: { resourceType: "Group" } });
    expect((await send("POST", "/Groups", { schemas, displayName: "payroll" })).status).toBe(201);
    const named = `/Groups?filter=${encodeURIComponent('displayName eq "PAYROLL"')}&excludedAttributes=members`;
    expect((await send("GET", named)).body.totalResults).toBe(2);
    const path = `/Groups/${made.body.id}`;
    scim.patchGroup(made.body.id, [{ op: "add", path: "members", value: [{ value: "u1" }, { value: "u2" }] }]);
    expect((await send("GET", `${path}?excludedAttributes=members`)).body).not.toHaveProperty("members");
    const stale = { "if-match": made.headers.get("etag") ?? "" };
    expect((await send("PUT", path, { schemas, displayName: "Pay" }, stale)).status).toBe(412);
    const operations = [
      { op: "replace", path: "displayName", value: "Pay" },
      { op: "remove", path: 'members[value eq "u1"]' },
    ];
    expect((await send("PATCH", path, { Operations: operations })).body).toMatchObject({
      displayName: "Pay",
      externalId: "g1",
      members: [{ value: "u2" }],
    });
    expect((await send("PUT", path, { schemas, displayName: "Pay" })).body).not.toHaveProperty("members");
    expect((await send("POST", "/Groups", { schemas })).status).toBe(400);
    expect((await send("DELETE", path)).status).toBe(204);
    expect((await send("GET", path)).status).toBe(404);
  });

  it("are found by the search over everything, beside users", async () => {
    const { scim, send } = await stage();
    const { id } = scim.createGroup({ displayName: "Payroll" });
    scim.create({ userName: "ada" });
    const search = async (filter?: string) =>
      (await send("POST", "/.search", filter === undefined ? {} : { filter })).body.totalResults;
    expect(await search()).toBe(2);
    expect(await search(`id eq "${id}"`)).toBe(1);
    expect(await search('userName eq "ada"')).toBe(1);
    expect((await send("POST", "/.search", { filter: 'nobody eq "ada"' })).status).toBe(400);
  });
});
