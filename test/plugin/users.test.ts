import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EngineLog } from "../../provider/engine-log";
import { fittingOutputs } from "../../provider/fitting-outputs";
import { platforms } from "../../provider/platforms/registry";
import { provider, startPlugin } from "../../provider/plugin/server";
import { usersCalls } from "../../provider/plugin/sets";
import { decodeStruct, encodeStruct } from "../../provider/plugin/struct-codec";
import { send } from "../../provider/plugin/wire-values";
import { fastClock } from "../conformance/fast-clock";
import { PluginClient, type Properties, revealed, SIGNATURE, secret, UNKNOWN, urnOf } from "./client";
import { directStub } from "./direct-stub";
import { configurationOf, openStage, type Stage } from "./stage";

const URN = urnOf("adobe", "people", "Users");
const ada = { email: "ada@example.com", name: "Ada Byron", profile: "Engineer", roles: ["Author"] };
const bob = { email: "bob@example.com", name: "Bob Noyce", profile: "Engineer", manager: "ada" };
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** Outputs of a set as if everybody had been created. */
function outputsOf(users: Record<string, Properties>): Properties {
  const ids = Object.fromEntries(Object.keys(users).map((key, i) => [key, String(1000 + i)]));
  return { users, ids, origins: {}, tenant: "108079" };
}

async function kindsOf(olds: Properties, users: unknown, more: { own?: Properties; ignore?: string[] } = {}) {
  const diff = await stage.client.diff(URN, "108079", olds, { users, ...more.own }, more.ignore);
  expect(diff.replaces).toEqual([]);
  return Object.fromEntries(Object.entries(diff.detailed).map(([path, { kind }]) => [path, kind]));
}

describe("the detailed difference of a set", () => {
  const olds = outputsOf({ ada, bob });

  test("names what changes of whom, by the places at which the engine finds the values", async () => {
    const users = {
      ada: { ...ada, roles: ["Author", "Instructor"], name: "Ada King" },
      bob: { ...bob, manager: "77" },
    };
    expect(await kindsOf(olds, users)).toEqual({
      "users.ada.name": "update",
      "users.ada.roles[1]": "add",
      "users.bob.manager": "update",
    });
    expect(await kindsOf(olds, { ada: { ...ada, clear: ["bio"], fields: { "Cost Center": "7" } }, bob })).toEqual({
      "users.ada.clear[0]": "add",
      'users.ada.fields["Cost Center"]': "add",
    });
  });

  test("gives one path to each who joins, leaves or has another key", async () => {
    const dan = { email: "dan@example.com", name: "Dan" };
    expect(await kindsOf(olds, { ada, "dan.d": dan })).toEqual({ 'users["dan.d"]': "add", "users.bob": "delete" });
    expect(await kindsOf(olds, { lovelace: ada, bob: { ...bob, manager: "lovelace" } })).toEqual({
      "users.lovelace": "add",
      "users.ada": "delete",
    });
  });

  test("is empty for what is the same, and one path where nothing is known of the map or a person", async () => {
    expect(await kindsOf(olds, { ada, bob })).toEqual({});
    expect(await kindsOf(olds, UNKNOWN)).toEqual({ users: "update" });
    expect(await kindsOf(olds, { ada: UNKNOWN, bob })).toEqual({ "users.ada": "update" });
  });

  test("shows the set's own arguments", async () => {
    const own = { maxRemovals: "10%", onDestroy: "retain" };
    expect(await kindsOf(olds, { ada, bob }, { own })).toEqual({ maxRemovals: "add", onDestroy: "add" });
  });

  test("leaves out what is ignored, of one or of everybody, and never who joins or leaves", async () => {
    const users = {
      ada: { ...ada, name: "Ada King", profile: "Lead" },
      eve: { email: "eve@example.com", name: "Eve" },
    };
    const move = { "users.eve": "add", "users.bob": "delete" };
    expect(await kindsOf(olds, users, { ignore: ["users.ada.name"] })).toEqual({
      ...move,
      "users.ada.profile": "update",
    });
    expect(await kindsOf(olds, users, { ignore: ["users[*].profile"] })).toEqual({
      ...move,
      "users.ada.name": "update",
    });
    expect(await kindsOf(olds, users, { ignore: ["users.*.name", "users.ada.profile"] })).toEqual(move);
    expect(await kindsOf(olds, users, { ignore: ["users"] })).toEqual(move);
  });

  test("of ten changes among ten thousand people has ten paths", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [
        `k${i}`,
        {
          email: `p${i}@example.com`,
          name: "P",
          profile: "E",
          ...(i > 0 ? { manager: `k${Math.floor((i - 1) / 8)}` } : {}),
        },
      ]),
    );
    const changed: Record<string, Properties> = { ...many };
    for (let i = 0; i < 10; i++) changed[`k${i * 999}`] = { ...many[`k${i * 999}`], name: "Q" };
    expect(Object.keys(await kindsOf(outputsOf(many), changed))).toHaveLength(10);
  });
});

describe("preview of a set", () => {
  test("knows the ids of those who are there, and no more", async () => {
    const made = await stage.client.create(URN, { users: { ada, bob } }, { preview: true });
    expect(made.properties).toMatchObject({
      users: { ada, bob },
      ids: { ada: UNKNOWN, bob: UNKNOWN },
      tenant: UNKNOWN,
    });
    const olds = outputsOf({ ada, bob });
    const dan = { email: "dan@example.com", name: "Dan" };
    const planned = await stage.client.update(
      URN,
      "x",
      olds,
      { users: { lovelace: ada, bob, dan } },
      { preview: true },
    );
    expect(planned).toMatchObject({ ids: { lovelace: "1000", bob: "1001", dan: UNKNOWN }, tenant: "108079" });
    const open = await stage.client.update(URN, "x", olds, { users: UNKNOWN }, { preview: true });
    expect(open).toMatchObject({ users: UNKNOWN, ids: UNKNOWN, tenant: "108079" });
  });

  test("refuses the removals that the update would refuse", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`k${i}`, { ...ada, email: `p${i}@example.com` }]),
    );
    const update = stage.client.update(URN, "x", outputsOf(many), { users: {} }, { preview: true });
    await expect(update).rejects.toMatchObject({ cause: "invalid-arguments" });
  });

  test("and up refuse what no engine sends, and a value that is not known yet", async () => {
    const { client } = stage;
    await expect(client.create(URN, { users: { ada: { ...ada, name: UNKNOWN } } })).rejects.toThrow(/not known yet/);
    await expect(client.create(URN, { users: { ada: { ...ada, roles: "Author" } } })).rejects.toThrow(
      /users\.ada: roles/,
    );
    await expect(client.create(URN, { users: { ada: 7 } })).rejects.toThrow(/users\.ada: must be an object/);
    const before = client.diff(URN, "x", { users: { ada: 7 } }, { users: {} });
    await expect(before).rejects.toThrow(/^olds: users\.ada: must be an object/);
    const odd = { users: { ada: { ...ada, shoeSize: 38 } } };
    await expect(client.create(URN, odd)).rejects.toMatchObject({ cause: "invalid-arguments" });
    await expect(client.update(URN, "x", outputsOf({ ada }), odd)).rejects.toMatchObject({
      cause: "invalid-arguments",
    });
    await expect(client.list("roster:adobe:Users")).rejects.toThrow(/there is no roster:adobe:Users here/);
    await expect(client.read(URN, "everyone")).rejects.toThrow(/id: a set is imported by the id "all"/);
  });
});

describe("a set from creation to removal", () => {
  const urn = urnOf("adobe", "team", "Users");
  const one = { email: "one@example.com", name: "One", profile: "Engineer" };
  const two = { email: "two@example.com", name: "Two", profile: "Engineer" };

  test("acts on its own people alone, and in a preview on nobody", async () => {
    const { client, vendors } = stage;
    const { log } = vendors.adobe;
    const other = await client.create(urnOf("adobe", "other"), { ...one, email: "other@example.com" });
    const declared = { users: { one, two }, maxRemovals: "all" };
    const created = await client.create(urn, declared);
    const { ids } = created.properties as { ids: Record<string, string> };
    expect(Object.keys(ids)).toEqual(["one", "two"]);
    expect(created.id).not.toBe("");

    const news = { ...declared, users: { one: { ...one, name: "Other" }, two } };
    log.clear();
    const { changes, diffs } = await client.diff(urn, created.id, created.properties, declared);
    expect([changes, diffs]).toEqual([1, []]);
    const others = { users: { ...news.users, "dan.d": { ...one, email: "dan@example.com" } } };
    const differing = await client.diff(urn, created.id, created.properties, others);
    expect([differing.changes, differing.diffs]).toEqual([2, ["maxRemovals", "users"]]);
    await client.create(urn, declared, { preview: true });
    await client.update(urn, created.id, created.properties, news, { preview: true });
    expect(log.entries).toEqual([]);

    const updated = await client.update(urn, created.id, created.properties, news);
    expect(updated).toMatchObject({ ...news, ids });
    expect(log.writes().map(({ path }) => path.split("/").at(-1))).toEqual([ids["one"]]);
    const found = await client.read(urn, created.id, updated);
    expect(found).toMatchObject({ id: created.id, properties: updated, inputs: news });

    // A run of its own, as the limit of removals is one of a run.
    await client.configure(stage.configuration);
    log.clear();
    await client.delete(urn, created.id, updated);
    const touched = new Set(log.writes().map(({ path }) => path.split("/").at(-1)));
    expect([...touched].sort()).toEqual(Object.values(ids).sort());
    expect(vendors.adobe.get(other.id)).toMatchObject({ state: "ACTIVE" });
    for (const id of Object.values(ids)) expect(vendors.adobe.get(id)?.state).not.toBe("ACTIVE");
  });

  test("is imported with everybody, by the one id that it may have", async () => {
    const { client, vendors } = stage;
    const found = await client.read(urnOf("adobe", "everybody", "Users"), "all");
    const { users } = found.inputs as { users: Record<string, Properties> };
    const active = vendors.adobe.accounts().filter(({ state }) => state === "ACTIVE");
    const emails = (people: readonly { readonly email?: unknown }[]) => people.map(({ email }) => email).sort();
    expect(emails(Object.values(users))).toEqual(emails(active));
    expect(found.id).not.toBe("");
  });

  test("takes over whom a resource of their own has lost, without a write about them", async () => {
    const { client, vendors } = stage;
    const person = { ...one, email: "moving@example.com" };
    const alone = urnOf("adobe", "moving");
    const { id, properties } = await client.create(alone, person);
    await client.configure(stage.configuration);
    await client.check(urn, {}, { users: { moving: { ...person, adopt: true } } });
    vendors.adobe.log.clear();
    await client.delete(alone, id, properties);
    expect(vendors.adobe.log.writes()).toEqual([]);
    expect(vendors.adobe.get(id)).toMatchObject({ state: "ACTIVE" });
  });

  test.each<[string, (client: PluginClient, bad: Properties) => Promise<unknown>]>([
    ["news", (client, bad) => client.diff(urn, "x", {}, bad)],
    ["olds", (client, bad) => client.diff(urn, "x", bad, { users: {} })],
    ["properties", (client, bad) => client.create(urn, bad)],
    ["news", (client, bad) => client.update(urn, "x", {}, bad)],
    ["olds", (client, bad) => client.update(urn, "x", bad, { users: {} })],
    ["properties", (client, bad) => client.read(urn, "x", bad)],
    ["properties", (client, bad) => client.delete(urn, "x", bad)],
  ])("is refused by name where %s are in no shape", async (name, call) => {
    await expect(call(stage.client, { users: [] })).rejects.toThrow(`${name}: users must be an object`);
  });
});

describe("a process of its own", () => {
  const made = (environment: Properties, engine?: EngineLog) => {
    const log = { info: () => {}, warn: () => {} };
    const world = { clock: fastClock(), log, random: () => 0.5, environment: environment as Record<string, string> };
    const { calls, close } = provider(world, { version: "1.2.3", schema: () => "{}" }, engine);
    return { client: new PluginClient(directStub(calls)), close };
  };

  test("lets guards judge removals where it runs under them, and has its own limit otherwise", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`k${i}`, { ...ada, email: `p${i}@example.com` }]),
    );
    for (const [environment, refused] of [
      [{}, ["maxRemovals"]],
      [{ ROSTER_GUARDED: "true" }, []],
    ] as const) {
      const { client, close } = made(environment);
      const { failures } = await client.check(URN, { users: many }, { users: {} });
      expect(failures.map(([property]) => property)).toEqual(refused);
      const planned = client.update(URN, "x", outputsOf(many), { users: {} }, { preview: true });
      const outcome = await planned.then(
        () => [],
        ({ message }: Error) => [message.split(":")[0]],
      );
      expect(outcome).toEqual(refused);
      await close();
    }
  });

  test("tells how it goes, at the set that it is about", async () => {
    const told: string[] = [];
    const run = { info: () => {}, warn: () => {} };
    const engine = { run, warn: () => {}, status: (urn: string) => void told.push(urn), close: () => {} };
    const { client, close } = made({}, engine);
    const { adobe } = configurationOf(stage.vendors);
    await client.configure({ adobe: { ...adobe, requestsPerMinute: 20 } });
    const users = Object.fromEntries([1, 2, 3].map((i) => [`t${i}`, { ...ada, email: `told${i}@example.com` }]));
    await client.create(URN, { users });
    expect(new Set(told)).toEqual(new Set([URN]));
    await close();
  });
});

describe("secrets in a set", () => {
  const urn = urnOf("nerm", "people", "Users");
  const eve = { login: "eve.acme", name: "Eve", email: "eve@example.com" };

  test("are marked at each person's, in arguments and outputs, and nothing around them is", async () => {
    const users = {
      eve: { ...eve, title: secret("Spy"), initialPassword: "Difference-1822" },
      fay: { ...eve, login: "fay", email: "fay@example.com" },
    };
    const { inputs, failures } = await stage.client.check(urn, {}, { users });
    expect(failures).toEqual([]);
    const marks = {
      title: { [SIGNATURE]: expect.any(String), value: "Spy" },
      initialPassword: { [SIGNATURE]: expect.any(String) },
    };
    expect(inputs).toMatchObject({ users: { eve: { login: "eve.acme", ...marks }, fay: { login: "fay" } } });
    const { properties } = await stage.client.create(urn, inputs);
    expect(properties).toMatchObject({
      users: { eve: { login: "eve.acme", ...marks } },
      ids: { eve: expect.any(String) },
    });
    const read = await stage.client.read(urn, "x", properties);
    expect(read.properties).toMatchObject({ users: { eve: marks } });
    expect(read.inputs).toMatchObject({ users: { eve: marks } });
  });

  test("of somebody who leaves stay marked in what a run keeps that failed at the removal", async () => {
    const fay = { ...eve, login: "fay.b", email: "fay.b@example.com" };
    const own = { title: secret("Spy"), initialPassword: "Difference-1822" };
    const leaver = { ...eve, login: "eve.b", email: "eve.b@example.com", ...own };
    const { properties } = await stage.client.create(urn, { users: { leaver, fay } });
    const { ids } = revealed(properties) as { ids: Record<string, string> };
    const fault = { kind: "status", status: 403 } as const;
    stage.vendors.nerm.faults.add({ path: `/${ids["leaver"]}$`, times: 9, fault });
    const failure = await stage.client
      .update(urn, "x", properties, { users: { fay: { ...fay, name: "Fay" } } })
      .catch((error) => error);
    stage.vendors.nerm.faults.clear();
    const { users } = failure.initFailed.properties;
    const mark = { [SIGNATURE]: expect.any(String) };
    expect(users).toMatchObject({ leaver: { login: "eve.b", title: secret("Spy"), initialPassword: mark } });
    expect(users).toMatchObject({ fay: { name: "Fay" } });
  });

  test("of whoever is held are those of the last arguments, which they have again", async () => {
    const olds = {
      users: { eve: { ...eve, title: secret("Spy") }, fay: { ...eve, login: "fay", title: secret("Chef") } },
    };
    const users = {
      eve: { ...eve, title: "Other" },
      fay: { ...eve, login: "fay", email: "fay@example.com", title: "Cook" },
    };
    const { inputs } = await stage.client.check(urn, olds, { users, hold: ["eve"] });
    expect(inputs).toMatchObject({ users: { eve: { title: secret("Spy") }, fay: { title: "Cook" } } });
  });

  test("are marked in what a creation keeps that failed halfway", async () => {
    const users = Object.fromEntries(
      ["gil", "hal"].map((key) => [key, { ...ada, email: `${key}@example.com`, bio: secret("quiet") }]),
    );
    stage.vendors.adobe.faults.add({
      method: "POST",
      path: "/users$",
      times: 1,
      fault: { kind: "status", status: 403 },
    });
    const failure = await stage.client.create(URN, { users }).catch((error) => error);
    const [kept] = Object.values(failure.initFailed.properties.users);
    expect(kept).toMatchObject({ bio: secret("quiet") });
  });

  test("of somebody who was packed are all that is known of them, as a pack has no marks inside", () => {
    const outputs = { users: { gone: { ...eve, title: "Spy" } }, ids: { gone: "7" } };
    const packed = fittingOutputs(outputs, { bytes: 10, files: false });
    const maps = { olds: encodeStruct(packed), news: encodeStruct({ users: { fay: eve } }) };
    const { user } = platforms.nerm.kinds;
    const places = usersCalls.failedSecrets({ maps }, user);
    const kept = decodeStruct(send({ users: { ...outputs.users, fay: eve } }, places));
    expect(kept).toMatchObject({ users: { gone: { title: secret("Spy"), email: secret(eve.email) }, fay: eve } });
    expect(decodeStruct(send({ packed: "text" }, places))).toEqual({ packed: secret("text") });
  });

  test("that are the whole map are warned about, as they hide every difference", async () => {
    const before = stage.said.length;
    await stage.client.check(urn, {}, { users: { eve: secret(eve) } });
    await stage.client.check(urn, {}, { users: { eve }, onDestroy: secret("retain") });
    expect(stage.said.slice(before)).toEqual([]);
    await stage.client.check(urn, {}, { users: secret({ eve }), onDestroy: secret("retain") });
    expect(stage.said.slice(before)).toEqual([expect.stringMatching(/users is secret as a whole/)]);
  });
});

test("a set whose outputs don't fit into an engine's errors is packed, nobody is lost, and the next run goes on", async () => {
  const { vendors } = stage;
  const clock = fastClock();
  const log = { info: () => {}, warn: () => {} };
  const world = { clock, log, random: () => 0.5, environment: { ROSTER_ERROR_DETAILS: "2000" } };
  const plugin = await startPlugin(world, { version: "1.2.3", schema: () => "{}" });
  const client = new PluginClient(plugin.port);
  try {
    await client.configure(configurationOf(vendors));
    const users = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`k${i}`, { email: `packed${i}@example.com`, name: "P", profile: "E" }]),
    );
    vendors.adobe.faults.add({ method: "POST", path: "/users$", times: 2, fault: { kind: "status", status: 403 } });
    const failure = await client.create(URN, { users }).catch((error) => error);
    expect(failure).toMatchObject({ cause: "people", initFailed: { id: expect.any(String) } });
    const { properties } = failure.initFailed;
    expect(properties).toEqual({ packed: { [SIGNATURE]: expect.any(String), value: expect.any(String) } });
    const { detailed } = await client.diff(URN, "x", properties, { users });
    expect(Object.values(detailed)).toHaveLength(2);
    vendors.adobe.log.clear();
    const outputs = revealed(await client.update(URN, "x", properties, { users })) as Properties;
    expect(vendors.adobe.log.writes()).toHaveLength(2);
    expect(Object.keys(outputs["ids"] as object)).toHaveLength(60);
    expect(outputs).not.toHaveProperty("packed");
  } finally {
    client.close();
    await plugin.close();
  }
});
