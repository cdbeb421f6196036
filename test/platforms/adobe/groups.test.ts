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

describe("a group that Adobe has deleted meanwhile", () => {
  const gone = (name: string) => ({ status: 404, body: { meta: { error: `${name} not found` } } });

  it.each(["User group", "usergroup", "Group", "Object", "objects"])("is gone: %s not found", async (name) => {
    const { read, meddling } = opened(PAYROLL);
    meddling(() => gone(name));
    expect(await read("g-1")).toEqual({ absent: true, proof: "404" });
  });

  it("is gone for the write that follows the look as well", async () => {
    const { update, once } = opened(PAYROLL);
    once("PUT /userGroups/g-1", () => gone("User group"));
    await expect(update("g-1", "Payroll")).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/^group g-1 is gone/),
    });
  });
});

it.each([
  ["A user group with this name already exists", ["name"]],
  ["The user group is in use", ["name"]],
  ["The DESCRIPTION of the user group is too long", ["description"]],
  ["The fields of the user group are wrong", []],
])("a refusal of Adobe's names arguments of the group alone: %s", async (said, properties) => {
  for (const call of ["create", "update"] as const) {
    const staged = opened(PAYROLL);
    staged.meddling((_, honest) =>
      staged.writes.length > 0 ? { status: 400, body: { meta: { error: said } } } : honest(),
    );
    const written = call === "create" ? staged.create("Wages") : staged.update("g-1", "Payroll");
    const [first] = properties;
    const begins = first === undefined ? /^Adobe / : new RegExp(`^${first}: Adobe `);
    await expect(written).rejects.toMatchObject({
      code: "rejected",
      properties,
      message: expect.stringMatching(begins),
    });
  }
});

it("one member of a group of Adobe's tells that it is not empty", async () => {
  const { contents, sent } = opened({ ...PAYROLL, people: ["u-7", "u-8"] });
  expect(await contents("g-1")).toEqual({ members: true, children: false });
  expect(sent.map(({ path }) => decodeURIComponent(path))).toEqual(["/api/userGroups/g-1/users?page[limit]=1"]);
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
    const { note } = await create("Payroll");
    expect(note).toMatch(/g-new.*user u-1.*answers 40[34]/);
    const tries = writes.filter((call) => call === TAKEN_OUT).length;
    expect(least === 1 ? tries === 1 : tries > 1).toBe(true);
  });
});

it("whoever's token makes a group of Adobe's is not named where nobody tells who that is", async () => {
  const { raw, meddling, clock } = opened(PAYROLL);
  meddling(() => ({ status: 403, body: {} }));
  expect(await clock.ended(raw.finishCreation?.("g-1") ?? Promise.reject(new Error("no such call")))).toMatch(
    /^group g-1 was created with whoever's token this is as its first member/,
  );
});

describe("a group of Adobe's that has no description", () => {
  it("is renamed, and has none afterwards", async () => {
    const { change, bodies } = opened({ id: "g-1", name: "Payroll", description: null });
    await change("g-1", { name: "Wages" }, "name");
    expect(bodies).toEqual([{ name: "Wages", description: "" }]);
  });
});
