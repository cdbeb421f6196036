import type { Answer, Call, Route } from "../exchange";
import { ok, Refusal } from "../exchange";
import { asObject, type JsonObject, percentDecoded } from "../json";
import { accountResource } from "./account";
import { metaError, missingObject, thinUserResource, titleError, userDocument, userResource } from "./answers";
import { type ExternalProfile, externalRoutes } from "./external-routes";
import { includes, listUsers, managersOf } from "./listing";
import type { AdobeQuirks } from "./quirks";
import type { UserDocument } from "./requests";
import {
  invalidRole,
  mandatoryEmail,
  mandatoryText,
  optionalOnCreate,
  optionalOnUpdate,
  readUserDocument,
  unknownRole,
} from "./requests";
import { type AdobeAccount, type AdobeNewAccount, type AdobeStore, isGone } from "./store";

export const BASE_PATH = "/primeapi/v2";

export interface AdobeRouteOptions {
  readonly store: AdobeStore;
  /** The tenant's id. */
  readonly accountId: string;
  /** Milliseconds until a write shows. */
  readonly async: number;
  readonly quirks: AdobeQuirks;
  readonly now: () => number;
  /** Told of everybody who is sent a mail. */
  readonly welcome: (email: string) => void;
  /** True: POST's answer leaves out fields, bio and contentLocale. */
  readonly thinCreate: boolean;
  readonly profiles: readonly ExternalProfile[];
  /** Fields that the account has, others are dropped without a word; undefined: whatever is sent. */
  readonly activeFields: readonly ActiveField[] | undefined;
}

export interface ActiveField {
  readonly name: string;
  /** The only values that it takes; absent: any. */
  readonly allowedValues?: readonly string[];
  /** Whether it takes several values; default: one. */
  readonly isMultiValue?: boolean;
}

/** The user and account endpoints. */
export function adobeRoutes(options: AdobeRouteOptions): Route[] {
  const { store, accountId, async: delay, quirks, thinCreate, activeFields } = options;
  const settledAt = new Map<string, number>();
  const isSettling = (id: string) => (settledAt.get(id) ?? 0) > options.now();
  const shown = (account: AdobeAccount) => userResource(account, quirks);
  const base = (call: Call) => `${call.origin}${BASE_PATH}`;

  function notFound(id: string): Refusal {
    return new Refusal(titleError(404, "The requested user was not found", `user ${id}`));
  }

  function managerFor(document: UserDocument, call: Call, self?: string): { manager?: string | undefined } {
    const { manager } = document;
    if (manager === undefined) return {};
    if (manager === null) return { manager: undefined };
    if (manager === self) throw new Refusal(titleError(400, "A user can't be their own manager", `user ${manager}`));
    const found = store.get(manager, call.view);
    if (found === undefined || isGone(found) || isSettling(manager)) throw missingObject(manager);
    return { manager };
  }

  function known(attributes: JsonObject): JsonObject {
    const fields = asObject(attributes["fields"]);
    if (fields === undefined || activeFields === undefined) return attributes;
    const kept = Object.entries(fields).filter(([name, value]) => {
      const field = activeFields.find((active) => active.name === name);
      const allowed = field?.allowedValues;
      return field && (!allowed || [value].flat().every((item) => item === null || allowed.includes(String(item))));
    });
    return { ...attributes, fields: Object.fromEntries(kept) };
  }

  function refuseTaken(email: string, self?: string): void {
    const holder = store.findByEmail(email);
    if (holder === undefined || holder.id === self || isGone(holder)) return;
    throw new Refusal(titleError(400, "User already exists", "A user with this email is already in the account"));
  }

  function refuseExternal({ id, externalProfile }: AdobeAccount): void {
    if (externalProfile === undefined || quirks.externalWrites === "taken") return;
    throw new Refusal(titleError(403, "External users can't be changed", `user ${id}`));
  }

  /** What a write answers with: in some accounts not the user. */
  function written(call: Call, account: AdobeAccount, isThin: boolean): Answer {
    const { id } = account;
    if (quirks.writeAnswer === "nothing") return { status: 202 };
    if (quirks.writeAnswer === "job") {
      return { status: 202, body: { data: { id: `job${id}`, type: "job", attributes: { status: "ACCEPTED" } } } };
    }
    return ok(userDocument(base(call), isThin ? thinUserResource(account, quirks) : shown(account)));
  }

  function create(call: Call): Answer {
    const document = readUserDocument(call, quirks);
    const attributes = known(document.attributes);
    const email = mandatoryEmail(attributes, quirks);
    const name = mandatoryText(attributes, "name");
    if (mandatoryText(attributes, "userType").toUpperCase() !== "INTERNAL") {
      throw new Refusal(metaError(400, "BAD_REQUEST", "Only users of userType INTERNAL can be added"));
    }
    const before = store.findByEmail(email)?.fields;
    const takes = quirks.createTakes === "all" ? optionalOnUpdate : optionalOnCreate;
    const role = quirks.createTakes === "all" ? unknownRole(attributes) : undefined;
    if (role !== undefined && quirks.unknownRole === "refused") throw invalidRole(role);
    const account = add(call, { ...takes(attributes, before, quirks), email, name }, document);
    if (role !== undefined && quirks.unknownRole === "stored-then-refused") return invalidRole(role).answer;
    return written(call, account, thinCreate);
  }

  function createExternal(call: Call, externalProfile: string): Answer {
    const document = readUserDocument(call, quirks);
    const email = mandatoryEmail(document.attributes, quirks);
    const name = mandatoryText(document.attributes, "name");
    if (mandatoryText(document.attributes, "userType").toUpperCase() !== "EXTERNAL") {
      throw new Refusal(metaError(400, "BAD_REQUEST", "Only users of userType EXTERNAL can be added to a profile"));
    }
    const { userUniqueId } = optionalOnCreate(document.attributes, undefined, quirks);
    const more = userUniqueId === undefined ? {} : { userUniqueId };
    const account = add(call, { email, name, externalProfile, ...more }, { ...document, manager: undefined });
    return quirks.externalAnswer === "nothing" ? { status: 202 } : written(call, account, thinCreate);
  }

  function add(call: Call, values: AdobeNewAccount, document: UserDocument): AdobeAccount {
    refuseTaken(values.email);
    const former = store.findByEmail(values.email);
    if (former !== undefined && quirks.revive === "refuse") {
      throw new Refusal(titleError(400, "User can't be added", "The email belongs to a deleted user"));
    }
    const revived = former !== undefined && quirks.revive === "revive" ? former : undefined;
    const manager = managerFor(document, call, revived?.id);
    const account =
      revived === undefined
        ? store.create({ ...values, ...manager }, delay)
        : store.change(revived.id, { roles: [], ...values, ...manager, state: "ACTIVE" }, delay);
    settledAt.set(account.id, options.now() + quirks.settling);
    if (quirks.welcomeMail === "sent") options.welcome(account.email);
    return account;
  }

  function update(call: Call): Answer {
    const id = call.params["id"] ?? "";
    const document = readUserDocument(call, quirks);
    const attributes = known(document.attributes);
    if (document.id !== id) throw new Refusal(metaError(400, "BAD_REQUEST", "data.id must be the id in the address"));
    const email = mandatoryEmail(attributes, quirks);
    const name = mandatoryText(attributes, "name");
    const profile = mandatoryText(attributes, "profile");
    const visible = store.get(id, call.view);
    const account = store.get(id);
    if (visible === undefined || account === undefined || isGone(account) || isSettling(id)) {
      throw missingObject(id);
    }
    refuseExternal(account);
    refuseTaken(email, id);
    const role = unknownRole(attributes);
    if (role !== undefined && quirks.unknownRole === "refused") throw invalidRole(role);
    const isRefused = role !== undefined && quirks.unknownRole === "stored-then-refused";
    const taken = isRefused ? { ...attributes, roles: undefined } : attributes;
    const optional = optionalOnUpdate(taken, account.fields, quirks);
    const changed = store.change(id, { ...optional, ...managerFor(document, call, id), email, name, profile }, delay);
    return isRefused ? invalidRole(role).answer : written(call, delay > 0 ? visible : changed, false);
  }

  function read(call: Call): Answer {
    const id = call.params["id"] ?? "";
    const account = store.get(id, call.view);
    if (account === undefined || account.state === "PURGED") throw notFound(id);
    const document = userDocument(base(call), shown(account));
    const managers = () => managersOf([account], store, call).map(shown);
    return ok(includes(call, "manager") ? { ...document, included: managers() } : document);
  }

  function remove(call: Call): Answer {
    const id = call.params["id"] ?? "";
    const account = store.get(id, call.view);
    const newest = store.get(id);
    if (account === undefined || newest === undefined || isGone(account) || isGone(newest)) throw notFound(id);
    refuseExternal(newest);
    if (account.owner) throw new Refusal(titleError(403, "The account's owner can't be deleted"));
    store.change(id, { state: quirks.deletion === "purged" ? "PURGED" : "DELETED" }, delay);
    return { status: 204 };
  }

  function accountsOf(call: Call): Answer {
    const name = percentDecoded(call.params["id"] ?? "");
    const account: AdobeAccount | undefined = store.findByEmail(name, call.view) ?? store.get(name, call.view);
    const found = account !== undefined && !isGone(account);
    return ok({
      links: { self: `${call.origin}${call.path}` },
      data: found ? [accountResource(account.accountId)] : [],
    });
  }

  return [
    ...externalRoutes({ base: BASE_PATH, profiles: options.profiles, store, quirks, now: options.now, createExternal }),
    { method: "POST", path: `${BASE_PATH}/users`, handle: create },
    { method: "GET", path: `${BASE_PATH}/users`, handle: (call) => ok(listUsers(call, base(call), store, quirks)) },
    { method: "GET", path: `${BASE_PATH}/users/:id`, handle: read },
    { method: "PATCH", path: `${BASE_PATH}/users/:id`, handle: update },
    { method: "DELETE", path: `${BASE_PATH}/users/:id`, handle: remove },
    { method: "GET", path: `${BASE_PATH}/users/:id/accounts`, handle: accountsOf },
    {
      method: "GET",
      path: `${BASE_PATH}/user`,
      handle: (call) => read({ ...call, params: { id: store.ownerId } }),
    },
    {
      method: "GET",
      path: `${BASE_PATH}/account`,
      handle: (call) => ok({ links: { self: `${base(call)}/account` }, data: accountResource(accountId) }),
    },
    {
      method: "GET",
      path: `${BASE_PATH}/account/fields`,
      handle: () => ok({ fields: (activeFields ?? []).map((field) => ({ isMultiValue: false, ...field })) }),
    },
  ];
}
