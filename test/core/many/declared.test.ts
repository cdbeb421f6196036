import { beforeEach, expect, it } from "vitest";
import { declarePeople, noteStaying } from "../../../provider/core/many/declared";
import { UNKNOWN } from "../../../provider/core/model/value";
import { Ownership } from "../../../provider/core/session/ownership";
import { kind } from "../lab";

let ownership: Ownership;
beforeEach(() => {
  ownership = new Ownership();
});

const accountOf = (id: string) => ({ kind: "user", platform: "lab", tenant: "here", id }) as const;
const olds = {
  users: { ada: { login: "ada" }, bob: { login: "bob" } },
  ids: { ada: "1", bob: "2" },
  tenant: "here",
};

it("everybody whom a set declares is declared as the vendor compares them, and nobody whose natural key is not known", () => {
  declarePeople(ownership, kind, [{ login: "ADA" }, { login: UNKNOWN }, {}, { login: "bob" }]);
  const declared = ["ada", "bob", "", "undefined", "cleo"].filter((key) => ownership.isDeclared("lab", key));
  expect(declared).toEqual(["ada", "bob"]);
  expect(ownership.isDeclared("lab", "ada", "group")).toBe(false);
});

it("whoever stays in a set keeps their account, by a new key too, and as the set's", () => {
  const joiners = { cleo: { login: "cleo" }, dan: { login: "dan" } };
  const news = { users: { ada: { login: "countess" }, robert: { login: "bob" }, ...joiners } };
  declarePeople(ownership, kind, Object.values(news.users));
  noteStaying(ownership, kind, { olds, news, owner: "set" });
  expect(ownership.persons.stayOf(accountOf("1"))).toMatchObject({
    urn: "set#ada",
    from: "ada",
    to: "countess",
    last: { login: "ada", tenant: "here" },
  });
  expect(ownership.persons.stayOf(accountOf("2"))).toMatchObject({ urn: "set#robert", from: "bob", to: "bob" });
  expect(ownership.persons.stayOf(accountOf(""))).toBeUndefined();
  ownership.takers.check("set");
  ownership.takers.check("other");
  expect(() => ownership.takers.take(accountOf("1"), "other")).toThrow(expect.objectContaining({ code: "claimed" }));
});

it("whoever stays is noted without a name where the engine tells none", () => {
  declarePeople(ownership, kind, Object.values(olds.users));
  noteStaying(ownership, kind, { olds, news: olds });
  expect(ownership.persons.stayOf(accountOf("1"))).toMatchObject({ urn: undefined, from: "ada", to: "ada" });
});
