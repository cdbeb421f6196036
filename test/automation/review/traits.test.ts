import { describe, expect, it } from "vitest";
import { userKindOf } from "../../../automation/common/platforms";
import { addressesOf, isAddress } from "../../../automation/plan/review/addresses";
import {
  comparableKey,
  isAdministrativeMember,
  isAdministrativeValue,
  isAdministrator,
  isOfPerson,
  isSwitchedOn,
  membersOf,
  naturalKeyOf,
  personName,
  subjectName,
} from "../../../automation/plan/review/traits";
import { UNKNOWN } from "../../../provider/core/model/value";

const [adobe, nerm, netex] = (["adobe", "nerm", "netex"] as const).map((id) => userKindOf(id)) as [
  ReturnType<typeof userKindOf>,
  ReturnType<typeof userKindOf>,
  ReturnType<typeof userKindOf>,
];

describe("who is an administrator", () => {
  const [section = "", [role = ""] = []] =
    Object.entries(netex.capabilities.administrative?.sets["roles"] ?? {})[0] ?? [];

  it.each<[string, () => boolean]>([
    ["of a role", () => isAdministrator(adobe.capabilities, { roles: ["Author", "Admin"] }, [])],
    ["of a role in another spelling", () => isAdministrator(adobe.capabilities, { roles: ["ADMIN"] }, [])],
    [
      "of a role that the guard file names",
      () => isAdministrator(adobe.capabilities, { roles: ["Editor"] }, ["editor"]),
    ],
    [
      "of an attribute, whatever else they have",
      () => isAdministrator(nerm.capabilities, { name: "Ada", admin: true }, []),
    ],
    ["of a role of one section", () => isAdministrator(netex.capabilities, { roles: { [section]: ["x", role] } }, [])],
  ])("somebody is because %s", (_, is) => {
    expect(is()).toBe(true);
  });

  it.each<[string, () => boolean]>([
    ["another role", () => isAdministrator(adobe.capabilities, { roles: ["Author"] }, [])],
    ["no role", () => isAdministrator(adobe.capabilities, {}, ["Author"])],
    ["an attribute that says no", () => isAdministrator(nerm.capabilities, { admin: false }, [])],
    ["another attribute", () => isAdministrator(nerm.capabilities, { name: true, toString: true }, [])],
    ["the role in another section", () => isAdministrator(netex.capabilities, { roles: { elsewhere: [role] } }, [])],
    [
      "a group of that name",
      () => isAdministrativeMember(adobe.capabilities, { set: "groups", section: "", member: "x" }, ["x"]),
    ],
    ["a role that is not known yet", () => isAdministrator(adobe.capabilities, { roles: UNKNOWN }, ["x"])],
    ["an attribute that is not known yet", () => isAdministrator(nerm.capabilities, { admin: UNKNOWN }, [])],
    [
      "what is no name",
      () => isAdministrativeMember(adobe.capabilities, { set: "roles", section: "", member: 7 }, ["7"]),
    ],
    ["a key in a map", () => isAdministrativeValue(nerm.capabilities, ["admin", "x"], true)],
    ["a place in a list", () => isAdministrativeValue(nerm.capabilities, [0], true)],
    ["another value", () => isAdministrativeValue(nerm.capabilities, ["admin"], "true")],
  ])("nobody is because of %s", (_, is) => {
    expect(is()).toBe(false);
  });

  it("may be anybody whose roles are not known yet, in whatever section", () => {
    const unknown = { set: "roles", member: UNKNOWN };
    const may = (section: string) => isAdministrativeMember(netex.capabilities, { ...unknown, section }, []);
    expect([may(""), may(section), may("elsewhere")]).toEqual([true, true, false]);
  });

  it("is told of a role that the guard file names, and of roles alone", () => {
    const member = { section: "", member: "Editor" };
    expect(isAdministrativeMember(adobe.capabilities, { ...member, set: "roles" }, ["Editor"])).toBe(true);
    expect(isAdministrativeMember(adobe.capabilities, { ...member, set: "groups" }, ["Editor"])).toBe(false);
  });
});

it("a person's addresses are those of either argument, for comparison, and no secret or unknown ones", () => {
  const UNKNOWN_ADDRESS = { value: Symbol("unknown") };
  expect(addressesOf({ email: "Ada@Example.com", emails: [{ value: "B@example.com" }, "c@example.com"] })).toEqual([
    "ada@example.com",
    "b@example.com",
    "c@example.com",
  ]);
  expect(
    addressesOf({ email: "[secret]", emails: [{ value: "[secret]" }, UNKNOWN_ADDRESS, { type: "work" }, 7] }),
  ).toEqual([]);
  expect([addressesOf({ emails: "a@example.com" }), addressesOf({}), addressesOf(undefined)]).toEqual([
    ["a@example.com"],
    [],
    [],
  ]);
  expect(["email", "emails", "mail", undefined, 7].map(isAddress)).toEqual([true, true, false, false, false]);
});

it("members of a set are texts, by section where there are any", () => {
  expect(membersOf(adobe.capabilities, "roles", ["a", 7, null])).toEqual({ "": ["a"] });
  expect(membersOf(adobe.capabilities, "roles", { a: ["b"] })).toEqual({});
  expect(membersOf(adobe.capabilities, "nothing", undefined)).toEqual({});
  expect(membersOf(netex.capabilities, "roles", { a: ["b", 7], c: "d" })).toEqual({ a: ["b"], c: [] });
  expect(membersOf(netex.capabilities, "roles", ["a"])).toEqual({});
});

it("a person is called by name, or else by the natural key, of the first side that has one", () => {
  const two = { name: "Ada", surname: "Byron", username: "ada" };
  expect(personName(netex, undefined, two)).toBe("Ada Byron");
  expect(personName(netex, { name: "", surname: "Byron" }, two)).toBe("Byron");
  expect(personName(netex, { name: "", username: "x" }, two)).toBe("Ada Byron");
  expect(personName(netex, { username: "x" }, {})).toBe("x");
  expect(naturalKeyOf(netex.capabilities, { username: "" }, { username: 7 }, two)).toBe("ada");
  expect(naturalKeyOf(netex.capabilities, {})).toBe("[unknown]");
});

it("a group is called a group, and a person by name alone", () => {
  expect([subjectName({ name: "Ada" }), subjectName({ kind: "group", name: "Pay" })]).toEqual(["Ada", "group Pay"]);
  expect([isOfPerson({}), isOfPerson({ kind: "user" }), isOfPerson({ kind: "group" })]).toEqual([true, true, false]);
});

it("an account is off where it says so, and on everywhere else", () => {
  const { activation } = netex.capabilities;
  const { inactive, attribute } = activation ?? expect.fail("Netex has no activation");
  const { activation: _, ...endless } = netex.capabilities;
  expect(isSwitchedOn(netex.capabilities, { [attribute]: inactive })).toBe(false);
  expect(isSwitchedOn(netex.capabilities, {})).toBe(true);
  expect(isSwitchedOn(endless, { [attribute]: inactive })).toBe(true);
});

it("one natural key in two spellings is compared as the vendor does", () => {
  expect(comparableKey(adobe.capabilities, "ADA@Example.com")).toBe(
    comparableKey(adobe.capabilities, "ada@example.com"),
  );
  expect(comparableKey(adobe.capabilities, "cafe\u0301@example.com")).toBe(
    comparableKey(adobe.capabilities, "caf\u00e9@example.com"),
  );
  const plain = { ...adobe.capabilities, attributes: {} };
  expect(comparableKey(plain, "ADA")).toBe("ADA");
});
