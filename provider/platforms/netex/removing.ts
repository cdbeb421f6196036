import type { Removal } from "../../core/contract/connector.js";
import {
  NotFoundError,
  PartlyRejectedError,
  PermissionDeniedError,
  RejectedError,
  UnavailableError,
} from "../../core/contract/errors.js";
import { settled } from "../../core/contract/outcome.js";
import type { HttpClient } from "../../http/client.js";
import { deleteUser, getUser, switchUser } from "./api.js";
import { reachOf, type Verdict } from "./judge.js";

const SWITCHED_OFF = "The account is switched off, and not deleted: a further run tries that again";

/**
 * Switches an account on or off. Netex may refuse that of one that is so already: what a read shows then counts.
 *
 * @param personal the person's values, where they are known
 */
export async function switched(
  http: HttpClient,
  id: string,
  action: "activate" | "deactivate",
  personal?: unknown,
): Promise<Verdict> {
  try {
    return await switchUser(http, id, action, personal);
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    const user = await getUser(http, id).catch(() => undefined);
    if (user?.id === id && user.enabled === (action === "activate")) return { outcome: "accepted" };
    throw error;
  }
}

export function switchedOff(http: HttpClient, id: string): Promise<Removal> {
  return removal(switched(http, id, "deactivate"));
}

/**
 * Switched off first, on every platform: Netex may demand it, a deletion can't be undone, and management, where users are
 * read, forgets whom the others may still have.
 */
export async function removed(http: HttpClient, id: string): Promise<Removal> {
  if ((await switchedOff(http, id)) === "already") return "already";
  try {
    return await deleted(http, id);
  } catch (error) {
    if (error instanceof RejectedError) throw new RejectedError(`${error.message}. ${SWITCHED_OFF}`, error.properties);
    if (error instanceof PermissionDeniedError) throw new PermissionDeniedError(`${error.message}. ${SWITCHED_OFF}`);
    if (error instanceof UnavailableError) {
      throw new UnavailableError(
        `${error.message}. The account is switched off, and may not be deleted`,
        error,
        error.status,
      );
    }
    if (!(error instanceof PartlyRejectedError)) throw error;
    const again = await settled(deleted(http, id));
    if ("value" in again && again.value !== "already") return again.value;
    throw new PartlyRejectedError(
      `${error.message}. The account is switched off everywhere; where management has deleted it, a refresh forgets it: ` +
        `delete it on ${error.systems.join(", ")} by hand then`,
      error.systems,
      error.properties,
    );
  }
}

function deleted(http: HttpClient, id: string): Promise<Removal> {
  return removal(deleteUser(http, id));
}

async function removal(call: Promise<Verdict>): Promise<Removal> {
  try {
    return reachOf(await call);
  } catch (error) {
    if (error instanceof NotFoundError) return "already";
    throw error;
  }
}
