import { describe, it } from "vitest";
import { dynamicAdapter } from "./dynamic-adapter";
import { adoption } from "./scenarios/adoption";
import { attributes } from "./scenarios/attributes";
import { faults } from "./scenarios/faults";
import { lifecycle } from "./scenarios/lifecycle";
import { manager } from "./scenarios/manager";
import { refusals } from "./scenarios/refusals";
import { removal } from "./scenarios/removal";
import { roles } from "./scenarios/roles";
import { tenancy } from "./scenarios/tenancy";
import { abilities, type Need, type StageOptions, type Target } from "./target";
import { type AdapterFor, World } from "./world";

/** Something every platform that can do it must do. */
export interface Scenario {
  /** The behaviour. */
  readonly name: string;
  readonly needs?: readonly Need[];
  readonly stage?: Omit<StageOptions, "clock">;
  run(world: World, target: Target): Promise<void>;
}

/** Scenarios of one topic; the target decides only over how many attributes and samples they range. */
export type Topic = (target: Target) => readonly Scenario[];

const topics: Readonly<Record<string, Topic>> = {
  lifecycle,
  attributes,
  roles,
  manager,
  adoption,
  removal,
  tenancy,
  faults,
  refusals,
};

/** Runs the whole list for one platform, several at a time: they mostly wait. What it can't do is skipped by name. */
export function conformance(target: Target, adapterFor: AdapterFor = dynamicAdapter): void {
  const can = abilities(target);
  for (const [topic, scenarios] of Object.entries(topics)) {
    describe.concurrent(topic, () => {
      for (const { name, needs = [], stage, run } of scenarios(target)) {
        const lacking = needs.filter((need) => !can.has(need));
        if (lacking.length > 0) {
          it.skip(`${name} (${target.platform.id} lacks ${lacking.join(", ")})`);
          continue;
        }
        it(name, async () => {
          const world = await World.open(target, stage, adapterFor);
          try {
            await run(world, target);
          } finally {
            await world.close();
          }
        });
      }
    });
  }
}
