import type { Answer, Call, Route } from "../exchange";
import type { JsonObject } from "../json";
import { asObject } from "../json";
import { BASE_PATH, errorAnswer, refusal } from "./answers";
import { resourceFilter } from "./filters";
import { inOwnTypes, withHabits } from "./habits";
import { listed, searched } from "./listing";
import { patched } from "./patch";
import { understoodDocument } from "./paths";
import { dropped, narrowed } from "./projection";
import { bodyOf } from "./requests";
import type { Query, ResourceEndpoints, Row, ScimHabits, ScimRouteOptions } from "./settings";
import type { ScimRecord } from "./store";

/** The endpoints for the resources of one type. */
export function resourceEndpoints(options: ScimRouteOptions): ResourceEndpoints {
  const { type, resources, features, delay, lists } = options;

  function visible(call: Call): ScimRecord {
    const record = resources.table.get(call.params["id"] ?? "", call.view);
    if (record === undefined) throw refusal(404, `Resource ${call.params["id"]} not found`);
    return record;
  }

  /** The resource that a write is about, if it still has the version that the client has seen. */
  function writable(call: Call): ScimRecord {
    const record = visible(call);
    const wanted = call.headers["if-match"];
    if (features.etags && wanted !== undefined && wanted !== "*" && wanted !== versionOf(record)) {
      throw refusal(412, "The resource has changed since it was read");
    }
    return record;
  }

  function free(document: JsonObject, self?: string): JsonObject {
    if (!options.uniqueNames) return document;
    const holder = resources.findByName(String(document["userName"]));
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
    const document = free(understoodDocument(received(call), type));
    const record = resources.create(kept(document), delay);
    const shown = answer(call, { ...record, document });
    if (options.creations === "address") return { status: 201, headers: shown.headers ?? {} };
    return options.creations === "id"
      ? { status: 201, body: { id: asObject(shown.body)?.["id"] } }
      : { ...shown, status: 201 };
  }

  function replace(call: Call): Answer {
    const record = writable(call);
    const sent = received(call);
    const document = free(understoodDocument(sent, type), record.id);
    // A password is never shown, so that nobody could send it back.
    const password = document["password"] ?? record.document["password"];
    const before = keptByPut(record.document, sent, options.put);
    const changed = { ...before, ...document, ...(password === undefined ? {} : { password }) };
    return answer(call, { ...resources.change(record, kept(changed), delay), document: changed });
  }

  function patch(call: Call): Answer {
    if (!features.patch) return errorAnswer(501, "PATCH is not supported");
    const record = writable(call);
    const operations = possible(bodyOf(call), record.document, options);
    const result =
      operations.Operations.length === 0
        ? record.document
        : patched(record.document, type, operations, options.refusedPaths);
    const document = free(result, record.id);
    const changed = same(document, record.document) ? record : resources.change(record, kept(document), delay);
    const shown = answer(call, { ...changed, document });
    if (options.patchAnswers === 200) return shown;
    return { status: 204, headers: shown.headers ?? {} };
  }

  function remove(call: Call): Answer {
    resources.delete(writable(call).id, delay);
    return { status: 204 };
  }

  function matching(call: Call, query: Query): readonly Row[] {
    const filter = query["filter"] === undefined ? undefined : resourceFilter(query["filter"], type);
    if (filter !== undefined && !features.filters)
      throw refusal(lists.refusesFilters ?? 400, "Filters are not supported", "invalidFilter");
    const all = resources.table.list(call.view);
    const matches = filter === undefined ? all : all.filter((record) => filter(filterable(record, call)));
    return matches.map((record) => () => row(shown(call, record, query), record.name));
  }

  function row(document: JsonObject, name: string): JsonObject {
    return lists.nameless?.includes(name) ? { ...document, userName: undefined } : document;
  }

  function get(call: Call): Answer {
    const record = visible(call);
    if (features.etags && call.headers["if-none-match"] === versionOf(record)) return { status: 304 };
    return answer(call, record);
  }

  function answer(call: Call, record: ScimRecord): Answer {
    const body = shown(call, record, call.query);
    const location = addressOf(call, record);
    return { status: 200, body, headers: { location, ...(features.etags ? { etag: versionOf(record) } : {}) } };
  }

  /** As the query asks for it, and in the server's own habits. */
  function shown(call: Call, record: ScimRecord, query: Query): JsonObject {
    return withHabits(narrowed(documentOf(call, record), type, query), options.habits);
  }

  function documentOf(call: Call, record: ScimRecord): JsonObject {
    const { password: _, ...shown } = record.document;
    const extensions = type.extensions.filter(({ id }) => shown[id] !== undefined).map(({ id }) => id);
    return {
      schemas: [type.core.id, ...extensions],
      id: record.id,
      ...shown,
      ...options.shownBeside?.(record, call),
      meta: {
        resourceType: type.name,
        created: record.created,
        lastModified: record.lastModified,
        location: addressOf(call, record),
        ...(features.etags ? { version: versionOf(record) } : {}),
      },
    };
  }

  function filterable(record: ScimRecord, call: Call): JsonObject {
    return { ...options.shownBeside?.(record, call), ...record.document, id: record.id };
  }

  function kept(document: JsonObject): JsonObject {
    const result = structuredClone(document);
    for (const name of options.drops) dropped(result, type, name);
    for (const name of options.keepsOne) if (Array.isArray(result[name])) result[name] = result[name].slice(-1);
    return result;
  }

  function addressOf(call: Call, { id }: ScimRecord): string {
    return `${call.origin}${path}/${id}`;
  }

  const path = `${BASE_PATH}${type.endpoint}`;
  const routes: Route[] = [
    {
      method: "GET",
      path,
      handle: (call) => listed(matching(call, call.query), call.query, options),
    },
    { method: "POST", path, handle: create },
    { method: "POST", path: `${path}/.search`, handle: (call) => searched(call, [matching], options) },
    { method: "GET", path: `${path}/:id`, handle: get },
    { method: "PUT", path: `${path}/:id`, handle: replace },
    { method: "PATCH", path: `${path}/:id`, handle: patch },
    { method: "DELETE", path: `${path}/:id`, handle: remove },
  ];
  return { routes, matching };
}

/** The operations that this server carries out. A refusal is of them all. */
function possible(
  body: JsonObject,
  resource: JsonObject,
  { type, patches }: ScimRouteOptions,
): { readonly Operations: readonly unknown[] } {
  const operations = Array.isArray(body["Operations"]) ? body["Operations"] : [];
  const kept = operations.filter((item: unknown) => {
    const { op, path } = asObject(item) ?? {};
    const at = typeof path === "string" ? path : "";
    const isFiltered = at.includes("[");
    if (patches.unsupported?.some((name) => name === op)) throw refusal(501, `${String(op)} is not supported`);
    if (isFiltered && typeof patches.filtered === "number") throw refusal(patches.filtered, "The path can't be read");
    const extension = type.extensions.find(({ id }) => at.startsWith(`${id}:`));
    if (patches.failsWithoutExtension && op === "replace" && extension && resource[extension.id] === undefined) {
      throw refusal(500, "null");
    }
    if (op === "remove" && !isFiltered && patches.ignoresRemovals) return false;
    return !(isFiltered && patches.filtered === "ignored");
  });
  if (operations.length === 0)
    throw refusal(400, "Operations must be a list with at least one operation", "invalidSyntax");
  return { Operations: kept };
}

/** What a PUT leaves of a document where these attributes are sent: null and an empty list may be taken for something sent. */
function keptByPut(document: JsonObject, sent: JsonObject, put: ScimHabits["put"]): JsonObject {
  if (put === "replace") return {};
  const named = new Set(Object.keys(sent).map((name) => name.toLowerCase()));
  return put === "keep"
    ? document
    : Object.fromEntries(Object.entries(document).filter(([name]) => !named.has(name.toLowerCase())));
}

function versionOf({ id, version }: ScimRecord): string {
  return `W/"${id.slice(0, 8)}-${version}"`;
}

function same(a: JsonObject, b: JsonObject): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
