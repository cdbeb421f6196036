import { beforeEach, describe, expect, it } from "vitest";
import type { People } from "../../../provider/core/contract/context";
import type { Properties } from "../../../provider/core/contract/declaration";
import { PartialError, RejectedError, UnavailableError } from "../../../provider/core/contract/errors";
import { Failures } from "../../../provider/core/many/failures";
import { createUsers, readUsers, removeUsers, updateUsers } from "../../../provider/core/many/reconcile";
import { RemovalLimit } from "../../../provider/core/session/removal-limit";
import type { Session } from "../../../provider/core/session/session";
import { sessionOf } from "../fake-connector";
import { Company } from "./company";

const run = { owner: "set" };
const ada = { login: "ada" };
const bob = { login: "bob" };
let vendor: Company;
let session: ReturnType<typeof sessionOf>;

beforeEach(() => {
  vendor = new Company();
  session = sessionOf(vendor);
});

async function created(users: object, own: object = {}): Promise<Properties> {
  const { outputs } = await createUsers(session, { users, ...own }, run);
  vendor.calls.length = 0;
  return outputs;
}

type Failure = Error & { code: string; outputs: Properties };
const failureOf = (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    (value) => expect.fail(`nothing failed: ${JSON.stringify(value)}`),
    (error) => error,
  );
const refusing = (...logins: string[]) => {
  vendor.onWrite = (login) => {
    if (logins.includes(login)) throw new RejectedError("no");
  };
};
/** People by login, all of whom are off or not. */
const company = (count: number, more: object = {}) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, { login: `p${i}`, ...more }]));
const logins = (filter: { active: boolean }) =>
  [...vendor.accounts.values()].flatMap(({ active, attributes }) =>
    active === filter.active ? [attributes["login"]] : [],
  );

describe("a run that only reads", () => {
  const reading = (): Session => ({ ...session, readOnly: true });

  it("creates nobody, and changes nobody", async () => {
    expect((await failureOf(createUsers(reading(), { users: { ada } }, run))).code).toBe("read-only");
    const olds = await created({ ada, bob });
    const kept = { ...ada, onDestroy: "retain" };
    for (const users of [
      { ada, bob, cleo: { login: "cleo" } },
      { ada },
      { ada: kept, bob: { ...bob, bio: "b" } },
      { ada: { ...kept, bio: "a" }, bob },
    ]) {
      expect((await failureOf(updateUsers(reading(), olds, { users }, run))).code).toBe("read-only");
    }
    const leaving = { ...olds, users: { ada: kept, bob } };
    expect((await failureOf(updateUsers(reading(), leaving, { users: {} }, run))).code).toBe("read-only");
    expect(vendor.calls).toEqual([]);
  });

  it("looks at nobody whose roles the set takes over", async () => {
    const users = { ada: { ...ada, roles: ["a"] } };
    const olds = await created(users, { rolesMode: "add" });
    expect((await failureOf(updateUsers(reading(), olds, { users }, run))).code).toBe("read-only");
    expect(vendor.calls).toEqual([]);
  });

  it("remembers what takes no call, and lets go of whoever is released", async () => {
    const users = { ada: { ...ada, bio: "a" }, bob: { ...bob, onDestroy: "retain" } };
    const olds = await created(users, { onDestroy: "delete" });
    const { outputs } = await updateUsers(reading(), olds, { users: { ada }, onDestroy: "delete" }, run);
    expect(outputs).toMatchObject({ ids: { ada: "1" }, users: { ada } });
    expect(vendor.calls).toEqual([]);
  });
});

describe("a set of another tenant", () => {
  it("is neither read nor changed", async () => {
    const olds = { ...(await created({ ada })), tenant: "there" };
    const changing = updateUsers(session, olds, { users: { ada: { ...ada, bio: "b" } } }, run);
    expect((await failureOf(changing)).code).toBe("foreign-tenant");
    expect((await failureOf(readUsers(session, olds, run))).code).toBe("foreign-tenant");
    expect(vendor.calls).toEqual([]);
  });
});

describe("where guards have judged all removals", () => {
  const guarded = (): Session => ({ ...session, isGuarded: true, removalLimit: new RemovalLimit(100, "x") });

  it("no default limit stops any", async () => {
    const olds = await created(company(12));
    await updateUsers(guarded(), olds, { users: {} }, run);
    expect(logins({ active: true })).toEqual([]);
    const others = await created({ ada, bob });
    await removeUsers(guarded(), others, run);
    expect(logins({ active: true })).toEqual([]);
  });

  it("people may be adopted and switched off by a set that begins", async () => {
    await created(company(12));
    const off = { users: company(12, { status: "off" }), adopt: true };
    const refused = await failureOf(createUsers(sessionOf(vendor), off, run));
    expect(refused.message).toMatch(/^maxRemovals: 12 people/);
    expect(vendor.calls).toEqual([]);
    await createUsers({ ...guarded(), ownership: sessionOf(vendor).ownership }, off, run);
    expect(logins({ active: true })).toEqual([]);
  });

  it("a limit that was declared holds", async () => {
    const olds = await created(company(3), { maxRemovals: 2 });
    expect((await failureOf(removeUsers(guarded(), olds, run))).message).toMatch(/^maxRemovals: /);
    expect(vendor.calls).toEqual([]);
  });
});

describe("everybody of a set", () => {
  it("is known before anything is asked, so that no message tells who they are", async () => {
    const told: unknown[] = [];
    const know = { know: (person: object) => told.push(person) };
    const people = new Proxy({} as People, { get: (_, name) => (name === "know" ? know.know : () => undefined) });
    const { context, ...rest } = session;
    const telling = { ...rest, context: { ...context, people } };
    const toldBy = async (work: () => Promise<unknown>) => {
      vendor.tenant = async () => expect.fail(`told of ${told.length}`);
      await work().catch(() => undefined);
      vendor.tenant = Company.prototype.tenant;
      return told.splice(0).map((person) => (person as { login: string }).login);
    };
    const olds = await created({ ada, bob }, { maxRemovals: "all" });
    expect(await toldBy(() => createUsers(telling, { users: { ada } }, run))).toEqual(["ada"]);
    const users = { ada: { login: "countess" } };
    expect(await toldBy(() => updateUsers(telling, olds, { users }, run))).toEqual(["ada", "bob", "countess"]);
    expect(await toldBy(() => readUsers(telling, olds, run))).toEqual(["ada", "bob"]);
    expect((await toldBy(() => removeUsers(telling, olds, run))).slice(0, 2)).toEqual(["ada", "bob"]);
  });

  it("is read into the outputs as they are now, and into the arguments in order", async () => {
    const eve = { login: "eve" };
    const olds = await created({ bob: { ...bob, bio: "b" }, eve, ada }, { adopt: true });
    const id = vendor.byLogin("bob").id;
    vendor.accounts.set(id, { ...vendor.byLogin("bob"), attributes: { login: "bob", bio: "drifted", status: "on" } });
    const read = vendor.read.bind(vendor);
    vendor.read = async (asked) => {
      if (asked !== id) await new Promise((resolve) => setImmediate(resolve));
      return read(asked);
    };
    const { id: tenant, outputs, inputs } = await readUsers(sessionOf(vendor), olds, run);
    expect(tenant).toBe("here");
    expect(outputs).toMatchObject({ users: { bob: { bio: "drifted" } }, adopt: true });
    expect(inputs).toEqual({ users: { ada, bob: { ...bob, bio: "drifted" }, eve }, adopt: true });
    expect(Object.keys(inputs["users"] as object)).toEqual(["ada", "bob", "eve"]);
  });

  it("is shown with others by key, whoever has changed whom they name", async () => {
    const olds = await created({ ada, bob, cleo: { login: "cleo", manager: "ada" } });
    vendor.accounts.set("3", { ...vendor.byLogin("cleo"), references: { manager: vendor.byLogin("bob").id } });
    const { inputs, outputs } = await readUsers(sessionOf(vendor), olds, run);
    for (const side of [inputs, outputs]) expect(side["users"]).toMatchObject({ cleo: { manager: "bob" } });
  });

  it("is read no further than to the first who can't be", async () => {
    const olds = await created(company(40));
    vendor.read = async (id) => {
      vendor.calls.push(`read ${id}`);
      throw new UnavailableError("down");
    };
    const slow: Session = { ...sessionOf(vendor), concurrency: 4 };
    expect((await failureOf(readUsers(slow, olds, run))).message).toMatch(/^not everybody could be read/);
    expect(vendor.calls.length).toBeLessThanOrEqual(4);
  });
});

describe("a set that is deleted", () => {
  it("counts those against the limit who are taken away, and not those who are released", async () => {
    const users = { ...company(3), kept: { login: "kept", onDestroy: "retain" } };
    const olds = await created(users, { maxRemovals: "all" });
    const limited = (limit: number): Session => ({ ...session, removalLimit: new RemovalLimit(limit, "x") });
    expect((await failureOf(removeUsers(limited(2), olds, run))).code).toBe("removal-limit");
    expect(vendor.calls).toEqual([]);
    await removeUsers(limited(3), olds, run);
    expect(logins({ active: true })).toEqual(["kept"]);
  });

  it("fails where anybody is left, and says how many are gone", async () => {
    const olds = await created({ ada, bob }, { maxRemovals: "all" });
    refusing("bob");
    const failure = await failureOf(removeUsers(session, olds, run));
    expect(failure).toMatchObject({ code: "people", message: expect.stringMatching(/^1 of 2 people are gone/) });
    expect(logins({ active: true })).toEqual(["bob"]);
  });
});

describe("people who leave", () => {
  it("are all tried as long as some of them can go, and counted as gone or failed", async () => {
    const olds = await created(company(40), { maxRemovals: "all" });
    let tried = 0;
    vendor.onWrite = async () => {
      await session.context.clock.sleep(1000);
      if (++tried % 2 === 0) throw new UnavailableError("down");
    };
    const told: string[] = [];
    const one: Session = { ...session, concurrency: 1, removalLimit: new RemovalLimit(40, "x") };
    const removing = removeUsers(one, olds, { owner: "set", report: (line) => void told.push(line) });
    expect((await failureOf(removing)).message).toMatch(/^20 of 40 people are gone/);
    expect(told[0]).toMatch(/^2 of 40 people done, 1 failed, /);
  });
});

describe("a set of which somebody fails", () => {
  it("that begins keeps its own arguments, and of which somebody has changed keeps the last ones", async () => {
    refusing("bob");
    const begun = await failureOf(createUsers(session, { users: { ada, bob }, onDestroy: "delete" }, run));
    expect(begun).toBeInstanceOf(PartialError);
    expect(begun.outputs).toMatchObject({ onDestroy: "delete", ids: { ada: "1" } });
    expect(begun.message).toMatch(/^1 of 2 people are done, 1 failed\. What is done is kept/);
    const news = { users: { ada: { ...ada, bio: "a" }, bob }, onDestroy: "retain" };
    expect((await failureOf(updateUsers(session, begun.outputs, news, run))).outputs).toMatchObject({
      onDestroy: "delete",
      users: { ada: { bio: "a" } },
    });
  });

  it.each<[string, Properties, Properties]>([
    ["nobody so far keeps the arguments that it had", { onDestroy: "delete" }, { onDestroy: "delete" }],
    ["nothing so far keeps its new ones", {}, { onDestroy: "retain" }],
  ])("and had %s", async (_, before, after) => {
    const olds = await created({}, before);
    refusing("bob");
    const failure = await failureOf(updateUsers(session, olds, { users: { ada, bob }, onDestroy: "retain" }, run));
    expect(failure.outputs).toMatchObject({ ...after, ids: { ada: "1" } });
  });

  it("and had people, and no arguments of its own, keeps none", async () => {
    const olds = await created({ ada });
    refusing("bob");
    const news = { users: { ada: { ...ada, bio: "a" }, bob }, onDestroy: "retain" };
    const failure = await failureOf(updateUsers(session, olds, news, run));
    expect(Object.keys(failure.outputs)).not.toContain("onDestroy");
  });

  it("goes on with the others as long as some of them succeed", async () => {
    let tried = 0;
    vendor.onWrite = () => {
      if (++tried % 2 === 0) throw new UnavailableError("down");
    };
    const one: Session = { ...session, concurrency: 1 };
    expect((await failureOf(createUsers(one, { users: company(40) }, run))).message).toMatch(
      /^20 of 40 people are done, 20 failed/,
    );
  });
});

describe("an account of a set", () => {
  const account = (id: string) => ({ kind: "user", platform: "lab", tenant: "here", id }) as const;

  it("is claimed for whoever stays, though nothing is sent for them", async () => {
    const olds = await created({ ada, bob });
    session.ownership.clear();
    await updateUsers(session, olds, { users: { ada, bob: { ...bob, bio: "b" } } }, run);
    expect(session.ownership.keptByAnother(account("1"), "other")).toBe(true);
    expect(session.ownership.keptAsAnother(account("1"), "other", "ada")).toBe(false);
    expect(session.ownership.keptByAnother(account("1"), "set#ada")).toBe(false);
  });

  it("that another resource keeps as somebody else is touched for nobody, and nobody leaves", async () => {
    const olds = await created({ ada, bob });
    session.ownership.clear();
    session.ownership.claim(account("1"), "other", "eve");
    const failure = await failureOf(updateUsers(session, olds, { users: { ada } }, run));
    expect(failure).toMatchObject({
      code: "people",
      message: expect.stringMatching(/users\.ada: login: two resources/),
    });
    expect(vendor.calls).toEqual([]);
  });

  it("that another resource keeps as the same person stays that one's", async () => {
    const olds = await created({ ada, bob });
    session.ownership.clear();
    session.ownership.claim(account("1"), "other", "ada");
    await updateUsers(session, olds, { users: { ada, bob: { ...bob, bio: "b" } } }, run);
    expect(session.ownership.keptByAnother(account("1"), "other")).toBe(false);
    expect(session.ownership.keptByAnother(account("1"), "set#ada")).toBe(true);
  });
});

describe("a long run on a set", () => {
  /** Each write takes a second. */
  const lines = async (work: (report: (line: string) => void) => Promise<unknown>) => {
    const told: string[] = [];
    const fail = vendor.onWrite;
    vendor.onWrite = async (login, kind) => {
      await session.context.clock.sleep(1000);
      await fail(login, kind);
    };
    await work((line) => void told.push(line)).catch(() => undefined);
    return told;
  };
  const one = (): Session => ({ ...session, concurrency: 1 });

  it("tells how many are done and have failed, of all who are created, changed or leave", async () => {
    const olds = await created({ ...company(5), leaves: { login: "leaves" } });
    refusing("p1");
    const users = { ...company(5, { bio: "b" }), ada };
    const told = await lines((report) => updateUsers(one(), olds, { users }, { owner: "set", report }));
    expect(told[0]).toBe("2 of 7 people done, 1 failed, 60 a minute, about 4 s left");
  });

  it.each<[string, object, string]>([
    ["created", {}, "create"],
    ["changed", company(9), "update"],
  ])("of people who are %s reckons with what the vendor allows of it", async (_, before, kind) => {
    const olds = await created(before);
    const asked: unknown[] = [];
    const perMinute = (write: unknown) => {
      asked.push(write);
      return 6;
    };
    Object.assign(vendor, { perMinute });
    const told = await lines((report) =>
      updateUsers(one(), olds, { users: company(9, { bio: "b" }) }, { owner: "set", report }),
    );
    expect(told[0]).toMatch(/^3 of 9 people done, 6 a minute, about 1 min left$/);
    expect(new Set(asked)).toEqual(new Set([kind]));
  });

  it("counts those who are read, too", async () => {
    const olds = await created(company(9));
    const read = vendor.read.bind(vendor);
    vendor.read = async (id) => {
      await session.context.clock.sleep(1000);
      return read(id);
    };
    const told = await lines((report) => readUsers(one(), olds, { owner: "set", report }));
    expect(told[0]).toMatch(/^3 of 9 people done, /);
  });
});

describe("failures", () => {
  it("stop a run once ten in a row are the vendor's own", () => {
    const failures = new Failures();
    for (let i = 0; i < 9; i++) failures.add(`k${i}`, new UnavailableError("down"));
    expect(failures.stopped()).toBe(false);
    failures.succeeded();
    for (let i = 0; i < 9; i++) failures.add(`l${i}`, new UnavailableError("down"));
    failures.add("m", new RejectedError("no"));
    for (let i = 0; i < 9; i++) failures.add(`n${i}`, new UnavailableError("down"));
    expect(failures.stopped()).toBe(false);
    failures.add("o", new PartialError("1", {}, new UnavailableError("down")));
    expect(failures.stopped()).toBe(true);
  });
});
