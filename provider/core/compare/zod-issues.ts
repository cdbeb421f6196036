import type { z } from "zod";
import type { ValidationIssue } from "../model/validation-issue.js";
import { hasUnknown, isRecord, own, type Path } from "../model/value.js";
import { distance } from "./distance.js";

/**
 * A schema's objections, each in words a user can act on and without the value itself. Objections to something that
 * is not known yet, or that holds such a thing, are left out.
 *
 * @param alsoNamed names at the top that are accepted elsewhere, for "did you mean"
 */
export function issuesOf(
  schema: z.ZodType,
  value: unknown,
  alsoNamed: readonly string[] = [],
): readonly ValidationIssue[] {
  const result = parsed(schema, value);
  if (result === undefined) return unreadable(schema, value);
  if (result.success) return [];
  return result.error.issues.flatMap((issue): ValidationIssue[] => {
    // Arguments have no symbols for names.
    const path = issue.path as Path;
    if (issue.code === "unrecognized_keys") {
      const known = [...keysAt(schema, path), ...(path.length === 0 ? alsoNamed : [])];
      return issue.keys.map((key) => ({ path: [...path, key], reason: unknownName(key, known) }));
    }
    return hasUnknown(valueAt(value, path)) ? [] : [{ path, reason: inWords(issue, valueAt(value, path)) }];
  });
}

/** Undefined where zod can't tell: it measures whatever has a `length`, and throws where that is no number nor text. */
function parsed(schema: z.ZodType, value: unknown): z.ZodSafeParseResult<unknown> | undefined {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function unreadable(schema: z.ZodType, value: unknown): readonly ValidationIssue[] {
  const reason = 'holds an object whose "length" can\'t be read';
  const names = isRecord(value) ? Object.keys(value) : [];
  const paths = names
    .filter((name) => !parsed(schema, { [name]: (value as Record<string, unknown>)[name] }))
    .map((name) => [name]);
  return (paths.length > 0 ? paths : [[]]).map((path) => ({ path, reason }));
}

function inWords(issue: z.core.$ZodIssue, value: unknown): string {
  // A rule of our own knows why something is required, and what would do instead.
  if (value === undefined && issue.code !== "custom") return "is required";
  switch (issue.code) {
    case "invalid_type":
      return `must be ${article(issue.expected)}, not ${article(kindOf(value))}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values.map((allowed) => JSON.stringify(allowed)))}`;
    case "invalid_format":
      return issue.format === "email"
        ? "must be an e-mail address, such as ada@example.com"
        : lowerFirst(issue.message);
    case "too_small":
      if (issue.origin !== "string") return lowerFirst(issue.message);
      return value === "" ? "must not be empty" : `must have at least ${issue.minimum} characters`;
    case "invalid_union":
      return unionInWords(issue);
    default:
      return lowerFirst(issue.message);
  }
}

/** What zod says of a union for which we have no words. */
const NO_WORDS = "Invalid input";

/** A union's branches say what each would take, where it has no words of its own. */
function unionInWords(issue: z.core.$ZodIssueInvalidUnion): string {
  if (issue.message !== NO_WORDS) return issue.message;
  const branches = issue.errors.flatMap((errors) => {
    const first = errors[0];
    if (first?.code === "invalid_type" && first.path.length === 0) return [article(first.expected)];
    if (first?.code === "invalid_value") return first.values.map((allowed) => JSON.stringify(allowed));
    return [];
  });
  return branches.length > 0 ? `must be ${oneOf([...new Set(branches)])}` : lowerFirst(issue.message);
}

function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let at = unwrapped(schema);
  for (const part of path) {
    const shape = at?.shape;
    at = unwrapped(typeof part === "number" ? at?.element : isRecord(shape) ? own(shape, String(part)) : undefined);
  }
  return isRecord(at?.shape) ? Object.keys(at.shape) : [];
}

/** The parts of a schema that lead further in. */
interface Inner {
  readonly shape?: unknown;
  readonly element?: unknown;
  readonly unwrap?: () => unknown;
}

/** The object or list in optional ones. */
function unwrapped(schema: unknown): Inner | undefined {
  const at = schema as Inner | undefined;
  return typeof at?.unwrap === "function" && !at.element ? unwrapped(at.unwrap()) : at;
}

/** A name with a slip of the pen in it is no longer, in characters. */
const LONGEST_NAME = 60;

function unknownName(key: string, known: readonly string[]): string {
  const folded = key.toLowerCase().replace(/[^a-z]/g, "");
  const near = key.length > LONGEST_NAME ? undefined : known.find((name) => distance(folded, name.toLowerCase()) <= 2);
  if (known.length === 0) return "is not an argument here";
  return near
    ? `is not an argument here; did you mean "${near}"?`
    : `is not an argument here; there are ${known.join(", ")}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) at = own(Object(at) as Record<string, unknown>, String(part));
  return at;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

const WORDS: Readonly<Record<string, string>> = { array: "list", record: "object", string: "text" };

function article(kind: string): string {
  const word = own(WORDS, kind) ?? kind;
  if (word === "null") return word;
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}

function oneOf(choices: readonly string[]): string {
  return choices.length < 2
    ? (choices[0] ?? "another value")
    : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
