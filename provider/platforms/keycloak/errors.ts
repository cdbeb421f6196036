import {
  NotFoundError,
  PermissionDeniedError,
  RejectedError,
  type RosterError,
  UnauthenticatedError,
} from "../../core/contract/errors.js";
import { excerpt } from "../../core/messages/mask.js";
import type { Reply } from "../../http/reply.js";
import { IF_A_LEAVER_HAS_IT } from "../rejection.js";
import { propertyOf } from "./convert.js";
import { ErrorDocument } from "./wire.js";

export const TITLE = "Keycloak";

/** What a code in a complaint means, and what to do. */
const ADVICE: Readonly<Record<string, string>> = {
  "error-user-attribute-read-only":
    "the realm does not let it be changed. A username can be changed where the realm's login settings allow editing it",
  "error-user-attribute-required":
    "the realm's user profile requires it. Declare it, or make it optional in the realm's settings under User profile",
};

/** A refusal names a few attributes; more than these are not told. */
const MOST_TOLD = 20;

/** The reply, or the error that it means. */
export function succeeded(reply: Reply, managerAttribute = "manager"): Reply {
  if (reply.status < 300) return reply;
  throw meaningOf(reply, managerAttribute);
}

/** True where Keycloak says, in its own shape, that the one user asked for is not there: not the realm, and no page. */
export function isMissing(reply: Reply): boolean {
  return reply.status === 404 && /^user not found\.?$/i.test(excerpt(documentOf(reply)?.error ?? ""));
}

/** The same of a group. */
export function isGroupMissing(reply: Reply): boolean {
  return reply.status === 404 && /^could not find group by id\.?$/i.test(excerpt(documentOf(reply)?.error ?? ""));
}

function meaningOf(reply: Reply, managerAttribute: string): RosterError {
  const document = documentOf(reply);
  const text = excerpt(document?.error_description ?? document?.errorMessage ?? document?.error ?? "no reason given");
  const said = `${TITLE} answers ${reply.status} to ${reply.request}: ${reply.quote(text)}`;
  if (reply.status === 401) {
    return new UnauthenticatedError(`${said}. Check roster:keycloak.token, or clientId and clientSecret`);
  }
  if (reply.status === 403) {
    return new PermissionDeniedError(
      `${said}. The client's service account needs the roles manage-users, view-users, query-users, query-groups and view-realm of realm-management`,
    );
  }
  if (isMissing(reply) || isGroupMissing(reply)) return new NotFoundError(said);
  if (reply.status === 404) return new NotFoundError(`${said}. Check roster:keycloak.url and realm`);
  const complaints = [...(document?.errors ?? []).slice(0, MOST_TOLD), ...(document?.field ? [document] : [])];
  if (complaints.length > 0) {
    const told = complaints.map(({ field, errorMessage }) => ({
      property: field ? propertyOf(reply.quote(field), managerAttribute) : undefined,
      words: inWords(reply, errorMessage),
    }));
    const details = told.map(({ property, words }) => (property === undefined ? words : `${property}: ${words}`));
    const properties = told.flatMap(({ property }) => property ?? []);
    return new RejectedError(`${details.join("; ")}. ${said}`, properties);
  }
  if (isAboutPassword(document)) {
    const todo = "The realm's password policy refuses it: declare another one";
    return new RejectedError(`initialPassword: ${said}. ${todo}`, ["initialPassword"]);
  }
  const [, ...taken] = /exists with same (username|email)(?: or (email|username))?/i.exec(excerpt(text)) ?? [];
  const names = taken.flatMap((name) => name?.toLowerCase() ?? []);
  if (reply.status !== 409 || names.length === 0) return new RejectedError(said);
  return new RejectedError(`${names.join(", ")}: ${said}. ${IF_A_LEAVER_HAS_IT}`, names);
}

/** A policy's refusal has a code such as `invalidPasswordMinLengthMessage`; older ones say "Password policy not met". */
function isAboutPassword({ error, errorMessage }: ErrorDocument = {}): boolean {
  return [error, errorMessage].some((text) => /^invalidPassword|password policy/i.test(excerpt(text ?? "")));
}

function inWords(reply: Reply, code: string | null | undefined): string {
  const advice = Object.hasOwn(ADVICE, code ?? "") ? ADVICE[code ?? ""] : undefined;
  return (
    advice ??
    reply.quote(
      excerpt(code ?? "is refused")
        .replace(/^error-/, "")
        .replaceAll("-", " "),
    )
  );
}

function documentOf(reply: Reply): ErrorDocument | undefined {
  return ErrorDocument.safeParse(reply.body).data;
}
