import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { parseArgs } from "node:util";
import { Server } from "@grpc/grpc-js";
import type * as config from "@pulumi/pulumi/runtime/config";
import type * as settings from "@pulumi/pulumi/runtime/settings";
import type * as stack from "@pulumi/pulumi/runtime/stack";
import type { Child, ChildOptions } from "../engine/process";

/*
 * The processes of a run on the embedded engine, in the process of the test: two thirds of a run with a few hundred people is that
 * Node loads Pulumi's SDK twice. Everything else is as in processes of their own: the built package, the SDK's hosts, and gRPC between
 * them. vitest.config.mts lists the files of tests that run so; runs must not overlap.
 */

/** What keeps anything from one request to the next; the rest of the package holds nothing of a run. */
const STATEFUL = join(__dirname, "..", "dist", "provider", "dynamic", sep);
const PROGRAM = join("cmd", "run", "index.js");
const PROVIDER = join("cmd", "dynamic-provider", "index.js");

/** Not in the SDK's types. */
interface State {
  withLocalStorage<T>(work: () => Promise<T>): Promise<T>;
  /** Of the run that is under way; `terminated` is set once the engine takes no more requests. */
  getStore(): { terminated: boolean };
}

type Ended = Awaited<Child["ended"]>;

/** In place of the engine's `startNode`; undefined for a plugin, which has a process of its own. */
export function startInProcess(script: string, options: ChildOptions): Child | undefined {
  if (script.endsWith(PROGRAM)) return startProgram(script, options);
  if (script.endsWith(PROVIDER)) return startProvider(script, options);
  return undefined;
}

/** As the Automation API runs inline programs. One that the engine takes no more requests of would wait for ever: here it ends. */
function startProgram(script: string, options: ChildOptions): Child {
  const sdk = createRequire(script);
  const { resetOptions, disconnect } = sdk("../../runtime/settings") as typeof settings;
  const { setAllConfig } = sdk("../../runtime/config") as typeof config;
  const { runInPulumiStack } = sdk("../../runtime/stack") as typeof stack;
  const { withLocalStorage, getStore } = sdk("../../runtime/state") as State;
  const { values } = parseArgs({
    args: [...options.arguments],
    allowPositionals: true,
    strict: false,
    options: Object.fromEntries(
      ["engine", "monitor", "organization", "parallel", "project", "stack"].map((name) => [name, { type: "string" }]),
    ),
  });
  const given = (name: string): string => String(values[name] ?? "");
  const { PULUMI_CONFIG = "{}" } = options.environment;
  const leave = enter(options);
  const stopped = Promise.withResolvers<Ended>();
  const stop = async (): Promise<void> => {
    leave();
    stopped.resolve({ code: undefined, signal: "SIGTERM" });
  };
  const finished = withLocalStorage(async (): Promise<Ended> => {
    let isTerminated = false;
    const set = (value: boolean): void => {
      isTerminated = value;
      void stop();
    };
    Object.defineProperty(getStore(), "terminated", { get: () => isTerminated, set });
    try {
      resetOptions(
        given("project"),
        given("stack"),
        Number(given("parallel")),
        given("engine"),
        given("monitor"),
        values["dry-run"] === true,
        given("organization"),
      );
      setAllConfig(JSON.parse(PULUMI_CONFIG) as Record<string, string>);
      const project = createRequire(join(options.directory, "package.json"));
      await runInPulumiStack(async () => {
        const main = project.resolve(options.directory);
        delete project.cache[main];
        return project(main);
      });
      await disconnect();
      return { code: 0, signal: undefined };
    } catch (error) {
      options.onErrorOutput(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return { code: 1, signal: undefined };
    } finally {
      leave();
    }
  });
  return { ended: Promise.race([finished, stopped.promise]), stop };
}

/** The SDK's host of dynamic resources, with an adapter that no run before it has touched. */
function startProvider(script: string, options: ChildOptions): Child {
  const sdk = createRequire(script);
  for (const name of Object.keys(sdk.cache)) if (name === script || name.startsWith(STATEFUL)) delete sdk.cache[name];
  const leave = enter(options);
  const { argv } = process;
  const { bindAsync } = Server.prototype;
  let server: Server | undefined;
  Server.prototype.bindAsync = function (this: Server, ...args) {
    server = this;
    bindAsync.apply(this, args);
  };
  try {
    process.argv = [process.execPath, script, ...options.arguments];
    // It starts to serve at once, and prints its port.
    sdk(script);
  } finally {
    process.argv = argv;
    Server.prototype.bindAsync = bindAsync;
  }
  const stopped = Promise.withResolvers<Ended>();
  return {
    ended: stopped.promise,
    stop: async () => {
      server?.forceShutdown();
      leave();
      stopped.resolve({ code: undefined, signal: "SIGTERM" });
    },
  };
}

/** How this process was before the first of those that are in it now, and how many they are: they don't end in turn. */
let outside: (() => void) | undefined;
let inside = 0;

/** Gives this process the environment, the folder and the output of one that would have been started; what it gives says that it ends. */
function enter({ directory, environment, onOutput, onErrorOutput }: ChildOptions): () => void {
  outside ??= restorer();
  inside++;
  Object.assign(process.env, environment);
  for (const name of Object.keys(process.env)) if (environment[name] === undefined) delete process.env[name];
  process.chdir(directory);
  console.log = (text) => onOutput(String(text));
  console.error = console.warn = (text) => onErrorOutput(String(text));
  let hasLeft = false;
  return () => {
    if (hasLeft) return;
    hasLeft = true;
    if (--inside > 0) return;
    outside?.();
    outside = undefined;
  };
}

function restorer(): () => void {
  const { log, error, warn } = console;
  const folder = process.cwd();
  const before = { ...process.env };
  const listeners = EVENTS.map((event) => process.listeners(event as "exit"));
  return () => {
    Object.assign(console, { log, error, warn });
    process.chdir(folder);
    for (const name of Object.keys(process.env)) if (before[name] === undefined) delete process.env[name];
    Object.assign(process.env, before);
    for (const [index, event] of EVENTS.entries()) {
      for (const listener of process.listeners(event as "exit")) {
        if (!listeners[index]?.includes(listener)) process.off(event, listener);
      }
    }
  };
}

/** What the SDK listens to for the rest of its process's life. */
const EVENTS = ["exit", "uncaughtException", "unhandledRejection"] as const;
