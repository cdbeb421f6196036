import { ProviderClient } from "./provider-client";
import { DYNAMIC_PACKAGE, type ProviderHostOptions, type ProviderProcess, startProvider } from "./provider-host";

/** How long a program may compute before the providers that it will likely need are started meanwhile. */
const WARM_UP_AFTER_MILLISECONDS = 500;

/** A provider that has shaken hands. */
export interface StartedProvider {
  client: ProviderClient;
  process: ProviderProcess;
}

/** The provider processes of one run. */
export class ProviderProcesses {
  readonly #options: ProviderHostOptions;
  readonly #preview: boolean;
  readonly #started = new Set<StartedProvider>();
  /** Processes by package that nobody has asked for yet. */
  readonly #waiting = new Map<string, Promise<ProviderProcess>>();
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
        const starting = startProvider(name, this.#options);
        // Whoever needs it sees the error.
        starting.catch(() => undefined);
        this.#waiting.set(name, starting);
      }
    }, WARM_UP_AFTER_MILLISECONDS);
  }

  async start(packageName: string): Promise<StartedProvider> {
    clearTimeout(this.#timer);
    const { engineAddress, project } = this.#options;
    const waiting = this.#waiting.get(packageName);
    this.#waiting.delete(packageName);
    const process = await (waiting ?? startProvider(packageName, this.#options));
    const started = { process, client: new ProviderClient(process.client, this.#preview) };
    this.#started.add(started);
    await started.client.handshake(engineAddress, project.directory, process.directory);
    return started;
  }

  /** Tells a provider that the run is over and ends its process. */
  async stop(started: StartedProvider): Promise<void> {
    this.#started.delete(started);
    await started.client.cancel();
    await started.process.stop();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const unused = [...this.#waiting.values()].map(async (starting) => (await starting).stop());
    await Promise.allSettled([...unused, ...[...this.#started].map((started) => this.stop(started))]);
  }
}
