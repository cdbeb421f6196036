import { afterEach, describe, expect, it } from "vitest";
import type { Properties } from "../../provider/core/contract/declaration";
import { createUsers, readUsers, updateUsers } from "../../provider/core/many/reconcile";
import { Ownership } from "../../provider/core/session/ownership";
import type { Session } from "../../provider/core/session/session";
import { openTenant } from "../../provider/open-tenant";
import { type PlatformId, platforms } from "../../provider/platforms/registry";
import { systemClock } from "../../provider/system-context";
import { type Sandbox, startSandbox } from "../../sandbox/index";

const PEOPLE = 500;
const EDITED = 10;
const run = { owner: "people" };

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

/** Keycloak's calls are counted on a real one, in test/servers. */
const COUNTED = ["adobe", "netex", "nerm", "scim"] as const satisfies readonly PlatformId[];
type Counted = (typeof COUNTED)[number];

const people: Readonly<Record<Counted, (i: number, title: string) => Properties>> = {
  adobe: (i, profile) => ({
    email: `p${i}@example.com`,
    name: `P ${i}`,
    profile,
    roles: i % 10 ? ["Learner"] : ["Author"],
    ...(i > 0 ? { manager: "p0" } : {}),
  }),
  netex: (i, officePhone) => ({
    username: `p${i}`,
    email: `p${i}@example.com`,
    name: "P",
    surname: `${i}`,
    language: "en",
    timezone: "Europe/London",
    officePhone,
    roles: { management: ["user"] },
  }),
  nerm: (i, title) => ({
    login: `p${i}`,
    email: `p${i}@example.com`,
    name: `P ${i}`,
    title,
    roles: ["Sponsors"],
    ...(i > 0 ? { manager: "p0" } : {}),
  }),
  scim: (i, title) => ({
    userName: `p${i}`,
    displayName: `P ${i}`,
    title,
    roles: ["reviewer"],
    ...(i > 0 ? { manager: "p0" } : {}),
  }),
};

/**
 * Requests of each operation. Before a creation everybody is looked up once: that a list lacks somebody proves nothing. Adobe's
 * include the question for the tenant, of each new process.
 */
const MOST = {
  // An account's owner is one more. Those with another role than Learner take a PATCH, and each PATCH follows a read. That the
  // look-up finds people at all takes two.
  adobe: {
    create: 2 * PEOPLE + PEOPLE / 5 + 4,
    refresh: Math.ceil((PEOPLE + 1) / 100) + 1,
    reads: EDITED + 1,
    writes: EDITED,
  },
  // The answer to a creation shows no account, so the list is walked once, to its empty page, after a look whether anybody is
  // there; each PUT follows a read.
  netex: { create: 2 * PEOPLE + 3, refresh: PEOPLE / 500 + 1, reads: EDITED, writes: EDITED },
  // People, roles and managers a hundred at a time, each with its job and a look at the list; three lists, each to its empty page.
  nerm: { create: PEOPLE + PEOPLE / 5, refresh: 3 * (Math.ceil(PEOPLE / 500) + 1), reads: 0, writes: EDITED },
  // Each write is read back, and each change is bound to the version that was read; what the server can is asked once. Whether it
  // minds the case of userNames takes two.
  scim: { create: 3 * PEOPLE + 6, refresh: PEOPLE / 100 + 1, reads: 2 * EDITED + 2, writes: EDITED },
} as const satisfies Record<Counted, object>;

describe.each(COUNTED)("a set of people at %s", (id) => {
  const platform = platforms[id];

  /** What `act` asks of the vendor, in a session as a new process has it. */
  async function calls<T>(act: (session: Session) => Promise<T>) {
    sandbox ??= await startSandbox();
    const { url, token, log } = sandbox[id];
    const context = {
      clock: systemClock,
      random: Math.random,
      environment: {},
      log: { info: () => undefined, warn: () => undefined },
    };
    const tenant = openTenant(platform, { url, token }, { context, ownership: new Ownership(), canImport: true });
    const session = tenant.session("user");
    log.clear();
    const result = await act(session);
    await tenant.close();
    return { result, all: log.entries.length, ...log.counts() };
  }

  it("costs what the vendor asks for, and no more", async () => {
    sandbox = undefined;
    const declared = (edited: number): Properties => ({
      users: Object.fromEntries(
        Array.from({ length: PEOPLE }, (_, i) => [`p${i}`, people[id](i, i < edited ? "Lead" : "Employee")]),
      ),
    });
    const created = await calls((session) => createUsers(session, declared(0), run));
    const { outputs } = created.result;
    expect(Object.keys(outputs["ids"] as object)).toHaveLength(PEOPLE);
    expect(created.all).toBeLessThanOrEqual(MOST[id].create);
    const refreshed = await calls((session) => readUsers(session, outputs, run));
    expect(refreshed.result.outputs).toEqual(outputs);
    expect(refreshed.all).toBeLessThanOrEqual(MOST[id].refresh);
    const changed = await calls((session) => updateUsers(session, outputs, declared(EDITED), run));
    expect(changed.writes).toBeLessThanOrEqual(MOST[id].writes);
    expect(changed.reads).toBeLessThanOrEqual(MOST[id].reads);
    const unchanged = await calls((session) => updateUsers(session, changed.result.outputs, declared(EDITED), run));
    expect(unchanged.all).toBe(0);
  });
});
