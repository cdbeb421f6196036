import type { dynamic } from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Ownership } from "../../provider/core/session/ownership";
import type { Raw } from "../../provider/dynamic/host-values";
import { DynamicProvider } from "../../provider/dynamic/provider";
import { PROVIDER_KEY } from "../../provider/dynamic/provider-text";
import { Tenant } from "../../provider/dynamic/tenant";
import { adobe } from "../../provider/platforms/adobe/index";
import { type AdobeEmulator, startAdobe } from "../../sandbox/index";
import { UNKNOWN_TEXT } from "../conformance/adapter";
import { fastClock } from "../conformance/fast-clock";

const ada = { email: "ada@example.com", name: "Ada Byron", profile: "Engineer", [PROVIDER_KEY]: "text" };
const clock = fastClock();
let emulator: AdobeEmulator;
let provider: DynamicProvider;

beforeEach(async () => {
  emulator = await startAdobe({ now: clock.now });
  provider = await configured({ url: emulator.url, token: emulator.token });
});
afterEach(async () => {
  await provider.tenant.close();
  await emulator.close();
});

async function configured(configuration: unknown, environment = {}): Promise<DynamicProvider> {
  const log = { info: () => undefined, warn: () => undefined };
  const made = new DynamicProvider(new Tenant(adobe, new Ownership(), { clock, log, random: () => 0, environment }));
  const config = { get: (key: string) => (key === "roster:adobe" ? configuration : undefined) };
  await made.configure({ config } as dynamic.ConfigureRequest);
  return made;
}

describe("configuration", () => {
  it("is taken as JSON text, which is how the host hands it over", async () => {
    const own = await configured(JSON.stringify({ url: emulator.url, token: emulator.token }));
    expect((await own.create(ada)).id).toMatch(/^\d+$/);
    await own.tenant.close();
  });

  it("is taken from the environment where the stack has none", async () => {
    const own = await configured(undefined, { ROSTER_ADOBE_URL: emulator.url, ROSTER_ADOBE_TOKEN: emulator.token });
    expect((await own.create(ada)).id).toMatch(/^\d+$/);
    await own.tenant.close();
  });

  it("that is missing is one clear error in check, so already in preview", async () => {
    const own = await configured(undefined);
    await expect(own.check({}, ada)).rejects.toMatchObject({ code: "configuration" });
  });
});

describe("what the host hands over", () => {
  it("comes back from check with the unknown text where it was", async () => {
    const news = { ...ada, manager: UNKNOWN_TEXT, fields: { Team: UNKNOWN_TEXT } };
    const { inputs, failures } = await provider.check({}, news);
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ manager: UNKNOWN_TEXT, fields: { Team: UNKNOWN_TEXT } });
  });

  it("never has the provider's text among the outputs of a success, where the host puts it in itself", async () => {
    const { id, outs } = await provider.create(ada);
    expect(outs).not.toHaveProperty(PROVIDER_KEY);
    expect((await provider.read(id, { ...outs, [PROVIDER_KEY]: "text" })).props).not.toHaveProperty(PROVIDER_KEY);
  });

  it("has id, properties with the provider's text, and reasons on a failure that left something behind", async () => {
    emulator.faults.add({ method: "PATCH", fault: { kind: "status", status: 400 } });
    const failure = await provider.create({ ...ada, roles: ["Author"] }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      id: emulator.people()[0]?.id,
      properties: { email: "ada@example.com", [PROVIDER_KEY]: "text", origin: "created" },
      reasons: [expect.stringContaining("This error was asked for")],
    });
  });

  it("leaves out of such a failure what is too large for the engine, and keeps the account", async () => {
    const { url, token } = emulator;
    const own = await configured({ url, token }, { ROSTER_ERROR_DETAILS: "32768" });
    emulator.faults.add({ method: "PATCH", fault: { kind: "status", status: 400 } });
    const bio = "b".repeat(300_000);
    const failure = await own.create({ ...ada, bio, roles: ["Author"] }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ id: emulator.people()[0]?.id, properties: { tenant: emulator.accountId } });
    expect(JSON.stringify((failure as { properties: unknown }).properties).length).toBeLessThan(40_000);
    await own.tenant.close();
  });

  it("of an error is one line, as the host prints stacks", async () => {
    emulator.create({ email: "ada@example.com", name: "Ada Byron" });
    const failure = (await provider.create(ada).catch((error: unknown) => error)) as Error;
    expect(failure.stack).toBe("AlreadyExistsError");
  });

  it("has no id on a refusal, which the host would take for a half-made resource", async () => {
    emulator.create({ email: "ada@example.com", name: "Ada Byron" });
    for (const adopt of [false, "identical"]) {
      const failure: unknown = await provider.create({ ...ada, name: "Other", adopt }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ account: emulator.people()[0]?.id });
      expect(failure).not.toHaveProperty("id");
    }
  });
});

describe("two resources with one account, of which the host tells no URN", () => {
  async function compared(news: Raw, olds: Raw): Promise<unknown> {
    const { inputs } = await provider.check(olds, { ...ada, ...news });
    return provider.diff(emulator.people()[0]?.id ?? "", olds, inputs);
  }

  it("are refused before anything is sent where they declare one person in two ways", async () => {
    const { outs } = await provider.create(ada);
    const other = { ...outs, profile: "Analyst" };
    const writes = emulator.log.writes().length;
    expect(await compared({}, outs ?? {})).toEqual({ changes: false });
    await expect(compared({ profile: "Analyst" }, other)).rejects.toMatchObject({ code: "claimed" });
    expect(emulator.log.writes()).toHaveLength(writes);
  });

  it("are seen after the first has been updated too", async () => {
    const { id, outs = {} } = await provider.create(ada);
    const news = { ...ada, profile: "Lead" };
    await compared({ profile: "Lead" }, outs);
    await provider.update(id, outs, news);
    await expect(compared({}, { ...outs, bio: "Notes" })).rejects.toMatchObject({ code: "claimed" });
  });

  it("are one where one resource is compared again, and updated", async () => {
    const { id, outs = {} } = await provider.create(ada);
    for (let i = 0; i < 2; i++) expect(await compared({ bio: "Notes" }, outs)).toEqual({ changes: true });
    await provider.update(id, outs, { ...ada, bio: "Notes" });
    expect(await compared({ bio: "Notes" }, outs)).toEqual({ changes: true });
  });
});

describe("get", () => {
  it("of an id without any state reads everything", async () => {
    const { id } = emulator.create({ email: "ada@example.com", name: "Ada Byron", bio: "Notes" });
    const { props } = await provider.read(id);
    expect(props).toMatchObject({ email: "ada@example.com", bio: "Notes", origin: "imported" });
  });

  it("of nobody is an error that names the id", async () => {
    await expect(provider.read("99", { [PROVIDER_KEY]: "text" })).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining("no account 99"),
    });
  });

  it("of nobody by address doesn't repeat the address", async () => {
    const failure = await provider.read("email:ada@example.com").catch((error: Error) => error.message);
    expect(failure).toMatch(/no account with this email/);
    expect(failure).not.toContain("ada@example.com");
  });
});

it("a person as their own manager is refused in diff, so already in preview", async () => {
  const { id, outs } = await provider.create(ada);
  await expect(provider.diff(id, outs ?? {}, { ...ada, manager: id })).rejects.toMatchObject({
    code: "invalid-arguments",
  });
});

it("a diff without any change says so, and none ever asks for a replacement", async () => {
  const { id, outs } = await provider.create(ada);
  expect(await provider.diff(id, outs ?? {}, ada)).toEqual({ changes: false });
  expect(await provider.diff(id, outs ?? {}, { ...ada, email: "lovelace@example.com" })).toEqual({ changes: true });
});
