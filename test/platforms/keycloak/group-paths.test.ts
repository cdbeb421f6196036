import { describe, expect, it } from "vitest";
import { FLAT } from "../../../provider/core/model/entity";
import { Groups, together } from "../../../provider/platforms/keycloak/groups";
import { pages } from "../../../provider/platforms/keycloak/pages";
import { GroupList } from "../../../provider/platforms/keycloak/wire";
import { type Answer, ORIGIN, scripted } from "../../http/scripted-vendor";

interface Group {
  readonly id: string;
  readonly name: string;
  readonly parent?: string;
}

/** A realm with these groups, whose paths are put together as Keycloak does it. */
function realm(...groups: Group[]) {
  const calls: string[] = [];
  const pathOf = ({ name, parent }: Group): string => {
    const above = groups.find(({ id }) => id === parent);
    return `${above ? pathOf(above) : ""}/${name}`;
  };
  const shown = (group: Group) => ({
    id: group.id,
    name: group.name,
    path: pathOf(group),
    subGroupCount: groups.filter(({ parent }) => parent === group.id).length,
  });
  const { http, clock } = scripted(({ path }): Answer => {
    const { pathname, searchParams } = new URL(path, ORIGIN);
    const [, , , id] = pathname.split("/");
    calls.push(`${pathname.replace("/api", "")}${searchParams.has("search") ? "?search" : ""}`);
    const rows = groups.filter(({ name, parent }) => (searchParams.has("search") ? name.includes("/") : parent === id));
    return { status: 200, body: searchParams.get("first") === "0" ? rows.map(shown) : [] };
  });
  const known = new Groups(http);
  const of = (...ids: string[]) => groups.filter(({ id }) => ids.includes(id)).map(shown);
  return { known, groups, calls, of, told: <T>(work: Promise<T>) => clock.ended(work) };
}

const STAFF: Group = { id: "g-1", name: "staff" };
const NOTES: Group = { id: "g-2", name: "notes", parent: "g-1" };
const SLASHED: Group = { id: "g-3", name: "staff/notes" };
const BELOW: Group = { id: "g-4", name: "x", parent: "g-3" };
const PLAIN: Group = { id: "g-5", name: "plain/one" };
const ids = (issues: { path: unknown; reason: string }[]) => issues.map(({ path }) => path);

describe("a declared group", () => {
  it("is meant by its path or by its id, in the order of the declaration, and once", async () => {
    const { known, told } = realm(STAFF, NOTES);
    expect(await told(known.ids(["/staff/notes", "g-1", "/staff", "g-2"]))).toEqual(["g-2", "g-1"]);
    expect(await told(known.ids([]))).toEqual([]);
  });

  it("is meant by a path in either form of its letters", async () => {
    const [composed, apart] = ["é".normalize("NFC"), "é".normalize("NFD")];
    const { known, told } = realm({ id: "g-1", name: apart });
    expect(await told(known.ids([`/${composed}`]))).toEqual(["g-1"]);
  });

  it.each<[string, string[], (string | number)[][]]>([
    [
      "nobody has",
      ["/staff", "/gone", "g-9"],
      [
        ["groups", 1],
        ["groups", 2],
      ],
    ],
    ["is a bare name", ["staff"], [["groups", 0]]],
    ["two have", ["/staff/notes", "/staff"], [["groups", 0]]],
  ])("is refused where its path or id %s", async (_, names, paths) => {
    const { known, told } = realm(STAFF, NOTES, SLASHED);
    const issues = await told(known.ids(names)).catch((error: { issues: [] }) => error.issues);
    expect(ids(issues as never)).toEqual(paths);
  });

  it("is asked for again where it is not there yet, and only then", async () => {
    const { known, told, calls, groups } = realm(STAFF);
    await told(known.ids(["/staff"]));
    await told(known.ids(["/staff"]));
    expect(calls.filter((call) => call === "/groups")).toHaveLength(2);
    groups.push({ id: "g-9", name: "new" });
    expect(await told(known.ids(["/new", "/staff"]))).toEqual(["g-9", "g-1"]);
    expect(calls.filter((call) => call === "/groups")).toHaveLength(4);
  });

  it.each<[string, string[], string[]]>([
    ["whose path is nobody else's", ["/staff"], ["/staff"]],
    ["which is declared by its id", ["g-1"], ["/staff"]],
    ["but not one whose path two have", ["g-2", "g-3", "g-1"], ["/staff"]],
    ["but not one with a slash in its name", ["g-5"], []],
    ["but not one below a group with a slash in its name", ["g-4"], []],
  ])("can be named in a creation, %s", async (_, names, paths) => {
    const { known, told } = realm(STAFF, NOTES, SLASHED, BELOW, PLAIN);
    expect(await told(known.creatable(names))).toEqual(paths);
  });

  it("costs a creation no look where none is declared", async () => {
    const { known, told, calls } = realm(STAFF);
    expect(await told(known.creatable([]))).toEqual([]);
    expect(calls).toEqual([]);
  });
});

describe("a group that somebody is in", () => {
  it.each<[string, Group[], string[], string[], Record<string, string[]>]>([
    [
      "by its path, and can be declared by its id",
      [STAFF, NOTES],
      ["g-1", "g-2"],
      ["/staff", "/staff/notes"],
      { "/staff": ["g-1"], "/staff/notes": ["g-2"] },
    ],
    [
      "by its id where two have its path",
      [STAFF, NOTES, SLASHED],
      ["g-1", "g-2"],
      ["/staff", "g-2"],
      { "/staff": ["g-1"] },
    ],
    ["by its id where it is the one with the slash", [STAFF, NOTES, SLASHED], ["g-3"], ["g-3"], {}],
    [
      "by its id where two have the path of a group below one",
      [STAFF, NOTES, SLASHED, BELOW, { id: "g-6", name: "x", parent: "g-2" }],
      ["g-6"],
      ["g-6"],
      {},
    ],
    [
      "by its path where other names have slashes",
      [STAFF, NOTES, PLAIN],
      ["g-2", "g-5"],
      ["/staff/notes", "/plain/one"],
      { "/staff/notes": ["g-2"], "/plain/one": ["g-5"] },
    ],
  ])("is shown %s", async (_, groups, held, names, aliases) => {
    const { known, told, of } = realm(...groups);
    expect(await told(known.shown(of(...held)))).toEqual({ members: { [FLAT]: names }, aliases });
  });

  it.each<[string, Group[], string[], string[]]>([
    ["a group at the top", [STAFF, SLASHED, NOTES], ["g-1"], []],
    ["a group below, in a realm without slashes in names", [STAFF, NOTES], ["g-2"], ["/groups?search"]],
    [
      "a group below, far from the names with slashes",
      [STAFF, NOTES, PLAIN],
      ["g-2"],
      ["/groups?search", "/groups?search"],
    ],
  ])("takes no look at all groups: %s", async (_, groups, held, looks) => {
    const { known, told, of, calls } = realm(...groups);
    await told(known.shown(of(...held)));
    await told(known.shown(of(...held)));
    expect(calls).toEqual(looks);
  });

  it("is not taken for one below a group whose name begins like its own", async () => {
    const other: Group = { id: "g-7", name: "staff/no" };
    const { known, told, of, calls } = realm(STAFF, NOTES, other);
    await told(known.shown(of("g-2")));
    expect(calls).not.toContain("/groups");
  });

  it("is listed with all others as it is shown to its members", async () => {
    const { known, told } = realm(STAFF, NOTES, SLASHED);
    const all = await told(known.all());
    expect(new Map(all)).toEqual(
      new Map([
        ["g-1", { members: { [FLAT]: ["/staff"] }, aliases: { "/staff": ["g-1"] } }],
        ["g-2", { members: { [FLAT]: ["g-2"] }, aliases: {} }],
        ["g-3", { members: { [FLAT]: ["g-3"] }, aliases: {} }],
      ]),
    );
  });

  it("is kept beside those of other parts", () => {
    const parts = [
      { members: { [FLAT]: ["/a"] }, aliases: { "/a": ["g-1"] } },
      { members: { [FLAT]: ["/b"] }, aliases: { "/b": ["g-2"] } },
      { members: {} },
    ];
    expect(together(parts)).toEqual({ members: { [FLAT]: ["/a", "/b"] }, aliases: { "/a": ["g-1"], "/b": ["g-2"] } });
    expect(together([])).toEqual({ members: { [FLAT]: [] }, aliases: {} });
  });
});

describe("a list of a realm", () => {
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({ id: `g-${from + i}`, path: "/a" }));

  /** What a list comes to whose pages are these, by the row that each begins at. */
  async function listed(page: (first: number, nth: number) => readonly { id: string }[], count?: number | "throws") {
    const firsts: number[] = [];
    let counts = 0;
    const { http, clock } = scripted(({ path }) => {
      const first = Number(new URL(path, ORIGIN).searchParams.get("first"));
      firsts.push(first);
      if (firsts.length > 20) throw new Error("it never ends");
      return { status: 200, body: page(first, firsts.length) };
    });
    const counting = async () => {
      counts++;
      if (count === "throws") throw new Error("nobody counts");
      return count;
    };
    const all: string[] = [];
    const work = (async () => {
      for await (const some of pages(http, "/groups", GroupList, {}, ...(count === undefined ? [] : [counting])))
        all.push(...some.map(({ id }) => id));
    })();
    const error = await clock
      .ended(work)
      .catch((reason: { code?: string; message: string }) => reason.code ?? reason.message);
    return { all, firsts, counts, error };
  }

  it("goes on where the rows that were shown end, until a page is empty", async () => {
    const { all, firsts } = await listed((first) => rows(first, Math.min(first + 700, 1500)));
    expect(all).toEqual(rows(0, 1500).map(({ id }) => id));
    expect(firsts).toEqual([0, 700, 1400, 1500]);
  });

  it("is asked for no count while its pages are full", async () => {
    const { all, counts, firsts } = await listed((first) => rows(first, Math.min(first + 1000, 2000)), 2000);
    expect([all.length, counts, firsts]).toEqual([2000, 1, [0, 1000, 2000]]);
  });

  it.each<[string, number, number[]]>([
    ["at the page that makes up its count", 3, [0]],
    ["at an empty page, where the count is less", 2, [0, 3]],
    ["at an empty page behind its count, where the count is more", 1500, [0, 3, 1003, 2003]],
  ])("ends %s", async (_, count, firsts) => {
    const outcome = await listed((first) => rows(first, first === 0 ? 3 : first), count);
    expect(outcome).toEqual({ all: ["g-0", "g-1", "g-2"], firsts, counts: 1, error: undefined });
  });

  it("shows each row once, whatever is shown again", async () => {
    const { all } = await listed((first) => (first === 0 ? rows(0, 3) : first === 3 ? rows(2, 5) : []));
    expect(all).toEqual(["g-0", "g-1", "g-2", "g-3", "g-4"]);
  });

  it("goes on behind pages in which nobody may be seen, as long as the count tells of more", async () => {
    const { all, firsts } = await listed((first) => (first === 3000 ? rows(0, 2) : []), 3002);
    expect({ all, firsts }).toEqual({ all: ["g-0", "g-1"], firsts: [0, 1000, 2000, 3000, 3002] });
  });

  it("goes on behind a page that begins like the first one and shows others", async () => {
    const { all } = await listed(
      (_, nth) => [rows(0, 2), [...rows(0, 1), ...rows(2, 4)], rows(4, 5), []][nth - 1] ?? [],
    );
    expect(all).toEqual(["g-0", "g-1", "g-2", "g-3", "g-4"]);
  });

  it("that comes whole, whatever is asked for, ends at its second showing", async () => {
    const { all, firsts, error } = await listed(() => rows(0, 3));
    expect({ all: all.length, firsts, error }).toEqual({ all: 3, firsts: [0, 3], error: undefined });
  });

  it("goes on behind a page of known rows that doesn't begin like the first one", async () => {
    const { all } = await listed((_, nth) => [rows(0, 3), rows(1, 3), rows(3, 4), []][nth - 1] ?? []);
    expect(all).toEqual(["g-0", "g-1", "g-2", "g-3"]);
  });

  it("is an error where a full page comes again and again: others may be behind it", async () => {
    expect(await listed(() => rows(0, 1000))).toMatchObject({ error: "protocol", firsts: [0, 1000] });
  });

  it("fails where its count does, as it may not be complete", async () => {
    expect(await listed(() => rows(0, 3), "throws")).toMatchObject({ error: "nobody counts" });
  });
});
