import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { DynamicUsers } from "../../provider/dynamic/resource";
import { adobe, keycloak, netex, scim } from "../../provider/index";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A registration as it is sent to the engine. */
interface Registration {
  getName(): string;
  getObject(): { toJavaScript(): Readonly<Record<string, unknown>> } | undefined;
  getAdditionalsecretoutputsList(): string[];
  getProtect(): boolean;
}
const SENT = new Map<string, Registration>();
beforeAll(async () => {
  await pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "1", state: inputs }), call: () => ({}) });
  // Mocks are told of a resource what is left of its registration, without marks inside of arguments.
  const monitor = pulumi.runtime.getMonitor() as unknown as { registerResource(...args: unknown[]): unknown };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...rest) => {
    const registration = request as Registration;
    SENT.set(registration.getName(), registration);
    return register(request, ...rest);
  };
});

async function sent(name: string, resource: pulumi.Resource & { readonly urn: pulumi.Output<string> }) {
  await new Promise((resolve) => resource.urn.apply(resolve));
  return SENT.get(name) ?? expect.fail(`${name} was not registered`);
}
/** Every secret in place of its mark and value. */
function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  if (SIGNATURE in fields) return { secret: fields["value"] };
  return Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, marked(item)]));
}
async function argumentsOf(name: string, resource: Parameters<typeof sent>[1]) {
  const { __provider, ...inputs } = (await sent(name, resource)).getObject()?.toJavaScript() ?? {};
  return marked(inputs);
}

const ADA = { username: "ada", email: "ada@example.com", name: "Ada", surname: "B", language: "en", timezone: "UTC" };
const HUSHED = { ...ADA, initialPassword: "hush-hush" };
const HIDDEN = { ...ADA, initialPassword: { secret: "hush-hush" } };
const late = <T>(value: T) => pulumi.output(value) as unknown as T;
const promised = <T>(value: T) => Promise.resolve(value) as unknown as T;
const odd = <T>(value: unknown) => value as T;
type People = ConstructorParameters<typeof netex.Users>[1]["users"];

describe("what is encrypted in a state", () => {
  it.each<[string, People, unknown]>([
    ["the password alone, of people who are known", { ada: HUSHED, bob: ADA }, { ada: HIDDEN, bob: ADA }],
    ["one person, who is known later", { ada: late(HUSHED), bob: late(ADA) }, { ada: { secret: HUSHED }, bob: ADA }],
    ["one person, who is promised", { ada: promised(HUSHED), bob: ADA }, { ada: { secret: HUSHED }, bob: ADA }],
    ["all people, who are known later", late({ ada: HUSHED, bob: ADA }), { secret: { ada: HUSHED, bob: ADA } }],
    ["all people, who are promised", promised({ ada: HUSHED }), { secret: { ada: HUSHED } }],
    ["nothing, where nobody has a password", promised({ ada: ADA }), { ada: ADA }],
    [
      "nothing of what is no person",
      { ada: odd("x"), bob: odd(null), cy: HUSHED },
      { ada: "x", bob: null, cy: HIDDEN },
    ],
    [
      "nothing of what is no person, known later",
      late({ ada: odd<typeof ADA>("x"), bob: ADA }),
      { ada: "x", bob: ADA },
    ],
    ["nothing of what are no people", odd("x"), "x"],
  ])("is %s", async (what, users, expected) => {
    expect(await argumentsOf(what, new netex.Users(what, { users }))).toEqual({ users: expected });
  });

  it("is each secret that somebody has, where a platform has several", async () => {
    const shape = { platform: "netex", outputs: [], secrets: ["initialPassword", "pin"] };
    class Several extends DynamicUsers {
      constructor(name: string, users: object) {
        super("test:index:Several", shape, name, { users: odd(users) });
      }
    }
    const users = {
      ada: { pin: "1" },
      bob: late({ initialPassword: "hush-hush" }),
      cy: { pin: "1", initialPassword: "2" },
    };
    expect(await argumentsOf("several", new Several("several", users))).toEqual({
      users: {
        ada: { pin: { secret: "1" } },
        bob: { secret: { initialPassword: "hush-hush" } },
        cy: { pin: { secret: "1" }, initialPassword: { secret: "2" } },
      },
    });
    expect(await argumentsOf("later", new Several("later", late({ ada: { pin: "1" } })))).toEqual({
      users: { secret: { ada: { pin: "1" } } },
    });
  });

  it("is nothing of people at a platform that has no secrets", async () => {
    for (const [name, users] of [
      ["plain", { ada: { email: "ada@example.com", name: "Ada", initialPassword: "x" } }],
      ["text", "x"],
    ] as const) {
      expect(await argumentsOf(name, new adobe.Users(name, { users: odd(users) }))).toEqual({ users });
    }
  });
});

describe("options of a dynamic resource", () => {
  const secrets = async (name: string, resource: Parameters<typeof sent>[1]) =>
    (await sent(name, resource)).getAdditionalsecretoutputsList().sort();
  const more = { additionalSecretOutputs: ["email"], protect: true };

  it("make outputs secret that somebody names, beside those that are", async () => {
    expect(await secrets("a", new netex.User("a", ADA))).toEqual(["initialPassword"]);
    expect(await secrets("b", new netex.User("b", ADA, more))).toEqual(["email", "initialPassword"]);
    expect(await secrets("c", new netex.Users("c", { users: {} }))).toEqual(["packed"]);
    expect(await secrets("d", new netex.Users("d", { users: {} }, more))).toEqual(["email", "packed"]);
    expect(await secrets("e", new adobe.Group("e", { name: "E" }))).toEqual([]);
    expect(await secrets("f", new adobe.Group("f", { name: "F" }, more))).toEqual(["email"]);
  });

  it("are kept", async () => {
    for (const [name, make] of [
      ["user", (options: object) => new scim.User("user", { userName: "ada" }, options)],
      ["users", (options: object) => new scim.Users("users", { users: {} }, options)],
      ["group", (options: object) => new keycloak.Group("group", { name: "G" }, options)],
    ] as const) {
      expect((await sent(name, make(more))).getProtect(), name).toBe(true);
    }
  });

  it("that nobody gives are no reason for a warning, and arguments that nobody gives none to fail here", async () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    await sent("without", new netex.User("without", ADA));
    await sent("all", new netex.Users("all", { users: {} }));
    expect(await argumentsOf("nothing", new netex.Users("nothing", odd(undefined)))).toEqual({});
    expect(await argumentsOf("nobody", new netex.User("nobody", odd(undefined)))).toEqual({});
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
