import { afterEach, describe, expect, it } from "vitest";
import type { Properties } from "../../../provider/core/contract/declaration";
import type { Tenant } from "../../../provider/core/contract/platform";
import { create, update } from "../../../provider/core/lifecycle/reconcile";
import { SharedListing } from "../../../provider/core/reads/shared-listing";
import { Ownership } from "../../../provider/core/session/ownership";
import { RemovalLimit } from "../../../provider/core/session/removal-limit";
import type { Session } from "../../../provider/core/session/session";
import { nerm } from "../../../provider/platforms/nerm/index";
import { type NermEmulator, type NermOptions, startNerm } from "../../../sandbox/index";
import { testContext } from "./helpers";

/** Many people at once, from their arguments to the vendor's state, against the emulator. */
let vendor: NermEmulator;
let session: Session;
let tenant: Tenant;
afterEach(async () => {
  await tenant.close();
  await vendor.close();
});

async function start(options: NermOptions = {}) {
  const context = testContext();
  vendor = await startNerm({ now: context.clock.now, ...options });
  const configuration = nerm.configuration.parse({ url: vendor.url, token: vendor.token, timeout: 60 });
  tenant = nerm.open(configuration, context);
  session = {
    kind: nerm.kinds.user,
    connector: new SharedListing(tenant.connectors.user, nerm.kinds.user.capabilities, context.clock),
    context,
    ownership: new Ownership(),
    removalLimit: new RemovalLimit(10, "roster:nerm.maxRemovals"),
    readOnly: false,
    timeout: 60_000,
    canImport: true,
  };
}

const person = (i: number, more: Properties = {}): Properties => ({
  name: `Person ${i}`,
  email: `p${i}@example.com`,
  login: `p${i}`,
  ...more,
});
const crowd = (count: number, more: (i: number) => Properties = () => ({})): Properties[] =>
  Array.from({ length: count }, (_, i) => person(i, more(i)));

/** Everybody's outcome, with what was sent meanwhile. */
async function all<T>(count: number, act: (i: number) => Promise<T>) {
  vendor.log.clear();
  session.connector.announceLoad?.(count, count);
  const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, i) => act(i)));
  return {
    done: outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : [])),
    failed: outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason : undefined)),
    calls: vendor.log.entries.map(
      ({ method, path }) => `${method} ${path.replace(/^.api|[?].*/g, "").replace(/[0-9a-f-]{36}/, ":id")}`,
    ),
  };
}

const created = (people: readonly Properties[]) =>
  all(people.length, (i) => create(session, people[i] ?? {}, `holder ${i}`));
const times = (calls: readonly string[], call: string) => calls.filter((other) => other === call).length;
const failures = (failed: readonly unknown[]) => failed.flatMap((error, i) => (error ? [i] : []));

describe.each<[string, NermOptions]>([
  ["by jobs", {}],
  ["by late jobs", { async: 2000 }],
  ["at once", { jobs: "never" }],
  ["at once, in the older shape", { jobs: "never", newerAnswers: false }],
])("a tenant that answers %s", (_, options) => {
  it("gets a crowd with roles and managers in a few calls, and a change of all of them too", async () => {
    await start(options);
    const boss = await create(session, person(999), "boss");
    const people = crowd(120, (i) => ({ roles: i % 2 ? ["Sponsors"] : ["Sponsors", "Auditors"], manager: boss.id }));
    const first = await created(people);
    expect(failures(first.failed)).toEqual([]);
    expect(times(first.calls, "POST /user") + times(first.calls, "POST /user_role")).toBe(0);
    // Beside a look-up for each, as a list proves nobody's absence.
    if (options.async === undefined) expect(first.calls.length).toBeLessThan(60 + 120);
    for (const [i, { id }] of first.done.entries()) {
      expect(vendor.get(id)).toMatchObject({ login: `p${i}`, manager: boss.id });
      expect(vendor.get(id)?.roles).toHaveLength(i % 2 ? 1 : 2);
    }
    const second = await all(120, (i) => {
      const { id, outputs } = first.done[i] ?? { id: "", outputs: {} };
      return update(session, id, outputs, { ...people[i], title: `Title ${i}` }, `holder ${i}`);
    });
    expect(failures(second.failed)).toEqual([]);
    expect(times(second.calls, "PATCH /users/:id")).toBe(0);
    if (options.async === undefined) expect(second.calls.length).toBeLessThan(12);
    for (const [i, { id, outputs }] of second.done.entries()) {
      expect(vendor.get(id)?.title).toBe(`Title ${i}`);
      expect(outputs).toMatchObject({ title: `Title ${i}`, manager: boss.id });
    }
  });

  it("refuses one, and the others are done", async () => {
    await start(options);
    const people = crowd(30, (i) => ({
      ...(i === 7 ? { email: "nowhere" } : {}),
      ...(i === 9 ? { roles: ["No such"] } : {}),
    }));
    const { done, failed } = await created(people);
    expect(done).toHaveLength(28);
    expect(failed[7]).toMatchObject({ code: "rejected", properties: ["email"] });
    expect(failed[9]).toMatchObject({ code: "invalid-arguments" });
    expect(failures(failed)).toEqual([7, 9]);
    expect(vendor.accounts()).toHaveLength(28);
    const gone = done[3]?.id ?? "";
    vendor.delete(gone);
    const second = await all(28, (i) => {
      const { id, outputs } = done[i] ?? { id: "", outputs: {} };
      return update(session, id, outputs, { ...outputs, title: "Changed" }, `holder ${i}`);
    });
    expect(failures(second.failed)).toEqual([3]);
    expect(second.failed[3]).toMatchObject({ code: "not-found" });
    expect(vendor.accounts().filter(({ title }) => title === "Changed")).toHaveLength(27);
  });
});

describe("a bulk creation whose answer is lost", () => {
  it("is looked up for each of its people, who are ours", async () => {
    await start();
    vendor.faults.add({ method: "POST", path: "/users$", fault: { kind: "reset-after" } });
    const { done, failed, calls } = await created(crowd(20));
    expect(failures(failed)).toEqual([]);
    expect(done.map(({ id }) => vendor.get(id)?.login)).toEqual(crowd(20).map(({ login }) => login));
    expect(times(calls, "POST /users") + times(calls, "POST /user")).toBe(1);
  });

  it.each([
    ["before anything was done", { kind: "reset-before" }],
    ["with a 502", { kind: "status", status: 502 }],
    ["in no shape", { kind: "lie", body: { users: "?" } }],
  ] as const)("%s, leaves each of them in doubt, and is not sent again", async (_, fault) => {
    await start({ jobs: "never" });
    vendor.faults.add({ method: "POST", path: "/users$", fault });
    const { failed, calls } = await created(crowd(12));
    expect(failed.map((error) => (error as { code?: string }).code)).toEqual(Array(12).fill("uncertain"));
    expect(times(calls, "POST /users") + times(calls, "POST /user")).toBe(1);
  });

  it("because its job doesn't end, leaves each of them in doubt", async () => {
    await start({ async: 3_600_000 });
    const { failed } = await created(crowd(12));
    expect(failed.map((error) => (error as { code?: string }).code)).toEqual(Array(12).fill("uncertain"));
  });
});

describe.each<[string, NermOptions]>([
  ["by jobs", {}],
  ["at once", { jobs: "never" }],
])("a login that somebody else takes after the look-up, at a tenant that answers %s", (_, options) => {
  it("is not taken for ours", async () => {
    await start(options);
    vendor.create({ name: "Somebody Else", email: "else@example.com", login: "p3", type: "NeprofileUser" });
    // The list as it was a moment before.
    const fault = { kind: "lie", body: { error: "no users found" } } as const;
    vendor.faults.add({ method: "GET", path: "/users\\?", times: 1, fault });
    const { failed } = await created(crowd(10));
    expect(failures(failed)).toEqual([3]);
    expect(failed[3]).toMatchObject({ code: "already-exists" });
    expect(vendor.get("p3")).toMatchObject({ name: "Somebody Else" });
    expect(vendor.accounts()).toHaveLength(10);
  });
});

describe("where the tenant has no bulk calls", () => {
  it.each([404, 403, 400])("and says %i, everybody is written singly", async (status) => {
    await start();
    vendor.faults.add({
      method: ["POST", "PATCH"],
      path: "/users$",
      fault: { kind: "status", status, body: { error: "no" } },
    });
    vendor.faults.add({
      method: "POST",
      path: "/user_(roles|managers)$",
      fault: { kind: "status", status, body: { error: "no" } },
    });
    const boss = await create(session, person(999), "boss");
    const first = await created(crowd(12, () => ({ roles: ["Sponsors"], manager: boss.id })));
    expect(failures(first.failed)).toEqual([]);
    expect(vendor.accounts().filter(({ roles, manager }) => roles.length === 1 && manager === boss.id)).toHaveLength(
      12,
    );
    const second = await all(12, (i) => {
      const { id, outputs } = first.done[i] ?? { id: "", outputs: {} };
      return update(session, id, outputs, { ...outputs, title: "Changed" }, `holder ${i}`);
    });
    expect(failures(second.failed)).toEqual([]);
    expect(times(second.calls, "PATCH /users/:id")).toBe(12);
  });
});

it("a lost answer to a bulk grant of roles grants nothing twice", async () => {
  await start({ jobs: "never" });
  vendor.faults.add({ method: "POST", path: "/user_roles$", fault: { kind: "reset-after" } });
  const { failed, calls, done } = await created(crowd(12, () => ({ roles: ["Sponsors"] })));
  expect(failures(failed)).toEqual([]);
  expect(times(calls, "POST /user_role")).toBe(0);
  for (const { id } of done) expect(vendor.get(id)?.roles).toHaveLength(1);
});

it("a change of roles that others may hold, and of managers, is made singly and right", async () => {
  await start();
  const boss = await create(session, person(999), "boss");
  const people = crowd(6, () => ({ roles: ["Sponsors", "Auditors"], manager: boss.id }));
  const first = await created(people);
  const second = await all(6, (i) => {
    const { id, outputs } = first.done[i] ?? { id: "", outputs: {} };
    const next = { ...outputs, title: "Changed", roles: ["Contractors"], manager: first.done[(i + 1) % 6]?.id };
    return update(session, id, outputs, next, `holder ${i}`);
  });
  expect(failures(second.failed)).toEqual([]);
  const contractors = vendor.roles.find(({ name }) => name === "Contractors")?.id;
  for (const [i, { id }] of second.done.entries()) {
    expect(vendor.get(id)).toMatchObject({
      roles: [contractors],
      title: "Changed",
      manager: first.done[(i + 1) % 6]?.id,
    });
  }
});

it("a few are written singly, and nobody gathers where many were not announced", async () => {
  await start();
  const few = await created(crowd(4));
  expect(times(few.calls, "POST /user")).toBe(4);
  vendor.log.clear();
  await Promise.all(Array.from({ length: 8 }, (_, i) => create(session, person(100 + i), `late ${i}`)));
  expect(vendor.log.entries.filter(({ method, path }) => method === "POST" && path.endsWith("/user"))).toHaveLength(8);
});
