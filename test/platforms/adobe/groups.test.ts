import { describe, expect, it } from "vitest";
import { type Group, groupVendor, stage } from "../group-vendors";

const PAYROLL: Group = { id: "g-1", name: "Payroll", description: "old" };
const opened = (...groups: readonly Group[]) => stage(groupVendor("Adobe"), ...groups);
const TAKEN_OUT = "DELETE /userGroups/g-new/users";

describe.each(["Deleted", "DELETED"])("a group of Adobe's in the state %s", (state) => {
  const deleted = { ...PAYROLL, state };

  it("is gone: it is not found, not listed, and not written", async () => {
    const { read, find, pages, update, writes } = opened(deleted, { ...PAYROLL, id: "g-2" });
    expect(await read("g-1")).toEqual({ absent: true, proof: "state Deleted" });
    expect((await find("Payroll")).map(({ id }) => id)).toEqual(["g-2"]);
    expect(await pages()).toEqual(["g-2"]);
    await expect(update("g-1", "Payroll")).rejects.toMatchObject({ code: "not-found" });
    expect(writes).toEqual([]);
  });
});

describe("a group of Adobe's without a state", () => {
  it.each([undefined, null])("is there: %j", async (state) => {
    const { read, pages } = opened({ ...PAYROLL, state });
    expect(await read("g-1")).toMatchObject({ id: "g-1" });
    expect(await pages()).toEqual(["g-1"]);
  });
});

describe("a group that Adobe keeps by itself", () => {
  it.each<[unknown, object]>([
    [true, { readOnly: true }],
    [false, { readOnly: false }],
    [null, {}],
    [undefined, {}],
  ])("is told by readOnly: %j", async (readOnly, info) => {
    expect(await opened({ ...PAYROLL, readOnly }).read("g-1")).toHaveProperty("info", info);
  });

  it("is refused by its name before anything is sent", async () => {
    const { update, writes } = opened({ ...PAYROLL, readOnly: true });
    await expect(update("g-1", "Payroll")).rejects.toMatchObject({ code: "rejected", properties: ["name"] });
    expect(writes).toEqual([]);
  });
});

describe("whoever's token makes a group of Adobe's", () => {
  it("is its first member, by that id and as a user, and is taken out of it", async () => {
    const { create, bodies, writes } = opened();
    const written = await create("Payroll", { description: null });
    expect(written).not.toHaveProperty("note");
    const member = [{ type: "user", id: "u-1" }];
    expect(bodies).toEqual([{ name: "Payroll", data: member }, { data: member }]);
    expect(writes).toEqual(["POST /userGroups", TAKEN_OUT]);
  });

  it("is taken out as soon as the group shows", async () => {
    const { create, meddling, writes, clock } = opened();
    meddling((call, honest) => (call === TAKEN_OUT && clock.now() < 5_000 ? groupVendor("Adobe").missing : honest()));
    expect(await create("Payroll")).not.toHaveProperty("note");
    expect(writes.filter((call) => call === TAKEN_OUT).length).toBeGreaterThan(1);
  });

  it.each([
    ["shows in no time", groupVendor("Adobe").missing, 2],
    ["lets nobody out", { status: 403, body: {} }, 1],
  ])("stays in a group that %s, which is made and says so", async (_, answer, least) => {
    const { create, meddling, writes } = opened();
    meddling((call, honest) => (call === TAKEN_OUT ? answer : honest()));
    expect(await create("Payroll")).toMatchObject({ id: "g-new", note: expect.stringMatching(/g-new.*u-1/) });
    const tries = writes.filter((call) => call === TAKEN_OUT).length;
    expect(least === 1 ? tries === 1 : tries > 1).toBe(true);
  });
});

describe("a group of Adobe's that has no description", () => {
  it("is renamed, and has none afterwards", async () => {
    const { change, bodies } = opened({ id: "g-1", name: "Payroll", description: null });
    await change("g-1", { name: "Wages" }, "name");
    expect(bodies).toEqual([{ name: "Wages", description: "" }]);
  });
});
