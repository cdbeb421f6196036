import { afterAll, beforeAll, describe, it } from "vitest";
import { startScim } from "../../sandbox/index";
import { type Scim2Server, scim2Lacks, startScim2Server } from "../../scripts/servers/scim2";
import { pluginAdapter } from "../conformance/plugin-adapter";
import { conformance } from "../conformance/suite";
import { scimTarget } from "../conformance/targets/scim";
import { doctored } from "./doctored";
import { liveExample } from "./example";
import { openTenant } from "./scim-stage";

const lacks = scim2Lacks();
let server: Scim2Server | undefined;

const target = scimTarget({
  // Each member is an account of a real server.
  group: { many: 25 },
  start: async (options) => {
    if (!server) throw new Error("scim2-server is not running");
    return openTenant(server, options);
  },
});

describe.skipIf(lacks !== undefined)(`scim2-server${lacks ? ` (${lacks})` : ""}`, () => {
  beforeAll(async () => {
    server = await startScim2Server(await acmeDocuments());
  }, 120_000);
  afterAll(() => server?.stop());

  describe("conforms", () => conformance(target));
  describe("conforms in the plugin", () => conformance(target, pluginAdapter));
  doctored(target);

  it("runs examples/scim", async () => {
    if (!server) throw new Error("scim2-server is not running");
    await liveExample("scim", { ROSTER_SCIM_URL: server.url("example"), ROSTER_SCIM_TOKEN: server.token });
  });
});

/** The schemas of our own emulator, for an extension that is not the standard's. */
async function acmeDocuments() {
  const emulator = await startScim();
  try {
    const headers = { authorization: `Bearer ${emulator.token}` };
    const list = async (path: string) => {
      const response = await fetch(`${emulator.url}${path}`, { headers });
      return ((await response.json()) as { Resources: object[] }).Resources;
    };
    return { schemas: await list("/Schemas"), resourceTypes: await list("/ResourceTypes") };
  } finally {
    await emulator.close();
  }
}
