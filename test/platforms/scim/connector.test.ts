import { afterEach, describe, expect, it } from "vitest";
import { scim } from "../../../provider/platforms/scim/index";
import { type ScimOptions, startScim } from "../../../sandbox/index";
import { fastClock } from "../../conformance/fast-clock";
import { target } from "../../conformance/targets/scim";
import { World } from "../../conformance/world";

const worlds: World[] = [];
const emulators: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all([...worlds.splice(0), ...emulators.splice(0)].map((open) => open.close()));
});

async function world(own: ScimOptions = {}): Promise<World> {
  const opened = await World.open(target, { own: { ...own } });
  worlds.push(opened);
  return opened;
}

async function connector(options: ScimOptions = {}) {
  const emulator = await startScim(options);
  emulators.push(emulator);
  const silent = { info: () => undefined, warn: () => undefined };
  const context = { clock: fastClock(), random: () => 0.5, environment: {}, log: silent };
  const tenant = scim.open({ url: emulator.url, token: emulator.token }, context);
  emulators.unshift(tenant);
  return { emulator, connector: tenant.connectors.user };
}

const ada = { userName: "ada.acme", title: "Engineer" };
const writes = (opened: World) => opened.stage.log.writes().map(({ method, status }) => `${method} ${status}`);

describe("a server's habits", () => {
  it("an attribute that is echoed and dropped is an error that names it, after ten seconds", async () => {
    const opened = await world({ drops: ["title"] });
    const start = opened.clock.now();
    const failure = await opened.refused({ ada });
    expect(failure).toMatchObject({ during: "create", code: "not-converged" });
    expect(failure.message).toMatch(/does not show it after 10 s; still missing: title/);
    expect(opened.clock.now() - start).toBeLessThan(60_000);
    expect(opened.driver.resource("ada").initErrors).toHaveLength(1);
    expect(opened.driver.resource("ada").outputs["title"]).toBeUndefined();
  });

  it.each([
    ["One or more of the attribute values are already in use or are reserved", "userName"],
    ["User exists with same username or email", "userName"],
    ["User exists with same email", "emails"],
    ["Another user has this externalId", "externalId"],
  ])("a conflict names the property that it speaks of: %s", async (detail, property) => {
    const opened = await world();
    const body = { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], scimType: "uniqueness", detail };
    opened.stage.faults.add({ method: "POST", fault: { kind: "status", status: 409, body } });
    const failure = await opened.refused({ ada });
    const says = new RegExp(`^${property}: .*If it belongs to someone who leaves in this same run, run again`);
    expect(failure).toMatchObject({ code: "rejected", message: expect.stringMatching(says) });
  });

  it("a refusal says what to do next", async () => {
    const opened = await world();
    const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
    const body = { schemas, scimType: "invalidValue", detail: "title is too long" };
    opened.stage.faults.add({ method: "POST", fault: { kind: "status", status: 400, body } });
    expect((await opened.refused({ ada })).message).toMatch(/^title: .*Correct what it names and run again$/);
  });

  it("an attribute that the schemas don't have is refused before anything is sent", async () => {
    const opened = await world();
    const extensions = { "urn:ietf:params:scim:schemas:extension:other:2.0:User:badge": "blue" };
    const failure = await opened.refused({ ada: { ...ada, extensions } });
    expect(failure).toMatchObject({ during: "create", code: "invalid-arguments" });
    expect(failure.message).toMatch(/urn:.*other:2.0:User:badge"\]: there is no such key/);
    expect(writes(opened)).toEqual([]);
  });

  it("attributes of groups are offered as none of extensions", async () => {
    const { connector: server } = await connector();
    const { terms = [] } = (await server.vocabulary?.(["extensions"]))?.maps["extensions"] ?? {};
    expect(terms.length).toBeGreaterThan(0);
    expect(terms.filter(({ name }) => /core:2\.0/.test(name))).toEqual([]);
  });

  it("schemas that name less than the server takes are passed over where the configuration says so", async () => {
    const opened = await world({ says: { attributes: { title: "absent" } } });
    expect((await opened.refused({ ada })).message).toMatch(/^title: the SCIM 2.0 server/);
    expect(writes(opened)).toEqual([]);
    await opened.settled({ ada }, { skipVocabularyCheck: true });
  });

  it("a server without PATCH gets the whole account by PUT, and nothing else in it changes", async () => {
    const opened = await world({ patch: false });
    await opened.settled({ ada: { ...ada, emails: [{ value: "ada@example.com", type: "work" }] } });
    const { emails, userName } = { emails: [{ value: "ada@example.com", type: "work" }], ...ada };
    await opened.settled({ ada: { userName, title: "Analyst" } });
    expect(writes(opened)).toEqual(["POST 201", "PUT 200"]);
    expect((await opened.account("ada")).attributes).toMatchObject({ title: "Analyst", emails });
    await opened.settled({});
  });

  it("a path that is refused makes way for a PUT, and is not tried again", async () => {
    const opened = await world({ refusedPaths: ["title"] });
    await opened.settled({ ada, bob: { ...ada, userName: "bob.acme" } });
    await opened.settled({ ada: { ...ada, title: "A" }, bob: { userName: "bob.acme", title: "B" } });
    expect(writes(opened)).toEqual(["POST 201", "POST 201", "PATCH 400", "PUT 200", "PUT 200"]);
  });

  it.each([200, 204] as const)("an answer of %d to a PATCH is read back", async (patchAnswers) => {
    const opened = await world({ patchAnswers });
    await opened.settled({ ada });
    await opened.settled({ ada: { ...ada, title: "Analyst" } });
    expect(opened.stage.log.entries.at(-1)).toMatchObject({ method: "GET", status: 200 });
  });
});

describe("versions", () => {
  const changes = [{ kind: "attribute", path: ["title"], to: "Analyst" }] as const;
  const desired = { attributes: { title: "Analyst" }, sets: {}, references: {} };

  it("a change is bound to the version that was read", async () => {
    const { emulator, connector: server } = await connector();
    const { id } = emulator.create(ada);
    await server.update({ id, changes, desired, addOnly: [] });
    const [patch] = emulator.log.writes();
    expect(patch?.headers["if-match"]).toMatch(/^W\//);
  });

  it("somebody else's change in between is read, and stays", async () => {
    const { emulator, connector: server } = await connector();
    const { id } = emulator.create(ada);
    emulator.faults.add({ method: "PATCH", times: 1, fault: { kind: "status", status: 412 } });
    emulator.patch(id, [{ op: "replace", path: "nickName", value: "Countess" }]);
    await server.update({ id, changes, desired, addOnly: [] });
    expect(emulator.get(id)).toMatchObject({ title: "Analyst", nickName: "Countess" });
    expect(emulator.log.writes().map(({ status }) => status)).toEqual([412, 200]);
  });

  it("a second time is an error, and nothing is overwritten", async () => {
    const { emulator, connector: server } = await connector();
    const { id } = emulator.create(ada);
    emulator.faults.add({ method: "PATCH", fault: { kind: "status", status: 412 } });
    const update = server.update({ id, changes, desired, addOnly: [] });
    await expect(update).rejects.toThrow(/changed by somebody else, twice.*Nothing was overwritten/);
    expect(emulator.log.writes()).toHaveLength(2);
    expect(emulator.get(id)).toMatchObject(ada);
  });

  it("a server without them is not asked for one", async () => {
    const { emulator, connector: server } = await connector({ etags: false });
    const { id } = emulator.create(ada);
    await server.update({ id, changes, desired, addOnly: [] });
    expect(emulator.log.reads().filter(({ path }) => path.includes(id))).toEqual([]);
    expect(emulator.log.writes()[0]?.headers["if-match"]).toBeUndefined();
  });
});

describe("lists and look-ups", () => {
  async function listed(options: ScimOptions, count: number) {
    const { emulator, connector: server } = await connector(options);
    for (let i = 0; i < count; i++) emulator.create({ userName: `person.${i}` });
    const names: unknown[] = [];
    for await (const page of server.pages({}, ["roles"]))
      names.push(...page.map(({ attributes }) => attributes["userName"]));
    return { names, requests: emulator.log.reads().length };
  }

  it.each([
    ["an exact total ends the list", {}, 150, 2],
    ["a full last page is followed by another request", {}, 200, 3],
    ["a total that counts the page alone does not end it early", { totals: "page" as const }, 250, 4],
    ["a server with small pages is walked to the end", { largestPage: 20 }, 50, 3],
  ])("%s", async (_, options, count, requests) => {
    const list = await listed(options, count);
    expect(new Set(list.names).size).toBe(count);
    expect(list.requests).toBe(requests);
  });

  it("a list that ends before its total is an error and never a shorter list", async () => {
    const { emulator, connector: server } = await connector();
    for (let i = 0; i < 120; i++) emulator.create({ userName: `person.${i}` });
    emulator.faults.add({ path: "startIndex=101", fault: { kind: "lie", body: { Resources: [] } } });
    const walk = async () => {
      for await (const page of server.pages({}, ["roles"])) expect(page.length).toBeGreaterThan(0);
    };
    await expect(walk()).rejects.toThrow(/promises 120 users and shows 100/);
  });

  it.each(['o"malley', "back\\slash", 'x" or userName pr or userName eq "y', "böb & co", "a+b%20c"])(
    "%s is found, and nobody else",
    async (userName) => {
      const { emulator, connector: server } = await connector();
      emulator.create({ userName });
      emulator.create({ userName: "somebody" });
      const found = await server.find(userName);
      expect(found.map(({ attributes }) => attributes["userName"])).toEqual([userName]);
      expect(await server.find(`not ${userName}`)).toEqual([]);
    },
  );

  it("a server without filters is walked", async () => {
    const { emulator, connector: server } = await connector({ filters: false });
    for (let i = 0; i < 120; i++) emulator.create({ userName: `person.${i}` });
    expect(await server.find("PERSON.119")).toHaveLength(1);
  });

  it("a filter that is not understood proves nothing: everybody is looked at", async () => {
    const { emulator, connector: server } = await connector();
    for (let i = 0; i < 120; i++) emulator.create({ userName: `person.${i}` });
    const { id = "" } = emulator.get("person.7") ?? {};
    const stranger = { id, userName: "person.7" };
    const fault = { kind: "lie", body: { totalResults: 1, Resources: [stranger] } } as const;
    emulator.faults.add({ path: "filter=", fault });
    expect(await server.find("person.119")).toHaveLength(1);
  });

  it("a taken userName that the filter didn't find is looked for in the whole list", async () => {
    const opened = await world();
    const id = await opened.stage.create({ userName: "ADA.acme" });
    const nobody = { totalResults: 0, Resources: [] };
    opened.stage.faults.add({ path: "filter=", fault: { kind: "lie", body: nobody } });
    const failure = await opened.refused({ ada });
    expect(failure.code).toBe("already-exists");
    expect(failure.message).toContain(id);
  });

  it("a wrong address that answers 404 in the standard's own shape makes nobody absent, and is asked for once a run", async () => {
    const { emulator, connector: server } = await connector();
    const { id } = emulator.create(ada);
    emulator.faults.add({ fault: { kind: "status", status: 404 } });
    for (const call of [() => server.read(id), () => server.deactivate(id), () => server.remove(id)]) {
      await expect(call()).rejects.toThrow(/Check roster:scim.url/);
    }
    emulator.faults.clear();
    emulator.log.clear();
    for (const gone of ["gone-1", "gone-2"]) expect(await server.read(gone)).toEqual({ absent: true, proof: "404" });
    expect(await server.remove("gone-3")).toBe("already");
    expect(emulator.log.entries.filter(({ path }) => path.includes("count=1")).length).toBe(1);
  });

  it("a 404 that is not the standard's is no absence", async () => {
    const { emulator, connector: server } = await connector();
    const { id } = emulator.create(ada);
    emulator.faults.add({ path: id, fault: { kind: "status", status: 404, body: { detail: "no route" } } });
    await expect(server.read(id)).rejects.toThrow(/Check roster:scim.url/);
  });
});
