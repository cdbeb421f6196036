import { describe, it } from "vitest";
import { dynamicAdapter } from "./dynamic-adapter";
import type { Topic } from "./scenario";
import { adoption } from "./scenarios/adoption";
import { attributes } from "./scenarios/attributes";
import { faults } from "./scenarios/faults";
import { groups } from "./scenarios/groups";
import { hostile } from "./scenarios/hostile";
import { identity } from "./scenarios/identity";
import { lifecycle } from "./scenarios/lifecycle";
import { manager } from "./scenarios/manager";
import { memberships } from "./scenarios/memberships";
import { pending } from "./scenarios/pending";
import { refusals } from "./scenarios/refusals";
import { removal } from "./scenarios/removal";
import { roles } from "./scenarios/roles";
import { tenancy } from "./scenarios/tenancy";
import { users } from "./scenarios/users";
import { verbs } from "./scenarios/verbs";
import { vocabulary } from "./scenarios/vocabulary";
import { writes } from "./scenarios/writes";
import { abilities, type Target } from "./target";
import { type AdapterFor, World } from "./world";

const topics: Readonly<Record<string, Topic>> = {
  verbs,
  lifecycle,
  attributes,
  roles,
  manager,
  memberships,
  adoption,
  removal,
  tenancy,
  writes,
  faults,
  hostile,
  pending,
  refusals,
  users,
  identity,
  groups,
  vocabulary,
};

/**
 * Runs the whole list for one platform, several at a time: they mostly wait. What it can't do is skipped by name.
 *
 * @param chosen scenarios that are run, by `topic: name`; absent: all
 */
export function conformance(target: Target, adapterFor: AdapterFor = dynamicAdapter, chosen?: RegExp): void {
  const can = abilities(target);
  for (const [topic, scenariosOf] of Object.entries(topics)) {
    const scenarios = scenariosOf(target).filter(({ name }) => chosen?.test(`${topic}: ${name}`) ?? true);
    if (scenarios.length === 0) {
      if (chosen) continue;
      it.skip(`${topic} (${target.platform.id} has none)`);
      continue;
    }
    describe.concurrent(topic, () => {
      for (const { name, needs = [], stage, run } of scenarios) {
        const lacking = needs.filter((need) => !can.has(need));
        const missing = target.lacks?.find(({ scenario }) => scenario.test(`${topic}: ${name}`));
        if (missing) {
          it.skip(`${name} (${missing.what})`);
          continue;
        }
        if (lacking.length > 0) {
          it.skip(`${name} (${target.platform.id} lacks ${lacking.join(", ")})`);
          continue;
        }
        it(name, async () => {
          const world = await World.open(target, stage, adapterFor);
          try {
            await run(world, target);
          } catch (error) {
            throw await world.diagnosed(error);
          } finally {
            await world.close();
          }
        });
      }
    });
  }
}
