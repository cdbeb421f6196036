import { RejectedError } from "../../core/contract/errors.js";
import { TITLE } from "./errors.js";
import type { WireUser } from "./wire.js";

/** The directory that an account comes from, as it says itself. */
export function federationIn(user: WireUser | undefined): string | undefined {
  return user?.federationLink || user?.origin || undefined;
}

/** A sentence about an account of this directory, without a full stop. */
export function fromElsewhere(federation: string): string {
  return `The account comes from another directory (federation ${federation})`;
}

/** A directory may keep an account switched on behind a 204. */
export function refuseKeptOn(user: WireUser | undefined): void {
  const federation = federationIn(user);
  if (federation === undefined || user?.enabled === false) return;
  const message = `enabled: ${TITLE} has accepted that account ${user?.id} is switched off, and shows it switched on`;
  throw new RejectedError(`${message}. ${fromElsewhere(federation)}, which says who is on: switch it off there`, [
    "enabled",
  ]);
}
