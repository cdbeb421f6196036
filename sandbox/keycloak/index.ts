import type { ClientCredentials } from "../client-credentials";
import type { Answer, Call, Vendor } from "../exchange";
import type { JsonObject } from "../json";
import type { EmulatorOptions } from "../options";
import { withDefaults } from "../options";
import { createRandom, hex } from "../prng";
import type { Server } from "../server";
import { startServer } from "../server";
import { createTokens } from "../tokens";
import { createHistory } from "../visibility";
import { statusAnswer } from "./answers";
import { createFederation } from "./federation";
import { groupRoutes } from "./group-routes";
import { createPeople } from "./people";
import { UserProfile } from "./profile";
import { realmRoutes } from "./realm-routes";
import { groupDocument, userDocument } from "./requests";
import { roleRoutes } from "./role-routes";
import { type DirectoryPerson, type ProfileAttribute, type RealmSettings, settingsOf } from "./settings";
import { blankUser, createRealmStore, type KeycloakGroup, type KeycloakRole, type KeycloakUser } from "./store";
import { tokenRoute } from "./token";
import { userRoutes } from "./user-routes";

export interface KeycloakOptions extends EmulatorOptions, Partial<RealmSettings> {
  /** Lifetime of an access token in seconds; default 300. */
  readonly tokenSeconds?: number;
}

/** Somebody with the names of their roles: the realm's under `realm`, and each client's under its id. */
export interface KeycloakAccount extends Omit<KeycloakUser, "roles"> {
  readonly roles: Readonly<Record<string, readonly string[]>>;
}

/** One realm of a Keycloak on 127.0.0.1. The methods act behind the provider's back: at once, and not in the log. */
export interface KeycloakEmulator extends Server, ClientCredentials {
  /** The server's base address, without /admin. */
  readonly url: string;
  readonly realm: string;
  /** A bearer token that is valid now. */
  readonly token: string;
  /** Everybody, the client's own account included. */
  accounts(): KeycloakAccount[];
  people(): KeycloakAccount[];
  /** By id or username. */
  get(idOrUsername: string): KeycloakAccount | undefined;
  /** @throws where the realm refuses the document of a user */
  create(document: JsonObject): KeycloakAccount;
  /** Changes what a PUT of the document would change; throws for an unknown user, as the others below do. */
  change(idOrUsername: string, document: JsonObject): KeycloakAccount;
  /** Keeps this with the account, whatever the realm would say. */
  keep(idOrUsername: string, values: Partial<Omit<KeycloakUser, "id" | "roles">>): KeycloakAccount;
  grant(idOrUsername: string, section: string, role: string): KeycloakAccount;
  revoke(idOrUsername: string, section: string, role: string): KeycloakAccount;
  join(idOrUsername: string, group: string): KeycloakAccount;
  leave(idOrUsername: string, group: string): KeycloakAccount;
  delete(idOrUsername: string): void;
  /** From now on nobody sees them in a list, nor among the members of a role or a group. */
  hide(idOrUsername: string): void;
  groups(): KeycloakGroup[];
  getGroup(id: string): KeycloakGroup | undefined;
  pathOf(group: string): string;
  /** @param parentId of the group above; absent: at the top */
  createGroup(document: JsonObject, parentId?: string): KeycloakGroup;
  changeGroup(id: string, values: Partial<Omit<KeycloakGroup, "id">>): KeycloakGroup;
  /** With those below it. */
  deleteGroup(id: string): void;
  createRole(name: string, isComposite?: boolean): KeycloakRole;
  /** Lets people have another attribute, or changes what the profile says of one. */
  declareAttribute(attribute: ProfileAttribute): void;
  /** The id of the directory behind the realm, which people can join and leave. */
  readonly directory: string | undefined;
  joinDirectory(person: DirectoryPerson): void;
  leaveDirectory(username: string): void;
  /** Tokens handed out so far answer 401 from now on. */
  expireToken(): void;
}

const BASE = "/admin/realms/:realm";
const SERVICE = "service-account-roster";

/** Starts one Keycloak emulator alone. */
export async function startKeycloak(options: KeycloakOptions = {}): Promise<KeycloakEmulator> {
  const common = withDefaults(options);
  const { now } = common;
  const settings = settingsOf(options);
  const random = createRandom(common.seed);
  const history = createHistory(now);
  const store = createRealmStore(history, random, settings);
  const profile = new UserProfile(settings);
  const people = createPeople({ store, settings, profile, now });
  const federation = settings.directory && createFederation(store, random, now, settings.directory);
  const hidden = new Set<string>();
  const tokens = createTokens({ seconds: options.tokenSeconds ?? 300, reuse: false, random, now });
  const credentials: ClientCredentials = { clientId: "roster", clientSecret: hex(random, 32) };
  const service = { ...blankUser(store.newId(), SERVICE, now()), isService: true };
  store.users.put(service.id, service);

  const routeOptions = { store, settings, people, federation, hidden, delay: common.async };
  const vendor: Vendor = {
    history,
    limits: {},
    contentType: "application/json",
    routes: [
      tokenRoute(settings.realm, tokens, credentials),
      ...realmRoutes(BASE, { store, settings, profile, federation: federation?.id }),
      ...userRoutes(BASE, routeOptions),
      ...groupRoutes(BASE, routeOptions),
      ...roleRoutes(BASE, routeOptions),
    ],
    guard: (call) => refused(call),
    // An address that the server doesn't have has no words of its own.
    problem: (status, errorMessage) => (status === 404 ? statusAnswer(404) : { status, body: { errorMessage } }),
    tooMany: (retryAfter) => ({ ...statusAnswer(429), headers: { "retry-after": retryAfter } }),
    retryAfter: (seconds) => String(Math.max(1, Math.ceil(seconds))),
    headers: () => ({}),
  };

  function refused(call: Call): Answer | undefined {
    const token = /^bearer +(\S+)$/i.exec(call.headers["authorization"] ?? "")?.[1];
    if (!tokens.accepts(token)) return statusAnswer(401);
    const isOther = call.params["realm"] !== undefined && call.params["realm"] !== settings.realm;
    return isOther ? { status: 404, body: { error: "Realm not found." } } : undefined;
  }

  function known(idOrUsername: string): KeycloakUser {
    const user = store.users.get(idOrUsername) ?? store.users.find(`username:${idOrUsername.toLowerCase()}`)[0];
    if (user === undefined) throw new Error(`the realm has no user ${idOrUsername}`);
    return user;
  }

  function knownGroup(id: string): KeycloakGroup {
    const group = store.groups.get(id);
    if (group === undefined) throw new Error(`the realm has no group ${id}`);
    return group;
  }

  function roleOf(section: string, name: string): KeycloakRole {
    const client = store.clients.find(({ clientId }) => clientId === section);
    const role = store.rolesOf(client?.id ?? store.realmId).find((one) => one.name === name);
    if (role === undefined) throw new Error(`the realm has no role ${name} in ${section}`);
    return role;
  }

  function account(user: KeycloakUser): KeycloakAccount {
    const sections = [{ id: store.realmId, clientId: "realm" }, ...store.clients].flatMap(({ id, clientId }) => {
      const names = store.rolesOf(id).flatMap((role) => (user.roles.includes(role.id) ? [role.name] : []));
      return names.length > 0 ? [[clientId, names] as const] : [];
    });
    return { ...user, roles: Object.fromEntries(sections) };
  }

  function set(idOrUsername: string, values: (user: KeycloakUser) => Partial<KeycloakUser>): KeycloakAccount {
    const before = known(idOrUsername);
    const after = { ...before, ...values(before) };
    store.users.put(after.id, after);
    return account(after);
  }

  const accounts = () => store.users.list().map(account);
  const expireToken = () => tokens.expireAll();
  const without = (ids: readonly string[], id: string) => ids.filter((other) => other !== id);
  const server = await startServer(vendor, { accounts, expireToken }, common);
  return {
    ...server,
    ...credentials,
    url: server.origin,
    realm: settings.realm,
    get token() {
      return tokens.current();
    },
    accounts,
    people: () => accounts().filter(({ isService }) => !isService),
    get(idOrUsername) {
      const user = store.users.get(idOrUsername) ?? store.users.find(`username:${idOrUsername.toLowerCase()}`)[0];
      return user && account(user);
    },
    create: (document) => account(history.transact(() => people.create(userDocument({ enabled: true, ...document })))),
    change: (idOrUsername, document) => account(people.change(known(idOrUsername), userDocument(document))),
    keep: (idOrUsername, values) => set(idOrUsername, () => values),
    grant: (idOrUsername, section, role) =>
      set(idOrUsername, ({ roles }) => ({ roles: [...new Set([...roles, roleOf(section, role).id])] })),
    revoke: (idOrUsername, section, role) =>
      set(idOrUsername, ({ roles }) => ({ roles: without(roles, roleOf(section, role).id) })),
    join: (idOrUsername, group) =>
      set(idOrUsername, ({ groups }) => ({ groups: [...new Set([...groups, knownGroup(group).id])] })),
    leave: (idOrUsername, group) => set(idOrUsername, ({ groups }) => ({ groups: without(groups, group) })),
    delete: (idOrUsername) => store.users.put(known(idOrUsername).id, undefined),
    hide: (idOrUsername) => void hidden.add(known(idOrUsername).id),
    groups: () => [...store.groups.list()],
    getGroup: (id) => store.groups.get(id),
    pathOf: (id) => store.pathOf(knownGroup(id)),
    createGroup(document, parentId) {
      const { name = "", description, attributes = {} } = groupDocument(document);
      return store.addGroup({ name, description, attributes, parentId });
    },
    changeGroup(id, values) {
      const changed = { ...knownGroup(id), ...values };
      store.groups.put(id, changed);
      return changed;
    },
    deleteGroup: (id) => store.removeGroup(knownGroup(id).id),
    createRole: (name, isComposite = false) =>
      store.addRole({ name, composite: isComposite, containerId: store.realmId, clientRole: false }),
    declareAttribute: (attribute) => profile.declare(attribute),
    directory: federation?.id,
    joinDirectory: (person) => void federation?.people.set(person.username, person),
    leaveDirectory: (username) => void federation?.people.delete(username),
    expireToken,
  };
}
