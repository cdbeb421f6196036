import { afterEach, expect, it } from "vitest";
import { target } from "../../conformance/targets/adobe";
import { World } from "../../conformance/world";

const ada = target.person("ada");
let world: World;

async function leftAndBack(revive: "revive" | "new-id" | "refuse") {
  world = await World.open(target, { own: { revive } });
  await world.settled({ ada: { ...ada, bio: "Before", roles: ["Author"] } });
  const former = world.driver.id("ada");
  await world.settled({});
  return former;
}

afterEach(() => world.close());

it("a deleted person who is declared again comes back under the old id where Adobe revives accounts", async () => {
  const former = await leftAndBack("revive");
  await world.settled({ ada: { ...ada, bio: "After", roles: ["Instructor"] } });
  expect(world.driver.resource("ada")).toMatchObject({ id: former, outputs: { origin: "created" } });
  expect(await world.account("ada")).toMatchObject({
    active: true,
    attributes: { bio: "After" },
    roles: ["Instructor", "Learner"],
  });
  await world.refresh();
  await world.unchanged({ ada: { ...ada, bio: "After", roles: ["Instructor"] } });
});

it("a deleted person who is declared again keeps nothing of what is declared as emptied", async () => {
  world = await World.open(target);
  const before = { ...ada, bio: "Before", fields: { Department: "Engines" } };
  await world.settled({ ada: before });
  await world.settled({});
  await world.settled({ ada: { ...ada, bio: null, fields: { Department: null } } });
  const { attributes } = await world.account("ada");
  expect(attributes).not.toHaveProperty("bio");
  expect(attributes["fields"] ?? {}).toEqual({});
});

it("a deleted person who is declared again gets a new id where Adobe makes one", async () => {
  const former = await leftAndBack("new-id");
  await world.settled({ ada });
  expect(world.driver.id("ada")).not.toBe(former);
  expect((await world.stage.get(former))?.active).toBe(false);
});

it("a deleted person who is declared again is Adobe's own refusal where it refuses", async () => {
  await leftAndBack("refuse");
  const failure = await world.refused({ ada });
  expect(failure.code).toBe("rejected");
  expect(failure.message).toMatch(/^email: .*belongs to a deleted user/);
  expect(world.driver.state.size).toBe(0);
});

it("a person who never left has no trace of the account's usual state in the outputs", async () => {
  world = await World.open(target);
  await world.settled({ ada });
  expect(Object.keys(world.driver.resource("ada").outputs).sort()).toEqual([
    "email",
    "name",
    "origin",
    "profile",
    "tenant",
  ]);
});
