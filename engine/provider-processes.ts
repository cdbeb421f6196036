import { ProviderClient } from "./provider-client";
import { DYNAMIC_PACKAGE, type ProviderHostOptions, type ProviderProcess, startProvider } from "./provider-host";

/** The least time that a program may compute before the providers that it will likely need are started meanwhile. */
const WARM_UP_AFTER_MILLISECONDS = 500;

/** The provider processes of one run. */
export class ProviderProcesses {
  readonly #options: ProviderHostOptions;
  readonly #preview: boolean;
  readonly #clients = new Set<ProviderClient>();
  /** Processes by package that nobody has asked for yet. */
  readonly #waiting = new Map<string, Promise<ProviderProcess>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ProviderHostOptions, preview: boolean) {
    this.#options = options;
    this.#preview = preview;
  }

  /**
   * Starts processes ahead of their first use, should that take a while: a program that declares thousands of resources
   * sends none of them before it has made all.
   *
   * @param used the packages of which the last run left providers; where it left none, all that are known may be needed
   * @param patience milliseconds that this machine needs to start a process, which are no sign of a large program
   */
  warmUpSoon(used: ReadonlySet<string>, patience: number): void {
    const known = [DYNAMIC_PACKAGE, ...Object.keys(this.#options.plugins)];
    const likely = used.size === 0 ? known : known.filter((name) => used.has(name));
    this.#timer = setTimeout(
      () => {
        for (const name of likely) {
          const starting = startProvider(name, this.#options);
          // Whoever needs it sees the error.
          starting.catch(() => undefined);
          this.#waiting.set(name, starting);
        }
      },
      Math.max(WARM_UP_AFTER_MILLISECONDS, patience),
    );
  }

  /** Starts a provider and shakes hands with it. */
  async start(packageName: string): Promise<ProviderClient> {
    clearTimeout(this.#timer);
    const { engineAddress, project } = this.#options;
    const waiting = this.#waiting.get(packageName);
    this.#waiting.delete(packageName);
    const client = new ProviderClient(await (waiting ?? startProvider(packageName, this.#options)), this.#preview);
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
    const unused = [...this.#waiting.values()].map(async (starting) => (await starting).stop());
    await Promise.allSettled([...unused, ...[...this.#clients].map((client) => client.close())]);
  }
}
