import { type Answer, type Call, Refusal, type Route, type Vendor } from "../exchange";
import type { EmulatorOptions, Settings } from "../options";
import { withDefaults } from "../options";
import { createRandom, hex } from "../prng";
import type { Limit } from "../rates";
import type { Server } from "../server";
import { startServer } from "../server";
import type { Tokens } from "../tokens";
import { createTokens } from "../tokens";
import { createHistory } from "../visibility";
import { adobeHeaders, inShape, MEDIA_TYPE, metaError, titleError } from "./answers";
import type { ExternalProfile } from "./external-routes";
import { adobeGroupRoutes } from "./group-routes";
import { type AdobeGroup, type AdobeGroupChange, type AdobeNewGroup, createAdobeGroups } from "./groups";
import type { AdobeCredentials } from "./oauth";
import { adobeOauthRoutes } from "./oauth";
import { type AdobeQuirks, USUAL } from "./quirks";
import type { ActiveField } from "./routes";
import { adobeRoutes, BASE_PATH } from "./routes";
import type { AdobeAccount, AdobeChange, AdobeNewAccount } from "./store";
import { createAdobeStore } from "./store";

export interface AdobeOptions extends EmulatorOptions, Partial<AdobeQuirks> {
  /** POST's answer leaves out fields, bio and contentLocale although stored; default true. */
  readonly thinCreate?: boolean;
  /** The account's active fields; others are dropped without a word. Default: whatever is sent is one. */
  readonly activeFields?: readonly ActiveField[];
  /** The tenant's id; default 108079. */
  readonly accountId?: string;
  /** Lifetime of an access token in seconds; default 604800. */
  readonly tokenSeconds?: number;
  /** The account's external profiles. Default: none. */
  readonly externalProfiles?: readonly ExternalProfile[];
}

/** Adobe Learning Manager on 127.0.0.1. The methods act behind the provider's back: at once, and not in the log. */
export interface AdobeEmulator extends Server, AdobeCredentials {
  /** The whole base URL, ending in /primeapi/v2. */
  readonly url: string;
  /** An access token that is valid now. */
  readonly token: string;
  readonly accountId: string;
  /** The id of the administrator who is there from the start. */
  readonly ownerId: string;
  /** Every account, deleted ones and the owner included. */
  accounts(): AdobeAccount[];
  /** The addresses of those who were sent a welcome, in that order. */
  mails(): string[];
  /** The accounts but for the owner. */
  people(): AdobeAccount[];
  /** By id or email. */
  get(idOrEmail: string): AdobeAccount | undefined;
  create(account: AdobeNewAccount): AdobeAccount;
  /** Changes an account; throws for an unknown one, as the others below do. */
  set(idOrEmail: string, change: AdobeChange): AdobeAccount;
  addRole(idOrEmail: string, role: string): AdobeAccount;
  /** The soft delete, as `delete`: the vendor has no other. */
  deactivate(idOrEmail: string): AdobeAccount;
  delete(idOrEmail: string): AdobeAccount;
  /** Every user group, deleted ones and the account's own included. */
  groups(): AdobeGroup[];
  /** By id or name, of several active groups with that name one. */
  getGroup(idOrName: string): AdobeGroup | undefined;
  createGroup(group: AdobeNewGroup): AdobeGroup;
  /** Changes a group; throws for an unknown one, as the next one does. */
  setGroup(idOrName: string, change: AdobeGroupChange): AdobeGroup;
  deleteGroup(idOrName: string): AdobeGroup;
  /** Access tokens issued so far answer 401 from now on; the refresh token stays good. */
  expireToken(): void;
}

/** An administrator's calls a minute, and the burst. */
const LIMITS: Readonly<Record<string, Limit>> = {
  GET: { requests: 100, seconds: 60, burst: 100 },
  PATCH: { requests: 60, seconds: 60, burst: 20 },
  POST: { requests: 30, seconds: 60, burst: 10 },
  PUT: { requests: 20, seconds: 60, burst: 10 },
  DELETE: { requests: 25, seconds: 60, burst: 10 },
};

function guard(call: Call, tokens: Tokens, { headers }: AdobeQuirks): Answer | undefined {
  const isLenient = headers === "lenient";
  const [, scheme = "", token] = /^(oauth|bearer) +(\S+)$/i.exec(call.headers["authorization"] ?? "") ?? [];
  if (!tokens.accepts(token) || (scheme.toLowerCase() !== "oauth" && !isLenient)) {
    return metaError(401, "UNAUTHORIZED", "Access is denied due to invalid credentials");
  }
  if (!isLenient && !(call.headers["accept"] ?? "").includes(MEDIA_TYPE))
    return titleError(406, `Accept must be ${MEDIA_TYPE}`);
  if (call.body.kind === "none" || call.method === "GET") return undefined;
  if (!isLenient && !(call.headers["content-type"] ?? "").startsWith(MEDIA_TYPE)) {
    return titleError(415, `Content-Type must be ${MEDIA_TYPE};charset=UTF-8`);
  }
  return call.body.kind === "malformed" ? metaError(400, "BAD_REQUEST", "The body is not JSON") : undefined;
}

/** Routes whose errors have the shape of one page. */
function reshaped(routes: readonly Route[], shape: AdobeQuirks["errorShape"]): Route[] {
  return routes.map((route) => ({
    ...route,
    handle(call) {
      try {
        return inShape(route.handle(call), shape);
      } catch (error) {
        throw error instanceof Refusal ? new Refusal(inShape(error.answer, shape)) : error;
      }
    },
  }));
}

/** Starts one Adobe emulator alone. */
export async function startAdobe(options: AdobeOptions = {}): Promise<AdobeEmulator> {
  const settings: Settings = withDefaults(options);
  const quirks: AdobeQuirks = { ...USUAL, ...options };
  const mails: string[] = [];
  const random = createRandom(settings.seed);
  const history = createHistory(settings.now);
  const accountId = options.accountId ?? "108079";
  const store = createAdobeStore(history, random, accountId, quirks);
  const groups = createAdobeGroups(history, settings.now, random);
  const tokens = createTokens({ seconds: options.tokenSeconds ?? 604800, reuse: true, random, now: settings.now });
  const credentials: AdobeCredentials = {
    clientId: hex(random, 12),
    clientSecret: hex(random, 32),
    refreshToken: hex(random, 32),
  };

  const vendor: Vendor = {
    history,
    limits: LIMITS,
    contentType: `${MEDIA_TYPE};charset=UTF-8`,
    routes: [
      ...adobeOauthRoutes(tokens, credentials, () =>
        quirks.refreshTokens === "same" ? credentials.refreshToken : hex(random, 32),
      ),
      ...reshaped(
        [
          ...adobeRoutes({
            store,
            accountId,
            async: settings.async,
            quirks,
            now: settings.now,
            welcome: (email) => void mails.push(email),
            profiles: options.externalProfiles ?? [],
            thinCreate: options.thinCreate ?? true,
            activeFields: options.activeFields,
          }),
          ...adobeGroupRoutes({ store, groups, accountId, quirks, async: settings.async }),
        ],
        quirks.errorShape,
      ),
    ],
    guard(call) {
      const refusal = guard(call, tokens, quirks);
      return refusal && inShape(refusal, quirks.errorShape);
    },
    problem: (status, detail) => inShape(titleError(status, detail), quirks.errorShape),
    tooMany: (retryAfter) => ({
      status: 429,
      body: { message: "API rate limit exceeded" },
      headers: { "retry-after": retryAfter, "content-type": "application/json" },
    }),
    retryAfter: (seconds) => seconds.toFixed(3),
    headers: (call, verdict) => adobeHeaders(call, verdict, random),
  };

  const get = (idOrEmail: string) => store.get(idOrEmail) ?? store.findByEmail(idOrEmail);
  function known(idOrEmail: string): AdobeAccount {
    const account = get(idOrEmail);
    if (account === undefined) throw new Error(`there is no Adobe account ${idOrEmail}`);
    return account;
  }
  const set = (idOrEmail: string, change: AdobeChange) => store.change(known(idOrEmail).id, change);
  const getGroup = (idOrName: string) =>
    groups.table.get(idOrName) ??
    groups.table.find(`name:${idOrName.toLowerCase()}`).find(({ state }) => state === "Active");
  function setGroup(idOrName: string, change: AdobeGroupChange): AdobeGroup {
    const group = getGroup(idOrName);
    if (group === undefined) throw new Error(`there is no Adobe user group ${idOrName}`);
    return groups.change(group, change);
  }
  const accounts = () => store.list();
  const expireToken = () => tokens.expireAll();
  const gone = quirks.deletion === "purged" ? "PURGED" : "DELETED";
  const remove = (idOrEmail: string) => set(idOrEmail, { state: gone });

  const server = await startServer(vendor, { accounts, expireToken }, settings);
  return {
    ...server,
    ...credentials,
    url: `${server.origin}${BASE_PATH}`,
    get token() {
      return tokens.current();
    },
    accountId,
    ownerId: store.ownerId,
    accounts,
    mails: () => [...mails],
    people: () => accounts().filter((account) => !account.owner),
    get,
    create: (account) => store.create(account),
    set,
    addRole: (idOrEmail, role) => set(idOrEmail, { roles: [...known(idOrEmail).roles, role] }),
    deactivate: remove,
    delete: remove,
    groups: () => [...groups.table.list()],
    getGroup,
    createGroup: (group) => groups.create(group),
    setGroup,
    deleteGroup: (idOrName) => setGroup(idOrName, { state: "Deleted", userIds: [] }),
    expireToken,
  };
}
