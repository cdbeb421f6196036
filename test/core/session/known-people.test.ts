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

it("hides whoever else is declared in the run", () => {
  const people = new KnownPeople(named, (key) => key === "bob.acme");
  expect(quoteVendor("taken by Bob.Acme", [], { texts: people })).toBe("taken by ***");
});

it("knows all values of those whom a request names, at any depth, and none of others", () => {
  const people = new KnownPeople(named);
  people.knowAs("7", { bio: "Engineer", locale: "de" }, { fields: { Team: "Notes" } });
  people.knowAs("8", { bio: "Analyst" });
  const values = JSON.stringify(people.valuesOfNamed(["users", { user: { ids: ["7"] } }]));
  expect(values).toContain("Engineer");
  expect(values).toContain("Notes");
  expect(values).not.toMatch(/de|Analyst/);
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
