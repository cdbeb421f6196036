import { hex, type Random, uuid } from "../prng";
import type { History, Table, View } from "../visibility";
import type { Texts } from "./requests";
import type { GroupSeed, RealmSettings } from "./settings";

/** A person, or a client's own account, as stored. */
export interface KeycloakUser {
  readonly id: string;
  /** In lower case, as the address. */
  readonly username: string;
  readonly email: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly enabled: boolean;
  readonly emailVerified: boolean;
  readonly attributes: Texts;
  readonly requiredActions: readonly string[];
  readonly password: string | undefined;
  /** Ids of groups. */
  readonly groups: readonly string[];
  /** Ids of roles that were granted directly, of the realm and of clients. */
  readonly roles: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdTimestamp: number;
  /** The directory that this is a copy from. */
  readonly federationLink: string | undefined;
  /** A client's own account, which lists leave out. */
  readonly isService: boolean;
}

export interface KeycloakGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly attributes: Texts;
  readonly parentId: string | undefined;
}

export interface KeycloakRole {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly composite: boolean;
  /** The id of the realm, or of the client. */
  readonly containerId: string;
  readonly clientRole: boolean;
}

export interface KeycloakClient {
  readonly id: string;
  readonly clientId: string;
}

/** What a realm holds. */
export interface RealmStore {
  readonly realmId: string;
  readonly users: Table<KeycloakUser>;
  readonly groups: Table<KeycloakGroup>;
  readonly roles: readonly KeycloakRole[];
  readonly clients: readonly KeycloakClient[];
  readonly defaultRole: KeycloakRole;
  newId(): string;
  /** Roles of the realm or of a client, by name. */
  rolesOf(containerId: string): readonly KeycloakRole[];
  /** Sorted by name, as lists are. */
  childrenOf(parentId: string | undefined, view?: View): readonly KeycloakGroup[];
  pathOf(group: KeycloakGroup, view?: View): string;
  /** The group that is found by going down from the top, name by name: none with a slash in a name. */
  atPath(path: string): KeycloakGroup | undefined;
  groupsOf(user: KeycloakUser, view?: View): readonly KeycloakGroup[];
  /** People by one of their groups or roles, sorted by username. */
  having(what: "group" | "role", id: string, view?: View): readonly KeycloakUser[];
  addGroup(group: Omit<KeycloakGroup, "id">, delay?: number): KeycloakGroup;
  /** With those below it; everybody leaves. */
  removeGroup(id: string, delay?: number): void;
  addRole(role: Omit<KeycloakRole, "id">): KeycloakRole;
}

export function createRealmStore(history: History, random: Random, settings: RealmSettings): RealmStore {
  const users = history.table<KeycloakUser>(({ username, email, groups, roles }) => [
    `username:${username}`,
    ...(email === undefined ? [] : [`email:${email}`]),
    ...groups.map((id) => `group:${id}`),
    ...roles.map((id) => `role:${id}`),
  ]);
  const groups = history.table<KeycloakGroup>(({ parentId = "" }) => [`parent:${parentId}`]);
  const roles: KeycloakRole[] = [];
  const newId = () => uuid(random);
  const realmId = newId();
  const clients = ["roster", ...Object.keys(settings.clients)].map((clientId) => ({ id: newId(), clientId }));

  function addRole(role: Omit<KeycloakRole, "id">): KeycloakRole {
    const added = { id: newId(), ...role };
    roles.push(added);
    return added;
  }
  const ofRealm = { containerId: realmId, clientRole: false, composite: false };
  const defaultRole = addRole({
    ...ofRealm,
    name: settings.defaultRole,
    description: `\${role_default-roles}`,
    composite: true,
  });
  addRole({ ...ofRealm, name: "offline_access", description: `\${role_offline-access}` });
  addRole({ ...ofRealm, name: "uma_authorization", description: `\${role_uma_authorization}` });
  for (const name of settings.roles) addRole({ ...ofRealm, name });
  for (const { id, clientId } of clients) {
    for (const name of settings.clients[clientId] ?? [])
      addRole({ name, containerId: id, clientRole: true, composite: false });
  }

  const childrenOf = (parentId = "", view?: View) => groups.find(`parent:${parentId}`, view).sort(byName);
  function pathOf({ name, parentId }: KeycloakGroup, view?: View): string {
    const parent = parentId === undefined ? undefined : groups.get(parentId, view);
    return `${parent ? pathOf(parent, view) : ""}/${name}`;
  }
  const having: RealmStore["having"] = (what, id, view) => users.find(`${what}:${id}`, view).sort(byUsername);
  function addGroup(group: Omit<KeycloakGroup, "id">, delay?: number): KeycloakGroup {
    const added = { id: newId(), ...group };
    groups.put(added.id, added, delay);
    return added;
  }
  function removeGroup(id: string, delay?: number): void {
    for (const child of childrenOf(id)) removeGroup(child.id, delay);
    groups.put(id, undefined, delay);
    for (const user of having("group", id)) {
      users.put(user.id, { ...user, groups: user.groups.filter((other) => other !== id) }, delay);
    }
  }

  function plant(seeds: readonly GroupSeed[], parentId: string | undefined): void {
    for (const seed of seeds) {
      const { name, groups: below } = typeof seed === "string" ? { name: seed, groups: [] } : seed;
      plant(below, addGroup({ name, parentId, description: undefined, attributes: {} }).id);
    }
  }
  plant(settings.groups, undefined);

  return {
    realmId,
    users,
    groups,
    roles,
    clients,
    defaultRole,
    newId,
    rolesOf: (containerId) => roles.filter((role) => role.containerId === containerId).sort(byName),
    childrenOf,
    pathOf,
    atPath(path) {
      let found: KeycloakGroup | undefined;
      for (const name of path.replace(/^\//, "").split("/")) {
        found = childrenOf(found?.id).find((group) => group.name === name);
        if (found === undefined) return undefined;
      }
      return found;
    },
    groupsOf: (user, view) => user.groups.flatMap((id) => groups.get(id, view) ?? []).sort(byName),
    having,
    addGroup,
    removeGroup,
    addRole,
  };
}

/** An account of which nothing is known but its name: switched on, and granted nothing. */
export function blankUser(id: string, username: string, createdTimestamp: number): KeycloakUser {
  return {
    id,
    username,
    email: undefined,
    firstName: undefined,
    lastName: undefined,
    enabled: true,
    emailVerified: false,
    attributes: {},
    requiredActions: [],
    password: undefined,
    groups: [],
    roles: [],
    createdTimestamp,
    federationLink: undefined,
    isService: false,
  };
}

/** An id as the server gives it to what isn't a person or a group. */
export function componentId(random: Random): string {
  return hex(random, 22);
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

export function byUsername(a: KeycloakUser, b: KeycloakUser): number {
  return a.username < b.username ? -1 : 1;
}
