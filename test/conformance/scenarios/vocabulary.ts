import { expect } from "vitest";
import type { LoggedRequest } from "../../../sandbox/index";
import { SetOf } from "../driver";
import type { Scenario } from "../scenario";
import type { Target } from "../target";

/** What a tenant is proven not to have is refused before anybody is written; what can't be told goes its way. */
export function vocabulary(target: Target): readonly Scenario[] {
  const { vocabulary: samples } = target;
  if (samples === undefined) return [];
  const [ada, bob] = [target.person("ada"), target.person("bob")];
  const { right, wrong, look, own } = samples;
  const stage = own ? { own } : {};
  const isLook = ({ method, path }: LoggedRequest) => method === look.method && new RegExp(look.path).test(path);
  const prepared =
    (run: Scenario["run"]): Scenario["run"] =>
    async (world, of) => {
      await samples.prepare?.(world.stage);
      await run(world, of);
    };
  const refusals = wrong.map(
    ({ name, args, path, says }): Scenario => ({
      name: `${name} is refused before anybody is created or changed`,
      stage,
      async run(world) {
        const one = await world.recorded(() => world.refused({ ada: { ...ada, ...args } }));
        expect(one.run).toMatchObject({ during: "create", message: expect.stringMatching(says) });
        expect(one.run.message.startsWith(`${path}: `)).toBe(true);
        expect(one.writes).toEqual([]);
        const set = await world.recorded(() =>
          world.refused({ people: new SetOf({ bob: { ...bob, ...right }, ada: { ...ada, ...args } }) }),
        );
        expect(set.run).toMatchObject({ during: "create", message: expect.stringMatching(says) });
        expect(set.run.message).toContain("users.ada: ");
        expect(set.writes).toEqual([]);
        await world.settled({ ada });
        const change = await world.recorded(() => world.refused({ ada: { ...ada, ...args } }));
        expect(change.run).toMatchObject({ during: "update", message: expect.stringMatching(says) });
        expect(change.writes).toEqual([]);
        await world.unchanged({ ada });
      },
    }),
  );
  const denied: Scenario = {
    name: "where the credentials may not look, everything goes on, and one line says so",
    stage,
    async run(world) {
      world.stage.faults.add({ ...look, fault: { kind: "status", status: 403 } });
      const program = { ada: { ...ada, ...right }, people: new SetOf({ bob: { ...bob, ...right } }) };
      const { failures, info } = await world.up(program);
      expect(failures).toEqual([]);
      expect(info.filter((line) => /not told/.test(line))).toHaveLength(1);
      await world.unchanged(program);
    },
  };
  const skipped: Scenario = {
    name: "is not asked for where the configuration says so",
    stage,
    async run(world) {
      const settings = { skipVocabularyCheck: true };
      const program = { ada: { ...ada, ...right }, people: new SetOf({ bob: { ...bob, ...right } }) };
      const { run, requests } = await world.recorded(() => world.up(program, settings));
      expect(run.failures).toEqual([]);
      expect(requests.filter(isLook)).toEqual([]);
      await world.unchanged(program, settings);
    },
  };
  const scenarios: readonly Scenario[] = [
    ...refusals,
    {
      name: "the same in a set that exists stops everybody in it, and whoever leaves stays",
      stage,
      async run(world) {
        const people = { ada, bob };
        await world.settled({ people: new SetOf(people, { maxRemovals: 1 }) });
        const [first] = wrong;
        const next = new SetOf({ ada: { ...ada, ...first?.args }, cleo: target.person("cleo") }, { maxRemovals: 1 });
        const { run, writes } = await world.recorded(() => world.refused({ people: next }));
        expect(run.message).toMatch(first?.says ?? /^$/);
        expect(writes).toEqual([]);
        await world.unchanged({ people: new SetOf(people, { maxRemovals: 1 }) });
      },
    },
    {
      name: "what there is costs one look a run at most",
      stage,
      async run(world) {
        const program = { ada: { ...ada, ...right }, people: new SetOf({ bob: { ...bob, ...right } }) };
        const { run, requests } = await world.recorded(() => world.up(program));
        expect(run.failures).toEqual([]);
        expect(requests.filter(isLook)).toHaveLength(1);
        await world.refresh();
        await world.unchanged(program);
      },
    },
    ...(samples.isNeeded ? [] : [denied, skipped]),
  ];
  return scenarios.map((scenario) => ({ ...scenario, run: prepared(scenario.run) }));
}
