import { describe, expect, it } from "vitest";
import {
  adoptable,
  copyIssues,
  destroyPolicy,
  fixedChanges,
  refuseDifferent,
  refuseOwnReference,
  removalPolicy,
  unseenChanges,
} from "../../../provider/core/lifecycle/policy";
import type { Observed } from "../../../provider/core/model/entity";
import { RemovalLimit } from "../../../provider/core/session/removal-limit";
import { declaration, kind } from "../lab";

const account: Observed = { id: "9", active: true, attributes: {}, sets: {}, references: { manager: null }, info: {} };
const refusal = (call: () => unknown) => {
  try {
    call();
  } catch (error) {
    return error as Error & { code: string; id?: string };
  }
  throw new Error("nothing was refused");
};

describe("an account that is there", () => {
  it.each([
    [undefined, true, "already-exists", /set adopt: true and it is kept/],
    [false, true, "already-exists", /\(id 9\)/],
    [undefined, false, "inactive-exists", /inactive .*\(id 9\).* reactivated/],
  ] as const)("with adopt %j and active %j is refused as %s", (adopt, active, code, says) => {
    const error = refusal(() => adoptable(kind, declaration({}, { adopt }), [{ ...account, active }], false));
    expect(error).toMatchObject({ code, account: "9" });
    expect(error.message).toMatch(says);
  });

  it("can be imported, says the refusal of an adapter that can import", () => {
    const error = refusal(() => adoptable(kind, declaration(), [account], true));
    expect(error.message).toMatch(/or import it with that id/);
  });

  it("is no single one where several have the natural key", () => {
    const twins = [account, { ...account, id: "10" }] as const;
    const error = refusal(() => adoptable(kind, declaration({}, { adopt: true }), [...twins], false));
    expect(error.code).toBe("ambiguous");
    expect(error.message).toContain("ids 9, 10");
  });

  it.each([true, "identical"] as const)("is taken on with adopt %j", (adopt) => {
    expect(adoptable(kind, declaration({}, { adopt }), [account], false)).toBe(account);
  });

  it('is refused where it differs under "identical", and brought to what is declared under true', () => {
    const changes = [{ kind: "attribute", path: ["bio"], to: "x" }] as const;
    const error = refusal(() => refuseDifferent(kind, declaration({}, { adopt: "identical" }), account, changes));
    expect(error.code).toBe("differs");
    expect(error.message).toMatch(/differs from what is declared in bio/);
    refuseDifferent(kind, declaration({}, { adopt: true }), account, changes);
    refuseDifferent(kind, declaration({}, { adopt: "identical" }), account, []);
  });

  it("is refused where a value that is fixed at creation differs", () => {
    const changes = [{ kind: "attribute", path: ["locale"], from: "a", to: "b" }] as const;
    const error = refusal(() => refuseDifferent(kind, declaration({}, { adopt: true }), account, changes));
    expect(error.code).toBe("invalid-arguments");
    expect(error.message).toMatch(/^locale: can only be set when an account is created.*leave it out/);
  });
});

it.each([
  [undefined, "created", "deactivate"],
  [undefined, "adopted", "retain"],
  [undefined, "imported", "retain"],
  ["delete", "imported", "delete"],
  ["deactivate", "adopted", "deactivate"],
  ["retain", "created", "retain"],
] as const)("onDestroy %j of an account that was %s is %s", (onDestroy, origin, policy) => {
  expect(destroyPolicy(onDestroy, origin)).toBe(policy);
});

it("nobody is their own manager", () => {
  expect(refusal(() => refuseOwnReference(kind, declaration({ references: { manager: "9" } }), "9")).message).toMatch(
    /^manager: /,
  );
  refuseOwnReference(kind, declaration({ references: { manager: "8" } }), "9");
  refuseOwnReference(kind, declaration({ references: { manager: null } }), "9");
});

describe("a copy of an account in another directory", () => {
  const copies = { ...kind.capabilities, copies: { output: "source" } as never };
  const issues = (onDestroy: "delete" | "retain" | undefined, last: "delete" | "retain" | undefined, shown: object) =>
    copyIssues(copies, declaration({}, { onDestroy }), last && declaration({}, { onDestroy: last }), "9", { ...shown });
  const copy = { source: "ldap" };

  it.each<["delete" | "retain" | undefined, "delete" | "retain" | undefined, object, boolean]>([
    ["delete", undefined, copy, true],
    ["delete", "retain", copy, true],
    ["delete", "delete", copy, false],
    ["retain", undefined, copy, false],
    [undefined, undefined, copy, false],
    ["retain", "delete", copy, false],
    ["delete", undefined, {}, false],
  ])("with onDestroy %j after %j, and %j shown, is refused: %s", (onDestroy, last, shown, isRefused) => {
    const found = issues(onDestroy, last, shown);
    expect(found).toHaveLength(isRefused ? 1 : 0);
    if (isRefused)
      expect(found[0]).toMatchObject({ path: ["onDestroy"], reason: expect.stringMatching(/9.*source ldap/) });
  });

  it("is none where the platform knows no copies", () => {
    expect(copyIssues(kind.capabilities, declaration({}, { onDestroy: "delete" }), undefined, "9", copy)).toEqual([]);
  });
});

it.each([
  [true, undefined, "created", "delete-empty"],
  [true, undefined, "adopted", "retain"],
  [true, "delete", "created", "delete"],
  [true, "retain", "created", "retain"],
  [undefined, undefined, "created", "deactivate"],
] as const)("of what holds others: %s, onDestroy %j and %s is %s", (holdsOthers, onDestroy, origin, policy) => {
  const capabilities = { ...kind.capabilities, ...(holdsOthers && { holdsOthers }) };
  expect(removalPolicy(capabilities, onDestroy, origin)).toBe(policy);
});

it("two groups of one name can be told apart by an import, two people can't", () => {
  const twins = [account, { ...account, id: "10" }] as const;
  const way = /or import the one that is meant/;
  const holding = { ...kind, capabilities: { ...kind.capabilities, holdsOthers: true as const } };
  const said = (of: typeof kind, canImport: boolean) =>
    refusal(() => adoptable(of, declaration(), [...twins], canImport)).message;
  expect(said(holding, true)).toMatch(way);
  for (const message of [said(holding, false), said(kind, true)]) expect(message).toMatch(/resolve that there first$/);
});

it.each([
  ["user", /belongs to someone who leaves/],
  ["group", /If it is a group that goes/],
] as const)("the refusal of a %s that exists says what may become of it", (name, says) => {
  expect(refusal(() => adoptable({ ...kind, name }, declaration(), [account], false)).message).toMatch(says);
});

it("what can be referred to at creation alone is no change of an account that is there", () => {
  const references = { manager: { clear: true, fixed: "it is fixed" } } as never;
  const changes = [{ kind: "reference", path: ["manager"], to: "8" }] as const;
  expect(fixedChanges({ ...kind.capabilities, references }, changes)).toEqual(changes);
  expect(fixedChanges(kind.capabilities, changes)).toEqual([]);
  const cleared = declaration({ attributes: { badge: null } });
  expect(unseenChanges(kind, cleared, account, "adoption")).toEqual([{ kind: "attribute", path: ["badge"] }]);
});

it("what is never shown is sent to an adopted account, and what acts at creation is not", () => {
  const declared = declaration({ attributes: { login: "ada", badge: "7", initialPassword: "p", bio: "x" } });
  expect(unseenChanges(kind, declared, account, "adoption")).toEqual([{ kind: "attribute", path: ["badge"], to: "7" }]);
  expect(unseenChanges(kind, declared, account, "after-create")).toEqual([]);
});

describe("the removal limit", () => {
  it("lets as many removals through as it was told, and none of those that did not happen count", () => {
    const removalLimit = new RemovalLimit(2, "roster:lab.maxRemovals");
    removalLimit.take();
    removalLimit.putBack();
    removalLimit.take();
    removalLimit.take();
    expect(refusal(() => removalLimit.take())).toMatchObject({ code: "removal-limit" });
    expect(refusal(() => removalLimit.take()).message).toMatch(
      /removed 2 and roster:lab.maxRemovals allows 2\..* a destroy uses .* the last up$/,
    );
  });

  it("at 0 lets none through", () => {
    expect(refusal(() => new RemovalLimit(0, "x").take()).code).toBe("removal-limit");
  });
});
