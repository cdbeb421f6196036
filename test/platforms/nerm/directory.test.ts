import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/change";
import type { UpdateRequest } from "../../../provider/core/platform";
import { FLAT, isAbsent } from "../../../provider/core/user";
import { ADA, BOB, FIRST, NO_MANAGERS, NO_ROLES, SEED_USER, scripted } from "./helpers";

const ROLES = {
  roles: [
    { id: "r-1", name: "Sponsors" },
    { id: "r-2", name: "Help Desk" },
    { id: "r-3", name: "Help Desk" },
  ],
};
const LIST_ROLES = { call: `GET /roles?${FIRST}`, answer: ROLES } as const;
const GET_ADA = { call: `GET /users/${ADA}`, answer: { user: SEED_USER } } as const;
const HELD = `GET /user_roles?user_id=${ADA}&${FIRST}` as const;
const MANAGED = `GET /user_managers?user_id=${ADA}&${FIRST}` as const;
const userRole = (role: string) => ({ id: `ur-${role}`, user_id: ADA, role_id: role });

function changing(changes: readonly Change[], desired: Partial<UpdateRequest["desired"]>): UpdateRequest {
  return {
    id: ADA,
    changes,
    desired: { attributes: {}, roles: undefined, manager: undefined, ...desired },
    addRolesOnly: false,
  };
}
const added = (name: string): Change => ({ kind: "role", path: ["roles", 0], to: name });
const removed = (name: string): Change => ({ kind: "role", path: ["roles", 0], from: name });
const managedBy = (id: string): Change => ({ kind: "manager", path: ["manager"], to: id });

describe("update", () => {
  it("sends the vendor's own example exactly", async () => {
    const values = {
      name: "myusername",
      email: "test@sailpoint.com",
      type: "NeprofileUser",
      profileId: ADA,
      title: "mytitle",
      status: "Active",
      login: "mylogin",
      admin: false,
      groupStrings: "Administrator_group,Developer_group",
    };
    const vendor = scripted({ call: `PATCH /users/${ADA}`, answer: { user: SEED_USER } });
    const changes = Object.entries(values).map(([name, to]): Change => ({ kind: "attribute", path: [name], to }));
    const { observed } = await vendor.directory.update(changing(changes, { attributes: values }));
    expect(JSON.stringify(vendor.sent[0]?.actual)).toBe(
      '{"user":{"id":"db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e","name":"myusername","email":"test@sailpoint.com",' +
        '"type":"NeprofileUser","profile_id":"db6f8e8b-65c2-47d5-a0db-90bcc4e9df9e","title":"mytitle",' +
        '"status":"Active","login":"mylogin","admin":false,"group_strings":"Administrator_group,Developer_group"}}',
    );
    expect(observed).toMatchObject({ id: ADA, unseen: ["groupStrings", "locale", "sailpointIdentityId"] });
  });

  it("grants before it takes away, and takes away whatever is not declared", async () => {
    const vendor = scripted(
      LIST_ROLES,
      { call: `PATCH /users/${ADA}`, body: { user: { id: ADA, title: "Boss" } }, answer: { user: SEED_USER } },
      { call: HELD, answer: { user_roles: [userRole("r-2"), userRole("r-9")] } },
      {
        call: "POST /user_role",
        body: { user_role: { user_id: ADA, role_id: "r-1" } },
        answer: { user_role: userRole("r-1") },
      },
      { call: MANAGED, answer: NO_MANAGERS },
      { call: "POST /user_manager", body: { user_manager: { user_id: ADA, manager_id: BOB } }, answer: {} },
      { call: "DELETE /user_role/ur-r-2", answer: { info: "User role was destroyed" } },
      { call: "DELETE /user_role/ur-r-9", answer: {} },
    );
    const title: Change = { kind: "attribute", path: ["title"], to: "Boss" };
    const { observed } = await vendor.directory.update(
      changing([title, added("Sponsors"), removed("r-2"), managedBy(BOB)], {
        attributes: { title: "Boss" },
        roles: { [FLAT]: ["Sponsors"] },
        manager: BOB,
      }),
    );
    vendor.done();
    expect(vendor.calls).toEqual([
      `GET /roles?${FIRST}`,
      `PATCH /users/${ADA}`,
      HELD,
      "POST /user_role",
      MANAGED,
      "POST /user_manager",
      "DELETE /user_role/ur-r-2",
      "DELETE /user_role/ur-r-9",
    ]);
    for (const { actual, expected } of vendor.sent) expect(actual).toEqual(expected);
    expect(observed).toMatchObject({ roles: { [FLAT]: ["Sponsors"] }, manager: BOB });
  });

  it("does nothing about a role that is only spelled otherwise", async () => {
    const vendor = scripted(LIST_ROLES, GET_ADA, { call: HELD, answer: { user_roles: [userRole("r-1")] } });
    await vendor.directory.update(changing([added("r-1"), removed("Sponsors")], { roles: { [FLAT]: ["r-1"] } }));
    expect(vendor.calls).toHaveLength(3);
  });

  it("takes nothing away where roles are only added", async () => {
    const vendor = scripted(LIST_ROLES, GET_ADA, { call: "POST /user_role", answer: {} });
    const request = changing([added("Sponsors")], { roles: { [FLAT]: ["Sponsors", "r-2"] } });
    const { observed } = await vendor.directory.update({ ...request, addRolesOnly: true });
    vendor.done();
    expect(observed?.roles).toEqual({ [FLAT]: ["Sponsors", "r-2"] });
  });

  it("counts a role that is there already, or gone already, as done", async () => {
    const vendor = scripted(
      LIST_ROLES,
      GET_ADA,
      { call: HELD, answer: { user_roles: [userRole("r-2")] } },
      {
        call: "POST /user_role",
        status: 400,
        answer: { error: "failed", errors: { role_id: ["has already been taken"] } },
      },
      { call: HELD, answer: { user_roles: [userRole("r-1"), userRole("r-2")] } },
      { call: "DELETE /user_role/ur-r-2", status: 400, answer: { error: "no user role found" } },
    );
    await vendor.directory.update(changing([added("r-1"), removed("r-2")], { roles: { [FLAT]: ["r-1"] } }));
    vendor.done();
  });

  it("recovers a grant whose answer was lost", async () => {
    const vendor = scripted(
      LIST_ROLES,
      GET_ADA,
      { call: HELD, answer: NO_ROLES, status: 400 },
      { call: "POST /user_role", status: 502, answer: {} },
      { call: HELD, answer: { user_roles: [userRole("r-1")] } },
    );
    await vendor.directory.update(changing([added("r-1")], { roles: { [FLAT]: ["r-1"] } }));
    vendor.done();
  });

  it("leaves it to core to look where a role that was to go was not found", async () => {
    const vendor = scripted(LIST_ROLES, GET_ADA, { call: HELD, answer: NO_ROLES });
    expect(await vendor.directory.update(changing([removed("Sponsors")], { roles: { [FLAT]: [] } }))).toEqual({
      id: ADA,
    });
  });

  it("changes the manager who is there", async () => {
    const row = { id: "um-1", user_id: ADA, manager_id: "somebody" };
    const vendor = scripted(
      GET_ADA,
      { call: MANAGED, answer: { user_managers: [{ ...row, id: "x", user_id: BOB }, row] } },
      { call: "PATCH /user_managers/um-1", body: { user_manager: { user_id: ADA, manager_id: BOB } }, answer: {} },
    );
    await vendor.directory.update(changing([managedBy(BOB)], { manager: BOB }));
    vendor.done();
    expect(vendor.sent[2]?.actual).toEqual(vendor.sent[2]?.expected);
  });

  it("refuses to choose among several managers", async () => {
    const rows = ["a", "b"].map((id) => ({ id, user_id: ADA, manager_id: `m-${id}` }));
    const vendor = scripted(GET_ADA, { call: MANAGED, answer: { user_managers: rows } });
    await expect(vendor.directory.update(changing([managedBy(BOB)], { manager: BOB }))).rejects.toMatchObject({
      code: "ambiguous",
    });
  });

  it.each([
    [404, "No such user"],
    [400, "no user found"],
    [400, "User not found"],
  ])("of somebody who is gone is not-found (%i %s)", async (status, error) => {
    const vendor = scripted({ call: `PATCH /users/${ADA}`, status, answer: { error } });
    const title: Change = { kind: "attribute", path: ["title"] };
    await expect(vendor.directory.update(changing([title], {}))).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("roles by name", () => {
  it("that several roles have are an error with their ids, before anything is created", async () => {
    const vendor = scripted(LIST_ROLES);
    const desired = { attributes: {}, roles: { [FLAT]: ["Help Desk"] }, manager: undefined };
    await expect(vendor.directory.create(desired)).rejects.toMatchObject({
      code: "ambiguous",
      message: expect.stringContaining("r-2, r-3"),
    });
  });

  it("that nobody knows are an error at roles, after one look for a new role", async () => {
    const vendor = scripted(LIST_ROLES, LIST_ROLES, LIST_ROLES);
    const asked = (name: string) =>
      vendor.directory.create({ attributes: {}, roles: { [FLAT]: [name] }, manager: undefined });
    await expect(asked("Sponsor")).rejects.toMatchObject({
      code: "invalid-arguments",
      refusals: [{ path: ["roles"] }],
    });
    await expect(asked("Sponsor")).rejects.toMatchObject({ code: "invalid-arguments" });
    await expect(asked("Sponsor")).rejects.toMatchObject({ code: "invalid-arguments" });
    expect(vendor.calls).toHaveLength(2);
  });
});

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
    expect(await vendor.directory.read(ADA)).toMatchObject({ roles: { [FLAT]: [] }, manager: null });
    vendor.done();
  });

  it("takes no other error for an empty list", async () => {
    const vendor = scripted(
      GET_ADA,
      { call: HELD, status: 200, answer: { error: "Invalid JSON syntax" } },
      { call: MANAGED, answer: NO_MANAGERS },
    );
    await expect(vendor.directory.read(ADA)).rejects.toMatchObject({ code: "rejected" });
  });

  it("shows roles by their names where these are unique, with the ids beside", async () => {
    const rows = ["r-1", "r-2"].map(userRole);
    const vendor = scripted(
      GET_ADA,
      { call: HELD, answer: { user_roles: [...rows, { ...userRole("r-3"), user_id: BOB }] } },
      { call: MANAGED, answer: { user_managers: [{ id: "um-1", user_id: ADA, manager_id: BOB }] } },
      LIST_ROLES,
    );
    expect(await vendor.directory.read(ADA)).toMatchObject({
      roles: { [FLAT]: ["Sponsors", "r-2"] },
      roleAliases: { Sponsors: ["r-1"] },
      manager: BOB,
    });
  });

  it("makes one call where neither roles nor the manager are wanted", async () => {
    const vendor = scripted(GET_ADA);
    const found = await vendor.directory.read(ADA, { roles: false, manager: false });
    expect(found).toMatchObject({ roles: {}, manager: undefined });
  });

  it.each([
    [404, { error: "no user found" }],
    [400, { error: "no user found" }],
    [400, { error: "User could not be found" }],
  ])("proves absence by %i %j", async (status, answer) => {
    const found = await scripted({ call: `GET /users/${ADA}`, status, answer }).directory.read(ADA);
    expect(isAbsent(found)).toBe(true);
  });

  it.each([
    [404, {}, "not-found"],
    [400, { error: "Invalid JSON syntax" }, "rejected"],
    [400, { error: "not found", errors: { id: "is invalid" } }, "rejected"],
    [401, { error: "no user found" }, "unauthenticated"],
    [403, { error: "no user found" }, "permission-denied"],
    [200, { users: [] }, "protocol"],
  ])("is an error, not absence, after %i %j", async (status, answer, code) => {
    const vendor = scripted({ call: `GET /users/${ADA}`, status, answer });
    await expect(vendor.directory.read(ADA)).rejects.toMatchObject({ code });
  });
});

describe("find", () => {
  const LOGIN = `GET /users?login=mylogin&${FIRST}` as const;
  const NOBODY = { roles: false, manager: false };

  it("compares without regard to case, and passes over strangers and delegates", async () => {
    const users = [
      { ...SEED_USER, id: "1", login: "mylogin2" },
      { ...SEED_USER, id: "2", login: "MyLogin", status: "Disabled" },
      { ...SEED_USER, id: "3", type: "DelegateUser" },
    ];
    const found = await scripted({ call: LOGIN, answer: { users } }).directory.find("mylogin", NOBODY);
    expect(found).toMatchObject([{ id: "2", active: false }]);
  });

  it.each([200, 400])("takes an empty-list answer (%i) for nobody", async (status) => {
    const vendor = scripted({ call: LOGIN, status, answer: { error: "no users found" } });
    expect(await vendor.directory.find("mylogin")).toEqual([]);
  });
});

describe("list", () => {
  const person = (n: number) => ({ ...SEED_USER, id: `u-${n}`, login: `login-${n}` });
  const page = (from: number, count: number) => Array.from({ length: count }, (_, i) => person(from + i));
  const at = (offset: number) => `GET /users?limit=100&offset=${offset}&metadata=true` as const;
  const all = async (vendor: ReturnType<typeof scripted>) => {
    const ids: string[] = [];
    const wanted = { roles: false, manager: false };
    for await (const { id } of vendor.directory.list(wanted)) ids.push(id);
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

  it("goes on to a page that is not full where there is no total", async () => {
    const vendor = scripted(
      { call: at(0), answer: { users: page(0, 100) } },
      { call: at(100), answer: { users: page(100, 7) } },
    );
    expect(await all(vendor)).toHaveLength(107);
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

  it("asks for everybody's roles and managers together", async () => {
    const vendor = scripted(
      { call: `GET /user_roles?${FIRST}`, answer: { user_roles: [{ ...userRole("r-1"), user_id: "u-1" }] } },
      {
        call: `GET /user_managers?${FIRST}`,
        answer: { user_managers: [{ id: "m", user_id: "u-0", manager_id: "u-1" }] },
      },
      { call: at(0), answer: { users: [...page(0, 2), { ...person(2), type: "DelegateUser" }] } },
      LIST_ROLES,
    );
    const people = [];
    for await (const one of vendor.directory.list()) people.push(one);
    vendor.done();
    expect(people).toMatchObject([
      { id: "u-0", roles: { [FLAT]: [] }, manager: "u-1" },
      { id: "u-1", roles: { [FLAT]: ["Sponsors"] }, manager: null },
    ]);
  });
});

describe("refusals", () => {
  const title: Change = { kind: "attribute", path: ["title"], to: "Secret title" };
  const refusal = async (answer: object, status = 400) => {
    const vendor = scripted({ call: `PATCH /users/${ADA}`, status, answer });
    const request = changing([title], { attributes: { title: "Secret title" } });
    return vendor.directory.update(request).catch((error: unknown) => error);
  };

  it("without attributes say what the vendor says, without the person's values and the token", async () => {
    const error = await refusal({ error: "Invalid JSON syntax near Secret title, key-1234" });
    expect(error).toMatchObject({ code: "rejected", properties: [] });
    expect(String(error)).toContain("Invalid JSON syntax near ***, ***");
  });

  it("with attributes reach the arguments, as a text or a list of texts", async () => {
    const errors = { email: "is invalid", group_strings: ["is odd", "is long"], other_thing: "is new" };
    const error = await refusal({ error: "The user failed to create/update", errors });
    expect(error).toMatchObject({
      code: "rejected",
      properties: ["email", "groupStrings"],
      message: expect.stringMatching(/^email: is invalid; groupStrings: is odd, is long; other_thing: is new\./),
    });
  });

  it("of a login say what to do where a leaver has it", async () => {
    const error = await refusal({ error: "failed", errors: { login: "has already been taken" } });
    expect(String(error)).toContain("leaves in this same run, run again");
  });

  it("of a person who is not seen yet are not-found, so that core waits", async () => {
    const vendor = scripted(
      GET_ADA,
      { call: MANAGED, answer: NO_MANAGERS },
      { call: "POST /user_manager", status: 400, answer: { error: "failed", errors: { manager: "must exist" } } },
    );
    await expect(vendor.directory.update(changing([managedBy(BOB)], { manager: BOB }))).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/^manager: must exist/),
    });
  });
});

describe("jobs", () => {
  const STARTED = { info: "job has started", job_status: { job_id: "j-1", status: "queued" }, status: 200 };
  const JOB = "GET /job_status?job_id=j-1";
  const started = { call: `PATCH /users/${ADA}`, answer: STARTED } as const;
  const title: Change = { kind: "attribute", path: ["title"], to: "Boss" };
  const request = changing([title], { attributes: { title: "Boss" } });
  const desired = { attributes: { login: "mylogin" }, roles: undefined, manager: undefined };
  const job = (status: string, record: object = {}) =>
    ({ call: JOB, answer: { uid: "x", status, job_type: "import", job_data: [{ errors: [], ...record }] } }) as const;

  it("are waited for with growing pauses, and leave it to core to look", async () => {
    const missing = { call: JOB, status: 400, answer: { error: "no job found" } } as const;
    const vendor = scripted(started, missing, job("queued"), job("processing"), job("complete", { user_id: ADA }));
    const before = vendor.context.clock.now();
    expect(await vendor.directory.update(request)).toEqual({ id: ADA });
    vendor.done();
    expect(vendor.context.clock.now() - before).toBe(100 + 170 + 289);
  });

  it("that complain are refusals at the argument", async () => {
    const vendor = scripted(started, job("complete", { errors: ["title is too long"] }));
    await expect(vendor.directory.update(request)).rejects.toMatchObject({ code: "rejected", properties: ["title"] });
  });

  it("that fail are refusals", async () => {
    await expect(scripted(started, job("failed")).directory.update(request)).rejects.toMatchObject({
      code: "rejected",
    });
  });

  it("that take too long are named", async () => {
    const vendor = scripted(started, ...Array.from({ length: 30 }, () => job("queued")));
    await expect(vendor.directory.update(request)).rejects.toMatchObject({ code: "not-converged" });
  });

  it("create the account that they name", async () => {
    const vendor = scripted({ call: "POST /user", answer: STARTED }, job("complete", { user_id: ADA }));
    expect(await vendor.directory.create(desired)).toEqual({ id: ADA });
  });

  it("create the account that has the login, where they name none", async () => {
    const vendor = scripted(
      { call: "POST /user", answer: STARTED },
      job("complete"),
      { call: `GET /users?login=mylogin&${FIRST}`, answer: { users: [SEED_USER] } },
      { call: HELD, answer: NO_ROLES },
      { call: MANAGED, answer: NO_MANAGERS },
    );
    expect(await vendor.directory.create(desired)).toMatchObject({ id: ADA, observed: { id: ADA } });
  });

  it("leave a creation uncertain where their outcome is not known", async () => {
    const lost = scripted({ call: "POST /user", answer: STARTED }, { call: JOB, status: 403, answer: {} });
    await expect(lost.directory.create(desired)).rejects.toMatchObject({ code: "uncertain" });
  });
});

describe("removal", () => {
  it("deactivates by a PATCH of the status", async () => {
    const user = { ...SEED_USER, status: "Disabled" };
    const body = { user: { id: ADA, status: "Disabled" } };
    const vendor = scripted({ call: `PATCH /users/${ADA}`, body, answer: { user } });
    expect(await vendor.directory.deactivate(ADA)).toBe("done");
    expect(vendor.sent[0]?.actual).toEqual(body);
  });

  it.each([
    [200, { info: "object deleted" }, "done"],
    [404, { error: "no user found" }, "already"],
    [400, { error: "no user found" }, "already"],
  ])("deletes: %i %j is %s", async (status, answer, outcome) => {
    const vendor = scripted({ call: `DELETE /users/${ADA}`, status, answer });
    expect(await vendor.directory.remove(ADA)).toBe(outcome);
  });

  it.each([
    [400, { error: "The user can't be deleted" }],
    [200, { error: "The user can't be deleted" }],
  ])("that is refused is an error (%i)", async (status, answer) => {
    const vendor = scripted({ call: `DELETE /users/${ADA}`, status, answer });
    await expect(vendor.directory.remove(ADA)).rejects.toMatchObject({ code: "rejected" });
  });
});
