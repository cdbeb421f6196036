import { describe, expect, it } from "vitest";
import { target } from "./targets/keycloak-emulated";
import { conformanceInVariants, type Touched, targetIn } from "./variants";
import { World } from "./world";

const relations = /^(roles: |memberships: (?!.*10,000)).*(granted|added|all roles|join|leav|taken|gone)/;
const lists =
  /^(lifecycle: an import finds|users: a whole account|identity: .*leaves? out|groups: is imported|adoption: the natural key)/;
const removals = /^removal: /;
const further = /^attributes: attributes /;

/** Where the realm makes the address the username. */
const addressed = (address: string) => ({ username: address, email: address });
const ADDRESSES = ["ada@example.com", "ada.lovelace@example.com"] as const;
const NO_ADDRESS = /^attributes: email (is emptied|named in clear)/;

const UNDECLARED = /^vocabulary: an attribute that the user profile lacks /;
const EMPTIED = /^attributes: attributes (is emptied|named in clear)/;
const REQUIRED = "what the profile requires can't be emptied, and the error names it";

const touched: Readonly<Record<string, Touched>> = {
  "default-role": { scenarios: relations },
  pages: { scenarios: lists },
  "further-attributes": {
    scenarios: further,
    changes: { kept: { lacks: [{ scenario: UNDECLARED, what: "the realm takes any attribute" }] } },
  },
  directories: { scenarios: removals },
  usernames: {
    scenarios: /^lifecycle: .*(created once|import)/,
    changes: {
      address: ({ person, samples }) => ({
        keyed: addressed,
        person: (key) => ({ ...person(key), ...addressed(`${key}@example.com`) }),
        samples: {
          ...samples,
          username: { values: ADDRESSES, same: ["email"] },
          email: { values: ADDRESSES, same: ["username"] },
        },
        lacks: [{ scenario: NO_ADDRESS, what: "the address is the username" }],
      }),
    },
  },
  "group-paths": { scenarios: relations },
  "required-attributes": {
    scenarios: removals,
    changes: {
      refused: ({ person }) => ({
        person: (key) => ({ ...person(key), attributes: { badge: "7" } }),
        lacks: [{ scenario: EMPTIED, what: REQUIRED }],
      }),
    },
  },
};

conformanceInVariants(target, touched);

/** A world in one variant, and what is done there. */
function inVariant(question: string, answer: string, run: (world: World) => Promise<void>): () => Promise<void> {
  return async () => {
    const variant = targetIn(target, touched, [{ question, answer }]);
    if (variant === undefined) throw new Error(`no emulator plays ${question}=${answer}`);
    const world = await World.open(variant);
    try {
      await run(world);
    } finally {
      await world.close();
    }
  };
}

describe("keycloak in a variant", () => {
  it(
    "a leaver who lacks what the profile requires by now stays on, and can be switched off with it",
    inVariant("required-attributes", "refused", async (world) => {
      const ada = target.person("ada");
      await world.settled({ ada });
      const failure = await world.refused({});
      expect(failure).toMatchObject({ during: "delete", code: "rejected" });
      expect(failure.message).toMatch(/^attributes\.badge: .*still switched on.*enabled: false/);
      expect((await world.account("ada")).active).toBe(true);
      await world.settled({ ada: { ...ada, enabled: false, attributes: { badge: "7" } } });
      expect((await world.up({})).failures).toEqual([]);
    }),
  );

  it(
    "what the profile requires is not emptied, and the error names it",
    inVariant("required-attributes", "refused", async (world) => {
      const ada = { ...target.person("ada"), attributes: { badge: "7" } };
      await world.settled({ ada });
      const failure = await world.refused({ ada: { ...ada, attributes: { badge: null } } });
      expect(failure).toMatchObject({ during: "update", code: "rejected" });
      expect(failure.message).toMatch(/^attributes\.badge: /);
      await world.settled({ ada });
    }),
  );

  it(
    "a path that two groups have is refused, with both ids",
    inVariant("group-paths", "several", async (world) => {
      const { run, writes } = await world.recorded(() =>
        world.refused({ ada: { ...target.person("ada"), groups: ["/north/south"] } }),
      );
      expect(run.code).toBe("invalid-arguments");
      expect(run.message).toMatch(/^groups\[0\]: 2 groups of the realm have the path .*: \S+ and \S+/);
      expect(writes).toEqual([]);
    }),
  );

  it(
    "a copy from a directory is not deleted, and an attribute of the directory's is not written",
    inVariant("directories", "federated", async (world) => {
      const dora = { username: "dora.acme", adopt: true, onDestroy: "deactivate" };
      await world.settled({ dora });
      const refused = await world.refused({ dora: { ...dora, lastName: "Changed" } });
      expect(refused).toMatchObject({ during: "update", code: "rejected" });
      expect(refused.message).toMatch(/^lastName: .*federation .*change them there/);
      expect(await world.refused({ dora: { ...dora, onDestroy: "delete" } })).toMatchObject({
        code: "invalid-arguments",
      });
      const { run, writes } = await world.recorded(() => world.up({}));
      expect(run.failures).toEqual([]);
      expect(writes.map(({ method }) => method)).toEqual(["PUT"]);
    }),
  );

  it(
    "a username that isn't the address is refused, with the setting",
    inVariant("usernames", "address", async (world) => {
      const ada = { ...target.person("ada"), email: "ada@example.com" };
      const { run, writes } = await world.recorded(() => world.refused({ ada: { ...ada, username: "ada.acme" } }));
      expect(run.message).toMatch(/^username: .*Email as username/);
      expect(writes).toEqual([]);
    }),
  );
});
