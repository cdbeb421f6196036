import { expect } from "vitest";
import type { Scenario } from "../scenario";
import type { Target } from "../target";

/** What check refuses: before any call, naming the property and what to do. */
export function refusals(target: Target): readonly Scenario[] {
  const ada = target.person("ada");
  const { capabilities } = target.platform.kinds.user;
  const cases = [
    { name: "an unknown attribute, with the nearest name", args: misspelled(target), says: /did you mean/ },
    { name: "an attribute of the wrong type", args: { [target.plain]: 7 }, path: target.plain, says: /must be/ },
    {
      name: "a bad e-mail address",
      ...(target.badEmail ?? { args: { email: "ada" }, path: "email" }),
      says: /must be an e-mail address/,
    },
    {
      name: "a missing natural key",
      args: { [capabilities.naturalKey]: undefined },
      path: capabilities.naturalKey,
      says: /is required/,
    },
    { name: "an unknown policy", args: { onDestroy: "purge" }, path: "onDestroy", says: /"deactivate"/ },
    { name: "an unknown way to adopt", args: { adopt: "maybe" }, path: "adopt", says: /must be/ },
    {
      name: "an attribute set and emptied at once",
      args: setAndCleared(target),
      path: "clear[0]",
      says: /set and emptied/,
    },
    {
      name: "the natural key emptied",
      args: { clear: [capabilities.naturalKey] },
      path: "clear[0]",
      says: /can't be emptied/,
    },
    { name: "an unknown name in clear", args: { clear: ["shoeSize"] }, path: "clear[0]", says: /is not an attribute/ },
    { name: "roles that are no list", args: { roles: 7 }, path: "roles", says: /must be/ },
    ...target.roles.refused.map(({ roles, path }) => ({
      name: `roles ${JSON.stringify(roles)}`,
      args: { roles },
      path,
      says: /./,
    })),
    ...target.refused,
  ];
  return cases.map(({ name, args, says, ...more }) => ({
    name: `check refuses ${name}`,
    async run(world) {
      // Somebody else, whom no message may mention.
      await world.stage.create(target.person("bob"));
      const { run, requests } = await world.recorded(() => world.refused({ ada: { ...ada, ...args } }));
      expect(run.during).toBe("check");
      expect(run.message).toMatch(says);
      expect(run.properties).toEqual(["path" in more && more.path ? [more.path] : Object.keys(args)].flat());
      expect(requests).toEqual([]);
      await world.settled({ ada });
    },
  }));
}

/** The plain attribute's name with two letters swapped. */
function misspelled(target: Target) {
  const name = target.plain;
  return { [`${name.slice(0, -1)}x${name.slice(-1)}`]: "x" };
}

function setAndCleared(target: Target) {
  return { [target.plain]: target.samples[target.plain]?.values[0], clear: [target.plain] };
}
