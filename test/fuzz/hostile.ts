import fc from "fast-check";
import { UNKNOWN } from "../../provider/core/model/value";

/** What must show in no refusal and no message, wherever it stands. */
export const MARK = "s3cret-0815";

/** Names that every object of JavaScript has, and those that mean something to us or to a vendor. */
const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "clear",
  "roles",
  "manager",
  "id",
  "",
  " ",
  ".",
  "..",
  "a.b",
  "a[0]",
  'a"b',
  "a\\b",
  "*",
  "0",
  "-1",
  "length",
  "e\u0301",
  "é",
];

const TEXTS = [
  "",
  " ",
  "\u0000",
  "\u001b[31mred",
  "\r\n",
  "\ud800",
  "a\udfffb",
  "e\u0301",
  "é",
  "ﬀ",
  "İ",
  "\u202eabc",
  "👩‍🚀",
  ".",
  "..",
  "../../x",
  "%2e%2e",
  "%",
  "%zz",
  "a/b?c#d",
  "null",
  "true",
  "id:1",
  "id:",
  "=1+1",
  "<b>x</b>",
  "$(x)",
  "ada@example.com",
  "ada%40example.com",
  "x".repeat(5_000),
  "a@".repeat(2_000),
  ...NAMES,
];

/** Any text of valid code points. `fc.string` makes a table of all of them first, which takes seconds. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xff }),
      fc.integer({ min: 0, max: 0xd7ff }),
      fc.integer({ min: 0xe000, max: 0x10ffff }),
    ),
    { maxLength: 20 },
  )
  .map((points) => String.fromCodePoint(...points));

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: anyText },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
);

export const hostileName: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: hostileText },
);

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, false, 0, -0, 1, -1, 1.5, 1e308, Number.NaN, Number.POSITIVE_INFINITY),
  fc.constant(MARK),
);

/** Any JSON there can be, with names that a plain assignment would lose, and a nest that is deep. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 6, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    { weight: 2, arbitrary: fc.array(fc.tuple(hostileName, tie("value")), { maxLength: 4 }).map(objectOf) },
    { weight: 1, arbitrary: fc.nat(400).map(nested) },
  ),
})).value;

/** The same, with what the engine does not know yet, and what is not there. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: hostileJson },
  { weight: 1, arbitrary: fc.constant(UNKNOWN) },
  { weight: 1, arbitrary: fc.constant([UNKNOWN, "a"]) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

/** As `JSON.parse` makes it: every name is one of its own, `__proto__` too. */
export function objectOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

function nested(depth: number): unknown {
  let value: unknown = "x";
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}
