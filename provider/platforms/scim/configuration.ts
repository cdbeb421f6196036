import { z } from "zod";
import { clientSettings, refuseHalfClient } from "../client-credentials.js";
import { BaseUrl, commonSettings } from "../common-configuration.js";
import { ConfiguredToken } from "../token.js";

/** `roster:scim`: where the server is, and a token or a client that gets one. */
export const Configuration = z
  .strictObject({
    url: BaseUrl.meta({
      description: "The whole base address, to which /Users is added, such as https://id.example.com/scim/v2.",
    }),
    token: ConfiguredToken.optional().meta({ description: "A bearer token. Or give a client with its tokenUrl." }),
    ...clientSettings,
    tokenUrl: BaseUrl.optional().meta({
      description: "Where the client gets access tokens (OAuth 2.0 client credentials).",
    }),
    scope: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "The scope that the client asks for, where one is needed." }),
    ...commonSettings,
  })
  .superRefine((value, context) => refuseHalfClient(value, ["clientId", "clientSecret", "tokenUrl"], context));
export type Configuration = z.infer<typeof Configuration>;

/** Names that hold a credential: where one is configured, the environment is not read. */
export const credentialNames = ["token", "clientId", "clientSecret"] as const;
