import { expect } from "vitest";
import type { Platform } from "../../provider/core/contract/platform";
import { caseless } from "../../provider/core/model/value";
import type { LoggedRequest } from "../../sandbox/index";
import type { Properties, StartAdapter } from "./adapter";
import { Driver, type Program, type Run } from "./driver";
import { dynamicAdapter } from "./dynamic-adapter";
import { fastClock } from "./fast-clock";
import { ENDLESS, LOST, TWINNED } from "./harm";
import type { Account, Stage, StageOptions, Target } from "./target";

/** One way of serving a platform to an engine. */
export type AdapterFor = (platform: Platform) => StartAdapter;

/** One scenario's world: an emulator, the state, and runs of one process each. */
export class World {
  private constructor(
    readonly target: Target,
    readonly stage: Stage,
    readonly driver: Driver,
    readonly clock: ReturnType<typeof fastClock>,
  ) {}

  static async open(
    target: Target,
    options: Omit<StageOptions, "clock"> = {},
    adapterFor: AdapterFor = dynamicAdapter,
  ): Promise<World> {
    const clock = fastClock();
    const stage = await target.start({ clock, ...options });
    return new World(target, stage, new Driver(adapterFor(target.platform), clock), clock);
  }

  /** Runs a program; every message of it is searched for secrets and for people. */
  up(program: Program, settings: Properties = {}, atOnce = false): Promise<Run> {
    return this.#watched(this.driver.up(program, this.configuration(settings), atOnce));
  }

  preview(program: Program, settings: Properties = {}): Promise<Run> {
    return this.#watched(this.driver.preview(program, this.configuration(settings)));
  }

  refresh(settings: Properties = {}): Promise<Run> {
    return this.#watched(this.driver.refresh(this.configuration(settings)));
  }

  import(name: string, id: string, kind: "user" | "set" | "group" = "user"): Promise<Run> {
    return this.#watched(this.driver.import(name, id, this.configuration(), kind));
  }

  /** Runs a program to success, then again: nothing is different and nothing is sent. Answers the first run. */
  async settled(program: Program, settings: Properties = {}): Promise<Run & { writes: LoggedRequest[] }> {
    const { run, writes } = await this.recorded(() => this.up(program, settings));
    expect(run.failures).toEqual([]);
    await this.unchanged(program, settings);
    return { ...run, writes };
  }

  /** A run of this program changes nothing, reads nothing and writes nothing. */
  async unchanged(program: Program, settings: Properties = {}): Promise<void> {
    const again = await this.recorded(() => this.up(program, settings));
    expect(again.run.failures).toEqual([]);
    expect(again.run.steps, ENDLESS).toEqual(Object.fromEntries(Object.keys(program).map((name) => [name, "same"])));
    expect(again.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  }

  /** A run that must fail; answers its one failure. */
  async refused(program: Program, settings: Properties = {}) {
    const { failures } = await this.up(program, settings);
    expect(failures).toHaveLength(1);
    const [failure] = failures;
    if (!failure) throw new Error("the run did not fail");
    return failure;
  }

  async recorded<T>(action: () => Promise<T>) {
    const before = this.stage.log.entries.length;
    const run = await action();
    const requests = this.stage.log.entries.slice(before).filter(({ kind }) => kind !== "token");
    const sent = requests.filter(({ kind }) => kind === "write");
    const counted = sent.filter((write, i) => this.target.counts?.(write, i, sent) ?? true);
    // Where nothing is to be sent, a write that was refused is one.
    return { run, requests, writes: counted.length > 0 ? counted : sent };
  }

  /** The account of a resource, as the vendor stores it. */
  async account(name: string): Promise<Account> {
    const account = await this.stage.get(this.driver.id(name));
    if (!account) throw new Error(`${LOST}: the vendor has no account for ${name}`);
    return account;
  }

  /** The vendor has so many accounts: one too many is somebody's second one. */
  async hasAccounts(count: number): Promise<void> {
    const { length } = await this.stage.accounts();
    expect(length, length > count ? TWINNED : LOST).toBe(count);
  }

  /** Why a scenario has failed; where somebody has two accounts by then, that comes first. */
  async diagnosed(cause: unknown): Promise<unknown> {
    const { naturalKey } = this.target.platform.kinds.user.capabilities;
    const active = (await this.stage.accounts()).filter((account) => account.active);
    const keys = active.map(({ attributes: { [naturalKey]: key } }) => caseless(String(key)));
    if (new Set(keys).size === keys.length) return cause;
    return new Error(`${TWINNED}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }

  configuration(settings: Properties = {}): Properties {
    return { ...this.stage.configuration, ...settings };
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  async #watched(running: Promise<Run>): Promise<Run> {
    const run = await running;
    await this.clock.sleep(this.target.settling ?? 0);
    const { naturalKey } = this.target.platform.kinds.user.capabilities;
    const people = (await this.stage.accounts()).flatMap(({ attributes: { email, name, [naturalKey]: key } }) => [
      email,
      name,
      key,
    ]);
    const hidden = [...this.stage.secrets(), ...people].filter((text) => typeof text === "string" && text.length > 2);
    for (const message of [...run.failures.map(({ message }) => message), ...run.info, ...run.warnings]) {
      for (const text of hidden) expect(message).not.toContain(text);
      expect(message).not.toContain("\n");
    }
    return run;
  }
}

/** The account's attributes, roles and manager without those named. */
export function without({ attributes, roles, manager, active }: Account, ...names: string[]): Properties {
  const all: Properties = { ...attributes, roles, manager, active };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}
