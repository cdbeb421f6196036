import { describe, expect, test } from "vitest";
import { refuseUnoffered } from "../../automation/cli/refuse-unoffered";
import { findUnoffered } from "../../automation/vendors/find-unoffered";
import { ReadOnlySessions } from "../../automation/vendors/read-only-sessions";
import { systemClock } from "../../provider/system-context";
import type { Stage, Target } from "../conformance/target";
import { target as adobe } from "../conformance/targets/adobe";
import { target as keycloak } from "../conformance/targets/keycloak-emulated";
import { target as nerm } from "../conformance/targets/nerm";
import { target as netex } from "../conformance/targets/netex";
import { target as scim } from "../conformance/targets/scim";
import { previewOf, type Told } from "./snapshots";

const OUTPUTS = { origin: "created", tenant: "https://acme.example.com" };

/** The lines by which a plan is refused; none where it isn't. */
async function linesOf({ platform: { id } }: Target, { configuration }: Stage, ...told: readonly Told[]) {
  const sessions = new ReadOnlySessions({
    configuration: { [`roster:${id}`]: JSON.stringify(configuration) },
    environment: {},
  });
  try {
    const { words } = await findUnoffered(previewOf(...told).entities, [], sessions);
    refuseUnoffered(words, undefined);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  } finally {
    await sessions.close();
  }
}

describe.each([adobe, keycloak, nerm, netex, scim])("a plan at $platform.id", (target: Target) => {
  const { wrong = [], own = {}, prepare } = target.vocabulary ?? {};
  const types = { user: `roster:${target.platform.id}:User`, set: `roster:${target.platform.id}:Users` };
  const ada = target.person("ada");

  async function inStage(run: (stage: Stage) => Promise<void>): Promise<void> {
    const stage = await target.start({ clock: systemClock, own });
    try {
      await prepare?.(stage);
      await run(stage);
      expect(stage.log.writes().filter(({ method }) => method !== "POST" || prepare === undefined)).toEqual([]);
    } finally {
      await stage.close();
    }
  }

  test.each(wrong)(
    "is refused for $name: of somebody new, of a set, and of somebody who changes",
    ({ args, path, says }) =>
      inStage(async (stage) => {
        const declared = { ...ada, ...args };
        const id = await stage.create(ada);
        const stored = { ...ada, ...OUTPUTS };
        const lines = await linesOf(
          target,
          stage,
          { type: types.user, name: "new", declared },
          { type: types.set, name: "people", declared: { users: { ada: declared } } },
          { type: types.user, name: "old", id, stored, declared, diffs: [path] },
        );
        const subjects = lines.map((line) => line.slice(0, line.indexOf(path)));
        expect(subjects.toSorted()).toEqual(["new: ", "old: ", "people: users.ada."]);
        for (const line of lines) expect(line).toMatch(says);
      }),
  );

  test("names fifty of many mistakes, and how many more there are", () =>
    inStage(async (stage) => {
      const { naturalKey } = target.platform.kinds.user.capabilities;
      const people = Array.from(
        { length: 30 },
        (_, i) => [`p${i}`, { ...ada, [naturalKey]: `p${i}@example.com` }] as const,
      );
      const some = wrong.slice(0, 2);
      const users = some.flatMap(({ args }, i) =>
        people.map(([key, person]) => [`${key}-${i}`, { ...person, ...args }]),
      );
      const declared = { users: Object.fromEntries(users) };
      const lines = await linesOf(target, stage, { type: types.set, name: "people", declared });
      expect(lines).toHaveLength(51);
      expect(lines.at(-1)).toBe("... and 10 more");
    }));
});
