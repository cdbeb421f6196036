import { expect } from "vitest";
import type { Scenario } from "../scenario";
import type { Target } from "../target";
import { World } from "../world";
import { plainOf } from "./attributes";

/** Whose accounts these are, and who may touch them. */
export function tenancy(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  return [
    {
      name: "update, refresh and delete refuse another tenant, and nothing is lost or sent",
      async run(world) {
        await world.settled({ ada: { ...ada, ...plainOf(target, 0) } });
        const before = { ...world.driver.resource("ada") };
        const other = await World.open(target, { foreign: true });
        try {
          const elsewhere = other.stage.configuration;
          const runs = [
            await world.up({ ada: { ...ada, ...plainOf(target, 1) } }, elsewhere),
            await world.refresh(elsewhere),
            await world.up({}, elsewhere),
          ];
          for (const { failures } of runs) {
            expect(failures).toMatchObject([{ code: "foreign-tenant" }]);
            expect(failures[0]?.message).toMatch(/belongs to tenant/);
          }
          expect(world.driver.resource("ada")).toEqual(before);
          expect(other.stage.log.writes()).toEqual([]);
          expect(other.stage.log.reads().filter(({ path }) => path.includes(before.id))).toEqual([]);
        } finally {
          await other.close();
        }
        await world.settled({});
      },
    },
    {
      name: "wrong credentials are a clear error and change nothing",
      async run(world) {
        await world.settled({ ada: { ...ada, ...plainOf(target, 0) } });
        const before = { ...world.driver.resource("ada") };
        const wrong = wrongToken(world);
        const runs = [
          await world.up({ ada: { ...ada, ...plainOf(target, 1) } }, wrong),
          await world.refresh(wrong),
          await world.up({}, wrong),
        ];
        for (const { failures } of runs) {
          expect(failures).toMatchObject([{ code: "unauthenticated" }]);
          expect(failures[0]?.message).toContain(`roster:${target.platform.id}.`);
          expect(failures[0]?.message).not.toContain("wrong-token");
        }
        const created = await world.refused({ ada: before.inputs, bob: target.person("bob") }, wrong);
        expect(created.code).toBe("unauthenticated");
        expect(world.driver.resource("ada")).toEqual(before);
        expect(world.driver.state.size).toBe(1);
        await world.hasAccounts(1);
      },
    },
    {
      name: "a host that can't be reached is a clear error that names it",
      async run(world) {
        const failure = await world.refused({ ada }, { url: "http://127.0.0.1:9/api", ...wrongToken(world) });
        expect(failure.code).toBe("unreachable");
        expect(failure.message).toMatch(/Nothing was sent/);
        expect(failure.message).toContain("http://127.0.0.1:9");
      },
    },
    {
      name: "a token that expires in the middle of a run is renewed once",
      needs: ["token-refresh"],
      async run(world) {
        const update = target.requests.update;
        await world.settled({ ada: { ...ada, ...plainOf(target, 0) } });
        const before = world.stage.log.tokens().length;
        // The first write finds its token refused, as if it had expired a moment before.
        world.stage.faults.add({ ...update, times: 1, fault: { kind: "status", status: 401 } });
        await world.settled({ ada: { ...ada, ...plainOf(target, 1) } });
        expect(world.stage.log.tokens().length - before).toBe(2);
        await world.stage.expireToken();
        await world.settled({ ada: { ...ada, ...plainOf(target, 0) } });
      },
    },
  ];
}

function wrongToken(world: World) {
  const others = Object.keys(world.stage.configuration).filter((name) => /token|client/i.test(name));
  return { ...Object.fromEntries(others.map((name) => [name, undefined])), token: "wrong-token-0123" };
}
