import { beforeEach, describe, expect, it } from "vitest";
import type { Properties } from "../../../provider/core/contract/declaration";
import {
  PartialError,
  RejectedError,
  type RosterError,
  UnreachableError,
} from "../../../provider/core/contract/errors";
import { create, remove } from "../../../provider/core/lifecycle/reconcile";
import { createUsers, readUsers, removeUsers, updateUsers } from "../../../provider/core/many/reconcile";
import { FLAT } from "../../../provider/core/model/entity";
import { SharedListing } from "../../../provider/core/reads/shared-listing";
import { RemovalLimit } from "../../../provider/core/session/removal-limit";
import { systemClock } from "../../../provider/system-context";
import { sessionOf } from "../fake-connector";
import { capabilities } from "../lab";
import { Company } from "./company";

type People = Readonly<Record<string, object>>;

const run = { owner: "set" };
let vendor: Company;
let session: ReturnType<typeof sessionOf>;

beforeEach(() => {
  vendor = new Company();
  session = sessionOf(new SharedListing(vendor, capabilities, systemClock), {
    removalLimit: new RemovalLimit(10, "roster:lab.maxRemovals", false),
  });
});

/** So many people in a tree: each manages the next eight. */
function company(count: number): Record<string, Record<string, string>> {
  const person = (i: number) => ({ login: `p${i}`, ...(i > 0 ? { manager: `k${Math.floor((i - 1) / 8)}` } : {}) });
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, person(i)]));
}

async function created(users: People, own: object = {}): Promise<Properties> {
  const { outputs } = await createUsers(session, { users, ...own }, run);
  vendor.calls.length = 0;
  return outputs;
}

async function updated(olds: Properties, users: People, own: object = {}): Promise<Properties> {
  return (await updateUsers(session, olds, { users, ...own }, run)).outputs;
}

async function failureOf(call: Promise<unknown>): Promise<RosterError & { outputs: Properties }> {
  return call.then(
    () => {
      throw new Error("nothing failed");
    },
    (error) => error,
  );
}

function refusing(...logins: string[]) {
  return (login: string): void => {
    if (logins.includes(login)) throw new RejectedError(`bio: the vendor does not like it`);
  };
}

describe("creating a set", () => {
  it("makes everybody, with ids by key, and nothing of the vendor's in between", async () => {
    const { id, outputs } = await createUsers(
      session,
      { users: { ada: { login: "ada" }, bob: { login: "bob" } } },
      run,
    );
    expect(id).toBe("here");
    expect(outputs).toEqual({
      users: { ada: { login: "ada", status: "on" }, bob: { login: "bob", status: "on" } },
      ids: { ada: "1", bob: "2" },
      origins: {},
      tenant: "here",
    });
  });

  it("makes managers before those whom they manage, whatever the order, and each person with one call", async () => {
    const users = {
      ada: { login: "ada", manager: "grace" },
      grace: { login: "grace", manager: "zoe" },
      zoe: { login: "zoe" },
    };
    const { outputs } = await createUsers(session, { users }, run);
    expect(vendor.writes()).toEqual(["create zoe", "create grace", "create ada"]);
    expect(vendor.byLogin("ada").references["manager"]).toBe(vendor.byLogin("grace").id);
    expect(outputs["users"]).toMatchObject({ ada: { manager: "grace" }, grace: { manager: "zoe" } });
  });

  it("takes an account id as a manager, and keeps its spelling", async () => {
    await created({ zoe: { login: "zoe" } });
    const outputs = await created({ ada: { login: "ada", manager: "1" }, bob: { login: "bob", manager: "id:1" } });
    expect(vendor.byLogin("bob").references["manager"]).toBe("1");
    expect(outputs["users"]).toMatchObject({ ada: { manager: "1" }, bob: { manager: "id:1" } });
  });

  it("of a thousand people takes a thousand look-ups and creations and one listing, so many at once", async () => {
    await createUsers({ ...session, concurrency: 5 }, { users: company(1000) }, run);
    expect(vendor.accounts.size).toBe(1000);
    expect(vendor.busiest).toBe(5);
    const others = vendor.calls.filter((call) => !call.startsWith("create"));
    expect(others.filter((call) => call.startsWith("find"))).toHaveLength(1000);
    expect(others).toHaveLength(1001);
  });

  it("keeps whoever succeeded, names whoever didn't by key, and the next run does what is left", async () => {
    const users = { ada: { login: "ada" }, bob: { login: "bob" }, cleo: { login: "cleo" } };
    vendor.onWrite = refusing("bob");
    const failure = await failureOf(createUsers(session, { users }, run));
    expect(failure).toBeInstanceOf(PartialError);
    expect(failure.message).toMatch(/2 of 3 people are done, 1 failed.*users\.bob: bio: the vendor/);
    expect(failure.outputs).toMatchObject({ ids: { ada: "1", cleo: "2" }, tenant: "here" });
    vendor.onWrite = () => {};
    vendor.calls.length = 0;
    const outputs = await updated(failure.outputs, users);
    expect(vendor.writes()).toEqual(["create bob"]);
    expect(outputs["ids"]).toEqual({ ada: "1", bob: "3", cleo: "2" });
  });

  it("that makes nobody leaves no resource behind", async () => {
    vendor.onWrite = refusing("ada");
    const failure = await failureOf(createUsers(session, { users: { ada: { login: "ada" } } }, run));
    expect(failure).not.toBeInstanceOf(PartialError);
    expect(failure.code).toBe("people");
  });

  it("makes those whose manager failed without one, and says so; the next run sets it", async () => {
    const users = {
      ada: { login: "ada", manager: "bob" },
      bob: { login: "bob" },
      cleo: { login: "cleo", manager: "ada" },
    };
    vendor.onWrite = refusing("bob");
    const failure = await failureOf(createUsers(session, { users }, run));
    expect(failure.message).toMatch(/users\.ada: manager: is not set yet, as bob has no account/);
    expect(failure.message).not.toMatch(/users\.cleo/);
    expect(Object.keys(failure.outputs["ids"] as object)).toEqual(["ada", "cleo"]);
    vendor.onWrite = () => {};
    vendor.calls.length = 0;
    const outputs = await updated(failure.outputs, users);
    expect(vendor.writes()).toEqual(["create bob", "update ada manager"]);
    expect(outputs["users"]).toMatchObject({ ada: { manager: "bob" } });
  });

  it("keeps a person who was made and not finished", async () => {
    vendor.onWrite = (login, kind) => {
      if (login === "ada" && kind === "update") throw new RejectedError("badge: no");
    };
    vendor.create = async ({ attributes }) => {
      const observed = { ...vendorAccount("1", String(attributes["login"])) };
      vendor.accounts.set("1", observed);
      return { id: "1", observed };
    };
    const failure = await failureOf(createUsers(session, { users: { ada: { login: "ada", bio: "x" } } }, run));
    expect(failure).toBeInstanceOf(PartialError);
    expect(failure.outputs).toMatchObject({ ids: { ada: "1" } });
    vendor.onWrite = () => {};
    vendor.calls.length = 0;
    await updated(failure.outputs, { ada: { login: "ada", bio: "x" } });
    expect(vendor.writes()).toEqual(["update ada bio"]);
  });

  it("stops trying where nobody can succeed, and counts who is left", async () => {
    let tried = 0;
    vendor.onWrite = () => {
      if (++tried > 20) throw new UnreachableError("no connection");
    };
    const failure = await failureOf(createUsers(session, { users: company(500) }, run));
    expect(tried).toBeLessThan(40);
    expect(failure.message).toMatch(/^20 of 500 people are done/);
  });

  it("says a reason that stops many once, with their number and keys", async () => {
    vendor.onWrite = (login) => {
      if (login === "p1") throw new RejectedError("bio: too long");
      if (login !== "p0") throw new RejectedError("bio: no");
    };
    const users = Object.fromEntries(Object.entries(company(14)).map(([key, { login }]) => [key, { login }]));
    const failure = await failureOf(createUsers(session, { users }, run));
    expect(failure.message).toContain("; users.k1: bio: too long; 12 people: k10, k11, k12, k13, k2, ");
    expect(failure.message.match(/bio: no/g)).toHaveLength(1);
    expect(failure.message).toMatch(/, k9: bio: no$/);
    expect(session.messages).toEqual([]);
  });

  it("tells twenty reasons, the others' people by key, and logs each of those", async () => {
    vendor.onWrite = (login) => {
      if (login !== "p0") throw new RejectedError(`bio: no ${login}`);
    };
    const users = Object.fromEntries(Object.entries(company(41)).map(([key, { login }]) => [key, { login }]));
    const failure = await failureOf(createUsers(session, { users }, run));
    expect(failure.message.match(/users\.k\d+: bio: no/g)).toHaveLength(20);
    expect(failure.message).toMatch(/and for other reasons 20 people: k/);
    expect(session.messages).toHaveLength(20);
  });

  it("adopts where the set or the person says so", async () => {
    await create(session, { login: "ada" }, "elsewhere-1");
    await create(session, { login: "bob" }, "elsewhere-2");
    const alone = sessionOf(vendor);
    const refused = await failureOf(createUsers(alone, { users: { ada: { login: "ada" } } }, run));
    expect(refused.message).toMatch(/users\.ada: login: an account with this login exists/);
    const users = { ada: { login: "ada" }, bob: { login: "bob", adopt: false }, cleo: { login: "cleo" } };
    const partial = await failureOf(createUsers(sessionOf(vendor), { users, adopt: true }, run));
    expect(partial.outputs).toMatchObject({ ids: { ada: "1", cleo: "3" }, origins: { ada: "adopted" } });
    expect(partial.outputs["users"]).toMatchObject({ ada: { login: "ada" } });
    expect((partial.outputs["users"] as People)["ada"]).not.toHaveProperty("adopt");
  });
});

describe("updating a set", () => {
  it("calls for those who changed and for nobody else", async () => {
    const users = company(100);
    const olds = await created(users);
    const changed = { ...users, k7: { ...users["k7"], bio: "x" }, k9: { ...users["k9"], manager: "k50" } };
    const outputs = await updated(olds, changed);
    expect(vendor.calls).toEqual(["update p7 bio", "update p9 manager"]);
    expect(outputs["users"]).toMatchObject({ k7: { bio: "x" }, k9: { manager: "k50" } });
    expect(Object.keys(outputs["ids"] as object)).toHaveLength(100);
  });

  it("knows a person under a new key, with the managers named by the new one, without a call", async () => {
    const olds = await created({ ada: { login: "ada" }, bob: { login: "bob", manager: "ada" } });
    const outputs = await updated(olds, { lovelace: { login: "ADA" }, bob: { login: "bob", manager: "lovelace" } });
    expect(vendor.calls).toEqual([]);
    expect(outputs).toMatchObject({ ids: { lovelace: "1", bob: "2" }, users: { bob: { manager: "lovelace" } } });
    expect(
      await updated(outputs, { lovelace: { login: "ada" }, bob: { login: "bob", manager: "lovelace" } }),
    ).toBeDefined();
    expect(vendor.calls).toEqual([]);
  });

  it("keeps origin and policy of a person under a new key", async () => {
    await create(session, { login: "ada" }, "elsewhere");
    const olds = (await createUsers(sessionOf(vendor), { users: { ada: { login: "ada" } }, adopt: true }, run)).outputs;
    const renamed = await updated(olds, { lovelace: { login: "ada" } });
    expect(renamed["origins"]).toEqual({ lovelace: "adopted" });
    vendor.calls.length = 0;
    await updated(renamed, {});
    expect(vendor.writes()).toEqual([]);
  });

  it("removes leavers last, reports before their managers, and by their own policies", async () => {
    const users = {
      ada: { login: "ada" },
      bob: { login: "bob", manager: "ada", onDestroy: "delete" },
      cleo: { login: "cleo", onDestroy: "retain" },
      dan: { login: "dan" },
    };
    const olds = await created(users);
    const outputs = await updated(olds, { dan: { login: "dan", bio: "x" }, eve: { login: "eve" } });
    expect(vendor.writes()).toEqual(["update dan bio", "create eve", "remove bob", "deactivate ada"]);
    expect(outputs["ids"]).toEqual({ dan: vendor.byLogin("dan").id, eve: vendor.byLogin("eve").id });
    expect(session.messages).toEqual(["the lab: no longer managed: 1 person (account 2); released, still active"]);
  });

  it("removes nobody as long as somebody fails, and does in the next run", async () => {
    const olds = await created({ ada: { login: "ada" }, bob: { login: "bob" } });
    vendor.onWrite = refusing("ada");
    const news = { ada: { login: "ada", bio: "x" } };
    const failure = await failureOf(updated(olds, news));
    expect(failure).not.toBeInstanceOf(PartialError);
    expect(failure.message).toMatch(/1 who leave stay until the others are done/);
    expect(vendor.byLogin("bob").active).toBe(true);
    vendor.onWrite = () => {};
    await updated(olds, news);
    expect(vendor.byLogin("bob").active).toBe(false);
  });

  it("keeps in the set whoever could not be removed", async () => {
    const users = { ada: { login: "ada" }, bob: { login: "bob" } };
    const olds = await created(users);
    vendor.onWrite = refusing("bob");
    const failure = await failureOf(updated(olds, {}));
    expect(failure.outputs["ids"]).toEqual({ bob: "2" });
  });

  it("asks the configured removal limit for all removals before the first write", async () => {
    const olds = await created(company(9));
    const braked = { ...session, removalLimit: new RemovalLimit(3, "roster:lab.maxRemovals") };
    const news = { users: { k0: { login: "p0", bio: "x" } }, maxRemovals: 8 };
    const failure = await failureOf(updateUsers(braked, olds, news, run));
    expect(failure.code).toBe("removal-limit");
    expect(failure.message).toMatch(/raise roster:lab\.maxRemovals to 8/);
    expect(vendor.calls).toEqual([]);
    await updateUsers({ ...session, removalLimit: new RemovalLimit(8, "roster:lab.maxRemovals") }, olds, news, run);
    expect([...vendor.accounts.values()].filter(({ active }) => active)).toHaveLength(1);
  });

  it("is not stopped by the default removal limit, which is for single people", async () => {
    const olds = await created(company(30));
    const removalLimit = new RemovalLimit(10, "roster:lab.maxRemovals", false);
    await updateUsers({ ...session, removalLimit }, olds, { users: {}, maxRemovals: "all" }, run);
    expect([...vendor.accounts.values()].some(({ active }) => active)).toBe(false);
    // What the set removed is the set's affair: ten single people may still go.
    for (let i = 0; i < 10; i++) removalLimit.take();
    expect(() => removalLimit.take()).toThrow(/maxRemovals/);
  });

  it("refuses more removals than allowed, where check could not know", async () => {
    const olds = await created(company(30));
    const failure = await failureOf(updated(olds, { k0: { login: "p0" } }));
    expect(failure.message).toMatch(/^maxRemovals: 29 people \(k1, k10, .*\) would leave/);
    expect(vendor.calls).toEqual([]);
  });

  it("counts people who are newly declared inactive as removals", async () => {
    const users = company(10);
    const olds = await created(users);
    const off = Object.fromEntries(Object.entries(users).map(([key, person]) => [key, { ...person, status: "off" }]));
    expect((await failureOf(updated(olds, off))).message).toMatch(/^maxRemovals: 10 people \(k0, /);
    expect(vendor.calls).toEqual([]);
    await updated(olds, off, { maxRemovals: 10 });
    expect([...vendor.accounts.values()].some(({ active }) => active)).toBe(false);
  });

  it("remembers a changed policy of the set without a call, and follows the last one applied", async () => {
    const olds = await created({ ada: { login: "ada" }, bob: { login: "bob" } });
    const retained = await updated(olds, { ada: { login: "ada" }, bob: { login: "bob" } }, { onDestroy: "retain" });
    expect(vendor.calls).toEqual([]);
    await updated(retained, { ada: { login: "ada" } }, { onDestroy: "delete" });
    expect(vendor.writes()).toEqual([]);
    expect(vendor.byLogin("bob").active).toBe(true);
  });

  it("looks at the roles of everybody once the set takes them over", async () => {
    const users = { ada: { login: "ada", roles: ["Author"] }, bob: { login: "bob" } };
    const olds = await created(users, { rolesMode: "add" });
    const ada = vendor.byLogin("ada");
    vendor.accounts.set(ada.id, { ...ada, sets: { roles: { members: { [FLAT]: ["Author", "Admin"] } } } });
    await updated(olds, users);
    expect(vendor.byLogin("ada").sets["roles"]?.members).toEqual({ [FLAT]: ["Author"] });
    expect(vendor.writes()).toEqual(["update ada roles"]);
  });
});

describe("people who move", () => {
  it("from a User into a set keep their account, whichever comes first", async () => {
    const single = await create(session, { login: "ada" }, "user-ada");
    vendor.calls.length = 0;
    const later = {
      ...session,
      ownership: new (session.ownership.constructor as new () => typeof session.ownership)(),
    };
    const { outputs } = await createUsers(later, { users: { ada: { login: "ada" } }, adopt: true }, run);
    expect(outputs).toMatchObject({ ids: { ada: single.id }, origins: { ada: "adopted" } });
    expect(await remove(later, single.id, single.outputs, "user-ada")).toBe("released");
    expect(vendor.writes()).toEqual([]);
  });

  it("from a set into a User that adopts first are released", async () => {
    const olds = await created({ ada: { login: "ada" }, bob: { login: "bob" } });
    const later = sessionOf(vendor);
    await create(later, { login: "ada", adopt: true }, "user-ada");
    await updateUsers(later, olds, { users: { bob: { login: "bob" } } }, run);
    expect(vendor.writes()).toEqual([]);
  });

  it("from a set into a User whose turn comes later are released, as check has seen them there", async () => {
    const olds = await created({ ada: { login: "ada" }, bob: { login: "bob" } });
    const later = sessionOf(vendor);
    later.ownership.declare("lab", "ada");
    await updateUsers(later, olds, { users: { bob: { login: "bob" } } }, run);
    expect(vendor.writes()).toEqual([]);
    expect(later.messages.join()).toMatch(/declared by another resource now/);
    await create(later, { login: "ada", adopt: true }, "user-ada");
    expect(vendor.writes()).toEqual([]);
  });
});

describe("reading a set", () => {
  it("of many people takes a page for each page of people", async () => {
    const olds = await created(company(1000));
    const fresh = sessionOf(new SharedListing(vendor, capabilities, systemClock));
    const { outputs, inputs } = await readUsers(fresh, olds, run);
    expect(vendor.calls).toEqual(Array.from({ length: 10 }, () => "page"));
    expect(outputs).toEqual(olds);
    expect(inputs).toEqual({ users: company(1000) });
  });

  it("lets those go who are proven gone, and shows what others changed", async () => {
    const users = { ada: { login: "ada", manager: "cleo" }, bob: { login: "bob" }, cleo: { login: "cleo" } };
    const olds = await created(users);
    const [ada, bob] = [vendor.byLogin("ada"), vendor.byLogin("bob")];
    vendor.accounts.delete(bob.id);
    vendor.accounts.set(ada.id, {
      ...ada,
      attributes: { ...ada.attributes, login: "lovelace" },
      references: { manager: "99" },
    });
    const { outputs, inputs } = await readUsers(sessionOf(vendor), olds, run);
    expect(inputs).toEqual({ users: { ada: { login: "lovelace", manager: "99" }, cleo: { login: "cleo" } } });
    expect(Object.keys(outputs["ids"] as object)).toEqual(["ada", "cleo"]);
  });

  it("tells an account id from a key that reads the same", async () => {
    const olds = await created({ ada: { login: "ada", manager: "99" }, 99: { login: "bob" } });
    const ada = vendor.byLogin("ada");
    vendor.accounts.set(ada.id, { ...ada, references: { manager: "99" } });
    const { inputs } = await readUsers(sessionOf(vendor), olds, run);
    expect(inputs["users"]).toMatchObject({ ada: { manager: "id:99" } });
  });

  it("fails where anybody can't be read", async () => {
    const olds = await created(company(3));
    vendor.read = async () => {
      throw new UnreachableError("no connection");
    };
    const failure = await failureOf(readUsers(sessionOf(vendor), olds, run));
    expect(failure.message).toMatch(/not everybody could be read/);
  });
});

describe("deleting a set", () => {
  it("is refused, and nothing is sent, unless it was said before", async () => {
    const olds = await created(company(3));
    const failure = await failureOf(removeUsers(session, olds, run));
    expect(failure.message).toMatch(/^maxRemovals: deleting this resource would remove 3 people \(k0, k1, k2\)/);
    expect(vendor.calls).toEqual([]);
  });

  it('removes everybody with maxRemovals "all", reports before managers', async () => {
    const olds = await created(company(20), { maxRemovals: "all" });
    await removeUsers(session, olds, run);
    expect(vendor.writes().at(-1)).toBe("deactivate p0");
    expect([...vendor.accounts.values()].some(({ active }) => active)).toBe(false);
  });

  it('lets everybody be with onDestroy "retain"', async () => {
    const olds = await created(company(20), { onDestroy: "retain" });
    await removeUsers(session, olds, run);
    expect(vendor.calls).toEqual([]);
    expect(session.messages).toEqual([
      "the lab: no longer managed: 20 people (k0, k1, k10, k11, k12 and 15 more); released, still active",
    ]);
  });
});

function vendorAccount(id: string, login: string) {
  return {
    id,
    active: true,
    attributes: { login, status: "on" },
    sets: { roles: { members: { [FLAT]: [] } } },
    references: { manager: null },
    info: {},
  };
}
