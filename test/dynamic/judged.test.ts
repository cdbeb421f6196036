import type { dynamic } from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Ownership } from "../../provider/core/session/ownership";
import { DynamicProvider } from "../../provider/dynamic/provider";
import { PROVIDER_KEY } from "../../provider/dynamic/provider-text";
import { SetProvider } from "../../provider/dynamic/set-provider";
import { Tenant } from "../../provider/dynamic/tenant";
import { adobe } from "../../provider/platforms/adobe/index";
import { keycloak } from "../../provider/platforms/keycloak/index";
import { type AdobeEmulator, startAdobe } from "../../sandbox/index";
import { fastClock } from "../conformance/fast-clock";

const clock = fastClock();
const log = { info: () => undefined, warn: () => undefined };
const REALM = { url: "https://keycloak.example.com", realm: "acme", token: "t" };

async function configured<P extends DynamicProvider | SetProvider>(provider: P, configuration: object): Promise<P> {
  await provider.configure({ config: { get: () => configuration } } as unknown as dynamic.ConfigureRequest);
  return provider;
}
const realm = (environment: Record<string, string> = {}) =>
  new Tenant(keycloak, new Ownership(), { clock, log, random: () => 0, environment });
const ada = { username: "ada", email: "ada@example.com" };

describe("arguments in preview", () => {
  it("are judged by the stack's configuration, of one person and of several", async () => {
    const person = { ...ada, attributes: { boss: ["id-1"] } };
    for (const [managerAttribute, wrong] of [
      ["boss", ["attributes.boss"]],
      ["leader", []],
    ] as const) {
      const configuration = { ...REALM, managerAttribute };
      const one = await configured(new DynamicProvider(realm()), configuration);
      const many = await configured(new SetProvider(realm()), configuration);
      const failures = [
        (await one.check({}, person)).failures?.map(({ property }) => property),
        (await many.check({}, { users: { ada: person } })).failures?.map(({ property }) => property),
      ];
      expect(failures).toEqual([wrong, wrong.map((property) => `users.ada.${property}`)]);
    }
  });

  it("may drop many people at once where guards have judged that, and nowhere else", async () => {
    const people = Array.from({ length: 30 }, (_, i) => [`p${i}`, { username: `p${i}`, email: `p${i}@example.com` }]);
    const olds = { users: Object.fromEntries(people) };
    const failures = async (environment: Record<string, string>) => {
      const provider = await configured(new SetProvider(realm(environment)), REALM);
      return (await provider.check(olds, { users: {} })).failures ?? [];
    };
    expect(await failures({})).not.toEqual([]);
    expect(await failures({ ROSTER_GUARDED: "true" })).toEqual([]);
  });

  it("that promise to delete a copy of somebody in another directory are refused in diff", async () => {
    const provider = await configured(new DynamicProvider(realm()), REALM);
    const outs = { ...ada, federationLink: "ldap", tenant: "t", origin: "adopted" };
    const promising = { ...ada, onDestroy: "delete" };
    await expect(provider.diff("1", outs, promising)).rejects.toMatchObject({ code: "invalid-arguments" });
    expect(await provider.diff("1", { ...outs, ...promising }, promising)).toEqual({ changes: false });
    const { federationLink: _, ...own } = outs;
    expect(await provider.diff("1", own, promising)).toEqual({ changes: true });
  });
});

const GUARDED = { ROSTER_GUARDED: "true" };

describe("a tenant of the dynamic host", () => {
  let emulator: AdobeEmulator | undefined;
  afterEach(() => emulator?.close());
  const person = { email: "ada@example.com", name: "Ada Byron", [PROVIDER_KEY]: "text" };
  async function open() {
    emulator = await startAdobe({ now: clock.now });
    const tenant = new Tenant(adobe, new Ownership(), { clock, log, random: () => 0, environment: {} });
    const configuration = { url: emulator.url, token: emulator.token };
    return { emulator, tenant, provider: await configured(new DynamicProvider(tenant), configuration), configuration };
  }

  it("offers no import to whoever meets an account that is there: dynamic resources can't be imported", async () => {
    const { emulator, tenant, provider } = await open();
    const { id } = emulator.create({ email: "ada@example.com", name: "Ada Byron" });
    const failure = await provider.create(person).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "already-exists", message: expect.stringContaining(id) });
    expect((failure as Error).message).not.toMatch(/import/);
    await tenant.close();
  });

  it("says of somebody who is gone that nothing is there", async () => {
    const { emulator, tenant, provider } = await open();
    const { id, outs } = await provider.create(person);
    emulator.delete(id);
    expect(await provider.read(id, outs)).toEqual({ id: "", props: {} });
    await tenant.close();
  });

  it.each([
    ["a few accounts, where nobody has said how many", {}, {}, 10],
    ["as few where a guarded run has no plan", GUARDED, {}, 10],
    ["as few where the plan's number is none", { ...GUARDED, ROSTER_ADOBE_PLANNED_REMOVALS: "all" }, {}, 10],
    ["as few where a run is not guarded", { ROSTER_ADOBE_PLANNED_REMOVALS: "11" }, {}, 10],
    ["as many as its plan has", { ...GUARDED, ROSTER_ADOBE_PLANNED_REMOVALS: "11" }, {}, 11],
    ["no more than its plan has", { ...GUARDED, ROSTER_ADOBE_PLANNED_REMOVALS: "3" }, {}, 3],
    ["as many as somebody has set", { ...GUARDED, ROSTER_ADOBE_PLANNED_REMOVALS: "11" }, { maxRemovals: 2 }, 2],
  ])("removes %s", async (_, environment, more, removed) => {
    const { emulator, tenant, provider, configuration } = await open();
    const next = new Tenant(adobe, new Ownership(), { clock, log, random: () => 0, environment });
    const nextRun = await configured(new DynamicProvider(next), { ...configuration, ...more });
    const people = Array.from({ length: 12 }, (_, i) => ({ ...person, email: `p${i}@example.com` }));
    const made = await Promise.all(people.map((one) => provider.create(one)));
    const ended = await Promise.allSettled(made.map(({ id, outs }) => nextRun.delete(id, outs)));
    expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(removed);
    expect(emulator.people().filter(({ state }) => state === "ACTIVE")).toHaveLength(12 - removed);
    await Promise.all([tenant.close(), next.close()]);
  });

  it("has one set for each person: a second one that declares them is refused", async () => {
    const { tenant, configuration } = await open();
    const sets = await configured(new SetProvider(tenant), configuration);
    const { email, name } = person;
    await sets.create({ users: { ada: { email, name } } });
    const again = { users: { lovelace: { email, name, adopt: true } } };
    await expect(sets.create(again)).rejects.toMatchObject({ message: expect.stringContaining("lovelace") });
    await tenant.close();
  });

  it("closes its connections, if it has any", async () => {
    const close = vi.fn(async () => undefined);
    const opened = { ...adobe, open: (...args: Parameters<typeof adobe.open>) => ({ ...adobe.open(...args), close }) };
    const tenant = new Tenant(opened, new Ownership(), { clock, log, random: () => 0, environment: {} });
    await tenant.close();
    expect(close).not.toHaveBeenCalled();
    await configured(new DynamicProvider(tenant), { url: "https://adobe.example.com", token: "t" });
    tenant.session("user");
    await tenant.close();
    expect(close).toHaveBeenCalledOnce();
  });
});
