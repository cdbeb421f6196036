import { describe, expect, it } from "vitest";
import type { Answer } from "../../http/scripted-vendor";
import { type Group, groupVendor, scimServer, stage } from "../group-vendors";

const PAYROLL: Group = { id: "g-1", displayName: "Payroll", externalId: "old", people: ["u-1"] };
const ONE = "/Groups/g-1";
const PATCHED = "a SCIM server";
const opened = (...groups: readonly Group[]) => stage(groupVendor(PATCHED), ...groups);
const versioned = (patch = true) => {
  const staged = stage(scimServer("a server with versions", patch, true), PAYROLL);
  let version = 1;
  const withVersion = (honest: () => Answer): Answer => {
    const answer = honest();
    return typeof answer === "object" && "status" in answer ? { ...answer, headers: { etag: `"${version}"` } } : answer;
  };
  const matches = () => staged.sent.flatMap(({ headers }) => headers["if-match"] ?? []);
  /** The server has another version by the time that so many writes arrive. */
  const stale = (times: number) => {
    let left = times;
    staged.meddling((call, honest) => {
      if (/^(PUT|PATCH)/.test(call) && left-- > 0) {
        version++;
        return 412;
      }
      return call === `GET ${ONE}` ? withVersion(honest) : honest();
    });
  };
  stale(0);
  return { ...staged, stale, matches };
};

describe.each([
  ["a PATCH", true],
  ["a PUT", false],
])("%s of a group that has versions", (_, patch) => {
  it("is for the version that was read", async () => {
    const { update, matches, groups } = versioned(patch);
    await update("g-1", "Payroll");
    expect(matches()).toEqual(['"1"']);
    expect(groups.get("g-1")).toMatchObject({ externalId: "new", people: ["u-1"] });
  });

  it("is made once more on top of what somebody else has changed", async () => {
    const { update, matches, stale, groups } = versioned(patch);
    stale(1);
    await update("g-1", "Payroll");
    expect(matches()).toEqual(['"1"', '"2"']);
    expect(groups.get("g-1")).toMatchObject({ externalId: "new" });
  });

  it("is given up where somebody else changes it again, and nothing is overwritten", async () => {
    const { update, stale, groups, writes } = versioned(patch);
    stale(9);
    await expect(update("g-1", "Payroll")).rejects.toMatchObject({ code: "rejected" });
    expect(groups.get("g-1")).toMatchObject({ externalId: "old" });
    expect(writes).toHaveLength(2);
  });

  it("is not sent for a group of another name, nor for one that is gone", async () => {
    const { update, groups, writes } = versioned(patch);
    groups.set("g-1", { ...PAYROLL, displayName: "Trainers" });
    await expect(update("g-1", "Payroll")).rejects.toMatchObject({
      code: "protocol",
      message: expect.stringContaining("group g-1"),
    });
    groups.delete("g-1");
    await expect(update("g-1", "Payroll")).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining("group g-1"),
    });
    expect(writes).toEqual([]);
  });
});

describe("a PATCH of a group", () => {
  it("holds what changes, and nothing else", async () => {
    const { change, bodies } = opened(PAYROLL);
    await change("g-1", { displayName: "Wages", externalId: "old" }, "displayName");
    await change("g-1", { displayName: "Wages", externalId: "new" }, "externalId");
    await change("g-1", { displayName: "Payroll", externalId: "2" }, "displayName", "externalId");
    expect(bodies.map(({ Operations }) => Operations)).toEqual([
      [{ op: "replace", path: "displayName", value: "Wages" }],
      [{ op: "replace", path: "externalId", value: "new" }],
      [
        { op: "replace", path: "displayName", value: "Payroll" },
        { op: "replace", path: "externalId", value: "2" },
      ],
    ]);
  });

  it.each([null, ""])("takes away what is to be empty: %j", async (empty) => {
    const { change, bodies, groups } = opened(PAYROLL);
    await change("g-1", { displayName: "Payroll", externalId: empty }, "externalId");
    expect(bodies.map(({ Operations }) => Operations)).toEqual([[{ op: "remove", path: "externalId" }]]);
    expect(groups.get("g-1")?.["externalId"]).toBeUndefined();
  });

  it.each([
    [405, 1],
    [501, 2],
  ])("that is answered %i is made by a PUT, which is tried first after a 405 alone", async (status, patches) => {
    const { update, meddling, writes, groups } = opened(PAYROLL);
    meddling((call, honest) => (call.startsWith("PATCH") ? status : honest()));
    await update("g-1", "Payroll", "new");
    await update("g-1", "Payroll", "newer");
    expect(groups.get("g-1")).toMatchObject({ externalId: "newer" });
    expect(writes.filter((call) => call.startsWith("PATCH"))).toHaveLength(patches);
    expect(writes.filter((call) => call.startsWith("PUT"))).toHaveLength(2);
  });

  it("that is answered 404 is not made by a PUT", async () => {
    const { update, meddling, writes } = opened(PAYROLL);
    meddling((call, honest) => (call.startsWith("PATCH") ? groupVendor(PATCHED).missing : honest()));
    await expect(update("g-1", "Payroll")).rejects.toMatchObject({ code: "not-found" });
    expect(writes).toEqual([`PATCH ${ONE}`]);
  });
});

describe("what is to be empty", () => {
  it("and stays after a PATCH, and after a PUT without it, is sent as null", async () => {
    const { update, meddling, bodies, writes, groups } = opened(PAYROLL);
    meddling((call, honest) => {
      const answer = honest();
      const isNull = bodies.at(-1)?.["externalId"] === null;
      const kept = groups.get("g-1") as Group;
      if (/^(PUT|PATCH)/.test(call)) groups.set("g-1", { ...kept, externalId: isNull ? undefined : "old" });
      return answer;
    });
    await update("g-1", "Payroll", null);
    expect(writes).toEqual([`PATCH ${ONE}`, `PUT ${ONE}`, `PUT ${ONE}`]);
    expect(bodies[1]).not.toHaveProperty("externalId", "old");
    expect(groups.get("g-1")?.["externalId"]).toBeUndefined();
  });

  it("and shows late is waited for, and not sent again", async () => {
    const { update, meddling, writes, groups } = opened(PAYROLL);
    let looks = 0;
    meddling((call, honest) => {
      if (call === `GET ${ONE}` && ++looks < 3)
        return { status: 200, body: { id: "g-1", displayName: "Payroll", externalId: "old" } };
      return honest();
    });
    await update("g-1", "Payroll", null);
    expect(writes).toEqual([`PATCH ${ONE}`]);
    expect(groups.get("g-1")?.["externalId"]).toBeUndefined();
  });
});

describe("members that a server shows", () => {
  it.each<[string, unknown, boolean]>([
    ["as texts", ["u-1"], true],
    ["as one text", "u-1", true],
    ["without saying who they are", [{ display: "Ada" }], true],
    ["as rows that hold nobody", [{}, "", null], false],
    ["as null", null, false],
  ])("%s are somebody, unless nothing is in them", async (_, members, isSomebody) => {
    const { contents, meddling } = opened();
    meddling((call, honest) =>
      call === `GET ${ONE}` ? { status: 200, body: { id: "g-1", displayName: "Payroll", members } } : honest(),
    );
    expect(await contents("g-1")).toEqual({ members: isSomebody, children: false });
  });
});

describe("a look-up by name", () => {
  const named = (...names: string[]) => names.map((displayName, i) => ({ id: `g-${i + 1}`, displayName, people: [] }));

  it.each([400, 501])("is a walk where the filter is answered %i", async (status) => {
    const { find, meddling, sent } = opened(...named("Trainers", "Payroll"));
    meddling((_, honest) => (sent.at(-1)?.path.includes("filter") ? status : honest()));
    expect((await find("Payroll")).map(({ id }) => id)).toEqual(["g-2"]);
  });

  it("finds nobody where the filter is answered by the standard's 404", async () => {
    const { find, meddling } = opened(...named("Payroll"));
    meddling((call, honest) => (call === "GET /Groups" ? groupVendor(PATCHED).missing : honest()));
    expect(await find("Payroll")).toEqual([]);
  });

  it("is a walk where the filter shows others alone", async () => {
    const { find, meddling, sent } = opened(...named("Trainers", "Payroll"));
    meddling((_, honest) => {
      if (!sent.at(-1)?.path.includes("filter=")) return honest();
      return sent.at(-1)?.path.includes("Users")
        ? honest()
        : { status: 200, body: { totalResults: 1, Resources: named("Trainers") } };
    });
    expect((await find("Payroll")).map(({ id }) => id)).toEqual(["g-2"]);
  });

  it("that is refused, or fails as a list, is an error", async () => {
    const { find, pages, meddling } = opened(...named("Payroll"));
    meddling((call, honest) => (call === "GET /Groups" ? { status: 403, body: {} } : honest()));
    await expect(find("Payroll")).rejects.toMatchObject({ code: "permission-denied" });
    meddling((call, honest) => (call === "GET /Groups" ? 400 : honest()));
    await expect(pages()).rejects.toMatchObject({ code: "rejected" });
  });
});

describe("a new group", () => {
  it.each([
    ["by its address alone", { status: 201, headers: { location: "/Groups/g-7" } }, "g-7"],
    [
      "by its document, whatever the address",
      { status: 201, headers: { location: "/Groups/g-8" }, body: PAYROLL },
      "g-1",
    ],
  ])("is named %s", async (_, answer, id) => {
    const { create, once } = opened();
    once("POST /Groups", () => answer);
    expect(await create("Payroll")).toMatchObject({ id });
  });

  it("is not named by the address of an answer that can't be read", async () => {
    const { create, once } = opened();
    once("POST /Groups", () => ({ status: 201, headers: { location: "/Groups/g-7" }, body: { error: "no" } }));
    await expect(create("Payroll")).rejects.toMatchObject({ code: "protocol" });
  });
});
