// Written by npm run generate, from the folders that are here.

import { startAdobe } from "./adobe/index";
import { variants as adobeVariants } from "./adobe/variants";
import { startKeycloak } from "./keycloak/index";
import { variants as keycloakVariants } from "./keycloak/variants";
import { startNerm } from "./nerm/index";
import { variants as nermVariants } from "./nerm/variants";
import { startNetex } from "./netex/index";
import { variants as netexVariants } from "./netex/variants";
import { startScim } from "./scim/index";
import { variants as scimVariants } from "./scim/variants";

/** Starts each vendor's emulator, by the platform's id. */
export const emulators = {
  adobe: startAdobe,
  keycloak: startKeycloak,
  nerm: startNerm,
  netex: startNetex,
  scim: startScim,
} as const;

/** How each vendor may behave where its documents leave it open. */
export const variants = {
  adobe: adobeVariants,
  keycloak: keycloakVariants,
  nerm: nermVariants,
  netex: netexVariants,
  scim: scimVariants,
} as const;
