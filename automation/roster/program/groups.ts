import { type PlatformId, platformIds, platformOf } from "../../common/platforms";
import { GroupNames } from "../file/group-names";
import type { DeclaredGroup, ReadRoster } from "./public";

/** One group on one platform. */
export interface GroupDeclaration {
  readonly platform: PlatformId;
  readonly key: string;
  /** Keys that it had before. */
  readonly was: readonly string[];
  readonly args: Readonly<Record<string, unknown>>;
  /** Arguments that name another group, by the texts that the roster has for them. */
  readonly references: Readonly<Record<string, string>>;
}

/** The groups of a roster, each below those that it names. Pure: judging has refused circles. */
export function groupsOf({ groups }: Pick<ReadRoster, "groups">): readonly GroupDeclaration[] {
  const names = new GroupNames(groups);
  return platformIds.flatMap((platform) => {
    const ordered = new Map<string, GroupDeclaration>();
    const add = (group: DeclaredGroup): void => {
      const args = group.platforms[platform];
      if (args === undefined || ordered.has(group.key)) return;
      const references = referencesIn(platform, args);
      for (const text of Object.values(references)) {
        const meaning = names.meaningOf(platform, text);
        const above = "key" in meaning ? groups.get(meaning.key) : undefined;
        if (above && above !== group) add(above);
      }
      ordered.set(group.key, { platform, key: group.key, was: group.was ?? [], args, references });
    };
    for (const group of groups.values()) add(group);
    return [...ordered.values()];
  });
}

function referencesIn(platform: PlatformId, args: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const names = Object.keys(platformOf(platform).kinds.group?.capabilities.references ?? {});
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = args[name];
      return typeof text === "string" ? [[name, text] as const] : [];
    }),
  );
}
