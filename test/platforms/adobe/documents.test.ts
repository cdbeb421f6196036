import { describe, expect, it } from "vitest";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import type { Change } from "../../../provider/core/model/change";
import { type Desired, NOTHING } from "../../../provider/core/model/entity";
import {
  leavesOpen,
  propertyNamedIn,
  toAdd,
  toCreate,
  toListed,
  toObserved,
  withProfile,
} from "../../../provider/platforms/adobe/convert";
import { adobe } from "../../../provider/platforms/adobe/index";
import { toPatch } from "../../../provider/platforms/adobe/patch";
import { WireUser } from "../../../provider/platforms/adobe/wire";

const user = (attributes: object = {}, relationships?: object) =>
  WireUser.parse({
    id: "7",
    type: "user",
    attributes: { email: "ada@example.com", name: "Ada", userType: "INTERNAL", ...attributes },
    ...(relationships ? { relationships } : {}),
  });
const PLAIN = { email: "ada@example.com", name: "Ada" };
const desired = (attributes: Desired["attributes"], more: Partial<Desired> = {}): Desired => ({
  ...NOTHING,
  attributes,
  ...more,
});

describe("an Adobe user as a document shows them", () => {
  it.each<[string, object, object]>([
    ["nothing of what is empty", { bio: "", profile: null, timeZoneCode: undefined }, PLAIN],
    ["a zone's code as a text", { timeZoneCode: 42 }, { ...PLAIN, timeZoneCode: "42" }],
    ["what is false", { enrollOnClick: false }, { ...PLAIN, enrollOnClick: false }],
    [
      "fields that hold something",
      { fields: { a: "x", b: "", c: null, d: [], e: ["y"] } },
      { ...PLAIN, fields: { a: "x", e: ["y"] } },
    ],
    ["fields without anything in them", { fields: { a: "" } }, { ...PLAIN, fields: {} }],
    ["nothing that is no argument", { metadata: { x: 1 }, pointsEarned: 3 }, PLAIN],
  ])("has %s", (_, attributes, expected) => {
    expect(toObserved(user(attributes)).attributes).toEqual(expected);
  });

  it.each<[string, object, boolean, object]>([
    ["active", {}, true, {}],
    ["active in small letters", { state: "active", userType: "Internal" }, true, {}],
    ["deleted", { state: "Deleted" }, false, { state: "Deleted" }],
    ["in another state", { state: "PENDING" }, true, { state: "PENDING" }],
    ["external", { userType: "External" }, true, { userType: "External" }],
  ])("is %s, and tells what is not usual", (_, attributes, active, info) => {
    expect(toObserved(user(attributes))).toMatchObject({ active, info });
    expect(toObserved(user(attributes)).info).toEqual(info);
  });

  it("leaves the profile open of whoever is not known to be internal", () => {
    expect(toObserved(user())).not.toHaveProperty("unseen");
    for (const userType of ["EXTERNAL", null])
      expect(toObserved(user({ userType })).unseen).toEqual(["externalProfile"]);
    const external = toObserved(user({ userType: "EXTERNAL" }));
    expect(withProfile(external, "p-1")).toMatchObject({ attributes: { ...PLAIN, externalProfile: "p-1" } });
    for (const profile of ["p-1", undefined]) expect(withProfile(external, profile)).not.toHaveProperty("unseen");
    expect(withProfile(external, undefined).attributes).toEqual(PLAIN);
  });

  const managed = { manager: { data: { id: "9" } } };
  it.each<[string, object | undefined, object, object]>([
    ["who has a manager", managed, { manager: "9" }, { manager: "9" }],
    ["who has none", { manager: { data: null } }, { manager: null }, { manager: null }],
    ["of whom no manager is shown", {}, { manager: null }, {}],
    ["of whom no relation is shown", undefined, { manager: null }, {}],
  ])("%s is told so by a look, and by a list where it says so", (_, relationships, read, listed) => {
    const groups = { members: { "": ["g-1"] } };
    expect(toObserved(user({}, relationships), groups)).toMatchObject({ references: read, sets: { groups } });
    expect(toListed(user({}, relationships), groups).references).toEqual(listed);
    expect(toListed(user({}, relationships), groups).sets).toEqual({ roles: { members: { "": [] } }, groups });
    expect(toObserved(user({ roles: ["Learner"] }, relationships)).sets).toEqual({
      roles: { members: { "": ["Learner"] } },
    });
  });
});

describe("the document of a creation at Adobe", () => {
  it("has what the call takes, and nothing that is empty", () => {
    const attributes = {
      email: "ada@example.com",
      name: "Ada",
      profile: "Engineer",
      bio: null,
      contentLocale: "en_US",
      enrollOnClick: false,
      gamificationEnabled: true,
      userUniqueId: "u",
      fields: { a: "x", b: null },
      uiLocale: "en_US",
      timeZoneCode: "42",
      preferredResolution: "x",
    };
    const { data } = toCreate(desired(attributes, { sets: { roles: { "": ["Author"] } } }));
    expect(data).toStrictEqual({
      type: "user",
      attributes: {
        email: "ada@example.com",
        name: "Ada",
        profile: "Engineer",
        contentLocale: "en_US",
        enrollOnClick: false,
        gamificationEnabled: true,
        userUniqueId: "u",
        fields: { a: "x" },
        userType: "INTERNAL",
      },
    });
  });

  it.each<[unknown, object | undefined]>([
    ["9", { manager: { data: { id: "9", type: "user" } } }],
    [null, undefined],
    [undefined, undefined],
  ])("has a manager where one is declared: %j", (manager, relationships) => {
    expect(
      toCreate(desired(PLAIN, { references: manager === undefined ? {} : { manager: manager as string | null } })).data
        .relationships,
    ).toEqual(relationships);
  });

  it.each([["u-1"], [null], [undefined]])(
    "of an external person has who they are, and nothing else: %j",
    (userUniqueId) => {
      const { data } = toAdd(
        desired({ ...PLAIN, profile: "x", bio: "y", ...(userUniqueId === undefined ? {} : { userUniqueId }) }),
      );
      expect(data).toStrictEqual({
        type: "user",
        attributes: { ...PLAIN, ...(userUniqueId ? { userUniqueId } : {}), userType: "EXTERNAL" },
      });
    },
  );
});

describe("the answer to a creation at Adobe", () => {
  const shown = user({ roles: ["Learner"], bio: "x" });
  it.each<[string, Desired, boolean]>([
    ["all that was sent is shown", desired({ ...PLAIN, bio: "x" }), false],
    ["something that was sent isn't", desired({ ...PLAIN, profile: "x" }), true],
    ["something to be emptied isn't shown", desired({ ...PLAIN, profile: null }), true],
    [
      "something to be emptied isn't shown, and a change follows",
      desired({ ...PLAIN, profile: null, uiLocale: "x" }),
      true,
    ],
    ["a field to be emptied isn't shown", desired({ ...PLAIN, fields: { a: null } }), true],
    [
      "a field to be emptied isn't shown, and a change follows",
      desired({ ...PLAIN, uiLocale: "x", fields: { a: null } }),
      true,
    ],
    [
      "something isn't shown, and a change of what the call doesn't take follows",
      desired({ ...PLAIN, profile: "x", uiLocale: "y" }),
      false,
    ],
    [
      "something isn't shown, and a change of roles follows",
      desired({ ...PLAIN, profile: "x" }, { sets: { roles: { "": ["Author"] } } }),
      false,
    ],
    [
      "something isn't shown, and the roles are there",
      desired({ ...PLAIN, profile: "x" }, { sets: { roles: { "": ["Learner"] } } }),
      true,
    ],
    [
      "something isn't shown, and groups follow",
      desired({ ...PLAIN, profile: "x" }, { sets: { groups: { "": [] } } }),
      false,
    ],
    [
      "something isn't shown, and a manager follows",
      desired({ ...PLAIN, profile: "x" }, { references: { manager: "9" } }),
      false,
    ],
    [
      "something isn't shown, and the manager is none already",
      desired({ ...PLAIN, profile: "x" }, { references: { manager: null } }),
      true,
    ],
    ["something that the call doesn't take isn't shown", desired({ ...PLAIN, uiLocale: "x" }), false],
  ])("tells the account or leaves it open: %s", (_, declared, isOpen) => {
    expect(leavesOpen(shown, declared)).toBe(isOpen);
  });

  it("compares roles as a set, and the manager with the one who is shown", () => {
    const two = user({ roles: ["Learner", "Author"] }, { manager: { data: { id: "9" } } });
    const declared = (roles: string[], manager: string) =>
      desired({ ...PLAIN, profile: "x" }, { sets: { roles: { "": roles } }, references: { manager } });
    expect(leavesOpen(two, declared(["Author", "Learner"], "9"))).toBe(true);
    expect(leavesOpen(two, declared(["Learner", "Author"], "9"))).toBe(true);
    expect(leavesOpen(two, declared(["Author", "Learner"], "8"))).toBe(false);
    for (const relationships of [{}, { manager: null }, { manager: { data: null } }]) {
      const alone = user({}, relationships);
      expect(leavesOpen(alone, desired({ ...PLAIN, profile: "x" }, { references: { manager: null } }))).toBe(true);
      expect(leavesOpen(alone, desired({ ...PLAIN, profile: "x" }, { references: { manager: "9" } }))).toBe(false);
    }
    expect(
      leavesOpen(user({ roles: null }), desired({ ...PLAIN, profile: "x" }, { sets: { roles: { "": [] } } })),
    ).toBe(true);
  });
});

describe("the document of a change at Adobe", () => {
  const current = user(
    { profile: "Engineer", fields: { a: "1", b: "", c: ["2"] }, metadata: {}, roles: ["Learner", "Author"] },
    { manager: { data: { id: "9" } } },
  );
  const change = (...path: string[]): Change => ({ kind: "attribute", path });
  const member: Change = { kind: "member", path: ["roles", 0] };
  const reference: Change = { kind: "reference", path: ["manager"] };
  const patch = (changes: readonly Change[], declared: Desired, more: Partial<UpdateRequest> = {}, shown = current) =>
    toPatch({ id: "7", changes, desired: declared, addOnly: [], ...more }, shown, "shown").data;
  const MANDATORY = { email: "ada@example.com", name: "Ada", profile: "Engineer" };

  it.each<[string, readonly Change[], Desired, object]>([
    ["what Adobe wants in each, as it is shown", [], desired({}), {}],
    [
      "what it wants, as it is declared",
      [],
      desired({ name: "Augusta", profile: "Analyst" }),
      { name: "Augusta", profile: "Analyst" },
    ],
    [
      "what changes, and nothing else that is declared",
      [change("bio")],
      desired({ bio: "x", uiLocale: "y" }),
      { bio: "x" },
    ],
    ["what is emptied", [change("bio")], desired({ bio: null }), { bio: null }],
    [
      "all fields, where one changes",
      [change("fields", "a")],
      desired({ fields: { a: "3", z: "9" } }),
      { fields: { a: "3", c: ["2"] } },
    ],
    [
      "all fields, where one is added",
      [change("fields", "d")],
      desired({ fields: { d: "4" } }),
      { fields: { a: "1", c: ["2"], d: "4" } },
    ],
    [
      "all fields, where one is emptied",
      [change("fields", "a")],
      desired({ fields: { a: null } }),
      { fields: { a: null, c: ["2"] } },
    ],
    [
      "all fields, where one is declared no more",
      [change("fields", "a")],
      desired({}),
      { fields: { a: null, c: ["2"] } },
    ],
    [
      "roles as they are declared",
      [member],
      desired({}, { sets: { roles: { "": ["Learner"] } } }),
      { roles: ["Learner"] },
    ],
    [
      "no roles that don't change",
      [change("bio")],
      desired({ bio: "x" }, { sets: { roles: { "": ["Learner"] } } }),
      { bio: "x" },
    ],
  ])("has %s", (_, changes, declared, more) => {
    expect(patch(changes, declared)).toStrictEqual({ id: "7", type: "user", attributes: { ...MANDATORY, ...more } });
  });

  it.each<[string, string | null, unknown]>([
    ["the one who is declared", "8", { id: "8", type: "user" }],
    ["nobody", null, null],
  ])("has as the manager %s, where that changes", (_, manager, data) => {
    const declared = desired({}, { references: { manager } });
    expect(patch([reference], declared).relationships).toEqual({ manager: { data } });
    expect(patch([change("bio")], declared)).not.toHaveProperty("relationships");
  });

  it("has the roles that are there as well, each once, where they are only added", () => {
    const declared = desired({}, { sets: { roles: { "": ["Author", "Admin"] } } });
    expect(patch([member], declared, { addOnly: ["roles"] }).attributes["roles"]).toEqual([
      "Learner",
      "Author",
      "Admin",
    ]);
    expect(patch([member], declared, { addOnly: ["groups"] }).attributes["roles"]).toEqual(["Author", "Admin"]);
    expect(patch([member], declared, { addOnly: ["roles"] }, user({ roles: null })).attributes["roles"]).toEqual([
      "Author",
      "Admin",
    ]);
  });

  it("has the metadata as they are shown: a PATCH without them may empty them", () => {
    expect(
      patch([change("bio")], desired({ bio: "x" }), {}, user({ metadata: { cost: 7 } })).attributes["metadata"],
    ).toEqual({ cost: 7 });
    for (const metadata of [{}, null])
      expect(patch([change("bio")], desired({ bio: "x" }), {}, user({ metadata })).attributes).not.toHaveProperty(
        "metadata",
      );
  });

  it.each<[string, object, "shown" | "left-out", object | undefined]>([
    ["is made of none where the account shows none as null", { fields: null }, "shown", { a: "3" }],
    ["is refused where nothing of them is shown", {}, "shown", undefined],
    ["is made of none where the configuration says that none are left out", {}, "left-out", { a: "3" }],
  ])("of fields %s", (_, shown, emptyFields, fields) => {
    const make = () =>
      toPatch(
        { id: "7", changes: [change("fields", "a")], desired: desired({ fields: { a: "3" } }), addOnly: [] },
        user(shown),
        emptyFields,
      );
    if (fields) expect(make().data.attributes["fields"]).toEqual(fields);
    else expect(make).toThrow(expect.objectContaining({ code: "rejected", properties: ["fields"] }));
  });

  it("has a field under the name that the account has, in whatever form it is written", () => {
    const [composed, apart] = ["Équipe", "Équipe".normalize("NFD")];
    const shown = user({ fields: { [apart]: "x" } });
    expect(
      patch([change("fields", composed)], desired({ fields: { [composed]: "y" } }), {}, shown).attributes["fields"],
    ).toEqual({ [apart]: "y" });
  });
});

describe("what Adobe's sentences speak of", () => {
  it.each<[string, string | undefined]>([
    ["Invalid time zone", "timeZoneCode"],
    ["Invalid TIMEZONE code", "timeZoneCode"],
    ["unknown role", "roles"],
    ["the roles are unknown", "roles"],
    ["the user unique id is taken", "userUniqueId"],
    ["no such external profile", "externalProfile"],
    ["the profile is too long", "profile"],
    ["profiles", "profile"],
    ["a field is unknown", "fields"],
    ["the e-mail", undefined],
    ["emailed", undefined],
    ["no such group", "groups"],
    ["managers", "manager"],
    ["enroll on click", "enrollOnClick"],
  ])("%s", (text, property) => {
    expect(propertyNamedIn(text)).toBe(property);
  });
});

it("a group of Adobe's is declared without a parent", () => {
  expect(adobe.kinds.group.issues({ name: "Staff" })).toEqual([]);
  expect(adobe.kinds.group.issues({ name: "Staff", parent: "g-1" })).toMatchObject([{ path: ["parent"] }]);
});

describe("what is declared of an Adobe user", () => {
  const refused = (declared: object) => adobe.kinds.user.issues({ ...declared }).map(({ path }) => path.join("."));
  it.each<[object, string[]]>([
    [{ email: "ada@example.com", roles: ["Learner"], fields: { a: ["1"], b: ["2"], c: ["3"], d: "4" } }, []],
    [{ state: "ACTIVE" }, ["state"]],
    [{ userRoles: [] }, ["userRoles"]],
    [{ email: "ada%40example.com" }, ["email"]],
    [{ email: "a%40b@example.com" }, []],
    [{ email: "%40example.com" }, []],
    [{ roles: [] }, ["roles"]],
    [{ fields: { a: ["1"], b: ["2"], c: ["3"], x: "4", d: ["5"] } }, ["fields.d"]],
  ])("%j is refused where it can't be meant", (declared, paths) => {
    expect(refused(declared)).toEqual(paths);
  });
});
