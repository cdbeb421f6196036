import { expect } from "vitest";
import type { Properties } from "../adapter";
import { type Program, SetOf } from "../driver";
import type { Scenario } from "../scenario";
import type { Target } from "../target";
import type { World } from "../world";
import { plainOf } from "./attributes";
import { matches } from "./fault";

/** One person as a resource of their own, and as the only one of a set. */
interface Form {
  readonly title: string;
  program(person: Properties): Program;
  /** The program that this person has left. */
  readonly left: Program;
  outputs(world: World): Properties;
  /** What a failure of this person has as its code. */
  code(own: string): string;
}

const KEY = "ada";
const FORMS: readonly Form[] = [
  {
    title: "a person",
    program: (person) => ({ [KEY]: person }),
    left: {},
    outputs: (world) => world.driver.resource(KEY).outputs,
    code: (own) => own,
  },
  {
    title: "a person of a set",
    program: (person) => ({ people: new SetOf({ [KEY]: person }, { maxRemovals: "all" }) }),
    left: { people: new SetOf({}, { maxRemovals: "all" }) },
    outputs: (world) => {
      const { users, ids } = world.driver.resource("people").outputs as {
        users: Record<string, Properties>;
        ids: Properties;
      };
      return { ...users[KEY], id: ids[KEY] };
    },
    code: () => "people",
  },
];

/** Vendors behind whose interface several systems are, of which one doesn't take what the others take. */
export function pending(target: Target): readonly Scenario[] {
  return FORMS.flatMap((form) =>
    target.namesNoSystem ? withoutAWord(form, target) : [...writesOf(form, target), ...goings(form, target)],
  ).map((scenario) => ({
    ...scenario,
    needs: ["several-systems"],
  }));
}

function writesOf(form: Form, target: Target): readonly Omit<Scenario, "needs">[] {
  const { update, create } = target.requests;
  const [one, other] = target.systems ?? ["", ""];
  const down = (system: string) => ({ fault: target.systemFault?.(system) ?? { kind: "lie" as const } });
  const before = { ...target.person("ada"), ...plainOf(target, 0), roles: target.roles.one };
  const after = { ...before, ...plainOf(target, 1), roles: target.roles.two };

  /** Fails on one system, and says so. */
  const half = async (world: World, person: Properties, system = one) => {
    const failure = await world.refused(form.program(person));
    expect(failure.code).toBe(form.code("partly-rejected"));
    expect(failure.message).toContain(system);
    expect(form.outputs(world)["pendingOn"]).toEqual([system]);
    world.stage.faults.clear();
  };
  /** The next run, after a look, sends everything once more and is at rest. */
  const taken = async (world: World, person: Properties) => {
    await world.refresh();
    expect(form.outputs(world)["pendingOn"]).toBeDefined();
    const [resource = ""] = Object.keys(form.program(person));
    expect((await world.preview(form.program(person))).steps).toEqual({ [resource]: "update" });
    const { writes } = await world.settled(form.program(person));
    expect(writes.map(({ method, path }) => matches(update, method, path))).toEqual([true]);
    expect(form.outputs(world)).not.toHaveProperty("pendingOn");
    await world.refresh();
    await world.unchanged(form.program(person));
    return writes;
  };
  return [
    {
      name: `a change of ${form.title} that one system does not take is sent again, whole, although a refresh shows it`,
      async run(world) {
        await world.settled(form.program(before));
        world.stage.faults.add({ ...update, ...down(one) });
        await half(world, { ...before, ...plainOf(target, 1) });
        const [write] = await taken(world, { ...before, ...plainOf(target, 1) });
        expect(JSON.stringify(write?.body)).toContain(JSON.stringify(plainOf(target, 1)[target.plain]));
      },
    },
    {
      name: `a change of ${form.title} is sent again as long as any system lacks it, whichever that is`,
      async run(world) {
        await world.settled(form.program(before));
        world.stage.faults.add({ ...update, ...down(one) });
        await half(world, after);
        await world.refresh();
        world.stage.faults.add({ ...update, ...down(other) });
        await half(world, after, other);
        world.stage.faults.add({ ...update, fault: { kind: "status", status: 400 } });
        await world.refused(form.program(after));
        expect(form.outputs(world)["pendingOn"]).toEqual([other]);
        world.stage.faults.clear();
        await taken(world, after);
        expect((await world.stage.accounts())[0]?.roles).toEqual(target.roles.stored.two);
      },
    },
    {
      name: `a change of ${form.title} that one system does not take, with no read answered, is sent again`,
      async run(world) {
        await world.settled(form.program(before));
        const nth = Array.from({ length: 20 }, (_, i) => i + 2);
        world.stage.faults.add(
          { ...update, ...down(one) },
          { ...target.requests.read, nth, fault: { kind: "status", status: 500 } },
        );
        await half(world, after);
        await taken(world, after);
      },
    },
    {
      name: `a creation of ${form.title} that one system does not take is sent again, to the same account`,
      async run(world) {
        world.stage.faults.add({ ...create, ...down(one) });
        await half(world, after);
        await taken(world, after);
        await world.hasAccounts(1);
        expect((await world.stage.accounts())[0]?.roles).toEqual(target.roles.stored.two);
      },
    },
    {
      name: `an adoption of ${form.title} that one system does not take is sent again`,
      async run(world) {
        await world.stage.create({ ...target.person("ada"), ...plainOf(target, 0) });
        const adopted = { ...target.person("ada"), ...plainOf(target, 1), adopt: true };
        world.stage.faults.add({ ...update, ...down(one) });
        await half(world, adopted);
        await taken(world, adopted);
      },
    },
    {
      name: `switching ${form.title} off on one system alone is sent again`,
      async run(world) {
        await world.settled(form.program(before));
        const { attribute = "", inactive } = target.platform.kinds.user.capabilities.activation ?? {};
        world.stage.faults.add({ ...target.requests.deactivate, ...down(one) });
        await half(world, { ...before, [attribute]: inactive });
        const [write] = await taken(world, { ...before, [attribute]: inactive });
        expect(JSON.stringify(write?.body)).toContain(`"${attribute}":${JSON.stringify(inactive)}`);
      },
    },
    {
      name: `${form.title} of whom a system lacks a change and who is gone leaves the state`,
      async run(world) {
        await world.settled(form.program(before));
        world.stage.faults.add({ ...update, ...down(one) });
        await half(world, after);
        for (const { id } of await world.stage.accounts()) await world.stage.delete(id);
        await world.refresh();
        await world.settled(form.program(after));
        expect(form.outputs(world)).not.toHaveProperty("pendingOn");
      },
    },
  ];
}

function goings(form: Form, target: Target): readonly Omit<Scenario, "needs">[] {
  const { deactivate, remove } = target.requests;
  const [one, other] = target.systems ?? ["", ""];
  const fault = target.systemFault?.(one) ?? { kind: "lie" as const };
  return [
    ...(["deactivate", "delete"] as const).map((onDestroy) => ({
      name: `${form.title} whom one system does not switch off stays, and ${onDestroy} is sent again`,
      async run(world: World) {
        await world.settled(form.program({ ...target.person("ada"), onDestroy }));
        world.stage.faults.add({ ...deactivate, fault });
        const failure = await world.refused(form.left);
        expect(failure.message).toContain(one);
        world.stage.faults.clear();
        await world.refresh();
        expect(form.outputs(world)).toMatchObject(target.person("ada"));
        const { writes } = await world.settled(form.left);
        expect(writes.some(({ method, path }) => matches(deactivate, method, path))).toBe(true);
        expect((await world.stage.accounts()).map(({ active }) => active)).toEqual(
          onDestroy === "delete" ? [] : [false],
        );
      },
    })),
    {
      name: `a deletion of ${form.title} that one system does not take at first is sent once more at once`,
      async run(world) {
        await world.settled(form.program({ ...target.person("ada"), onDestroy: "delete" }));
        world.stage.faults.add({ ...remove, times: 1, fault: { kind: "lie", body: refusedBy([one, other]) } });
        await world.settled(form.left);
        expect(await world.stage.accounts()).toEqual([]);
      },
    },
    {
      name: `a deletion of ${form.title} that one system never takes says what is left, and where`,
      async run(world) {
        await world.settled(form.program({ ...target.person("ada"), onDestroy: "delete" }));
        world.stage.faults.add({ ...remove, fault });
        const { message } = await world.refused(form.left);
        expect(message).toMatch(new RegExp(`switched off everywhere.*delete it on ${one} by hand`));
      },
    },
  ];
}

/** A whole answer, in which the first system refuses what the other one has done. */
function refusedBy([system, other]: readonly [string, string]) {
  const responsePlatforms = { [system]: { status: 500, message: "down" }, [other]: { status: 204 } };
  return { status: 200, location: null, message: "", responsePlatforms };
}

/** Where no answer says which system lacks something. */
function withoutAWord(form: Form, target: Target): readonly Omit<Scenario, "needs">[] {
  const { update, deactivate } = target.requests;
  const [one = ""] = target.systems ?? [];
  const fault = target.systemFault?.(one) ?? { kind: "lie" as const };
  const before = { ...target.person("ada"), ...plainOf(target, 0), roles: target.roles.one };
  const says = /names none of its platforms.*another platform lacks can be seen nowhere/;
  return [
    {
      name: `a change of ${form.title} that one system does not take, and a read shows, is an error, and is sent again`,
      async run(world) {
        const after = { ...before, ...plainOf(target, 1), roles: target.roles.two };
        await world.settled(form.program(before));
        world.stage.faults.add({ ...update, fault });
        const failure = await world.refused(form.program(after));
        expect(failure.code).toBe(form.code("not-converged"));
        expect(failure.message).toContain(`roles.${one}`);
        world.stage.faults.clear();
        await world.refresh();
        await world.settled(form.program(after));
        expect((await world.stage.accounts())[0]?.roles).toEqual(target.roles.stored.two);
      },
    },
    {
      name: `a change of ${form.title} that one system does not take, and no read shows, is warned of`,
      async run(world) {
        await world.settled(form.program(before));
        world.stage.faults.add({ ...update, fault });
        const { warnings } = await world.settled(form.program({ ...before, ...plainOf(target, 1) }));
        expect(warnings).toEqual([expect.stringMatching(says)]);
      },
    },
    ...(["deactivate", "delete"] as const).map((onDestroy) => ({
      name: `${form.title} whom one system does not switch off at ${onDestroy} is warned of, and is off where reads show it`,
      async run(world: World) {
        await world.settled(form.program({ ...target.person("ada"), onDestroy }));
        world.stage.faults.add({ ...deactivate, fault });
        const { warnings } = await world.settled(form.left);
        expect(warnings).toEqual([expect.stringMatching(says)]);
        expect((await world.stage.accounts()).map(({ active }) => active)).toEqual(
          onDestroy === "delete" ? [] : [false],
        );
      },
    })),
  ];
}
