import { describe, expect, it } from "vitest";
import { check } from "../../../provider/core/compare/check";
import { diff, managedView } from "../../../provider/core/compare/diff";
import type { Change } from "../../../provider/core/model/change";
import type { Desired } from "../../../provider/core/model/entity";
import { toCreate, toObserved, toPut } from "../../../provider/platforms/keycloak/convert";
import { keycloak } from "../../../provider/platforms/keycloak/index";
import { WireUser } from "../../../provider/platforms/keycloak/wire";

/** As Keycloak 26.7.4 shows a user. */
const SHOWN = WireUser.parse({
  id: "5e2b7429-2aa8-4a2f-b270-1cc55b6293c5",
  username: "ada.acme",
  firstName: "Ada",
  email: "ada@example.com",
  emailVerified: false,
  attributes: { badge: ["blue"], skills: ["engines", "notes"], manager: ["m-1"] },
  enabled: true,
  createdTimestamp: 1795512743961,
  totp: false,
  disableableCredentialTypes: [],
  requiredActions: ["UPDATE_PASSWORD"],
  notBefore: 0,
  access: { manage: true },
});

function desired(attributes: Desired["attributes"], manager?: string | null): Desired {
  return { attributes, sets: {}, references: manager === undefined ? {} : { manager } };
}

function change(...path: string[]): Change {
  return { kind: path[0] === "manager" ? "reference" : path[0] === "enabled" ? "activation" : "attribute", path };
}

describe("a user as Keycloak shows it", () => {
  it("is read with the manager out of its attribute", () => {
    const observed = toObserved(SHOWN, "manager", { groups: { members: { "": ["/engines"] } } });
    expect(observed).toMatchObject({
      active: true,
      references: { manager: "m-1" },
      sets: { groups: { members: { "": ["/engines"] } } },
    });
    expect(observed.attributes).toEqual({
      username: "ada.acme",
      firstName: "Ada",
      email: "ada@example.com",
      emailVerified: false,
      enabled: true,
      requiredActions: ["UPDATE_PASSWORD"],
      attributes: { badge: "blue", skills: ["engines", "notes"] },
    });
    expect(toObserved(SHOWN, "boss", {})).toMatchObject({ references: { manager: null }, sets: {} });
  });

  const bare = { id: "u-1", username: "ada" };
  const plain = { username: "ada", emailVerified: false, enabled: true };
  it.each<[string, object, boolean, object]>([
    ["nothing of what the answer doesn't tell", {}, true, plain],
    ["nothing of what is empty", { email: null, firstName: "", requiredActions: [], attributes: {} }, true, plain],
    [
      "who is switched off",
      { enabled: false, emailVerified: true },
      false,
      { username: "ada", emailVerified: true, enabled: false },
    ],
    ["nothing of attributes that hold nothing", { attributes: { a: [""], b: [], c: ["", ""] } }, true, plain],
    [
      "values without those that are empty",
      { attributes: { a: ["", "x", ""], b: ["x", "", "y"] } },
      true,
      { ...plain, attributes: { a: "x", b: ["x", "y"] } },
    ],
  ])("shows %s", (_, more, active, attributes) => {
    const observed = toObserved(WireUser.parse({ ...bare, ...more }), "manager", {});
    expect(observed).toEqual({ id: "u-1", active, attributes, sets: {}, references: { manager: null }, info: {} });
  });

  it.each<[object, object]>([
    [{ federationLink: "ldap-1", origin: "ldap-2" }, { federationLink: "ldap-1" }],
    [{ federationLink: null, origin: "ldap-2" }, { federationLink: "ldap-2" }],
    [{ federationLink: "" }, {}],
  ])("shows of %j the directory %j", (more, info) => {
    expect(toObserved(WireUser.parse({ ...bare, ...more }), "manager", {}).info).toEqual(info);
  });

  it.each([[[""]], [[]]])("has no manager where %j is in that attribute", (manager) => {
    const observed = toObserved(WireUser.parse({ ...bare, attributes: { manager } }), "manager", {});
    expect(observed).toMatchObject({ references: { manager: null }, attributes: plain });
  });

  it("is as declared, whether one value is declared as a text or as a list", () => {
    for (const badge of ["blue", ["blue"]]) {
      const attributes = { username: "ada.acme", attributes: { badge } };
      const declared = {
        desired: desired(attributes),
        options: { adopt: undefined, onDestroy: undefined, rolesMode: undefined },
      };
      const view = managedView(keycloak.kinds.user.capabilities, toObserved(SHOWN, "manager", {}), declared);
      expect(diff(keycloak.kinds.user.capabilities, declared, view)).toEqual([]);
    }
  });
});

describe("the document of a creation", () => {
  it("has everything but roles", () => {
    const attributes = {
      username: "ada",
      email: "ada@example.com",
      attributes: { badge: "blue", skills: ["a", "b"], gone: null },
      requiredActions: ["UPDATE_PASSWORD"],
      initialPassword: "secret-1",
    };
    expect(toCreate(desired(attributes, "m-1"), "boss", ["/engines"])).toEqual({
      enabled: true,
      username: "ada",
      email: "ada@example.com",
      groups: ["/engines"],
      requiredActions: ["UPDATE_PASSWORD"],
      attributes: { badge: ["blue"], skills: ["a", "b"], boss: ["m-1"] },
      credentials: [{ type: "password", value: "secret-1", temporary: false }],
    });
  });

  it.each<[string, Desired["attributes"], object]>([
    ["of what is not declared", { username: "ada" }, { enabled: true, username: "ada" }],
    [
      "of what is declared as empty",
      { username: "ada", email: null, attributes: { badge: null }, initialPassword: null },
      { enabled: true, username: "ada" },
    ],
    [
      "but what is declared",
      { username: "ada", enabled: false, emailVerified: false, lastName: "Example" },
      { enabled: false, username: "ada", emailVerified: false, lastName: "Example" },
    ],
  ])("has nothing %s", (_, attributes, document) => {
    expect(toCreate(desired(attributes), "manager", [])).toStrictEqual(document);
  });
});

describe("the document of a change", () => {
  it.each<[string, Desired["attributes"], Change["to"], boolean]>([
    ["as it is declared", { enabled: false }, true, false],
    ["off, where nobody declares it and that is the change", {}, false, false],
    ["on, where nobody declares anything", {}, undefined, true],
  ])("switches an account %s", (_, attributes, to, enabled) => {
    const changes: Change[] = [{ kind: "activation", path: ["enabled"], to }];
    expect(toPut(changes, desired(attributes), "manager", undefined)).toEqual({ enabled });
  });

  it("repeats nothing that is empty, and declares no attribute that doesn't change", () => {
    const shown = WireUser.parse({ id: "u-1", username: "ada", email: null, attributes: { badge: ["blue"] } });
    const declared = desired({ firstName: "Ada", attributes: { badge: "red" } }, "m-1");
    expect(toPut([change("manager")], declared, "manager", shown)).toStrictEqual({
      username: "ada",
      attributes: { badge: ["blue"], manager: ["m-1"] },
    });
    const bare = WireUser.parse({ id: "u-1", username: "ada", attributes: null });
    expect(toPut([change("attributes")], declared, "manager", bare)).toStrictEqual({
      username: "ada",
      attributes: { badge: ["red"] },
    });
  });

  it("holds what changes, and nothing else", () => {
    const attributes = { firstName: "Augusta", email: null, requiredActions: null };
    const changes = [change("firstName"), change("email"), change("requiredActions")];
    expect(toPut(changes, desired(attributes), "manager", undefined)).toEqual({
      firstName: "Augusta",
      email: "",
      requiredActions: [],
    });
    expect(toPut([change("enabled")], desired({}), "manager", undefined)).toEqual({ enabled: true });
    const joined: Change = { kind: "member", path: ["groups", 0], to: "/a" };
    expect(toPut([joined], desired({}), "manager", undefined)).toBeUndefined();
  });

  it("holds all that Keycloak would take away, where a further attribute or the manager changes", () => {
    const kept = { username: "ada.acme", email: "ada@example.com", firstName: "Ada" };
    const badge = desired({ attributes: { badge: "red", skills: null } });
    expect(toPut([change("attributes", "badge")], badge, "manager", SHOWN)).toEqual({
      ...kept,
      attributes: { badge: ["red"], manager: ["m-1"] },
    });
    expect(toPut([change("manager")], desired({}, null), "manager", SHOWN)).toEqual({
      ...kept,
      attributes: { badge: ["blue"], skills: ["engines", "notes"] },
    });
    const renamed = desired({ firstName: "Augusta" }, "m-2");
    expect(toPut([change("firstName"), change("manager")], renamed, "manager", SHOWN)).toMatchObject({
      firstName: "Augusta",
      attributes: { badge: ["blue"], manager: ["m-2"] },
    });
  });
});

describe("check", () => {
  it("refuses what stands in the wrong place", () => {
    const news = { username: "ada", credentials: [], clientRoles: {}, attributes: { firstName: "Ada" } };
    const paths = check(keycloak.kinds.user, news, {}).issues.map(({ path }) => path.join("."));
    expect(paths).toEqual(["credentials", "clientRoles", "attributes.firstName"]);
  });

  it("refuses the attribute in which managers are kept, as the configuration names it", () => {
    const refused = (news: Record<string, unknown>, settings?: Record<string, unknown>) =>
      check(keycloak.kinds.user, { username: "ada", ...news }, {}, settings).issues.map(({ path }) => path.join("."));
    const both = { manager: "m-1", attributes: { manager: "m-1", boss: "m-1" } };
    expect(refused(both)).toEqual(["attributes.manager"]);
    expect(refused(both, { managerAttribute: "boss" })).toEqual(["attributes.boss"]);
    expect(refused({ attributes: { manager: "m-1" } }, { managerAttribute: "manager" })).toEqual([
      "attributes.manager",
    ]);
    expect(refused({ attributes: { manager: "m-1" } }, { managerAttribute: "boss" })).toEqual([]);
  });

  it("refuses a manager's attribute without a configuration only where a manager is declared", () => {
    const refused = (declared: object) => keycloak.kinds.user.issues({ ...declared }).map(({ path }) => path.join("."));
    expect(refused({ attributes: { manager: "m-1" } })).toEqual([]);
    expect(refused({ attributes: { manager: "m-1" }, manager: "m-1" })).toEqual(["attributes.manager"]);
    expect(refused({ password: "secret-1", credentials: [], realmRoles: [] })).toEqual([
      "password",
      "credentials",
      "realmRoles",
    ]);
  });

  it("refuses the account of a client, in whatever letters, and nobody whose name only ends like one", () => {
    const refused = (username: string) => keycloak.kinds.user.issues({ username }).map(({ path }) => path.join("."));
    expect(refused("service-account-roster")).toEqual(["username"]);
    expect(refused("Service-Account-Roster")).toEqual(["username"]);
    expect(refused("no-service-account-")).toEqual([]);
  });

  it("knows a group that is named by its path from one that is named by its id", () => {
    const { namesItself } = keycloak.kinds.user.capabilities.sets["groups"] ?? {};
    expect(["/staff", "g-1", "g-1/"].map((member) => namesItself?.(member))).toEqual([true, false, false]);
  });

  it("takes groups by path and by id, and no bare name", () => {
    const groups = ["/staff", "9c738ef5-9223-4c13-a266-7e299ef42ecc", "staff"];
    const paths = check(keycloak.kinds.user, { username: "ada", groups }, {}).issues.map(({ path }) => path.join("."));
    expect(paths).toEqual(["groups.2"]);
  });
});
