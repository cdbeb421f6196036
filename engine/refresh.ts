import { type Diff, invertDiff } from "./diff";
import type { Operation } from "./events";
import type { Providers } from "./providers";
import { type Run, type StepResult, settled } from "./run";
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
  const refresh = async (slot: Slot): Promise<void> => {
    const old = slot.state;
    await run.execute({ op: "refresh", old, new: old }, async () => {
      const { outcome, ...result } = await refreshOne(run, providers, slot);
      return { ...result, outcome: counts ? outcome : "refresh" };
    });
  };
  await settled(run.store.all().map(refresh));
  forgetEmptyLists(run);
  run.olds = run.store.live();
}

async function refreshOne(run: Run, providers: Providers, slot: Slot): Promise<StepResult & { outcome: Operation }> {
  const old = slot.state;
  if (!old.custom || isProviderType(old.type)) return { changes: {}, outcome: "same" };
  const provider = await providers.client(old.provider ?? "");
  const { inputs: oldInputs = {}, outputs: oldOutputs = {} } = old;
  const known = { ...old, inputs: oldInputs, outputs: oldOutputs };
  const { value, problem } = await readPartially(provider, known, old.customTimeouts?.read);
  const initErrors = problem?.initFailure?.reasons;
  if (initErrors !== undefined) {
    const list = initErrors.map((reason) => `* ${reason}`).join("\n");
    run.events.diagnostic("warning", `Refreshed resource is in an unhealthy state:\n${list}`, old.urn);
  }
  if (value.id === "") return { changes: { drop: [slot] }, new: undefined, outcome: "delete" };
  const { id, inputs = oldInputs, outputs: readOutputs = {} } = value;
  const outputs = markOutputs({ ...old, inputs }, readOutputs);
  const isChanged = !(equalValues(inputs, oldInputs) && equalValues(outputs, oldOutputs));
  const modified = isChanged ? new Date().toISOString() : old.modified;
  const state: ResourceState = { ...old, id, inputs, outputs, initErrors, modified };
  // Asked from the other side: what would have to change for the resource to be as it was last declared.
  const found = { ...state, outputs: readOutputs };
  const diff: Diff = invertDiff(await provider.diff(found, oldInputs, old.ignoreChanges));
  const outcome = diff.changes === "none" ? "same" : "update";
  return { changes: { put: [{ slot, state }] }, new: state, diff, outcome };
}

/** A refresh rebuilds the dependencies; properties that depend on nothing leave them, as in the real engine. */
function forgetEmptyLists(run: Run): void {
  for (const slot of run.store.all()) {
    const lists = Object.entries(slot.state.propertyDependencies ?? {});
    const filled = lists.filter(([, urns]) => (urns ?? []).length > 0);
    if (filled.length < lists.length) {
      const propertyDependencies = filled.length === 0 ? undefined : Object.fromEntries(filled);
      run.store.apply({ put: [{ slot, state: { ...slot.state, propertyDependencies } }] });
    }
  }
}
