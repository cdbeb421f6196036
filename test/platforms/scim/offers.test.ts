import { describe, expect, it } from "vitest";
import { FLAT } from "../../../provider/core/model/entity";
import { listUsers } from "../../../provider/platforms/scim/api";
import { Discovery } from "../../../provider/platforms/scim/discovery";
import { comparisonOf, Spellings } from "../../../provider/platforms/scim/spelling";
import { sourcesOf } from "../../../provider/platforms/scim/vocabulary";
import { Vocabularies } from "../../../provider/platforms/vocabulary";
import type { Answer } from "../../http/scripted-vendor";
import { GONE, refusal, rows, server } from "./scripted-server";

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";

/** What a server offers that gives these answers, by address. */
function offers(answers: Readonly<Record<string, unknown>>) {
  const { http, clock, calls } = server(({ call, query, nth }) => {
    const answer = answers[call.replace("GET ", "")];
    if (answer === undefined) return GONE;
    if (typeof answer === "function") return { status: 200, body: answer(Number(query.get("startIndex")), nth) };
    return { status: 200, body: answer };
  });
  const vocabularies = new Vocabularies(sourcesOf(http, new Discovery(http, false)));
  return { told: (...about: string[]) => clock.ended(vocabularies.told(about)), calls };
}

const canonical = (name: string, ...canonicalValues: unknown[]) => ({ name, canonicalValues });
const terms = (...names: string[]) => names.map((name) => ({ name }));

describe("a SCIM server suggests", () => {
  it("values of attributes, wherever its schemas name them, and proves nothing by it", async () => {
    const attributes = [
      canonical("UserType", "Employee", 7, "Contractor"),
      canonical("title"),
      { name: "entitlements", subAttributes: [canonical("value", "a")] },
      {
        name: "roles",
        canonicalValues: ["reviewer"],
        subAttributes: [canonical("value", "auditor"), canonical("type", "x")],
      },
      canonical("nowhere", "x"),
    ];
    const enterprise = {
      id: ENTERPRISE.toUpperCase(),
      attributes: [canonical("department", "Notes"), canonical("manager", "u-9")],
    };
    const { told } = offers({ "/Schemas": [{ id: CORE, attributes }, enterprise] });
    expect(await told("userType")).toEqual({
      attributes: {
        userType: { terms: terms("Employee", "Contractor"), isComplete: false },
        entitlements: { terms: terms("a"), isComplete: false },
        department: { terms: terms("Notes"), isComplete: false },
      },
      maps: {},
      sets: { roles: { [FLAT]: { terms: terms("reviewer", "auditor"), isComplete: false } } },
      untold: [],
    });
  });

  it("its roles to whoever asks for roles alone, and none where its schema names none", async () => {
    const roles = (...values: string[]) => ({
      "/Schemas": [{ id: CORE, attributes: [canonical("roles", ...values)] }],
    });
    expect((await offers(roles("reviewer")).told("roles"))?.sets).toEqual({
      roles: { [FLAT]: { terms: terms("reviewer"), isComplete: false } },
    });
    expect((await offers(roles()).told("roles"))?.sets).toEqual({});
  });

  it("what its schema of users has, where it has no other one", async () => {
    const answers = { "/Schemas": [{ id: CORE, attributes: [canonical("title", "Engineer")] }] };
    expect(await offers(answers).told("title")).toEqual({
      attributes: { title: { terms: terms("Engineer"), isComplete: false } },
      maps: {},
      sets: {},
      untold: [],
    });
  });

  it("attributes of every schema that is none of the standard's own", async () => {
    const odd = `urn:acme:${CORE}`;
    const attributes = [canonical("badge")];
    const answers = {
      "/Schemas": [CORE, odd, "urn:ietf:params:scim:schemas:core:2.0:Group"].map((id) => ({ id, attributes })),
    };
    const { terms: keys } = (await offers(answers).told("extensions"))?.maps["extensions"] ?? {};
    expect(keys).toEqual(terms(`${odd}:badge`));
  });

  it.each([[{}], [[{ id: ACME, attributes: [canonical("badge", "x")] }]]])(
    "nothing where it shows no schema of users: %j",
    async (schemas) => {
      expect(await offers({ "/Schemas": schemas }).told("title")).toEqual({
        attributes: {},
        maps: {},
        sets: {},
        untold: [],
      });
    },
  );
});

describe("a SCIM server has attributes of extensions", () => {
  const extensions = [
    { id: CORE, attributes: [] },
    { id: ENTERPRISE, attributes: [{ name: "department" }] },
    { id: "urn:ietf:params:scim:schemas:core:2.0:Group", attributes: [{ name: "members" }] },
    { id: ACME, attributes: [{ name: "badge" }, { name: "Desk", subAttributes: [{ name: "floor" }] }] },
  ];

  it.each<[string, unknown, boolean]>([
    ["all of them, by a whole list", extensions, true],
    ["some, by a list that counts more", { totalResults: 9, Resources: extensions }, false],
  ])("%s, by their full names", async (_, schemas, isComplete) => {
    const { maps } = await offers({ "/Schemas": schemas }).told("extensions");
    expect(maps).toEqual({
      extensions: { terms: terms(`${ACME}:badge`, `${ACME}:Desk`), isComplete, wordOf: expect.any(Function) },
    });
    expect([`${ACME}:desk.floor`, `${ACME}:badge`].map((key) => maps["extensions"]?.wordOf?.(key))).toEqual([
      `${ACME}:desk`,
      `${ACME}:badge`,
    ]);
    expect(maps["extensions"]?.wordOf?.("none")).toBe(":");
  });
});

describe("a SCIM server lists", () => {
  it("groups by their ids, with what they are called", async () => {
    const { told, calls } = offers({
      "/Groups": (start: number) => rowsOf(start, [{ id: "g-1", displayName: "Trainers" }, { id: "g-2" }]),
    });
    expect(await told("groups")).toMatchObject({
      sets: {
        groups: { [FLAT]: { terms: [{ name: "g-1", titles: ["Trainers"] }, { name: "g-2" }], isComplete: true } },
      },
    });
    expect(new Set(calls)).toEqual(new Set(["GET /Groups"]));
  });

  it("groups of which one can't be told, and so perhaps not all", async () => {
    const { told } = offers({ "/Groups": (start: number) => rowsOf(start, [{ id: "g-1" }, { displayName: "x" }]) });
    expect(await told("groups")).toMatchObject({
      sets: { groups: { [FLAT]: { terms: [{ name: "g-1" }], isComplete: false } } },
    });
  });

  it("very many groups, of which some are read", async () => {
    const { told, calls } = offers({
      "/Groups": (start: number) => ({
        totalResults: 5000,
        Resources: Array.from({ length: 100 }, (_, i) => ({ id: `g-${start + i}` })),
      }),
    });
    const { sets } = await told("groups");
    expect(sets["groups"]?.[FLAT]?.isComplete).toBe(false);
    expect(calls).toHaveLength(10);
    expect(sets["groups"]?.[FLAT]?.terms).toHaveLength(1000);
  });

  it("no group, which is no proof that there is none", async () => {
    const { told } = offers({ "/Groups": { totalResults: 0 } });
    expect(await told("groups")).toEqual({
      attributes: {},
      maps: {},
      sets: {},
      untold: [{ about: ["groups"], reason: expect.any(String) }],
    });
  });

  it("roles where it has a place for them, with what they are called", async () => {
    const { told } = offers({
      "/ResourceTypes": { totalResults: 1, Resources: [{ endpoint: "/Roles", schema: "urn:x:Role" }] },
      "/Roles": { totalResults: 2, Resources: [{ value: "a", display: "A" }, { value: "b" }] },
    });
    expect((await told("roles")).sets).toEqual({
      roles: { [FLAT]: { terms: [{ name: "a", titles: ["A"] }, { name: "b" }], isComplete: true } },
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ["there is no such place", {}],
    [
      "there are none",
      {
        "/ResourceTypes": { totalResults: 1, Resources: [{ endpoint: "/Roles", schema: "urn:x:Role" }] },
        "/Roles": { totalResults: 0 },
      },
    ],
  ])("no roles where %s", async (_, answers) => {
    expect((await offers(answers).told("roles")).sets).toEqual({});
  });
});

function rowsOf(start: number, all: unknown[]) {
  return { totalResults: all.length, Resources: start === 1 ? all : [] };
}

describe("how a server's filter compares names", () => {
  interface Of {
    readonly people: readonly object[];
    readonly exact?: boolean;
    readonly filter?: Answer;
    readonly list?: Answer;
  }
  const asked = (of: Of) => {
    const { people, exact = false, filter, list } = of;
    return server(({ query }) => {
      const sought = query.get("filter")?.replace(/^userName eq /, "");
      if (sought === undefined)
        return list ?? { status: 200, body: rowsOf(Number(query.get("startIndex")), [...people]) };
      if (filter) return filter;
      const fold = (text: unknown) => (exact ? String(text) : String(text).toLowerCase());
      return rows(
        ...people.filter((person) => fold((person as { userName?: string }).userName) === fold(JSON.parse(sought))),
      );
    });
  };
  const ADA = { id: "u-1", userName: "Ada" };

  it.each<[string, Of, string]>([
    ["without regard to case", { people: [ADA] }, "caseless"],
    ["exactly", { people: [ADA], exact: true }, "exact"],
    ["exactly, where it finds somebody else", { people: [ADA], filter: rows({ id: "u-2", userName: "ADA" }) }, "exact"],
    [
      "by somebody whose name has letters",
      { people: [{ id: "u-0", userName: "1815" }, { userName: "x" }, ADA] },
      "caseless",
    ],
    ["is unknown where nobody is there", { people: [] }, "unknown"],
    ["is unknown where nobody has letters", { people: [{ id: "u-0", userName: "1815" }, { id: "u-3" }] }, "unknown"],
    ["is unknown where it can't filter", { people: [ADA], filter: refusal(400) }, "unknown"],
  ])("%s", async (_, of, comparison) => {
    expect(await asked(of).ask(comparisonOf)).toBe(comparison);
  });

  const alike = async (of: Of, name: string, user: Answer = { status: 200, body: ADA }) => {
    const { http, clock, calls } = server(({ call, query }) => {
      if (call !== "GET /Users") return user;
      const sought = query.get("filter");
      if (sought) return of.filter ?? rows();
      return of.list ?? { status: 200, body: rowsOf(Number(query.get("startIndex")), [...of.people]) };
    });
    const spellings = new Spellings(http, (query, personal) => listUsers(http, query, personal));
    const found = await clock
      .ended(spellings.alike(name))
      .then((users) => users.map(({ id }) => id))
      .catch(({ code }) => code);
    return { found, calls };
  };

  it.each<[string, Of, string, Answer | undefined, unknown]>([
    ["is found by the whole list", { people: [ADA] }, "ADA", undefined, ["u-1"]],
    ["is found by a look where the list shows no name", { people: [{ id: "u-1" }] }, "ADA", undefined, ["u-1"]],
    ["is nobody of another name", { people: [ADA] }, "BOB", undefined, []],
    ["is nobody who is gone by then", { people: [ADA] }, "ADA", GONE, []],
    [
      "is nobody who has another name by then",
      { people: [ADA] },
      "ADA",
      { status: 200, body: { ...ADA, userName: "Bob" } },
      [],
    ],
    ["is nobody without a name", { people: [{ id: "u-1" }] }, "ADA", { status: 200, body: { id: "u-1" } }, []],
    ["is nobody where the filter doesn't mind case", { people: [ADA], filter: rows(ADA) }, "ADA", undefined, []],
    ["is nobody where the list may not be seen", { people: [], list: refusal(403) }, "ADA", undefined, []],
    ["is nobody where the list is refused", { people: [], list: refusal(400) }, "ADA", undefined, []],
    ["is an error where the list is not there", { people: [], list: GONE }, "ADA", undefined, "not-found"],
  ])("somebody of a name in other letters %s", async (_, of, name, user, found) => {
    expect((await alike(of, name, user)).found).toEqual(found);
  });

  it("is not asked about a name without letters", async () => {
    expect(await alike({ people: [ADA] }, "1815")).toEqual({ found: [], calls: [] });
  });
});
