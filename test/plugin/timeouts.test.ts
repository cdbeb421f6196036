import { status } from "@grpc/grpc-js";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { FaultRule } from "../../sandbox/index";
import { urnOf } from "./client";
import { openStage, PEOPLE, PLATFORMS, type PlatformName, type Stage } from "./stage";

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
});

/** Seconds of the stage's clock that a resource grants, and milliseconds of it until the error must be there. */
const GIVEN = 20;
const AT_MOST = 2 * GIVEN * 1000;

/** Writes that are answered as done, although the vendor never shows them. */
const LIES: Record<PlatformName, FaultRule> = {
  adobe: {
    method: "PATCH",
    fault: { kind: "lie", body: { data: { attributes: { bio: "old", roles: ["Learner"] } } } },
  },
  netex: { method: "PUT", fault: { kind: "lie" } },
  nerm: { method: "PATCH", fault: { kind: "lie", body: { user: { title: "old" } } } },
};
const CHANGES = { adobe: { bio: "new" }, netex: { aboutMe: "new" }, nerm: { title: "new" } } as const;

describe.each(PLATFORMS)("a change that %s doesn't show", (platform) => {
  test("within the resource's own timeout is a partial failure in time, which says what is missing", async () => {
    stage = await openStage();
    const { client, vendors, configuration } = stage;
    // Netex's answer to a synchronous change is proof enough.
    const netex = { ...(configuration["netex"] as object), synchronization: "asynchronous" };
    await client.configure({ ...configuration, netex });
    const urn = urnOf(platform, "ada");
    const { id, properties } = await client.create(urn, PEOPLE[platform]);
    vendors[platform].faults.add(LIES[platform]);
    const news = { ...PEOPLE[platform], ...CHANGES[platform] };
    const [name = ""] = Object.keys(CHANGES[platform]);
    const start = stage.clock.now();
    await expect(client.update(urn, id, properties, news, { timeout: GIVEN })).rejects.toMatchObject({
      code: status.DEADLINE_EXCEEDED,
      cause: "not-converged",
      message: expect.stringContaining(`still missing: ${name}`),
      initFailed: { id, properties: PEOPLE[platform], reasons: [expect.stringContaining(`after ${GIVEN} s`)] },
    });
    expect(stage.clock.now() - start).toBeLessThan(AT_MOST);
  });
});

test("a creation whose second half doesn't show in time keeps the account", async () => {
  stage = await openStage();
  const { client, vendors } = stage;
  vendors.adobe.faults.add(LIES.adobe);
  const person = { ...PEOPLE.adobe, roles: ["Author"] };
  const start = stage.clock.now();
  await expect(client.create(urnOf("adobe", "ada"), person, { timeout: GIVEN })).rejects.toMatchObject({
    code: status.DEADLINE_EXCEEDED,
    initFailed: { id: "15490731", properties: { ...PEOPLE.adobe, roles: [] } },
  });
  expect(stage.clock.now() - start).toBeLessThan(AT_MOST);
});

test("without a timeout of its own a resource has the platform's", async () => {
  stage = await openStage();
  const { client, vendors, configuration } = stage;
  await client.configure({ adobe: { ...(configuration["adobe"] as object), timeout: 10 } });
  const urn = urnOf("adobe", "ada");
  const { id, properties } = await client.create(urn, PEOPLE.adobe);
  vendors.adobe.faults.add(LIES.adobe);
  await expect(client.update(urn, id, properties, { ...PEOPLE.adobe, bio: "new" })).rejects.toThrow(/after 10 s/);
});

test("a job of NERM's is waited for as long as the resource's own timeout says, and no longer", async () => {
  stage = await openStage({ nerm: { jobs: "always", async: 30_000 } });
  const { client, configuration } = stage;
  const configured = async (timeout: number) =>
    client.configure({ nerm: { ...(configuration["nerm"] as object), timeout } });
  await configured(10);
  const urn = urnOf("nerm", "ada");
  const { id, properties } = await client.create(urn, PEOPLE.nerm);
  await vi.waitFor(async () => expect((await client.read(urn, id, properties)).id).toBe(id), { timeout: 20_000 });
  const named = await client.update(urn, id, properties, { ...PEOPLE.nerm, title: "new" }, { timeout: 120 });
  expect(named).toMatchObject({ title: "new" });
  await configured(300);
  const start = stage.clock.now();
  const failed = client.update(urn, id, named, { ...PEOPLE.nerm, title: "newer" }, { timeout: GIVEN });
  await expect(failed).rejects.toMatchObject({
    cause: "not-converged",
    message: expect.stringContaining(`${GIVEN} s`),
  });
  expect(stage.clock.now() - start).toBeLessThan(AT_MOST);
});

test("the jobs of a set at NERM are waited for in the same way", async () => {
  stage = await openStage({ nerm: { jobs: "always", async: 30_000 } });
  const { client, vendors, configuration } = stage;
  await client.configure({ nerm: { ...(configuration["nerm"] as object), timeout: 10 } });
  const users = Object.fromEntries(
    [..."abcdefghijklmnopqrstuvwxyz"].map((key) => [
      key,
      { login: `${key}.acme`, name: `Person ${key}`, email: `${key}@example.com` },
    ]),
  );
  const { properties } = await client.create(urnOf("nerm", "people", "Users"), { users }, { timeout: 120 });
  expect(Object.keys(properties["ids"] as object)).toEqual(Object.keys(users));
  expect(vendors.nerm.log.entries.some(({ path }) => path.includes("job_status"))).toBe(true);
});
