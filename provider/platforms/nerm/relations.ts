import { AmbiguousError, RejectedError, UncertainError } from "../../core/contract/errors.js";
import { refuseAnother } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import {
  createUserManager,
  createUserRole,
  deleteUserRole,
  listUserManagers,
  listUserRoles,
  patchUserManager,
} from "./api.js";
import { TITLE } from "./errors.js";
import { rowsOf } from "./pages.js";
import type { WireUserManager, WireUserRole } from "./wire.js";

/** The roles that a user holds. */
export async function heldRoles(http: HttpClient, userId: string): Promise<readonly WireUserRole[]> {
  return ofUser(userId, await rowsOf(listUserRoles(http, { user_id: userId })));
}

/** The user's managers, of whom there should be one at most; in a fixed order. */
export async function managersOf(http: HttpClient, userId: string): Promise<readonly WireUserManager[]> {
  return inOrder(ofUser(userId, await rowsOf(listUserManagers(http, { user_id: userId }))));
}

/** Of several managers always the same one is shown. */
export function inOrder(rows: readonly WireUserManager[]): readonly WireUserManager[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Grants a role; one that the user holds already is success. */
export async function grantRole(http: HttpClient, userId: string, roleId: string): Promise<void> {
  try {
    await createUserRole(http, userId, roleId);
  } catch (error) {
    if (!mayBeThere(error)) throw error;
    const held = await heldRoles(http, userId);
    if (!held.some((row) => row.role_id === roleId)) throw error;
  }
}

/** Takes a role away; one that is gone already is success. */
export async function revokeRole(http: HttpClient, held: WireUserRole): Promise<void> {
  await deleteUserRole(http, held.id);
}

/**
 * Makes somebody the user's manager: a new relation, or the present one changed.
 *
 * @param isNew the user was just created, so that nobody is expected there
 */
export async function setManager(http: HttpClient, userId: string, managerId: string, isNew: boolean): Promise<void> {
  const present = isNew ? undefined : await onlyManager(http, userId);
  if (present) return changeManager(http, present, managerId);
  try {
    await createUserManager(http, userId, managerId);
  } catch (error) {
    if (!mayBeThere(error)) throw error;
    const meanwhile = await onlyManager(http, userId);
    // After a lost answer a look that finds nothing proves nothing, so no second relation is made.
    if (!meanwhile) throw error;
    await changeManager(http, meanwhile, managerId);
  }
}

/**
 * The rows about this user. The vendor's filter is not relied on, but rows about others alone are not the answer to what
 * was asked, and prove nothing of the user.
 */
function ofUser<Row extends { readonly user_id: string }>(userId: string, rows: readonly Row[]): readonly Row[] {
  const own = rows.filter((row) => row.user_id === userId);
  const [stranger] = rows;
  if (own.length === 0 && stranger) refuseAnother(TITLE, userId, stranger.user_id);
  return own;
}

async function changeManager(http: HttpClient, present: WireUserManager, managerId: string): Promise<void> {
  if (present.manager_id !== managerId) await patchUserManager(http, { ...present, manager_id: managerId });
}

async function onlyManager(http: HttpClient, userId: string): Promise<WireUserManager | undefined> {
  const rows = await managersOf(http, userId);
  if (new Set(rows.map((row) => row.manager_id)).size > 1) {
    const ids = rows.map((row) => row.manager_id).join(", ");
    throw new AmbiguousError(
      `manager: user ${userId} has ${rows.length} managers at ${TITLE} (${ids}) and only one can be managed here; remove the others there first`,
    );
  }
  return rows[0];
}

/** A refusal can mean that the relation exists, and a lost answer that it was made. */
function mayBeThere(error: unknown): boolean {
  return error instanceof RejectedError || error instanceof UncertainError;
}
