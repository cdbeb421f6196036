import { expect } from "vitest";
import type { FaultRule } from "../../../sandbox/index";
import type { Properties } from "../adapter";
import { SetOf } from "../driver";
import { LOST } from "../harm";
import type { Scenario } from "../scenario";
import { keyed, type Target } from "../target";
import type { World } from "../world";
import { plainOf } from "./attributes";

/** Answers about somebody else, lists that hide people, and resources that have one account: nobody becomes anybody else. */
export function identity(target: Target): readonly Scenario[] {
  return [...mixedUp(target), ...hidden(target), ...shared(target), ...exchanged(target), ...spelt(target)];
}

type Requests = Target["requests"];

/** Answers of these calls about one person are those about another. */
function misrouted(calls: Requests[keyof Requests], find: string, replace: string): FaultRule {
  const path = new RegExp(`(?=.*${calls.path})(?=.*(${literal(find)}|${literal(encodeURIComponent(find))}))`);
  return { ...calls, path, fault: { kind: "misrouted", find, replace } };
}

function mixedUp(target: Target): readonly Scenario[] {
  const { naturalKey } = target.platform.kinds.user.capabilities;
  const { create, read, update } = target.requests;
  const [ada, bob] = [target.person("ada"), target.person("bob")];
  const program = { ada: { ...ada, ...plainOf(target, 0) }, bob: { ...bob, ...plainOf(target, 0) } };
  const changed = { ...program, ada: { ...program.ada, ...plainOf(target, 1) } };
  return [
    ...(["user", "set"] as const).map(
      (kind): Scenario => ({
        name: `a refresh of a ${kind} that is answered with somebody else's document fails and changes nothing`,
        async run(world) {
          const declared = kind === "user" ? program : { people: new SetOf(program) };
          await world.settled(declared);
          const before = [...world.driver.state];
          const [adas, bobs] = await idsOf(world, ada, bob);
          world.stage.faults.add(misrouted(read, adas, bobs));
          const { failures } = await world.refresh();
          expect(failures).toMatchObject([{ during: "read", code: kind === "user" ? "protocol" : "people" }]);
          expect(failures[0]?.message).toContain(bobs);
          expect([...world.driver.state]).toEqual(before);
          world.stage.faults.clear();
          const bobBefore = await world.stage.get(bobs);
          await world.settled(kind === "user" ? changed : { people: new SetOf(changed) });
          expect(await world.stage.get(bobs)).toEqual(bobBefore);
        },
      }),
    ),
    {
      name: "an update that is answered with somebody else's document writes nothing to that one, and the next run ends it",
      async run(world) {
        await world.settled(program);
        const [adas, bobs] = [world.driver.id("ada"), world.driver.id("bob")];
        const bobBefore = await world.stage.get(bobs);
        world.stage.faults.add(misrouted(update, adas, bobs), misrouted(read, adas, bobs));
        await world.up(changed);
        expect(world.driver.resource("ada")).toMatchObject({ id: adas, outputs: { [naturalKey]: ada[naturalKey] } });
        world.stage.faults.clear();
        await world.settled(changed);
        expect(world.driver.id("ada")).toBe(adas);
        expect(await world.stage.get(bobs)).toEqual(bobBefore);
      },
    },
    {
      name: "a creation that is answered with somebody else's document takes nobody else on",
      async run(world) {
        const bobs = await world.stage.create(bob);
        const bobBefore = await world.stage.get(bobs);
        const [find, replace] = [`${create.path}`.replace("$", ""), `${read.path}${bobs}`];
        world.stage.faults.add({ ...create, times: 1, fault: { kind: "misrouted", find, replace } });
        const args = { ada: { ...ada, ...plainOf(target, 1) } };
        await world.settled(args);
        expect(world.driver.id("ada")).not.toBe(bobs);
        expect((await world.account("ada")).attributes[naturalKey]).toBe(ada[naturalKey]);
        await world.hasAccounts(2);
        expect(await world.stage.get(bobs)).toEqual(bobBefore);
      },
    },
    {
      name: "a look-up that is answered with somebody else adopts nobody else and makes no second account",
      async run(world) {
        const ids = [await world.stage.create(ada), await world.stage.create(bob)];
        const before = await world.stage.accounts();
        const [find, replace] = [String(ada[naturalKey]), String(bob[naturalKey])];
        world.stage.faults.add(misrouted({ method: "GET", path: "" }, find, replace));
        await world.up({ ada: { ...ada, adopt: true } });
        const managed = [...world.driver.state.values()].map(({ id }) => id);
        expect(ids.slice(0, 1)).toEqual(expect.arrayContaining(managed));
        expect(await world.stage.accounts(), LOST).toEqual(before);
      },
    },
    {
      name: "a list that shows one account as two people is refused",
      async run(world) {
        const [adas, bobs] = [await world.stage.create(ada), await world.stage.create(bob)];
        world.stage.faults.add({ method: "GET", fault: { kind: "rewritten", find: bobs, replace: adas } });
        const { failures } = await world.import("people", "all", "set");
        expect(failures).toMatchObject([{ during: "read", code: "protocol" }]);
        expect(world.driver.state.size).toBe(0);
      },
    },
  ];
}

function hidden(target: Target): readonly Scenario[] {
  const people = Object.fromEntries(
    Array.from({ length: 15 }, (_, i) => [`k${i}`, { ...numbered(target, i), adopt: true }]),
  );
  return [
    {
      name: "whom the vendor's list leaves out is found before anybody is created",
      async run(world) {
        const ids = await Promise.all(
          Object.values(people).map(({ adopt: _, ...person }) => world.stage.create(person)),
        );
        for (const id of [ids[3], ids[11]])
          world.stage.faults.add({ ...target.requests.list, fault: { kind: "hides", id: id ?? "" } });
        const { writes } = await world.settled({ people: new SetOf(people) });
        expect(writes).toEqual([]);
        await world.hasAccounts(ids.length);
        expect(Object.values(world.driver.resource("people").outputs["ids"] as Properties)).toEqual(
          expect.arrayContaining(ids),
        );
      },
    },
    {
      name: "somebody whose account the list leaves out is not taken for gone",
      async run(world) {
        await world.settled({ people: new SetOf(people) });
        const ids = world.driver.resource("people").outputs["ids"] as Record<string, string>;
        world.stage.faults.add({ ...target.requests.list, fault: { kind: "hides", id: ids["k4"] ?? "" } });
        await world.refresh();
        expect(world.driver.resource("people").outputs["ids"]).toEqual(ids);
        await world.unchanged({ people: new SetOf(people) });
      },
    },
  ];
}

function shared(target: Target): readonly Scenario[] {
  const [ada, bob] = [target.person("ada"), target.person("bob")];
  const program = { ada: { ...ada, ...plainOf(target, 0) }, bob: { ...bob, ...plainOf(target, 0) } };
  /** As an earlier mix-up may have left it. */
  const mixUp = async (world: World) => {
    await world.settled(program);
    const before = await world.stage.accounts();
    world.driver.state.set("bob", { ...world.driver.resource("bob"), id: world.driver.id("ada") });
    return before;
  };
  return [
    {
      name: "two resources that have one account are refused in preview, up and refresh, and nothing is written",
      async run(world) {
        const before = await mixUp(world);
        const changed = { ada: program.ada, bob: { ...program.bob, ...plainOf(target, 1) } };
        for (const run of [await world.preview(changed), await world.up(changed), await world.refresh()]) {
          expect(run.failures).toMatchObject([{ name: "bob", code: "claimed" }]);
          expect(run.failures[0]?.message).toContain(world.driver.id("ada"));
        }
        expect(await world.stage.accounts(), LOST).toEqual(before);
      },
    },
    {
      name: "a leaver whose resource has the account of somebody who stays is refused, and nobody is switched off",
      async run(world) {
        const before = await mixUp(world);
        const { failures } = await world.up({ ada: program.ada });
        expect(failures).toMatchObject([{ name: "bob", during: "delete", code: "claimed" }]);
        expect(await world.stage.accounts(), LOST).toEqual(before);
        expect(world.driver.state.has("bob")).toBe(true);
      },
    },
    {
      name: "of two leavers with one account the second is an error: whose account is left is not known",
      async run(world) {
        const before = await mixUp(world);
        const bobs = before.find(({ id }) => id !== world.driver.id("ada"));
        const { failures } = await world.up({});
        // Where the vendor takes whole accounts alone, a look tells before that the first one's is somebody else's.
        const others = failures.slice(0, -1).map(({ code }) => code);
        expect(others).toEqual(world.driver.state.size === 1 ? [] : ["protocol"]);
        expect(failures.at(-1)).toMatchObject({ during: "delete", code: "claimed" });
        expect(world.driver.state.size).toBe(failures.length);
        expect(await world.stage.accounts()).toContainEqual(bobs);
      },
    },
    {
      name: "a set and a User that have one account are refused, and nothing is written",
      async run(world) {
        await world.settled({ bob: program.bob, people: new SetOf({ ada: program.ada }) });
        const before = await world.stage.accounts();
        const { ids } = world.driver.resource("people").outputs as { ids: Record<string, string> };
        world.driver.state.set("bob", { ...world.driver.resource("bob"), id: ids["ada"] ?? "" });
        const changed = { bob: { ...program.bob, ...plainOf(target, 1) }, people: new SetOf({ ada: program.ada }) };
        expect((await world.preview(changed)).failures).toMatchObject([{ code: "claimed" }]);
        expect((await world.refresh()).failures).toMatchObject([{ name: "people" }]);
        expect(await world.stage.accounts(), LOST).toEqual(before);
      },
    },
    {
      name: "an account that a resource has is adopted by no other one in a later run",
      async run(world) {
        await world.settled({ ada: program.ada });
        const again = { ada: program.ada, again: { ...program.ada, adopt: true } };
        const failure = await world.refused(again);
        expect(failure).toMatchObject({ name: "again", during: "create", code: "claimed" });
        expect(world.driver.state.has("again")).toBe(false);
      },
    },
  ];
}

function exchanged(target: Target): readonly Scenario[] {
  const { naturalKey } = target.platform.kinds.user.capabilities;
  const [ada, bob, cleo] = [target.person("ada"), target.person("bob"), target.person("cleo")];
  const taking = (person: Properties, other: Properties) => ({
    ...person,
    ...keyed(target, String(other[naturalKey])),
  });
  return [
    {
      name: "two people who exchange natural keys are refused in preview, with the way; a step in between does it",
      async run(world) {
        await world.settled({ ada, bob });
        const before = await world.stage.accounts();
        const [adas, bobs] = [world.driver.id("ada"), world.driver.id("bob")];
        const swapped = { ada: taking(ada, bob), bob: taking(bob, ada) };
        const { failures } = await world.preview(swapped);
        expect(failures).toMatchObject([{ name: "bob", during: "diff" }]);
        expect(failures[0]?.message).toMatch(
          new RegExp(`^${naturalKey}: accounts ${bobs}, ${adas} .*exchange.*temporary`),
        );
        const { during, code, message } = await world.refused(swapped);
        expect([during, code]).toEqual(["update", "rejected"]);
        expect(message).toContain(naturalKey);
        expect(await world.stage.accounts(), LOST).toEqual(before);
        await world.settled({ ada: taking(ada, target.person("dan")), bob: taking(bob, ada) });
        await world.settled(swapped);
        expect([world.driver.id("ada"), world.driver.id("bob")]).toEqual([adas, bobs]);
      },
    },
    {
      name: "three people who pass natural keys round in a circle are refused in preview",
      async run(world) {
        await world.settled({ ada, bob, cleo });
        const round = { ada: taking(ada, bob), bob: taking(bob, cleo), cleo: taking(cleo, ada) };
        const { failures } = await world.preview(round);
        expect(failures).toMatchObject([{ name: "cleo", during: "diff" }]);
      },
    },
    {
      name: "a natural key that somebody else has just given up is taken over in one run",
      async run(world) {
        await world.settled({ ada, bob });
        const [adas, bobs] = [world.driver.id("ada"), world.driver.id("bob")];
        await world.settled({ ada: taking(ada, cleo), bob: taking(bob, ada) });
        expect([world.driver.id("ada"), world.driver.id("bob")]).toEqual([adas, bobs]);
      },
    },
  ];
}

/** One name in two Unicode forms, which servers compare byte by byte. */
function spelt(target: Target): readonly Scenario[] {
  const { naturalKey } = target.platform.kinds.user.capabilities;
  const name = String(target.person("ada")[naturalKey]).replace("ada", "zo\u00eb");
  const composed = { ...target.person("ada"), ...keyed(target, name) };
  const decomposed = { ...composed, ...keyed(target, name.normalize("NFD")) };
  return [
    {
      name: "a natural key in NFD finds the account that has it in NFC, and makes no second one",
      async run(world) {
        const id = await world.stage.create(composed);
        const { run, writes } = await world.recorded(() => world.refused({ ada: decomposed }));
        expect(run).toMatchObject({ code: "already-exists", message: expect.stringContaining(id) });
        expect(writes).toEqual([]);
        await world.settled({ ada: { ...decomposed, adopt: true } });
        expect(world.driver.id("ada")).toBe(id);
        await world.unchanged({ ada: { ...composed, adopt: true } });
        await world.hasAccounts(1);
      },
    },
    {
      name: "a natural key in NFC finds the account that has it in NFD, of a User and of a set",
      needs: ["decomposed"],
      async run(world) {
        const id = await world.stage.create(decomposed);
        expect(await world.refused({ ada: composed })).toMatchObject({ code: "already-exists" });
        await world.settled({ people: new SetOf({ ada: { ...composed, adopt: true } }) });
        expect(world.driver.resource("people").outputs["ids"]).toEqual({ ada: id });
        await world.hasAccounts(1);
      },
    },
    {
      name: "a natural key in NFD is created in NFC, and is one person for both",
      async run(world) {
        await world.settled({ ada: decomposed });
        expect((await world.account("ada")).attributes[naturalKey]).toBe(name);
        await world.unchanged({ ada: composed });
        const twice = { ada: composed, again: { ...decomposed, adopt: true } };
        expect(await world.refused(twice)).toMatchObject({ name: "again", code: "claimed" });
        await world.hasAccounts(1);
      },
    },
    {
      name: "a state in NFD, as earlier versions wrote it, is previewed without a change",
      async run(world) {
        await world.settled({ ada: composed });
        const { inputs, outputs, ...rest } = world.driver.resource("ada");
        const before = (properties: Properties) => ({ ...properties, ...keyed(target, name.normalize("NFD")) });
        for (const program of [{ ada: composed }, { ada: decomposed }]) {
          world.driver.state.set("ada", { ...rest, inputs: before(inputs), outputs: before(outputs) });
          await world.unchanged(program);
        }
        await world.refresh();
        await world.unchanged({ ada: composed });
      },
    },
  ];
}

/** A person like Ada, with natural key and addresses of their own. */
function numbered(target: Target, i: number): Properties {
  const { naturalKey } = target.platform.kinds.user.capabilities;
  const own = Object.entries(target.person("ada")).map(([name, value]) => [
    name,
    name === naturalKey || name === "email" ? `n${i}.${String(value)}` : value,
  ]);
  return Object.fromEntries(own) as Properties;
}

/** The ids of the accounts that these people have. */
async function idsOf(world: World, ...people: readonly Properties[]): Promise<[string, string]> {
  const { naturalKey } = world.target.platform.kinds.user.capabilities;
  const accounts = await world.stage.accounts();
  const [first = "", second = ""] = people.map(
    (person) => accounts.find(({ attributes }) => attributes[naturalKey] === person[naturalKey])?.id ?? "",
  );
  return [first, second];
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
