import { resolve } from "node:path";
import { isRecord, pathText } from "../../provider/core/model/value";
import { Failure } from "../common/failure";
import { jsonText } from "../common/files";
import { TODAY_VARIABLE } from "../common/today";
import { visible } from "../reports/untrusted";
import { padded, widthOf } from "../reports/width";
import { nearest } from "../roster/cells/folded-names";
import { readRoster } from "../roster/file/read-roster";
import type { Person, Roster } from "../roster/model/roster";
import { type CliContext, type CommonOptions, EXIT, type Exit } from "./context";
import { rosterFileOf } from "./project";

export type ShowOptions = Pick<CommonOptions, "cwd" | "roster" | "today" | "json">;

/** What a roster declares of one person, and where each value comes from. Asks no vendor and no state. */
export async function show(key: string, options: ShowOptions, context: CliContext): Promise<Exit> {
  const folder = resolve(context.folder, options.cwd);
  const { now, signal, environment } = context;
  const today = options.today ?? environment[TODAY_VARIABLE];
  const roster = await readRoster(rosterFileOf(folder, options.roster), { today, now: now(), signal });
  const person = roster.people.get(key);
  const held = roster.held.get(key);
  if (person === undefined && held === undefined) throw unknownKey(key, roster);
  const values = person === undefined ? [] : valuesOf(person);
  const origins = roster.originsOf(key);
  if (options.json) {
    const aliases = person?.aliases ?? [];
    const { manager, accounts } = person ?? {};
    context.out(jsonText({ key, ...(held ? { held } : { manager, aliases, accounts, origins }) }));
    return EXIT.nothing;
  }
  const lines = [
    visible(key),
    ...(held ? [`  held as last applied: ${visible(held.reason)} (${visible(held.place)})`] : []),
    ...table(values.map(([path, value]) => [path, JSON.stringify(value) ?? "", origins[path] ?? ""])),
  ];
  context.out(`${lines.join("\n")}\n`);
  return EXIT.nothing;
}

/** Everything that is declared, by attribute with its platform. */
function valuesOf({ manager, accounts }: Person): readonly (readonly [path: string, value: unknown])[] {
  const own = Object.entries(accounts).flatMap(([id, account]) =>
    Object.entries(account ?? {}).flatMap(([name, value]): readonly (readonly [string, unknown])[] =>
      isRecord(value)
        ? Object.entries(value).map(([inner, item]) => [pathText([id, name, inner]), item] as const)
        : [[pathText([id, name]), value]],
    ),
  );
  return manager === undefined ? own : [["manager", manager], ...own];
}

function table(rows: readonly (readonly [string, string, string])[]): readonly string[] {
  const shown = rows.map(([path, value, origin]) => [visible(path), visible(value), visible(origin)] as const);
  const [first, second] = [0, 1].map((column) => Math.max(0, ...shown.map((row) => widthOf(row[column] ?? ""))));
  return shown.map(([path, value, origin]) =>
    `  ${padded(path, first ?? 0)}  ${padded(value, second ?? 0)}  ${origin}`.trimEnd(),
  );
}

function unknownKey(key: string, { people, held, file }: Roster): Failure {
  const near = nearest(key, [...people.keys(), ...held.keys()]);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return new Failure("roster-file", `nobody has the key ${key} in ${file} today${hint}`);
}
