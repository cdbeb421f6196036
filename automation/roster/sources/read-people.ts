import { setImmediate } from "node:timers/promises";
import { Failure } from "../../common/failure";
import { isPlatformId } from "../../common/platforms";
import type { Attribute } from "../cells/attribute-names";
import { Cells } from "../cells/cells";
import { folded } from "../cells/folded-names";
import type { RawPerson } from "../model/roster";
import type { Table } from "../tables/table";
import { differences, type Told } from "./differences";
import type { Days, Gathered } from "./gathered";
import { joined } from "./joined-person";
import type { Mapping } from "./mapping";
import { RowReader, type RowReading } from "./read-row";
import type { Rule } from "./rules";
import type { SourceSettings } from "./settings";
import { givenBy, type Matched, type SourceOfPeople, SourcePerson } from "./source-person";
import { waysToWrite } from "./spoken-names";

/** One table with all that is to be done with it. */
export interface Source {
  /** As messages name it. */
  readonly name: string;
  readonly settings: SourceSettings;
  readonly table: Table;
  readonly mapping: Mapping;
  /** Names of attributes for which its rows count against those that they join. A manager is one, whatever names them. */
  readonly replaced: ReadonlySet<string>;
}

export interface PeopleSetting {
  readonly gathered: Gathered;
  readonly rules: readonly Rule[];
  placeOfRule(index: number): string;
  /** Whether people come from several places, so that what one of them offers may count for another. */
  readonly isJoined: boolean;
  /** Whether some name their managers by name. */
  readonly namesManagers: boolean;
  readonly today: string;
  /** So many days before their first day people are declared. */
  readonly before: number;
  readonly signal?: AbortSignal | undefined;
}

/** After so many rows other work gets its turn, such as a signal that ends this. */
const BREATH = 500;

/** Makes people of the rows of sources, and of those who are written by hand. */
export class PeopleReader {
  readonly #lines = new Map<string, { readonly source: string; readonly line: number; readonly isThere: boolean }>();
  /** Whoever rows of another source may join, as they were told of before. */
  readonly #told = new Map<string, Told>();
  readonly #out = new Set<string>();
  readonly #cells = new Cells();
  /** By the rule's index. */
  readonly #matches: readonly Matched[];

  constructor(readonly setting: PeopleSetting) {
    this.#matches = setting.rules.map(({ values }, i) => ({ place: setting.placeOfRule(i), values }));
  }

  async add(source: Source, badRows: "stop" | "hold"): Promise<void> {
    const { table, mapping } = source;
    const { rules, signal } = this.setting;
    const reader = new RowReader(table.columns, mapping, rules, this.#cells);
    const own: SourceOfPeople = { name: source.name, mapping, holdsBadRows: badRows === "hold" };
    const named = lookUpColumns(table, [
      ...mapping.columns,
      ...mapping.values,
      ...rules.flatMap(({ values }) => values),
    ]);
    for (const [i, row] of table.rows.entries()) {
      if (i % BREATH === BREATH - 1) {
        await setImmediate();
        if (signal?.aborted) throw new Failure("interrupted", `reading ${source.name} was interrupted`);
      }
      const reading = await reader.read(row);
      for (const [name, at] of named) this.setting.gathered.lookUp(name, row.cells[at], reading.key);
      this.#take(source, own, row.line, reading);
    }
  }

  addByHand(people: ReadonlyMap<string, RawPerson>): void {
    const { gathered } = this.setting;
    for (const [key, person] of people) {
      this.#lookUp(key, person);
      const { was } = person.values;
      if (was !== undefined) gathered.was.set(key, [was].flat().map(String));
      // A row decides whether somebody is there.
      if (this.#out.has(key)) continue;
      const before = gathered.people.get(key);
      gathered.people.set(key, before === undefined ? person : joined(before, person));
      gathered.absent.delete(key);
    }
  }

  #take(source: Source, own: SourceOfPeople, line: number, reading: RowReading): void {
    const { gathered } = this.setting;
    const { key, starts, ends } = reading;
    // A sum below the rows is nobody, where the file's own setting says so.
    if (key === "" && !reading.passes && reading.diagnostics.length === 0) return;
    if (key === "") {
      const noKey = { where: givenBy(own.mapping, KEY), reason: "must not be empty: it is the key" };
      this.#diagnostics(own, line, {
        ...reading,
        diagnostics: reading.diagnostics.length > 0 ? reading.diagnostics : [noKey],
      });
      return;
    }
    const person = this.#person(own, line, reading);
    this.#lookUp(key, person);
    if (!reading.passes) {
      if (!gathered.people.has(key)) gathered.absent.add(key);
      return;
    }
    if (!this.#isFirst(source, line, reading)) return;
    if (reading.diagnostics.length > 0) {
      this.#diagnostics(own, line, reading);
      return;
    }
    const told = this.#told.get(key);
    const { joins } = source.settings;
    if (told !== undefined && joins !== undefined) {
      const diagnostics = differences(told, { person, starts, ends }, source.replaced);
      if (diagnostics.length > 0) {
        this.#diagnostics(own, line, { ...reading, diagnostics });
        return;
      }
    }
    if (this.setting.isJoined) {
      this.#told.set(key, {
        person: told === undefined ? person : joined(told.person, person),
        starts: starts ?? told?.starts,
        ends: ends ?? told?.ends,
      });
    }
    if (reading.was.length > 0) gathered.was.set(key, reading.was);
    if (!gathered.isThere(key, this.#daysOf(reading))) {
      gathered.people.delete(key);
      gathered.absent.add(key);
      this.#out.add(key);
      return;
    }
    if (this.#out.has(key)) return;
    const first = gathered.people.get(key);
    if (first === undefined && joins !== undefined) return;
    gathered.people.set(key, first === undefined ? person : joined(first, person));
    gathered.absent.delete(key);
  }

  /** Whether a row is the only one of its key, or adds to one of the source that its own joins. */
  #isFirst({ name, settings, mapping }: Source, line: number, reading: RowReading): boolean {
    const { gathered } = this.setting;
    const place = `${name}:${line}, ${givenBy(mapping, KEY)}`;
    const { key } = reading;
    const other = this.#lines.get(key);
    if (settings.joins !== undefined) {
      if (other !== undefined || gathered.absent.has(key)) return true;
      const reason = `is no key of ${settings.joins}, which this source joins`;
      gathered.diagnostics.push({ place, key, reason: `${key}: ${reason}`, holds: false });
      return false;
    }
    if (other === undefined) {
      this.#lines.set(key, { source: name, line, isThere: this.#isThere(reading) });
      return true;
    }
    if (other.source === name && !(other.isThere && this.#isThere(reading))) {
      return this.#isOfToday(name, line, reading, other.isThere);
    }
    const where =
      other.source === name
        ? `line ${other.line}; if one of the two counts, say in \`where\` which`
        : `${other.source}:${other.line}; say joins: ${other.source} if these rows add to those`;
    // Which of the two is meant can't be told, so that nobody is held.
    gathered.diagnostics.push({
      place,
      key: "",
      reason: `is also the key of ${where}`,
      holds: false,
    });
    return false;
  }

  /** Of two rows with one key, such as two contracts, at most one is of this day. It counts, or the last one where none is. */
  #isOfToday(name: string, line: number, reading: RowReading, isOtherThere: boolean): boolean {
    const { key } = reading;
    if (isOtherThere) {
      // Their next contract may begin soon.
      this.setting.gathered.isThere(key, this.#daysOf(reading));
      return false;
    }
    this.#lines.set(key, { source: name, line, isThere: this.#isThere(reading) });
    this.#out.delete(key);
    this.#told.delete(key);
    return true;
  }

  /** Whether a row's own days have begun and not ended; what can't be read has. */
  #isThere(reading: RowReading): boolean {
    return this.setting.gathered.isWithin(this.#daysOf(reading));
  }

  #daysOf({ starts, ends }: RowReading): Days {
    const { today, before } = this.setting;
    return { starts, ends, today, before };
  }

  #diagnostics(
    { name, holdsBadRows }: SourceOfPeople,
    line: number,
    { key, diagnostics, values, isSlipped }: RowReading,
  ): void {
    const { gathered } = this.setting;
    const platforms = Object.keys(values).filter(isPlatformId);
    if (key !== "") gathered.absent.add(key);
    for (const { where, reason } of diagnostics) {
      const place = `${name}:${line}${where === undefined ? "" : `, ${where}`}`;
      gathered.diagnostics.push({ place, key, reason, holds: holdsBadRows && key !== "" && !isSlipped, platforms });
    }
  }

  #person(own: SourceOfPeople, line: number, { values, rules, managerBy, offers }: RowReading): SourcePerson {
    const matched = rules.length === 0 ? NO_RULES : rules.flatMap((i) => this.#matches[i] ?? []);
    return new SourcePerson(own, line, values, matched, managerBy, this.setting.isJoined ? offers : undefined);
  }

  #lookUp(key: string, { values }: RawPerson): void {
    for (const name of ["email", "username"]) this.setting.gathered.lookUp(name, values[name], key);
    if (!this.setting.namesManagers) return;
    const said = (part: string): string => String(values[part] ?? "");
    for (const way of waysToWrite(said("given"), said("family"), said("name")))
      this.setting.gathered.lookUp("name", way, key);
  }
}

const NO_RULES: readonly Matched[] = [];
const KEY = ["key"];

/** Columns that somebody's manager is named by, and where they stand. */
function lookUpColumns(
  { columns }: Table,
  given: readonly { readonly attribute: Attribute }[],
): readonly (readonly [name: string, index: number])[] {
  const wanted = given.flatMap(({ attribute }) => (attribute.of === "manager" ? [attribute.by] : []));
  return wanted.flatMap((name) => {
    const at = columns.findIndex((column) => folded(column) === folded(name));
    return at < 0 || ["email", "username"].includes(folded(name)) ? [] : [[folded(name), at] as const];
  });
}
