import { describe, expect, it } from "vitest";
import { withIgnored } from "../../provider/plugin/requests";
import { withIgnoredPeople } from "../../provider/plugin/set-requests";
import type { Properties } from "./client";

describe("a person's last outputs, where a property is ignored", () => {
  const olds = { name: "Ada", bio: "theirs", fields: { A: "1", "B B": "1", "0": "1" }, roles: ["Admin"], tenant: "t" };
  const news = { name: "Ada", bio: "ours", fields: { A: "2", "B B": "2", "0": "2", C: "2" }, roles: ["Author"] };

  it.each<[string, readonly string[], Properties]>([
    ["nothing", [], {}],
    ["an attribute", ["bio"], { bio: "ours" }],
    ["two of them", ["bio", "roles"], { bio: "ours", roles: ["Author"] }],
    ["a key of a map", ["fields.A"], { fields: { ...olds.fields, A: "2" } }],
    ["a key in brackets", ['fields["B B"]'], { fields: { ...olds.fields, "B B": "2" } }],
    ["a key that is declared alone", ["fields.C"], { fields: { ...olds.fields, C: "2" } }],
    ["a map", ["fields"], { fields: news.fields }],
    ["all keys of a map", ["fields.*"], { fields: news.fields }],
    ["all keys of a map, in brackets", ["fields[*]"], { fields: news.fields }],
    ["all", ["*"], { ...news }],
    ["all, in brackets", ["[*]"], { ...news }],
    ["what is below all", ["*.A"], { ...news }],
    ["a place in a list, which names nobody", ["roles[0]", "fields[0]"], {}],
    ["what is no path", ["[", "..", 'fields["'], {}],
    ["what nobody has", ["nobody", "nobody.x"], {}],
  ])("are as declared there: %s", (_, ignored, changed) => {
    expect(withIgnored(olds, news, ignored)).toEqual({ ...olds, ...changed });
  });

  it("lack it where it is not declared, and have it where it is new", () => {
    expect(withIgnored({ bio: "theirs", name: "Ada" }, { name: "Ada" }, ["bio"])).toEqual({ name: "Ada" });
    expect(withIgnored({ name: "Ada" }, { bio: "ours" }, ["bio"])).toEqual({ name: "Ada", bio: "ours" });
    expect(withIgnored({ fields: { A: "1", B: "1" } }, {}, ["fields.A"])).toEqual({ fields: { B: "1" } });
    expect(withIgnored({}, { fields: { A: "1" } }, ["fields.A"])).toEqual({ fields: { A: "1" } });
  });

  it("have a text for a map, and a map for a text", () => {
    expect(withIgnored({ bio: "theirs" }, { bio: { x: 1 } }, ["bio"])).toEqual({ bio: { x: 1 } });
    expect(withIgnored({ bio: { x: 1 } }, { bio: "ours" }, ["bio"])).toEqual({ bio: "ours" });
  });

  it("keep a text where a path goes on below it", () => {
    expect(withIgnored({ bio: "theirs" }, { bio: "ours" }, ["bio.x"])).toEqual({ bio: "theirs" });
    expect(withIgnored({ bio: "theirs" }, { bio: { x: 1 } }, ["bio.x"])).toEqual({ bio: { x: 1 } });
  });
});

describe("a set's last outputs, where a property is ignored", () => {
  const ada = { name: "Ada", bio: "theirs", fields: { A: "1", B: "1" } };
  const bob = { name: "Bob", bio: "theirs", fields: { A: "1", B: "1" } };
  const olds = {
    users: { ada, bob, gone: ada },
    ids: { ada: "1", bob: "2", gone: "3" },
    maxRemovals: 3,
    onDestroy: "retain",
  };
  const now = { name: "New", bio: "ours", fields: { A: "2", B: "1" } };
  const declared = { maxRemovals: 7, onDestroy: "delete" };
  const news = { users: { ada: now, bob: now, joins: now }, ...declared };

  const own = (people: Properties) => ({ ...olds, users: { ...olds.users, ...people } });

  it.each<[string, readonly string[], Properties]>([
    ["nothing", [], olds],
    ["an argument of the set", ["maxRemovals"], { ...olds, maxRemovals: 7 }],
    ["an attribute of one", ["users.ada.bio"], own({ ada: { ...ada, bio: "ours" } })],
    ["a key of one", ["users.ada.fields.A"], own({ ada: { ...ada, fields: { A: "2", B: "1" } } })],
    ["all of one", ["users.ada"], own({ ada: now })],
    ["all of one, in brackets", ['users["ada"]'], own({ ada: now })],
    ["everything of one", ["users.ada.*"], own({ ada: now })],
    ["an attribute of everybody", ["users.*.bio"], own({ ada: { ...ada, bio: "ours" }, bob: { ...bob, bio: "ours" } })],
    [
      "an attribute of everybody, in brackets",
      ["users[*].bio"],
      own({ ada: { ...ada, bio: "ours" }, bob: { ...bob, bio: "ours" } }),
    ],
    ["the whole map", ["users"], own({ ada: now, bob: now })],
    ["everybody", ["users.*"], own({ ada: now, bob: now })],
    ["everything", ["*"], { ...own({ ada: now, bob: now }), ...declared }],
    ["everything, in brackets", ["[*]"], { ...own({ ada: now, bob: now }), ...declared }],
    ["what is below everything", ["*.ada"], { ...own({ ada: now, bob: now }), ...declared }],
    ["somebody who joins: they join all the same", ["users.joins", "users.joins.bio"], olds],
    ["somebody who leaves: they leave all the same", ["users.gone", "users.gone.bio"], olds],
    [
      "a place in a list, which names nobody",
      ["users[0]", "users[0].bio", "users.ada[0]", "users.ada.roles[0]", "users.*.roles[0]"],
      olds,
    ],
    ["what is no path", ["[", "users.."], olds],
  ])("are as declared there: %s", (_, ignored, expected) => {
    expect(withIgnoredPeople(olds, news, ignored)).toEqual(expected);
  });
});
