import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfiguration } from "../../provider/configuration";
import { platforms } from "../../provider/platforms/registry";
import { type Sandbox, startSandbox } from "../../sandbox/index";
import { exportLines } from "../../sandbox/main";

describe("the sandbox's screen", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox?.close());

  test("has lines to copy that configure every emulated platform", () => {
    const lines = exportLines(sandbox).map((line) => /^export (ROSTER_\w+)=([\w:/.-]+)$/.exec(line) ?? []);
    const environment = Object.fromEntries(lines.map(([, name = "", value = ""]) => [name, value]));
    const { adobe, netex, nerm, scim } = sandbox;
    for (const [id, { url, token }] of Object.entries({ adobe, netex, nerm, scim })) {
      const platform = Object.values(platforms).find((other) => other.id === id);
      if (!platform) throw new Error(`there is no platform ${id}`);
      expect(readConfiguration(platform, undefined, environment)).toMatchObject({ url, token });
    }
  });
});
