import { status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { urnOf } from "./client";
import { openStage, PLATFORMS, type PlatformName, type Stage } from "./stage";

const TOKENS = Object.fromEntries(PLATFORMS.map((id) => [id, `roster:${id}:User`])) as Record<PlatformName, string>;
const KEYS = { adobe: "email", netex: "username", nerm: "login" } as const;
/** More than a page of any vendor. */
const MANY = 1030;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

/** Makes people at the vendor, and answers how many there are in all. */
function populate(platform: PlatformName, count = MANY): number {
  const { adobe, netex, nerm } = stage.vendors;
  for (let i = 0; i < count; i++) {
    const email = `p${i}@example.com`;
    if (platform === "adobe") adobe.create({ email, name: i % 2 ? "Odd" : "Even" });
    if (platform === "nerm") nerm.create({ login: email, email, name: i % 2 ? "Odd" : "Even" });
    if (platform === "netex") {
      const name = i % 2 ? "Odd" : "Even";
      netex.create({ username: email, name, surname: "P", language: "en", timezone: "UTC", email });
    }
  }
  // Adobe's first administrator is there from the start, and listed.
  return stage.vendors[platform].people().length + (platform === "adobe" ? 1 : 0);
}

describe.each(PLATFORMS)("the list of people at %s", (platform) => {
  test("is complete over all the vendor's pages, each person once, with the natural key as name", async () => {
    const total = populate(platform);
    const { results, continuation } = await stage.client.list(TOKENS[platform]);
    expect(results).toHaveLength(total);
    expect(new Set(results.map(({ id }) => id)).size).toBe(total);
    expect(results.map(({ name }) => name)).toContain("p7@example.com");
    expect(continuation).toBe("");
  });

  test("has ids that import takes", async () => {
    populate(platform, 1);
    const { results } = await stage.client.list(TOKENS[platform], { [KEYS[platform]]: "p0@example.com" });
    const [{ id, name } = { id: "", name: "" }, ...others] = results;
    expect(others).toEqual([]);
    expect(name).toBe("p0@example.com");
    const found = await stage.client.read(urnOf(platform, "p0"), id);
    expect(found).toMatchObject({ id, properties: { [KEYS[platform]]: "p0@example.com" } });
  });

  test("is narrowed by the platform's own filters", async () => {
    populate(platform);
    expect((await stage.client.list(TOKENS[platform], { name: "Odd" })).results).toHaveLength(MANY / 2);
    expect((await stage.client.list(TOKENS[platform], { name: "Nobody" })).results).toEqual([]);
  });

  test("comes in pages of the wanted size, which together are the whole", async () => {
    const total = populate(platform, 25);
    const ids: string[] = [];
    let pages = 0;
    for (let continuation = ""; pages === 0 || continuation !== ""; pages++) {
      const page = await stage.client.list(TOKENS[platform], {}, { pageSize: 10, continuation });
      expect(page.results.length).toBeLessThanOrEqual(10);
      ids.push(...page.results.map(({ id }) => id));
      continuation = page.continuation;
    }
    expect(pages).toBe(Math.ceil(total / 10));
    expect(new Set(ids).size).toBe(total);
  });

  test("ends without another page where the last one is just full", async () => {
    const total = populate(platform, 9);
    const page = await stage.client.list(TOKENS[platform], {}, { pageSize: total });
    expect(page.results).toHaveLength(total);
    expect(page.continuation).toBe("");
  });

  test("stops at the limit, over pages too", async () => {
    populate(platform, 25);
    expect((await stage.client.list(TOKENS[platform], {}, { limit: 7 })).results).toHaveLength(7);
    const first = await stage.client.list(TOKENS[platform], {}, { limit: 7, pageSize: 5 });
    expect(first.results).toHaveLength(5);
    const { continuation } = first;
    const second = await stage.client.list(TOKENS[platform], {}, { limit: 7, pageSize: 5, continuation });
    expect(second.results).toHaveLength(2);
    expect(second.continuation).toBe("");
  });

  test("fails where one of the vendor's pages fails, and is never a shorter list; so does getUsers", async () => {
    populate(platform);
    const pages = { adobe: [1, 2, 11], netex: [1, 2, 3], nerm: [1, 2, 3] }[platform];
    for (const nth of pages) {
      const { faults } = stage.vendors[platform];
      faults.clear();
      faults.add({ method: "GET", path: "/users\\?", nth, fault: { kind: "status", status: 403 } });
      const denied = { code: status.PERMISSION_DENIED };
      await expect(stage.client.list(TOKENS[platform])).rejects.toMatchObject(denied);
      faults.clear();
      faults.add({ method: "GET", path: "/users\\?", nth, fault: { kind: "status", status: 403 } });
      await expect(stage.client.invoke(`roster:${platform}:getUsers`, {})).rejects.toMatchObject(denied);
    }
  });
});

test("a continuation is good for one page, and one of somebody else for none", async () => {
  populate("adobe", 25);
  const { continuation } = await stage.client.list(TOKENS.adobe, {}, { pageSize: 5 });
  await stage.client.list(TOKENS.adobe, {}, { pageSize: 5, continuation });
  for (const token of [continuation, "made up"]) {
    const again = stage.client.list(TOKENS.adobe, {}, { pageSize: 5, continuation: token });
    await expect(again).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  }
});
