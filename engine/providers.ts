import { randomUUID } from "node:crypto";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { applyIgnoreChanges, type Diff, NO_DIFF, requiresReplacement } from "./diff";
import { MisuseError } from "./errors";
import { type Goal, goalState, readGoal } from "./goal";
import { ProviderClient } from "./provider-client";
import { DYNAMIC_PACKAGE, type ProviderHostOptions, type ProviderProcess, startProvider } from "./provider-host";
import { reportCheckFailures } from "./report";
import { type Run, StepFailed } from "./run";
import { equalStates, type ResourceState } from "./state/deployment";
import type { Slot } from "./state/store";
import { placeStep } from "./steps";
import { makeUrn, packageOf, parseProviderReference, providerReference, providerType, typeOf } from "./urn";
import { equalValues, makeSecret, type PropertyMap, UNKNOWN } from "./values";

interface Started {
  client: ProviderClient;
  process: ProviderProcess;
}

/** The providers of one run: their processes, and their own resources in the state. */
export class Providers {
  readonly #run: Run;
  readonly #host: ProviderHostOptions;
  readonly #started = new Set<Started>();
  /** Configured providers by reference. */
  readonly #ready = new Map<string, Promise<ProviderClient>>();
  readonly #defaults = new Map<string, Promise<string>>();

  constructor(run: Run, host: ProviderHostOptions) {
    this.#run = run;
    this.#host = host;
  }

  /** The reference of the default provider of a package; the first use registers it. */
  defaultReference(packageName: string, version: string): Promise<string> {
    const name = version === "" ? "default" : `default_${version.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
    const key = `${packageName}::${name}`;
    let reference = this.#defaults.get(key);
    if (reference === undefined) {
      reference = this.#registerDefault(packageName, name, version);
      this.#defaults.set(key, reference);
    }
    return reference;
  }

  /** The configured provider of a reference: one that this run registered, or one of the state. */
  client(reference: string): Promise<ProviderClient> {
    let client = this.#ready.get(reference);
    if (client === undefined) {
      client = this.#fromState(reference);
      this.#ready.set(reference, client);
    }
    return client;
  }

  /** Whether a resource must be replaced, since its provider is another one than before. */
  async needsReplacement(oldReference: string | undefined, reference: string | undefined): Promise<boolean> {
    if (oldReference === reference) {
      return false;
    }
    if (oldReference === undefined || reference === undefined) {
      return true;
    }
    const old = this.#run.olds.get(parseProviderReference(oldReference).urn)?.state;
    const { urn } = parseProviderReference(reference);
    const news = this.#run.news.get(urn)?.state;
    if (old === undefined || news === undefined) {
      return true;
    }
    const client = await this.client(reference);
    const diff = await client.diffConfig({ ...old, urn }, news.inputs ?? {});
    return requiresReplacement(diff);
  }

  /** Registers an explicit or a default provider: check, diff, configure, and its step. */
  async register(goal: Goal, urn: string): Promise<ResourceState> {
    const run = this.#run;
    const slot = run.olds.get(urn);
    const base = goalState(goal, urn, undefined);
    const decision = await run.decide(() => this.#decide(base, slot?.state, goal));
    const registered = await this.#execute(decision, base, slot);
    run.news.set(urn, registered);
    return registered.state;
  }

  /** Tells every provider that the run is over and ends its process. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#started].map(async (started) => {
        await started.client.cancel();
        await started.process.stop();
      }),
    );
  }

  async #registerDefault(packageName: string, name: string, version: string): Promise<string> {
    const type = providerType(packageName);
    const { stack, project } = this.#run.settings;
    const urn = makeUrn(stack, project, undefined, type, name);
    this.#run.seen.add(urn);
    const inputs = { ...this.#defaultInputs(packageName), ...(version !== "" && { version }) };
    const state = await this.register(
      { ...readGoal(new RegisterResourceRequest()), type, name, custom: true, inputs },
      urn,
    );
    return providerReference(urn, state.id || UNKNOWN);
  }

  /** The package's configuration with bare keys; the dynamic host gets the whole stack's, with its namespaces. */
  #defaultInputs(packageName: string): PropertyMap {
    const inputs: PropertyMap = {};
    const { configuration } = this.#host;
    for (const [key, text] of configuration.values) {
      const value = configuration.isSecret(key) ? makeSecret(text) : text;
      if (packageName === DYNAMIC_PACKAGE) {
        inputs[key] = value;
      } else if (key.startsWith(`${packageName}:`)) {
        inputs[key.slice(packageName.length + 1)] = value;
      }
    }
    return inputs;
  }

  async #decide(base: ResourceState, old: ResourceState | undefined, goal: Goal): Promise<Decision> {
    const { urn } = base;
    let started = await this.#start(urn);
    const news =
      old === undefined ? goal.inputs : applyIgnoreChanges(goal.inputs, old.inputs ?? {}, goal.ignoreChanges);
    const checked = await this.#checkConfig(started.client, urn, old?.inputs ?? {}, news);
    if (old === undefined) {
      return { op: "create", inputs: checked, started, diff: NO_DIFF };
    }
    let diff = await started.client.diffConfig(old, checked);
    if (diff.changes === "unknown") {
      diff = { ...diff, changes: equalValues(old.outputs ?? {}, checked) ? "none" : "some" };
    }
    if (requiresReplacement(diff)) {
      await this.#stop(started);
      started = await this.#start(urn);
      return { op: "replace", inputs: await this.#checkConfig(started.client, urn, {}, goal.inputs), started, diff };
    }
    return { op: diff.changes === "none" ? "same" : "update", inputs: checked, started, diff };
  }

  async #checkConfig(client: ProviderClient, urn: string, olds: PropertyMap, news: PropertyMap): Promise<PropertyMap> {
    try {
      const { inputs, failures } = await client.checkConfig(urn, olds, news);
      if (failures.length === 0) {
        return inputs;
      }
      reportCheckFailures(this.#run, urn, news, failures);
    } catch (error) {
      this.#run.fail(error, urn);
    }
    throw new StepFailed(urn);
  }

  async #execute(decision: Decision, base: ResourceState, slot: Slot | undefined): Promise<Slot> {
    const { started, inputs, diff } = decision;
    const now = new Date().toISOString();
    const old = slot?.state;
    const step = { urn: base.urn, type: base.type, old, new: { ...base, inputs }, diff };
    if (decision.op === "same" || decision.op === "update") {
      const same = decision.op === "same";
      const state: ResourceState = {
        ...base,
        inputs,
        id: old?.id,
        // A provider that saw no difference goes on with what it was configured with.
        outputs: same ? (old?.outputs ?? {}) : inputs,
        created: old?.created,
        modified: same ? old?.modified : now,
      };
      await this.#run.execute({ ...step, op: decision.op }, async () => {
        // After a refresh, a provider without changes is configured already.
        if (!(same && this.#ready.has(providerReference(state.urn, state.id ?? "")))) {
          await this.#configure(started, state, same ? (old?.inputs ?? {}) : inputs);
        }
        const unchanged = same && old !== undefined && equalStates(old, state);
        return { changes: unchanged ? {} : { put: [{ ...(slot && { slot }), state }] }, new: state };
      });
      return slot ?? { number: -1, state };
    }
    const id = this.#run.settings.preview ? UNKNOWN : randomUUID();
    const state: ResourceState = { ...base, inputs, outputs: inputs, id, created: now, modified: now };
    const op = decision.op === "create" ? "create" : "create-replacement";
    return placeStep(this.#run, { ...step, op }, slot, async () => {
      await this.#configure(started, state, inputs);
      return { changes: { put: [{ state }] }, new: state };
    });
  }

  async #configure(started: Started, state: ResourceState, inputs: PropertyMap): Promise<void> {
    const id = state.id ?? "";
    await started.client.configure(state.urn, id, inputs);
    this.#ready.set(providerReference(state.urn, id), Promise.resolve(started.client));
  }

  async #fromState(reference: string): Promise<ProviderClient> {
    const { urn, id } = parseProviderReference(reference);
    const state = this.#run.store.all().find((slot) => slot.state.urn === urn && slot.state.id === id)?.state;
    if (state === undefined) {
      throw new MisuseError(`unknown provider ${reference}: it is neither registered by the program nor in the state`);
    }
    const started = await this.#start(urn);
    await started.client.configure(urn, id, state.inputs ?? {});
    return started.client;
  }

  async #start(urn: string): Promise<Started> {
    const process = await startProvider(packageOf(typeOf(urn)), this.#host);
    const started = { process, client: new ProviderClient(process.client, this.#run.settings.preview) };
    this.#started.add(started);
    await started.client.handshake(this.#host.engineAddress, this.#host.project.directory, process.directory);
    return started;
  }

  async #stop(started: Started): Promise<void> {
    this.#started.delete(started);
    await started.client.cancel();
    await started.process.stop();
  }
}

interface Decision {
  op: "create" | "same" | "update" | "replace";
  inputs: PropertyMap;
  started: Started;
  diff: Diff;
}
