import { basename, resolve } from "node:path";
import { pathText } from "../../../provider/core/model/value";
import { Failure } from "../../common/failure";
import { isPlatformId } from "../../common/platforms";
import { listed } from "../../common/yaml-file";
import { type Attribute, attributeOf, nameOfAttribute } from "../cells/attribute-names";
import { didYouMean, folded } from "../cells/folded-names";
import type { Path, RawPerson } from "../model/roster";
import { readTable } from "../tables/read-table";
import { numbered, type Table } from "../tables/table";
import { dayIn, isDay } from "./days";
import { Gathered } from "./gathered";
import { mappingOf, type Report } from "./mapping";
import { PeopleReader, type Source } from "./read-people";
import { expressionsOf, type Rule, rulesOf } from "./rules";
import { daysIn, type Gathering, type SourceSettings } from "./settings";

/** What gathering knows beside the settings. */
export interface GatherContext {
  /** The folder that files are relative to. */
  readonly folder: string;
  /** The place of a part of the settings, for messages: `roster.yaml:12:7`. */
  placeOf(path: Path): string;
  /** The day to read dates by, ISO 8601; default: today in the roster's time zone. */
  readonly today?: string | undefined;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
  /** Whether the roster is itself the table of its one source, so that messages name the file. */
  readonly isTable?: boolean;
  /** Tables by the names of sources that a program has read itself. */
  readonly tables?: ReadonlyMap<string, Table>;
}

/**
 * Reads all sources of a roster: each row a person, by the source's mapping and the rules. Whoever is written by hand is added,
 * attribute by attribute; whoever is excluded, or not there on the day, is taken away.
 *
 * @param byHand people who are written in the roster itself
 */
export async function gather(
  settings: Gathering,
  byHand: ReadonlyMap<string, RawPerson>,
  context: GatherContext,
): Promise<{ readonly gathered: Gathered; readonly today: string }> {
  const problems: string[] = [];
  const report: Report = (path, reason) => void problems.push(`${context.placeOf(path)}: ${pathText(path)}: ${reason}`);
  const today = todayOf(settings, context, report);
  const rules = rulesOf(settings.rules, (path, reason) => report(["rules", ...path], reason));
  const ofRules = rules.flatMap(({ values }) => values);
  const sources: Source[] = [];
  for (const [name, source] of Object.entries(settings.sources)) {
    const table = await tableOf(name, source, context);
    const tell: Report = (path, reason) => {
      if (context.isTable) problems.push(`${table.file}:${table.headerLine}, column ${path.at(-1)}: ${reason}`);
      else report(["sources", name, ...path], reason);
    };
    const required = context.isTable ? ["key", "platforms"] : ["key"];
    const mapping = mappingOf(table, source, rules.flatMap(expressionsOf), required, tell);
    if (source.joins !== undefined && !sources.some((other) => other.name === source.joins)) {
      tell(["joins"], `${source.joins} is no source above this one`);
    }
    const replaced = new Set<string>();
    for (const [i, text] of (source.replaces ?? []).entries()) {
      const attribute = replacedBy(text, source);
      if (typeof attribute === "string") tell(["replaces", i], attribute);
      else replaced.add(attribute.of === "manager" ? "manager" : nameOfAttribute(attribute));
    }
    sources.push({ name: context.isTable ? table.file : name, settings: source, table, mapping, replaced });
  }
  refuseUnknownColumns(rules, sources, report);
  refuse(problems);
  const gathered = new Gathered();
  const placeOfRule = (i: number): string => `${context.placeOf(["rules", i])}, rules[${i}]`;
  const rows = new PeopleReader({
    gathered,
    rules,
    placeOfRule,
    isJoined: byHand.size > 0 || sources.some(({ settings: { joins } }) => joins !== undefined),
    namesManagers: [...sources.flatMap(({ mapping: { columns, values } }) => [...columns, ...values]), ...ofRules].some(
      ({ attribute }) => attribute.of === "manager" && folded(attribute.by) === "name",
    ),
    today,
    before: daysIn(settings.startsBefore),
    signal: context.signal,
  });
  for (const source of sources) await rows.add(source, source.settings.badRows ?? settings.badRows);
  rows.addByHand(byHand);
  except(settings, gathered, today, context, report);
  refuse(problems);
  gathered.notes.push(...sources.flatMap(unusedNote));
  return { gathered, today };
}

/** The attribute that a source replaces of those that it joins; a text where it can't: why. */
function replacedBy(name: string, { joins }: SourceSettings): Attribute | string {
  if (joins === undefined) return "is for a source that joins another one";
  const attribute = attributeOf(name);
  if (typeof attribute === "string") return attribute;
  const isOfSource = ["key", "platforms", "starts", "ends", "was"].includes(nameOfAttribute(attribute));
  return isOfSource ? `${name} must be in one source alone` : attribute;
}

async function tableOf(
  name: string,
  source: SourceSettings,
  { folder, isTable, tables }: GatherContext,
): Promise<Table> {
  const { file, sheet, encoding, separator, header, footer, atLeast = 0 } = source;
  const path = resolve(folder, file);
  const table =
    tables?.get(name) ??
    (await readTable(
      path,
      { sheet, encoding, separator, header, footer },
      isTable ? basename(file) : `${name} (${basename(file)})`,
    ));
  if (table.rows.length < atLeast) {
    throw new Failure(
      "roster-file",
      `${table.file} has ${table.rows.length} rows, and sources.${name}.atLeast says ${atLeast}: the file may be cut`,
    );
  }
  // The names of attributes are there once each, which is judged as such.
  return source.columns === undefined ? table : numbered(table);
}

function todayOf({ timezone }: Gathering, { today, now }: GatherContext, report: Report): string {
  if (today !== undefined) {
    if (isDay(today)) return today;
    throw new Failure("usage", `${today} is no day; give one such as 2027-03-01`);
  }
  try {
    return dayIn(timezone, now);
  } catch {
    report(["timezone"], `${timezone} is no time zone; Europe/Madrid is one`);
    return dayIn("UTC", now);
  }
}

/** A column of a rule that one source has and another one lacks is empty there; one that nobody has is a mistake. */
function refuseUnknownColumns(rules: readonly Rule[], sources: readonly Source[], report: Report): void {
  const all = new Set(sources.flatMap(({ table }) => table.columns));
  for (const [i, rule] of rules.entries()) {
    for (const name of new Set(expressionsOf(rule).flatMap(({ columns }) => columns))) {
      if (all.has(name)) continue;
      report(["rules", i], `no source has a column ${name}${didYouMean(name, all)}`);
    }
  }
}

/** Whoever is excluded is not declared; whoever is held stays as they were last applied. */
function except(
  settings: Gathering,
  gathered: Gathered,
  today: string,
  { placeOf }: GatherContext,
  report: Report,
): void {
  const { people, absent } = gathered;
  const isKnown = (key: string): boolean => people.has(key) || absent.has(key);
  for (const key of Object.keys(settings.exclude)) {
    if (!isKnown(key)) report(["exclude", key], "is a key that nobody has");
    people.delete(key);
    absent.add(key);
  }
  for (const [key, given] of Object.entries(settings.hold)) {
    const { reason, until } = typeof given === "string" ? { reason: given, until: undefined } : given;
    if (until !== undefined && until < today) {
      gathered.notes.push(`the hold at ${placeOf(["hold", key])} has ended on ${until}`);
      continue;
    }
    if (Object.hasOwn(settings.exclude, key)) report(["hold", key], "is excluded too");
    else if (!isKnown(key))
      gathered.notes.push(
        `whoever is held at ${placeOf(["hold", key])} is in no source; they stay as they were last applied`,
      );
    const { values } = people.get(key) ?? {};
    const platforms = values === undefined ? undefined : Object.keys(values).filter(isPlatformId);
    gathered.hold({ key, reason, place: placeOf(["hold", key]), platforms });
  }
}

function unusedNote({ name, mapping }: Source): readonly string[] {
  if (mapping.unused.length === 0) return [];
  return [`not used of ${name}: ${mapping.unused.join(", ")}`];
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Failure("roster-file", listed(problems));
}
