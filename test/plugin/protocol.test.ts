import { status } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Platform } from "../../provider/core/contract/platform";
import { platforms } from "../../provider/platforms/registry";
import { urnOf } from "./client";
import { openPlugin, openStage, PEOPLE, PLATFORMS, type Stage } from "./stage";

const SOME = proto.DiffResponse.DiffChanges.DIFF_SOME;
const NONE = proto.DiffResponse.DiffChanges.DIFF_NONE;
/** One change of each platform that leaves the natural key alone. */
const CHANGES = { adobe: { bio: "Engines" }, netex: { aboutMe: "Engines" }, nerm: { title: "Engines" } } as const;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

describe("what the plugin says of itself", () => {
  test("the handshake accepts secrets, and leaves references to the engine", async () => {
    const answer = await stage.client.handshake();
    expect(answer.getAcceptSecrets()).toBe(true);
    expect(answer.getAcceptResources()).toBe(false);
  });

  test("configuring accepts secrets and supports preview, for engines without a handshake", async () => {
    const answer = await stage.client.configure(stage.configuration);
    expect(answer.getAcceptsecrets()).toBe(true);
    expect(answer.getSupportspreview()).toBe(true);
  });

  test("attaching to a running plugin is accepted", async () => {
    const request = new plugin.PluginAttach();
    request.setAddress("127.0.0.1:1");
    const { client } = stage;
    await expect(client.call<Empty>((done) => client.stub.attach(request, done))).resolves.toBeInstanceOf(Empty);
  });

  test("the plugin's version is the package's", async () => {
    const { client } = stage;
    const info = await client.call<plugin.PluginInfo>((done) => client.stub.getPluginInfo(new Empty(), done));
    expect(info.getVersion()).toBe("1.2.3");
  });

  test("the schema names every resource and function", async () => {
    const { client } = stage;
    const request = new proto.GetSchemaRequest();
    const answer = await client.call<proto.GetSchemaResponse>((done) => client.stub.getSchema(request, done));
    const schema = JSON.parse(answer.getSchema());
    expect(Object.keys(schema.resources)).toEqual(
      Object.values<Platform>(platforms).flatMap(({ id, kinds }) => [
        `roster:${id}:User`,
        `roster:${id}:Users`,
        ...(kinds.group ? [`roster:${id}:Group`] : []),
      ]),
    );
    expect(Object.keys(schema.functions)).toEqual(
      Object.values<Platform>(platforms).flatMap(({ id, kinds }) => [
        `roster:${id}:getUser`,
        `roster:${id}:getUsers`,
        ...(kinds.group ? [`roster:${id}:getGroup`, `roster:${id}:getGroups`] : []),
      ]),
    );
  });

  test("what it doesn't serve is unimplemented, which engines expect", async () => {
    const { client } = stage;
    const request = new proto.GetMappingRequest();
    await expect(
      client.call<proto.GetMappingResponse>((done) => client.stub.getMapping(request, done)),
    ).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
  });
});

describe.each(PLATFORMS)("a person at %s from creation to deletion", (platform) => {
  test("is created, unchanged, changed, read, imported and removed", async () => {
    const { client, vendors } = stage;
    const urn = urnOf(platform, "ada");
    const { inputs, failures } = await client.check(urn, {}, PEOPLE[platform]);
    expect(failures).toEqual([]);
    expect(inputs).toEqual(PEOPLE[platform]);

    const { id, properties: created } = await client.create(urn, inputs);
    expect(id).not.toBe("");
    expect(created).toMatchObject({ ...PEOPLE[platform], origin: "created" });
    expect((await client.diff(urn, id, created, inputs)).changes).toBe(NONE);

    const news = { ...PEOPLE[platform], ...CHANGES[platform] };
    const [name = ""] = Object.keys(CHANGES[platform]);
    const difference = await client.diff(urn, id, created, news);
    expect(difference).toMatchObject({ changes: SOME, replaces: [], diffs: [name], hasDetailedDiff: true });
    expect(difference.detailed).toEqual({ [name]: { kind: "add", inputDiff: false } });
    const updated = await client.update(urn, id, created, news);
    expect(updated).toMatchObject(news);

    const found = await client.read(urn, id, updated);
    expect(found.id).toBe(id);
    expect(found.properties).toEqual(updated);
    expect(found.inputs).toMatchObject(news);

    const key = platforms[platform].kinds.user.capabilities.naturalKey;
    await expect(client.read(urn, "nonsense:99")).rejects.toThrow(`the account's id, or \`${key}:\` and the ${key}`);
    const imported = await client.read(urn, id);
    expect(imported.properties).toMatchObject({ ...news, origin: "imported" });
    expect(imported.inputs).toMatchObject(news);

    await client.configure(stage.configuration);
    await client.delete(urn, id, updated);
    // Success too, as somebody may have been faster.
    await client.delete(urn, id, updated);
    expect(vendors[platform].log.writes()).toHaveLength(platform === "netex" ? 4 : 3 + (platform === "nerm" ? 1 : 1));
  });

  test("is replaced, as `up --replace` asks for it, without a write: the account is the new one's", async () => {
    const { client, vendors } = stage;
    const urn = urnOf(platform, "ada");
    const { id, properties } = await client.create(urn, PEOPLE[platform]);
    await client.configure(stage.configuration);
    const { inputs } = await client.check(urn, PEOPLE[platform], { ...PEOPLE[platform], adopt: true });
    const writes = vendors[platform].log.writes().length;
    expect((await client.create(urn, inputs)).id).toBe(id);
    await client.delete(urn, id, properties);
    expect(vendors[platform].log.writes()).toHaveLength(writes);
    expect(stage.said.join()).toMatch(/released and not touched/);
  });

  test("is found by its natural key at import", async () => {
    const { client } = stage;
    const urn = urnOf(platform, "ada");
    const { id } = await client.create(urn, PEOPLE[platform]);
    const key = { adobe: "email:ADA@example.com", netex: "username:ada.acme", nerm: "login:Ada.of.Acme" }[platform];
    expect(await client.read(urn, key)).toMatchObject({ id, properties: PEOPLE[platform] });
  });

  test("is answered by getUser and getUsers", async () => {
    const { client } = stage;
    const { id, properties } = await client.create(urnOf(platform, "ada"), PEOPLE[platform]);
    const key = { adobe: "email", netex: "username", nerm: "login" }[platform];
    const wanted = PEOPLE[platform] as Record<string, unknown>;
    const token = `roster:${platform}:getUser`;
    const byId = await client.invoke(token, { id });
    expect(byId).toMatchObject({ ...wanted, id, tenant: properties["tenant"] });
    expect(await client.invoke(token, { [key]: wanted[key] })).toEqual(byId);
    const all = await client.invoke(`roster:${platform}:getUsers`, {});
    expect(all?.["users"]).toContainEqual(byId);
    const some = await client.invoke(`roster:${platform}:getUsers`, { filter: { [key]: wanted[key] } });
    expect(some).toEqual({ users: [byId] });
    expect(await client.invoke(`roster:${platform}:getUsers`, { filter: { [key]: "nobody" } })).toEqual({ users: [] });
  });

  test("that is gone reads as an empty id, so that the engine drops it", async () => {
    const { client, vendors } = stage;
    const urn = urnOf(platform, "ada");
    const { id, properties } = await client.create(urn, PEOPLE[platform]);
    vendors[platform].delete(id);
    expect(await client.read(urn, id, properties)).toEqual({ id: "", properties: undefined, inputs: undefined });
    expect(await client.read(urn, id)).toEqual({ id: "", properties: undefined, inputs: undefined });
  });
});

describe("the code of an error says what went wrong", () => {
  test("an account that exists is ALREADY_EXISTS, and the message names its id and the ways out", async () => {
    for (const platform of PLATFORMS) {
      // A second process, which knows of no resource that holds the account.
      const { id } = await stage.client.create(urnOf(platform, "ada"), PEOPLE[platform]);
      const other = await openPlugin(stage.configuration);
      const second = other.client.create(urnOf(platform, "twin"), PEOPLE[platform]);
      await expect(second).rejects.toMatchObject({ code: status.ALREADY_EXISTS, cause: "already-exists" });
      await expect(second).rejects.toThrow(new RegExp(`id ${id}.*adopt: true, or import it`));
      await other.close();
    }
  });

  test("bad credentials are UNAUTHENTICATED", async () => {
    for (const platform of PLATFORMS) {
      const { [platform]: settings } = stage.configuration as Record<string, object>;
      await stage.client.configure({ [platform]: { ...settings, token: "wrong" } });
      const creation = stage.client.create(urnOf(platform, "ada"), PEOPLE[platform]);
      await expect(creation).rejects.toMatchObject({ code: status.UNAUTHENTICATED, initFailed: undefined });
    }
  });

  test("an account that vanished is NOT_FOUND when it is updated or looked up", async () => {
    const { client, vendors } = stage;
    const urn = urnOf("nerm", "ada");
    const { id, properties } = await client.create(urn, PEOPLE.nerm);
    vendors.nerm.delete(id);
    const gone = { code: status.NOT_FOUND, initFailed: undefined };
    await expect(client.update(urn, id, properties, { ...PEOPLE.nerm, title: "x" })).rejects.toMatchObject(gone);
    await expect(client.invoke("roster:nerm:getUser", { id })).rejects.toMatchObject(gone);
  });

  test("a token that may not write is PERMISSION_DENIED", async () => {
    stage.vendors.adobe.faults.add({ method: "POST", path: "/users$", fault: { kind: "status", status: 403 } });
    await expect(stage.client.create(urnOf("adobe", "ada"), PEOPLE.adobe)).rejects.toMatchObject({
      code: status.PERMISSION_DENIED,
    });
  });

  test("a value that the vendor refuses is INVALID_ARGUMENT", async () => {
    stage.vendors.adobe.faults.add({ method: "POST", path: "/users$", fault: { kind: "status", status: 400 } });
    await expect(stage.client.create(urnOf("adobe", "ada"), PEOPLE.adobe)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      cause: "rejected",
    });
  });

  test("a host that can't be reached is UNAVAILABLE, and a tenant of somebody else FAILED_PRECONDITION", async () => {
    const { client } = stage;
    const urn = urnOf("netex", "ada");
    const { id, properties } = await client.create(urn, PEOPLE.netex);
    await client.configure({ netex: { url: "http://127.0.0.1:9", token: "t" } });
    await expect(client.delete(urn, id, properties)).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      cause: "foreign-tenant",
    });
    await expect(client.read(urn, id)).rejects.toMatchObject({ code: status.UNAVAILABLE, cause: "unreachable" });
  });

  test("a creation that fails halfway carries the id, the outputs and the reason", async () => {
    const { client, vendors } = stage;
    vendors.adobe.faults.add({ method: "PATCH", fault: { kind: "status", status: 403 } });
    const creation = client.create(urnOf("adobe", "ada"), { ...PEOPLE.adobe, roles: ["Author"] });
    await expect(creation).rejects.toMatchObject({
      code: status.PERMISSION_DENIED,
      initFailed: {
        id: "15490731",
        properties: { ...PEOPLE.adobe, roles: [], origin: "created", tenant: expect.any(String) },
        reasons: [expect.stringContaining("403")],
      },
    });
  });

  test("nothing that is foreseen is UNKNOWN, INTERNAL or DATA_LOSS, which mark a whole deployment as corrupt", async () => {
    for (const status of [400, 401, 403, 404, 409, 422, 429, 500, 503]) {
      const { vendors, client } = stage;
      vendors.adobe.faults.clear();
      vendors.adobe.faults.add({ fault: { kind: "status", status } });
      const error = await client.create(urnOf("adobe", `ada${status}`), PEOPLE.adobe).catch((e: unknown) => e);
      expect([status, (error as { code: number }).code]).not.toEqual([status, expect.toBeOneOf([2, 13, 15])]);
    }
  });
});

describe("many calls at once", () => {
  test("1,000 concurrent calls of every kind are all answered", async () => {
    const { client, vendors } = stage;
    const { id, properties } = await client.create(urnOf("adobe", "ada"), PEOPLE.adobe);
    const calls = Array.from({ length: 1000 }, (_, i): Promise<unknown> => {
      const urn = urnOf("adobe", `person${i}`);
      const person = { ...PEOPLE.adobe, email: `person${i}@example.com` };
      switch (i % 5) {
        case 0:
          return client.create(urn, person);
        case 1:
          return client.check(urn, {}, person);
        case 2:
          return client.diff(urn, id, properties, person);
        case 3:
          return client.read(urn, id, properties);
        default:
          return client.invoke("roster:adobe:getUser", { id });
      }
    });
    const results = await Promise.allSettled(calls);
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(vendors.adobe.people().filter(({ email }) => email.startsWith("person"))).toHaveLength(200);
  });
});
