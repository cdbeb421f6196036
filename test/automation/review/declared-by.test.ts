import { describe, expect, it } from "vitest";
import { type DeclaredBy, heldPeople, withOrigins } from "../../../automation/plan/review/declared-by";
import { change } from "../reports/invented";
import { previewOf, type Told } from "../snapshots";

const roster = (own: Partial<DeclaredBy>): DeclaredBy => ({
  ...{ held: new Map(), was: new Map(), notes: [], originsOf: () => ({}) },
  ...own,
});

describe("people who are held", () => {
  const set = (hold: unknown): Told => ({
    type: "roster:adobe:Users",
    name: "people",
    stored: { users: { ada: { name: "Ada", email: "ada@example.com" } }, ids: { ada: "1" } },
    declared: { users: {}, hold },
  });
  const held = (told: Told, by?: DeclaredBy) => {
    const { snapshots, people } = previewOf(told);
    return heldPeople(snapshots, people, by);
  };

  it("are those whom a set or the roster names, each once and in order, with the roster's reason and place", () => {
    const by = roster({
      held: new Map([
        ["zoe", { reason: "no address", place: "people.csv:7" }],
        ["bob", { reason: "", place: "" }],
      ]),
    });
    expect(held(set(["zoe", "ada"]), by)).toStrictEqual([
      { key: "ada", name: "Ada" },
      { key: "bob", name: "bob", reason: "", place: "" },
      { key: "zoe", name: "zoe", reason: "no address", place: "people.csv:7" },
    ]);
    expect(held(set(["ada"]))).toStrictEqual([{ key: "ada", name: "Ada" }]);
  });

  it.each<[string, Told]>([
    ["nobody is named", set([])],
    ["nothing is said", set(undefined)],
    ["what is said is not known yet", set("04da6b54-80e4-46f7-96ec-b56ff0331ba9")],
    ["the set goes", { ...set(["ada"]), declared: undefined as never }],
    ["a person's own resource has such an argument", { ...set(["ada"]), type: "roster:adobe:User" }],
    ["the resource is not ours", { ...set(["ada"]), type: "other:index:Users" }],
  ])("are nobody where %s", (_, told) => {
    expect(held(told)).toEqual([]);
  });
});

describe("where declared values come from", () => {
  const origins = (all: Readonly<Record<string, string>>, platform = "adobe") =>
    withOrigins(
      change(0, ["mover"], { key: "ada", platform }),
      roster({ originsOf: (key) => (key === "ada" ? all : {}) }),
    );

  it("is said by path, of the change's own platform, and of the manager on each", () => {
    const all = {
      "adobe.profile": "a:1",
      "nerm.title": "b:2",
      manager: "c:3",
      "adobe.fields.manager": "d:4",
      adobe: "e",
    };
    expect(origins(all).origins).toEqual({ profile: "a:1", manager: "c:3", "fields.manager": "d:4" });
    expect(origins(all, "nerm").origins).toEqual({ title: "b:2", manager: "c:3" });
  });

  it("is not said where nobody knows", () => {
    for (const all of [{}, { "nerm.title": "b:2" }, { "title.adobe.": "x" }])
      expect(origins(all)).not.toHaveProperty("origins");
    const plain = change(0, ["mover"], { key: "bob" });
    expect(withOrigins(plain, undefined)).toBe(plain);
    expect(withOrigins(plain, roster({ originsOf: (key) => (key === "ada" ? { manager: "x" } : {}) }))).toBe(plain);
  });
});
