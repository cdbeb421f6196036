import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Checked, check } from "../../provider/core/compare/check";
import { clearedPaths } from "../../provider/core/contract/declaration";
import { setOptionsOf } from "../../provider/core/many/arguments";
import { checkUsers } from "../../provider/core/many/check";
import { isRecord, parsePath, pathText, sameValue } from "../../provider/core/model/value";
import { hostileName, hostileValue, MARK } from "./hostile";
import { anyPeople, validPeople } from "./people";
import { parameters, patience, platforms } from "./settings";

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort().join();

/** Whatever was given is in the answer: as it is, as emptied, or refused. What can't be added to a `clear` that is no list is refused there. */
function lost(given: Readonly<Record<string, unknown>>, { inputs, issues }: Checked): readonly string[] {
  const cleared = clearedPaths(inputs["clear"]);
  if (issues.some(({ path }) => path[0] === "clear" && path.length === 1)) return [];
  return Object.keys(given).filter(
    (name) =>
      !isNothing(given[name]) &&
      !Object.hasOwn(inputs, name) &&
      !cleared.some(([first]) => first === name) &&
      !issues.some(({ path }) => path[0] === name),
  );
}

/** Not there, or a list or map of nothing, which need not be said. */
function isNothing(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === "object" && value !== null && Object.values(value).every((item) => item === undefined);
}

function judge(given: Readonly<Record<string, unknown>>, checked: Checked, again: Checked): void {
  for (const { path, reason } of checked.issues) {
    expect(reason).toMatch(/\S/);
    // An entry of `clear` is a name, and is repeated so that it can be corrected.
    if (!path.includes("clear")) expect(reason).not.toContain(MARK);
    expect(reason).not.toContain("undefined");
    expect(path.length).toBeGreaterThan(0);
    expect(parsePath(pathText(path))).toEqual(path);
  }
  expect(lost(given, checked)).toEqual([]);
  if (!isDeepStrictEqual(again.inputs, checked.inputs)) expect(again.inputs).toEqual(checked.inputs);
  expect(again.issues.map(({ path }) => pathText(path))).toEqual(checked.issues.map(({ path }) => pathText(path)));
  expect(Object.getOwnPropertyNames(Object.prototype).sort().join()).toBe(PROTOTYPE);
}

describe.each(platforms)("check of $id", (platform) => {
  const people = anyPeople(platform);

  it(
    "takes anything, refuses by path and reason, loses nothing, shows no value, and is its own normal form",
    () => {
      const olds = fc.oneof(
        fc.constant({}),
        validPeople(platform).map((person) => check(platform.kinds.user, person, {}).inputs),
      );
      fc.assert(
        fc.property(people, olds, (news, before) => {
          const checked = check(platform.kinds.user, news, before);
          judge(news, checked, check(platform.kinds.user, checked.inputs, before));
        }),
        parameters(),
      );
    },
    patience,
  );

  it(
    "of a set does the same, person by person",
    () => {
      const keys = fc.oneof(fc.constantFrom("ada", "bob", "cleo"), hostileName);
      const users = fc.array(fc.tuple(keys, fc.oneof({ weight: 6, arbitrary: people }, hostileValue)), {
        maxLength: 5,
      });
      const names = [...Object.keys(setOptionsOf(platform.kinds.user.capabilities).shape), "user"];
      const own = fc.array(fc.tuple(fc.constantFrom(...names), hostileValue), {
        maxLength: 2,
      });
      const sets = fc
        .tuple(users, own)
        .map(([all, others]) => ({ ...Object.fromEntries(others), users: Object.fromEntries(all) }));
      fc.assert(
        fc.property(sets, sets, fc.boolean(), (news, olds, isNew) => {
          const before = isNew ? {} : checkUsers(platform.kinds.user, olds, {}).inputs;
          const checked = checkUsers(platform.kinds.user, news, before);
          judge(news, checked, checkUsers(platform.kinds.user, checked.inputs, before));
          const people = isRecord(checked.inputs["users"]) ? checked.inputs["users"] : {};
          for (const [key, person] of Object.entries(news.users)) {
            if (person === undefined) continue;
            const issues = checked.issues.flatMap(({ path, reason }) =>
              sameValue(path.slice(0, 2), ["users", key]) ? [{ path: path.slice(2), reason }] : [],
            );
            expect(Object.hasOwn(people, key) || issues.length > 0).toBe(true);
            if (isRecord(person) && isRecord(people[key]))
              expect(lost(person, { inputs: people[key], issues })).toEqual([]);
          }
        }),
        parameters(0.3, 15),
      );
    },
    patience,
  );
});
