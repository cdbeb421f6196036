import type { ClientCredentials } from "../client-credentials";
import { clientCredentialsRoute } from "../client-credentials";
import type { Answer, Call, Vendor } from "../exchange";
import type { JsonObject } from "../json";
import { merged } from "../json";
import type { EmulatorOptions } from "../options";
import { withDefaults } from "../options";
import { createRandom, hex } from "../prng";
import type { Server } from "../server";
import { startServer } from "../server";
import { createTokens } from "../tokens";
import { createHistory } from "../visibility";
import { BASE_PATH, errorAnswer } from "./answers";
import { discoveryRoutes, type ScimClaims } from "./discovery";
import type { ScimHabit } from "./habits";
import { rootSearchRoute } from "./listing";
import { patched } from "./patch";
import { understoodDocument } from "./paths";
import { resourceEndpoints } from "./routes";
import { EXACT_USERS, GROUPS, type ResourceType, USERS } from "./schemas";
import type { ScimHabits, ScimLists, ScimPatches } from "./settings";
import { type Collection, createScimStore, type ScimRecord } from "./store";
import { groupsShown } from "./user-groups";

export type { ScimHabit } from "./habits";

export interface ScimOptions extends EmulatorOptions {
  /** Whether users can be patched; default true. */
  readonly patch?: boolean;
  /** Whether users have versions; default true. */
  readonly etags?: boolean;
  /** Whether lists can be filtered; default true. */
  readonly filters?: boolean;
  /** Most users in a page; default 1000. */
  readonly largestPage?: number;
  /** Attributes that answers to writes show and that are not stored, as at servers that echo; default none. */
  readonly drops?: readonly string[];
  /** Paths that a PATCH is refused for, although they are right; default none. */
  readonly refusedPaths?: readonly string[];
  /** What totalResults counts: all matches, or wrongly those of the page; default `exact`. */
  readonly totals?: "exact" | "page";
  /** The answer to a PATCH: with the user or empty; default 200. */
  readonly patchAnswers?: 200 | 204;
  /** Whether ids are UUIDs or texts of digits; default `uuid`. */
  readonly ids?: "uuid" | "digits";
  /** How documents are shown beside the standard; default as it says. */
  readonly habits?: readonly ScimHabit[];
  /** How lists are answered beside the standard; default as it says. */
  readonly lists?: ScimLists;
  /** What a PATCH can't; default nothing. */
  readonly patches?: ScimPatches;
  /** Multi-valued attributes that keep the last value alone; default none. */
  readonly keepsOne?: readonly string[];
  /** What the answer to a creation shows; default the user. */
  readonly creations?: "user" | "id" | "address";
  /** What is different in /Schemas and /ServiceProviderConfig; default nothing. */
  readonly says?: ScimClaims;
  /** Members that a read of a group shows at most, without a word of the others; default all. */
  readonly mostMembers?: number;
  /** What a PUT does to what it leaves out; `keep` keeps also what is sent as null or an empty list. Default `replace`: it is emptied. */
  readonly put?: "replace" | "merge" | "keep";
  /** Whether somebody who is deleted leaves their groups; default true. */
  readonly leaveGroups?: boolean;
  /** Whether users show their groups; default true. */
  readonly showsGroups?: boolean;
  /** How userNames are compared, in filters and where they are unique; default `caseless`, as the standard has it. */
  readonly userNames?: "caseless" | "exact";
  /** The status of every answer about groups, in place of them; default: there are groups. */
  readonly refusesGroups?: 403 | 404 | 500 | 501;
  /** Lifetime of an access token in seconds; default 3600. */
  readonly tokenSeconds?: number;
}

/** A user as stored: the standard's document with its id, the password included. */
export type ScimAccount = JsonObject & { readonly id: string; readonly userName: string };

/** A group as stored: the standard's document with its id. */
export type ScimGroup = JsonObject & { readonly id: string; readonly displayName: string };

/** A SCIM 2.0 server on 127.0.0.1. The methods act behind the provider's back: at once, and not in the log. */
export interface ScimEmulator extends Server, ClientCredentials {
  /** The whole base URL, to which /Users is added. */
  readonly url: string;
  /** A bearer token that is valid now. */
  readonly token: string;
  readonly tokenUrl: string;
  accounts(): ScimAccount[];
  /** The same as `accounts`: nobody is there from the start. */
  people(): ScimAccount[];
  /** By id or userName. */
  get(idOrName: string): ScimAccount | undefined;
  create(document: JsonObject): ScimAccount;
  /** Applies operations of a PATCH; throws for an unknown user, as the others below do. */
  patch(idOrName: string, operations: readonly object[]): ScimAccount;
  deactivate(idOrName: string): ScimAccount;
  delete(idOrName: string): void;
  groups(): ScimGroup[];
  /** By id or displayName, of several groups with that name one. */
  getGroup(idOrName: string): ScimGroup | undefined;
  createGroup(document: JsonObject): ScimGroup;
  /** Applies operations of a PATCH; throws for an unknown group, as the next one does. */
  patchGroup(idOrName: string, operations: readonly object[]): ScimGroup;
  deleteGroup(idOrName: string): void;
  /** Tokens handed out so far answer 401 from now on. */
  expireToken(): void;
}

function malformed(call: Call): Answer | undefined {
  if (call.method === "GET" || call.body.kind === "none") return undefined;
  if (!/^application\/(scim\+)?json/.test(call.headers["content-type"] ?? "")) {
    return errorAnswer(415, "Content-Type must be application/scim+json");
  }
  return call.body.kind === "parsed" ? undefined : errorAnswer(400, "The body is not JSON", "invalidSyntax");
}

/** Starts one SCIM emulator alone. */
export async function startScim(options: ScimOptions = {}): Promise<ScimEmulator> {
  const settings = withDefaults(options);
  const { now } = settings;
  const random = createRandom(settings.seed);
  const history = createHistory(now);
  const store = createScimStore(history, random, now, options);
  const keys = createTokens({ seconds: Number.POSITIVE_INFINITY, reuse: true, random, now });
  const accessTokens = createTokens({ seconds: options.tokenSeconds ?? 3600, reuse: false, random, now });
  const credentials: ClientCredentials = { clientId: hex(random, 16), clientSecret: hex(random, 64) };
  const features = {
    patch: options.patch ?? true,
    etags: options.etags ?? true,
    filters: options.filters ?? true,
    largestPage: options.largestPage ?? 1000,
  };

  const habits: ScimHabits = {
    features,
    delay: settings.async,
    drops: options.drops ?? [],
    habits: options.habits ?? [],
    lists: options.lists ?? {},
    patches: options.patches ?? {},
    keepsOne: options.keepsOne ?? [],
    creations: options.creations ?? "user",
    put: options.put ?? "replace",
    refusedPaths: options.refusedPaths ?? [],
    totals: options.totals ?? "exact",
    patchAnswers: options.patchAnswers ?? 200,
  };
  const endpoints = [
    resourceEndpoints({
      ...habits,
      type: options.userNames === "exact" ? EXACT_USERS : USERS,
      resources: store.users,
      uniqueNames: true,
      ...(options.showsGroups === false ? {} : { shownBeside: (record, call) => groupsShown(store, record, call) }),
    }),
    // Groups may share a name: the standard asks for nothing else.
    resourceEndpoints({
      ...habits,
      type: GROUPS,
      resources: store.groups,
      uniqueNames: false,
      ...(options.mostMembers === undefined ? {} : { shownBeside: (record) => cut(record, options.mostMembers) }),
    }),
  ];

  const vendor: Vendor = {
    history,
    limits: {},
    contentType: "application/scim+json",
    routes: [
      clientCredentialsRoute("/oauth/token", accessTokens, credentials),
      ...discoveryRoutes(features, options.says ?? {}),
      ...endpoints.flatMap(({ routes }) => routes),
      rootSearchRoute(endpoints, habits),
    ],
    guard(call) {
      const token = /^bearer +(\S+)$/i.exec(call.headers["authorization"] ?? "")?.[1];
      if (!keys.accepts(token) && !accessTokens.accepts(token)) return errorAnswer(401, "The token is not valid");
      if (options.refusesGroups !== undefined && call.path.startsWith(`${BASE_PATH}${GROUPS.endpoint}`)) {
        // Whoever tries again has to wait no longer than this.
        return { ...errorAnswer(options.refusesGroups, "There are no groups here"), headers: { "retry-after": "0" } };
      }
      return malformed(call);
    },
    problem: (status, detail) => errorAnswer(status, detail),
    tooMany: (retryAfter) => ({ ...errorAnswer(429, "Too many requests"), headers: { "retry-after": retryAfter } }),
    retryAfter: (seconds) => String(Math.max(1, Math.ceil(seconds))),
    headers: () => ({}),
  };

  const account = ({ id, name, document }: ScimRecord): ScimAccount => ({ ...document, id, userName: name });
  const group = ({ id, name, document }: ScimRecord): ScimGroup => ({ ...document, id, displayName: name });
  const found = ({ table, findByName }: Collection, idOrName: string) => table.get(idOrName) ?? findByName(idOrName);
  function known(resources: Collection, idOrName: string): ScimRecord {
    const record = found(resources, idOrName);
    if (record === undefined) throw new Error(`the SCIM server has no ${idOrName}`);
    return record;
  }
  function changed(type: ResourceType, resources: Collection, idOrName: string, operations: readonly object[]) {
    const record = known(resources, idOrName);
    return resources.change(record, patched(record.document, type, { Operations: operations }, []));
  }
  const patch = (idOrName: string, operations: readonly object[]) =>
    account(changed(USERS, store.users, idOrName, operations));
  const accounts = () => store.users.table.list().map(account);
  function expireToken(): void {
    keys.expireAll();
    accessTokens.expireAll();
  }

  const server = await startServer(vendor, { accounts, expireToken }, settings);
  return {
    ...server,
    ...credentials,
    url: `${server.origin}${BASE_PATH}`,
    tokenUrl: `${server.origin}/oauth/token`,
    get token() {
      return keys.current();
    },
    accounts,
    people: accounts,
    get(idOrName) {
      const user = found(store.users, idOrName);
      return user === undefined ? undefined : account(user);
    },
    create: (document) =>
      account(store.users.create(understoodDocument(merged({ active: true }, document) as JsonObject, USERS))),
    patch,
    deactivate: (idOrName) => patch(idOrName, [{ op: "replace", path: "active", value: false }]),
    delete: (idOrName) => store.users.delete(known(store.users, idOrName).id),
    groups: () => store.groups.table.list().map(group),
    getGroup(idOrName) {
      const record = found(store.groups, idOrName);
      return record === undefined ? undefined : group(record);
    },
    createGroup: (document) => group(store.groups.create(understoodDocument(document, GROUPS))),
    patchGroup: (idOrName, operations) => group(changed(GROUPS, store.groups, idOrName, operations)),
    deleteGroup: (idOrName) => store.groups.delete(known(store.groups, idOrName).id),
    expireToken,
  };
}

function cut({ document }: ScimRecord, mostMembers: number | undefined): JsonObject {
  const { members } = document;
  const shown = Array.isArray(members) ? members.slice(0, mostMembers) : [];
  return { members: shown.length > 0 ? shown : undefined };
}
