import { describe, expect, it } from "vitest";
import type { Outcome, UpdateRequest } from "../../../provider/core/contract/connector";
import type { Change } from "../../../provider/core/model/change";
import type { Desired, Observed } from "../../../provider/core/model/entity";
import type { Answer } from "../../http/scripted-vendor";
import {
  ADA,
  attribute,
  BOB,
  DENIED,
  declared,
  GONE,
  inGroups,
  member,
  realm,
  request,
  STAFF,
  seen,
  type Told,
  type User,
} from "./small-realm";

const READ_ONLY: Answer = { status: 400, body: { errorMessage: "User is read only!" } };
const OFF: Change = { kind: "activation", path: ["enabled"], to: false };

describe("somebody who is changed", () => {
  const renamed = request("u-1", [attribute("firstName")], declared({ username: "ada", firstName: "Augusta" }));
  const badge = request(
    "u-1",
    [attribute("attributes", "badge")],
    declared({ username: "ada", attributes: { badge: "red" } }),
  );

  it("is looked at before only where all further attributes are written, and after each time", async () => {
    const plain = realm();
    expect(await plain.told(plain.connector.update(renamed))).toMatchObject({
      id: "u-1",
      observed: { attributes: { firstName: "Augusta" } },
    });
    expect(plain.calls().filter((call) => call === "GET /users/u-1")).toHaveLength(1);
    const whole = realm();
    await whole.told(whole.connector.update(badge));
    expect(whole.calls().filter((call) => call === "GET /users/u-1")).toHaveLength(2);
  });

  it("is looked at once more where the write of all further attributes had to wait", async () => {
    for (const how of ["update", "updateMany"] as const) {
      const { connector, told, calls, users } = realm({ requestsPerMinute: 1 });
      await told<unknown>(how === "update" ? connector.update(badge) : connector.updateMany([badge]));
      const beforeWrite = calls().slice(0, calls().indexOf("PUT /users/u-1"));
      expect(beforeWrite.at(-1)).toBe("GET /users/u-1");
      expect(users.get("u-1")).toMatchObject({ firstName: "Ada", attributes: { badge: ["red"] } });
    }
  });

  it("under another name by now is not written, alone or together with others", async () => {
    for (const how of ["update", "updateMany"] as const) {
      const { connector, told, writes } = realm({ people: [{ ...ADA, username: "somebody" }] });
      const outcome =
        how === "update"
          ? connector.update(badge)
          : connector.updateMany([badge]).then(([one]) => Promise.reject((one as { error: Error }).error));
      await expect(told<unknown>(outcome)).rejects.toMatchObject({ code: "protocol" });
      expect(writes()).toEqual([]);
    }
    const { connector, told, writes } = realm({ people: [BOB] });
    expect(await told(connector.updateMany([badge]))).toMatchObject([{ error: { code: "not-found" } }]);
    expect(writes()).toEqual([]);
  });

  it("together with others is looked at in one call before, if at all, and one after", async () => {
    const outcomes = async (requests: readonly UpdateRequest[], more: Told = {}) => {
      const { connector, told, calls } = realm(more);
      const found = await told(connector.updateMany(requests));
      return { found, looks: calls().filter((call) => call === "GET /users").length };
    };
    expect(await outcomes([renamed])).toMatchObject({
      found: [{ written: { id: "u-1", observed: { attributes: { firstName: "Augusta" } } } }],
      looks: 1,
    });
    expect((await outcomes([badge, renamed])).looks).toBe(2);
    expect(await outcomes([{ ...renamed, id: "u-9" }, renamed])).toMatchObject({
      found: [{ error: { code: "not-found" } }, { written: { id: "u-1" } }],
    });
    // The change was made, whatever becomes of the look.
    expect(await outcomes([renamed], { instead: { "GET /users": DENIED } })).toMatchObject({
      found: [{ written: { id: "u-1" } }],
    });
  });

  it("is gone where the realm says so, before or after", async () => {
    for (const [asked, call] of [
      [renamed, "PUT /users/u-1"],
      [renamed, "GET /users/u-1"],
      [badge, "GET /users/u-1"],
    ] as const) {
      const { connector, told } = realm({ instead: { [call]: GONE } });
      await expect(told(connector.update(asked))).rejects.toMatchObject({ code: "not-found" });
    }
  });

  it("costs no look at all where roles alone change and the rest was seen", async () => {
    const shown = seen({
      roles: { members: { realm: ["auditor"] }, implied: { realm: ["default-roles-acme"] } },
      groups: { members: inGroups("/staff") },
    });
    const desired = declared({ username: "ada" }, { sets: { roles: { realm: ["reviewer"] } } });
    const asked = request("u-1", [member("roles", "realm")], desired, { seen: shown });
    const expected = {
      ...shown,
      sets: { ...shown.sets, roles: { members: { realm: ["reviewer"] }, implied: { realm: ["default-roles-acme"] } } },
    };
    const one = realm();
    expect(await one.told(one.connector.update(asked))).toEqual({ id: "u-1", observed: expected });
    const many = realm();
    expect(await many.told(many.connector.updateMany([asked]))).toEqual([
      { written: { id: "u-1", observed: expected } },
    ]);
    for (const { calls } of [one, many]) expect(calls().filter((call) => /^GET .users/.test(call))).toEqual([]);
    const unseen = realm({ roles: { "u-1": ["auditor"] } });
    const { seen: _, ...alone } = asked;
    expect(await unseen.told(unseen.connector.update(alone))).toMatchObject({
      observed: { attributes: { firstName: "Ada" } },
    });
  });

  it.each<[string, Desired["sets"], Observed["sets"] | undefined, object]>([
    [
      "as they are declared",
      { roles: { realm: ["auditor"] }, groups: inGroups("/a") },
      undefined,
      { roles: { members: { realm: ["auditor"] }, implied: {} }, groups: { members: inGroups("/a") } },
    ],
    [
      "as they were seen, where they are not declared",
      {},
      { roles: { members: { realm: ["x"] }, implied: { realm: ["y"] } }, groups: { members: inGroups("/b") } },
      { roles: { members: { realm: ["x"] }, implied: { realm: ["y"] } }, groups: { members: inGroups("/b") } },
    ],
    ["not at all, where nobody knows them", {}, undefined, {}],
  ])("in something else is shown with roles and groups %s", async (_, sets, shown, expected) => {
    const { connector, told, calls } = realm();
    const asked = { ...renamed, desired: { ...renamed.desired, sets }, ...(shown ? { seen: seen(shown) } : {}) };
    expect((await told(connector.update(asked))).observed?.sets).toEqual(expected);
    expect(calls().some((call) => /role-mappings|groups/.test(call))).toBe(false);
  });

  it("in their groups is shown with those that they are in then", async () => {
    const { connector, told, writes } = realm({ groups: { "u-1": [{ id: "g-7", path: "/other" }] } });
    const desired = declared({ username: "ada", firstName: "Augusta" }, { sets: { groups: inGroups("/staff") } });
    const asked = request("u-1", [attribute("firstName"), member("groups", "0")], desired, {
      seen: seen({ groups: { members: inGroups("/old") } }),
    });
    expect((await told(connector.update(asked))).observed?.sets["groups"]?.members).toEqual(inGroups("/other"));
    // With too much rather than with nothing, if the run ends here.
    expect(writes()).toEqual(["PUT /users/u-1", "PUT /users/u-1/groups/g-1", "DELETE /users/u-1/groups/g-7"]);
  });

  it("in groups and roles gets what is new first, and loses what is old last", async () => {
    const { connector, told, writes } = realm({
      groups: { "u-1": [{ id: "g-7", path: "/other" }] },
      roles: { "u-1": ["auditor"] },
    });
    const desired = declared(
      { username: "ada" },
      { sets: { groups: inGroups("/staff"), roles: { realm: ["reviewer"] } } },
    );
    await told(connector.update(request("u-1", [member("groups"), member("roles")], desired)));
    expect(writes()).toEqual([
      "PUT /users/u-1/groups/g-1",
      "POST /users/u-1/role-mappings/realm",
      "DELETE /users/u-1/role-mappings/realm",
      "DELETE /users/u-1/groups/g-7",
    ]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ["stays in the others where groups are only added", ["groups"], []],
    ["leaves the others where roles are only added", ["roles"], ["DELETE /users/u-1/groups/g-7"]],
  ])("%s", async (_, addOnly, left) => {
    const { connector, told, writes } = realm({ groups: { "u-1": [STAFF, { id: "g-7", path: "/other" }] } });
    const desired = declared({ username: "ada" }, { sets: { groups: inGroups("/staff") } });
    await told(connector.update(request("u-1", [member("groups")], desired, { addOnly })));
    expect(writes()).toEqual(left);
  });

  const off = (more: Partial<Desired["attributes"]> = {}) =>
    request("u-1", [OFF], declared({ username: "ada", enabled: false, ...more }));
  const KEPT_ON: Told = { people: [{ ...ADA, federationLink: "ldap-1" }], instead: { "PUT /users/u-1": 204 } };

  it("and switched off, but kept on by a directory, is an error that names it", async () => {
    for (const changes of [[OFF], [OFF, attribute("firstName")]]) {
      const { connector, told } = realm(KEPT_ON);
      await expect(told(connector.update({ ...off(), changes }))).rejects.toMatchObject({
        code: "rejected",
        properties: ["enabled"],
      });
    }
    const { connector, told } = realm(KEPT_ON);
    const [outcome] = await told(connector.updateMany([off()]));
    expect((outcome as Extract<Outcome, { error: Error }>).error).toMatchObject({
      code: "rejected",
      properties: ["enabled"],
    });
  });

  it.each<[string, Change]>([
    ["switched on", { kind: "activation", path: ["enabled"], to: true }],
    ["changed in something else", attribute("firstName")],
    ["emptied of something", { kind: "attribute", path: ["emailVerified"], to: false }],
  ])("and %s may be on, whatever directory they come from", async (_, change) => {
    const { connector, told } = realm(KEPT_ON);
    expect(await told(connector.update(request("u-1", [change], declared({ username: "ada" }))))).toMatchObject({
      observed: { active: true },
    });
  });
});

describe("a leaver", () => {
  const copy: User = { ...ADA, federationLink: "ldap-1" };
  const PUT = "PUT /users/u-1";

  it.each<[string, Told, string]>([
    ["who is on", {}, "done"],
    ["who is gone", { people: [BOB] }, "already"],
    [
      "whose change is refused, and who is off already",
      { people: [{ ...ADA, enabled: false }], instead: { [PUT]: READ_ONLY } },
      "done",
    ],
    ["of the realm's own, whose change shows late", { federations: ["ldap-1"], instead: { [PUT]: 204 } }, "done"],
    ["of a directory that lets them be off", { people: [copy], federations: ["ldap-1"] }, "done"],
  ])("%s is switched off, or was", async (_, told, removal) => {
    const { connector, told: ended, writes, bodies } = realm(told);
    expect(await ended(connector.deactivate("u-1"))).toBe(removal);
    expect(writes()).toEqual([PUT]);
    expect(bodies).toEqual([{ enabled: false }]);
  });

  it.each<[string, Told, string]>([
    ["whose change is refused", { instead: { [PUT]: READ_ONLY } }, "rejected"],
    [
      "of whom nobody says whether they are on",
      { people: [{ id: "u-1", username: "ada" }], instead: { [PUT]: READ_ONLY } },
      "rejected",
    ],
    [
      "whose change is refused, and who can't be read",
      { instead: { [PUT]: READ_ONLY, "GET /users/u-1": DENIED } },
      "rejected",
    ],
    [
      "whom these credentials may not change, also where they are off",
      { people: [{ ...ADA, enabled: false }], instead: { [PUT]: DENIED } },
      "permission-denied",
    ],
    ["whom a directory keeps on", { people: [copy], federations: ["ldap-1"], instead: { [PUT]: 204 } }, "rejected"],
    [
      "whom a directory that may not be seen keeps on",
      { people: [copy], federations: "hidden", instead: { [PUT]: 204 } },
      "rejected",
    ],
  ])("%s is not taken for switched off", async (_, told, code) => {
    const { connector, told: ended } = realm(told);
    await expect(ended(connector.deactivate("u-1"))).rejects.toMatchObject({
      code,
      message: expect.stringContaining("u-1"),
    });
  });

  it("of a realm with people of its own alone is not looked at", async () => {
    const { connector, told, calls } = realm();
    await told(connector.deactivate("u-1"));
    expect(calls()).not.toContain("GET /users/u-1");
  });

  it.each<[string, Told, string]>([
    ["who is there", {}, "done"],
    ["who is gone", { people: [BOB] }, "already"],
    ["who is gone, where there are directories", { people: [BOB], federations: ["ldap-1"] }, "already"],
    ["who is the realm's own, where there are directories", { federations: ["ldap-1"] }, "done"],
  ])("%s is deleted, or was", async (_, told, removal) => {
    const { connector, told: ended, users } = realm(told);
    expect(await ended(connector.remove("u-1"))).toBe(removal);
    expect([...users.keys()]).toEqual(["u-2"]);
  });

  it("who would come back from a directory is not deleted", async () => {
    const { connector, told, writes } = realm({ people: [copy], federations: ["ldap-1"] });
    await expect(told(connector.remove("u-1"))).rejects.toMatchObject({
      issues: [{ path: ["onDestroy"], reason: expect.stringMatching(/ldap-1.*federationLink|federationLink.*ldap-1/) }],
    });
    expect(writes()).toEqual([]);
  });
});
