import { z } from "zod";

const Name = z.string().min(1);
/** A day, ISO 8601. YAML reads one without quotation marks as a text. */
const Day = z.iso.date('must be a day such as "2027-03-01"');
const Days = z.union([z.int().min(0), z.string().regex(/^\d+ days?$/)], {
  error: "must be a number of days, such as 7 days",
});
const BadRows = z.enum(["stop", "hold"], { error: "must be stop or hold" });

/** A fixed value, or a text with an expression in `${{ }}`. */
const Values = z.record(Name, z.unknown());

/** A file of rows, and what they mean. */
export const SourceSettings = z.strictObject({
  file: Name,
  sheet: Name.optional(),
  encoding: Name.optional(),
  separator: z.string().length(1, "must be one character").optional(),
  header: z.int().min(1).optional(),
  footer: Name.optional(),
  atLeast: z.int().min(0).optional(),
  dates: Name.optional(),
  where: Name.optional(),
  columns: z.record(Name, Name).optional(),
  values: Values.optional(),
  joins: Name.optional(),
  replaces: z.array(Name).optional(),
  badRows: BadRows.optional(),
  holdAtMost: z.int().min(0).optional(),
});
export type SourceSettings = z.infer<typeof SourceSettings>;

export const RuleSettings = z.looseObject({ when: Name });
export type RuleSettings = z.infer<typeof RuleSettings>;

const Hold = z.union([Name, z.strictObject({ reason: Name, until: Day.optional() })], {
  error: "must be a reason, or a map of reason and until",
});

/** What a roster may say beside its people, to be filled from files. */
export const GatheringShape = {
  defaults: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  sources: z.record(Name, SourceSettings).default({}),
  rules: z.array(RuleSettings).default([]),
  exclude: z.record(Name, Name).default({}),
  hold: z.record(Name, Hold).default({}),
  badRows: BadRows.default("stop"),
  holdAtMost: z.int().min(0).default(10),
  timezone: Name.default("UTC"),
  startsBefore: Days.default(0),
};
export type Gathering = z.infer<z.ZodObject<typeof GatheringShape>>;

/** What holds where a file of rows is the roster. */
export const NO_GATHERING: Gathering = z.strictObject(GatheringShape).parse({});

/** A number of days as it is written. */
export function daysIn(text: Gathering["startsBefore"]): number {
  return Number.parseInt(String(text), 10);
}
