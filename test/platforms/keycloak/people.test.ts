import { describe, expect, it } from "vitest";
import type { Desired, Observed } from "../../../provider/core/model/entity";
import type { Answer } from "../../http/scripted-vendor";
import { ADA, BOB, DENIED, declared, GONE, inGroups, realm, STAFF, type Told } from "./small-realm";

describe("somebody who is looked up", () => {
  it("is whoever has this username, in whatever case, and nobody beside them", async () => {
    const { connector, told } = realm({ people: [BOB, { ...ADA, username: "ADA" }] });
    expect((await told(connector.find("ada", []))).map(({ id }) => id)).toEqual(["u-1"]);
  });

  it("is shown as strangers where the realm answers with strangers alone, so that it proves nobody's absence", async () => {
    const { connector, told } = realm({ people: [BOB] });
    expect((await told(connector.find("ada", []))).map(({ id }) => id)).toEqual(["u-2"]);
  });

  it.each<[string, readonly string[] | undefined, readonly string[]]>([
    ["nothing beside the account", [], []],
    ["roles", ["roles"], ["role-mappings"]],
    ["groups", ["groups"], ["groups"]],
    ["whatever there is", undefined, ["groups", "role-mappings"]],
  ])("costs no more calls than are wanted: %s", async (_, wanted, parts) => {
    const told = { groups: { "u-1": [STAFF] }, roles: { "u-1": ["auditor"] } };
    const sets = {
      ...(parts.includes("groups") ? { groups: { members: inGroups("/staff") } } : {}),
      ...(parts.includes("role-mappings") ? { roles: { members: { realm: ["auditor"] } } } : {}),
    };
    for (const how of ["read", "find"] as const) {
      const { connector, told: ended, calls } = realm({ ...told, people: [ADA] });
      const shown =
        how === "read" ? await ended(connector.read("u-1", wanted)) : (await ended(connector.find("ada", wanted)))[0];
      expect(shown).toMatchObject({ id: "u-1", sets });
      expect(Object.keys((shown as Observed).sets)).toEqual(
        Object.keys({ ...sets })
          .sort()
          .reverse(),
      );
      expect(
        calls()
          .filter((call) => call.startsWith("GET /users/u-1/"))
          .sort(),
      ).toEqual(parts.map((part) => `GET /users/u-1/${part}`));
    }
  });
});

describe("a list of everybody", () => {
  const told: Told = { groups: { "u-1": [STAFF] }, roles: { "u-2": ["auditor", "reviewer"] } };
  const listed = async (wanted: readonly string[] | undefined, more: Told = told) => {
    const { connector, told: ended, calls } = realm(more);
    const pages: (readonly Observed[])[] = [];
    await ended(
      (async () => {
        for await (const page of connector.pages({}, wanted)) pages.push(page);
      })(),
    );
    return { people: pages.flat(), pages: pages.length, calls: calls() };
  };

  it("shows everybody's roles and groups", async () => {
    const { people } = await listed(undefined);
    const implied = { realm: ["default-roles-acme"] };
    expect(people).toMatchObject([
      { id: "u-1", sets: { roles: { members: { realm: [] }, implied }, groups: { members: inGroups("/staff") } } },
      {
        id: "u-2",
        sets: { roles: { members: { realm: ["reviewer", "auditor"] }, implied }, groups: { members: inGroups() } },
      },
    ]);
  });

  it.each<[readonly string[], readonly string[]]>([
    [[], []],
    [["roles"], ["roles"]],
    [["groups"], ["groups"]],
  ])("asks for nothing that is not wanted: %j", async (wanted, sets) => {
    const { people, calls } = await listed(wanted);
    expect(people.map((person) => Object.keys(person.sets))).toEqual([sets, sets]);
    expect(calls.some((call) => call.startsWith("GET /roles"))).toBe(sets.includes("roles"));
    expect(calls.some((call) => call.startsWith("GET /groups"))).toBe(sets.includes("groups"));
  });

  it("has a page for each call that is about many, so that callers can count", async () => {
    const { pages, calls } = await listed(undefined);
    const ofMembers = calls.filter((call) => /^GET .(roles|groups).[^/]+.(users|members)$/.test(call));
    // One of people, one each of roles and groups, and the last one, which shows everybody.
    expect(pages).toBe(ofMembers.length + 4);
  });

  it("of nobody asks for no roles and groups", async () => {
    expect(await listed(undefined, { people: [] })).toMatchObject({
      people: [],
      calls: ["GET /users", "GET /users/count"],
    });
  });
});

describe("somebody who is created", () => {
  const cleo = declared({ username: "cleo", firstName: "Cleo" });
  const withSets = declared(
    { username: "cleo" },
    { sets: { roles: { realm: ["auditor"] }, groups: inGroups("/staff") } },
  );
  const MADE = "GET /users/u-cleo";

  it("is shown as they were read, with the role that everybody has and the groups that were given", async () => {
    const { connector, told, writes, bodies } = realm({ groups: { "u-cleo": [STAFF] } });
    expect(await told(connector.create(withSets))).toMatchObject({
      id: "u-cleo",
      observed: {
        attributes: { username: "cleo" },
        sets: {
          roles: { members: { realm: [] }, implied: { realm: ["default-roles-acme"] } },
          groups: { members: inGroups("/staff") },
        },
      },
    });
    expect(writes()).toEqual(["POST /users"]);
    expect(bodies).toMatchObject([{ username: "cleo", groups: ["/staff"] }]);
  });

  it("is shown without relations that nobody declares", async () => {
    const { connector, told } = realm();
    expect((await told(connector.create(cleo))).observed).toHaveProperty("sets", {});
  });

  it.each<[string, Readonly<Record<string, Answer>>, Desired]>([
    ["they", { [MADE]: DENIED }, cleo],
    ["they", { [MADE]: GONE }, cleo],
    ["their groups", { "GET /users/u-cleo/groups": DENIED }, withSets],
  ])("is there where %s can't be looked at", async (_, instead, desired) => {
    const one = realm({ instead });
    expect(await one.told(one.connector.create(desired))).toStrictEqual({ id: "u-cleo" });
    const denied = instead[MADE] ? { "GET /users": DENIED } : instead;
    const many = realm({ instead: denied });
    expect(await many.told(many.connector.createMany([desired]))).toStrictEqual([{ written: { id: "u-cleo" } }]);
  });

  it("together with others has an outcome of their own", async () => {
    const { connector, told, writes, calls } = realm({ groups: { "u-cleo": [STAFF] } });
    const unknown = declared({ username: "dan" }, { sets: { groups: inGroups("/nowhere") } });
    const outcomes = await told(connector.createMany([unknown, withSets]));
    expect(outcomes).toMatchObject([
      { error: { code: "invalid-arguments" } },
      {
        written: {
          id: "u-cleo",
          observed: { attributes: { username: "cleo" }, sets: { groups: { members: inGroups("/staff") } } },
        },
      },
    ]);
    expect(writes()).toEqual(["POST /users"]);
    expect(calls().filter((call) => call === "GET /users")).toHaveLength(1);
  });
});
