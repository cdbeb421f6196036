import { RejectedError } from "../../core/contract/errors.js";
import type { HttpClient } from "../../http/client.js";
import { listUsers } from "./api.js";
import { isPerson } from "./convert.js";
import { TITLE } from "./errors.js";
import { rowsOf } from "./pages.js";

/**
 * Refuses to give an account the identity of another one: at a sign-in the two may become one. Older tenants don't show identities,
 * and nothing can be said of them.
 *
 * @param self the account that is to have it; absent: a new one
 */
export async function refuseTakenIdentity(http: HttpClient, identity: unknown, self?: string): Promise<void> {
  if (typeof identity !== "string") return;
  const users = await rowsOf(listUsers(http, { sailpoint_identity_id: identity }));
  const other = users.find((user) => isPerson(user) && user.sailpoint_identity_id === identity && user.id !== self);
  if (other === undefined) return;
  throw new RejectedError(
    `sailpointIdentityId: account ${other.id} at ${TITLE} has this identity, and accounts of one identity may be merged when the ` +
      "person signs in. Import that account, or declare another identity",
    ["sailpointIdentityId"],
  );
}
