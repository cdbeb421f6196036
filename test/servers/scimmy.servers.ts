import { afterAll, beforeAll, describe, it } from "vitest";
import { type ScimmyServer, startScimmyServer } from "../../scripts/servers/scimmy";
import { pluginAdapter } from "../conformance/plugin-adapter";
import { conformance } from "../conformance/suite";
import { scimTarget } from "../conformance/targets/scim";
import { doctored } from "./doctored";
import { liveExample } from "./example";
import { openTenant } from "./scim-stage";

let server: ScimmyServer | undefined;

const target = scimTarget({
  // Each member is an account of a real server.
  group: { many: 25 },
  start: async (options) => {
    if (!server) throw new Error("the SCIMMY server is not running");
    return openTenant(server, options);
  },
});

describe("scimmy", () => {
  beforeAll(async () => {
    server = await startScimmyServer();
  });
  afterAll(() => server?.stop());

  describe("conforms", () => conformance(target));
  describe("conforms in the plugin", () => conformance(target, pluginAdapter));
  doctored(target);

  it("runs examples/scim", async () => {
    if (!server) throw new Error("the SCIMMY server is not running");
    await liveExample("scim", { ROSTER_SCIM_URL: server.url("example"), ROSTER_SCIM_TOKEN: server.token });
  });
});
