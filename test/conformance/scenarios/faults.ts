import { expect } from "vitest";
import type { FaultRule } from "../../../sandbox/index";
import type { Scenario } from "../scenario";
import { type Target, traitsOf } from "../target";
import type { World } from "../world";
import { plainOf, withSample } from "./attributes";
import { type Fault, matches } from "./fault";

/** A vendor that breaks reads, fails halfway, and is slow to show what it has done. */
export function faults(target: Target): readonly Scenario[] {
  return [...refreshes(target), ...halves(target), ...unreadable(target), ...slow(target)];
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
  const { args, request } = target.afterCreate ?? { args: {}, request: target.requests.create };
  const ada = { ...target.person("ada"), ...args };
  const causes: [string, Fault, string][] = [
    ["is refused", { kind: "status", status: 400 }, "rejected"],
    ["fails", { kind: "status", status: 500 }, "unavailable"],
    ["is not permitted", { kind: "status", status: 403 }, "permission-denied"],
  ];
  const nth = Array.from({ length: 50 }, (_, i) => i + 1 + (target.readsToLookUp ?? 0));
  const unseen: FaultRule[] = [
    { ...request, fault: { kind: "status", status: 400 } },
    { ...target.requests.read, nth, fault: { kind: "status", status: 500 } },
  ];
  return [
    ...causes.map(([what, fault, code]) => ({
      name: `a creation whose second half ${what} is kept under its id, and the next run finishes it`,
      needs: ["second-call"] as const,
      async run(world: World) {
        world.stage.faults.add({ ...request, fault });
        const { failures } = await world.up({ ada });
        expect(failures).toMatchObject([
          { during: "create", code: code === "unavailable" ? expect.any(String) : code },
        ]);
        const { id, outputs, initErrors } = world.driver.resource("ada");
        expect(initErrors).toHaveLength(1);
        expect(outputs).toMatchObject({ ...target.person("ada"), origin: "created" });
        expect((await world.stage.accounts()).map((account) => account.id)).toEqual([id]);
        world.stage.faults.clear();
        const { steps } = await world.settled({ ada });
        expect(steps).toEqual({ ada: "update" });
        expect(world.driver.id("ada")).toBe(id);
        await world.hasAccounts(1);
        expect(
          world.stage.log.writes().filter(({ method, path }) => matches(target.requests.create, method, path)),
        ).toHaveLength(1);
      },
    })),
    {
      name: "a half-made person that is removed again is deactivated",
      needs: ["second-call"],
      async run(world) {
        world.stage.faults.add({ ...request, fault: { kind: "status", status: 400 } });
        await world.up({ ada });
        const { id } = world.driver.resource("ada");
        world.stage.faults.clear();
        await world.settled({});
        expect((await world.stage.get(id))?.active).toBe(false);
      },
    },
    {
      name: "a half-made person that can't even be read keeps what was declared",
      needs: ["second-call"],
      async run(world) {
        world.stage.faults.add(...unseen);
        const fixed = Object.keys(target.samples).filter((name) => traitsOf(target, name).createOnly);
        const program = { ada: { ...Object.assign({}, ...fixed.map((name) => withSample(target, name, 0))), ...ada } };
        await world.up(program);
        const { id } = world.driver.resource("ada");
        world.stage.faults.clear();
        await world.refresh();
        await world.settled(program);
        expect((await world.stage.accounts()).map((account) => account.id)).toEqual([id]);
      },
    },
    {
      name: "a creation of which no answer tells the id is uncertain, and adopt: true takes the account on",
      needs: ["second-call", "untold-ids"],
      async run(world) {
        world.stage.faults.add(...unseen);
        const failure = await world.refused({ ada });
        expect(failure).toMatchObject({ code: "uncertain", message: expect.stringMatching(/may exist.*adopt: true/s) });
        expect(world.driver.state.size).toBe(0);
        world.stage.faults.clear();
        await world.settled({ ada: { ...ada, adopt: true } });
        await world.hasAccounts(1);
      },
    },
    {
      name: "a half-made person that can't even be read is removed as onDestroy says",
      needs: ["second-call"],
      async run(world) {
        world.stage.faults.add(...unseen);
        await world.up({ ada: { ...ada, onDestroy: "retain" } });
        const { id } = world.driver.resource("ada");
        world.stage.faults.clear();
        expect(await world.up({})).toMatchObject({ failures: [], steps: { ada: "delete" } });
        expect((await world.stage.get(id))?.active).toBe(true);
      },
    },
    {
      name: "an update of which a part fails keeps what was done, and the next run does the rest",
      needs: ["many-writes", "second-call"],
      async run(world) {
        await world.settled({ ada: { ...target.person("ada"), ...plainOf(target, 0) } });
        world.stage.faults.add({ ...request, fault: { kind: "status", status: 400 } });
        const program = { ada: { ...ada, ...plainOf(target, 1) } };
        expect(await world.refused(program)).toMatchObject({ during: "update", code: "rejected" });
        expect(world.driver.resource("ada").outputs[target.plain]).toEqual(program.ada[target.plain]);
        world.stage.faults.clear();
        await world.settled(program);
        expect((await world.account("ada")).attributes[target.plain]).toEqual(program.ada[target.plain]);
      },
    },
  ];
}

/** After a refused write nothing can be read: what was declared is not taken for what is there. */
function unreadable(target: Target): readonly Scenario[] {
  const { update, read } = target.requests;
  const before = { ada: { ...target.person("ada"), ...plainOf(target, 0), roles: target.roles.one } };
  const [first, second] = [plainOf(target, 0)[target.plain], plainOf(target, 1)[target.plain]];
  const after = { ada: { ...before.ada, ...plainOf(target, 1) } };
  const refusal: Fault = { kind: "status", status: 400 };
  const arrived = async (world: World) => {
    world.stage.faults.clear();
    const { steps, writes } = await world.settled(after);
    expect(steps).toEqual({ ada: "update" });
    expect(writes).not.toEqual([]);
    expect((await world.account("ada")).attributes[target.plain]).toEqual(second);
  };
  return [
    ...[0, 1].map((reads) => ({
      name: `an update that is refused, with no read answered after ${reads}, is sent again by the next run`,
      async run(world: World) {
        await world.settled(before);
        const nth = Array.from({ length: 50 }, (_, i) => i + 1 + reads);
        world.stage.faults.add({ ...update, fault: refusal }, { ...read, nth, fault: { kind: "status", status: 500 } });
        await world.refused(after);
        expect(world.driver.resource("ada").outputs[target.plain]).toEqual(first);
        await arrived(world);
      },
    })),
    {
      name: "an update that is refused while nobody tells where other roles come from is sent again by the next run",
      needs: ["granted-elsewhere"],
      async run(world) {
        await world.settled(before);
        await world.stage.grantElsewhere?.(world.driver.id("ada"));
        world.stage.faults.add(
          { ...update, fault: refusal },
          { ...target.elsewhere, fault: { kind: "status", status: 500 } },
        );
        await world.refused(after);
        expect(world.driver.resource("ada").outputs).toMatchObject(before.ada);
        await arrived(world);
      },
    },
  ];
}

function slow(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  const after = { ada: { ...ada, ...target.afterCreate?.args, ...target.late?.args } };
  return [
    {
      name: "writes that take two seconds to show are waited for",
      needs: ["slow-writes"],
      stage: { async: 2000 },
      async run(world) {
        await world.settled({ ada: { ...ada, ...target.afterCreate?.args } });
        await world.clock.sleep(2000);
        await world.settled({ ada: { ...ada, ...target.afterCreate?.args, ...plainOf(target, 1) } });
        expect((await world.account("ada")).attributes[target.plain]).toEqual(plainOf(target, 1)[target.plain]);
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
