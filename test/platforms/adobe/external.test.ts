import { afterEach, describe, expect, it } from "vitest";
import { SetOf } from "../../conformance/driver";
import { dynamicAdapter } from "../../conformance/dynamic-adapter";
import { pluginAdapter } from "../../conformance/plugin-adapter";
import { target } from "../../conformance/targets/adobe";
import { type AdapterFor, World } from "../../conformance/world";

const ada = target.person("ada");
const partner = { ...ada, externalProfile: "7" };
const boss = "15263446";
const adding = { method: "POST", path: "/externalProfiles/\\d+/users$" } as const;
let world: World;

async function open(own: object = {}, adapter?: AdapterFor): Promise<void> {
  world = await World.open(target, { own: { ...own } }, adapter);
}

function sent(method: string): string[] {
  return world.stage.log.entries
    .filter((entry) => entry.method === method && entry.kind !== "token")
    .map(({ path }) => path);
}

afterEach(() => world.close());

describe.each([
  ["dynamic", dynamicAdapter],
  ["in the plugin", pluginAdapter],
] as const)("a person of an external profile, %s", (_name, adapter) => {
  it("is added to it by its own call, gets the rest in one PATCH, and leaves by a deletion", async () => {
    await open({}, adapter);
    const all = { ...partner, bio: "Partner", userUniqueId: "ada-1815", fields: { Region: "North" } };
    const program = { ada: { ...all, roles: ["Author"], manager: boss } };
    await world.settled(program);
    expect(sent("POST")).toEqual(["/primeapi/v2/externalProfiles/7/users"]);
    expect(sent("PATCH")).toHaveLength(1);
    const [creation] = world.stage.log.entries.filter(({ method, kind }) => method === "POST" && kind === "write");
    expect(creation?.body).toEqual({
      data: {
        type: "user",
        attributes: { email: ada["email"], name: ada["name"], userUniqueId: "ada-1815", userType: "EXTERNAL" },
      },
    });
    expect(await world.account("ada")).toMatchObject({ attributes: all, roles: ["Author", "Learner"], manager: boss });
    expect(world.driver.resource("ada").outputs).toMatchObject({ externalProfile: "7", userType: "External" });
    expect((await world.refresh()).failures).toEqual([]);
    await world.unchanged(program);
    const id = world.driver.id("ada");
    await world.settled({});
    expect((await world.stage.get(id))?.active).toBe(false);
  });

  it("is one of a set beside internal people", async () => {
    await open({}, adapter);
    await world.settled({ people: new SetOf({ ada: partner, bob: target.person("bob") }) });
    expect(sent("POST").sort()).toEqual(["/primeapi/v2/externalProfiles/7/users", "/primeapi/v2/users"]);
    const moved = new SetOf({ ada: { ...partner, externalProfile: "8" }, bob: target.person("bob") });
    const { run, requests } = await world.recorded(() => world.refused({ people: moved }));
    expect(run).toMatchObject({ during: "check" });
    expect(run.message).toMatch(/externalProfile.*only be set when the account is created, and it was another value/);
    expect(requests).toEqual([]);
  });

  it("is not made of an internal one", async () => {
    await open({}, adapter);
    await world.settled({ ada });
    const { run, requests } = await world.recorded(() => world.refused({ ada: partner }));
    expect(run).toMatchObject({ during: "check", properties: ["externalProfile"] });
    expect(run.message).toMatch(/it was not declared then; .*leave externalProfile out/);
    expect(requests).toEqual([]);
  });
});

describe("adoption with an external profile", () => {
  it.each([true, "identical"])("takes on somebody who is in it (%s)", async (adopt) => {
    await open();
    const id = await world.stage.create(partner);
    const { writes } = await world.settled({ ada: { ...partner, adopt } });
    expect(writes).toEqual([]);
    expect(world.driver.resource("ada")).toMatchObject({ id, outputs: { externalProfile: "7" } });
  });

  it.each([
    ["an internal person", ada],
    ["somebody of another profile", { ...ada, externalProfile: "8" }],
  ])("refuses %s, and writes nothing", async (_who, before) => {
    await open();
    const id = await world.stage.create(before);
    const { run, writes } = await world.recorded(() => world.refused({ ada: { ...partner, adopt: true } }));
    expect(run).toMatchObject({ during: "create", code: "invalid-arguments" });
    expect(run.message).toMatch(/^externalProfile: can only be set when an account is created/);
    expect(run.message).toContain(id);
    expect(writes).toEqual([]);
  });

  it("fails where nobody may see who is in the profile", async () => {
    await open();
    await world.stage.create(partner);
    world.stage.faults.add({
      method: "GET",
      path: "/externalProfiles/7/users",
      fault: { kind: "status", status: 403 },
    });
    const { run, writes } = await world.recorded(() => world.refused({ ada: { ...partner, adopt: true } }));
    expect(run).toMatchObject({ during: "create", code: "permission-denied" });
    expect(writes).toEqual([]);
  });

  it("is not needed by whoever leaves the profile undeclared", async () => {
    await open();
    await world.stage.create(partner);
    const { requests } = await world.recorded(() => world.up({ ada: { ...ada, adopt: true } }));
    expect(requests.filter(({ path }) => path.includes("externalProfiles"))).toEqual([]);
  });
});

describe("a refusal names externalProfile", () => {
  it("where the account has no such profile, before anybody of a set is created", async () => {
    await open();
    const people = new SetOf({ bob: target.person("bob"), ada: { ...partner, externalProfile: "Partners" } });
    const { run, writes } = await world.recorded(() => world.refused({ people }));
    expect(run.message).toMatch(
      /externalProfile: "Partners" is not among the values .*did you mean "7", which is Partners\?/,
    );
    expect(writes).toEqual([]);
  });

  it.each([
    ["its seats are taken", { seatLimit: 0 }, /^externalProfile: .*Seat limit reached/],
    ["it has expired", { expiry: "2001-01-01T00:00:00.000Z" }, /^externalProfile: .*The profile has expired/],
  ])("where %s", async (_why, terms, says) => {
    await open({ externalProfiles: [{ id: "7", name: "Partners", ...terms }] });
    const failure = await world.refused({ ada: partner });
    expect(failure).toMatchObject({ during: "create", code: "rejected" });
    expect(failure.message).toMatch(says);
    expect(world.driver.state.size).toBe(0);
  });

  it.each(["Seat limit reached", "The profile has expired", "Unable to add"])(
    "where Adobe says no more than %s",
    async (title) => {
      await open();
      world.stage.faults.add({ ...adding, fault: { kind: "status", status: 400, body: { title } } });
      expect((await world.refused({ ada: partner })).message).toMatch(new RegExp(`^externalProfile: .*${title}`));
    },
  );

  const missing = { title: "The requested external profile was not found", source: { info: "externalProfile 9" } };
  it.each([
    ["as a 404", [{ ...adding, fault: { kind: "status", status: 404, body: missing } }]],
    ["as an object that doesn't exist", []],
  ] as const)("where the profiles are not told and one is missing, %s", async (_how, faults) => {
    await open();
    for (const fault of faults) world.stage.faults.add(fault);
    world.stage.faults.add({ method: "GET", path: "/externalProfiles", fault: { kind: "status", status: 403 } });
    const failure = await world.refused({ ada: { ...partner, externalProfile: "9" } });
    expect(failure).toMatchObject({ during: "create", code: "rejected" });
    expect(failure.message).toMatch(/^externalProfile: .*Declare the id of an external profile that is there/);
    expect(await world.stage.accounts()).toEqual([]);
  });

  it("and not where the address is taken meanwhile", async () => {
    await open();
    const body = { title: "User already exists", source: { info: "A user with this email is already in the account" } };
    world.stage.faults.add({ ...adding, fault: { kind: "status", status: 400, body } });
    expect((await world.refused({ ada: partner })).message).toMatch(/^email: /);
  });
});

describe("a lost answer", () => {
  it.each([
    ["that is lost", {}, { kind: "reset-after" }],
    ["without a user", { externalAnswer: "nothing" }, undefined],
  ] as const)("%s is followed by a look-up and no second POST", async (_what, own, fault) => {
    await open(own);
    if (fault) world.stage.faults.add({ ...adding, times: 1, fault });
    await world.settled({ ada: partner });
    expect(sent("POST")).toEqual(["/primeapi/v2/externalProfiles/7/users"]);
    expect(await world.stage.accounts()).toMatchObject([{ attributes: { externalProfile: "7" } }]);
    expect(world.driver.resource("ada").outputs).toMatchObject({ origin: "created", externalProfile: "7" });
  });

  it("doesn't make ours of an internal person whom somebody else has created meanwhile", async () => {
    await open();
    world.stage.faults.add({ ...adding, times: 1, fault: { kind: "reset-before" } });
    const creating = world.refused({ ada: partner });
    await until(() => sent("POST").length > 0);
    await world.stage.create(ada);
    expect(await creating).toMatchObject({ during: "create", code: "uncertain" });
    expect(world.driver.state.size).toBe(0);
    expect(sent("POST")).toHaveLength(1);
  });
});

it("an account that takes no change of external people keeps the person in the state, and the next run goes on", async () => {
  await open({ externalWrites: "refused" });
  const failure = await world.refused({ ada: partner });
  expect(failure).toMatchObject({ during: "create" });
  expect(failure.message).toMatch(/External users can't be changed/);
  const [account] = await world.stage.accounts();
  expect(world.driver.resource("ada")).toMatchObject({ id: account?.id, outputs: { externalProfile: "7" } });
  const { run } = await world.recorded(() => world.refused({ ada: partner }));
  expect(run.during).toBe("update");
  expect(sent("POST")).toHaveLength(1);
});

it("an internal person at the address of one who was external is drift, and refused with the way out", async () => {
  await open();
  await world.settled({ ada: partner });
  await world.stage.change(world.driver.id("ada"), { externalProfile: null });
  await world.refresh();
  expect(world.driver.resource("ada").outputs).not.toHaveProperty("externalProfile");
  const failure = await world.refused({ ada: partner });
  expect(failure.message).toMatch(/externalProfile: can only be set when/);
});

it("an import brings the profile, and a program that declares it changes nothing", async () => {
  await open();
  const id = await world.stage.create(partner);
  expect((await world.import("ada", id)).failures).toEqual([]);
  expect(world.driver.resource("ada").inputs).toMatchObject({ externalProfile: "7" });
  await world.unchanged({ ada: world.driver.resource("ada").inputs });
});

it.each([
  ["brings the profiles", undefined, "7"],
  ["leaves them out where they are not told", 403, undefined],
] as const)("an import of everybody %s", async (_what, status, externalProfile) => {
  await open();
  const id = await world.stage.create(partner);
  await world.stage.create(target.person("bob"));
  if (status) world.stage.faults.add({ method: "GET", path: "/externalProfiles", fault: { kind: "status", status } });
  expect((await world.import("people", "all", "set")).failures).toEqual([]);
  const { inputs } = world.driver.resource("people");
  const people = Object.values(inputs["users"] as Record<string, Record<string, unknown>>);
  expect(people.map((person) => person["externalProfile"]).filter((one) => one)).toEqual(
    externalProfile ? [externalProfile] : [],
  );
  expect(await world.stage.get(id)).toMatchObject({ active: true });
  const whole = new SetOf(inputs["users"] as Record<string, unknown>, { onDestroy: "retain" });
  const { run, writes } = await world.recorded(() => world.up({ people: whole }));
  expect(run.failures).toEqual([]);
  expect(writes).toEqual([]);
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
