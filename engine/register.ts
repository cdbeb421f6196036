import { applyIgnoreChanges, applyReplaceOnChanges, type Diff, NO_DIFF, requiresReplacement } from "./diff";
import { UnsupportedFeatureError } from "./errors";
import type { Step } from "./events";
import { type Goal, goalState } from "./goal";
import { newSeed, type ProviderClient } from "./provider-client";
import type { Providers } from "./providers";
import { describeValue, reportCheckFailures } from "./report";
import { type Run, StepFailed } from "./run";
import { equalStates, type ResourceState } from "./state/deployment";
import type { Slot } from "./state/store";
import { createStep, importStep, sameStep, updateStep } from "./steps";
import { isProviderType, makeUrn, packageOf, ROOT_STACK_TYPE } from "./urn";
import { equalValues, type PropertyMap } from "./values";

const UNKNOWN_CONFIGURATION =
  "The provider for this resource has inputs that are not known during preview.\n" +
  "This preview may not correctly represent the changes that will be applied during an update.";

/** The registrations of one program. */
export class Registrar {
  readonly #run: Run;
  readonly #providers: Providers;
  /** The steps of components, whose outputs come later. */
  readonly #components = new Map<string, Step>();
  #stackOutputs: { urn: string; outputs: PropertyMap } | undefined;

  constructor(run: Run, providers: Providers) {
    this.#run = run;
    this.#providers = providers;
  }

  /** Brings one resource to what the program wants. Throws StepFailed or RunStopped once that was reported. */
  async register(goal: Goal): Promise<ResourceState> {
    const urn = this.urnOf(goal.parent, goal.type, goal.name);
    try {
      if (isProviderType(goal.type)) {
        const inputs = goal.version === "" ? goal.inputs : { ...goal.inputs, version: goal.version };
        await this.#run.decide(async () => this.claim(urn));
        return await this.#providers.register({ ...goal, inputs }, urn);
      }
      const slot = goal.custom ? await this.#registerCustom(goal, urn) : await this.#registerComponent(goal, urn);
      this.#run.news.set(urn, slot);
      return slot.state;
    } catch (error) {
      throw this.#run.report(error, urn);
    }
  }

  urnOf(parent: string | undefined, type: string, name: string): string {
    const { stack, project } = this.#run.settings;
    return makeUrn(stack, project, parent, type, name);
  }

  /** Takes a URN for a registration; a second one with the same is refused. */
  claim(urn: string): void {
    if (this.#run.seen.has(urn)) {
      this.#run.fail(`Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
      throw new StepFailed(urn);
    }
    this.#run.seen.add(urn);
  }

  /** Takes the outputs of a component. The stack's wait for the end of the run. */
  registerOutputs(urn: string, outputs: PropertyMap): void {
    const slot = this.#run.news.get(urn);
    const step = this.#components.get(urn);
    if (slot === undefined || step === undefined) {
      this.#run.fail(`the program registered outputs of ${urn}, which is no component of it`, urn);
      return;
    }
    if (slot.state.type === ROOT_STACK_TYPE) {
      this.#stackOutputs = { urn, outputs };
    } else {
      this.#writeOutputs(slot, step, outputs);
    }
  }

  /** Writes the stack's outputs; after a failure what was there stays, under what is new. */
  finishStack(): void {
    const pending = this.#stackOutputs;
    const slot = pending && this.#run.news.get(pending.urn);
    const step = pending && this.#components.get(pending.urn);
    if (slot !== undefined && step !== undefined) {
      const kept = this.#run.failed ? slot.state.outputs : {};
      this.#writeOutputs(slot, step, { ...kept, ...pending?.outputs });
    }
  }

  #writeOutputs(slot: Slot, step: Step, outputs: PropertyMap): void {
    const state: ResourceState = { ...slot.state, outputs };
    if (!equalStates(slot.state, state)) {
      this.#run.store.apply({ put: [{ slot, state }] });
    }
    this.#run.events.stepOutputs({ ...step, new: state });
  }

  async #registerComponent(goal: Goal, urn: string): Promise<Slot> {
    const run = this.#run;
    await run.decide(async () => this.claim(urn));
    const slot = run.olds.get(urn);
    const base = goalState(goal, urn, undefined);
    if (slot === undefined) {
      const state: ResourceState = { ...base, outputs: {}, created: now(), modified: now() };
      const step: Step = { op: "create", urn, type: goal.type, old: undefined, new: state };
      this.#components.set(urn, step);
      const { slots } = await run.execute(step, async () => ({ changes: { put: [{ state }] }, new: state }));
      return slots[0] ?? { number: -1, state };
    }
    const old = slot.state;
    const inputs = applyIgnoreChanges(goal.inputs, old.inputs ?? {}, goal.ignoreChanges);
    const op = equalValues(old.inputs ?? {}, inputs) ? "same" : "update";
    const state: ResourceState = {
      ...base,
      inputs,
      outputs: old.outputs ?? {},
      created: old.created,
      modified: op === "same" ? old.modified : now(),
    };
    const step: Step = { op, urn, type: goal.type, old, new: state };
    this.#components.set(urn, step);
    await run.execute(step, async () => ({
      changes: equalStates(old, state) ? {} : { put: [{ slot, state }] },
      new: state,
    }));
    return slot;
  }

  async #registerCustom(goal: Goal, urn: string): Promise<Slot> {
    const run = this.#run;
    const reference = goal.provider ?? (await this.#providers.defaultReference(packageOf(goal.type), goal.version));
    const provider = await this.#providers.client(reference);
    const base = goalState(goal, urn, reference);
    let slot = run.olds.get(urn);
    const { importId } = goal;
    const oldId = slot?.state.importID ?? slot?.state.id;
    const imports =
      importId !== undefined && (slot === undefined || slot.state.external === true || oldId !== importId);
    let decision = await run.decide(async () => {
      this.claim(urn);
      return imports ? undefined : this.#decide(goal, base, provider, slot);
    });
    if (decision === undefined) {
      const original = slot;
      slot = await importStep(run, provider, base, importId ?? "", original);
      const imported = slot;
      decision = await run.decide(() => this.#decide(goal, base, provider, imported));
    }
    const state: ResourceState = { ...base, inputs: decision.inputs };
    if (slot === undefined) {
      return createStep(run, provider, state);
    }
    switch (decision.op) {
      case "replace":
        return createStep(run, provider, state, { slot, diff: decision.diff });
      case "update":
        return updateStep(run, provider, slot, state, decision.diff);
      case "same":
        // An import that needs no change is over: the state holds what was read.
        return imports ? slot : sameStep(run, slot, state);
    }
  }

  async #decide(goal: Goal, base: ResourceState, provider: ProviderClient, slot: Slot | undefined): Promise<Decision> {
    const { urn } = base;
    const seed = newSeed();
    const old = slot?.state;
    if (old === undefined || old.external === true) {
      const inputs = await this.#check(provider, urn, {}, goal.inputs, seed);
      return { op: "replace", inputs, diff: NO_DIFF };
    }
    const oldInputs = old.inputs ?? {};
    const news = applyIgnoreChanges(goal.inputs, oldInputs, goal.ignoreChanges);
    const inputs = await this.#check(provider, urn, oldInputs, news, seed);
    const hasInitErrors = (old.initErrors ?? []).length > 0;
    const diff = applyReplaceOnChanges(
      await this.#diff(goal, base, provider, old, inputs),
      goal.replaceOnChanges,
      hasInitErrors,
    );
    if (requiresReplacement(diff) || old.pendingReplacement === true) {
      this.#checkReplacement(goal, old, diff);
      return { op: "replace", inputs: await this.#check(provider, urn, {}, goal.inputs, seed), diff };
    }
    return { op: diff.changes === "some" || hasInitErrors ? "update" : "same", inputs, diff };
  }

  async #check(
    provider: ProviderClient,
    urn: string,
    olds: PropertyMap,
    news: PropertyMap,
    seed: Uint8Array,
  ): Promise<PropertyMap> {
    const { inputs, failures } = await provider.check(urn, olds, news, seed);
    if (failures.length > 0) {
      reportCheckFailures(this.#run, urn, news, failures);
      throw new StepFailed(urn);
    }
    return inputs;
  }

  async #diff(
    goal: Goal,
    base: ResourceState,
    provider: ProviderClient,
    old: ResourceState,
    inputs: PropertyMap,
  ): Promise<Diff> {
    const { urn } = base;
    const replaceBecause = (key: string): Diff => ({ ...NO_DIFF, changes: "some", replaceKeys: [key] });
    if (goal.deletedWith !== undefined && this.#run.replaced.has(goal.deletedWith)) {
      return replaceBecause("deletedWith");
    }
    if (await this.#providers.needsReplacement(old.provider, base.provider)) {
      return replaceBecause("provider");
    }
    if (!provider.known) {
      this.#run.events.diagnostic("warning", UNKNOWN_CONFIGURATION, urn);
      return { ...NO_DIFF, changes: "some" };
    }
    return provider.diff(old, inputs, goal.ignoreChanges);
  }

  /** Refuses replacements that may not or cannot happen. A preview goes on after the error, to show the rest. */
  #checkReplacement(goal: Goal, old: ResourceState, diff: Diff): void {
    const { urn } = old;
    const run = this.#run;
    if (goal.protect && old.protect === true) {
      const message =
        `unable to replace resource ${JSON.stringify(urn)}\nas it is currently marked for protection. ` +
        "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`";
      if (!run.settings.preview) {
        run.fail(message, urn);
        throw new StepFailed(urn);
      }
      run.failButGoOn(message, urn);
    }
    if (goal.importId !== undefined) {
      const changes = diff.replaceKeys.map(
        (key) => `${key}: ${describeValue(old.inputs?.[key])} => ${describeValue(goal.inputs[key])}`,
      );
      const message =
        "previously-imported resources that still specify an ID may not be replaced; " +
        `please remove the \`import\` declaration from your program;\n${changes.join("\n")}`;
      if (!run.settings.preview) {
        throw new Error(message);
      }
      run.events.diagnostic("warning", message, urn);
    }
    if (goal.deleteBeforeReplace ?? diff.deleteBeforeReplace) {
      throw new UnsupportedFeatureError("deleteBeforeReplace");
    }
  }
}

interface Decision {
  op: "same" | "update" | "replace";
  inputs: PropertyMap;
  diff: Diff;
}

function now(): string {
  return new Date().toISOString();
}
