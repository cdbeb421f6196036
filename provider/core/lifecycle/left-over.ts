import type { Declaration } from "../contract/declaration.js";
import type { Observed } from "../model/entity.js";
import type { Origin } from "../model/options.js";
import type { Identity } from "../session/creations.js";
import type { Session } from "../session/session.js";
import { compare } from "./converge.js";

/**
 * How an account is managed that a run of this stack has created and that was ended before the state had it; undefined where
 * it is not such a one. The id in the journal proves it: `created`. Where the answer was not heard any more, the look-up
 * before the creation found nobody, and the account shows every attribute that is declared: it is taken on as `adopted`, so
 * that it is released and not switched off should it be somebody else's after all.
 */
export async function leftOver(
  session: Session,
  identity: Identity,
  declared: Declaration,
  account: Observed,
): Promise<Origin | undefined> {
  const left = session.creations?.leftBy(identity);
  if (left === undefined || !account.active) return undefined;
  if (left.id !== undefined) return left.id === account.id ? "created" : undefined;
  const { missing } = await compare(session, account, declared);
  return missing.every(({ kind }) => kind !== "attribute") ? "adopted" : undefined;
}
