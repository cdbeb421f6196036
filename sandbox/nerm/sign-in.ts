import type { NermStore, NermUser } from "./store";

/** What an identity provider says of whoever signs in. */
export interface Claims {
  readonly login?: string;
  readonly name?: string;
  readonly email?: string;
  /** Comma-joined. */
  readonly group_strings?: string;
}

/** What becomes of somebody who signs in; undefined where nobody gets in without a role. */
export function signIn(store: NermStore, user: NermUser, claims: Claims = {}): NermUser | undefined {
  const { rolesAtSignIn, namesAtSignIn, mergesAtSignIn } = store.behaviour;
  const { group_strings = user.group_strings, ...names } = claims;
  const status = user.status === "Pending" ? "Active" : user.status;
  const now = store.changeUser(user.id, { group_strings, status, ...(namesAtSignIn ? names : {}) });
  if (mergesAtSignIn && now.sailpoint_identity_id !== null) mergeInto(store, now);
  if (rolesAtSignIn === "from-groups") setRoles(store, now);
  return store.userRoles.find(`user:${user.id}`).length === 0 ? undefined : now;
}

/** The account that is signed in to stays. */
function mergeInto(store: NermStore, { id, sailpoint_identity_id }: NermUser): void {
  const others = store.users.list().filter((other) => other.id !== id);
  for (const other of others) {
    if (other.sailpoint_identity_id === sailpoint_identity_id) store.deleteUser(other.id);
  }
}

function setRoles(store: NermStore, { id, group_strings }: NermUser): void {
  const groups = (group_strings ?? "").split(",").map((group) => group.trim());
  for (const pair of store.userRoles.find(`user:${id}`)) store.userRoles.put(pair.id, undefined);
  const granted = store.roles.filter((role) => role.groups.some((group) => groups.includes(group)));
  for (const role of granted) store.createUserRole(id, role.id);
}
