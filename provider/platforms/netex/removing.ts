import type { Removal } from "../../core/contract/connector.js";
import { NotFoundError, PartlyRejectedError } from "../../core/contract/errors.js";
import { settled } from "../../core/contract/outcome.js";
import type { HttpClient } from "../../http/client.js";
import { deleteUser, switchUser } from "./api.js";
import { reachOf, type Verdict } from "./judge.js";

export function switchedOff(http: HttpClient, id: string): Promise<Removal> {
  return removal(switchUser(http, id, "deactivate"));
}

/**
 * Switched off first, on every platform: a deletion can't be undone, and management, where users are read, forgets whom
 * the others may still have.
 */
export async function removed(http: HttpClient, id: string): Promise<Removal> {
  if ((await switchedOff(http, id)) === "already") return "already";
  try {
    return await deleted(http, id);
  } catch (error) {
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
