import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KeycloakServer, keycloakLacks, startKeycloak } from "../../scripts/servers/keycloak";
import { pluginAdapter } from "../conformance/plugin-adapter";
import { conformance } from "../conformance/suite";
import { keycloakTarget } from "../conformance/targets/keycloak";
import { World } from "../conformance/world";
import { doctored } from "./doctored";
import { liveExample } from "./example";
import { answersAsSeen } from "./keycloak-exchanges";
import { realmsOfTheWorld } from "./keycloak-realms";
import { openRealm, Realms } from "./keycloak-stage";

/** Scenarios under way at once, as vitest has it. */
const AT_ONCE = 5;

const lacks = keycloakLacks();
let server: KeycloakServer | undefined;
let realms: Realms | undefined;

const target = keycloakTarget({
  extras: [],
  start: async (options) => {
    if (!realms) throw new Error("Keycloak is not running");
    return openRealm(realms, options);
  },
});

describe.skipIf(lacks !== undefined)(`keycloak${lacks ? ` (${lacks})` : ""}`, () => {
  beforeAll(async () => {
    server = await startKeycloak();
    realms = new Realms(server);
    await realms.prepare(AT_ONCE);
  });
  afterAll(() => server?.stop());

  describe("conforms", () => conformance(target));
  describe("conforms in the plugin", () => conformance(target, pluginAdapter));
  doctored(target);

  describe("answers as it was seen", () =>
    answersAsSeen(() => {
      if (!realms) throw new Error("Keycloak is not running");
      return realms.admin;
    }));

  it("refuses an attribute that the realm's user profile would drop, before anything is sent", async () => {
    const world = await World.open(target);
    try {
      const ada = { ...target.person("ada"), attributes: { shoe: "39" } };
      const { run, writes } = await world.recorded(() => world.refused({ ada }));
      expect(run.code).toBe("invalid-arguments");
      expect(run.message).toMatch(/^attributes\.shoe: .*User profile/);
      expect(writes).toEqual([]);
      await world.settled({ ada: target.person("ada") });
      expect(await world.refused({ ada })).toMatchObject({ during: "update", code: "invalid-arguments" });
    } finally {
      await world.close();
    }
  });

  it("names an attribute that was dropped, where the profile can't be seen", async () => {
    const world = await World.open(target);
    try {
      world.stage.faults.add({ method: "GET", path: "/users/profile$", fault: { kind: "status", status: 403 } });
      const ada = { ...target.person("ada"), attributes: { shoe: "39" } };
      const failure = await world.refused({ ada });
      expect(failure).toMatchObject({ during: "create", code: "not-converged" });
      expect(failure.message).toContain("attributes.shoe");
      expect(world.driver.resource("ada").initErrors).toHaveLength(1);
    } finally {
      await world.close();
    }
  });

  it("refuses a rename where the realm doesn't allow it, and names the setting", async () => {
    const world = await World.open(target);
    const realm = String(world.configuration()["realm"]);
    try {
      await world.settled({ ada: target.person("ada") });
      await realms?.admin.send("PUT", `/${realm}`, { realm, editUsernameAllowed: false });
      const failure = await world.refused({ ada: { ...target.person("ada"), username: "lovelace" } });
      expect(failure).toMatchObject({ during: "update", code: "rejected" });
      expect(failure.message).toMatch(/^username: .*login settings/);
    } finally {
      await realms?.admin.send("PUT", `/${realm}`, { realm, editUsernameAllowed: true });
      await world.close();
    }
  });

  it("has no way to the roles of a client that the configuration doesn't name", async () => {
    const world = await World.open(target);
    try {
      const ada = { ...target.person("ada"), roles: { "realm-management": ["manage-users"] } };
      const { run, writes } = await world.recorded(() => world.refused({ ada }));
      expect(run.message).toMatch(/^roles\["realm-management"\]: .*roster:keycloak\.clients/);
      expect(writes).toEqual([]);
    } finally {
      await world.close();
    }
  });

  describe("in realms of the world", () =>
    realmsOfTheWorld(() => {
      if (!realms) throw new Error("Keycloak is not running");
      return realms.admin;
    }));

  it("runs examples/keycloak", async () => {
    if (!server || !realms) throw new Error("Keycloak is not running");
    const { realm, clientId, clientSecret } = await realms.admin.createRealm("example");
    await realms.admin.declareAttributes(realm, ["department", "manager"]);
    await liveExample("keycloak", {
      ROSTER_KEYCLOAK_URL: server.url,
      ROSTER_KEYCLOAK_REALM: realm,
      ROSTER_KEYCLOAK_CLIENT_ID: clientId,
      ROSTER_KEYCLOAK_CLIENT_SECRET: clientSecret,
    });
  });
});
