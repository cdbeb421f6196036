// Written by npm run generate, from the folders that are here.

import type { Platform } from "../core/contract/platform.js";

/** The same list for whoever starts for one platform: the schemas of the others take longer to load than most runs do. */
export const loaders = {
  adobe: async () => (await import("./adobe/index.js")).adobe,
  keycloak: async () => (await import("./keycloak/index.js")).keycloak,
  nerm: async () => (await import("./nerm/index.js")).nerm,
  netex: async () => (await import("./netex/index.js")).netex,
  scim: async () => (await import("./scim/index.js")).scim,
} satisfies Record<string, () => Promise<Platform>>;
