import { z } from "zod";
import { refuseHalfClient } from "../client-credentials.js";
import { BaseUrl, commonSettings, withoutTrailingSlash } from "../common-configuration.js";
import { ConfiguredSecret, ConfiguredToken } from "../token.js";

/** `roster:nerm`: an address or a tenant's name, and a token or a client that gets one. */
export const Configuration = z
  .strictObject({
    url: BaseUrl.optional().meta({
      description: "The whole base address, ending in /api, such as https://acme.nonemployee.com/api. Or give tenant.",
    }),
    tenant: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i, {
        error: 'must be the tenant\'s name alone, such as "acme" for https://acme.nonemployee.com',
      })
      .optional()
      .meta({ description: "The tenant's name, for https://{tenant}.nonemployee.com/api. Or give url." }),
    token: ConfiguredToken.optional().meta({ description: "A NERM API key, or an access token that is valid now." }),
    clientId: ConfiguredSecret.optional().meta({
      description: "The id of a personal access token, together with clientSecret and tokenUrl.",
    }),
    clientSecret: ConfiguredSecret.optional().meta({ description: "The secret of that personal access token." }),
    tokenUrl: BaseUrl.optional().meta({
      description:
        "Where the client gets access tokens, such as https://acme.api.identitynow.com/oauth/token. Tenants made after June 2025 have no API keys and need this.",
    }),
    ...commonSettings,
  })
  .superRefine((value, context) => {
    const object = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (value.url !== undefined && value.tenant !== undefined) {
      object("tenant", "is given together with url; give one of the two");
    } else if (value.url === undefined && value.tenant === undefined) {
      object("url", "is required, or tenant");
    }
    refuseHalfClient(value, ["clientId", "clientSecret", "tokenUrl"], context);
  });
export type Configuration = z.infer<typeof Configuration>;

/** Names that hold a credential: where one is configured, the environment is not read. */
export const credentialNames = ["token", "clientId", "clientSecret"] as const;

/** The base address, which is also how this tenant is told from others. */
export function baseUrlOf({ url, tenant = "" }: Pick<Configuration, "url" | "tenant">): string {
  return url === undefined ? `https://${tenant.toLowerCase()}.nonemployee.com/api` : withoutTrailingSlash(url);
}
