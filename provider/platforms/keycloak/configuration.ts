import { z } from "zod";
import { clientSettings, refuseHalfClient } from "../client-credentials.js";
import { BaseUrl, commonSettings, withoutTrailingSlash } from "../common-configuration.js";
import { ConfiguredToken } from "../token.js";
import { MANAGER_ATTRIBUTE } from "./arguments.js";

const Name = z.string().regex(/^[^/?#%\s]+$/, { error: "must be a name without slashes and spaces" });

/** `roster:keycloak`: the server, the realm, and a client or a token that may administer its users. */
export const Configuration = z
  .strictObject({
    url: BaseUrl.meta({ description: "The server's base address, without /admin, such as https://id.example.com." }),
    realm: Name.meta({ description: "The realm whose users are managed." }),
    token: ConfiguredToken.optional().meta({
      description: "An access token that is valid now; it lives for minutes. Or give clientId and clientSecret.",
    }),
    ...clientSettings,
    clientRealm: Name.optional().meta({
      description: "The realm of the client, where it is another one. Default: realm.",
    }),
    managerAttribute: z.string().min(1).default(MANAGER_ATTRIBUTE).meta({
      description: 'The attribute that holds the id of a person\'s manager. Default "manager".',
    }),
    clients: z.array(z.string().min(1)).default([]).meta({
      description:
        "Clients whose roles are managed, by their client ids. Roles of other clients can't be declared and are never touched. Default: none.",
    }),
    ...commonSettings,
  })
  .superRefine((value, context) => refuseHalfClient(value, ["clientId", "clientSecret"], context));
export type Configuration = z.infer<typeof Configuration>;

/** Names that hold a credential: where one is configured, the environment is not read. */
export const credentialNames = ["token", "clientId", "clientSecret"] as const;

/** The realm's administration, which is also how this tenant is told from others. */
export function adminUrl({ url, realm }: Pick<Configuration, "url" | "realm">): string {
  return `${withoutTrailingSlash(url)}/admin/realms/${encodeURIComponent(realm)}`;
}

export function tokenUrl({ url, realm, clientRealm = realm }: Configuration): string {
  return `${withoutTrailingSlash(url)}/realms/${encodeURIComponent(clientRealm)}/protocol/openid-connect/token`;
}
