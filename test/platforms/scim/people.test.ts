import { describe, expect, it } from "vitest";
import type { UpdateRequest } from "../../../provider/core/contract/connector";
import type { Change } from "../../../provider/core/model/change";
import { type Desired, NOTHING, type Observed } from "../../../provider/core/model/entity";
import { isInability, isMissing } from "../../../provider/platforms/scim/errors";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";
import { ADA, BOB, directory, type Told } from "./directory";
import { GONE, refusal, rows } from "./scripted-server";

const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
const idsOf = (found: readonly Observed[]) => found.map(({ id }) => id);
const attribute = (...path: string[]): Change => ({ kind: "attribute", path, from: "x", to: "y" });
const request = (changes: readonly Change[], attributes: Desired["attributes"]): UpdateRequest => ({
  id: "u-1",
  changes,
  desired: { ...NOTHING, attributes: { userName: "ada", ...attributes } },
  addOnly: [],
});
const TITLE = request([attribute("title")], { title: "Analyst" });

describe("somebody at a SCIM server who is looked up", () => {
  it.each<[string, Told, unknown]>([
    ["by a filter is whoever has the name", {}, ["u-1"]],
    [
      "by a filter that shows others too is whoever has the name",
      { instead: (call) => (call === "GET /Users" ? rows(BOB, ADA) : undefined) },
      ["u-1"],
    ],
    ["by a walk is whoever has the name", { filter: false }, ["u-1"]],
    ["is nobody whom no list shows", { people: [BOB] }, []],
    ["is nobody whom a walk doesn't show", { people: [BOB], filter: false }, []],
  ])("%s", async (_, told, found) => {
    const { connector, told: ended, sent } = directory(told);
    expect(await ended(connector.find("ADA", [])).then(idsOf)).toEqual(found);
    if (told.filter === false) expect(sent.filter(({ path }) => path.includes("filter="))).toEqual([]);
  });

  it("is looked for in the whole list after a creation was refused for the name", async () => {
    const taken = { status: 409, body: { schemas: [ERROR], scimType: "uniqueness", detail: "userName exists" } };
    const { connector, told, calls, sent } = directory({
      people: [BOB],
      instead: (call) => (call.startsWith("POST") ? taken : undefined),
    });
    const create = (userName: string) =>
      told(connector.create({ ...NOTHING, attributes: { userName } }).catch(({ code }) => code));
    await told(connector.find("ada", []));
    expect(await create("Ada")).toBe("rejected");
    const before = calls.length;
    await told(connector.find("ada", []));
    // No filter, and no look at how it compares.
    expect(calls.slice(before)).toEqual(["GET /Users", "GET /Users"]);
    expect(sent.slice(before).some(({ path }) => path.includes("filter="))).toBe(false);
  });

  it("is still looked for by the filter where a creation was refused for something else", async () => {
    const { connector, told, sent } = directory({
      instead: (call) => (call.startsWith("POST") ? refusal(400) : undefined),
    });
    await told(connector.create({ ...NOTHING, attributes: { userName: "ada" } }).catch(() => undefined));
    await told(connector.find("ada", []));
    expect(sent.at(-1)?.path).toContain("filter=");
  });

  it("is not shown groups that nobody wants, and is shown without them where the server has none", async () => {
    const { connector, told, calls } = directory();
    await told(connector.read("u-1", []));
    await told(connector.read("u-1", ["roles"]));
    expect(calls).toEqual(["GET /Users/u-1", "GET /Users/u-1"]);
    expect(await told(connector.read("u-1", ["groups"]))).toMatchObject({ id: "u-1" });
    expect(calls).toContain("GET /Groups");
  });

  it.each<[string, Answer, boolean]>([
    ["may not be seen", refusal(403), true],
    ["fail each time", refusal(500), true],
    ["are out of service", refusal(503), false],
    ["are refused in another way", refusal(400), false],
  ])("is shown without groups that %s only where that is how the server is", async (_, answer, isShown) => {
    const { connector, told, calls } = directory({ instead: (call) => (call === "GET /Groups" ? answer : undefined) });
    const read = () =>
      told(connector.read("u-1"))
        .then((shown) => "id" in shown && shown.id)
        .catch(() => "error");
    expect(await read()).toBe(isShown ? "u-1" : "error");
    const before = calls.filter((call) => call === "GET /Groups").length;
    await read();
    if (isShown) expect(calls.filter((call) => call === "GET /Groups")).toHaveLength(before);
  });
});

describe("everybody at a SCIM server", () => {
  const listed = async (filter: Record<string, string | boolean>, told: Told = {}) => {
    const { connector, told: ended, sent } = directory(told);
    const ids: string[] = [];
    await ended(
      (async () => {
        for await (const page of connector.pages(filter, [])) ids.push(...idsOf(page));
      })(),
    );
    return { ids, filters: sent.flatMap(({ path }) => new URL(path, ORIGIN).searchParams.getAll("filter")) };
  };

  it.each<[string, Record<string, string | boolean>, string[]]>([
    [
      "by texts that are compared letter by letter",
      { title: "Notes", externalId: "7" },
      ['externalId eq "7" and title eq "Notes"'],
    ],
    [
      "by texts of extensions",
      { department: "x" },
      ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "x"'],
    ],
    ["by nothing that servers compare in their own way", { active: true, userName: "ada", nickName: "x" }, []],
    ["by no text that has two forms", { title: "é" }, []],
    ["by nothing", {}, []],
  ])("is narrowed %s", async (_, filter, filters) => {
    expect((await listed(filter)).filters.filter((one, i, all) => all.indexOf(one) === i)).toEqual(filters);
  });

  it("is listed whole where the server has no filter, or refuses this one", async () => {
    expect(await listed({ title: "Notes" }, { filter: false })).toEqual({ ids: ["u-1", "u-2"], filters: [] });
    let isFirst = true;
    const instead = (call: string) => {
      if (call !== "GET /Users" || !isFirst) return undefined;
      isFirst = false;
      return refusal(400);
    };
    expect((await listed({ title: "Notes" }, { instead })).ids).toEqual(["u-1", "u-2"]);
  });

  it("is shown with whoever's row can't be read, by a look, and without whoever is gone by then", async () => {
    const broken = { ...ADA, active: "perhaps" };
    const instead = (call: string, nth: number) => {
      if (call === "GET /Users") return nth === 1 ? rows(broken, { id: "u-7", active: "x" }, BOB) : rows();
      return call === "GET /Users/u-1" ? { status: 200, body: ADA } : undefined;
    };
    expect((await listed({}, { instead })).ids).toEqual(["u-1", "u-2"]);
  });
});

describe("somebody at a SCIM server who leaves", () => {
  it("is switched off, or gone, and nobody is believed to be gone whose server has moved", async () => {
    const { connector, told, users } = directory();
    expect(await told(connector.deactivate("u-1", undefined, "ada"))).toBe("accepted");
    expect(users.get("u-1")).toMatchObject({ active: false, title: "Engineer" });
    expect(await told(connector.deactivate("u-8"))).toBe("already");
    expect(await told(connector.remove("u-1"))).toBe("done");
    expect(await told(connector.remove("u-1"))).toBe("already");
    expect(await told(connector.read("u-1"))).toEqual({ absent: true, proof: "404" });
    expect([...users.keys()]).toEqual(["u-2"]);
    const moved = directory({ instead: (call) => (call.includes("/Users") ? GONE : undefined) });
    for (const call of ["deactivate", "remove", "read"] as const) {
      await expect(moved.told<unknown>(moved.connector[call]("u-1"))).rejects.toMatchObject({ code: "not-found" });
    }
  });

  it("is not switched off where the account that is read has another name", async () => {
    const { connector, told, writes } = directory({ patch: false });
    await expect(told(connector.deactivate("u-1", undefined, "bob"))).rejects.toMatchObject({ code: "protocol" });
    expect(writes()).toEqual([]);
    expect(await told(connector.deactivate("u-1", undefined, "ADA"))).toBe("accepted");
  });
});

describe("a change at a SCIM server", () => {
  const only =
    (method: string, answer: Answer, times = 99) =>
    (call: string, nth: number) =>
      call.startsWith(method) && nth <= times ? answer : undefined;

  it.each<[string, Told, string[]]>([
    ["is a PATCH", {}, ["PATCH /Users/u-1"]],
    ["is a PUT where there is no PATCH", { patch: false }, ["PUT /Users/u-1"]],
    [
      "is a PUT where PATCH is not allowed",
      { instead: only("PATCH", refusal(405)) },
      ["PATCH /Users/u-1", "PUT /Users/u-1"],
    ],
    [
      "is a PUT where no PATCH is supported",
      { instead: only("PATCH", refusal(501)) },
      ["PATCH /Users/u-1", "PUT /Users/u-1"],
    ],
    [
      "is made once more where somebody else was faster",
      { etag: '"1"', instead: only("PATCH", refusal(412), 1) },
      ["PATCH /Users/u-1", "PATCH /Users/u-1"],
    ],
  ])("%s", async (_, told, writes) => {
    const { connector, told: ended, users, writes: made } = directory(told);
    expect(await ended(connector.update(TITLE))).toEqual({ id: "u-1" });
    expect(made()).toEqual(writes);
    expect(users.get("u-1")).toMatchObject({ title: "Analyst", userName: "ada" });
  });

  it.each<[string, Told, string, number]>([
    ["of somebody who is gone", { people: [BOB] }, "not-found", 1],
    ["of somebody who is gone, at a server with versions", { people: [BOB], etag: '"1"' }, "not-found", 0],
    ["of somebody who is gone, by a PUT", { people: [BOB], patch: false }, "not-found", 0],
    ["that others are faster than, twice", { etag: '"1"', instead: only("PATCH", refusal(412)) }, "rejected", 2],
    ["that is refused for what it says", { instead: only("PATCH", refusal(400, "invalidValue")) }, "rejected", 1],
    ["by a PUT, which is refused", { patch: false, instead: only("PUT", refusal(400)) }, "rejected", 1],
    [
      "by a PUT, which these credentials may not do",
      { patch: false, instead: only("PUT", refusal(403)) },
      "permission-denied",
      1,
    ],
  ])("%s is an error, and nothing else is tried", async (_, told, code, writes) => {
    const { connector, told: ended, writes: made } = directory(told);
    await expect(ended(connector.update(TITLE))).rejects.toMatchObject({ code });
    expect(made()).toHaveLength(writes);
  });

  it("is bound to the version that was read", async () => {
    const { connector, told, sent } = directory({ etag: '"7"' });
    await told(connector.update(TITLE));
    expect(sent.find(({ method }) => method === "PATCH")?.headers["if-match"]).toBe('"7"');
  });

  it("that shows already is not written, where the account was read", async () => {
    const { connector, told, writes } = directory({ etag: '"7"' });
    await told(connector.update(request([attribute("title")], { title: "Engineer" })));
    expect(writes()).toEqual([]);
  });

  it("is not computed from an account with another name", async () => {
    const department = request([attribute("department")], { department: "x" });
    const { connector, told, writes } = directory({ people: [{ ...ADA, userName: "somebody" }] });
    await expect(told(connector.update(department))).rejects.toMatchObject({ code: "protocol" });
    expect(writes()).toEqual([]);
  });

  it("is refused before anything is sent where the schemas don't have it", async () => {
    const schemas = [{ id: "urn:ietf:params:scim:schemas:core:2.0:User", attributes: [{ name: "userName" }] }];
    const { connector, told, writes } = directory({ schemas });
    await expect(told(connector.update(TITLE))).rejects.toMatchObject({ code: "rejected", properties: ["title"] });
    await expect(
      told(connector.create({ ...NOTHING, attributes: { userName: "x", title: "y" } })),
    ).rejects.toMatchObject({ properties: ["title"] });
    expect(writes()).toEqual([]);
  });

  it("is found out once: the way that worked is the first one next time, for these attributes alone", async () => {
    const { connector, told, writes } = directory({
      instead: (call, _, body) =>
        call.startsWith("PATCH") && JSON.stringify(body).includes("title") ? refusal(501) : undefined,
    });
    await told(connector.update(TITLE));
    await told(connector.update(request([attribute("title")], { title: "Other" })));
    await told(connector.update(request([attribute("nickName")], { nickName: "A" })));
    expect(writes().map((call) => call.split(" ")[0])).toEqual(["PATCH", "PUT", "PUT", "PATCH"]);
  });

  const emptied = request([{ kind: "attribute", path: ["title"], from: "Engineer" }], { title: null });

  it("that empties something counts when it shows, the first time", async () => {
    const { connector, told, calls } = directory();
    await told(connector.update(emptied));
    const looks = calls.filter((call) => call === "GET /Users/u-1").length;
    expect(looks).toBe(1);
    const again = directory({ instead: (call) => (call.startsWith("PATCH") ? { status: 204 } : undefined) });
    await again.told(again.connector.update(emptied));
    expect(again.writes()).toEqual(["PATCH /Users/u-1", "PUT /Users/u-1"]);
    expect(again.users.get("u-1")).not.toHaveProperty("title");
  });

  it("that empties something of somebody who is gone by then is done with", async () => {
    let isSent = false;
    const instead = (call: string): Answer | undefined => {
      if (call.startsWith("PATCH")) isSent = true;
      return isSent && call === "GET /Users/u-1" ? GONE : undefined;
    };
    const { connector, told, writes } = directory({ instead });
    expect(await told(connector.update(emptied))).toEqual({ id: "u-1" });
    expect(writes()).toEqual(["PATCH /Users/u-1"]);
  });

  it("that a server answers as done each time and keeps is sent as empty at last, and left to the read that follows", async () => {
    const { connector, told, bodies, writes } = directory({
      instead: (call) => (/^(PATCH|PUT)/.test(call) ? { status: 204 } : undefined),
    });
    await told(connector.update(emptied));
    expect(writes().map((call) => call.split(" ")[0])).toEqual(["PATCH", "PUT", "PUT"]);
    expect(bodies.at(-1)).toMatchObject({ title: null });
    expect(bodies.at(-2)).not.toHaveProperty("title");
  });

  it("that fails with 500 each time is tried in another way, and any other failure is an error", async () => {
    const failing = directory({ instead: only("PATCH", refusal(500)) });
    await failing.told(failing.connector.update(TITLE));
    expect(failing.writes().at(-1)).toBe("PUT /Users/u-1");
    const out = directory({ instead: only("PATCH", refusal(503)) });
    await expect(out.told(out.connector.update(TITLE))).rejects.toMatchObject({ code: "unavailable" });
    expect(out.writes().some((call) => call.startsWith("PUT"))).toBe(false);
  });
});

describe("a refusal of a SCIM server's", () => {
  const error = async (status: number, body: unknown) => {
    const { connector, told } = directory({
      instead: (call) => (call === "GET /Users/u-1" ? { status, body } : undefined),
    });
    return told(connector.read("u-1")).catch((reason: unknown) => reason);
  };
  const said = (detail: string, more: object = {}) => ({ schemas: [ERROR], detail, ...more });

  it.each<[number, unknown, string[]]>([
    [409, said("user name exists"), ["userName"]],
    [409, said("username or e-mail exists"), ["userName"]],
    [409, said("E-Mail exists"), ["emails", "userName"]],
    [409, said("external id exists"), ["externalId", "userName"]],
    [409, said("it exists"), ["userName"]],
    [400, said("emails exist", { scimType: "Uniqueness" }), ["emails", "userName"]],
    [400, said("emails exist"), ["emails"]],
    [400, said("the title is too long"), ["title"]],
    [400, said("the subtitles are too long"), []],
    [400, said("displayName or name"), ["displayName"]],
    [400, said("no such MANAGER"), ["manager"]],
    [400, said("no such roles"), ["roles"]],
    [400, said("groups are unknown"), ["groups"]],
    [400, { schemas: [ERROR], scimType: "invalidValue" }, []],
    [400, "x", []],
    [501, said("title"), []],
  ])("names what it is about: %d %j", async (status, body, properties) => {
    expect(await error(status, body)).toMatchObject({ code: "rejected", properties });
  });

  it.each<[number, string]>([
    [401, "unauthenticated"],
    [403, "permission-denied"],
  ])("of %d is told from all others", async (status, code) => {
    expect(await error(status, said("title"))).toMatchObject({ code });
  });

  it("is an inability where the server fails at it, and no outage", async () => {
    expect(isInability(await error(500, {}))).toBe(true);
    expect(isInability(await error(503, {}))).toBe(false);
    expect(isInability(new Error("x"))).toBe(false);
  });

  it("is an absence by the standard's own schema in whatever letters", async () => {
    const isGone = async (status: number, body: unknown) => {
      const { http, clock } = scripted(() => ({ status, body }));
      return isMissing(await clock.ended(http.request({ method: "GET", path: "/Users/u-1" })));
    };
    expect(await isGone(404, { Schemas: ERROR.toUpperCase() })).toBe(true);
    expect(await isGone(404, { schemas: [ERROR], detail: 7, scimType: {} })).toBe(true);
    expect(await isGone(404, { schemas: ["urn:x"] })).toBe(false);
    expect(await isGone(400, { schemas: [ERROR] })).toBe(false);
  });
});
