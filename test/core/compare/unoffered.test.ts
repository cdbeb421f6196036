import { describe, expect, test } from "vitest";
import { everything } from "../../../provider/core/compare/diff";
import { suggestion } from "../../../provider/core/compare/suggest";
import { namesDeclaredIn, unofferedIn } from "../../../provider/core/compare/unoffered";
import { NO_WORDS, type Terms, type Vocabulary } from "../../../provider/core/contract/vocabulary";
import { FLAT } from "../../../provider/core/model/entity";
import { capabilities, declaration, kind } from "../lab";

const words = (...names: string[]) => names.map((name) => ({ name }));
const all = (...names: string[]): Terms => ({ terms: words(...names), isComplete: true });

const vocabulary: Vocabulary = {
  ...NO_WORDS,
  attributes: { locale: all("en-US", "de-DE"), tags: all("blue", "red") },
  maps: {
    fields: {
      isComplete: true,
      terms: [{ name: "Department", values: all("Sales", "Engines"), takesSeveral: false }, { name: "Équipe" }],
    },
  },
  sets: {
    roles: { [FLAT]: { isComplete: true, terms: [{ name: "Author", aliases: ["r-7"] }, { name: "Instructor" }] } },
  },
};

function refusals(desired: Parameters<typeof declaration>[0], told: Vocabulary = vocabulary) {
  const changes = everything(capabilities, declaration(desired));
  return unofferedIn(kind, told, changes).map(({ path, reason, isProven }) => ({ path, reason, isProven }));
}

describe("a declared word that the tenant doesn't have", () => {
  test.each<[what: string, desired: Parameters<typeof declaration>[0], path: (string | number)[], reason: string]>([
    [
      "a role with a slip in it",
      { sets: { roles: { [FLAT]: ["Author", "Instrutor"] } } },
      ["roles", 1],
      'there is no role "Instrutor" at the lab; did you mean "Instructor"?',
    ],
    [
      "a role in another case",
      { sets: { roles: { [FLAT]: ["author"] } } },
      ["roles", 0],
      'there is no role "author" at the lab; it is written "Author" there',
    ],
    [
      "a role like no other",
      { sets: { roles: { [FLAT]: ["Wizard"] } } },
      ["roles", 0],
      'there is no role "Wizard" at the lab; there are "Author", "Instructor"',
    ],
    [
      "a key with a slip in it",
      { attributes: { fields: { Departement: "Sales" } } },
      ["fields", "Departement"],
      'there is no such key at the lab; did you mean "Department"?',
    ],
    [
      "a value outside those of its key, which may say something of a person",
      { attributes: { fields: { Department: "Engine" } } },
      ["fields", "Department"],
      'is not among the values that the lab takes; did you mean "Engines"?',
    ],
    [
      "several values where one is taken",
      { attributes: { fields: { Department: ["Sales", "Engines"] } } },
      ["fields", "Department"],
      "takes one value at the lab, and 2 are declared",
    ],
    [
      "a value in a list",
      { attributes: { tags: ["red", "bleu"] } },
      ["tags", 1],
      'is not among the values that the lab takes; did you mean "blue"?',
    ],
  ])("is %s", (_, desired, path, reason) => {
    expect(refusals(desired)).toEqual([{ path, reason, isProven: true }]);
  });

  test("is none that is declared by another spelling, or in another Unicode form", () => {
    expect(refusals({ sets: { roles: { [FLAT]: ["r-7"] } } })).toEqual([]);
    expect(refusals({ attributes: { fields: { ["Équipe".normalize("NFD")]: "x" } } })).toEqual([]);
  });

  test("is told and not refused where the list is not complete, and then only for a slip", () => {
    const open = { ...vocabulary, sets: { roles: { [FLAT]: { terms: words("Author"), isComplete: false } } } };
    expect(refusals({ sets: { roles: { [FLAT]: ["author"] } } }, open)).toMatchObject([{ isProven: false }]);
    expect(refusals({ sets: { roles: { [FLAT]: ["Wizard"] } } }, open)).toEqual([]);
    expect(refusals({ sets: { roles: { [FLAT]: ["Wizard"] } }, attributes: { tags: ["x"] } }, NO_WORDS)).toEqual([]);
  });

  test("is none that the account has by the change's own word, that goes away, or that isn't known yet", () => {
    const changes = [
      { kind: "attribute", path: ["tags"], from: ["green"], to: ["green", "red"] },
      { kind: "attribute", path: ["fields", "Old"], from: "x" },
      { kind: "member", path: ["roles", 0], from: "Wizard" },
      { kind: "member", path: ["roles"], to: Symbol.for("pulumi-roster.unknown") },
      { kind: "policy", path: ["fields", "Older"], from: "x" },
    ] as const;
    expect(unofferedIn(kind, vocabulary, changes)).toEqual([]);
    expect(namesDeclaredIn(changes)).toEqual(["tags", "roles"]);
  });

  test("is never a secret", () => {
    const told = { ...NO_WORDS, attributes: { initialPassword: all("x") } };
    const change = { kind: "attribute", path: ["initialPassword"], to: "hunter2" } as const;
    expect(unofferedIn(kind, told, [change])).toEqual([]);
  });
});

describe("what was meant", () => {
  const zones = [
    { name: "3", titles: ["Europe/London", "(GMT+00:00) London"] },
    { name: "4", titles: ["(GMT+01:00) Amsterdam, Berlin, Rome"] },
    { name: "5", titles: ["(GMT-03:00) Buenos Aires"] },
  ];

  test.each([
    ["Europe/London", 'did you mean "3", which is Europe/London?'],
    ["Europe/Berlin", 'did you mean "4", which is (GMT+01:00) Amsterdam, Berlin, Rome?'],
    ["America/Buenos_Aires", 'did you mean "5", which is (GMT-03:00) Buenos Aires?'],
    ["berlin", 'did you mean "4", which is (GMT+01:00) Amsterdam, Berlin, Rome?'],
    ["99", 'there are "3" (Europe/London), "4" ((GMT+01:00) Amsterdam, Berlin, Rome), "5" ((GMT-03:00) Buenos Aires)'],
  ])("by %s", (text, said) => {
    expect(suggestion(text, zones)).toBe(said);
  });

  test("is not looked for among everything: a long list is cut, and a long text has no slip", () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ name: `Group number ${i}${i}${i}` }));
    expect(suggestion("zzz", many)).toMatch(/^there are "Group number 000", .* and 22 more$/);
    expect(suggestion("x".repeat(10_000), [{ name: "x".repeat(9_999) }])).toMatch(/^there is /);
    expect(suggestion("Wizard", [])).toBe("there are none that these credentials are shown");
  });
});
