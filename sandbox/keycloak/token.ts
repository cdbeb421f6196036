import type { ClientCredentials } from "../client-credentials";
import type { Answer, Call, Route } from "../exchange";
import { ok } from "../exchange";
import { asObject } from "../json";
import type { Tokens } from "../tokens";

const NO_CLIENT = "Invalid client or Invalid client credentials";

/** The realm's token endpoint, for a client that has an account of its own and signs nobody in. */
export function tokenRoute(realm: string, tokens: Tokens, { clientId, clientSecret }: ClientCredentials): Route {
  function grant(call: Call): Answer {
    if (call.params["realm"] !== realm) return { status: 404, body: { error: "Realm does not exist" } };
    const form = asObject(call.body.kind === "parsed" ? call.body.value : undefined) ?? {};
    const grantType = form["grant_type"];
    if (grantType !== "client_credentials" && grantType !== "password") {
      return refused(400, "unsupported_grant_type", "Unsupported grant_type");
    }
    if (form["client_id"] !== clientId) return refused(401, "invalid_client", NO_CLIENT);
    if (form["client_secret"] !== clientSecret) return refused(401, "unauthorized_client", NO_CLIENT);
    if (grantType === "password") {
      return refused(400, "unauthorized_client", "Client not allowed for direct access grants");
    }
    const { token, expiresIn } = tokens.issue();
    return ok({
      access_token: token,
      expires_in: expiresIn,
      refresh_expires_in: 0,
      token_type: "Bearer",
      "not-before-policy": 0,
      scope: "email profile",
    });
  }
  return { method: "POST", path: "/realms/:realm/protocol/openid-connect/token", isToken: true, handle: grant };
}

function refused(status: number, error: string, error_description: string): Answer {
  return { status, body: { error, error_description } };
}
