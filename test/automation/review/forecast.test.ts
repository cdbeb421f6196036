import { afterEach, describe, expect, it } from "vitest";
import type { Properties } from "../../../provider/core/contract/declaration";
import { createUsers, updateUsers } from "../../../provider/core/many/reconcile";
import { Ownership } from "../../../provider/core/session/ownership";
import type { Session } from "../../../provider/core/session/session";
import { openTenant } from "../../../provider/open-tenant";
import { platforms } from "../../../provider/platforms/registry";
import { systemClock } from "../../../provider/system-context";
import { type NermEmulator, startNerm } from "../../../sandbox/index";
import { reviewOf } from "../snapshots";

interface Person {
  readonly title?: string;
  readonly roles?: readonly string[];
  readonly manager?: string;
}

let vendor: NermEmulator | undefined;
afterEach(async () => {
  await vendor?.close();
  vendor = undefined;
});

/** People 0 to `count` of a set at NERM. */
function set(count: number, person: (i: number) => Person = () => ({})): Properties {
  const one = (i: number) => ({ login: `p${i}`, email: `p${i}@example.com`, name: `P ${i}`, ...person(i) });
  return { users: Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, one(i)])) };
}

function forecastOf(declared: Properties, stored?: Properties): number {
  const told = { type: "roster:nerm:Users", name: "people", declared, ...(stored ? { stored, diffs: ["users"] } : {}) };
  return reviewOf([told]).review.forecast.writes;
}

/** What the provider really sends, in a session of its own. */
async function writesOf<T>(act: (session: Session) => Promise<T>) {
  vendor ??= await startNerm();
  const { url, token, log } = vendor;
  const silent = { info: () => undefined, warn: () => undefined };
  const context = { clock: systemClock, random: Math.random, environment: {}, log: silent };
  const tenant = openTenant(platforms.nerm, { url, token }, { context, ownership: new Ownership(), canImport: true });
  const session = tenant.session("user");
  log.clear();
  const result = await act(session);
  await tenant.close();
  return { result, writes: log.counts().writes };
}

describe("the forecast of a set at NERM", () => {
  const run = { owner: "people" };
  const roles = ["Sponsors", "Reviewers"];
  /** Person 0 manages 1 to 4, and those manage everybody else: three waves. */
  const managed = (i: number): Person => ({
    roles: roles.slice(0, 1 + (i % 2)),
    ...(i === 0 ? {} : { manager: i < 5 ? "p0" : `p${1 + (i % 4)}` }),
  });

  it.each<[string, number, (i: number) => Person, number]>([
    ["few people, one by one", 4, () => ({}), 4],
    ["enough for a call", 20, () => ({}), 1],
    ["a hundred a call, and a few left over", 203, () => ({}), 5],
    ["roles", 120, () => ({ roles }), 2 + 3],
    // Waves of 1, 4 and 125 people: the first two go singly, with 1 and 6 roles, and 4 managers.
    ["waves of managers", 130, managed, 1 + 1 + 4 + 6 + 4 + 2 + 3 + 2],
  ])("counts newcomers as the provider writes them: %s", async (_, count, person, calls) => {
    expect(forecastOf(set(count, person))).toBe(calls);
    const { writes } = await writesOf((session) => createUsers(session, set(count, person), run));
    expect(writes).toBe(calls);
  });

  it("counts newcomers whose look-ups may come far apart as the most that they take", async () => {
    const { writes } = await writesOf((session) => createUsers(session, set(10), run));
    expect(forecastOf(set(10))).toBe(10);
    expect(writes).toBeLessThanOrEqual(10);
  });

  it.each<[string, (i: number) => Person, number]>([
    ["few", (i) => ({ title: i < 4 ? "Lead" : "Employee", roles: ["Sponsors"] }), 4],
    ["many", (i) => ({ title: i < 150 ? "Lead" : "Employee", roles: ["Sponsors"] }), 2],
    [
      "roles, one by one",
      (i) => ({ title: i < 8 ? "Lead" : "Employee", roles: i < 3 ? roles : ["Sponsors"] }),
      3 + 3 + 1,
    ],
  ])("counts changes as the provider writes them: %s", async (_, person, calls) => {
    const before = set(160, () => ({ title: "Employee", roles: ["Sponsors"] }));
    const { result } = await writesOf((session) => createUsers(session, before, run));
    expect(forecastOf(set(160, person), result.outputs)).toBe(calls);
    const { writes } = await writesOf((session) => updateUsers(session, result.outputs, set(160, person), run));
    expect(writes).toBe(calls);
  });
});
