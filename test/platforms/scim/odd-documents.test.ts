import { describe, expect, it } from "vitest";
import { type Desired, NOTHING } from "../../../provider/core/model/entity";
import { toCreate, toObserved } from "../../../provider/platforms/scim/convert";
import { Discovery } from "../../../provider/platforms/scim/discovery";
import { succeeded } from "../../../provider/platforms/scim/errors";
import { patchMembers } from "../../../provider/platforms/scim/member-calls";
import { schemasIn } from "../../../provider/platforms/scim/schemas";
import { usesOfChanges } from "../../../provider/platforms/scim/uses";
import { ListDocument, ServiceProviderConfig, WireUser } from "../../../provider/platforms/scim/wire";
import { refusal, rows, server } from "./scripted-server";

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";

describe("the document of a new person", () => {
  const created = (attributes: Desired["attributes"]) => toCreate({ ...NOTHING, attributes });

  it("has nothing of what is to be empty", () => {
    const empty = { title: null, name: null, extensions: null, emails: null, entitlements: null };
    const parts = { name: { givenName: null }, extensions: { [`${ACME}:badge`]: null } };
    for (const attributes of [empty, parts])
      expect(created({ userName: "ada", ...attributes })).toEqual({ schemas: [CORE], active: true, userName: "ada" });
  });

  it("has texts of a list as items, items as they are, and maps part by part", () => {
    const work = { value: "ada@example.com", type: "work" };
    const declared = {
      entitlements: ["7"],
      emails: [work],
      name: { givenName: "Ada", familyName: null },
      extensions: { [`${ACME}:tags`]: ["a", "b"] },
    };
    expect(created(declared)).toEqual({
      schemas: [CORE, ACME],
      active: true,
      entitlements: [{ value: "7" }],
      emails: [work],
      name: { givenName: "Ada" },
      [ACME]: { tags: ["a", "b"] },
    });
  });
});

describe("a person's document in the standard's form", () => {
  const read = (document: object) => WireUser.parse({ id: "u-1", userName: "ada", ...document });

  it.each<[string, object, object]>([
    ["has no name of what is null", { title: null, emails: [] }, {}],
    ["has no item that tells its kind alone", { emails: [{ type: "work", primary: true }] }, {}],
    [
      "keeps an item that tells something else",
      { emails: [{ mimeType: "x" }, { typeOf: "y" }] },
      { emails: [{ mimeType: "x" }, { typeOf: "y" }] },
    ],
    ["has its schemas without those that are empty", { schemas: [CORE, null, ""] }, { schemas: [CORE] }],
    ["has one schema as a list", { schemas: CORE }, { schemas: [CORE] }],
    ["has no schemas where they are null", { schemas: null }, {}],
    ["keeps a schema that is no text", { schemas: [7] }, { schemas: [7] }],
    ["has its version, in whatever letters", { Meta: { Version: '"7"' } }, { meta: { version: '"7"' } }],
  ])("%s", (_, document, expected) => {
    expect(read(document)).toStrictEqual({ id: "u-1", userName: "ada", ...expected });
  });

  it("has the attribute in its own spelling, where others are there in another one", () => {
    const documents = [
      { id: "u-1", UserName: "bob", userName: "ada", USERNAME: "cleo" },
      { id: "u-1", userName: "ada", UserName: "bob" },
    ];
    for (const document of documents) expect(WireUser.parse(document)).toEqual({ id: "u-1", userName: "ada" });
  });
});

describe("the document of a person", () => {
  const shown = (document: object) => toObserved(WireUser.parse({ id: "u-1", userName: "ada", ...document }));

  it("shows nothing of what it doesn't have", () => {
    expect(shown({}).attributes).toStrictEqual({ active: true, userName: "ada" });
    expect(shown({}).references).toStrictEqual({ manager: null });
  });

  it("doesn't tell the manager of whom it shows the name alone", () => {
    expect(shown({ [ENTERPRISE]: { manager: { displayName: "Bob" } } }).references).toStrictEqual({});
  });

  it("has extensions by their schemas alone", () => {
    const others = { [`x-${ACME}`]: { badge: "7" }, custom: { badge: "7" } };
    expect(shown({ ...others, [ACME]: { badge: "8" } }).attributes["extensions"]).toEqual({ [`${ACME}:badge`]: "8" });
  });
});

it.each<[unknown, number | undefined]>([
  ["12", 12],
  [" 12 ", 12],
  ["1234567890123456", undefined],
  ["x12", undefined],
  ["12x", undefined],
])("a list that counts %j is read as %j", (totalResults, total) => {
  expect(ListDocument.safeParse({ totalResults, Resources: [] }).data?.totalResults).toBe(total);
});

it("what a server says of itself counts in whatever letters and form", () => {
  const config = { Patch: { Supported: "true" }, ETAG: { supported: 0 }, filter: "yes" };
  expect(ServiceProviderConfig.parse(config)).toEqual({ patch: true, etag: false, filter: undefined });
});

it("a document is of the schema that it names, whatever else it names", () => {
  const list = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
  expect(ListDocument.safeParse({ schemas: [7, null, list], Resources: [] }).success).toBe(true);
  expect(ListDocument.safeParse({ schemas: [7, null], Resources: [] }).success).toBe(false);
});

it("a list of nothing is empty, whatever stands for it", () => {
  for (const Resources of [{}, null, "", []])
    expect(ListDocument.parse({ totalResults: 0, Resources }).Resources).toEqual([]);
});

describe("a schema", () => {
  const held = (...attributes: unknown[]) => {
    const byUrn = schemasIn([{ id: CORE, attributes }])?.byUrn.get(CORE.toLowerCase());
    return [...(byUrn?.values() ?? [])].map(({ name, mutability }) => [name, mutability]);
  };

  it("has the attributes that say which they are, in whatever letters", () => {
    expect(held(null, 7, "x", { type: "string" }, { Name: "title", MUTABILITY: "readOnly" })).toEqual([
      ["title", "readonly"],
    ]);
  });
});

describe("what a change takes of a server", () => {
  const uses = (path: string[], attributes: Desired["attributes"]) =>
    usesOfChanges([{ kind: "attribute", path, from: "x" }], { ...NOTHING, attributes });

  it.each<[string, string[], Desired["attributes"], object[]]>([
    ["a text that is emptied", ["title"], { title: null }, [{ path: ["title"], attribute: "title", kind: "clear" }]],
    [
      "a part that is emptied",
      ["name", "givenName"],
      { name: { givenName: null } },
      [{ path: ["name", "givenName"], attribute: "name", part: "givenName", kind: "clear" }],
    ],
    [
      "a list",
      ["emails"],
      { emails: [{ value: "a@example.com" }, { value: "b@example.com" }] },
      [
        { path: ["emails"], attribute: "emails", kind: "change", count: 2 },
        { path: ["emails", 0, "value"], attribute: "emails", kind: "change", part: "value" },
      ],
    ],
    [
      "a list of texts",
      ["entitlements"],
      { entitlements: ["7", "8"] },
      [{ path: ["entitlements"], attribute: "entitlements", kind: "change", count: 2 }],
    ],
  ])("is told of %s", (_, path, attributes, expected) => {
    expect(uses(path, attributes)).toEqual(expected.map((use) => ({ schema: CORE, ...use })));
  });
});

it("a server whose schemas have no groups says nothing of their members", async () => {
  const { http, ask } = server(() => rows({ id: CORE, attributes: [{ name: "userName" }] }));
  expect(await ask(() => new Discovery(http, false).showsMembers())).toBe(false);
  const told = server(() => rows({ id: GROUP, attributes: [{ name: "members" }] }));
  expect(await told.ask(() => new Discovery(told.http, false).showsMembers())).toBe(true);
});

it("a redirection is no success", async () => {
  const { ask } = server(() => ({ status: 300, body: {} }));
  const asked = ask(async (http) => succeeded(await http.request({ method: "GET", path: "/Users" })));
  await expect(asked).rejects.toHaveProperty("code");
});

it("nobody has left a group where a removal is refused for another reason than that nobody is there", async () => {
  const { ask } = server(() => refusal(403, "noTarget"));
  await expect(ask((http) => patchMembers(http, "g-1", ["u-1"], "remove"))).rejects.toMatchObject({
    code: "permission-denied",
  });
});
