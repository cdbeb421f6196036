import {
  NotFoundError,
  PermissionDeniedError,
  ProtocolError,
  UnauthenticatedError,
} from "../../core/contract/errors.js";
import { excerpt } from "../../core/messages/mask.js";
import { refuseAnother } from "../../core/reads/same-account.js";
import type { Allowance } from "../../http/bucket.js";
import type { HttpClient } from "../../http/client.js";
import type { Grant } from "../../http/credentials.js";
import { pathSegment } from "../../http/path.js";
import { bodyOf, type Reply } from "../../http/reply.js";
import type { Merged } from "../../http/request.js";
import { isOfOthers, saysMissing } from "../absence.js";
import { personalIn } from "../personal.js";
import { type Naming, rejection, saysTaken } from "../rejection.js";
import { PUBLIC, propertyNamedIn } from "./convert.js";
import {
  AcceptedDocument,
  AccountDocument,
  ErrorDocument,
  FieldList,
  TokenDocument,
  UserDocument,
  UserList,
  type WireAccount,
  type WireField,
  type WireUser,
  type WriteDocument,
} from "./wire.js";

export const TITLE = "Adobe Learning Manager";
/** Users in a page of the list: what the documentation grants, and what newer accounts are said to grant. */
export const PAGE = 10;
export const LARGE_PAGE = 100;

const RATE = /^(\d{1,9}(?:\.\d{1,9})?)\s?r\/([smh])/i;

/** Adobe names its limits for the method in each answer: `x-rate-limit: 60r/m`, `x-burst: 20`. */
export function allowance(headers: Readonly<Record<string, string>>): Allowance | undefined {
  const [, count, unit] = RATE.exec(excerpt(headers["x-rate-limit"] ?? "")) ?? [];
  const burst = Number(headers["x-burst"]);
  if (count === undefined || unit === undefined) return undefined;
  const perMinute = Number(count) * ({ s: 60, m: 1, h: 1 / 60 }[unit.toLowerCase()] ?? 1);
  return { perMinute, burst: burst > 0 ? burst : 1 };
}

/** Whom its sentences call by these names. */
const SOMEBODY = /\b(users?|accounts?|learners?|objects?)\b/i;

export async function getAccount(http: HttpClient): Promise<WireAccount> {
  const { data } = bodyOf(AccountDocument, succeeded(await http.request({ method: "GET", path: "/account" })));
  return Array.isArray(data) ? (data[0] ?? { id: "" }) : data;
}

/** The account's active fields. */
export async function listFields(http: HttpClient): Promise<readonly WireField[]> {
  return bodyOf(FieldList, succeeded(await http.request({ method: "GET", path: "/account/fields" }))).fields;
}

/** Undefined is a 404 in this vendor's own shape. A deleted user still answers, with state DELETED. */
export async function getUser(http: HttpClient, id: string): Promise<WireUser | undefined> {
  const reply = await http.request({ method: "GET", path: userPath(id), query: { include: "manager" } });
  if (isMissing(reply)) return undefined;
  const { data } = bodyOf(UserDocument, succeeded(reply));
  refuseAnother(TITLE, id, data.id);
  return data;
}

/** One page; the parameters of the next one come with it. */
export async function listUsers(
  http: HttpClient,
  query: Record<string, string>,
  personal?: unknown,
): Promise<{ users: WireUser[]; next: Record<string, string> | undefined }> {
  const reply = succeeded(await http.request({ method: "GET", path: "/users", query, personal }));
  const { data, links } = bodyOf(UserList, reply);
  // Only the parameters of the link are used: a token must not follow a link to another host.
  const next = links?.next ? parametersOf(links.next) : undefined;
  return { users: data, next };
}

/** The answer's user; undefined where a large account has only accepted the request. */
export function createUser(http: HttpClient, body: WriteDocument): Promise<WireUser | undefined> {
  return writeUser(http, "POST", "/users", body);
}

export function patchUser(
  http: HttpClient,
  id: string,
  body: WriteDocument,
  merged?: Merged<WriteDocument>,
): Promise<WireUser | undefined> {
  return writeUser(http, "PATCH", userPath(id), body, merged);
}

/** False: it was gone already, and no earlier try of this request may be why. */
export async function deleteUser(http: HttpClient, id: string): Promise<boolean> {
  const reply = await http.request({ method: "DELETE", path: userPath(id) });
  if (isMissing(reply)) return reply.isRepeated;
  succeeded(reply);
  return true;
}

/** POST /oauth/token/refresh at the host's root. */
export async function refreshToken(http: HttpClient, form: Record<string, string>): Promise<Grant> {
  const reply = await http.request({ method: "POST", path: "/oauth/token/refresh", form });
  if (reply.status >= 400) {
    throw new UnauthenticatedError(
      `${TITLE} refuses roster:adobe.refreshToken, clientId or clientSecret (${reply.status}): ${reply.quote(errorText(reply) ?? "no reason given")}. Issue a new refresh token`,
    );
  }
  const grant = bodyOf(TokenDocument, reply);
  return { token: grant.access_token, expiresIn: grant.expires_in, refreshToken: grant.refresh_token ?? undefined };
}

export function parametersOf(link: string): Record<string, string> {
  const url = URL.parse(link, "https://localhost");
  if (url) return Object.fromEntries(url.searchParams);
  throw new ProtocolError(`${TITLE} names a next page by an address that can't be read; run again`);
}

export async function writeUser(
  http: HttpClient,
  method: "POST" | "PATCH",
  path: string,
  body: WriteDocument,
  merged?: Merged<WriteDocument>,
): Promise<WireUser | undefined> {
  const reply = await http.request({
    method,
    path,
    json: body,
    merged,
    personal: personalIn(body.data.attributes, PUBLIC),
  });
  return bodyOf(AcceptedDocument, succeeded(reply, body.data))?.data ?? undefined;
}

export function userPath(id: string): string {
  return `/users/${pathSegment(id)}`;
}

/**
 * The reply, or the error that its status and text mean.
 *
 * @param named which argument a refusal is about
 * @param sent what a write sent: an object that Adobe doesn't see is the account itself, or the manager it was to get
 */
export function succeeded(reply: Reply, sent?: WriteDocument["data"], named: Naming = namedOfUser): Reply {
  if (reply.status < 300) return reply;
  const text = reply.quote(errorText(reply) ?? "no reason given");
  const said = `${TITLE} answers ${reply.status} to ${reply.request}: ${text}`;
  if (reply.status === 401) throw new UnauthenticatedError(`${said}. Check roster:adobe.token or the refresh token`);
  if (reply.status === 403)
    throw new PermissionDeniedError(`${said}. The token needs the scopes admin:read and admin:write`);
  if (reply.status === 404 && !isMissing(reply) && !isGroupMissing(reply)) {
    const advice = "This is not how its interface says that somebody is gone; check roster:adobe.url";
    const Cause = errorText(reply) === undefined ? ProtocolError : NotFoundError;
    throw new Cause(`${said}. ${advice}`);
  }
  if (reply.status === 404) throw new NotFoundError(said);
  if (isUnseen(reply)) {
    const isManager = sent?.relationships?.manager.data && !(sent.id !== undefined && text.includes(sent.id));
    throw new NotFoundError(isManager ? `manager: ${said}. Declare the id of somebody who is there` : said);
  }
  const property = named(errorText(reply) ?? "");
  throw rejection(said, [text], property === undefined ? [] : [property]);
}

function namedOfUser(sentence: string): string | undefined {
  return propertyNamedIn(sentence) ?? (saysTaken(sentence) ? "email" : undefined);
}

/** Adobe says 400 of an account that it doesn't see, or not yet. */
export function isUnseen(reply: Reply): boolean {
  return reply.status === 400 && /object (doesn'?t|does not) exist/i.test(excerpt(errorText(reply) ?? ""));
}

/** A 404 in one of this vendor's two shapes that speaks of somebody: what stands in front of it answers 404 as well. */
function isMissing(reply: Reply, kinds = SOMEBODY): boolean {
  if (reply.status !== 404 || isOfOthers(reply.body)) return false;
  const { meta, title } = ErrorDocument.safeParse(reply.body).data ?? {};
  return Boolean(meta?.error || meta?.detail || title) && saysMissing(excerpt(errorText(reply) ?? ""), kinds);
}

/** The same of a user group. */
export function isGroupMissing(reply: Reply): boolean {
  return isMissing(reply, /\b((user)?groups?|objects?)\b/i);
}

function errorText(reply: Reply): string | undefined {
  const parsed = ErrorDocument.safeParse(reply.body);
  if (!parsed.success) return undefined;
  const { meta, title, source, message } = parsed.data;
  const parts = [meta?.error, meta?.detail, title, source?.info, message].filter((part) => part);
  return parts.length > 0 ? parts.join(", ") : undefined;
}
