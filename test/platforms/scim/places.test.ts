import { describe, expect, it } from "vitest";
import { type Desired, NOTHING } from "../../../provider/core/model/entity";
import { toCreate, toObserved } from "../../../provider/platforms/scim/convert";
import { readAt, writeAt } from "../../../provider/platforms/scim/documents";
import { pathOf, placeOf, quoted } from "../../../provider/platforms/scim/places";
import { WireUser } from "../../../provider/platforms/scim/wire";

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";
const TITLE = { attribute: "title" };
const user = (more: object = {}) => WireUser.parse({ id: "u-1", userName: "ada", ...more });

describe("the place of an argument", () => {
  it.each<[(string | number)[], object, string]>([
    [["title"], TITLE, "title"],
    [["name", "givenName"], { attribute: "name", part: "givenName" }, "name.givenName"],
    [["name"], { attribute: "name" }, "name"],
    [["initialPassword"], { attribute: "password" }, "password"],
    [["department"], { urn: ENTERPRISE, attribute: "department" }, `${ENTERPRISE}:department`],
    [["manager"], { urn: ENTERPRISE, attribute: "manager" }, `${ENTERPRISE}:manager`],
    [["extensions", `${ACME}:badge`], { urn: ACME, attribute: "badge" }, `${ACME}:badge`],
    [["extensions", `${ACME}:desk.floor`], { urn: ACME, attribute: "desk", part: "floor" }, `${ACME}:desk.floor`],
  ])("%j is where the standard has it", (path, place, text) => {
    expect(placeOf(path)).toEqual(place);
    expect(pathOf(placeOf(path))).toBe(text);
  });

  it("is quoted in a filter so that a text can't end it", () => {
    expect(JSON.parse(quoted('a"\\b'))).toBe('a"\\b');
  });
});

describe("a document", () => {
  it.each<[string, object, Parameters<typeof readAt>[1], unknown]>([
    ["an attribute", { title: "x" }, TITLE, "x"],
    ["one in other letters", { TITLE: "x" }, TITLE, "x"],
    ["the exact one of two", { TITLE: "y", title: "x" }, TITLE, "x"],
    ["a part", { name: { GivenName: "x" } }, { attribute: "name", part: "givenName" }, "x"],
    ["an extension's", { [ACME.toUpperCase()]: { Badge: "x" } }, { urn: ACME, attribute: "badge" }, "x"],
    ["nothing where it isn't", {}, TITLE, undefined],
    ["nothing that every object has", {}, { attribute: "constructor" }, undefined],
    ["no part of a text", { name: "x" }, { attribute: "name", part: "length" }, undefined],
    ["no attribute of an extension that is none", { [ACME]: "x" }, { urn: ACME, attribute: "length" }, undefined],
  ])("is read: %s", (_, document, place, value) => {
    expect(readAt(document as Record<string, unknown>, place)).toBe(value);
  });

  it.each<[string, object, Parameters<typeof writeAt>[1], unknown, object]>([
    ["an attribute", { a: 1 }, TITLE, "x", { a: 1, title: "x" }],
    ["one that is there in other letters", { TITLE: "y" }, TITLE, "x", { TITLE: "x" }],
    ["none", { TITLE: "y", a: 1 }, TITLE, undefined, { a: 1 }],
    ["null", { title: "y" }, TITLE, null, { title: null }],
    [
      "a part beside others",
      { name: { familyName: "B" } },
      { attribute: "name", part: "givenName" },
      "A",
      { name: { familyName: "B", givenName: "A" } },
    ],
    ["a part of what isn't there", {}, { attribute: "name", part: "givenName" }, "A", { name: { givenName: "A" } }],
    [
      "a part of what is no object",
      { name: "x" },
      { attribute: "name", part: "givenName" },
      "A",
      { name: { givenName: "A" } },
    ],
    [
      "an extension's, which is named then",
      { schemas: [CORE] },
      { urn: ACME, attribute: "badge" },
      "x",
      { schemas: [CORE, ACME], [ACME]: { badge: "x" } },
    ],
    [
      "an extension's, where no schema is named",
      {},
      { urn: ACME, attribute: "badge" },
      "x",
      { schemas: [ACME], [ACME]: { badge: "x" } },
    ],
    [
      "an extension's, which is named in other letters",
      { schemas: [ACME.toUpperCase()], [ACME.toUpperCase()]: {} },
      { urn: ACME, attribute: "badge" },
      "x",
      { schemas: [ACME.toUpperCase()], [ACME.toUpperCase()]: { badge: "x" } },
    ],
    [
      "none of an extension, which is not named for it",
      { schemas: [CORE] },
      { urn: ACME, attribute: "badge" },
      undefined,
      { schemas: [CORE], [ACME]: {} },
    ],
  ])("is written: %s", (_, document, place, value, expected) => {
    const draft = structuredClone(document) as Record<string, unknown>;
    writeAt(draft, place, value);
    expect(draft).toStrictEqual(expected);
  });

  it("is changed without the one that was read", () => {
    const read = { name: { givenName: "A" }, [ACME]: { badge: "x" } };
    const draft: Record<string, unknown> = { ...read };
    writeAt(draft, { attribute: "name", part: "givenName" }, "B");
    writeAt(draft, { urn: ACME, attribute: "badge" }, "y");
    expect(read).toEqual({ name: { givenName: "A" }, [ACME]: { badge: "x" } });
  });
});

describe("somebody as a document shows them", () => {
  const bare = { userName: "ada", active: true };

  it.each<[string, object, object]>([
    ["nothing of what isn't there", {}, bare],
    [
      "nothing of what is empty",
      {
        title: "",
        name: { givenName: "" },
        emails: [],
        entitlements: [{ value: "" }],
        [ENTERPRISE]: { department: "" },
        [ACME]: { a: "", b: [], c: {}, d: null },
      },
      bare,
    ],
    [
      "the enterprise extension without the manager among its texts",
      { [ENTERPRISE]: { department: "x", manager: { value: "u-9" } } },
      { ...bare, department: "x" },
    ],
    [
      "every part of a name",
      { name: { givenName: "A", familyName: "B", other: "C" } },
      { ...bare, name: { givenName: "A", familyName: "B" } },
    ],
    [
      "an address by what is in it",
      { addresses: [{ country: "GB", type: "work", display: "x" }, { type: "home" }] },
      { ...bare, addresses: [{ country: "GB", type: "work" }, { type: "home" }] },
    ],
    [
      "no item without its value",
      { ims: [{ type: "x" }, { value: { a: 1 } }, { value: "a" }] },
      { ...bare, ims: [{ value: "a" }] },
    ],
    [
      "entitlements by value, and by what is shown otherwise",
      { entitlements: [{ value: "a", display: "A" }, { display: "B" }, {}] },
      { ...bare, entitlements: ["a", "B"] },
    ],
    [
      "numbers and booleans of extensions as they are",
      { [ACME]: { a: 1, b: false, c: { d: 2 }, e: [1, { value: "x" }, { display: "y" }] } },
      {
        ...bare,
        extensions: { [`${ACME}:a`]: 1, [`${ACME}:b`]: false, [`${ACME}:c.d`]: 2, [`${ACME}:e`]: ["1", "x", "y"] },
      },
    ],
    [
      "nothing that is no extension",
      { custom: { a: "x" }, [CORE]: { title: "x" }, "urn:x": "text" },
      { ...bare, title: "x" },
    ],
  ])("has %s", (_, more, attributes) => {
    expect(toObserved(user(more)).attributes).toEqual(attributes);
  });

  it("has groups where somebody has looked, and none of a manager that isn't told", () => {
    const groups = { members: { "": ["g-1"] } };
    expect(toObserved(user({ [ENTERPRISE]: { manager: { displayName: "Bob" } } }), groups)).toMatchObject({
      sets: { groups },
      references: {},
    });
    expect(toObserved(user())).toEqual({
      id: "u-1",
      active: true,
      attributes: bare,
      sets: { roles: { members: { "": [] } } },
      references: { manager: null },
      info: {},
    });
    expect(toObserved(user({ active: false }))).toMatchObject({ active: false, attributes: { active: false } });
  });
});

describe("the document of a creation", () => {
  it.each<[string, Partial<Desired>, object]>([
    [
      "nothing that is declared as empty",
      {
        attributes: { userName: "ada", title: null, name: { givenName: null }, department: null },
        sets: { roles: { "": [] } },
        references: { manager: null },
      },
      {},
    ],
    [
      "a list as it is declared",
      { attributes: { userName: "ada", emails: [{ value: "a" }] } },
      { emails: [{ value: "a" }] },
    ],
    [
      "entitlements as items",
      { attributes: { userName: "ada", entitlements: ["a"] } },
      { entitlements: [{ value: "a" }] },
    ],
    ["a state that is declared", { attributes: { userName: "ada", active: false } }, { active: false }],
    [
      "a manager by the id",
      { attributes: { userName: "ada" }, references: { manager: "u-9" } },
      { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { manager: { value: "u-9" } } },
    ],
  ])("has %s", (_, desired, more) => {
    expect(toCreate({ ...NOTHING, ...desired })).toStrictEqual({
      schemas: [CORE],
      active: true,
      userName: "ada",
      ...more,
    });
  });
});
