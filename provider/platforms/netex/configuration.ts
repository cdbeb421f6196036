import { z } from "zod";
import { BaseUrl, commonSettings } from "../common-configuration.js";
import { ConfiguredToken } from "../token.js";

/** How a write reaches Netex's platforms: waited for and reported one by one, or queued. */
export const Synchronization = z.enum(["synchronous", "asynchronous"]);
export type Synchronization = z.infer<typeof Synchronization>;

/** `roster:netex`: where the management web services are, and the token for them. */
export const Configuration = z.strictObject({
  url: BaseUrl.meta({
    description:
      "The whole base address of the management web services. An example: https://acme.learningcloud.me/integration/ws/management/rest.",
  }),
  token: ConfiguredToken.meta({
    description: 'The authorization token that Netex shows under "Your account"; sent as X-Cloud-Auth-Token.',
  }),
  synchronization: Synchronization.default("synchronous").meta({
    description:
      '"synchronous" (default): each write waits for all platforms, and each one is reported. "asynchronous": platforms may queue a write; it is read back until it shows.',
  }),
  ...commonSettings,
});
export type Configuration = z.infer<typeof Configuration>;

/** Names that hold a credential: where one is configured, the environment is not read. */
export const credentialNames = ["token"] as const;
