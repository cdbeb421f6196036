import { expect } from "vitest";
import { IdOf } from "../driver";
import type { Scenario } from "../scenario";
import type { Target } from "../target";
import { plainOf } from "./attributes";

export function manager(target: Target): readonly Scenario[] {
  const { attributes: _, ...capabilities } = target.platform.kinds.user.capabilities;
  const ada = target.person("ada");
  const bosses = { bob: target.person("bob"), cleo: target.person("cleo") };
  return [
    {
      name: "a manager is set at creation, changed, and left alone once undeclared",
      needs: ["manager"],
      async run(world) {
        await world.settled({ ...bosses, ada: { ...ada, manager: new IdOf("bob") } });
        expect((await world.account("ada")).manager).toBe(world.driver.id("bob"));
        const { steps, writes } = await world.settled({ ...bosses, ada: { ...ada, manager: new IdOf("cleo") } });
        expect(steps).toEqual({ bob: "same", cleo: "same", ada: "update" });
        expect(writes).toHaveLength(1);
        expect((await world.account("ada")).manager).toBe(world.driver.id("cleo"));
        const left = await world.settled({ ...bosses, ada });
        expect(left.writes).toEqual([]);
        expect((await world.account("ada")).manager).toBe(world.driver.id("cleo"));
      },
    },
    {
      name: "a manager changed by another system is found by refresh and put right",
      needs: ["manager"],
      async run(world) {
        const program = { ...bosses, ada: { ...ada, manager: new IdOf("bob") } };
        await world.settled(program);
        await world.stage.setManager(world.driver.id("ada"), world.driver.id("cleo"));
        await world.refresh();
        const { writes } = await world.settled(program);
        expect(writes).toHaveLength(1);
        expect((await world.account("ada")).manager).toBe(world.driver.id("bob"));
      },
    },
    {
      name: "a manager is taken away by null, and stays away",
      needs: ["manager-clear"],
      async run(world) {
        await world.settled({ ...bosses, ada: { ...ada, manager: new IdOf("bob") } });
        const { writes } = await world.settled({ ...bosses, ada: { ...ada, manager: null } });
        expect(writes).toHaveLength(1);
        expect((await world.account("ada")).manager).toBeUndefined();
        await world.refresh();
        await world.unchanged({ ...bosses, ada: { ...ada, clear: ["manager"] } });
        await world.stage.setManager(world.driver.id("ada"), world.driver.id("cleo"));
        await world.refresh();
        await world.settled({ ...bosses, ada: { ...ada, manager: null } });
        expect((await world.account("ada")).manager).toBeUndefined();
      },
    },
    {
      name: "a manager of a manager is created in one run, and both have reports in the second",
      needs: ["manager"],
      async run(world) {
        const program = {
          bob: { ...target.person("bob"), roles: target.roles.one },
          cleo: { ...target.person("cleo"), roles: target.roles.one, manager: new IdOf("bob") },
          ada: { ...ada, manager: new IdOf("cleo") },
        };
        await world.settled(program);
        await world.refresh();
        await world.unchanged(program);
      },
    },
    {
      name: "a person as their own manager is refused before any call",
      needs: ["manager"],
      async run(world) {
        await world.settled({ ada });
        const program = { ada: { ...ada, ...plainOf(target, 1), manager: world.driver.id("ada") } };
        const { run, requests } = await world.recorded(() => world.refused(program));
        expect(run.code).toBe("invalid-arguments");
        expect(run.message).toMatch(/^manager: /);
        expect(requests).toEqual([]);
      },
    },
    {
      name: "a manager where the platform has none, or can't empty it, is refused with the reason",
      async run(world) {
        const { manager } = capabilities.references;
        if (manager?.clear === true) return;
        const args = manager ? { manager: null } : { manager: "somebody" };
        const failure = await world.refused({ ada: { ...ada, ...args } });
        expect(failure.during).toBe("check");
        expect(failure.message).toMatch(/manager/);
      },
    },
  ];
}
