import { describe, expect, it } from "vitest";
import type { Answer } from "../../http/scripted-vendor";
import {
  ADA,
  attribute,
  BIO,
  BOB,
  declared,
  GONE,
  group,
  member,
  opened,
  person,
  refusal,
  request,
  type Told,
} from "./small-account";

describe("a new person at Adobe", () => {
  const cleo = declared({ email: "cleo@example.com", name: "Cleo" });
  const answered =
    (attributes: object, more: object = {}) =>
    (call: string) =>
      call.startsWith("POST")
        ? ({ status: 200, body: { data: { ...person("9", "cleo@example.com", attributes), ...more } } } as Answer)
        : undefined;

  it("is shown as the answer does, where it leaves nothing open", async () => {
    const { connector, told, bodies } = opened();
    expect(await told(connector.create(cleo))).toMatchObject({
      id: "9",
      observed: { attributes: { email: "cleo@example.com" } },
    });
    expect(bodies).toMatchObject([
      { data: { type: "user", attributes: { email: "cleo@example.com", userType: "INTERNAL" } } },
    ]);
  });

  it("is not shown where the answer leaves something open", async () => {
    const { connector, told } = opened({ instead: answered({}) });
    const written = await told(connector.create(declared({ ...cleo.attributes, bio: "x" })));
    expect(written).toStrictEqual({ id: "9" });
  });

  it.each<[object, boolean]>([
    [{ lastLoginDate: "2020-01-01" }, true],
    [{ pointsEarned: 1 }, true],
    [{ pointsEarned: 0, lastLoginDate: "" }, false],
    [{ pointsEarned: null, lastLoginDate: null }, false],
  ])("is named as an account that was in use where it is: %j", async (attributes, isNoted) => {
    const { connector, told } = opened({ instead: answered(attributes) });
    expect("note" in (await told(connector.create(cleo)))).toBe(isNoted);
  });

  it("is in doubt where the answer names nobody, or somebody of another account", async () => {
    const { connector, told } = opened({ instead: (call) => (call.startsWith("POST") ? { status: 202 } : undefined) });
    await expect(told(connector.create(cleo))).rejects.toMatchObject({ code: "uncertain" });
    const foreign = opened({ instead: answered({}, { relationships: { account: { data: { id: "a-2" } } } }) });
    await foreign.told(foreign.connector.tenant());
    await expect(foreign.told(foreign.connector.create(cleo))).rejects.toMatchObject({ code: "protocol" });
  });

  it("of an external profile is added to that one, by what this call takes", async () => {
    const { connector, told, writes, bodies } = opened();
    await told(connector.create(declared({ ...cleo.attributes, externalProfile: "p-1", bio: "x" })));
    expect(writes()).toEqual(["POST /externalProfiles/p-1/users"]);
    expect(bodies).toEqual([{ data: { type: "user", attributes: { ...cleo.attributes, userType: "EXTERNAL" } } }]);
  });

  it.each<[string, Answer, string, string[] | undefined]>([
    ["that isn't there", GONE, "rejected", ["externalProfile"]],
    ["that is refused", refusal(400, "Invalid profile"), "rejected", ["externalProfile"]],
    ["where the name is refused", refusal(400, "Invalid name"), "rejected", ["name"]],
    ["where nobody knows what is refused", refusal(400, "no"), "rejected", ["externalProfile"]],
    ["that may not be written", refusal(403), "permission-denied", undefined],
  ])("of an external profile %s is an error about that", async (_, answer, code, properties) => {
    const { connector, told } = opened({ instead: (call) => (call.startsWith("POST") ? answer : undefined) });
    const error = await told(connector.create(declared({ ...cleo.attributes, externalProfile: "p-1" }))).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code, ...(properties ? { properties } : {}) });
    if (properties?.[0] === "externalProfile") expect(String(error)).toMatch(/^\w+: externalProfile: (?!profile: )/);
  });

  it.each<[string, Answer, RegExp]>([
    ["is full", refusal(400, "The profile: is full"), /^externalProfile: Adobe .*: The profile: is full\..*run again$/],
    ["isn't there", refusal(404, "User profile: not found"), /^externalProfile: Adobe .*: User profile: not found/],
  ])("of an external profile that %s is told in Adobe's own words", async (_, answer, says) => {
    const { connector, told } = opened({ instead: (call) => (call.startsWith("POST") ? answer : undefined) });
    const created = told(connector.create(declared({ ...cleo.attributes, externalProfile: "p-1" })));
    await expect(created).rejects.toMatchObject({ message: expect.stringMatching(says) });
  });
});

describe("a change at Adobe", () => {
  it("is made from a look just before, and sends back what it could empty", async () => {
    const { connector, told, calls, users } = opened({
      people: [person("1", "ada@example.com", { metadata: { cost: 7 } })],
    });
    expect(await told(connector.update(BIO))).toMatchObject({ id: "1" });
    expect(calls).toEqual(["GET /users/1", "PATCH /users/1"]);
    expect(users.get("1")?.attributes).toMatchObject({ bio: "x", metadata: { cost: 7 }, profile: "x" });
  });

  it.each<[string, Told, string]>([
    ["who is gone", { people: [BOB] }, "not-found"],
    ["who is deleted", { people: [person("1", "ada@example.com", { state: "DELETED" })] }, "not-found"],
    ["who has another address by now", { people: [person("1", "somebody@example.com")] }, "protocol"],
    ["who is shown without one", { people: [{ ...ADA, attributes: { name: "Ada" } }] }, "protocol"],
  ])("of somebody %s is not sent", async (_, told, code) => {
    const { connector, told: ended, writes } = opened(told);
    await expect(ended(connector.update(BIO))).rejects.toMatchObject({ code });
    expect(writes()).toEqual([]);
  });

  it("is refused where its answer is about somebody of another account", async () => {
    const foreign = { ...ADA, relationships: { account: { data: { id: "a-2" } } } };
    const { connector, told } = opened({
      instead: (call) => (call.startsWith("PATCH") ? { status: 200, body: { data: foreign } } : undefined),
    });
    await told(connector.tenant());
    await expect(told(connector.update(BIO))).rejects.toMatchObject({ code: "protocol" });
  });

  it("says how somebody is gone", async () => {
    const gone = async (people: Told["people"]) => {
      const { connector, told } = opened({ people: people ?? [] });
      return told(connector.update(BIO)).catch(({ message }: Error) => message);
    };
    expect(await gone([BOB])).toContain("404");
    expect(await gone([person("1", "ada@example.com", { state: "DELETED" })])).toContain("DELETED");
  });

  it("of many people is made of looks that are young: not of all of them before the first write", async () => {
    const people = Array.from({ length: 60 }, (_, i) => person(`u${i}`, `p${i}@example.com`));
    const { connector, told, calls } = opened({ people });
    const requests = people.map(({ id, attributes }) => ({
      ...request([attribute("bio")], declared({ email: String(attributes["email"]), bio: "x" })),
      id,
    }));
    await told(connector.updateMany(requests));
    expect(calls.findIndex((call) => call.startsWith("PATCH"))).toBeLessThan(30);
    expect(calls.filter((call) => call.startsWith("PATCH"))).toHaveLength(60);
  });

  it("of many people is made of looks that are young where Adobe takes few changes", async () => {
    const people = Array.from({ length: 60 }, (_, i) => person(`u${i}`, `p${i}@example.com`));
    const { connector, told, calls } = opened({
      people,
      instead: (call) => {
        if (!call.startsWith("PATCH")) return undefined;
        const data = people.find(({ id }) => call === `PATCH /users/${id}`);
        return { status: 200, headers: { "x-rate-limit": "60r/m", "x-burst": "1" }, body: { data } };
      },
    });
    const requests = people.map(({ id, attributes }) => ({
      ...request([attribute("bio")], declared({ email: String(attributes["email"]), bio: "x" })),
      id,
    }));
    await told(connector.updateMany(requests));
    const ahead = calls.map((_, i) => {
      const before = calls.slice(0, i + 1);
      const writes = before.filter((call) => call.startsWith("PATCH")).length;
      return before.length - 2 * writes;
    });
    expect(Math.max(...ahead)).toBeLessThanOrEqual(17);
  });

  it("of somebody of another account is not sent", async () => {
    const { connector, told, writes } = opened({
      people: [{ ...ADA, relationships: { account: { data: { id: "a-2" } } } }],
    });
    await told(connector.tenant());
    await expect(told(connector.update(BIO))).rejects.toMatchObject({ code: "protocol" });
    expect(writes()).toEqual([]);
  });

  it("is made anew from another look where it is sent again", async () => {
    let isFirst = true;
    const one = opened({
      instead: (call) => {
        if (!call.startsWith("PATCH") || !isFirst) return undefined;
        isFirst = false;
        one.users.set("1", person("1", "ada@example.com", { metadata: { cost: 8 } }));
        return 503;
      },
    });
    await one.told(one.connector.update(BIO));
    expect(one.users.get("1")?.attributes).toMatchObject({ bio: "x", metadata: { cost: 8 } });
    expect(one.calls.filter((call) => call === "GET /users/1")).toHaveLength(2);
  });

  it("is known by its id where the answer shows nobody", async () => {
    const { connector, told } = opened({ instead: (call) => (call.startsWith("PATCH") ? { status: 202 } : undefined) });
    expect(await told(connector.update(BIO))).toEqual({ id: "1" });
  });

  it("of groups puts people in first and takes them out last, and never of those that the account keeps by itself", async () => {
    const groups = [group("g-1"), group("g-2", { readOnly: true }), group("g-3")];
    const { connector, told, writes, bodies } = opened({ groups, members: { "g-2": ["1"], "g-3": ["1"] } });
    const desired = declared({ email: "ada@example.com", bio: "x" }, { sets: { groups: { "": ["g-1"] } } });
    await told(connector.update(request([attribute("bio"), member("groups")], desired)));
    expect(writes()).toEqual(["PATCH /users/1", "POST /userGroups/g-1/users", "DELETE /userGroups/g-3/users"]);
    expect(bodies.slice(1)).toEqual([{ data: [{ type: "user", id: "1" }] }, { data: [{ type: "user", id: "1" }] }]);
  });

  it("of many people's groups takes a call for twenty of them", async () => {
    const people = Array.from({ length: 45 }, (_, i) => person(`u${i}`, `p${i}@example.com`));
    const { connector, told, bodies } = opened({ people, groups: [group("g-1")] });
    const requests = people.map(({ id, attributes }) => ({
      ...request(
        [member("groups")],
        declared({ email: String(attributes["email"]) }, { sets: { groups: { "": ["g-1"] } } }),
      ),
      id,
    }));
    const outcomes = await told(connector.updateMany(requests));
    expect(outcomes.every((outcome) => "written" in outcome)).toBe(true);
    expect(bodies.map((body) => (body as { data: unknown[] }).data.length)).toEqual([20, 20, 5]);
  });

  it.each<[string, Told, string]>([
    ["that the account keeps by itself", { groups: [group("g-1", { readOnly: true })] }, "rejected"],
    ["that these credentials may not change", { groups: [group("g-1")] }, "permission-denied"],
    [
      "that can't be looked at",
      { groups: [group("g-1")], instead: (call) => (call === "GET /userGroups/g-1" ? refusal(400) : undefined) },
      "permission-denied",
    ],
  ])("of a group %s is an error that says so", async (_, told, code) => {
    const { connector, told: ended } = opened({
      ...told,
      instead: (call, nth) => (call === "POST /userGroups/g-1/users" ? refusal(403) : told.instead?.(call, nth)),
    });
    const desired = declared({ email: "ada@example.com" }, { sets: { groups: { "": ["g-1"] } } });
    await expect(ended(connector.update(request([member("groups")], desired)))).rejects.toMatchObject({ code });
  });
});

describe("a leaver at Adobe", () => {
  it("is deleted, which keeps the account, or was", async () => {
    for (const how of ["deactivate", "remove"] as const) {
      const { connector, told, writes, users } = opened();
      expect(await told(connector[how]("1"))).toBe("done");
      expect(users.get("1")?.attributes).toMatchObject({ state: "DELETED" });
      expect(await told(connector[how]("8"))).toBe("already");
      expect(writes()).toEqual(["DELETE /users/1", "DELETE /users/8"]);
    }
  });
});
