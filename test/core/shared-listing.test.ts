import { describe, expect, it } from "vitest";
import type { Capabilities, Directory, Removal, UpdateRequest, Written } from "../../provider/core/platform.js";
import { SharedListing } from "../../provider/core/shared-listing.js";
import type { Absent, DesiredUser, ObservedUser } from "../../provider/core/user.js";
import { caseless } from "../../provider/core/value.js";

const CAPABILITIES = {
  naturalKey: "email",
  attributes: { email: { clear: "no", compareBy: caseless } },
} as unknown as Capabilities;
const PAGE = 10;

/** A tenant that counts its calls. */
class Tenant implements Directory {
  calls = { read: 0, find: 0, page: 0, write: 0 };
  failingPage = Number.POSITIVE_INFINITY;
  readonly accounts = new Map<string, ObservedUser>();

  constructor(people: number) {
    for (let i = 0; i < people; i++) this.put(`id${i}`, `p${i}@example.com`);
  }

  put(id: string, email: string, name = "as listed"): void {
    const attributes = { email, name };
    this.accounts.set(id, { id, active: true, attributes, roles: {}, manager: undefined, info: {} });
  }

  get total(): number {
    return this.calls.read + this.calls.find + this.calls.page;
  }

  async tenant(): Promise<string> {
    return "t";
  }

  async read(id: string): Promise<ObservedUser | Absent> {
    this.calls.read++;
    return this.accounts.get(id) ?? { absent: true, proof: "404" };
  }

  async find(email: string): Promise<readonly ObservedUser[]> {
    this.calls.find++;
    return [...this.accounts.values()].filter((user) => user.attributes["email"] === email);
  }

  async *pages(): AsyncIterable<readonly ObservedUser[]> {
    const all = [...this.accounts.values()];
    for (let start = 0; start < all.length || start === 0; start += PAGE) {
      if (this.calls.page++ >= this.failingPage) throw new Error("page failed");
      yield all.slice(start, start + PAGE);
    }
  }

  async create(desired: DesiredUser): Promise<Written> {
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

  async close(): Promise<void> {}
}

const declared = (email: string): DesiredUser => ({ attributes: { email }, roles: undefined, manager: undefined });
const everybody = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

describe("reading", () => {
  it("is single for a few people, however large the tenant", async () => {
    const tenant = new Tenant(5000);
    const shared = new SharedListing(tenant, CAPABILITIES);
    for (const i of everybody(10)) await shared.read(`id${i * 400}`);
    expect(tenant.calls).toMatchObject({ read: 10, page: 0 });
  });

  it("takes a page for each page of people where the number is known, whatever the order", async () => {
    const tenant = new Tenant(1000);
    const shared = new SharedListing(tenant, CAPABILITIES);
    shared.expect(1000);
    await Promise.all(everybody(1000).map((i) => shared.read(`id${(i * 387) % 1000}`)));
    expect(tenant.calls).toMatchObject({ read: 0, page: 100 });
  });

  it.each([
    ["in the listing's order", 1],
    ["in another order", 387],
  ])("costs a fraction of single reads where the number is not known, %s", async (_order, step) => {
    const tenant = new Tenant(1000);
    const shared = new SharedListing(tenant, CAPABILITIES);
    for (const i of everybody(1000)) await shared.read(`id${(i * step) % 1000}`);
    expect(tenant.total).toBeLessThanOrEqual(220);
  });

  it("never costs more than twice the single reads", async () => {
    const tenant = new Tenant(20_000);
    const shared = new SharedListing(tenant, CAPABILITIES);
    for (const i of everybody(40)) await shared.read(`id${19_999 - i}`);
    expect(tenant.total).toBeLessThanOrEqual(80);
  });

  it("confirms singly that an account is gone which the listing lacks", async () => {
    const tenant = new Tenant(100);
    const shared = new SharedListing(tenant, CAPABILITIES);
    shared.expect(100);
    for (const i of everybody(100)) await shared.read(`id${i}`);
    expect(await shared.read("nobody")).toEqual({ absent: true, proof: "404" });
    expect(tenant.calls.read).toBe(1);
  });

  it("does not take from a page what this run has written", async () => {
    const tenant = new Tenant(100);
    const shared = new SharedListing(tenant, CAPABILITIES);
    shared.expect(100);
    for (const i of everybody(100)) await shared.read(`id${i}`);
    await shared.update({ id: "id7", changes: [], desired: declared("p7@example.com"), addRolesOnly: false });
    expect(await shared.read("id7")).toMatchObject({ attributes: { name: "as written" } });
    await shared.remove("id8");
    expect(await shared.read("id8")).toMatchObject({ absent: true });
  });

  it("goes on singly after a page that failed, and loses nobody", async () => {
    const tenant = new Tenant(100);
    tenant.failingPage = 3;
    const shared = new SharedListing(tenant, CAPABILITIES);
    shared.expect(100);
    const found = await Promise.all(everybody(100).map((i) => shared.read(`id${i}`)));
    expect(found.every((user) => "id" in user)).toBe(true);
    expect(tenant.calls).toMatchObject({ page: 4, read: 70 });
  });
});

describe("looking a natural key up", () => {
  it("is answered by one listing for many, present and absent, as the vendor compares", async () => {
    const tenant = new Tenant(30);
    const shared = new SharedListing(tenant, CAPABILITIES);
    shared.expect(1000);
    expect(await shared.find("P3@Example.com")).toMatchObject([{ id: "id3" }]);
    for (const i of everybody(900)) expect(await shared.find(`new${i}@example.com`)).toEqual([]);
    expect(tenant.calls).toMatchObject({ find: 0, page: 3 });
  });

  it("never takes an incomplete listing for proof that a key is free", async () => {
    const tenant = new Tenant(100);
    tenant.failingPage = 2;
    const shared = new SharedListing(tenant, CAPABILITIES);
    shared.expect(100);
    expect(await shared.find("p95@example.com")).toMatchObject([{ id: "id95" }]);
    expect(tenant.calls.find).toBe(1);
  });

  it("asks the vendor about a person whom this run has tried to create", async () => {
    const tenant = new Tenant(5);
    const shared = new SharedListing(tenant, CAPABILITIES);
    shared.expect(100);
    expect(await shared.find("ada@example.com")).toEqual([]);
    await shared.create(declared("ada@example.com"));
    expect(await shared.find("ada@example.com")).toMatchObject([{ id: "new" }]);
  });
});
