import type { Diff } from "./diff";
import type { Operation, Step } from "./events";
import type { Known, ProviderClient } from "./provider-client";
import { ProviderError } from "./provider-errors";
import type { Run, StepResult } from "./run";
import { equalStates, type ResourceState } from "./state/deployment";
import type { Slot } from "./state/store";
import { markSecretOutputs, type PropertyMap } from "./values";

/**
 * Executes a step that puts a resource first of all into the state. Where it takes the place of `replaced`, that one waits
 * for its deletion from then on.
 */
export async function placeStep(
  run: Run,
  step: Step & { new: ResourceState },
  replaced: Slot | undefined,
  work: () => Promise<StepResult>,
): Promise<Slot> {
  const retired = replaced && { ...replaced.state, delete: true };
  const { slots, new: state = step.new } = await run.execute(step, async () => {
    const result = await work();
    return replaced === undefined || retired === undefined
      ? result
      : {
          old: retired,
          ...result,
          changes: { put: [...(result.changes.put ?? []), { slot: replaced, state: retired }] },
        };
  });
  if (retired !== undefined) {
    run.replaced.add(step.urn);
    run.mark({ ...step, op: "replace", old: retired, new: state });
  }
  return slots[0] ?? { number: -1, state };
}

/** Creates a resource; `replaced` is the one that it replaces. */
export function createStep(
  run: Run,
  provider: ProviderClient,
  goal: ResourceState,
  replaced?: { slot: Slot; diff: Diff },
): Promise<Slot> {
  const { urn, type, inputs = {} } = goal;
  const op: Operation = replaced === undefined ? "create" : "create-replacement";
  const step = { op, urn, type, old: replaced?.slot.state, new: goal, diff: replaced?.diff };
  return placeStep(run, step, replaced?.slot, async () => {
    const now = new Date().toISOString();
    const { value, problem } = await partially(
      () => provider.create(urn, inputs, goal.customTimeouts?.create ?? 0),
      (failure) => ({ id: failure.id, outputs: failure.properties }),
    );
    const created: ResourceState = {
      ...goal,
      id: value.id,
      outputs: markOutputs(goal, value.outputs, inputs),
      ...(problem && { initErrors: problem.initFailure?.reasons }),
      created: now,
      modified: now,
    };
    return { changes: { put: [{ state: created }] }, new: created, ...(problem && { problem }) };
  });
}

/** Updates a resource in place. A partial failure keeps the old inputs, so that the next run sees the change again. */
export async function updateStep(
  run: Run,
  provider: ProviderClient,
  slot: Slot,
  goal: ResourceState,
  diff: Diff,
): Promise<Slot> {
  const old = slot.state;
  const { urn, type, inputs = {} } = goal;
  const pending = { ...goal, id: old.id ?? "", created: old.created, modified: old.modified };
  await run.execute({ op: "update", urn, type, old, new: pending, diff }, async (): Promise<StepResult> => {
    const timeout = goal.customTimeouts?.update ?? 0;
    const made = await partially(
      () => provider.update(old, inputs, timeout, goal.ignoreChanges),
      (failure) => failure.properties,
    );
    const updated: ResourceState = {
      ...pending,
      outputs: markOutputs(goal, made.value, inputs),
      ...(made.problem && { initErrors: made.problem.initFailure?.reasons }),
      modified: new Date().toISOString(),
    };
    const saved = made.problem === undefined ? updated : { ...updated, inputs: old.inputs ?? {} };
    return {
      changes: { put: [{ slot, state: saved }] },
      new: updated,
      ...(made.problem && { problem: made.problem }),
    };
  });
  return slot;
}

/** Keeps a resource as it is; its options are stored anew. */
export async function sameStep(run: Run, slot: Slot, goal: ResourceState): Promise<Slot> {
  const old = slot.state;
  const state: ResourceState = {
    ...goal,
    ...(old.id !== undefined && { id: old.id }),
    outputs: old.outputs ?? {},
    created: old.created,
    modified: old.modified,
  };
  await run.execute({ op: "same", urn: goal.urn, type: goal.type, old, new: state }, async () => ({
    changes: equalStates(old, state) ? {} : { put: [{ slot, state }] },
    new: state,
  }));
  return slot;
}

/** Takes on an existing resource by its id; with `original`, instead of the resource that had another id. */
export function importStep(
  run: Run,
  provider: ProviderClient,
  goal: ResourceState,
  importId: string,
  original: Slot | undefined,
): Promise<Slot> {
  const { urn, type } = goal;
  const op: Operation = original === undefined ? "import" : "import-replacement";
  return placeStep(run, { op, urn, type, old: original?.state, new: goal }, original, async () => {
    const { value, problem } = await readPartially(provider, { urn, id: importId }, goal.customTimeouts?.read);
    const { outputs, inputs, id } = value;
    if (outputs === undefined) {
      throw new Error(`resource '${importId}' does not exist`);
    }
    if (inputs === undefined) {
      throw new Error(
        `provider does not support importing resources; please try updating the '${type.split(":")[0]}' plugin`,
      );
    }
    const now = new Date().toISOString();
    const imported: ResourceState = {
      ...goal,
      id: id || importId,
      inputs,
      outputs: markOutputs(goal, outputs, inputs),
      ...(problem && { initErrors: problem.initFailure?.reasons }),
      created: now,
      modified: now,
    };
    // What was read stands for the old state, so that the event shows what the program changes of it.
    return { changes: { put: [{ state: imported }] }, new: imported, old: imported };
  });
}

/** Reads; of an unhealthy resource, what the provider says of it beside the problem. */
export function readPartially(
  provider: ProviderClient,
  known: Known,
  timeout = 0,
): Promise<Partially<Awaited<ReturnType<ProviderClient["read"]>>>> {
  return partially(
    () => provider.read(known, timeout),
    ({ id, properties, inputs }) => ({ id, outputs: properties, inputs }),
  );
}

interface Partially<Value> {
  value: Value;
  problem: ProviderError | undefined;
}

/** Runs a provider's call; a partial failure gives its result and the problem. */
async function partially<Value>(
  call: () => Promise<Value>,
  recover: (failure: NonNullable<ProviderError["initFailure"]>) => Value,
): Promise<Partially<Value>> {
  try {
    return { value: await call(), problem: undefined };
  } catch (error) {
    if (error instanceof ProviderError && error.initFailure !== undefined) {
      return { value: recover(error.initFailure), problem: error };
    }
    throw error;
  }
}

export function markOutputs(state: ResourceState, outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  return markSecretOutputs(outputs, inputs, state.additionalSecretOutputs ?? []);
}
