import { describe, expect, test } from "vitest";
import { everything } from "../../../provider/core/compare/diff";
import { nearestTerm, suggestion } from "../../../provider/core/compare/suggest";
import { namesDeclaredIn, namesWithoutWords, unofferedIn } from "../../../provider/core/compare/unoffered";
import type { Capabilities } from "../../../provider/core/contract/kind";
import { NO_WORDS, type Term, type Terms, type Vocabulary } from "../../../provider/core/contract/vocabulary";
import { FLAT } from "../../../provider/core/model/entity";
import { caseless } from "../../../provider/core/model/value";
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
      { kind: "policy", path: ["locale"], to: "x" },
      { kind: "reference", path: ["manager"], to: "7" },
      { kind: "attribute", path: ["tags"], to: [5] },
      { kind: "attribute", path: ["gone"], to: "x" },
      { kind: "attribute", path: ["bio"], to: "x" },
      { kind: "member", path: ["gone", 0], to: "x" },
    ] as const;
    const told = { ...vocabulary, attributes: { ...vocabulary.attributes, gone: all("y") } };
    expect(unofferedIn(kind, told, changes)).toEqual([]);
    expect(namesDeclaredIn(changes)).toEqual(["tags", "roles", "gone", "bio"]);
  });

  test("is named with its key or section by what is declared of it", () => {
    const changes = [
      { kind: "attribute", path: ["fields", "Cost Center"], to: "x" },
      { kind: "member", path: ["roles", "training", 0], to: "x" },
    ] as const;
    expect(namesDeclaredIn(changes)).toEqual(["fields", 'fields["Cost Center"]', "roles", "roles.training"]);
  });

  test("is told of a section, a set that is not among the arguments, and with advice", () => {
    const told: Vocabulary = {
      ...NO_WORDS,
      maps: { fields: { ...all("Team"), wordOf: (key) => key.slice(1), advice: "Make it" } },
      sets: { roles: { training: all("Author") }, teams: { [FLAT]: all("Blue") } },
    };
    const changes = [
      { kind: "member", path: ["roles", "training", 0], to: "Autor" },
      { kind: "member", path: ["teams", 0], to: "Bleu" },
      { kind: "attribute", path: ["fields", "_Team"], to: "x" },
      { kind: "attribute", path: ["fields", "_Taem"], to: "x" },
    ] as const;
    expect(unofferedIn(kind, told, changes).map(({ reason }) => reason)).toEqual([
      'there is no role "Autor" in training of the lab; did you mean "Author"?',
      'there is no member "Bleu" at the lab; did you mean "Blue"?',
      'there is no such key at the lab; did you mean "Team"?. Make it',
    ]);
    expect(unofferedIn(kind, NO_WORDS, changes)).toEqual([]);
  });

  test("is repeated where it says nothing of a person", () => {
    const attributes = { ...capabilities.attributes, locale: { clear: true, public: true } as const };
    const [found] = unofferedIn({ ...kind, capabilities: { ...capabilities, attributes } }, vocabulary, [
      { kind: "attribute", path: ["locale"], to: "de_DE" },
    ]);
    expect(found?.reason).toMatch(/^"de_DE" is not among/);
  });

  test.each<[string, unknown, boolean | undefined, number]>([
    ["two where one is taken", ["a", "b"], false, 1],
    ["one of a list where one is taken", ["a"], false, 0],
    ["one where one is taken", "a", false, 0],
    ["two where several are taken", ["a", "b"], true, 0],
    ["two where nobody tells", ["a", "b"], undefined, 0],
  ])("are values too many: %s", (_, to, takesSeveral, count) => {
    const key = { name: "Team", ...(takesSeveral !== undefined && { takesSeveral }) };
    const told = { ...NO_WORDS, maps: { fields: { terms: [key], isComplete: true } } };
    expect(unofferedIn(kind, told, [{ kind: "attribute", path: ["fields", "Team"], to }])).toHaveLength(count);
  });

  const off = { name: "Author", unusable: "it is switched off" };
  test.each<[string, Terms, readonly string[]]>([
    [
      "is one that can't be used",
      { terms: [off], isComplete: true },
      ['"Author" can\'t be declared: it is switched off'],
    ],
    [
      "even where there are others",
      { terms: [off], isComplete: false },
      ['"Author" can\'t be declared: it is switched off'],
    ],
    ["is none where another one of that name can be used", { terms: [off, { name: "Author" }], isComplete: true }, []],
    ["whichever comes first", { terms: [{ name: "Author" }, off], isComplete: true }, []],
    ["by whichever name", { terms: [{ name: "Writer", aliases: ["Author"] }, off], isComplete: true }, []],
    ["is none where no word is shown", { terms: [], isComplete: true }, []],
  ])("%s", (_, told, reasons) => {
    const found = refusals(
      { sets: { roles: { [FLAT]: ["Author"] } } },
      { ...NO_WORDS, sets: { roles: { [FLAT]: { ...told, terms: [...told.terms] } } } },
    );
    expect(found.map(({ reason }) => reason)).toEqual(reasons);
    expect(found.every(({ isProven }) => isProven)).toBe(true);
  });

  test("is never told to be one that can't be used", () => {
    const toldOf = (isComplete: boolean) => {
      const terms = [off, { name: "Editor" }];
      return refusals(
        { sets: { roles: { [FLAT]: ["Autor"] } } },
        { ...NO_WORDS, sets: { roles: { [FLAT]: { terms, isComplete } } } },
      );
    };
    expect(toldOf(true)).toMatchObject([{ reason: 'there is no role "Autor" at the lab; there is "Editor"' }]);
    expect(toldOf(false)).toEqual([]);
  });

  test("is compared as the vendor compares it", () => {
    const byCase: Capabilities = {
      ...capabilities,
      attributes: {
        locale: { clear: true, compareBy: caseless },
        fields: { clear: true, map: true, keysBy: caseless },
      },
    };
    const changes = [
      { kind: "attribute", path: ["locale"], to: "EN-us" },
      { kind: "attribute", path: ["fields", "DEPARTMENT"], to: "Sales" },
    ] as const;
    expect(unofferedIn({ ...kind, capabilities: byCase }, vocabulary, changes)).toEqual([]);
    expect(unofferedIn(kind, vocabulary, changes)).toHaveLength(2);
  });

  test("is never a secret", () => {
    const told = { ...NO_WORDS, attributes: { initialPassword: all("x") } };
    const change = { kind: "attribute", path: ["initialPassword"], to: "hunter2" } as const;
    expect(unofferedIn(kind, told, [change])).toEqual([]);
  });
});

test("lists without a word are named, as they prove nothing", () => {
  const none: Terms = { terms: [], isComplete: true };
  const told: Vocabulary = {
    attributes: { locale: none, tags: all("x") },
    maps: { fields: none, others: all("x") },
    sets: { roles: { [FLAT]: none, training: none, play: all("x") }, teams: { [FLAT]: all("x") } },
    untold: [],
  };
  expect(namesWithoutWords(told)).toEqual(["locale", "fields", "roles", "roles.training"]);
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

  test.each<[what: string, text: string, terms: readonly Term[], name: string | undefined]>([
    [
      "the same in another case, before one that is called so",
      "BERLIN",
      [{ name: "4", titles: ["Berlin"] }, { name: "Berlin" }],
      "Berlin",
    ],
    ["another spelling in another case", "R-77", [{ name: "Author", aliases: ["x", "r-77"] }], "Author"],
    ["a title in another case", "berlin", [{ name: "4", titles: ["Rome", "Berlin"] }], "4"],
    [
      "a title that is the same, of two that have the word",
      "Berlin",
      [
        { name: "3", titles: ["East Berlin"] },
        { name: "4", titles: ["Berlin"] },
      ],
      "4",
    ],
    [
      "none of two that have the word",
      "Europe/Berlin",
      [
        { name: "3", titles: ["East Berlin"] },
        { name: "4", titles: ["West Berlin"] },
      ],
      undefined,
    ],
    ["one that has it in one of its titles", "Europe/Berlin", [{ name: "4", titles: ["Rome", "West Berlin"] }], "4"],
    ["a word of three letters in a title", "us/usa", [{ name: "3", titles: ["USA, east"] }], "3"],
    ["no word of two", "x/eu", [{ name: "3", titles: ["EU, east of it"] }], undefined],
    ["no part of a word", "Europe/Ber", [{ name: "4", titles: ["Berlin and Rome"] }], undefined],
    ["words that are joined in another way", "America/Buenos - Aires_", zones, "5"],
    ["the nearest of several", "Authr", [{ name: "Authors" }, { name: "Author" }, { name: "Authorx" }], "Author"],
    ["the first of those as near", "Authar", [{ name: "Author" }, { name: "Authir" }], "Author"],
    ["one with two letters less", "Auth", [{ name: "Author" }], "Author"],
    ["none with three", "Aut", [{ name: "Author" }], undefined],
    ["one with three slips in a long word", "Instrucxyz01", [{ name: "Instructor01" }], "Instructor01"],
    ["none with three in a short one", "Instxyz", [{ name: "Instruc" }], undefined],
    ["a title with a slip in it", "Amsterdm", [{ name: "4", titles: ["Amsterdam"] }], "4"],
    ["nothing of a word of which no letter is left", "ab", [{ name: "cd" }], undefined],
    ["nothing of a letter that may be any word's", "a", [{ name: "ab" }], undefined],
    ["a slip in a word of 60 letters", `${"x".repeat(59)}y`, [{ name: "x".repeat(60) }], "x".repeat(60)],
    ["none in a longer one", `${"x".repeat(60)}y`, [{ name: "x".repeat(61) }], undefined],
  ])("is %s", (_, text, terms, name) => {
    expect(nearestTerm(text, terms)?.name).toBe(name);
  });

  test("is not looked for among everything: a long list is cut, and a long text has no slip", () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ name: `Group number ${i}${i}${i}` }));
    expect(suggestion("zzz", many)).toMatch(/^there are "Group number 000", .* and 22 more$/);
    expect(suggestion("x".repeat(10_000), [{ name: "x".repeat(9_999) }])).toMatch(/^there is /);
    expect(suggestion("Wizard", [])).toBe("there are none that these credentials are shown");
  });
});
