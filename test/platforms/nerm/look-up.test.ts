import { describe, expect, it } from "vitest";
import type { Wanted } from "../../../provider/core/contract/connector";
import { FLAT, isAbsent } from "../../../provider/core/model/entity";
import {
  ADA,
  BOB,
  FIRST,
  GET_ADA,
  HELD,
  LIST_ROLES,
  MANAGED,
  NO_MANAGERS,
  NO_ROLES,
  SEED_USER,
  scripted,
  userRole,
} from "./helpers";

describe("read", () => {
  it.each([
    [200, 200],
    [400, 400],
    [200, 400],
  ])("takes both empty-list answers for empty (%i, %i)", async (roles, managers) => {
    const vendor = scripted(
      GET_ADA,
      { call: HELD, status: roles, answer: NO_ROLES },
      { call: MANAGED, status: managers, answer: NO_MANAGERS },
    );
    expect(await vendor.connector.read(ADA)).toMatchObject({
      sets: { roles: { members: { [FLAT]: [] } } },
      references: { manager: null },
    });
    vendor.done();
  });

  it("takes no other error for an empty list", async () => {
    const vendor = scripted(
      GET_ADA,
      { call: HELD, status: 200, answer: { error: "Invalid JSON syntax" } },
      { call: MANAGED, answer: NO_MANAGERS },
    );
    await expect(vendor.connector.read(ADA)).rejects.toMatchObject({ code: "rejected" });
  });

  it("shows roles by their names where these are unique, with the ids beside", async () => {
    const rows = ["r-1", "r-2"].map(userRole);
    const vendor = scripted(
      GET_ADA,
      { call: HELD, answer: { user_roles: [...rows, { ...userRole("r-3"), user_id: BOB }] } },
      { call: MANAGED, answer: { user_managers: [{ id: "um-1", user_id: ADA, manager_id: BOB }] } },
      LIST_ROLES,
    );
    expect(await vendor.connector.read(ADA)).toMatchObject({
      sets: { roles: { members: { [FLAT]: ["Sponsors", "r-2"] }, aliases: { Sponsors: ["r-1"] } } },
      references: { manager: BOB },
    });
  });

  it("makes one call where neither roles nor the manager are wanted", async () => {
    const vendor = scripted(GET_ADA);
    const found = await vendor.connector.read(ADA, []);
    expect(found).toMatchObject({ sets: {}, references: {} });
  });

  it.each([
    [404, { error: "no user found" }],
    [400, { error: "no user found" }],
    [400, { error: "User could not be found" }],
    [404, { error: "Couldn't find User with 'id'=1" }],
    [404, { error: "User can't be found" }],
    [404, { error: "Can’t find the user" }],
    [404, { error: "No such user" }],
    [404, { error: "Record not found" }],
  ])("proves absence by %i %j", async (status, answer) => {
    const found = await scripted({ call: `GET /users/${ADA}`, status, answer }).connector.read(ADA);
    expect(isAbsent(found)).toBe(true);
  });

  it.each([
    [404, {}, "not-found"],
    [404, { error: "Not Found" }, "not-found"],
    [404, { status: 404, error: "User not found" }, "not-found"],
    [404, { error: "User not found", path: "/api/users/1" }, "not-found"],
    [404, { error: "The users endpoint was not found" }, "not-found"],
    [400, { error: "no route found" }, "rejected"],
    [400, { error: "Invalid JSON syntax" }, "rejected"],
    [400, { error: "not found", errors: { id: "is invalid" } }, "rejected"],
    [401, { error: "no user found" }, "unauthenticated"],
    [403, { error: "no user found" }, "permission-denied"],
    [200, { users: [] }, "protocol"],
  ])("is an error, not absence, after %i %j", async (status, answer, code) => {
    const vendor = scripted({ call: `GET /users/${ADA}`, status, answer });
    await expect(vendor.connector.read(ADA)).rejects.toMatchObject({ code });
  });
});

describe("find", () => {
  const LOGIN = `GET /users?login=mylogin&${FIRST}` as const;
  const NOBODY: Wanted = [];

  it("compares without regard to case, and passes over strangers and delegates", async () => {
    const users = [
      { ...SEED_USER, id: "1", login: "mylogin2" },
      { ...SEED_USER, id: "2", login: "MyLogin", status: "Disabled" },
      { ...SEED_USER, id: "3", type: "DelegateUser" },
    ];
    const found = await scripted({ call: LOGIN, answer: { users } }).connector.find("mylogin", NOBODY);
    expect(found).toMatchObject([{ id: "2", active: false }]);
  });

  it.each([200, 400])("takes an empty-list answer (%i) for nobody", async (status) => {
    const answer = { error: "no users found" };
    const vendor = scripted({ call: LOGIN, status, answer }, { call: `GET /users?${FIRST}`, status, answer });
    expect(await vendor.connector.find("mylogin")).toEqual([]);
  });
});

describe("list", () => {
  const ALL = "limit=500&offset=0&metadata=true";
  const person = (n: number) => ({ ...SEED_USER, id: `u-${n}`, login: `login-${n}` });
  const page = (from: number, count: number) => Array.from({ length: count }, (_, i) => person(from + i));
  const at = (offset: number, limit = 500) => `GET /users?limit=${limit}&offset=${offset}&metadata=true` as const;
  const all = async (vendor: ReturnType<typeof scripted>) => {
    const ids: string[] = [];
    const wanted: Wanted = [];
    for await (const page of vendor.connector.pages({}, wanted)) ids.push(...page.map(({ id }) => id));
    return ids;
  };

  it("follows the vendor's total, whatever the page size is", async () => {
    const _metadata = { total: 150 };
    const vendor = scripted(
      { call: at(0), answer: { users: page(0, 50), _metadata } },
      { call: at(50), answer: { users: page(50, 50), _metadata } },
      { call: at(100), answer: { users: page(100, 50), _metadata } },
    );
    expect(await all(vendor)).toHaveLength(150);
    vendor.done();
  });

  it("goes on behind a page that is not full, until one is empty, where there is no total", async () => {
    const vendor = scripted(
      { call: at(0), answer: { users: page(0, 7) } },
      { call: at(7), answer: { users: page(7, 100) } },
      { call: at(107), answer: { users: [] } },
    );
    expect(await all(vendor)).toHaveLength(107);
    vendor.done();
  });

  it("does not believe a total that is the page's size", async () => {
    const vendor = scripted(
      { call: at(0), answer: { users: page(0, 30), _metadata: { total: 30, next: null } } },
      { call: at(30), answer: { users: page(30, 30), _metadata: { total: 30, next: null } } },
      { call: at(60), status: 404, answer: { error: "no users found" } },
    );
    expect(await all(vendor)).toHaveLength(60);
    vendor.done();
  });

  it("ends at an empty-list answer after a full page", async () => {
    const vendor = scripted(
      { call: at(0), answer: { users: page(0, 100) } },
      { call: at(100), status: 400, answer: { error: "no users found" } },
    );
    expect(await all(vendor)).toHaveLength(100);
  });

  it("throws on a page that fails, and on one that comes again", async () => {
    const first = { call: at(0), answer: { users: page(0, 100) } } as const;
    const failing = scripted(first, { call: at(100), status: 403, answer: { error: "Forbidden" } });
    await expect(all(failing)).rejects.toMatchObject({ code: "permission-denied" });
    const repeating = scripted(first, { ...first, call: at(100) });
    await expect(all(repeating)).rejects.toMatchObject({ code: "protocol" });
  });

  it("falls back to the documented page size where the vendor refuses the larger one", async () => {
    const vendor = scripted(
      { call: at(0), status: 400, answer: { error: "limit is too large" } },
      { call: at(0, 100), answer: { users: page(0, 100) } },
      { call: at(100, 100), answer: { users: page(100, 7) } },
      { call: at(107, 100), status: 400, answer: { error: "no users found" } },
    );
    expect(await all(vendor)).toHaveLength(107);
    vendor.done();
  });

  it("asks for everybody's roles and managers together", async () => {
    const EMPTY = "limit=500&offset=1&metadata=true";
    const vendor = scripted(
      { call: `GET /user_roles?${EMPTY}`, status: 400, answer: { error: "no user roles found" } },
      { call: `GET /user_managers?${EMPTY}`, status: 400, answer: { error: "no user managers found" } },
      { call: at(3), status: 400, answer: { error: "no users found" } },
      { call: `GET /user_roles?${ALL}`, answer: { user_roles: [{ ...userRole("r-1"), user_id: "u-1" }] } },
      {
        call: `GET /user_managers?${ALL}`,
        answer: { user_managers: [{ id: "m", user_id: "u-0", manager_id: "u-1" }] },
      },
      { call: at(0), answer: { users: [...page(0, 2), { ...person(2), type: "DelegateUser" }] } },
      LIST_ROLES,
    );
    const people = [];
    for await (const page of vendor.connector.pages()) people.push(...page);
    vendor.done();
    expect(people).toMatchObject([
      { id: "u-0", sets: { roles: { members: { [FLAT]: [] } } }, references: { manager: "u-1" } },
      { id: "u-1", sets: { roles: { members: { [FLAT]: ["Sponsors"] } } }, references: { manager: null } },
    ]);
  });
});
