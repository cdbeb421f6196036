import { beforeEach, describe, expect, it } from "vitest";
import type { Properties } from "../../../provider/core/contract/declaration";
import { checkUsers } from "../../../provider/core/many/check";
import { heldIn } from "../../../provider/core/many/held";
import { planOf } from "../../../provider/core/many/plan";
import { createUsers, removeUsers } from "../../../provider/core/many/reconcile";
import { UNKNOWN } from "../../../provider/core/model/value";
import { sessionOf } from "../fake-connector";
import { kind } from "../lab";
import { Company } from "./company";

const ada = { login: "ada", bio: "a", manager: "bob" };
const bob = { login: "bob" };

describe("whoever is held", () => {
  const held = (users: object, hold: unknown, before: object = { ada, bob }) =>
    checkUsers(kind, { users, hold }, { users: before });

  it.each<[string, object, object]>([
    ["is as they were, whatever is declared", { ada: { login: "eve", locale: "x" }, bob }, { ada, bob }],
    ["is as they were, though nothing can be read of them", { ada: "?", bob }, { ada, bob }],
    ["stays where nobody declares them any more", { bob }, { ada, bob }],
    [
      "stays beside whoever is new",
      { cleo: { login: "cleo", manager: "ada" } },
      { ada, cleo: { login: "cleo", manager: "ada" } },
    ],
    [
      "is still who others name",
      { bob, dan: { login: "dan", manager: "ada" } },
      { ada, bob, dan: { login: "dan", manager: "ada" } },
    ],
    [
      "leaves nobody else as they were",
      { ada, bob: { login: "bob", bio: "b" } },
      { ada, bob: { login: "bob", bio: "b" } },
    ],
  ])("%s", (_, users, expected) => {
    const { inputs, issues } = held(users, ["ada"]);
    expect(issues.filter(({ path }) => path[0] !== "maxRemovals")).toEqual([]);
    expect(inputs).toEqual({ users: expected, hold: ["ada"] });
  });

  it("and never was in the set is not created, nor named by others", () => {
    const others = { eve: UNKNOWN, fay: { login: "fay", manager: "dan" }, gus: { login: "gus", manager: "4711" } };
    const users = { new: { login: "new" }, dan: { login: "dan", manager: "new", bio: "d" }, ...others };
    const { inputs, issues } = held(users, ["new"], {});
    expect(issues).toEqual([]);
    expect(inputs["users"]).toEqual({ dan: { login: "dan", bio: "d" }, ...others });
    expect(held({ eve: null }, ["new"], {}).issues).toEqual([expect.objectContaining({ path: ["users", "eve"] })]);
  });

  it("is nobody where the list is empty", () => {
    const users = { ada: { login: "ada", manager: "dan" }, dan: { login: "dan" } };
    expect(held(users, [], { ada: { login: "ada" } }).inputs["users"]).toEqual(users);
  });

  it("is judged by no rule that is newer than what was declared", () => {
    const { inputs, issues } = held({ bob }, ["ada"], { ada: { ...ada, formerly: "an argument" }, bob });
    expect(issues).toEqual([]);
    expect(inputs["users"]).toMatchObject({ ada: { formerly: "an argument" } });
  });

  it("is named once and in order, must be known, and is nobody by any other value", () => {
    expect(held({ bob }, ["b", "a", "b"]).inputs["hold"]).toEqual(["a", "b"]);
    for (const hold of [UNKNOWN, ["a", UNKNOWN]]) {
      expect(held({ bob }, hold, {}).issues).toContainEqual(expect.objectContaining({ path: ["hold"] }));
    }
    expect(held({ bob }, undefined, {}).issues).toEqual([]);
    expect([...heldIn({ hold: ["a", "b", "a"] })]).toEqual(["a", "b"]);
    expect([heldIn({ hold: UNKNOWN }).size, heldIn({ hold: "ab" }).size, heldIn({}).size]).toEqual([0, 0, 0]);
  });

  it("has no part in what is to be done, and the list itself is remembered", () => {
    const olds = { users: { ada, bob }, ids: { ada: "1", bob: "2" }, tenant: "here" };
    const users = { ada: { ...ada, bio: "changed" }, bob: { login: "bob", bio: "b" } };
    const plan = planOf(kind, { users, hold: ["ada"] }, olds);
    expect([...plan.changed.keys()]).toEqual(["bob"]);
    expect(plan.own).toStrictEqual([{ kind: "policy", path: ["hold"], to: ["ada"] }]);
    expect(planOf(kind, { users }, { ...olds, hold: ["ada"] }).own).toStrictEqual([
      { kind: "policy", path: ["hold"], from: ["ada"] },
    ]);
    expect(planOf(kind, { users: { cleo: { login: "cleo" } }, hold: ["cleo"] }, olds).joiners).toEqual(["cleo"]);
  });
});

describe("deleting a set", () => {
  let vendor: Company;
  let session: ReturnType<typeof sessionOf>;

  beforeEach(() => {
    vendor = new Company();
    session = sessionOf(vendor);
  });

  const logins = () =>
    [...vendor.accounts.values()].flatMap(({ active, attributes }) => (active ? [attributes["login"]] : []));

  it.each<[string, Properties, string[]]>([
    ["leaves the accounts of those who are held as they are", { hold: ["bob"] }, ["bob"]],
    ["takes everybody away where nobody is", {}, []],
  ])("%s", async (_, own, left) => {
    const users = { ada: { login: "ada" }, bob };
    const { outputs } = await createUsers(session, { users, maxRemovals: "all", ...own }, { owner: "set" });
    await removeUsers(session, outputs, { owner: "set" });
    expect(logins()).toEqual(left);
  });
});
