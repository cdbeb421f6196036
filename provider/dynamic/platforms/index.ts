// Written by npm run generate, from the folders that are here.

export * as adobe from "./adobe.js";
export * as keycloak from "./keycloak.js";
export * as nerm from "./nerm.js";
export * as netex from "./netex.js";
export * as scim from "./scim.js";
