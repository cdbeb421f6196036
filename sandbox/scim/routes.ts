import type { Answer, Call, Route } from "../exchange";
import type { JsonObject } from "../json";
import { asCount, asObject, asTexts } from "../json";
import { BASE_PATH, errorAnswer, listAnswer, refusal } from "./answers";
import type { ScimFeatures } from "./discovery";
import { userFilter } from "./filters";
import { inOwnTypes, type ScimHabit, withHabits } from "./habits";
import { patched } from "./patch";
import { holderOf, targetOf, understoodDocument } from "./paths";
import { CORE, SCHEMAS } from "./schemas";
import type { ScimStore, ScimUser } from "./store";

/** How lists are answered beside the standard. */
export interface ScimLists {
  /** What a list without users has for them; `404` is an error in place of the list. */
  readonly empty?: "null" | "absent" | "404";
  /** `totalResults` as a text, or not at all. */
  readonly total?: "text" | "absent";
  /** A list of one user has the user in place of the list. */
  readonly single?: boolean;
  /** Every page begins with the first user. */
  readonly ignoresStartIndex?: boolean;
  /** `itemsPerPage` says how many users a page could have, whatever it has. */
  readonly itemsPerPage?: number;
  /** Pages begin so many users earlier than asked for. */
  readonly overlap?: number;
  /** userNames of users whose rows don't show it. */
  readonly nameless?: readonly string[];
  /** Rows that hold nobody before all others. */
  readonly blanks?: readonly unknown[];
  /** The status by which a filter is refused where there are none; default 400. */
  readonly refusesFilters?: 400 | 501;
}

/** What a PATCH can't. */
export interface ScimPatches {
  /** Operations that are answered 501. */
  readonly unsupported?: readonly ("add" | "remove" | "replace")[];
  /** What happens to a removal of single items by a filter in the path. */
  readonly filtered?: 400 | 500 | "ignored";
  /** Whether the removal of a whole attribute is answered as done and not carried out. */
  readonly ignoresRemovals?: boolean;
  /** Whether the replacement of an attribute in an extension that the person has nothing of is answered 500. */
  readonly failsWithoutExtension?: boolean;
}

export interface ScimRouteOptions {
  readonly store: ScimStore;
  readonly features: ScimFeatures;
  readonly delay: number;
  /** Attributes that answers to writes echo and that are not stored. */
  readonly drops: readonly string[];
  /** Paths that a PATCH can't have. */
  readonly refusedPaths: readonly string[];
  /** What `totalResults` says: how many there are, or how many are on this page. */
  readonly totals: "exact" | "page";
  readonly habits: readonly ScimHabit[];
  readonly lists: ScimLists;
  readonly patches: ScimPatches;
  readonly keepsOne: readonly string[];
  /** What the answer to a creation shows: the user, its id alone, or nothing but its address in the header. */
  readonly creations: "user" | "id" | "address";
  /** Whether an answer to a PATCH shows the user. */
  readonly patchAnswers: 200 | 204;
}

const DEFAULT_COUNT = 100;

/** The endpoints for users. */
export function userRoutes(options: ScimRouteOptions): Route[] {
  const { store, features, delay, lists } = options;

  function visible(call: Call): ScimUser {
    const user = store.users.get(call.params["id"] ?? "", call.view);
    if (user === undefined) throw refusal(404, `Resource ${call.params["id"]} not found`);
    return user;
  }

  /** The user that a write is about, if it still has the version that the client has seen. */
  function writable(call: Call): ScimUser {
    const user = visible(call);
    const wanted = call.headers["if-match"];
    if (features.etags && wanted !== undefined && wanted !== "*" && wanted !== versionOf(user)) {
      throw refusal(412, "The resource has changed since it was read");
    }
    return user;
  }

  function free(document: JsonObject, self?: string): JsonObject {
    const holder = store.findByName(String(document["userName"]));
    if (holder !== undefined && holder.id !== self) {
      throw refusal(409, "One or more of the attribute values are already in use or are reserved", "uniqueness");
    }
    return document;
  }

  /** A server takes the forms that it shows. */
  function received(call: Call): JsonObject {
    return options.habits.length > 0 ? inOwnTypes(bodyOf(call)) : bodyOf(call);
  }

  function create(call: Call): Answer {
    const document = free(understoodDocument(received(call)));
    const user = store.create(kept(document), delay);
    const shown = answer(call, { ...user, document });
    if (options.creations === "address") return { status: 201, headers: shown.headers ?? {} };
    return options.creations === "id"
      ? { status: 201, body: { id: asObject(shown.body)?.["id"] } }
      : { ...shown, status: 201 };
  }

  function replace(call: Call): Answer {
    const user = writable(call);
    const document = free(understoodDocument(received(call)), user.id);
    // A password is never shown, so that nobody could send it back.
    const password = document["password"] ?? user.document["password"];
    const changed = { ...document, ...(password === undefined ? {} : { password }) };
    return answer(call, { ...store.change(user, kept(changed), delay), document: changed });
  }

  function patch(call: Call): Answer {
    if (!features.patch) return errorAnswer(501, "PATCH is not supported");
    const user = writable(call);
    const operations = possible(bodyOf(call), user.document, options.patches);
    const result =
      operations.Operations.length === 0 ? user.document : patched(user.document, operations, options.refusedPaths);
    const document = free(result, user.id);
    const changed = same(document, user.document) ? user : store.change(user, kept(document), delay);
    const shown = answer(call, { ...changed, document });
    if (options.patchAnswers === 200) return shown;
    return { status: 204, headers: shown.headers ?? {} };
  }

  function remove(call: Call): Answer {
    store.delete(writable(call).id, delay);
    return { status: 204 };
  }

  function list(call: Call, query: Readonly<Record<string, string>> = call.query): Answer {
    const filter = query["filter"] === undefined ? undefined : userFilter(query["filter"]);
    if (filter !== undefined && !features.filters)
      throw refusal(lists.refusesFilters ?? 400, "Filters are not supported", "invalidFilter");
    const users = store.users.list(call.view);
    const matching = filter === undefined ? users : users.filter((user) => filter(filterable(user)));
    const asked = Math.max(1, asCount(query["startIndex"]) || 1);
    const start = lists.ignoresStartIndex ? 1 : Math.max(1, asked - (asked > 1 ? (lists.overlap ?? 0) : 0));
    const count = Math.min(asCount(query["count"]) ?? DEFAULT_COUNT, features.largestPage);
    const page = matching.slice(start - 1, start - 1 + Math.max(0, count || 0));
    const rows = page.map((user) => row(narrowed(documentOf(call, user), query), user.userName));
    if (rows.length === 0 && lists.empty === "404") return errorAnswer(404, "No users match");
    const total = options.totals === "page" ? page.length : matching.length;
    const shown = [...(lists.blanks ?? []), ...rows];
    return { status: 200, body: inHabit(listAnswer(shown as object[], total, start, lists.itemsPerPage), lists) };
  }

  function row(document: JsonObject, userName: string): JsonObject {
    return lists.nameless?.includes(userName) ? { ...document, userName: undefined } : document;
  }

  function search(call: Call): Answer {
    const asked = Object.entries(bodyOf(call)).flatMap(([name, value]) => {
      const text = asTexts(value)?.join(",") ?? value;
      return typeof text === "string" || typeof text === "number" ? [[name, String(text)] as const] : [];
    });
    return list(call, Object.fromEntries(asked));
  }

  function get(call: Call): Answer {
    const user = visible(call);
    if (features.etags && call.headers["if-none-match"] === versionOf(user)) return { status: 304 };
    return answer(call, user);
  }

  function answer(call: Call, user: ScimUser): Answer {
    const body = narrowed(documentOf(call, user), call.query);
    const location = `${call.origin}${BASE_PATH}/Users/${user.id}`;
    return { status: 200, body, headers: { location, ...(features.etags ? { etag: versionOf(user) } : {}) } };
  }

  function documentOf(call: Call, user: ScimUser): JsonObject {
    const { password: _, ...shown } = user.document;
    const extensions = SCHEMAS.filter(({ id }) => id !== CORE && shown[id] !== undefined).map(({ id }) => id);
    const document: JsonObject = {
      schemas: [CORE, ...extensions],
      id: user.id,
      ...shown,
      meta: {
        resourceType: "User",
        created: user.created,
        lastModified: user.lastModified,
        location: `${call.origin}${BASE_PATH}/Users/${user.id}`,
        ...(features.etags ? { version: versionOf(user) } : {}),
      },
    };
    return withHabits(document, options.habits);
  }

  function kept(document: JsonObject): JsonObject {
    const result = structuredClone(document);
    for (const name of options.drops) dropped(result, name);
    for (const name of options.keepsOne) if (Array.isArray(result[name])) result[name] = result[name].slice(-1);
    return result;
  }

  const users = `${BASE_PATH}/Users`;
  return [
    { method: "GET", path: users, handle: (call) => list(call) },
    { method: "POST", path: users, handle: create },
    { method: "POST", path: `${BASE_PATH}/.search`, handle: search },
    { method: "POST", path: `${users}/.search`, handle: search },
    { method: "GET", path: `${users}/:id`, handle: get },
    { method: "PUT", path: `${users}/:id`, handle: replace },
    { method: "PATCH", path: `${users}/:id`, handle: patch },
    { method: "DELETE", path: `${users}/:id`, handle: remove },
  ];
}

function bodyOf(call: Call): JsonObject {
  const body = asObject(call.body.kind === "parsed" ? call.body.value : undefined);
  if (body === undefined) throw refusal(400, "The body must be an object", "invalidSyntax");
  return body;
}

/** The operations that this server carries out. A refusal is of them all. */
function possible(
  body: JsonObject,
  user: JsonObject,
  patches: ScimPatches,
): { readonly Operations: readonly unknown[] } {
  const operations = Array.isArray(body["Operations"]) ? body["Operations"] : [];
  const kept = operations.filter((item: unknown) => {
    const { op, path } = asObject(item) ?? {};
    const at = typeof path === "string" ? path : "";
    const isFiltered = at.includes("[");
    if (patches.unsupported?.some((name) => name === op)) throw refusal(501, `${String(op)} is not supported`);
    if (isFiltered && typeof patches.filtered === "number") throw refusal(patches.filtered, "The path can't be read");
    const extension = SCHEMAS.find(({ id }) => id !== CORE && at.startsWith(`${id}:`));
    if (patches.failsWithoutExtension && op === "replace" && extension && user[extension.id] === undefined) {
      throw refusal(500, "null");
    }
    if (op === "remove" && !isFiltered && patches.ignoresRemovals) return false;
    return !(isFiltered && patches.filtered === "ignored");
  });
  if (operations.length === 0)
    throw refusal(400, "Operations must be a list with at least one operation", "invalidSyntax");
  return { Operations: kept };
}

/** A list's document in place of the standard's. */
function inHabit(list: JsonObject, { empty, total, single }: ScimLists): JsonObject {
  const { totalResults, Resources, ...rest } = list;
  const users = Array.isArray(Resources) ? Resources : [];
  const isNobody = users.length === 0 && empty !== undefined;
  const held = isNobody ? (empty === "null" ? null : undefined) : single && users.length === 1 ? users[0] : users;
  const count = total === "absent" ? undefined : total === "text" ? String(totalResults) : totalResults;
  return { ...rest, totalResults: count, Resources: held };
}

function versionOf({ id, version }: ScimUser): string {
  return `W/"${id.slice(0, 8)}-${version}"`;
}

function filterable({ id, document }: ScimUser): JsonObject {
  return { ...document, id };
}

/** The document with those attributes that the query asks for (RFC 7644, 3.9). */
function narrowed(document: JsonObject, query: Readonly<Record<string, string>>): JsonObject {
  const wanted = query["attributes"];
  const unwanted = query["excludedAttributes"];
  if (wanted === undefined) {
    for (const name of (unwanted ?? "").split(","))
      if (!/^(id|schemas)$/i.test(name.trim())) dropped(document, name.trim());
    return document;
  }
  const { schemas, id } = document;
  const result: JsonObject = { schemas, id };
  for (const name of wanted.split(",")) picked(result, document, name.trim());
  return result;
}

function picked(result: JsonObject, document: JsonObject, name: string): void {
  if (/^meta\b/i.test(name)) result["meta"] = document["meta"];
  const target = targetOf(name);
  if (target === undefined) return;
  const { schema, attribute } = target;
  const value = attribute === undefined ? undefined : holderOf(document, target)?.[attribute.name];
  if (attribute === undefined) result[schema.id] = document[schema.id];
  else if (value !== undefined && schema.id === CORE) result[attribute.name] = value;
  else if (value !== undefined) result[schema.id] = { ...asObject(result[schema.id]), [attribute.name]: value };
}

function dropped(document: JsonObject, name: string): void {
  if (/^meta$/i.test(name)) delete document["meta"];
  const target = targetOf(name);
  if (target === undefined) return;
  const { schema, attribute } = target;
  const holder = holderOf(document, target);
  if (attribute === undefined || holder === undefined) delete document[schema.id];
  else delete holder[attribute.name];
  if (schema.id !== CORE && holder !== undefined && attribute !== undefined) {
    if (Object.keys(holder).length === 0) delete document[schema.id];
    else document[schema.id] = holder;
  }
}

function same(a: JsonObject, b: JsonObject): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
