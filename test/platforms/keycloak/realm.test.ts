import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { check } from "../../../provider/core/compare/check";
import { diff } from "../../../provider/core/compare/diff";
import { fromProperties, type Properties } from "../../../provider/core/contract/declaration";
import { create, read, remove, update } from "../../../provider/core/lifecycle/reconcile";
import { getAll } from "../../../provider/core/reads/queries";
import { keycloak } from "../../../provider/platforms/keycloak/index";
import { FakeRealm } from "./fake-realm";

let realm: FakeRealm;
beforeEach(async () => {
  realm = await FakeRealm.start();
});
afterEach(() => realm.stop());

const failure = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);
const make = (args: Properties, settings = {}) => create(realm.session(settings), { username: "ada", ...args }, "ada");
const held = (id: string) => [...(realm.memberships.get(id) ?? [])].sort();

describe("a list", () => {
  const ids = async () => (await getAll(realm.session(), {})).map(({ id }) => id);

  it("goes on after a page that is short because somebody was taken out of it", async () => {
    for (let i = 0; i < 1003; i++) realm.addUser(`p${i}`);
    for (const id of ["u3", "u999"]) realm.hidden.add(id);
    expect(await ids()).toHaveLength(1001);
    expect(new Set(await ids()).has("u1003")).toBe(true);
  });

  it("misses nobody where people are deleted while it is read", async () => {
    for (let i = 0; i < 2010; i++) realm.addUser(`p${i}`);
    for (const id of ["u3", "u4", "u1500"]) realm.dropped.add(id);
    const seen = new Set(await ids());
    expect([...realm.users.keys()].filter((id) => !seen.has(id))).toEqual([]);
    expect(seen.size).toBe(2007);
  });

  it("passes over a page in which nobody may be seen, as long as the count tells of more", async () => {
    for (let i = 0; i < 2500; i++) realm.addUser(`p${i}`);
    for (let i = 1; i <= 2400; i++) realm.hidden.add(`u${i}`);
    expect(await ids()).toHaveLength(100);
  });

  it.each([
    ["a count that sees less", 0],
    ["no count", "?"],
    ["a count that sees more", 9999],
  ])("ends at an empty page behind %s", async (_, count) => {
    realm.count = count;
    for (let i = 0; i < 5; i++) realm.addUser(`p${i}`);
    expect(await ids()).toHaveLength(5);
  });

  it("takes one more request where the count agrees", async () => {
    realm.addUser("ada");
    expect(await ids()).toHaveLength(1);
    expect(realm.calls.filter((call) => call.startsWith("GET /users"))).toEqual(["GET /users", "GET /users/count"]);
  });

  it("of a role's and a group's members is as complete", async () => {
    const [role, group] = [realm.addRole("reviewer"), realm.addGroup("staff")];
    for (let i = 0; i < 1003; i++) {
      const id = realm.addUser(`p${i}`);
      realm.mappings.set(id, new Set([role]));
      realm.memberships.set(id, new Set([group]));
    }
    realm.hidden.add("u7");
    const last = (await getAll(realm.session(), {})).find(({ id }) => id === "u1003");
    expect(last).toMatchObject({ roles: { realm: ["reviewer"] }, groups: ["/staff"] });
  });
});

describe("two groups with one path", () => {
  let [slashed, payroll, nested] = ["", "", ""];
  beforeEach(() => {
    slashed = realm.addGroup("payroll/admins");
    payroll = realm.addGroup("payroll");
    nested = realm.addGroup("admins", payroll);
  });

  it("are refused by their path, with both ids, before anything is sent", async () => {
    const error = await failure(make({ groups: ["/payroll", "/payroll/admins"] }));
    expect(error).toMatchObject({ code: "invalid-arguments", issues: [{ path: ["groups", 1] }] });
    expect(String(error)).toContain(slashed);
    expect(String(error)).toContain(nested);
    expect(realm.writes()).toEqual([]);
  });

  it.each([["slashed"], ["nested"]])("are joined by id: %s", async (which) => {
    const wanted = which === "slashed" ? slashed : nested;
    const { id, outputs } = await make({ groups: ["/payroll", wanted] });
    expect(held(id)).toEqual([payroll, wanted].sort());
    expect(outputs["groups"]).toEqual(["/payroll", wanted]);
    const found = await read(realm.session(), id, outputs, "ada");
    expect(found?.outputs).toEqual(outputs);
  });

  it("are left by id, and never the other one", async () => {
    const { id, outputs } = await make({ groups: [slashed] });
    const other = await update(realm.session(), id, outputs, { username: "ada", groups: [nested] }, "ada");
    expect(held(id)).toEqual([nested]);
    await update(realm.session(), id, other.outputs, { username: "ada", clear: ["groups"] }, "ada");
    expect(held(id)).toEqual([]);
    expect(realm.writes().filter((call) => call.startsWith("DELETE"))).toEqual([
      `DELETE /users/${id}/groups/${slashed}`,
      `DELETE /users/${id}/groups/${nested}`,
    ]);
  });

  it("are told apart in a list and in an import", async () => {
    const id = realm.addUser("bob");
    realm.memberships.set(id, new Set([slashed, payroll]));
    expect((await read(realm.session(), id, undefined, "bob"))?.inputs["groups"]).toEqual(["/payroll", slashed]);
    expect(await getAll(realm.session(), {})).toMatchObject([{ groups: ["/payroll", slashed] }]);
  });

  it("leave a group below one of them to its id as well", async () => {
    const [a, b] = [realm.addGroup("x", slashed), realm.addGroup("x", nested)];
    const { id } = await make({ groups: [a] });
    expect(held(id)).toEqual([a]);
    expect(await failure(make({ username: "bob", groups: ["/payroll/admins/x"] }))).toMatchObject({
      message: expect.stringContaining(b),
    });
  });
});

describe("a group", () => {
  it("can be declared by its id beside paths, and is one and the same", async () => {
    const [staff, notes] = [realm.addGroup("staff"), realm.addGroup("notes")];
    const { id, outputs } = await make({ groups: [staff, "/notes"] });
    expect(held(id)).toEqual([staff, notes].sort());
    expect(outputs["groups"]).toEqual(["/notes", staff]);
    expect((await read(realm.session(), id, outputs, "ada"))?.outputs).toEqual(outputs);
    const byPath = await update(realm.session(), id, outputs, { username: "ada", groups: ["/staff", "/notes"] }, "ada");
    expect(byPath.outputs["groups"]).toEqual(["/notes", "/staff"]);
    expect(held(id)).toEqual([staff, notes].sort());
  });

  it("with a slash in its name is joined by its id where its path is its own", async () => {
    const group = realm.addGroup("north/south");
    const { id } = await make({ groups: ["/north/south"] });
    expect(held(id)).toEqual([group]);
    expect(realm.writes()).toContain(`PUT /users/${id}/groups/${group}`);
  });

  it("whose name is stored in another Unicode form is found", async () => {
    const group = realm.addGroup("e\u0301quipe");
    const { id } = await make({ groups: ["/\u00e9quipe"] });
    expect(held(id)).toEqual([group]);
  });

  it("that was made in the same run is found, and one that is not there is refused by its place", async () => {
    realm.addGroup("staff");
    const session = realm.session();
    await create(session, { username: "ada", groups: ["/staff"] }, "ada");
    const late = realm.addGroup("late");
    const { id } = await create(session, { username: "bob", groups: ["/late"] }, "bob");
    expect(held(id)).toEqual([late]);
    const error = await failure(create(session, { username: "cleo", groups: ["/late", "g-99"] }, "cleo"));
    expect(error).toMatchObject({ issues: [{ path: ["groups", 1] }] });
  });

  it("is the same to a state of earlier versions, which kept groups among the attributes", async () => {
    realm.addGroup("notes");
    const { outputs } = await make({ groups: ["/notes"] });
    const unsorted = { ...outputs, groups: ["/notes", "/engines"] };
    const { groups: _, ...without } = outputs;
    for (const [news, olds] of [
      [{ groups: ["/engines", "/notes"] }, unsorted],
      [{ groups: [] }, { ...without, clear: ["groups"] }],
      [{ groups: null }, { ...without, clear: ["groups"] }],
      [{ clear: ["groups"] }, { ...without, clear: ["groups"] }],
    ]) {
      const { inputs, issues } = check(keycloak.kinds.user, { username: "ada", ...news }, {});
      expect(issues).toEqual([]);
      expect(inputs).not.toHaveProperty("clear");
      const [now, last] = [inputs, olds ?? {}].map((one) => fromProperties(keycloak.kinds.user.capabilities, one));
      expect(now && last && diff(keycloak.kinds.user.capabilities, now, last)).toEqual([]);
    }
    const both = check(keycloak.kinds.user, { username: "ada", groups: ["/notes"], clear: ["groups"] }, {});
    expect(both.issues).toMatchObject([{ path: ["clear", 0], reason: expect.stringContaining("at once") }]);
  });

  it('that is not declared stays under groupsMode "add", and goes once the mode is taken back', async () => {
    const [staff, notes] = [realm.addGroup("staff"), realm.addGroup("notes")];
    const { id, outputs } = await make({ groups: ["/staff"], groupsMode: "add" });
    realm.memberships.set(id, new Set([staff, notes]));
    const moved = { username: "ada", groups: [], groupsMode: "add" };
    const added = await update(realm.session(), id, outputs, moved, "ada");
    expect(held(id)).toEqual([staff, notes].sort());
    await update(realm.session(), id, added.outputs, { username: "ada", groups: ["/staff"] }, "ada");
    expect(held(id)).toEqual([staff]);
  });

  it("of one name costs a read no look at all groups", async () => {
    const id = realm.addUser("bob");
    realm.memberships.set(id, new Set([realm.addGroup("staff")]));
    await read(realm.session(), id, undefined, "bob");
    expect(realm.calls).not.toContain("GET /groups");
  });
});

describe("a value that the profile lists in NFD", () => {
  it("is set and changed as it is listed, and is what was declared", async () => {
    const [quality, side] = ["Qualité", "Côté"].map((text) => text.normalize("NFD"));
    realm.profile.push("team");
    realm.options.set("team", [quality ?? "", side ?? ""]);
    const { id, outputs } = await make({ attributes: { team: "Qualité" } });
    expect(realm.users.get(id)?.["attributes"]).toEqual({ team: [quality] });
    expect(outputs["attributes"]).toEqual({ team: "Qualité" });
    const declared = { username: "ada", attributes: { team: "Côté" } };
    await update(realm.session(), id, outputs, declared, "ada");
    expect(realm.users.get(id)?.["attributes"]).toEqual({ team: [side] });
  });
});

describe("the default role", () => {
  let [everybodys, reviewer] = ["", ""];
  beforeEach(() => {
    everybodys = realm.addRole("default-roles-old-name", true);
    reviewer = realm.addRole("reviewer");
    realm.document = { defaultRole: { id: everybodys, name: "default-roles-old-name" } };
  });
  const roles = (id: string) => [...(realm.mappings.get(id) ?? [])].sort();

  it("is what the realm says: in a renamed realm it is neither shown nor taken away", async () => {
    const id = realm.addUser("ada");
    realm.mappings.set(id, new Set([everybodys]));
    const applied = await make({ adopt: true, roles: { realm: ["reviewer"] } });
    expect(applied.id).toBe(id);
    expect(roles(id)).toEqual([everybodys, reviewer]);
    expect(applied.outputs["roles"]).toEqual({ realm: ["reviewer"] });
    expect(await getAll(realm.session(), {})).toMatchObject([{ roles: { realm: ["reviewer"] } }]);
  });

  it("with any other name is the default role too, and a role with its usual name is not", async () => {
    realm.roles.push({ id: "r-x", name: "everybody", composite: true });
    realm.document = { defaultRole: { id: "r-x", name: "everybody" } };
    const id = realm.addUser("ada");
    realm.mappings.set(id, new Set(["r-x", everybodys]));
    const applied = await make({ adopt: true, roles: { realm: [] } });
    expect(roles(applied.id)).toEqual(["r-x"]);
  });

  it("can be declared all the same: it is seen where it is there, and given back where it was taken away", async () => {
    const declared = { roles: { realm: ["default-roles-old-name", "reviewer"] } };
    const { id, outputs } = await make(declared);
    expect(outputs["roles"]).toEqual(declared.roles);
    expect((await read(realm.session(), id, outputs, "ada"))?.outputs).toEqual(outputs);
    realm.mappings.get(id)?.delete(everybodys);
    const drifted = await read(realm.session(), id, outputs, "ada");
    expect(drifted?.outputs["roles"]).toEqual({ realm: ["reviewer"] });
    await update(realm.session(), id, drifted?.outputs ?? {}, { username: "ada", ...declared }, "ada");
    expect(roles(id)).toEqual([everybodys, reviewer]);
  });

  it.each([
    ["hidden", undefined],
    ["shown in part", { registrationEmailAsUsername: false }],
  ])(
    "is left alone where the realm is %s: by its usual name, and no composite role is taken away",
    async (_, document) => {
      realm.document = document;
      const composite = realm.addRole("everybody", true);
      const id = realm.addUser("ada");
      realm.mappings.set(id, new Set([everybodys, composite, reviewer]));
      const error = await failure(make({ adopt: true, roles: { realm: ["reviewer"] } }));
      expect(error).toMatchObject({ code: "permission-denied" });
      expect(String(error)).toMatch(/^PermissionDeniedError: roles\.realm: "everybody".*view-realm/);
      expect(realm.writes()).toEqual([]);
      realm.mappings.set(id, new Set([everybodys, reviewer]));
      await make({ adopt: true, roles: { realm: [] } });
      expect(roles(id)).toEqual([everybodys]);
    },
  );

  it("is asked for once a run", async () => {
    const session = realm.session();
    for (const username of ["ada", "bob"]) {
      const { id, outputs } = await create(session, { username, roles: { realm: ["reviewer"] } }, username);
      await read(session, id, outputs, username);
    }
    expect(realm.calls.filter((call) => call === "GET ")).toHaveLength(1);
  });

  it("and a role that is not there is refused by its place", async () => {
    const error = await failure(make({ roles: { realm: ["reviewer", "wizard"] } }));
    expect(error).toMatchObject({ issues: [{ path: ["roles", "realm", 1] }] });
    expect(realm.writes()).toEqual([]);
  });
});

describe("a copy from another directory", () => {
  let id = "";
  beforeEach(() => {
    realm.federations = ["ldap-1"];
    id = realm.addUser("ada", { federationLink: "ldap-1" });
  });
  const known = (more = {}) => ({ username: "ada", enabled: true, origin: "adopted", ...more });
  const take = (outputs: Properties, session = realm.session()) => remove(session, id, outputs, "ada");

  it.each([["federationLink"], ["origin"]])("is never deleted: it comes back. Told by %s", async (name) => {
    id = realm.addUser("bob", { [name]: "ldap-1" });
    const error = await failure(take(known({ onDestroy: "delete" })));
    expect(error).toMatchObject({ code: "invalid-arguments", issues: [{ path: ["onDestroy"] }] });
    expect(String(error)).toMatch(/ldap-1.*"deactivate".*"retain".*in that directory/);
    expect(realm.writes()).toEqual([]);
  });

  it("is not deleted either where the realm's directories may not be seen", async () => {
    realm.federations = undefined;
    expect(await failure(take(known({ onDestroy: "delete" })))).toMatchObject({ code: "invalid-arguments" });
    id = realm.addUser("bob");
    expect(await take(known({ onDestroy: "delete" }))).toBe("deleted");
  });

  it("is a plain account once its directory is gone", async () => {
    realm.federations = ["ldap-2"];
    expect(await take(known({ onDestroy: "delete" }))).toBe("deleted");
  });

  it("is gone already where the directory has let it go", async () => {
    realm.users.delete(id);
    expect(await take(known({ onDestroy: "delete" }))).toBe("already-gone");
  });

  it("costs a realm without directories no look before a deletion", async () => {
    realm.federations = [];
    const session = realm.session();
    id = realm.addUser("bob");
    expect(await take(known({ onDestroy: "delete" }), session)).toBe("deleted");
    id = realm.addUser("cleo");
    await take(known({ onDestroy: "delete" }), session);
    expect(realm.calls.filter((call) => call.startsWith("GET"))).toEqual(["GET /components"]);
  });

  it("is refused with onDestroy delete when it is adopted, and when that is declared later", async () => {
    expect(await failure(make({ adopt: true, onDestroy: "delete" }))).toMatchObject({ code: "invalid-arguments" });
    const applied = await make({ adopt: true });
    const later = update(realm.session(), id, applied.outputs, { username: "ada", onDestroy: "delete" }, "ada");
    expect(await failure(later)).toMatchObject({ issues: [{ path: ["onDestroy"] }] });
    expect(realm.writes()).toEqual([]);
  });

  it("is switched off, as its directory doesn't mind", async () => {
    expect(await take(known({ onDestroy: "deactivate" }))).toBe("deactivated");
    expect(realm.users.get(id)).toMatchObject({ enabled: false });
  });

  it("is imported without what Keycloak keeps of the directory for itself", async () => {
    const attributes = { LDAP_ID: ["7"], LDAP_ENTRY_DN: ["uid=bob"], modifyTimestamp: ["2026"] };
    const inputsOf = async (name: string, more: object) => {
      const bob = realm.addUser(name, { federationLink: "ldap-1", attributes: { ...attributes, ...more } });
      return (await read(realm.session(), bob, undefined, "bob"))?.inputs;
    };
    expect(await inputsOf("bob", {})).toEqual({ username: "bob", emailVerified: false });
    expect(await inputsOf("cleo", { badge: ["7"] })).toMatchObject({ attributes: { badge: "7" } });
  });

  it("that stays on behind an accepted update is an error with its directory", async () => {
    const applied = await make({ adopt: true });
    realm.refuse = (method) => (method === "PUT" ? { status: 204 } : undefined);
    const off = { username: "ada", adopt: true, enabled: false };
    const error = await failure(update(realm.session(), id, applied.outputs, off, "ada"));
    expect(error).toMatchObject({ code: "rejected", properties: ["enabled"] });
    expect(String(error)).toMatch(/federation ldap-1.*there/);
  });

  it.each([
    ["refuses it", { status: 400, body: { errorMessage: "The user is read-only." } }],
    ["accepts it and keeps the account on", { status: 204 }],
  ])("is an error, with the way, where the directory %s", async (_, answer) => {
    realm.refuse = (method) => (method === "PUT" ? answer : undefined);
    const error = await failure(take(known({ onDestroy: "deactivate" })));
    expect(error).toMatchObject({ code: "rejected" });
    expect(String(error)).toMatch(/federation ldap-1.*there/);
  });
});

describe("before an account is made", () => {
  it("an attribute that the realm's settings add is taken, as one that was declared in the same run", async () => {
    realm.builtIn = ["locale"];
    const session = realm.session();
    await create(session, { username: "ada", attributes: { locale: "de" } }, "ada");
    const refused = create(session, { username: "bob", attributes: { badge: "7" } }, "bob");
    expect(await failure(refused)).toMatchObject({
      code: "invalid-arguments",
      issues: [
        {
          path: ["attributes", "badge"],
          reason: expect.stringMatching(/would drop it without a word: .*User profile/),
        },
      ],
    });
    realm.profile.push("badge");
    await create(session, { username: "bob", attributes: { badge: "7" } }, "bob");
    expect(realm.users.size).toBe(2);
  });

  it("required actions are held against the realm's list, which may have grown in the same run", async () => {
    realm.actions.push({ alias: "TERMS", enabled: false });
    const session = realm.session();
    const [unknown, off] = ["NONSENSE", "TERMS"];
    const error = await failure(
      create(session, { username: "ada", requiredActions: ["UPDATE_PASSWORD", unknown, off] }, "ada"),
    );
    expect(error).toMatchObject({
      issues: [
        { path: ["requiredActions", 1], reason: expect.stringContaining('"NONSENSE" is not among the values') },
        { path: ["requiredActions", 2], reason: expect.stringContaining("switched off") },
      ],
    });
    expect(realm.writes()).toEqual([]);
    realm.actions = [...realm.actions, { alias: "NONSENSE", enabled: true }];
    await create(session, { username: "ada", requiredActions: [unknown] }, "ada");
    expect(realm.users.size).toBe(1);
  });

  it("an attribute that holds managers is refused before anything is sent", async () => {
    const settings = { managerAttribute: "boss" };
    realm.profile.push("boss");
    const error = await failure(make({ attributes: { boss: "u9" } }, settings));
    expect(error).toMatchObject({ code: "invalid-arguments", issues: [{ path: ["attributes", "boss"] }] });
    expect(realm.writes()).toEqual([]);
  });

  it("a username that the realm would replace by the address is refused, with the setting", async () => {
    realm.document = { registrationEmailAsUsername: true };
    const error = await failure(make({ email: "ada@example.com" }));
    expect(error).toMatchObject({ code: "invalid-arguments", issues: [{ path: ["username"] }] });
    expect(String(error)).toContain("Email as username");
    expect(realm.writes()).toEqual([]);
    const address = "Ada@example.com";
    const { id, outputs } = await make({ username: address, email: address.toLowerCase() });
    expect(realm.writes()).toEqual(["POST /users"]);
    const renamed = { username: "ada", email: address.toLowerCase() };
    expect(await failure(update(realm.session(), id, outputs, renamed, "ada"))).toMatchObject({
      issues: [{ path: ["username"] }],
    });
    expect(realm.writes()).toEqual(["POST /users"]);
  });
});

describe("a refusal", () => {
  const refused = (status: number, body: object) => {
    realm.refuse = (method) => (method === "POST" ? { status, body } : undefined);
  };

  it.each([
    [400, { error: "invalidPasswordMinLengthMessage", error_description: "Invalid password: minimum length 12." }],
    [400, { errorMessage: "Password policy not met" }],
  ])("of a password names initialPassword: %d %j", async (status, body) => {
    refused(status, body);
    const error = await failure(make({ initialPassword: "short-1" }));
    expect(error).toMatchObject({ code: "rejected", properties: ["initialPassword"] });
    expect(realm.users.size).toBe(0);
  });

  it("of the look after a creation loses nobody", async () => {
    realm.addGroup("staff");
    realm.before = (call) => {
      if (/^GET .users.u\d+.groups$/.test(call)) throw new Error("gone");
    };
    const error = await failure(make({ groups: ["/staff"] }));
    expect(error).toMatchObject({ code: "partial", id: "u1" });
  });

  it("of a name that is either a username or an address names both", async () => {
    refused(409, { errorMessage: "User exists with same username or email" });
    expect(await failure(make({}))).toMatchObject({ properties: ["username", "email"] });
  });

  it("to switch a leaver off who lacks what the profile requires by now says the ways out", async () => {
    const id = realm.addUser("ada");
    realm.refuse = (method) =>
      method === "PUT"
        ? { status: 400, body: { field: "badge", errorMessage: "error-user-attribute-required", params: ["badge"] } }
        : undefined;
    const error = await failure(remove(realm.session(), id, { username: "ada" }, "ada"));
    expect(error).toMatchObject({ code: "rejected", properties: ["attributes.badge"] });
    expect(String(error)).toMatch(/attributes\.badge: .*User profile.*still switched on.*enabled: false/);
  });
});
