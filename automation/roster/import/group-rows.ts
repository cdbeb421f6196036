import { shownProperties } from "../../../provider/core/contract/declaration";
import type { Observed } from "../../../provider/core/model/entity";
import { caseless, isRecord, isTextList } from "../../../provider/core/model/value";
import { type PlatformId, platformOf, setsOfGroups, userKindOf } from "../../common/platforms";
import { personName } from "../../plan/review/traits";
import { GroupNames, ID_PREFIX } from "../file/group-names";
import type { Row } from "./rows";
import { Taken } from "./taken-keys";

/** A group of a roster file as an import writes it. */
export interface GroupRow {
  readonly key: string;
  readonly group: Readonly<Record<string, unknown>>;
}

interface Shown {
  readonly platform: PlatformId;
  readonly group: Observed;
}

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly own: Partial<Record<PlatformId, Record<string, unknown>>>;
}

/**
 * Entries for groups that nobody declares: one for all groups of one name, each with `adopt: identical`, so that they are taken on
 * without a write. Pure.
 *
 * @param known keys of declared groups by `platform:id`
 * @param used keys that can't be given again
 * @returns the entries, and the keys of all groups by `platform:id`
 */
export function groupRowsFor(
  groups: readonly Shown[],
  known: ReadonlyMap<string, string>,
  used: ReadonlySet<string>,
): { readonly rows: readonly GroupRow[]; readonly keys: ReadonlyMap<string, string> } {
  const taken = new Taken([...used].map(caseless));
  const keys = new Map(known);
  const entries: Entry[] = [];
  const open = groups.filter(({ platform, group }) => !keys.has(`${platform}:${group.id}`));
  for (const { platform, group } of open) {
    const kind = kindOf(platform);
    const name = personName(kind, group.attributes);
    const alike = entries.find((entry) => caseless(entry.name) === caseless(name) && !entry.own[platform]);
    const entry = alike ?? { key: taken.take(keyOf(name)), name, own: {} };
    if (alike === undefined) entries.push(entry);
    entry.own[platform] = { ...shownProperties(kind.capabilities, group), adopt: "identical" };
    keys.set(`${platform}:${group.id}`, entry.key);
  }
  const rows = entries.map(({ key, name, own }) => {
    const platforms = Object.entries(own).map(([id, args]) => [id, withKeys(id as PlatformId, args, keys)]);
    return { key, group: { name, ...Object.fromEntries(platforms) } };
  });
  return { rows, keys };
}

/** Rows of people whose groups stand there by their keys. Pure. */
export function withGroupKeys(
  rows: readonly Row[],
  ids: ReadonlyMap<string, string>,
  keys: ReadonlyMap<string, string>,
): readonly Row[] {
  const platformsOf = new Map<string, Record<string, true>>();
  for (const [reference, key] of keys) {
    const platform = reference.slice(0, reference.indexOf(":"));
    platformsOf.set(key, { ...platformsOf.get(key), [platform]: true });
  }
  const names = new GroupNames(new Map([...platformsOf].map(([key, platforms]) => [key, { platforms }])));
  const textOf = (platform: PlatformId, text: string): string => {
    const key = keys.get(`${platform}:${ids.get(`${platform}:${text}`) ?? text}`);
    if (key !== undefined) return key;
    const meaning = names.meaningOf(platform, text);
    return "id" in meaning && meaning.id === text ? text : `${ID_PREFIX}${text}`;
  };
  return rows.map((row) => {
    const own = Object.keys(row.ids).map((id) => {
      const platform = id as PlatformId;
      const args = row.person[platform];
      if (!isRecord(args)) return [platform, args] as const;
      const sets = setsOfGroups(userKindOf(platform)).flatMap(([set]) => {
        const texts = args[set];
        return isTextList(texts) ? [[set, texts.map((text) => textOf(platform, text))]] : [];
      });
      return [platform, { ...args, ...Object.fromEntries(sets) }] as const;
    });
    return { ...row, person: { ...row.person, ...Object.fromEntries(own) } };
  });
}

function kindOf(platform: PlatformId) {
  const { group } = platformOf(platform).kinds;
  if (group === undefined) throw new Error(`${platform} has no groups`);
  return group;
}

/** Without the name, which is said once; a code that is the key stays said, as keys may change. */
function withKeys(
  platform: PlatformId,
  args: Readonly<Record<string, unknown>>,
  keys: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> {
  const { name: _, displayName: __, ...own } = args;
  const references = Object.keys(kindOf(platform).capabilities.references).flatMap((reference) => {
    const id = args[reference];
    return typeof id === "string" ? [[reference, keys.get(`${platform}:${id}`) ?? `${ID_PREFIX}${id}`]] : [];
  });
  return { ...own, ...Object.fromEntries(references) };
}

function keyOf(name: string): string {
  const letters = name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-");
  return letters.replace(/^-+|-+$/g, "") || "group";
}
