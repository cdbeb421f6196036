import { RosterError } from "../../provider/core/contract/errors";
import { NOUNS } from "../../provider/core/contract/kind";
import { isAbsent } from "../../provider/core/model/entity";
import { platformTitle } from "../common/platforms";
import { Names, type Reference, unnamedIn, withNames } from "../plan/review/names";
import type { ChangeDetail } from "../plan/review/review";
import { personName } from "../plan/review/traits";
import type { ReadOnlySessions } from "./read-only-sessions";

interface Naming<T> {
  readonly changes: readonly T[];
  /** What could not be named, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Names what differences name by an id alone, such as groups that nobody declares, as the vendor does. Whatever it can't name keeps its
 * id: a code or a path says by itself what it is.
 */
export async function nameMembers<T extends { readonly platform: string; readonly details: readonly ChangeDetail[] }>(
  changes: readonly T[],
  sessions: Pick<ReadOnlySessions, "open">,
): Promise<Naming<T>> {
  const wanted = unnamedIn(changes);
  if (wanted.length === 0) return { changes, notes: [] };
  const found: (Reference & { readonly name: string })[] = [];
  const notes: string[] = [];
  for (const alike of Map.groupBy(wanted, ({ platform, kind }) => `${platform} ${kind}`).values()) {
    const [{ platform, kind }] = alike as [Reference, ...Reference[]];
    const session = sessions.open(platform, kind);
    session.connector.announceLoad?.(alike.length);
    try {
      await Promise.all(
        alike.map(async (reference) => {
          const read = await session.connector.read(reference.id);
          if (!isAbsent(read)) found.push({ ...reference, name: personName(session.kind, read.attributes) });
        }),
      );
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
      notes.push(
        `${platformTitle(platform)}: ${NOUNS[kind].subjects} stand here by their ids, as they could not be read`,
      );
    }
  }
  return { changes: withNames(changes, new Names([], found)), notes };
}
