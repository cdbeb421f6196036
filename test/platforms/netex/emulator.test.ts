import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Tenant } from "../../../provider/core/contract/platform.js";
import { create, read, remove, update } from "../../../provider/core/lifecycle/reconcile.js";
import { Ownership } from "../../../provider/core/session/ownership.js";
import { RemovalLimit } from "../../../provider/core/session/removal-limit.js";
import type { Session } from "../../../provider/core/session/session.js";
import { netex as platform } from "../../../provider/platforms/netex/index.js";
import type { NetexEmulator, NetexOptions } from "../../../sandbox/index.js";
import { startNetex } from "../../../sandbox/index.js";
import { jumpingContext } from "./helpers.js";

let emulator: NetexEmulator;
let session: Session;
let tenant: Tenant;

async function open(options: NetexOptions = {}, configuration: Record<string, unknown> = {}): Promise<void> {
  emulator = await startNetex(options);
  const context = jumpingContext();
  tenant = platform.open({ url: `${emulator.url}/`, token: emulator.token, ...configuration }, context);
  session = {
    kind: platform.kinds.user,
    connector: tenant.connectors.user,
    context,
    ownership: new Ownership(),
    removalLimit: new RemovalLimit(10, "roster:netex.maxRemovals"),
    readOnly: false,
    timeout: 300_000,
    canImport: true,
  };
}

beforeEach(() => open());
afterEach(async () => {
  await tenant.close();
  await emulator.close();
});

const person = {
  username: "ada.example",
  name: "Ada",
  surname: "Example",
  language: "en",
  timezone: "Europe/London",
  email: "ada@example.com",
};
const everything = {
  ...person,
  officePhone: "1",
  mobilePhone: "2",
  interests: "chess",
  aboutMe: "Hello",
  location: "Bath",
  authSource: "LDAP",
  image: { url: "https://x.example/a.png" },
  enabled: true,
  roles: { management: ["admin"], play: ["author"] },
  extendedFields: { costCentre: "7" },
  externalId: "e-1",
  extra: { any: "thing" },
  initialPassword: "hush-hush",
};

describe("on the emulator", () => {
  it("creates a person with everything, in two writes, and then shows no difference", async () => {
    const { id, outputs } = await create(session, everything, "r");
    expect(emulator.log.writes().map(({ method }) => method)).toEqual(["POST", "PUT"]);
    expect(emulator.get(id)).toMatchObject({
      aboutMe: "Hello",
      authSource: "LDAP",
      externalId: "e-1",
      extendedFields: { costCentre: "7" },
      extra: { any: "thing" },
      roles: { management: ["admin"], play: ["author"] },
    });
    expect(outputs).toMatchObject({ ...everything, origin: "created", tenant: emulator.url });
    expect(JSON.stringify(outputs)).not.toContain("$2a$");
    const found = await read(session, id, outputs, "r");
    expect(found?.outputs).toEqual(outputs);
  });

  it("sends the headers with every call, and a content type only with a body", async () => {
    const { id, outputs } = await create(session, person, "r");
    await update(session, id, outputs, { ...person, enabled: false }, "r");
    for (const { headers, body } of emulator.log.entries) {
      expect(headers).toMatchObject({
        accept: "application/vnd.netex.nlc-api+json",
        "x-cloud-auth-token": emulator.token,
        "x-cloud-synchronization": "synchronous",
      });
      expect(headers["content-type"]).toBe(body === undefined ? undefined : "application/json");
    }
  });

  it("changes one thing with a read and a PUT, and leaves everything else as it is", async () => {
    const { id, outputs } = await create(session, { ...person, roles: { training: ["user"] } }, "r");
    const before = emulator.set(id, {
      officePhone: "5",
      authSource: "LDAP",
      externalId: "x",
      extendedFields: { costCentre: "1", grade: "A" },
    });
    emulator.log.clear();
    const news = { ...person, roles: { training: ["trainer"] }, extendedFields: { grade: "B" } };
    await update(session, id, outputs, news, "r");
    expect(emulator.log.counts()).toMatchObject({ reads: 1, writes: 1 });
    const { effectiveRoles: _, ...rest } = before;
    expect(emulator.get(id)).toMatchObject({
      ...rest,
      extendedFields: { costCentre: "1", grade: "B" },
      roles: { management: ["user"], training: ["trainer"] },
    });
  });

  it("empties, renames and adds", async () => {
    const { id, outputs } = await create(session, everything, "r");
    const { aboutMe: _, ...others } = everything;
    const news = {
      ...others,
      username: "ada.new",
      clear: ["aboutMe"],
      rolesMode: "add",
      roles: { play: ["validator"] },
    };
    await update(session, id, outputs, news, "r");
    expect(emulator.get(id)).toMatchObject({
      username: "ada.new",
      aboutMe: null,
      extra: { any: "thing" },
      image: expect.stringContaining("/nlc/"),
      roles: { management: ["admin"], play: ["author", "validator"] },
    });
  });

  it("sends what an older version doesn't show", async () => {
    await tenant.close();
    await emulator.close();
    await open({ newerReads: false });
    const { id, outputs } = await create(session, everything, "r");
    expect(emulator.get(id)).toMatchObject({ externalId: "e-1", extendedFields: { costCentre: "7" } });
    expect((await read(session, id, outputs, "r"))?.inputs).toMatchObject({ externalId: "e-1", authSource: "LDAP" });
  });

  it("waits for queued platforms when asynchronous", async () => {
    await tenant.close();
    await emulator.close();
    let now = 1_000_000;
    const tick = () => (now += 20);
    await open({ async: 100, now: tick }, { synchronization: "asynchronous" });
    const { id, outputs } = await create(session, { ...person, roles: { training: ["user"] } }, "r");
    const applied = await update(session, id, outputs, { ...person, roles: { training: ["trainer"] } }, "r");
    expect(applied.outputs).toMatchObject({ roles: { training: ["trainer"] } });
    expect(emulator.get(id)?.roles["training"]).toEqual(["trainer"]);
  });

  it("names a failed platform", async () => {
    const { id, outputs } = await create(session, person, "r");
    const fault = { kind: "platform", platform: "play", status: 500, message: "Play is down" } as const;
    emulator.faults.add({ method: "PUT", fault, times: 1 });
    const failing = update(session, id, outputs, { ...person, roles: { play: ["author"] } }, "r");
    await expect(failing).rejects.toThrow(/^play: Play is down \(500\)/);
  });

  it("deactivates, reactivates and deletes", async () => {
    const { id, outputs } = await create(session, person, "r");
    expect(await remove(session, id, outputs, "r")).toBe("deactivated");
    expect(emulator.get(id)?.enabled).toBe(false);
    const again = await create(session, { ...person, adopt: true }, "r2");
    expect(again.id).toBe(id);
    expect(emulator.get(id)?.enabled).toBe(true);
    expect(await remove(session, id, { ...again.outputs, onDestroy: "delete" }, "r2")).toBe("deleted");
    expect(await read(session, id, again.outputs, "r2")).toBeUndefined();
    expect(await remove(session, id, { ...again.outputs, onDestroy: "delete" }, "r2")).toBe("already-gone");
  });

  it.each([0, 1] as const)("lists everybody whose index begins at %i", async (startIndexBase) => {
    await tenant.close();
    await emulator.close();
    await open({ startIndexBase });
    for (let i = 0; i < 1203; i++) {
      emulator.create({ username: `p${i}`, name: "P", surname: String(i), email: `p${i}@example.com` });
    }
    let count = 0;
    for await (const page of session.connector.pages({}, ["roles"])) count += page.length;
    expect(count).toBe(1203);
    // The last one shows that nobody is left.
    expect(emulator.log.counts().reads).toBe(4);
  });
});
