import { expect } from "vitest";
import type { Scenario } from "../scenario";
import type { Target } from "../target";
import type { World } from "../world";
import { plainOf } from "./attributes";

/** A vendor, or something in front of it, that answers what no vendor means. */
export function hostile(target: Target): readonly Scenario[] {
  return [...endless(target)];
}

/** Answers without an end, slowly or fast. */
function endless(target: Target): readonly Scenario[] {
  const program = { ada: { ...target.person("ada"), ...plainOf(target, 0) } };
  const drip = { kind: "drip", ms: 1_000 } as const;
  const large = [true, false].map((announced) => ({ kind: "large", bytes: 2 ** 20, announced }) as const);
  return [
    {
      name: "a refresh whose answer drips ends with the request's deadline, and drops nobody",
      async run(world) {
        await world.settled(program);
        world.stage.faults.add({ ...target.requests.read, fault: drip });
        const started = performance.now();
        const { failures } = await world.refresh({ timeout: 0.5 });
        expect(failures).toMatchObject([{ during: "read", code: "unavailable" }]);
        expect(failures[0]?.message).toContain(`roster:${target.platform.id}.timeout`);
        expect(performance.now() - started).toBeLessThan(15_000);
        world.stage.faults.clear();
        await world.unchanged(program);
      },
    },
    {
      name: "a creation whose answer drips is looked up and found, and nobody is created twice",
      async run(world) {
        world.stage.faults.add({ ...target.requests.create, fault: drip });
        await world.settled(program, { timeout: 2 });
        expect(await world.stage.accounts()).toHaveLength(1);
      },
    },
    ...large.map(
      (fault): Scenario => ({
        name: `a refresh whose answer is too large${fault.announced ? ", as it says," : ""} asks once, and drops nobody`,
        async run(world) {
          await world.settled(program);
          world.stage.faults.add({ ...target.requests.read, fault });
          const { run, requests } = await world.recorded(() => world.refresh({ maxResponseBytes: 65_536 }));
          expect(run.failures).toMatchObject([{ during: "read", code: "too-large" }]);
          expect(run.failures[0]?.message).toContain(`roster:${target.platform.id}.maxResponseBytes`);
          expect(requests.filter(({ fault }) => fault === "large")).toHaveLength(1);
          world.stage.faults.clear();
          await world.unchanged(program);
        },
      }),
    ),
    {
      name: "a creation whose answer is too large is looked up and found, and nobody is created twice",
      async run(world: World) {
        world.stage.faults.add({ ...target.requests.create, fault: { kind: "large", bytes: 2 ** 20 } });
        await world.settled(program, { maxResponseBytes: 65_536 });
        expect(await world.stage.accounts()).toHaveLength(1);
      },
    },
  ];
}
