import { expect } from "vitest";
import type { Scenario } from "../scenario";
import type { Target } from "../target";
import type { World } from "../world";
import { plainOf } from "./attributes";
import { type Fault, matches } from "./fault";

/** Writes whose answers are lost, broken, refused, delayed or untrue. */
export function writes(target: Target): readonly Scenario[] {
  return [...creations(target), ...updates(target), ...removals(target)];
}

function creations(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  const { create } = target.requests;
  const posts = (world: World) => world.stage.log.writes().filter(({ method, path }) => matches(create, method, path));
  const carriedOut: Record<string, Fault> = {
    "a lost answer": { kind: "reset-after" },
    "a 5xx although it was carried out": { kind: "status", status: 502, applied: true },
    "a body that is not JSON": { kind: "malformed" },
    "half a body": { kind: "truncated" },
  };
  const notCarriedOut: Record<string, Fault> = {
    "a connection that broke": { kind: "reset-before" },
    "a 5xx": { kind: "status", status: 503 },
  };
  return [
    ...Object.entries(carriedOut).map(([what, fault]) => ({
      name: `${what} to a creation: the account is found and is ours, with one POST`,
      async run(world: World) {
        world.stage.faults.add({ ...create, times: 1, fault });
        const { info } = await world.settled({ ada });
        expect(posts(world)).toHaveLength(1);
        await world.hasAccounts(1);
        expect(world.driver.resource("ada").outputs["origin"]).toBe("created");
        expect(info.join()).toMatch(/was lost; account .* was found/);
      },
    })),
    {
      name: "an account that shows up late after a lost answer is found and is ours",
      needs: ["slow-writes"],
      stage: { async: 3000 },
      async run(world) {
        world.stage.faults.add({ ...create, times: 1, fault: { kind: "reset-after" } });
        await world.settled({ ada });
        expect(posts(world)).toHaveLength(1);
        await world.hasAccounts(1);
      },
    },
    ...Object.entries(notCarriedOut).map(([what, fault]) => ({
      name: `${what} in a creation of which nothing is found: the account may exist, says the error, after one POST`,
      async run(world: World) {
        world.stage.faults.add({ ...create, times: 1, fault });
        const failure = await world.refused({ ada });
        expect(failure.code).toBe("uncertain");
        expect(failure.message).toMatch(/may exist/);
        expect(failure.message).toMatch(/adopt: true/);
        expect(posts(world)).toHaveLength(1);
        expect(world.driver.state.size).toBe(0);
        await world.settled({ ada });
        await world.hasAccounts(1);
      },
    })),
    {
      name: "an answer to a creation in no known shape is a lost answer",
      async run(world) {
        world.stage.faults.add({ ...create, times: 1, fault: { kind: "lie", body: "done" } });
        expect((await world.refused({ ada })).code).toBe("uncertain");
        expect(posts(world)).toHaveLength(1);
      },
    },
    {
      name: "a rate limit in a creation is waited for, and one account is created",
      async run(world) {
        world.stage.faults.add({ ...create, times: 1, fault: { kind: "429", retryAfter: 3 } });
        await world.settled({ ada });
        const [first, second, ...more] = posts(world);
        expect(more).toEqual([]);
        expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(3000);
        await world.hasAccounts(1);
      },
    },
    {
      name: "a creation that the vendor refuses is its error, and nothing is kept",
      async run(world) {
        world.stage.faults.add({ ...create, times: 1, fault: { kind: "status", status: 400 } });
        const failure = await world.refused({ ada });
        expect(failure.code).toBe("rejected");
        expect(failure.message).toContain("This error was asked for");
        expect(world.driver.state.size).toBe(0);
        await world.settled({ ada });
      },
    },
  ];
}

function updates(target: Target): readonly Scenario[] {
  const { update } = target.requests;
  const before = { ada: { ...target.person("ada"), ...plainOf(target, 0) } };
  const after = { ada: { ...target.person("ada"), ...plainOf(target, 1) } };
  const passing: Record<string, Fault> = {
    "a lost answer": { kind: "reset-after" },
    "a broken connection": { kind: "reset-before" },
    "a 5xx": { kind: "status", status: 500 },
    "a body that is not JSON": { kind: "malformed" },
    "a rate limit": { kind: "429", retryAfter: "1.752" },
  };
  const lasting: [string, Fault, string][] = [
    ["a rate limit without end", { kind: "429" }, "rate-limited"],
    ["a vendor that is down", { kind: "status", status: 503 }, "unavailable"],
    ["a refusal", { kind: "status", status: 400 }, "rejected"],
    ["missing permissions", { kind: "status", status: 403 }, "permission-denied"],
  ];
  return [
    ...Object.entries(passing).map(([what, fault]) => ({
      name: `${what} in an update does no harm`,
      async run(world: World) {
        await world.settled(before);
        world.stage.faults.add({ ...update, times: 1, fault });
        await world.settled(after);
        expect((await world.account("ada")).attributes[target.plain]).toEqual(after.ada[target.plain]);
      },
    })),
    ...lasting.map(([what, fault, code]) => ({
      name: `${what} in an update changes nothing, and the next run repeats it`,
      async run(world: World) {
        await world.settled(before);
        const state = { ...world.driver.resource("ada") };
        world.stage.faults.add({ ...update, fault });
        expect(await world.refused(after)).toMatchObject({ during: "update", code });
        expect(world.driver.resource("ada")).toEqual(state);
        world.stage.faults.clear();
        await world.settled(after);
        expect((await world.account("ada")).attributes[target.plain]).toEqual(after.ada[target.plain]);
      },
    })),
    {
      name: "an update that was carried out although every answer failed is kept, and the next run ends it",
      async run(world) {
        await world.settled(before);
        world.stage.faults.add({ ...update, fault: { kind: "status", status: 500, applied: true } });
        expect((await world.refused(after)).code).toBe("unavailable");
        expect(world.driver.resource("ada").outputs[target.plain]).toEqual(after.ada[target.plain]);
        world.stage.faults.clear();
        await world.settled(after);
      },
    },
    {
      name: "a write that is answered as done and not kept is a partial failure that names it",
      stage: { async: 1 },
      async run(world) {
        await world.settled(before);
        world.stage.faults.add({ ...update, fault: target.lie(before.ada[target.plain]) });
        const failure = await world.refused(after, { timeout: 3 });
        expect(failure.code).toBe("not-converged");
        expect(failure.message).toContain(`missing: ${target.plain}`);
        expect(world.driver.resource("ada").initErrors).toHaveLength(1);
        expect(world.driver.resource("ada").outputs[target.plain]).toEqual(before.ada[target.plain]);
        world.stage.faults.clear();
        const { steps } = await world.settled(after);
        expect(steps).toEqual({ ada: "update" });
        expect((await world.account("ada")).attributes[target.plain]).toEqual(after.ada[target.plain]);
      },
    },
  ];
}

function removals(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  const { deactivate } = target.requests;
  const passing: Record<string, Fault> = {
    "a lost answer": { kind: "reset-after" },
    "a broken connection": { kind: "reset-before" },
    "a 5xx": { kind: "status", status: 500 },
    "a rate limit": { kind: "429" },
  };
  return [
    ...Object.entries(passing).map(([what, fault]) => ({
      name: `${what} in a removal does no harm`,
      async run(world: World) {
        await world.settled({ ada });
        const id = world.driver.id("ada");
        world.stage.faults.add({ ...deactivate, times: 1, fault });
        await world.settled({});
        expect((await world.stage.get(id))?.active).toBe(false);
        expect(world.driver.state.size).toBe(0);
      },
    })),
    {
      name: "a removal that fails keeps the resource, and the next run removes it",
      async run(world) {
        await world.settled({ ada });
        world.stage.faults.add({ ...deactivate, fault: { kind: "status", status: 403 } });
        expect((await world.refused({})).code).toBe("permission-denied");
        expect(world.driver.state.size).toBe(1);
        world.stage.faults.clear();
        await world.settled({});
      },
    },
  ];
}
