import { expect } from "vitest";
import type { Connector } from "../../../provider/core/contract/connector";
import { InternalError } from "../../../provider/core/contract/errors";
import type { Desired } from "../../../provider/core/model/entity";
import { NOTHING } from "../../../provider/core/model/entity";
import type { Scenario } from "../scenario";
import type { Target } from "../target";

/** Everything that a platform's connector must offer. */
export function verbs(target: Target): readonly Scenario[] {
  const { naturalKey } = target.platform.kinds.user.capabilities;
  const [ada, bob] = [target.person("ada"), target.person("bob")];
  const desired: Desired = { ...NOTHING, attributes: ada as Desired["attributes"] };
  const [id, key] = ["11111111-2222-4333-8444-555555555555", String(bob[naturalKey])];
  const change = { kind: "attribute", path: [target.plain], to: target.samples[target.plain]?.values[0] } as const;
  const calls: Readonly<Record<string, (connector: Connector) => Promise<unknown>>> = {
    tenant: (connector) => connector.tenant(),
    read: (connector) => connector.read(id),
    find: (connector) => connector.find(key),
    create: (connector) => connector.create(desired),
    update: (connector) => connector.update({ id, changes: [change], desired, addOnly: [] }),
    deactivate: (connector) => connector.deactivate(id),
    remove: (connector) => connector.remove(id),
    async pages(connector) {
      for await (const page of connector.pages()) expect(Array.isArray(page)).toBe(true);
    },
  };
  return [
    {
      name: "every verb of the connector is written, and answers about nobody or with an error of its own",
      async run(world) {
        const { platform } = target;
        const settings = platform.configuration.parse(world.stage.configuration) as Readonly<Record<string, unknown>>;
        const log = { info: () => undefined, warn: () => undefined };
        const context = { clock: world.clock, random: Math.random, environment: {}, log };
        const tenant = platform.open(settings, context);
        const unwritten: string[] = [];
        try {
          for (const [verb, call] of Object.entries(calls)) {
            const error = await call(tenant.connectors.user).then(
              () => undefined,
              (reason: unknown) => reason,
            );
            if (error instanceof InternalError) unwritten.push(verb);
            else if (error !== undefined) expect(error).toMatchObject({ code: expect.stringMatching(/^[a-z-]+$/) });
          }
        } finally {
          await tenant.close();
        }
        expect(unwritten, `not written yet: ${unwritten.join(", ")}`).toEqual([]);
        await world.hasAccounts(1);
      },
    },
  ];
}
