import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { platformIds, userKindOf } from "../../../automation/common/platforms";
import { readTableRoster } from "../../../automation/roster/file/read-roster";
import type { Row } from "../../../automation/roster/import/rows";
import { csvOf } from "../../../automation/roster/import/write-csv";
import { optionsOf } from "../../../provider/core/contract/options";
import { isRecord, sameValue } from "../../../provider/core/model/value";
import { folderOfFiles } from "./files";

/** Few by default; `PROPERTY_RUNS=10000` for many. The seed is said, so that a failure comes again. */
const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 200);
const SEED = Number(process.env["PROPERTY_SEED"] ?? 20261128);

const folder = folderOfFiles();

/** What spreadsheets spoil, run or separate; what terminals obey; what looks like another type. */
const NASTY = [
  ..."=1+1|+49 30 1234|-|@SUM(A1)|#N/A|#REF!|####|1.23457E+11|2.34E+5|00123|'00124|'t Hart|null|[]|true|TRUE|1e3|0x1F".split(
    "|",
  ),
  ...[
    '="00123"',
    "a|b",
    "a \\| b",
    "R&D | Labs",
    "|",
    "\\",
    "a\\|b",
    "a, b",
    "a;b",
    "a\tb",
    "a\nb",
    "a\r\nb",
    '"x"',
    "'\"",
    "'[",
    "{}",
  ],
  ...[
    "\u001b[31mred",
    "\u202eevil",
    "a\u200bb",
    "\ufeffa",
    "=\u200b1",
    "Zoë",
    "Zoe\u0308",
    "芽衣",
    " ",
    "",
    "é|è",
    "sep=;",
    "version:v1.0",
  ],
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  fc.string({ unit: "grapheme", maxLength: 10 }),
  fc.string({ unit: fc.constantFrom(..."=+-@'\"|\\,; \t\r\n[]{}axE5#".split("")), maxLength: 8 }),
);

/** Values that an argument takes, by its JSON schema, whether or not a vendor would. */
function valuesOf(schema: unknown): fc.Arbitrary<unknown> {
  if (!isRecord(schema)) return text;
  const { type, enum: names, anyOf, items, properties, additionalProperties } = schema;
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map(valuesOf));
  if (Array.isArray(names)) return fc.constantFrom(...names);
  if ("const" in schema) return fc.constant(schema["const"]);
  if (type === "boolean") return fc.boolean();
  if (type === "array") return fc.array(valuesOf(items), { maxLength: 3 });
  if (type === "object" && isRecord(properties)) {
    const known = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, valuesOf(inner)]));
    return fc.record(known, { requiredKeys: [] });
  }
  if (type === "object") return fc.dictionary(text, valuesOf(additionalProperties), { maxKeys: 3 });
  return text;
}

const common = fc.record(
  Object.fromEntries(["given", "family", "name", "email", "username", "manager"].map((name) => [name, text])),
  { requiredKeys: [] },
);

describe("rows -> people -> rows", () => {
  test.each(platformIds)(
    "at %s are equal, whatever stands in a cell",
    { timeout: 300_000 + RUNS * 1000 },
    async (platform) => {
      const { arguments: own, capabilities } = userKindOf(platform);
      const { manager: _, ...shape } = own.extend(optionsOf(capabilities).shape).shape;
      const all = z.object(shape);
      const account = valuesOf(z.toJSONSchema(all, { io: "input", unrepresentable: "any" }));
      const row = fc.record({ key: fc.stringMatching(/^[a-z][\w.-]{0,6}$/), common, account });
      const rows = fc.uniqueArray(row, { selector: ({ key }) => key, minLength: 1, maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(rows, async (people) => {
          const written = people.map(
            ({ key, common, account }): Row => ({ key, person: { ...common, [platform]: account }, ids: {} }),
          );
          const { text, left } = csvOf(written, []);
          // Of a name with a decomposed letter CSV can't be sure, and says so.
          const kept = written.filter((one) => !left.includes(one));
          const { people: read, diagnostics } = await readTableRoster(folder.write("roster.csv", text), {
            now: new Date(0),
          });
          expect(diagnostics).toEqual([]);
          expect([...read.keys()]).toEqual(kept.map(({ key }) => key));
          for (const { key, person } of kept) expect(sameValue(read.get(key)?.values, person)).toBe(true);
          const again = csvOf(
            kept.map(({ key }) => ({ key, person: read.get(key)?.values ?? {}, ids: {} })),
            [],
          );
          expect(again.left).toEqual([]);
          const { people: twice } = await readTableRoster(folder.write("again.csv", again.text), { now: new Date(0) });
          for (const { key, person } of kept) expect(sameValue(twice.get(key)?.values, person)).toBe(true);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
  );
});
