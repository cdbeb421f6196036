import { expect, it } from "vitest";
import type { Capabilities } from "../../../provider/core/contract/kind";
import { quoteVendor } from "../../../provider/core/messages/mask";
import { KnownPeople } from "../../../provider/core/session/known-people";
import { processorTime } from "../../processor-time";
import { capabilities } from "../lab";

const named: Capabilities = {
  ...capabilities,
  attributes: {
    ...capabilities.attributes,
    first: { clear: true },
    last: { clear: true },
    locale: { clear: true, public: true },
  },
  fullName: ["first", "last"],
};

it.each([
  ["user ada.byron is unknown", { login: "Ada.Byron" }, "user *** is unknown"],
  ["[ADA.BYRON]/x", { login: "ada.byron" }, "[***]/x"],
  ["users/o'brien, ada", { login: "O'Brien" }, "users/***, ada"],
  ["acme\\ada and acme\\eve", { login: "acme\\ada" }, "*** and acme\\eve"],
  ["ada.byron2 and xada.byron", { login: "ada.byron" }, "ada.byron2 and xada.byron"],
  ["jose\u0301 and JOSÉ", { login: "josé" }, "*** and ***"],
  ["Zo%C3%AB%20Li is here", { first: "Zoë", last: "Li" }, "*** is here"],
  ["李 小龙, 小龙", { first: "李", last: "小龙" }, "***, ***"],
  ["Maria de la Cruz failed", { first: "Maria", last: "de la Cruz" }, "*** failed"],
  ["it may not be; May knows, MAY too", { first: "May" }, "it may not be; *** knows, *** too"],
  ["[x@example.com/Ada Byron] is out", { first: "Ada", last: "Byron" }, "***] is out"],
  ["li is 12", { login: "li" }, "*** is 12"],
  ["Engineer and Engineer 7", { bio: "Engineer 7" }, "Engineer and ***"],
  ["Engineer", { bio: "Engineer" }, "Engineer"],
  [
    "de_XX and Sales EMEA are unknown",
    { bio: "Sales EMEA", tags: ["de_XX"], locale: "de_XX", roles: ["Sales EMEA"] },
    "de_XX and Sales EMEA are unknown",
  ],
])("%j of %j reads %j", (text, person, quoted) => {
  const people = new KnownPeople(named);
  people.know(person);
  expect(quoteVendor(text, [], { texts: people })).toBe(quoted);
});

const WORDS = (count: number, first = 1) => Array.from({ length: count }, (_, i) => `w${i + first}`).join(" ");

/** Of ten words. */
const LONG = (length: number) => Array.from({ length: 10 }, (_, i) => "s".repeat(i < 9 ? 19 : length - 180)).join(" ");

it.each<[string, string, object, string]>([
  ["a key in whatever case it is written", "ADA.BYRON", { login: "ada.byron" }, "***"],
  ["a key of two letters, and none of one", "li and x", { login: "li" }, "*** and x"],
  ["no key of one letter", "x is out", { login: "x" }, "x is out"],
  ["a value of several words of three letters", "a b is out", { bio: "a b" }, "*** is out"],
  ["no value of two letters that a sentence has too", "7a is out", { bio: "7a" }, "7a is out"],
  ["a name of two letters in another script", "李明 is out", { first: "李明" }, "*** is out"],
  ["each of a list", "seen Desk 7 and Desk 8", { tags: ["Desk 7", "Desk 8"] }, "seen *** and ***"],
  ["each of a map", "seen Desk 7 and Desk 8", { fields: { a: "Desk 7", b: ["Desk 8"] } }, "seen *** and ***"],
  ["a part of the name", "ask Byron-Lee now", { last: "Byron-Lee" }, "ask *** now"],
  ["the longest that is known", "Desk 7 East is full", { bio: "Desk 7", tags: ["Desk 7 East"] }, "*** is full"],
  ["a text of as many words as are looked for", `say ${WORDS(12)} now`, { bio: WORDS(12) }, "say *** now"],
  ["none of more words", `say ${WORDS(13)} now`, { bio: WORDS(13) }, `say ${WORDS(13)} now`],
  ["a text as long as is looked for", `say ${LONG(200)} now`, { bio: LONG(200) }, "say *** now"],
  ["what is around it stays", "<Desk 7> (ada)", { bio: "Desk 7", login: "ada" }, "<***> (***)"],
  ["a key that begins with what is no letter", "user -ada-: out", { login: "-ada-" }, "user -***-: out"],
  ["a key that only begins so", "user ada: out", { login: "-ada" }, "user ***: out"],
  ["a key that only ends so", "user ada: out", { login: "ada-" }, "user ***: out"],
  ["a key of one word in whatever case", "ada, Ada and ADA", { login: "Ada" }, "***, *** and ***"],
  ["a key that is a role's name too", "author is out", { login: "author", roles: ["author"] }, "*** is out"],
  ["a name that is written small", "maria is out, Maria", { first: "maria" }, "*** is out, ***"],
  ["a name in capitals, where it is none of a sentence's words", "it may be MAY", { first: "MAY" }, "it may be ***"],
  ["no words that a map of public values shares", "Desk 7", { bio: "Desk 7", roles: { a: ["Desk 7"] } }, "Desk 7"],
])("hides %s", (_, text, person, quoted) => {
  const people = new KnownPeople(named);
  people.know(person as Record<string, unknown>);
  expect(quoteVendor(text, [], { texts: people })).toBe(quoted);
});

it("hides everybody of whom it has heard, whenever that was, and what is shared by others too", () => {
  const people = new KnownPeople(named);
  people.knowAs("7", { login: "ada" }, { login: "countess", first: "Ada", last: "Lovelace" });
  expect(quoteVendor("ada, countess, Ada Lovelace", [], { texts: people })).toBe("***, ***, ***");
  people.knowKey("bob.acme");
  people.knowNames({ first: "Grace", last: "Hopper" });
  expect(quoteVendor("ada, bob.acme, Grace Hopper", [], { texts: people })).toBe("***, ***, ***");
  people.know({ bio: "Grace Hopper", login: "eve.doe" });
  expect(quoteVendor("Grace Hopper, eve.doe", [], { texts: people })).toBe("***, ***");
});

it("keeps a text that is a key a key, and a name a name, whatever else it is", () => {
  const people = new KnownPeople(named);
  people.know({ login: "engineer", bio: "engineer", first: "May", tags: ["May"] });
  expect(quoteVendor("engineer knows May, and may not", [], { texts: people })).toBe("*** knows ***, and may not");
});

it("looks for what is as long as a name may be, and for nothing longer", () => {
  const people = new KnownPeople(named);
  people.know({ tags: [LONG(200), LONG(201).replaceAll("s", "t")] });
  const found = (text: string) => people.textAt(text, text.toLowerCase(), 0);
  expect([found(LONG(200)), found(LONG(201).replaceAll("s", "t"))]).toEqual([200, 0]);
});

it("takes for a key what turns out to be one", () => {
  const people = new KnownPeople(named);
  people.know({ bio: "engineer" });
  expect(quoteVendor("engineer", [], { texts: people })).toBe("engineer");
  people.know({ bio: "analyst" });
  people.knowKey("analyst");
  expect(quoteVendor("analyst", [], { texts: people })).toBe("***");
});

it("hides parts of a name that stand in attributes of their own", () => {
  const attributes = { ...named.attributes, nick: { clear: true, partOfName: true } as const };
  const people = new KnownPeople({ ...named, attributes });
  people.know({ nick: "Countess", bio: "Engineer" });
  expect(quoteVendor("Countess is an Engineer", [], { texts: people })).toBe("*** is an Engineer");
});

it("hides whoever else is declared in the run", () => {
  const people = new KnownPeople(named, (key) => ["bob.acme", "li", "x"].includes(key));
  expect(quoteVendor("taken by Bob.Acme", [], { texts: people })).toBe("taken by ***");
  expect(quoteVendor("taken by Li and x", [], { texts: people })).toBe("taken by *** and x");
});

it("knows all values of those whom a request names, at any depth, and none of others", () => {
  const people = new KnownPeople(named);
  people.knowAs("7", { bio: "Engineer", locale: "de" }, { fields: { Team: "Notes" } });
  people.knowAs("8", { bio: "Analyst" });
  const values = JSON.stringify(people.valuesOfNamed(["users", { user: { ids: ["7"] } }]));
  expect(values).toContain("Engineer");
  expect(values).toContain("Notes");
  expect(values).not.toMatch(/de|Analyst/);
  const told = people.valuesOfNamed({ id: "7" }).filter((value) => value !== undefined);
  expect(told).toEqual(["Engineer", { Team: "Notes" }]);
  expect([people.valuesOfNamed("9"), people.valuesOfNamed(7), people.valuesOfNamed(null)]).toEqual([[], [], []]);
});

it("takes no longer to find somebody among many", () => {
  const people = new KnownPeople(named);
  for (let i = 0; i < 50_000; i++)
    people.know({ login: `emp-${i}`, first: "Ada", last: `Byron ${i}`, bio: `Desk ${i}` });
  const text = "emp-7 emp-49999 Ada Byron 4711 emp-50000 ".repeat(400);
  const first = processorTime();
  expect(quoteVendor(text, [], { texts: people })).toMatch(/^\*\*\* \*\*\* \*\*\* emp-50000 /);
  expect(processorTime() - first).toBeLessThan(5_000);
  const started = processorTime();
  for (let i = 0; i < 100; i++) quoteVendor(text, [], { texts: people });
  expect(processorTime() - started).toBeLessThan(2_000);
});
