import { status } from "@grpc/grpc-js";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../provider/system-context";
import { type AdobeEmulator, startAdobe } from "../../sandbox/index";
import { urnOf } from "./client";
import { openPlugin } from "./stage";

const URN = urnOf("adobe", "ada");
const SET = urnOf("adobe", "people", "Users");
const ada = { email: "ada@example.com", name: "Ada Byron", profile: "Engineer" };
/** Seconds that the resource grants, and what may pass until the error is there. */
const GIVEN = 0.7;
const AT_MOST = GIVEN * 1000 + 30_000;
const SLOW = { kind: "slow", ms: 60_000 } as const;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function opened(settings: object = {}) {
  const emulator: AdobeEmulator = await startAdobe();
  const { url, token } = emulator;
  const plugin = await openPlugin({ adobe: { url, token, ...settings } }, systemClock);
  open.push(plugin, emulator);
  return { emulator, client: plugin.client };
}

/** The error of an operation, which has to be there in time. */
async function late(operation: () => Promise<unknown>): Promise<unknown> {
  const start = performance.now();
  const error = await operation().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(performance.now() - start).toBeLessThan(AT_MOST);
  return error;
}

describe("customTimeouts that are shorter than the vendor takes", () => {
  test("end a change, and say that it may have been carried out", async () => {
    const { emulator, client } = await opened();
    const { id, properties } = await client.create(URN, ada);
    emulator.faults.add({ method: "PATCH", fault: SLOW });
    const news = { ...ada, profile: "Analyst" };
    expect(await late(() => client.update(URN, id, properties, news, { timeout: GIVEN }))).toMatchObject({
      code: status.DEADLINE_EXCEEDED,
      cause: "overdue",
      message: expect.stringMatching(/customTimeouts.*PATCH \S+\/users\/\d+ .*may have been carried out/s),
    });
  });

  test("end a deletion in the same way", async () => {
    const { emulator, client } = await opened();
    const { id, properties } = await client.create(URN, ada);
    emulator.faults.add({ method: "DELETE", fault: SLOW });
    expect(await late(() => client.delete(URN, id, properties, { timeout: GIVEN }))).toMatchObject({
      cause: "overdue",
      message: expect.stringMatching(/DELETE.*may have been carried out/s),
    });
  });

  test("leave open what became of a creation, and make no second one", async () => {
    const { emulator, client } = await opened();
    const rest = { method: "GET", path: "users", fault: SLOW } as const;
    const look = emulator.faults;
    emulator.faults.add({ method: "POST", fault: SLOW });
    const operation = () => {
      setTimeout(() => look.add(rest), (GIVEN * 1000) / 2);
      return client.create(URN, ada, { timeout: GIVEN });
    };
    expect(await late(operation)).toMatchObject({
      cause: "uncertain",
      message: expect.stringContaining("the account may exist"),
    });
    expect(emulator.log.writes().length).toBeLessThanOrEqual(1);
    expect(emulator.people()).toHaveLength(1);
  });

  test("send nothing at all where the look before takes too long", async () => {
    const { emulator, client } = await opened();
    emulator.faults.add({ method: "GET", path: "users", fault: SLOW });
    expect(await late(() => client.create(URN, ada, { timeout: GIVEN }))).toMatchObject({ cause: "overdue" });
    expect(emulator.people()).toEqual([]);
  });

  test("don't wait for a turn or for a vendor's 429 any longer", async () => {
    const { emulator, client } = await opened({ requestsPerMinute: 4 });
    const { id } = emulator.create(ada);
    const properties = { ...ada, tenant: emulator.accountId, origin: "created" };
    const news = { ...ada, profile: "Analyst" };
    const error = await late(() => client.update(URN, id, properties, news, { timeout: GIVEN }));
    // A change is made on what is read just before, and it is this read whose turn does not come.
    expect(error).toMatchObject({ cause: "overdue", message: expect.stringMatching(/GET \S+ was not answered/) });
    expect(emulator.log.writes()).toEqual([]);
    const { emulator: busy, client: other } = await opened();
    const made = await other.create(URN, ada);
    busy.faults.add({ method: "PATCH", fault: { kind: "429", retryAfter: 30 } });
    const refused = await late(() => other.update(URN, made.id, made.properties, news, { timeout: GIVEN }));
    expect(refused).toMatchObject({ cause: "overdue", message: expect.stringContaining("was not sent") });
  });

  test("end a set: who is finished is kept, and nobody else is begun", async () => {
    const { emulator, client } = await opened({ maxConcurrency: 1 });
    const users = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`p${i}`, { ...ada, email: `p${i}@example.com` }]),
    );
    emulator.faults.add({ method: "POST", fault: { kind: "slow", ms: 150 } });
    const error = await late(() => client.create(SET, { users }, { timeout: GIVEN }));
    const made = emulator.people().length;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(12);
    const { initFailed } = error as { initFailed: { properties: { ids: Record<string, string> } } };
    expect(Object.keys(initFailed.properties.ids).length).toBeGreaterThanOrEqual(made - 1);
    expect(error).toMatchObject({ message: expect.stringContaining("customTimeouts") });
  });

  test("say nothing of anybody else's operation", async () => {
    const { emulator, client } = await opened();
    const { id, properties } = await client.create(URN, ada);
    emulator.faults.add({ method: "PATCH", times: 2, fault: { kind: "slow", ms: GIVEN * 1000 + 600 } });
    const change = (profile: string, timeout: number) =>
      client.update(URN, id, properties, { ...ada, profile }, { timeout });
    const [short, long] = await Promise.allSettled([change("Analyst", GIVEN), change("Lead", 0)]);
    expect([short.status, long.status]).toEqual(["rejected", "fulfilled"]);
  });
});
