import type { Answer, Call, Route } from "./exchange";
import { ok } from "./exchange";
import { asObject } from "./json";
import type { Tokens } from "./tokens";

/** A client that may ask for tokens. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A token endpoint for the client credentials grant; it takes its parameters as a form or in the query. */
export function clientCredentialsRoute(path: string, tokens: Tokens, credentials: ClientCredentials): Route {
  function grant(call: Call): Answer {
    const form = asObject(call.body.kind === "parsed" ? call.body.value : undefined) ?? {};
    const asked = { ...call.query, ...form };
    if (asked["grant_type"] !== "client_credentials") {
      return { status: 400, body: { error: "unsupported_grant_type" } };
    }
    if (asked["client_id"] !== credentials.clientId || asked["client_secret"] !== credentials.clientSecret) {
      return {
        status: 401,
        body: { error: "invalid_client", error_description: "The client's credentials are wrong" },
      };
    }
    const { token, expiresIn } = tokens.issue();
    return ok({ access_token: token, token_type: "bearer", expires_in: expiresIn });
  }
  return { method: "POST", path, isToken: true, handle: grant };
}
