import { RosterError } from "../../provider/core/contract/errors";
import { FLAT, isAbsent, type Observed } from "../../provider/core/model/entity";
import type { Session } from "../../provider/core/session/session";
import { type PlatformId, platformOf, platformTitle, setsOfGroups, userKindOf } from "../common/platforms";
import type { ReadOnlySessions } from "./read-only-sessions";

/** A group as its vendor shows it. */
export interface ShownGroup {
  readonly platform: PlatformId;
  readonly group: Observed;
}

/** The groups of some accounts. */
export interface GroupsOfAccounts {
  /** With those that they are below. */
  readonly groups: readonly ShownGroup[];
  /** Ids by `platform:text`, where an account shows its groups by another text. */
  readonly ids: ReadonlyMap<string, string>;
  /** Where groups could not be read, a sentence each. */
  readonly notes: readonly string[];
}

/** Reads the groups that accounts are in, and the groups above those, each once. Whatever is gone by now is left out. */
export async function groupsOfAccounts(
  accounts: readonly { readonly platform: PlatformId; readonly user: Observed }[],
  sessions: Pick<ReadOnlySessions, "open">,
): Promise<GroupsOfAccounts> {
  const ids = new Map<string, string>();
  const groups: ShownGroup[] = [];
  const notes: string[] = [];
  for (const [platform, alike] of Map.groupBy(accounts, (account) => account.platform)) {
    const kind = platformOf(platform).kinds.group;
    if (kind === undefined) continue;
    for (const { user } of alike) for (const [text, id] of idsIn(platform, user)) ids.set(`${platform}:${text}`, id);
    const wanted = [...ids].flatMap(([text, id]) => (text.startsWith(`${platform}:`) ? [id] : []));
    try {
      const found = await withThoseAbove(sessions.open(platform, "group"), wanted);
      groups.push(...found.map((group) => ({ platform, group })));
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
      notes.push(
        `${platformTitle(platform)}: groups could not be read, and stand with people as the vendor shows them`,
      );
    }
  }
  return { groups, ids, notes };
}

async function withThoseAbove({ connector }: Session, wanted: readonly string[]): Promise<readonly Observed[]> {
  const groups: Observed[] = [];
  const seen = new Set<string>();
  let next: readonly string[] = [...new Set(wanted)];
  connector.announceLoad?.(next.length);
  while (next.length > 0) {
    for (const id of next) seen.add(id);
    const found = await Promise.all(next.map((id) => connector.read(id)));
    const shown = found.flatMap((read) => (isAbsent(read) ? [] : [read]));
    groups.push(...shown);
    const above = shown.flatMap(({ references }) => Object.values(references).filter((id) => id !== null));
    next = [...new Set(above)].filter((id) => !seen.has(id));
  }
  return groups;
}

/** By the texts that an account shows, the id of each group. */
function idsIn(platform: PlatformId, { sets }: Observed): readonly (readonly [text: string, id: string])[] {
  return setsOfGroups(userKindOf(platform)).flatMap(([name, { namesItself }]) => {
    const shown = sets[name];
    return (shown?.members[FLAT] ?? []).flatMap((text) => {
      const id = [text, ...(shown?.aliases?.[text] ?? [])].find((spelling) => !namesItself?.(spelling));
      return id === undefined ? [] : [[text, id] as const];
    });
  });
}
