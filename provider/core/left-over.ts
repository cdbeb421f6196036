import { look } from "./converge.js";
import type { Identity } from "./creations.js";
import type { Declaration } from "./declaration.js";
import type { Session } from "./session.js";
import type { ObservedUser } from "./user.js";

/**
 * Whether an account was created by a run of this stack that was ended before the state had it. Its id proves it. Where the
 * answer was not heard any more, the look-up before the creation found nobody: then it is ours if it shows every attribute
 * that is declared.
 */
export async function isLeftOver(
  session: Session,
  identity: Identity,
  declared: Declaration,
  account: ObservedUser,
): Promise<boolean> {
  const left = session.creations?.leftBy(identity);
  if (left === undefined || !account.active) return false;
  if (left.id !== undefined) return left.id === account.id;
  const { missing } = await look(session, account, declared);
  return missing.every(({ kind }) => kind !== "attribute");
}
