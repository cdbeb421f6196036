import {
  NotFoundError,
  PermissionDeniedError,
  RejectedError,
  type RosterError,
  UnauthenticatedError,
  UnavailableError,
} from "../../core/contract/errors.js";
import { excerpt } from "../../core/messages/mask.js";
import type { Reply } from "../../http/reply.js";
import { IF_A_LEAVER_HAS_IT, rejection } from "../rejection.js";
import { attributes as traits } from "./arguments.js";
import { ErrorDocument } from "./wire.js";

export const TITLE = "SCIM 2.0";

const REFUSED_PATHS = ["invalidpath", "notarget", "invalidfilter"];

/** What a complaint can be about, of one kind of resource. */
interface Subject {
  /** What servers hold unique, and how their sentences name it; the first that is named is meant, and the name without any. */
  readonly unique: Readonly<Record<string, RegExp>>;
  readonly naturalKey: string;
  readonly properties: readonly string[];
}

const USER: Subject = {
  unique: { userName: /\buser ?name\b/i, emails: /\be-?mails?\b/i, externalId: /\bexternal ?id\b/i },
  naturalKey: "userName",
  properties: [...Object.keys(traits), "roles", "groups", "manager"],
};

/** The reply, or the error that it means. */
export function succeeded(reply: Reply, subject: Subject = USER): Reply {
  if (reply.status < 300) return reply;
  throw meaningOf(reply, subject);
}

/** True where the server says, in the standard's own shape, that the one account asked for is not there. */
export function isMissing(reply: Reply): boolean {
  return reply.status === 404 && scimError(reply) !== undefined;
}

/**
 * True for a refusal of a path, where the account can still be changed in another way: 501 (RFC 7644, 3.12), and 400 with
 * a word for it. Of an operation with a filter in its path, any 400 is taken for one.
 */
export function refusesPath(reply: Reply, isByFilter: boolean): boolean {
  if (reply.status === 501) return true;
  return reply.status === 400 && (isByFilter || REFUSED_PATHS.includes(typeOf(reply)));
}

/** True where a removal says that what it is to take away isn't there. */
export function saysNoTarget(reply: Reply): boolean {
  return reply.status === 400 && typeOf(reply) === "notarget";
}

/** True for a refusal of a filter as such, where a list can still be walked: a walk proves what it finds by itself. */
export function refusesFilter(reply: Reply): boolean {
  return reply.status === 400 || reply.status === 501;
}

function typeOf(reply: Reply): string {
  return scimError(reply)?.scimType?.toLowerCase() ?? "";
}

function meaningOf(reply: Reply, { unique, naturalKey, properties }: Subject): RosterError {
  const error = scimError(reply);
  const text = error?.detail ?? error?.scimType ?? "no reason given";
  const said = `${TITLE} server answers ${reply.status} to ${reply.request}: ${reply.quote(text)}`;
  if (reply.status === 401) {
    return new UnauthenticatedError(`${said}. Check roster:scim.token, or clientId, clientSecret and tokenUrl`);
  }
  if (reply.status === 403) {
    const things = reply.request.includes("/Groups") ? "groups, where people's groups are declared" : "users";
    return new PermissionDeniedError(`${said}. The credentials must be allowed to read and write ${things}`);
  }
  if (reply.status === 404) return new NotFoundError(`${said}. Check roster:scim.url`);
  if (reply.status === 409 || typeOf(reply) === "uniqueness") {
    const taken = Object.entries(unique).find(([, named]) => named.test(excerpt(text)))?.[0] ?? naturalKey;
    // A userName may be an address too, so the server can mean it in either case.
    return new RejectedError(`${taken}: ${said}. ${IF_A_LEAVER_HAS_IT}`, [...new Set([taken, naturalKey])]);
  }
  if (reply.status === 501) {
    return new RejectedError(`${said}. The server does not support this, and nothing was changed`);
  }
  const property = propertyNamedIn(text, properties);
  return rejection(said, [text], property === undefined ? [] : [property]);
}

function scimError(reply: Reply): ErrorDocument | undefined {
  return ErrorDocument.safeParse(reply.body).data;
}

/** The argument that a server's sentence names; the longest first, as names hold each other. */
function propertyNamedIn(text: string, properties: readonly string[]): string | undefined {
  const names = properties.toSorted((a, b) => b.length - a.length);
  const said = excerpt(text);
  return names.find((name) => new RegExp(`\\b${name}\\b`, "i").test(said));
}

/** A server that fails again and again at one kind of call may be unable to do it; 502 and 503 are an outage. */
export function isInability(error: unknown): error is UnavailableError {
  return error instanceof UnavailableError && error.status === 500;
}

export function goneError(id: string, record = "account"): NotFoundError {
  return new NotFoundError(
    `${record} ${id} is gone from the ${TITLE} server. Run a refresh and then up, to create it again`,
  );
}
