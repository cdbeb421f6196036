import { z } from "zod";
import type { Context } from "../core/contract/context.js";
import { UnauthenticatedError } from "../core/contract/errors.js";
import { type Credentials, type Grant, grantedToken } from "../http/credentials.js";
import { bodyOf } from "../http/reply.js";
import type { Connections } from "./connect.js";
import { ConfiguredSecret, IssuedToken } from "./token.js";

/** Settings of a client that gets its tokens by the OAuth 2.0 client credentials grant. */
export const clientSettings = {
  clientId: ConfiguredSecret.optional().meta({ description: "The client's id, together with clientSecret." }),
  clientSecret: ConfiguredSecret.optional().meta({ description: "The client's secret." }),
} as const;

/** RFC 6749, sections 5.1 and 5.2. */
const TokenDocument = z.object({
  access_token: IssuedToken,
  expires_in: z.coerce.number().positive().default(60),
});
const TokenErrorDocument = z.object({ error: z.string().nullish(), error_description: z.string().nullish() });

/** Refuses a token beside a client, neither of both, and a client without all its parts. */
export function refuseHalfClient<Settings extends Readonly<Record<string, unknown>>>(
  settings: Settings,
  parts: readonly (keyof Settings & string)[],
  context: z.RefinementCtx,
): void {
  const object = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
  const given = parts.filter((name) => settings[name] !== undefined);
  if (settings["token"] !== undefined) {
    if (given.length > 0)
      object("token", `is given together with ${given.join(", ")}; give either a token or a client`);
  } else if (given.length === 0) {
    object("token", `is required, or ${listed(parts)}`);
  } else {
    for (const name of parts.filter((part) => settings[part] === undefined)) {
      object(name, `is required together with ${given.join(", ")}`);
    }
  }
}

export interface Client {
  readonly platform: string;
  readonly title: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
}

/** Tokens for a client: fetched when first needed, and again before they expire. */
export function clientCredentials(client: Client, connections: Connections, context: Context): Credentials {
  const { origin, pathname } = new URL(client.tokenUrl);
  const http = connections.client({ title: client.title, baseUrl: origin, headers: { accept: "application/json" } });
  const fetch = async (): Promise<Grant> => {
    const form = {
      grant_type: "client_credentials",
      client_id: client.clientId,
      client_secret: client.clientSecret,
      ...(client.scope === undefined ? {} : { scope: client.scope }),
    };
    const reply = await http.request({ method: "POST", path: pathname, form });
    if (reply.status >= 300) {
      const said = TokenErrorDocument.safeParse(reply.body).data;
      const reason = reply.quote(said?.error_description ?? said?.error ?? "no reason given");
      throw new UnauthenticatedError(
        `${client.title} refuses roster:${client.platform}.clientId or clientSecret (${reply.status}): ${reason}. Check both, and the address of the token endpoint`,
      );
    }
    const grant = bodyOf(TokenDocument, reply);
    return { token: grant.access_token, expiresIn: grant.expires_in };
  };
  return grantedToken(fetch, context.clock, [client.clientSecret]);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
