import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change";
import { type Desired, NOTHING } from "../../../provider/core/model/entity";
import { UNKNOWN } from "../../../provider/core/model/value";
import { Discovery } from "../../../provider/platforms/scim/discovery";
import { refusalOf, type Schemas, schemasIn, type Use } from "../../../provider/platforms/scim/schemas";
import { usesOf, usesOfChanges } from "../../../provider/platforms/scim/uses";
import { server } from "./scripted-server";

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";

const users = (...attributes: unknown[]) => ({ id: CORE, attributes });

describe("the schemas of a server", () => {
  const known = (body: unknown) => {
    const found = schemasIn(body);
    return found && { urns: found.urns, isComplete: found.isComplete };
  };

  it.each<[string, unknown, { urns: string[]; isComplete: boolean } | undefined]>([
    ["of a list that counts as many", { totalResults: 1, Resources: [users()] }, { urns: [CORE], isComplete: true }],
    ["of a list that doesn't count", { Resources: [users()] }, { urns: [CORE], isComplete: true }],
    [
      "of a list that counts in a text",
      { totalResults: "2", Resources: [users()] },
      { urns: [CORE], isComplete: false },
    ],
    ["of a list that counts more", { totalResults: 2, Resources: [users()] }, { urns: [CORE], isComplete: false }],
    [
      "of a list with one that can't be read",
      { Resources: [users(), { id: ACME }, "x"] },
      { urns: [CORE], isComplete: false },
    ],
    ["of a list in other letters", { RESOURCES: [{ ID: CORE, Attributes: [] }] }, { urns: [CORE], isComplete: true }],
    ["of a plain list", [users(), { id: ACME, attributes: [] }], { urns: [CORE, ACME], isComplete: true }],
    ["of one alone, beside which there may be others", users(), { urns: [CORE], isComplete: false }],
    ["are unknown where nothing is listed", { Resources: [] }, undefined],
    ["are unknown where the answer is another one's", { detail: "x" }, undefined],
    ["are unknown where it is no document", "x", undefined],
    ["are unknown where nothing has an id", [{ id: "", attributes: [] }], undefined],
  ])("%s", (_, body, expected) => {
    expect(known(body)).toEqual(expected);
  });
});

describe("what a schema refuses", () => {
  const schemas = (attributes: unknown[], more: unknown[] = []) =>
    schemasIn([users(...attributes), ...more]) as Schemas;
  const use = (attribute: string, more: Partial<Use> = {}): Use => ({
    path: [attribute],
    schema: CORE,
    attribute,
    kind: "change",
    ...more,
  });

  it.each<[string, unknown, Partial<Use>, RegExp | undefined]>([
    ["nothing of what it says nothing of", {}, {}, undefined],
    ["a change of what is read-only", { mutability: "readOnly" }, {}, /read-only/],
    ["a first value of what is read-only", { mutability: "READONLY" }, { kind: "first" }, /read-only/],
    ["emptying what is read-only", { mutability: "readOnly" }, { kind: "clear" }, /read-only/],
    ["a change of what is set once", { mutability: "immutable" }, {}, /immutable/],
    ["emptying what is set once", { mutability: "immutable" }, { kind: "clear" }, /immutable/],
    ["no first value of what is set once", { mutability: "immutable" }, { kind: "first" }, undefined],
    ["what is never shown", { returned: "never" }, {}, /never shows/],
    ["what can be only written", { mutability: "writeOnly" }, {}, /never shows/],
    ["what is shown on request alone", { returned: "Request" }, {}, /asked for by name/],
    ["not emptying what is never shown", { returned: "never" }, { kind: "clear" }, undefined],
    ["not emptying what is shown on request alone", { returned: "request" }, { kind: "clear" }, undefined],
    ["nothing of what is shown always", { returned: "always", mutability: "readWrite" }, {}, undefined],
    ["two values of what has one", { multiValued: false }, { count: 2 }, /one value of title, and 2/],
    ["no single value of what has one", { multiValued: false }, { count: 1 }, undefined],
    ["no value of what has one, where nobody counts", { multiValued: "false" }, {}, undefined],
    ["not two values of what has several", { multiValued: true }, { count: 2 }, undefined],
    ["not two values where it doesn't say", { multiValued: "perhaps" }, { count: 2 }, undefined],
  ])("is %s", (_, says, more, reason) => {
    const refusal = refusalOf(schemas([{ name: "Title", ...(says as object) }]), use("title", more));
    if (reason) expect(refusal).toMatch(reason);
    else expect(refusal).toBeUndefined();
  });

  it("is not a password that is never shown", () => {
    const never = schemas([{ name: "password", returned: "never", mutability: "writeOnly" }]);
    expect(refusalOf(never, use("password", { kind: "first" }))).toBeUndefined();
  });

  it.each<[string, unknown[], Partial<Use>, RegExp | undefined]>([
    ["an attribute that it doesn't have", [], { attribute: "title" }, /no attribute title/],
    ["not emptying one that it doesn't have", [], { attribute: "title", kind: "clear" }, undefined],
    [
      "one without a name",
      [{ mutability: "readOnly" }, "title", { name: 7 }],
      { attribute: "title" },
      /no attribute title/,
    ],
    [
      "a part that it doesn't have",
      [{ name: "name", subAttributes: [{ name: "givenName" }] }],
      { attribute: "name", part: "formatted" },
      /no attribute name\.formatted/,
    ],
    [
      "not a part that it has",
      [{ name: "name", subAttributes: [{ name: "GivenName" }] }],
      { attribute: "name", part: "givenName" },
      undefined,
    ],
    [
      "not emptying a part that it doesn't have",
      [{ name: "name", subAttributes: [{ name: "givenName" }] }],
      { attribute: "name", part: "formatted", kind: "clear" },
      undefined,
    ],
    ["no part of what names none", [{ name: "name" }], { attribute: "name", part: "formatted" }, undefined],
    ["a part of what it doesn't have", [], { attribute: "name", part: "formatted" }, /no attribute name in/],
    [
      "a part that is read-only",
      [{ name: "name", subAttributes: [{ name: "formatted", mutability: "readOnly" }] }],
      { attribute: "name", part: "formatted" },
      /name\.formatted as read-only/,
    ],
    [
      "a part of what is read-only",
      [{ name: "name", mutability: "readOnly", subAttributes: [{ name: "formatted" }] }],
      { attribute: "name", part: "formatted" },
      /name as read-only/,
    ],
    ...["value", "type", "primary", "display", "$ref"].map((part): [string, unknown[], Partial<Use>, undefined] => [
      `not ${part}, which every list has`,
      [{ name: "emails", subAttributes: [{ name: "other" }] }],
      { attribute: "emails", part },
      undefined,
    ]),
  ])("names %s", (_, attributes, more, reason) => {
    const refusal = refusalOf(schemas(attributes), use("", more));
    if (reason) expect(refusal).toMatch(reason);
    else expect(refusal).toBeUndefined();
  });

  it("is a schema that a complete list doesn't have, unless it is emptied", () => {
    const other = use("badge", { schema: ACME });
    expect(refusalOf(schemas([]), other)).toMatch(/no schema/);
    expect(refusalOf(schemas([]), { ...other, kind: "clear" })).toBeUndefined();
    expect(refusalOf(schemasIn(users()) as Schemas, other)).toBeUndefined();
    expect(
      refusalOf(schemas([], [{ id: ACME.toUpperCase(), attributes: [{ name: "badge" }] }]), other),
    ).toBeUndefined();
  });
});

describe("what a new person takes of a server", () => {
  const declared: Desired = {
    attributes: {
      userName: "ada",
      title: null,
      name: { givenName: "Ada", middleName: null },
      department: "Notes",
      emails: [
        { value: "a", type: "work" },
        { value: "b", primary: true },
      ],
      addresses: [],
      entitlements: ["x", "y"],
      externalId: UNKNOWN as never,
      extensions: { [`${ACME}:desk.floor`]: "2" },
    },
    sets: { roles: { "": ["a", "b"] }, groups: { "": ["g-1"] } },
    references: { manager: "u-9" },
  };
  const at = (schema: string, attribute: string, path: unknown[], more: object = {}) => ({
    schema,
    attribute,
    path,
    kind: "first",
    ...more,
  });

  it("is every place that is declared to be something", () => {
    expect(usesOf(declared)).toEqual([
      at(CORE, "userName", ["userName"]),
      at(CORE, "name", ["name", "givenName"], { part: "givenName" }),
      at(ENTERPRISE, "department", ["department"]),
      at(CORE, "emails", ["emails"], { count: 2 }),
      at(CORE, "emails", ["emails", 0, "value"], { part: "value" }),
      at(CORE, "emails", ["emails", 0, "type"], { part: "type" }),
      at(CORE, "emails", ["emails", 1, "primary"], { part: "primary" }),
      at(CORE, "entitlements", ["entitlements"], { count: 2 }),
      at(ACME, "desk", ["extensions", `${ACME}:desk.floor`], { part: "floor" }),
      at(CORE, "roles", ["roles"], { count: 2 }),
      at(ENTERPRISE, "manager", ["manager"], { part: "value" }),
    ]);
  });

  it("is nothing of roles and a manager that are declared as none", () => {
    expect(usesOf({ ...NOTHING, sets: { roles: { "": [] } }, references: { manager: null } })).toEqual([]);
  });
});

describe("what a change takes of a server", () => {
  const NAME = ["name", "givenName"] as const;
  it.each<[string, Change, Partial<Desired>, object[]]>([
    [
      "a first value",
      { kind: "attribute", path: ["title"], to: "x" },
      { attributes: { title: "x" } },
      [{ attribute: "title", kind: "first" }],
    ],
    [
      "another value",
      { kind: "attribute", path: ["title"], from: "y", to: "x" },
      { attributes: { title: "x" } },
      [{ attribute: "title", kind: "change" }],
    ],
    [
      "an emptied value",
      { kind: "attribute", path: ["title"], from: "y" },
      { attributes: { title: null } },
      [{ attribute: "title", kind: "clear" }],
    ],
    [
      "a value that is declared no more",
      { kind: "attribute", path: ["title"], from: "y" },
      {},
      [{ attribute: "title", kind: "clear" }],
    ],
    [
      "a part",
      { kind: "attribute", path: NAME, to: "x" },
      { attributes: { name: { givenName: "x", familyName: "y" } } },
      [{ attribute: "name", part: "givenName", kind: "first" }],
    ],
    [
      "an emptied part",
      { kind: "attribute", path: NAME, from: "y" },
      { attributes: { name: { givenName: null } } },
      [{ attribute: "name", part: "givenName", kind: "clear", path: NAME }],
    ],
    [
      "a part of what is declared no more",
      { kind: "attribute", path: NAME, from: "y" },
      {},
      [{ attribute: "name", part: "givenName", kind: "clear" }],
    ],
    [
      "roles",
      { kind: "member", path: ["roles", 0], to: "a" },
      { sets: { roles: { "": ["a", "b"] } } },
      [{ attribute: "roles", count: 2, kind: "first" }],
    ],
    [
      "other roles",
      { kind: "member", path: ["roles", 0], from: "c", to: "a" },
      { sets: { roles: { "": ["a"] } } },
      [{ attribute: "roles", count: 1, kind: "change" }],
    ],
    ["no roles", { kind: "member", path: ["roles", 0], from: "a" }, { sets: { roles: { "": [] } } }, []],
    [
      "a manager",
      { kind: "reference", path: ["manager"], to: "u-9" },
      { references: { manager: "u-9" } },
      [{ attribute: "manager", part: "value", kind: "first", schema: ENTERPRISE }],
    ],
    [
      "no manager",
      { kind: "reference", path: ["manager"], from: "u-9" },
      { references: { manager: null } },
      [{ attribute: "manager", kind: "clear", schema: ENTERPRISE }],
    ],
  ])("is where it is: %s", (_, change, desired, uses) => {
    const found = usesOfChanges([change], { ...NOTHING, ...desired });
    expect(found).toMatchObject(uses);
    expect(found).toHaveLength(uses.length);
    if (change.path[0] === "manager" && change.to === undefined) expect(found[0]).not.toHaveProperty("part");
  });

  it("is told once of what changes in several places", () => {
    const changes: Change[] = [0, 1].map((i) => ({ kind: "member", path: ["roles", i], to: "x" }));
    const parts: Change[] = ["givenName", "familyName"].map((part) => ({
      kind: "attribute",
      path: ["name", part],
      to: "x",
    }));
    const desired = {
      ...NOTHING,
      sets: { roles: { "": ["a", "b"] } },
      attributes: { name: { givenName: "x", familyName: "y" } },
    };
    expect(usesOfChanges([...changes, ...parts], desired).map(({ attribute, part }) => [attribute, part])).toEqual([
      ["roles", undefined],
      ["name", "givenName"],
      ["name", "familyName"],
    ]);
  });
});

describe("what a server is held to have", () => {
  const title: Use = { path: ["title"], schema: CORE, attribute: "title", kind: "first" };
  const externalId: Use = { path: ["externalId"], schema: CORE, attribute: "externalId", kind: "first" };
  const email = (i: number): Use => ({
    path: ["emails", i, "type"],
    schema: CORE,
    attribute: "emails",
    part: "type",
    kind: "first",
  });
  const refused = async (schemas: unknown, uses: readonly Use[], isUnchecked = false) => {
    const { http, clock, calls } = server(() => ({ status: 200, body: schemas }));
    const discovery = new Discovery(http, isUnchecked);
    const error: unknown = await clock.ended(discovery.refuseUnknown(uses)).catch((reason: unknown) => reason);
    return { error, calls };
  };

  it("is what its schema of users has, and every resource's own id elsewhere", async () => {
    const { error } = await refused(
      [users({ name: "emails", subAttributes: [{ name: "x" }, { name: "type", mutability: "readOnly" }] })],
      [title, externalId, email(0), email(1)],
    );
    expect(error).toMatchObject({ code: "rejected", properties: ["title", "emails"] });
    expect(String(error)).toMatch(/title: .*; emails\[0\]\.type: .*; emails\[1\]\.type: /);
  });

  it("is told once, however often it is the same", async () => {
    const { error } = await refused([users()], [title, title]);
    expect(String(error).match(/title: /g)).toHaveLength(1);
  });

  it.each<[string, unknown, readonly Use[], boolean]>([
    ["it has all of it", [users({ name: "title" })], [title, externalId], false],
    ["it shows no schema of users", [{ id: GROUP, attributes: [] }], [title], false],
    ["it shows none", {}, [title], false],
    ["the configuration says so", [users()], [title], true],
  ])("is not judged where %s", async (_, schemas, uses, isUnchecked) => {
    const { error, calls } = await refused(schemas, uses, isUnchecked);
    expect(error).toBeUndefined();
    expect(calls).toEqual(isUnchecked ? [] : ["GET /Schemas"]);
  });

  it.each<[string, unknown, boolean]>([
    ["where its schema says by default", [{ id: GROUP, attributes: [{ name: "Members", returned: "Default" }] }], true],
    [
      "where its schema says always",
      [{ id: GROUP.toUpperCase(), attributes: [{ name: "members", returned: "always" }] }],
      true,
    ],
    ["where its schema has them", [{ id: GROUP, attributes: [{ name: "members" }] }], true],
    ["not where it says on request", [{ id: GROUP, attributes: [{ name: "members", returned: "request" }] }], false],
    ["not where it has none", [{ id: GROUP, attributes: [] }], false],
    ["not where nobody knows", {}, false],
  ])("to show members of a group unasked: %s", async (_, schemas, expected) => {
    const { http, clock } = server(() => ({ status: 200, body: schemas }));
    expect(await clock.ended(new Discovery(http, false).showsMembers())).toBe(expected);
  });

  it.each<[string, unknown, object]>([
    [
      "as it says",
      { patch: { supported: false }, etag: { supported: true }, filter: { supported: false } },
      { patch: false, etag: true, filter: false },
    ],
    [
      "in other letters and words",
      { Patch: { Supported: "true" }, ETAG: "True", filter: 0 },
      { patch: true, etag: true, filter: false },
    ],
    ["to be tried where it says nothing", {}, { patch: true, etag: false, filter: true }],
    [
      "to be tried where it can't be read",
      { patch: "perhaps", etag: {}, filter: null },
      { patch: true, etag: false, filter: true },
    ],
    ["to be tried where there is no such page", "x", { patch: true, etag: false, filter: true }],
  ])("able to do things %s, and asked once", async (_, body, features) => {
    const { http, clock, calls } = server(() => (body === "x" ? { status: 404, body: {} } : { status: 200, body }));
    const discovery = new Discovery(http, false);
    expect(await clock.ended(discovery.features())).toEqual(features);
    await clock.ended(discovery.features());
    expect(calls).toEqual(["GET /ServiceProviderConfig"]);
  });
});
