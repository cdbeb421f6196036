import { status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { describe, expect, it, vi } from "vitest";
import { PartialError, RejectedError } from "../../provider/core/contract/errors";
import { Ownership } from "../../provider/core/session/ownership";
import { engineLogless } from "../../provider/engine-log";
import { platforms } from "../../provider/platforms/registry";
import { provider, startPlugin } from "../../provider/plugin/server";
import { resourceProvider } from "../../provider/plugin/service";
import { Tenants } from "../../provider/plugin/tenants";
import { account, FakeConnector, sessionOf } from "../core/fake-connector";
import { Company } from "../core/many/company";
import { PluginClient, secret, urnOf } from "./client";
import { directStub } from "./direct-stub";
import { PEOPLE } from "./stage";

const log = { info: () => undefined, warn: () => undefined };
const world = { clock: { now: () => 0, sleep: async () => undefined }, log, random: () => 0, environment: {} };
const about = { version: "1.2.3", schema: () => "{}" };
const ada = { username: "ada", email: "ada@example.com" };

function clientOf(calls: UntypedServiceImplementation): PluginClient {
  return new PluginClient(directStub(calls));
}

/** A provider whose sessions are these. */
function over(session: Tenants["session"], engine = engineLogless(log)) {
  const tenants = new Tenants(world, new Ownership());
  tenants.session = session;
  return clientOf(resourceProvider(tenants, about, engine, () => undefined));
}

describe("a provider without any vendor", () => {
  it("says that it takes secrets, and lets an engine attach", async () => {
    const { calls } = provider(world, about);
    const client = clientOf(calls);
    expect((await client.handshake()).getAcceptSecrets()).toBe(true);
    const attached = await client.call<Empty>((done) => client.stub.attach(new plugin.PluginAttach(), done));
    expect(attached).toBeInstanceOf(Empty);
  });

  it("judges a configuration", async () => {
    const { calls } = provider(world, about);
    const { failures } = await clientOf(calls).checkConfig({ adobe: { url: "adobe" }, version: "0.1.0" });
    expect(failures).toEqual([["adobe", expect.stringMatching(/roster:adobe\.url/)]]);
  });

  it("begins nothing once the engine has cancelled", async () => {
    const client = clientOf(provider(world, about).calls);
    await client.configure({ adobe: { url: "http://127.0.0.1:9/primeapi/v2", token: "t" } });
    const begin = () => client.create(urnOf("adobe", "ada"), { email: "ada@example.com", name: "Ada" });
    await expect(begin()).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await client.cancel();
    await expect(begin()).rejects.toMatchObject({ code: status.CANCELLED });
  });
});

describe("groups are looked up where a platform has them", () => {
  const { group } = platforms.keycloak.kinds;
  const connector = new FakeConnector();
  connector.account = account({ name: "Payroll" }, { sets: {}, references: { parent: null } });
  const session = () => sessionOf(connector, { kind: group });

  it("by their ids, and all of them in a list", async () => {
    const client = over(session);
    const found = await client.invoke("roster:keycloak:getGroup", { id: "9" });
    expect(found).toMatchObject({ id: "9", name: "Payroll" });
    expect(await client.invoke("roster:keycloak:getGroups", {})).toEqual({ groups: [found] });
  });

  it("without a filter where it is null", async () => {
    expect((await over(session).invoke("roster:keycloak:getGroups", { filter: null }))?.["groups"]).toHaveLength(1);
    await expect(over(session).invoke("roster:keycloak:getGroups", { filter: "x" })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });
});

describe("an error", () => {
  const urn = urnOf("keycloak", "ada");

  it("reaches the engine where its outputs can't be written", async () => {
    const outputs = { username: "ada", broken: () => "no value" };
    const client = over(() => {
      throw new PartialError("9", outputs, new RejectedError("the vendor refuses it"));
    });
    await expect(client.create(urn, ada)).rejects.toMatchObject({
      code: status.INTERNAL,
      message: expect.stringMatching(/no Struct holds/),
      initFailed: undefined,
    });
  });
});

describe("what no platform has", () => {
  it.each(["aws:adobe:User", "roster:moodle:User", "roster:adobe:Team", "roster", ""])(
    "is refused: %j",
    async (type) => {
      const { calls } = provider(world, about);
      await expect(clientOf(calls).check(`urn:pulumi:dev::acme::${type}::x`, {}, {})).rejects.toMatchObject({
        code: status.INVALID_ARGUMENT,
        message: expect.stringMatching(/there are roster:adobe:User/),
      });
    },
  );
});

describe("what is of the wrong shape", () => {
  it.each(["news", "olds"])("is refused by where it stands: %s", async (name) => {
    const bad = { ...ada, roles: 7 };
    const [olds, news] = name === "olds" ? [bad, ada] : [ada, bad];
    const diff = clientOf(provider(world, about).calls).diff(urnOf("keycloak", "ada"), "1", olds, news);
    await expect(diff).rejects.toThrow(new RegExp(`^${name}: roles must be `));
  });
});

describe("a set of people", () => {
  const urn = urnOf("netex", "all", "Users");

  it("has as secrets what is one of each person", async () => {
    const person = { ...PEOPLE.netex, initialPassword: "S3cret-pass!" };
    const { inputs } = await clientOf(provider(world, about).calls).check(urn, {}, { users: { ada: person } });
    expect(inputs).toEqual({ users: { ada: { ...person, initialPassword: secret(person.initialPassword) } } });
  });

  it("tells the engine how far it is", async () => {
    const engine = { ...engineLogless(log), status: vi.fn() };
    const vendor = new Company();
    const session = sessionOf(vendor, { kind: platforms.nerm.kinds.user, concurrency: 1 });
    vendor.onWrite = () => session.context.clock.sleep(3_000);
    const people = ["ada", "bob", "eve"].map((login) => [login, { login, name: login, email: `${login}@example.com` }]);
    const set = urnOf("nerm", "all", "Users");
    await over(() => session, engine).create(set, { users: Object.fromEntries(people) });
    expect(engine.status.mock.calls).toEqual([[set, "2 of 3 people done, 20 a minute, about 3 s left"]]);
  });
});

describe("a plugin on a port", () => {
  const served = async () => {
    const close = vi.fn();
    const started = await startPlugin(world, about, { ...engineLogless(log), close });
    return { close, started, client: new PluginClient(started.port) };
  };

  it("is closed with all that it uses, and answers no more", async () => {
    const { close, started, client } = await served();
    await client.handshake();
    await started.close();
    expect(close).toHaveBeenCalledOnce();
    await expect(client.handshake()).rejects.toMatchObject({ code: status.UNAVAILABLE });
    client.close();
  });

  it("takes more in one message than gRPC does by itself", async () => {
    const { started, client } = await served();
    // A field that nobody knows, of 5 MiB.
    const large = Buffer.concat([Buffer.from([0x7a, 0x80, 0x80, 0xc0, 0x02]), Buffer.alloc(5 * 1024 * 1024)]);
    const same = (given: Buffer): Buffer => given;
    const asked = client.call<Buffer | undefined>((done) =>
      client.stub.makeUnaryRequest("/pulumirpc.ResourceProvider/GetSchema", same, same, large, done),
    );
    expect(String(await asked)).toContain(about.schema());
    client.close();
    await started.close();
  });
});
