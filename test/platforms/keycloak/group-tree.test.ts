import { describe, expect, it } from "vitest";
import { type Group, groupVendor, stage } from "../group-vendors";

const STAFF: Group = { id: "g-0", name: "Staff" };
const LEGAL: Group = { id: "g-1", name: "Legal", parentId: "g-0", description: "old" };
const opened = (...groups: readonly Group[]) => stage(groupVendor("Keycloak"), ...groups);
const shownBy = (group: object) => {
  const staged = opened();
  staged.meddling(() => ({ status: 200, body: { id: "g-1", name: "Legal", ...group } }));
  return staged.read("g-1");
};

describe("where a group of Keycloak's stands", () => {
  it.each<[string, object, string | null]>([
    ["below its parent", { parentId: "g-0", path: "/Staff/Legal" }, "g-0"],
    ["at the top", { path: "/Legal" }, null],
    ["at the top, by no path", {}, null],
    ["at the top, by no path at all", { path: null }, null],
    ["at the top, with a slash in its name", { name: "A/B", path: "/A/B" }, null],
    ["at the top, with slashes that are escaped", { name: "A/B/C", path: "/A~/B~/C" }, null],
  ])("is told: %s", async (_, group, parent) => {
    expect(await shownBy(group)).toMatchObject({ references: { parent } });
  });

  it("is an error where its path has others in it and no parent is told", async () => {
    await expect(shownBy({ path: "/Staff/Legal" })).rejects.toMatchObject({ code: "protocol" });
  });

  it("is its path, too, as far as that is shown", async () => {
    expect(await shownBy({ path: "/Legal" })).toHaveProperty("info", { path: "/Legal" });
    expect(await shownBy({})).toHaveProperty("info", {});
  });
});

describe("the attributes of a group of Keycloak's", () => {
  it("are shown as texts where they have one value, and as lists otherwise", async () => {
    const attributes = { one: ["1"], two: ["1", "2"], none: [] };
    const shown = { one: "1", two: ["1", "2"], none: [] };
    expect(await shownBy({ attributes })).toMatchObject({ attributes: { attributes: shown } });
    expect(await shownBy({ attributes: {} })).toHaveProperty("attributes", { name: "Legal" });
  });

  it("are written with those that nobody declares, and without those that are cleared", async () => {
    const { change, bodies } = opened({ ...STAFF, attributes: { site: ["1"], cost: ["7", "8"], floor: ["2"] } });
    await change("g-0", { name: "Staff", attributes: { cost: "9", floor: null, wing: undefined } }, "attributes");
    expect(bodies).toEqual([{ name: "Staff", attributes: { site: ["1"], cost: ["9"] } }]);
  });

  it("go back as they are shown where something else changes", async () => {
    const { change, bodies } = opened(
      { ...STAFF, description: "d", attributes: { site: ["1"] } },
      { ...LEGAL, description: null },
    );
    await change("g-0", { name: "People" }, "name");
    await change("g-1", { name: "Law" }, "name");
    expect(bodies).toEqual([
      { name: "People", description: "d", attributes: { site: ["1"] } },
      { name: "Law", attributes: {} },
    ]);
  });
});

describe("a look-up of a name at Keycloak", () => {
  it("asks for exactly this name, with all that a group has", async () => {
    const { find, sent } = opened(STAFF);
    await find("Staff");
    const query = Object.fromEntries(new URL(sent[0]?.path ?? "", "http://x.example").searchParams);
    expect(query).toMatchObject({
      search: "Staff",
      exact: "true",
      populateHierarchy: "false",
      briefRepresentation: "false",
    });
  });

  it("passes over the same name in another case, which is another group's", async () => {
    const { find } = opened(STAFF, { id: "g-2", name: "STAFF" });
    expect((await find("Staff")).map(({ id }) => id)).toEqual(["g-0"]);
  });

  it("finds a name in either Unicode form", async () => {
    const { find, meddling } = opened();
    const group = { id: "g-2", name: "Cafe\u0301" };
    meddling(() => ({ status: 200, body: [group] }));
    const pages = find("Caf\u00e9").then((found) => found.map(({ id }) => id));
    expect(await pages).toEqual(["g-2"]);
  });
});

describe("a new group of Keycloak's", () => {
  it("that doesn't show yet, or can't be read, is named by its id alone", async () => {
    for (const answer of [groupVendor("Keycloak").missing, { status: 403, body: {} }]) {
      const { create, meddling } = opened();
      meddling((call, honest) => (call === "GET /groups/g-new" ? answer : honest()));
      expect(await create("Staff")).toEqual({ id: "g-new" });
    }
  });

  it("that is refused as not there has no parent to blame where none is declared", async () => {
    const { create, meddling } = opened();
    meddling((call, honest) => (call === "POST /groups" ? groupVendor("Keycloak").missing : honest()));
    await expect(create("Staff")).rejects.toMatchObject({
      code: "not-found",
      message: expect.not.stringMatching(/^parent/),
    });
  });
});

describe("a group of Keycloak's that moves", () => {
  const MOVE = { kind: "reference", path: ["parent"], from: undefined, to: "g-0" } as const;
  const moving = (staged: ReturnType<typeof opened>, ...more: { kind: "attribute"; path: string[]; to: string }[]) => {
    const desired = { ...staged.desired({ name: "Legal", description: "new" }), references: { parent: "g-0" } };
    return staged.clock.ended(staged.connector.update({ id: "g-1", changes: [MOVE, ...more], desired, addOnly: [] }));
  };
  const TOP: Group = { id: "g-1", name: "Legal" };

  it("is moved before it is changed, and both are done", async () => {
    const staged = opened(STAFF, TOP);
    staged.meddling((call, honest) => (call === "POST /groups/g-0/children" ? { status: 204 } : honest()));
    await moving(staged, { kind: "attribute", path: ["description"], to: "new" });
    expect(staged.writes).toEqual(["POST /groups/g-0/children", "PUT /groups/g-1"]);
    expect(staged.bodies[0]).toEqual({ id: "g-1", name: "Legal" });
  });

  it.each([
    ["that isn't there names the parent", groupVendor("Keycloak").missing, "not-found", /^parent: /, "not-found"],
    [
      "that nobody may change names no parent",
      { status: 403, body: {} },
      "permission-denied",
      /^(?!parent)/,
      undefined,
    ],
  ])("below one %s, and nothing else is written", async (_, answer, code, says, cause) => {
    const staged = opened(STAFF, TOP);
    staged.meddling((call, honest) => (call === "POST /groups/g-0/children" ? answer : honest()));
    const change = moving(staged, { kind: "attribute", path: ["description"], to: "new" });
    await expect(change).rejects.toMatchObject({
      code,
      message: expect.stringMatching(says),
      ...(cause && { cause: { code: cause } }),
    });
    expect(staged.writes).toHaveLength(1);
  });

  it("is gone where the look afterwards says so", async () => {
    const staged = opened(STAFF, TOP);
    staged.once("POST /groups/g-0/children", () => {
      staged.groups.delete("g-1");
      return { status: 204 };
    });
    await expect(moving(staged)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a list of Keycloak's groups", () => {
  it("goes down to those below, of which each has its parent", async () => {
    const { clock, connector, meddling } = opened();
    const rows: Record<string, object[]> = {
      "GET /groups": [
        { ...STAFF, subGroupCount: 1 },
        { id: "g-9", name: "Empty", subGroupCount: 0 },
      ],
      "GET /groups/g-0/children": [{ id: "g-1", name: "Legal", path: "/Staff/Legal" }],
      "GET /groups/g-1/children": [
        { id: "g-2", name: "Tax", parentId: "g-1", path: "/Staff/Legal/Tax", subGroupCount: 0 },
      ],
    };
    const seen = new Set<string>();
    meddling((call) => {
      const body = seen.has(call) ? [] : (rows[call] ?? []);
      if (call === "GET /groups/g-9/children") return { status: 500 };
      seen.add(call);
      return { status: 200, body };
    });
    const listed = async () => {
      const all: unknown[] = [];
      for await (const page of connector.pages())
        all.push(...page.map(({ id, references }) => [id, references["parent"]]));
      return all;
    };
    const shown = (await clock.ended(listed())) as [string, unknown][];
    expect(Object.fromEntries(shown)).toEqual({ "g-0": null, "g-1": "g-0", "g-2": "g-1", "g-9": null });
    expect(shown).toHaveLength(4);
  });
});
