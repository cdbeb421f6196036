import { expect } from "vitest";
import { IdOf } from "../driver";
import { LOST } from "../harm";
import type { Scenario } from "../scenario";
import type { Target } from "../target";

export function roles(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  const { one, two, swapped, none, stored } = target.roles;
  const moved = (from: unknown, to: unknown, added: number, removed: number, after: keyof typeof stored): Scenario => ({
    name: `roles: ${added} added and ${removed} removed`,
    async run(world) {
      await world.settled({ ada: { ...ada, roles: from } });
      const { writes } = await world.settled({ ada: { ...ada, roles: to } });
      expect(writes).toHaveLength(target.roles.writes(added, removed));
      expect((await world.account("ada")).roles).toEqual(stored[after]);
      await world.refresh();
      await world.unchanged({ ada: { ...ada, roles: to } });
    },
  });
  return [
    moved(one, two, 1, 0, "two"),
    moved(two, one, 0, 1, "one"),
    moved(one, swapped, 1, 1, "swapped"),
    {
      name: "all roles are taken away by the least declaration",
      async run(world) {
        await world.settled({ ada: { ...ada, roles: two } });
        await world.settled({ ada: { ...ada, roles: none } });
        expect((await world.account("ada")).roles).toEqual(stored.none);
        await world.refresh();
        await world.unchanged({ ada: { ...ada, roles: none } });
      },
    },
    {
      name: "another order and repeated names are no change",
      async run(world) {
        await world.settled({ ada: { ...ada, roles: two } });
        await world.unchanged({ ada: { ...ada, roles: shuffled(two) } });
      },
    },
    {
      name: "a role granted by another system is found by refresh and taken away by up",
      async run(world) {
        const program = { ada: { ...ada, roles: one } };
        await world.settled(program);
        await world.stage.grantOther(world.driver.id("ada"));
        expect((await world.account("ada")).roles, LOST).toEqual(stored.oneAndOther);
        await world.refresh();
        const { steps } = await world.settled(program);
        expect(steps).toEqual({ ada: "update" });
        expect((await world.account("ada")).roles).toEqual(stored.one);
      },
    },
    {
      name: "roles that are not declared are left alone",
      async run(world) {
        await world.settled({ ada });
        await world.settled({ ada: { ...ada, roles: one } });
        const { writes } = await world.settled({ ada });
        expect(writes).toEqual([]);
        await world.stage.grantOther(world.driver.id("ada"));
        await world.refresh();
        await world.unchanged({ ada });
        expect((await world.account("ada")).roles, LOST).toEqual(stored.oneAndOther);
      },
    },
    {
      name: "roles that are declared for the first time take the others away",
      async run(world) {
        await world.settled({ ada });
        await world.stage.grantOther(world.driver.id("ada"));
        await world.settled({ ada: { ...ada, roles: one } });
        expect((await world.account("ada")).roles).toEqual(stored.one);
      },
    },
    {
      name: 'rolesMode "add" grants and never takes away',
      async run(world) {
        await world.settled({ ada: { ...ada, roles: one } });
        await world.stage.grantOther(world.driver.id("ada"));
        await world.settled({ ada: { ...ada, roles: one, rolesMode: "add" } });
        await world.refresh();
        await world.unchanged({ ada: { ...ada, roles: one, rolesMode: "add" } });
        expect((await world.account("ada")).roles, LOST).toEqual(stored.oneAndOther);
        await world.settled({ ada: { ...ada, roles: swapped, rolesMode: "add" } });
        expect(JSON.stringify((await world.account("ada")).roles)).toContain(
          difference(stored.oneAndOther, stored.one),
        );
      },
    },
    {
      name: 'going back from rolesMode "add" takes away what is not declared',
      async run(world) {
        await world.settled({ ada: { ...ada, roles: one, rolesMode: "add" } });
        await world.stage.grantOther(world.driver.id("ada"));
        await world.settled({ ada: { ...ada, roles: one } });
        expect((await world.account("ada")).roles).toEqual(stored.one);
      },
    },
    {
      name: "a role that comes from elsewhere is neither drift nor taken away",
      needs: ["granted-elsewhere"],
      async run(world) {
        const program = { ada: { ...ada, roles: one } };
        await world.settled(program);
        await world.stage.grantElsewhere?.(world.driver.id("ada"));
        await world.refresh();
        await world.unchanged(program);
        await world.settled({ ada: { ...ada, roles: two } });
        world.driver.state.clear();
        const adopted = await world.settled({ ada: { ...ada, roles: two, adopt: "identical" } });
        expect(adopted.writes).toEqual([]);
      },
    },
    {
      name: "a role that the vendor derives is neither drift nor taken away",
      needs: ["derived-manager-role"],
      async run(world) {
        const program = {
          ada: { ...ada, roles: one },
          bob: { ...target.person("bob"), manager: new IdOf("ada") },
        };
        await world.settled(program);
        const derived = (await world.account("ada")).roles;
        expect(derived).not.toEqual(stored.one);
        await world.refresh();
        await world.unchanged(program);
        await world.settled({ ...program, ada: { ...ada, roles: two } });
        expect(difference((await world.account("ada")).roles, stored.two)).toBe(difference(derived, stored.one));
      },
    },
  ];
}

/** Reversed, with a name twice, in every section. */
function shuffled(roles: unknown): unknown {
  if (Array.isArray(roles)) return [...roles, ...roles.slice(0, 1)].reverse();
  return Object.fromEntries(Object.entries(roles as object).map(([section, names]) => [section, shuffled(names)]));
}

/** The first name that one list or map of lists has and the other lacks. */
function difference(of: unknown, less: unknown): string {
  const names = (value: unknown): string[] =>
    Array.isArray(value)
      ? value
      : Object.entries((value ?? {}) as object).flatMap(([section, list]) => names(list).map((n) => `${section}/${n}`));
  const name = names(of).find((item) => !names(less).includes(item)) ?? "nothing is different";
  return name.slice(name.indexOf("/") + 1);
}
