import type { dynamic } from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { groupText, PROVIDER_KEY, providerText, setText } from "../../provider/dynamic/provider-text";
import { type AdobeEmulator, startAdobe } from "../../sandbox/index";

let emulator: AdobeEmulator;
/** What the host keeps is the process's: each test has its own. */
let host: Awaited<ReturnType<typeof anotherProcess>>;
beforeEach(async () => {
  emulator = await startAdobe();
  host = await anotherProcess();
});

function anotherProcess() {
  vi.resetModules();
  return import("../../provider/dynamic/host.js");
}
afterEach(() => emulator.close());

const requestFor = (more: object = {}): dynamic.ConfigureRequest => {
  const configuration = { url: emulator.url, token: emulator.token, ...more };
  return { config: { get: () => configuration } } as unknown as dynamic.ConfigureRequest;
};

it("a person lives through the provider that the host is given", async () => {
  const provider = host.provide("adobe");
  const news = { email: "ada@example.com", name: "Ada Byron", profile: "Engineer", [PROVIDER_KEY]: "text" };
  await provider.configure?.(requestFor());
  const eve = { email: "eve@example.com", name: 5 };
  expect(await provider.check?.({}, eve)).toMatchObject({ failures: [{ property: "name" }] });
  expect((await provider.check?.({}, news))?.failures).toEqual([]);
  const { id, outs } = await provider.create(news);
  const changed = { ...news, name: "Ada Lovelace" };
  expect(await provider.diff?.(id, outs, changed)).toMatchObject({ changes: true });
  const updated = await provider.update?.(id, outs, changed);
  expect(updated?.outs).toMatchObject({ name: "Ada Lovelace" });
  expect(await provider.read?.(id, updated?.outs)).toMatchObject({ id, props: { name: "Ada Lovelace" } });
  const later = (await anotherProcess()).provide("adobe");
  await later.configure?.(requestFor());
  await later.delete?.(id, updated?.outs);
  expect(await later.read?.(id, updated?.outs)).not.toMatchObject({ id });
});

it("all kinds of resources of a platform are of one tenant, which is configured once", async () => {
  await host.provide("adobe", "group").configure?.(requestFor({ readOnly: true }));
  const ada = { email: "ada@example.com", name: "Ada Byron", [PROVIDER_KEY]: "text" };
  await expect(host.provide("adobe").create(ada)).rejects.toMatchObject({ code: "read-only" });
  await expect(host.provide("adobe", "group").create({ name: "Pay" })).rejects.toMatchObject({ code: "read-only" });
  const set = await host.provideSet("adobe").check?.({}, { users: { ada: { email: 5, name: "Ada Byron" } } });
  expect(set?.failures).toMatchObject([{ property: "users.ada.email" }]);
});

it("states of every version hold these texts, by which the host finds the provider", () => {
  expect([providerText("adobe"), groupText("adobe"), setText("adobe")]).toEqual([
    "module.exports=require('pulumi-roster').adobe",
    "module.exports=require('pulumi-roster').adobe.groups",
    "module.exports=require('pulumi-roster').adobe.sets",
  ]);
});
