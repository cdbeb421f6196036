import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type PlatformId, platforms } from "../../provider/platforms/registry";
import type { Properties } from "./adapter";
import { Driver, IdOf, type Program, type Resource, SetOf } from "./driver";
import { dynamicAdapter } from "./dynamic-adapter";
import { fastClock } from "./fast-clock";
import { pluginAdapter } from "./plugin-adapter";

const FOLDER = join(__dirname, "states");

type State = Readonly<Record<string, Resource>>;

/** A program and the states that the version of 2026-11-27 left of it. Its vendors are not there. */
interface Recorded {
  readonly configuration: Properties;
  readonly program: readonly {
    readonly name: string;
    readonly args?: Properties;
    readonly users?: Properties;
    readonly own?: Properties;
  }[];
  /** After an up. */
  readonly created: State;
  /** After a refresh, with arguments as a read gave them. */
  readonly refreshed: State;
}

function recorded(id: string): Recorded {
  return JSON.parse(readFileSync(join(FOLDER, `${id}.json`), "utf8")) as Recorded;
}

function programOf({ program }: Recorded): Program {
  return Object.fromEntries(
    program.map(({ name, args = {}, users, own }) => [name, users ? new SetOf(users, own) : withIds(args)]),
  );
}

/** `{$id: "ada"}` stands for the id of the resource ada. */
function withIds(args: Properties): Properties {
  const values = Object.entries(args).map(([name, value]) => {
    const id = (value as { readonly $id?: string } | null)?.$id;
    return [name, id === undefined ? value : new IdOf(id)];
  });
  return Object.fromEntries(values) as Properties;
}

const ids = readdirSync(FOLDER).map((file) => file.replace(".json", "") as PlatformId);

test("there is a state of every platform that the version of 2026-11-27 had", () => {
  expect(ids.sort()).toEqual(["adobe", "keycloak", "nerm", "netex", "scim"]);
});

describe.each(ids)("a state of %s that an earlier version wrote", (id) => {
  const before = recorded(id);
  const program = programOf(before);
  const same = Object.fromEntries(Object.keys(program).map((name) => [name, "same"]));

  test.each([
    ["the dynamic form", "an up", dynamicAdapter, before.created],
    ["the dynamic form", "a refresh", dynamicAdapter, before.refreshed],
    ["the plugin", "an up", pluginAdapter, before.created],
    ["the plugin", "a refresh", pluginAdapter, before.refreshed],
  ] as const)("shows no change in %s after %s, and nobody is asked", async (_form, _last, adapterFor, state) => {
    const driver = new Driver(adapterFor(platforms[id]), fastClock());
    for (const [name, resource] of Object.entries(state)) driver.state.set(name, resource);
    // The addresses in the configuration are nobody's: a call would be a failure.
    for (const run of [
      await driver.preview(program, before.configuration),
      await driver.up(program, before.configuration),
    ]) {
      expect(run.failures).toEqual([]);
      expect(run.steps).toEqual(same);
    }
  });
});
