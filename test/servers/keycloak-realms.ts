import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Properties } from "../../provider/core/contract/declaration";
import { create, read, remove, update } from "../../provider/core/lifecycle/reconcile";
import { getAll } from "../../provider/core/reads/queries";
import { Ownership } from "../../provider/core/session/ownership";
import type { Session } from "../../provider/core/session/session";
import { openTenant } from "../../provider/open-tenant";
import { keycloak } from "../../provider/platforms/keycloak/index";
import { systemClock } from "../../provider/system-context";
import type { KeycloakAdmin, RealmAccess } from "../../scripts/servers/keycloak-admin";
import { type LdapServer, startLdap } from "../../scripts/servers/ldap";

/** As many as make a second page. */
const PEOPLE = 1003;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What realms of the world are like, and an example's isn't; each in a realm of its own. */
export function realmsOfTheWorld(admin: () => KeycloakAdmin): void {
  let made = 0;

  async function openRealm(more: Properties = {}, settings: Properties = {}) {
    const access = await admin().createRealm(`world-${++made}`, more);
    return { ...access, session: sessionIn(admin().server.url, access, settings), path: `/${access.realm}` };
  }

  async function lookedAt(access: RealmAccess): Promise<object> {
    const { probes } = tenantOf(admin().server.url, access);
    const looks = Object.entries(probes?.looks ?? {}).map(async ([name, look]) => [name, await look()] as const);
    return Object.fromEntries(await Promise.all(looks));
  }

  const failure = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);
  const send = async <Body>(method: string, path: string, body?: unknown): Promise<Body> =>
    (await admin().send(method, path, body)).body as Body;
  const usersOf = (path: string, query = "max=10") => send<Properties[]>("GET", `${path}/users?${query}`);

  it("a renamed realm keeps the name of its default role, which an adoption leaves alone", async () => {
    const before = await openRealm();
    const path = `${before.path}-renamed`;
    await send("PUT", before.path, { realm: path.slice(1) });
    const { id } = await admin().send("POST", `${path}/users`, { username: "ada", enabled: true });
    const roles = async () =>
      (await send<Named[]>("GET", `${path}/users/${id}/role-mappings/realm`)).map(({ name }) => name).sort();
    const access = { ...before, realm: path.slice(1) };
    const session = sessionIn(admin().server.url, access);
    const args = { username: "ada", adopt: true, roles: { realm: ["reviewer"] } };
    const { outputs } = await create(session, args, "ada");
    expect(await roles()).toEqual([`default-roles-${before.realm}`, "reviewer"]);
    expect((await read(session, id, outputs, "ada"))?.outputs).toEqual(outputs);
    expect((await getAll(session, {})).map((user) => user["roles"])).toEqual([{ realm: ["reviewer"] }]);
    const none = { username: "ada", adopt: true, roles: { realm: [] } };
    await update(session, id, outputs, none, "ada");
    expect(await roles()).toEqual([`default-roles-${before.realm}`]);
  });

  it("two groups with one path are told apart by their ids, in every way in and out", async () => {
    const { path, session } = await openRealm();
    const slashed = (await admin().send("POST", `${path}/groups`, { name: "payroll/admins" })).id;
    const payroll = (await admin().send("POST", `${path}/groups`, { name: "payroll" })).id;
    const nested = (await send<Named>("POST", `${path}/groups/${payroll}/children`, { name: "admins" })).id;
    const held = async (id: string) =>
      (await send<Named[]>("GET", `${path}/users/${id}/groups`)).map((group) => group.id);
    const refused = await failure(create(session, { username: "ada", groups: ["/payroll/admins"] }, "ada"));
    expect(refused).toMatchObject({ code: "invalid-arguments", issues: [{ path: ["groups", 0] }] });
    for (const id of [slashed, nested]) expect(String(refused)).toContain(id);
    expect(await usersOf(path)).toEqual([]);
    for (const [username, group, other] of [
      ["ada", slashed, nested],
      ["bob", nested, slashed],
    ] as const) {
      const { id, outputs } = await create(session, { username, groups: ["/payroll", group] }, username);
      expect((await held(id)).sort()).toEqual([payroll, group].sort());
      expect((await read(session, id, outputs, username))?.outputs).toEqual(outputs);
      expect((await read(session, id, undefined, username))?.inputs["groups"]).toContain(group);
      const moved = await update(session, id, outputs, { username, groups: [other] }, username);
      expect(await held(id)).toEqual([other]);
      await update(session, id, moved.outputs, { username, clear: ["groups"] }, username);
      expect(await held(id)).toEqual([]);
    }
  });

  it("what a realm asks for is judged before an account is made, and a refused password names its argument", async () => {
    const { path, session } = await openRealm({
      passwordPolicy: "length(12)",
      internationalizationEnabled: true,
      supportedLocales: ["de", "en"],
    });
    const refused = async (args: Properties) => failure(create(session, { username: "ada", ...args }, "ada"));
    expect(await refused({ requiredActions: ["UPDATE_PASSWORD", "NONSENSE"] })).toMatchObject({
      issues: [{ path: ["requiredActions", 1] }],
    });
    expect(await refused({ requiredActions: ["TERMS_AND_CONDITIONS"] })).toMatchObject({ code: "invalid-arguments" });
    expect(await refused({ initialPassword: "short-1" })).toMatchObject({ properties: ["initialPassword"] });
    expect(await refused({ attributes: { badge: "7" } })).toMatchObject({ code: "invalid-arguments" });
    expect(await usersOf(path)).toEqual([]);
    await admin().declareAttributes(path.slice(1), ["badge"]);
    const args = { username: "ada", attributes: { locale: "de", badge: "7" }, initialPassword: "long-enough-1822" };
    const { outputs } = await create(session, args, "ada");
    expect(outputs["attributes"]).toEqual({ locale: "de", badge: "7" });
  });

  it("a leaver who lacks what the profile requires by now stays on, and the error says the ways out, which hold", async () => {
    const { path, session } = await openRealm();
    const { id, outputs } = await create(session, { username: "ada" }, "ada");
    const profile = await send<{ attributes: object[] }>("GET", `${path}/users/profile`);
    const badge = { name: "badge", required: {}, permissions: { view: ["admin"], edit: ["admin"] } };
    await send("PUT", `${path}/users/profile`, { ...profile, attributes: [...profile.attributes, badge] });
    const error = await failure(remove(session, id, outputs, "ada"));
    expect(error).toMatchObject({ code: "rejected", properties: ["attributes.badge"] });
    expect(String(error)).toContain("still switched on");
    const off = { username: "ada", enabled: false, attributes: { badge: "7" } };
    const applied = await update(session, id, outputs, off, "ada");
    expect(await remove(session, id, applied.outputs, "ada")).toBe("deactivated");
    expect(await usersOf(path)).toMatchObject([{ enabled: false }]);
  });

  it("where the address is the username, another one is refused with the setting, and nothing is written twice", async () => {
    const { path, session } = await openRealm({ registrationEmailAsUsername: true });
    const email = "ada@example.com";
    const refused = await failure(create(session, { username: "ada", email }, "ada"));
    expect(refused).toMatchObject({ issues: [{ path: ["username"] }] });
    expect(await usersOf(path)).toEqual([]);
    const { id, outputs } = await create(session, { username: email, email }, "ada");
    expect((await read(session, id, outputs, "ada"))?.outputs).toEqual(outputs);
    expect(await failure(update(session, id, outputs, { username: "ada", email }, "ada"))).toMatchObject({
      issues: [{ path: ["username"] }],
    });
    const moved = { username: "lovelace@example.com", email: "lovelace@example.com" };
    expect((await update(session, id, outputs, moved, "ada")).outputs).toMatchObject(moved);
  });

  it("looks tell what a realm is like", async () => {
    const usual = await openRealm();
    expect(await lookedAt(usual)).toEqual({
      "default-role": { variant: "by-name" },
      "further-attributes": { variant: "dropped" },
      directories: { variant: "none" },
      usernames: { variant: "declared" },
    });
    await send("PUT", usual.path, { realm: `${usual.realm}-renamed` });
    const renamed = { ...usual, realm: `${usual.realm}-renamed` };
    expect(await lookedAt(renamed)).toMatchObject({ "default-role": { variant: "renamed" } });
    const other = await openRealm({ registrationEmailAsUsername: true });
    const profile = await send<Properties>("GET", `${other.path}/users/profile`);
    await send("PUT", `${other.path}/users/profile`, { ...profile, unmanagedAttributePolicy: "ADMIN_EDIT" });
    expect(await lookedAt(other)).toMatchObject({
      "further-attributes": { variant: "kept" },
      usernames: { variant: "address" },
    });
  });

  describe("with an LDAP", () => {
    let ldap: LdapServer;
    beforeAll(async () => {
      ldap = await startLdap();
    });
    afterAll(() => ldap?.stop());

    const accountOf = async (path: string, username: string) => {
      const [user] = await usersOf(path, `username=${username}&exact=true`);
      return user as Properties & { id: string };
    };

    it("a person from there is never deleted, as they come back; switching them off holds", async () => {
      const { path, realm, session } = await openRealm();
      const federationLink = await admin().connectLdap(realm, ldap.url);
      await ldap.add("dora");
      const { id, outputs } = await create(session, { username: "dora", adopt: true, onDestroy: "deactivate" }, "dora");
      expect(outputs).toMatchObject({ federationLink });
      const promised = { username: "dora", adopt: true, onDestroy: "delete" };
      expect(await failure(update(session, id, outputs, promised, "dora"))).toMatchObject({
        issues: [{ path: ["onDestroy"] }],
      });
      const error = await failure(
        remove(session, id, { ...outputs, federationLink: undefined, onDestroy: "delete" }, "dora"),
      );
      expect(error).toMatchObject({ code: "invalid-arguments" });
      expect(await accountOf(path, "dora")).toMatchObject({ id, enabled: true });
      expect(await remove(session, id, outputs, "dora")).toBe("deactivated");
      expect(await accountOf(path, "dora")).toMatchObject({ id, enabled: false });
    });

    it("what it holds for itself is refused with its name; where Keycloak keeps no copy, switching off is", async () => {
      await ldap.add("emil");
      const copied = await openRealm();
      const federation = await admin().connectLdap(copied.realm, ldap.url);
      const emil = await create(copied.session, { username: "emil", adopt: true }, "emil");
      const renamed = { username: "emil", adopt: true, lastName: "Changed" };
      const refused = await failure(update(copied.session, emil.id, emil.outputs, renamed, "emil"));
      expect(refused).toMatchObject({ properties: ["lastName"] });
      expect(String(refused)).toContain(federation);
      const uncopied = await openRealm();
      await admin().connectLdap(uncopied.realm, ldap.url, { importEnabled: "false" });
      const other = await create(uncopied.session, { username: "emil", adopt: true, onDestroy: "deactivate" }, "emil");
      const error = await failure(remove(uncopied.session, other.id, other.outputs, "emil"));
      expect(error).toMatchObject({ code: "rejected" });
      expect(String(error)).toMatch(/federation .*there/);
    });

    it("people who have left it shorten a page of the list, which goes on and misses nobody", async () => {
      const { path, realm, session } = await openRealm();
      const federation = await admin().connectLdap(realm, ldap.url);
      // By name they stand first, and so in the first page.
      const fromLdap = Array.from({ length: 8 }, (_, i) => `a.${i}`);
      for (const uid of fromLdap) await ldap.add(uid);
      await send("POST", `${path}/user-storage/${federation}/sync?action=triggerFullSync`);
      const others = Array.from({ length: PEOPLE - fromLdap.length }, (_, i) => ({
        username: `z.${i}`,
        enabled: true,
      }));
      await send("POST", `${path}/partialImport`, { ifResourceExists: "FAIL", users: others });
      const before = Number(await send("GET", `${path}/users/count`));
      const gone = fromLdap.slice(0, 4);
      for (const uid of gone) await ldap.remove(uid);
      const listed = new Set((await getAll(session, {})).map((user) => user["username"]));
      expect(others.filter(({ username }) => !listed.has(username))).toEqual([]);
      expect(fromLdap.filter((uid) => listed.has(uid))).toEqual(fromLdap.slice(4));
      expect(listed.size).toBe(before - gone.length);
    }, 240_000);
  });
}

function sessionIn(url: string, access: RealmAccess, settings: Properties = {}): Session {
  return tenantOf(url, access, settings).session("user");
}

function tenantOf(url: string, { realm, clientId, clientSecret }: RealmAccess, settings: Properties = {}) {
  const log = { info: () => undefined, warn: () => undefined };
  const context = { clock: systemClock, random: Math.random, environment: {}, log };
  const raw = { url, realm, clientId, clientSecret, clientRealm: realm, ...settings };
  return openTenant(keycloak, raw, { context, ownership: new Ownership(), canImport: true });
}
