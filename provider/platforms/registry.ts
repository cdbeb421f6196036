// Written by npm run generate, from the folders that are here.

import type { Platform } from "../core/contract/platform.js";
import { adobe } from "./adobe/index.js";
import { keycloak } from "./keycloak/index.js";
import { nerm } from "./nerm/index.js";
import { netex } from "./netex/index.js";
import { scim } from "./scim/index.js";

/** The only list of platforms. */
export const platforms = { adobe, keycloak, nerm, netex, scim } satisfies Record<string, Platform>;

export type PlatformId = keyof typeof platforms;
