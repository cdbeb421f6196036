import { randomUUID } from "node:crypto";
import type { Diff } from "./diff";
import { UnsupportedFeatureError } from "./errors";
import type { Known, ProviderClient, ResourceProvider, Wanted } from "./provider-client";
import type { Checked } from "./provider-messages";
import type { Providers } from "./providers";
import { packageOf, providerReference, typeOf } from "./urn";
import { equalValues, type PropertyMap, UNKNOWN } from "./values";

/** One provider as a resource of the stack: to create or update it is to configure a process. */
export class ProviderResource implements ResourceProvider {
  readonly known = true;
  #started: ProviderClient | undefined;

  constructor(
    readonly providers: Providers,
    readonly preview: boolean,
  ) {}

  /** A second check is that of a replacement, which is another process. */
  async check(urn: string, olds: PropertyMap, news: PropertyMap): Promise<Checked> {
    const { processes } = this.providers;
    if (this.#started !== undefined) await processes.stop(this.#started);
    this.#started = await processes.start(packageOf(typeOf(urn)));
    return this.#started.checkConfig(urn, olds, news);
  }

  async diff(old: Known, news: PropertyMap): Promise<Diff> {
    const diff = await this.#client.diffConfig(old, news);
    if (diff.changes !== "unknown") return diff;
    return { ...diff, changes: equalValues(old.outputs ?? {}, news) ? "none" : "some" };
  }

  async create({ urn, inputs = {} }: Wanted): Promise<{ id: string; outputs: PropertyMap }> {
    const id = this.preview ? UNKNOWN : randomUUID();
    await this.providers.configure(this.#client, urn, id, inputs);
    return { id, outputs: inputs };
  }

  async update({ urn, id = "" }: Known, { inputs = {} }: Wanted): Promise<PropertyMap> {
    await this.providers.configure(this.#client, urn, id, inputs);
    return inputs;
  }

  /** A provider that saw no difference goes on with what it was configured with; after a refresh it is configured already. */
  async same({ urn, id = "", inputs = {} }: Known): Promise<void> {
    if (!this.providers.isConfigured(providerReference({ urn, id }))) {
      await this.providers.configure(this.#client, urn, id, inputs);
    }
  }

  async read(): Promise<never> {
    throw new UnsupportedFeatureError("the import of a provider");
  }

  get #client(): ProviderClient {
    if (this.#started === undefined) throw new Error("a provider is checked before anything else");
    return this.#started;
  }
}
