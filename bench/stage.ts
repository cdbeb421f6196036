import type { ExportedDeployment } from "../engine/index";
import { environmentOf, type Sandbox, startSandbox } from "../sandbox/index";
import { type EngineName, type Environment, type Operation, openRunner, type Runner } from "./runner";
import { type Usage, withUsage } from "./usage";

export const PLATFORMS = ["adobe", "netex", "nerm"] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What the program declares. */
export interface Declared {
  readonly people: number;
  /** How many of them have another title than before. */
  readonly edited?: number;
  /** One set, or a resource for each person. */
  readonly shape?: "users" | "user";
  /** Which of the two forms declares the set. */
  readonly adapter?: "dynamic" | "plugin";
}

/** What a run took. */
export interface Taken {
  readonly seconds: number;
  /** Requests at the vendor, those for tokens aside. */
  readonly calls: number;
  readonly writes: number;
  /** Of the processes that ran; undefined where the system doesn't tell. */
  readonly usage: Usage | undefined;
}

/** An empty tenant of each vendor, and a stack for people on one of them. */
export class Stage {
  private constructor(
    readonly platform: Platform,
    readonly vendors: Sandbox,
    readonly runner: Runner,
  ) {}

  static async open(platform: Platform, engine: EngineName): Promise<Stage> {
    return new Stage(platform, await startSandbox(), await openRunner(engine));
  }

  async run(operation: Operation, declared: Declared): Promise<Taken> {
    const { log } = this.vendors[this.platform];
    log.clear();
    const { result, usage } = await withUsage(() => this.runner.run(operation, this.#environment(declared)));
    const { reads, writes } = log.counts();
    return { seconds: result, calls: reads + writes, writes, usage };
  }

  /** The text of a preview with its differences. */
  diff(declared: Declared): Promise<string> {
    return this.runner.diff(this.#environment(declared));
  }

  state(): Promise<ExportedDeployment["deployment"]> {
    return this.runner.state();
  }

  async close(): Promise<void> {
    await this.vendors.close();
    this.runner.close();
  }

  #environment({ people, edited = 0, shape = "users", adapter = "dynamic" }: Declared): Environment {
    return {
      PLATFORM: this.platform,
      SHAPE: shape,
      ADAPTER: adapter,
      PEOPLE: String(people),
      EDITED: String(edited),
      ...environmentOf(this.vendors),
    };
  }
}
