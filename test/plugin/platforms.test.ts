import { beforeEach, describe, expect, it, vi } from "vitest";

type Loaded = typeof import("../../provider/plugin/platforms.js");
const ALL = ["adobe", "keycloak", "nerm", "netex", "scim"];
let plugin: Loaded;

// A process that has loaded no platform yet.
beforeEach(async () => {
  vi.resetModules();
  plugin = await import("../../provider/plugin/platforms.js");
});

const loaded = () =>
  ALL.filter((id) => {
    try {
      return plugin.platformNamed(id).id === id;
    } catch {
      return false;
    }
  });

describe("what a request is about", () => {
  it("is one of these platforms", () => {
    expect([...plugin.platformIds].sort()).toEqual(ALL);
    for (const id of ALL) expect(() => plugin.platformNamed(id)).toThrow(`there is no platform ${id}`);
  });

  it.each(["roster:netex:User", "roster:netex/user:User", "roster:netex:getUsers"])(
    "is all that is loaded: %s",
    async (token) => {
      await plugin.loadFor(token);
      expect(loaded()).toEqual(["netex"]);
    },
  );

  it.each(["roster:netex:Team", "roster:nerm:Group", "roster:moodle:User", "roster:constructor:User", "roster", ""])(
    "has all platforms loaded where there is no such thing, so that the refusal names what there is: %j",
    async (token) => {
      await plugin.loadFor(token);
      expect(loaded()).toEqual(ALL);
      expect(() => plugin.kindOf(token, ["User", "Group"])).toThrow(
        expect.objectContaining({
          message: expect.stringMatching(/there are roster:adobe:User, .*roster:keycloak:Group/),
        }),
      );
    },
  );

  it("is the same platform each time", async () => {
    const first = await plugin.loadPlatform("adobe");
    expect(first?.id).toBe("adobe");
    expect(await plugin.loadPlatform("adobe")).toBe(first);
    for (const id of ["", "toString", "moodle"]) expect(await plugin.loadPlatform(id)).toBeUndefined();
  });

  it("is a kind of resource, in the form of it that the call serves", async () => {
    const forms = ["User", "Users", "Group"] as const;
    for (const id of ["adobe", "keycloak"]) await plugin.loadPlatform(id);
    const about = (token: string) => {
      const { kind, member } = plugin.kindOf(token, forms);
      return [kind.platform.id, kind.name, member];
    };
    expect(about("roster:adobe:User")).toEqual(["adobe", "user", "User"]);
    expect(about("roster:adobe/users:Users")).toEqual(["adobe", "user", "Users"]);
    expect(about("roster:keycloak:Group")).toEqual(["keycloak", "group", "Group"]);
    for (const token of ["other:adobe:User", "roster:netex:User", "roster:adobe:getUser", "roster:adobe", ""])
      expect(() => about(token), token).toThrow(/^there is no /);
    expect(() => plugin.kindOf("roster:adobe:Users", ["User"])).toThrow(
      /there are roster:adobe:User, roster:keycloak:User$/,
    );
  });
});
