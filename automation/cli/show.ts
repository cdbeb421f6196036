import { resolve } from "node:path";
import { isRecord, pathText } from "../../provider/core/model/value";
import { Failure } from "../common/failure";
import { jsonText } from "../common/json-text";
import { TODAY_VARIABLE } from "../common/today";
import { visible } from "../reports/untrusted";
import { padded, widthOf } from "../reports/width";
import { didYouMean } from "../roster/cells/folded-names";
import { readRoster } from "../roster/file/read-roster";
import type { Group, Person, Roster } from "../roster/model/roster";
import { type CliContext, type CommonOptions, EXIT, type Exit } from "./context";
import { rosterFileOf } from "./project";

export type ShowOptions = Pick<CommonOptions, "cwd" | "roster" | "today" | "json">;

/** What a roster declares of one person or group, and where each value comes from. Asks no vendor and no state. */
export async function show(key: string, options: ShowOptions, context: CliContext): Promise<Exit> {
  const folder = resolve(context.folder, options.cwd);
  const { now, signal, environment } = context;
  const today = options.today ?? environment[TODAY_VARIABLE];
  const roster = await readRoster(rosterFileOf(folder, options.roster), { today, now: now(), signal });
  const person = roster.people.get(key);
  const held = roster.held.get(key);
  const group = roster.groups.get(key);
  if (person === undefined && held === undefined && group === undefined) throw unknownKey(key, roster);
  const values = person === undefined ? [] : valuesOf(person);
  const origins = roster.originsOf(key);
  if (options.json) {
    const aliases = person?.aliases ?? [];
    const { manager, accounts } = person ?? {};
    const ofPerson = held ? { held } : { manager, aliases, accounts, origins };
    const ofGroup = group && { group: { place: group.place, platforms: group.platforms } };
    context.out(jsonText({ key, ...(person || held ? ofPerson : {}), ...ofGroup }));
    return EXIT.nothing;
  }
  const lines = [
    ...(person || held ? [visible(key)] : []),
    ...(held ? [`  held as last applied: ${visible(held.reason)} (${visible(held.place)})`] : []),
    ...table(values.map(([path, value]) => [path, JSON.stringify(value) ?? "", origins[path] ?? ""])),
    ...(group ? groupLines(group) : []),
  ];
  context.out(`${lines.join("\n")}\n`);
  return EXIT.nothing;
}

function groupLines({ key, place, platforms }: Group): readonly string[] {
  const values = declaredOn(platforms).map(([path, value]) => [path, JSON.stringify(value) ?? "", ""] as const);
  return [visible(`group ${key} (${place})`), ...table(values)];
}

/** Everything that is declared, by attribute with its platform. */
function valuesOf({ manager, accounts }: Person): readonly Value[] {
  const own = declaredOn(accounts);
  return manager === undefined ? own : [["manager", manager], ...own];
}

type Value = readonly [path: string, value: unknown];

function declaredOn(platforms: Person["accounts"]): readonly Value[] {
  return Object.entries(platforms).flatMap(([id, args]) =>
    Object.entries(args ?? {}).flatMap(([name, value]): readonly Value[] =>
      isRecord(value)
        ? Object.entries(value).map(([inner, item]) => [pathText([id, name, inner]), item] as const)
        : [[pathText([id, name]), value]],
    ),
  );
}

function table(rows: readonly (readonly [string, string, string])[]): readonly string[] {
  const shown = rows.map(([path, value, origin]) => [visible(path), visible(value), visible(origin)] as const);
  const [first, second] = [0, 1].map((column) => Math.max(0, ...shown.map((row) => widthOf(row[column] ?? ""))));
  return shown.map(([path, value, origin]) =>
    `  ${padded(path, first ?? 0)}  ${padded(value, second ?? 0)}  ${origin}`.trimEnd(),
  );
}

function unknownKey(key: string, { people, held, groups, file }: Roster): Failure {
  const hint = didYouMean(key, [...people.keys(), ...held.keys(), ...groups.keys()]);
  return new Failure("roster-file", `nobody has the key ${key} in ${file} today${hint}`);
}
