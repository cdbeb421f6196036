import { describe, expect, it } from "vitest";
import type { DeclaredBy } from "../../../automation/plan/review/declared-by";
import {
  isPending,
  type Named,
  Names,
  type Reference,
  unnamedIn,
  withNames,
  withPendingMembers,
} from "../../../automation/plan/review/names";
import type { ChangeDetail } from "../../../automation/plan/review/review";
import { UNKNOWN } from "../../../provider/core/model/value";
import { previewOf, type Told } from "../snapshots";

const GROUP = "roster:keycloak:Group";
const PAYROLL: Told = { type: GROUP, name: "pay", id: "g-1", stored: { name: "Payroll" }, declared: { name: "Wages" } };
const LEGAL: Told = { type: GROUP, name: "law", declared: { name: "Legal" } };
const ADA: Told = {
  type: "roster:keycloak:User",
  name: "ada",
  id: "7",
  stored: { username: "ada" },
  declared: { username: "ada" },
};
const SET: Told = {
  type: "roster:adobe:Users",
  name: "people",
  stored: { users: { old: { name: "Old", email: "old@example.com" } }, ids: { old: "5" } },
  declared: { users: { old: { name: "Old" }, eve: { name: "Eve", email: "eve@example.com" } } },
};

describe("a name", () => {
  const names = () =>
    new Names(previewOf(PAYROLL, LEGAL, ADA, SET).entities, [
      { kind: "group", platform: "keycloak", id: "g-9", name: "Board" },
      { kind: "group", platform: "keycloak", id: "g-1", name: "As the vendor says" },
    ]);
  const of = (kind: "user" | "group", platform: "adobe" | "keycloak", id: string): Reference => ({
    kind,
    platform,
    id,
  });

  it.each<[string, Reference, Named | undefined]>([
    [
      "a group that is declared, whatever its vendor calls it",
      of("group", "keycloak", "g-1"),
      { name: "Wages", key: "pay" },
    ],
    ["a group that a vendor has named", of("group", "keycloak", "g-9"), { name: "Board" }],
    ["a group that is only made in this run", of("group", "keycloak", "\u0000law"), { name: "Legal", key: "law" }],
    ["a person by id", of("user", "keycloak", "7"), { name: "ada", key: "ada" }],
    ["somebody in a set by key", of("user", "adobe", "eve"), { name: "Eve", key: "eve" }],
    ["somebody in a set by id", of("user", "adobe", "5"), { name: "Old", key: "old" }],
    ["nobody by the key of a resource of their own", of("user", "keycloak", "ada"), undefined],
    ["nobody by an id that is somebody's elsewhere", of("user", "adobe", "7"), undefined],
    ["nobody by the id of a group", of("user", "keycloak", "g-1"), undefined],
    ["nobody by no id", of("group", "keycloak", ""), undefined],
    ["no group that is there by the text for a new one", of("group", "keycloak", "\u0000pay"), undefined],
    ["nobody new by an id that is none", of("user", "keycloak", "\u0000ada"), undefined],
    ["somebody new in a set by the text for them", of("user", "adobe", "\u0000eve"), { name: "Eve", key: "eve" }],
    ["nobody who leaves without an account", of("group", "keycloak", "\u0000gone"), undefined],
  ])("is of %s", (_, reference, expected) => {
    expect(names().of(reference)).toEqual(expected);
  });

  it("is not yet of an id that begins like none", () => {
    expect(["\u0000law", "law", "", 7, undefined].map(isPending)).toEqual([true, false, false, false, false]);
  });
});

describe("what a difference names by an id alone", () => {
  const detail = (own: Partial<ChangeDetail>): ChangeDetail => ({ kind: "group", path: "groups", ...own });
  const change = (...details: readonly ChangeDetail[]) => [{ platform: "keycloak", details }];
  const reference = (id: string) => ({ kind: "group", platform: "keycloak", id });

  it.each<[string, Partial<ChangeDetail>, readonly string[]]>([
    ["a group that was joined", { to: "g-1" }, ["g-1"]],
    ["a group that was left", { from: "g-1" }, ["g-1"]],
    ["both", { from: "g-1", to: "g-2" }, ["g-1", "g-2"]],
    ["none whose name is known", { from: "g-1", fromName: "A", to: "g-2", toName: "B" }, []],
    ["the one whose name is not known", { from: "g-1", fromName: "A", to: "g-2" }, ["g-2"]],
    ["none whose path is its name", { to: "/staff" }, []],
    ["none that is not known yet", { to: "[unknown]" }, []],
    ["no list", { to: ["g-1"] }, []],
    ["no role", { kind: "role", path: "roles", to: "g-1" }, []],
    ["no manager", { kind: "manager", path: "manager", to: "g-1" }, []],
    ["no attribute", { kind: "attribute", path: "groups", to: "g-1" }, []],
  ])("is %s", (_, own, ids) => {
    expect(unnamedIn(change(detail(own)))).toEqual(ids.map(reference));
  });

  it("is a group whose platform has no names for groups beside ids", () => {
    expect(unnamedIn([{ platform: "adobe", details: [detail({ to: "/5" })] }])).toEqual([
      { kind: "group", platform: "adobe", id: "/5" },
    ]);
  });

  it("is told once", () => {
    expect(unnamedIn([...change(detail({ to: "g-1" })), ...change(detail({ from: "g-1" }))])).toEqual([
      reference("g-1"),
    ]);
  });

  it.each<[Partial<ChangeDetail>, Partial<ChangeDetail>]>([
    [{ to: "g-1" }, { toName: "Board" }],
    [{ from: "g-1" }, { fromName: "Board" }],
    [{ from: "g-1", fromName: "Known" }, { fromName: "Known" }],
    [{ to: "g-1", toName: "Known" }, { toName: "Known" }],
    [{ to: "g-2" }, {}],
    [{ to: ["g-1"] }, {}],
    [{ kind: "role", path: "roles", to: "g-1" }, {}],
    [{ kind: "attribute", path: "title", to: "g-1" }, {}],
  ])("is named by what its vendor says: %j", (own, named) => {
    const names = new Names([], [{ kind: "group", platform: "keycloak", id: "g-1", name: "Board" }]);
    const [told] = withNames(change(detail(own)), names);
    expect(told).toStrictEqual({ platform: "keycloak", details: [{ ...detail(own), ...named }] });
  });
});

describe("groups that are only made in this run", () => {
  const roster = (...members: ({ readonly id: string } | { readonly key: string })[]): DeclaredBy => ({
    held: new Map(),
    was: new Map(),
    notes: [],
    originsOf: () => ({}),
    membersOf: (platform, key, set) =>
      platform === "keycloak" && key === "ada" && set === "groups" ? members : undefined,
  });
  const groupsOf = (declared: unknown, by: DeclaredBy | undefined, ...others: readonly Told[]) => {
    const told = previewOf({ ...ADA, declared: { username: "ada", groups: declared } }, ...others);
    const people = told.people.map((person) => ({ ...person, declared: { ...person.declared, groups: declared } }));
    const [person] = withPendingMembers(people, told.entities, by);
    return person?.declared;
  };

  it("stand by their keys where the roster names them, and by their ids where they are there", () => {
    const by = roster({ key: "law" }, { key: "pay" }, { id: "g-7" }, { key: "nowhere" });
    const expected = { username: "ada", groups: ["\u0000law", "g-1", "g-7", "\u0000nowhere"] };
    expect(groupsOf(UNKNOWN, by, PAYROLL, LEGAL)).toEqual(expected);
    expect(groupsOf(["g-1", UNKNOWN], by, PAYROLL, LEGAL)).toEqual(expected);
  });

  it.each<[string, unknown, DeclaredBy | undefined]>([
    ["are all there", ["g-1"], roster({ key: "law" })],
    ["are none", undefined, roster({ key: "law" })],
    ["are not the roster's", UNKNOWN, { ...roster(), membersOf: () => undefined }],
    ["are of no roster", UNKNOWN, undefined],
  ])("stay as they are declared where they %s", (_, declared, by) => {
    expect(groupsOf(declared, by, PAYROLL, LEGAL)).toEqual({ username: "ada", groups: declared });
  });
});
