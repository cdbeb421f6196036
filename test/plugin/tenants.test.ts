import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Context } from "../../provider/core/contract/context";
import { Ownership } from "../../provider/core/session/ownership";
import { platforms } from "../../provider/platforms/registry";
import { loadPlatform } from "../../provider/plugin/platforms";
import { Tenants } from "../../provider/plugin/tenants";

const { user, group } = platforms.adobe.kinds;
const SETTINGS = { url: "https://adobe.example.com/primeapi/v2", token: "t", timeout: 90 };
const world: Context = {
  clock: { now: () => 1_000, sleep: async () => undefined },
  log: { info: () => undefined, warn: () => undefined },
  random: () => 0,
  environment: {},
};
let tenants: Tenants;

beforeAll(async () => {
  await loadPlatform("adobe");
});
beforeEach(() => {
  tenants = new Tenants(world, new Ownership());
  tenants.configure({ adobe: SETTINGS });
});

describe("an operation", () => {
  const until = () => tenants.context.operation?.until();

  it("ends when the time is over that its resource grants it, with all that it has begun", async () => {
    const work = async (): Promise<unknown> => {
      await Promise.resolve();
      return until();
    };
    expect(await tenants.within(5, work)).toBe(6_000);
    expect(until()).toBeUndefined();
  });

  it("has no end where none is granted", () => {
    expect(tenants.within(0, until)).toBeUndefined();
  });

  it("has none in what others wait for too", () => {
    const shared = () => ({ until: until() });
    expect(tenants.within(5, () => tenants.context.operation?.apart(shared))).toEqual({ until: undefined });
    expect(tenants.within(5, shared)).toEqual({ until: 6_000 });
  });

  it("has its own, whichever is under way beside it", async () => {
    const ends = [5, 7].map((seconds) => tenants.within(seconds, async () => until()));
    expect(await Promise.all(ends)).toEqual([6_000, 8_000]);
  });
});

describe("a session", () => {
  it("is that of its kind, in the one tenant that is open", () => {
    expect(tenants.session(user)).toBe(tenants.session(user));
    expect(tenants.session(user).kind).toBe(user);
    if (group) expect(tenants.session(group).kind).toBe(group);
    expect(tenants.session(user).canImport).toBe(true);
  });

  it("waits as long as is configured, or as its resource grants it", () => {
    expect(tenants.session(user).timeout).toBe(90_000);
    expect(tenants.session(user, 0).timeout).toBe(90_000);
    expect(tenants.session(user, 7).timeout).toBe(7_000);
    expect(tenants.session(user).timeout).toBe(90_000);
  });

  it("is another one in each run, of which nobody knows who was declared before", () => {
    const before = tenants.session(user);
    tenants.ownership.declare("adobe", "ada@example.com");
    tenants.configure({ adobe: { ...SETTINGS, timeout: 30 } });
    expect(tenants.session(user)).not.toBe(before);
    expect(tenants.session(user).timeout).toBe(30_000);
    expect(tenants.ownership.isDeclared("adobe", "ada@example.com")).toBe(false);
  });

  it("has its connections closed with all others", async () => {
    const { open } = platforms.adobe;
    const close = vi.fn(async () => undefined);
    const opened = vi.spyOn(platforms.adobe, "open").mockImplementation((...args) => ({ ...open(...args), close }));
    tenants.session(user);
    opened.mockRestore();
    expect(close).not.toHaveBeenCalled();
    await tenants.close();
    expect(close).toHaveBeenCalledOnce();
  });

  it("is another one after everything was closed", async () => {
    const before = tenants.session(user);
    await tenants.close();
    expect(tenants.session(user)).not.toBe(before);
  });
});

describe("a platform's settings", () => {
  it("are those that are configured", () => {
    expect(tenants.settings(user)).toMatchObject(SETTINGS);
  });

  it("are unknown while they are not complete: a preview may come before they are", () => {
    tenants.configure({ adobe: { url: SETTINGS.url } });
    expect(tenants.settings(user)).toBeUndefined();
    expect(() => tenants.session(user)).toThrow(expect.objectContaining({ code: "configuration" }));
  });

  it("of a platform that nobody has loaded are a fault of ours", () => {
    const nowhere = { ...user, platform: { ...user.platform, id: "nowhere" } };
    expect(() => tenants.settings(nowhere)).toThrow(/no platform nowhere/);
  });
});
