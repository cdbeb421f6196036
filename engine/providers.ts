import { randomUUID } from "node:crypto";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Configuration } from "./configuration";
import { applyIgnoreChanges, type Diff, NO_DIFF, requiresReplacement } from "./diff";
import { EngineError } from "./errors";
import { type Goal, readGoal } from "./goal";
import type { ProviderClient } from "./provider-client";
import { DYNAMIC_PACKAGE } from "./provider-host";
import type { ProviderProcesses } from "./provider-processes";
import { reportCheckFailures } from "./report";
import { type Run, StepFailed } from "./run";
import type { ResourceState } from "./state/deployment";
import type { Slot } from "./state/store";
import { addStep, changeStep, continued } from "./steps";
import { isProviderType, packageOf, providerReference, providerType, providerUrn, typeOf } from "./urn";
import { equalValues, makeSecret, type PropertyMap, UNKNOWN } from "./values";

interface Decision {
  op: "create" | "same" | "update" | "replace";
  inputs: PropertyMap;
  client: ProviderClient;
  diff: Diff;
}

/** The providers of one run, as resources of the stack: default ones and explicit ones. */
export class Providers {
  readonly #processes: ProviderProcesses;
  readonly #run: Run;
  readonly #configuration: Configuration;
  /** Configured providers by reference. */
  readonly #ready = new Map<string, Promise<ProviderClient>>();
  readonly #defaults = new Map<string, Promise<string>>();

  constructor(run: Run, configuration: Configuration, processes: ProviderProcesses) {
    this.#run = run;
    this.#configuration = configuration;
    this.#processes = processes;
  }

  /** @param patience as ProviderProcesses.warmUpSoon takes it */
  warmUpSoon(patience: number): void {
    const left = this.#run.store.all().filter(({ state }) => isProviderType(state.type));
    this.#processes.warmUpSoon(new Set(left.map(({ state }) => packageOf(state.type))), patience);
  }

  /** The reference of the default provider of a package; the first use registers it. */
  defaultReference(packageName: string, version: string): Promise<string> {
    const name = version === "" ? "default" : `default_${version.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
    const key = `${packageName}::${name}`;
    const reference = this.#defaults.get(key) ?? this.#registerDefault(packageName, name, version);
    this.#defaults.set(key, reference);
    return reference;
  }

  /** The configured provider of a reference: one that this run registered, or one of the state. */
  client(reference: string): Promise<ProviderClient> {
    const client = this.#ready.get(reference) ?? this.#fromState(reference);
    this.#ready.set(reference, client);
    return client;
  }

  /** Whether a resource must be replaced, since its provider is another one than before. */
  async needsReplacement(oldReference = "", reference = ""): Promise<boolean> {
    if (oldReference === reference) return false;
    const old = this.#run.olds.get(providerUrn(oldReference))?.state;
    const news = this.#run.news.get(providerUrn(reference))?.state;
    if (old === undefined || news === undefined) return true;
    const client = await this.client(reference);
    return requiresReplacement(await client.diffConfig({ ...old, urn: news.urn }, news.inputs ?? {}));
  }

  /** Registers an explicit or a default provider: check, diff, configure, and its step. */
  async register({ state, version }: Goal): Promise<Slot> {
    const run = this.#run;
    const slot = run.olds.get(state.urn);
    const goal = version === "" ? state : { ...state, inputs: { ...state.inputs, version } };
    await run.decide(async () => run.claim(state.urn));
    const decision = await run.decide(() => this.#decide(goal, slot?.state));
    const registered = await this.#execute(decision, goal, slot);
    run.news.set(state.urn, registered);
    return registered;
  }

  async #registerDefault(packageName: string, name: string, version: string): Promise<string> {
    const request = new RegisterResourceRequest().setType(providerType(packageName)).setName(name);
    const goal = readGoal(request.setCustom(true).setVersion(version), this.#run.settings);
    goal.state.inputs = this.#defaultInputs(packageName);
    const { state } = await this.register(goal);
    return providerReference(state);
  }

  /** The package's configuration with bare keys; the dynamic host gets the whole stack's, with its namespaces. */
  #defaultInputs(packageName: string): PropertyMap {
    const prefix = packageName === DYNAMIC_PACKAGE ? "" : `${packageName}:`;
    const { values, secretKeys } = this.#configuration;
    return Object.fromEntries(
      [...values]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, text]) => [key.slice(prefix.length), secretKeys.includes(key) ? makeSecret(text) : text]),
    );
  }

  async #decide(goal: Goal["state"], old: ResourceState | undefined): Promise<Decision> {
    const { urn, inputs: wanted, ignoreChanges = [] } = goal;
    const processes = this.#processes;
    const client = await processes.start(packageOf(goal.type));
    if (old === undefined) {
      return { op: "create", inputs: await this.#checkConfig(client, urn, {}, wanted), client, diff: NO_DIFF };
    }
    const oldInputs = old.inputs ?? {};
    const news = applyIgnoreChanges(wanted, oldInputs, ignoreChanges);
    const inputs = await this.#checkConfig(client, urn, oldInputs, news);
    let diff = await client.diffConfig(old, inputs);
    if (diff.changes === "unknown") {
      diff = { ...diff, changes: equalValues(old.outputs ?? {}, inputs) ? "none" : "some" };
    }
    if (requiresReplacement(diff)) {
      await processes.stop(client);
      const fresh = await processes.start(packageOf(goal.type));
      return { op: "replace", inputs: await this.#checkConfig(fresh, urn, {}, wanted), client: fresh, diff };
    }
    return { op: diff.changes === "none" ? "same" : "update", inputs, client, diff };
  }

  async #checkConfig(client: ProviderClient, urn: string, olds: PropertyMap, news: PropertyMap): Promise<PropertyMap> {
    const { inputs, failures } = await client.checkConfig(urn, olds, news);
    if (failures.length > 0) {
      reportCheckFailures(this.#run, urn, news, failures);
      throw new StepFailed(urn);
    }
    return inputs;
  }

  #execute({ op, client, inputs, diff }: Decision, goal: ResourceState, slot: Slot | undefined): Promise<Slot> {
    const now = new Date().toISOString();
    if (slot === undefined || op === "create" || op === "replace") {
      const id = this.#run.settings.preview ? UNKNOWN : randomUUID();
      const state = { ...goal, inputs, outputs: inputs, id, created: now, modified: now };
      const replaced = slot && { slot, diff };
      return addStep(
        this.#run,
        replaced === undefined ? "create" : "create-replacement",
        { ...goal, inputs },
        async () => {
          await this.#configure(client, state, inputs);
          return { state };
        },
        replaced,
      );
    }
    const old = slot.state;
    const isSame = op === "same";
    // A provider that saw no difference goes on with what it was configured with.
    const outputs = isSame ? (old.outputs ?? {}) : inputs;
    const state = { ...continued({ ...goal, inputs, outputs }, old), ...(!isSame && { modified: now }) };
    const change = async (): Promise<{ state: ResourceState }> => {
      // After a refresh, a provider without changes is configured already.
      if (!(isSame && this.#ready.has(providerReference(state)))) {
        await this.#configure(client, state, isSame ? (old.inputs ?? {}) : inputs);
      }
      return { state };
    };
    return changeStep(this.#run, op, slot, { ...goal, inputs }, change, diff);
  }

  async #configure(client: ProviderClient, state: ResourceState, inputs: PropertyMap): Promise<void> {
    await client.configure(state.urn, state.id ?? "", inputs);
    this.#ready.set(providerReference(state), Promise.resolve(client));
  }

  async #fromState(reference: string): Promise<ProviderClient> {
    const state = this.#run.store.all().find((slot) => providerReference(slot.state) === reference)?.state;
    if (state === undefined) {
      throw new EngineError(
        "misuse",
        `unknown provider ${reference}: it is neither registered by the program nor in the state`,
      );
    }
    const client = await this.#processes.start(packageOf(typeOf(state.urn)));
    await client.configure(state.urn, state.id ?? "", state.inputs ?? {});
    return client;
  }
}
