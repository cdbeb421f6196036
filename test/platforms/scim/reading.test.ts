import { describe, expect, it } from "vitest";
import { managedView } from "../../../provider/core/compare/diff";
import type { Observed } from "../../../provider/core/model/entity";
import type { Value } from "../../../provider/core/model/value";
import { toReplacement } from "../../../provider/platforms/scim/changes";
import { toObserved } from "../../../provider/platforms/scim/convert";
import { scim } from "../../../provider/platforms/scim/index";
import { WireUser } from "../../../provider/platforms/scim/wire";

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";

function read(document: object): Observed {
  return toObserved(WireUser.parse({ id: "7", userName: "ada", ...document }));
}
const attributes = (document: object) => {
  const { userName, active, ...others } = read(document).attributes;
  return others;
};

describe("a server's document in another form is read as the standard's", () => {
  it.each<[string, object, object]>([
    ["numbers for texts", { title: 7, [ENTERPRISE]: { employeeNumber: 1815 } }, { title: "7", employeeNumber: "1815" }],
    ["a boolean for a text", { userType: true }, { userType: "true" }],
    ["a fraction for a text", { title: 1.5 }, { title: "1.5" }],
    ["a list of one for a single value", { title: ["Engineer"] }, { title: "Engineer" }],
    ["an empty list for a single value", { title: [] }, {}],
    [
      "names in another case",
      { DISPLAYNAME: "Ada", Name: { GivenName: "Ada" } },
      { displayName: "Ada", name: { givenName: "Ada" } },
    ],
    ["a URN in another case", { [ENTERPRISE.toUpperCase()]: { Department: "Notes" } }, { department: "Notes" }],
    ["attributes within the schema of users", { [CORE]: { title: "Engineer" } }, { title: "Engineer" }],
    [
      "primary as a text",
      { emails: [{ value: "a@example.com", primary: "True" }] },
      { emails: [{ value: "a@example.com", primary: true }] },
    ],
    [
      "primary as no text",
      { emails: [{ value: "a@example.com", primary: "false" }] },
      { emails: [{ value: "a@example.com" }] },
    ],
    [
      "primary as a number",
      { emails: [{ value: "a@example.com", primary: 1 }] },
      { emails: [{ value: "a@example.com", primary: true }] },
    ],
    [
      "primary as nothing",
      { emails: [{ value: "a@example.com", primary: "" }] },
      { emails: [{ value: "a@example.com" }] },
    ],
    [
      "parts in another case",
      { emails: [{ Value: "a@example.com", TYPE: "work" }] },
      { emails: [{ value: "a@example.com", type: "work" }] },
    ],
    ["one object for a list", { emails: { value: "a@example.com" } }, { emails: [{ value: "a@example.com" }] }],
    ["one text for a list", { phoneNumbers: "+44" }, { phoneNumbers: [{ value: "+44" }] }],
    ["numbers in a list", { phoneNumbers: [44, { value: 45 }] }, { phoneNumbers: [{ value: "44" }, { value: "45" }] }],
    [
      "a text for an address",
      { addresses: ["12 St James's Square"] },
      { addresses: [{ formatted: "12 St James's Square" }] },
    ],
    [
      "null and empty items",
      { emails: [null, {}, { value: "a@example.com" }] },
      { emails: [{ value: "a@example.com" }] },
    ],
    ["an item without a value", { emails: [{ value: "", primary: true }] }, {}],
    ["an item of null", { emails: [{ value: null, type: "work" }] }, {}],
    ["an address in which nothing is filled", { addresses: [{ type: "work", formatted: "", country: null }] }, {}],
    ["an address of a type alone", { addresses: [{ type: "work" }] }, { addresses: [{ type: "work" }] }],
    ["null for a list, a text and a complex value", { emails: null, title: null, name: null, [ENTERPRISE]: null }, {}],
    ["no meta, and one that is no object", { meta: null, Meta: "x" }, {}],
    ["one entitlement alone", { entitlements: { value: 5 } }, { entitlements: ["5"] }],
  ])("%s", (_, document, expected) => {
    expect(attributes(document)).toEqual(expected);
  });

  it.each<[unknown, boolean]>([
    [true, true],
    ["true", true],
    ["True", true],
    [" true ", true],
    [1, true],
    ["1", true],
    [false, false],
    ["FALSE", false],
    [0, false],
    ["0", false],
    [null, true],
    [undefined, true],
    [[false], false],
  ])("active: %j", (active, expected) => {
    expect(read({ active })).toMatchObject({ active: expected, attributes: { active: expected } });
    expect(read({ Active: active }).active).toBe(expected);
  });

  it.each(["inactive", "disabled", "yes", "", 2, -1, {}, [true, false], [[true]]])(
    "active: %j is refused, and not guessed",
    (active) => {
      expect(WireUser.safeParse({ id: "7", userName: "ada", active }).error?.issues[0]?.path).toEqual(["active"]);
    },
  );

  it.each<[string, unknown, string | null | undefined]>([
    ["an object", { value: "9" }, "9"],
    ["a number in an object", { value: 9 }, "9"],
    ["a text", "9", "9"],
    ["a number", 9, "9"],
    ["an object with an address of another", { value: "9", $ref: "../Users/8" }, "9"],
    ["a text with a slash, which is no address", "a/9", "a/9"],
    ["a text that goes on behind an address", "Users/9/photo", "Users/9/photo"],
    ["an object of empty texts", { value: "", $ref: "" }, null],
    ["an address alone", { $ref: "https://id.example.com/scim/v2/Users/9" }, "9"],
    ["an address beside an empty value", { value: "", $ref: "../Users/a%2Fb/" }, "a/b"],
    ["an address as a text", "https://id.example.com/scim/v2/Users/9?x=1", "9"],
    ["a short address as a text", "Users/9", "9"],
    ["a list of one", [{ value: "9" }], "9"],
    ["other cases", { Value: "9", DisplayName: "Bob" }, "9"],
    ["null", null, null],
    ["an empty text", "", null],
    ["an empty object", {}, null],
    ["an object of nulls", { value: null, $ref: null, displayName: "" }, null],
    ["a name alone, which doesn't tell who it is", { displayName: "Bob" }, undefined],
  ])("a manager as %s", (_, manager, expected) => {
    expect(read({ [ENTERPRISE]: { manager } }).references["manager"]).toBe(expected);
    expect(read({ [ENTERPRISE]: { Manager: manager } }).references["manager"]).toBe(expected);
  });

  it.each<[unknown, readonly string[]]>([
    [
      ["a", { value: "b" }, 3, { Value: 4 }, null, {}],
      ["a", "b", "3", "4"],
    ],
    [{ value: "a" }, ["a"]],
    ["a", ["a"]],
    [null, []],
    [[{ value: null, primary: true }], []],
    [[{ value: null, display: "a" }], ["a"]],
    [
      [{ display: 5 }, true],
      ["5", "true"],
    ],
  ])("roles: %j", (roles, expected) => {
    expect(read({ roles }).sets["roles"]?.members[""]).toEqual(expected);
  });

  it.each([
    [{ id: 1001 }, "1001"],
    [{ ID: "a" }, "a"],
  ])("the id of %j", (document, id) => {
    expect(WireUser.parse({ UserName: "ada", ...document }).id).toBe(id);
  });

  it.each([
    [{ id: 2 ** 60, userName: "ada" }, "id"],
    [{ id: {}, userName: "ada" }, "id"],
    [{ id: "7" }, "userName"],
    [{ id: "7", userName: "ada", name: "Ada" }, "name"],
    [{ id: "7", userName: "ada", emails: [[]] }, "emails"],
    [{ id: "7", userName: "ada", emails: [{ value: "a", primary: "maybe" }] }, "emails"],
    [{ id: "7", userName: "ada", [ENTERPRISE]: { manager: [{ value: "1" }, { value: "2" }] } }, ENTERPRISE],
    [{ id: "7", userName: "ada", [ENTERPRISE]: { manager: { value: 2 ** 60 } } }, ENTERPRISE],
  ])("%j can't be read, and says where", (document, place) => {
    expect(WireUser.safeParse(document).error?.issues[0]?.path[0]).toBe(place);
  });
});

describe("attributes of extensions", () => {
  function view(declared: Value, shown: object): unknown {
    const options = { adopt: undefined, onDestroy: undefined, rolesMode: undefined };
    const desired = { attributes: { extensions: declared }, sets: {}, references: {} };
    return managedView(scim.kinds.user.capabilities, read(shown), { desired, options }).desired.attributes[
      "extensions"
    ];
  }

  it.each<[Value, unknown]>([
    [true, "True"],
    [false, 0],
    ["true", true],
    [5, "5"],
    ["5", 5],
    [
      ["1", "2"],
      [2, "1"],
    ],
    ["x", ["x"]],
  ])("%j is shown as %j", (declared, shown) => {
    const key = `${ACME}:remote`;
    expect(view({ [key]: declared }, { [ACME]: { remote: shown } })).toEqual({ [key]: declared });
    expect(view({ [key]: declared }, { [ACME.toUpperCase()]: { REMOTE: shown } })).toEqual({ [key]: declared });
  });

  it.each<[Value, unknown]>([
    [true, "yes"],
    [true, "False"],
    ["5", 6],
    ["a", "A"],
    ["true", "True"],
    [1.5, "1.50"],
  ])("%j is not %j", (declared, shown) => {
    const key = `${ACME}:remote`;
    expect(view({ [key]: declared }, { [ACME]: { remote: shown } })).toEqual({ [key]: shown });
  });

  it("two keys that are one in another case are refused", () => {
    const found = scim.kinds.user.issues({
      extensions: { [`${ACME}:badge`]: "a", [`${ACME.toUpperCase()}:Badge`]: "b" },
    });
    expect(found).toEqual([
      { path: ["extensions", `${ACME.toUpperCase()}:Badge`], reason: expect.stringMatching(/in another case/) },
    ]);
  });
});

it("a PUT sends the standard's form, and all that it doesn't know as it was shown", () => {
  const current = WireUser.parse({
    Id: 7,
    UserName: "ada",
    Schemas: [CORE.toUpperCase(), "urn:x:Y"],
    ACTIVE: "True",
    Title: 5,
    emails: { Value: "a@example.com", Primary: "true", verified: "yes" },
    PhoneNumbers: [null, "+44"],
    Groups: [{ value: "g" }],
    Meta: { Version: 3 },
    password: "$2b$12$hash",
    photos: null,
    customThing: { Deep: ["as", 1, null] },
    [ENTERPRISE.toLowerCase()]: { MANAGER: "Users/9", Floor: 2 },
    [ACME.toUpperCase()]: { Badge: "blue" },
  });
  const desired = { attributes: { extensions: { [`${ACME}:badge`]: "red" } }, sets: {}, references: {} };
  const changes = [{ kind: "attribute", path: ["extensions", `${ACME}:badge`], to: "red" }] as const;
  expect(toReplacement({ changes, desired, addOnly: [] }, current)).toEqual({
    id: "7",
    userName: "ada",
    schemas: [CORE, "urn:x:Y", ACME],
    active: true,
    title: "5",
    emails: [{ value: "a@example.com", primary: true, verified: "yes" }],
    phoneNumbers: [{ value: "+44" }],
    customThing: { Deep: ["as", 1, null] },
    [ENTERPRISE]: { manager: { value: "9" }, Floor: 2 },
    [ACME.toUpperCase()]: { Badge: "red" },
  });
});
