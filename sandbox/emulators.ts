// Written by npm run generate, from the folders that are here.

import { startAdobe } from "./adobe/index";
import { startNerm } from "./nerm/index";
import { startNetex } from "./netex/index";
import { startScim } from "./scim/index";

/** Starts each vendor's emulator, by the platform's id. */
export const emulators = { adobe: startAdobe, nerm: startNerm, netex: startNetex, scim: startScim } as const;
