import { describe, expect, it } from "vitest";
import {
  clearedPaths,
  comparableKey,
  declareAll,
  declaredMembers,
  declaredReference,
  fromProperties,
  inPlace,
  naturalKeyOf,
  pendingIn,
  toProperties,
  wantedBy,
  withoutImplied,
} from "../../../provider/core/contract/declaration";
import type { Capabilities } from "../../../provider/core/contract/kind";
import { FLAT } from "../../../provider/core/model/entity";
import { UNKNOWN } from "../../../provider/core/model/value";
import { account } from "../fake-connector";
import { capabilities, declaration } from "../lab";

const within: Capabilities = { ...capabilities, uniqueWithin: "parent", references: { parent: { clear: true } } };

describe("arguments taken apart", () => {
  it.each<[string, object, object]>([
    ["an attribute that is emptied", { clear: ["bio"] }, { attributes: { bio: null } }],
    [
      "a key that is emptied, beside others",
      { fields: { y: "1" }, clear: ["fields.x"] },
      { attributes: { fields: { x: null, y: "1" } } },
    ],
    ["a key that is emptied alone", { clear: ["fields.x"] }, { attributes: { fields: { x: null } } }],
    ["a relation to one that is emptied", { clear: ["manager"] }, { references: { manager: null } }],
    ["a relation to many that is emptied", { clear: ["roles"] }, { sets: { roles: { [FLAT]: [] } } }],
    ["a set", { roles: ["a"] }, { sets: { roles: { [FLAT]: ["a"] } } }],
    ["a set that is nothing, in a state", { roles: null }, {}],
    [
      "what is not known yet",
      { roles: UNKNOWN, manager: UNKNOWN, bio: UNKNOWN },
      { sets: { roles: UNKNOWN }, references: { manager: UNKNOWN }, attributes: { bio: UNKNOWN } },
    ],
    ["a path that can't be read, nor is known", { clear: [UNKNOWN, "bio "] }, {}],
  ])("name %s", (_, properties, desired) => {
    const expected = { attributes: {}, sets: {}, references: {}, ...desired };
    expect(fromProperties(capabilities, properties as Record<string, unknown>).desired).toEqual(expected);
  });

  it("name relations that a read has to show", () => {
    const sets = { roles: { [FLAT]: [] } };
    expect(wantedBy(declaration({ sets, references: { manager: null }, attributes: { bio: "a" } }))).toEqual([
      "roles",
      "manager",
    ]);
  });

  it("have what is declared of a relation, unless it is not known yet", () => {
    const { desired } = declaration({ sets: { roles: { [FLAT]: ["a"] }, teams: UNKNOWN } });
    expect(declaredMembers(desired, "roles")).toEqual({ [FLAT]: ["a"] });
    expect([declaredMembers(desired, "teams"), declaredMembers(desired, "others")]).toEqual([undefined, undefined]);
    const ids = declaration({ references: { a: "7", b: null, c: UNKNOWN } }).desired;
    expect(["a", "b", "c", "d"].map((name) => declaredReference(ids, name))).toEqual([
      "7",
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("have no path in what is no list of texts", () => {
    expect([undefined, "bio", UNKNOWN].map(clearedPaths)).toEqual([[], [], []]);
    expect(clearedPaths([5, UNKNOWN, "bio", "bio ", "fields.x"])).toEqual([["bio"], ["fields", "x"]]);
  });

  it("name systems that lack a write, where outputs hold any", () => {
    const pending = [["a", 5], [], [5], "a", undefined].map((pendingOn) => pendingIn({ pendingOn }));
    expect(pending).toEqual([["a"], undefined, undefined, undefined, undefined]);
  });
});

describe("properties of a declaration", () => {
  it.each<[string, Parameters<typeof declaration>[0], object]>([
    [
      "what is emptied, in order",
      { attributes: { tags: null, bio: null }, references: { manager: null } },
      { clear: ["bio", "manager", "tags"] },
    ],
    ["a map in which everything is emptied", { attributes: { fields: { x: null } } }, { clear: ["fields.x"] }],
    [
      "a map in which a part is",
      { attributes: { fields: { x: null, y: "1" } } },
      { fields: { y: "1" }, clear: ["fields.x"] },
    ],
    ["a map without a key", { attributes: { fields: {} } }, { fields: {} }],
    ["an object that is no map", { attributes: { bio: { x: null } } }, { bio: { x: null } }],
    ["an object that no kind has any more", { attributes: { gone: { x: null } } }, { gone: { x: null } }],
    ["a map that is not known yet", { attributes: { fields: UNKNOWN } }, { fields: UNKNOWN }],
    ["relations", { sets: { roles: { [FLAT]: ["a"] } }, references: { manager: "7" } }, { roles: ["a"], manager: "7" }],
    ["a set that is not known yet", { sets: { roles: UNKNOWN } }, { roles: UNKNOWN }],
    ["a set that no kind has any more", { sets: { gone: { [FLAT]: ["a"] }, empty: {} } }, { gone: ["a"], empty: [] }],
  ])("hold %s", (_, desired, properties) => {
    expect(toProperties(capabilities, declaration(desired))).toEqual(properties);
  });

  it("hold sections where a set has any", () => {
    const { roles } = capabilities.sets as { roles: Capabilities["sets"][string] };
    const sectioned = { ...capabilities, sets: { roles: { ...roles, sections: true } } };
    const properties = { roles: { training: ["a"], play: [] } };
    expect(fromProperties(sectioned, properties).desired.sets).toEqual(properties);
    expect(toProperties(sectioned, declaration({ sets: properties }))).toEqual(properties);
  });
});

describe("whom a resource is about", () => {
  it.each<[string, Capabilities, object, string | undefined]>([
    ["the key as it is compared", capabilities, { login: "ADA" }, "ada"],
    ["none without a key", capabilities, { bio: "a" }, undefined],
    ["none where it is not known yet", capabilities, { login: UNKNOWN }, undefined],
    ["the key with its place", within, { login: "ADA", parent: "7" }, '["7","ada"]'],
    ["the key at the top", within, { login: "ADA" }, '[null,"ada"]'],
    ["none where the place is not known yet", within, { login: "ADA", parent: UNKNOWN }, undefined],
    ["none in a place without a key", within, { parent: "7" }, undefined],
  ])("is %s", (_, of, properties, key) => {
    expect(naturalKeyOf(of, properties as Record<string, unknown>)).toBe(key);
  });

  it("is one text in both Unicode forms, where nothing else is said too", () => {
    const bytes = { naturalKey: "login", attributes: { login: { clear: "no" } } };
    expect(comparableKey(bytes, "e\u0301A")).toBe("\u00e9A");
    expect(comparableKey({ naturalKey: "login", attributes: {} }, "e\u0301A")).toBe("\u00e9A");
    expect(comparableKey(capabilities, "e\u0301A")).toBe("\u00e9a");
  });

  const [top, nowhere, there] = [{ parent: null }, {}, { parent: "7" }].map((references) =>
    account({}, { references }),
  );
  const found = [top, nowhere, there].filter((one) => one !== undefined);
  it.each<[string, Capabilities, object, readonly unknown[]]>([
    ["those in the declared place", within, { parent: "7" }, [there]],
    ["those at the top", within, {}, [top, nowhere]],
    ["those at the top, where that is said", within, { parent: null }, [top, nowhere]],
    ["all where a key is unique in the tenant", capabilities, { parent: "7" }, found],
  ])("is among %s", (_, of, references, expected) => {
    expect(inPlace(of, declaration({ references: references as never }), found)).toEqual(expected);
  });
});

describe("an import proposes", () => {
  const attributes = {
    ...capabilities.attributes,
    fields: { clear: true, map: true, vendorKeys: ["id", "at"] } as const,
  };
  const desiredOf = (shown: object, more: object = {}) =>
    declareAll({ ...capabilities, attributes }, account(shown as never, { references: {}, ...more }));

  it.each<[string, object, object]>([
    ["what is shown", { login: "ada", bio: "a", tags: ["x"] }, { login: "ada", bio: "a", tags: ["x"] }],
    ["nothing that is never shown", { badge: "7", bio: "a" }, { bio: "a" }],
    ["no keys that the vendor sets", { fields: { id: "1", Team: "x" } }, { fields: { Team: "x" } }],
    ["no map of those alone", { fields: { id: "1", at: "2" } }, {}],
    ["a map that is shown as something else", { fields: "x" }, { fields: "x" }],
    ["what this version doesn't know", { other: "x" }, { other: "x" }],
  ])("%s", (_, shown, expected) => {
    expect(desiredOf(shown).attributes).toEqual({ ...expected, status: "on" });
  });

  it("members, but for those that the vendor grants, and no set without any", () => {
    const rolesOf = (members: object) => desiredOf({}, { sets: { roles: { members } } }).sets;
    expect(rolesOf({ [FLAT]: ["b", "Learner", "a"] })).toEqual({ roles: { [FLAT]: ["a", "b"] } });
    expect(rolesOf({ [FLAT]: ["Learner"] })).toEqual({});
    expect(rolesOf({ training: ["a"], play: [] })).toEqual({ roles: { training: ["a"], play: [] } });
  });

  it("relations to one that there are", () => {
    expect(desiredOf({}, { references: { manager: "7", parent: null } }).references).toEqual({ manager: "7" });
  });
});

it("what the vendor grants is left out unless it is declared, and the rest is sorted, each once", () => {
  const roles = capabilities.sets["roles"];
  const names = ["b", "Learner", "a", "b", "Given"];
  expect(withoutImplied(roles, names, [])).toEqual(["Given", "a", "b"]);
  expect(withoutImplied(roles, names, ["Learner"], ["Given"])).toEqual(["Learner", "a", "b"]);
  expect(withoutImplied(undefined, names, [])).toEqual(["Given", "Learner", "a", "b"]);
});
