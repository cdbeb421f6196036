import { status } from "@grpc/grpc-js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { joined } from "../../provider/plugin/property-maps";
import { CallError, type PluginClient, type Properties, SIGNATURE, struct, urnOf } from "./client";
import { openStage, PEOPLE, PLATFORMS, type Stage } from "./stage";

const urn = urnOf("adobe", "ada");
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
// Whatever a request held, the plugin still answers.
afterEach(async () => {
  expect((await stage.client.check(urn, {}, PEOPLE.adobe)).failures).toEqual([]);
});

const INVALID = { code: status.INVALID_ARGUMENT, initFailed: undefined };

/** The call with these bytes as its request. */
function raw(method: "Check" | "Create", bytes: Buffer): Promise<unknown> {
  const { client } = stage;
  const same = (given: Buffer): Buffer => given;
  return client.call((done) =>
    client.stub.makeUnaryRequest(`/pulumirpc.ResourceProvider/${method}`, same, same, bytes, done),
  );
}

/** The call with one text for another of the same length in its bytes: the library that writes them loses `__proto__`. */
function respelt(method: "Check" | "Create", request: proto.CheckRequest | proto.CreateRequest): Promise<unknown> {
  const text = Buffer.from(request.serializeBinary()).toString("latin1").replace("__prot0__", "__proto__");
  return raw(method, Buffer.from(text, "latin1"));
}

test.each([
  ["cut off", "0a050a0161"],
  ["with a value of no kind", "0a050a01611200"],
  ["with a text that is not UTF-8", "0a080a016112031a01ff"],
])("a property map %s is an invalid argument, and no internal error", async (_, map) => {
  const request = new proto.CheckRequest();
  request.setUrn(urn);
  const bytes = joined(request.serializeBinary(), { news: Buffer.from(map, "hex") }, { news: 3 });
  await expect(raw("Check", bytes)).rejects.toMatchObject(INVALID);
});

test.each(["an attribute", "a key of a map"])("%s called __proto__ is refused, and not lost", async (where) => {
  const properties: Properties =
    where === "an attribute" ? { ...PEOPLE.adobe, __prot0__: "x" } : { ...PEOPLE.adobe, fields: { __prot0__: "x" } };
  const check = new proto.CheckRequest();
  check.setUrn(urn);
  check.setNews(struct(properties));
  const refusal = { ...INVALID, message: expect.stringMatching(/called __proto__/) };
  await expect(respelt("Check", check)).rejects.toMatchObject(refusal);
  const create = new proto.CreateRequest();
  create.setUrn(urn);
  create.setProperties(struct(properties));
  await expect(respelt("Create", create)).rejects.toMatchObject(refusal);
});

describe("requests that no engine sends are refused", () => {
  test("without any property map", async () => {
    const { client } = stage;
    const check = new proto.CheckRequest();
    check.setUrn(urn);
    const { failures } = await client
      .call<proto.CheckResponse>((done) => client.stub.check(check, done))
      .then((answer) => ({ failures: answer.getFailuresList().map((failure) => failure.getProperty()) }));
    expect(failures).toEqual(["email", "name"]);
    const create = new proto.CreateRequest();
    create.setUrn(urn);
    await expect(client.call<proto.CreateResponse>((done) => client.stub.create(create, done))).rejects.toMatchObject(
      INVALID,
    );
    const update = new proto.UpdateRequest();
    update.setUrn(urn);
    update.setId("1");
    await expect(client.call<proto.UpdateResponse>((done) => client.stub.update(update, done))).rejects.toMatchObject(
      INVALID,
    );
    const read = new proto.ReadRequest();
    read.setUrn(urn);
    await expect(client.call<proto.ReadResponse>((done) => client.stub.read(read, done))).rejects.toMatchObject(
      INVALID,
    );
  });

  test("without anything at all", async () => {
    const { client } = stage;
    const calls = [
      client.call((done) => client.stub.check(new proto.CheckRequest(), done)),
      client.call((done) => client.stub.diff(new proto.DiffRequest(), done)),
      client.call((done) => client.stub.create(new proto.CreateRequest(), done)),
      client.call((done) => client.stub.read(new proto.ReadRequest(), done)),
      client.call((done) => client.stub.update(new proto.UpdateRequest(), done)),
      client.call((done) => client.stub.delete(new proto.DeleteRequest(), done)),
      client.call((done) => client.stub.invoke(new proto.InvokeRequest(), done)),
      client.list(""),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject(INVALID);
  });

  test("with an unknown type, also one that JavaScript objects have", async () => {
    const types = [
      "roster:adobe:Team",
      "roster:nerm:Group",
      "roster:moodle:User",
      "aws:s3:Bucket",
      "roster:constructor:User",
      "User",
      "",
    ];
    for (const type of [...types, "roster:__proto__:User", "roster:toString:User"]) {
      const other = `urn:pulumi:dev::acme::${type}::x`;
      await expect(stage.client.check(other, {}, PEOPLE.adobe)).rejects.toMatchObject(INVALID);
      await expect(stage.client.create(other, PEOPLE.adobe)).rejects.toThrow(/there are roster:adobe:User/);
      await expect(stage.client.invoke(type, {})).rejects.toMatchObject(INVALID);
      await expect(stage.client.list(type)).rejects.toMatchObject(INVALID);
    }
    await expect(stage.client.check("garbage", {}, {})).rejects.toMatchObject(INVALID);
  });

  test("the type is the last one, behind those of its parents", async () => {
    const child = "urn:pulumi:dev::acme::acme:index:Team$acme:index:Squad$roster:adobe:User::ada";
    expect((await stage.client.check(child, {}, PEOPLE.adobe)).failures).toEqual([]);
  });

  test("to change, read or remove an account with an empty id", async () => {
    const news = { ...PEOPLE.adobe, bio: "x" };
    const refused = { ...INVALID, message: expect.stringContaining("names no account") };
    await expect(stage.client.update(urn, "", PEOPLE.adobe, news)).rejects.toMatchObject(refused);
    await expect(stage.client.read(urn, "", PEOPLE.adobe)).rejects.toMatchObject(refused);
    await expect(stage.client.delete(urn, "", PEOPLE.adobe)).rejects.toMatchObject(refused);
    expect(stage.vendors.adobe.log.writes()).toEqual([]);
  });
});

describe("values of the wrong shape", () => {
  const garbage: readonly [string, Properties][] = [
    ["a number for roles", { roles: 7 }],
    ["a text for roles", { roles: "Author" }],
    ["numbers among the roles", { roles: ["Author", 2] }],
    ["an object for roles", { roles: { a: ["b"] } }],
    ["an object for the manager", { manager: { id: "1" } }],
    ["a text for clear", { clear: "bio" }],
    ["numbers in clear", { clear: ["bio", 1] }],
    ["an unknown policy", { onDestroy: "retian" }],
    ["an unknown way to adopt", { adopt: 7 }],
    ["an unknown mode of roles", { rolesMode: "maybe" }],
  ];

  test.each(garbage)("%s: check names the property, and everything else refuses", async (_, values) => {
    const { client } = stage;
    const news = { ...PEOPLE.adobe, ...values };
    const { failures } = await client.check(urn, {}, news);
    expect(failures.map(([property]) => property.replace(/[.[].*/, ""))).toContain(Object.keys(values)[0]);
    for (const call of [
      client.diff(urn, "1", PEOPLE.adobe, news),
      client.diff(urn, "1", news, PEOPLE.adobe),
      client.create(urn, news),
      client.create(urn, news, { preview: true }),
      client.update(urn, "1", PEOPLE.adobe, news),
      client.update(urn, "1", news, PEOPLE.adobe),
      client.read(urn, "1", news),
      client.delete(urn, "1", news),
    ]) {
      await expect(call).rejects.toMatchObject(INVALID);
    }
    expect(stage.vendors.adobe.log.writes()).toEqual([]);
  });

  test.each<[string, (client: PluginClient, bad: Properties) => Promise<unknown>]>([
    ["news", (client, bad) => client.diff(urn, "1", PEOPLE.adobe, bad)],
    ["olds", (client, bad) => client.diff(urn, "1", bad, PEOPLE.adobe)],
    ["properties", (client, bad) => client.create(urn, bad)],
    ["properties", (client, bad) => client.create(urn, bad, { preview: true })],
    ["news", (client, bad) => client.update(urn, "1", PEOPLE.adobe, bad)],
    ["olds", (client, bad) => client.update(urn, "1", bad, PEOPLE.adobe)],
    ["properties", (client, bad) => client.read(urn, "1", bad)],
    ["properties", (client, bad) => client.delete(urn, "1", bad)],
  ])("are refused by name: %s", async (name, call) => {
    await expect(call(stage.client, { ...PEOPLE.adobe, roles: 7 })).rejects.toThrow(`${name}: roles must be a list`);
    const policy = call(stage.client, { ...PEOPLE.adobe, onDestroy: "retian" });
    await expect(policy).rejects.toThrow(`${name}: onDestroy must be`);
  });

  test("sections of roles that are no lists are refused where roles have sections", async () => {
    for (const roles of [["user"], { training: "user" }, { training: [1] }, 7]) {
      const news = { ...PEOPLE.netex, roles };
      await expect(stage.client.diff(urnOf("netex", "ada"), "1", PEOPLE.netex, news)).rejects.toMatchObject(INVALID);
    }
  });

  test("an asset is refused by check at its property", async () => {
    const asset = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "x", hash: "y" };
    const { failures } = await stage.client.check(urn, {}, { ...PEOPLE.adobe, bio: asset });
    expect(failures).toEqual([["bio", expect.stringContaining("must be a text")]]);
  });

  test("arguments that check would refuse are never sent, whoever asks", async () => {
    const news = { ...PEOPLE.adobe, shoeSize: 38 };
    await expect(stage.client.create(urn, news)).rejects.toMatchObject({ ...INVALID, cause: "invalid-arguments" });
    await expect(stage.client.update(urn, "1", PEOPLE.adobe, { name: "Ada" })).rejects.toMatchObject(INVALID);
    expect(stage.vendors.adobe.log.writes()).toEqual([]);
  });

  test.each(PLATFORMS)("random values at %s are an answer or an error with a code, never a crash", async (platform) => {
    const { client } = stage;
    const target = urnOf(platform, "x");
    const names = [...Object.keys(PEOPLE[platform]), "roles", "manager", "clear", "fields", "extra", "image", "adopt"];
    const values = [
      null,
      "",
      "x",
      0,
      -1,
      true,
      [],
      [null],
      [[]],
      {},
      { a: null },
      { [SIGNATURE]: "?" },
      "\u0000",
      "💥",
    ];
    for (const name of names) {
      for (const value of values) {
        const news = { ...PEOPLE[platform], [name]: value };
        const calls = [
          client.check(target, news, news),
          client.diff(target, "1", news, PEOPLE[platform]),
          client.diff(target, "1", PEOPLE[platform], news),
          client.create(target, news, { preview: true }),
          client.update(target, "1", news, news, { preview: true }),
        ];
        for (const outcome of await Promise.allSettled(calls)) {
          if (outcome.status === "fulfilled") continue;
          expect(outcome.reason).toBeInstanceOf(CallError);
          expect([name, value, outcome.reason.code, outcome.reason.message]).toEqual([
            name,
            value,
            status.INVALID_ARGUMENT,
            expect.any(String),
          ]);
        }
      }
    }
  });

  test("bad queries of functions and lists are refused by name", async () => {
    const { client } = stage;
    const queries = [{}, { id: 7 }, { id: "1", email: "a@b.c" }, { name: "Ada" }, { id: "" }];
    for (const query of queries) {
      await expect(client.invoke("roster:adobe:getUser", query)).rejects.toMatchObject(INVALID);
    }
    for (const filter of [7, "x", [], { shoeSize: "38" }, { name: 7 }, { name: { a: 1 } }]) {
      await expect(client.invoke("roster:adobe:getUsers", { filter })).rejects.toMatchObject(INVALID);
    }
    await expect(client.list("roster:adobe:User", { shoeSize: "38" })).rejects.toMatchObject(INVALID);
    await expect(client.invoke("roster:adobe:getUsers", { email: "ada@example.com" })).rejects.toMatchObject(INVALID);
  });
});
