import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { check } from "../../provider/core/compare/check";
import type { Clock } from "../../provider/core/contract/context";
import { modeNames } from "../../provider/core/contract/options";
import type { Properties } from "../conformance/adapter";
import { Life, MANY, ONE } from "./life";
import { plainText, valuesOf } from "./people";
import { parameters, patience, platforms } from "./settings";
import { shortcut } from "./shortcut";
import { jumpingClock, type Running, type Vendor, vendors } from "./vendors";

vi.mock("../../provider/http/exchange", async (original) =>
  (await import("./shortcut.js")).withShortcuts(await original<typeof import("../../provider/http/exchange")>()),
);

/** Attributes that a vendor takes from a list of its own, whose values the samples are. */
const LISTED = [
  "uiLocale",
  "contentLocale",
  "timeZoneCode",
  "timezone",
  "language",
  "authSource",
  "image",
  "extra",
  "extendedFields",
  "extensions",
  "requiredActions",
  "profileId",
  "sailpointIdentityId",
  "preferredResolution",
  "x509Certificates",
  "type",
  "locale",
];

/** What a vendor strips or can't hold is no fault of ours. */
const worldly = plainText.map((text) => text.replace(/\p{C}/gu, "").trim()).filter((text) => text !== "");

/** Arguments that this vendor takes: of what it has lists for one of the samples, of everything else anything. */
function people(
  { platform, person, samples, roles, memberships = [] }: Vendor,
  key: "ada" | "bob" | "cleo" | "dan",
): fc.Arbitrary<Properties> {
  const { naturalKey, attributes } = platform.kinds.user.capabilities;
  const values = Object.entries(samples)
    .filter(([name]) => name !== naturalKey && attributes[name]?.createOnly !== "refused")
    .map(([name, sample]) => {
      const schema = platform.kinds.user.arguments.shape[name];
      const free =
        schema && !LISTED.includes(name)
          ? [attributes[name]?.map ? fc.constantFrom(...sample.values) : texts(schema)]
          : [];
      const emptied =
        attributes[name]?.clear === true
          ? [
              fc.constant(
                attributes[name]?.map
                  ? Object.fromEntries(Object.keys(sample.values[0] as object).map((part) => [part, null]))
                  : null,
              ),
            ]
          : [];
      const value = fc.oneof(fc.constantFrom(...sample.values), ...free, ...emptied);
      return [name, value.map((chosen) => ({ ...sample.with, [name]: chosen }))] as const;
    });
  const chosen = fc.subarray([...values]).chain((some) => fc.tuple(...some.map(([, value]) => value)));
  const granted = fc.constantFrom(
    {},
    ...[roles.one, roles.two, roles.swapped, roles.none].map((value) => ({ roles: value })),
  );
  const joined = fc.constantFrom({}, ...memberships.map((groups) => ({ groups })));
  const modes = modeNames(platform.kinds.user.capabilities).map((mode) => ({ [mode]: "add" }));
  const mode = fc.constantFrom({}, ...modes);
  return fc
    .tuple(chosen, granted, joined, mode)
    .map(([all, ...own]): Properties => Object.assign({}, person(key), ...all, ...own))
    .filter((args) => check(platform.kinds.user, args, {}).issues.length === 0);
}

function texts(schema: Parameters<typeof valuesOf>[0]): fc.Arbitrary<unknown> {
  return fc.oneof(valuesOf(schema), worldly).filter((value) => schema.safeParse(value).success && isWorldly(value));
}

function isWorldly(value: unknown): boolean {
  if (typeof value === "string") return !/\p{C}|^\s|\s$/u.test(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isWorldly);
}

/** The vendor, who answers without connections. */
async function started(vendor: Vendor, clock: Clock, own: Properties): Promise<Running> {
  const running = await vendor.start({ clock, own });
  const end = shortcut(running.origin, running.answer);
  return { ...running, close: () => running.close().finally(end) };
}

const ids = new Set(platforms.map(({ id }) => id));

describe.each(vendors.filter(({ platform }) => ids.has(platform.id)))("a person at $platform.id", (vendor) => {
  const { platform } = vendor;

  it(
    "becomes what is declared, and then there is nothing to do",
    async () => {
      const inputs = fc.record({
        steps: fc.array(people(vendor, "ada"), { minLength: 1, maxLength: 3 }),
        habit: fc.constantFrom(...vendor.habits),
      });
      await fc.assert(
        fc.asyncProperty(inputs, async ({ steps, habit }) => {
          const clock = jumpingClock();
          const running = await started(vendor, clock, habit);
          try {
            const life = new Life(ONE, platform, running.configuration, clock);
            for (const args of steps) {
              await life.apply(args);
              expect(life.differs(args)).toBe(false);
              await life.refresh();
              expect(life.differs(args)).toBe(false);
            }
          } finally {
            await running.close();
          }
        }),
        parameters(0.5, 8),
      );
    },
    patience,
  );

  it(
    "is one of a set whose people come, change, get other keys and leave",
    async () => {
      const { naturalKey } = platform.kinds.user.capabilities;
      const everybody = fc.record(
        Object.fromEntries((["ada", "bob", "cleo", "dan"] as const).map((key) => [key, people(vendor, key)])),
        { requiredKeys: [], noNullPrototype: true },
      );
      const step = fc.tuple(
        everybody,
        fc.boolean(),
        fc.option(fc.constantFrom("ada", "bob", "cleo"), { nil: undefined }),
      );
      const inputs = fc.record({
        steps: fc.array(step, { minLength: 1, maxLength: 3 }),
        habit: fc.constantFrom(...vendor.habits),
        onDestroy: fc.constantFrom("deactivate", "delete"),
      });
      await fc.assert(
        fc.asyncProperty(inputs, async ({ steps, habit, onDestroy }) => {
          const clock = jumpingClock();
          const running = await started(vendor, clock, habit);
          try {
            const life = new Life(MANY, platform, running.configuration, clock);
            for (const [users, isRenamed, chief] of steps) {
              const named = Object.entries(users).map(
                ([key, person]) => [isRenamed ? `${key}2` : key, person] as const,
              );
              const chiefKey = chief && (isRenamed ? `${chief}2` : chief);
              const managed = named.map(([key, person]) => [
                key,
                platform.kinds.user.capabilities.references["manager"]?.clear === true &&
                person &&
                chiefKey &&
                chief &&
                key > chiefKey &&
                users[chief]
                  ? { ...person, manager: chiefKey }
                  : person,
              ]);
              const args = { users: Object.fromEntries(managed), adopt: true, onDestroy, maxRemovals: "all" };
              await life.apply(args);
              expect(life.differs(args)).toBe(false);
              await life.refresh();
              expect(life.differs(args)).toBe(false);
              const declared = named.map(([, person]) => String(person?.[naturalKey])).sort();
              const there = running
                .accounts()
                .filter(({ id }) => Object.values(life.kept?.outputs["ids"] ?? {}).includes(id));
              expect(there.map(({ attributes }) => attributes[naturalKey]).sort()).toEqual(declared);
              const others = running.accounts().filter(({ id }) => !there.some((account) => account.id === id));
              expect(others.filter(({ active }) => active)).toEqual([]);
            }
            await life.remove();
            expect(running.accounts().filter(({ active }) => active)).toEqual([]);
          } finally {
            await running.close();
          }
        }),
        parameters(0.25, 4),
      );
    },
    patience,
  );
});
