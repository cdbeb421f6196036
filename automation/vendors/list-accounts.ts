import type { Wanted } from "../../provider/core/contract/connector";
import { isAbsent, type Observed } from "../../provider/core/model/entity";
import { listAll } from "../../provider/core/reads/queries";
import type { Session } from "../../provider/core/session/session";

/** What a vendor's list shows, held against accounts that are known to be there. */
export interface Listed {
  readonly accounts: readonly Observed[];
  /** Ids of active accounts that the list leaves out although they are there: proof that it is not complete. */
  readonly unlisted: readonly string[];
}

/** So many accounts that the list leaves out are read singly. One that is there tells enough of the list. */
const MOST_READS = 10;

/**
 * Lists everybody, and reads some of the known accounts that the list leaves out. A list proves who is there, and never
 * that somebody isn't: a server may filter its pages, or end them early.
 *
 * @param known ids of accounts that should be listed
 * @param wanted relations that are needed; absent: all of them
 * @param tell is told after each account how many there are so far
 */
export async function listAccounts(
  session: Session,
  known: readonly string[],
  { wanted, tell }: { readonly wanted?: Wanted; readonly tell?: (count: number) => void } = {},
): Promise<Listed> {
  const accounts: Observed[] = [];
  for await (const account of listAll(session, {}, wanted)) {
    accounts.push(account);
    tell?.(accounts.length);
  }
  const shown = new Set(accounts.map(({ id }) => id));
  const missing = known.filter((id) => !shown.has(id)).slice(0, MOST_READS);
  const found = await Promise.all(missing.map((id) => session.connector.read(id, [])));
  return {
    accounts,
    unlisted: found.flatMap((account) => (!isAbsent(account) && account.active ? [account.id] : [])),
  };
}

/** What a reader has to know of a list that is not complete; nothing where it may be. */
export function incompleteNotes({ kind: { platform } }: Session, { unlisted }: Listed): readonly string[] {
  if (unlisted.length === 0) return [];
  const [which, verb] = unlisted.length === 1 ? ["account", "is"] : ["accounts", "are"];
  return [
    `${platform.title}: its list leaves out ${which} ${unlisted.join(", ")}, which ${verb} there. So it is not complete, and others whom nobody declares may be missing too`,
  ];
}
