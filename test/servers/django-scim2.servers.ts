import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DjangoServer, djangoLacks, startDjangoServer } from "../../scripts/servers/django";
import type { Properties } from "../conformance/adapter";
import { pluginAdapter } from "../conformance/plugin-adapter";
import { conformance } from "../conformance/suite";
import type { Account, Target } from "../conformance/target";
import { scimTarget } from "../conformance/targets/scim";
import { World } from "../conformance/world";
import { doctored } from "./doctored";
import { openTenant } from "./scim-stage";

const lacks = djangoLacks();
let server: DjangoServer | undefined;

/** What Django keeps of a user; its schema says more, and drops it. */
const KEPT = ["userName", "externalId", "name", "active", "emails", "initialPassword"] as const;

const ROLES = "django-scim2 has no roles";
/** Of the two ways that the standard has, it answers one 501 and passes over the other. */
const LEAVING =
  "django-scim2 takes people out of a group only by a removal that empties the group where it is read by the standard";

/** The list for a server that keeps one address, has neither roles nor managers, and a PATCH of a few replacements. */
function target(): Target {
  const usual = scimTarget({
    // Each member is an account of a real server.
    group: { many: 25 },
    start: async (options) => {
      if (!server) throw new Error("django-scim2 is not running");
      return openTenant(server, options, {
        byPut: true,
        shown,
        removal: (id) => ({ op: "remove", path: "members", value: [{ value: id }] }),
      });
    },
  });
  const { attributes } = usual.platform.kinds.user.capabilities;
  const kept = Object.entries(attributes).filter(([name]) => KEPT.some((known) => known === name));
  const samples = Object.entries(usual.samples).filter(([name]) => KEPT.some((known) => known === name));
  return {
    ...usual,
    platform: {
      ...usual.platform,
      kinds: {
        ...usual.platform.kinds,
        user: {
          ...usual.platform.kinds.user,
          capabilities: {
            ...usual.platform.kinds.user.capabilities,
            attributes: {
              ...Object.fromEntries(kept),
              emails: { ...attributes["emails"], clear: "django-scim2 keeps the last address" },
            },
          },
        },
      },
    },
    samples: {
      ...Object.fromEntries(samples),
      name: { values: [{ givenName: "Ada" }, { givenName: "Augusta" }], otherKey: "familyName" },
      emails: {
        values: [[{ value: "ada@example.com", primary: true }], [{ value: "ada.lovelace@example.com", primary: true }]],
      },
    },
    plain: "externalId",
    requests: { ...usual.requests, update: { method: "PUT", path: "/Users/" } },
    lacks: [
      {
        scenario: /^roles|\broles?\b|with everything|refresh of an unchanged person|all attributes together/,
        what: ROLES,
      },
      { scenario: /adopt: true takes an account on|with no read answered after|^users: a set is created/, what: ROLES },
      { scenario: /manager|boss|of thirty people/i, what: "django-scim2 has no managers" },
      {
        scenario:
          /^memberships: (a person moves|what others do|groups that are not declared|groupsMode|several people|an account that is adopted)/,
        what: LEAVING,
      },
      { scenario: /list leaves out is found before/, what: "django-scim2 has no look-up beside the list" },
    ],
  };
}

function shown({ id, userName, externalId, name, emails, active }: Properties): Account {
  const { formatted: _, ...parts } = (name ?? {}) as Properties;
  const filled = Object.entries(parts).filter(([, value]) => value !== "");
  const addresses = ((emails ?? []) as Properties[]).filter(({ value }) => value !== "");
  return {
    id: String(id),
    active: active === true,
    attributes: {
      userName,
      active,
      ...(externalId ? { externalId } : {}),
      ...(filled.length > 0 ? { name: Object.fromEntries(filled) } : {}),
      ...(addresses.length > 0 ? { emails: addresses } : {}),
    },
    roles: [],
    manager: undefined,
  };
}

describe.skipIf(lacks !== undefined)(`django-scim2${lacks ? ` (${lacks})` : ""}`, () => {
  beforeAll(async () => {
    server = await startDjangoServer();
  }, 120_000);
  afterAll(() => server?.stop());

  describe("conforms", () => conformance(target()));
  describe("conforms in the plugin", () => conformance(target(), pluginAdapter));
  doctored(target());

  it("keeps somebody in a group, and says so, where the declaration takes them out", async () => {
    const world = await World.open(target());
    try {
      const { memberships: groups } = world.stage;
      if (!groups) throw new Error("the stage has no groups");
      const engines = await groups.create("Engines");
      const [ada, bob] = [world.target.person("ada"), world.target.person("bob")];
      await world.settled({ ada: { ...ada, groups: [engines] }, bob: { ...bob, groups: [engines] } });
      const failure = await world.refused({ ada: { ...ada, groups: [] }, bob: { ...bob, groups: [engines] } });
      expect(failure).toMatchObject({ name: "ada", code: "not-converged" });
      expect(failure.message).toContain("groups");
      expect(await groups.members(engines)).toEqual([world.driver.id("ada"), world.driver.id("bob")].sort());
    } finally {
      await world.close();
    }
  });
});
