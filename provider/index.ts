/**
 * People on learning and identity platforms, declared as Pulumi resources.
 *
 *     import * as roster from "pulumi-roster";
 *     new roster.adobe.User("ada", { email: "ada@example.com", name: "Ada Byron", roles: ["Author"] });
 */

import "./check-node.js";

export * as adobe from "./dynamic/users/adobe.js";
export * as keycloak from "./dynamic/users/keycloak.js";
export * as nerm from "./dynamic/users/nerm.js";
export * as netex from "./dynamic/users/netex.js";
export * as scim from "./dynamic/users/scim.js";
export { shardOf } from "./shard-of.js";
