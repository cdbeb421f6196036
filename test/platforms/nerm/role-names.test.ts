import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SetOf } from "../../conformance/driver";
import { target } from "../../conformance/targets/nerm";
import { World } from "../../conformance/world";

let world: World;
beforeEach(async () => {
  world = await World.open(target);
});
afterEach(() => world.close());

const ada = target.person("ada");

describe("a role at NERM", () => {
  it.each([
    ["its uid", "sponsors_role_1"],
    ["the uid of one of two that have a name", "help_desk_role_6"],
  ])("is declared by %s, without a difference afterwards", async (_, role) => {
    await world.settled({ ada: { ...ada, roles: [role] } });
    expect((await world.refresh()).failures).toEqual([]);
    await world.unchanged({ ada: { ...ada, roles: [role] } });
    expect((await world.account("ada")).roles).toHaveLength(1);
  });

  it("is the same one by its uid, its name and its id", async () => {
    await world.settled({ ada: { ...ada, roles: ["Sponsors"] } });
    const { run, writes } = await world.recorded(() => world.up({ ada: { ...ada, roles: ["sponsors_role_1"] } }));
    expect([run.failures, writes]).toEqual([[], []]);
  });

  it.each([
    ["a uid in another case", "Sponsors_Role_1", /did you mean "Sponsors"\?/],
    ["a group that gives a role", "sponsors_role_1_group", /is a group that gives "Sponsors" at sign-in.*groupStrings/],
  ])("is refused for %s before anybody is created or changed", async (_, role, says) => {
    const wrong = { ...ada, roles: [role] };
    for (const program of [{ ada: wrong }, { people: new SetOf({ ada: wrong }) }]) {
      const { run, writes } = await world.recorded(() => world.refused(program));
      expect(run.message).toMatch(says);
      expect(writes).toEqual([]);
    }
    await world.settled({ ada });
    const { run, writes } = await world.recorded(() => world.refused({ ada: wrong }));
    expect(run.message).toMatch(says);
    expect(writes).toEqual([]);
  });
});
