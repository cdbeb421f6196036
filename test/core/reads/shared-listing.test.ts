import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Connector, Removal, UpdateRequest, Wanted, Written } from "../../../provider/core/contract/connector.js";
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

  constructor(people: number) {
    for (let i = 0; i < people; i++) this.put(`id${i}`, `p${i}@example.com`);
  }

  put(id: string, email: string, name = "as listed"): void {
    const attributes = { email, name };
    this.accounts.set(id, { id, active: true, attributes, sets: {}, references: {}, info: {} });
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
    return [...this.accounts.values()].filter((user) => user.attributes["email"] === email);
  }

  async *pages(): AsyncIterable<readonly Observed[]> {
    const all = [...this.accounts.values()].filter(({ id }) => !this.hidden.has(id));
    for (let start = 0; start < all.length || start === 0; start += PAGE) {
      if (this.calls.page++ >= this.failingPage) throw new UnavailableError("page failed");
      yield all.slice(start, start + PAGE);
    }
  }

  async create(desired: Desired): Promise<Written> {
    this.calls.write++;
    this.put("new", String(desired.attributes["email"]));
    return { id: "new" };
  }

  async update({ id, desired }: UpdateRequest): Promise<Written> {
    this.calls.write++;
    this.put(id, String(desired.attributes["email"]), "as written");
    return { id };
  }

  async deactivate(id: string): Promise<Removal> {
    return this.remove(id);
  }

  async remove(id: string): Promise<Removal> {
    this.accounts.delete(id);
    return "done";
  }
}

function over(tenant: Connector, capabilities = CAPABILITIES): SharedListing {
  let now = 0;
  const sleep = async (ms: number): Promise<void> => {
    now += ms;
  };
  return new SharedListing(tenant, capabilities, { now: () => now, sleep });
}

const declared = (email: string): Desired => ({ attributes: { email }, sets: {}, references: {} });
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
    await shared.update({ id: "id7", changes: [], desired: declared("p7@example.com"), addOnly: [] });
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

  it("is single where the listing leaves open who somebody's manager is, and this is wanted", async () => {
    const tenant = new Tenant(100);
    const shared = over(tenant, { ...CAPABILITIES, references: { manager: { clear: true } } });
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
});
