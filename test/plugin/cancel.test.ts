import { status } from "@grpc/grpc-js";
import { afterEach, expect, test, vi } from "vitest";
import { CallError, urnOf } from "./client";
import { openStage, PEOPLE, type Stage } from "./stage";

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
});

const SOON = { interval: 5, timeout: 20_000 };
/** So late that the cancellation comes first, on a busy machine too. */
const SLOW = { kind: "slow", ms: 1000 } as const;

/** A call's result or its error, so that it can be waited for later. */
function settled(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => error);
}

test("a cancelled creation ends the write that is under way, makes no further one and keeps the account", async () => {
  stage = await openStage();
  const { client, vendors } = stage;
  const urn = urnOf("adobe", "ada");
  vendors.adobe.faults.add({ method: "POST", path: "/users$", fault: SLOW });
  const creation = settled(client.create(urn, { ...PEOPLE.adobe, roles: ["Author"] }));
  // The request is answered late, so it is under way as soon as the account is there.
  await vi.waitFor(() => expect(vendors.adobe.people().length).toBe(1), SOON);
  await client.cancel();
  expect(await creation).toMatchObject({
    code: status.CANCELLED,
    cause: "cancelled",
    initFailed: { id: "15490731", properties: { ...PEOPLE.adobe, roles: [] }, reasons: [expect.any(String)] },
  });
  expect(vendors.adobe.log.writes().map(({ method, status: code }) => [method, code])).toEqual([["POST", 200]]);
  expect(vendors.adobe.get("15490731")).toMatchObject({ state: "ACTIVE", name: "Ada Byron" });
});

test("a cancelled wait for a slow vendor keeps what was done and undoes nothing", async () => {
  stage = await openStage();
  const { client, vendors } = stage;
  const urn = urnOf("adobe", "ada");
  const { id, properties } = await client.create(urn, PEOPLE.adobe);
  vendors.adobe.faults.add({ method: "PATCH", fault: { kind: "lie", body: { data: { attributes: { bio: "old" } } } } });
  const update = settled(client.update(urn, id, properties, { ...PEOPLE.adobe, bio: "new" }));
  await vi.waitFor(() => expect(vendors.adobe.log.writes().length).toBe(2), SOON);
  await client.cancel();
  expect(await update).toMatchObject({ code: status.CANCELLED, cause: "cancelled" });
  expect(vendors.adobe.log.writes().map(({ method }) => method)).toEqual(["POST", "PATCH"]);
});

test("what waits for its turn is not begun", async () => {
  stage = await openStage();
  const { client, vendors, configuration } = stage;
  const adobe = configuration["adobe"] as object;
  await client.configure({ adobe: { ...adobe, maxConcurrency: 1 } });
  vendors.adobe.faults.add({ method: "POST", path: "/users$", nth: 1, fault: SLOW });
  const people = Array.from({ length: 5 }, (_, i) => ({ ...PEOPLE.adobe, email: `p${i}@example.com` }));
  const creations = people.map((person, i) => client.create(urnOf("adobe", `p${i}`), person));
  const all = Promise.all(creations.map(settled));
  await vi.waitFor(() => expect(vendors.adobe.people().length).toBe(1), SOON);
  await client.cancel();
  const cancelled = (await all).filter((outcome) => outcome instanceof CallError && outcome.cause === "cancelled");
  expect(cancelled).toHaveLength(4);
  expect(vendors.adobe.log.writes()).toHaveLength(1);
});

test("after a run that is over, a cancellation does nothing", async () => {
  stage = await openStage();
  const { client, vendors } = stage;
  const { id } = await client.create(urnOf("adobe", "ada"), PEOPLE.adobe);
  await client.cancel();
  await client.cancel();
  expect(vendors.adobe.get(id)?.state).toBe("ACTIVE");
  expect((await client.check(urnOf("adobe", "ada"), {}, PEOPLE.adobe)).failures).toEqual([]);
});
