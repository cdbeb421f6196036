import { afterEach, beforeEach, expect, it } from "vitest";
import { target } from "../../conformance/targets/adobe";
import { World } from "../../conformance/world";

const { profile: _, ...ada } = target.person("ada");
let world: World;

beforeEach(async () => {
  world = await World.open(target);
});
afterEach(() => world.close());

it("a profile that isn't declared is read just before the write, and sent as it is then", async () => {
  await world.settled({ ada: { ...ada, bio: "a" } });
  await world.stage.change(world.driver.id("ada"), { profile: "Countess" });
  const { run, requests } = await world.recorded(() => world.up({ ada: { ...ada, bio: "b" } }));
  expect(run.failures).toEqual([]);
  expect(requests.filter(({ path }) => !path.endsWith("/account")).map(({ method }) => method)).toEqual([
    "GET",
    "PATCH",
  ]);
  expect((await world.account("ada")).attributes).toMatchObject({ profile: "Countess", bio: "b" });
});

it.each([
  ["is looked at, and not written again", {}, ["POST", "GET"]],
  ["is not looked at where a change follows anyway", { roles: ["Author", "Learner"] }, ["POST", "GET", "PATCH"]],
])("a new person whose fields the answer leaves out %s", async (_, also, expected) => {
  const person = { ...ada, fields: { Department: "Notes" }, ...also };
  const { run, requests } = await world.recorded(() => world.up({ ada: person }));
  expect(run.failures).toEqual([]);
  const methods = requests.map(({ method }) => method);
  expect(methods.slice(methods.indexOf("POST"))).toEqual(expected);
  expect((await world.account("ada")).attributes["fields"]).toEqual({ Department: "Notes" });
});

it("a field that a creation has not taken is written afterwards", async () => {
  world.stage.faults.add({
    method: "GET",
    path: "/users/\\d+",
    times: 1,
    fault: { kind: "lie", body: { data: { attributes: { fields: { Department: "" } } } } },
  });
  const { run, requests } = await world.recorded(() => world.up({ ada: { ...ada, fields: { Department: "Notes" } } }));
  expect(run.failures).toEqual([]);
  const methods = requests.map(({ method }) => method);
  expect(methods.slice(methods.indexOf("POST"))).toEqual(["POST", "GET", "GET", "PATCH"]);
});

it("a change of fields is refused where a read shows none, unless the configuration says what that means", async () => {
  await world.close();
  world = await World.open(target, { own: { emptyFields: "left-out" } });
  await world.settled({ ada });
  const after = { ada: { ...ada, fields: { Department: "Notes" } } };
  const { run, writes } = await world.recorded(() => world.refused(after));
  expect(run).toMatchObject({
    code: "rejected",
    message: expect.stringMatching(/^fields: .*roster:adobe.emptyFields/),
  });
  expect(writes).toEqual([]);
  await world.settled(after, { emptyFields: "left-out" });
  expect((await world.account("ada")).attributes["fields"]).toEqual({ Department: "Notes" });
});

it("a role that is declared although the vendor grants it by itself is awaited like any other", async () => {
  await world.settled({ ada: { ...ada, roles: ["Learner", "Author"] } });
  expect((await world.account("ada")).roles).toEqual(["Author", "Learner"]);
  await world.refresh();
  await world.unchanged({ ada: { ...ada, roles: ["Author", "Learner"] } });
});

it("a vendor's refusal reaches the property that it names", async () => {
  await world.settled({ ada });
  // An account that doesn't list its zones can't be asked before.
  const silent = { data: { attributes: { timeZones: [] } } };
  world.stage.faults.add({ method: "GET", path: "/account$", fault: { kind: "lie", body: silent } });
  const unknownZone = await world.refused({ ada: { ...ada, timeZoneCode: "99" } });
  expect(unknownZone).toMatchObject({
    code: "rejected",
    message: expect.stringMatching(/^timeZoneCode: .*Invalid time zone/),
  });
  await world.stage.create(target.person("bob"));
  const taken = await world.refused({ ada: { ...ada, email: "bob@example.com" } });
  expect(taken).toMatchObject({ code: "rejected", message: expect.stringMatching(/^email: .*already in the account/) });
});

it("an unknown role is the vendor's refusal, with the role's property", async () => {
  await world.settled({ ada });
  const failure = await world.refused({ ada: { ...ada, roles: ["Wizard"] } });
  expect(failure).toMatchObject({ code: "rejected", message: expect.stringMatching(/^roles: .*Invalid role/) });
});

it("a manager who isn't there is named, in a creation as in a change", async () => {
  const strange = { ada: { ...ada, manager: "99999999" } };
  const named = { code: "not-found", message: expect.stringMatching(/^manager: .*object doesn't exist/) };
  expect(await world.refused(strange)).toMatchObject(named);
  await world.settled({ ada });
  expect(await world.refused(strange)).toMatchObject(named);
});

it("an account that is gone while its manager changes is not taken for the manager", async () => {
  await world.settled({ ada });
  const id = world.driver.id("ada");
  const manager = await world.stage.create(target.person("bob"));
  await world.stage.delete(id);
  const failure = await world.refused({ ada: { ...ada, profile: "Engineer", manager } });
  expect(failure).toMatchObject({ code: "not-found", message: expect.not.stringContaining("manager:") });
});
