import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Connector, Removal, UpdateRequest, Wanted, Written } from "../../../provider/core/contract/connector.js";
import type { Operation } from "../../../provider/core/contract/context.js";
import { UnavailableError } from "../../../provider/core/contract/errors.js";
import type { Capabilities, SetTraits } from "../../../provider/core/contract/kind.js";
import type { Absent, Desired, Observed } from "../../../provider/core/model/entity.js";
import { caseless } from "../../../provider/core/model/value.js";
import { SharedListing } from "../../../provider/core/reads/shared-listing.js";

const ROLES: SetTraits = { noun: "role", mode: "rolesMode", sections: false, implied: [] };
const CAPABILITIES: Capabilities = {
  naturalKey: "email",
  attributes: { email: { clear: "no", compareBy: caseless } },
  sets: { roles: ROLES },
  references: {},
  answerIsProof: true,
  consistencyWindow: 0,
};
const PAGE = 10;

/** A tenant that counts its calls. */
class Tenant implements Connector {
  calls = { read: 0, find: 0, page: 0, write: 0 };
  failingPage = Number.POSITIVE_INFINITY;
  readonly accounts = new Map<string, Observed>();
  /** Ids that the list leaves out. */
  readonly hidden = new Set<string>();
  /** What the list shows instead, by id, as it is older. */
  readonly stale = new Map<string, Observed>();
  /** What pages were asked for. */
  readonly asked: unknown[] = [];
  /** What a write answers with. */
  idOf = (_desired: Desired): string => "new";

  constructor(people: number) {
    for (let i = 0; i < people; i++) this.put(`id${i}`, `p${i}@example.com`);
  }

  put(id: string, email: string, name = "as listed", references: Observed["references"] = {}): void {
    const attributes = { email, name };
    this.accounts.set(id, { id, active: true, attributes, sets: {}, references, info: {} });
  }

  get total(): number {
    return this.calls.read + this.calls.find + this.calls.page;
  }

  async tenant(): Promise<string> {
    return "t";
  }

  async read(id: string): Promise<Observed | Absent> {
    this.calls.read++;
    return this.accounts.get(id) ?? { absent: true, proof: "404" };
  }

  async find(email: string): Promise<readonly Observed[]> {
    this.calls.find++;
    return [...this.accounts.values()].filter(
      (user) => caseless(String(user.attributes["email"] ?? "")) === caseless(email),
    );
  }

  async *pages(...asked: unknown[]): AsyncIterable<readonly Observed[]> {
    this.asked.push(asked);
    const listed = [...this.accounts.values()].filter(({ id }) => !this.hidden.has(id));
    const all = listed.map((account) => this.stale.get(account.id) ?? account);
    for (let start = 0; start < all.length || start === 0; start += PAGE) {
      if (this.calls.page++ >= this.failingPage) throw new UnavailableError("page failed");
      yield all.slice(start, start + PAGE);
    }
  }

  async create(desired: Desired): Promise<Written> {
    this.calls.write++;
    const id = this.idOf(desired);
    this.put(id, String(desired.attributes["email"]), "as written");
    return { id };
  }

  async update({ id, desired }: UpdateRequest): Promise<Written> {
    this.calls.write++;
    this.put(id, String(desired.attributes["email"]), "as written");
    return { id };
  }

  async deactivate(id: string): Promise<Removal> {
    const account = this.accounts.get(id);
    if (account) this.accounts.set(id, { ...account, active: false });
    return "done";
  }

  async remove(id: string): Promise<Removal> {
    this.accounts.delete(id);
    return "done";
  }
}

function over(tenant: Connector, capabilities = CAPABILITIES, operation?: Operation): SharedListing {
  let now = Date.UTC(2026, 10, 29);
  const sleep = async (ms: number): Promise<void> => {
    now += ms;
  };
  return new SharedListing(tenant, capabilities, { now: () => now, sleep }, operation);
}

/** A listing of which every page has been seen. */
async function listedOf(tenant: Tenant): Promise<SharedListing> {
  const shared = over(tenant);
  shared.announceLoad(1000);
  await shared.find("nobody@example.com");
  tenant.calls = { read: 0, find: 0, page: 0, write: 0 };
  return shared;
}

const declared = (email: string): Desired => ({ attributes: { email }, sets: {}, references: {} });
const updating = (id: string, email: string): UpdateRequest => ({
  id,
  changes: [],
  desired: declared(email),
  addOnly: [],
});
const clearable = { clear: true } as const;
const everybody = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

describe("reading", () => {
  it("is single for a few people, however large the tenant", async () => {
    const tenant = new Tenant(5000);
    const shared = over(tenant);
    for (const i of everybody(10)) await shared.read(`id${i * 400}`);
    expect(tenant.calls).toMatchObject({ read: 10, page: 0 });
  });

  it("takes a page for each page of people where the number is known, whatever the order", async () => {
    const tenant = new Tenant(1000);
    const shared = over(tenant);
    shared.announceLoad(1000);
    await Promise.all(everybody(1000).map((i) => shared.read(`id${(i * 387) % 1000}`)));
    expect(tenant.calls).toMatchObject({ read: 0, page: 100 });
  });

  it.each([
    ["in the listing's order", 1],
    ["in another order", 387],
  ])("costs a fraction of single reads where the number is not known, %s", async (_order, step) => {
    const tenant = new Tenant(1000);
    const shared = over(tenant);
    for (const i of everybody(1000)) await shared.read(`id${(i * step) % 1000}`);
    expect(tenant.total).toBeLessThanOrEqual(220);
  });

  it.each([
    ["as few as the first calls", 10, 100, { read: 10, page: 0 }],
    ["one more", 11, 100, { read: 0, page: 10 }],
    ["of whom one page would show all", 11, 10, { read: 0, page: 1 }],
  ])("of a known number is single or listed, whichever is cheaper: %s", async (_case, people, size, calls) => {
    const tenant = new Tenant(size);
    const shared = over(tenant);
    shared.announceLoad(people);
    await Promise.all(everybody(people).map((i) => shared.read(`id${((size * i) / people) | 0}`)));
    expect(tenant.calls).toMatchObject(calls);
  });

  it("counts a single read as the calls that it takes", async () => {
    for (const [wanted, calls] of [
      [["roles", "teams"], { read: 0, page: 1 }],
      [[], { read: 4, page: 0 }],
    ] as const) {
      const tenant = new Tenant(10);
      const shared = over(tenant, {
        ...CAPABILITIES,
        sets: { roles: { ...ROLES, readApart: true }, teams: { ...ROLES, readApart: true } },
      });
      shared.announceLoad(4);
      for (const i of everybody(4)) await shared.read(`id${i}`, wanted);
      expect(tenant.calls).toMatchObject(calls);
    }
  });

  it("never costs more than twice the cheaper way and the first few calls, whatever is asked for", async () => {
    const cases = fc.record({
      size: fc.integer({ min: 1, max: 600 }),
      people: fc.integer({ min: 1, max: 600 }),
      isKnown: fc.boolean(),
      step: fc.integer({ min: 1, max: 600 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ size, people: wanted, isKnown, step }) => {
        const people = Math.min(wanted, size);
        const tenant = new Tenant(size);
        const shared = over(tenant);
        if (isKnown) shared.announceLoad(people);
        const start = step % size;
        for (const i of everybody(people)) {
          expect(await shared.read(`id${(start + i) % size}`)).toMatchObject({ id: `id${(start + i) % size}` });
        }
        const listing = Math.ceil(size / PAGE) + 1;
        expect(tenant.total).toBeLessThanOrEqual(2 * Math.min(people, listing) + 10);
      }),
      { numRuns: 60 },
    );
  });

  it("never costs more than twice the single reads", async () => {
    const tenant = new Tenant(20_000);
    const shared = over(tenant);
    for (const i of everybody(40)) await shared.read(`id${19_999 - i}`);
    expect(tenant.total).toBeLessThanOrEqual(80);
  });

  it("confirms singly that an account is gone which the listing lacks", async () => {
    const tenant = new Tenant(100);
    const shared = over(tenant);
    shared.announceLoad(100);
    for (const i of everybody(100)) await shared.read(`id${i}`);
    expect(await shared.read("nobody")).toEqual({ absent: true, proof: "404" });
    expect(tenant.calls.read).toBe(1);
  });

  it("does not take from a page what this run has written", async () => {
    const tenant = new Tenant(100);
    const shared = over(tenant);
    shared.announceLoad(100);
    for (const i of everybody(100)) await shared.read(`id${i}`);
    await shared.update(updating("id7", "p7@example.com"));
    expect(await shared.read("id7")).toMatchObject({ attributes: { name: "as written" } });
    await shared.remove("id8");
    expect(await shared.read("id8")).toMatchObject({ absent: true });
  });

  it("is single again where the listing is too old to be believed", async () => {
    const tenant = new Tenant(100);
    const shared = over(tenant);
    shared.announceLoad(100);
    await shared.read("id99");
    tenant.put("id7", "p7@example.com", "changed since");
    await shared.clock.sleep(9 * 60_000);
    expect(await shared.read("id7")).toMatchObject({ attributes: { name: "as listed" } });
    await shared.clock.sleep(2 * 60_000);
    expect(await shared.read("id7")).toMatchObject({ attributes: { name: "changed since" } });
  });

  it("of whom this run has written is single, as a page that is fetched later may be older than the write", async () => {
    const tenant = new Tenant(100);
    const shared = over(tenant);
    shared.announceLoad(100);
    for (const [id, account] of tenant.accounts) tenant.stale.set(id, account);
    await shared.read("id0");
    await shared.update(updating("id95", "p95@example.com"));
    await shared.deactivate("id96");
    tenant.idOf = () => "id97";
    await shared.create(declared("p97@example.com"));
    for (const i of everybody(90)) await shared.read(`id${i}`);
    expect(tenant.calls).toMatchObject({ read: 0, page: 9 });
    expect(await shared.read("id95")).toMatchObject({ attributes: { name: "as written" } });
    expect(await shared.read("id96")).toMatchObject({ active: false });
    expect(await shared.read("id97")).toMatchObject({ attributes: { name: "as written" } });
    expect(tenant.calls).toMatchObject({ read: 3, page: 9 });
  });

  it("of who was on a page that was fetched costs nothing more, however cheap a single read is", async () => {
    const tenant = new Tenant(100);
    const shared = over(tenant, { ...CAPABILITIES, sets: { roles: { ...ROLES, readApart: true } } });
    shared.announceLoad(6);
    await shared.read("id0");
    expect(tenant.calls).toMatchObject({ read: 0, page: 1 });
    await shared.read("id1", []);
    expect(tenant.calls).toMatchObject({ read: 0, page: 1 });
  });

  it("of one who is on the first page fetches no second one", async () => {
    const tenant = new Tenant(100);
    const shared = over(tenant);
    shared.announceLoad(100);
    await shared.read("id9");
    expect(tenant.calls).toMatchObject({ read: 0, page: 1 });
  });

  it("asks a listing for the relations that were asked for so far, and for all where none are named", async () => {
    const capabilities = { ...CAPABILITIES, sets: { roles: ROLES, teams: ROLES }, references: { manager: clearable } };
    for (const [wanted, shown] of [
      [["teams"], ["teams"]],
      [undefined, ["roles", "teams", "manager"]],
    ] as const) {
      const tenant = new Tenant(20);
      const shared = over(tenant, capabilities);
      shared.announceLoad(20);
      await shared.read("id0", wanted);
      expect(tenant.asked).toEqual([[undefined, shown]]);
    }
  });

  it("is single where one of the relations that are wanted was not asked of the listing, or it leaves one open", async () => {
    const tenant = new Tenant(20);
    tenant.put("id7", "p7@example.com", "as listed", { manager: null });
    const shared = over(tenant, { ...CAPABILITIES, references: { manager: clearable } });
    shared.announceLoad(20);
    for (const [id, wanted, reads] of [
      ["id7", ["manager"], 0],
      ["id6", [], 0],
      ["id6", ["manager"], 1],
      ["id7", ["manager", "roles"], 2],
      ["id7", undefined, 3],
    ] as const) {
      await shared.read(id, wanted);
      expect(tenant.calls.read).toBe(reads);
    }
  });

  it("asks no listing that has failed for another page", async () => {
    const tenant = new Tenant(100);
    let pages = 0;
    const next = async () => {
      if (++pages === 2) throw new UnavailableError("page failed");
      return { done: false, value: [] } as const;
    };
    tenant.pages = () => ({ [Symbol.asyncIterator]: () => ({ next }) });
    const shared = over(tenant);
    shared.announceLoad(100);
    for (const i of everybody(20)) await shared.read(`id${i}`);
    expect(pages).toBe(2);
    expect(tenant.calls.read).toBe(20);
  });

  it("fails where a page shows a mistake in this package, which no single read would tell", async () => {
    const tenant = new Tenant(100);
    tenant.pages = async function* () {
      yield [];
      throw new TypeError("a mistake");
    };
    const shared = over(tenant);
    shared.announceLoad(100);
    await expect(shared.read("id0")).rejects.toThrow("a mistake");
  });

  it("waits for a page no longer than its operation may take, and the page is still everybody's", async () => {
    const tenant = new Tenant(10);
    let answer = () => {};
    const page = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const all = [...tenant.accounts.values()];
    tenant.pages = async function* () {
      await page;
      yield all;
    };
    let until: number | undefined;
    let apart = 0;
    const shared = over(tenant, CAPABILITIES, {
      until: () => until,
      apart: (work) => {
        apart++;
        return work();
      },
    });
    shared.announceLoad(100);
    const patient = shared.read("id1");
    until = shared.clock.now() + 5000;
    await expect(shared.read("id0")).rejects.toMatchObject({ code: "overdue" });
    answer();
    expect(await patient).toMatchObject({ id: "id1" });
    expect(apart).toBe(2);
  });

  it("is single where the listing leaves open who somebody's manager is, and this is wanted", async () => {
    const tenant = new Tenant(100);
    const shared = over(tenant, { ...CAPABILITIES, references: { manager: clearable } });
    shared.announceLoad(100);
    const asks: readonly [Wanted | undefined, number][] = [
      [["roles"], 0],
      [["manager"], 1],
      [undefined, 2],
    ];
    for (const [wanted, reads] of asks) {
      await shared.read("id5", wanted);
      expect(tenant.calls.read).toBe(reads);
    }
  });

  it("goes on singly after a page that failed, and loses nobody", async () => {
    const tenant = new Tenant(100);
    tenant.failingPage = 3;
    const shared = over(tenant);
    shared.announceLoad(100);
    const found = await Promise.all(everybody(100).map((i) => shared.read(`id${i}`)));
    expect(found.every((user) => "id" in user)).toBe(true);
    expect(tenant.calls).toMatchObject({ page: 4, read: 70 });
  });
});

describe("looking a natural key up", () => {
  it("is answered by one listing for many who are there, as the vendor compares", async () => {
    const tenant = new Tenant(30);
    const shared = over(tenant);
    shared.announceLoad(1000);
    expect(await shared.find("P3@Example.com")).toMatchObject([{ id: "id3" }]);
    for (const i of everybody(30)) expect(await shared.find(`p${i}@example.com`)).toMatchObject([{ id: `id${i}` }]);
    expect(tenant.calls).toMatchObject({ find: 0, page: 3 });
  });

  it("never takes the listing for proof that nobody is there: whoever is on no page is looked up once", async () => {
    const tenant = new Tenant(30);
    const hidden = tenant.accounts.get("id7");
    tenant.hidden.add("id7");
    const shared = over(tenant);
    shared.announceLoad(1000);
    expect(await shared.find("p7@example.com")).toEqual([hidden]);
    for (const i of everybody(900)) expect(await shared.find(`new${i}@example.com`)).toEqual([]);
    expect(tenant.calls).toMatchObject({ find: 901, page: 3 });
  });

  it("never takes an incomplete listing for proof that a key is free", async () => {
    const tenant = new Tenant(100);
    tenant.failingPage = 2;
    const shared = over(tenant);
    shared.announceLoad(100);
    expect(await shared.find("p95@example.com")).toMatchObject([{ id: "id95" }]);
    expect(tenant.calls.find).toBe(1);
  });

  it("is answered by the vendor where a listed account may have changed since, and where nobody was listed", async () => {
    const tenant = new Tenant(30);
    const shared = over(tenant);
    shared.announceLoad(30);
    await shared.find("nobody@example.com");
    await shared.clock.sleep(11 * 60_000);
    await shared.find("p3@example.com");
    await shared.find("nobody@example.com");
    expect(tenant.calls).toMatchObject({ find: 3, page: 3 });
  });

  it("asks the vendor about a person whom this run has tried to create", async () => {
    const tenant = new Tenant(5);
    const shared = over(tenant);
    shared.announceLoad(100);
    expect(await shared.find("ada@example.com")).toEqual([]);
    await shared.create(declared("ada@example.com"));
    expect(await shared.find("ada@example.com")).toMatchObject([{ id: "new" }]);
  });

  it("asks the vendor about a natural key that this run has given to somebody, who may not be the only one", async () => {
    const tenant = new Tenant(30);
    const shared = await listedOf(tenant);
    await shared.create(declared("P3@example.com"));
    await shared.update(updating("id5", "p4@example.com"));
    expect(await shared.find("P3@example.com")).toMatchObject([{ id: "id3" }, { id: "new" }]);
    expect(await shared.find("p4@example.com")).toMatchObject([{ id: "id4" }, { id: "id5" }]);
    expect(tenant.calls).toMatchObject({ find: 2, page: 0 });
  });

  it("takes no key from a page that is older than the write which changed it", async () => {
    const tenant = new Tenant(30);
    for (const [id, account] of tenant.accounts) tenant.stale.set(id, account);
    const shared = over(tenant);
    shared.announceLoad(1000);
    await shared.update(updating("id5", "new@example.com"));
    expect(await shared.find("p5@example.com")).toEqual([]);
    expect(tenant.calls).toMatchObject({ find: 1, page: 3 });
  });

  it("shows both who share a key as they are now, and one who is listed twice once", async () => {
    const tenant = new Tenant(30);
    tenant.put("twin", "P3@example.com");
    const shared = await listedOf(tenant);
    expect(await shared.find("p3@example.com")).toMatchObject([{ id: "id3" }, { id: "twin" }]);
    await shared.deactivate("id3");
    expect(await shared.find("p3@example.com")).toMatchObject([{ id: "id3", active: false }, { id: "twin" }]);
    expect(tenant.calls.find).toBe(1);
    const [id4] = await shared.find("p4@example.com");
    const again = new Tenant(0);
    again.pages = async function* () {
      yield [id4 as Observed];
      yield [id4 as Observed];
    };
    expect(await (await listedOf(again)).find("p4@example.com")).toEqual([id4]);
  });

  it("is answered by the vendor where the listing leaves open what is wanted of one of those who share a key", async () => {
    const tenant = new Tenant(30);
    tenant.put("id3", "p3@example.com", "as listed", { manager: null });
    tenant.put("twin", "p3@example.com");
    const shared = over(tenant, { ...CAPABILITIES, references: { manager: clearable } });
    shared.announceLoad(1000);
    expect(await shared.find("p3@example.com", ["manager"])).toHaveLength(2);
    expect(tenant.calls.find).toBe(1);
  });

  it("passes over whom a list shows without one", async () => {
    const tenant = new Tenant(3);
    const nameless = { id: "id9", active: true, attributes: {}, sets: {}, references: {}, info: {} };
    tenant.accounts.set("id9", nameless);
    const shared = await listedOf(tenant);
    expect(await shared.find("")).toEqual([nameless]);
    expect(await shared.find("p1@example.com")).toMatchObject([{ id: "id1" }]);
    expect(await shared.read("id9")).toEqual(nameless);
    expect(tenant.calls).toMatchObject({ read: 0, find: 1 });
  });
});

describe("writing", () => {
  it("shares calls where many writes were announced", async () => {
    const sent: unknown[] = [];
    const tenant = Object.assign(new Tenant(5), {
      createMany: async (...asked: [readonly Desired[], number?]) => {
        sent.push(asked);
        return asked[0].map((_, i) => ({ written: { id: `id${i}` } }));
      },
    });
    const shared = await listedOf(tenant);
    shared.announceLoad(0, 5);
    const people = everybody(5).map((i) => declared(`new${i}@example.com`));
    const made = await Promise.all(people.map((person, i) => shared.create(person, i)));
    expect(made.map(({ id }) => id)).toEqual(everybody(5).map((i) => `id${i}`));
    expect(sent).toEqual([[people, 4]]);
    expect(tenant.calls.write).toBe(0);
    await shared.read("id1");
    expect(tenant.calls).toMatchObject({ read: 1, page: 0 });
  });
});

it("what else is asked of a vendor passes on as it is, and is nothing that the vendor can't", async () => {
  const asked: unknown[][] = [];
  const names = ["finishCreation", "impliedMembers", "contents", "shownFor", "vocabulary", "perMinute"] as const;
  const able = Object.fromEntries(
    names.map((name) => [
      name,
      (...args: unknown[]) => {
        asked.push([name, ...args]);
        return name;
      },
    ]),
  );
  const shared = over(Object.assign(new Tenant(3), able));
  const shown = { id: "id1", active: true, attributes: {}, sets: {}, references: {}, info: {} };
  expect([
    shared.finishCreation?.("id1"),
    shared.impliedMembers?.("id1", "roles"),
    shared.contents?.("id1"),
    shared.shownFor?.(shown, declared("a@example.com")),
    shared.vocabulary?.(["roles"]),
    shared.perMinute("create"),
  ]).toEqual(names);
  expect(asked).toEqual([
    ["finishCreation", "id1"],
    ["impliedMembers", "id1", "roles"],
    ["contents", "id1"],
    ["shownFor", shown, declared("a@example.com")],
    ["vocabulary", ["roles"]],
    ["perMinute", "create"],
  ]);
  const tenant = new Tenant(3);
  const unable = over(tenant);
  for (const name of names.slice(0, 5)) expect(unable[name]).toBeUndefined();
  expect(unable.perMinute("create")).toBeUndefined();
  expect(await unable.tenant()).toBe("t");
  const pages: string[] = [];
  for await (const page of unable.pages({ email: "x" }, ["roles"])) pages.push(...page.map(({ id }) => id));
  expect([pages, tenant.asked]).toEqual([["id0", "id1", "id2"], [[{ email: "x" }, ["roles"]]]]);
});
