import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change.js";
import type { Desired, DesiredValue, Sections } from "../../../provider/core/model/entity.js";
import {
  afterPut,
  personalIn,
  propertyNamedIn,
  toCreate,
  toObserved,
  toObservedNew,
  toPut,
} from "../../../provider/platforms/netex/convert.js";
import { WireUser } from "../../../provider/platforms/netex/wire.js";
import { ID, shownUser } from "./helpers.js";

const REQUIRED = {
  username: "ada.example",
  name: "Ada",
  surname: "Example",
  language: "en",
  timezone: "Europe/London",
  email: "ada@example.com",
};

function desired(attributes: Record<string, DesiredValue> = {}, roles?: Sections): Desired {
  return { attributes: { ...REQUIRED, ...attributes }, sets: roles ? { roles } : {}, references: {} };
}

const anything: Change = { kind: "attribute", path: ["aboutMe"] };
const switching: Change = { kind: "activation", path: ["enabled"] };

function put(
  current: Record<string, unknown>,
  attributes: Record<string, DesiredValue> = {},
  roles?: Sections,
  options: { isAddOnly?: boolean; changes?: readonly Change[] } = {},
) {
  return toPut(WireUser.parse(shownUser(current)), {
    id: ID,
    changes: options.changes ?? [anything],
    desired: desired(attributes, roles),
    addOnly: options.isAddOnly ? ["roles"] : [],
  });
}

const UNTOUCHED = {
  ...REQUIRED,
  officePhone: "100",
  aboutMe: "Hello",
  location: "Bath",
  authSource: "LDAP",
  externalId: "e-1",
  enabled: true,
  extendedFields: { costCentre: "7" },
  roles: { management: ["user"], training: ["user"] },
};

describe("the user of a PUT", () => {
  it("sends back everything that a read shows and nobody declared, but no image, hash or id", () => {
    expect(put({ extra: { secret: 1 } })).toEqual({ ...UNTOUCHED, extra: { secret: 1 } });
    for (const extra of [{}, null, undefined]) expect(put({ extra })).toEqual(UNTOUCHED);
  });

  it.each<[string, Record<string, DesiredValue>, Record<string, unknown>]>([
    ["a declared text over the present one", { aboutMe: "New" }, { aboutMe: "New" }],
    ["an emptied text as an empty one", { aboutMe: null }, { aboutMe: "" }],
    [
      "a new username and address",
      { username: "ada2", email: "a2@example.com" },
      { username: "ada2", email: "a2@example.com" },
    ],
    ["a declared image", { image: { url: "https://x.example/a.png" } }, { image: { url: "https://x.example/a.png" } }],
    ["declared extra", { extra: { a: [1] } }, { extra: { a: [1] } }],
    ["an authSource", { authSource: "LOCAL" }, { authSource: "LOCAL" }],
    [
      "an extended field beside the others",
      { extendedFields: { grade: "B" } },
      { extendedFields: { costCentre: "7", grade: "B" } },
    ],
    ["an emptied extended field", { extendedFields: { costCentre: null } }, { extendedFields: { costCentre: "" } }],
    ["no password ever", { initialPassword: "hush-hush" }, {}],
  ])("sends %s", (_what, attributes, more) => {
    expect(put({}, attributes)).toEqual({ ...UNTOUCHED, ...more });
  });

  it("keeps an account as active as it was, unless that is what changes", () => {
    expect(put({ enabled: false }, { enabled: true })).toMatchObject({ enabled: false });
    expect(put({ enabled: false }, {}, undefined, { changes: [anything, switching] })).toMatchObject({ enabled: true });
    expect(put({}, { enabled: false }, undefined, { changes: [anything, switching] })).toMatchObject({
      enabled: false,
    });
  });

  it.each<[string, Sections | undefined, boolean, Sections]>([
    ["undeclared", undefined, false, { management: ["user"], training: ["user", "admin"], talent: ["odd"] }],
    ["one section", { training: ["trainer"] }, false, { management: ["user"], training: ["trainer"], talent: ["odd"] }],
    ["an emptied section", { training: [] }, false, { management: ["user"], training: [], talent: ["odd"] }],
    [
      "a new section",
      { play: ["author"] },
      false,
      { management: ["user"], training: ["user", "admin"], talent: ["odd"], play: ["author"] },
    ],
    [
      "added only",
      { training: ["trainer"] },
      true,
      { management: ["user"], training: ["admin", "trainer", "user"], talent: ["odd"] },
    ],
  ])("sends roles by section: %s", (_what, roles, isAddOnly, sent) => {
    const shown = { management: ["user"], training: ["user", "admin"], talent: ["odd"], content: null };
    expect(put({ roles: shown }, {}, roles, { isAddOnly })["roles"]).toEqual(sent);
  });

  it("is refused where no management role is known", () => {
    expect(() => put({ roles: null })).toThrow(/^roles\.management: /);
    expect(put({ roles: null }, {}, { management: ["admin"] })["roles"]).toEqual({ management: ["admin"] });
  });

  it("doesn't invent what an older read doesn't show, and sends what is declared of it", () => {
    const older = { authSource: undefined, externalId: undefined, extendedFields: undefined };
    const bare = put(older);
    for (const name of Object.keys(older)) expect(bare).not.toHaveProperty(name);
    const declared = { externalId: "e-2", extendedFields: { grade: "B" } };
    expect(put(older, declared)).toMatchObject(declared);
  });

  it("shows the account afterwards", () => {
    const current = WireUser.parse(shownUser());
    expect(afterPut(current, put({}, { aboutMe: null, extra: { a: 1 }, extendedFields: { grade: "B" } }))).toEqual({
      id: ID,
      active: true,
      attributes: {
        ...REQUIRED,
        officePhone: "100",
        location: "Bath",
        authSource: "LDAP",
        externalId: "e-1",
        enabled: true,
        extendedFields: { costCentre: "7", grade: "B" },
      },
      sets: { roles: { members: { management: ["user"], training: ["user"] } } },
      references: {},
      info: { commonId: "c-1", imageUrl: "/nlc/images/user/1.png" },
    });
  });
});

describe("the user of a POST", () => {
  it("has what the create call takes", () => {
    const image = { base64Image: "AA==", mimeType: "image/png" };
    const all = { officePhone: "1", authSource: "LDAP", image, initialPassword: "hush-hush", mobilePhone: null };
    const later = { externalId: "e", extra: { a: 1 }, extendedFields: { a: "b" } };
    expect(toCreate(desired({ ...all, ...later, enabled: false }, { play: ["author"] }))).toEqual({
      ...REQUIRED,
      officePhone: "1",
      authSource: "LDAP",
      image,
      enabled: false,
      roles: { management: ["user"], play: ["author"] },
      password: "hush-hush",
    });
  });

  it("asks for an active account with the least management role where nothing else is declared", () => {
    expect(toCreate(desired())).toEqual({ ...REQUIRED, enabled: true, roles: { management: ["user"] } });
    expect(toCreate(desired({}, { management: ["admin"] }))["roles"]).toEqual({ management: ["admin"] });
  });
});

describe("what a read shows", () => {
  it("never holds the hash", () => {
    expect(JSON.stringify(toObserved(WireUser.parse(shownUser())))).not.toContain("hash");
  });

  it("takes null, empty and unset for empty, and numbers in extended fields for texts", () => {
    const fields = { a: "", b: null, c: 7, d: { odd: true }, e: false };
    const { attributes, unseen } = toObserved(
      WireUser.parse(shownUser({ aboutMe: "", location: null, extendedFields: fields })),
    );
    expect(attributes).not.toHaveProperty("aboutMe");
    expect(attributes).not.toHaveProperty("location");
    expect(attributes["extendedFields"]).toEqual({ c: "7", e: "false" });
    expect(unseen).toBeUndefined();
    const none = toObserved(WireUser.parse(shownUser({ extendedFields: { a: "", b: null } })));
    expect(none.attributes).not.toHaveProperty("extendedFields");
  });

  it("says what an older version doesn't show; a new account has nothing that follows its creation", () => {
    const older = WireUser.parse(
      shownUser({ authSource: undefined, externalId: undefined, extendedFields: undefined }),
    );
    expect(toObserved(older).unseen).toEqual(["authSource", "externalId", "extendedFields"]);
    expect(toObservedNew(older).unseen).toEqual(["authSource"]);
  });
});

it.each([
  ["The username is already in use", "username"],
  ["User name must be unique", "username"],
  ["surname is mandatory", "surname"],
  ["email is not an address, name", "email"],
  ["roles.training can't be chef", "roles"],
  ["The password is too short", "initialPassword"],
  ["Something failed", undefined],
])("finds the property in %j", (text, property) => {
  expect(propertyNamedIn(text)).toBe(property);
});

it("hides a person's values, and neither role names nor pictures", () => {
  const hidden = personalIn({
    ...REQUIRED,
    password: "hush-hush",
    image: { base64Image: "AA==" },
    roles: { play: ["user"] },
  });
  expect(hidden).toEqual(expect.arrayContaining(["Ada", "ada.example", "ada@example.com", "hush-hush"]));
  expect(JSON.stringify(hidden)).not.toMatch(/AA==|"user"|London/);
});
