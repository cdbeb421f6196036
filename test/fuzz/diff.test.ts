import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../provider/core/compare/check";
import { diff, managedView } from "../../provider/core/compare/diff";
import {
  type Declaration,
  declaredMembers,
  declaredReference,
  fromProperties,
  toProperties,
} from "../../provider/core/contract/declaration";
import type { ResourceKind } from "../../provider/core/contract/kind";
import { outputsOf, rememberedOutputs } from "../../provider/core/lifecycle/outputs";
import { checkUsers } from "../../provider/core/many/check";
import { isNeeded, planOf } from "../../provider/core/many/plan";
import { needsCall } from "../../provider/core/model/change";
import { FLAT, type Observed } from "../../provider/core/model/entity";
import { hasUnknown, isRecord, type Path, parsePath, UNKNOWN, type Value } from "../../provider/core/model/value";
import { detailedDiff } from "../../provider/plugin/detailed-diff";
import { detailedSetDiff } from "../../provider/plugin/detailed-set-diff";
import { hostileName } from "./hostile";
import { anyPeople, validPeople } from "./people";
import { parameters, patience, platforms } from "./settings";

type Properties = Readonly<Record<string, unknown>>;

/** So that whatever writes to its arguments throws. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((now, part) => {
    if (Array.isArray(now)) return now[Number(part)];
    return isRecord(now) && Object.hasOwn(now, part) ? now[String(part)] : undefined;
  }, value);
}

/** An account of a vendor that keeps what it is told letter by letter, and shows lists the other way round. */
function kept({ capabilities }: ResourceKind, { desired }: Declaration): Observed {
  const { activation } = capabilities;
  const attributes = Object.entries(desired.attributes).flatMap(([name, value]): [string, Value][] => {
    const traits = capabilities.attributes[name];
    if (value === null || value === UNKNOWN || traits?.writeOnly) return [];
    if (traits?.map && isRecord(value)) {
      const filled = Object.entries(value).filter(([, item]) => item !== null);
      return filled.length > 0 ? [[name, Object.fromEntries(filled) as Value]] : [];
    }
    return [[name, traits?.set && Array.isArray(value) ? [...value].reverse() : (value as Value)]];
  });
  const all = Object.fromEntries(attributes);
  const active = activation === undefined || (all[activation.attribute] ?? activation.active) === activation.active;
  return {
    id: "9",
    active,
    attributes: activation ? { [activation.attribute]: active ? activation.active : activation.inactive, ...all } : all,
    sets: Object.fromEntries(
      Object.keys(capabilities.sets).map((name) => [
        name,
        { members: declaredMembers(desired, name) ?? { [FLAT]: ["x"] } },
      ]),
    ),
    references: { manager: declaredReference(desired, "manager") ?? null },
    info: {},
  };
}

/** Where a difference stands has to be found in what was or in what will be. */
function expectPaths(paths: Iterable<string>, news: unknown, olds: unknown): void {
  for (const text of paths) {
    const path = parsePath(text);
    if (path === undefined) throw new Error(`${text} is no property path`);
    if (at(news, path) === undefined && at(olds, path) === undefined) throw new Error(`nothing stands at ${text}`);
  }
}

/** Account ids can close a circle of managers, which check can't see. */
function unlessCircle<T>(plan: () => T): T | undefined {
  try {
    return plan();
  } catch (error) {
    expect(error).toHaveProperty("code", "invalid-arguments");
    return undefined;
  }
}

describe.each(platforms)("diff of $id", (platform) => {
  const { capabilities } = platform.kinds.user;
  const read = (inputs: Properties): Declaration => frozen(fromProperties(capabilities, inputs));
  const accepted = fc
    .oneof({ weight: 3, arbitrary: validPeople(platform) }, { weight: 1, arbitrary: anyPeople(platform) })
    .map((person) => frozen(check(platform.kinds.user, person, {})))
    .filter(({ issues }) => issues.length === 0)
    .map(({ inputs }) => inputs);

  it(
    "of a person and themselves is empty, and a declaration is its properties",
    () => {
      fc.assert(
        fc.property(accepted, (inputs) => {
          // What is to be emptied is not known as a whole where one entry is not.
          if (hasUnknown(inputs["clear"])) return;
          const declared = read(inputs);
          const properties = toProperties(capabilities, declared);
          if (!isDeepStrictEqual(properties, inputs)) expect(properties).toEqual(inputs);
          if (hasUnknown(inputs)) return;
          expect(diff(capabilities, declared, declared)).toEqual([]);
          expect(diff(capabilities, declared, read(properties))).toEqual([]);
        }),
        parameters(),
      );
    },
    patience,
  );

  it(
    "is empty once a vendor keeps what it was told, and a refresh then gives the arguments back",
    () => {
      const { activation } = capabilities;
      fc.assert(
        fc.property(accepted, (inputs) => {
          if (hasUnknown(inputs)) return;
          const declared = read(inputs);
          const observed = frozen(kept(platform.kinds.user, declared));
          const view = managedView(capabilities, observed, declared);
          expect(diff(capabilities, declared, view)).toEqual([]);
          const outputs = outputsOf(platform.kinds.user, view, observed, { tenant: "here", origin: "created" });
          expect(diff(capabilities, declared, read(outputs))).toEqual([]);
          const described = check(platform.kinds.user, toProperties(capabilities, view), {});
          expect(described.issues).toEqual([]);
          // A state that nobody declared shows where it is off.
          const { [activation?.attribute ?? ""]: _, ...rest } = described.inputs;
          const { [activation?.attribute ?? ""]: __, ...given } = inputs;
          expect(rest).toEqual(given);
        }),
        parameters(),
      );
    },
    patience,
  );

  it(
    "names places that there are, writes to nothing, and is empty after what is only remembered",
    () => {
      fc.assert(
        fc.property(accepted, accepted, (before, after) => {
          const outputs = frozen({ ...before, tenant: "here", origin: "created" });
          const changes = diff(capabilities, read(after), read(outputs));
          expectPaths(detailedDiff(changes, after["clear"], before["clear"]).keys(), after, outputs);
          if (hasUnknown(after) || changes.some(needsCall)) return;
          expect(
            diff(capabilities, read(after), read(rememberedOutputs(platform.kinds.user, read(after), outputs))),
          ).toEqual([]);
        }),
        parameters(),
      );
    },
    patience,
  );

  it(
    "of a set names places that there are, and is empty for the same set",
    () => {
      const keys = fc.oneof(
        fc.constantFrom("ada", "bob", "cleo"),
        hostileName.filter((key) => !/^(__|id:|$)/.test(key)),
      );
      const sets = fc
        .array(fc.tuple(keys, accepted), { maxLength: 4 })
        .map((all) => checkUsers(platform.kinds.user, { users: Object.fromEntries(all) }, {}))
        .filter(({ issues }) => issues.length === 0)
        .map(({ inputs }) => inputs);
      const outputsOfSet = (inputs: Properties): Properties => {
        const keys = Object.keys(inputs["users"] as Properties);
        return {
          ...inputs,
          ids: Object.fromEntries(keys.map((key, i) => [key, String(i)])),
          origins: {},
          tenant: "here",
        };
      };
      fc.assert(
        fc.property(sets, sets, (before, after) => {
          const outputs = frozen(outputsOfSet(before));
          const plan = unlessCircle(() => planOf(platform.kinds.user, frozen(after), outputs));
          if (plan) expectPaths(detailedSetDiff(plan, after, outputs).keys(), after, outputs);
          const same = hasUnknown(after)
            ? undefined
            : unlessCircle(() => planOf(platform.kinds.user, after, outputsOfSet(after)));
          expect(same && isNeeded(same)).not.toBe(true);
        }),
        parameters(0.3, 15),
      );
    },
    patience,
  );
});
