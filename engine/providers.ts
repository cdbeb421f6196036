import { requiresReplacement } from "./diff";
import { EngineError } from "./errors";
import type { ProviderClient } from "./provider-client";
import type { ProviderProcesses } from "./provider-processes";
import type { Run } from "./run";
import { isProviderType, packageOf, providerReference, providerUrn, typeOf } from "./urn";
import type { PropertyMap } from "./values";

/** The configured providers of one run, by the references that resources name them with. */
export class Providers {
  readonly #configured = new Map<string, Promise<ProviderClient>>();

  constructor(
    readonly run: Run,
    readonly processes: ProviderProcesses,
  ) {}

  /** Starts what the program will likely need while it computes: what the last run has used. */
  warmUp(): void {
    const left = this.run.store.all().filter(({ state }) => isProviderType(state.type));
    this.processes.warmUp(new Set(left.map(({ state }) => packageOf(state.type))));
  }

  /** The provider of a reference: one that this run has configured, or one of the state. */
  client(reference: string): Promise<ProviderClient> {
    const client = this.#configured.get(reference) ?? this.#fromState(reference);
    this.#configured.set(reference, client);
    return client;
  }

  isConfigured(reference: string): boolean {
    return this.#configured.has(reference);
  }

  async configure(client: ProviderClient, urn: string, id: string, inputs: PropertyMap): Promise<void> {
    await client.configure(urn, id, inputs);
    this.#configured.set(providerReference({ urn, id }), Promise.resolve(client));
  }

  /** Whether a resource must be replaced, since its provider is another one than before. */
  async needsReplacement(oldReference = "", reference = ""): Promise<boolean> {
    if (oldReference === reference) return false;
    const old = this.run.olds.get(providerUrn(oldReference))?.state;
    const news = this.run.news.get(providerUrn(reference))?.state;
    if (old === undefined || news === undefined) return true;
    const client = await this.client(reference);
    return requiresReplacement(await client.diffConfig({ ...old, urn: news.urn }, news.inputs ?? {}));
  }

  async #fromState(reference: string): Promise<ProviderClient> {
    const state = this.run.store.all().find((slot) => providerReference(slot.state) === reference)?.state;
    if (state === undefined) {
      throw new EngineError(
        "misuse",
        `unknown provider ${reference}: it is neither registered by the program nor in the state`,
      );
    }
    const client = await this.processes.start(packageOf(typeOf(state.urn)));
    await client.configure(state.urn, state.id ?? "", state.inputs ?? {});
    return client;
  }
}
