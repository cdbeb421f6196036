import jsonata from "jsonata";
import { isRecord } from "../../../provider/core/model/value";

/** A row as expressions see it: columns by their names, all texts. */
export type RowValues = Readonly<Record<string, string>>;

/** A JSONata expression that was read. */
export interface Expression {
  /** Columns that it names. */
  readonly columns: readonly string[];
  /** Whether it looks at the row as a whole, such as `$` does, so that it may read columns that it doesn't name. */
  readonly isOfRow: boolean;
  /** Throws a TypeError with what went wrong and what the expression saw. */
  evaluate(row: RowValues): Promise<unknown>;
}

/** What one row may cost: an expression that runs without an end is stopped. */
const GUARD = { timeout: 5_000, stack: 500, sequence: 100_000 } as const;
/** Many rows say the same in the few columns that expressions read, so that their outcomes are kept. */
const MOST_KNOWN = 5_000;
/** What doesn't depend on the row alone, or may be named in a text. */
const IMPURE = /\$\s*(?:random|shuffle|now|millis|eval)\b/;
/** With fewer a function takes the context in place of its first one; others need one. */
const LEAST_ARGUMENTS: Readonly<Record<string, number>> = { each: 2, lookup: 2, millis: 0, now: 0, random: 0, sift: 2 };

/**
 * Reads an expression.
 *
 * @returns a text where it can't be read: why
 */
export function expressionOf(text: string): Expression | string {
  let parsed: jsonata.Expression;
  const found: Reading = { columns: new Set(), isOfRow: false };
  try {
    parsed = jsonata(text, GUARD);
    look(parsed.ast(), true, found);
  } catch (error) {
    return `the expression can't be read: ${messageOf(error)}`;
  }
  const columns = [...found.columns];
  const known = new Map<string, unknown>();
  const isPure = !IMPURE.test(text);
  return {
    columns,
    isOfRow: found.isOfRow,
    evaluate: async (row) => {
      const cells = JSON.stringify(row);
      if (known.has(cells)) return known.get(cells);
      try {
        const outcome = plain(await parsed.evaluate(row));
        if (isPure && known.size < MOST_KNOWN && !isShared(outcome)) known.set(cells, outcome);
        return outcome;
      } catch (error) {
        throw new TypeError(`${messageOf(error)}; it saw ${seen(row, columns)}`, { cause: error });
      }
    },
  };
}

/** Those that give values. */
export function expressionsIn(
  values: readonly { readonly value: Expression | { readonly fixed: unknown } }[],
): readonly Expression[] {
  return values.flatMap(({ value }) => ("fixed" in value ? [] : [value]));
}

/** Columns that expressions read of a table. */
export function columnsRead(all: readonly Expression[], ofTable: readonly string[]): ReadonlySet<string> {
  return new Set(all.flatMap(({ columns, isOfRow }) => (isOfRow ? ofTable : columns)));
}

/** The expression in `${{ }}`; undefined where a text is none, an Error's text where it is half of one. */
export function embedded(text: string): { readonly expression: string } | { readonly problem: string } | undefined {
  if (!text.includes("${{")) return undefined;
  const [, expression] = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(text) ?? [];
  if (expression === undefined || expression.includes("${{")) {
    return { problem: "must be one expression as a whole: put texts into it too, joined with &" };
  }
  return { expression: expression.trim() };
}

/** Whether two people would have one list or map between them. */
function isShared(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** JSONata's own lists carry marks of how they were made. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
  if (typeof value === "function") throw new TypeError("the result is a function");
  return value;
}

function messageOf(error: unknown): string {
  return (error as Error).message;
}

function seen(row: RowValues, columns: readonly string[]): string {
  const values = columns.slice(0, 5).map((name) => `${name} ${JSON.stringify(row[name] ?? null)}`);
  return values.length === 0 ? "no column" : values.join(", ");
}

/** What an expression reads of a row. */
interface Reading {
  readonly columns: Set<string>;
  isOfRow: boolean;
}

/**
 * Looks for what a part of an expression reads of the row.
 *
 * @param isInRow whether names are looked up in the row itself, and not in what another step has found
 */
function look(given: unknown, isInRow: boolean, found: Reading): void {
  if (Array.isArray(given)) for (const item of given) look(item, isInRow, found);
  if (!isRecord(given)) return;
  const node = withPiped(given);
  const { type, value, steps, stages, predicate, ...parts } = node;
  if (type === "name" && isInRow) found.columns.add(String(value));
  if (isRow(node, isInRow) || isAnyName(node, isInRow) || (isInRow && takesContext(node))) found.isOfRow = true;
  if (Array.isArray(steps)) lookAtSteps(steps, isInRow, found);
  look([stages, predicate], false, found);
  look(Object.values(parts), isInRow && steps === undefined, found);
}

/** `Name ~> $trim()` is `$trim(Name)`. */
function withPiped(node: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { type, lhs, rhs } = node;
  if (type !== "apply" || !isRecord(rhs) || !Array.isArray(rhs["arguments"])) return node;
  return { ...rhs, arguments: [lhs, ...rhs["arguments"]] };
}

/** Whether a function is called with an argument less than it takes, so that the context stands in for the first one. */
function takesContext({ procedure, arguments: given }: Readonly<Record<string, unknown>>): boolean {
  if (!isRecord(procedure) || !Array.isArray(given)) return false;
  return given.length < (LEAST_ARGUMENTS[String(procedure["value"])] ?? 1);
}

/** `$.Name` is Name. */
function lookAtSteps([first, ...more]: readonly unknown[], isInRow: boolean, found: Reading): void {
  const [next] = more;
  const isName = isRecord(next) && next["type"] === "name";
  if (isName && isRow(first, isInRow) && first["predicate"] === undefined) look(next, true, found);
  else look(first, isInRow, found);
  look(more, false, found);
}

/** `$`, where that is the row, and `$$`, which is it everywhere. */
function isRow(node: unknown, isInRow: boolean): node is Readonly<Record<string, unknown>> {
  return isRecord(node) && node["type"] === "variable" && (node["value"] === "$" || (isInRow && node["value"] === ""));
}

/** `*`, `**`, and what leads back to the row from what was found in it: `%` and `@`. */
function isAnyName({ type, focus }: Readonly<Record<string, unknown>>, isInRow: boolean): boolean {
  return (isInRow && (type === "wildcard" || type === "descendant")) || type === "parent" || focus !== undefined;
}
