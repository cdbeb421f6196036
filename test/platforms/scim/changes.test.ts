import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change";
import type { Desired } from "../../../provider/core/model/entity";
import { toOperations, toReplacement } from "../../../provider/platforms/scim/changes";
import { toCreate, toObserved } from "../../../provider/platforms/scim/convert";
import { WireUser } from "../../../provider/platforms/scim/wire";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";
const WORK = { value: "ada@example.com", type: "work", primary: true };
const HOME = { value: "ada@example.net", type: "home" };

function user(more: object = {}): WireUser {
  return WireUser.parse({ id: "1", userName: "ada", ...more });
}

function wanted(attributes: Desired["attributes"], paths: readonly Change["path"][], more: Partial<Desired> = {}) {
  const changes = paths.map((path): Change => ({ kind: "attribute", path }));
  return { changes, desired: { attributes, sets: {}, references: {}, ...more }, addOnly: [] };
}

function emails(declared: readonly object[] | null, current: readonly object[]) {
  return toOperations(wanted({ emails: declared as never }, [["emails"]]), user({ emails: current }));
}

describe("operations of a PATCH", () => {
  it("name single values by their paths, and remove what is emptied", () => {
    const change = wanted(
      {
        title: "Engineer",
        name: { givenName: "Ada", middleName: null },
        department: null,
        extensions: { [`${ACME}:badge`]: "red" },
      },
      [["title"], ["name", "givenName"], ["name", "middleName"], ["department"], ["extensions", `${ACME}:badge`]],
    );
    expect(toOperations(change, undefined)).toEqual([
      { op: "replace", path: "title", value: "Engineer" },
      { op: "replace", path: "name.givenName", value: "Ada" },
      { op: "remove", path: "name.middleName" },
      { op: "remove", path: `${ENTERPRISE}:department` },
      { op: "replace", path: `${ACME}:badge`, value: "red" },
    ]);
  });

  it("leave out what shows already, and add what is not there", () => {
    const change = wanted({ title: "Engineer", nickName: "Ada", locale: "fr" }, [["title"], ["nickName"], ["locale"]]);
    expect(toOperations(change, user({ title: "Engineer", locale: "en" }))).toEqual([
      { op: "add", path: "nickName", value: "Ada" },
      { op: "replace", path: "locale", value: "fr" },
    ]);
  });

  it.each<[string, readonly object[] | null, readonly object[], readonly object[]]>([
    ["a first value is an add", [WORK], [], [{ op: "add", path: "emails", value: [WORK] }]],
    [
      "an addition to others is one replace in the order of the declaration, for servers that keep one of them",
      [WORK, HOME],
      [HOME],
      [{ op: "replace", path: "emails", value: [WORK, HOME] }],
    ],
    [
      "a removal alone names the value",
      [WORK],
      [WORK, HOME],
      [{ op: "remove", path: 'emails[value eq "ada@example.net"]' }],
    ],
    ["a change is one replace", [HOME], [WORK], [{ op: "replace", path: "emails", value: [HOME] }]],
    ["nothing left is a remove", null, [WORK], [{ op: "remove", path: "emails" }]],
    [
      "another order and case is nothing",
      [HOME, { value: "ADA@example.com" }],
      [{ ...WORK, display: "Ada" }, HOME],
      [],
    ],
    [
      "what the server added to an item stays in a replace",
      [WORK, { value: "new@example.com" }],
      [{ ...WORK, display: "Ada" }, HOME],
      [{ op: "replace", path: "emails", value: [{ ...WORK, display: "Ada" }, { value: "new@example.com" }] }],
    ],
    [
      "a new primary value takes it from the one before",
      [{ value: WORK.value }, { ...HOME, primary: true }],
      [WORK],
      [
        {
          op: "replace",
          path: "emails",
          value: [
            { value: WORK.value, type: "work" },
            { ...HOME, primary: true },
          ],
        },
      ],
    ],
    [
      "one that is contained in another stands beside it",
      [{ value: WORK.value }, { value: WORK.value, type: "home" }],
      [{ value: WORK.value, type: "home" }],
      [{ op: "replace", path: "emails", value: [{ value: WORK.value }, { value: WORK.value, type: "home" }] }],
    ],
    [
      "an equal one stays, and the one that holds more goes",
      [{ value: WORK.value }],
      [{ value: WORK.value, type: "home" }, { value: WORK.value }],
      [{ op: "remove", path: 'emails[value eq "ada@example.com" and type eq "home"]' }],
    ],
    [
      "one gives way to another that can have no other item",
      [{ value: WORK.value }, { value: WORK.value, type: "home" }],
      [
        { value: WORK.value, type: "home", display: "h" },
        { value: WORK.value, type: "work", display: "w" },
      ],
      [],
    ],
    ["declared twice is declared once", [HOME, { ...HOME, value: "ADA@example.net" }], [HOME], []],
    [
      "two of one value are told apart by their type",
      [WORK],
      [WORK, { value: WORK.value, type: "home" }],
      [{ op: "remove", path: 'emails[value eq "ada@example.com" and type eq "home"]' }],
    ],
  ])("on a set: %s", (_, declared, current, operations) => {
    expect(emails(declared, current)).toEqual(operations);
  });

  it("quote a value in a filter so that it can mean nothing else", () => {
    const value = 'a" or value pr or value eq "\\';
    const change = { ...wanted({ entitlements: ["b"] }, [["entitlements"]]) };
    expect(toOperations(change, user({ entitlements: [{ value }, { value: "b" }] }))).toEqual([
      { op: "remove", path: `entitlements[value eq ${JSON.stringify(value)}]` },
    ]);
  });

  it("let an entitlement stay in every form that the server has of it", () => {
    const held = [{ value: "a", type: "x" }, { value: "a", type: "y" }, { value: "b" }];
    const change = wanted({ entitlements: ["a"] }, [["entitlements"]]);
    expect(toOperations(change, user({ entitlements: held }))).toEqual([
      { op: "remove", path: 'entitlements[value eq "b"]' },
    ]);
  });

  it("only add roles where none may go", () => {
    const change: Change = { kind: "member", path: ["roles", 0], to: "b" };
    const desired: Desired = { attributes: {}, sets: { roles: { "": ["b"] } }, references: {} };
    const request = { changes: [change], desired, addOnly: ["roles"] };
    expect(toOperations(request, user({ roles: [{ value: "a" }] }))).toEqual([
      { op: "add", path: "roles", value: [{ value: "b" }] },
    ]);
  });

  it("set a manager as an object, and take one away", () => {
    const manager = (id: string | null) => ({
      changes: [{ kind: "reference", path: ["manager"] } as const],
      desired: { attributes: {}, sets: {}, references: { manager: id } },
      addOnly: [],
    });
    const path = `${ENTERPRISE}:manager`;
    expect(toOperations(manager("7"), undefined)).toEqual([{ op: "replace", path, value: { value: "7" } }]);
    expect(toOperations(manager(null), undefined)).toEqual([{ op: "remove", path }]);
  });
});

describe("the document of a PUT", () => {
  it("is the account as read, with the changes, and without what only the server sets", () => {
    const current = user({
      schemas: ["core"],
      title: "Engineer",
      nickName: null,
      emails: [WORK],
      meta: { version: "1" },
      groups: [{ value: "g" }],
      [ENTERPRISE]: { department: "Notes", manager: { value: "7" } },
    });
    const change = wanted({ title: null, department: "Analysis", extensions: { [`${ACME}:badge`]: "red" } }, [
      ["title"],
      ["department"],
      ["extensions", `${ACME}:badge`],
    ]);
    expect(toReplacement(change, current)).toEqual({
      schemas: ["core", ENTERPRISE, ACME],
      id: "1",
      userName: "ada",
      emails: [WORK],
      [ENTERPRISE]: { department: "Analysis", manager: { value: "7" } },
      [ACME]: { badge: "red" },
    });
  });
});

describe("documents", () => {
  it("hold what is declared, and name the schemas of its extensions", () => {
    const desired: Desired = {
      attributes: {
        userName: "ada",
        name: { givenName: "Ada" },
        department: "Notes",
        entitlements: ["a"],
        extensions: { [`${ACME}:desk.floor`]: "2" },
        initialPassword: "secret-1",
        title: null,
      },
      sets: { roles: { "": ["r"] } },
      references: { manager: "7" },
    };
    expect(toCreate(desired)).toEqual({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE, ACME],
      active: true,
      userName: "ada",
      name: { givenName: "Ada" },
      entitlements: [{ value: "a" }],
      roles: [{ value: "r" }],
      password: "secret-1",
      [ENTERPRISE]: { department: "Notes", manager: { value: "7" } },
      [ACME]: { desk: { floor: "2" } },
    });
  });

  it("are read whatever a server makes of them", () => {
    const observed = toObserved(
      user({
        active: "False",
        roles: ["plain", { value: "r", display: "R" }],
        phoneNumbers: [{ value: "+44", type: "work", primary: false, display: "+44" }],
        [ENTERPRISE]: { manager: "7" },
        [ACME]: { badge: "blue", remote: false, skills: ["x", "y"], desk: { floor: "2" }, seats: [{ at: 1 }] },
        title: "",
        nickName: null,
      }),
    );
    expect(observed).toMatchObject({
      active: false,
      sets: { roles: { members: { "": ["plain", "r"] } } },
      references: { manager: "7" },
    });
    expect(observed.attributes).toEqual({
      userName: "ada",
      active: false,
      phoneNumbers: [{ value: "+44", type: "work" }],
      extensions: {
        [`${ACME}:badge`]: "blue",
        [`${ACME}:remote`]: false,
        [`${ACME}:skills`]: ["x", "y"],
        [`${ACME}:desk.floor`]: "2",
      },
    });
  });
});
