import { describe, expect, it } from "vitest";
import { userKindOf } from "../../../automation/common/platforms";
import { refuseHidden } from "../../../automation/plan/review/hidden-people";
import { SECRET_TEXT } from "../../../automation/plan/review/resource-snapshots";
import { previewOf, type Told } from "../snapshots";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const ADA = { email: "ada@example.com", name: "Ada" };
const BOB = { email: "bob@example.com", name: "Bob" };

const shown = (users: unknown) => ({ users, ids: { ada: "1", bob: "2" }, tenant: "t" });
const set = (own: Partial<Told>): Told => ({
  type: "roster:adobe:Users",
  name: "people",
  stored: shown({ ada: ADA, bob: BOB }),
  declared: { users: { ada: ADA, bob: BOB } },
  ...own,
});
const refused = (sides: Parameters<typeof refuseHidden>[1], ...told: readonly Told[]): string => {
  try {
    refuseHidden(previewOf(...told).snapshots, sides);
    return "";
  } catch (error) {
    expect(error).toMatchObject({ code: "deployment" });
    return /not known yet: (.+?)\. Give/.exec(String(error))?.[1] ?? expect.fail(`nobody is named: ${error}`);
  }
};

describe("a plan of people of whom nothing can be told is refused", () => {
  const looked = (told: Told) => refused(["observed", "declared"], told);

  it.each<[string, Partial<Told>, string]>([
    ["all who are declared are one secret", { declared: { users: SECRET } }, "people: users"],
    ["all who are declared are not known yet", { declared: { users: UNKNOWN } }, "people: users"],
    ["one who is declared is a secret", { declared: { users: { ada: ADA, bob: SECRET } } }, "people: users.bob"],
    ["one who is declared is not known yet", { declared: { users: { ada: UNKNOWN, bob: BOB } } }, "people: users.ada"],
    ["all who are there are one secret", { stored: shown(SECRET) }, "people: users"],
    ["one who is there is a secret", { stored: shown({ ada: ADA, bob: SECRET }) }, "people: users.bob"],
    ["all leave, and are one secret", { stored: shown(SECRET), declared: undefined as never }, "people: users"],
    ["those who are there are packed", { stored: { packed: SECRET } }, "people: users"],
    [
      "both sides hide one",
      { stored: shown({ ada: SECRET }), declared: { users: { ada: SECRET } } },
      "people: users.ada",
    ],
  ])("where %s", (_, own, named) => {
    expect(looked(set(own))).toBe(named);
  });

  it.each<[string, Told]>([
    [
      "somebody's attributes are secret, or not known yet",
      set({ declared: { users: { ada: { ...ADA, email: SECRET, name: UNKNOWN } } } }),
    ],
    ["nobody is declared", set({ declared: { users: {} } })],
    ["the set is new", { type: "roster:adobe:Users", name: "people", declared: { users: { ada: ADA } } }],
    ["somebody's roles are not known yet", { name: "ada", stored: ADA, declared: { ...ADA, roles: UNKNOWN } }],
    ["somebody's roles in a set are not known yet", set({ declared: { users: { ada: { ...ADA, roles: UNKNOWN } } } })],
    [
      "a switch is none of the platform's, and not known yet",
      { name: "ada", stored: ADA, declared: { ...ADA, enabled: UNKNOWN } },
    ],
    [
      "only what the last run left is packed, and the vendor shows everybody",
      set({ stored: { packed: SECRET }, observed: shown({ ada: ADA }) }),
    ],
    ["the resource is not ours", { ...set({ declared: { users: SECRET } }), type: "other:index:Users" }],
    [
      "a person is a resource, whose argument of that name is nobody",
      { ...set({ declared: { users: SECRET } }), type: "roster:adobe:User" },
    ],
  ])("and not where %s", (_, told) => {
    expect(looked(told)).toBe("");
  });

  it.each<[what: string, own: object, type?: string, named?: string]>([
    ["roles are one secret", { roles: SECRET }],
    ["a role is a secret", { roles: ["Author", SECRET] }],
    ["a role of a section is a secret", { roles: { realm: ["reader", SECRET] } }, "roster:keycloak:User"],
    ["a role of one of two sections is a secret", { roles: { realm: ["a"], app: [SECRET] } }, "roster:keycloak:User"],
    ["a role is a secret where none is administrative", { roles: [SECRET] }, "roster:scim:User"],
    ["a group is a secret", { groups: [SECRET] }, "roster:adobe:User", "groups"],
    ["whether they are switched on is one", { enabled: SECRET }, "roster:keycloak:User", "enabled"],
    ["whether they are an administrator is one", { admin: SECRET }, "roster:nerm:User", "admin"],
    ["what becomes of them is one", { onDestroy: SECRET }, "roster:adobe:User", "onDestroy"],
  ])("where %s, on whichever side", (_, own, type = "roster:adobe:User", named = "roles") => {
    const person = { ...ADA, username: "ada", login: "ada" };
    const sides = [
      { declared: { ...person, ...own } },
      { stored: { ...person, ...own }, declared: person },
      { stored: { ...person, ...own } },
    ];
    for (const side of sides) expect(looked({ type, name: "ada", ...side })).toBe(`ada: ${named}`);
  });

  it.each([
    ["roster:keycloak:User", "enabled"],
    ["roster:nerm:User", "status"],
  ])("where it is not known yet whether they are switched on: %s", (type, name) => {
    const person = { ...ADA, username: "ada", login: "ada" };
    const stored = { ...person, [name]: userKindOf(type.split(":")[1] as "nerm").capabilities.activation?.active };
    expect(looked({ type, name: "ada", stored, declared: { ...person, [name]: UNKNOWN } })).toBe(`ada: ${name}`);
  });

  it("where somebody's role in a set is a secret, with the place, and up to ten places", () => {
    const hidden = { ...ADA, roles: [SECRET] };
    expect(looked(set({ declared: { users: { ada: hidden, bob: BOB } } }))).toBe("people: users.ada.roles");
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`p${i}`, hidden]));
    const named = looked(set({ declared: { users: many } }));
    expect(named.split(", ")).toHaveLength(10);
    expect(named).toMatch(/ and 2 more$/);
    const ten = Object.fromEntries(Object.entries(many).slice(0, 10));
    expect(looked(set({ declared: { users: ten } }))).not.toContain("more");
  });

  it("and drift where it is not known what the last run left", () => {
    const packed = set({ stored: { packed: SECRET }, observed: shown({ ada: ADA }), declared: { users: SECRET } });
    expect(refused(["stored", "observed"], packed)).toBe("people: users");
    expect(refused(["stored", "observed"], set({ declared: { users: SECRET } }))).toBe("");
  });

  it("by the outputs of what is there, and not by the arguments that it was made with", () => {
    const { snapshots } = previewOf(set({}));
    const madeWith = snapshots.map((snapshot) =>
      snapshot.observed
        ? { ...snapshot, observed: { ...snapshot.observed, inputs: { users: SECRET_TEXT } } }
        : snapshot,
    );
    expect(() => refuseHidden(madeWith, ["observed", "declared"])).not.toThrow();
  });
});
