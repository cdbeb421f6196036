import { describe, expect, it } from "vitest";
import { type PlatformId, userKindOf } from "../../../automation/common/platforms";
import { judged, sortedClasses } from "../../../automation/plan/review/details";
import { Names } from "../../../automation/plan/review/names";
import type { Capabilities } from "../../../provider/core/contract/kind";
import type { Change } from "../../../provider/core/model/change";
import { UNKNOWN } from "../../../provider/core/model/value";
import { previewOf, type Told } from "../snapshots";

const GROUP: Told = { type: "roster:keycloak:Group", name: "pay", id: "g-1", stored: { name: "Payroll" } };
const BOSS: Told = { type: "roster:keycloak:User", name: "boss", id: "7", stored: { username: "grace" } };

function judge(
  change: Change,
  platform: PlatformId = "keycloak",
  own: Partial<Capabilities> = {},
  extraRoles: readonly string[] = ["auditor"],
) {
  const kind = userKindOf(platform);
  const resource = { ...kind, capabilities: { ...kind.capabilities, ...own } };
  const names = new Names(previewOf(GROUP, BOSS).entities);
  return judged(change, { resource, extraRoles, names });
}
const shown = (...of: Parameters<typeof judge>) => judge(...of).detail;
const classes = (...of: Parameters<typeof judge>) => judge(...of).classes;
const member = (path: Change["path"], own: Partial<Change>): Change => ({ kind: "member", path, ...own });

describe("a difference as a reviewer reads it", () => {
  it.each<[string, Change, object]>([
    [
      "a group that is joined, with its name and key",
      member(["groups", 0], { to: "g-1" }),
      { kind: "group", path: "groups", to: "g-1", toName: "Payroll", toKey: "pay" },
    ],
    [
      "a group that is left",
      member(["groups", 3], { from: "g-1" }),
      { kind: "group", path: "groups", from: "g-1", fromName: "Payroll", fromKey: "pay" },
    ],
    [
      "a group of which nobody knows",
      member(["groups", 0], { to: "g-2" }),
      { kind: "group", path: "groups", to: "g-2" },
    ],
    [
      "a group that stays, as additions alone are managed",
      { kind: "policy", path: ["groups", 0], from: "g-1" },
      { kind: "policy", path: "groups", from: "g-1" },
    ],
    [
      "a role with the id of a group",
      member(["roles", "realm", 0], { to: "g-1" }),
      { kind: "role", path: "roles.realm", to: "g-1" },
    ],
    [
      "another manager, with the names and no key",
      { kind: "reference", path: ["manager"], from: "7", to: "8" },
      { kind: "manager", path: "manager", from: "7", fromName: "grace", to: "8" },
    ],
    [
      "a new manager",
      { kind: "reference", path: ["manager"], to: "7" },
      { kind: "manager", path: "manager", to: "7", toName: "grace" },
    ],
    [
      "no manager of whom is not known yet",
      { kind: "reference", path: ["manager"], to: UNKNOWN },
      { kind: "manager", path: "manager", to: "[unknown]" },
    ],
    [
      "an attribute that says the id of somebody",
      { kind: "attribute", path: ["lastName"], from: "7", to: "g-1" },
      { kind: "attribute", path: "lastName", from: "7", to: "g-1" },
    ],
    [
      "what is not known yet inside of a value, and a group that is only made in this run",
      { kind: "attribute", path: ["attributes", "team"], to: { a: [UNKNOWN, "\u0000law"], b: "x" } },
      { kind: "attribute", path: "attributes.team", to: { a: ["[unknown]", "[unknown]"], b: "x" } },
    ],
    [
      "a set of a name that the platform doesn't have, by that name",
      member(["badges", 0], { to: "x" }),
      { kind: "badges", path: "badges", to: "x" },
    ],
    [
      "an empty text",
      { kind: "attribute", path: ["lastName"], from: "", to: "x" },
      { kind: "attribute", path: "lastName", from: "", to: "x" },
    ],
  ])("is %s", (_, change, expected) => {
    expect(shown(change)).toStrictEqual(expected);
  });

  it("never has the value of a secret attribute, whatever becomes of it", () => {
    const attributes = { pin: { clear: true, secret: true }, badge: { clear: true } } as const;
    const of = (kind: Change["kind"], path: Change["path"]) =>
      shown({ kind, path, from: "1234", to: { deep: "5678" } }, "keycloak", { attributes });
    for (const detail of [of("attribute", ["pin"]), of("policy", ["pin"]), of("attribute", ["pin", "deep"])])
      expect(detail).toMatchObject({ from: "[secret]", to: "[secret]" });
    expect(of("attribute", ["badge"])).toMatchObject({ from: "1234", to: { deep: "5678" } });
    const begins = shown({ kind: "attribute", path: ["pin"], to: "5678" }, "keycloak", { attributes });
    expect(begins).toStrictEqual({ kind: "attribute", path: "pin", to: "[secret]" });
  });
});

describe("what a difference means", () => {
  it.each<[string, readonly string[], Change, PlatformId?]>([
    ["an option", ["other"], { kind: "policy", path: ["email"], from: "x" }],
    ["what a system still lacks", ["other"], { kind: "pending", path: ["pendingOn"], from: ["play"] }, "netex"],
    ["another manager", ["mover"], { kind: "reference", path: ["manager"], to: "8" }],
    ["switching off", ["leaver"], { kind: "activation", path: ["enabled"], from: true, to: false }],
    ["switching on", ["reactivated"], { kind: "activation", path: ["enabled"], from: false, to: true }],
    ["an address", ["email-change"], { kind: "attribute", path: ["email"], to: "x@example.com" }],
    ["a list of addresses", ["email-change"], { kind: "attribute", path: ["emails"], to: [] }, "scim"],
    ["a sign-in name", ["email-change"], { kind: "attribute", path: ["username"], to: "x" }],
    ["an attribute that is a sign-in name elsewhere", ["mover"], { kind: "attribute", path: ["login"], to: "x" }],
    ["a role", ["role-granted"], member(["roles", "realm", 0], { to: "reader" })],
    ["a role that is taken", ["role-revoked"], member(["roles", "realm", 0], { from: "admin" })],
    ["an administrative role", ["role-granted", "escalation"], member(["roles", "realm", 0], { to: "Admin" })],
    ["an administrative role of another section", ["role-granted"], member(["roles", "shop", 0], { to: "admin" })],
    [
      "a role that the guard file names",
      ["role-granted", "escalation"],
      member(["roles", "shop", 0], { to: "Auditor" }),
    ],
    [
      "roles that come under management",
      ["role-granted", "escalation"],
      member(["roles", "realm"], { to: ["a", "admin"] }),
    ],
    ["roles that nobody knew and that are emptied", ["role-revoked"], member(["roles", "realm"], { to: [] })],
    [
      "roles that are replaced",
      ["role-granted", "role-revoked"],
      member(["roles", "realm"], { from: ["a"], to: ["b"] }),
    ],
    [
      "roles of which one is not known yet",
      ["role-granted", "escalation", "role-revoked"],
      member(["roles", "realm"], { from: ["reader"], to: UNKNOWN }),
    ],
    [
      "roles of all sections that are not known yet",
      ["role-granted", "escalation"],
      member(["roles"], { to: UNKNOWN }),
    ],
    ["groups that are not known yet", ["mover"], member(["groups"], { to: UNKNOWN })],
    ["a group, whatever it is called", ["mover"], member(["groups", 0], { to: "admin" })],
    ["a group of the name that the guard file has for a role", ["mover"], member(["groups", 0], { to: "auditor" })],
    ["a group that is left", ["mover"], member(["groups", 0], { from: "admin" })],
    [
      "an attribute that makes an administrator",
      ["escalation", "role-granted"],
      { kind: "attribute", path: ["admin"], to: true },
      "nerm",
    ],
    [
      "an attribute that may make one, and is not known yet",
      ["escalation", "role-granted"],
      { kind: "attribute", path: ["admin"], from: false, to: UNKNOWN },
      "nerm",
    ],
    ["another one that is not known yet", ["mover"], { kind: "attribute", path: ["title"], to: UNKNOWN }, "nerm"],
    [
      "an attribute that made one",
      ["role-revoked"],
      { kind: "attribute", path: ["admin"], from: true, to: false },
      "nerm",
    ],
  ])("is told of %s: %j", (_, expected, change, platform) => {
    expect(classes(change, platform)).toEqual(expected);
  });

  it("takes a role that is not known yet for one that the guard file names", () => {
    const unknown = member(["roles", "shop"], { to: UNKNOWN });
    expect(judge(unknown, "keycloak").classes).toEqual(["role-granted", "escalation"]);
    expect(judge(unknown, "keycloak", {}, []).classes).toEqual(["role-granted"]);
  });

  it("is an escalation where a group itself makes administrators", () => {
    const administrative = { sets: { groups: { "": ["g-1"] } } };
    const of = (to: unknown) => classes(member(["groups", 0], { to }), "keycloak", { administrative });
    expect(of("g-1")).toEqual(["escalation", "mover"]);
    expect(of(["g-2", "g-1"])).toEqual(["escalation", "mover"]);
    expect(of("g-2")).toEqual(["mover"]);
    expect(classes(member(["groups", 0], { from: "g-1" }), "keycloak", { administrative })).toEqual(["mover"]);
  });

  it("has each class once, the most dangerous first, and always one", () => {
    expect(sortedClasses(["mover", "joiner", "escalation", "mover"])).toEqual(["escalation", "joiner", "mover"]);
    expect(sortedClasses([])).toEqual(["other"]);
  });
});
