import type { dynamic } from "@pulumi/pulumi";
import { Claims } from "../core/claims.js";
import { type PlatformId, platforms } from "../platforms/registry.js";
import { DynamicProvider } from "./provider.js";

/**
 * One for the process: the host evaluates each resource's provider text in a scope of its own, and only a required
 * module is the same for all of them.
 */
const claims = new Claims();

/** The provider of one platform, as Pulumi's dynamic host wants it. */
export function provide(id: PlatformId): dynamic.ResourceProvider {
  return new DynamicProvider(platforms[id], claims);
}
