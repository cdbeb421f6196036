import { ProviderClient } from "./provider-client";
import { DYNAMIC_PACKAGE, type ProviderHostOptions, startProvider } from "./provider-host";

/** How long a program may compute before the providers that it will likely need are started meanwhile. */
const WARM_UP_AFTER_MILLISECONDS = 500;

/** The provider processes of one run. */
export class ProviderProcesses {
  readonly #options: ProviderHostOptions;
  readonly #preview: boolean;
  readonly #clients = new Set<ProviderClient>();
  /** Providers by package that nobody has asked for yet. */
  readonly #waiting = new Map<string, Promise<ProviderClient>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ProviderHostOptions, preview: boolean) {
    this.#options = options;
    this.#preview = preview;
  }

  /**
   * Starts the processes of all known packages ahead of their first use, should that take a while: a program that declares
   * thousands of resources sends none of them before it has made all.
   */
  warmUpSoon(): void {
    this.#timer = setTimeout(() => {
      for (const name of [DYNAMIC_PACKAGE, ...Object.keys(this.#options.plugins)]) {
        const starting = this.#start(name);
        // Whoever needs it sees the error.
        starting.catch(() => undefined);
        this.#waiting.set(name, starting);
      }
    }, WARM_UP_AFTER_MILLISECONDS);
  }

  /** A provider of its own, started and ready to be configured. */
  start(packageName: string): Promise<ProviderClient> {
    clearTimeout(this.#timer);
    const waiting = this.#waiting.get(packageName);
    this.#waiting.delete(packageName);
    return waiting ?? this.#start(packageName);
  }

  async #start(packageName: string): Promise<ProviderClient> {
    const { engineAddress, project } = this.#options;
    const client = new ProviderClient(await startProvider(packageName, this.#options), this.#preview);
    this.#clients.add(client);
    await client.handshake(engineAddress, project.directory);
    return client;
  }

  async stop(client: ProviderClient): Promise<void> {
    this.#clients.delete(client);
    await client.close();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.allSettled(this.#waiting.values());
    await Promise.allSettled([...this.#clients].map((client) => client.close()));
  }
}
