import { describe, expect, it } from "vitest";
import type { Properties } from "../../../provider/core/contract/declaration";
import { isNeeded, planOf } from "../../../provider/core/many/plan";
import { circleIssues, waitingFor, waves, withAccountIds, withKeys } from "../../../provider/core/many/references";
import { UNKNOWN } from "../../../provider/core/model/value";
import { processorTime } from "../../processor-time";
import { kind } from "../lab";

const ids = { ada: "1", bob: "2", cleo: "3" };
const users = { ada: { login: "ada" }, bob: { login: "bob", manager: "ada" }, cleo: { login: "cleo", bio: "x" } };
const olds = { users, ids, origins: {}, tenant: "here" };

function plan(news: object, own: Properties = {}, before: Properties = olds) {
  const { changed, renames, ...rest } = planOf(kind, { users: news, ...own }, before);
  const changes = [...changed].map(([key, { changes }]) => [
    key,
    changes.map(({ kind, path }) => `${kind} ${path.join(".")}`),
  ]);
  return { ...rest, changed: Object.fromEntries(changes), renames: Object.fromEntries(renames) };
}

const nothing = { own: [], joiners: [], leavers: [], changed: {}, renames: {} };

describe("a plan", () => {
  it("is empty for what is as declared, options and ids included", () => {
    expect(plan(users)).toEqual(nothing);
    expect(isNeeded(planOf(kind, { users }, olds))).toBe(false);
    expect(plan({ ...users, bob: { login: "BOB", manager: "1" } })).toEqual(nothing);
  });

  it("says who joins, who leaves, who changes, and of whom only the key", () => {
    expect(
      plan({
        lovelace: { login: "ada" },
        bob: { login: "bob", manager: "cleo" },
        cleo: { login: "cleo" },
        dan: { login: "d" },
      }),
    ).toEqual({
      ...nothing,
      joiners: ["dan"],
      renames: { lovelace: "ada" },
      changed: { bob: ["reference manager"], cleo: ["policy bio"] },
    });
    expect(plan({ bob: users.bob, cleo: users.cleo })).toMatchObject({ leavers: ["ada"] });
  });

  it("sees a manager's new key as the same manager, and somebody new as another", () => {
    expect(
      plan({ ...users, ada: undefined, lovelace: { login: "ada" }, bob: { login: "bob", manager: "lovelace" } }),
    ).toMatchObject({ changed: {} });
    expect(plan({ ...users, dan: { login: "d" }, bob: { login: "bob", manager: "dan" } }).changed).toEqual({
      bob: ["reference manager"],
    });
  });

  it("has nothing to do with a limit that early versions of roster apply have left in the state", () => {
    const left = { ...olds, maxRemovals: 1_000_000 };
    expect(plan(users, {}, left)).toEqual(nothing);
    expect(plan(users, { maxRemovals: 1_000_000 }, left)).toEqual(nothing);
    expect(plan(users, { maxRemovals: 3 }, left).own).toMatchObject([{ path: ["maxRemovals"], to: 3 }]);
    expect(plan(users, {}, { ...olds, maxRemovals: 3 }).own).toMatchObject([{ path: ["maxRemovals"], from: 3 }]);
  });

  it("shows a default of the set at the set, and a person's own word at the person", () => {
    expect(plan(users, { onDestroy: "retain" })).toEqual({
      ...nothing,
      own: [{ kind: "policy", path: ["onDestroy"], to: "retain" }],
    });
    expect(plan({ ...users, ada: { login: "ada", onDestroy: "retain" } }).changed).toEqual({
      ada: ["policy onDestroy"],
    });
  });

  it("says what can't be known yet, and no more", () => {
    expect(planOf(kind, { users: UNKNOWN }, olds)).toMatchObject({
      own: [{ kind: "attribute", path: ["users"], from: users, to: UNKNOWN }],
      leavers: [],
      joiners: [],
    });
    expect(plan({ ...users, ada: UNKNOWN, dan: UNKNOWN })).toMatchObject({
      joiners: ["dan"],
      changed: { ada: ["attribute "] },
    });
    expect(plan({ ...users, bob: { login: "bob", manager: UNKNOWN } }).changed).toEqual({ bob: ["reference manager"] });
  });

  it("refuses a circle that only ids close", () => {
    expect(() => plan({ ...users, ada: { login: "ada", manager: "2" } })).toThrow(
      "managers go round in a circle: ada -> bob -> ada",
    );
    // What a refresh has found is not a program's fault, and must not stop the next refresh.
    expect(() => plan({ ...users, ada: { login: "ada", manager: "bob" } })).not.toThrow();
  });

  it("takes time in proportion to the people", () => {
    const size = 20_000;
    const company = Object.fromEntries(
      Array.from({ length: size }, (_, i) => [`k${i}`, { login: `p${i}`, ...(i > 0 ? { manager: `k${i - 1}` } : {}) }]),
    );
    const known = { users: company, ids: Object.fromEntries(Object.keys(company).map((key, i) => [key, String(i)])) };
    const start = processorTime();
    expect(isNeeded(planOf(kind, { users: company }, known))).toBe(false);
    expect(planOf(kind, { users: company }, { users: {}, ids: {} }).joiners).toHaveLength(size);
    expect(processorTime() - start).toBeLessThan(5_000);
  });
});

describe("waves", () => {
  it("put everybody after their manager, however long the chain", () => {
    const chain = new Map(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i > 0 ? { manager: `k${i - 1}` } : {}]));
    expect(waves(kind.capabilities, chain, chain)).toHaveLength(20_000);
    const backwards = new Map([...chain].reverse());
    expect(waves(kind.capabilities, backwards, backwards)[1]).toEqual(["k1"]);
  });

  it("wait for nobody who is there already", () => {
    const people = new Map([
      ["ada", { manager: "bob" }],
      ["bob", {}],
      ["cleo", { manager: "dan" }],
      ["dan", {}],
    ]);
    expect(waves(kind.capabilities, people, new Map([["dan", {}]]))).toEqual([["ada", "bob", "dan"], ["cleo"]]);
  });
});

describe("references of several kinds", () => {
  const capabilities = { references: { manager: { clear: true }, mentor: { clear: true } } } as const;
  const names = { has: (key: string) => key !== "zoe", idOf: (key: string) => ({ ada: "1" })[key] };

  it("put everybody after each of the others that they name", () => {
    const people = new Map([
      ["ada", { manager: "bob", mentor: "cleo" }],
      ["bob", {}],
      ["cleo", { manager: "bob" }],
    ]);
    expect(waves(capabilities, people, people)).toEqual([["bob"], ["cleo"], ["ada"]]);
  });

  it("end where two people are above each other in different ways, which is no circle", () => {
    const people = new Map([
      ["ada", { manager: "bob" }],
      ["bob", { mentor: "ada" }],
    ]);
    expect(waves(capabilities, people, people).flat().sort()).toEqual(["ada", "bob"]);
    expect(circleIssues(capabilities, people)).toEqual([]);
  });

  it("are circles one by one, and each is named", () => {
    const people = new Map([
      ["ada", { manager: "ada", mentor: "bob" }],
      ["bob", { mentor: "ada" }],
    ]);
    expect(circleIssues(capabilities, people)).toEqual([
      { path: ["users", "ada", "manager"], reason: "a person can't be their own manager" },
      { path: ["users", "ada", "mentor"], reason: "mentors go round in a circle: ada -> bob -> ada" },
    ]);
  });

  it("become account ids and keys again, and those without an account are waited for", () => {
    const person = { login: "dan", manager: "ada", mentor: "bob" };
    const { mentor: _, ...settable } = person;
    expect(withAccountIds(capabilities, settable, names)).toEqual({ login: "dan", manager: "1" });
    expect(withKeys(capabilities, { manager: "1" }, {}, { names, keyOf: new Map([["1", "ada"]]) })).toEqual({
      manager: "ada",
    });
    expect(waitingFor(capabilities, person, names)).toEqual([["mentor", "bob"]]);
  });
});
