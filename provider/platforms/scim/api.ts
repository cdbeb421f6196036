import { ProtocolError } from "../../core/errors.js";
import { refuseAnother } from "../../core/same-account.js";
import type { HttpClient } from "../../http/client.js";
import { bodyOf, type Reply } from "../../http/reply.js";
import { personalIn } from "../personal.js";
import { PUBLIC } from "./convert.js";
import { isMissing, refusesFilter, refusesPath, succeeded, TITLE } from "./errors.js";
import {
  type PatchOperation,
  patchDocument,
  SchemaList,
  ServiceProviderConfig,
  type UserDocument,
  UserList,
  WireUser,
} from "./wire.js";

/** A user and its version, where the server has versions. */
export interface Versioned {
  readonly user: WireUser;
  readonly version: string | undefined;
}

/** How a change went: `stale` is a version that is no longer the last one, `refused` a path that this server doesn't take. */
export type Change = "done" | "stale" | "refused" | "missing";

/** Undefined is a 404 in the standard's own shape. */
export async function getUser(http: HttpClient, id: string): Promise<Versioned | undefined> {
  const reply = await http.request({ method: "GET", path: userPath(id) });
  if (isMissing(reply)) return undefined;
  const user = bodyOf(WireUser, succeeded(reply));
  refuseAnother(`${TITLE} server`, id, user.id);
  return versioned(reply, user);
}

/**
 * One page of users, from `startIndex`, counted from 1.
 *
 * @returns undefined where the server refuses the filter as such
 */
export async function listUsers(
  http: HttpClient,
  query: { readonly startIndex: number; readonly count: number; readonly filter?: string },
  personal?: unknown,
): Promise<{ readonly total: number; readonly users: readonly WireUser[] } | undefined> {
  const reply = await http.request({ method: "GET", path: "/Users", query, personal });
  if (query.filter !== undefined && refusesFilter(reply)) return undefined;
  const { totalResults, Resources } = bodyOf(UserList, succeeded(reply));
  return { total: totalResults, users: Resources ?? [] };
}

export async function createUser(http: HttpClient, json: UserDocument): Promise<Versioned> {
  const reply = succeeded(
    await http.request({ method: "POST", path: "/Users", json, personal: personalIn(json, PUBLIC) }),
  );
  return versioned(reply, bodyOf(WireUser, reply));
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
  const reply = await http.request(request);
  return refusesPath(reply) ? "refused" : outcomeOf(reply);
}

export async function replaceUser(
  http: HttpClient,
  id: string,
  json: UserDocument,
  version: string | undefined,
): Promise<Change> {
  return outcomeOf(
    await http.request({
      method: "PUT",
      path: userPath(id),
      json,
      personal: personalIn(json, PUBLIC),
      ...ifMatch(version),
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
  return discovered(http, "/ServiceProviderConfig", ServiceProviderConfig);
}

export async function getSchemas(http: HttpClient): Promise<SchemaList | undefined> {
  return discovered(http, "/Schemas", SchemaList);
}

async function discovered<T>(
  http: HttpClient,
  path: string,
  schema: { safeParse(value: unknown): { readonly data?: T | undefined } },
): Promise<T | undefined> {
  const reply = await http.request({ method: "GET", path });
  if (reply.status === 401) succeeded(reply);
  return reply.status < 300 ? schema.safeParse(reply.body).data : undefined;
}

function outcomeOf(reply: Reply): Change {
  if (isMissing(reply)) return "missing";
  if (reply.status === 412) return "stale";
  succeeded(reply);
  return "done";
}

function versioned(reply: Reply, user: WireUser): Versioned {
  return { user, version: reply.headers["etag"] ?? user.meta?.version ?? undefined };
}

function ifMatch(version: string | undefined): { readonly headers?: Readonly<Record<string, string>> } {
  return version === undefined ? {} : { headers: { "if-match": version } };
}

/** An id is the server's own text, so it is encoded. One made of dots alone would climb out of the address. */
function userPath(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw new ProtocolError(`"${id}" is no id that a server can be asked for`);
  return `/Users/${encodeURIComponent(id)}`;
}
