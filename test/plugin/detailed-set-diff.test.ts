import { expect, it } from "vitest";
import { planOf } from "../../provider/core/many/plan";
import { UNKNOWN } from "../../provider/core/model/value";
import { detailedSetDiff } from "../../provider/plugin/detailed-set-diff";
import { kind } from "../core/lab";
import type { Properties } from "./client";

const ada = { login: "ada", bio: "a", fields: { A: "1" }, roles: ["Author"] };
const bob = { login: "bob", bio: "b", clear: ["fields.A"] };

it.each<[string, Properties, Record<string, string>]>([
  ["nothing", {}, {}],
  ["an argument of the set", { maxRemovals: 3 }, { maxRemovals: "add" }],
  ["somebody who joins", { users: { ada, bob, "eve.e": { login: "eve" } } }, { 'users["eve.e"]': "add" }],
  ["somebody who leaves", { users: { ada } }, { "users.bob": "delete" }],
  ["another key", { users: { king: ada, bob } }, { "users.ada": "delete", "users.king": "add" }],
  [
    "another key, with a change",
    { users: { king: { ...ada, bio: "other" }, bob } },
    { "users.ada": "delete", "users.king": "add" },
  ],
  ["an attribute", { users: { ada: { ...ada, bio: "other" }, bob } }, { "users.ada.bio": "update" }],
  [
    "a key of a map",
    { users: { ada: { ...ada, fields: { A: "1", "B B": "2" } }, bob } },
    { 'users.ada.fields["B B"]': "add" },
  ],
  ["a role", { users: { ada: { ...ada, roles: ["Admin", "Author"] }, bob } }, { "users.ada.roles[0]": "add" }],
  [
    "an attribute that is emptied",
    { users: { ada, bob: { ...bob, clear: ["bio", "fields.A"], bio: undefined } } },
    { "users.bob.bio": "delete" },
  ],
  [
    "an attribute that is emptied and was not managed",
    { users: { ada: { ...ada, clear: ["badge", "tags"] }, bob } },
    { "users.ada.clear[0]": "add", "users.ada.clear[1]": "add" },
  ],
  [
    "an attribute that was emptied and is no longer managed",
    { users: { ada, bob: { login: "bob", bio: "b" } } },
    { "users.bob.clear[0]": "delete" },
  ],
  ["a person of whom nothing is known", { users: { ada: UNKNOWN, bob } }, { "users.ada": "update" }],
  ["people of whom nothing is known", { users: UNKNOWN }, { users: "update" }],
])("a set's difference is told by path and kind: %s", (_, change, expected) => {
  const olds = { users: { ada, bob }, ids: { ada: "1", bob: "2" } };
  const news = { users: { ada, bob }, ...change };
  expect(Object.fromEntries(detailedSetDiff(planOf(kind, news, olds), news, olds))).toEqual(expected);
});
