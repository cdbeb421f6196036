import type { Answer, Call, Vendor } from "../exchange";
import type { EmulatorOptions } from "../options";
import { withDefaults } from "../options";
import { createRandom } from "../prng";
import type { Server } from "../server";
import { startServer } from "../server";
import { createTokens } from "../tokens";
import { createHistory } from "../visibility";
import { BASE_PATH, messageAnswer } from "./answers";
import { groupRoutes } from "./group-routes";
import { habitsOf, type NetexHabits } from "./habits";
import type { Synchronization } from "./propagation";
import type { NetexRoles } from "./roles";
import { joinedRoles } from "./roles";
import { userRoutes } from "./routes";
import type { NetexChange, NetexGroup, NetexNewGroup, NetexNewUser, NetexUser } from "./store";
import { createNetexStore } from "./store";

export interface NetexOptions extends EmulatorOptions, Partial<NetexHabits> {
  /** Reads show authSource, commonId, extendedFields, externalId and the password's hash; default true. */
  readonly newerReads?: boolean;
  /** The index of the first user in a listing; default 0. */
  readonly startIndexBase?: 0 | 1;
  /** What a call without X-Cloud-Synchronization gets; default synchronous. */
  readonly defaultSynchronization?: Synchronization;
  /** The platforms of the tenant; default training, social, play and management. */
  readonly platforms?: readonly string[];
  /** Extended fields that the tenant has from the start; default costCentre, contractType and startDate. */
  readonly extendedFields?: readonly string[];
}

/** A user as stored, with the roles that groups grant. */
export interface NetexAccount extends NetexUser {
  readonly effectiveRoles: NetexRoles;
}

/** Netex learningCloud on 127.0.0.1. The methods act behind the provider's back: at once, and not in the log. */
export interface NetexEmulator extends Server {
  /** The whole base URL, ending in /integration/ws/management/rest. */
  readonly url: string;
  /** A valid value for X-Cloud-Auth-Token. */
  readonly token: string;
  accounts(): NetexAccount[];
  /** The same as `accounts`: nobody is there from the start. */
  people(): NetexAccount[];
  /** By id or username. */
  get(idOrUsername: string): NetexAccount | undefined;
  create(user: NetexNewUser): NetexAccount;
  /** Changes a user; throws for an unknown one, as the others below do. */
  set(idOrUsername: string, change: NetexChange): NetexAccount;
  addRole(idOrUsername: string, section: string, role: string): NetexAccount;
  removeRole(idOrUsername: string, section: string, role: string): NetexAccount;
  deactivate(idOrUsername: string): NetexAccount;
  delete(idOrUsername: string): void;
  groups(): NetexGroup[];
  /** By id or codGroup. */
  getGroup(idOrCode: string): NetexGroup | undefined;
  /** A group that grants its roles to its members. Its codGroup is its name unless said. */
  createGroup(group: Omit<NetexNewGroup, "codGroup"> & { codGroup?: string }): NetexGroup;
  /** Throws for an unknown group, as the others do. */
  setGroup(idOrCode: string, change: Partial<Omit<NetexGroup, "id">>): NetexGroup;
  /** With the groups below it. */
  deleteGroup(idOrCode: string): void;
  addToGroup(group: string, idOrUsername: string): NetexAccount;
  /** The token handed out so far answers 401 from now on; `token` is another one then. */
  expireToken(): void;
}

const DEFAULT_PLATFORMS = ["training", "social", "play", "management"];
const DEFAULT_FIELDS = ["costCentre", "contractType", "startDate"];

function unreadable(call: Call): Answer | undefined {
  if (call.method === "GET" || call.body.kind === "none") return undefined;
  if (!(call.headers["content-type"] ?? "").startsWith("application/json")) {
    return messageAnswer(415, "Content-Type must be application/json");
  }
  return call.body.kind === "malformed" ? messageAnswer(400, "The body is not JSON") : undefined;
}

/** Starts one Netex emulator alone. */
export async function startNetex(options: NetexOptions = {}): Promise<NetexEmulator> {
  const settings = withDefaults(options);
  const random = createRandom(settings.seed);
  const history = createHistory(settings.now);
  const habits = habitsOf(options);
  const store = createNetexStore(history, random, habits);
  const tokens = createTokens({ seconds: Number.POSITIVE_INFINITY, reuse: true, random, now: settings.now });
  const fieldNames = new Set(options.extendedFields ?? DEFAULT_FIELDS);
  const routeOptions = {
    store,
    habits,
    platforms: options.platforms ?? DEFAULT_PLATFORMS,
    defaultSynchronization: options.defaultSynchronization ?? "synchronous",
    delay: settings.async,
    newerReads: options.newerReads ?? true,
    startIndexBase: options.startIndexBase ?? 0,
    fieldNames,
  };

  const vendor: Vendor = {
    history,
    limits: {},
    contentType: "application/json;charset=UTF-8",
    routes: [...userRoutes(routeOptions), ...groupRoutes(routeOptions)],
    guard(call) {
      const accepted = tokens.accepts(call.headers["x-cloud-auth-token"]);
      return accepted ? unreadable(call) : messageAnswer(401, "The authorization token is not valid");
    },
    problem: messageAnswer,
    tooMany: (retryAfter) => ({ ...messageAnswer(429, "Too many requests"), headers: { "retry-after": retryAfter } }),
    retryAfter: (seconds) => String(Math.max(1, Math.ceil(seconds))),
    headers: () => ({ "cache-control": "no-cache" }),
  };

  const account = (user: NetexUser): NetexAccount => ({ ...user, effectiveRoles: store.effectiveRoles(user) });
  function known(idOrUsername: string): NetexUser {
    const user = store.find(idOrUsername);
    if (user === undefined) throw new Error(`there is no Netex user ${idOrUsername}`);
    return user;
  }
  function put(user: NetexUser): NetexAccount {
    for (const name of Object.keys(user.extendedFields)) fieldNames.add(name);
    store.users.put(user.id, user);
    return account(user);
  }
  function knownGroup(idOrCode: string): NetexGroup {
    const group = store.findGroup(idOrCode);
    if (group === undefined) throw new Error(`there is no Netex group ${idOrCode}`);
    return group;
  }
  function putGroup(group: NetexGroup): NetexGroup {
    store.groups.put(group.id, group);
    return group;
  }
  const set = (idOrUsername: string, change: NetexChange) => put({ ...known(idOrUsername), ...change });
  const accounts = () => store.users.list().map(account);
  const expireToken = () => tokens.expireAll();

  const server = await startServer(vendor, { accounts, expireToken }, settings);
  return {
    ...server,
    url: `${server.origin}${BASE_PATH}`,
    get token() {
      return tokens.current();
    },
    accounts,
    people: accounts,
    get(idOrUsername) {
      const user = store.find(idOrUsername);
      return user && account(user);
    },
    create: (user) => put(store.draft(user)),
    set,
    addRole: (idOrUsername, section, role) =>
      set(idOrUsername, { roles: joinedRoles(known(idOrUsername).roles, { [section]: [role] }) }),
    removeRole(idOrUsername, section, role) {
      const { roles } = known(idOrUsername);
      return set(idOrUsername, { roles: { ...roles, [section]: (roles[section] ?? []).filter((r) => r !== role) } });
    },
    deactivate: (idOrUsername) => set(idOrUsername, { enabled: false }),
    delete: (idOrUsername) => store.remove(known(idOrUsername)),
    groups: () => [...store.groups.list()],
    getGroup: (idOrCode) => store.findGroup(idOrCode),
    createGroup: (group) => putGroup(store.draftGroup({ codGroup: group.name, ...group })),
    setGroup: (idOrCode, change) => putGroup({ ...knownGroup(idOrCode), ...change }),
    deleteGroup: (idOrCode) => store.removeGroup(knownGroup(idOrCode)),
    addToGroup(group, idOrUsername) {
      const user = known(idOrUsername);
      store.setMembers(knownGroup(group), [user.id], true);
      return account(user);
    },
    expireToken,
  };
}
