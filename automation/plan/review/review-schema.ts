import { z } from "zod";
import { KIND_NAMES } from "../../../provider/core/contract/kind";
import { kindsOf, platformIds } from "../../common/platforms";
import { CHANGE_CLASSES, GROUP_CHANGES, PLAIN_KINDS, type Review } from "./review";

const Class = z.enum(CHANGE_CLASSES);
const Count = z.int().min(0);
const Seconds = z.number().min(0);
const Moment = z.iso.datetime();
const Names = z.array(z.string());
/** A value of JSON, or nothing. */
const Value = z.json().exactOptional();
const Text = z.string().exactOptional();

/** What members of sets are called, at any platform. */
const NOUNS = platformIds
  .flatMap(kindsOf)
  .flatMap(({ capabilities }) => Object.values(capabilities.sets).map(({ noun }) => noun));

const Platform = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  declared: Count,
  same: Count,
  counts: z.record(Class, Count),
  administrators: Count,
});

const Detail = z.object({
  kind: z.enum([...PLAIN_KINDS, ...NOUNS]),
  path: z.string().min(1),
  from: Value,
  to: Value,
  fromName: Text,
  toName: Text,
  fromKey: Text,
  toKey: Text,
});

const Change = z.object({
  platform: z.string().min(1),
  urn: z.string().min(1),
  key: z.string(),
  id: Text,
  formerId: Text,
  name: z.string(),
  naturalKey: z.string(),
  classes: z.array(Class).min(1),
  details: z.array(Detail),
  held: Names.exactOptional(),
  departure: z.enum(["deactivated", "deleted", "released"]).exactOptional(),
  reports: Names.exactOptional(),
  origins: z.record(z.string(), z.string()).exactOptional(),
});

const Group = z.object({
  platform: z.string().min(1),
  urn: z.string().min(1),
  id: Text,
  name: z.string(),
  change: z.enum(GROUP_CHANGES),
  withMembers: z.literal(true).exactOptional(),
  details: z.array(z.object({ path: z.string().min(1), from: Value, to: Value, fromName: Text, toName: Text })),
});

const Held = z.object({ key: z.string(), name: z.string(), reason: Text, place: Text });
const Turn = z.object({ key: z.string(), day: z.iso.date(), what: z.enum(["joins", "leaves"]) });

const Existing = z.object({
  kind: z.enum(KIND_NAMES).exactOptional(),
  platform: z.string().min(1),
  key: z.string(),
  name: z.string(),
  id: z.string(),
  active: z.boolean(),
  outcome: z.enum(["adopted", "refused"]),
});

const Guard = z.object({
  guard: z.string().min(1),
  platform: Text,
  count: Count,
  limit: z.string(),
  breached: z.boolean(),
  allowed: Count.exactOptional(),
  who: Names,
  advice: Text,
  approval: z.object({ command: z.string(), allow: z.string() }).exactOptional(),
});

const ForecastShape = z.object({
  writes: Count,
  platforms: z.array(z.object({ id: z.string().min(1), writes: Count, perMinute: Seconds.exactOptional() })),
  seconds: Seconds.exactOptional(),
  validUntil: Moment.exactOptional(),
  look: z.object({ calls: Count.exactOptional(), seconds: Seconds }),
});

/**
 * A review as it stands in plan.json. Whatever is in it beside that is dropped: a newer version may say more, and whoever
 * must not ignore that raises `version`.
 */
export const ReviewSchema = z.object({
  version: z.literal(1),
  project: z.string().min(1),
  stack: z.string().min(1),
  lookedAt: Moment,
  people: Count,
  unchanged: Count,
  platforms: z.array(Platform),
  changes: z.array(Change),
  groups: z.array(Group).exactOptional(),
  held: z.array(Held).exactOptional(),
  calendar: z.object({ today: z.iso.date(), next: z.array(Turn) }).exactOptional(),
  existing: z.array(Existing),
  guards: z.array(Guard),
  forecast: ForecastShape,
  notes: z.array(z.string()),
  digest: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex"),
}) satisfies z.ZodType<Review>;
