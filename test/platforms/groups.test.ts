import { afterEach, describe, expect, it } from "vitest";
import type { Clock } from "../../provider/core/contract/context";
import { create, read, remove, update } from "../../provider/core/lifecycle/reconcile";
import { Ownership } from "../../provider/core/session/ownership";
import { type OpenTenant, openTenant } from "../../provider/open-tenant";
import { adobe } from "../../provider/platforms/adobe/index";
import { scim } from "../../provider/platforms/scim/index";
import { type ScimOptions, startAdobe, startScim } from "../../sandbox/index";
import { fastClock } from "../conformance/fast-clock";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const messages: string[] = [];

function tenantOf(platform: Parameters<typeof openTenant>[0], settings: object): OpenTenant {
  const clock: Clock = fastClock();
  const say = (message: string): void => void messages.push(message);
  const context = { clock, log: { info: say, warn: say }, random: () => 0.5, environment: {} };
  const tenant = openTenant(platform, settings, { context, ownership: new Ownership(), canImport: true });
  open.push(tenant);
  return tenant;
}

async function adobeStage() {
  const emulator = await startAdobe();
  open.push(emulator);
  const { url, token } = emulator;
  messages.length = 0;
  return { emulator, session: tenantOf(adobe, { url, token }).session("group") };
}

async function scimStage(options: ScimOptions = {}) {
  const emulator = await startScim(options);
  open.push(emulator);
  const { url, token } = emulator;
  return { emulator, session: tenantOf(scim, { url, token }).session("group") };
}

describe("Adobe's groups", () => {
  it("are created all the same where the first member can't be taken out, and say so", async () => {
    const { emulator, session } = await adobeStage();
    emulator.faults.add({ method: "DELETE", path: "/users$", fault: { kind: "status", status: 403 } });
    const { id } = await create(session, { name: "Payroll" }, "payroll");
    expect(emulator.getGroup(id)?.userIds).toEqual([emulator.ownerId]);
    expect(messages.join("\n")).toMatch(new RegExp(`group ${id} was created with user ${emulator.ownerId}.*taken out`));
    await expect(remove(session, id, { name: "Payroll", origin: "created" }, "payroll")).rejects.toMatchObject({
      code: "not-empty",
    });
  });

  it("that are found after a lost answer are left by whoever's token made them", async () => {
    const { emulator, session } = await adobeStage();
    emulator.faults.add({ method: "POST", path: "/userGroups$", times: 1, fault: { kind: "reset-after" } });
    const { id, outputs } = await create(session, { name: "Payroll" }, "payroll");
    expect(emulator.getGroup(id)?.userIds).toEqual([]);
    expect(messages.join("\n")).toMatch(new RegExp(`was lost; group ${id} was found and is ours$`));
    expect(await remove(session, id, outputs, "payroll")).toBe("deleted");
  });

  it("that are found after a lost answer say so where the first member can't be taken out", async () => {
    const { emulator, session } = await adobeStage();
    emulator.faults.add({ method: "POST", path: "/userGroups$", times: 1, fault: { kind: "reset-after" } });
    emulator.faults.add({ method: "DELETE", path: "/users$", fault: { kind: "status", status: 403 } });
    const { id, outputs } = await create(session, { name: "Payroll" }, "payroll");
    expect(outputs).toMatchObject({ name: "Payroll", origin: "created" });
    expect(messages.join("\n")).toMatch(new RegExp(`group ${id} was found.*user ${emulator.ownerId}.*taken out`));
  });

  it("that the account keeps by itself are adopted as they are, and never written", async () => {
    const { emulator, session } = await adobeStage();
    const all = emulator.groups()[0]?.id ?? "";
    const adopted = await create(session, { name: "All Users", adopt: "identical" }, "all");
    expect(adopted).toMatchObject({ id: all, outputs: { readOnly: true, origin: "adopted" } });
    const news = { name: "All Users", description: "Everybody", adopt: "identical" };
    await expect(update(session, all, adopted.outputs, news, "all")).rejects.toMatchObject({ code: "rejected" });
    expect(emulator.log.writes()).toEqual([]);
  });
});

describe("SCIM's groups", () => {
  const outputs = (tenant: string) => ({ displayName: "Payroll", tenant, origin: "created" });

  it.each<[string, ScimOptions]>([
    ["are cut, by the server's own count", { mostMembers: 2 }],
    ["are kept back", { mostMembers: 0 }],
    ["end at a round number that nobody can count", { filters: false, mostMembers: 100 }],
  ])("are not written whole where the members of the read %s", async (_, options) => {
    const { emulator, session } = await scimStage({ patch: false, ...options });
    const members = Array.from({ length: 130 }, (_, i) => ({ value: emulator.create({ userName: `m${i}` }).id }));
    const { id } = emulator.createGroup({ displayName: "Payroll", members });
    const news = { displayName: "Wages" };
    await expect(update(session, id, outputs(emulator.url), news, "payroll")).rejects.toMatchObject({
      code: "rejected",
      message: expect.stringMatching(/only whole groups.*Nothing was written/),
    });
    expect(emulator.log.writes()).toEqual([]);
    expect(emulator.getGroup(id)).toMatchObject({ displayName: "Payroll", members });
  });

  it("with members that no read shows are not deleted as empty ones", async () => {
    const { emulator, session } = await scimStage({ mostMembers: 0 });
    const ada = emulator.create({ userName: "ada" });
    const { id } = emulator.createGroup({ displayName: "Payroll", members: [{ value: ada.id }] });
    await expect(remove(session, id, outputs(emulator.url), "payroll")).rejects.toMatchObject({ code: "not-empty" });
    expect(emulator.getGroup(id)).toBeDefined();
  });

  it("are other resources than people with the same id", async () => {
    const { emulator } = await scimStage({ ids: "digits" });
    const tenant = tenantOf(scim, { url: emulator.url, token: emulator.token });
    const people = tenant.session("user");
    const groups = tenant.session("group");
    const ada = await create(people, { userName: "ada" }, "ada");
    people.ownership.claim({ platform: "scim", tenant: emulator.url, id: "1002" }, "ada", "ada");
    const payroll = await create(groups, { displayName: "Payroll" }, "payroll");
    expect([ada.id, payroll.id]).toEqual(["1001", "1002"]);
    expect(await read(groups, payroll.id, payroll.outputs, "payroll")).toMatchObject({ id: "1002" });
    expect(await remove(groups, payroll.id, payroll.outputs, "payroll")).toBe("deleted");
  });
});
