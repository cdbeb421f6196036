import type { Random } from "../prng";
import { hex } from "../prng";
import type { History, Table, View } from "../visibility";
import type { NetexHabits } from "./habits";
import type { NetexRoles } from "./roles";
import { joinedRoles } from "./roles";

/** A user as stored. Optional texts are null when unset. */
export interface NetexUser {
  readonly id: string;
  readonly commonId: string;
  readonly username: string;
  readonly name: string;
  readonly surname: string;
  readonly email: string;
  readonly language: string;
  readonly timezone: string;
  readonly officePhone: string | null;
  readonly mobilePhone: string | null;
  readonly interests: string | null;
  readonly aboutMe: string | null;
  readonly location: string | null;
  readonly authSource: string;
  /** A path on the server, not what was sent. */
  readonly image: string | null;
  readonly enabled: boolean;
  /** The user's own roles; groups may add to them. */
  readonly roles: NetexRoles;
  readonly extendedFields: Readonly<Record<string, unknown>>;
  readonly externalId: string | null;
  /** A JSON object that the vendor and a customer agree on; null when unset. */
  readonly extra: unknown;
  /** A hash; listings show it. */
  readonly password: string;
}

export type NetexChange = Partial<Omit<NetexUser, "id" | "commonId">>;
export type NetexNewUser = Pick<NetexUser, "username" | "name" | "surname" | "email"> & NetexChange;

export interface NetexGroup {
  readonly id: string;
  /** The external identifier, by which a group can be addressed as well; it never changes. */
  readonly codGroup: string;
  readonly name: string;
  readonly description: string | null;
  readonly parentId: string | null;
  /** A path on the server, not what was sent. */
  readonly image: string | null;
  readonly extra: unknown;
  /** What members get besides their own roles. */
  readonly roles: NetexRoles;
  readonly userIds: readonly string[];
}

export type NetexNewGroup = Partial<Omit<NetexGroup, "id">> & Pick<NetexGroup, "name" | "codGroup">;

/** The tenant's users and groups. */
export interface NetexStore {
  readonly users: Table<NetexUser>;
  readonly groups: Table<NetexGroup>;
  /** By id, or by username. */
  find(idOrUsername: string, view?: View): NetexUser | undefined;
  /** Whether somebody who was deleted still holds the username. */
  isKept(username: string): boolean;
  /** By id or codGroup. */
  findGroup(idOrCode: string, view?: View): NetexGroup | undefined;
  childrenOf(groupId: string): NetexGroup[];
  groupsOf(userId: string): NetexGroup[];
  /** Own roles and those that groups grant. */
  effectiveRoles(user: NetexUser): NetexRoles;
  /** A new user with the vendor's defaults, not yet stored. */
  draft(user: NetexNewUser): NetexUser;
  /** A new group with the vendor's defaults, not yet stored. */
  draftGroup(group: NetexNewGroup): NetexGroup;
  /** Removes the group and all groups below it. */
  removeGroup(group: NetexGroup): void;
  /** Makes the users members, or no longer. */
  setMembers(group: NetexGroup, userIds: readonly string[], present: boolean): NetexGroup;
  /** Removes the user, here and from every group. */
  remove(user: NetexUser): void;
  /** The server path of an uploaded image. */
  imagePath(): string;
}

export function createNetexStore(history: History, random: Random, habits: NetexHabits): NetexStore {
  const users: Table<NetexUser> = history.table((user) => [`username:${user.username.toLowerCase()}`]);
  const groups: Table<NetexGroup> = history.table((group) => [
    `code:${group.codGroup.toLowerCase()}`,
    `parent:${group.parentId}`,
  ]);
  const formerNames = new Set<string>();
  const newId = () => `ff8081815${hex(random, 23)}`;
  /** Groups are never changed in place, so each one's members are put into a set once. */
  const memberSets = new WeakMap<NetexGroup, ReadonlySet<string>>();
  const membersOf = (group: NetexGroup): ReadonlySet<string> => {
    const members = memberSets.get(group) ?? new Set(group.userIds);
    memberSets.set(group, members);
    return members;
  };
  const groupsOf = (userId: string) => groups.list().filter((group) => membersOf(group).has(userId));

  const childrenOf = (groupId: string) => groups.find(`parent:${groupId}`);

  function removeGroup(group: NetexGroup): void {
    for (const child of childrenOf(group.id)) removeGroup(child);
    groups.put(group.id, undefined);
  }

  function setMembers(group: NetexGroup, userIds: readonly string[], present: boolean): NetexGroup {
    const changing = new Set(userIds);
    const others = group.userIds.filter((id) => !changing.has(id));
    const changed = { ...group, userIds: present ? [...others, ...userIds] : others };
    groups.put(group.id, changed);
    return changed;
  }

  return {
    users,
    groups,
    find(idOrUsername, view) {
      const user = users.get(idOrUsername, view);
      if (user) return user;
      const named = users.find(`username:${idOrUsername.toLowerCase()}`, view);
      return named.find(({ username }) => habits.usernames === "caseless" || username === idOrUsername);
    },
    isKept: (username) => habits.deletedNames === "taken" && formerNames.has(username.toLowerCase()),
    findGroup: (idOrCode, view) => groups.get(idOrCode, view) ?? groups.find(`code:${idOrCode.toLowerCase()}`, view)[0],
    childrenOf,
    groupsOf,
    effectiveRoles: (user) => groupsOf(user.id).reduce((roles, group) => joinedRoles(roles, group.roles), user.roles),
    draft: (user) => ({
      language: "en",
      timezone: "Europe/London",
      officePhone: null,
      mobilePhone: null,
      interests: null,
      aboutMe: null,
      location: null,
      authSource: "LOCAL",
      image: null,
      enabled: true,
      roles: { management: ["user"] },
      extendedFields: {},
      externalId: null,
      extra: null,
      password: `$2a$10$${hex(random, 53)}`,
      ...user,
      id: newId(),
      commonId: newId(),
    }),
    draftGroup: (group) => ({
      description: null,
      parentId: null,
      image: null,
      extra: null,
      roles: {},
      userIds: [],
      ...group,
      id: newId(),
    }),
    removeGroup,
    setMembers,
    remove(user) {
      formerNames.add(user.username.toLowerCase());
      users.put(user.id, undefined);
      for (const group of groupsOf(user.id)) setMembers(group, [user.id], false);
    },
    imagePath: () => `/nlc/images/user/${hex(random, 16)}.png`,
  };
}
