import { expect } from "vitest";
import type { Properties } from "../adapter";
import type { Scenario } from "../scenario";
import { abilities, type Target } from "../target";
import type { World } from "../world";
import { plainOf } from "./attributes";

type Origin = "created" | "adopted" | "imported";

/** People who leave: what becomes of their accounts, and how many may go. */
export function removal(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  return [
    ...(["created", "adopted", "imported"] as const).flatMap((origin) => policies(target, origin)),
    {
      name: "a policy changed alone is an update without a call, and the deletion follows it",
      async run(world) {
        await world.settled({ ada });
        const { steps, writes } = await world.settled({ ada: { ...ada, onDestroy: "retain" } });
        expect(steps).toEqual({ ada: "update" });
        expect(writes).toEqual([]);
        const id = world.driver.id("ada");
        await world.settled({});
        expect((await world.stage.get(id))?.active).toBe(true);
      },
    },
    {
      name: "an account that is gone already is deleted with success",
      async run(world) {
        for (const onDestroy of ["deactivate", "delete"]) {
          await world.settled({ ada: { ...ada, onDestroy } });
          await world.stage.delete(world.driver.id("ada"));
          const { steps } = await world.settled({});
          expect(steps).toEqual({ ada: "delete" });
          expect(world.driver.state.size).toBe(0);
        }
      },
    },
    {
      name: "an account that is switched off already is deactivated with success",
      needs: ["keeps-inactive"],
      async run(world) {
        await world.settled({ ada });
        await world.stage.deactivate(world.driver.id("ada"));
        await world.settled({});
        expect(world.driver.state.size).toBe(0);
      },
    },
    {
      name: "the removal limit stops one removal too many, names the setting, and a later run goes on",
      async run(world) {
        const people = { ada, bob: target.person("bob"), cleo: target.person("cleo") };
        await world.settled(people);
        const { run, writes } = await world.recorded(() => world.up({}, { maxRemovals: 2 }));
        expect(run.failures).toMatchObject([{ during: "delete", code: "removal-limit" }]);
        expect(run.failures[0]?.message).toContain(`roster:${target.platform.id}.maxRemovals`);
        expect(writes).toHaveLength(2);
        expect(await active(world)).toHaveLength(1);
        await world.settled({}, { maxRemovals: 2 });
        expect(await active(world)).toHaveLength(0);
      },
    },
    {
      name: "an account that is gone already takes nothing from the removal limit",
      async run(world) {
        await world.settled({ ada, bob: target.person("bob") });
        await world.stage.delete(world.driver.id("bob"));
        await world.settled({}, { maxRemovals: 1 });
        expect(await active(world)).toHaveLength(0);
      },
    },
    {
      name: "a deletion whose answer was lost counts for the removal limit, although its repetition finds nobody",
      async run(world) {
        const leaving = { onDestroy: "delete" };
        await world.settled({ ada: { ...ada, ...leaving }, bob: { ...target.person("bob"), ...leaving } });
        world.stage.faults.add({ method: "DELETE", path: /\/users\//i, times: 1, fault: { kind: "reset-after" } });
        expect((await world.refused({}, { maxRemovals: 1 })).code).toBe("removal-limit");
        expect(await active(world)).toHaveLength(1);
      },
    },
    {
      name: "maxRemovals 0 allows no removal at all, and releases still go",
      async run(world) {
        await world.settled({ ada, bob: { ...target.person("bob"), onDestroy: "retain" } });
        const { run, writes } = await world.recorded(() => world.up({}, { maxRemovals: 0 }));
        expect(run.failures).toMatchObject([{ name: "ada", code: "removal-limit" }]);
        expect(run.steps).toEqual({ bob: "delete" });
        expect(writes).toEqual([]);
        expect(await active(world)).toHaveLength(2);
      },
    },
    {
      name: "the removal limit counts people who are declared inactive too",
      needs: ["activation"],
      async run(world) {
        const { attribute = "", inactive } = target.platform.kinds.user.capabilities.activation ?? {};
        await world.settled({ ada });
        const program = { ada: { ...ada, [attribute]: inactive } };
        const { run, writes } = await world.recorded(() => world.refused(program, { maxRemovals: 0 }));
        expect(run.code).toBe("removal-limit");
        expect(writes).toEqual([]);
        await world.settled(program);
        expect((await world.account("ada")).active).toBe(false);
        const id = await world.stage.create(target.person("bob"));
        const adopted = { ...program, bob: { ...target.person("bob"), [attribute]: inactive, adopt: true } };
        expect((await world.refused(adopted, { maxRemovals: 0 })).code).toBe("removal-limit");
        expect((await world.stage.get(id))?.active).toBe(true);
      },
    },
    {
      name: "readOnly refuses every write, and still reads and compares",
      async run(world) {
        await world.settled({ ada: { ...ada, ...plainOf(target, 0) } });
        const readOnly = { readOnly: true };
        const { run, writes } = await world.recorded(async () => [
          await world.refused({ ada: { ...ada, ...plainOf(target, 1) } }, readOnly),
          await world.refused({ ada: { ...ada, ...plainOf(target, 0) }, bob: target.person("bob") }, readOnly),
          await world.refused({}, readOnly),
        ]);
        expect(run.map(({ code }) => code)).toEqual(["read-only", "read-only", "read-only"]);
        for (const { message } of run) expect(message).toContain(`roster:${target.platform.id}.readOnly`);
        expect(writes).toEqual([]);
        expect((await world.refresh(readOnly)).failures).toEqual([]);
        await world.unchanged({ ada: { ...ada, ...plainOf(target, 0) } }, readOnly);
      },
    },
  ];
}

function policies(target: Target, origin: Origin): readonly Scenario[] {
  const usual = origin === "created" ? "deactivate" : "retain";
  return [undefined, "deactivate", "delete", "retain"].map((onDestroy) => ({
    name: `an account that was ${origin} is ${pastOf(onDestroy ?? usual)} ${onDestroy ? `by onDestroy "${onDestroy}"` : "by default"}`,
    async run(world: World) {
      const id = await taken(world, target, origin, onDestroy === undefined ? {} : { onDestroy });
      const { run, writes } = await world.recorded(() => world.up({}));
      expect(run).toMatchObject({ failures: [], steps: { ada: "delete" } });
      expect(world.driver.state.size).toBe(0);
      const policy = onDestroy ?? usual;
      expect((await world.stage.get(id))?.active ?? false).toBe(policy === "retain");
      if (policy === "deactivate") expect(await world.stage.get(id)).toBeDefined();
      if (policy === "delete" && abilities(target).has("keeps-inactive"))
        expect(await world.stage.get(id)).toBeUndefined();
      if (policy !== "retain") return;
      expect(writes).toEqual([]);
      expect(run.info.join()).toMatch(/released, still active/);
    },
  }));
}

function pastOf(policy: string): string {
  return { deactivate: "deactivated", delete: "deleted", retain: "released" }[policy] ?? policy;
}

/** One person in the state, of the given origin. */
async function taken(world: World, target: Target, origin: Origin, policy: Properties): Promise<string> {
  const ada = target.person("ada");
  if (origin === "created") await world.settled({ ada: { ...ada, ...policy } });
  else {
    const id = await world.stage.create(ada);
    if (origin === "adopted") await world.settled({ ada: { ...ada, ...policy, adopt: true } });
    else {
      await world.import("ada", id);
      await world.settled({ ada: { ...world.driver.resource("ada").inputs, ...policy } });
    }
  }
  expect(world.driver.resource("ada").outputs["origin"]).toBe(origin);
  return world.driver.id("ada");
}

async function active(world: World) {
  return (await world.stage.accounts()).filter((account) => account.active);
}
