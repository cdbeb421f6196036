import { expect } from "vitest";
import { isRecord } from "../../../provider/core/model/value";
import type { Properties } from "../adapter";
import { LOST } from "../harm";
import type { Scenario } from "../scenario";
import { type Target, traitsOf } from "../target";
import { type World, without } from "../world";

/** Every attribute on its own: set, changed, emptied, left alone, put right. */
export function attributes(target: Target): readonly Scenario[] {
  const names = Object.keys(target.platform.kinds.user.capabilities.attributes);
  const activation = target.platform.kinds.user.capabilities.activation?.attribute;
  const all = names.map((name) => ({
    name,
    traits: traitsOf(target, name),
    optional: !(name in target.person("ada")),
  }));
  const changeable = all.filter(({ traits }) => !traits.createOnly);
  const isUnshown = (name: string) => target.unshown?.includes(name) ?? false;
  const readable = changeable.filter(({ traits }) => !traits.writeOnly);
  return [
    ...changeable.map(({ name }) => changedAlone(target, name)),
    ...changeable.filter(({ traits }) => traits.clear === true).flatMap(({ name }) => cleared(target, name)),
    ...changeable
      .filter(({ name, optional }) => optional && name !== activation)
      .map(({ name }) => unmanaged(target, name)),
    ...readable.map(({ name }) => (isUnshown(name) ? unseen : drifted)(target, name)),
    ...changeable
      .filter(({ traits }) => traits.map)
      .flatMap(({ name }) => [(isUnshown(name) ? keysAtRisk : keysBeside)(target, name), keyNotDeclared(target, name)]),
    ...changeable.filter(({ traits }) => traits.writeOnly).map(({ name }) => writeOnly(target, name)),
    ...changeable.filter(({ traits }) => traits.writeOnly).map(({ name }) => sentAtAdoption(target, name)),
    ...all.filter(({ traits }) => traits.createOnly === "ignored").map(({ name }) => atCreationOnly(target, name)),
    ...all.filter(({ traits }) => traits.createOnly === "refused").map(({ name }) => fixed(target, name)),
    allAtOnce(target),
    keptBeside(target),
  ];
}

/** Arguments with one of an attribute's two sample values. */
export function withSample(target: Target, name: string, which: 0 | 1): Properties {
  const sample = target.samples[name];
  if (!sample) throw new Error(`the target has no sample for ${name}`);
  return { ...target.person("ada"), ...sample.with, ...valuesOf(target, name, which) };
}

/** An attribute with one of its sample values, and those that have the same one. */
function valuesOf(target: Target, name: string, which: 0 | 1): Properties {
  return Object.fromEntries(sameAs(target, name).map((one) => [one, target.samples[name]?.values[which]]));
}

/** The attribute, and those that have the same value. */
function sameAs(target: Target, name: string): readonly string[] {
  return [name, ...(target.samples[name]?.same ?? [])];
}

/** Arguments that empty an attribute, or the sample's key of a map. */
function emptied(target: Target, name: string): Properties {
  const args = withSample(target, name, 0);
  const value = args[name];
  const isMap = traitsOf(target, name).map && isRecord(value);
  return { ...args, [name]: isMap ? Object.fromEntries(Object.keys(value).map((key) => [key, null])) : null };
}

function changedAlone(target: Target, name: string): Scenario {
  return {
    name: `${name} is changed with one write that changes nothing else`,
    async run(world) {
      await world.settled({ ada: withSample(target, name, 0) });
      const before = await world.account("ada");
      const { steps, writes } = await world.settled({ ada: withSample(target, name, 1) });
      expect(steps).toEqual({ ada: "update" });
      expect(writes).toHaveLength(1);
      expect((await world.account("ada")).id).toBe(before.id);
      expect((await world.account("ada")).attributes[name]).toEqual(withSample(target, name, 1)[name]);
      const isSwitch = target.platform.kinds.user.capabilities.activation?.attribute === name;
      const effect = [...sameAs(target, name), ...(isSwitch ? ["active"] : [])];
      expect(without(await world.account("ada"), ...effect), LOST).toEqual(without(before, ...effect));
    },
  };
}

function cleared(target: Target, name: string): Scenario[] {
  const isMap = traitsOf(target, name).map;
  return [
    {
      name: `${name} is emptied by null with one write, and stays empty`,
      needs: ["clear"],
      async run(world) {
        await world.settled({ ada: withSample(target, name, 0) });
        const before = await world.account("ada");
        const { writes } = await world.settled({ ada: emptied(target, name) });
        expect(writes).toHaveLength(1);
        expect((await world.account("ada")).attributes[name] ?? {}).toEqual({});
        expect(without(await world.account("ada"), name), LOST).toEqual(without(before, name));
        await world.refresh();
        await world.unchanged({ ada: emptied(target, name) });
      },
    },
    {
      name: `${name} named in clear means the same as null, and an empty text too`,
      needs: ["clear"],
      async run(world) {
        const { [name]: value, ...rest } = withSample(target, name, 0);
        const key = isMap && isRecord(value) ? Object.keys(value)[0] : undefined;
        await world.settled({ ada: { ...rest, [name]: value } });
        await world.settled({ ada: { ...rest, clear: [key === undefined ? name : `${name}["${key}"]`] } });
        await world.unchanged({ ada: emptied(target, name) });
        const sample = key !== undefined && isRecord(value) ? value[key] : value;
        if (typeof sample !== "string") return;
        await world.unchanged({ ada: { ...rest, [name]: key === undefined ? "" : { [key]: "" } } });
      },
    },
  ];
}

function unmanaged(target: Target, name: string): Scenario {
  return {
    name: `${name} is not touched while it is not declared`,
    async run(world) {
      const { [name]: _, ...args } = withSample(target, name, 0);
      await world.settled({ ada: args });
      await world.stage.change(world.driver.id("ada"), { [name]: target.samples[name]?.values[1] });
      expect((await world.refresh()).failures).toEqual([]);
      await world.unchanged({ ada: args });
      const { [target.plain]: plain } = withSample(target, target.plain, 1);
      const isLost = target.lostWhileUndeclared?.includes(name);
      if (name === target.plain) return;
      const { warnings } = await world.settled({ ada: { ...args, [target.plain]: plain } });
      if (isLost) expect(warnings.join()).toContain(name);
      else expect((await world.account("ada")).attributes[name], LOST).toEqual(target.samples[name]?.values[1]);
    },
  };
}

function drifted(target: Target, name: string): Scenario {
  return {
    name: `${name} changed by another system is found by refresh and put right by up`,
    async run(world) {
      const program = { ada: withSample(target, name, 0) };
      await world.settled(program);
      const before = await world.account("ada");
      await world.stage.change(before.id, valuesOf(target, name, 1));
      const { run, writes } = await world.recorded(() => world.refresh());
      expect(run.failures).toEqual([]);
      expect(writes).toEqual([]);
      expect((await world.preview(program)).steps).toEqual({ ada: "update" });
      const again = await world.settled(program);
      expect(again.writes).toHaveLength(1);
      expect(await world.account("ada")).toEqual(before);
    },
  };
}

function unseen(target: Target, name: string): Scenario {
  return {
    name: `${name} changed by another system shows in no read: what was declared stays in the state, and nothing is sent`,
    async run(world) {
      const program = { ada: withSample(target, name, 0) };
      await world.settled(program);
      await world.stage.change(world.driver.id("ada"), { [name]: target.samples[name]?.values[1] });
      expect((await world.refresh()).failures).toEqual([]);
      expect(world.driver.resource("ada").inputs[name]).toEqual(target.samples[name]?.values[0]);
      await world.unchanged(program);
    },
  };
}

/** The sample's key of a map, the values that it has, and another key. */
function keysOf(target: Target, name: string) {
  const [first, second] = target.samples[name]?.values ?? [];
  const [key = ""] = Object.keys((first ?? {}) as Properties);
  const value = (values: unknown) => (values as Properties)[key];
  return { key, other: target.samples[name]?.otherKey ?? "", values: [value(first), value(second)] as const };
}

/** Changes a key of a map where another system has set another one meanwhile; answers the warnings. */
async function changeBeside(world: World, target: Target, name: string): Promise<readonly string[]> {
  const { other, values } = keysOf(target, name);
  const program = { ada: withSample(target, name, 0) };
  await world.settled(program);
  await world.stage.change(world.driver.id("ada"), { [name]: { [other]: values[0] } });
  await world.refresh();
  await world.unchanged(program);
  return (await world.settled({ ada: withSample(target, name, 1) })).warnings;
}

function keysBeside(target: Target, name: string): Scenario {
  return {
    name: `keys of ${name} that are not declared are left alone`,
    needs: ["map"],
    async run(world) {
      const { key, other, values } = keysOf(target, name);
      await changeBeside(world, target, name);
      expect((await world.account("ada")).attributes[name], LOST).toEqual({ [key]: values[1], [other]: values[0] });
    },
  };
}

function keysAtRisk(target: Target, name: string): Scenario {
  return {
    name: `keys of ${name} that are not declared may be emptied by a change of another one, and a warning says so`,
    needs: ["map"],
    async run(world) {
      const warnings = await changeBeside(world, target, name);
      expect(warnings.join()).toContain(name);
      const { key, values } = keysOf(target, name);
      expect((await world.account("ada")).attributes[name]).toMatchObject({ [key]: values[1] });
    },
  };
}

function keyNotDeclared(target: Target, name: string): Scenario {
  return {
    name: `a key of ${name} that is no longer declared stays as it is, without a write`,
    needs: ["map"],
    async run(world) {
      const { key, other, values } = keysOf(target, name);
      const args = withSample(target, name, 0);
      await world.settled({ ada: { ...args, [name]: { [key]: values[0], [other]: values[1] } } });
      const { writes } = await world.settled({ ada: args });
      expect(writes).toEqual([]);
      expect((await world.account("ada")).attributes[name], LOST).toEqual({ [key]: values[0], [other]: values[1] });
    },
  };
}

function writeOnly(target: Target, name: string): Scenario {
  return {
    name: `${name}, which is never shown, is sent once and survives refreshes`,
    needs: ["write-only"],
    async run(world) {
      const program = { ada: withSample(target, name, 1) };
      await world.settled(program);
      expect((await world.account("ada")).attributes[name]).toEqual(target.samples[name]?.values[1]);
      expect((await world.refresh()).failures).toEqual([]);
      expect(world.driver.resource("ada").inputs[name]).toEqual(target.samples[name]?.values[1]);
      await world.unchanged(program);
    },
  };
}

function sentAtAdoption(target: Target, name: string): Scenario {
  return {
    name: `${name}, which is never shown, is sent to an adopted account, and is never called identical`,
    needs: ["write-only"],
    async run(world) {
      await world.stage.create(target.person("ada"));
      const args = withSample(target, name, 1);
      expect((await world.refused({ ada: { ...args, adopt: "identical" } })).message).toContain(name);
      await world.settled({ ada: { ...args, adopt: true } });
      expect((await world.account("ada")).attributes[name]).toEqual(args[name]);
    },
  };
}

function atCreationOnly(target: Target, name: string): Scenario {
  return {
    name: `${name} is sent at creation, and later changes of it are ignored`,
    needs: ["initial-password"],
    async run(world) {
      await world.settled({ ada: withSample(target, name, 0) });
      expect(world.stage.log.writes().filter(({ body }) => holds(body, target.samples[name]?.values[0]))).toHaveLength(
        1,
      );
      await world.unchanged({ ada: withSample(target, name, 1) });
      await world.refresh();
      await world.unchanged({ ada: withSample(target, name, 1) });
      await world.settled({ ada: { ...withSample(target, name, 1), ...plainOf(target, 1) } });
      expect(world.stage.log.writes().filter(({ body }) => holds(body, target.samples[name]?.values[1]))).toEqual([]);
    },
  };
}

function fixed(target: Target, name: string): Scenario {
  return {
    name: `${name} is set at creation, and a change of it is refused with the way out`,
    needs: ["create-only"],
    async run(world) {
      await world.settled({ ada: withSample(target, name, 0) });
      expect((await world.account("ada")).attributes[name]).toEqual(target.samples[name]?.values[0]);
      const { run, requests } = await world.recorded(() => world.refused({ ada: withSample(target, name, 1) }));
      expect(run).toMatchObject({ during: "check", properties: [name] });
      expect(run.message).toMatch(/only be set when the account is created/);
      expect(run.message).toMatch(/leave/);
      expect(requests).toEqual([]);
      const { [name]: _, ...rest } = withSample(target, name, 0);
      const { writes } = await world.settled({ ada: rest });
      expect(writes).toEqual([]);
    },
  };
}

function allAtOnce(target: Target): Scenario {
  return {
    name: "all attributes together are created, changed and read back as declared",
    async run(world) {
      const names = Object.keys(target.samples);
      const all = (which: 0 | 1) => Object.assign({}, ...names.map((name) => withSample(target, name, which)));
      const fixedAt = (name: string) => traitsOf(target, name).createOnly !== undefined;
      const first: Properties = { ...all(0), roles: target.roles.one };
      for (const name of names) first[name] = target.samples[name]?.values[0];
      const second: Properties = { ...first, roles: target.roles.two };
      for (const name of names) if (!fixedAt(name)) second[name] = target.samples[name]?.values[1];
      await world.settled({ ada: first });
      await world.refresh();
      await world.unchanged({ ada: first });
      await world.settled({ ada: second });
      for (const name of names)
        if (!fixedAt(name)) expect((await world.account("ada")).attributes[name]).toEqual(second[name]);
      await world.refresh();
      await world.unchanged({ ada: second });
    },
  };
}

function keptBeside(target: Target): Scenario {
  return {
    name: "what the vendor keeps beside the arguments survives every change",
    needs: ["beside"],
    async run(world) {
      const all = Object.keys(target.samples).filter((name) => traitsOf(target, name).createOnly === undefined);
      await world.settled({ ada: target.person("ada") });
      const id = world.driver.id("ada");
      await world.stage.beside?.set(id);
      const before = await world.stage.beside?.get(id);
      for (const args of [
        ...all.map((name) => withSample(target, name, 1)),
        { ...target.person("ada"), roles: target.roles.two },
      ]) {
        await world.settled({ ada: args });
        expect(await world.stage.beside?.get(id), LOST).toEqual(before);
      }
    },
  };
}

export function plainOf(target: Target, which: 0 | 1): Properties {
  return { [target.plain]: withSample(target, target.plain, which)[target.plain] };
}

function holds(body: unknown, value: unknown): boolean {
  return JSON.stringify(body ?? null).includes(JSON.stringify(value));
}
