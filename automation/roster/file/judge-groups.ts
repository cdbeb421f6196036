import { check } from "../../../provider/core/compare/check";
import { naturalKeyOf } from "../../../provider/core/contract/declaration";
import type { ResourceKind } from "../../../provider/core/contract/kind";
import { isRecord, isTextList, pathText } from "../../../provider/core/model/value";
import { isPlatformId, type PlatformId, platformIds, platformOf, userKindOf } from "../../common/platforms";
import { didYouMean } from "../cells/folded-names";
import type { Group, Path, RawDiagnostic, RawGroup } from "../model/roster";
import { GroupNames } from "./group-names";
import { unfitKey } from "./unfit-keys";

/** What a roster says of a group once, for all platforms. */
const COMMON = ["name", "description", "parent", "was"] as const;
/** Of these, what is a text. */
const TEXTS = ["name", "description", "parent"] as const;
/** The reference by which a group is below another one. */
const PARENT = "parent";

type Values = Readonly<Record<string, unknown>>;
type Tell = (key: string, path: Path, reason: string) => void;

export interface JudgedGroups {
  readonly groups: ReadonlyMap<string, Group>;
  readonly diagnostics: readonly RawDiagnostic[];
}

/** Judges the groups of a roster by the rules of the platforms that they are on, without any network. */
export function judgeGroups(raw: ReadonlyMap<string, RawGroup>): JudgedGroups {
  const diagnostics: RawDiagnostic[] = [];
  const tell: Tell = (key, path, reason) => {
    const place = raw.get(key)?.placeOf(path) ?? "";
    diagnostics.push({ place, key: "", reason: `${pathText(["groups", key, ...path])}: ${reason}`, holds: false });
  };
  const judged = new Map([...raw].map(([key, { values, placeOf }]) => [key, judge(key, values, placeOf([]), tell)]));
  tellFormerKeys(judged, tell);
  const groups = withParents(judged, raw, tell);
  for (const id of platformIds) {
    tellTwins(id, groups, tell);
    tellCircle(id, groups, tell);
  }
  return { groups, diagnostics };
}

function judge(key: string, values: unknown, place: string, tell: Tell): Group {
  const platforms: Partial<Record<PlatformId, Values>> = {};
  const unfit = key === "" ? "a key must not be empty" : unfitKey(key, "group");
  if (unfit !== undefined) tell(key, [], unfit);
  if (!isRecord(values)) {
    tell(key, [], "must be a map of attributes and platforms");
    return { key, platforms, was: [], place };
  }
  const was = [values["was"] ?? []].flat();
  if (!isTextList(was)) tell(key, ["was"], "must be a list of keys");
  const former = isTextList(was) ? was : [];
  for (const name of TEXTS) {
    const isEmptied = name !== "name" && values[name] === null;
    if (values[name] !== undefined && !isEmptied && typeof values[name] !== "string")
      tell(key, [name], "must be a text");
  }
  for (const [name, own] of Object.entries(values)) {
    if ((COMMON as readonly string[]).includes(name)) continue;
    if (!isPlatformId(name)) tell(key, [name], unknownName(name));
    else if (own !== null && !isRecord(own)) tell(key, [name], "must be a map of this platform's attributes");
    else {
      const kind = platformOf(name).kinds.group;
      const reason = userKindOf(name).capabilities.lacks?.["groups"];
      if (kind) platforms[name] = judgeOn(kind, { key, was: former }, values, own ?? {}, tell);
      else tell(key, [name], `can't be declared${reason === undefined ? "" : `: ${reason}`}`);
    }
  }
  if (Object.keys(values).every((name) => !isPlatformId(name))) {
    tell(key, [], `is on none of ${platformIds.filter((id) => platformOf(id).kinds.group).join(", ")}`);
  }
  return { key, platforms, was: former, place };
}

/** What is declared under a key can't be what another group was, and two groups can't have been one. */
function tellFormerKeys(groups: ReadonlyMap<string, Group>, tell: Tell): void {
  const successors = new Map<string, string>();
  for (const [key, { was }] of groups) {
    for (const former of new Set(was)) {
      const other = successors.get(former);
      if (groups.has(former)) tell(key, ["was"], `"${former}" is a key of groups still`);
      else if (other !== undefined) tell(key, ["was"], `"${former}" is what ${other} was`);
      else successors.set(former, key);
    }
  }
}

function unknownName(name: string): string {
  if (name === "members") return "is not declared here: whoever is in the group has its key among their `groups`";
  const known = [...COMMON, ...platformIds];
  return `is none of ${known.join(", ")}${didYouMean(name, known)}`;
}

function judgeOn(
  kind: ResourceKind,
  { key, was }: Pick<Group, "key" | "was">,
  values: Values,
  own: Values,
  tell: Tell,
): Values {
  // A group that has its key for a name keeps it under the first one: another key renames nothing at the vendor.
  const common = commonArguments(kind, was[0] ?? key, values);
  const { inputs, issues } = check(kind, { ...common, ...own }, {});
  for (const { path, reason } of issues) {
    const name = String(path[0] ?? "");
    const isCommon = !(name in own) && name in common;
    const said = name === "description" ? name : "name" in values ? "name" : undefined;
    if (isCommon) tell(key, said === undefined ? [] : [said], `${reason} (${kind.platform.id})`);
    else tell(key, [kind.platform.id, ...path], reason);
  }
  return inputs;
}

/** The common attributes in the arguments of one platform: what names a group to people, and the key where a code of its own does. */
function commonArguments({ arguments: { shape }, capabilities }: ResourceKind, key: string, values: Values): Values {
  const { name = key, description } = values;
  // A parent that is a key is found later; at the top is whoever says null, where a group can be moved there.
  const isAtTop = values[PARENT] === null && capabilities.references[PARENT]?.clear === true;
  const all: Values = { displayName: name, name, codGroup: key, description, ...(isAtTop ? { [PARENT]: null } : {}) };
  return Object.fromEntries(
    Object.keys(shape).flatMap((argument) => (all[argument] === undefined ? [] : [[argument, all[argument]]])),
  );
}

/** Each group below the one that it names, on every platform that has parents. */
function withParents(
  groups: ReadonlyMap<string, Group>,
  raw: ReadonlyMap<string, RawGroup>,
  tell: Tell,
): ReadonlyMap<string, Group> {
  const names = new GroupNames(groups);
  return new Map(
    [...groups].map(([key, group]) => {
      const values = raw.get(key)?.values;
      const common = isRecord(values) ? values[PARENT] : undefined;
      const nested = platformsWithParents(group);
      if (typeof common === "string") tellParent(key, common, group, groups, tell);
      const platforms = Object.entries(group.platforms).map(([id, args]): [string, Values] => {
        if (!isPlatformId(id) || !nested.includes(id)) return [id, args];
        const own = args[PARENT];
        if (typeof own === "string") {
          const meaning = names.meaningOf(id, own);
          if ("problem" in meaning) tell(key, [id, PARENT], meaning.problem);
        }
        const isSaid = isRecord(values) && isRecord(values[id]) && PARENT in values[id];
        return [id, isSaid || typeof common !== "string" ? args : { ...args, [PARENT]: common }];
      });
      return [key, { ...group, platforms: Object.fromEntries(platforms) }];
    }),
  );
}

function platformsWithParents({ platforms }: Group): readonly PlatformId[] {
  return platformIds.filter(
    (id) => platforms[id] && Object.hasOwn(platformOf(id).kinds.group?.capabilities.references ?? {}, PARENT),
  );
}

/** A group at another place than the file says is worse than none: unlike a manager, a parent has to be there. */
function tellParent(key: string, parent: string, group: Group, groups: ReadonlyMap<string, Group>, tell: Tell): void {
  const above = groups.get(parent);
  if (above === undefined) {
    tell(key, [PARENT], `"${parent}" is no key of groups${didYouMean(parent, groups.keys())}`);
    return;
  }
  const nested = platformsWithParents(group);
  if (nested.length === 0) tell(key, [PARENT], `no platform that the group is on has parents of groups`);
  for (const id of nested) {
    const isOwn = PARENT in (group.platforms[id] ?? {});
    if (above.platforms[id] || isOwn) continue;
    tell(key, [PARENT], `${parent} is not on ${id}: put it there with \`${id}: {}\`, or say a parent there`);
  }
}

/** No vendor tells two groups of one name in one place apart, or the file doesn't: each is declared once. */
function tellTwins(id: PlatformId, groups: ReadonlyMap<string, Group>, tell: Tell): void {
  const capabilities = platformOf(id).kinds.group?.capabilities;
  if (capabilities === undefined) return;
  const first = new Map<string, string>();
  for (const [key, { platforms }] of groups) {
    const naturalKey = naturalKeyOf(capabilities, platforms[id] ?? {});
    if (naturalKey === undefined) continue;
    const other = first.get(naturalKey);
    if (other === undefined) first.set(naturalKey, key);
    else tell(key, [], `has the same ${capabilities.naturalKey} as ${other} (${id})`);
  }
}

function tellCircle(id: PlatformId, groups: ReadonlyMap<string, Group>, tell: Tell): void {
  const done = new Set<string>();
  for (const start of groups.keys()) {
    const chain = new Set<string>();
    let key: unknown = start;
    while (typeof key === "string" && !done.has(key)) {
      if (chain.has(key)) {
        const circle = [...chain].slice([...chain].indexOf(key));
        tell(key, [PARENT], `the parents form a circle: ${[...circle, key].join(" -> ")} (${id})`);
        break;
      }
      chain.add(key);
      key = groups.get(key)?.platforms[id]?.[PARENT];
    }
    for (const member of chain) done.add(member);
  }
}
