import { type Diff, invertDiff } from "./diff";
import type { Operation } from "./events";
import type { Providers } from "./providers";
import { isReported, type Run, type StepResult } from "./run";
import type { ResourceState } from "./state/deployment";
import type { Slot } from "./state/store";
import { markOutputs, readPartially } from "./steps";
import { isProviderType } from "./urn";
import { equalValues } from "./values";

/**
 * Reads every resource and takes what is there into the state: outputs, and inputs where the provider gives them. What
 * is gone leaves the state. With `counts`, each resource counts as what became of it; before an `up` none does.
 */
export async function refreshState(run: Run, providers: Providers, counts: boolean): Promise<void> {
  await Promise.all(
    run.store.all().map(async (slot) => {
      try {
        await refreshOne(run, providers, slot, counts);
      } catch (error) {
        if (!isReported(error)) {
          throw error;
        }
      }
    }),
  );
  forgetEmptyLists(run);
  run.olds = run.store.live();
}

async function refreshOne(run: Run, providers: Providers, slot: Slot, counts: boolean): Promise<void> {
  const old = slot.state;
  const { urn, type } = old;
  await run.execute({ op: "refresh", urn, type, old, new: old }, async (): Promise<StepResult> => {
    const outcome = (op: Operation): { outcome: Operation } => ({ outcome: counts ? op : "refresh" });
    if (!old.custom || isProviderType(type) || old.pendingReplacement === true) {
      return { changes: {}, new: old, ...outcome("same") };
    }
    const provider = await providers.client(old.provider ?? "");
    const { inputs: oldInputs = {}, outputs: oldOutputs = {} } = old;
    const known = { ...old, inputs: oldInputs, outputs: oldOutputs };
    const read = await readPartially(provider, known, old.customTimeouts?.read);
    const reasons = read.problem?.initFailure?.reasons;
    if (reasons !== undefined) {
      const list = reasons.map((reason) => `* ${reason}`).join("\n");
      run.events.diagnostic("warning", `Refreshed resource is in an unhealthy state:\n${list}`, urn);
    }
    if (read.value.id === "") {
      return { changes: { drop: [slot] }, new: undefined, ...outcome("delete") };
    }
    const { initErrors: _, ...rest } = old;
    const inputs = read.value.inputs ?? oldInputs;
    const readOutputs = read.value.outputs ?? {};
    const outputs = markOutputs(old, readOutputs, inputs);
    const changed = !(equalValues(inputs, oldInputs) && equalValues(outputs, oldOutputs));
    const state: ResourceState = {
      ...rest,
      id: read.value.id,
      inputs,
      outputs,
      ...(reasons !== undefined && { initErrors: reasons }),
      ...(changed && { modified: new Date().toISOString() }),
    };
    let diff: Diff | undefined;
    let isSame = equalValues(outputs, oldOutputs);
    if (old.external !== true) {
      // Asked from the other side: what would have to change for the resource to be as it was last declared.
      const found = { ...state, outputs: readOutputs };
      diff = invertDiff(await provider.diff(found, oldInputs, old.ignoreChanges ?? []));
      isSame = diff.changes === "none";
    }
    return { changes: { put: [{ slot, state }] }, new: state, diff, ...outcome(isSame ? "same" : "update") };
  });
}

/** A refresh rebuilds the dependencies; properties that depend on nothing leave them, as in the real engine. */
function forgetEmptyLists(run: Run): void {
  for (const slot of run.store.all()) {
    const { propertyDependencies, ...rest } = slot.state;
    const lists = Object.entries(propertyDependencies ?? {});
    const filled = lists.filter(([, urns]) => (urns ?? []).length > 0);
    if (filled.length < lists.length) {
      const state = filled.length === 0 ? rest : { ...rest, propertyDependencies: Object.fromEntries(filled) };
      run.store.apply({ put: [{ slot, state }] });
    }
  }
}
