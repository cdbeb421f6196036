import { type PlatformId, platformIds } from "../../common/platforms";
import { type Attribute, attributeOf, nameOfAttribute, platformNamed } from "../cells/attribute-names";
import { type Cells, readCommonCell } from "../cells/cells";
import { folded } from "../cells/folded-names";
import type { TableRow } from "../tables/table";
import { type DayReader, isNoDay } from "./days";
import { columnsRead, type Expression, expressionsIn, type RowValues } from "./expressions";
import type { Given, Mapping } from "./mapping";
import { merged, nested } from "./merge";
import { expressionsOf, type Rule } from "./rules";

/** What a row says, before anything of it was judged. */
export interface RowReading {
  /** "" where the row has none that can be read. */
  readonly key: string;
  /** Whether `where` takes the row. */
  readonly passes: boolean;
  readonly values: Readonly<Record<string, unknown>>;
  /** By platform id, what would count if the person were there. */
  readonly offers?: Readonly<Record<string, unknown>>;
  readonly managerBy?: string;
  readonly was: readonly string[];
  readonly starts?: string;
  readonly ends?: string;
  /** Indices of the rules that matched. */
  readonly rules: readonly number[];
  readonly diagnostics: readonly RowDiagnostic[];
  /** Whether cells are missing, so that none of them is surely in its column, the key included. */
  readonly isSlipped?: true;
}

export interface RowDiagnostic {
  /** As messages name it: `column Hire Date`. */
  readonly where?: string | undefined;
  readonly reason: string;
}

const NONE: readonly never[] = [];

/** Reads the rows of one table. */
export class RowReader {
  readonly #rowOf: (row: TableRow) => RowValues;
  readonly #needsRow: boolean;

  constructor(
    readonly columns: readonly string[],
    readonly mapping: Mapping,
    readonly rules: readonly Rule[],
    readonly cells: Cells,
  ) {
    const { where, values } = mapping;
    const all = [...(where ? [where] : []), ...expressionsIn(values), ...rules.flatMap(expressionsOf)];
    const read = columnsRead(all, columns);
    const named = [...columns.entries()].filter(([, name]) => read.has(name));
    this.#rowOf = (row) =>
      Object.fromEntries(named.map(([i, name]) => [name, (row.cells[i] ?? "").trim().normalize("NFC")]));
    this.#needsRow = read.size > 0;
  }

  async read(row: TableRow): Promise<RowReading> {
    const { mapping } = this;
    const draft = new Draft(this.cells, mapping.day);
    if (row.problem !== undefined) return this.#slipped(draft, row, row.problem);
    const values = this.#needsRow ? this.#rowOf(row) : {};
    const passes = mapping.where === undefined || (await draft.passes(mapping.where, values));
    for (const { attribute, index, column } of mapping.columns) {
      draft.cell(attribute, row.cells[index] ?? "", `column ${column}`);
    }
    for (const given of mapping.values) await draft.give(given, values, `values ${given.name}`);
    // Whoever is not meant needs no more than a key, as somebody's manager.
    if (!passes) return draft.reading(NONE, false);
    const matched: number[] = [];
    for (const [i, rule] of this.rules.entries()) {
      if ((await draft.outcome(rule.when.evaluate(values), `rules[${i}].when`)) !== true) continue;
      matched.push(i);
      draft.putOn(rule.platforms);
      for (const given of rule.values) await draft.give(given, values, `rules[${i}].${given.name}`, true);
    }
    return draft.reading(matched, true);
  }

  /** Nothing of such a row is judged: `where` would look at another column, and take everybody for gone. */
  #slipped(draft: Draft, row: TableRow, reason: string): RowReading {
    const key = this.mapping.columns.find(({ attribute }) => nameOfAttribute(attribute) === "key");
    if (key) draft.cell(key.attribute, row.cells[key.index] ?? "", `column ${key.column}`);
    return { ...draft.reading(NONE, true), diagnostics: [{ reason }], isSlipped: true };
  }
}

/** What cells say under the names of attributes, without any expression. */
export function readCells(reader: Cells, cells: Readonly<Record<string, string>>): RowReading {
  const draft = new Draft(reader, (text) => text);
  for (const [name, text] of Object.entries(cells)) {
    const attribute = attributeOf(name);
    if (typeof attribute === "string") draft.report(attribute, `column ${name}`);
    else draft.cell(attribute, text, `column ${name}`);
  }
  return draft.reading(NONE, true);
}

/** A person in the making: whatever gives attributes gives them here, one after the other. */
class Draft {
  readonly #diagnostics: RowDiagnostic[] = [];
  #common: Record<string, unknown> = {};
  readonly #platforms = new Set<PlatformId>();
  readonly #accounts = new Map<PlatformId, Record<string, unknown>>();
  #managerBy: string | undefined;

  constructor(
    readonly cells: Cells,
    readonly day: DayReader,
  ) {}

  cell(attribute: Attribute, text: string, where: string, joinLists = false): void {
    try {
      this.#put(attribute, this.#read(attribute, text), where, joinLists);
    } catch (error) {
      this.#caught(error, where);
    }
  }

  async give({ attribute, value }: Given, row: RowValues, where: string, joinLists = false): Promise<void> {
    const given = "fixed" in value ? value.fixed : await this.outcome(value.evaluate(row), where);
    // The null of an expression leaves the attribute alone; one that is written empties it.
    if (given === null && !("fixed" in value)) return;
    if (typeof given === "string") this.cell(attribute, given, where, joinLists);
    else this.#put(attribute, given, where, joinLists);
  }

  putOn(platforms: readonly PlatformId[]): void {
    for (const platform of platforms) this.#platforms.add(platform);
  }

  report(reason: string, where: string): void {
    this.#diagnostics.push({ where, reason });
  }

  /** Whether a row is meant; where that can't be told, it is, with a diagnostic. */
  async passes(where: Expression, row: RowValues): Promise<boolean> {
    const before = this.#diagnostics.length;
    const outcome = await this.outcome(where.evaluate(row), "where");
    if (this.#diagnostics.length > before) return true;
    if (typeof outcome === "boolean" || outcome === undefined || outcome === null) return outcome === true;
    this.report("must be true or false", "where");
    return true;
  }

  /** The outcome of an expression; undefined where it failed, which is noted. */
  async outcome(outcome: Promise<unknown>, where: string): Promise<unknown> {
    try {
      return await outcome;
    } catch (error) {
      this.#caught(error, where);
      return undefined;
    }
  }

  reading(rules: readonly number[], passes: boolean): RowReading {
    const { key, starts, ends, was, ...common } = this.#common;
    const accounts = [...this.#platforms].map((platform) => [platform, this.#accounts.get(platform) ?? {}] as const);
    const offers = [...this.#accounts].filter(([platform]) => !this.#platforms.has(platform));
    return {
      key: typeof key === "string" ? key : "",
      values: { ...common, ...Object.fromEntries(accounts) },
      ...(offers.length === 0 ? {} : { offers: Object.fromEntries(offers) }),
      was: Array.isArray(was) ? was.map(String) : NONE,
      ...(this.#managerBy === undefined ? {} : { managerBy: this.#managerBy }),
      ...(typeof starts === "string" ? { starts } : {}),
      ...(typeof ends === "string" ? { ends } : {}),
      rules,
      passes,
      diagnostics: this.#diagnostics,
    };
  }

  #read(attribute: Attribute, text: string): unknown {
    if (attribute.of === "platform") return this.cells.read(attribute.platform, attribute.path, text);
    if (attribute.of === "manager") return readCommonCell("manager", text);
    const value = readCommonCell(attribute.name, text);
    if ((attribute.name === "starts" || attribute.name === "ends") && typeof value === "string") {
      return isNoDay(value) ? undefined : this.day(value);
    }
    return value;
  }

  #put(attribute: Attribute, value: unknown, where: string, joinLists: boolean): void {
    if (attribute.of === "platform") {
      if (value === undefined) return;
      const before = this.#accounts.get(attribute.platform) ?? {};
      const [name = "", ...inner] = attribute.path;
      if (inner.length === 0 && before[name] === undefined) {
        before[name] = value;
        this.#accounts.set(attribute.platform, before);
        return;
      }
      this.#accounts.set(attribute.platform, merged(before, nested(attribute.path, value), { joinLists }));
    } else if (attribute.of === "manager") {
      if (value === undefined) return;
      this.#common["manager"] = value;
      this.#managerBy = folded(attribute.by);
    } else if (attribute.name === "platforms") this.#putPlatforms(value, where);
    else if (value !== undefined) {
      if (attribute.name === "manager") this.#managerBy = undefined;
      const isFirst = this.#common[attribute.name] === undefined;
      if (isFirst) this.#common[attribute.name] = value;
      else this.#common = merged(this.#common, { [attribute.name]: value }, { joinLists });
    }
  }

  #putPlatforms(value: unknown, where: string): void {
    const named = typeof value === "string" ? value.split("|") : Array.isArray(value) ? value.map(String) : [];
    for (const name of named) {
      const platform = platformNamed(name);
      if (platform === undefined) {
        const reason =
          name.trim() === "" ? "must not be empty" : `"${name.trim()}" is none of ${platformIds.join(", ")}`;
        this.report(reason, where);
      } else this.#platforms.add(platform);
    }
  }

  #caught(error: unknown, where: string): void {
    if (!(error instanceof TypeError)) throw error;
    this.report(error.message, where);
  }
}
