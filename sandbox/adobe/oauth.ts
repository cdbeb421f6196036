import type { Answer, Call, Route } from "../exchange";
import { ok } from "../exchange";
import { asObject } from "../json";
import type { Tokens } from "../tokens";

/** What the token endpoint wants to see. */
export interface AdobeCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

function refusal(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}

/**
 * Token refresh and token check, at the host's root.
 *
 * @param renewed the refresh token that an answer brings; earlier ones stay good
 */
export function adobeOauthRoutes(tokens: Tokens, credentials: AdobeCredentials, renewed: () => string): Route[] {
  const issued = new Set([credentials.refreshToken]);

  function refresh(call: Call): Answer {
    if (!(call.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) {
      return refusal(400, "invalid_request", "A form is expected");
    }
    const form = asObject(call.body.kind === "parsed" ? call.body.value : undefined) ?? {};
    if (form["client_id"] !== credentials.clientId || form["client_secret"] !== credentials.clientSecret) {
      return refusal(401, "invalid_client", "The client is unknown or its secret is wrong");
    }
    if (!issued.has(String(form["refresh_token"]))) {
      return refusal(400, "invalid_grant", "The refresh token is wrong");
    }
    const { token, expiresIn } = tokens.issue();
    const refreshToken = renewed();
    issued.add(refreshToken);
    return ok({ access_token: token, refresh_token: refreshToken, expires_in: expiresIn });
  }

  function check(call: Call): Answer {
    const form = asObject(call.body.kind === "parsed" ? call.body.value : undefined);
    const token = call.query["access_token"] ?? form?.["access_token"];
    if (typeof token !== "string" || !tokens.accepts(token)) return ok({ error: "The token has expired" });
    return ok({ access_token: token, token_type: "bearer", scope: "admin:read,admin:write" });
  }

  return [
    { method: "POST", path: "/oauth/token/refresh", isToken: true, handle: refresh },
    { method: "GET", path: "/oauth/token/check", isToken: true, handle: check },
    { method: "POST", path: "/oauth/token/check", isToken: true, handle: check },
  ];
}
