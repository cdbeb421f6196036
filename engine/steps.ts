import type { Diff } from "./diff";
import type { Operation, Step } from "./events";
import type { Known, ResourceProvider } from "./provider-client";
import { ProviderError } from "./provider-errors";
import type { Run } from "./run";
import { equalStates, type ResourceState } from "./state/deployment";
import type { Slot } from "./state/store";
import { isSecret, makeSecret, type PropertyMap } from "./values";

/** What became of a resource. */
export interface Made {
  state: ResourceState;
  /** What the state file gets, where that is not the same. */
  saved?: ResourceState;
  /** The old state in the step's event. */
  old?: ResourceState;
  problem?: ProviderError | undefined;
}

/** A resource that is replaced, and why. */
export interface Replaced {
  slot: Slot;
  diff: Diff;
}

/**
 * Executes a step that adds a resource to the state. The one that it replaces waits for its deletion from then on: both
 * are written at once.
 */
export async function addStep(
  run: Run,
  op: Operation,
  goal: ResourceState,
  make: () => Promise<Made>,
  replaced?: Replaced,
): Promise<Slot> {
  const slot = run.store.newSlot(goal);
  const step: Step = { op, old: replaced?.slot.state, new: goal, diff: replaced?.diff };
  const retired = replaced && { ...replaced.slot.state, delete: true };
  await run.execute(step, async () => {
    const { state, old, problem } = await make();
    const put = [{ slot, state }, ...(replaced && retired ? [{ slot: replaced.slot, state: retired }] : [])];
    return { changes: { put }, old: retired ?? old, new: state, problem };
  });
  if (retired !== undefined) run.mark({ ...step, op: "replace", old: retired, new: slot.state });
  return slot;
}

/** Executes a step that changes a resource in its place; what stays as it is written is not written again. */
export async function changeStep(
  run: Run,
  op: Operation,
  slot: Slot,
  goal: ResourceState,
  make: () => Promise<Made>,
  diff?: Diff,
): Promise<Slot> {
  const old = slot.state;
  await run.execute({ op, old, new: goal, diff }, async () => {
    const { state, saved = state, problem } = await make();
    return { changes: equalStates(old, saved) ? {} : { put: [{ slot, state: saved }] }, new: state, problem };
  });
  return slot;
}

/** What a new state takes over from the old one. */
export function continued(goal: ResourceState, { id, created, modified }: ResourceState): ResourceState {
  return { ...goal, id, created, modified };
}

/** Creates a resource, in place of `replaced`. */
export function createStep(
  run: Run,
  provider: ResourceProvider,
  goal: ResourceState,
  replaced?: Replaced,
): Promise<Slot> {
  const create = async (): Promise<Made> => {
    const { value, problem } = await partially(
      () => provider.create(goal, goal.customTimeouts?.create),
      ({ id, properties }) => ({ id, outputs: properties }),
    );
    return { state: made(goal, value, problem), problem };
  };
  return addStep(run, replaced === undefined ? "create" : "create-replacement", goal, create, replaced);
}

/** Updates a resource in place. A partial failure keeps the old inputs, so that the next run sees the change again. */
export function updateStep(
  run: Run,
  provider: ResourceProvider,
  slot: Slot,
  goal: ResourceState,
  diff: Diff,
): Promise<Slot> {
  const old = slot.state;
  const pending = continued(goal, old);
  const update = async (): Promise<Made> => {
    const { value, problem } = await partially(
      () => provider.update(old, pending, goal.customTimeouts?.update),
      ({ properties }) => properties,
    );
    const state = { ...made(pending, { id: old.id, outputs: value }, problem), created: old.created };
    return problem === undefined ? { state } : { state, saved: { ...state, inputs: old.inputs }, problem };
  };
  return changeStep(run, "update", slot, pending, update, diff);
}

/** Takes on an existing resource by its id. */
export function importStep(run: Run, provider: ResourceProvider, goal: ResourceState): Promise<Slot> {
  const { urn, type, importID: id = "" } = goal;
  return addStep(run, "import", goal, async () => {
    const { value, problem } = await readPartially(provider, { urn, id }, goal.customTimeouts?.read);
    const { outputs, inputs } = value;
    if (outputs === undefined) throw new Error(`resource '${id}' does not exist`);
    if (inputs === undefined) {
      const plugin = type.split(":")[0];
      throw new Error(`provider does not support importing resources; please try updating the '${plugin}' plugin`);
    }
    const state = made({ ...goal, inputs }, { id: value.id || id, outputs }, problem);
    // What was read stands for the old state, so that the event shows what the program changes of it.
    return { state, old: state };
  });
}

/** Reads; of an unhealthy resource, what the provider says of it beside the problem. */
export function readPartially(
  provider: ResourceProvider,
  known: Known,
  timeout?: number,
): Promise<Partially<Awaited<ReturnType<ResourceProvider["read"]>>>> {
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

/** The state of what was just made, marked as unhealthy where there was a problem. */
function made(
  goal: ResourceState,
  { id, outputs }: { id: string | undefined; outputs: PropertyMap },
  problem: ProviderError | undefined,
): ResourceState {
  const now = new Date().toISOString();
  const initErrors = problem?.initFailure?.reasons;
  return { ...goal, id, outputs: markOutputs(goal, outputs), initErrors, created: now, modified: now };
}

/** Marks outputs that the program named as secret, and those whose input of the same name is one. */
export function markOutputs(
  { inputs = {}, additionalSecretOutputs = [] }: ResourceState,
  outputs: PropertyMap,
): PropertyMap {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [
      key,
      additionalSecretOutputs.includes(key) || isSecret(inputs[key]) ? makeSecret(value) : value,
    ]),
  );
}
