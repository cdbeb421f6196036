import type { Operation } from "./events";
import type { Providers } from "./providers";
import { type Run, settled } from "./run";
import { dependenciesOf, type ResourceState } from "./state/deployment";
import type { Slot } from "./state/store";
import { isProviderType, providerUrn } from "./urn";

/**
 * Deletes what the program no longer declares and what was replaced, each after everything that needs it: the
 * resources that nothing needs first, and one layer after the other. After a failure the later layers are left.
 */
export async function deleteOrphans(run: Run, providers: Providers): Promise<void> {
  const kept = neededByFailed(run);
  const orphans = run.store
    .all()
    .filter(({ state }) => (state.delete === true || !run.seen.has(state.urn)) && !kept.has(state.urn));
  // Also for what needs no call, as the real engine does: a provider that does not start fails the run here.
  const references = new Set(orphans.map(({ state }) => state.provider).filter((provider) => provider !== undefined));
  await Promise.all([...references].map((reference) => providers.client(reference)));
  for (const layer of layersOf(orphans)) {
    const failures = await settled(layer.map((slot) => deleteOne(run, providers, slot)));
    if (run.isStopped || failures > 0) return;
  }
}

async function deleteOne(run: Run, providers: Providers, slot: Slot): Promise<void> {
  const old = slot.state;
  const op: Operation = old.delete === true ? "delete-replaced" : "delete";
  await run.execute({ op, old, new: undefined }, async () => {
    if (old.protect === true && op === "delete") {
      throw new Error(
        `resource ${JSON.stringify(old.urn)} cannot be deleted\nbecause it is protected. To unprotect the resource, ` +
          "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
      );
    }
    const isCalled = old.custom && !isProviderType(old.type) && old.retainOnDelete !== true;
    if (isCalled && !run.settings.preview) {
      const provider = await providers.client(old.provider ?? "");
      await provider.delete(old, old.customTimeouts?.delete);
    }
    return { changes: { drop: [slot] } };
  });
}

/** Groups by depth among the orphans, the deepest first. */
function layersOf(orphans: readonly Slot[]): Slot[][] {
  const byUrn = new Map<string, Slot[]>();
  for (const slot of orphans) byUrn.set(slot.state.urn, [...(byUrn.get(slot.state.urn) ?? []), slot]);
  const depths = new Map<Slot, number>();
  const depthOf = (slot: Slot): number => {
    const known = depths.get(slot);
    if (known !== undefined) return known;
    // Set before the walk, so that a cycle between an old and a new resource of one URN ends.
    depths.set(slot, 0);
    const needed = needsOf(slot.state)
      .filter((urn) => urn !== slot.state.urn)
      .flatMap((urn) => byUrn.get(urn) ?? []);
    const depth = Math.max(0, ...needed.map((other) => 1 + depthOf(other)));
    depths.set(slot, depth);
    return depth;
  };
  const layers: Slot[][] = [];
  for (const slot of orphans) {
    const depth = depthOf(slot);
    layers[depth] ??= [];
    layers[depth].push(slot);
  }
  return layers.filter((layer) => layer !== undefined).reverse();
}

function needsOf(state: ResourceState): string[] {
  return state.provider === undefined ? dependenciesOf(state) : [...dependenciesOf(state), providerUrn(state.provider)];
}

/** With `continueOnError`: what resources whose step failed still need may not be deleted under them. */
function neededByFailed(run: Run): Set<string> {
  const live = run.store.live();
  const needed = new Set<string>();
  const visit = (urn: string): void => {
    const state = live.get(urn)?.state;
    if (!needed.has(urn)) {
      needed.add(urn);
      (state === undefined ? [] : needsOf(state)).forEach(visit);
    }
  };
  run.failedUrns.forEach(visit);
  return needed;
}
