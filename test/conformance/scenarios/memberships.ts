import { expect } from "vitest";
import { SetOf } from "../driver";
import type { Scenario } from "../scenario";
import type { StageMemberships, Target } from "../target";
import { World } from "../world";

/** Groups of people: declared on the person, kept by the vendor, and full of others. */
export function memberships(target: Target): readonly Scenario[] {
  const [ada, bob, cleo] = [target.person("ada"), target.person("bob"), target.person("cleo")];
  const needs = ["groups"] as const;
  return [
    {
      name: "a person is in the declared groups from the creation on, and others stay in theirs",
      needs,
      async run(world) {
        const { groups, stranger } = await staged(world, target);
        const [engines, notes] = [await groups.create("Engines"), await groups.create("Notes")];
        await groups.add(engines, stranger);
        const program = { ada: { ...ada, groups: [engines, notes] } };
        await world.settled(program);
        const id = world.driver.id("ada");
        expect(await groups.members(engines)).toEqual([stranger, id].sort());
        expect(await groups.members(notes)).toEqual([id]);
        await world.refresh();
        await world.unchanged(program);
      },
    },
    {
      name: "a person moves from one group to another, and out of the last one",
      needs,
      async run(world) {
        const { groups, stranger } = await staged(world, target);
        const [engines, notes] = [await groups.create("Engines"), await groups.create("Notes")];
        await groups.add(engines, stranger);
        await world.settled({ ada: { ...ada, groups: [engines] } });
        const id = world.driver.id("ada");
        const { steps } = await world.settled({ ada: { ...ada, groups: [notes] } });
        expect(steps).toEqual({ ada: "update" });
        expect(await groups.members(engines)).toEqual([stranger]);
        expect(await groups.members(notes)).toEqual([id]);
        await world.settled({ ada: { ...ada, groups: [] } });
        // A group whose last member leaves is still there.
        expect(await groups.members(notes)).toEqual([]);
        await world.refresh();
        await world.unchanged({ ada: { ...ada, groups: [] } });
      },
    },
    {
      name: "what others do to a membership is found by refresh and undone by up",
      needs,
      async run(world) {
        const { groups } = await staged(world, target);
        const [engines, notes] = [await groups.create("Engines"), await groups.create("Notes")];
        const program = { ada: { ...ada, groups: [engines] } };
        await world.settled(program);
        const id = world.driver.id("ada");
        await groups.add(notes, id);
        await groups.remove(engines, id);
        await world.refresh();
        expect(world.driver.resource("ada").outputs["groups"]).toEqual([notes]);
        const { steps } = await world.settled(program);
        expect(steps).toEqual({ ada: "update" });
        expect([await groups.members(engines), await groups.members(notes)]).toEqual([[id], []]);
      },
    },
    {
      name: "groups that are not declared are left alone, until they are",
      needs,
      async run(world) {
        const { groups } = await staged(world, target);
        const [engines, notes] = [await groups.create("Engines"), await groups.create("Notes")];
        await world.settled({ ada });
        const id = world.driver.id("ada");
        await groups.add(notes, id);
        await world.refresh();
        await world.unchanged({ ada });
        await world.settled({ ada: { ...ada, groups: [engines] } });
        expect([await groups.members(engines), await groups.members(notes)]).toEqual([[id], []]);
        await groups.add(notes, id);
        const { writes } = await world.settled({ ada });
        expect(writes).toEqual([]);
        expect([await groups.members(engines), await groups.members(notes)]).toEqual([[id], [id]]);
      },
    },
    {
      name: 'groupsMode "add" takes nobody out of a group, and going back from it does',
      needs,
      async run(world) {
        const { groups } = await staged(world, target);
        const [engines, notes] = [await groups.create("Engines"), await groups.create("Notes")];
        const added = { ...ada, groups: [engines], groupsMode: "add" };
        await world.settled({ ada: added });
        const id = world.driver.id("ada");
        await groups.add(notes, id);
        await world.refresh();
        await world.unchanged({ ada: added });
        await world.settled({ ada: { ...added, groups: [] } });
        expect([await groups.members(engines), await groups.members(notes)]).toEqual([[id], [id]]);
        await world.settled({ ada: { ...ada, groups: [engines] } });
        expect([await groups.members(engines), await groups.members(notes)]).toEqual([[id], []]);
      },
    },
    {
      name: "a group that the vendor fills by itself is neither drift nor left",
      needs: ["groups", "implied-groups"],
      async run(world) {
        const { groups } = await staged(world, target);
        const engines = await groups.create("Engines");
        const program = { ada: { ...ada, groups: [engines] } };
        await world.settled(program);
        const id = world.driver.id("ada");
        const implied = (await groups.imply?.(id)) ?? "";
        await world.refresh();
        await world.unchanged(program);
        const notes = await groups.create("Notes");
        const { writes } = await world.settled({ ada: { ...ada, groups: [engines, notes] } });
        expect(await groups.members(notes)).toEqual([id]);
        expect(writes.filter(({ path }) => path.includes(implied))).toEqual([]);
      },
    },
    {
      name: "a group that is gone is an error that names its place, and the person keeps the others",
      needs,
      async run(world) {
        const { groups } = await staged(world, target);
        const [engines, notes] = [await groups.create("Engines"), await groups.create("Notes")];
        await world.settled({ ada: { ...ada, groups: [engines] } });
        const id = world.driver.id("ada");
        await groups.delete(notes);
        const failure = await world.refused({ ada: { ...ada, groups: [engines, notes] } });
        expect(["not-found", "invalid-arguments", undefined]).toContain(failure.code);
        expect(failure.message).toMatch(/groups\[\d\]/);
        expect(await groups.members(engines)).toEqual([id]);
        await world.settled({ ada: { ...ada, groups: [engines] } });
      },
    },
    {
      name: "a group of another tenant is an error that names its place, and nobody writes there",
      needs,
      async run(world) {
        await world.settled({ ada });
        const other = await World.open(target, { foreign: true });
        try {
          const { groups } = await staged(other, target);
          const theirs = await groups.create("Engines");
          const { run: failure, requests } = await other.recorded(() =>
            world.refused({ ada: { ...ada, groups: [theirs] } }),
          );
          expect(["not-found", "invalid-arguments", undefined]).toContain(failure.code);
          expect(failure.message).toMatch(/groups\[0\]/);
          expect([requests, await groups.members(theirs)]).toEqual([[], []]);
        } finally {
          await other.close();
        }
        await world.settled({ ada });
      },
    },
    {
      name: "a group that was deleted with its members is drift, and then nobody's",
      needs,
      async run(world) {
        const { groups } = await staged(world, target);
        const engines = await groups.create("Engines");
        await world.settled({ ada: { ...ada, groups: [engines] } });
        await groups.delete(engines);
        await world.refresh();
        expect(world.driver.resource("ada").outputs["groups"]).toEqual([]);
        await world.settled({ ada: { ...ada, groups: [] } });
      },
    },
    {
      name: "a group that refuses the person is an error that names its place, and the next run goes on",
      needs: ["groups", "refused-members"],
      async run(world) {
        const { groups } = await staged(world, target);
        const [engines, notes] = [await groups.create("Engines"), await groups.create("Notes")];
        const program = { ada: { ...ada, groups: [engines, notes] } };
        await world.settled({ ada });
        const id = world.driver.id("ada");
        const refused = target.memberRequests?.writeOf(notes) ?? {};
        world.stage.faults.add({ ...refused, fault: { kind: "status", status: 400 } });
        const failure = await world.refused(program);
        expect(failure.message).toMatch(/groups\[\d\]: /);
        expect([await groups.members(engines), await groups.members(notes)]).toEqual([[id], []]);
        world.stage.faults.clear();
        await world.settled(program);
        expect(await groups.members(notes)).toEqual([id]);
      },
    },
    {
      name: "nobody reads a group of 10,000 to join or leave it",
      needs: ["groups", "large-groups"],
      async run(world) {
        const { groups, stranger } = await staged(world, target);
        const engines = await groups.create("Engines");
        await groups.add(engines, stranger);
        await groups.fill?.(engines, 10_000);
        for (const declared of [[engines], []]) {
          const { run, requests } = await world.recorded(() => world.up({ ada: { ...ada, groups: declared } }));
          expect(run.failures).toEqual([]);
          const whole = requests.filter(
            ({ method, path }) => method === "GET" && target.memberRequests?.whole.test(path),
          );
          if (!target.wholeGroups) expect(whole.map(({ path }) => path)).toEqual([]);
          const asked = requests.map(({ method, path }) => `${method} ${path}`);
          expect((target.asksAgain ? [...new Set(asked)] : asked).length, asked.join("\n")).toBeLessThan(20);
        }
        expect(await groups.members(engines)).toHaveLength(10_001);
      },
    },
    {
      name: "several people join and leave one group at the same time",
      needs,
      async run(world) {
        const { groups, stranger } = await staged(world, target);
        const engines = await groups.create("Engines");
        await groups.add(engines, stranger);
        const joined = (args: object = {}) => ({ groups: [engines], ...args });
        const people = { ada: { ...ada, ...joined() }, bob: { ...bob, ...joined() }, cleo: { ...cleo, ...joined() } };
        await world.settled({ people: new SetOf(people) });
        const ids = Object.values(world.driver.resource("people").outputs["ids"] as Record<string, string>);
        expect(await groups.members(engines)).toEqual([stranger, ...ids].sort());
        const moved = { ...people, ada: { ...ada, groups: [] }, bob: { ...bob, groups: [] } };
        await world.settled({ people: new SetOf(moved) });
        expect(await groups.members(engines)).toHaveLength(2);
        await world.refresh();
        await world.unchanged({ people: new SetOf(moved) });
      },
    },
    {
      name: "an account that is adopted keeps what is declared, joins the rest and leaves the others",
      needs,
      async run(world) {
        const { groups } = await staged(world, target);
        const [engines, notes] = [await groups.create("Engines"), await groups.create("Notes")];
        const id = await world.stage.create(ada);
        await groups.add(engines, id);
        const identical = await world.settled({ ada: { ...ada, groups: [engines], adopt: "identical" } });
        expect(identical.writes).toEqual([]);
        world.driver.state.clear();
        const differs = await world.refused({ ada: { ...ada, groups: [notes], adopt: "identical" } });
        expect(differs.message).toContain("groups");
        await world.settled({ ada: { ...ada, groups: [notes], adopt: true } });
        expect([await groups.members(engines), await groups.members(notes)]).toEqual([[], [id]]);
      },
    },
    {
      name: "a group that is declared twice, in whatever way, is one group",
      needs,
      async run(world) {
        const { groups } = await staged(world, target);
        const engines = await groups.create("Engines");
        const other = (await groups.otherName?.(engines)) ?? engines;
        await world.settled({ ada: { ...ada, groups: [engines, other, engines] } });
        expect(await groups.members(engines)).toEqual([world.driver.id("ada")]);
        await world.refresh();
        await world.unchanged({ ada: { ...ada, groups: [engines, other] } });
        await world.settled({ ada: { ...ada, groups: [other] } });
        expect(await groups.members(engines)).toEqual([world.driver.id("ada")]);
      },
    },
    {
      name: "an import shows the groups, and they are the declaration then",
      needs,
      async run(world) {
        const { groups } = await staged(world, target);
        const engines = await groups.create("Engines");
        const id = await world.stage.create(ada);
        await groups.add(engines, id);
        await world.import("ada", id);
        expect(world.driver.resource("ada").inputs["groups"]).toEqual([engines]);
        await world.unchanged({ ada: world.driver.resource("ada").inputs });
      },
    },
    {
      name: "a membership that shows late is waited for, in and out",
      needs: ["groups", "slow-writes"],
      stage: { async: 3_000 },
      async run(world) {
        const { groups } = await staged(world, target);
        const engines = await groups.create("Engines");
        await world.settled({ ada: { ...ada, groups: [engines] } });
        await world.settled({ ada: { ...ada, groups: [] } });
        expect(await groups.members(engines)).toEqual([]);
      },
    },
  ];
}

/** The groups of the stage, and somebody whom nobody declares. */
async function staged(world: World, target: Target): Promise<{ groups: StageMemberships; stranger: string }> {
  const { memberships: groups } = world.stage;
  if (!groups) throw new Error(`the stage of ${target.platform.id} has no groups`);
  return { groups, stranger: await world.stage.create(target.person("dan")) };
}
