import type { z } from "zod";
import { isRecord } from "../../core/model/value.js";
import { refuseAnother } from "../../core/reads/same-account.js";
import type { HttpClient } from "../../http/client.js";
import { pathSegment } from "../../http/path.js";
import { bodyOf, type Reply } from "../../http/reply.js";
import type { Merged } from "../../http/request.js";
import { namedBy } from "../location.js";
import { personalIn } from "../personal.js";
import { PUBLIC } from "./convert.js";
import { isMissing, refusesFilter, refusesPath, succeeded, TITLE } from "./errors.js";
import type { Page, Row } from "./pages.js";
import { type Schemas, schemasIn } from "./schemas.js";
import {
  AnyUser,
  Identity,
  ListDocument,
  type PatchOperation,
  patchDocument,
  type RoleList,
  RoleType,
  ServiceProviderConfig,
  type UserDocument,
  WireRole,
  WireUser,
} from "./wire.js";

/** A user and its version, where the server has versions. */
export interface Versioned {
  readonly user: WireUser;
  readonly version: string | undefined;
}

/** How a write went that the server can do: `stale` is a version that is no longer the last one. */
export type WriteOutcome = "done" | "stale" | "missing";

/** How a change went: `refused` is what this server can't do in this way, `disallowed` the method as such. */
export type Change = WriteOutcome | "refused" | "disallowed";

/** What a row of a list tells: who is meant, as far as it says so, and the account where it can be read as one. */
export interface UserRow extends Row {
  readonly user: WireUser | undefined;
}

/** Undefined is a 404 in the standard's own shape. */
export async function getUser(http: HttpClient, id: string): Promise<Versioned | undefined> {
  const found = await get(http, id, WireUser);
  return found && { user: found.body, version: versionOf(found.reply, found.body) };
}

/** The same for an account that may be shown without its userName. */
export async function getAnyUser(http: HttpClient, id: string): Promise<AnyUser | undefined> {
  return (await get(http, id, AnyUser))?.body;
}

async function get<S extends z.ZodType<{ readonly id: string }>>(http: HttpClient, id: string, schema: S) {
  const reply = await http.request({ method: "GET", path: userPath(id) });
  if (isMissing(reply)) return undefined;
  const body = bodyOf(schema, succeeded(reply));
  refuseAnother(`${TITLE} server`, id, body.id);
  return { reply, body };
}

/**
 * One page of users, from `startIndex`, counted from 1. A 404 in the standard's own shape is an empty answer to a filter, and an
 * empty page after others: it is no total.
 *
 * @returns undefined where the server can't filter, or not by this filter
 */
export async function listUsers(
  http: HttpClient,
  query: { readonly startIndex: number; readonly count: number; readonly filter?: string },
  personal?: unknown,
): Promise<Page<UserRow> | undefined> {
  const reply = await http.request({ method: "GET", path: "/Users", query, personal });
  if (query.filter !== undefined && refusesFilter(reply)) return undefined;
  if (query.filter !== undefined && isMissing(reply)) return { total: 0, rows: [], size: 0 };
  if (query.startIndex > 1 && isMissing(reply)) return { total: undefined, rows: [], size: 0 };
  return pageOf(succeeded(reply), rowOf);
}

/** The page in an answer, its empty rows left out. */
export function pageOf<R extends Row>(reply: Reply, rowOf: (shown: unknown) => R): Page<R> {
  const { totalResults, itemsPerPage, Resources } = bodyOf(ListDocument, reply);
  const filled = Resources.filter((row) => isRecord(row) && Object.keys(row).length > 0);
  return {
    total: totalResults,
    rows: filled.map(rowOf),
    size: Resources.length,
    room: Number(itemsPerPage) || undefined,
  };
}

/** The new account, as far as the answer shows it: some name it by its address alone. */
export async function createUser(http: HttpClient, json: UserDocument): Promise<UserRow & { readonly id: string }> {
  const reply = succeeded(
    await http.request({ method: "POST", path: "/Users", json, personal: personalIn(json, PUBLIC) }),
  );
  const row = rowOf(reply.body);
  const isOfUser = reply.body === undefined || isRecord(reply.body);
  const named = row.id ?? (isOfUser ? namedBy(reply.headers["location"], "/Users") : undefined);
  return { ...row, id: named ?? bodyOf(WireUser, reply).id };
}

/** @param version the account is changed only while it still has this version */
export async function patchUser(
  http: HttpClient,
  id: string,
  operations: readonly PatchOperation[],
  version: string | undefined,
): Promise<Change> {
  const personal = operations.map(({ path, value }) => personalIn({ [path.replace(/[.[].*$/s, "")]: value }, PUBLIC));
  const json = patchDocument(operations);
  const request = { method: "PATCH", path: userPath(id), json, personal, ...ifMatch(version) } as const;
  const isByFilter = operations.some(({ path }) => path.includes("["));
  const reply = await http.request(request);
  if (reply.status === 405) return "disallowed";
  return refusesPath(reply, isByFilter) ? "refused" : outcomeOf(reply);
}

export async function replaceUser(
  http: HttpClient,
  id: string,
  json: UserDocument,
  version: string | undefined,
  merged: Merged,
): Promise<WriteOutcome> {
  return outcomeOf(
    await http.request({
      method: "PUT",
      path: userPath(id),
      json,
      personal: personalIn(json, PUBLIC),
      // A version that no longer holds is refused by the server.
      ...(version === undefined ? { merged } : ifMatch(version)),
    }),
  );
}

/** False: it was gone already, and no earlier try of this request may be why. */
export async function deleteUser(http: HttpClient, id: string): Promise<boolean> {
  const reply = await http.request({ method: "DELETE", path: userPath(id) });
  if (isMissing(reply)) return reply.isRepeated;
  succeeded(reply);
  return true;
}

/** Undefined where the server has no such page, or shows another one there. */
export async function getServiceProviderConfig(http: HttpClient): Promise<ServiceProviderConfig | undefined> {
  return ServiceProviderConfig.safeParse(await discovered(http, "/ServiceProviderConfig")).data;
}

export async function getSchemas(http: HttpClient): Promise<Schemas | undefined> {
  return schemasIn(await discovered(http, "/Schemas"));
}

/** Where the server lists roles as resources of their own; undefined: it doesn't say. */
export async function getRolesEndpoint(http: HttpClient): Promise<string | undefined> {
  const body = ListDocument.safeParse(await discovered(http, "/ResourceTypes")).data;
  const types = body?.Resources.flatMap((row) => RoleType.safeParse(row).data ?? []) ?? [];
  return types.find(({ endpoint }) => isOwnPath(endpoint))?.endpoint;
}

/** The roles that a server lists there. */
export async function listRoles(http: HttpClient, endpoint: string): Promise<RoleList> {
  const body = bodyOf(ListDocument, succeeded(await http.request({ method: "GET", path: endpoint })));
  const roles = body.Resources.flatMap((row) => WireRole.safeParse(row).data ?? []);
  const { totalResults: total } = body;
  return { roles, isComplete: roles.length === body.Resources.length && total !== undefined && total <= roles.length };
}

/** A token must not follow an address to another place of the server. */
function isOwnPath(endpoint: string): boolean {
  return /^\/[A-Za-z][\w-]*$/.test(endpoint);
}

async function discovered(http: HttpClient, path: string): Promise<unknown> {
  const reply = await http.request({ method: "GET", path });
  if (reply.status === 401) succeeded(reply);
  return reply.status < 300 ? reply.body : undefined;
}

function rowOf(shown: unknown): UserRow {
  const { id, userName } = Identity.safeParse(shown).data ?? {};
  return { id, userName, user: WireUser.safeParse(shown).data };
}

export function outcomeOf(reply: Reply, judge: (reply: Reply) => Reply = succeeded): WriteOutcome {
  if (isMissing(reply)) return "missing";
  if (reply.status === 412) return "stale";
  judge(reply);
  return "done";
}

/** What `If-Match` can have: a header's text as it is or, in the document, an entity tag (RFC 7644, 3.14). */
export function versionOf(reply: Reply, { meta }: Pick<WireUser, "meta">): string | undefined {
  const version = meta?.["version"];
  return reply.headers["etag"] ?? (typeof version === "string" && /^(W\/)?"/.test(version) ? version : undefined);
}

export function ifMatch(version: string | undefined): { readonly headers?: Readonly<Record<string, string>> } {
  return version === undefined ? {} : { headers: { "if-match": version } };
}

export function userPath(id: string): string {
  return `/Users/${pathSegment(id)}`;
}
