import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Properties, urnOf } from "./client";
import { openStage, PEOPLE, type Stage } from "./stage";

const USERS = { email: "adobe", username: "netex", login: "nerm" } as const;
let stage: Stage;
const ids: Record<string, string> = {};

beforeAll(async () => {
  stage = await openStage();
  for (const platform of Object.values(USERS)) {
    ids[platform] = (await stage.client.create(urnOf(platform, "first"), PEOPLE[platform])).id;
  }
});
afterAll(() => stage?.close());
// Another run.
beforeEach(() => stage.client.configure(stage.configuration));

/** What `pulumi import` asks for each resource. */
async function read(urn: string, id: string): Promise<Properties> {
  const { inputs = {} } = await stage.client.read(urn, id);
  expect(inputs, urn).not.toEqual({});
  return inputs;
}

const TWICE = /^account .* is another resource's .* import each account once/;

describe.each(Object.entries(USERS))("an account that is imported twice, by id and by %s, at %s", (key, platform) => {
  const [one, two] = [urnOf(platform, "one"), urnOf(platform, "two")];
  const naturalKey = () => `${key}:${(PEOPLE[platform] as Record<string, string>)[key]}`;
  const id = () => ids[platform] ?? "";

  test("is refused by pulumi import, which reads before it checks", async () => {
    const [ones, twos] = [await read(one, id()), await read(two, naturalKey())];
    await stage.client.check(one, ones, ones);
    await expect(stage.client.check(two, twos, twos)).rejects.toThrow(TWICE);
  });

  test("is refused where a program says import, which is checked before it is read", async () => {
    for (const urn of [one, two]) await stage.client.check(urn, {}, PEOPLE[platform]);
    await read(one, naturalKey());
    await expect(stage.client.read(two, id())).rejects.toThrow(TWICE);
  });

  test("is refused beside the resource that has it in the state", async () => {
    const { properties: outputs = {} } = await stage.client.read(one, id());
    await stage.client.configure(stage.configuration);
    for (const urn of [one, two]) await stage.client.check(urn, {}, PEOPLE[platform]);
    await stage.client.diff(one, id(), outputs, PEOPLE[platform]);
    await expect(stage.client.read(two, naturalKey())).rejects.toThrow(TWICE);
  });

  test("may be referred to as often as one likes", async () => {
    await stage.client.check(one, {}, PEOPLE[platform]);
    for (const name of ["one", "reference", "another"]) await read(urnOf(platform, name), id());
    await read(one, id());
  });

  test("is refused as one of a set that has everybody", async () => {
    const set = urnOf(platform, "people", "Users");
    const everybody = await read(set, "all");
    await stage.client.check(set, everybody, everybody);
    const inputs = await read(one, id());
    await expect(stage.client.check(one, inputs, inputs)).rejects.toThrow(TWICE);
  });
});
