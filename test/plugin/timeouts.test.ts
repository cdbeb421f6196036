import { status } from "@grpc/grpc-js";
import { afterEach, expect, test } from "vitest";
import { urnOf } from "./client";
import { openStage, PEOPLE, PLATFORMS, type Stage } from "./stage";

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
});

/** Further than any timeout of these tests, in milliseconds of the fast clock. */
const LATE = 3_600_000;
/** Seconds of the fast clock, and the same with what machines need. */
const GIVEN = 20;
const AT_MOST = (GIVEN / 20) * 1000 + 4000;

test.each(PLATFORMS)(
  "a creation that %s doesn't show within the resource's own timeout fails halfway, in time",
  async (id) => {
    stage = await openStage({ async: LATE });
    const { client, configuration } = stage;
    if (id === "netex") {
      await client.configure({ netex: { ...(configuration["netex"] as object), synchronization: "asynchronous" } });
    }
    const start = performance.now();
    const failure = await client
      .create(
        urnOf(id, "ada"),
        { ...PEOPLE[id], roles: id === "netex" ? { training: ["user"] } : ["Author"] },
        { timeout: GIVEN },
      )
      .catch((error: unknown) => error);
    expect(performance.now() - start).toBeLessThan(AT_MOST);
    expect(failure).toMatchObject({ code: expect.any(Number), message: expect.any(String) });
  },
);

test("an update that the vendor doesn't show in time is a partial failure that says what is missing", async () => {
  stage = await openStage();
  const { client, vendors } = stage;
  const urn = urnOf("adobe", "ada");
  const { id, properties } = await client.create(urn, PEOPLE.adobe);
  vendors.adobe.faults.add({ method: "PATCH", fault: { kind: "lie", body: { data: { attributes: { bio: "old" } } } } });
  const news = { ...PEOPLE.adobe, bio: "new" };
  const start = performance.now();
  await expect(client.update(urn, id, properties, news, { timeout: GIVEN })).rejects.toMatchObject({
    code: status.DEADLINE_EXCEEDED,
    cause: "not-converged",
    message: expect.stringContaining("still missing: bio"),
    initFailed: { id, properties: PEOPLE.adobe, reasons: [expect.stringContaining("after 20 s")] },
  });
  expect(performance.now() - start).toBeLessThan(AT_MOST);
});

test("without a timeout of its own a resource has the platform's", async () => {
  stage = await openStage();
  const { client, vendors, configuration } = stage;
  await client.configure({ adobe: { ...(configuration["adobe"] as object), timeout: 10 } });
  const urn = urnOf("adobe", "ada");
  const { id, properties } = await client.create(urn, PEOPLE.adobe);
  vendors.adobe.faults.add({ method: "PATCH", fault: { kind: "lie", body: { data: { attributes: { bio: "old" } } } } });
  await expect(client.update(urn, id, properties, { ...PEOPLE.adobe, bio: "new" })).rejects.toThrow(/after 10 s/);
});
