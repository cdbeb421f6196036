import { describe, expect, it } from "vitest";
import type { Change } from "../../../provider/core/model/change";
import { type Desired, NOTHING } from "../../../provider/core/model/entity";
import { needsCurrent, toOperations, toReplacement } from "../../../provider/platforms/scim/changes";
import { scim } from "../../../provider/platforms/scim/index";
import { WireUser } from "../../../provider/platforms/scim/wire";

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACME = "urn:ietf:params:scim:schemas:extension:acme:2.0:User";
const user = (more: object = {}) => WireUser.parse({ id: "u-1", userName: "ada", ...more });

describe("a change", () => {
  const wanting = (changes: readonly Change[], desired: Partial<Desired>, addOnly: string[] = []) => ({
    changes,
    desired: { ...NOTHING, ...desired },
    addOnly,
  });
  const attribute = (...path: string[]): Change => ({ kind: "attribute", path });
  const MANAGER: Change = { kind: "reference", path: ["manager"] };

  it.each<[string, Change, boolean]>([
    ["of roles", { kind: "member", path: ["roles", 0] }, true],
    ["of a list", attribute("emails"), true],
    ["of entitlements", attribute("entitlements"), true],
    ["in the enterprise extension", attribute("department"), true],
    ["in another extension", attribute("extensions", `${ACME}:badge`), true],
    ["of the manager", MANAGER, true],
    ["of a text", attribute("title"), false],
    ["of a part of the name", attribute("name", "givenName"), false],
  ])("%s takes a look before: %s", (_, change, expected) => {
    expect(needsCurrent(wanting([change], {}))).toBe(expected);
    expect(needsCurrent(wanting([attribute("nickName"), change], {}))).toBe(expected);
  });

  it.each<[string, Change, Partial<Desired>, object, object[], object]>([
    [
      "switched on, where nobody declares it",
      { kind: "activation", path: ["active"] },
      {},
      { active: false },
      [{ op: "replace", path: "active", value: true }],
      { active: true },
    ],
    [
      "switched off, where that is the change",
      { kind: "activation", path: ["active"], to: false },
      {},
      { active: true },
      [{ op: "replace", path: "active", value: false }],
      { active: false },
    ],
    [
      "as it is declared",
      { kind: "activation", path: ["active"], to: true },
      { attributes: { active: false } },
      { active: true },
      [{ op: "replace", path: "active", value: false }],
      { active: false },
    ],
    [
      "the same manager in another form is nothing",
      MANAGER,
      { references: { manager: "u-9" } },
      { [ENTERPRISE]: { manager: "u-9" } },
      [],
      { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { manager: { value: "u-9" } } },
    ],
    [
      "the same manager, of whom more is shown, is nothing",
      MANAGER,
      { references: { manager: "u-9" } },
      { [ENTERPRISE]: { manager: { value: "u-9", displayName: "Bob" } } },
      [],
      { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { manager: { value: "u-9" } } },
    ],
    [
      "another manager",
      MANAGER,
      { references: { manager: "u-8" } },
      { [ENTERPRISE]: { manager: { value: "u-9" } } },
      [{ op: "replace", path: `${ENTERPRISE}:manager`, value: { value: "u-8" } }],
      { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { manager: { value: "u-8" } } },
    ],
    [
      "a first manager",
      MANAGER,
      { references: { manager: "u-8" } },
      {},
      [{ op: "add", path: `${ENTERPRISE}:manager`, value: { value: "u-8" } }],
      { schemas: [CORE, ENTERPRISE], [ENTERPRISE]: { manager: { value: "u-8" } } },
    ],
    [
      "no manager, where there is one",
      MANAGER,
      { references: { manager: null } },
      { [ENTERPRISE]: { manager: { value: "u-9" } } },
      [{ op: "remove", path: `${ENTERPRISE}:manager` }],
      { [ENTERPRISE]: {} },
    ],
    ["no manager, where there is none", MANAGER, { references: { manager: null } }, {}, [], { [ENTERPRISE]: {} }],
    [
      "a text that is gone from the declaration",
      attribute("title"),
      {},
      { title: "x" },
      [{ op: "remove", path: "title" }],
      {},
    ],
    [
      "a part of what is declared no more",
      attribute("name", "givenName"),
      {},
      { name: { givenName: "A", familyName: "B" } },
      [{ op: "remove", path: "name.givenName" }],
      { name: { familyName: "B" } },
    ],
    [
      "one part of several",
      attribute("name", "givenName"),
      { attributes: { name: { givenName: "C", familyName: "D" } } },
      { name: { givenName: "A", familyName: "B" } },
      [{ op: "replace", path: "name.givenName", value: "C" }],
      { name: { givenName: "C", familyName: "B" } },
    ],
    [
      "all of a list",
      attribute("emails"),
      { attributes: { emails: null } },
      { emails: [{ value: "a" }] },
      [{ op: "remove", path: "emails" }],
      {},
    ],
    [
      "an extension's value in another type is nothing",
      attribute("extensions", `${ACME}:n`),
      { attributes: { extensions: { [`${ACME}:n`]: "5" } } },
      { [ACME]: { n: 5 } },
      [],
      { schemas: [CORE, ACME], [ACME]: { n: "5" } },
    ],
  ])("makes %s", (_, change, desired, current, operations, replacement) => {
    const wanted = wanting([change], desired);
    expect(toOperations(wanted, user(current))).toEqual(operations);
    expect(toReplacement(wanted, user(current))).toEqual({
      id: "u-1",
      userName: "ada",
      schemas: [CORE],
      ...replacement,
    });
  });

  it("sends as empty what has to go, where leaving it out was not enough", () => {
    const wanted = wanting([attribute("title"), attribute("emails"), MANAGER], { references: { manager: null } });
    const current = user({ title: "x", emails: [{ value: "a" }], [ENTERPRISE]: { manager: { value: "u-9" } } });
    expect(toReplacement(wanted, current, "sent")).toEqual({
      id: "u-1",
      userName: "ada",
      schemas: [CORE, ENTERPRISE],
      title: null,
      emails: [],
      [ENTERPRISE]: { manager: null },
    });
  });

  it.each(["meta", "groups", "password"])("never sends %s back", (name) => {
    const current = user({ [name]: name === "groups" ? [{ value: "g" }] : { x: 1 } });
    expect(toReplacement(wanting([attribute("title")], { attributes: { title: "x" } }), current)).not.toHaveProperty(
      name,
    );
  });

  it("makes a set by whole values where operations were refused, in the order of the declaration", () => {
    const wanted = wanting([attribute("emails")], { attributes: { emails: [{ value: "b" }, { value: "a" }] } });
    expect(toOperations(wanted, user({ emails: [{ value: "a", type: "x" }, { value: "c" }] }), "values")).toEqual([
      { op: "replace", path: "emails", value: [{ value: "b" }, { value: "a", type: "x" }] },
    ]);
    const first = wanting([attribute("nickName")], { attributes: { nickName: "A" } });
    expect(toOperations(first, user(), "values")).toEqual([{ op: "replace", path: "nickName", value: "A" }]);
    expect(toOperations(first, user({ nickName: null }))).toEqual([{ op: "add", path: "nickName", value: "A" }]);
    const none = wanting([attribute("emails")], { attributes: { emails: [] } });
    expect(toOperations(none, user({ emails: [{ value: "a" }] }), "values")).toEqual([
      { op: "replace", path: "emails", value: [] },
    ]);
  });

  it("is one operation for each place, however many changes are in it", () => {
    const changes: Change[] = [0, 1].map((i) => ({ kind: "member", path: ["roles", i], to: "x" }));
    const wanted = wanting(changes, { sets: { roles: { "": ["a", "b"] } } });
    expect(toOperations(wanted, user())).toEqual([
      { op: "add", path: "roles", value: [{ value: "a" }, { value: "b" }] },
    ]);
  });

  const held = (...items: object[]) => user({ emails: items });
  const emails = (declared: object[], current: WireUser, addOnly: string[] = []) =>
    toOperations(wanting([attribute("emails")], { attributes: { emails: declared as never } }, addOnly), current);

  it.each<[string, object[], object[], object[]]>([
    [
      "by the value where it is the only one",
      [{ value: "a" }],
      [{ value: "a" }, { value: "b", type: "x" }],
      [{ op: "remove", path: 'emails[value eq "b"]' }],
    ],
    [
      "by value and type where another has it in other letters",
      [{ value: "a", type: "x" }],
      [
        { value: "a", type: "x" },
        { value: "A", type: "y" },
      ],
      [{ op: "remove", path: 'emails[value eq "A" and type eq "y"]' }],
    ],
    [
      "by nothing where value and type are another's, too",
      [{ value: "a", type: "x", display: "1" }],
      [
        { value: "a", type: "x", display: "1" },
        { value: "A", type: "X", display: "2" },
      ],
      [{ op: "replace", path: "emails", value: [{ value: "a", type: "x", display: "1" }] }],
    ],
    [
      "by nothing where it has no type and its value is another's",
      [{ value: "a", type: "x" }],
      [
        { value: "a", type: "x" },
        { value: "a", display: "2" },
      ],
      [{ op: "replace", path: "emails", value: [{ value: "a", type: "x" }] }],
    ],
    [
      "one by one",
      [{ value: "a" }],
      [{ value: "a" }, { value: "b" }, { value: "c" }],
      [
        { op: "remove", path: 'emails[value eq "b"]' },
        { op: "remove", path: 'emails[value eq "c"]' },
      ],
    ],
  ])("takes an item away %s", (_, declared, current, operations) => {
    expect(emails(declared, held(...current))).toEqual(operations);
  });

  it("is nothing where a set is as it is to be, by operations and by whole values", () => {
    const two = [{ value: "a" }, { value: "b" }];
    const there = wanting([attribute("emails")], { attributes: { emails: two } });
    const none = wanting([attribute("emails")], { attributes: { emails: null } });
    const added = wanting([{ kind: "member", path: ["roles", 0] }], { sets: { roles: { "": ["a"] } } }, ["roles"]);
    for (const way of ["operations", "values"] as const) {
      expect(toOperations(there, held(...two), way)).toEqual([]);
      expect(toOperations(none, user(), way)).toEqual([]);
      expect(toOperations(added, user({ roles: two }), way)).toEqual([]);
    }
  });

  it("adds a value to one that is shown as null by add, and a manager who is shown as null too", () => {
    const wanted = wanting([attribute("custom"), MANAGER], {
      attributes: { custom: "x" },
      references: { manager: "u-9" },
    });
    const current = user({ custom: null, [ENTERPRISE]: { manager: null } });
    expect(toOperations(wanted, current).map(({ op, path }) => [op, path])).toEqual([
      ["add", "custom"],
      ["add", `${ENTERPRISE}:manager`],
    ]);
  });

  it("takes every role away where none are declared any more", () => {
    const wanted = wanting([{ kind: "member", path: ["roles", 0] }], {});
    expect(toOperations(wanted, user({ roles: [{ value: "a" }] }))).toEqual([{ op: "remove", path: "roles" }]);
  });

  it("sends nothing back that holds nothing", () => {
    const current = user({ custom: null, other: "x" });
    const replacement = toReplacement(wanting([attribute("title")], { attributes: { title: "y" } }), current);
    expect(replacement).toEqual({ id: "u-1", userName: "ada", schemas: [CORE], other: "x", title: "y" });
  });

  it("takes several away at once by a replace where one of them can't be named", () => {
    const twins = [
      { value: "a", type: "x", display: "1" },
      { value: "A", type: "X", display: "2" },
    ];
    expect(emails([{ ...twins[0] }], held(...twins, { value: "b" }))).toEqual([
      { op: "replace", path: "emails", value: [twins[0]] },
    ]);
  });

  it("takes an address away that has no value by sending the others", () => {
    const typed = wanting([attribute("addresses")], { attributes: { addresses: [{ country: "GB", type: "home" }] } });
    const both = [
      { country: "GB", type: "home" },
      { country: "FR", type: "work" },
    ];
    expect(toOperations(typed, user({ addresses: both }))).toEqual([
      { op: "replace", path: "addresses", value: [both[0]] },
    ]);
    const wanted = wanting([attribute("addresses")], { attributes: { addresses: [{ country: "GB" }] } });
    expect(toOperations(wanted, user({ addresses: [{ country: "GB" }, { country: "FR" }] }))).toEqual([
      { op: "replace", path: "addresses", value: [{ country: "GB" }] },
    ]);
  });

  it("only adds roles where none may go, and takes none away by leaving it out", () => {
    const roles = (addOnly: string[]) =>
      wanting([{ kind: "member", path: ["roles", 0] }], { sets: { roles: { "": ["b"] } } }, addOnly);
    const current = user({ roles: [{ value: "a" }, { value: "c" }] });
    expect(toReplacement(roles(["roles"]), current)["roles"]).toEqual([{ value: "a" }, { value: "c" }, { value: "b" }]);
    expect(toReplacement(roles([]), current)["roles"]).toEqual([{ value: "b" }]);
    expect(toOperations(roles(["groups"]), current)).toEqual([
      { op: "replace", path: "roles", value: [{ value: "b" }] },
    ]);
  });

  it("takes the preference from the item before where one of several new ones gets it", () => {
    expect(
      emails([{ value: "a" }, { value: "b", primary: true }, { value: "c" }], held({ value: "a", primary: true })),
    ).toEqual([
      { op: "replace", path: "emails", value: [{ value: "a" }, { value: "b", primary: true }, { value: "c" }] },
    ]);
  });

  it("takes the preference from the item before only where another one gets it", () => {
    const before = [
      { value: "a", primary: true },
      { value: "b", primary: false },
    ];
    expect(emails([{ value: "a" }, { value: "b" }, { value: "c" }], held(...before))).toEqual([
      {
        op: "replace",
        path: "emails",
        value: [{ value: "a", primary: true }, { value: "b", primary: false }, { value: "c" }],
      },
    ]);
    expect(emails([{ value: "a" }, { value: "b" }, { value: "c", primary: true }], held(...before))).toEqual([
      { op: "replace", path: "emails", value: [{ value: "a" }, { value: "b" }, { value: "c", primary: true }] },
    ]);
  });
});

describe("what is declared", () => {
  const refused = (declared: object) => scim.kinds.user.issues({ ...declared }).map(({ path }) => path.join("."));
  it.each<[object, string[]]>([
    [{ password: "x" }, ["password"]],
    [{ name: "Ada" }, ["name"]],
    [{ name: ["Ada"] }, ["name"]],
    [{ name: { givenName: "Ada" } }, []],
    ...["emails", "phoneNumbers", "ims", "photos", "addresses", "x509Certificates"].map((name): [object, string[]] => [
      { [name]: [{ primary: true }, { primary: false }, { primary: true }, { primary: true }] },
      [`${name}.2.primary`],
    ]),
    [{ emails: [{ primary: true }, { value: "x" }] }, []],
    [{ extensions: { badge: "x" } }, ["extensions.badge"]],
    [{ extensions: { [`${CORE.toUpperCase()}:title`]: "x" } }, [`extensions.${CORE.toUpperCase()}:title`]],
    [{ extensions: { [`${ENTERPRISE}:manager.value`]: "x" } }, [`extensions.${ENTERPRISE}:manager.value`]],
    [{ extensions: { [`${ACME}:badge`]: "x", [`${ACME}:desk.floor`]: "x" } }, []],
  ])("%j is refused where it can't be meant", (declared, paths) => {
    expect(refused(declared)).toEqual(paths);
  });
});
