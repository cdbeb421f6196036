import { z } from "zod";
import { BaseUrl, commonSettings } from "../common-configuration.js";

export const DEFAULT_URL = "https://learningmanager.adobe.com/primeapi/v2";

/** `roster:adobe`: a token, or a client with a refresh token. */
export const Configuration = z
  .strictObject({
    url: BaseUrl.default(DEFAULT_URL).meta({
      description: `The whole base address, ending in /primeapi/v2. Default ${DEFAULT_URL}; Europe: learningmanagereu.adobe.com, Asia and Pacific: learningmanagerapac.adobe.com.`,
    }),
    token: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "An access token with the scopes admin:read and admin:write; valid for seven days." }),
    clientId: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "The application's id, together with clientSecret and refreshToken." }),
    clientSecret: z.string().min(1).optional().meta({ description: "The application's secret." }),
    refreshToken: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "A refresh token of an administrator; access tokens are fetched with it." }),
    ...commonSettings,
  })
  .superRefine((value, context) => {
    const client = ["clientId", "clientSecret", "refreshToken"] as const;
    const given = client.filter((name) => value[name] !== undefined);
    if (value.token !== undefined && given.length > 0) {
      context.addIssue({
        code: "custom",
        path: ["token"],
        message: `is given together with ${given.join(", ")}; give either a token or a client with its refresh token`,
      });
    } else if (value.token === undefined && given.length === 0) {
      context.addIssue({
        code: "custom",
        path: ["token"],
        message: "is required, or clientId, clientSecret and refreshToken",
      });
    } else if (given.length > 0 && given.length < client.length) {
      for (const name of client.filter((missing) => value[missing] === undefined)) {
        context.addIssue({ code: "custom", path: [name], message: `is required together with ${given.join(", ")}` });
      }
    }
  });
export type Configuration = z.infer<typeof Configuration>;

/** Names that hold a credential: where one is configured, the environment is not read. */
export const credentialNames = ["token", "clientId", "clientSecret", "refreshToken"] as const;
