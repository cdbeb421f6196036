import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connector } from "../../../provider/core/contract/connector";
import type { Tenant } from "../../../provider/core/contract/platform";
import { adobe } from "../../../provider/platforms/adobe/index";
import { type AdobeEmulator, startAdobe } from "../../../sandbox/index";
import { fastClock } from "../../conformance/fast-clock";

let emulator: AdobeEmulator;
let connector: Connector;
let close: () => Promise<void>;
const clock = fastClock();
const silent = { info: () => undefined, warn: () => undefined };

beforeEach(async () => {
  emulator = await startAdobe({ now: clock.now, paging: "offset-then-cursor" });
  const tenant = opened(emulator);
  connector = tenant.connectors.user;
  close = tenant.close;
});
afterEach(async () => {
  await close();
  await emulator.close();
});

function opened({ url, token }: AdobeEmulator): Tenant {
  const settings = { maxConcurrency: 8, timeout: 300, maxResponseBytes: 2 ** 25, maxRemovals: 10, readOnly: false };
  return adobe.open({ url, token, ...settings }, { clock, log: silent, random: () => 0, environment: {} });
}

async function listed(): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of connector.pages({}, ["roles"])) ids.push(...page.map(({ id }) => id));
  return ids;
}

function crowd(size: number): string[] {
  return Array.from({ length: size }, (_, i) => emulator.create({ email: `p${i}@example.com`, name: `P ${i}` }).id);
}

describe.each(["cursor", "offset-refused", "offset-ends"] as const)("listing with the paging %s", (paging) => {
  it.each(["hundred", "ten-given", "ten-refused"] as const)(
    "shows all of 700 people with pages of %s",
    async (pages) => {
      await emulator.close();
      emulator = await startAdobe({ now: clock.now, paging, pages });
      const { connectors } = opened(emulator);
      const ids = crowd(700);
      const shown: string[] = [];
      for await (const page of connectors.user.pages({}, [])) shown.push(...page.map(({ id }) => id));
      expect(shown).toEqual([emulator.ownerId, ...ids]);
    },
  );
});

describe("listing", () => {
  it("follows the vendor's links past the offsets to the last person, and leaves the deleted ones out", async () => {
    const [gone = "", ...ids] = crowd(537);
    emulator.delete(gone);
    expect(await listed()).toEqual([emulator.ownerId, ...ids]);
    expect(emulator.log.reads()).toHaveLength(Math.ceil(537 / 100));
  });

  it("takes pages of ten where the vendor grants no larger ones, and asks for larger ones once", async () => {
    const ids = crowd(34);
    const fault = { kind: "status", status: 400 } as const;
    emulator.faults.add({ method: "GET", path: "limit%5D=100|limit\\]=100", fault });
    for (let i = 0; i < 2; i++) expect(await listed()).toEqual([emulator.ownerId, ...ids]);
    expect(emulator.log.reads()).toHaveLength(1 + 2 * Math.ceil(35 / 10));
  });

  it("tells managers, and leaves open whether somebody has none", async () => {
    const [boss = "", report = ""] = crowd(2);
    emulator.set(report, { manager: boss });
    const people = [];
    for await (const page of connector.pages()) people.push(...page);
    expect(people.find(({ id }) => id === report)?.references["manager"]).toBe(boss);
    expect(people.find(({ id }) => id === emulator.ownerId)?.references["manager"]).toBeUndefined();
  });

  it("fails as a whole when one page fails, and never ends early", async () => {
    crowd(350);
    emulator.faults.add({ method: "GET", path: "offset%5D=200|offset\\]=200", fault: { kind: "status", status: 403 } });
    await expect(listed()).rejects.toMatchObject({ code: "permission-denied" });
  });

  it("refuses to go round in circles", async () => {
    crowd(35);
    const next = `${emulator.url}/users?page[limit]=100&sort=id`;
    emulator.faults.add({ method: "GET", fault: { kind: "lie", body: { links: { next } } } });
    await expect(listed()).rejects.toMatchObject({ code: "protocol" });
  });

  it("never follows a link to another host", async () => {
    const [id = ""] = crowd(1);
    const next = "https://elsewhere.example/users?page[offset]=10";
    emulator.faults.add({ method: "GET", times: 1, fault: { kind: "lie", body: { links: { next } } } });
    expect(await listed()).toEqual([emulator.ownerId, id]);
  });
});

describe("looking for an address", () => {
  it("finds it in any case with one call", async () => {
    const { id } = emulator.create({ email: "Ada+Notes@Example.com", name: "Ada Byron" });
    expect(await connector.find("ada+notes@example.com", [])).toMatchObject([{ id, active: true }]);
    expect(emulator.log.reads()).toHaveLength(1);
  });

  it("finds nobody where there is nobody, and doesn't find the deleted", async () => {
    const { id } = emulator.create({ email: "ada@example.com", name: "Ada Byron" });
    expect(await connector.find("bob@example.com")).toEqual([]);
    emulator.delete(id);
    expect(await connector.find("ada@example.com")).toEqual([]);
  });

  it("reads the whole list where the vendor doesn't understand the filter", async () => {
    const ids = crowd(25);
    const stranger = { id: "1", type: "user", attributes: { email: "stranger@example.com" } };
    emulator.faults.add({ method: "GET", path: "ids=", fault: { kind: "lie", body: { data: [stranger] } } });
    expect(await connector.find("p24@example.com")).toMatchObject([{ id: ids[24] }]);
    expect(await connector.find("nobody@example.com")).toEqual([]);
  });

  it.each([400, 404])("reads the whole list where the vendor refuses the filter: %i", async (status) => {
    const ids = crowd(25);
    const body = { status: "BAD_REQUEST", title: "Invalid query parameter" };
    emulator.faults.add({ method: "GET", path: "ids=", fault: { kind: "status", status, body } });
    expect(await connector.find("p24@example.com")).toMatchObject([{ id: ids[24] }]);
    expect(await connector.find("nobody@example.com")).toEqual([]);
  });

  it("proves nothing by a refusal that is not about the filter", async () => {
    emulator.faults.add({ method: "GET", path: "ids=", fault: { kind: "status", status: 403 } });
    await expect(connector.find("nobody@example.com")).rejects.toMatchObject({ code: "permission-denied" });
  });
});

it("the tenant is the account's id, asked for once", async () => {
  expect(await Promise.all([connector.tenant(), connector.tenant()])).toEqual([emulator.accountId, emulator.accountId]);
  expect(emulator.log.reads()).toHaveLength(1);
});

it("a failed look at the tenant is not remembered", async () => {
  emulator.faults.add({ path: "/account", times: 1, fault: { kind: "status", status: 403 } });
  await expect(connector.tenant()).rejects.toMatchObject({ code: "permission-denied" });
  expect(await connector.tenant()).toBe(emulator.accountId);
});

it("a creation that is only accepted is an open outcome", async () => {
  emulator.faults.add({ method: "POST", fault: { kind: "lie", body: { data: null } } });
  const desired = { attributes: { email: "ada@example.com", name: "Ada" }, sets: {}, references: {} };
  await expect(connector.create(desired)).rejects.toMatchObject({ code: "uncertain" });
});

it("a write that is answered with a job has been accepted: the job is nobody's account", async () => {
  const { id } = emulator.create({ email: "bob@example.com", name: "Bob" });
  const job = { type: "job", id: "7001", attributes: { status: "QUEUED", name: "user update" } };
  emulator.faults.add({ method: ["POST", "PATCH"], fault: { kind: "lie", body: { data: job } } });
  const desired = { attributes: { email: "ada@example.com", name: "Ada" }, sets: {}, references: {} };
  await expect(connector.create(desired)).rejects.toMatchObject({ code: "uncertain" });
  const changed = { ...desired, attributes: { email: "bob@example.com", name: "Bob", profile: "Engineer" } };
  const changes = [{ kind: "attribute", path: ["profile"], to: "Engineer" }] as const;
  expect(await connector.update({ id, changes, desired: changed, addOnly: [] })).toEqual({ id });
});

it("an account that has been in use before is named in a note", async () => {
  const body = { data: { attributes: { pointsEarned: 12 } } };
  emulator.faults.add({ method: "POST", fault: { kind: "lie", body } });
  const desired = { attributes: { email: "ada@example.com", name: "Ada" }, sets: {}, references: {} };
  expect((await connector.create(desired)).note).toMatch(/brought back, with its history/);
});
