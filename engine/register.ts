import type { Configuration } from "./configuration";
import { defaultProvider } from "./default-provider";
import { applyIgnoreChanges, type Diff, NO_DIFF, requiresReplacement } from "./diff";
import { UnsupportedFeatureError } from "./errors";
import type { Step } from "./events";
import type { Goal } from "./goal";
import { newSeed, type ResourceProvider } from "./provider-client";
import { ProviderResource } from "./provider-resource";
import type { Providers } from "./providers";
import { describeValue, reportCheckFailures } from "./report";
import { type Run, StepFailed } from "./run";
import { equalStates, type ResourceState } from "./state/deployment";
import type { Slot } from "./state/store";
import { addStep, changeStep, continued, createStep, importStep, updateStep } from "./steps";
import { isProviderType, packageOf, providerReference, ROOT_STACK_TYPE } from "./urn";
import { equalValues, type PropertyMap } from "./values";

const UNKNOWN_CONFIGURATION =
  "The provider for this resource has inputs that are not known during preview.\n" +
  "This preview may not correctly represent the changes that will be applied during an update.";

/** A resource's goal with its provider. */
interface Case {
  goal: Goal;
  state: ResourceState;
  provider: ResourceProvider;
}

interface Decision {
  op: "same" | "update" | "replace";
  inputs: PropertyMap;
  diff: Diff;
}

/** The registrations of one program. */
export class Registrar {
  /** References of the default providers. */
  readonly #defaults = new Map<string, Promise<string>>();
  /** The steps of components, whose outputs come later. */
  readonly #components = new Map<string, Step>();
  #stackOutputs: PropertyMap | undefined;

  constructor(
    readonly run: Run,
    readonly providers: Providers,
    readonly configuration: Configuration,
  ) {}

  /** Brings one resource to what the program wants. Throws StepFailed or RunStopped once that was reported. */
  async register(goal: Goal): Promise<ResourceState> {
    try {
      return await this.#register(goal);
    } catch (error) {
      throw this.run.report(error, goal.state.urn);
    }
  }

  /** The reference of the default provider of a package; the first use registers it. */
  defaultReference(packageName: string, version: string): Promise<string> {
    const key = `${packageName}@${version}`;
    const reference = this.#defaults.get(key) ?? this.#registerDefault(packageName, version);
    this.#defaults.set(key, reference);
    return reference;
  }

  /** Takes the outputs of a component. The stack's wait for the end of the run. */
  registerOutputs(urn: string, outputs: PropertyMap): void {
    const step = this.#components.get(urn);
    if (step === undefined) {
      this.run.fail(`the program registered outputs of ${urn}, which is no component of it`, urn);
    } else if (step.new?.type === ROOT_STACK_TYPE) {
      this.#stackOutputs = outputs;
    } else {
      this.#writeOutputs(urn, step, outputs);
    }
  }

  /** Writes the stack's outputs; after a failure what was there stays, under what is new. */
  finishStack(): void {
    const [urn, step] = [...this.#components].find(([, { new: state }]) => state?.type === ROOT_STACK_TYPE) ?? [];
    if (urn !== undefined && step !== undefined && this.#stackOutputs !== undefined) {
      const kept = this.run.failed ? this.run.news.get(urn)?.state.outputs : {};
      this.#writeOutputs(urn, step, { ...kept, ...this.#stackOutputs });
    }
  }

  async #register(goal: Goal): Promise<ResourceState> {
    const slot = await (goal.state.custom ? this.#registerCustom(goal) : this.#registerComponent(goal));
    this.run.news.set(goal.state.urn, slot);
    return slot.state;
  }

  async #registerDefault(packageName: string, version: string): Promise<string> {
    const goal = defaultProvider(this.run.settings, this.configuration, packageName, version);
    return providerReference(await this.#register(goal));
  }

  #writeOutputs(urn: string, step: Step, outputs: PropertyMap): void {
    const slot = this.run.news.get(urn);
    if (slot !== undefined) {
      const state: ResourceState = { ...slot.state, outputs };
      if (!equalStates(slot.state, state)) this.run.store.apply({ put: [{ slot, state }] });
      this.run.events.stepOutputs({ ...step, new: state });
    }
  }

  async #registerComponent({ state: goal, aliases }: Goal): Promise<Slot> {
    const run = this.run;
    const { urn } = goal;
    await run.decide(async () => run.claim(urn));
    const slot = run.oldOf(urn, aliases);
    const old = slot?.state;
    const now = new Date().toISOString();
    if (slot === undefined || old === undefined) {
      const state = { ...goal, outputs: {}, created: now, modified: now };
      this.#components.set(urn, { op: "create", old, new: state });
      return addStep(run, "create", state, async () => ({ state }));
    }
    const inputs = applyIgnoreChanges(goal.inputs, old.inputs ?? {}, goal.ignoreChanges ?? []);
    const op = equalValues(old.inputs ?? {}, inputs) ? "same" : "update";
    const kept = continued({ ...goal, inputs, outputs: old.outputs ?? {} }, old);
    const state = op === "same" ? kept : { ...kept, modified: now };
    this.#components.set(urn, { op, old, new: state });
    return changeStep(run, op, slot, state, async () => ({ state }));
  }

  async #registerCustom(goal: Goal): Promise<Slot> {
    const run = this.run;
    const { urn, importID } = goal.state;
    const asked = isProviderType(goal.state.type) ? this.#caseOfProvider(goal) : await this.#caseOf(goal);
    const old = run.oldOf(urn, goal.aliases);
    if (importID === undefined || old !== undefined) {
      if (importID !== undefined && importID !== (old?.state.importID ?? old?.state.id)) {
        throw new UnsupportedFeatureError("the import of another id than before");
      }
      const decision = await run.decide(() => {
        run.claim(urn);
        return this.#decide(asked, old);
      });
      return this.#execute(asked, old, decision);
    }
    await run.decide(async () => run.claim(urn));
    const imported = await importStep(run, asked.provider, asked.state);
    const decision = await run.decide(() => this.#decide(asked, imported));
    // An import that needs no change is over: the state holds what was read.
    return decision.op === "same" ? imported : this.#execute(asked, imported, decision);
  }

  async #caseOf(goal: Goal): Promise<Case> {
    const { type, provider } = goal.state;
    const reference = provider ?? (await this.defaultReference(packageOf(type), goal.version));
    return {
      goal,
      state: { ...goal.state, provider: reference },
      provider: await this.providers.client(reference),
    };
  }

  #caseOfProvider({ state, version, ...rest }: Goal): Case {
    const inputs = version === "" ? state.inputs : { ...state.inputs, version };
    const goal: Goal = { state: { ...state, inputs }, version, ...rest };
    const provider = new ProviderResource(this.providers, this.run.settings.preview);
    return { goal, state: goal.state, provider };
  }

  #execute({ state, provider }: Case, slot: Slot | undefined, { op, inputs, diff }: Decision): Promise<Slot> {
    const goal: ResourceState = { ...state, inputs };
    if (slot === undefined || op === "replace") return createStep(this.run, provider, goal, slot && { slot, diff });
    if (op === "update") return updateStep(this.run, provider, slot, goal, diff);
    // Its options are stored anew.
    const same = continued({ ...goal, outputs: slot.state.outputs ?? {} }, slot.state);
    return changeStep(this.run, "same", slot, same, async () => {
      await provider.same?.(slot.state);
      return { state: same };
    });
  }

  async #decide(asked: Case, slot: Slot | undefined): Promise<Decision> {
    const { inputs: wanted, ignoreChanges = [] } = asked.goal.state;
    const seed = newSeed();
    const old = slot?.state;
    if (old === undefined) return { op: "replace", inputs: await this.#check(asked, {}, wanted, seed), diff: NO_DIFF };
    const oldInputs = old.inputs ?? {};
    const inputs = await this.#check(asked, oldInputs, applyIgnoreChanges(wanted, oldInputs, ignoreChanges), seed);
    const diff = await this.#diff(asked, old, inputs);
    if (requiresReplacement(diff)) {
      this.#checkReplacement(asked.goal, old, diff);
      return { op: "replace", inputs: await this.#check(asked, {}, wanted, seed), diff };
    }
    const isUnhealthy = (old.initErrors ?? []).length > 0;
    return { op: diff.changes === "some" || isUnhealthy ? "update" : "same", inputs, diff };
  }

  async #check(
    { provider, state: { urn } }: Case,
    olds: PropertyMap,
    news: PropertyMap,
    seed: Uint8Array,
  ): Promise<PropertyMap> {
    const { inputs, failures } = await provider.check(urn, olds, news, seed);
    if (failures.length > 0) {
      reportCheckFailures(this.run, urn, news, failures);
      throw new StepFailed(urn);
    }
    return inputs;
  }

  async #diff({ provider, state }: Case, old: ResourceState, inputs: PropertyMap): Promise<Diff> {
    if (await this.providers.needsReplacement(old.provider, state.provider)) {
      return { ...NO_DIFF, changes: "some", replaceKeys: ["provider"] };
    }
    if (!provider.known) {
      this.run.events.diagnostic("warning", UNKNOWN_CONFIGURATION, state.urn);
      return { ...NO_DIFF, changes: "some" };
    }
    return provider.diff({ ...old, urn: state.urn }, inputs, state.ignoreChanges);
  }

  /** Refuses replacements that may not or cannot happen. A preview goes on after the error, to show the rest. */
  #checkReplacement({ state: goal, deleteBeforeReplace }: Goal, old: ResourceState, diff: Diff): void {
    const run = this.run;
    if (goal.protect === true && old.protect === true) {
      const message =
        `unable to replace resource ${JSON.stringify(old.urn)}\nas it is currently marked for protection. ` +
        "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`";
      if (!run.settings.preview) throw new Error(message);
      run.markFailed("step");
      run.events.diagnostic("error", message, old.urn);
    }
    if (goal.importID !== undefined) {
      const changes = diff.replaceKeys.map(
        (key) => `${key}: ${describeValue(old.inputs?.[key])} => ${describeValue(goal.inputs[key])}`,
      );
      const message =
        "previously-imported resources that still specify an ID may not be replaced; " +
        `please remove the \`import\` declaration from your program;\n${changes.join("\n")}`;
      if (!run.settings.preview) throw new Error(message);
      run.events.diagnostic("warning", message, old.urn);
    }
    if (deleteBeforeReplace ?? diff.deleteBeforeReplace) throw new UnsupportedFeatureError("deleteBeforeReplace");
  }
}
