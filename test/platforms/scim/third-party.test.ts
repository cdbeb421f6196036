import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startScim } from "../../../sandbox/index";
import { runToEnd } from "../../../scripts/servers/runtime";
import { installScim2, scim2Lacks } from "../../../scripts/servers/scim2";

const lacks = scim2Lacks();

describe.skipIf(lacks !== undefined)(`scim2 test, on the emulator${lacks ? ` (${lacks})` : ""}`, () => {
  it.each([200, 204] as const)("passes without an error where a PATCH is answered %d", async (patchAnswers) => {
    const bin = await installScim2();
    const emulator = await startScim({ patchAnswers });
    try {
      const server = ["-u", emulator.url, "-h", `Authorization: Bearer ${emulator.token}`];
      // It ends with an error code where any check has one.
      const output = await runToEnd(join(bin, "scim2"), [...server, "test"]);
      expect(output).not.toMatch(/^(ERROR|CRITICAL)/m);
      expect(output.match(/^SUCCESS/gm)?.length).toBeGreaterThan(100);
      expect(emulator.log.writes().length).toBeGreaterThan(100);
    } finally {
      await emulator.close();
    }
  });
});
