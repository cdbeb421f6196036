import { expect, it } from "vitest";
import { refuseAnother, refuseRenamed } from "../../../provider/core/reads/same-account";
import { capabilities } from "../lab";

const kind = { ...capabilities, title: "the lab" };

it("an answer about the account that was asked about is taken, and one about another is refused with both ids", () => {
  expect(() => refuseAnother("the lab", "7", "7")).not.toThrow();
  expect(() => refuseAnother("the lab", "7", "70")).toThrow(/^the lab .* account 7 with account 70,/);
  expect(() => refuseAnother("the lab", "7", "70", "group")).toThrow(/ group 7 with group 70,/);
});

const changing = (name: string, from: unknown) => [{ kind: "attribute" as const, path: [name], from, to: "x" }];

it.each([
  ["as declared", "ada", [], "ada"],
  ["as the vendor compares it", "ada", [], "ADA"],
  ["as it was, where it changes", "lovelace", changing("login", "ada"), "Ada"],
  ["as it will be, where it has changed already", "lovelace", changing("login", "ada"), "lovelace"],
  ["any, where none is known", undefined, [], "bob"],
  ["none, where none is known", undefined, changing("login", undefined), undefined],
])("a read shows the natural key %s: a write may be computed from it", (_, login, changes, shown) => {
  const attributes = login === undefined ? {} : { login };
  const request = { id: "7", changes, desired: { attributes, sets: {}, references: {} } };
  expect(() => refuseRenamed(kind, request, shown)).not.toThrow();
});

it.each([
  ["somebody else's", "ada", [], "bob"],
  ["none", "ada", [], undefined],
  ["none, but a number", "7", [], 7],
  ["somebody else's, where it changes", "lovelace", changing("login", "ada"), "bob"],
  ["what another attribute was", "ada", changing("bio", "bob"), "bob"],
  ["somebody else's, where what it was is not known", "ada", changing("login", undefined), "undefined"],
])("a read shows %s natural key: nothing is written from it", (_, login, changes, shown) => {
  const request = { id: "7", changes, desired: { attributes: { login }, sets: {}, references: {} } };
  expect(() => refuseRenamed(kind, request, shown)).toThrow(
    expect.objectContaining({ code: "protocol", message: expect.stringMatching(/^login: the lab shows account 7 /) }),
  );
});

it("a refusal names neither key, and a group for what it is", () => {
  const request = { id: "7", changes: [], desired: { attributes: { login: "ada" }, sets: {}, references: {} } };
  const refused = () => refuseRenamed({ ...kind, record: "group" }, request, "bob");
  expect(refused).toThrow(/ group 7 /);
  expect(refused).not.toThrow(/\b(ada|bob)\b/);
});
