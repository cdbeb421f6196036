import { check } from "../../../provider/core/compare/check";
import { caseless, isRecord, pathText } from "../../../provider/core/model/value";
import { Failure } from "../../common/failure";
import { isPlatformId, type PlatformId, platformIds, userKindOf } from "../../common/platforms";
import { listed } from "../../common/yaml-file";
import { comparableKey } from "../../plan/review/traits";
import { COMMON, commonArguments, sourceOf } from "./common-attributes";
import type { Diagnostic, Person, RawRoster, Roster } from "./roster";

/** So many people of a circle are named. */
const MOST_NAMES = 12;

/** Judges a roster by the platforms' own rules, without any network. */
export function judgeRoster(raw: RawRoster): Roster {
  const troubles: string[] = [];
  const report = (key: string, { path, reason }: Diagnostic): void => {
    const subject = path.length === 0 ? key : `${key}.${pathText(path)}`;
    troubles.push(`${raw.placeOf(key, path)}: ${subject}: ${reason}`);
  };
  const people = new Map<string, Person>();
  for (const id of Object.keys(raw.defaults)) {
    if (!isPlatformId(id)) troubles.push(`${raw.file}: defaults.${id}: is none of ${platformIds.join(", ")}`);
  }
  for (const [key, own] of raw.people)
    people.set(
      key,
      judgePerson(raw, key, own, (trouble) => report(key, trouble)),
    );
  for (const [key, trouble] of [...sharedKeys(people), ...managerTroubles(people)]) report(key, trouble);
  if (people.size === 0) {
    troubles.push(`${raw.file}: there is nobody in the file, and an empty one would remove everybody`);
  }
  if (troubles.length > 0) throw new Failure("roster-file", listed(troubles));
  return { file: raw.file, project: raw.project, people };
}

function judgePerson(
  raw: RawRoster,
  key: string,
  own: Readonly<Record<string, unknown>>,
  report: (trouble: Diagnostic) => void,
): Person {
  const accounts: Partial<Record<PlatformId, Record<string, unknown>>> = {};
  for (const [name, value] of Object.entries(own)) {
    if ((COMMON as readonly string[]).includes(name)) continue;
    if (!isPlatformId(name)) {
      report({ path: [name], reason: `is none of ${[...COMMON, ...platformIds].join(", ")}` });
    } else if (value !== null && !isRecord(value)) {
      report({ path: [name], reason: "must be a map of this platform's attributes" });
    } else {
      accounts[name] = judgeAccount(raw, key, name, own, report);
    }
  }
  for (const name of ["given", "family", "name", "email", "username"]) {
    if (own[name] !== undefined && typeof own[name] !== "string") report({ path: [name], reason: "must be a text" });
  }
  const { manager, aliases = [] } = own;
  if (manager !== undefined && manager !== null && typeof manager !== "string") {
    report({ path: ["manager"], reason: "must be another person's key, or null" });
  }
  if (!Array.isArray(aliases) || aliases.some((alias) => typeof alias !== "string")) {
    report({ path: ["aliases"], reason: "must be a list of texts" });
  }
  if (Object.keys(accounts).length === 0) report({ path: [], reason: `is on none of ${platformIds.join(", ")}` });
  return {
    key,
    aliases: Array.isArray(aliases) ? aliases.map(String) : [],
    manager: manager === null || typeof manager === "string" ? manager : undefined,
    accounts,
  };
}

function judgeAccount(
  { defaults }: RawRoster,
  key: string,
  id: PlatformId,
  person: Readonly<Record<string, unknown>>,
  report: (trouble: Diagnostic) => void,
): Record<string, unknown> {
  const kind = userKindOf(id);
  const own = isRecord(person[id]) ? person[id] : {};
  const common = commonArguments(id, key, person);
  const shared = isRecord(defaults[id]) ? defaults[id] : {};
  const account = { ...common, ...shared, ...own };
  if ("manager" in own)
    report({ path: [id, "manager"], reason: "is said once for all platforms: beside the person's name" });
  const { inputs, issues } = check(kind, account, {});
  for (const { path, reason } of issues) {
    const [name = ""] = path;
    const isCommon = !(String(name) in own) && String(name) in common;
    report({
      path: isCommon ? [sourceOf(String(name))] : [id, ...path],
      reason: isCommon ? `${reason} (${id})` : reason,
    });
  }
  return inputs;
}

/** No vendor tells two accounts of one natural key apart. */
function sharedKeys(people: ReadonlyMap<string, Person>): readonly (readonly [string, Diagnostic])[] {
  return platformIds.flatMap((id) => {
    const { capabilities } = userKindOf(id);
    const first = new Map<string, string>();
    return [...people.values()].flatMap(({ key, accounts }): readonly (readonly [string, Diagnostic])[] => {
      const name = accounts[id]?.[capabilities.naturalKey];
      if (typeof name !== "string") return [];
      const text = comparableKey(capabilities, name);
      const other = first.get(text);
      if (other === undefined) first.set(text, key);
      return other === undefined
        ? []
        : [
            [
              key,
              {
                path: [sourceOf(capabilities.naturalKey)],
                reason: `is also the ${capabilities.naturalKey} of ${other} (${id})`,
              },
            ],
          ];
    });
  });
}

function managerTroubles(people: ReadonlyMap<string, Person>): readonly (readonly [string, Diagnostic])[] {
  const troubles: [string, Diagnostic][] = [];
  const keys = new Map([...people.keys()].map((key) => [caseless(key), key]));
  for (const { key, manager } of people.values()) {
    if (typeof manager !== "string" || people.has(manager)) continue;
    const near = keys.get(caseless(manager));
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    troubles.push([key, { path: ["manager"], reason: `"${manager}" is nobody's key in this file${hint}` }]);
  }
  const done = new Set<string>();
  for (const start of people.keys()) {
    const chain = new Set<string>();
    let key: string | null | undefined = start;
    while (typeof key === "string" && !done.has(key)) {
      if (chain.has(key)) {
        const members = [...chain];
        const circle = [...members.slice(members.indexOf(key)), key];
        troubles.push([key, { path: ["manager"], reason: `the managers form a circle: ${circleText(circle)}` }]);
        break;
      }
      chain.add(key);
      key = people.get(key)?.manager;
    }
    for (const member of chain) done.add(member);
  }
  return troubles;
}

function circleText(circle: readonly string[]): string {
  const names = circle.length <= MOST_NAMES ? circle : [...circle.slice(0, MOST_NAMES - 2), "...", ...circle.slice(-1)];
  return names.join(" -> ");
}
