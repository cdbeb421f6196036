/**
 * People on learning and identity platforms, declared as Pulumi resources.
 *
 *     import * as roster from "pulumi-roster";
 *     new roster.adobe.User("ada", { email: "ada@example.com", name: "Ada Byron", roles: ["Author"] });
 */

import "./check-node.js";

export * from "./dynamic/platforms/index.js";
export { shardOf } from "./shard-of.js";
