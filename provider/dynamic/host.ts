import type { dynamic } from "@pulumi/pulumi";
import type { KindName } from "../core/contract/kind.js";
import { Ownership } from "../core/session/ownership.js";
import { type EngineLog, engineLogAt } from "../engine-log.js";
import { type PlatformId, platforms } from "../platforms/registry.js";
import { DynamicProvider } from "./provider.js";
import { SetProvider } from "./set-provider.js";
import { Tenant } from "./tenant.js";

/**
 * One for the process: the host evaluates each resource's provider text in a scope of its own, and only a required
 * module is the same for all of them.
 */
const ownership = new Ownership();
const tenants = new Map<PlatformId, Tenant>();

/** The provider of one kind of a platform's resources, as Pulumi's dynamic host wants it. */
export function provide(id: PlatformId, kind: KindName = "user"): dynamic.ResourceProvider {
  return new DynamicProvider(tenantOf(id), kind);
}

/** The provider of one platform's sets of people. */
export function provideSet(id: PlatformId): dynamic.ResourceProvider {
  return new SetProvider(tenantOf(id), showProgress);
}

let engine: EngineLog | undefined;

/** The host gets the engine's address as its only argument. It tells no URN, so the line is shown beside the stack. */
function showProgress(line: string): void {
  const address = process.argv[2];
  if (address === undefined) return;
  engine ??= engineLogAt(address);
  engine.status("", line);
}

/** Rates, removals and connections are the tenant's, whatever kind of resource asks. */
function tenantOf(id: PlatformId): Tenant {
  const tenant = tenants.get(id) ?? new Tenant(platforms[id], ownership);
  tenants.set(id, tenant);
  return tenant;
}
