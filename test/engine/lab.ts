import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine, type EngineOptions, type RunResult } from "../../engine";

const FIXTURES = join(__dirname, "fixtures");
export const SCENARIO_DIRECTORY = join(FIXTURES, "scenario");
export const PLUGIN_DIRECTORY = join(FIXTURES, "lab-plugin");
export const PASSPHRASE = "open sesame";

/** What the scenario program declares; see fixtures/scenario/index.js. */
export interface Program {
  resources?: ProgramResource[];
  outputs?: Record<string, unknown>;
  /** The program throws this at its end. */
  crash?: string;
  log?: string;
  /** The program computes until there is this file. */
  computesUntil?: string;
}

export interface ProgramResource {
  kind?: "thing" | "dynamic" | "component" | "provider" | "get" | "remote" | "reference";
  name: string;
  props?: Record<string, unknown>;
  options?: Record<string, unknown>;
  /** The id to get. */
  read?: string;
}

/** A line of the lab's log. */
export interface Call {
  method: string;
  urn?: string;
  id?: string;
  pid?: number;
  [field: string]: unknown;
}

/** A stack of the scenario program in a folder of its own, with the lab's provider. */
export class Lab {
  readonly directory = mkdtempSync(join(tmpdir(), "engine-lab-"));
  readonly options: EngineOptions;
  readonly engine: Engine;
  readonly #cloudDirectory = join(this.directory, "cloud");

  constructor(options: Partial<EngineOptions> = {}) {
    this.options = {
      programDirectory: SCENARIO_DIRECTORY,
      stack: "dev",
      stateDirectory: join(this.directory, "state"),
      passphrase: PASSPHRASE,
      // Started as a file: the SDK's plugin host loads a TypeScript compiler first.
      plugins: { lab: { path: join(PLUGIN_DIRECTORY, "index.js") } },
      ...options,
      env: {
        LAB_SCENARIO: join(this.directory, "scenario.json"),
        LAB_LOG: join(this.directory, "log.jsonl"),
        LAB_CLOUD: this.#cloudDirectory,
        ...options.env,
      },
    };
    mkdirSync(this.#cloudDirectory);
    this.engine = new Engine(this.options);
    this.declare();
  }

  declare(...resources: ProgramResource[]): void {
    this.describe({ resources });
  }

  describe(scenario: Program): void {
    writeFileSync(join(this.directory, "scenario.json"), JSON.stringify(scenario));
  }

  /** The calls since the last time, in their order. */
  takeCalls(): Call[] {
    const calls = this.calls();
    rmSync(join(this.directory, "log.jsonl"), { force: true });
    return calls;
  }

  calls(): Call[] {
    const file = join(this.directory, "log.jsonl");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Call);
  }

  /** What is in the lab's cloud, by id. */
  cloud(): Record<string, Record<string, unknown>> {
    return Object.fromEntries(
      readdirSync(this.#cloudDirectory).map((file) => [
        file.replace(/\.json$/, ""),
        JSON.parse(readFileSync(join(this.#cloudDirectory, file), "utf8")) as Record<string, unknown>,
      ]),
    );
  }

  changeCloud(change: (things: ReturnType<Lab["cloud"]>) => void): void {
    const things = this.cloud();
    change(things);
    rmSync(this.#cloudDirectory, { recursive: true });
    mkdirSync(this.#cloudDirectory);
    for (const [id, thing] of Object.entries(things)) {
      writeFileSync(join(this.#cloudDirectory, `${id}.json`), JSON.stringify(thing));
    }
  }

  /** The resources in the state, by name; secrets in clear. */
  async state(): Promise<Record<string, StateResource>> {
    const { deployment } = await this.engine.exportState({ showSecrets: true });
    return Object.fromEntries((deployment.resources ?? []).map((resource) => [nameOf(resource.urn), resource]));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

type StateResource = NonNullable<Awaited<ReturnType<Engine["exportState"]>>["deployment"]["resources"]>[number];

export function nameOf(urn: string | undefined): string {
  return urn?.split("::").at(-1) ?? "";
}

/** Calls as `Method name`, those of the provider's life left out. */
export function shortCalls(calls: readonly Call[]): string[] {
  const life = ["Start", "Handshake", "CheckConfig", "DiffConfig", "Configure", "Cancel"];
  return calls.filter(({ method }) => !life.includes(method)).map(({ method, urn }) => `${method} ${nameOf(urn)}`);
}

export function callOf(calls: readonly Call[], method: string, name: string): Call {
  const call = calls.find((candidate) => candidate.method === method && nameOf(candidate.urn) === name);
  if (call === undefined) {
    throw new Error(`no ${method} of ${name} among ${shortCalls(calls).join(", ")}`);
  }
  return call;
}

/** The steps of a run as `op name`, from the events that tell their outcome. */
export function stepsOf(result: RunResult): string[] {
  return result.events
    .map((event) => event.resOutputsEvent?.metadata)
    .filter((metadata) => metadata !== undefined)
    .map((metadata) => `${metadata.op} ${nameOf(metadata.urn)}`);
}

export function errorsOf(result: RunResult): string[] {
  return result.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

/** The wire's form of a secret. */
export function secret(value: unknown): Record<string, unknown> {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}
