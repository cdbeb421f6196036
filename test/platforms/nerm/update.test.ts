import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change";
import { FLAT } from "../../../provider/core/model/entity";
import {
  ADA,
  added,
  BOB,
  changing,
  FIRST,
  GET_ADA,
  HELD,
  LIST_ROLES,
  MANAGED,
  managedBy,
  NO_MANAGERS,
  NO_ROLES,
  removed,
  SEED_USER,
  scripted,
  userRole,
} from "./helpers";

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
    const { observed } = await vendor.connector.update(changing(changes, { attributes: values }));
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
    const { observed } = await vendor.connector.update(
      changing([title, added("Sponsors"), removed("r-2"), managedBy(BOB)], {
        attributes: { title: "Boss" },
        sets: { roles: { [FLAT]: ["Sponsors"] } },
        references: { manager: BOB },
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
    expect(observed).toMatchObject({
      sets: { roles: { members: { [FLAT]: ["Sponsors"] } } },
      references: { manager: BOB },
    });
  });

  it("does nothing about a role that is only spelled otherwise", async () => {
    const vendor = scripted(LIST_ROLES, GET_ADA, { call: HELD, answer: { user_roles: [userRole("r-1")] } });
    await vendor.connector.update(
      changing([added("r-1"), removed("Sponsors")], { sets: { roles: { [FLAT]: ["r-1"] } } }),
    );
    expect(vendor.calls).toHaveLength(3);
  });

  it("takes nothing away where roles are only added", async () => {
    const vendor = scripted(LIST_ROLES, GET_ADA, { call: "POST /user_role", answer: {} });
    const request = changing([added("Sponsors")], { sets: { roles: { [FLAT]: ["Sponsors", "r-2"] } } });
    const { observed } = await vendor.connector.update({ ...request, addOnly: ["roles"] });
    vendor.done();
    expect(observed?.sets["roles"]?.members).toEqual({ [FLAT]: ["Sponsors", "r-2"] });
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
    await vendor.connector.update(changing([added("r-1"), removed("r-2")], { sets: { roles: { [FLAT]: ["r-1"] } } }));
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
    await vendor.connector.update(changing([added("r-1")], { sets: { roles: { [FLAT]: ["r-1"] } } }));
    vendor.done();
  });

  it("leaves it to core to look where a role that was to go was not found", async () => {
    const vendor = scripted(LIST_ROLES, GET_ADA, { call: HELD, answer: NO_ROLES });
    expect(await vendor.connector.update(changing([removed("Sponsors")], { sets: { roles: { [FLAT]: [] } } }))).toEqual(
      {
        id: ADA,
      },
    );
  });

  it("changes the manager who is there", async () => {
    const row = { id: "um-1", user_id: ADA, manager_id: "somebody" };
    const vendor = scripted(
      GET_ADA,
      { call: MANAGED, answer: { user_managers: [{ ...row, id: "x", user_id: BOB }, row] } },
      { call: "PATCH /user_managers/um-1", body: { user_manager: { user_id: ADA, manager_id: BOB } }, answer: {} },
    );
    await vendor.connector.update(changing([managedBy(BOB)], { references: { manager: BOB } }));
    vendor.done();
    expect(vendor.sent[2]?.actual).toEqual(vendor.sent[2]?.expected);
  });

  it("refuses to choose among several managers", async () => {
    const rows = ["a", "b"].map((id) => ({ id, user_id: ADA, manager_id: `m-${id}` }));
    const vendor = scripted(GET_ADA, { call: MANAGED, answer: { user_managers: rows } });
    await expect(
      vendor.connector.update(changing([managedBy(BOB)], { references: { manager: BOB } })),
    ).rejects.toMatchObject({
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
    await expect(vendor.connector.update(changing([title], {}))).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("roles by name", () => {
  it("that several roles have are an error with their ids, before anything is created", async () => {
    const vendor = scripted(LIST_ROLES);
    const desired = { attributes: {}, sets: { roles: { [FLAT]: ["Help Desk"] } }, references: {} };
    await expect(vendor.connector.create(desired)).rejects.toMatchObject({
      code: "ambiguous",
      message: expect.stringContaining("r-2, r-3"),
    });
  });

  it("that nobody knows are an error at roles, after one look for a new role", async () => {
    const vendor = scripted(LIST_ROLES, LIST_ROLES, LIST_ROLES);
    const asked = (name: string) =>
      vendor.connector.create({ attributes: {}, sets: { roles: { [FLAT]: [name] } }, references: {} });
    await expect(asked("Sponsor")).rejects.toMatchObject({
      code: "invalid-arguments",
      issues: [{ path: ["roles", 0] }],
    });
    await expect(asked("Sponsor")).rejects.toMatchObject({ code: "invalid-arguments" });
    await expect(asked("Sponsor")).rejects.toMatchObject({ code: "invalid-arguments" });
    expect(vendor.calls).toHaveLength(2);
  });
});
