import { expect } from "vitest";
import type { Properties } from "../adapter";
import { IdOf, SetOf } from "../driver";
import { LOST } from "../harm";
import type { Scenario } from "../scenario";
import { keyed, type Target } from "../target";
import type { World } from "../world";
import { plainOf } from "./attributes";

/** Many people as one resource: each is treated as a `User` would be, and nobody suffers for somebody else. */
export function users(target: Target): readonly Scenario[] {
  const [ada, bob, cleo, dan] = (["ada", "bob", "cleo", "dan"] as const).map((key) => target.person(key)) as [
    Properties,
    Properties,
    Properties,
    Properties,
  ];
  const all = { ada, bob, cleo };
  const { capabilities } = target.platform.kinds.user;
  const managed = capabilities.references["manager"] !== undefined;
  return [
    {
      name: "a set is created, unchanged, changed by one write for each who changed, refreshed and emptied",
      async run(world) {
        const roles = { roles: target.roles.one };
        const people = { ada: { ...ada, ...plainOf(target, 0), ...roles }, bob, cleo };
        await world.settled({ people: new SetOf(people) });
        expect(idsOf(world)).toEqual(await accountsByKey(world, people, target));
        const changed = { ...people, ada: { ...ada, ...plainOf(target, 1), ...roles } };
        const { steps, writes } = await world.settled({ people: new SetOf(changed) });
        expect(steps).toEqual({ people: "update" });
        expect(writes).toHaveLength(1);
        await world.refresh();
        await world.unchanged({ people: new SetOf(changed) });
        await world.settled({ people: new SetOf({}, { maxRemovals: "all" }) });
        expect(await active(world)).toEqual([]);
        await world.settled({});
      },
    },
    {
      name: "managers of a set are named by key, in any order, and found again by refresh",
      needs: ["manager"],
      async run(world) {
        const people = { ada: { ...ada, manager: "bob" }, bob: { ...bob, manager: "cleo" }, cleo };
        await world.settled({ people: new SetOf(people) });
        const ids = idsOf(world);
        expect((await world.stage.get(ids["ada"] ?? ""))?.manager).toBe(ids["bob"]);
        await world.stage.setManager(ids["ada"] ?? "", ids["cleo"] ?? "");
        await world.refresh();
        expect(peopleIn(world.driver.resource("people").inputs)["ada"]).toMatchObject({ manager: "cleo" });
        const { writes } = await world.settled({ people: new SetOf(people) });
        expect(writes).toHaveLength(1);
        const circle = new SetOf({ ...people, cleo: { ...cleo, manager: "ada" } });
        const { during, message } = await world.refused({ people: circle });
        expect([during, message]).toEqual(["check", expect.stringContaining("ada -> bob -> cleo -> ada")]);
      },
    },
    {
      name: "a set's manager may be another resource, whose id preview doesn't know",
      needs: ["manager"],
      async run(world) {
        const program = { boss: dan, people: new SetOf({ ada: { ...ada, manager: new IdOf("boss") }, bob }) };
        expect((await world.preview(program)).failures).toEqual([]);
        await world.settled(program);
        expect((await world.stage.get(idsOf(world)["ada"] ?? ""))?.manager).toBe(world.driver.id("boss"));
      },
    },
    {
      name: "one who fails leaves the others done, is named by key, and is all that the next run does",
      async run(world) {
        world.stage.faults.add({ ...target.requests.create, times: 1, fault: { kind: "status", status: 403 } });
        const program = { people: new SetOf(all) };
        const failure = await world.refused(program);
        expect(failure).toMatchObject({ during: "create", code: "people" });
        expect(failure.message).toMatch(/2 of 3 people are done, 1 failed.*users\.(ada|bob|cleo): /);
        expect(Object.keys(idsOf(world))).toHaveLength(2);
        const { writes } = await world.settled(program);
        expect(writes).toHaveLength(target.writes.create);
        expect(Object.keys(idsOf(world))).toEqual(["ada", "bob", "cleo"]);
        expect(
          (await world.stage.accounts()).filter((account) => isOneOf(account.attributes, all, target)),
        ).toHaveLength(3);
      },
    },
    {
      name: "a check that refuses one names each failure's place and calls nobody",
      async run(world) {
        const people = { ada: { ...ada, nonsense: 1 }, bob: { ...bob, moreNonsense: 2 }, cleo };
        const { run, requests } = await world.recorded(() => world.refused({ people: new SetOf(people) }));
        expect(run.properties).toEqual(["users.ada.nonsense", "users.bob.moreNonsense"]);
        expect(requests).toEqual([]);
      },
    },
    {
      name: "leavers go by their own policy, or the set's; more than maxRemovals are refused before any call",
      async run(world) {
        await world.settled({ people: new SetOf({ ...all, bob: { ...bob, onDestroy: "retain" } }) });
        const [adas, bobs] = [idsOf(world)["ada"] ?? "", idsOf(world)["bob"] ?? ""];
        const { run, requests } = await world.recorded(() =>
          world.refused({ people: new SetOf({ cleo }, { maxRemovals: 0 }) }),
        );
        expect(run).toMatchObject({ during: "check", properties: ["maxRemovals"] });
        expect(requests).toEqual([]);
        const { info, writes } = await world.settled({ people: new SetOf({ cleo }) });
        expect(writes).toHaveLength(1);
        expect((await world.stage.get(adas))?.active ?? false).toBe(false);
        expect((await world.stage.get(bobs))?.active).toBe(true);
        expect(info.join()).toMatch(/1 person \(bob\); released, still active/);
      },
    },
    {
      name: "what the set allows, the platform's removal limit is asked for as a whole, and its default isn't in the way",
      async run(world) {
        await world.settled({ people: new SetOf(all) });
        const program = { people: new SetOf({}, { maxRemovals: 3 }) };
        const { run, writes } = await world.recorded(() => world.refused(program, { maxRemovals: 2 }));
        expect(run.code).toBe("removal-limit");
        expect(run.message).toContain(`raise roster:${target.platform.id}.maxRemovals to 3`);
        expect(writes).toEqual([]);
        await world.settled(program);
        expect(await active(world)).toEqual([]);
      },
    },
    {
      name: 'a set is deleted only where that was said before, by maxRemovals "all" or onDestroy "retain"',
      async run(world) {
        await world.settled({ people: new SetOf(all) });
        const { run, writes } = await world.recorded(() => world.refused({}));
        expect(run).toMatchObject({ during: "delete", code: "invalid-arguments" });
        expect(run.message).toMatch(/would remove 3 people \(ada, bob, cleo\)/);
        expect(writes).toEqual([]);
        await world.settled({ people: new SetOf(all, { maxRemovals: "all" }) });
        await world.settled({});
        expect(await active(world)).toEqual([]);
      },
    },
    {
      name: "people are moved from User into a set without a write, with adopt",
      async run(world) {
        await world.settled({ people: new SetOf({ bob }), ada });
        const id = world.driver.id("ada");
        const { writes } = await world.settled({ people: new SetOf({ bob, ada: { ...ada, adopt: true } }) });
        expect(writes).toEqual([]);
        expect(idsOf(world)["ada"]).toBe(id);
        expect((await world.stage.get(id))?.active).toBe(true);
      },
    },
    ...([true, false] as const).map(
      (userFirst): Scenario => ({
        name: `people are moved from a set into User without a write, with adopt, the ${userFirst ? "User" : "set"} first`,
        async run(world) {
          await world.settled({ people: new SetOf({ ada, bob }) });
          const id = idsOf(world)["ada"] ?? "";
          const single = { ada: { ...ada, adopt: true } };
          const set = { people: new SetOf({ bob }) };
          const program = userFirst ? { ...single, ...set } : { ...set, ...single };
          const { run, writes } = await world.recorded(() => world.up(program, {}, true));
          expect(run.failures).toEqual([]);
          expect(writes).toEqual([]);
          expect(world.driver.id("ada")).toBe(id);
          expect((await world.stage.get(id))?.active).toBe(true);
          await world.unchanged(program);
        },
      }),
    ),
    {
      name: "a person under a new key is the same account, without a call",
      async run(world) {
        await world.settled({ people: new SetOf(all) });
        const { ada: _, ...others } = all;
        const before = idsOf(world)["ada"];
        const renamed = { people: new SetOf({ ...others, lovelace: ada }) };
        const { run, requests } = await world.recorded(() => world.up(renamed));
        expect(run).toMatchObject({ failures: [], steps: { people: "update" } });
        expect(requests).toEqual([]);
        expect(idsOf(world)["lovelace"]).toBe(before);
        await world.unchanged(renamed);
      },
    },
    {
      name: "an account that one key has is nobody else's, whatever its address has become behind our back",
      async run(world) {
        await world.settled({ people: new SetOf({ ada, cleo }) });
        const { ada: id = "" } = idsOf(world);
        await world.stage.change(id, keyed(target, String(bob[capabilities.naturalKey])));
        const program = { people: new SetOf({ ada, bob: { ...bob, adopt: true }, cleo }) };
        const { run, writes } = await world.recorded(() => world.refused(program));
        expect(run.message).toMatch(/users\.bob: .*already managed by another resource/);
        expect(writes).toEqual([]);
        expect(Object.keys(idsOf(world))).toEqual(["ada", "cleo"]);
        await world.refresh();
        await world.settled({ people: new SetOf({ ada, cleo }) });
        await world.settled(program);
        expect(idsOf(world)["ada"]).toBe(id);
        expect(new Set(Object.values(idsOf(world))).size).toBe(3);
      },
    },
    {
      name: "a list into which somebody was put before the last is refused, so that nobody becomes somebody else",
      async run(world) {
        await world.settled({ people: new SetOf({ first: ada, second: bob }) });
        const before = await world.stage.accounts();
        const moved = new SetOf({ first: ada, second: cleo, third: bob });
        await world.up({ people: moved });
        expect(await world.stage.accounts(), LOST).toEqual(before);
        expect(await world.refused({ people: moved })).toMatchObject({
          during: "check",
          properties: [`users.third.${capabilities.naturalKey}`],
        });
      },
    },
    {
      name: "a whole account is imported by the id all, and whoever is left out of the program is released",
      async run(world) {
        const ids = await Promise.all([ada, bob, cleo].map((person) => world.stage.create(person)));
        await world.import("people", "all", "set");
        const imported = world.driver.resource("people");
        const key = String(ada[capabilities.naturalKey]);
        expect(idsOf(world)[key]).toBe(ids[0]);
        expect(Object.values(idsOf(world))).toEqual(expect.arrayContaining(ids));
        const whole = new SetOf(peopleIn(imported.inputs), { onDestroy: "retain" });
        expect((await world.up({ people: whole })).failures).toEqual([]);
        const { writes } = await world.settled({ people: new SetOf({ [key]: ada }) });
        expect(writes).toEqual([]);
        for (const id of ids) expect((await world.stage.get(id))?.active).toBe(true);
        const none = await world.settled({ people: new SetOf({}) });
        expect(none.writes).toEqual([]);
      },
    },
    {
      name: "whoever is gone leaves the set by refresh, and is made again by the next run",
      async run(world) {
        await world.settled({ people: new SetOf(all) });
        await world.stage.delete(idsOf(world)["bob"] ?? "");
        await world.refresh();
        expect(Object.keys(idsOf(world))).toEqual(["ada", "cleo"]);
        expect(Object.keys(peopleIn(world.driver.resource("people").inputs))).toEqual(["ada", "cleo"]);
      },
    },
    {
      name: "readOnly and a foreign tenant stop a set as a whole, before any write",
      async run(world) {
        await world.settled({ people: new SetOf(all) });
        const program = { people: new SetOf({ ...all, ada: { ...ada, ...plainOf(target, 1) } }) };
        const { run, writes } = await world.recorded(() => world.refused(program, { readOnly: true }));
        expect(run.code).toBe("read-only");
        expect(writes).toEqual([]);
      },
    },
    {
      name: "whoever is held stays as last applied, whatever the map says, is not created, and goes on afterwards",
      async run(world) {
        await world.settled({ people: new SetOf({ ada: { ...ada, ...plainOf(target, 0) }, bob, cleo }) });
        const ids = idsOf(world);
        const changed = { ...ada, ...plainOf(target, 1) };
        const hold = ["dan", "bob", "ada", "bob"];
        // Bob is missing, Dan has no arguments that could be judged.
        const held = new SetOf({ ada: changed, cleo, dan: { shoes: 38 } }, { hold });
        const { steps, writes } = await world.settled({ people: held });
        expect([steps, writes]).toEqual([{ people: "update" }, []]);
        expect(idsOf(world)).toEqual(ids);
        expect(world.driver.resource("people").outputs["hold"]).toEqual(["ada", "bob", "dan"]);
        await world.refresh();
        await world.unchanged({ people: held });
        const { writes: later } = await world.settled({ people: new SetOf({ ada: changed, bob, cleo }) });
        expect(later).toHaveLength(1);
        await world.settled({ people: new SetOf({ ada: changed, cleo }, { hold: ["bob"], maxRemovals: "all" }) });
        await world.settled({});
        expect((await active(world)).map(({ id }) => id)).toEqual([ids["bob"]]);
      },
    },
    {
      name: "a held person keeps a manager who leaves, and one who is held and unknown is nobody's manager",
      needs: ["manager"],
      async run(world) {
        await world.settled({ people: new SetOf({ ada: { ...ada, manager: "bob" }, bob }) });
        const people = { cleo: { ...cleo, manager: "dan" } };
        await world.settled({ people: new SetOf(people, { hold: ["ada", "dan"] }) });
        expect(Object.keys(idsOf(world))).toEqual(["ada", "cleo"]);
        await world.unchanged({ people: new SetOf(people, { hold: ["ada", "dan"] }) });
      },
    },
    {
      name: "of thirty people only what changed is written, and a refresh takes few calls",
      async run(world) {
        const many = Object.fromEntries(
          Array.from({ length: 30 }, (_, i) => [
            `k${i}`,
            numbered(ada, i, target, managed && i > 0 ? "k0" : undefined),
          ]),
        );
        await world.settled({ people: new SetOf(many) });
        const { requests } = await world.recorded(() => world.refresh());
        expect(requests.length).toBeLessThan(20);
        const changed = { ...many, k3: { ...many["k3"], ...plainOf(target, 1) } };
        const { writes } = await world.settled({ people: new SetOf(changed) });
        expect(writes).toHaveLength(1);
      },
    },
  ];
}

/** A person like another one, with natural key and addresses of their own. */
function numbered(person: Properties, i: number, target: Target, manager: string | undefined): Properties {
  const { naturalKey } = target.platform.kinds.user.capabilities;
  const own = Object.entries(person).map(([name, value]) => [
    name,
    name === naturalKey || name === "email" ? `n${i}.${String(value)}` : value,
  ]);
  return { ...Object.fromEntries(own), ...(manager === undefined ? {} : { manager }) };
}

function idsOf(world: World): Record<string, string> {
  return world.driver.resource("people").outputs["ids"] as Record<string, string>;
}

function peopleIn(properties: Properties): Properties {
  return properties["users"] as Properties;
}

/** Ids of the accounts that the vendor has for these people. */
async function accountsByKey(
  world: World,
  people: Record<string, Properties>,
  target: Target,
): Promise<Record<string, string>> {
  const { naturalKey } = target.platform.kinds.user.capabilities;
  const accounts = await world.stage.accounts();
  const entries = Object.entries(people).map(([key, person]) => {
    const account = accounts.find(({ attributes }) => attributes[naturalKey] === person[naturalKey]);
    return [key, account?.id ?? ""];
  });
  return Object.fromEntries(entries);
}

function isOneOf(attributes: Properties, people: Record<string, Properties>, target: Target): boolean {
  const { naturalKey } = target.platform.kinds.user.capabilities;
  return Object.values(people).some((person) => person[naturalKey] === attributes[naturalKey]);
}

async function active(world: World) {
  return (await world.stage.accounts()).filter((account) => account.active);
}
