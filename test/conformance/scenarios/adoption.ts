import { expect } from "vitest";
import type { Properties } from "../adapter";
import { LOST } from "../harm";
import type { Scenario } from "../scenario";
import { keyed, type Target } from "../target";
import { plainOf } from "./attributes";

/** Accounts that were there before us, active or not. */
export function adoption(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  return [
    {
      name: "an account that exists is refused with its id and the way out",
      async run(world) {
        const id = await world.stage.create(ada);
        const { run, writes } = await world.recorded(() => world.refused({ ada }));
        expect(run).toMatchObject({ during: "create", code: "already-exists" });
        expect(run.message).toContain(id);
        expect(run.message).toContain("adopt: true");
        expect(run.message).toMatch(/leaves in this same run/);
        expect(writes).toEqual([]);
        expect(world.driver.state.size).toBe(0);
      },
    },
    {
      name: "a natural key that somebody else has is refused in a change, with the way out where a leaver has it",
      async run(world) {
        const { naturalKey } = target.platform.kinds.user.capabilities;
        const bob = target.person("bob");
        await world.stage.create(bob);
        await world.settled({ ada });
        const before = { ...world.driver.resource("ada") };
        const failure = await world.refused({ ada: { ...ada, ...keyed(target, String(bob[naturalKey])) } });
        expect(failure).toMatchObject({ during: "update", code: "rejected" });
        expect(failure.message).toMatch(new RegExp(`^${naturalKey}: .*leaves in this same run, run again`));
        expect(world.driver.resource("ada")).toEqual(before);
      },
    },
    {
      name: "the natural key is compared as the vendor compares it",
      async run(world) {
        const { naturalKey, attributes } = target.platform.kinds.user.capabilities;
        const id = await world.stage.create(ada);
        const key = String(ada[naturalKey]);
        if (attributes[naturalKey]?.compareBy?.(key.toUpperCase()) !== attributes[naturalKey]?.compareBy?.(key)) return;
        const failure = await world.refused({ ada: { ...ada, [naturalKey]: key.toUpperCase() } });
        expect(failure.message).toContain(id);
        await world.settled({ ada: { ...ada, adopt: true } });
        await world.unchanged({ ada: { ...ada, [naturalKey]: key.toUpperCase(), adopt: true } });
      },
    },
    {
      name: "adopt: true takes an account on and brings it to what is declared",
      async run(world) {
        const id = await world.stage.create({ ...ada, ...plainOf(target, 0) });
        const args: Properties = { ...ada, ...plainOf(target, 1), roles: target.roles.one, adopt: true };
        const { steps } = await world.settled({ ada: args });
        expect(steps).toEqual({ ada: "create" });
        expect(world.driver.resource("ada")).toMatchObject({ id, outputs: { origin: "adopted" } });
        expect((await world.account("ada")).attributes[target.plain]).toEqual(args[target.plain]);
        await world.hasAccounts(1);
      },
    },
    {
      name: "adopt: true writes nothing to an account that is already as declared",
      async run(world) {
        const id = await world.stage.create({ ...ada, ...plainOf(target, 0) });
        const { writes } = await world.settled({ ada: { ...ada, ...plainOf(target, 0), adopt: true } });
        expect(writes).toEqual([]);
        expect(world.driver.id("ada")).toBe(id);
      },
    },
    {
      name: 'adopt: "identical" takes an account on without a write',
      async run(world) {
        const id = await world.stage.create({ ...ada, ...plainOf(target, 0) });
        const { writes } = await world.settled({ ada: { ...ada, ...plainOf(target, 0), adopt: "identical" } });
        expect(writes).toEqual([]);
        expect(world.driver.resource("ada")).toMatchObject({ id, outputs: { origin: "adopted" } });
      },
    },
    {
      name: 'adopt: "identical" refuses an account that is different, naming where',
      async run(world) {
        const id = await world.stage.create({ ...ada, ...plainOf(target, 0) });
        const program = { ada: { ...ada, ...plainOf(target, 1), adopt: "identical" } };
        const { run, writes } = await world.recorded(() => world.refused(program));
        expect(run.code).toBe("differs");
        expect(run.message).toContain(id);
        expect(run.message).toContain(target.plain);
        expect(writes).toEqual([]);
        expect(world.driver.state.size).toBe(0);
      },
    },
    {
      name: "a person declared twice is an error, and one account",
      async run(world) {
        const { failures } = await world.up({ ada: { ...ada, adopt: true }, again: { ...ada, adopt: true } });
        expect(failures).toMatchObject([{ name: "again", code: "claimed" }]);
        expect(failures[0]?.message).toMatch(/declare each person once/);
        await world.hasAccounts(1);
      },
    },
    {
      name: "a person declared twice and created at the same time is an error, and one account",
      async run(world) {
        const silent = { info: () => undefined, warn: () => undefined };
        const surroundings = { configuration: world.configuration(), clock: world.clock, log: silent };
        const adapter = await world.driver.start(surroundings);
        const both = await Promise.allSettled([adapter.create(ada), adapter.create(ada)]);
        await adapter.close();
        expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        const { reason } = both.find(({ status }) => status === "rejected") as PromiseRejectedResult;
        expect(reason.message).toMatch(/declare each person once/);
        await world.hasAccounts(1);
      },
    },
    {
      name: "a person declared twice is one account's and one resource's, although the answer to the creation was lost",
      async run(world) {
        const args = { ...ada, adopt: true };
        const silent = { info: () => undefined, warn: () => undefined };
        const surroundings = { configuration: world.configuration(), clock: world.clock, log: silent };
        world.stage.faults.add({ ...target.requests.create, times: 1, fault: { kind: "reset-after" } });
        const adapter = await world.driver.start(surroundings);
        const both = await Promise.allSettled([adapter.create(args), adapter.create(args)]);
        await adapter.close();
        expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        await world.hasAccounts(1);
      },
    },
    {
      name: "a resource renamed without an alias keeps the person",
      async run(world) {
        const args = { ...ada, ...plainOf(target, 0), adopt: true };
        await world.settled({ ada: args });
        const before = await world.account("ada");
        const { steps, warnings, writes } = await world.settled({ lovelace: args });
        expect(steps).toEqual({ lovelace: "create", ada: "delete" });
        expect(writes).toEqual([]);
        expect(warnings.join()).toMatch(/another resource/);
        expect(await world.account("lovelace"), LOST).toEqual(before);
      },
    },
    {
      name: "a resource renamed in a run that failed elsewhere keeps the person in the next run, which removes the old one",
      async run(world) {
        const args = { ...ada, adopt: true };
        await world.settled({ ada: args });
        const before = await world.account("ada");
        const program = { lovelace: args, bob: target.person("bob") };
        world.stage.faults.add({ ...target.requests.create, times: 1, fault: { kind: "status", status: 403 } });
        expect(await world.refused(program)).toMatchObject({ name: "bob", during: "create" });
        const { run, writes } = await world.recorded(() => world.up(program));
        expect(run).toMatchObject({ failures: [], steps: { lovelace: "same", bob: "create", ada: "delete" } });
        expect(run.warnings.join()).toMatch(/another resource/);
        expect(writes).toHaveLength(target.writes.create);
        expect(await world.account("lovelace"), LOST).toEqual(before);
      },
    },
    {
      name: "an inactive account is refused with its id, and called inactive",
      needs: ["keeps-inactive"],
      async run(world) {
        const id = await world.stage.create(ada);
        await world.stage.deactivate(id);
        const { run, writes } = await world.recorded(() => world.refused({ ada }));
        expect(run.code).toBe("inactive-exists");
        expect(run.message).toContain(id);
        expect(run.message).toMatch(/inactive/);
        expect(run.message).toContain("adopt: true");
        expect(writes).toEqual([]);
      },
    },
    {
      name: "somebody who was deactivated comes back under the same id with adopt: true",
      needs: ["keeps-inactive"],
      async run(world) {
        await world.settled({ ada });
        const id = world.driver.id("ada");
        await world.settled({});
        expect((await world.stage.get(id))?.active).toBe(false);
        const { info } = await world.settled({ ada: { ...ada, adopt: true } });
        expect(world.driver.id("ada")).toBe(id);
        expect((await world.account("ada")).active).toBe(true);
        expect(info.join()).toMatch(/reactivated/);
        await world.hasAccounts(1);
      },
    },
    {
      name: 'adopt: "identical" refuses an inactive account',
      needs: ["keeps-inactive"],
      async run(world) {
        const id = await world.stage.create(ada);
        await world.stage.deactivate(id);
        const failure = await world.refused({ ada: { ...ada, adopt: "identical" } });
        expect(failure.code).toBe("differs");
        expect(failure.message).toContain(target.platform.kinds.user.capabilities.activation?.attribute ?? "");
      },
    },
    {
      name: "an account that another system switched off is drift, and up switches it on",
      needs: ["keeps-inactive"],
      async run(world) {
        await world.settled({ ada });
        await world.stage.deactivate(world.driver.id("ada"));
        expect((await world.refresh()).steps).toEqual({ ada: "refresh" });
        const { steps } = await world.settled({ ada });
        expect(steps).toEqual({ ada: "update" });
        expect((await world.account("ada")).active).toBe(true);
      },
    },
    {
      name: "an account declared inactive is switched off, stays off, and comes back",
      needs: ["activation"],
      async run(world) {
        const { attribute = "", inactive, active } = target.platform.kinds.user.capabilities.activation ?? {};
        await world.settled({ ada });
        await world.settled({ ada: { ...ada, [attribute]: inactive } });
        expect((await world.account("ada")).active).toBe(false);
        await world.refresh();
        await world.unchanged({ ada: { ...ada, [attribute]: inactive } });
        await world.settled({ ada: { ...ada, [attribute]: active } });
        expect((await world.account("ada")).active).toBe(true);
        await world.settled({ ada: { ...ada, [attribute]: inactive } });
        await world.settled({ ada });
        expect((await world.account("ada")).active).toBe(true);
      },
    },
    {
      name: "a person is created inactive where that is declared",
      needs: ["activation"],
      async run(world) {
        const { attribute = "", inactive } = target.platform.kinds.user.capabilities.activation ?? {};
        await world.settled({ ada: { ...ada, [attribute]: inactive } });
        expect((await world.account("ada")).active).toBe(false);
        await world.refresh();
        await world.unchanged({ ada: { ...ada, [attribute]: inactive } });
      },
    },
  ];
}
