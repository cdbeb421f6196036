import { describe, expect, it } from "vitest";
import type { Observed } from "../../../provider/core/model/entity";
import {
  ADA,
  attribute,
  BOB,
  declared,
  group,
  idsOf,
  opened,
  person,
  refusal,
  request,
  type Told,
} from "./small-account";

describe("somebody at Adobe who is looked up by an address", () => {
  const deleted = person("3", "ada@example.com", { state: "Deleted" });

  it.each<[string, Told, string, string[], number]>([
    ["is whoever has it, in whatever case", {}, "ADA@example.com", ["1"], 0],
    ["is nobody, where a look-up has found somebody else in another case", {}, "cleo@example.com", [], 1],
    ["is nobody who is deleted", { people: [deleted, BOB] }, "ada@example.com", [], 1],
    ["is found beside a deleted account of theirs", { people: [deleted, ADA] }, "ada@example.com", ["1"], 0],
    ["is found by the list where the look-up minds case", { lookUp: "exact" }, "ADA@example.com", ["1"], 2],
    ["is found by the list where the look-up finds nobody", { lookUp: "blind" }, "ada@example.com", ["1"], 2],
    ["is found where the look-up shows everybody", { lookUp: "everybody" }, "ada@example.com", ["1"], 0],
    ["is nobody where the look-up shows everybody", { lookUp: "everybody" }, "cleo@example.com", [], 1],
    ["is found by the list where the look-up is refused", { lookUp: refusal(400) }, "ada@example.com", ["1"], 1],
    ["is found by the list where there is no look-up", { lookUp: refusal(404) }, "ada@example.com", ["1"], 1],
    ["is nobody where nobody is there by whom the look-up could be proven", { people: [] }, "ada@example.com", [], 2],
    ["is nobody where those who are there have no letters", { people: [person("4", "")] }, "ada@example.com", [], 2],
    ["is nobody where those who prove it are deleted", { people: [deleted] }, "cleo@example.com", [], 2],
  ])("%s", async (_, told, email, ids, lists) => {
    const one = opened(told);
    expect(await one.told(one.connector.find(email, [])).then(idsOf)).toEqual(ids);
    expect(one.lists()).toBe(lists);
  });

  it("is an error where the look-up fails otherwise", async () => {
    const { connector, told } = opened({ lookUp: refusal(403) });
    await expect(told(connector.find("ada@example.com", []))).rejects.toMatchObject({ code: "permission-denied" });
  });

  it("is not taken from an older list once this run has written the address", async () => {
    const { connector, told, users, lists } = opened({ lookUp: "blind", people: [ADA] });
    expect(await told(connector.find("bob@example.com", []))).toEqual([]);
    const before = lists();
    expect(await told(connector.find("cleo@example.com", []))).toEqual([]);
    expect(lists()).toBe(before);
    await told(connector.create(declared({ email: "BOB@example.com", name: "Bob" })));
    expect(await told(connector.find("bob@example.com", [])).then(idsOf)).toEqual(["9"]);
    users.set("5", person("5", "dan@example.com"));
    await told(
      connector.update(request([attribute("email")], declared({ email: "Dan@example.com" }))).catch(() => undefined),
    );
    expect(await told(connector.find("dan@example.com", [])).then(idsOf)).toContain("5");
  });

  it("is not taken from a list that is older than a change of the address", async () => {
    const { connector, told, users } = opened({ lookUp: "blind", people: [ADA] });
    await told(connector.find("nobody@example.com", []));
    users.set("1", person("1", "other@example.com"));
    expect(await told(connector.find("ada@example.com", []))).toEqual([]);
  });

  it("is refused where the answer is about another account's people", async () => {
    const foreign = { ...ADA, relationships: { account: { data: { id: "a-2" } } } };
    for (const call of ["find", "read", "pages"] as const) {
      const { connector, told } = opened({ people: [foreign] });
      await told(connector.tenant());
      const work = async () => {
        if (call === "find") return connector.find("ada@example.com", []);
        if (call === "read") return connector.read("1", []);
        const all: unknown[] = [];
        for await (const page of connector.pages({}, [])) all.push(...page);
        return all;
      };
      await expect(told(work())).rejects.toMatchObject({ code: "protocol" });
    }
    const own = opened({ people: [{ ...ADA, relationships: { account: { data: { id: "a-1" } } } }] });
    await own.told(own.connector.tenant());
    expect(await own.told(own.connector.read("1", []))).toMatchObject({ id: "1" });
    for (const relationships of [{}, { account: null }, { account: { data: null } }]) {
      const silent = opened({ people: [{ ...ADA, relationships }] });
      await silent.told(silent.connector.tenant());
      expect(await silent.told(silent.connector.read("1", []))).toMatchObject({ id: "1" });
    }
    const unasked = opened({ people: [foreign] });
    expect(await unasked.told(unasked.connector.read("1", []))).toMatchObject({ id: "1" });
    expect(unasked.calls).not.toContain("GET /account");
  });
});

describe("somebody at Adobe who is read", () => {
  it.each<[string, Told, object]>([
    ["is there", {}, { id: "1", active: true }],
    ["is gone", { people: [BOB] }, { absent: true, proof: "404" }],
    [
      "is gone where the account is shown as deleted",
      { people: [person("1", "ada@example.com", { state: "deleted" })] },
      { absent: true, proof: "state DELETED" },
    ],
  ])("%s", async (_, told, shown) => {
    const { connector, told: ended } = opened(told);
    expect(await ended(connector.read("1", []))).toMatchObject(shown);
  });

  it("is shown with custom groups, and apart with those that the account keeps by itself", async () => {
    const groups = [group("g-1"), group("g-2", { readOnly: true }), group("g-3", { state: "Deleted" }), group("g-4")];
    const { connector, told, calls } = opened({ groups, members: { "g-1": ["1"], "g-2": ["1"], "g-3": ["1"] } });
    expect(await told(connector.read("1", ["groups"]))).toMatchObject({
      sets: { groups: { members: { "": ["g-1"] }, implied: { "": ["g-2"] } } },
    });
    expect(await told(connector.read("1", []))).not.toHaveProperty("sets.groups");
    expect(calls.filter((call) => call.includes("userGroups"))).toEqual(["GET /users/1/userGroups"]);
  });

  const EXTERNAL = person("1", "ada@example.com", { userType: "EXTERNAL" });
  it.each<[string, Told, readonly string[] | undefined, unknown]>([
    ["in which they stand", { people: [EXTERNAL], profiles: { "p-1": ["8"], "p-2": ["1"] } }, undefined, "p-2"],
    [
      "that isn't told where no list has them",
      { people: [EXTERNAL], profiles: { "p-1": ["8"] } },
      undefined,
      undefined,
    ],
    [
      "that isn't told where profiles may not be seen",
      { people: [EXTERNAL], profiles: refusal(403) as never },
      undefined,
      undefined,
    ],
    ["that nobody wants", { people: [EXTERNAL], profiles: { "p-2": ["1"] } }, [], undefined],
    ["of nobody who is internal", { profiles: { "p-2": ["1"] } }, undefined, undefined],
  ])("has the external profile %s", async (_, told, wanted, profile) => {
    const { connector, told: ended, calls } = opened(told);
    const shown = (await ended(connector.read("1", wanted))) as Observed;
    expect(shown.attributes["externalProfile"]).toBe(profile);
    // Whom no list shows may be in a profile all the same.
    expect("unseen" in shown).toBe(told.people !== undefined && profile === undefined);
    const isAsked = calls.some((call) => call.includes("externalProfiles"));
    expect(isAsked).toBe(wanted === undefined && told.people !== undefined);
    const listed = opened(told);
    const all: Observed[] = [];
    await listed.told(
      (async () => {
        for await (const page of listed.connector.pages({}, wanted)) all.push(...page);
      })(),
    );
    expect(all[0]?.attributes["externalProfile"]).toBe(profile);
  });

  it("is held against a declared profile by that one's list alone", async () => {
    const profiles = { "p-1": ["8"], "p-2": ["1"] };
    const { connector, told, calls } = opened({ people: [EXTERNAL], profiles });
    const shown = (await told(connector.read("1", []))) as Observed;
    const held = async (profile: unknown) =>
      told(connector.shownFor(shown, declared({ externalProfile: profile as string })));
    expect((await held("p-2")).attributes["externalProfile"]).toBe("p-2");
    expect(await held("p-1")).not.toHaveProperty("attributes.externalProfile");
    expect(await held("p-1")).not.toHaveProperty("unseen");
    expect(await held(undefined)).toBe(shown);
    const internal = { ...shown, unseen: [] };
    expect(await told(connector.shownFor(internal, declared({ externalProfile: "p-2" })))).toBe(internal);
    expect(calls).not.toContain("GET /externalProfiles");
  });

  it("may have joined a profile after its list was read", async () => {
    const profiles: Record<string, string[]> = { "p-1": [] };
    const { connector, told, calls } = opened({ people: [EXTERNAL], profiles });
    const shown = (await told(connector.read("1", []))) as Observed;
    const has = () =>
      told(connector.shownFor(shown, declared({ externalProfile: "p-1" }))).then(
        ({ attributes }) => attributes["externalProfile"] !== undefined,
      );
    expect(await has()).toBe(false);
    expect(calls.filter((call) => call.includes("p-1"))).toHaveLength(1);
    profiles["p-1"]?.push("1");
    expect(await has()).toBe(true);
    expect(calls.filter((call) => call.includes("p-1"))).toHaveLength(2);
    expect(await has()).toBe(true);
    expect(calls.filter((call) => call.includes("p-1"))).toHaveLength(2);
  });
});

describe("everybody at Adobe", () => {
  const listed = async (told: Told, wanted: readonly string[]) => {
    const { connector, told: ended, calls } = opened(told);
    const pages: (readonly Observed[])[] = [];
    await ended(
      (async () => {
        for await (const page of connector.pages({}, wanted)) pages.push(page);
      })(),
    );
    return { pages, people: pages.flat(), calls };
  };
  const groups = [group("g-1"), group("g-2", { readOnly: true }), group("g-3", { state: "DELETED" })];
  const members = { "g-1": ["1", "2"], "g-2": ["1"], "g-3": ["1"] };

  it("is listed without the deleted, and with custom groups by a look at each group", async () => {
    const people = [ADA, person("3", "x@example.com", { state: "DELETED" }), BOB, person("4", "y@example.com")];
    const { people: shown, pages, calls } = await listed({ people, groups, members }, ["groups"]);
    expect(shown.map(({ id, sets }) => [id, sets["groups"]?.members[""]])).toEqual([
      ["1", ["g-1"]],
      ["2", ["g-1"]],
      ["4", []],
    ]);
    expect(calls).toEqual(["GET /userGroups", "GET /userGroups/g-1/users", "GET /users"]);
    expect(pages.map((page) => page.length)).toEqual([0, 0, 3]);
  });

  it("is listed without a look at groups where nobody wants them", async () => {
    const { people, calls } = await listed({ groups, members }, []);
    expect(people[0]?.sets).toEqual({ roles: { members: { "": [] } } });
    expect(calls).toEqual(["GET /users"]);
  });
});
