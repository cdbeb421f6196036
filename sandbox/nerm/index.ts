import type { ClientCredentials } from "../client-credentials";
import { clientCredentialsRoute } from "../client-credentials";
import type { Answer, Call, Vendor } from "../exchange";
import type { EmulatorOptions } from "../options";
import { withDefaults } from "../options";
import { createRandom, hex, uuid } from "../prng";
import type { Server } from "../server";
import { startServer } from "../server";
import { createTokens } from "../tokens";
import { createHistory } from "../visibility";
import { BASE_PATH, errorAnswer } from "./answers";
import type { NermBehaviour } from "./behaviour";
import { behaviourOf } from "./behaviour";
import { createJobs } from "./jobs";
import { roleRoutes, userManagerRoutes, userRoleRoutes } from "./pair-routes";
import type { Claims } from "./sign-in";
import { signIn } from "./sign-in";
import type { NermChange, NermNewUser, NermRole, NermUser } from "./store";
import { createNermStore, TYPES } from "./store";
import { userRoutes } from "./user-routes";

export interface NermOptions extends EmulatorOptions, NermBehaviour {
  /** Lifetime of an access token in seconds; default 749. */
  readonly tokenSeconds?: number;
}

/** A user as stored, with roles by id and the manager's id. */
export interface NermAccount extends NermUser {
  readonly roles: readonly string[];
  readonly manager?: string;
}

/** SailPoint NERM on 127.0.0.1. The methods act behind the provider's back: at once, and not in the log. */
export interface NermEmulator extends Server, ClientCredentials {
  /** The whole base URL, ending in /api. */
  readonly url: string;
  /** A NERM key that is valid now. */
  readonly token: string;
  /** Where client credentials become an access token. */
  readonly tokenUrl: string;
  /** The tenant's roles; two share a name. */
  readonly roles: readonly NermRole[];
  accounts(): NermAccount[];
  /** Without users of other types than people have. */
  people(): NermAccount[];
  /** By id or login. */
  get(idOrLogin: string): NermAccount | undefined;
  create(user: NermNewUser): NermAccount;
  /** Changes a user; throws for an unknown one, as the others below do. */
  set(idOrLogin: string, change: NermChange): NermAccount;
  /** By the role's id, or its name where only one role has it. */
  addRole(idOrLogin: string, role: string): NermAccount;
  removeRole(idOrLogin: string, role: string): NermAccount;
  setManager(idOrLogin: string, managerIdOrLogin: string): NermAccount;
  /** Status Disabled. */
  deactivate(idOrLogin: string): NermAccount;
  delete(idOrLogin: string): void;
  /**
   * Signs somebody in, through an identity provider that says this of them. Undefined: without any role nobody gets in.
   */
  signIn(idOrLogin: string, claims?: Claims): NermAccount | undefined;
  /** Keys and access tokens handed out so far answer 401 from now on. */
  expireToken(): void;
}

const DELEGATE: NermNewUser = {
  name: "Eve Delegate",
  email: "eve@example.com",
  login: "eve.of.acme",
  type: "DelegateUser",
};

function malformed(call: Call): Answer | undefined {
  if (call.method === "GET" || call.body.kind === "none") return undefined;
  if (!(call.headers["content-type"] ?? "").startsWith("application/json")) {
    return errorAnswer(415, "Content-Type must be application/json");
  }
  if (call.body.kind === "parsed") return undefined;
  return errorAnswer(400, "Invalid JSON syntax. Please check your syntax and try again.");
}

/** Starts one NERM emulator alone. */
export async function startNerm(options: NermOptions = {}): Promise<NermEmulator> {
  const settings = withDefaults(options);
  const { now } = settings;
  const random = createRandom(settings.seed);
  const history = createHistory(now);
  const behaviour = behaviourOf(options);
  const store = createNermStore(history, random, behaviour);
  const keys = createTokens({ seconds: Number.POSITIVE_INFINITY, reuse: true, random, now });
  const accessTokens = createTokens({ seconds: options.tokenSeconds ?? 749, reuse: false, random, now });
  const credentials: ClientCredentials = { clientId: hex(random, 32), clientSecret: hex(random, 64) };
  const routeOptions = {
    store,
    bulk: { jobs: createJobs(random, now), behaviour, delay: settings.async },
  };
  if (behaviour.delegates) store.createUser(DELEGATE);

  const vendor: Vendor = {
    history,
    limits: { "*": { requests: 100, seconds: 10, burst: 100 } },
    contentType: "application/json; charset=utf-8",
    routes: [
      clientCredentialsRoute("/oauth/token", accessTokens, credentials),
      ...userRoutes(routeOptions),
      ...userRoleRoutes(routeOptions),
      ...userManagerRoutes(routeOptions),
      ...roleRoutes(routeOptions),
    ],
    guard(call) {
      const token = /^bearer +(\S+)$/i.exec(call.headers["authorization"] ?? "")?.[1];
      if (!keys.accepts(token) && !accessTokens.accepts(token)) return errorAnswer(401, "The token is not valid");
      return malformed(call);
    },
    problem: errorAnswer,
    tooMany: (retryAfter) => ({ ...errorAnswer(429, "Too many requests"), headers: { "retry-after": retryAfter } }),
    retryAfter: (seconds) => String(Math.max(1, Math.ceil(seconds))),
    headers: () => ({ "x-request-id": uuid(random), "cache-control": "no-cache" }),
  };

  function account(user: NermUser): NermAccount {
    const manager = store.userManagers.find(`user:${user.id}`)[0]?.manager_id;
    const roles = store.userRoles.find(`user:${user.id}`).map((pair) => pair.role_id);
    return { ...user, roles, ...(manager === undefined ? {} : { manager }) };
  }
  const find = (idOrLogin: string) => store.users.get(idOrLogin) ?? store.findByLogin(idOrLogin);
  function known(idOrLogin: string): NermUser {
    const user = find(idOrLogin);
    if (user === undefined) throw new Error(`there is no NERM user ${idOrLogin}`);
    return user;
  }
  function roleId(role: string): string {
    const found = store.roles.filter(({ id, name }) => id === role || name === role);
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} NERM roles are called ${role}`);
    return found[0].id;
  }
  const set = (idOrLogin: string, change: NermChange) => account(store.changeUser(known(idOrLogin).id, change));
  const accounts = () => store.users.list().map(account);
  const people = () => accounts().filter(({ type }) => TYPES.includes(type));
  function expireToken(): void {
    keys.expireAll();
    accessTokens.expireAll();
  }

  const server = await startServer(vendor, { accounts, expireToken }, settings);
  return {
    ...server,
    ...credentials,
    url: `${server.origin}${BASE_PATH}`,
    get token() {
      return keys.current();
    },
    tokenUrl: `${server.origin}/oauth/token`,
    roles: store.roles,
    accounts,
    people,
    get(idOrLogin) {
      const user = find(idOrLogin);
      return user && account(user);
    },
    create: (user) => account(store.createUser(user)),
    set,
    addRole(idOrLogin, role) {
      const user = account(known(idOrLogin));
      if (!user.roles.includes(roleId(role))) store.createUserRole(user.id, roleId(role));
      return account(user);
    },
    removeRole(idOrLogin, role) {
      const user = known(idOrLogin);
      const pairs = store.userRoles.find(`user:${user.id}`).filter((pair) => pair.role_id === roleId(role));
      for (const pair of pairs) store.userRoles.put(pair.id, undefined);
      return account(user);
    },
    setManager(idOrLogin, managerIdOrLogin) {
      const user = known(idOrLogin);
      for (const pair of store.userManagers.find(`user:${user.id}`)) store.userManagers.put(pair.id, undefined);
      store.createUserManager(user.id, known(managerIdOrLogin).id);
      return account(user);
    },
    deactivate: (idOrLogin) => set(idOrLogin, { status: "Disabled" }),
    delete: (idOrLogin) => store.deleteUser(known(idOrLogin).id),
    signIn(idOrLogin, claims) {
      const user = signIn(store, known(idOrLogin), claims);
      return user && account(user);
    },
    expireToken,
  };
}
