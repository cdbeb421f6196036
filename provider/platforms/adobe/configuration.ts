import { z } from "zod";
import { refuseHalfClient } from "../client-credentials.js";
import { BaseUrl, commonSettings } from "../common-configuration.js";
import { ConfiguredSecret, ConfiguredToken } from "../token.js";

export const DEFAULT_URL = "https://learningmanager.adobe.com/primeapi/v2";

/** `roster:adobe`: a token, or a client with a refresh token. */
export const Configuration = z
  .strictObject({
    url: BaseUrl.default(DEFAULT_URL).meta({
      description: `The whole base address, ending in /primeapi/v2. Default ${DEFAULT_URL}; Europe: learningmanagereu.adobe.com, Asia and Pacific: learningmanagerapac.adobe.com.`,
    }),
    token: ConfiguredToken.optional().meta({
      description: "An access token with the scopes admin:read and admin:write; valid for seven days.",
    }),
    clientId: ConfiguredSecret.optional().meta({
      description: "The application's id, together with clientSecret and refreshToken.",
    }),
    clientSecret: ConfiguredSecret.optional().meta({ description: "The application's secret." }),
    refreshToken: ConfiguredSecret.optional().meta({
      description: "A refresh token of an administrator; access tokens are fetched with it.",
    }),
    emptyFields: z.enum(["shown", "left-out"]).default("shown").meta({
      description:
        "How the account shows somebody without active fields: with an empty `fields`, or with none. Default `shown`: where there is none, a change of `fields` is refused, as keys that are not declared could be lost.",
    }),
    ...commonSettings,
  })
  .superRefine((value, context) => refuseHalfClient(value, ["clientId", "clientSecret", "refreshToken"], context));
export type Configuration = z.infer<typeof Configuration>;

/** Names that hold a credential: where one is configured, the environment is not read. */
export const credentialNames = ["token", "clientId", "clientSecret", "refreshToken"] as const;
