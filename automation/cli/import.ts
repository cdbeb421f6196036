import { existsSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import type { ResourceKind } from "../../provider/core/contract/kind";
import { nameOfUrn } from "../../provider/urn";
import { OWNER_ONLY, refuseUnwritable, writeWhole } from "../common/files";
import { jsonText } from "../common/json-text";
import { platformOf, userKindOf } from "../common/platforms";
import { addressesOf } from "../plan/review/addresses";
import { entitiesOf, type PersonSnapshot, peopleOf } from "../plan/review/people";
import { type ResourceSnapshot, resourceSnapshots } from "../plan/review/resource-snapshots";
import { visible } from "../reports/untrusted";
import type { Addition } from "../roster/import/addition";
import { type GroupRow, groupRowsFor, withGroupKeys } from "../roster/import/group-rows";
import { type Ambiguous, type Match, matchAccounts, type Wanted } from "../roster/import/match";
import { type Account, type Row, rowsFor } from "../roster/import/rows";
import { lookUpUnlisted } from "../roster/import/unlisted";
import { csvOf } from "../roster/import/write-csv";
import { addToYaml, yamlOf } from "../roster/import/write-yaml";
import type { Roster } from "../roster/model/roster";
import type { ListedCount } from "../runs/drift/drift-report";
import { wantedPlatforms } from "../vendors/configured-platforms";
import { isKnown } from "../vendors/find-existing";
import { incompleteNotes, listAccounts } from "../vendors/list-accounts";
import { groupsOfAccounts } from "../vendors/read-groups";
import { ReadOnlySessions, vendorFailure } from "../vendors/read-only-sessions";
import { type CliContext, type CommonOptions, EXIT, type Exit } from "./context";
import { refuseFailed } from "./preview";
import { progressFor } from "./progress";
import { rosterIn } from "./project";
import { openStack } from "./stack";

export interface ImportOptions extends CommonOptions {
  readonly platform: readonly string[];
  readonly out?: string;
  /** Put the rows into the roster file instead of beside it. */
  readonly write?: true;
}

/** What an import found. It holds personal data. */
interface ImportReport {
  readonly matches: readonly Match[];
  readonly ambiguous: readonly Ambiguous[];
  readonly rows: readonly Row[];
  /** Groups that they are in, and those above, which nobody declares. */
  readonly groups: readonly GroupRow[];
  readonly inactive: number;
  /** People of the roster without an account: each was looked up by natural key and by alias. */
  readonly absent: number;
  /** What the rest is about: a list proves who is there, and not that nobody else is. */
  readonly listed: readonly ListedCount[];
  readonly managed: number;
  readonly notes: readonly string[];
  readonly written: readonly string[];
}

/** The state and the declarations that an import starts from. */
interface Start {
  readonly folder: string;
  readonly roster: Roster | undefined;
  readonly configuration: Readonly<Record<string, string>>;
  readonly snapshots: readonly ResourceSnapshot[];
  readonly people: readonly PersonSnapshot[];
}

function isCsv({ roster }: Pick<Start, "roster">): boolean {
  return roster !== undefined && extname(roster.file).toLowerCase() === ".csv";
}

/** Rows that name groups by key, with entries for those that nobody declares. */
async function withGroups(
  rows: readonly Row[],
  accounts: readonly Account[],
  { snapshots, roster }: Start,
  sessions: ReadOnlySessions,
): Promise<{ readonly rows: readonly Row[]; readonly groups: readonly GroupRow[]; readonly notes: readonly string[] }> {
  const { groups, ids, notes } = await groupsOfAccounts(accounts, sessions);
  const declared = entitiesOf(snapshots).filter(({ kind, id }) => kind === "group" && id !== "");
  const inRoster = declared.filter(({ key }) => roster?.groups.has(key));
  const known = new Map(inRoster.map(({ platform, id, key }) => [`${platform}:${id}`, key]));
  const mine = new Set(declared.map(({ platform, id }) => `${platform}:${id}`));
  const open = groups.filter(({ platform, group }) => !mine.has(`${platform}:${group.id}`));
  const used = new Set(roster?.groups.keys());
  const { rows: entries, keys } = groupRowsFor(open, known, used);
  return { rows: withGroupKeys(rows, ids, keys), groups: entries, notes };
}

/** Lists the vendors' accounts and finds out whose they are. Writes files, and nothing at a vendor or in the state. */
export async function importAccounts(options: ImportOptions, context: CliContext): Promise<Exit> {
  const json = options.json === true;
  const progress = progressFor(context, json);
  const start = await startOf(options, context);
  const out = resolve(start.folder, options.out ?? ".");
  refuseUnwritable(out);
  const { signal, environment } = context;
  const sessions = new ReadOnlySessions({ configuration: start.configuration, environment, signal });
  try {
    const matches: Match[] = [];
    const ambiguous: Ambiguous[] = [];
    const rest: Account[] = [];
    const listed: ListedCount[] = [];
    const listNotes: string[] = [];
    let inactive = 0;
    let absent = 0;
    for (const platform of wantedPlatforms(options.platform, sessions.setting)) {
      const session = sessions.open(platform);
      const here = start.people.filter((person) => person.platform === platform && person.id !== "");
      const managed = new Set(here.map(({ id }) => id));
      const known = here.filter(({ hasOwnProvider }) => !hasOwnProvider).map(({ id }) => id);
      const list = await progress.step(`listing the accounts at ${platformOf(platform).title}`, (tell) =>
        listAccounts(session, known, {
          tell: (count) => {
            if (count % 100 === 0) tell(`${count} accounts`);
          },
        }),
      );
      const wanted = wantedOn(session.kind, start);
      const unlisted = await progress.step("looking up who is on no list", () =>
        lookUpUnlisted(session, platform, wanted, list.accounts),
      );
      const found = matchAccounts(
        platform,
        session.kind,
        wanted,
        [...list.accounts, ...unlisted].filter(({ id }) => !managed.has(id)),
      );
      matches.push(...found.matches);
      ambiguous.push(...found.ambiguous);
      absent += found.absent.length;
      listed.push({ platform, accounts: list.accounts.length });
      const hidden = unlisted.filter(({ active }) => active).map(({ id }) => id);
      listNotes.push(...incompleteNotes(session, { ...list, unlisted: [...list.unlisted, ...hidden] }));
      rest.push(...found.rest.filter(({ active }) => active).map((user) => ({ platform, user })));
      inactive += found.rest.filter(({ active }) => !active).length;
    }
    const known = new Map([
      ...start.people.filter(({ id }) => id !== "").map(({ platform, id, key }) => [`${platform}:${id}`, key] as const),
      ...matches.map(({ platform, id, key }) => [`${platform}:${id}`, key] as const),
    ]);
    const used = new Set([...start.people.map(({ key }) => key), ...(start.roster?.people.keys() ?? [])]);
    const { rows: plain, notes } = rowsFor(rest, known, used);
    const named = isCsv(start)
      ? { rows: plain, groups: [], notes: [] }
      : await withGroups(plain, rest, start, sessions);
    const { rows, groups } = named;
    const found = { matches, ambiguous, rows, groups, inactive };
    const { written, left } = writeFiles(out, options, start, found);
    const unheld = left.map(
      ({ key }) => `${key} is not written: CSV can't hold what the vendor shows. Write them into a roster in YAML`,
    );
    const report: ImportReport = {
      ...found,
      absent,
      listed,
      notes: [...listNotes, ...notes, ...named.notes, ...unheld],
      managed: start.people.filter(({ id }) => id !== "").length,
      written,
    };
    context.out(json ? jsonText(report) : importText(report));
    return EXIT.nothing;
  } catch (error) {
    throw vendorFailure(error);
  } finally {
    await sessions.close();
  }
}

/** A folder without any roster or program is where an import begins. */
async function startOf(options: ImportOptions, context: CliContext): Promise<Start> {
  const folder = resolve(context.folder, options.cwd);
  const isEmpty =
    !existsSync(join(folder, "Pulumi.yaml")) && rosterIn(folder) === undefined && options.roster === undefined;
  if (isEmpty) return { folder, roster: undefined, configuration: {}, snapshots: [], people: [] };
  const { engine, project } = await openStack(options, context);
  const run = await engine.preview({ signal: context.signal });
  refuseFailed(run, "the preview", context.signal);
  const snapshots = resourceSnapshots(run.events);
  return {
    folder,
    roster: project.roster,
    configuration: await engine.configuration(),
    snapshots,
    people: peopleOf(snapshots),
  };
}

function wantedOn({ platform, capabilities }: ResourceKind, { people, roster }: Start): readonly Wanted[] {
  const { naturalKey } = capabilities;
  return people.flatMap(({ platform: own, key, declared, id }): readonly Wanted[] => {
    const name = declared?.[naturalKey];
    if (own !== platform.id || id !== "" || !isKnown(name)) return [];
    return [
      {
        key,
        naturalKey: name,
        email: addressesOf(declared)[0],
        aliases: roster?.people.get(key)?.aliases ?? [],
      },
    ];
  });
}

function writeFiles(
  out: string,
  { write }: ImportOptions,
  { roster, snapshots }: Start,
  { matches, rows, groups }: Pick<ImportReport, "matches" | "rows" | "groups">,
): { readonly written: readonly string[]; readonly left: readonly Row[] } {
  const written: string[] = [];
  const left: Row[] = [];
  const csv = (...args: Parameters<typeof csvOf>): string => {
    const rows = csvOf(...args);
    left.push(...rows.left);
    return rows.text;
  };
  const put = (path: string, text: string): void => {
    writeWhole(path, text, OWNER_ONLY);
    written.push(path);
  };
  const resources = importsOf(matches, snapshots);
  if (resources.length > 0) put(join(out, "roster.import.json"), jsonText({ resources }));
  const additions = roster === undefined ? [] : additionsOf(matches, roster);
  if (rows.length + additions.length === 0) return { written, left };
  const asCsv = isCsv({ roster });
  if (write && roster !== undefined) {
    put(roster.file, asCsv ? csv(rows, additions, roster.file) : addToYaml(roster.file, rows, additions, groups));
  } else if (write) {
    put(join(out, "roster.yaml"), yamlOf(rows, groups));
  } else if (rows.length > 0) {
    const name = `roster.import.${asCsv ? "csv" : "yaml"}`;
    put(join(out, name), asCsv ? csv(rows, []) : yamlOf(rows, groups));
  }
  return { written, left };
}

/** For `pulumi import`, which only knows resources of the plugin that stand for one person. */
function importsOf(matches: readonly Match[], snapshots: readonly ResourceSnapshot[]) {
  const single = new Map(
    snapshots
      .filter(({ type }) => /^roster:\w+:User$/.test(type))
      .map(({ urn, type }) => [`${type}#${nameOfUrn(urn)}`, urn]),
  );
  return matches.flatMap(({ platform, key, id }) => {
    const type = `roster:${platform}:User`;
    return single.has(`${type}#${key}`) ? [{ type, name: key, id }] : [];
  });
}

/** Whoever is matched is taken on as they are; by an alias, under the name that the account has now. */
function additionsOf(matches: readonly Match[], { people }: Roster): readonly Addition[] {
  return matches.flatMap(({ platform, key, by, shown }): readonly Addition[] => {
    const account = people.get(key)?.accounts[platform] ?? {};
    const { naturalKey } = userKindOf(platform).capabilities;
    const values = {
      ...(account["adopt"] === undefined ? { adopt: "identical" } : {}),
      ...(by === "alias" ? { [naturalKey]: shown } : {}),
    };
    return Object.keys(values).length === 0 ? [] : [{ key, platform, values }];
  });
}

function importText(report: ImportReport): string {
  const { matches, ambiguous, rows, groups, inactive, absent, listed, managed, notes, written } = report;
  const byAlias = matches.filter(({ by }) => by === "alias");
  const lines = [
    `accounts listed       ${listed.map(({ platform, accounts }) => `${platform} ${accounts}`).join(", ")}`,
    `managed already       ${managed}`,
    `found for the roster  ${matches.length}${byAlias.length > 0 ? `, ${byAlias.length} of them by an alias` : ""}`,
    `without an account    ${absent}${absent > 0 ? ", each looked up" : ""}`,
    `not in the roster     ${rows.length} people, written as rows`,
    ...(groups.length > 0 ? [`groups of theirs      ${groups.length}, written as groups`] : []),
    `inactive, left alone  ${inactive}`,
    `ambiguous             ${ambiguous.length}`,
    ...ambiguous.map(
      ({ platform, key, because, ids }) =>
        `  ${platform}: ${because}: ids ${ids.join(", ")}${key === undefined ? "" : `, one of them perhaps for ${key}`}`,
    ),
    ...notes,
    ...written.map((file) => `written  ${basename(file)}`),
    ...(written.some((file) => file.endsWith("roster.import.json"))
      ? ["next     pulumi import --file roster.import.json --protect=false --generate-code=false"]
      : []),
  ];
  return `${lines.map(visible).join("\n")}\n`;
}
