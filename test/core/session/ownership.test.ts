import { beforeEach, describe, expect, it } from "vitest";
import type { Account } from "../../../provider/core/contract/account";
import { Ownership } from "../../../provider/core/session/ownership";
import { type Stay, twoResources } from "../../../provider/core/session/persons";
import { noteStay, type Staying } from "../../../provider/core/session/stays";
import { kind } from "../lab";

const account = (id: string, more: Partial<Account> = {}): Account => ({
  platform: "lab",
  tenant: "here",
  id,
  ...more,
});
const claimed = expect.objectContaining({ code: "claimed" });
const NINE = account("9");
let ownership: Ownership;
beforeEach(() => {
  ownership = new Ownership();
});

describe("an account's owner", () => {
  it("keeps it from others, and no account of another tenant or platform", () => {
    expect(ownership.keptByAnother(NINE, "other")).toBe(false);
    ownership.claim(NINE, "stays", "ada");
    expect(ownership.keptByAnother(NINE, "other")).toBe(true);
    expect(ownership.keptByAnother(NINE, "stays")).toBe(false);
    expect(ownership.keptByAnother(account("9", { tenant: "there" }), "other")).toBe(false);
    expect(ownership.keptByAnother(account("9", { platform: "another" }), "other")).toBe(false);
  });

  it("keeps it as another one where the persons differ", () => {
    ownership.claim(NINE, "stays", "ada");
    expect(ownership.keptAsAnother(NINE, "other", "bob")).toBe(true);
    expect(ownership.keptAsAnother(NINE, "other", "ada")).toBe(false);
    expect(ownership.keptAsAnother(NINE, "stays", "bob")).toBe(false);
    expect(ownership.keptAsAnother(account("8"), "other", "bob")).toBe(false);
  });

  it("knows who creates a person while it lasts, and nobody afterwards", () => {
    const ada = { platform: "lab", tenant: "here", naturalKey: "ada" };
    expect(ownership.createdByAnother(ada, "two")).toBe(false);
    ownership.beginCreation(ada, "one");
    expect([ownership.createdByAnother(ada, "one"), ownership.createdByAnother(ada, "two")]).toEqual([false, true]);
    expect(ownership.createdByAnother({ ...ada, kind: "group" }, "two")).toBe(false);
    expect(ownership.createdByAnother({ ...ada, naturalKey: "bob" }, "two")).toBe(false);
    ownership.endCreation(ada);
    expect(ownership.createdByAnother(ada, "two")).toBe(false);
  });

  it("takes on nothing any more once another run has begun", () => {
    ownership.takers.check("one");
    ownership.takers.check("two");
    ownership.takers.take(NINE, "one");
    ownership.takers.take(account("8"), "one");
    expect(() => ownership.takers.take(account("8"), "two")).toThrow(claimed);
    ownership.clear();
    ownership.takers.check("two");
    ownership.takers.take(NINE, "two");
    ownership.takers.check("one");
    expect(() => ownership.takers.take(NINE, "one")).toThrow(claimed);
  });

  it("and whoever is declared is forgotten when another run begins, and after a release", () => {
    ownership.claim(NINE, "stays");
    ownership.claim(account("8"), "stays");
    ownership.declare("lab", "ada");
    expect([ownership.isDeclared("lab", "ada"), ownership.isDeclared("lab", "ada", "group")]).toEqual([true, false]);
    ownership.release(NINE);
    expect([NINE, account("8")].map((each) => ownership.keptByAnother(each, "other"))).toEqual([false, true]);
    ownership.beginCreation({ platform: "lab", tenant: "here", naturalKey: "ada" }, "one");
    ownership.persons.stay(NINE, { urn: "a", from: "ada", to: "ada" }, "login");
    ownership.takers.check("a");
    ownership.takers.take(NINE, "a");
    ownership.clear();
    expect(ownership.keptByAnother(account("8"), "other")).toBe(false);
    expect(ownership.isDeclared("lab", "ada")).toBe(false);
    expect(ownership.createdByAnother({ platform: "lab", tenant: "here", naturalKey: "ada" }, "two")).toBe(false);
    expect(ownership.persons.stayOf(NINE)).toBeUndefined();
    ownership.takers.check("b");
    expect(() => ownership.takers.take(NINE, "b")).not.toThrow();
    expect(() => ownership.takers.take(NINE, "a")).not.toThrow();
  });
});

describe("two resources of one account", () => {
  const olds = { login: "ada", bio: "a" };
  it.each<[string, Stay, Stay, boolean]>([
    ["of two URNs are two", { urn: "a", from: "ada", to: "ada" }, { urn: "b", from: "ada", to: "ada" }, true],
    ["of one URN are one", { urn: "a", from: "ada", to: "ada" }, { urn: "a", from: "ada", to: "bob" }, false],
    ["that declare two people are two", { from: "ada", to: "ada" }, { from: "ada", to: "bob" }, true],
    [
      "one of which has no URN are two where they declare two",
      { urn: "a", from: "ada", to: "ada" },
      { from: "ada", to: "bob" },
      true,
    ],
    [
      "of equal outputs are one",
      { from: "ada", to: "ada", last: olds },
      { from: "ada", to: "ada", last: { ...olds } },
      false,
    ],
    [
      "of other outputs are two",
      { from: "ada", to: "ada", last: olds },
      { from: "ada", to: "ada", last: { login: "ada" } },
      true,
    ],
    [
      "of which one tells no outputs are one",
      { from: "ada", to: "ada", last: olds },
      { from: "ada", to: "ada" },
      false,
    ],
    ["of which the first has no URN are one", { from: "ada", to: "ada" }, { urn: "a", from: "ada", to: "ada" }, false],
    [
      "of which the first tells none are one",
      { from: "ada", to: "ada" },
      { from: "ada", to: "ada", last: olds },
      false,
    ],
  ])("%s", (_, first, second, isRefused) => {
    ownership.persons.stay(NINE, first, "login");
    const noting = () => ownership.persons.stay(NINE, second, "login");
    if (isRefused) expect(noting).toThrow(claimed);
    else expect(noting).not.toThrow();
    expect(() => ownership.persons.stay(account("9", { tenant: "there" }), second, "login")).not.toThrow();
  });

  it("are held by what the first of them said", () => {
    ownership.persons.stay(NINE, { urn: "a", from: "ada", to: "ada", last: olds }, "login");
    ownership.persons.stay(NINE, { from: "ada", to: "ada" }, "login");
    expect(ownership.persons.stayOf(NINE)).toMatchObject({ urn: "a", last: olds, from: "ada", to: "ada" });
  });

  it.each(["read", "removal"] as const)(
    "that take it for two people in a %s are refused, and for one are not",
    (during) => {
      const take = (person: string | undefined, on = NINE, when: "read" | "removal" = during) =>
        ownership.persons.takenFor(person, on, when, "login");
      take("ada");
      take("ada");
      take("bob", account("8"));
      take("bob", NINE, during === "read" ? "removal" : "read");
      expect(() => take("bob")).toThrow(claimed);
      expect(() => take(undefined)).toThrow(claimed);
      ownership.persons.clear();
      expect(() => take("bob")).not.toThrow();
    },
  );

  it("are named by the account, as what it is", () => {
    expect(twoResources(NINE, "login").message).toMatch(
      /^login: two resources manage account 9, .* that person's own account/,
    );
    expect(twoResources(account("9", { kind: "group" }), "name").message).toMatch(
      /manage group 9, .* that group's own group/,
    );
  });
});

describe("natural keys", () => {
  const move = (id: string, from: string | undefined, to: string, on: Partial<Account> = {}) =>
    ownership.persons.stay(account(id, on), { urn: `urn-${id}`, from, to }, "login");

  it("are exchanged by no two accounts, nor by three", () => {
    move("1", "ada", "bob");
    expect(() => move("2", "bob", "ada")).toThrow(
      expect.objectContaining({
        code: "invalid-arguments",
        issues: [{ path: ["login"], reason: expect.stringContaining("2, 1") }],
      }),
    );
    ownership.clear();
    move("1", "ada", "bob");
    move("2", "bob", "eve");
    expect(() => move("3", "eve", "ada")).toThrow(expect.objectContaining({ code: "invalid-arguments" }));
  });

  it.each<[string, () => void]>([
    ["are handed on in a row", () => move("2", "bob", "eve")],
    ["are handed on in a row, whichever is told first", () => move("2", "eve", "ada")],
    ["stay with who keeps them", () => move("2", "bob", "bob")],
    [
      "that are given away already are free",
      () => {
        move("1", "bob", "bob");
        move("2", "bob", "ada");
      },
    ],
    ["of another tenant are others", () => move("2", "bob", "ada", { tenant: "there" })],
    ["of another kind are others", () => move("2", "bob", "ada", { kind: "group" })],
    ["that nobody had are free", () => move("2", undefined, "ada")],
  ])("%s", (_, second) => {
    move("1", "ada", "bob");
    expect(second).not.toThrow();
  });

  it("of an account that is gone name it to whoever comes after it", () => {
    const { persons } = ownership;
    expect(persons.formerIdOf("ada", NINE)).toBeUndefined();
    persons.gone("ada", NINE);
    expect(persons.formerIdOf("ada", account("10"))).toBe("9");
    expect(persons.formerIdOf("ada", NINE)).toBeUndefined();
    expect(persons.formerIdOf("ada", account("10", { kind: "user" }))).toBe("9");
    expect(persons.formerIdOf("ada", account("10", { kind: "group" }))).toBeUndefined();
    expect(persons.formerIdOf("bob", account("10"))).toBeUndefined();
    expect(persons.formerIdOf("ada", account("10", { tenant: "there" }))).toBeUndefined();
    persons.clear();
    expect(persons.formerIdOf("ada", account("10"))).toBeUndefined();
  });
});

describe("an import", () => {
  it("of an account that another resource of the program has is refused, before its read or after it", () => {
    const { takers } = ownership;
    takers.check("a");
    takers.check("b");
    takers.take(NINE, "a");
    takers.take(NINE, "a");
    takers.take(account("8"), "b");
    expect(() => takers.take(NINE, "b")).toThrow(claimed);
    expect(() => takers.take(account("7"), "b")).not.toThrow();
    expect(() => takers.take(account("7", { kind: "group" }), "a")).not.toThrow();
    expect(() => takers.take(account("7", { kind: "group" }), "b")).toThrow(/^group 7 /);
    ownership.clear();
    takers.check("a");
    takers.take(NINE, "a");
    takers.take(account("8"), "late");
    takers.take(NINE, "late");
    takers.take(account("7"), "late");
    expect(() => takers.check("late")).toThrow(claimed);
    takers.take(NINE, "later");
    takers.take(account("7"), "later");
    expect(() => takers.check("later")).toThrow(claimed);
    takers.take(NINE, "latest");
    expect(() => takers.check("latest")).toThrow(claimed);
  });

  it("by a reference, which is no resource of the program, is none", () => {
    const { takers } = ownership;
    takers.check("a");
    takers.take(NINE, "a");
    expect(() => takers.take(NINE, "reference")).not.toThrow();
    takers.take(account("8"), "first reference");
    takers.take(account("8"), "a");
    expect(() => takers.check("a")).not.toThrow();
  });
});

describe("a resource that stays", () => {
  const staying: Staying = { id: "9", olds: { login: "ada", tenant: "here" }, news: { login: "bob" }, urn: "urn" };
  const noted = (more: Partial<Staying> = {}) => {
    noteStay(ownership, kind, { ...staying, ...more });
    return ownership.persons.stayOf(account("9", { kind: "user" }));
  };

  it("is noted by who it was, who it is to be and what was last stored", () => {
    ownership.declare("lab", "bob");
    expect(noted()).toMatchObject({ urn: "urn", from: "ada", to: "bob", last: staying.olds });
    ownership.clear();
    ownership.declare("lab", "bob");
    expect(noted({ isUpdate: true })?.last).toBeUndefined();
  });

  it.each<[string, Partial<Staying>]>([
    ["without a tenant", { olds: { login: "ada" } }],
    ["without an id", { id: "" }],
    ["without a natural key", { news: {} }],
    ["that nobody declares", { news: { login: "eve" } }],
  ])("is not noted %s", (_, more) => {
    ownership.declare("lab", "bob");
    expect(noted(more)).toBeUndefined();
    expect(ownership.persons.stayOf(account("", { kind: "user" }))).toBeUndefined();
  });

  it.each<[string, Partial<Staying>, string]>([
    ["itself", {}, "urn"],
    ["its set", { resource: "set" }, "set"],
  ])("takes its account on as %s", (_, more, taker) => {
    ownership.declare("lab", "bob");
    ownership.takers.check(taker);
    ownership.takers.check("another");
    noted(more);
    expect(() => ownership.takers.take(account("9", { kind: "user" }), "another")).toThrow(claimed);
  });
});
