import type { Random } from "../prng";
import { hex, uuid } from "../prng";
import type { History, Table, View } from "../visibility";
import type { SetBehaviour } from "./behaviour";

export const STATUSES = ["Active", "Disabled", "Pending"] as const;
/** Of people; what is listed beside them is of other types. */
export const TYPES: readonly string[] = ["NeprofileUser", "NeaccessUser"];
export type NermStatus = (typeof STATUSES)[number];

/** A user as stored, write-only values included. */
export interface NermUser {
  readonly id: string;
  /** 32 characters, made by the vendor. */
  readonly uid: string;
  readonly name: string;
  readonly email: string;
  /** People are of one of `TYPES`. */
  readonly type: string;
  readonly login: string;
  readonly status: NermStatus;
  readonly title: string | null;
  /** Comma-joined. */
  readonly group_strings: string | null;
  readonly locale: string | null;
  readonly sailpoint_identity_id: string | null;
  /** Write-only. */
  readonly admin: boolean;
  /** Write-only. */
  readonly profile_id: string | null;
  /** Write-only. */
  readonly password: string | null;
}

export type NermChange = Partial<Omit<NermUser, "id" | "uid">>;
/** What can be said of a new user; the rest is filled in: Active, NeprofileUser, everything optional null. */
export type NermNewUser = Pick<NermUser, "name" | "email" | "login"> & NermChange;

export interface NermRole {
  readonly id: string;
  readonly uid: string;
  readonly name: string;
  readonly groups: readonly string[];
}

export interface NermUserRole {
  readonly id: string;
  readonly uid: string;
  readonly user_id: string;
  readonly role_id: string;
}

export interface NermUserManager {
  readonly id: string;
  readonly uid: string;
  readonly user_id: string;
  readonly manager_id: string;
}

/** Users, roles and the relationships between them. Writes show in reads after `delayMs`. */
export interface NermStore {
  readonly behaviour: SetBehaviour;
  readonly roles: readonly NermRole[];
  readonly users: Table<NermUser>;
  /** Found by `user:<id>` and `role:<id>`. */
  readonly userRoles: Table<NermUserRole>;
  /** Found by `user:<id>` and `manager:<id>`. */
  readonly userManagers: Table<NermUserManager>;
  /** By login, as this tenant compares logins. */
  findByLogin(login: string, view?: View): NermUser | undefined;
  createUser(user: NermNewUser, delayMs?: number): NermUser;
  changeUser(id: string, change: NermChange, delayMs?: number): NermUser;
  /** Removes the user and every relationship of theirs. */
  deleteUser(id: string, delayMs?: number): void;
  createUserRole(userId: string, roleId: string, delayMs?: number): NermUserRole;
  createUserManager(userId: string, managerId: string, delayMs?: number): NermUserManager;
}

/** The tenant's roles; two share a name, so that a name alone can be ambiguous. */
const ROLE_NAMES = ["Sponsors", "Reviewers", "Contractors", "Auditors", "Help Desk", "Help Desk"];

export function createNermStore(history: History, random: Random, behaviour: SetBehaviour): NermStore {
  const key = (login: string) => `login:${behaviour.exactLogins ? login : login.toLowerCase()}`;
  const users: Table<NermUser> = history.table((user) => [key(user.login)]);
  const userRoles: Table<NermUserRole> = history.table((pair) => [`user:${pair.user_id}`, `role:${pair.role_id}`]);
  const userManagers: Table<NermUserManager> = history.table((pair) => [
    `user:${pair.user_id}`,
    `manager:${pair.manager_id}`,
  ]);
  const ids = () => ({ id: uuid(random), uid: hex(random, 32) });
  const roles = ROLE_NAMES.map((name, index) => {
    const uid = `${name.toLowerCase().replace(" ", "_")}_role_${index + 1}`;
    return { id: uuid(random), uid, name, groups: [`${uid}_group`] };
  });

  function put<T extends { readonly id: string }>(table: Table<T>, record: T, delayMs?: number): T {
    table.put(record.id, record, delayMs);
    return record;
  }

  return {
    behaviour,
    roles,
    users,
    userRoles,
    userManagers,
    findByLogin: (login, view) => users.find(key(login), view)[0],
    createUser: (user, delayMs) =>
      put(
        users,
        {
          type: "NeprofileUser",
          status: "Active",
          title: null,
          group_strings: null,
          locale: null,
          sailpoint_identity_id: null,
          admin: false,
          profile_id: null,
          password: null,
          ...user,
          ...ids(),
        },
        delayMs,
      ),
    changeUser(id, change, delayMs) {
      const user = users.get(id);
      if (user === undefined) throw new Error(`there is no NERM user ${id}`);
      return put(users, { ...user, ...change }, delayMs);
    },
    deleteUser(id, delayMs) {
      users.put(id, undefined, delayMs);
      for (const pair of userRoles.find(`user:${id}`)) userRoles.put(pair.id, undefined, delayMs);
      const below = behaviour.managerDeleted === "removed" ? userManagers.find(`manager:${id}`) : [];
      const managed = [...userManagers.find(`user:${id}`), ...below];
      for (const pair of managed) userManagers.put(pair.id, undefined, delayMs);
    },
    createUserRole: (userId, roleId, delayMs) =>
      put(userRoles, { ...ids(), user_id: userId, role_id: roleId }, delayMs),
    createUserManager: (userId, managerId, delayMs) =>
      put(userManagers, { ...ids(), user_id: userId, manager_id: managerId }, delayMs),
  };
}
