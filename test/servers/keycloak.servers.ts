import { afterAll, beforeAll, describe } from "vitest";
import { type KeycloakServer, keycloakLacks, startKeycloak } from "../../scripts/servers/keycloak";
import { pluginAdapter } from "../conformance/plugin-adapter";
import { conformance } from "../conformance/suite";
import { keycloakTarget } from "../conformance/targets/keycloak";
import { openRealm, Realms } from "./keycloak-stage";

/** Scenarios under way at once, as vitest has it. */
const AT_ONCE = 5;

const lacks = keycloakLacks();
let server: KeycloakServer | undefined;
let realms: Realms | undefined;

const target = keycloakTarget({
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
});
