import { describe, expect, it } from "vitest";
import { NotFoundError, RejectedError, UncertainError } from "../../../provider/core/contract/errors";
import { FLAT } from "../../../provider/core/model/entity";
import { AskedOnce } from "../../../provider/platforms/asked-once";
import { ofRoles, RoleBook } from "../../../provider/platforms/nerm/roles";
import { WireRole } from "../../../provider/platforms/nerm/wire";

const role = (id: string, name: string | null, uid?: string, groups?: readonly string[]): WireRole =>
  WireRole.parse({ id, name, ...(uid && { uid }), ...(groups && { groups }) });
const book = (...roles: readonly WireRole[]) => new RoleBook(new AskedOnce(async () => roles));

const SPONSORS = role("r-1", "Sponsors", "sponsors_role");
const HELP = role("r-2", "Help Desk", "help_1");
const OTHER_HELP = role("r-3", "Help Desk", "help_2");

describe("a declared role is granted by its id", () => {
  it.each<[string, readonly WireRole[], string, string]>([
    ["by its id", [SPONSORS, HELP], "r-1", "r-1"],
    ["by its uid", [SPONSORS, HELP], "help_1", "r-2"],
    ["by its name", [SPONSORS, HELP], "Sponsors", "r-1"],
    ["by its name in another form of the same letters", [role("r-1", "Zoe\u0308")], "Zo\u00eb", "r-1"],
    ["by its id, though that is another one's name", [role("r-1", "r-2"), role("r-2", "r-1")], "r-1", "r-1"],
    ["by its id, though that is another one's uid", [role("r-1", "A", "r-2"), role("r-2", "B")], "r-2", "r-2"],
  ])("%s", async (_, roles, text, id) => {
    expect(await book(...roles).idsOf([text])).toEqual([id]);
  });

  it.each<[string, readonly WireRole[], string, string]>([
    ["several have the name", [HELP, OTHER_HELP], "Help Desk", "ambiguous"],
    ["one has it as its name and another as its uid", [role("r-1", "A", "B"), role("r-2", "B")], "B", "ambiguous"],
    ["nobody has it", [SPONSORS], "Auditors", "invalid-arguments"],
    ["it is nothing, and a role has no name", [role("r-1", null)], "x", "invalid-arguments"],
  ])("or refused where %s", async (_, roles, text, code) => {
    await expect(book(...roles).idsOf([text])).rejects.toMatchObject({ code });
  });

  it("once, however often it is named", async () => {
    expect(await book(SPONSORS, HELP).idsOf(["r-1", "Sponsors", "sponsors_role", "help_1"])).toEqual(["r-1", "r-2"]);
  });
});

describe("a held role is shown", () => {
  it.each<[string, readonly WireRole[], string, readonly string[]]>([
    ["by its name, and can be declared by id and uid", [SPONSORS, HELP], "Sponsors", ["r-1", "sponsors_role"]],
    ["by its id where another has its name", [role("r-1", "Help Desk", "help_1"), HELP], "r-1", []],
    ["by its id where another's uid is its name", [role("r-1", "A"), role("r-2", "B", "A")], "r-1", []],
    ["by its id where it has no name", [role("r-1", "", "u")], "r-1", ["u"]],
    ["by its id where nobody knows it any more", [HELP], "r-1", []],
    [
      "by its name without its uid, which another has as its name",
      [role("r-1", "A", "B"), role("r-2", "B")],
      "A",
      ["r-1"],
    ],
    ["by its name without an empty uid", [role("r-1", "A", "")], "A", ["r-1"]],
  ])("%s", async (_, roles, shown, others) => {
    const { names, aliases } = await book(...roles).shown(["r-1"]);
    expect(names).toEqual([shown]);
    expect(aliases).toEqual(others.length === 0 ? {} : { [shown]: others });
  });

  it("as what it is called now, where it is called otherwise than a run before", async () => {
    let roles: readonly WireRole[] = [HELP];
    const late = new RoleBook(new AskedOnce(async () => roles));
    expect((await late.shown(["r-2"])).names).toEqual(["Help Desk"]);
    roles = [HELP, SPONSORS];
    expect((await late.shown(["r-1"])).names).toEqual(["Sponsors"]);
  });
});

describe("a grant that is refused", () => {
  const declared = ["Help Desk", "Sponsors"];
  it.each<[string, Error, string, readonly string[], object]>([
    [
      "by a name",
      new RejectedError("roles: no", ["roles"]),
      "r-1",
      declared,
      { code: "rejected", properties: ["roles"], message: 'roles[1]: "Sponsors" was not granted. no' },
    ],
    [
      "by a uid",
      new RejectedError("no", []),
      "r-1",
      ["sponsors_role"],
      { properties: ["roles"], message: expect.stringMatching(/^roles\[0\]/) },
    ],
    [
      "by an id",
      new NotFoundError("no"),
      "r-1",
      ["r-1"],
      { code: "not-found", message: expect.stringMatching(/^roles\[0\]: "r-1".* no$/) },
    ],
    [
      "by the id of one that isn't listed",
      new RejectedError("no", []),
      "r-9",
      ["Sponsors", "r-9"],
      { message: expect.stringMatching(/^roles\[1\]/) },
    ],
    [
      "with words like ours",
      new RejectedError("its roles: no", []),
      "r-1",
      declared,
      { message: expect.stringContaining("its roles: no") },
    ],
  ])("names the role as it is declared: %s", async (_, error, id, texts, expected) => {
    expect(await book(SPONSORS, HELP).refusalOf(error, id, texts)).toMatchObject(expected);
  });

  it.each<[string, Error, readonly string[]]>([
    ["nobody declared it", new RejectedError("no", []), ["Help Desk"]],
    ["nothing was refused", new UncertainError("lost"), declared],
  ])("is told as it is where %s", async (_, error, texts) => {
    expect(await book(SPONSORS, HELP).refusalOf(error, "r-1", texts)).toBe(error);
  });
});

it("what can be declared is told by name, with ids and uids, and without groups that only give roles", () => {
  const roles = [SPONSORS, role("r-4", null, "no_name"), role("r-5", null), role("r-6", null, undefined, ["G"])];
  const terms = [
    { name: "Sponsors", aliases: ["r-1", "sponsors_role"] },
    { name: "no_name", aliases: ["r-4", "no_name"] },
    { name: "r-5", aliases: ["r-5"] },
    { name: "r-6", aliases: ["r-6"] },
    { name: "G", unusable: expect.stringContaining('"r-6"') },
  ];
  expect(ofRoles(roles)).toEqual({ sets: { roles: { [FLAT]: { terms, isComplete: true } } } });
});
