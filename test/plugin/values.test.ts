import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outputValue, type Properties, resourceReference, secret, UNKNOWN, UNKNOWNS, urnOf } from "./client";
import { openStage, PEOPLE, type Stage } from "./stage";

const urn = urnOf("adobe", "ada");
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const check = async (news: Properties) => (await stage.client.check(urn, {}, { ...PEOPLE.adobe, ...news })).inputs;
const planned = async (news: Properties) =>
  (await stage.client.create(urn, { ...PEOPLE.adobe, ...news }, { preview: true })).properties;

describe("secrets", () => {
  test("come back from check where they stood, at every depth", async () => {
    expect(await check({ bio: secret("quiet"), fields: { Team: secret("A"), Floor: "1" } })).toEqual({
      ...PEOPLE.adobe,
      bio: secret("quiet"),
      fields: { Team: secret("A"), Floor: "1" },
    });
    expect(await check({ fields: secret({ Team: "A" }) })).toMatchObject({ fields: secret({ Team: "A" }) });
  });

  test("inside a secret are no secrets of their own", async () => {
    expect(await check({ fields: secret({ Team: secret("A") }) })).toMatchObject({ fields: secret({ Team: "A" }) });
  });

  test("in a list make the list a secret, as check sorts it", async () => {
    expect(await check({ roles: [secret("Instructor"), "Author"] })).toMatchObject({
      roles: secret(["Author", "Instructor"]),
    });
  });

  test("stay secret in the outputs of a creation, an update and a read, and in those of a failure", async () => {
    const { client, vendors } = stage;
    const news = { ...PEOPLE.adobe, email: "secretive@example.com", bio: secret("quiet") };
    const { id, properties } = await client.create(urn, news);
    expect(properties["bio"]).toEqual(secret("quiet"));
    const updated = await client.update(urn, id, properties, { ...news, name: "Augusta" });
    expect(updated).toMatchObject({ name: "Augusta", bio: secret("quiet") });
    const found = await client.read(urn, id, updated);
    expect(found.properties?.["bio"]).toEqual(secret("quiet"));
    expect(found.inputs?.["bio"]).toEqual(secret("quiet"));
    vendors.adobe.faults.add({ method: "PATCH", times: 1, fault: { kind: "status", status: 403 } });
    const other = { ...news, email: "other@example.com", roles: ["Author"] };
    const failure = await client.create(urnOf("adobe", "other"), other).catch((error: unknown) => error);
    expect(failure).toMatchObject({ initFailed: { properties: { bio: secret("quiet") } } });
  });

  test("stay secret where a change fails that makes them none: the account still has what was one", async () => {
    const { client, vendors } = stage;
    const own = urnOf("adobe", "turning");
    const news = { ...PEOPLE.adobe, email: "turning@example.com", bio: secret("quiet") };
    const { id, properties } = await client.create(own, news);
    const shown = { data: { attributes: { bio: "quiet", roles: ["Learner"] } } };
    vendors.adobe.faults.add({ method: "PATCH", times: 1, fault: { kind: "lie", body: shown } });
    const update = client.update(own, id, properties, { ...news, bio: "loud" }, { timeout: 2 });
    expect(await update.catch((error: unknown) => error)).toMatchObject({
      initFailed: { properties: { bio: secret("quiet") } },
    });
  });

  test("an initial password is a secret whether or not the program says so", async () => {
    const nerm = urnOf("nerm", "ada");
    const news = { ...PEOPLE.nerm, initialPassword: "Difference-1822" };
    const { inputs } = await stage.client.check(nerm, {}, news);
    expect(inputs["initialPassword"]).toEqual(secret("Difference-1822"));
    const { properties } = await stage.client.create(nerm, inputs);
    expect(properties["initialPassword"]).toEqual(secret("Difference-1822"));
  });
});

describe("values that are not known yet", () => {
  test("of every kind are accepted for every attribute, and come back as unknown", async () => {
    for (const unknown of Object.values(UNKNOWNS)) {
      const news = { bio: unknown, enrollOnClick: unknown, roles: unknown, manager: unknown, clear: unknown };
      expect(await check(news)).toMatchObject({
        bio: UNKNOWN,
        enrollOnClick: UNKNOWN,
        roles: UNKNOWN,
        manager: UNKNOWN,
        clear: UNKNOWN,
      });
    }
  });

  test("stand at every depth", async () => {
    const news = { fields: { Team: UNKNOWNS.string, Skills: [UNKNOWNS.string] }, roles: ["Author", UNKNOWNS.string] };
    const inputs = await check(news);
    expect(inputs["fields"]).toEqual({ Team: UNKNOWN, Skills: [UNKNOWN] });
    expect(inputs["roles"]).toContain(UNKNOWN);
    const netex = urnOf("netex", "ada");
    const roles = { management: UNKNOWNS.array, training: ["trainer", UNKNOWNS.string] };
    const checked = await stage.client.check(netex, {}, { ...PEOPLE.netex, roles });
    expect(checked.failures).toEqual([]);
    expect(checked.inputs["roles"]).toMatchObject({ management: UNKNOWN });
  });

  test("are differences, also where the rest is known", async () => {
    const olds = { ...PEOPLE.adobe, roles: ["Author"], fields: { Team: "A" }, tenant: "t", origin: "created" };
    const news = { ...PEOPLE.adobe, roles: ["Author", UNKNOWN], fields: { Team: UNKNOWN }, manager: UNKNOWN };
    const { detailed } = await stage.client.diff(urn, "1", olds, news);
    expect(Object.keys(detailed).sort()).toEqual(["fields.Team", "manager", "roles"]);
  });

  test("in a creation or an update outside of a preview are an error", async () => {
    const news = { ...PEOPLE.adobe, bio: UNKNOWN };
    const refused = { code: status.INVALID_ARGUMENT };
    await expect(stage.client.create(urn, news)).rejects.toMatchObject(refused);
    await expect(stage.client.update(urn, "1", PEOPLE.adobe, news)).rejects.toMatchObject(refused);
  });

  test("in the arguments of a function and in a list's query give an answer of which nothing is known", async () => {
    expect(await stage.client.invoke("roster:adobe:getUser", { email: UNKNOWN })).toBeUndefined();
    expect(await stage.client.list("roster:adobe:User", { email: UNKNOWN })).toMatchObject({ computed: true });
  });
});

describe("output values and resource references", () => {
  test("an output value is its value, secret where it says so", async () => {
    const dependencies = [urn];
    expect(
      await check({
        bio: outputValue({ value: "shown", dependencies }),
        fields: { Team: outputValue({ value: "A", secret: true, dependencies }), Floor: outputValue({}) },
      }),
    ).toMatchObject({ bio: "shown", fields: { Team: secret("A"), Floor: UNKNOWN } });
    expect(await check({ roles: outputValue({ value: [outputValue({ value: "Author" })] }) })).toMatchObject({
      roles: ["Author"],
    });
    expect(await check({ bio: outputValue({ value: secret(outputValue({ value: "x" })) }) })).toMatchObject({
      bio: secret("x"),
    });
  });

  test("a resource stands for its id, and is unknown while it is to be created", async () => {
    expect(await check({ manager: resourceReference("15490731") })).toMatchObject({ manager: "15490731" });
    expect(await check({ manager: resourceReference("") })).toMatchObject({ manager: UNKNOWN });
    expect(await check({ manager: secret(resourceReference("7")) })).toMatchObject({ manager: secret("7") });
  });
});

describe("previews", () => {
  test("of a creation fill in what is known, and say of the rest that it isn't", async () => {
    expect(await planned({ bio: UNKNOWN, roles: ["Author"], fields: { Team: secret("A") } })).toEqual({
      ...PEOPLE.adobe,
      bio: UNKNOWN,
      roles: ["Author"],
      fields: { Team: secret("A") },
      state: UNKNOWN,
      userType: UNKNOWN,
      tenant: UNKNOWN,
      origin: "created",
    });
    expect(await planned({ adopt: true })).toMatchObject({ origin: UNKNOWN });
    const person = { ...PEOPLE.netex, roles: { management: UNKNOWN, training: ["trainer", UNKNOWN] } };
    const netex = await stage.client.create(urnOf("netex", "ada"), person, { preview: true });
    expect(netex).toMatchObject({ id: "", properties: { ...person, enabled: UNKNOWN } });
  });

  test("of an update keep what the vendor gave, and show what will be", async () => {
    const olds = { ...PEOPLE.adobe, bio: "old", state: "SUSPENDED", tenant: "t", origin: "adopted" };
    const news = { ...PEOPLE.adobe, bio: secret("new"), manager: UNKNOWN };
    expect(await stage.client.update(urn, "1", olds, news, { preview: true })).toEqual({
      ...PEOPLE.adobe,
      bio: secret("new"),
      manager: UNKNOWN,
      state: "SUSPENDED",
      tenant: "t",
      origin: "adopted",
    });
  });

  test("make no call", async () => {
    const before = stage.vendors.adobe.log.entries.length;
    await planned({});
    await stage.client.update(urn, "1", PEOPLE.adobe, { ...PEOPLE.adobe, bio: "x" }, { preview: true });
    expect(stage.vendors.adobe.log.entries).toHaveLength(before);
  });
});
