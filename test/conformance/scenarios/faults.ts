import { expect } from "vitest";
import type { FaultRule } from "../../../sandbox/index";
import type { Scenario } from "../suite";
import { type Target, traitsOf } from "../target";
import type { World } from "../world";
import { plainOf, withSample } from "./attributes";

type Fault = FaultRule["fault"];

/** A vendor that loses, breaks, refuses, delays and lies. */
export function faults(target: Target): readonly Scenario[] {
  return [
    ...creations(target),
    ...updates(target),
    ...removals(target),
    ...refreshes(target),
    ...halves(target),
    ...slow(target),
  ];
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
        expect(world.stage.accounts()).toHaveLength(1);
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
        expect(world.stage.accounts()).toHaveLength(1);
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
        expect(world.stage.accounts()).toHaveLength(1);
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
        expect(world.stage.accounts()).toHaveLength(1);
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
        expect(world.account("ada").attributes[target.plain]).toEqual(after.ada[target.plain]);
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
        expect(world.account("ada").attributes[target.plain]).toEqual(after.ada[target.plain]);
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
        expect(world.account("ada").attributes[target.plain]).toEqual(after.ada[target.plain]);
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
        expect(world.stage.get(id)?.active).toBe(false);
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

function refreshes(target: Target): readonly Scenario[] {
  const program = { ada: { ...target.person("ada"), ...plainOf(target, 0) } };
  const broken: [string, Fault, string | RegExp][] = [
    ["401", { kind: "status", status: 401 }, "unauthenticated"],
    ["403", { kind: "status", status: 403 }, "permission-denied"],
    ["500", { kind: "status", status: 500 }, "unavailable"],
    ["503", { kind: "status", status: 503 }, "unavailable"],
    [
      "404 in a shape that is not the vendor's",
      { kind: "status", status: 404, body: "nothing here" },
      /^(protocol|not-found)$/,
    ],
    ["a body that is not JSON", { kind: "malformed" }, "protocol"],
    ["half a body", { kind: "truncated" }, "unavailable"],
    ["a body in no known shape", { kind: "lie", body: "nobody" }, "protocol"],
    ["a broken connection", { kind: "reset-before" }, "unavailable"],
  ];
  return [
    ...broken.map(([what, fault, code]) => ({
      name: `a refresh that meets ${what} fails and drops nobody`,
      async run(world: World) {
        await world.settled(program);
        const before = { ...world.driver.resource("ada") };
        world.stage.faults.add({ ...target.requests.read, fault });
        const { failures, steps } = await world.refresh();
        expect(failures).toMatchObject([{ during: "read", code: expect.stringMatching(code) }]);
        expect(steps).toEqual({});
        expect(world.driver.resource("ada")).toEqual(before);
        world.stage.faults.clear();
        await world.unchanged(program);
      },
    })),
    {
      name: "a refresh that meets a passing failure finds the person",
      async run(world) {
        await world.settled(program);
        world.stage.faults.add({ ...target.requests.read, times: 2, fault: { kind: "status", status: 502 } });
        expect(await world.refresh()).toMatchObject({ failures: [], steps: { ada: "refresh" } });
        await world.unchanged(program);
      },
    },
  ];
}

function halves(target: Target): readonly Scenario[] {
  const { args, request } = target.afterCreate;
  const ada = { ...target.person("ada"), ...args };
  const causes: [string, Fault, string][] = [
    ["is refused", { kind: "status", status: 400 }, "rejected"],
    ["fails", { kind: "status", status: 500 }, "unavailable"],
    ["is not permitted", { kind: "status", status: 403 }, "permission-denied"],
  ];
  return [
    ...causes.map(([what, fault, code]) => ({
      name: `a creation whose second half ${what} is kept under its id, and the next run finishes it`,
      async run(world: World) {
        world.stage.faults.add({ ...request, fault });
        const { failures } = await world.up({ ada });
        expect(failures).toMatchObject([
          { during: "create", code: code === "unavailable" ? expect.any(String) : code },
        ]);
        const { id, outputs, initErrors } = world.driver.resource("ada");
        expect(initErrors).toHaveLength(1);
        expect(outputs).toMatchObject({ ...target.person("ada"), origin: "created" });
        expect(world.stage.accounts().map((account) => account.id)).toEqual([id]);
        world.stage.faults.clear();
        const { steps } = await world.settled({ ada });
        expect(steps).toEqual({ ada: "update" });
        expect(world.driver.id("ada")).toBe(id);
        expect(world.stage.accounts()).toHaveLength(1);
        expect(
          world.stage.log.writes().filter(({ method, path }) => matches(target.requests.create, method, path)),
        ).toHaveLength(1);
      },
    })),
    {
      name: "a half-made person that is removed again is deactivated",
      async run(world) {
        world.stage.faults.add({ ...request, fault: { kind: "status", status: 400 } });
        await world.up({ ada });
        const { id } = world.driver.resource("ada");
        world.stage.faults.clear();
        await world.settled({});
        expect(world.stage.get(id)?.active).toBe(false);
      },
    },
    {
      name: "a half-made person that can't even be read keeps what was declared",
      async run(world) {
        world.stage.faults.add({ ...request, fault: { kind: "status", status: 400 } });
        const nth = Array.from({ length: 50 }, (_, i) => i + 1 + (target.readsToLookUp ?? 0));
        world.stage.faults.add({ ...target.requests.read, nth, fault: { kind: "status", status: 500 } });
        const fixed = Object.keys(target.samples).filter((name) => traitsOf(target, name).createOnly);
        const program = { ada: { ...Object.assign({}, ...fixed.map((name) => withSample(target, name, 0))), ...ada } };
        await world.up(program);
        const { id } = world.driver.resource("ada");
        world.stage.faults.clear();
        await world.refresh();
        await world.settled(program);
        expect(world.stage.accounts().map((account) => account.id)).toEqual([id]);
      },
    },
    {
      name: "an update of which a part fails keeps what was done, and the next run does the rest",
      needs: ["many-writes"],
      async run(world) {
        await world.settled({ ada: { ...target.person("ada"), ...plainOf(target, 0) } });
        world.stage.faults.add({ ...request, fault: { kind: "status", status: 400 } });
        const program = { ada: { ...ada, ...plainOf(target, 1) } };
        expect(await world.refused(program)).toMatchObject({ during: "update", code: "rejected" });
        expect(world.driver.resource("ada").outputs[target.plain]).toEqual(program.ada[target.plain]);
        world.stage.faults.clear();
        await world.settled(program);
        expect(world.account("ada").attributes[target.plain]).toEqual(program.ada[target.plain]);
      },
    },
  ];
}

function slow(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  const after = { ada: { ...ada, ...target.afterCreate.args, ...target.late?.args } };
  return [
    {
      name: "writes that take two seconds to show are waited for",
      needs: ["slow-writes"],
      stage: { async: 2000 },
      async run(world) {
        await world.settled({ ada: { ...ada, ...target.afterCreate.args } });
        await world.clock.sleep(2000);
        await world.settled({ ada: { ...ada, ...target.afterCreate.args, ...plainOf(target, 1) } });
        expect(world.account("ada").attributes[target.plain]).toEqual(plainOf(target, 1)[target.plain]);
        await world.settled({});
      },
    },
    {
      name: "a write that takes longer than the timeout is a partial failure that names what is missing",
      needs: ["late-answers"],
      stage: { async: 5000 },
      async run(world) {
        await world.settled({ ada });
        await world.clock.sleep(5000);
        const failure = await world.refused(after, { timeout: 2 });
        expect(failure.code).toBe("not-converged");
        expect(failure.message).toContain(target.late?.path);
        expect(world.driver.resource("ada").initErrors).toHaveLength(1);
        await world.settled(after);
      },
    },
  ];
}

function matches({ method, path }: Pick<FaultRule, "method" | "path">, sent: string, at: string): boolean {
  return [method].flat().includes(sent) && new RegExp(path ?? "").test(at);
}
