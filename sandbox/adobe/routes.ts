import type { Answer, Call, Route } from "../exchange";
import { ok, Refusal } from "../exchange";
import { asObject, type JsonObject, percentDecoded } from "../json";
import { accountResource } from "./account";
import { metaError, missingObject, thinUserResource, titleError, userDocument, userResource } from "./answers";
import { includes, listUsers, managersOf } from "./listing";
import type { UserDocument } from "./requests";
import { mandatoryEmail, mandatoryText, optionalOnCreate, optionalOnUpdate, readUserDocument } from "./requests";
import type { AdobeAccount, AdobeStore } from "./store";

export const BASE_PATH = "/primeapi/v2";

/** What happens when the address of a deleted account is added again. */
export type Revival = "revive" | "new-id" | "refuse";

export interface AdobeRouteOptions {
  readonly store: AdobeStore;
  /** The tenant's id. */
  readonly accountId: string;
  /** Milliseconds until a write shows. */
  readonly async: number;
  readonly revive: Revival;
  /** True: POST's answer leaves out fields, bio and contentLocale. */
  readonly thinCreate: boolean;
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
  const { store, accountId, async: delay, revive, thinCreate, activeFields } = options;
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
    if (found === undefined || found.state === "DELETED") throw missingObject(manager);
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
    if (holder === undefined || holder.id === self || holder.state === "DELETED") return;
    throw new Refusal(titleError(400, "User already exists", "A user with this email is already in the account"));
  }

  function create(call: Call): Answer {
    const document = readUserDocument(call);
    const attributes = known(document.attributes);
    const email = mandatoryEmail(attributes);
    const name = mandatoryText(attributes, "name");
    if (mandatoryText(attributes, "userType").toUpperCase() !== "INTERNAL") {
      throw new Refusal(metaError(400, "BAD_REQUEST", "Only users of userType INTERNAL can be added"));
    }
    refuseTaken(email);
    const former = store.findByEmail(email);
    if (former !== undefined && revive === "refuse") {
      throw new Refusal(titleError(400, "User can't be added", "The email belongs to a deleted user"));
    }
    const revived = former !== undefined && revive === "revive" ? former : undefined;
    const manager = managerFor(document, call, revived?.id);
    const values = { ...optionalOnCreate(attributes, revived?.fields), ...manager, email, name };
    const account =
      revived === undefined
        ? store.create(values, delay)
        : store.change(revived.id, { ...values, state: "ACTIVE", roles: [] }, delay);
    return ok(userDocument(base(call), thinCreate ? thinUserResource(account) : userResource(account)));
  }

  function update(call: Call): Answer {
    const id = call.params["id"] ?? "";
    const document = readUserDocument(call);
    const attributes = known(document.attributes);
    if (document.id !== id) throw new Refusal(metaError(400, "BAD_REQUEST", "data.id must be the id in the address"));
    const email = mandatoryEmail(attributes);
    const name = mandatoryText(attributes, "name");
    const profile = mandatoryText(attributes, "profile");
    const visible = store.get(id, call.view);
    const account = store.get(id);
    if (visible === undefined || account === undefined || account.state === "DELETED") throw missingObject(id);
    refuseTaken(email, id);
    const optional = optionalOnUpdate(attributes, account.fields);
    const changed = store.change(id, { ...optional, ...managerFor(document, call, id), email, name, profile }, delay);
    return ok(userDocument(base(call), userResource(delay > 0 ? visible : changed)));
  }

  function read(call: Call): Answer {
    const id = call.params["id"] ?? "";
    const account = store.get(id, call.view);
    if (account === undefined) throw notFound(id);
    const document = userDocument(base(call), userResource(account));
    return ok(includes(call, "manager") ? { ...document, included: managersOf([account], store, call) } : document);
  }

  function remove(call: Call): Answer {
    const id = call.params["id"] ?? "";
    const account = store.get(id, call.view);
    if (account === undefined || account.state === "DELETED" || store.get(id)?.state === "DELETED") throw notFound(id);
    if (account.owner) throw new Refusal(titleError(403, "The account's owner can't be deleted"));
    store.change(id, { state: "DELETED" }, delay);
    return { status: 204 };
  }

  function accountsOf(call: Call): Answer {
    const name = percentDecoded(call.params["id"] ?? "");
    const account: AdobeAccount | undefined = store.findByEmail(name, call.view) ?? store.get(name, call.view);
    const found = account !== undefined && account.state !== "DELETED";
    return ok({
      links: { self: `${call.origin}${call.path}` },
      data: found ? [accountResource(account.accountId)] : [],
    });
  }

  return [
    { method: "POST", path: `${BASE_PATH}/users`, handle: create },
    { method: "GET", path: `${BASE_PATH}/users`, handle: (call) => ok(listUsers(call, base(call), store)) },
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
