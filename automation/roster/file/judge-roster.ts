import { pathText } from "../../../provider/core/model/value";
import { Failure } from "../../common/failure";
import { isPlatformId, platformIds, userKindOf } from "../../common/platforms";
import { listed } from "../../common/yaml-file";
import { comparableKey } from "../../plan/review/traits";
import { sourceOf } from "../model/common-attributes";
import type { Diagnostic, Held, Path, Person, RawDiagnostic, RawPerson, RawRoster, Roster } from "../model/roster";
import { GroupNames } from "./group-names";
import { hiddenInName } from "./hidden-in-names";
import { judgeGroups } from "./judge-groups";
import { judgeManagers } from "./judge-managers";
import { membersOf } from "./judge-members";
import { judgePerson } from "./judge-person";
import { originsOf } from "./origins";

/**
 * Judges a roster by the platforms' own rules, without any network. Whoever is held for what is wrong with them is no longer among the
 * people; every other problem is a part of one Failure.
 */
export function judgeRoster(raw: RawRoster): Roster {
  const { groups, diagnostics: ofGroups } = judgeGroups(raw.groups);
  const diagnostics: RawDiagnostic[] = [...raw.diagnostics, ...ofGroups];
  for (const id of Object.keys(raw.defaults)) {
    if (isPlatformId(id)) continue;
    const reason = `defaults.${id}: is none of ${platformIds.join(", ")}`;
    diagnostics.push({ place: raw.file, key: "", reason, holds: false });
  }
  const report = (key: string, { path, reason, isDefault }: Diagnostic): void => {
    const person = raw.people.get(key);
    if (isDefault) {
      // Nobody is held for what is said of everybody.
      const subject = pathText(["defaults", ...path]);
      diagnostics.push({ place: raw.placeOfDefault(path), key: "", reason: `${subject}: ${reason}`, holds: false });
      return;
    }
    const isOfKey = path[0] === "key" || path[0] === "platforms";
    const subject = isOfKey ? key : `${key}.${pathText(path)}`;
    const at = person === undefined ? path : placeFor(path, person);
    const lack = person?.lacks?.(at);
    const place = person?.placeOf(at) ?? raw.file;
    const ofAll = lack === undefined ? undefined : `${lack}: ${pathText(at)}: ${reason}; no column is for it`;
    diagnostics.push({ place, key, reason: `${subject}: ${reason}`, ofAll, holds: person?.holds === true });
  };
  const judged = new Map<string, Person>();
  const context = { defaults: raw.defaults, names: new GroupNames(groups) };
  for (const [key, own] of raw.people) {
    judged.set(
      key,
      judgePerson({ key, was: raw.was.get(key) }, own, context, (diagnostic) => report(key, diagnostic)),
    );
  }
  const { people: found, diagnostics: ofManagers, absent } = judgeManagers(raw, judged);
  for (const [key, diagnostic] of [...sharedKeys(raw, found), ...ofManagers]) report(key, diagnostic);
  const held = heldFor(diagnostics, raw);
  const people = new Map([...found].filter(([key]) => !held.has(key)));
  const lines = diagnostics
    .filter(({ holds }) => !holds)
    .map(({ place, reason, ofAll }) => ofAll ?? `${place}: ${reason}`);
  const stopping = [...new Set(lines)];
  const nobody = `${raw.file}: there is nobody in the file, and an empty one would remove everybody`;
  if (raw.people.size + held.size === 0 && raw.diagnostics.length === 0) stopping.push(nobody);
  if (stopping.length > 0) throw new Failure("roster-file", listed(stopping));
  const { file, project, was, calendar } = raw;
  const note =
    absent === 0 ? [] : [`${absent} people's managers are not declared today, so nobody is declared as their manager`];
  return {
    file,
    project,
    groups,
    people,
    held,
    was,
    ...(calendar === undefined ? {} : { calendar }),
    notes: [...raw.notes, ...note, ...hiddenInNames(raw)],
    membersOf: (platform, key, set) => membersOf(people.get(key)?.accounts[platform]?.[set], platform, context.names),
    originsOf: (key) => originsOf(key, raw, people.get(key)),
  };
}

/** A whole name is made of its parts, and a sign-in name of the key: where these stand, if it has no place of its own. */
function placeFor(path: Path, person: RawPerson): Path {
  const parts = PARTS[String(path[0])];
  return [path, ...(parts ?? [])].find((one) => person.lacks?.(one) === undefined) ?? path;
}

const PARTS: Readonly<Record<string, readonly Path[]>> = { name: [["given"], ["family"]], username: [["key"]] };

/** So many places are told. */
const FEW = 5;

/** Names go to vendors as they stand in the files, also with what nobody sees there. */
function hiddenInNames({ people }: RawRoster): readonly string[] {
  const places = [...people.values()].flatMap((person) => {
    const name = ["given", "family", "name"].find((part) => hiddenInName(person.values[part]) !== undefined);
    return name === undefined ? [] : [`${person.placeOf([name])} ${hiddenInName(person.values[name])}`];
  });
  if (places.length === 0) return [];
  const more = places.length > FEW ? `; and ${places.length - FEW} more` : "";
  return [`names that go to the vendors as they are: ${places.slice(0, FEW).join("; ")}${more}`];
}

/** Those who are held by name, and those whom a problem holds; more of these than are allowed is a problem of the files. */
function heldFor(diagnostics: readonly RawDiagnostic[], raw: RawRoster): ReadonlyMap<string, Held> {
  const held = new Map<string, Held>(raw.held);
  const bad = diagnostics.filter(({ holds, key }) => holds && !raw.held.has(key));
  const platformsOf = (key: string) => Object.keys(raw.people.get(key)?.values ?? {}).filter(isPlatformId);
  for (const { key, place, reason, platforms = platformsOf(key) } of bad)
    if (!held.has(key)) held.set(key, { key, place, reason, platforms });
  const count = held.size - raw.held.size;
  if (count <= raw.holdAtMost) return held;
  const lines = bad.map(({ place, reason }) => `${place}: ${reason}`);
  throw new Failure(
    "roster-file",
    `${count} people would be held for what is wrong with their rows, and holdAtMost allows ${raw.holdAtMost}:\n${listed(lines)}`,
  );
}

/** No vendor tells two accounts of one natural key apart. Of two that are held for it, neither is meant more than the other. */
function sharedKeys(raw: RawRoster, people: ReadonlyMap<string, Person>): readonly (readonly [string, Diagnostic])[] {
  return platformIds.flatMap((id) => {
    const { capabilities } = userKindOf(id);
    const first = new Map<string, string>();
    const path = [sourceOf(capabilities.naturalKey)];
    const same = (other: string): Diagnostic => ({
      path,
      reason: `is also the ${capabilities.naturalKey} of ${other} (${id})`,
    });
    return [...people.values()].flatMap(({ key, accounts }): readonly (readonly [string, Diagnostic])[] => {
      const name = accounts[id]?.[capabilities.naturalKey];
      if (typeof name !== "string") return [];
      const text = comparableKey(capabilities, name);
      const other = first.get(text);
      if (other === undefined) first.set(text, key);
      if (other === undefined) return [];
      return raw.people.get(key)?.holds === true
        ? [
            [key, same(other)],
            [other, same(key)],
          ]
        : [[key, same(other)]];
    });
  });
}
