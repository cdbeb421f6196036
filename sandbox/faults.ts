import { z } from "zod";
import type { Random } from "./prng";

/** What goes wrong. A write is applied unless the kind says otherwise. */
export const Fault = z.discriminatedUnion("kind", [
  /** Refused with the vendor's 429, not applied; `retryAfter` in seconds (default 1) or any text for the header. */
  z.strictObject({ kind: z.literal("429"), retryAfter: z.union([z.number().min(0), z.string()]).optional() }),
  /** Answered with this status in the vendor's error shape, or with `body`; not applied unless `applied`. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    body: z.unknown().optional(),
    applied: z.boolean().optional(),
  }),
  /** The right answer, `ms` milliseconds later. */
  z.strictObject({ kind: z.literal("slow"), ms: z.number().min(0) }),
  /** The connection is destroyed and nothing is applied. */
  z.strictObject({ kind: z.literal("reset-before") }),
  /** The write is applied and the connection is destroyed instead of an answer. */
  z.strictObject({ kind: z.literal("reset-after") }),
  /** The right status with a body that isn't JSON. */
  z.strictObject({ kind: z.literal("malformed") }),
  /** Half of the announced body, then the end of the connection. */
  z.strictObject({ kind: z.literal("truncated") }),
  /** The right answer, its body a byte every `ms` milliseconds. */
  z.strictObject({ kind: z.literal("drip"), ms: z.number().min(1) }),
  /** The right answer, in front of its body so many blanks; announced, or as they come. */
  z.strictObject({ kind: z.literal("large"), bytes: z.int().min(1), announced: z.boolean().optional() }),
  /** Netex: this platform fails and keeps its old state, the others succeed. */
  z.strictObject({
    kind: z.literal("platform"),
    platform: z.string(),
    status: z.int(),
    message: z.string().optional(),
  }),
  /** A read shows the state of `writes` writes ago (default 1). */
  z.strictObject({ kind: z.literal("stale"), writes: z.int().min(1).optional() }),
  /** The answer is the one to a GET of this address with `find` replaced, so about somebody else; a write is carried out. */
  z.strictObject({ kind: z.literal("misrouted"), find: z.string().min(1), replace: z.string() }),
  /** A list leaves out the record with this id, and its total is that of what it shows. */
  z.strictObject({ kind: z.literal("hides"), id: z.string().min(1) }),
  /** The right answer, with one text in it replaced by another. */
  z.strictObject({ kind: z.literal("rewritten"), find: z.string().min(1), replace: z.string() }),
  /** A write answers as if applied and isn't. `body` is laid over the answer, of a read too. */
  z.strictObject({ kind: z.literal("lie"), body: z.unknown().optional() }),
]);
export type Fault = z.infer<typeof Fault>;

/** A fault and when it strikes. All conditions must hold; a rule without any strikes every request. */
export const FaultRule = z.strictObject({
  /** One method or several, upper case. */
  method: z.union([z.string(), z.array(z.string())]).optional(),
  /** Tested against the path with its query; a string is a regular expression's source. */
  path: z.union([z.instanceof(RegExp), z.string().refine(isPattern, "not a regular expression")]).optional(),
  /** Which of the matching requests, counted from 1. */
  nth: z.union([z.int().min(1), z.array(z.int().min(1))]).optional(),
  /** The share of the matching requests, 0 to 1, drawn from the sandbox's seed. */
  probability: z.number().min(0).max(1).optional(),
  /** How many times it strikes at most. */
  times: z.int().min(1).optional(),
  fault: Fault,
});
export type FaultRule = z.infer<typeof FaultRule>;

/** The faults to come. The first rule that strikes is used. Token endpoints need a rule with a `path`. */
export interface FaultPlan {
  add(...rules: FaultRule[]): void;
  clear(): void;
  /** The rules so far and how often each has struck. */
  report(): { rule: FaultRule; struck: number }[];
}

/** What is asked of the plan for every request. */
export interface Occurrence {
  readonly method: string;
  readonly path: string;
  readonly isToken: boolean;
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

function matches(rule: FaultRule, { method, path, isToken }: Occurrence): boolean {
  if (rule.method !== undefined && ![rule.method].flat().includes(method)) return false;
  if (rule.path === undefined) return !isToken;
  // A pattern of its own each time: a global or sticky one would remember where it stopped.
  const source = typeof rule.path === "string" ? rule.path : rule.path.source;
  const flags = typeof rule.path === "string" ? "" : rule.path.flags.replace(/[gy]/g, "");
  return new RegExp(source, flags).test(path);
}

/** An empty plan and the function that takes the fault for a request from it. */
export function createFaultPlan(random: Random): { plan: FaultPlan; take: (o: Occurrence) => Fault | undefined } {
  let entries: { rule: FaultRule; matched: number; struck: number }[] = [];

  const strikes = ({ rule, matched, struck }: (typeof entries)[number]) =>
    (rule.nth === undefined || [rule.nth].flat().includes(matched)) &&
    (rule.times === undefined || struck < rule.times) &&
    (rule.probability === undefined || random() < rule.probability);

  const plan: FaultPlan = {
    add(...rules) {
      entries.push(...rules.map((rule) => ({ rule: FaultRule.parse(rule), matched: 0, struck: 0 })));
    },
    clear() {
      entries = [];
    },
    report: () => entries.map(({ rule, struck }) => ({ rule, struck })),
  };

  function take(occurrence: Occurrence): Fault | undefined {
    const matching = entries.filter(({ rule }) => matches(rule, occurrence));
    for (const entry of matching) entry.matched++;
    const entry = matching.find(strikes);
    if (entry === undefined) return undefined;
    entry.struck++;
    return entry.rule.fault;
  }

  return { plan, take };
}
