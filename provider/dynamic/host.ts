import type { dynamic } from "@pulumi/pulumi";
import type { KindName } from "../core/contract/kind.js";
import { Ownership } from "../core/session/ownership.js";
import { type EngineLog, engineLogAt } from "../engine-log.js";
import { loaders } from "../platforms/loaders.js";
import type { PlatformId } from "../platforms/registry.js";
import { DynamicProvider } from "./provider.js";
import { SetProvider } from "./set-provider.js";
import { Tenant } from "./tenant.js";

/**
 * One for the process: the host evaluates each resource's provider text in a scope of its own, and only a required
 * module is the same for all of them.
 */
const ownership = new Ownership();
const tenants = new Map<PlatformId, Promise<Tenant>>();

/** The provider of one kind of a platform's resources, as Pulumi's dynamic host wants it. */
export function provide(id: PlatformId, kind: KindName = "user"): dynamic.ResourceProvider {
  return loadedLate(async () => new DynamicProvider(await tenantOf(id), kind));
}

/** The provider of one platform's sets of people. */
export function provideSet(id: PlatformId): dynamic.ResourceProvider {
  return loadedLate(async () => new SetProvider(await tenantOf(id), showProgress));
}

/** The host wants a provider at once, and a platform is loaded when it is used: a program mostly has one. */
function loadedLate(load: () => Promise<DynamicProvider | SetProvider>): dynamic.ResourceProvider {
  let loading: ReturnType<typeof load> | undefined;
  const provider = () => (loading ??= load());
  return {
    configure: async (request) => (await provider()).configure(request),
    check: async (olds, news) => (await provider()).check(olds, news),
    diff: async (id, olds, news) => (await provider()).diff(id, olds, news),
    create: async (inputs) => (await provider()).create(inputs),
    update: async (id, olds, news) => (await provider()).update(id, olds, news),
    read: async (id, state) => (await provider()).read(id, state),
    delete: async (id, state) => (await provider()).delete(id, state),
  };
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
function tenantOf(id: PlatformId): Promise<Tenant> {
  const tenant = tenants.get(id) ?? loaders[id]().then((platform) => new Tenant(platform, ownership));
  tenants.set(id, tenant);
  return tenant;
}
