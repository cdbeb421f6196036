import { expect } from "vitest";
import { treatmentNames } from "../../../provider/core/contract/options";
import { UNKNOWN_TEXT } from "../adapter";
import { IdOf } from "../driver";
import type { Scenario } from "../scenario";
import type { Target } from "../target";
import { plainOf, withSample } from "./attributes";

/** From nothing to a person and back. */
export function lifecycle(target: Target): readonly Scenario[] {
  const { platform } = target;
  const ada = target.person("ada");
  return [
    {
      name: "a person is created once, and a second run changes nothing",
      async run(world) {
        const { steps, writes } = await world.settled({ ada });
        expect(steps).toEqual({ ada: "create" });
        expect(writes).toHaveLength(target.writes.create);
        await world.hasAccounts(1);
        expect(await world.account("ada")).toMatchObject({ active: true, attributes: ada });
        expect(world.driver.resource("ada").outputs).toMatchObject({ ...ada, origin: "created" });
        expect(world.driver.resource("ada").outputs["tenant"]).toBeTruthy();
      },
    },
    {
      name: "a person with everything is created in a known number of writes",
      async run(world) {
        const args = Object.keys(target.samples).map((name) => withSample(target, name, 0));
        const { writes } = await world.settled({ ada: Object.assign({}, ...args, { roles: target.roles.one }) });
        expect(writes.filter(({ status }) => status < 400)).toHaveLength(target.writes.createFull);
      },
    },
    {
      name: "several people are created, and one of them changed alone",
      async run(world) {
        const people = { ada, bob: target.person("bob"), cleo: target.person("cleo") };
        await world.settled(people);
        const { steps, writes } = await world.settled({ ...people, bob: { ...people.bob, ...plainOf(target, 1) } });
        expect(steps).toEqual({ ada: "same", bob: "update", cleo: "same" });
        expect(writes).toHaveLength(1);
      },
    },
    {
      name: "preview calls nobody, neither for what is new nor for what is there",
      async run(world) {
        const first = await world.recorded(() => world.preview({ ada }));
        expect(first.run.steps).toEqual({ ada: "create" });
        expect(first.requests).toEqual([]);
        await world.settled({ ada });
        const { run, requests } = await world.recorded(() => world.preview({ ada: { ...ada, ...plainOf(target, 1) } }));
        expect(run.steps).toEqual({ ada: "update" });
        expect(requests).toEqual([]);
        expect((await world.preview({})).steps).toEqual({ ada: "delete" });
      },
    },
    ...unknowns(target),
    {
      name: "a refresh of an account that is gone drops it, and up creates it again",
      async run(world) {
        await world.settled({ ada });
        await world.stage.delete(world.driver.id("ada"));
        expect((await world.refresh()).steps).toEqual({ ada: "gone" });
        await world.settled({ ada });
        expect((await world.account("ada")).active).toBe(true);
      },
    },
    {
      name: "a refresh of an unchanged person changes nothing and writes nothing",
      async run(world) {
        const program = { ada: { ...ada, ...plainOf(target, 0), roles: target.roles.one } };
        await world.settled(program);
        const before = { ...world.driver.resource("ada") };
        const { run, writes } = await world.recorded(() => world.refresh());
        expect(run.steps).toEqual({ ada: "refresh" });
        expect(writes).toEqual([]);
        expect(world.driver.resource("ada")).toEqual(before);
        await world.unchanged(program);
      },
    },
    {
      name: "an update of an account that is gone says so and asks for a refresh",
      async run(world) {
        await world.settled({ ada });
        await world.stage.delete(world.driver.id("ada"));
        const before = { ...world.driver.resource("ada") };
        const failure = await world.refused({ ada: { ...ada, ...plainOf(target, 1) } });
        expect(failure).toMatchObject({ during: "update", code: "not-found" });
        expect(failure.message).toMatch(/refresh/);
        expect(world.driver.resource("ada")).toEqual(before);
      },
    },
    {
      name: "an import brings every attribute, the roles and the manager as arguments",
      async run(world) {
        const args = Object.keys(target.samples).map((name) => withSample(target, name, 0));
        await world.settled({ ada: Object.assign({}, ...args, { roles: target.roles.one }) });
        const id = world.driver.id("ada");
        expect((await world.import("found", id)).failures).toEqual([]);
        const { inputs, outputs } = world.driver.resource("found");
        expect(inputs).toMatchObject(target.person("ada"));
        expect(inputs["roles"]).toBeDefined();
        expect(outputs["origin"]).toBe("imported");
        for (const [name, traits] of Object.entries(platform.kinds.user.capabilities.attributes)) {
          if (traits.writeOnly || target.unshown?.includes(name)) expect(inputs[name]).toBeUndefined();
          else if (name !== platform.kinds.user.capabilities.activation?.attribute) expect(inputs[name]).toBeDefined();
        }
        world.driver.state.delete("ada");
        await world.unchanged({ found: inputs });
      },
    },
    {
      name: "an import finds a person by the natural key",
      async run(world) {
        const id = await world.stage.create(ada);
        const { naturalKey } = platform.kinds.user.capabilities;
        expect((await world.import("found", `${naturalKey}:${ada[naturalKey]}`)).failures).toEqual([]);
        expect(world.driver.id("found")).toBe(id);
        await world.unchanged({ found: world.driver.resource("found").inputs });
        expect((await world.import("nobody", `${naturalKey}:x${ada[naturalKey]}`)).failures).toHaveLength(1);
      },
    },
    {
      name: "an import of nobody is an error",
      async run(world) {
        const id = await world.stage.create(ada);
        await world.stage.delete(id);
        expect((await world.import("found", id)).failures).toHaveLength(1);
        expect(world.driver.state.size).toBe(0);
      },
    },
  ];
}

function unknowns(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  const { capabilities } = target.platform.kinds.user;
  const names = [...Object.keys(target.samples), ...Object.keys(capabilities.sets), ...treatmentNames(capabilities)];
  const mapNames = Object.keys(target.samples).filter((name) => capabilities.attributes[name]?.map);
  return [
    {
      name: "a value that preview doesn't know yet is accepted anywhere",
      async run(world) {
        for (const name of names) {
          const { run, requests } = await world.recorded(() =>
            world.preview({ ada: { ...ada, [name]: UNKNOWN_TEXT } }),
          );
          expect(run.failures).toEqual([]);
          expect(run.steps).toEqual({ ada: "create" });
          expect(requests).toEqual([]);
        }
        await world.settled({ ada });
        for (const name of names) {
          const fixed = target.platform.kinds.user.capabilities.attributes[name]?.createOnly;
          const { run } = await world.recorded(() => world.preview({ ada: { ...ada, [name]: UNKNOWN_TEXT } }));
          expect(run.failures).toEqual([]);
          expect([name, run.steps["ada"]]).toEqual([name, fixed === "ignored" ? "same" : "update"]);
        }
        for (const name of mapNames) {
          const [first] = target.samples[name]?.values ?? [];
          const [key = ""] = Object.keys(first as object);
          const run = await world.preview({ ada: { ...ada, [name]: { [key]: UNKNOWN_TEXT } } });
          expect(run).toMatchObject({ failures: [], steps: { ada: "update" } });
        }
      },
    },
    {
      name: "the id of a resource that is still to be created is accepted as manager in preview",
      needs: ["manager"],
      async run(world) {
        const program = { bob: target.person("bob"), ada: { ...ada, manager: new IdOf("bob") } };
        const run = await world.preview(program);
        expect(run).toMatchObject({ failures: [], steps: { bob: "create", ada: "create" } });
      },
    },
  ];
}
