import fc from "fast-check";
import type { z } from "zod";
import { check } from "../../provider/core/compare/check";
import { optionNames, optionsOf } from "../../provider/core/contract/options";
import type { Platform } from "../../provider/core/contract/platform";
import { isRecord, pathText } from "../../provider/core/model/value";
import { type Edit, edited, editOf } from "./edits";
import { hostileName, hostileText, hostileValue, MARK } from "./hostile";

type Properties = Readonly<Record<string, unknown>>;

const WORDS = [
  "Ada",
  "Byron",
  "d'Arcy",
  "Zoë",
  "Zoe\u0308",
  "李",
  "a b",
  "Engineer",
  "en-GB",
  "R&D",
  "x",
  "10%",
  "Ada ",
];

/** Texts that are likely to be taken. */
export const plainText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }) },
);

const address = fc
  .tuple(
    fc.constantFrom("ada", "Ada", "r&d", "josé", "jose\u0301", "a.b+c"),
    fc.constantFrom("example.com", "example.org"),
  )
  .map((parts) => parts.join("@"));

/** Values that a schema takes, made from the schema itself. */
export function valuesOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  return rawValuesOf(schema).filter((value) => schema.safeParse(value).success);
}

/** What this code uses of a schema's inside. Source: zod 4, `$ZodTypeDef`. */
interface Inside {
  readonly type: string;
  readonly format?: string;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

function rawValuesOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const { type, format, innerType, element, valueType, options, values, entries, shape } = schema.def as Inside;
  if (innerType) return rawValuesOf(innerType);
  if (shape) return recordsOf(shape);
  if (element) return fc.array(valuesOf(element), { maxLength: 4 });
  if (valueType) {
    const names = fc.oneof(
      plainText,
      hostileName,
      fc.constantFrom("urn:x:acme:2.0:User:badge", "urn:x:acme:2.0:User:a.b"),
    );
    return fc.array(fc.tuple(names, valuesOf(valueType)), { maxLength: 4 }).map((all) => Object.fromEntries(all));
  }
  if (options) return fc.oneof(...options.map(valuesOf));
  if (entries) return fc.constantFrom(...Object.values(entries));
  if (values) return fc.constantFrom(...values);
  switch (type) {
    case "boolean":
      return fc.boolean();
    case "number":
      return fc.integer({ min: -5, max: 1000 });
    case "string":
      if (format === "email") return address;
      if (format === "guid") return fc.uuid();
      return fc.oneof(
        { weight: 5, arbitrary: plainText },
        { weight: 1, arbitrary: plainText.map((text) => `/${text}`) },
        { weight: 1, arbitrary: hostileText },
      );
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Objects with every required name and some of the others. */
function recordsOf(shape: Readonly<Record<string, z.ZodType>>): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.entries(shape);
  const required = names.filter(([, schema]) => !schema.safeParse(undefined).success).map(([name]) => name);
  const fields = Object.fromEntries(names.map(([name, schema]) => [name, valuesOf(schema)]));
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
}

/** Arguments that check accepts, with entries of `clear` among them. */
export function validPeople(platform: Platform): fc.Arbitrary<Record<string, unknown>> {
  const { capabilities } = platform.kinds.user;
  const clearable = Object.entries(capabilities.attributes).flatMap(([name, { clear, map }]) =>
    clear === true ? [map ? hostileName.map((key) => pathText([name, key])) : fc.constant(pathText([name]))] : [],
  );
  const options = recordsOf(optionsOf(capabilities).shape).map(({ clear: _, ...others }) => others);
  const clear = fc.array(fc.oneof(...clearable, fc.constant("manager")), { maxLength: 3 });
  return fc
    .tuple(
      recordsOf(platform.kinds.user.arguments.shape),
      fc.oneof(fc.constant({}), options),
      fc.option(clear, { nil: undefined }),
    )
    .map(([person, own, cleared]) => tamed(platform, { ...person, ...own, ...(cleared ? { clear: cleared } : {}) }));
}

/** Without what the platform refuses for reasons that its schema can't say. */
function tamed(platform: Platform, person: Properties): Record<string, unknown> {
  let now: unknown = person;
  for (let tries = 0; tries < 20; tries++) {
    const { issues } = check(platform.kinds.user, now as Properties, {});
    const [first] = issues;
    if (first === undefined) return now as Record<string, unknown>;
    now = without(now, first.path);
  }
  return Object.fromEntries(
    Object.entries(person).filter(([name]) => !platform.kinds.user.arguments.shape[name]?.safeParse(undefined).success),
  );
}

function without(value: unknown, [name, ...rest]: readonly (string | number)[]): unknown {
  if (Array.isArray(value))
    return rest.length === 0
      ? value.filter((_, i) => i !== name)
      : value.map((item, i) => (i === name ? without(item, rest) : item));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    rest.length === 0
      ? entries.filter(([key]) => key !== name)
      : entries.map(([key, item]) => [key, key === name ? without(item, rest) : item]),
  );
}

/** Arguments of every kind: good ones, good ones with a few places made bad, and anything at all. */
export function anyPeople(platform: Platform): fc.Arbitrary<Record<string, unknown>> {
  const names = fc.oneof(
    fc.constantFrom(
      ...Object.keys(platform.kinds.user.arguments.shape),
      ...optionNames(platform.kinds.user.capabilities),
    ),
    hostileName,
  );
  const anything = fc
    .array(fc.tuple(names, hostileValue), { maxLength: 8 })
    .map((entries) => Object.fromEntries(entries));
  const edits: fc.Arbitrary<readonly Edit[]> = fc.array(editOf(hostileValue), { minLength: 1, maxLength: 3 });
  const nearly = fc.tuple(validPeople(platform), edits).map(([person, all]) => {
    const result = edited(person, all);
    return isRecord(result) ? result : person;
  });
  return fc
    .tuple(
      fc.oneof(
        { weight: 2, arbitrary: validPeople(platform) },
        { weight: 4, arbitrary: nearly },
        { weight: 2, arbitrary: anything },
      ),
      fc.boolean(),
    )
    .map(([person, hasSecret]) =>
      hasSecret && "initialPassword" in platform.kinds.user.arguments.shape
        ? { ...person, initialPassword: [MARK] }
        : person,
    );
}
