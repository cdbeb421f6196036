import { status } from "@grpc/grpc-js";
import { afterEach, expect, test } from "vitest";
import { urnOf } from "./client";
import { openStage, PEOPLE, type Stage } from "./stage";

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
});

/** Resolves when the vendor has got its `count`th write. */
async function writes(vendor: Stage["vendors"]["adobe"], count: number): Promise<void> {
  await expect.poll(() => vendor.log.writes().length, { timeout: 10_000, interval: 5 }).toBeGreaterThanOrEqual(count);
}

test("a cancelled creation ends the write that is under way, makes no further one and keeps the account", async () => {
  stage = await openStage();
  const { client, vendors } = stage;
  const urn = urnOf("adobe", "ada");
  vendors.adobe.faults.add({ method: "POST", path: "/users$", fault: { kind: "slow", ms: 300 } });
  const creation = client.create(urn, { ...PEOPLE.adobe, roles: ["Author"] });
  const failed = expect(creation).rejects.toMatchObject({
    code: status.CANCELLED,
    cause: "cancelled",
    initFailed: { id: "15490731", properties: { ...PEOPLE.adobe, roles: [] }, reasons: [expect.any(String)] },
  });
  // The request is answered late, so it is under way as soon as the account is there.
  await expect.poll(() => vendors.adobe.people().length, { timeout: 10_000, interval: 5 }).toBe(2);
  await client.cancel();
  await failed;
  expect(vendors.adobe.log.writes().map(({ method, status: code }) => [method, code])).toEqual([["POST", 201]]);
  expect(vendors.adobe.get("15490731")).toMatchObject({ state: "ACTIVE", name: "Ada Byron" });
});

test("a cancelled wait for a slow vendor keeps what was done and undoes nothing", async () => {
  stage = await openStage({ async: 1_000_000 });
  const { client, vendors } = stage;
  const creation = client.create(urnOf("netex", "ada"), PEOPLE.netex);
  const failed = expect(creation).rejects.toMatchObject({ code: expect.any(Number) });
  await expect.poll(() => vendors.netex.log.writes().length, { timeout: 10_000, interval: 5 }).toBe(1);
  await client.cancel();
  await failed;
  expect(vendors.netex.log.writes()).toHaveLength(1);
});

test("what waits for its turn is not begun", async () => {
  stage = await openStage();
  const { client, vendors, configuration } = stage;
  const adobe = configuration["adobe"] as object;
  await client.configure({ adobe: { ...adobe, maxConcurrency: 1 } });
  vendors.adobe.faults.add({ method: "POST", path: "/users$", nth: 1, fault: { kind: "slow", ms: 300 } });
  const people = Array.from({ length: 5 }, (_, i) => ({ ...PEOPLE.adobe, email: `p${i}@example.com` }));
  const creations = people.map((person, i) => client.create(urnOf("adobe", `p${i}`), person));
  const settled = Promise.allSettled(creations);
  await expect.poll(() => vendors.adobe.people().length, { timeout: 10_000, interval: 5 }).toBe(2);
  await client.cancel();
  const outcomes = (await settled).map((outcome) =>
    outcome.status === "fulfilled" ? "created" : (outcome.reason as { cause: string }).cause,
  );
  expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "cancelled")).toHaveLength(4);
  await writes(vendors.adobe, 1);
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
