import type { Operation } from "./events";
import type { Providers } from "./providers";
import { isReported, type Run } from "./run";
import { dependenciesOf, type ResourceState } from "./state/deployment";
import type { Slot } from "./state/store";
import { isProviderType, parseProviderReference } from "./urn";

/**
 * Deletes what the program no longer declares and what was replaced, each after everything that needs it: the
 * resources that nothing needs first, and one layer after the other. After a failure the later layers are left.
 */
export async function deleteCondemned(run: Run, providers: Providers): Promise<void> {
  const kept = neededByFailed(run);
  const condemned = run.store
    .all()
    .filter(({ state }) => (state.delete === true || !run.seen.has(state.urn)) && !kept.has(state.urn));
  const urns = new Set(condemned.map((slot) => slot.state.urn));
  // Also for what needs no call, as the real engine does: a provider that does not start fails the run here.
  await Promise.all(
    condemned.map(async ({ state }) => (state.provider === undefined ? undefined : providers.client(state.provider))),
  );
  for (const layer of layersOf(condemned)) {
    const results = await Promise.allSettled(layer.map((slot) => deleteOne(run, providers, slot, urns)));
    for (const result of results) {
      if (result.status === "rejected" && !isReported(result.reason)) {
        throw result.reason;
      }
    }
    if (run.stopped.aborted || (run.failed && results.some((result) => result.status === "rejected"))) {
      return;
    }
  }
}

async function deleteOne(run: Run, providers: Providers, slot: Slot, condemned: ReadonlySet<string>): Promise<void> {
  const old = slot.state;
  const { urn, type } = old;
  const op = operationOf(old);
  await run.execute({ op, urn, type, old, new: undefined }, async () => {
    if (old.protect === true && op === "delete") {
      throw new Error(
        `resource ${JSON.stringify(urn)} cannot be deleted\nbecause it is protected. To unprotect the resource, ` +
          "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
      );
    }
    const goesWithAnother = old.deletedWith !== undefined && condemned.has(old.deletedWith);
    // What was deleted before its replacement, and what was only ever read, is forgotten without a call.
    const isForgotten = old.external === true || op === "remove-pending-replace";
    const called =
      old.custom && !isProviderType(type) && !isForgotten && old.retainOnDelete !== true && !goesWithAnother;
    if (called && !run.settings.preview) {
      const provider = await providers.client(old.provider ?? "");
      await provider.delete(old, old.customTimeouts?.delete ?? 0);
    }
    return { changes: { drop: [slot] } };
  });
}

function operationOf(state: ResourceState): Operation {
  if (state.external === true) {
    return state.delete === true ? "discard-replaced" : "discard";
  }
  if (state.delete === true) {
    return "delete-replaced";
  }
  return state.pendingReplacement === true ? "remove-pending-replace" : "delete";
}

/** Groups by depth among the condemned, the deepest first. */
function layersOf(condemned: readonly Slot[]): Slot[][] {
  const byUrn = new Map<string, Slot[]>();
  for (const slot of condemned) {
    byUrn.set(slot.state.urn, [...(byUrn.get(slot.state.urn) ?? []), slot]);
  }
  const depths = new Map<Slot, number>();
  const depthOf = (slot: Slot): number => {
    const known = depths.get(slot);
    if (known !== undefined) {
      return known;
    }
    // Set before the walk, so that a cycle between an old and a new resource of one URN ends.
    depths.set(slot, 0);
    const needed = needsOf(slot.state)
      .flatMap((urn) => byUrn.get(urn) ?? [])
      .filter((other) => other.state.urn !== slot.state.urn);
    const depth = needed.length === 0 ? 0 : 1 + Math.max(...needed.map(depthOf));
    depths.set(slot, depth);
    return depth;
  };
  const layers: Slot[][] = [];
  for (const slot of condemned) {
    const depth = depthOf(slot);
    layers[depth] = [...(layers[depth] ?? []), slot];
  }
  return layers.filter((layer) => layer !== undefined).reverse();
}

function needsOf(state: ResourceState): string[] {
  return state.provider === undefined
    ? dependenciesOf(state)
    : [...dependenciesOf(state), parseProviderReference(state.provider).urn];
}

/** With `continueOnError`: what resources whose step failed still need may not be deleted under them. */
function neededByFailed(run: Run): Set<string> {
  const live = run.store.live();
  const needed = new Set<string>();
  const visit = (urn: string): void => {
    if (!needed.has(urn)) {
      needed.add(urn);
      const state = live.get(urn)?.state;
      if (state !== undefined) {
        needsOf(state).forEach(visit);
      }
    }
  };
  run.failedUrns.forEach(visit);
  return needed;
}
