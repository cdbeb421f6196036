import type { Declaration } from "../contract/declaration.js";
import { wantedBy } from "../contract/declaration.js";
import { InvalidArgumentsError } from "../contract/errors.js";
import type { Change } from "../model/change.js";
import { isAbsent } from "../model/entity.js";
import type { Session } from "../session/session.js";
import { compare } from "./converge.js";

/**
 * Refuses what the tenant is proven not to have, before anything is sent: a role, a key, a value. Without changes there is no call.
 *
 * @param lacking what the account lacks of what is declared; undefined: there is no account. Absent: the changes say it
 * @throws InvalidArgumentsError with what was meant perhaps
 */
export async function refuseUnoffered(
  { vocabulary }: Session,
  changes: readonly Change[],
  lacking?: () => Promise<readonly Change[] | undefined>,
): Promise<void> {
  const [issues = []] = (await vocabulary?.issues([lacking ? { changes, lacking } : { changes }])) ?? [];
  if (issues.length > 0) throw new InvalidArgumentsError(issues);
}

/** What an account lacks of what is declared, by a look at it now; undefined: it is gone. */
export async function lackingNow(
  session: Session,
  id: string,
  declared: Declaration,
): Promise<readonly Change[] | undefined> {
  const now = await session.connector.read(id, wantedBy(declared));
  return isAbsent(now) ? undefined : (await compare(session, now, declared)).missing;
}
