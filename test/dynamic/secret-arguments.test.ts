import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import * as roster from "../../provider/index";

const { adobe, keycloak, nerm, netex, scim } = roster;
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const REGISTERED = new Map<string, Readonly<Record<string, unknown>>>();

const ADA = { username: "ada", email: "ada@example.com", name: "Ada", surname: "B", language: "en", timezone: "UTC" };
const HUSHED = { ...ADA, initialPassword: "hush-hush" };
type Users = ConstructorParameters<typeof netex.Users>[1]["users"];

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      REGISTERED.set(name, inputs);
      return { id: "1", state: inputs };
    },
    call: () => ({}),
  }),
);

/** What the engine is told of a resource. */
async function told(resource: pulumi.Resource & { readonly urn: pulumi.Output<string> }, name: string) {
  await new Promise((resolve) => resource.urn.apply(resolve));
  return REGISTERED.get(name) ?? expect.fail(`${name} was not registered`);
}

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && SIGNATURE in value;
}

describe("a password in a program", () => {
  it("is a secret, and nothing else of its person", async () => {
    const inputs = await told(new netex.User("hushed", HUSHED), "hushed");
    expect(Object.keys(inputs).filter((name) => isSecret(inputs[name]))).toEqual(["initialPassword"]);
    expect(inputs).toMatchObject(ADA);
  });

  it("that nobody declares marks nothing", async () => {
    const inputs = await told(new netex.User("open", ADA), "open");
    expect(inputs).toMatchObject(ADA);
    expect(inputs).not.toHaveProperty("initialPassword");
    expect(Object.values(inputs).some(isSecret)).toBe(false);
  });

  const late = <T>(value: T) => pulumi.output(value) as unknown as T;
  it.each<[string, Users, boolean]>([
    ["a set", { ada: HUSHED, bob: ADA }, true],
    ["a set without one", { ada: ADA, bob: ADA }, false],
    ["an output of people", late({ ada: ADA, bob: HUSHED }), true],
    ["an output of people without one", late({ ada: ADA, bob: ADA }), false],
    ["a promise of people", Promise.resolve({ ada: HUSHED }) as unknown as Users, true],
    ["an output of a person", { ada: late(HUSHED), bob: ADA }, true],
    ["an output of a person without one", { ada: late(ADA), bob: ADA }, false],
    ["a set with a person who is none", { ada: "x" as never, bob: HUSHED }, true],
    ["an output with a person who is none", late({ ada: "x" as never, bob: ADA }), false],
  ])("is a secret in %s: %#", async (what, users, expected) => {
    const { users: given } = await told(new netex.Users(what, { users }), what);
    expect(isSecret(given)).toBe(expected);
    expect(JSON.stringify(given).includes("hush-hush")).toBe(expected);
    expect(JSON.stringify(given)).toMatch(/ada@example|"x"/);
  });

  it("is not looked for where a platform has none", async () => {
    const users = { ada: { email: "ada@example.com", name: "Ada" } };
    expect(await told(new adobe.Users("plain", { users, maxRemovals: 3 }), "plain")).toMatchObject({
      users,
      maxRemovals: 3,
    });
  });
});

describe("a dynamic resource", () => {
  const CLASSES = { adobe, keycloak, nerm, netex, scim };
  const kinds = Object.entries(CLASSES).flatMap(([id, platform]) =>
    Object.entries(platform).flatMap(([kind, Class]) =>
      ["User", "Users", "Group"].includes(kind) ? [{ id, kind, Class: Class as typeof adobe.Users }] : [],
    ),
  );
  const PARTS: Readonly<Record<string, string>> = { User: "", Users: ".sets", Group: ".groups" };

  it.each(kinds)("of $id.$kind names its own provider, and shows what the vendor sets", async ({ id, kind, Class }) => {
    const name = `${id}-${kind}`;
    const resource = new Class(name, { users: {} });
    const { __provider: text } = await told(resource, name);
    expect(text).toBe(`module.exports=require('pulumi-roster').${id}${PARTS[kind]}`);
    expect(pulumi.Output.isInstance(resource.tenant)).toBe(true);
    if (kind === "Users") expect([resource.ids, resource.origins].every(pulumi.Output.isInstance)).toBe(true);
  });
});
