import { status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Context } from "../../provider/core/contract/context";
import { PartialError, RejectedError } from "../../provider/core/contract/errors";
import { Ownership } from "../../provider/core/session/ownership";
import { engineLogless } from "../../provider/engine-log";
import { keycloak } from "../../provider/platforms/keycloak/index";
import { provider, startPlugin } from "../../provider/plugin/server";
import { resourceProvider } from "../../provider/plugin/service";
import { Tenants } from "../../provider/plugin/tenants";
import { account, FakeConnector, sessionOf } from "../core/fake-connector";
import { PluginClient, urnOf } from "./client";
import { directStub } from "./direct-stub";

const log = { info: () => undefined, warn: () => undefined };
const world = { clock: { now: () => 0, sleep: async () => undefined }, log, random: () => 0, environment: {} };
const about = { version: "1.2.3", schema: () => "{}" };
const ada = { username: "ada", email: "ada@example.com" };

function clientOf(calls: UntypedServiceImplementation): PluginClient {
  return new PluginClient(directStub(calls));
}

/** A provider whose sessions are these. */
function over(session: Tenants["session"], context: Partial<Context> = {}) {
  const tenants = new Tenants({ ...world, ...context }, new Ownership());
  tenants.session = session;
  return clientOf(resourceProvider(tenants, about, engineLogless(log), () => undefined));
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
  const { group } = keycloak.kinds;
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

describe("a plugin on a port", () => {
  let end: (() => Promise<void>) | undefined;
  afterEach(() => end?.());

  it("takes as much in one message as an engine sends, and is closed with all that it uses", async () => {
    const close = vi.fn();
    const served = await startPlugin(world, about, { ...engineLogless(log), close });
    const client = new PluginClient(served.port);
    end = async () => client.close();
    const large = { ...ada, attributes: { note: ["x".repeat(5 * 1024 * 1024)] } };
    const { inputs } = await client.check(urnOf("keycloak", "ada"), {}, large);
    expect(inputs).toEqual(large);
    await served.close();
    expect(close).toHaveBeenCalledOnce();
    await expect(client.handshake()).rejects.toMatchObject({ code: status.UNAVAILABLE });
  });
});
