import { expect, it } from "vitest";
import { target } from "../../conformance/targets/adobe";
import { World } from "../../conformance/world";

it("a crowd is created at the rate that Adobe announces, without a 429", async () => {
  const world = await World.open(target, { own: { rates: "vendor" } });
  try {
    const log = { info: () => undefined, warn: () => undefined };
    const adapter = await world.driver.start({ configuration: world.configuration(), clock: world.clock, log });
    const begin = world.clock.now();
    const people = Array.from({ length: 40 }, (_, i) => ({ email: `p${i}@example.com`, name: `P ${i}`, profile: "X" }));
    await Promise.all(people.map((person) => adapter.create(person)));
    const minutes = (world.clock.now() - begin) / 60_000;
    await adapter.close();
    expect(world.stage.accounts()).toHaveLength(40);
    expect(world.stage.log.entries.filter(({ status }) => status === 429)).toEqual([]);
    // 30 a minute, and ten at once.
    expect(minutes).toBeLessThan(1.3);
    expect(minutes).toBeGreaterThan(0.9);
  } finally {
    await world.close();
  }
});
