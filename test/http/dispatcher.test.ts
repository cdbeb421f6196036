import { expect, test, vi } from "vitest";
import { dispatcher } from "../../provider/http/dispatcher";

const told = vi.hoisted((): { headersTimeout?: number; bodyTimeout?: number }[] => []);
vi.mock("undici", async (original) => ({
  ...(await original<typeof import("undici")>()),
  Agent: class {
    constructor(options: (typeof told)[number]) {
      told.push(options);
    }
  },
}));

test("an answer may begin after a minute and a half, and a dead connection leaves time for another try", () => {
  const timeout = 300_000;
  dispatcher({}, 8, timeout);
  for (const silence of [told[0]?.headersTimeout, told[0]?.bodyTimeout]) {
    expect(silence).toBeGreaterThan(90_000);
    expect(silence).toBeLessThan(timeout / 2);
  }
});
