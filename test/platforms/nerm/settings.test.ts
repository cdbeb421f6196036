import { afterEach, describe, expect, it } from "vitest";
import type { Tenant } from "../../../provider/core/contract/platform";
import { attributes } from "../../../provider/platforms/nerm/arguments";
import { nerm } from "../../../provider/platforms/nerm/index";
import { type NermEmulator, type NermOptions, startNerm } from "../../../sandbox/index";
import { changing, testContext } from "./helpers";

describe("a setting", () => {
  let vendor: NermEmulator;
  let tenant: Tenant;
  afterEach(async () => {
    await tenant.close();
    await vendor.close();
  });

  /** What becomes of a change of somebody, at a tenant that is configured so. */
  async function changed(options: NermOptions, configure: (vendor: NermEmulator) => object, name = "Ada") {
    const context = testContext();
    vendor = await startNerm({ now: context.clock.now, ...options });
    const { id } = vendor.create({ name, login: "ada", email: "ada@example.com" });
    tenant = nerm.open(nerm.configuration.parse({ url: vendor.url, ...configure(vendor) }), context);
    const title = { kind: "attribute", path: ["title"], to: "Boss" } as const;
    const request = { ...changing([title], { attributes: { title: "Boss" } }), id };
    return tenant.connectors.user.update(request).catch((error: unknown) => error);
  }

  it.each([
    [60, 30_000, { id: expect.any(String) }],
    [60, 90_000, { code: "not-converged", missing: [], message: expect.stringMatching(/ 60 s/) }],
  ])(
    "a job is waited for as many seconds as timeout says: %i, of a job that takes %i ms",
    async (timeout, async, end) => {
      const options = { jobs: "always", async } as const;
      expect(await changed(options, ({ token }) => ({ token, timeout }))).toMatchObject(end);
    },
  );

  it.each<[string, (vendor: NermEmulator) => object, string]>([
    ["a client", ({ clientId, tokenUrl }) => ({ clientId, clientSecret: "wrong", tokenUrl }), "roster:nerm.clientId"],
    ["the size of answers", ({ token }) => ({ token, maxResponseBytes: 1024 }), "roster:nerm.maxResponseBytes"],
  ])("an error names the setting that it is about: %s", async (_, configure, says) => {
    expect(String(await changed({}, configure, "A".repeat(2000)))).toContain(says);
    expect(vendor.log.entries.map(({ headers }) => headers["accept"])).toContain("application/json");
  });
});

it("a password by the vendor's name has an issue of its own, and other arguments have none", () => {
  const { issues } = nerm.kinds.user;
  expect(issues({ password: "x" }).map(({ path }) => path)).toEqual([["password"]]);
  expect(issues({ initialPassword: "x", login: "ada" })).toEqual([]);
});

it("group names of the same letters are others", () => {
  const { compareBy } = attributes.groupStrings;
  expect(compareBy("ab,c")).not.toBe(compareBy("ba,c"));
  expect(compareBy("ab,c")).not.toBe(compareBy("a,bc"));
});
