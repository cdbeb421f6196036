import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it, vi } from "vitest";
import * as roster from "../../provider/index";

const { adobe, keycloak, nerm, netex, scim } = roster;
const CLASSES = { adobe, keycloak, nerm, netex, scim };

/** The part of a class of an SDK that policy packs look for. */
interface ResourceClass {
  readonly __pulumiType: string;
  isInstance(value: unknown): boolean;
}

describe("a dynamic class", () => {
  const registered: string[] = [];
  beforeAll(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ type, inputs }) => {
        registered.push(type);
        return { id: "1", state: inputs };
      },
      call: () => ({}),
    });
  });

  const classes = Object.entries(CLASSES).flatMap(([id, platform]) =>
    Object.entries(platform).flatMap(([kind, own]) =>
      ["User", "Users", "Group"].includes(kind)
        ? [{ name: `${id}.${kind}`, type: `pulumi-nodejs:dynamic/roster/${id}:${kind}`, own: own as ResourceClass }]
        : [],
    ),
  );

  it.each(classes)("$name has the type of its resources, and knows them from all others", ({ type, own }) => {
    expect(own.__pulumiType).toBe(type);
    // What a policy pack has of a resource: its type, and no class.
    const known = classes.filter((other) => own.isInstance({ __pulumiType: other.type }));
    expect(known.map((other) => other.type)).toEqual([type]);
    for (const value of [undefined, null, "text", {}, own]) expect(own.isInstance(value), String(value)).toBe(false);
  });

  it("warns of replaceOnChanges, which would have no effect", async () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    const user = new nerm.User("a", { login: "a", email: "a@example.com", name: "A" }, { replaceOnChanges: ["login"] });
    const team = new adobe.Users("b", { users: {} }, { replaceOnChanges: ["*"] });
    new adobe.Users("c", { users: {} }, { replaceOnChanges: [] });
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^replaceOnChanges \(login\) has no effect: .* in place/), user],
      [expect.stringContaining("(*)"), team],
    ]);
    warn.mockRestore();
    await Promise.all([user, team].map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
  });

  it("knows its own people, registered under the type that states hold", async () => {
    const person = new nerm.User("ada", { login: "ada", email: "ada@example.com", name: "Ada" });
    const team = new adobe.Users("team", { users: {} });
    await Promise.all([person, team].map(({ urn }) => new Promise((resolve) => urn.apply(resolve))));
    expect([nerm.User.isInstance(person), adobe.Users.isInstance(team)]).toEqual([true, true]);
    expect([adobe.User.isInstance(person), nerm.Users.isInstance(person)]).toEqual([false, false]);
    expect(pulumi.CustomResource.isInstance(person)).toBe(true);
    expect([...new Set(registered)].sort()).toEqual([
      "pulumi-nodejs:dynamic/roster/adobe:Users",
      "pulumi-nodejs:dynamic/roster/nerm:User",
    ]);
  });
});
