import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change";
import { type Desired, FLAT, type Sections } from "../../../provider/core/model/entity";
import { attributes } from "../../../provider/platforms/nerm/arguments";
import {
  isPerson,
  propertyAtStartOf,
  propertyOf,
  toCreate,
  toObserved,
  toPatch,
  toUpdated,
} from "../../../provider/platforms/nerm/convert";
import { WireUser } from "../../../provider/platforms/nerm/wire";
import { ADA, BOB, SEED_USER } from "./helpers";

const desired = (values: Desired["attributes"]): Desired => ({
  attributes: values,
  sets: {},
  references: {},
});
const change = (name: string, to?: unknown): Change => ({ kind: "attribute", path: [name], ...(to ? { to } : {}) });

describe("an answer", () => {
  it("of an older tenant leaves three attributes unseen, neither empty nor drift", () => {
    expect(toObserved(WireUser.parse(SEED_USER))).toEqual({
      id: ADA,
      active: true,
      attributes: {
        name: "myusername",
        email: "test@sailpoint.com",
        type: "NeprofileUser",
        title: "mytitle",
        status: "Active",
        login: "mylogin",
      },
      sets: {},
      references: {},
      unseen: ["groupStrings", "locale", "sailpointIdentityId"],
      info: { uid: SEED_USER.uid, preferredLanguage: "en-US" },
    });
  });

  it("says nothing of roles and a manager, unless they were looked at", () => {
    const user = WireUser.parse(SEED_USER);
    const roles = { members: { [FLAT]: ["Sponsors"] } };
    expect(toObserved(user)).toMatchObject({ sets: {}, references: {} });
    expect(Object.keys(toObserved(user).references)).toEqual([]);
    expect(toObserved(user, roles, null)).toMatchObject({ sets: { roles }, references: { manager: null } });
    expect(toObserved(user, roles, BOB).references).toEqual({ manager: BOB });
  });

  it.each<[string, Pick<Desired, "sets" | "references">, Sections | undefined, string | undefined]>([
    [
      "roles and a manager",
      { sets: { roles: { [FLAT]: ["B"] } }, references: { manager: BOB } },
      { [FLAT]: ["B"] },
      BOB,
    ],
    ["roles in no section", { sets: { roles: {} }, references: {} }, { [FLAT]: [] }, undefined],
    ["neither", { sets: {}, references: {} }, undefined, undefined],
  ])("after a change shows as declared what was not looked at: %s", (_, declared, roles, manager) => {
    const before = toObserved(WireUser.parse(SEED_USER), { members: { [FLAT]: ["A"] } }, ADA);
    const { sets, references, ...rest } = toUpdated(before, { attributes: {}, ...declared });
    expect({ ...before, ...rest }).toEqual(before);
    expect(sets).toEqual(roles ? { roles: { members: roles } } : {});
    expect(Object.entries(references)).toEqual(manager ? [["manager", manager]] : []);
  });

  it.each([null, ""])("that shows %j shows the attribute as empty", (nothing) => {
    const { attributes: shown, unseen } = toObserved(
      WireUser.parse({ ...SEED_USER, title: nothing, group_strings: nothing, locale: "fr-CA" }),
    );
    expect(shown).toMatchObject({ locale: "fr-CA" });
    expect(shown).not.toHaveProperty("title");
    expect(unseen).toEqual(["sailpointIdentityId"]);
  });

  it.each([
    ["Active", true],
    ["Pending", true],
    ["Suspended", true],
    ["Disabled", false],
  ])("with status %s means active: %s", (status, active) => {
    expect(toObserved(WireUser.parse({ ...SEED_USER, status })).active).toBe(active);
  });

  it.each([
    ["NeprofileUser", true],
    ["NeaccessUser", true],
    ["DelegateUser", false],
    [null, true],
    [undefined, true],
  ])("about a %s is about a person: %s", (type, person) => {
    expect(isPerson(WireUser.parse({ ...SEED_USER, type }))).toBe(person);
  });
});

describe("a creation", () => {
  it("is a NeprofileUser where nothing else is declared, and has no admin", () => {
    const values = { name: "Ada", email: "a@example.com", login: "ada", admin: true, title: null };
    expect(toCreate(desired(values))).toEqual({
      user: { type: "NeprofileUser", name: "Ada", email: "a@example.com", login: "ada" },
    });
  });

  it("takes everything else in the vendor's names", () => {
    const values = {
      name: "Ada",
      email: "a@example.com",
      login: "ada",
      type: "NeaccessUser",
      profileId: ADA,
      title: "Engineer",
      status: "Disabled",
      groupStrings: "a,b",
      locale: "fr-CA",
      sailpointIdentityId: "i-1",
      initialPassword: "U*b",
    };
    expect(toCreate(desired(values))).toEqual({
      user: {
        name: "Ada",
        email: "a@example.com",
        login: "ada",
        type: "NeaccessUser",
        profile_id: ADA,
        title: "Engineer",
        status: "Disabled",
        group_strings: "a,b",
        locale: "fr-CA",
        sailpoint_identity_id: "i-1",
        password: "U*b",
      },
    });
  });
});

describe("a PATCH", () => {
  it("holds the id and what changes, and nothing else", () => {
    const values = { name: "Ada", title: "Engineer", admin: false };
    expect(toPatch(ADA, [change("title", "Engineer"), change("admin")], desired(values))).toStrictEqual({
      user: { id: ADA, title: "Engineer", admin: false },
    });
  });

  it("empties with an empty text", () => {
    expect(toPatch(ADA, [change("groupStrings")], desired({ groupStrings: null }))).toEqual({
      user: { id: ADA, group_strings: "" },
    });
  });

  it("switches on somebody whose status nobody declared", () => {
    const on: Change = { kind: "activation", path: ["status"], from: "Disabled", to: "Active" };
    expect(toPatch(ADA, [on], desired({}))).toEqual({ user: { id: ADA, status: "Active" } });
  });

  it("is not needed where only roles or the manager change", () => {
    const changes: Change[] = [
      { kind: "member", path: ["roles", 0], to: "Sponsors" },
      { kind: "reference", path: ["manager"], to: ADA },
    ];
    expect(toPatch(ADA, changes, desired({ name: "Ada" }))).toBeUndefined();
  });
});

describe("names in complaints", () => {
  it.each([
    ["email", "email"],
    ["profile_id", "profileId"],
    ["group_strings", "groupStrings"],
    ["sailpoint_identity_id", "sailpointIdentityId"],
    ["password", "initialPassword"],
    ["role_id", "roles"],
    ["manager", "manager"],
    ["user_id", undefined],
    ["base", undefined],
  ])("%s is the argument %s", (wireName, property) => {
    expect(propertyOf(wireName)).toBe(property);
  });

  it.each([
    ["login has already been taken", "login"],
    ["Group strings is too long", "groupStrings"],
    ["profile_id can't be blank", "profileId"],
    ["Validation error for record in job", undefined],
    ["logins are full", undefined],
    ["  The title is too long", "title"],
    ["the role id is unknown", "roles"],
    ["The profile is unknown", "profileId"],
    ["Bathe title", undefined],
    ["Tithe tle", undefined],
    ["its title is odd", undefined],
  ])("%j begins with the argument %s", (sentence, property) => {
    expect(propertyAtStartOf(sentence)).toBe(property);
  });
});

it("group names are one value, however they are spaced and ordered", () => {
  const { compareBy } = attributes.groupStrings;
  expect(compareBy("Administrator_group,Developer_group")).toBe(compareBy(" Developer_group, Administrator_group"));
  expect(compareBy("a,b")).not.toBe(compareBy("a,B"));
  expect(compareBy(",a,,b, a,")).toBe(compareBy("b,a"));
  for (const other of ["ab", "a b", "a;b", "a", ""]) expect(compareBy("a,b")).not.toBe(compareBy(other));
});
