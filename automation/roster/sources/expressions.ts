import jsonata from "jsonata";
import { isRecord } from "../../../provider/core/model/value";

/** A row as expressions see it: columns by their names, all texts. */
export type RowValues = Readonly<Record<string, string>>;

/** A JSONata expression that was read. */
export interface Expression {
  /** Columns that it reads. */
  readonly columns: readonly string[];
  /** Throws a TypeError with what went wrong and what the expression saw. */
  evaluate(row: RowValues): Promise<unknown>;
}

/** What one row may cost: an expression that runs without an end is stopped. */
const GUARD = { timeout: 5_000, stack: 500, sequence: 100_000 } as const;
const DEEPEST = 500;
/** Many rows say the same in the few columns that expressions read, so that their outcomes are kept. */
const MOST_KNOWN = 5_000;
/** What doesn't depend on the row alone, or may be named in a text. */
const IMPURE = /\$\s*(?:random|shuffle|now|millis|eval)\b/;

/**
 * Reads an expression.
 *
 * @returns a text where it can't be read: why
 */
export function expressionOf(text: string): Expression | string {
  let parsed: jsonata.Expression;
  try {
    parsed = jsonata(text, GUARD);
  } catch (error) {
    return `the expression can't be read: ${messageOf(error)}`;
  }
  const columns = [...new Set(columnsIn(parsed.ast()))];
  const known = new Map<string, unknown>();
  const isPure = !IMPURE.test(text);
  return {
    columns,
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
  return isRecord(error) && typeof error["message"] === "string" ? error["message"] : String(error);
}

function seen(row: RowValues, columns: readonly string[]): string {
  const values = columns.slice(0, 5).map((name) => `${name} ${JSON.stringify(row[name] ?? null)}`);
  return values.length === 0 ? "no column" : values.join(", ");
}

/** Names that are looked up in the row itself, and not in what another step has found. */
function columnsIn(node: unknown, depth = 0): readonly string[] {
  if (depth > DEEPEST || typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((item) => columnsIn(item, depth + 1));
  const { type, value, steps, ...rest } = node as Record<string, unknown>;
  if (type === "path" && Array.isArray(steps)) {
    const [first] = steps as readonly unknown[];
    if (isRecord(first) && first["type"] === "name") return [String(first["value"])];
    return columnsIn(first, depth + 1);
  }
  if (type === "name") return [String(value)];
  // A function of the expression's own has names of its own.
  if (type === "lambda") return columnsIn(rest["body"], depth + 1);
  return Object.entries(rest).flatMap(([name, inner]) => (NO_PARTS.includes(name) ? [] : columnsIn(inner, depth + 1)));
}

const NO_PARTS: readonly string[] = ["position", "procedure", "signature", "errors", "stages", "predicate"];
