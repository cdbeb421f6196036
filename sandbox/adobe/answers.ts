import type { Answer, Call } from "../exchange";
import { Refusal } from "../exchange";
import type { JsonObject } from "../json";
import { asObject, withoutUndefined } from "../json";
import type { Random } from "../prng";
import { hex } from "../prng";
import type { Verdict } from "../rates";
import type { AdobeQuirks } from "./quirks";
import type { AdobeAccount } from "./store";

export const MEDIA_TYPE = "application/vnd.api+json";

const AVATAR = "https://cpcontents.adobe.com/public/images/default_user_avatar.svg";

/** Headers that the seed's answer shows and that don't depend on the request. */
const FIXED_HEADERS: Readonly<Record<string, string>> = {
  "access-control-allow-credentials": "true",
  "access-control-allow-headers":
    "X-acap-all-roles, X-acap-account,X-acap-user,X-acap-caller-role,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type, x-experience-api-version, Authorization, X-CSRF-TOKEN, X-HTTP-Method-Override, X-acap-ug-manager-scope, X-acap-extension-token",
  "access-control-allow-methods": "GET, POST, OPTIONS, PUT, HEAD, DELETE, PATCH",
  "access-control-allow-origin": "https://learningmanager.adobe.com",
  "access-control-expose-headers":
    "Requested-Accept-Language, x-rate-limit, x-burst, x-excess-requests-per-second, Retry-After",
  age: "-1",
  "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
  expires: "-1",
  pragma: "no-cache",
  server: "openresty",
  "server-timing": "server_resp;dur=1",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "x-xss-protection": "1",
};

/** The headers of every answer; the rate is the one of the method. */
export function adobeHeaders(call: Call, verdict: Verdict | undefined, random: Random): Record<string, string> {
  const language = call.headers["accept-language"];
  return {
    ...FIXED_HEADERS,
    "x-request-id": `gw${hex(random, 24)}`,
    ...(language === undefined ? {} : { "requested-accept-language": language }),
    ...(verdict === undefined
      ? {}
      : {
          "x-rate-limit": `${verdict.perMinute}r/m`,
          "x-burst": String(verdict.burst),
          "x-excess-requests-per-second": verdict.excess.toFixed(3),
        }),
  };
}

/** The error shape of the update reference: `{meta: {error, detail}}`. */
export function metaError(status: number, error: string, detail: string): Answer {
  return { status, body: { meta: { error, detail } } };
}

const TITLES: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  406: "NOT_ACCEPTABLE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  500: "INTERNAL_SERVER_ERROR",
  503: "SERVICE_UNAVAILABLE",
};

/** The other error shape: `{status, title, source: {info}}`, where `source` may be missing. */
export function titleError(status: number, title: string, info?: string): Answer {
  const body = { status: TITLES[status] ?? String(status), title };
  return { status, body: info === undefined ? body : { ...body, source: { info } } };
}

/** The error for a reference to somebody who isn't there, or not yet. */
export function missingObject(id: string): Refusal {
  return new Refusal(titleError(400, "object doesn't exist", `user ${id}`));
}

/** The answer with its error in the shape of one of the two pages, whichever it was in. */
export function inShape(answer: Answer, shape: AdobeQuirks["errorShape"]): Answer {
  const { meta, title, source } = asObject(answer.body) ?? {};
  if (shape === "meta" && title !== undefined) {
    const info = asObject(source)?.["info"];
    return { ...answer, body: metaError(answer.status, String(title), String(info ?? title)).body };
  }
  const { error, detail } = asObject(meta) ?? {};
  if (shape === "title" && error !== undefined) {
    return { ...answer, body: titleError(answer.status, String(detail), String(error)).body };
  }
  return answer;
}

/** One account as a JSON:API resource. */
export function userResource(account: AdobeAccount, { emptyFields }: AdobeQuirks): JsonObject {
  const hidesFields = emptyFields === "left-out" && Object.keys(account.fields).length === 0;
  return {
    id: account.id,
    type: "user",
    attributes: withoutUndefined({
      avatarUrl: AVATAR,
      binUserId: account.binUserId,
      bio: account.bio,
      contentLocale: account.contentLocale,
      email: account.email,
      enrollOnClick: account.enrollOnClick,
      fields: hidesFields ? undefined : account.fields,
      gamificationEnabled: account.gamificationEnabled,
      metadata: account.metadata,
      name: account.name,
      pointsEarned: 0,
      pointsRedeemed: 0,
      preferredResolution: account.preferredResolution,
      profile: account.profile,
      roles: account.roles,
      state: account.state,
      timeZoneCode: account.timeZoneCode,
      uiLocale: account.uiLocale,
      userType: account.externalProfile === undefined ? "Internal" : "External",
      userUniqueId: account.userUniqueId,
    }),
    relationships: withoutUndefined({
      account: { data: { id: account.accountId, type: "account" } },
      manager: account.manager === undefined ? undefined : { data: { id: account.manager, type: "user" } },
    }),
  };
}

/** The resource as POST answers it: what was stored of these three is left out. */
export function thinUserResource(account: AdobeAccount, quirks: AdobeQuirks): JsonObject {
  const { fields, bio, contentLocale, ...shown } = account;
  const resource = userResource({ ...shown, fields }, quirks);
  const attributes = Object.entries(resource["attributes"] ?? {}).filter(([name]) => name !== "fields");
  return { ...resource, attributes: Object.fromEntries(attributes) };
}

/** A document about one user. */
export function userDocument(base: string, resource: JsonObject): JsonObject {
  return { links: { self: `${base}/users/${resource["id"]}` }, data: resource };
}
