import type { Clock } from "../../provider/core/contract/context";
import {
  type Adapter,
  InitFailed,
  type Properties,
  type ResourceAdapter,
  type StartAdapter,
  UNKNOWN_TEXT,
} from "./adapter";

/** Resources by name, in the order in which they are registered. */
export type Program = Readonly<Record<string, Properties | SetOf | GroupOf>>;

/** Stands in a program for a `Users` with these arguments. */
export class SetOf {
  constructor(
    readonly users: Properties,
    readonly own: Properties = {},
  ) {}
}

/** Stands in a program for a `Group` with these arguments. */
export class GroupOf {
  constructor(readonly args: Properties) {}
}

/** Stands in a program for the id of an earlier resource. */
export class IdOf {
  constructor(readonly name: string) {}
}

export interface Resource {
  readonly kind: "user" | "set" | "group";
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Why the last create or update was not finished; the next run goes on. */
  readonly initErrors: readonly string[];
}

export type Operation = "create" | "update" | "same" | "delete" | "refresh" | "gone" | "import";

export interface Failure {
  readonly name: string;
  readonly during: "check" | "diff" | "create" | "update" | "delete" | "read";
  /** Of the error's cause; absent where the adapter can't tell. */
  readonly code: string | undefined;
  readonly message: string;
  /** The properties that check refused. */
  readonly properties: readonly string[];
}

/** What one run did. */
export interface Run {
  readonly steps: Record<string, Operation>;
  readonly failures: readonly Failure[];
  readonly info: readonly string[];
  readonly warnings: readonly string[];
}

interface Recording extends Run {
  readonly failures: Failure[];
  readonly info: string[];
  readonly warnings: string[];
}

/** A tiny engine: keeps state and calls one provider process per run, in Pulumi's order and with Pulumi's arguments. */
export class Driver {
  readonly state = new Map<string, Resource>();

  constructor(
    readonly start: StartAdapter,
    readonly clock: Clock,
  ) {}

  id(name: string): string {
    return this.resource(name).id;
  }

  resource(name: string): Resource {
    const resource = this.state.get(name);
    if (!resource) throw new Error(`there is no resource ${name} in the state`);
    return resource;
  }

  /** Checks and compares; nothing is known of resources still to be created. */
  preview(program: Program, configuration: unknown): Promise<Run> {
    return this.#run(configuration, async (adapter, run) => {
      for (const name of Object.keys(program)) {
        const [kind, args] = this.#resolve(program, name);
        const inputs = await this.#check(callsOf(adapter, kind), run, name, args);
        if (!inputs) return;
        const old = this.state.get(name);
        run.steps[name] = !old
          ? "create"
          : (await this.#differs(callsOf(adapter, kind), run, name, old, inputs))
            ? "update"
            : "same";
        if (run.failures.length > 0) return;
      }
      for (const name of this.#leavers(program)) run.steps[name] = "delete";
    });
  }

  /**
   * Creates and updates in order; a failure stops the run; deletions follow a clean run, in reverse order.
   *
   * @param atOnce whether everything is checked before anything is done, as where resources are registered together
   */
  up(program: Program, configuration: unknown, atOnce = false): Promise<Run> {
    return this.#run(configuration, async (adapter, run) => {
      const check = (name: string) => {
        const [kind, args] = this.#resolve(program, name);
        return this.#check(callsOf(adapter, kind), run, name, args);
      };
      if (atOnce) for (const name of Object.keys(program)) await check(name);
      for (const name of Object.keys(program)) {
        const inputs = await check(name);
        if (!inputs) return;
        await this.#apply(adapter, this.#resolve(program, name)[0], run, name, inputs);
        if (run.failures.length > 0) return;
      }
      for (const name of this.#leavers(program)) await this.#delete(adapter, run, name);
    });
  }

  /** Replaces inputs and outputs by what is there now. */
  refresh(configuration: unknown): Promise<Run> {
    return this.#run(configuration, async (adapter, run) => {
      for (const [name, { kind, id, outputs }] of [...this.state]) {
        await attempt(run, name, "read", async () => {
          const found = await callsOf(adapter, kind).read(id, outputs);
          run.steps[name] = found ? "refresh" : "gone";
          if (found) this.state.set(name, { ...found, kind, initErrors: [] });
          else this.state.delete(name);
        });
      }
    });
  }

  import(name: string, id: string, configuration: unknown, kind: Resource["kind"] = "user"): Promise<Run> {
    return this.#run(configuration, async (adapter, run) => {
      await attempt(run, name, "read", async () => {
        const found = await callsOf(adapter, kind).read(id, undefined);
        if (!found) throw new Error(`resource '${id}' does not exist`);
        run.steps[name] = "import";
        this.state.set(name, { ...found, kind, initErrors: [] });
      });
    });
  }

  async #run(configuration: unknown, action: (adapter: Adapter, run: Recording) => Promise<void>): Promise<Run> {
    const run: Recording = { steps: {}, failures: [], info: [], warnings: [] };
    const log = {
      info: (message: string) => void run.info.push(message),
      warn: (message: string) => void run.warnings.push(message),
    };
    const adapter = await this.start({ configuration, clock: this.clock, log });
    try {
      await action(adapter, run);
    } finally {
      await adapter.close();
    }
    return run;
  }

  async #check(
    adapter: ResourceAdapter,
    run: Recording,
    name: string,
    news: Properties,
  ): Promise<Properties | undefined> {
    const checked = await attempt(run, name, "check", () => adapter.check(this.state.get(name)?.inputs ?? {}, news));
    if (!checked || checked.failures.length === 0) return checked?.inputs;
    run.failures.push({
      name,
      during: "check",
      code: "invalid-arguments",
      message: checked.failures.map(({ property, reason }) => `${property}: ${reason}`).join("; "),
      properties: checked.failures.map(({ property }) => property),
    });
    return undefined;
  }

  async #differs(adapter: ResourceAdapter, run: Recording, name: string, old: Resource, inputs: Properties) {
    return await attempt(run, name, "diff", () => adapter.diff(old.id, old.outputs, inputs));
  }

  async #apply(
    adapters: Adapter,
    kind: Resource["kind"],
    run: Recording,
    name: string,
    inputs: Properties,
  ): Promise<void> {
    const adapter = callsOf(adapters, kind);
    const old = this.state.get(name);
    if (!old) {
      await attempt(run, name, "create", async () => {
        const { id, outputs } = await this.#keeping(name, kind, inputs, () => adapter.create(inputs));
        this.state.set(name, { kind, id, inputs, outputs, initErrors: [] });
        run.steps[name] = "create";
      });
      return;
    }
    const differs = await this.#differs(adapter, run, name, old, inputs);
    if (differs === undefined) return;
    if (!differs && old.initErrors.length === 0) {
      this.state.set(name, { ...old, inputs });
      run.steps[name] = "same";
      return;
    }
    await attempt(run, name, "update", async () => {
      const update = () => adapter.update(old.id, old.outputs, inputs);
      const { outputs } = await this.#keeping(name, kind, old.inputs, update);
      this.state.set(name, { kind, id: old.id, inputs, outputs, initErrors: [] });
      run.steps[name] = "update";
    });
  }

  /** What the engine keeps of a partial failure: the outputs told, with the new inputs at creation, else the old. */
  async #keeping<T>(name: string, kind: Resource["kind"], inputs: Properties, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof InitFailed) {
        this.state.set(name, { kind, id: error.id, inputs, outputs: error.outputs, initErrors: [error.message] });
      }
      throw error;
    }
  }

  async #delete(adapter: Adapter, run: Recording, name: string): Promise<void> {
    const { kind, id, outputs } = this.resource(name);
    await attempt(run, name, "delete", async () => {
      await callsOf(adapter, kind).delete(id, outputs);
      this.state.delete(name);
      run.steps[name] = "delete";
    });
  }

  #leavers(program: Program): string[] {
    return [...this.state.keys()].filter((name) => !(name in program)).reverse();
  }

  #resolve(program: Program, name: string): [Resource["kind"], Properties] {
    const args = program[name];
    if (args instanceof GroupOf) return ["group", this.#known(args.args, program)];
    if (!(args instanceof SetOf)) return ["user", this.#known(args ?? {}, program)];
    const people = Object.entries(args.users).map(([key, person]) => [
      key,
      typeof person === "object" ? this.#known(person as Properties, program) : person,
    ]);
    return ["set", { ...args.own, users: Object.fromEntries(people) }];
  }

  #known(args: Properties, program: Program): Properties {
    const idOf = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(idOf);
      if (!(value instanceof IdOf)) return value;
      if (!(value.name in program)) throw new Error(`the program has no resource ${value.name}`);
      return this.state.get(value.name)?.id ?? UNKNOWN_TEXT;
    };
    return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, idOf(value)]));
  }
}

function callsOf(adapter: Adapter, kind: Resource["kind"]): ResourceAdapter {
  if (kind === "user") return adapter;
  const calls = kind === "set" ? adapter.set : adapter.group;
  if (!calls) throw new Error(`the platform has no ${kind}`);
  return calls;
}

async function attempt<T>(
  run: Recording,
  name: string,
  during: Failure["during"],
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    run.failures.push({ name, during, code, message, properties: [] });
    return undefined;
  }
}
