import type { Host } from "./host";
import { ProviderClient } from "./provider-client";
import { DYNAMIC_PACKAGE, type ProviderProcess, startProvider } from "./provider-host";

/** A program that has registered nothing by then is one that computes for long, and not one that still loads. */
const LONG_MILLISECONDS = 2_000;

/** The provider processes of one run. */
export class ProviderProcesses {
  readonly #clients = new Set<ProviderClient>();
  /** Processes by package that nobody has asked for yet. */
  readonly #waiting = new Map<string, Promise<ProviderProcess>>();
  #startLater: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly host: Host,
    readonly preview: boolean,
  ) {}

  /**
   * Starts processes ahead of their first use, beside a program that loads, or that declares thousands of resources and
   * sends none of them before it has made all.
   *
   * @param used the packages of which the last run left providers; where it left none, a program that takes long may need all
   */
  warmUp(used: ReadonlySet<string>): void {
    const known = [DYNAMIC_PACKAGE, ...Object.keys(this.host.plugins)];
    const likely = used.size === 0 ? known : known.filter((name) => used.has(name));
    const start = (): void => {
      for (const name of likely) {
        const starting = startProvider(name, this.host);
        // Whoever needs it sees the error.
        starting.catch(() => undefined);
        this.#waiting.set(name, starting);
      }
    };
    if (used.size > 0) start();
    else this.#startLater = start;
  }

  /** The SDK is loaded, and begins with the program: how long the machine took until here says nothing about the program. */
  programBegins(): void {
    if (this.#startLater === undefined) return;
    this.#timer = setTimeout(this.#startLater, LONG_MILLISECONDS);
    this.#startLater = undefined;
  }

  /** Starts a provider and shakes hands with it. */
  async start(packageName: string): Promise<ProviderClient> {
    this.#startLater = undefined;
    clearTimeout(this.#timer);
    const { engineAddress, project } = this.host;
    const waiting = this.#waiting.get(packageName);
    this.#waiting.delete(packageName);
    const client = new ProviderClient(await (waiting ?? startProvider(packageName, this.host)), this.preview);
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
