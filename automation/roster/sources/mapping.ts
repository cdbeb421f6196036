import { isRecord } from "../../../provider/core/model/value";
import { type Attribute, attributeOf, nameOfAttribute } from "../cells/attribute-names";
import { didYouMean, folded } from "../cells/folded-names";
import type { Path } from "../model/roster";
import type { Table } from "../tables/table";
import { type DayReader, dayReader } from "./days";
import { columnsRead, type Expression, embedded, expressionOf, expressionsIn } from "./expressions";
import type { SourceSettings } from "./settings";

/** Takes what is wrong with a part of a source's settings, or of its header. */
export type Report = (path: Path, reason: string) => void;

/** What gives everybody, or whoever a rule is for, the value of an attribute. */
export interface Given {
  readonly attribute: Attribute;
  /** As it is written, for messages. */
  readonly name: string;
  readonly value: Expression | { readonly fixed: unknown };
}

/** What the columns of a table mean. */
export interface Mapping {
  readonly columns: readonly { readonly attribute: Attribute; readonly index: number; readonly column: string }[];
  readonly values: readonly Given[];
  readonly where: Expression | undefined;
  readonly day: DayReader;
  /** Names of columns that nothing looks at. */
  readonly unused: readonly string[];
}

/**
 * Matches a source's settings with the header of its table.
 *
 * @param ofRules expressions of the rules
 * @param required names of attributes that a column or a value must give
 */
export function mappingOf(
  table: Table,
  settings: Pick<SourceSettings, "columns" | "values" | "where" | "dates">,
  ofRules: readonly Expression[],
  required: readonly string[],
  report: Report,
): Mapping {
  const columns =
    settings.columns === undefined ? standardColumns(table, report) : namedColumns(table, settings.columns, report);
  const values = Object.entries(settings.values ?? {}).flatMap(([name, value]) => {
    const given = givenOf(name, value, (reason) => report(["values", name], reason));
    return given === undefined ? [] : [given];
  });
  const where =
    settings.where === undefined ? undefined : readExpression(settings.where, (reason) => report(["where"], reason));
  const day = dayReader(settings.dates);
  if (typeof day === "string") report(["dates"], day);
  for (const { name, value } of values)
    if ("columns" in value) refuseUnknown(table, value, (reason) => report(["values", name], reason));
  if (where) refuseUnknown(table, where, (reason) => report(["where"], reason));
  twice([...columns, ...values], report);
  for (const name of required) {
    if ([...columns, ...values].some(({ attribute }) => nameOfAttribute(attribute) === name)) continue;
    report(["columns", name], settings.columns === undefined ? "is missing" : "is missing: say which column it is");
  }
  for (const { attribute } of [...columns, ...values]) {
    if (attribute.of !== "manager" || ["email", "name", "username"].includes(folded(attribute.by))) continue;
    if (table.columns.some((name) => folded(name) === folded(attribute.by))) continue;
    report(
      ["columns", `manager.${attribute.by}`],
      `${noColumn(attribute.by, table.columns, table.file)}; it may be email, name, username or a column`,
    );
  }
  const used = new Set([
    ...columns.map(({ column }) => column),
    ...columnsRead([...ofRules, ...expressionsIn(values), ...(where ? [where] : [])], table.columns),
  ]);
  const unused = table.columns.filter((name) => name !== "" && !used.has(name));
  return { columns, values, where, day: typeof day === "string" ? (text) => text : day, unused };
}

/** A value under the name of an attribute; undefined where it was reported. */
export function givenOf(name: string, value: unknown, report: (reason: string) => void): Given | undefined {
  const attribute = attributeOf(name);
  if (typeof attribute === "string") {
    report(attribute);
    return undefined;
  }
  const text = embedded(typeof value === "string" ? value : JSON.stringify(value));
  if (text === undefined) return { attribute, name, value: { fixed: value } };
  if ("problem" in text) {
    report(text.problem);
    return undefined;
  }
  const expression = readExpression(text.expression, report);
  return expression === undefined ? undefined : { attribute, name, value: expression };
}

export function readExpression(text: string, report: (reason: string) => void): Expression | undefined {
  const expression = expressionOf(text);
  if (typeof expression !== "string") return expression;
  report(expression);
  return undefined;
}

function refuseUnknown(
  { columns, file }: Table,
  { columns: read }: Expression,
  report: (reason: string) => void,
): void {
  for (const name of read) if (!columns.includes(name)) report(noColumn(name, columns, file));
}

function noColumn(name: string, columns: readonly string[], file: string): string {
  return `${file} has no column ${name}${didYouMean(name, columns.filter(Boolean))}`;
}

/** A table whose columns have the names of attributes, as a roster in CSV. */
function standardColumns({ columns }: Table, report: Report): Mapping["columns"] {
  const found = columns.flatMap((column, index) => {
    if (column === "") return [];
    const attribute = attributeOf(column);
    if (typeof attribute === "string") {
      report(["columns", column], attribute);
      return [];
    }
    return [{ attribute, index, column }];
  });
  return found;
}

function namedColumns(
  { columns, file }: Table,
  named: Readonly<Record<string, string>>,
  report: Report,
): Mapping["columns"] {
  const found = Object.entries(named).flatMap(([name, column]) => {
    const attribute = attributeOf(name);
    if (typeof attribute === "string") {
      report(["columns", name], attribute);
      return [];
    }
    const exact = columns.filter((known) => known === column);
    const same = exact.length > 0 ? exact : columns.filter((known) => known !== "" && folded(known) === folded(column));
    const [written, another] = same;
    if (written !== undefined && another === undefined)
      return [{ attribute, index: columns.indexOf(written), column: written }];
    const several = written === undefined ? numberedAs(column, columns) : same;
    const reason =
      several.length > 1
        ? `${file} has the column ${column} ${several.length} times; say ${several.join(" or ")}`
        : noColumn(column, columns, file);
    report(["columns", name], reason);
    return [];
  });
  return found;
}

/** Columns that the header calls alike, as `numbered` has them. */
function numberedAs(column: string, columns: readonly string[]): readonly string[] {
  return columns.filter((known) => known.replace(/ \(\d+\)$/, "") === column);
}

function twice(all: readonly (Mapping["columns"][number] | Given)[], report: Report): void {
  const seen = new Set<string>();
  for (const one of all) {
    const text = nameOfAttribute(one.attribute);
    if (seen.has(text)) report("column" in one ? ["columns", one.column] : ["values", one.name], "is there twice");
    seen.add(text);
  }
}

/** How deep the maps of a platform are: the platform, an attribute, a key in it. */
const LEVELS = 2;

/** Values in nested maps by dotted names, as rules have them: `adobe: { roles: [...] }` is `adobe.roles`. */
export function dotted(
  values: Readonly<Record<string, unknown>>,
  levels = LEVELS,
): readonly (readonly [string, unknown])[] {
  return Object.entries(values).flatMap(([name, value]): readonly (readonly [string, unknown])[] => {
    if (!isRecord(value) || levels === 0) return [[name, value]];
    return dotted(value, levels - 1).map(([inner, item]) => [`${name}.${inner}`, item]);
  });
}
