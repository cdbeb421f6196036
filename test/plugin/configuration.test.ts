import { status } from "@grpc/grpc-js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Properties, SECRET, SIGNATURE, secret, UNKNOWN, urnOf } from "./client";
import { openPlugin, openStage, PEOPLE, type Stage } from "./stage";

const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
const GOOD = { url: "https://adobe.example.com/primeapi/v2", token: "t0p-secret" };
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("checking the provider's configuration", () => {
  test("makes every platform's settings a secret as a whole", async () => {
    const { inputs, failures } = await stage.client.checkConfig({ adobe: GOOD, version: "0.1.0" });
    expect(failures).toEqual([]);
    expect(inputs).toEqual({ adobe: secret(GOOD), version: "0.1.0" });
  });

  test("accepts an object, its JSON text, and JSON text with marks of secrets in it", async () => {
    const marked = { ...GOOD, token: { [SIGNATURE]: SECRET, value: GOOD.token } };
    for (const adobe of [GOOD, JSON.stringify(GOOD), marked, JSON.stringify(marked), secret(JSON.stringify(GOOD))]) {
      expect((await stage.client.checkConfig({ adobe })).failures).toEqual([]);
    }
  });

  test("accepts that nothing is said of a platform: the environment may say it", async () => {
    expect((await stage.client.checkConfig({ adobe: null })).failures).toEqual([]);
  });

  test("accepts what is not known yet, whole or in part", async () => {
    for (const adobe of [UNKNOWN, { ...GOOD, token: UNKNOWN }, JSON.stringify({ ...GOOD, token: UNKNOWN })]) {
      expect((await stage.client.checkConfig({ adobe })).failures).toEqual([]);
    }
  });

  test.each<[string, unknown, RegExp]>([
    ["missing credentials", { url: GOOD.url }, /roster:adobe\.token is required/],
    ["contradictory credentials", { ...GOOD, refreshToken: "r" }, /roster:adobe\.token is given together with/],
    ["half of the credentials", { clientId: "c" }, /roster:adobe\.clientSecret is required/],
    ["an unknown setting", { ...GOOD, tokn: "x" }, /tokn/],
    ["an address that is none", { ...GOOD, url: "adobe" }, /roster:adobe\.url must be an address/],
    ["a setting of the wrong type", { ...GOOD, maxRemovals: "many" }, /roster:adobe\.maxRemovals must be/],
    ["a text that is not JSON", "token", /must be an object, or its JSON text/],
    ["a list", [GOOD], /must be an object, or its JSON text/],
    ["JSON text in a list", [JSON.stringify(GOOD)], /must be an object, or its JSON text/],
    ["a number", 7, /must be an object, or its JSON text/],
  ])("refuses %s, naming the platform and not the value", async (_, adobe, reason) => {
    const { failures } = await stage.client.checkConfig({ adobe } as Properties);
    expect(failures).toEqual([["adobe", expect.stringMatching(reason)]]);
    expect(JSON.stringify(failures)).not.toContain(GOOD.token);
  });

  test("refuses a platform that there isn't", async () => {
    const { failures } = await stage.client.checkConfig({ moodle: { token: "t" } });
    expect(failures).toEqual([["moodle", "is not a platform; there are adobe, keycloak, nerm, netex, scim"]]);
  });
});

describe("comparing two configurations", () => {
  const compare = (olds: Properties, news: Properties) => stage.client.diffConfig(olds, news);

  test.each<[string, unknown]>([
    ["another address", { ...GOOD, url: "https://other.example.com" }],
    ["another token", { ...GOOD, token: "other" }],
    ["another limit", { ...GOOD, maxRemovals: 3 }],
    ["no settings any more", undefined],
    ["a token that is not known yet", { ...GOOD, token: UNKNOWN }],
    ["JSON text with something else in it", JSON.stringify({ ...GOOD, token: "other" })],
  ])("%s is a difference, as the engine would go on with the old ones", async (_, adobe) => {
    const answer = await compare({ adobe: GOOD }, JSON.parse(JSON.stringify({ adobe })));
    expect(answer).toEqual({ changes: DIFF_SOME, diffs: ["adobe"] });
  });

  test("the same settings in another form are none", async () => {
    expect(await compare({ adobe: GOOD, version: "1" }, { adobe: JSON.stringify(GOOD), version: "2" })).toEqual({
      changes: DIFF_NONE,
      diffs: [],
    });
  });

  test("never replaces the provider, and with it the people", async () => {
    const { client } = stage;
    const request = new proto.DiffRequest();
    const answer = await client.call<proto.DiffResponse>((done) => client.stub.diffConfig(request, done));
    expect(answer.getReplacesList()).toEqual([]);
  });
});

describe("configuring", () => {
  let count = 0;
  beforeEach(() => {
    count++;
  });
  const works = async (configuration: Properties) => {
    const { client, close } = await openPlugin(configuration);
    const person = { ...PEOPLE.adobe, email: `ada${count}@example.com` };
    await client.create(urnOf("adobe", "ada"), person).finally(close);
  };

  test("works with an object", () => works({ adobe: stage.configuration["adobe"] }));
  test("works with JSON text", () => works({ adobe: JSON.stringify(stage.configuration["adobe"]) }));
  test("works with secrets around it, in it, and in its JSON text", async () => {
    const { url, token } = stage.configuration["adobe"] as { url: string; token: string };
    await works({ adobe: secret({ url, token: secret(token) }) });
    count += 100;
    await works({ adobe: JSON.stringify({ url, token: secret(token) }) });
  });

  test("works with variables alone, as older engines send them", async () => {
    const { client, close } = await openPlugin({});
    const request = new proto.ConfigureRequest();
    request.getVariablesMap().set("roster:config:adobe", JSON.stringify(stage.configuration["adobe"]));
    await client.call<proto.ConfigureResponse>((done) => client.stub.configure(request, done));
    expect((await client.list("roster:adobe:User")).results.length).toBeGreaterThan(0);
    await close();
  });

  test("needs nothing; a platform that is not configured is an error when it is first used, and says what to set", async () => {
    const { client, close } = await openPlugin({});
    expect((await client.check(urnOf("adobe", "ada"), {}, PEOPLE.adobe)).failures).toEqual([]);
    await expect(client.create(urnOf("adobe", "ada"), PEOPLE.adobe)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      message: expect.stringMatching(/ROSTER_ADOBE_TOKEN.*pulumi config set --path roster:adobe\.token --secret/),
    });
    await close();
  });

  test("anew opens the new tenant, and the old one is not used any more", async () => {
    const { client, close } = await openPlugin({ adobe: { ...GOOD, url: "http://127.0.0.1:9" } });
    await expect(client.read(urnOf("adobe", "ada"), "1")).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await client.configure(stage.configuration);
    expect(await client.read(urnOf("adobe", "ada"), "1")).toMatchObject({ id: "" });
    await close();
  });
});
