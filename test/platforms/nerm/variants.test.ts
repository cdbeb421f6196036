import { describe, expect, it } from "vitest";
import { FLAT } from "../../../provider/core/model/entity";
import { SetOf } from "../../conformance/driver";
import { target } from "../../conformance/targets/nerm";
import { World } from "../../conformance/world";
import { ADA, FIRST, HELD, NO_ROLES, ROLES, SEED_USER, scripted, userRole } from "./helpers";

/** What a tenant may do where SailPoint's pages leave it open, beyond the list of scenarios. */
async function inWorld(own: object, act: (world: World) => Promise<void>): Promise<void> {
  const world = await World.open(target, { own: own as Record<string, unknown> });
  try {
    await act(world);
  } finally {
    await world.close();
  }
}

const ada = target.person("ada");

describe("what a tenant doesn't do is an error that names it, and nothing is lost", () => {
  it.each([
    [
      "a later locale",
      { laterIdentity: false },
      { ...ada, locale: "de-DE" },
      { ...ada, locale: "fr-FR" },
      "missing: locale",
    ],
    [
      "a later identity",
      { laterIdentity: false },
      { ...ada, sailpointIdentityId: "i-1" },
      { ...ada, sailpointIdentityId: "i-2" },
      "missing: sailpointIdentityId",
    ],
    ["an emptied title", { empties: false }, { ...ada, title: "Engineer" }, { ...ada, title: null }, "there: title"],
  ])("%s", async (_, own, before, after, open) => {
    await inWorld(own, async (world) => {
      await world.settled({ ada: before });
      const was = await world.account("ada");
      expect(await world.refused({ ada: after }, { timeout: 5 })).toMatchObject({
        code: "not-converged",
        message: expect.stringContaining(`still ${open}.`),
      });
      expect(await world.account("ada")).toEqual(was);
    });
  });

  it("the state Pending where it can't be written, before any account is made", async () => {
    await inWorld({ takesPending: false }, async (world) => {
      expect(await world.refused({ ada: { ...ada, status: "Pending" } })).toMatchObject({
        code: "rejected",
        message: expect.stringMatching(/^status: /),
      });
      expect(await world.stage.accounts()).toEqual([]);
    });
  });
});

describe("the state Pending", () => {
  it("is created, counts as switched on, and its end is no difference", async () => {
    await inWorld({}, async (world) => {
      const program = { ada: { ...ada, status: "Pending" } };
      await world.settled(program);
      expect(await world.account("ada")).toMatchObject({ active: true, attributes: { status: "Pending" } });
      await world.stage.change(world.driver.id("ada"), { status: "Active" });
      await world.refresh();
      await world.unchanged(program);
    });
  });
});

describe("the identity of another account", () => {
  const identity = { sailpointIdentityId: "i-1" };

  it("is refused to a new account and to a present one, with the other's id, and nobody is made twice", async () => {
    await inWorld({ mergesAtSignIn: true }, async (world) => {
      const other = await world.stage.create({ ...target.person("bob"), ...identity });
      expect(await world.refused({ ada: { ...ada, ...identity } })).toMatchObject({
        code: "rejected",
        message: expect.stringContaining(other),
      });
      expect(await world.stage.accounts()).toHaveLength(1);
      await world.settled({ ada });
      const failure = await world.refused({ ada: { ...ada, ...identity } });
      expect(failure.message).toMatch(/^sailpointIdentityId: /);
    });
  });

  it("is refused in a set, to that one person", async () => {
    await inWorld({}, async (world) => {
      await world.stage.create({ ...target.person("bob"), ...identity });
      const people = { ada: { ...ada, ...identity }, cleo: target.person("cleo") };
      const run = await world.up({ people: new SetOf(people) });
      expect(run.failures[0]?.message).toContain("ada");
      expect((await world.stage.accounts()).map(({ attributes }) => attributes["login"]).sort()).toEqual([
        "bob.of.acme",
        "cleo.of.acme",
      ]);
    });
  });

  it("is no obstacle where tenants don't show identities", async () => {
    await inWorld({ newerAnswers: false }, async (world) => {
      await world.settled({ ada: { ...ada, ...identity } });
    });
  });
});

describe("a list about somebody", () => {
  it("goes on behind a short page that has no count", async () => {
    const rows = (name: string) => ({ user_roles: [userRole(name)], _metadata: null });
    const next = (offset: number) => HELD.replace("offset=0", `offset=${offset}`) as typeof HELD;
    const vendor = scripted(
      { call: `GET /users/${ADA}`, answer: { user: SEED_USER } },
      { call: HELD, answer: rows("r-1") },
      { call: next(1), answer: rows("r-2") },
      { call: next(2), answer: NO_ROLES },
      { call: `GET /roles?${FIRST}`, answer: ROLES },
    );
    const found = await vendor.connector.read(ADA, ["roles"]);
    expect(found).toMatchObject({ sets: { roles: { members: { [FLAT]: ["Sponsors", "r-2"] } } } });
    vendor.done();
  });
});
